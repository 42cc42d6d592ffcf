"""Copy, cut and paste: pixels go to the clipboard as PNG, and come back where they were."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from core.document import tree
from core.document.commands import ClearLayer
from core.document.layers import GroupLayer, Layer
from core.document.state import Snapshot
from core.errors import UserError
from core.geometry import EMPTY, Point, Rect
from core.pixels.alpha import scaled, straight
from desktop.drops import ORIGIN, local_files, origin_in, picture_in
from widgets.words import tr

if TYPE_CHECKING:
    from core.arrays import Bytes
    from desktop.window import Window

NOTHING = UserError("There is no picture in the clipboard.", "Copy one in another program first.")


@dataclass(frozen=True)
class Copied:
    """Pixels that were copied, straight RGBA (h, w, 4), and where they lay."""

    pixels: Bytes
    at: Point
    name: str


def copied(snapshot: Snapshot, layer: Layer | None = None) -> Copied:
    """What is selected, or all, of a layer, with what lies in a group, or of the picture. Raises
    UserError when there is nothing."""
    if layer is None:
        rect, name = snapshot.canvas, "Pasted"
    elif isinstance(layer, GroupLayer):
        inner = tree.members(snapshot.layers, layer.id)
        rect = Rect.around(one.bounds() for one in inner if one.grid is not None)
        name = layer.name
    else:
        rect, name = layer.bounds(), layer.name
    selection = snapshot.selection
    if selection is not None:
        rect = rect.intersected(selection.bounds())
    if rect.is_empty:
        what = tr("on this layer") if layer is not None else tr("in the picture")
        raise UserError(f"There is nothing {what} that could be copied.",
                        "Choose another layer, or select something else.")  # fmt: skip
    pixels = _read(snapshot, layer, rect)
    if selection is not None:
        pixels = scaled(pixels, selection.read(rect))
    return Copied(straight(pixels), Point(rect.x, rect.y), name)


def _read(snapshot: Snapshot, layer: Layer | None, rect: Rect) -> Bytes:
    if layer is None:
        return snapshot.composite(rect)
    if isinstance(layer, GroupLayer):
        inner = tree.members(snapshot.layers, layer.id)
        return snapshot.composite(rect, (*inner, layer.replaced(inside=None, visible=True)))
    assert layer.grid is not None
    read = layer.grid.read(rect)
    if read.ndim == 3:
        return read
    grey = np.full((*read.shape, 4), 255, np.uint8)  # a mask is a grey picture
    grey[..., :3] = read[..., None]
    return grey


def to_mime(what: Copied) -> QMimeData:
    """For the clipboard; may be made in any thread."""
    from core.files.pictures import png

    pixels = np.ascontiguousarray(what.pixels)
    height, width = pixels.shape[:2]
    data = QMimeData()
    data.setData("image/png", png(pixels))
    view = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGBA8888)
    data.setImageData(view.copy())
    told = {"x": what.at.x, "y": what.at.y, "name": what.name}
    data.setData(ORIGIN, json.dumps(told).encode())
    return data


class Clipboard:
    """The window's."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def copy(self) -> None:
        """The active layer's pixels, or what is selected of them; the picture's when the active
        layer has none."""
        active = self._window.document.active
        if not isinstance(active, GroupLayer) and (active is None or active.grid is None):
            active = None
        self._copy(active)

    def copy_merged(self) -> None:
        """The picture as it is seen, or what is selected of it."""
        self._copy(None)

    def _copy(self, layer: Layer | None) -> None:
        snapshot = self._window.document.snapshot()
        frozen = None if layer is None else snapshot.layer(layer.id)

        def done(data: QMimeData) -> None:
            QGuiApplication.clipboard().setMimeData(data)

        self._window.background.run(
            lambda: to_mime(copied(snapshot, frozen)), done=done, failed=self._window.tell
        )

    def cut(self) -> None:
        """Copies what is on the active layer, or selected of it, and takes it away."""
        active = self._window.document.active
        if active is not None:
            self.copy()
            self._window.edit.perform(ClearLayer(active.id, text="Cut"))

    def paste(self) -> None:
        """The clipboard's picture as a layer: where it was, when it was copied here."""
        data = QGuiApplication.clipboard().mimeData()
        paths = local_files(data)
        if paths:
            self._window.files.place_path(paths[0])
            return
        picture, origin = picture_in(data), origin_in(data)
        if picture is None:
            self._window.tell(NOTHING)
            return
        document = self._window.document

        def done(pixels: Bytes) -> None:
            if self._window.document is document:
                self._put(pixels, origin)

        self._window.background.run(picture, done=done, failed=self._window.tell)

    def _put(self, pixels: Bytes, origin: tuple[Point, str] | None) -> None:
        at, name = origin if origin is not None else (None, "Pasted")
        size = pixels.shape[1], pixels.shape[0]
        canvas = self._window.document.canvas
        if at is not None and Rect(int(at.x), int(at.y), *size).intersected(canvas) == EMPTY:
            at = None
        if at is None:
            at = self._in_view(*size)
        self._window.files.place_pixels(pixels, name, at)

    def _in_view(self, width: int, height: int) -> Point:
        """The corner of a picture in the middle of what is seen, as far as it then lies on the
        canvas."""
        canvas, middle = self._window.document.canvas, self._window.canvas.middle_in_sight
        return Point(
            _within(round(middle.x - width / 2), width, canvas.width),
            _within(round(middle.y - height / 2), height, canvas.height),
        )

    def paste_as_document(self) -> None:
        """The clipboard's picture as a document of its own."""
        data = QGuiApplication.clipboard().mimeData()
        picture = picture_in(data)
        paths = local_files(data)
        if picture is not None:
            self._window.background.run(
                picture,
                done=lambda pixels: self._window.files.open_pixels(pixels, "Pasted"),
                failed=self._window.tell,
            )
        elif paths:
            self._window.files.open_path(paths[0])
        else:
            self._window.tell(NOTHING)


def _within(at: int, length: int, room: int) -> int:
    if length >= room:
        return (room - length) // 2
    return max(0, min(room - length, at))
