"""Networks that make pictures larger: which there are, and which one a request means (no torch).

A safetensors file, told by its tensors. Most are published as pickles (`.pth`), which are listed
where such files are kept, and have to be converted before they are used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import ModelError
from core.models import kinds, variants, weights
from core.models.folders import folders, own
from core.upscale import LANCZOS

FOLDER = "upscale_models"
"""Where ComfyUI has them, and this program."""
FOLDERS = frozenset(
    {FOLDER, "esrgan", "realesrgan", "bsrgan", "swinir", "hat", "dat", "scunet", "upscalers",
     "spandrel_image_to_image"}
)  # fmt: skip
"""The same in other programs, in small letters."""
PICKLES = (".pth", ".pt")


@dataclass(frozen=True)
class UpscalerInfo:
    """An upscaling network, as far as its file's header tells."""

    id: str
    path: Path
    architecture: str = ""
    """ "ESRGAN"; empty where only loading it tells."""
    scale: int | None = None
    """How many times as wide its pictures are; None where only loading it tells."""
    bytes: int = 0
    problems: tuple[str, ...] = ()
    """Why it cannot be used, in sentences; empty when it can."""

    @property
    def is_pickle(self) -> bool:
        """Whether it has to be converted first."""
        return self.path.suffix.lower() in PICKLES

    @property
    def told(self) -> str:
        """What it is, in a word or two: "ESRGAN 4×, 67 MB"."""
        scale = f"{self.scale}×" if self.scale else ""
        what = " ".join(filter(None, (self.architecture, scale)))
        return ", ".join(filter(None, (what, f"{self.bytes / 1e6:,.1f} MB")))


def find_upscalers(dirs: Sequence[Path]) -> list[UpscalerInfo]:
    """Every upscaling network in these folders, in their order; pickles last, unless the same name
    is there as a file that can be used. Reads headers only."""
    found = [
        UpscalerInfo(
            one.path.stem,
            one.path,
            variants.upscaler_architecture(weights.shapes(one.path)),
            _scale(one.variant),
            one.bytes,
        )
        for one in kinds.find(dirs)
        if one.kind == "upscaler"
    ]
    known = {info.id for info in found}
    for path in _pickles(dirs):
        if path.stem not in known:
            known.add(path.stem)
            found.append(
                UpscalerInfo(path.stem, path, bytes=path.stat().st_size, problems=(_SAFE,))
            )
    return found


_SAFE = (
    "It is a pickle: a file that could run any program when it is opened. It has to be converted "
    "first, which reads its numbers only."
)


def chosen(dirs: Sequence[Path], id: str) -> UpscalerInfo | None:
    """The network that a request means by an id or a path; None for Lanczos' filter.

    Raises ModelError that says which there are, and what to do.
    """
    if id == LANCZOS:
        return None
    found = find_upscalers(dirs)
    for info in found:
        if id in (info.id, str(info.path)):
            if info.problems:
                raise ModelError(
                    f"The upscaler “{info.id}” cannot be used as it is. {info.problems[0]}",
                    f"Convert it: underpaint convert {info.path}",
                )
            return info
    there = ", ".join((LANCZOS, *(info.id for info in found if not info.problems)))
    raise ModelError(
        f"There is no upscaler “{id}”.",
        f"Choose one of: {there}. Others go into {own(dirs) / FOLDER}.",
    )


def _scale(variant: str) -> int | None:
    number = variant.removesuffix("×")
    return int(number) if number.isdigit() else None


def _pickles(dirs: Sequence[Path]) -> list[Path]:
    """Pickles in folders in which upscalers are kept, and nothing else is."""
    return [
        folder.path / name
        for top in dirs
        for folder in folders(Path(top))
        if folder.path.name.lower() in FOLDERS
        for name in folder.files
        if name.lower().endswith(PICKLES)
    ]
