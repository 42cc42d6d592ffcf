"""Custom Diffusion: several concepts together, in the layers that attend to words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from core.declare import choice, flag, folder, integer, number, optional, several, text
from core.parameters import FieldError, Json
from core.training.declare import ClassPictures, Pictures, PictureSet, Plan, trainer
from core.training.subjects import called, remembered
from core.training.trainer import Learning, Trainer

if TYPE_CHECKING:
    from torch import Tensor, nn

    from core.denoise.conditions import Learned
    from core.models.loading import LoadedModel

KEYS_AND_VALUES = ("to_k", "to_v")
ALL = ("to_k", "to_v", "to_q", "to_out.0")


@dataclass(frozen=True, kw_only=True)
class Concept(Pictures):
    """One of the things that are taught: its pictures, its word, and what it is a kind of."""

    word: str = text(empty=False, longest=100, help="The new word: “<my-toy>”.")
    initial_word: str = text(
        "",
        longest=200,
        otherwise="Its kind of thing",
        help="What the word begins as; a rare one is best. Empty: its class.",
    )
    class_word: str = text(
        empty=False,
        longest=100,
        title="Kind of thing",
        help="What kind of thing it is: “toy”. The two go together.",
    )
    prior_folder: str | None = optional(
        folder(
            help="Where pictures of the class are already, with text files beside those that show "
            "more than it; otherwise they are painted."
        )
    )


@trainer("custom_diffusion", title="Custom Diffusion")
class CustomDiffusion(Plan):
    """Teaches one or several things together: "<my-cat> cat sitting on <my-chair> chair".

    Kumari et al. 2022, https://arxiv.org/abs/2212.04488: of the UNet only W_k and W_v of the layers
    that attend to words learn (section 3.1), and a new word before each class (section 3.2); with
    pictures of the classes so that they are not forgotten.
    """

    families: ClassVar[tuple[str, ...]] = ("sd1", "sd2")

    concepts: tuple[Concept, ...] = several(
        Concept, least=1, most=16, help="What is taught, each with its own folder and word."
    )
    layers: str = choice(
        "keys_and_values",
        {"keys_and_values": "Keys and values", "all": "Queries and output as well"},
        help="What of the attention to words learns.",
    )
    prior_weight: float = number(
        1.0, 0.0, 100.0, help="How much remembering the classes counts; 0: they may be forgotten."
    )
    prior_pictures: int = integer(
        100, 0, 100_000, help="Pictures of each class; missing ones are painted. 0: none."
    )
    learning_rate: float = number(1e-5, 1e-9, 1.0, help="How far each step goes.")
    resizes: bool = flag(
        True,
        title="In other sizes as well",
        help="Also shows each thing smaller and larger than in its pictures, so that it leaves "
        "room for others.",
    )

    def __post_init__(self) -> None:
        words = [concept.word.casefold() for concept in self.concepts]
        for i, word in enumerate(words):
            if word in words[:i]:
                raise FieldError(
                    "concepts",
                    f"Two concepts are called “{self.concepts[i].word}”.",
                    "Give each a word of its own.",
                )

    @classmethod
    def prompts(cls, values: Mapping[str, Json]) -> list[str]:
        """Each by itself, and the first two together."""
        entries = [entry for entry in values.get("concepts") or () if isinstance(entry, dict)]
        words = [f"a {word}" for entry in entries if (word := called(entry))]
        return [*words, " and ".join(words[:2])] if len(words) > 1 else words

    def sets(self, out: Path) -> tuple[PictureSet, ...]:
        own = [
            PictureSet(f"concepts[{i}]", one, (f"a {one.word} {one.class_word}",), word=one.word)
            for i, one in enumerate(self.concepts)
        ]
        return (*own, *(remembered for remembered, _ in self._prior(out)))

    def class_pictures(self, out: Path) -> tuple[ClassPictures, ...]:
        return tuple(order for _, order in self._prior(out))

    def _prior(self, out: Path) -> list[tuple[PictureSet, ClassPictures]]:
        """Once for each class, however many concepts are of it."""
        found: dict[Path, tuple[PictureSet, ClassPictures]] = {}
        if self.prior_weight > 0 and self.prior_pictures > 0:
            for i, one in enumerate(self.concepts):
                pair = remembered(
                    f"concepts[{i}].prior_folder",
                    f"a {one.class_word}",
                    out,
                    one.prior_folder,
                    self.prior_pictures,
                    self.prior_weight,
                )
                found.setdefault(pair[1].folder, pair)
        return list(found.values())

    @property
    def shows_other_sizes(self) -> bool:
        return self.resizes

    def taught(self) -> tuple[str, ...]:
        return tuple(f"{one.word} {one.class_word}" for one in self.concepts)

    def new_words(self) -> tuple[tuple[str, str], ...]:
        return tuple((f"concepts[{i}].word", one.word) for i, one in enumerate(self.concepts))

    def begin(self, model: LoadedModel) -> Trainer:
        return _Custom(self, model)


class _Custom(Trainer):
    """Learns layers of the attention to words, and the words."""

    def __init__(self, plan: CustomDiffusion, model: LoadedModel) -> None:
        from core.training.vectors import NewWords

        super().__init__(plan, model)
        named = ALL if plan.layers == "all" else KEYS_AND_VALUES
        self._layers: dict[str, Any] = {
            f"{name}.{layer}": module.get_submodule(layer)
            for name, module in model.unet.named_modules()
            if name.endswith(".attn2")
            for layer in named
        }
        for name, layer in self._layers.items():
            if name.endswith(KEYS_AND_VALUES):
                layer.register_forward_hook(_first_held)
        first = {one.word: (one.initial_word or one.class_word, 1) for one in plan.concepts}
        self._new = NewWords(model, first)

    @property
    def encodes_anew(self) -> bool:
        return True

    def learns(self) -> Sequence[Learning]:
        layers: dict[str, nn.Parameter] = {
            f"{name}.{kind}": parameter
            for name, layer in self._layers.items()
            for kind, parameter in layer.named_parameters()
        }
        return [Learning(layers | self._new.parameters(), self.plan.learning_rate)]

    def learned_words(self) -> Mapping[str, Learned]:
        return self._new.learned()

    def save(self, folder: Path, metadata: Mapping[str, str]) -> list[Path]:
        """The layers by the names that diffusers has for them, and beside them the words."""
        from core.training import tensors

        learned: dict[str, Tensor] = {}
        for name, layer in self._layers.items():
            attention, _, rest = name.partition(".attn2.")
            which, dot, number = rest.partition(".")
            for kind, parameter in layer.named_parameters():
                key = f"{attention}.attn2.processor.{which}_custom_diffusion{dot}{number}.{kind}"
                learned[key] = parameter
        for word, each in self._new.vectors.items():
            learned[f"modifier_token.{word}"] = each[0][0]
        file = folder / f"{self.plan.called}.safetensors"
        tensors.write(file, learned, metadata)
        return [file]


def _first_held(layer: object, given: object, found: Tensor) -> Tensor:
    """Keys and values of the token that begins each prompt are not learned from: every prompt has
    it, whatever it says (the authors' released code)."""
    import torch

    return torch.cat([found[:, :1].detach(), found[:, 1:]], dim=1)
