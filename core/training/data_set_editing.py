"""A picture of a data set as a document, to say which part of it counts and where its subject is
(no torch).

The picture is a locked layer; a hidden region is the part that counts; a mask is the subject. So
crops and strokes lie on the document's one timeline, and the canvas and its brushes work on it as
on any other.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from core.arrays import Bytes
from core.document.commands import Command
from core.document.document import Document
from core.document.edit import Edit
from core.document.layers import MaskLayer, RasterLayer, RegionLayer
from core.document.settings import PaintSettings
from core.errors import FileError
from core.files.pictures import decode, read_file
from core.geometry import Rect, Size
from core.pixels.alpha import premultiplied
from core.pixels.tiles import TileGrid
from core.request import InpaintSettings
from core.training.data_set_beside import Beside, beside, read_mask, set_crop, write_mask
from core.training.folders import crop_of

CROP, MASK = "crop", "subject"
"""The ids of the layers that say so."""


@dataclass(frozen=True, eq=False)
class Marks:
    """What is said of a picture."""

    size: Size
    """The whole picture's, pixels."""
    crop: Rect | None = None
    """The part that counts; None: all of it."""
    mask: Bytes | None = None
    """(h, w) of the whole picture, 255 where the subject is; None: it is not marked."""


@dataclass(frozen=True, eq=False)
class Editing:
    """A picture while it is cropped and its subject is marked."""

    file: Path
    document: Document
    notice: str = ""
    """What the artist is to know of it; empty: nothing."""

    @property
    def crop(self) -> Rect:
        """The part that counts."""
        return crop_in(self.document)

    @property
    def marks(self) -> Marks:
        """What is said of the picture now."""
        self.document.finish_stroke()
        canvas = self.document.canvas
        mask = self.document.layer(MASK).frozen().grid
        assert mask is not None
        array = mask.to_array()
        return Marks(
            self.document.size,
            None if self.crop == canvas else self.crop,
            array if array.any() else None,
        )


def crop_in(document: Document) -> Rect:
    """The part of a picture that counts."""
    layer = document.layer(CROP)
    assert isinstance(layer, RegionLayer) and layer.box is not None
    return layer.box


def begin(file: Path) -> Editing:
    """Opens a picture and what lies beside it. Raises FileError."""
    pixels = decode(read_file(file), f"“{file.name}”")
    size, notices = pixels.size, []
    crop, mask = None, None
    try:
        crop = crop_of(file, size)
    except FileError as error:
        notices.append(f"{error.cause} All of the picture is taken instead.")
    try:
        mask = read_mask(file)
    except FileError as error:
        notices.append(f"{error.cause} Nothing is marked instead.")
    if mask is not None and mask.shape != pixels.array.shape[:2]:
        mask = cv2.resize(mask, (size.width, size.height), interpolation=cv2.INTER_LINEAR).astype(
            np.uint8, copy=False
        )
        notices.append("Its mask had another size and has been scaled to the picture's.")
    layers = (
        RasterLayer(
            name="Picture", locked=True, pixels=TileGrid.from_array(premultiplied(pixels.array))
        ),
        RegionLayer(id=CROP, name="Crop", visible=False, box=crop or Rect.of_size(size)),
        MaskLayer(
            id=MASK,
            name="Subject",
            opacity=0.5,
            coverage=TileGrid(size, 1) if mask is None else TileGrid.from_array(mask),
        ),
    )
    # What is marked counts as it is marked, not grown or faded as where a model repaints.
    settings = PaintSettings(inpaint=InpaintSettings(grow=0, feather=0, blend=0))
    document = Document(size, layers, active=MASK, settings=settings)
    return Editing(file, document, " ".join(notices))


def save(file: Path, marks: Marks) -> Beside:
    """Writes beside a picture what is said of it, and returns what was. Raises FileError; each of
    the two that could not be written is then as before."""
    if not file.is_file():
        raise FileError(f"“{file.name}” is not there any more.", "Add the picture again.")
    before = beside(file)
    write_mask(file, marks.size, marks.mask)
    set_crop(file, marks.size, marks.crop)
    return before


@dataclass(frozen=True)
class SetCrop(Command):
    """Says which part of the picture counts. Arrow keys' steps (`nudge`) that follow each other are
    one."""

    crop: Rect
    nudge: bool = False
    text: str = "Crop"

    @property
    def merge_key(self) -> Hashable:
        return "crop" if self.nudge else None

    def apply(self, edit: Edit) -> None:
        edit.replace(edit.layer(CROP).replaced(box=self.crop))


@dataclass(frozen=True)
class InvertMask(Command):
    """Marks what was not marked, and the other way round; what is half marked stays half."""

    layer_id: str = MASK
    text: str = "Invert"

    def apply(self, edit: Edit) -> None:
        grid = edit.paint(edit.editable(self.layer_id, MaskLayer).coverage)
        grid.write(grid.canvas, 255 - grid.read(grid.canvas))
