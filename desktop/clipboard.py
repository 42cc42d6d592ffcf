"""Copy, cut and paste: pixels go to the clipboard as PNG, layers whole beside them, and come back
where they were."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from core.document import commands, pasting, tree
from core.document.document import Document
from core.document.layers import GroupLayer, Layer, RasterLayer
from core.document.state import Snapshot
from core.errors import FileError, UserError
from core.files import handed_over
from core.geometry import EMPTY, Point, Rect
from core.pixels.alpha import scaled, straight
from desktop import copied_layers, drops
from widgets.words import tr

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.document.commands import Command
    from core.document.settings import PaintSettings
    from core.document.state import State
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
    else:  # a region's box has no pixels
        rect, name = layer.bounds() if layer.grid is not None else EMPTY, layer.name
    selection = snapshot.selection
    if selection is not None:
        rect = rect.intersected(selection.bounds())
    if rect.is_empty:
        raise nothing_on("on this layer" if layer is not None else "in the picture")
    pixels = _read(snapshot, layer, rect)
    if selection is not None:
        pixels = scaled(pixels, selection.read(rect))
    return Copied(straight(pixels), Point(rect.x, rect.y), name)


def nothing_on(where: str) -> UserError:
    """Why nothing is copied."""
    what = tr("on this layer") if where == "on this layer" else tr("in the picture")
    return UserError(f"There is nothing {what} that could be copied.",
                     "Choose another layer, or select something else.")  # fmt: skip


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
    image = QImage(width, height, QImage.Format.Format_RGBA8888)
    # NumPy lets the window's thread run while it copies; Qt would not.
    np.frombuffer(image.bits(), np.uint8).reshape(pixels.shape)[:] = pixels
    data.setImageData(image)
    told = {"x": what.at.x, "y": what.at.y, "name": what.name}
    data.setData(drops.ORIGIN, json.dumps(told).encode())
    return data


def picture_of(snapshot: Snapshot, carried: Snapshot) -> Copied | None:
    """What other programs get of layers that were `taken`; None when they have no pixels."""
    pixels = [one for one in carried.layers if one.grid is not None]
    if len(pixels) == 1 and (len(carried.layers) == 1 or pixels[0].inside == pasting.BARE_MASKS):
        return None if pixels[0].bounds().is_empty else copied(carried, pixels[0])
    if not pixels:
        return copied(snapshot)  # an adjustment is seen by what it changes
    shown = tuple(
        one.replaced(visible=True) if one.inside is None else one for one in carried.layers
    )
    rect = Rect.around(one.bounds() for one in pixels if isinstance(one, RasterLayer))
    rect = rect.intersected(carried.canvas)
    if rect.is_empty:
        return None
    return Copied(straight(carried.composite(rect, shown)), Point(rect.x, rect.y), "Pasted")


class Clipboard:
    """The window's."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._own: copied_layers.CopiedLayers | None = None
        """The layers of this window that lie in the clipboard."""
        self._handed = ""
        """The key of those that were dragged from here into another window."""
        self._copying = 0
        self._paste_then = False
        self._open = True
        QGuiApplication.clipboard().dataChanged.connect(self._changed)

    def close(self) -> None:
        """What was copied here is not for others any more. Closed twice, nothing more happens."""
        if not self._open:
            return
        self._open = False
        QGuiApplication.clipboard().dataChanged.disconnect(self._changed)
        self._forget()
        handed_over.drop(self._handed)

    def _changed(self) -> None:
        if self._own is not None and not self._own.lies_in(QGuiApplication.clipboard().mimeData()):
            self._forget()

    def _forget(self) -> None:
        if self._own is not None:
            handed_over.drop(self._own.key)
            self._own = None

    def copy(self) -> None:
        """The chosen layers, whole, and as a picture for other programs; of the active one what is
        selected, where something is."""
        document = self._window.document
        if document.selection is None and document.active is not None:
            self._copy_layers(empty=False)
            return
        active = document.active
        if not isinstance(active, GroupLayer) and (active is None or active.grid is None):
            active = None
        self._copy(active)

    def copy_merged(self) -> None:
        """The picture as it is seen, or what is selected of it."""
        self._copy(None)

    def copy_layers(self) -> None:
        """The chosen layers with all that lies in them, whatever is selected."""
        self._copy_layers(empty=True)

    def cut_layers(self) -> None:
        """Copies the chosen layers, and takes them away."""
        self._copy_layers(empty=True)
        self._window.layers.cut()

    def _copy(self, layer: Layer | None) -> None:
        snapshot = self._window.document.snapshot()
        frozen = None if layer is None else snapshot.layer(layer.id)
        self._offer(lambda: to_mime(copied(snapshot, frozen)), None)

    def _copy_layers(self, *, empty: bool) -> None:
        """With `empty` those too on which nothing is."""
        snapshot = self._window.document.snapshot()
        try:
            own = copied_layers.CopiedLayers(
                pasting.taken(snapshot, self._window.layers.chosen_ids)
            )
        except UserError as error:
            self._window.tell(error)
            return

        def work() -> QMimeData:
            picture = picture_of(snapshot, own.carried)
            if picture is None and not empty and not _says_something(own.carried):
                raise nothing_on("on this layer")
            data = QMimeData() if picture is None else to_mime(picture)
            copied_layers.put_into(data, own)
            return data

        self._offer(work, own)

    def _offer(self, work: Callable[[], QMimeData], own: copied_layers.CopiedLayers | None) -> None:
        """Puts into the clipboard what `work` makes in the background."""
        self._copying += 1

        def done(data: QMimeData) -> None:
            self._forget()
            self._own = own
            QGuiApplication.clipboard().setMimeData(data)
            self._copied()

        def failed(error: BaseException) -> None:
            self._copied()
            self._window.tell(error)

        self._window.background.run(work, done=done, failed=failed)

    def _copied(self) -> None:
        self._copying -= 1
        if self._paste_then and not self._copying:
            self._paste_then = False
            self.paste()

    def cut(self) -> None:
        """Copies what is on the active layer, or selected of it, and takes it away."""
        active = self._window.document.active
        if active is not None and active.grid is None and not isinstance(active, GroupLayer):
            self._window.tell(nothing_on("on this layer"))  # else it would be gone, and not copied
        elif active is not None:
            self._copy(active)
            self._window.edit.perform(commands.ClearLayer(active.id, text="Cut"))

    def paste(self) -> None:
        """The clipboard's layers, or its picture as one: where it was, when it was copied here."""
        if self._copying:  # it is to paste what is being copied, not what was copied before
            self._paste_then = True
            return
        data = QGuiApplication.clipboard().mimeData()
        layers = copied_layers.layers_in(data, self._own)
        if layers is not None:
            self._paste_layers(layers)
        else:
            self._paste_picture(data)

    def dragged(self, layer_ids: Sequence[str]) -> QMimeData:
        """What is in the hand while layers are dragged out of the list."""
        taken = pasting.taken(self._window.document.snapshot(), layer_ids)
        return copied_layers.DraggedLayers(copied_layers.CopiedLayers(taken), self._hand_over)

    def _hand_over(self, layers: copied_layers.CopiedLayers) -> None:
        handed_over.drop(self._handed)
        self._handed = layers.key
        self._window.background.run(
            partial(copied_layers.hand_over, layers), done=lambda _: None, failed=self._window.tell
        )

    def take(self, data: QMimeData, place: tuple[str | None, bool] | None = None) -> bool:
        """Puts layers in that were dragged here from another window; False when there are none.
        `place`: above which layer, None is none, and whether into it; left open, as pasted ones."""
        layers = copied_layers.layers_in(data, None)
        if layers is not None:
            self._paste_layers(layers, place, dropped=True)
        return layers is not None

    def _paste_layers(
        self,
        read: Callable[[], State],
        place: tuple[str | None, bool] | None = None,
        *,
        dropped: bool = False,
    ) -> None:
        document = self._window.document
        snapshot, middle = document.snapshot(), self._window.canvas.middle_in_sight

        def work() -> Command:
            made = pasting.paste(
                read(), snapshot, lambda bounds: _around(middle, bounds, snapshot.canvas)
            )
            return made if place is None else _put(made, *place)

        def done(command: Command) -> None:
            if self._window.document is document:
                self._window.edit.perform(command)

        def failed(error: BaseException) -> None:
            data = None if dropped else QGuiApplication.clipboard().mimeData()
            if isinstance(error, FileError) and data is not None and data.hasFormat("image/png"):
                error = FileError(error.cause, tr("Their picture is pasted instead."))
                self._paste_picture(data)
            self._window.tell(error)

        self._window.background.run(work, done=done, failed=failed)

    def _paste_picture(self, data: QMimeData | None) -> None:
        paths = drops.local_files(data)
        if paths:
            self._window.files.place_path(paths[0])
            return
        picture, origin = drops.picture_in(data), drops.origin_in(data)
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
            at = _around(self._window.canvas.middle_in_sight, Rect(0, 0, *size), canvas)
        self._window.files.place_pixels(pixels, name, at)

    def paste_as_document(self) -> None:
        """The clipboard's layers as a document of their own, as large as the one they are from, or
        its picture."""
        data = QGuiApplication.clipboard().mimeData()
        layers = copied_layers.layers_in(data, self._own)
        if layers is not None:
            settings = self._window.files.new_settings()
            self._window.background.run(
                lambda: _document_of(layers(), settings),
                done=self._window.files.open_made,
                failed=self._window.tell,
            )
            return
        picture = drops.picture_in(data)
        paths = drops.local_files(data)
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


def _document_of(carried: State, settings: PaintSettings) -> Document:
    """A document of layers that were copied, as large as theirs; for any thread."""
    empty = Document(carried.size, settings=settings)
    empty.perform(pasting.paste(carried, empty.snapshot(), lambda bounds: Point(0, 0)))
    state = empty.state
    return Document(
        state.size, state.layers, active=state.active_id, settings=settings, foreign=state.foreign
    )


def _put(made: commands.PasteLayers, target: str | None, into: bool) -> Command:
    """Pastes layers at a place of the list."""
    roots = tuple(one.id for one in made.layers if one.inside is None and one.id != made.bare)
    if not roots:  # bare masks lie on the active layer
        return made
    return commands.Together((made, commands.PutLayers(roots, target, into)), made.text)


def _around(middle: Point, rect: Rect, canvas: Rect) -> Point:
    """The corner of a picture as large as `rect` in the middle of what is seen, as far as it then
    lies on the canvas."""
    return Point(
        _within(round(middle.x - rect.width / 2), rect.width, canvas.width),
        _within(round(middle.y - rect.height / 2), rect.height, canvas.height),
    )


def _says_something(carried: Snapshot) -> bool:
    """Whether layers without a pixel are worth to be copied."""
    return any(one.grid is None and not isinstance(one, GroupLayer) for one in carried.layers)


def _within(at: int, length: int, room: int) -> int:
    if length >= room:
        return (room - length) // 2
    return max(0, min(room - length, at))
