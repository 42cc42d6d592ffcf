"""Guides, the grid and snapping in the window's menus, and at its next start."""

from __future__ import annotations

from PySide6.QtGui import QAction

from core.document.guides import Axis, Grid
from core.settings import load_settings
from desktop.guides_dialogs import GridDialog, GuideDialog
from desktop.window import Window


def action(window: Window, id: str) -> QAction:
    window.refresh()
    return window.registry[id]


def test_rulers_grid_and_snapping_are_turned_on_and_off_and_kept(bare_window: Window) -> None:
    window = bare_window
    assert window.canvas.rulers is None, "they are not made before they are wanted"
    for id in ("show_rulers", "show_grid", "snap", "snap_canvas", "show_guides"):
        action(window, id).trigger()
    assert window.canvas.rulers is not None and window.canvas.rulers.shown
    window.banner.tell("Something.")
    assert window.banner.y() >= window.canvas.rulers.across.height(), "a message covers no ruler"
    assert window.canvas.lines.grid_shown and not window.canvas.lines.shown
    assert not window.canvas.snapping.to.on and window.canvas.snapping.to.canvas
    assert action(window, "show_rulers").isChecked()
    window.preferences.keep()
    kept = load_settings().settings
    assert (kept.rulers, kept.grid, kept.guides) == (True, True, False)
    assert (kept.snap, kept.snap_canvas) == (False, True)
    action(window, "show_rulers").trigger()
    assert not window.canvas.rulers.shown


def test_a_guide_is_added_by_numbers_locked_and_cleared(bare_window: Window) -> None:
    window = bare_window
    assert not action(window, "lock_guides").isEnabled()
    window.guides.ask_for_guide()
    dialog = window.findChild(GuideDialog)
    assert dialog is not None
    dialog.percent.setValue(25)
    assert dialog.place == window.document.size.width / 4
    dialog.direction.setCurrentIndex(1)
    dialog.pixels.setValue(99)
    dialog.accept()
    assert window.document.guides.horizontal == (99.0,)
    action(window, "lock_guides").trigger()
    assert window.document.guides.locked
    assert action(window, "lock_guides").isChecked()
    assert window.document.undo_text == "Lock guides"
    action(window, "clear_guides").trigger()
    assert not window.document.guides
    window.edit.undo()
    assert window.document.guides.horizontal == (99.0,)


def test_a_guide_that_is_added_while_they_are_hidden_is_shown(bare_window: Window) -> None:
    action(bare_window, "show_guides").trigger()
    bare_window.guides.add(Axis.VERTICAL, 10)
    assert bare_window.settings.guides
    assert bare_window.canvas.lines.shown


def test_the_grid_follows_its_dialog_as_one_step_and_cancel_takes_it_back(
    bare_window: Window,
) -> None:
    window = bare_window
    before = window.document.guides.grid
    window.guides.ask_for_grid()
    assert window.settings.grid, "it is seen while it is set"
    dialog = window.findChild(GridDialog)
    assert dialog is not None
    dialog.across.setValue(20)
    dialog.subdivisions.setValue(2)
    assert window.document.guides.grid == Grid(20, before.down, 2)
    assert [one.text for one in window.document.history.done] == ["Change grid"]
    dialog.reject()
    assert window.document.guides.grid == before
