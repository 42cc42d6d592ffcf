"""Files of weights that are dropped on the program are put where such files belong (no torch)."""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from core import places
from core.errors import ModelError
from core.files.atomic import make_folder, part_of, sweep, sync
from core.files.trouble import unwritable
from core.models import gguf_header, kinds, weights

FOLDERS = {
    "checkpoint": "checkpoints", "transformer": "checkpoints", "lora": "loras",
    "embedding": "embeddings", "controlnet": "controlnet", "t2i_adapter": "t2i_adapter",
    "ip_adapter": "ip_adapter", "vae": "vae", "upscaler": "upscale_models",
    "text_encoder": "text_encoders", "image_encoder": "image_encoders",
}  # fmt: skip
"""Kind → the folder among the artist's models."""
LEARNED = ("lora", "embedding")
"""Kinds that come into use as techniques."""
_SPARE = 512 << 20
_READ = 4 << 20


@dataclass(frozen=True)
class TakenIn:
    """A file that is in its place."""

    path: Path
    kind: str
    family: str
    title: str
    """What it is, in words."""


def take_in(file: Path) -> TakenIn:
    """Puts a file into its folder, unless it lies where models are kept already.

    It is copied, or linked where that costs nothing; the file itself stays where it was. Raises
    ModelError for what is no safetensors or GGUF file of a known kind, and FileError.
    """
    if file.suffix.lower() in weights.PICKLES:
        raise ModelError(
            f"{file.name} is a pickle: a file that could run any program when it is opened.",
            "Get it as a safetensors file; a whole model can be converted with: underpaint convert "
            f"{file.name}",
        )
    packed = file.suffix.lower() == gguf_header.SUFFIX
    if trouble := gguf_header.problem(file) if packed else weights.problem(file):
        raise ModelError(trouble, "Download or copy it again, or choose another one.")
    found = kinds.kind_of_packed(file) if packed else kinds.kind_of(weights.shapes(file))
    if found is None:
        raise ModelError(
            f"{file.name} is of a kind that is not known here.",
            "It stays where it is, and nothing has been changed.",
        )
    kind, family = found
    return TakenIn(_put(file, FOLDERS[kind]), kind, family, kinds.TITLES[kind])


def _put(file: Path, folder: str) -> Path:
    own = places.own_models()
    if any(file.resolve().is_relative_to(top.resolve()) for top in places.models() if top.exists()):
        return file
    target = own / folder / file.name
    number = 2
    while target.exists():
        if _same(file, target):
            return target
        target = own / folder / f"{file.stem}-{number}{file.suffix}"
        number += 1
    make_folder(target.parent)
    part = part_of(target)  # of no other's name: that may be a link to another file of the artist's
    size = file.stat().st_size
    try:
        try:
            os.link(file.resolve(), part)
        except OSError:  # another disk, or one that knows no links
            free = shutil.disk_usage(target.parent).free
            if size + _SPARE > free:
                raise ModelError(
                    f"{file.name} has {size / 1e9:.1f} GB, and {free / 1e9:.1f} GB are free.",
                    "Make room, or name its folder under Generate > Add Model Folder.",
                ) from None
            shutil.copyfile(file, part)
            sync(part)
        os.replace(part, target)  # noqa: PTH105
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink()
    sweep(target.parent)
    return target


def _same(file: Path, other: Path) -> bool:
    """Whether two files have the same content. All of it is read, which only those of one name and
    size need: models that were made of one another may be alike at both ends."""
    if file.samefile(other):
        return True
    if file.stat().st_size != other.stat().st_size:
        return False
    with file.open("rb") as one, other.open("rb") as two:
        while part := one.read(_READ):
            if part != two.read(_READ):
                return False
    return True
