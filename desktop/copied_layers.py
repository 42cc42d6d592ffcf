"""Whole layers in the clipboard, beside the picture that other programs take."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData

from core.errors import FileError
from core.files import handed_over

if TYPE_CHECKING:
    from core.document.state import Snapshot, State

LAYERS = "application/x-underpaint-layers"
"""Says that layers were copied, and under which key, as JSON."""
ARCHIVE = "application/x-underpaint-layers-archive"
"""The layers as an OpenRaster archive; those of more than `MOST_INLINE` bytes lie in a file."""
MOST_INLINE = 1 << 20
"""Bytes. Fetched from another program under X11 so many cost the thread that paints the window 1 to
3 ms, 32 MiB a quarter of a second and more."""


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


def layers_in(data: QMimeData | None, own: CopiedLayers | None) -> Callable[[], State] | None:
    """What gives the layers that are in there, to be called in the background; raises FileError.
    None when there are none. `own` are those that this window has copied last."""
    if data is None or not data.hasFormat(LAYERS):
        return None
    if own is not None and own.lies_in(data):
        return lambda: own.carried
    key = _key_in(data)
    content = bytes(data.data(ARCHIVE).data()) if data.hasFormat(ARCHIVE) else None

    def read() -> State:
        from core.files.openraster import unpack_layers

        carried = unpack_layers(handed_over.get(key) if content is None else content)
        if not carried.layers:
            raise FileError("There are no layers in what was copied.", "Copy them again.")
        return carried

    return read


def _key_in(data: QMimeData) -> str:
    """Empty for what nobody of ours has written."""
    try:
        return str(json.loads(bytes(data.data(LAYERS).data()))["key"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
