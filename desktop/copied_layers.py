"""Whole layers in the clipboard, beside the picture that other programs take, and in the hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QMimeData

from core.errors import FileError
from core.files import handed_over
from widgets.layer_model import LAYERS

if TYPE_CHECKING:
    from core.document.state import Snapshot, State

ARCHIVE = "application/x-underpaint-layers-archive"
"""The layers as an OpenRaster archive; those of more than `MOST_INLINE` bytes lie in a file."""
MOST_INLINE = 1 << 20
"""Bytes. Fetched from another program under X11 so many cost the thread that paints the window 1 to
3 ms, 32 MiB a quarter of a second and more."""


PATIENCE = 60.0
"""Seconds within which layers that were dropped have to be packed."""


@dataclass(frozen=True, eq=False)
class CopiedLayers:
    """Layers that were copied in this window; its clipboard knows them by their key."""

    carried: Snapshot
    key: str = field(default_factory=handed_over.new_key)

    def lies_in(self, data: QMimeData | None) -> bool:
        """Whether these are the layers in there."""
        return data is not None and data.hasFormat(LAYERS) and _key_in(data) == self.key


def put_into(data: QMimeData, copied: CopiedLayers) -> None:
    """Adds layers to what goes to the clipboard; for any thread. Raises FileError."""
    from core.files.openraster import pack_layers

    content = pack_layers(copied.carried)
    if len(content) <= MOST_INLINE:
        data.setData(ARCHIVE, bytes(content))
    else:
        handed_over.put(copied.key, content)
    data.setData(LAYERS, json.dumps({"key": copied.key}).encode())


def hand_over(layers: CopiedLayers) -> None:
    """Packs layers for other programs of the same artist; for any thread. Raises FileError."""
    from core.files.openraster import pack_layers

    handed_over.put(layers.key, pack_layers(layers.carried))


class DraggedLayers(QMimeData):
    """Layers that are dragged out of the list. They are packed when another window asks for them,
    once they are dropped there: to move a row costs nothing. `hand_over` packs them."""

    def __init__(self, dragged: CopiedLayers, hand_over: Callable[[CopiedLayers], None]) -> None:
        super().__init__()
        self.dragged = dragged
        self._hand_over: Callable[[CopiedLayers], None] | None = hand_over

    def formats(self) -> list[str]:
        return [*super().formats(), LAYERS]

    def hasFormat(self, kind: str) -> bool:
        return kind == LAYERS or super().hasFormat(kind)

    def retrieveData(self, kind: str, wanted: Any) -> object:
        if kind != LAYERS:
            return super().retrieveData(kind, wanted)
        if self._hand_over is not None:
            hand_over, self._hand_over = self._hand_over, None
            hand_over(self.dragged)
        return QByteArray(json.dumps({"key": self.dragged.key, "packed": False}).encode())


def layers_in(data: QMimeData | None, own: CopiedLayers | None) -> Callable[[], State] | None:
    """What gives the layers that are in there, to be called in the background; raises FileError.
    None when there are none. `own` are those that this window has copied last."""
    if data is None or not data.hasFormat(LAYERS):
        return None
    if isinstance(data, DraggedLayers):  # of a window of this very program
        carried = data.dragged.carried
        return lambda: carried
    if own is not None and own.lies_in(data):
        return lambda: own.carried
    key, packed = _told_in(data)
    content = bytes(data.data(ARCHIVE).data()) if data.hasFormat(ARCHIVE) else None

    def read() -> State:
        from core.files.openraster import unpack_layers

        patience = 0.0 if packed else PATIENCE
        carried = unpack_layers(handed_over.get(key, patience) if content is None else content)
        if not carried.layers:
            raise FileError("There are no layers in what was copied.", "Copy them again.")
        return carried

    return read


def _key_in(data: QMimeData) -> str:
    return _told_in(data)[0]


def _told_in(data: QMimeData) -> tuple[str, bool]:
    """Under which key layers lie, empty for what nobody of ours has written, and whether they are
    there already."""
    try:
        told = json.loads(bytes(data.data(LAYERS).data()))
        return str(told["key"]), told.get("packed") is not False
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "", True
