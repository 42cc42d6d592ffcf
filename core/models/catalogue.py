"""Everything that lies in the models' folders, of every kind, as one list (no torch)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core import places
from core.fetching.curated import title_of
from core.models import gguf_header, kinds, language_models, references, stand_ins, weights
from core.models.controls import TITLES as CONTROLS
from core.models.controls import ControlInfo, find_controls
from core.models.folders import name_of_file
from core.models.library import find_models

KINDS = {
    "model": "Models",
    "lora": "LoRA",
    "embedding": "Words",
    "control": "ControlNets and T2I-Adapters",
    "ip_adapter": "IP-Adapters",
    "language_model": "Language models",
    "vae": "Autoencoders (VAE)",
    "text_encoder": "Text encoders",
    "upscaler": "Upscalers",
    "other": "Other",
}
"""Kind → the name under which such are chosen."""
FAMILIES = {
    "sd1": "Stable Diffusion 1", "sd2": "Stable Diffusion 2", "sdxl": "SDXL",
    "sdxl-refiner": "SDXL refiner", "sd3": "Stable Diffusion 3", "flux": "FLUX.1",
    "flux2": "FLUX.2", "chroma": "Chroma", "qwen-image": "Qwen-Image", "z-image": "Z-Image",
    "sana": "SANA", "pixart": "PixArt", "sd": "Stable Diffusion", "clip": "CLIP", "t5": "T5",
    "qwen3": "Qwen3", "qwen2.5-vl": "Qwen2.5-VL", "gemma2": "Gemma 2", "mistral3": "Mistral 3",
    "any": "For all models",
}  # fmt: skip
"""Family → its name as artists know it."""
INCLUDED = "Comes with the program"


@dataclass(frozen=True)
class Entry:
    """Something that lies in the models' folders."""

    id: str
    title: str
    kind: str
    """Of `KINDS`."""
    what: str
    """What it is, in words: "inpainting model", "ControlNet: canny"."""
    family: str
    path: Path
    bytes: int
    precision: str = ""
    problems: tuple[str, ...] = ()
    """Why it cannot be used, or what is missing, in sentences."""
    base: Path | None = None
    """The model that it is built on."""

    @property
    def family_name(self) -> str:
        return FAMILIES.get(self.family, self.family)

    @property
    def included(self) -> bool:
        """Whether it comes with the program."""
        return self.path.is_relative_to(places.resources())


def catalogue(folders: Sequence[Path]) -> list[Entry]:
    """All that is there, sorted by kind and title, what cannot be used last of its kind.

    Reads headers; never fails for one of them.
    """
    models, controls = find_models(folders), find_controls(folders)
    adapters, _ = references.find(folders)
    speakers, parts = language_models.find(folders), stand_ins.find(folders)
    known = [
        one.path for group in (models, controls, adapters, speakers, parts) for one in group
    ]  # fmt: skip
    found = [
        Entry(one.id, one.title, "model", _model(one.can, one.in_channels),
              one.family or _family(one.path), one.path,
              size_of(one.path), _precision(one.path), one.problems, one.base)
        for one in models
    ]  # fmt: skip
    found += [
        Entry(one.id, one.title, "control",
              f"{CONTROLS[one.technique]}: {kinds_of(one)}",
              one.family or kinds.family_of_words(one.words or 0), one.path, size_of(one.path),
              _precision(one.path), one.problems)
        for one in controls
    ]  # fmt: skip
    found += [
        Entry(one.id, one.id, "ip_adapter", references.KINDS[one.kind],
              kinds.family_of_words(one.words), one.path, size_of(one.path), _precision(one.path),
              (one.problem,) if one.problem else ())
        for one in adapters
    ]  # fmt: skip
    found += [
        Entry(one.id, one.title, "language_model", "sentences for Pix2Pix Zero", "", one.path,
              size_of(one.path), "", one.problems)
        for one in speakers
    ]  # fmt: skip
    found += [
        Entry(one.id, one.title, one.kind, kinds.TITLES[one.kind], one.family, one.path,
              size_of(one.path), _precision(one.path), one.problems)
        for one in parts
    ]  # fmt: skip
    found += [
        Entry(one.path.stem, name_of_file(one.path), one.kind if one.kind in KINDS else "other",
              _titled(one), one.family, one.path, one.bytes, one.precision, one.problems)
        for one in (*kinds.find(folders, known), *kinds.damaged(folders, known))
    ]  # fmt: skip
    found = [replace(one, title=title_of(one.path) or one.title) for one in found]
    order = list(KINDS)
    return sorted(
        found, key=lambda one: (order.index(one.kind), bool(one.problems), one.title.lower())
    )


def kinds_of(one: ControlInfo) -> str:
    """What a control model's maps may show, in words."""
    if len(one.kinds) > 1:
        return f"several kinds: {', '.join(one.kinds)}"
    return next(iter(one.kinds), "of an unknown kind")


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files in a folder; 0 when it is not there."""
    try:
        if path.is_file():
            return path.stat().st_size
        return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    except OSError:
        return 0


def _titled(one: kinds.Found) -> str:
    return kinds.TITLES.get(one.kind, kinds.DAMAGED) + (f", {one.variant}" if one.variant else "")


def _model(can: frozenset[str], channels: int) -> str:
    if "depth" in can:
        return "depth model"
    if "instruct" in can:
        return "model that is told what to do"
    return "inpainting model" if channels == 9 else "model to paint with"


def _family(path: Path) -> str:
    """Of a model that cannot be used, as far as its tensors tell."""
    if not path.is_file() or path.suffix != ".safetensors" or weights.problem(path):
        return ""
    told = kinds.kind_of(weights.shapes(path))
    return "" if told is None else told[1]


def _precision(path: Path) -> str:
    """Of most numbers in its largest file; empty when it cannot be told."""
    try:
        files = [path] if path.is_file() else list(path.rglob("*.safetensors"))
        if path.suffix == gguf_header.SUFFIX:
            return gguf_header.precision(path)
        largest = max(files, key=lambda file: file.stat().st_size)
        if largest.suffix != ".safetensors" or weights.problem(largest):
            return ""
        return weights.precision(largest)
    except (OSError, ValueError):
        return ""
