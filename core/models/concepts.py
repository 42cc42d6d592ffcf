"""Learned files: what a safetensors file teaches, told by its tensors' names and shapes (no torch).

Known are LoRA (as diffusers, kohya's scripts, LyCORIS and older diffusers name them), Textual
Inversion (diffusers, AUTOMATIC1111), and Custom Diffusion (both of diffusers' forms). Names of
files and metadata say nothing reliable of that, so they are not asked; what metadata says of the
file's making is a hint for the artist.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from core.errors import FileError
from core.models import about, weights
from core.models.about import About
from core.parameters import FieldError

Shapes = Mapping[str, tuple[int, ...]]

MOST_WORDS = 64
"""Tensors of a file of words; one with more is something else."""

_LORA = re.compile(
    r"\.lora_(A|B|down|up|mid)\b|_lora\d?\.(down|up)\.|\.lora(_linear_layer)?\.(down|up)\."
    r"|\.(hada|lokr)_w[12]|\.lora_magnitude_vector|\.dora_scale"
)
_CUSTOM = re.compile(r"\.attn2\.(processor\.)?to_[kvq](_custom_diffusion)?\.weight$")
_OUT = re.compile(r"\.attn2\.(processor\.)?to_out(_custom_diffusion)?\.0\.(weight|bias)$")
_PARTS_OF_WORDS = ("emb_params", "clip_l", "clip_g")
"""Names under which a word is kept that say nothing of it; SDXL's in its encoders' order."""

_WHOLE = ("model.diffusion_model.", "first_stage_model.", "conditioner.", "time_embedding.")
_REMEDY = "Choose a LoRA, Textual Inversion or Custom Diffusion file, as safetensors."


class Kind(StrEnum):
    """What a learned file is, by the id of the technique that uses it."""

    LORA = "dreambooth"
    WORDS = "textual_inversion"
    CUSTOM = "custom_diffusion"


TITLES = {
    Kind.LORA: "LoRA",
    Kind.WORDS: "Textual Inversion",
    Kind.CUSTOM: "Custom Diffusion",
}


@dataclass(frozen=True)
class LearnedFile:
    """A learned file that has been looked at."""

    path: Path
    kind: Kind
    words: Mapping[str, tuple[str, ...]]
    """The words that it teaches, each with the names of its tensors: one for a text encoder."""
    shapes: Shapes

    @cached_property
    def about(self) -> About:
        """What the file says of its making."""
        return about.read(weights.metadata(self.path))


def identify(path: Path) -> LearnedFile:
    """What a file teaches, read from its header alone. Raises FileError when it cannot be used."""
    name = path.name
    if path.suffix.lower() in weights.PICKLES:
        raise FileError(
            f"“{name}” is a pickle: it could run programs when it is opened.",
            "Get it as a safetensors file, or convert it on a machine that may be lost.",
        )
    if not path.is_file():
        raise FileError(f"There is no file “{path}”.", "Choose a file that is there.")
    if trouble := weights.problem(path):
        raise FileError(trouble, "Download or copy it again. " + _REMEDY)
    shapes = weights.shapes(path)
    custom = {key for key in shapes if _CUSTOM.search(key) or _OUT.search(key)}
    rest = {key: shape for key, shape in shapes.items() if key not in custom}
    if any(_LORA.search(key) for key in shapes):
        return LearnedFile(path, Kind.LORA, {}, shapes)
    if any(_CUSTOM.search(key) for key in custom):
        found = {key: shape for key, shape in rest.items() if _is_word(key, shape)}
        return LearnedFile(path, Kind.CUSTOM, _words(found, path), shapes)
    if len(shapes) <= MOST_WORDS and all(_is_word(*item) for item in shapes.items()):
        return LearnedFile(path, Kind.WORDS, _words(shapes, path), shapes)
    if any(key.startswith(_WHOLE) for key in shapes):
        raise FileError(
            f"“{name}” is a whole model, not a learned file.", "Put it where models are kept."
        )
    raise FileError(f"“{name}” is of an unknown kind.", _REMEDY)


def _is_word(key: str, shape: tuple[int, ...]) -> bool:
    """Whether a tensor is a word's vector (width) or its vectors (n, width)."""
    return len(shape) in (1, 2) and min(shape) > 0 and not key.endswith((".weight", ".bias"))


def _words(shapes: Shapes, path: Path) -> dict[str, tuple[str, ...]]:
    """Each word with its tensors' names. A file of one word also answers to its own name."""
    unnamed = tuple(key for key in _PARTS_OF_WORDS if key in shapes)
    found: dict[str, tuple[str, ...]] = {
        key.removeprefix("modifier_token."): (key,) for key in shapes if key not in unnamed
    }
    alone = unnamed or (next(iter(found.values())) if len(found) == 1 else ())
    if alone:
        for word in (path.stem, f"<{path.stem}>"):
            found.setdefault(word, alone)
    return found


def check(file: str, kind: Kind) -> None:
    """Raises FieldError unless the file is there and is of that kind."""
    try:
        found = identify(Path(file)).kind
    except FileError as error:
        raise FieldError("file", error.cause, error.remedy) from None
    if found != kind:
        raise FieldError(
            "file",
            f"“{Path(file).name}” is a {TITLES[found]} file, not a {TITLES[kind]} one.",
            "Add it as what it is, or under “concepts”, where its kind is told by itself.",
        )
