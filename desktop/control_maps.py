"""Control maps of the picture: what a preprocessor makes of it becomes a layer to paint on.

What needs no network is made in the window's background thread; what needs one, where the device
lives, as a job of the queue. Either way the map arrives as a layer of its own, whatever was done
to the picture meanwhile, and one step of undo takes it away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from core import places
from core.document.commands import AddLayer
from core.document.layers import RasterLayer, SketchLayer, fresh_name
from core.errors import UserError
from core.pixels.alpha import straight
from core.pixels.tiles import TileGrid
from widgets.banner import Tone
from widgets.words import told, tr

if TYPE_CHECKING:
    from pathlib import Path

    from core.control.declare import Preprocessor
    from core.document.document import Document
    from core.document.state import Snapshot
    from core.generation.events import Result
    from core.generation.maps import MapRequest
    from desktop.window import Window

_STROKE_DELAY = 100
"""Milliseconds after which it is looked again whether the brush is lifted."""


def make_map(
    window: Window, preprocessor: Preprocessor, then: Callable[[str], object] = lambda layer: None
) -> None:
    """Adds a map of the picture, as it is now, as the uppermost layer; painting goes on.

    `then` gets the layer's id. What the preprocessor lacks is told at once, and that nothing was
    added when the picture was closed meanwhile.
    """
    _make(window, lambda dirs: preprocessor, then)


def make_map_of_kind(window: Window, kind: str, then: Callable[[str], object]) -> None:
    """The same for a kind of core.control.kinds, by a preprocessor that lacks nothing. Told when
    no preprocessor makes maps of that kind."""
    from core.control import of_kind

    _make(window, partial(of_kind, kind), then)


def draw_map(window: Window, then: Callable[[str], object]) -> None:
    """Adds a sketch for the artist to draw a map on, and takes the brush for it in hand."""
    document = window.document
    sketch = SketchLayer.empty(document.size, fresh_name(tr("Sketch"), document.layers))
    if window.edit.perform(AddLayer(sketch, len(document.layers), text="Add sketch")):
        then(sketch.id)
        window.canvas.set_tool("sketch_brush")
        window.canvas.setFocus()


def _make(
    window: Window,
    choose: Callable[[Sequence[Path]], Preprocessor],
    then: Callable[[str], object],
) -> None:
    snapshot = window.document.snapshot()
    dirs = places.models(window.settings.models_folders)

    def work() -> tuple[MapRequest, TileGrid | None]:
        request = map_request(snapshot, choose(dirs))
        if (lacking := request.preprocessor.missing(dirs)) is not None:
            raise lacking
        if request.preprocessor.declaration.needs:
            return request, None
        return request, map_here(request)

    def ready(found: tuple[MapRequest, TileGrid | None]) -> None:
        request, pixels = found
        title = request.preprocessor.declaration.title
        arrival = _Arrival(window, document, title, then)
        if pixels is not None:
            arrival.add(pixels)
            return
        window.statusBar().showMessage(told(f"{request.title}: in the queue"), 5000)
        window.controller.make_map(request, arrival.take)

    document = window.document
    window.statusBar().showMessage(tr("Making a control map…"))
    window.background.run(work, done=ready, failed=partial(_failed, window))


def map_request(snapshot: Snapshot, preprocessor: Preprocessor) -> MapRequest:
    """What makes a map of the picture that is seen; for any thread."""
    from core.generation.maps import MapRequest
    from core.request import Pixels

    picture = Pixels(straight(snapshot.composite(snapshot.canvas)))
    return MapRequest(preprocessor, picture, _called(snapshot))


def map_here(request: MapRequest) -> TileGrid:
    """A map that needs no network, for any thread."""
    from core.generation.maps import made
    from core.models.shelf import Shelf

    return TileGrid.from_array(made(request, Shelf()))


def _called(snapshot: Snapshot) -> str:
    """The picture by the name of its layer, if only one that is seen shows more than paper."""
    seen = [
        layer.name
        for layer in snapshot.layers
        if isinstance(layer, RasterLayer)
        and layer.visible
        and layer.opacity > 0
        and not _is_paper(layer.pixels)
    ]
    return f"“{seen[0]}”" if len(seen) == 1 else tr("the picture")


def _is_paper(pixels: TileGrid) -> bool:
    """Whether a layer is one colour all over, or empty."""
    if pixels.even is not None:
        return True
    colour, known = None, set()
    for key in pixels:
        tile = pixels.tile(key)
        if tile is None or id(tile.base) in known:  # paper shares one tile
            continue
        known.add(id(tile.base))
        colour = tile[0, 0] if colour is None else colour
        if not bool((tile == colour).all()):
            return False
    return True


@dataclass(frozen=True, eq=False)
class _Arrival:
    """Where a map goes when it is there."""

    window: Window
    document: Document
    title: str
    then: Callable[[str], object]

    def take(self, result: Result) -> None:
        """A map out of the queue."""
        self.window.background.run(
            lambda: TileGrid.from_array(result.pixels),  # opaque: premultiplied as well
            done=self.add,
            failed=partial(_failed, self.window),
        )

    def add(self, pixels: TileGrid) -> None:
        """Puts the map over the picture, once no stroke is being painted."""
        window, document = self.window, self.document
        window.statusBar().clearMessage()
        if window.document is not document:
            window.tell(
                UserError(
                    f"The map “{self.title}” was not added: its picture was closed meanwhile.",
                    "Make it again.",
                )
            )
            return
        if document.stroke is not None:
            # A new layer would end the stroke under the artist's hand.
            QTimer.singleShot(_STROKE_DELAY, window, lambda: self.add(pixels))
            return
        fits = pixels.size == document.size
        grid = pixels if fits else pixels.moved(0, 0, document.size)
        layer = SketchLayer(name=fresh_name(told(self.title), document.layers), pixels=grid)
        command = AddLayer(layer, len(document.layers), text="Make control map")
        if window.edit.perform(command):
            self._tell_of(layer, fits=fits)
            self.then(layer.id)

    def _tell_of(self, layer: SketchLayer, *, fits: bool) -> None:
        if fits:
            self.window.banner.tell(
                told(f"The map “{layer.name}” lies over the picture."),
                tr("Paint on it, hide it, or choose it in ControlNet. Exports leave it out."),
                Tone.INFO,
                seconds=8,
            )
        else:
            self.window.banner.tell(
                told(f"The map “{layer.name}” was made before the canvas got another size."),
                tr("It lies in the upper left corner; move it to where it belongs."),
                Tone.WARNING,
            )


def _failed(window: Window, error: BaseException) -> None:
    window.statusBar().clearMessage()
    window.tell(error)
