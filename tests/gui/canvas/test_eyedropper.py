"""The eyedropper: of what it takes the colour, and what it shows before it does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from core.document.commands import SetReferences
from core.document.document import Document
from core.document.layers import MaskLayer, RasterLayer
from core.document.references import Reference
from core.geometry import Point, Rect, Size
from core.pixels.sampling import SIDES, Sampling, mean_colour
from core.pixels.tiles import TileGrid
from core.request import Pixels
from core.settings import Settings
from desktop.window import Window
from tests.gui.canvas.conftest import Studio

SIZE = Size(400, 300)


def layer(id: str, *painted: tuple[Rect, tuple[int, int, int, int]]) -> RasterLayer:
    grid = TileGrid(SIZE, 4)
    for rect, colour in painted:
        grid.write(rect, np.full((rect.height, rect.width, 4), colour, np.uint8))
    return RasterLayer(id=id, pixels=grid)


@pytest.fixture
def studio(open_studio: Callable[..., Studio]) -> Studio:
    """Paper with a red and a blue half; above the blue one a green glaze."""
    paper = layer(
        "paper",
        (Rect(0, 0, 200, 300), (240, 0, 0, 255)),
        (Rect(200, 0, 200, 300), (0, 0, 240, 255)),
    )
    glaze = layer("glaze", (Rect(200, 0, 100, 300), (0, 100, 0, 100)))
    studio = open_studio(Document(SIZE, [paper, glaze], active="glaze"))
    studio.view.set_tool("eyedropper")
    return studio


def taken(studio: Studio, x: float, y: float) -> tuple[int, int, int]:
    studio.hand.drag([(x, y)])
    return studio.view.foreground.getRgb()[:3]


def test_a_pixel_or_the_mean_of_a_square_is_taken(studio: Studio) -> None:
    assert taken(studio, 199.5, 50) == (240, 0, 0)
    studio.view.sampling = Sampling(11)
    seen = studio.document.composite(Rect(194, 45, 11, 11)).reshape(-1, 4).mean(0)
    assert taken(studio, 199.5, 50.5) == pytest.approx(tuple(seen[:3]), abs=0.51)
    assert studio.view.foreground.red() == pytest.approx(240 * 6 / 11, abs=1)


def test_at_the_edge_of_the_canvas_only_what_is_on_it_counts(studio: Studio) -> None:
    studio.view.sampling = Sampling(101)
    assert taken(studio, 0.5, 0.5) == (240, 0, 0)


def test_the_active_layer_alone_has_its_own_colour_as_if_it_were_opaque(studio: Studio) -> None:
    assert taken(studio, 250, 50) == (0, 100, 146)
    studio.view.sampling = Sampling(5, layer_alone=True)
    assert taken(studio, 250, 50) == (0, 255, 0), "where it covers half, it is green all the same"
    assert taken(studio, 201.5, 50.5) == (0, 255, 0), "what is bare beside it counts for nothing"
    assert taken(studio, 100, 50) == (0, 255, 0), "where nothing is, nothing is taken"
    mask = MaskLayer(coverage=TileGrid(SIZE, 1))
    studio.view.set_document(Document(SIZE, [*studio.document.layers, mask], active=mask.id))
    assert taken(studio, 100, 50) == (240, 0, 0), "a mask has no colours: the picture has"


def test_a_reference_over_the_picture_gives_the_mean_of_its_own_pixels(studio: Studio) -> None:
    pixels = np.zeros((100, 100, 4), np.uint8)
    pixels[:, :50], pixels[:, 50:] = (200, 0, 0, 255), (0, 200, 0, 255)
    pinned = Reference(Pixels(pixels), 50.0, 50.0, scale=1.0, name="one")
    studio.document.perform(SetReferences((pinned,)))
    middle = pinned.to_canvas(50, 50)
    assert pinned.colour_at(Point(middle.x - 9, middle.y)) == (200, 0, 0)
    red, green, blue = pinned.colour_at(middle, 31) or (0, 0, 0)
    assert (red, green, blue) == (pytest.approx(97, abs=2), pytest.approx(103, abs=2), 0)
    studio.view.sampling = Sampling(31)
    assert taken(studio, *middle) == (red, green, blue)
    studio.view.sampling = Sampling(31, layer_alone=True)
    assert taken(studio, 250, 50) == (0, 255, 0)


def test_the_colour_is_seen_beside_the_pointer_before_it_is_taken(
    studio: Studio, qtbot: QtBot
) -> None:
    studio.view.set_colours(QColor(1, 2, 3), QColor(255, 255, 255))
    bare = studio.seen()
    studio.hand.hover(350, 50)
    there = studio.hand.place(350, 50).toPoint()
    patch = (there.y() + 27, there.x() + 27)
    qtbot.waitUntil(lambda: not studio.view._frame.isActive())
    assert tuple(studio.seen()[patch]) == (0, 0, 240)
    assert studio.view.foreground == QColor(1, 2, 3), "nothing is taken"
    assert not studio.view.busy
    studio.hand.hover(195, 50)
    qtbot.waitUntil(lambda: not studio.view._frame.isActive())
    there = studio.hand.place(195, 50).toPoint()
    assert tuple(studio.seen()[there.y() + 27, there.x() + 27]) == (240, 0, 0), "of the left half"
    studio.hand.leave()
    assert np.array_equal(studio.seen(), bare)


def test_the_square_is_shown_and_the_ring_has_both_colours(studio: Studio) -> None:
    studio.view.set_colours(QColor(9, 9, 9), QColor(255, 255, 255))
    studio.view.sampling = Sampling(51)
    bare = studio.seen()
    studio.hand.press(100, 100)
    there = studio.hand.place(100, 100).toPoint()
    shown = studio.seen()
    assert tuple(shown[there.y() - 34, there.x()]) == (240, 0, 0)
    assert tuple(shown[there.y() + 34, there.x()]) == (9, 9, 9)
    side = shown[there.y(), there.x() - 29 : there.x() - 22]
    assert (side != bare[there.y(), there.x() - 29 : there.x() - 22]).any()
    studio.view.cancel()
    assert studio.view.foreground == QColor(9, 9, 9)
    studio.hand.release(100, 100)
    studio.hand.leave()
    assert np.array_equal(studio.seen(), bare)


def test_what_the_options_bar_says_is_done_and_found_again(bare_window: Window) -> None:
    options, canvas = bare_window.tool_options.eyedropper, bare_window.canvas
    canvas.set_tool("eyedropper")
    assert options.isVisible()
    for box, value in ((options.side, 31), (options.source, True)):
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())
    assert canvas.sampling == Sampling(31, layer_alone=True)
    kept = bare_window.preferences.now()
    assert (kept.sample, kept.sample_layer) == (31, True)
    again = Window(Settings(sample=5, sample_layer=True))
    try:
        again.preferences.restore()
        assert again.canvas.sampling == Sampling(5, layer_alone=True)
        assert again.tool_options.eyedropper.side.currentData() == 5
    finally:
        again.shut_down()
        again.deleteLater()


@pytest.mark.parametrize("side", SIDES)
def test_squares_lie_around_their_pixel(side: int) -> None:
    assert Sampling(side).around(Point(50.9, 20.1)) == Rect(
        50 - side // 2, 20 - side // 2, side, side
    )


def test_the_mean_weighs_each_pixel_by_what_it_covers() -> None:
    pixels = np.zeros((2, 2, 4), np.uint8)
    pixels[0, 0], pixels[0, 1] = (255, 0, 0, 255), (0, 0, 51, 51)
    assert mean_colour(pixels) == (213, 0, 43)
    assert mean_colour(pixels[1:]) is None and mean_colour(pixels[:0]) is None
