"""Shapes are mirrored and repeated as strokes are."""

from __future__ import annotations

import numpy as np
from pytestqt.qtbot import QtBot

from core.pixels.symmetry import Symmetry
from tests.gui.canvas.conftest import Studio


def test_shapes_are_repeated_by_the_symmetry_as_one_step(studio: Studio, qtbot: QtBot) -> None:
    studio.view.set_tool("shape")
    studio.view.set_symmetry(Symmetry(across=True, down=True))
    before = studio.document.flatten()
    steps = len(studio.document.history.done)
    studio.hand.drag([(20, 30), (60, 40), (81, 77)])
    qtbot.waitUntil(lambda: not studio.view.pixel_work.busy)
    assert len(studio.document.history.done) == steps + 1
    changed = (studio.document.flatten() != before).any(axis=2)
    assert changed[30:77, 20:81].all()
    assert np.array_equal(changed, changed[:, ::-1])
    assert np.array_equal(changed, changed[::-1])
    assert changed.sum() == 4 * 61 * 47


def test_while_a_shape_is_drawn_all_its_places_are_shown(studio: Studio) -> None:
    studio.view.set_tool("shape")
    studio.view.set_symmetry(Symmetry(rays=3))
    rest = studio.seen()
    studio.hand.press(190, 40)
    studio.hand.move(200, 60)
    studio.hand.move(215, 90)
    drawn = (studio.seen() != rest).any(axis=2)
    for image in studio.view.symmetry.images(studio.document.middle):
        place = studio.hand.place(*image.place(202, 65))
        assert drawn[int(place.y()), int(place.x())]
    studio.view.cancel()
    assert np.array_equal(studio.seen(), rest), "nothing of them is left"
