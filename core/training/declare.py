"""How a trainer is declared: its kind, title and settings, once (no torch).

    @trainer("lora", title="LoRA")
    class Lora(Plan):
        \"""Hu et al. 2021: …\"""

        rank: int = integer(16, 1, 512, help="…")

Settings that all trainers share stand in `Plan`; a trainer adds its own, and may give a shared one
another default by declaring it again. An instance is a checked TRAINING.json.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, TypeVar, dataclass_transform

from core.control.kinds import PICTURE, Kind
from core.declare import choice, flag, folder, integer, lines, number, optional, text
from core.errors import RecipeError
from core.models.families import sdxl
from core.parameters import Json, parameters
from core.request import MAX_SEED

if TYPE_CHECKING:
    from core.control.declare import Preprocessor
    from core.models.info import ModelInfo
    from core.models.loading import LoadedModel
    from core.training.trainer import Trainer

WORDS_APART = "{}"
"""What stands in a caption for the text that belongs to one picture."""


SUBJECT_SEEN = ("a {}", "a {} on a beach", "a drawing of a {}")
STYLE_SEEN = ("a cat in the style of {}", "a house in the style of {}", "a boat in the style of {}")
"""Prompts by which it is seen whether a subject, or a style, is learned."""


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """A folder of pictures, and where their captions are."""

    folder: str = folder(help="The folder; what lies in folders inside it is left out.")
    repeats: int = integer(
        1, 1, 1000, help="How many times as often as others its pictures are seen."
    )
    captions: str = choice(
        "beside",
        {
            "beside": "Text files beside the pictures",
            "names": "The names of the files",
            "metadata": "The file metadata.jsonl",
            "same": "The same for all",
        },
        help="Where each picture's caption is read: “toy.txt” beside “toy.png”, its name, or one "
        'list for all, a line for each: {"file_name": "toy.png", "text": "a toy"}.',
    )
    caption: str = text(
        "",
        longest=2_000,
        help="The caption of pictures that have none of their own; {} in it stands for what was "
        "read: “a drawing of {}”.",
    )


@dataclass(frozen=True)
class Partner:
    """A further picture of each one, of its size, that is cut and mirrored as it is."""

    name: str
    """What it is called in a batch; "source_file_name" names it in metadata.jsonl if it is
    "source"."""
    where: str
    """The field of the plan that says where it is, for messages."""
    folder: str | None = None
    """There it has the picture's name, whatever its ending."""
    made_by: Preprocessor | None = None
    """What makes it of the picture, as the model sees that, where there is no folder."""
    seen: Kind = PICTURE
    """As what it is seen: what is there where it is transparent, and whether it is drawn."""


@dataclass(frozen=True)
class PictureSet:
    """Pictures that a trainer learns from, and what is said of them."""

    where: str
    """The field of the plan that they are from, for messages."""
    pictures: Pictures
    captions: tuple[str, ...] = ()
    """What is said of a picture without a caption of its own; one of them is drawn each time."""
    own_captions: bool = True
    """Whether captions that the pictures have are read."""
    word: str = ""
    """What each caption must have in it; empty: nothing."""
    prior: bool = False
    """Whether they show what the model knows and is to remember: one for each that is learned."""
    weight: float = 1.0
    """What their loss is multiplied by."""
    enough: int = 3
    """Fewer are warned about."""
    partners: tuple[Partner, ...] = ()


@dataclass(frozen=True)
class ClassPictures:
    """Pictures that the model itself paints, to be remembered: as many as are missing."""

    where: str
    prompt: str
    folder: Path
    count: int


@dataclass(frozen=True)
class Declaration:
    """What is known of a trainer without running it."""

    kind: str
    title: str
    help: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What all trainings have in common. Subclasses are trainers: see `trainer`."""

    declaration: ClassVar[Declaration]
    families: ClassVar[tuple[str, ...]] = ("sd1", "sd2", sdxl.FAMILY)
    """Families of models that it can teach."""
    channels: ClassVar[tuple[int, ...]] = (4,)
    """Input channels of UNets that it can teach."""
    open_as: ClassVar[Mapping[str, str]] = {
        "alpha": "rank",
        "text_encoder_rate": "learning_rate",
        "input_rate": "learning_rate",
    }
    """Settings that are, left open, as another one is."""

    @property
    def adds(self) -> str:
        """What the result is to a model, as the Model Metadata Standard calls it; empty when it is
        a model."""
        return "lora"

    model: str = text("starter", empty=False, longest=4096, help="The model that is taught.")
    name: str = text(
        "",
        longest=200,
        otherwise="After its word, or its kind",
        help="What the result is called; after its word, or its kind, if empty.",
    )
    seed: int = integer(0, 0, MAX_SEED, help="Equal seeds learn alike, on one machine.")

    steps: int = integer(1000, 1, 10_000_000, help="How many times the weights are changed.")
    learning_rate: float = number(1e-4, 1e-9, 1.0, help="How far each step goes.")
    schedule: str = choice(
        "constant",
        {"constant": "Constant", "cosine": "Falls to nothing, as a cosine"},
        help="How the rate goes on after the warm-up.",
    )
    warm_up: int = integer(0, 0, 1_000_000, unit="steps", help="Steps in which the rate rises.")
    batch: int = integer(1, 1, 1024, help="Pictures that the model sees at a time.")
    accumulate: int = integer(
        1, 1, 1024, help="Batches to a step: as good as larger batches, in less memory."
    )
    weight_decay: float = number(0.01, 0.0, 1.0, help="AdamW's pull of the weights to zero.")
    clip: float = number(1.0, 0.0, 1e6, help="The longest gradient, cut to that; 0: any.")

    precision: str = choice(
        "auto",
        {
            "auto": "What is quick here",
            "float32": "32 bits",
            "bfloat16": "16 bits (bfloat16)",
            "float16": "16 bits (float16)",
        },
        help="What the model computes in. What is learned is always kept in 32 bits.",
    )
    gradient_checkpointing: bool = flag(
        False, help="Computes the layers twice to hold fewer: less memory, a third slower."
    )
    ema: float = number(
        0.0,
        0.0,
        0.99999,
        step=0.0001,
        title="Moving average",
        help="Keeps a moving average of what is learned, so long; 0: none.",
    )
    min_snr_gamma: float = number(
        0.0,
        0.0,
        100.0,
        title="Min-SNR gamma",
        help="Weights noisy and nearly clean pictures evenly (Hang et al. 2023: 5); 0: off.",
    )
    noisy_weight: float = number(
        1.0,
        1.0,
        1000.0,
        step=1.0,
        title="Weight of noisy pictures",
        help="Where noise hides the picture, errors of the picture count instead of those of the "
        "noise, up to so many times as much (Salimans & Ho 2022, truncated SNR); 1: off.",
    )
    offset_noise: float = number(
        0.0, 0.0, 1.0, help="Adds a common shift to the noise: darker darks (about 0.05); 0: off."
    )
    caption_dropout: float = number(
        0.0, 0.0, 1.0, help="The part of captions that is left out, so that guidance still works."
    )

    resolution: int | None = optional(
        integer(512, 64, 4096, unit="px", help="Side of a square picture; the model's own if open.")
    )
    buckets: bool = flag(
        True,
        title="Oblong pictures",
        help="Keeps the shape of oblong pictures; otherwise a square is cut out of them.",
    )
    flips: bool = flag(
        False,
        title="Mirrored as well",
        help="Also shows each picture mirrored. Not for writing or faces.",
    )
    outside_mask: float = number(
        0.0,
        0.0,
        1.0,
        help="What counts outside of a picture's mask, which is “toy.mask.png” beside “toy.png”.",
    )

    sample_prompts: tuple[str, ...] = lines(help="Prompts painted now and then, to watch it learn.")
    sample_every: int = integer(100, 0, 1_000_000, unit="steps", help="How often; 0: only at last.")
    sample_steps: int = integer(20, 1, 150, unit="steps", help="Denoising steps of each sample.")
    sample_guidance: float = number(5.0, 1.0, 30.0, help="Guidance of each sample.")
    checkpoint_every: int = integer(
        250, 0, 1_000_000, unit="steps", help="How often all is saved to go on from; 0: at last."
    )

    def sets(self, out: Path) -> tuple[PictureSet, ...]:
        """What it learns from. `out` is the folder of the training."""
        raise NotImplementedError

    def class_pictures(self, out: Path) -> tuple[ClassPictures, ...]:
        """What the model is to paint before it is taught."""
        return ()

    def taught(self) -> tuple[str, ...]:
        """The words by which the result is called in a prompt."""
        return ()

    def new_words(self) -> tuple[tuple[str, str], ...]:
        """Words that the tokenizer must not know yet: (field, word)."""
        return ()

    @classmethod
    def usual(cls, info: ModelInfo | None, values: Mapping[str, Json]) -> dict[str, Json]:
        """What suits a model, and the values that are set, better than the defaults: forms begin
        with it."""
        found: dict[str, Json] = {"sample_prompts": cls.prompts(values)}
        if info is not None and info.family == sdxl.FAMILY:
            # At 1024 px what the layers hold takes more memory than the weights.
            found["gradient_checkpointing"] = True
        return found if info is None else found | cls._known_to_suit(info, values)

    @classmethod
    def best_taught(cls, values: Mapping[str, Json]) -> str:
        """Under which name a model says with which settings it is taught best."""
        return cls.declaration.kind

    @classmethod
    def _known_to_suit(cls, info: ModelInfo, values: Mapping[str, Json]) -> dict[str, Json]:
        """What the model itself says, as far as there are such settings."""
        known, found = parameters(cls), {}
        for name, value in info.teaching.get(cls.best_taught(values), {}).items():
            with suppress(RecipeError):
                if name in known and not known[name].required:
                    known[name].parse(value, name)
                    found[name] = value
        return found

    @classmethod
    def prompts(cls, values: Mapping[str, Json]) -> list[str]:
        """Prompts by which it is seen whether it learns; none as long as nothing has a name."""
        return []

    @classmethod
    def check_model(cls, info: ModelInfo) -> None:
        """Raises RecipeError when it cannot teach that model."""
        if info.problems:
            raise RecipeError(
                "model",
                f"The model “{info.title}” cannot be used: {info.problems[0]}",
                "Choose another model, or repair its folder.",
            )
        if info.family not in cls.families or info.in_channels not in cls.channels:
            raise RecipeError(
                "model",
                f"{cls.declaration.title} cannot teach the model “{info.title}” "
                f"({info.family}, {info.in_channels} input channels).",
                f"It teaches {', '.join(cls.families)} with "
                f"{' or '.join(map(str, cls.channels))} input channels.",
            )

    def check_settings(self, info: ModelInfo) -> None:
        """Raises RecipeError when something else that it names does not suit that model."""

    @property
    def shows_other_sizes(self) -> bool:
        """Whether what is learned is also shown smaller and larger (`resizing.py`)."""
        return False

    def begin(self, model: LoadedModel) -> Trainer:
        """What does the teaching; the model's weights are float32 and frozen when it is called."""
        raise NotImplementedError

    @property
    def called(self) -> str:
        """The name of the result's file or folder, without an ending."""
        name = self.name or next(iter(self.taught()), "") or self.declaration.kind
        kept = "".join(c for c in name if c.isalnum() or c in " -_.").strip(" .")
        return kept or self.declaration.kind


C = TypeVar("C", bound=type)
_known: dict[str, type[Plan]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def trainer(kind: str, *, title: str) -> Callable[[C], C]:
    """Declares a subclass of Plan to be the trainer `kind`; its docstring is the help text."""

    def declare(cls: C) -> C:
        made: type = dataclass(frozen=True, kw_only=True)(cls)
        if not issubclass(made, Plan):
            raise TypeError(f"{cls.__name__} is no subclass of Plan")
        made.declaration = Declaration(kind, title, inspect.getdoc(cls) or "")
        other = _known.get(kind)
        if other is not None and other.__qualname__ != made.__qualname__:
            raise ValueError(f"two trainers are called {kind}: {other} and {made}")
        _known[kind] = made
        return made  # type: ignore[return-value]

    return declare


def known() -> Mapping[str, type[Plan]]:
    """Those declared so far. `core.training.kinds()` finds all of them first."""
    return MappingProxyType(_known)
