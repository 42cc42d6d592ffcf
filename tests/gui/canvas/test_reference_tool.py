"""Reference pictures are moved, scaled, turned and picked from by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from core.document.commands import SetReferences
from core.document.references import Reference
from core.request import Pixels
from tests.gui.canvas.conftest import Studio

SHIFT = Qt.KeyboardModifier.ShiftModifier


def two_colours() -> Pixels:
    """80×40, red on its left and blue on its right."""
    picture = np.full((40, 80, 4), 255, np.uint8)
    picture[:, :40, 1:3] = 0
    picture[:, 40:, :2] = 0
    return Pixels(picture)


@pytest.fixture
def studio(open_studio: Callable[..., Studio]) -> Studio:
    """With one reference in the canvas's middle, and the tool in hand."""
    made = open_studio()
    made.document.perform(SetReferences((Reference(two_colours(), 200, 150, id="one"),)))
    made.view.set_tool("reference")
    return made


def one(studio: Studio) -> Reference:
    return studio.document.references[0]


def test_it_is_seen_over_the_picture_and_not_in_it(studio: Studio) -> None:
    assert studio.seen_at(180, 150) == (255, 0, 0)
    assert studio.seen_at(220, 150) == (0, 0, 255)
    assert studio.seen_at(200, 190) == (200, 200, 200)
    assert (studio.document.flatten()[..., :3] == 200).all()


def test_half_opacity_shows_half_of_what_is_below(studio: Studio) -> None:
    studio.view.change_reference(
        Reference(two_colours(), 200, 150, opacity=0.5, id="one"), "Change"
    )
    red, green, _ = studio.seen_at(180, 150)
    assert abs(red - 228) <= 2
    assert abs(green - 100) <= 2


def test_dragged_inside_it_moves_as_one_step(studio: Studio) -> None:
    studio.hand.drag([(200, 150), (210, 155), (240, 180)])
    assert (one(studio).x, one(studio).y) == (240, 180)
    assert studio.seen_at(220, 180) == (255, 0, 0)
    assert studio.seen_at(170, 140) == (200, 200, 200)
    studio.document.undo()
    assert (one(studio).x, one(studio).y) == (200, 150)
    assert studio.seen_at(180, 150) == (255, 0, 0)


def test_dragged_at_a_corner_it_is_scaled_and_the_opposite_corner_stays(studio: Studio) -> None:
    studio.hand.drag([(200, 150), (200, 150)])
    studio.hand.drag([(240, 170), (280, 190)])
    assert one(studio).scale == pytest.approx(1.5, abs=0.03)
    assert one(studio).quad[0] == pytest.approx((160, 130), abs=0.5)


def test_its_knob_turns_it_and_shift_turns_in_steps(studio: Studio) -> None:
    studio.hand.drag([(200, 150), (200, 150)])
    studio.hand.drag([(200, 106), (290, 152)], modifiers=SHIFT)
    assert one(studio).angle == 90
    assert (one(studio).x, one(studio).y) == (200, 150)
    assert studio.seen_at(200, 130) == (255, 0, 0)
    assert studio.seen_at(200, 170) == (0, 0, 255)


def test_a_locked_one_is_chosen_but_not_moved(studio: Studio) -> None:
    studio.view.change_reference(Reference(two_colours(), 200, 150, locked=True, id="one"), "Lock")
    studio.hand.drag([(200, 150), (240, 180)])
    assert (one(studio).x, one(studio).y) == (200, 150)
    assert studio.view.board.chosen == "one"


def test_escape_puts_back_what_is_being_dragged(studio: Studio) -> None:
    studio.hand.press(200, 150)
    studio.hand.move(240, 180)
    studio.hand.key(Qt.Key.Key_Escape)
    studio.hand.release(240, 180)
    assert (one(studio).x, one(studio).y) == (200, 150)
    assert studio.seen_at(180, 150) == (255, 0, 0)


def test_delete_takes_away_the_chosen_one_alone(studio: Studio) -> None:
    other = Reference(two_colours(), 60, 60, id="two")
    studio.document.perform(SetReferences((*studio.document.references, other)))
    studio.hand.drag([(60, 60), (60, 60)])
    studio.hand.key(Qt.Key.Key_Delete)
    assert [reference.id for reference in studio.document.references] == ["one"]
    assert studio.seen_at(40, 60) == (200, 200, 200)
    studio.document.undo()
    assert len(studio.document.references) == 2


def test_arrows_nudge_it_and_are_one_step(studio: Studio) -> None:
    studio.hand.drag([(200, 150), (200, 150)])
    for _ in range(3):
        studio.hand.key(Qt.Key.Key_Right)
    studio.hand.key(Qt.Key.Key_Up, modifiers=SHIFT)
    assert (one(studio).x, one(studio).y) == (203, 140)
    studio.document.undo()
    assert (one(studio).x, one(studio).y) == (200, 150)


@pytest.mark.parametrize("place", [(180, 150), (500, 60)])
def test_the_eyedropper_takes_a_references_colour_on_and_beside_the_canvas(
    studio: Studio, place: tuple[int, int]
) -> None:
    x, y = place
    beside = Reference(two_colours(), x + 20, y, opacity=0.3, id="one")
    studio.document.perform(SetReferences((beside,)))
    studio.view.set_tool("eyedropper")
    studio.hand.drag([(x, y), (x, y)])
    assert studio.view.foreground == QColor(255, 0, 0)


def test_hidden_ones_are_neither_seen_nor_picked_from(studio: Studio) -> None:
    studio.view.set_tool("eyedropper")
    studio.view.show_references(False)
    assert studio.seen_at(180, 150) == (200, 200, 200)
    studio.hand.drag([(180, 150), (180, 150)])
    assert studio.view.foreground == QColor(200, 200, 200)


def test_painting_elsewhere_leaves_it_alone_and_painting_below_shows_at_once(
    studio: Studio,
) -> None:
    beside = Reference(two_colours(), 200, 150, opacity=0.5, id="one")
    studio.document.perform(SetReferences((beside,)))
    studio.seen()
    layer = studio.document.layers[0].id
    studio.stroke(layer, (180, 150), (181, 150), size=30, hardness=1, color=(0, 0, 0))
    red, green, _ = studio.seen_at(180, 150)
    assert abs(red - 128) <= 2
    assert green <= 1
    whole = studio.seen()
    studio.view.update()
    assert np.array_equal(studio.seen(), whole)


@pytest.mark.parametrize("zoom", [0.25, 0.7, 3.0])
def test_it_keeps_its_place_on_the_canvas_at_any_zoom(studio: Studio, zoom: float) -> None:
    studio.view.zoom_to(zoom)
    studio.view.centre_on(200, 150)
    assert studio.seen_at(180, 150) == (255, 0, 0)
    assert studio.seen_at(220, 150) == (0, 0, 255)
    assert studio.seen_at(150, 150) == (200, 200, 200)


def test_it_turns_with_the_view(studio: Studio) -> None:
    for _ in range(6):
        studio.view.rotate_right()
    assert studio.seen_at(180, 150) == (255, 0, 0)
    studio.view.mirror()
    assert studio.seen_at(220, 150) == (0, 0, 255)
    studio.hand.drag([(200, 150), (240, 180)])
    assert (one(studio).x, one(studio).y) == pytest.approx((240, 180), abs=1)
