"""What is read from a file for the window: a document of its own, or a picture, and its recipe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.document.document import Document
from core.document.layers import RasterLayer
from core.document.settings import PaintSettings
from core.errors import UserError
from core.files.on_disk import Stamp, stamp
from core.geometry import Size
from core.request import Request
from widgets.words import tr

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.files.pictures import PictureFile

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".bmp", ".gif", ".tif", ".tiff")
PROJECT = ".ora"
PHOTOSHOP = (".psd", ".psb")
OPENED = (PROJECT, *PHOTOSHOP, *PICTURES)
"""The endings of all that can be opened."""
OPEN_FILTER = (
    f"Projects and pictures ({' '.join(f'*{ending}' for ending in OPENED)});;All files (*)"
)


@dataclass(frozen=True)
class Opened:
    """A file that was read: a document of its own, or a picture."""

    path: Path
    document: Document | None = None
    picture: PictureFile | None = None
    recipe: Request | None = None
    warnings: tuple[str, ...] = ()
    stamp: Stamp | None = None
    """What the file was like just before it was read."""


def read(
    path: Path, settings: PaintSettings, progress: Callable[[float], None] = lambda _: None
) -> Opened:
    """A project or a picture, whole; may be called from any thread. Raises UserError."""
    before = stamp(path)
    if path.suffix.lower() == PROJECT:
        from core.files.openraster import open_document

        project = open_document(path)
        return Opened(path, project.document, warnings=project.warnings, stamp=before)
    if path.suffix.lower() in PHOTOSHOP:
        from core.files.psd_reading import open_psd

        layered = open_psd(path, progress)
        document = with_settings(layered.document, settings)
        return Opened(path, document, warnings=layered.warnings, stamp=before)
    from core.files.pictures import open_picture

    picture = open_picture(path)
    recipe, warnings = _recipe_of(picture, path)
    if picture.profile:
        told = f"The colours of {path.name} were converted from “{picture.profile}” to sRGB."
        warnings = (told, *warnings)
    if picture.deep:
        warnings = (f"The 16 bits a channel of {path.name} were rounded to 8.", *warnings)
    document = document_of(picture.pixels.array, path.stem, settings)
    return Opened(path, document, picture, recipe, warnings)


def recipe_in(path: Path) -> Request | None:
    """The recipe that a picture carries. Raises UserError when it cannot be read or used."""
    from core.files.pictures import read_recipe_of
    from core.recipe import parse_recipe

    recipe = read_recipe_of(path)
    return None if recipe is None else parse_recipe(recipe, path.parent)


def empty_document(size: Size, settings: PaintSettings, white: bool = True) -> Document:
    """A canvas with one layer to paint on; `white` puts white paper below it."""
    layers = [RasterLayer.empty(size, tr("Layer {number}", number=1))]
    if white:
        paper = RasterLayer.empty(size, tr("Background"))
        paper.pixels.lay(255)
        layers.insert(0, paper)
    return Document(size, layers, settings=settings)


def document_of(pixels: Bytes, name: str, settings: PaintSettings) -> Document:
    """Straight RGBA (h, w, 4) as a document of its own."""
    return with_settings(Document.of_picture(pixels, name), settings)


def with_settings(document: Document, settings: PaintSettings) -> Document:
    """A document that was just read, with what the generate panel says."""
    active = document.active
    return Document(
        document.size,
        document.layers,
        active=None if active is None else active.id,
        settings=settings,
    )


def _recipe_of(picture: PictureFile, path: Path) -> tuple[Request | None, tuple[str, ...]]:
    if picture.recipe is None:
        return None, ()
    from core.recipe import parse_recipe

    try:
        return parse_recipe(picture.recipe, path.parent), ()
    except UserError as error:
        return None, (f"The recipe inside {path.name} cannot be used: {error}",)
