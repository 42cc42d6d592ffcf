"""Everything that can be wrong with a training, found before a model is loaded (no torch)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import ModelError, RecipeError
from core.models.digest import digests
from core.models.info import ModelInfo
from core.models.library import check, named
from core.training.declare import PictureSet, Plan
from core.training.folders import Example, gather
from core.training.plan import identity
from core.training.review import Notice, review


@dataclass(frozen=True)
class Prepared:
    """A plan that can be carried out: its model and pictures have been looked at."""

    plan: Plan
    info: ModelInfo
    digests: dict[str, str]
    """Of the model's networks."""
    sets: tuple[PictureSet, ...]
    examples: tuple[Example, ...]
    """Without class pictures that are yet to be painted."""
    notices: tuple[Notice, ...]

    @property
    def side(self) -> int:
        """Of a square picture as the model is to see it, pixels."""
        return self.plan.resolution or self.info.size

    @property
    def identity(self) -> str:
        """Equal for equal plans on an equal model: one may go on with the other's checkpoint."""
        return hashlib.blake2b(
            f"{identity(self.plan)} {sorted(self.digests.items())}".encode(), digest_size=16
        ).hexdigest()


def prepare(
    plan: Plan,
    models: Sequence[ModelInfo],
    out: Path,
    told: Callable[[int, int], object] = lambda done, count: None,
) -> Prepared:
    """Looks at everything. Raises RecipeError naming the field, ModelError for broken weights, and
    what `told` raises, which hears before each picture how many of how many have been looked at.
    """
    try:
        info = named(models, plan.model)
    except ModelError as error:
        raise RecipeError("model", error.cause, error.remedy) from error
    if info.path.is_file():
        raise RecipeError(
            "model",
            f"“{info.title}” is a model in one file, and only those in folders can be taught yet.",
            "Choose one that is a folder as diffusers saves it.",
        )
    plan.check_model(info)
    plan.check_settings(info)
    check(info)
    known = known_words(info)
    for field, word in plan.new_words():
        if word.strip().lower() in known:
            raise RecipeError(
                field,
                f"The model knows the word “{word}” already.",
                f"Choose one that it does not know, such as “<my-{word.strip('<>')}>”.",
            )
    sets = plan.sets(out)
    painted = {one.folder for one in plan.class_pictures(out)}
    there = [one for one in sets if Path(one.pictures.folder) not in painted]
    examples = gather(there, told)
    side = plan.resolution or info.size
    return Prepared(
        plan,
        info,
        digests(info.path, info.base),
        tuple(there),
        tuple(examples),
        tuple(review([one for one in there if not one.prior], examples, side)),
    )


def known_words(model: ModelInfo) -> set[str]:
    """Every word that is one token of a model's tokenizers, in small letters."""
    found: set[str] = set()
    for folder in ("tokenizer", "tokenizer_2"):
        for name in ("vocab.json", "tokenizer.json", "added_tokens.json"):
            try:
                value = json.loads((model.part(folder) / name).read_text("utf-8"))
            except (OSError, ValueError):
                continue
            if name == "tokenizer.json":
                added = (one.get("content", "") for one in value.get("added_tokens", ()))
                value = {**value.get("model", {}).get("vocab", {}), **dict.fromkeys(added)}
            found.update(word.removesuffix("</w>").lower() for word in value)
    return found
