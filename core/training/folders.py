"""From folders to examples: pictures with their captions, masks and crops (no torch).

Beside "toy.png" may lie "toy.txt", its caption; "toy.mask.png", white where the subject is; and
"toy.crop.json", the part that counts as [x, y, width, height]. Folders inside are left out, unless
a list ("metadata.jsonl") names what is in them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from core.arrays import Bytes
from core.errors import FileError, RecipeError
from core.files.pictures import decode, read_file
from core.files.trouble import unreadable
from core.geometry import Rect, Size
from core.request import Pixels
from core.training import metadata
from core.training.declare import WORDS_APART, Partner, PictureSet
from core.training.metadata import Line
from core.words.spoken import says

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff")
MASK = ".mask"
"""Ends the stem of a picture's mask."""

_PRINT = 16
"""Side of the small copies by which pictures are compared."""


@dataclass(frozen=True)
class Example:
    """A picture to learn from."""

    file: Path
    captions: tuple[str, ...]
    """What is said of it; one is drawn each time."""
    size: Size
    """Of what counts of it, pixels."""
    digest: str
    """Of all that is read of it: equal for equal pixels, mask, crop and partners."""
    set: int = 0
    """The number of its PictureSet."""
    repeats: int = 1
    prior: bool = False
    weight: float = 1.0
    crop: Rect | None = None
    mask: Path | None = None
    partners: tuple[tuple[Partner, Path | None], ...] = ()
    """Its further pictures and where they are; None: they are made of it."""
    own_digest: str = ""
    """Of its pixels and crop alone."""
    partner_digests: Mapping[str, str] = field(default_factory=dict)
    """Of their pixels and its crop, by their names; of those that are not made of it."""
    fingerprint: bytes = field(default=b"", repr=False)
    """Its colours as a very small copy, 3 bytes each."""

    def partner(self, name: str) -> tuple[Partner, Path | None]:
        """A further picture by its name in a batch. Raises KeyError when it has none."""
        return {partner.name: (partner, file) for partner, file in self.partners}[name]

    def digest_of(self, name: str) -> str:
        """Of what the picture shows, or a partner of that name."""
        if any(partner.name == name for partner, _ in self.partners):
            return self.partner_digests.get(name, f"{self.own_digest} {name}")
        return self.own_digest


def gather(
    sets: Sequence[PictureSet], told: Callable[[int, int], object] = lambda done, count: None
) -> list[Example]:
    """Every picture of the sets, each looked at once. Raises RecipeError that names the field, and
    what `told` raises, which hears before each one how many of how many have been looked at."""
    listed = [(line, number, one) for number, one in enumerate(sets) for line in _listed(one)]
    found: list[Example] = []
    for each in listed:
        told(len(found), len(listed))
        found.append(_example(*each))
    return found


def _listed(one: PictureSet) -> list[Line]:
    """The pictures of a set, with what is said of them together."""
    folder = Path(one.pictures.folder)
    if one.pictures.captions == "metadata":
        return metadata.read(folder, f"{one.where}.captions")
    return [Line(file) for file in pictures_in(folder, f"{one.where}.folder")]


def caption_file(picture: Path) -> Path:
    """Where a picture's caption is, if it has one."""
    return picture.with_name(f"{picture.stem}.txt")


def mask_file(picture: Path) -> Path:
    """Where a picture's mask is, if it has one."""
    return picture.with_name(f"{picture.stem}{MASK}.png")


def crop_file(picture: Path) -> Path:
    """Where it is said which part of a picture counts, if not all does."""
    return picture.with_name(f"{picture.stem}.crop.json")


def is_picture(file: Path) -> bool:
    """Whether a file is one to learn from, by its name."""
    return (
        file.suffix.lower() in SUFFIXES
        and not file.name.startswith(".")
        and not file.stem.endswith(MASK)
    )


def pictures_in(folder: Path, where: str) -> list[Path]:
    """The pictures of a folder, sorted by name. Raises RecipeError when there is none."""
    try:
        found = sorted(entry for entry in folder.iterdir() if entry.is_file() and is_picture(entry))
    except OSError as error:
        told = unreadable(folder, error)
        raise RecipeError(where, told.cause.replace("no file", "no folder"), told.remedy) from None
    if not found:
        raise RecipeError(
            where,
            f"There is no picture in “{folder.name}”.",
            f"Put pictures there ({', '.join(suffix[1:] for suffix in SUFFIXES)}).",
        )
    return found


def read_picture(file: Path, crop: Rect | None = None) -> Pixels:
    """A picture's part that counts, as RGBA. Raises FileError."""
    pixels = decode(read_file(file), file.name)
    if crop is None:
        return pixels
    return Pixels(pixels.array[crop.slices].copy())


def _example(line: Line, number: int, one: PictureSet) -> Example:
    file, where = line.file, f"{one.where}.folder"
    digest = hashlib.blake2b(digest_size=16)
    partner_digests: dict[str, str] = {}
    mask = mask_file(file)
    partners = tuple((partner, _partner(partner, line)) for partner in one.partners)
    try:
        content = read_file(file)
        pixels = decode(content, file.name)
        digest.update(content)
        crop = crop_of(file, pixels.size)
        digest.update(repr(crop).encode())
        own_digest = digest.hexdigest()
        if mask.is_file():
            content = read_file(mask)
            digest.update(content)
            covered = decode(content, mask.name, mask=True)
            check_size(covered.size, pixels.size, mask, file)
        for partner, other in partners:
            if other is not None:
                where = partner.where
                content = read_file(other)
                digest.update(content)
                check_size(decode(content, other.name).size, pixels.size, other, file)
                cut = hashlib.blake2b(content + repr(crop).encode(), digest_size=16)
                partner_digests[partner.name] = cut.hexdigest()
    except FileError as error:
        raise RecipeError(where, error.cause, error.remedy) from None
    shown = pixels.array if crop is None else pixels.array[crop.slices]
    return Example(
        file,
        _captions(line, one),
        Size(shown.shape[1], shown.shape[0]),
        digest.hexdigest(),
        number,
        one.pictures.repeats,
        one.prior,
        one.weight,
        crop,
        mask if mask.is_file() else None,
        partners,
        own_digest,
        partner_digests,
        fingerprint(shown),
    )


def _captions(line: Line, one: PictureSet) -> tuple[str, ...]:
    """What is said of a picture. Raises RecipeError when nothing is, or not the word."""
    file, pictures, own = line.file, one.pictures, ""
    if one.own_captions and pictures.captions == "beside":
        own = _text(caption_file(file), f"{one.where}.captions")
    elif one.own_captions and pictures.captions == "names":
        own = caption_of_name(file.stem)
    elif one.own_captions:
        own = line.caption
    common = (pictures.caption,) if pictures.caption else one.captions
    if WORDS_APART in pictures.caption:
        if not own:
            raise _no_caption(file, one, "and the caption for all has {} in it")
        captions: tuple[str, ...] = (pictures.caption.replace(WORDS_APART, own),)
    elif own:
        captions = (own,)
    elif common:
        captions = common
    else:
        raise _no_caption(file, one, "and there is no caption for all")
    for caption in captions:
        if one.word and not says(caption, one.word):
            raise RecipeError(
                f"{one.where}.captions",
                f"The caption of “{file.name}” does not have the word “{one.word}” in it: "
                f"“{caption[:80]}”.",
                "Write the word into every caption, or take the captions away.",
            )
    return captions


def caption_of_name(stem: str) -> str:
    """ "a red-hat_003" is "a red hat"."""
    return re.sub(r"[\s_-]+", " ", re.sub(r"[\s_-]*\(?\d+\)?$", "", stem)).strip()


def _no_caption(file: Path, one: PictureSet, why: str) -> RecipeError:
    beside = f"“{file.stem}.txt” beside it"
    place = f"“{metadata.FILE}”" if one.pictures.captions == "metadata" else beside
    return RecipeError(
        f"{one.where}.captions",
        f"The picture “{file.name}” has no caption, {why}.",
        f"Write one into {place}, or give a caption for all.",
    )


def _text(file: Path, where: str) -> str:
    try:
        return " ".join(read_file(file).decode("utf-8-sig").split()) if file.is_file() else ""
    except FileError as error:
        raise RecipeError(where, error.cause, error.remedy) from None
    except UnicodeDecodeError:
        raise RecipeError(
            where, f"“{file.name}” is not text in UTF-8.", "Save it again as UTF-8."
        ) from None


def crop_of(file: Path, size: Size) -> Rect | None:
    """The part of a picture of a size that counts; None: all of it. Raises FileError."""
    beside = crop_file(file)
    if not beside.is_file():
        return None
    try:
        value = json.loads(read_file(beside))
    except ValueError:
        value = None
    if isinstance(value, list) and len(value) == 4 and all(type(n) is int for n in value):
        crop = Rect(*value)
        if not crop.is_empty and Rect.of_size(size).contains(crop):
            return crop
    raise FileError(
        f"“{beside.name}” is no part of “{file.name}”, which is {size} px.",
        "It is [x, y, width, height], whole pixels inside the picture.",
    )


def _partner(partner: Partner, line: Line) -> Path | None:
    """Where a picture's partner is: as the list says, by its name in another folder, or nowhere
    when it is made of the picture. Raises RecipeError."""
    if (named := line.partners.get(partner.name)) is not None:
        return named
    file = line.file
    if partner.folder is not None:
        folder = Path(partner.folder)
        if not folder.is_dir():
            raise RecipeError(
                partner.where, f"There is no folder “{folder.name}”.", "Choose another one."
            )
        for suffix in (file.suffix, *SUFFIXES):
            other = folder / f"{file.stem}{suffix}"
            if other.is_file():
                return other
        raise RecipeError(
            partner.where,
            f"“{file.name}” has no partner in “{folder.name}”.",
            "Partners have the same name, whatever their ending: put it there, or take the "
            "picture away.",
        )
    if partner.made_by is None:
        raise RecipeError(
            partner.where,
            f"“{file.name}” has no partner ({partner.name}).",
            f"Name the folder where it is, or list both in “{metadata.FILE}”: "
            f"“{metadata.NAME}” and “{partner.name}_{metadata.NAME}”.",
        )
    return None


def check_size(size: Size, wanted: Size, file: Path, picture: Path) -> None:
    """Raises FileError when what belongs to a picture has not its size."""
    if size != wanted:
        raise FileError(
            f"“{file.name}” is {size} px and “{picture.name}” {wanted} px.",
            "Both must have the same size: scale one of them in another program.",
        )


def fingerprint(array: Bytes) -> bytes:
    """The colours of a picture (h, w, 3 or 4) as a very small copy."""
    colours = np.ascontiguousarray(array[..., :3])
    return cv2.resize(colours, (_PRINT, _PRINT), interpolation=cv2.INTER_AREA).tobytes()
