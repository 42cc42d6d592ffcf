"""A colour that is pointed at on the wheel is the colour that is painted with."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.pixels.ramp import Ramp, Stop
from core.settings import COLOUR_PICKERS, Settings
from desktop.window import Window
from tests.gui.canvas.conftest import Hand
from tests.gui.conftest import paint
from widgets.colour_panel import ColourPanel


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[ColourPanel]:
    window = QWidget()
    panel = ColourPanel()
    panel.setParent(window)
    panel.setGeometry(0, 0, 280, 300)
    qtbot.addWidget(window)
    window.resize(280, 300)
    window.show()
    qtbot.waitExposed(window)
    yield panel
    window.hide()


def show(panel: ColourPanel, picker: str) -> None:
    panel.show_picker(picker)
    layout = panel.layout()
    assert layout is not None
    layout.activate()


@pytest.mark.parametrize("picker", ["triangle", "square"])
@pytest.mark.parametrize(("saturation", "value"), [(0.5, 0.6), (0.8, 0.9), (0.2, 0.35)])
def test_what_is_seen_under_the_pointer_is_what_is_picked(
    panel: ColourPanel, picker: str, saturation: float, value: float
) -> None:
    show(panel, picker)
    panel.show_colours(QColor.fromHsvF(0.6, 0.5, 0.5), QColor("white"))
    at = panel.wheel.place_of(saturation, value).toPoint()
    ratio = panel.wheel.devicePixelRatioF()
    seen = panel.wheel._painted(ratio).pixelColor(at * ratio)
    picked: list[QColor] = []
    panel.picked.connect(picked.append)
    QTest.mouseClick(panel.wheel, Qt.MouseButton.LeftButton, pos=at)
    assert picked[0].hsvHueF() == pytest.approx(0.6, abs=0.02)
    assert picked[0].hsvSaturationF() == pytest.approx(saturation, abs=0.03)
    assert picked[0].valueF() == pytest.approx(value, abs=0.03)
    for one, other in zip(seen.getRgb()[:3], picked[0].getRgb()[:3], strict=True):
        assert abs(one - other) <= 8


def test_the_ring_turns_the_hue_and_keeps_the_rest(panel: ColourPanel) -> None:
    show(panel, "triangle")
    panel.show_colours(QColor.fromHsvF(0.0, 0.7, 0.8), QColor("white"))
    wheel, picked = panel.wheel, list[QColor]()
    panel.picked.connect(picked.append)
    up = QPoint(wheel.width() // 2, math.ceil(wheel.height() / 2 - wheel._radius * 0.9))
    QTest.mouseClick(wheel, Qt.MouseButton.LeftButton, pos=up)
    assert picked[0].hsvHueF() == pytest.approx(0.25, abs=0.01)
    assert picked[0].hsvSaturationF() == pytest.approx(0.7, abs=0.01)
    assert picked[0].valueF() == pytest.approx(0.8, abs=0.01)


def test_a_press_outside_of_the_triangle_takes_the_nearest_edge(panel: ColourPanel) -> None:
    show(panel, "triangle")
    panel.show_colours(QColor.fromHsvF(0.0, 0.5, 0.5), QColor("white"))
    middle = panel.wheel.rect().center()
    for dx, dy in ((-30, 0), (20, -30), (25, 25)):
        QTest.mouseClick(panel.wheel, Qt.MouseButton.LeftButton, pos=middle + QPoint(dx, dy))
        assert 0 <= panel.wheel._saturation <= 1
        assert 0 <= panel.wheel._value <= 1


@pytest.mark.parametrize("picker", COLOUR_PICKERS)
def test_every_way_of_choosing_fits_into_the_panel(panel: ColourPanel, picker: str) -> None:
    show(panel, picker)
    assert panel.wheel.isVisible() == (picker != "bar")
    assert panel.square.isVisible() == panel.hue.isVisible() == (picker == "bar")


def test_colours_painted_with_come_first_and_are_there_again(bare_window: Window) -> None:
    window = bare_window
    window.colours.recent.show_codes(("#00ff00", "no colour"))
    for code in ("#ff0000", "#0000ff", "#ff0000"):
        window.canvas.set_colours(QColor(code), window.canvas.background)
        paint(window, (100, 100), (200, 200))
    assert window.colours.recent.codes == ("#ff0000", "#0000ff", "#00ff00")
    kept = window.preferences.now()
    assert kept.recent_colours == window.colours.recent.codes
    recent = window.colours.recent
    QTest.mouseClick(recent, Qt.MouseButton.LeftButton, pos=recent.place(1).center())
    assert window.canvas.foreground.name() == "#0000ff"


def test_colours_that_are_filled_drawn_and_written_with_are_kept_too(
    bare_window: Window, qtbot: QtBot
) -> None:
    window = bare_window
    canvas, recent = window.canvas, window.colours.recent
    recent.show_codes(())

    def hold(code: str, tool: str) -> None:
        canvas.set_colours(QColor(code), QColor("white"))
        canvas.set_tool(tool)

    def drag() -> None:
        hand = Hand(canvas)
        hand.drag([(100, 100), (150, 160), (200, 220)])
        qtbot.waitUntil(lambda: not canvas.pixel_work.busy)

    hold("#ff0000", "bucket_fill")
    drag()
    assert recent.codes == ("#ff0000",)
    hold("#00ff00", "shape")
    drag()
    hold("#0000ff", "gradient")
    drag()
    assert recent.codes == ("#0000ff", "#00ff00", "#ff0000")
    canvas.set_gradient(replace(canvas.gradient, ramp=Ramp((Stop(0, (9, 9, 9)), Stop(1)))))
    canvas.set_colours(QColor("#123456"), QColor("white"))
    drag()
    assert recent.codes[0] == "#0000ff", "the gradient's own colours are not those in hand"
    window.edit.fill(second=True)
    assert recent.codes[0] == "#ffffff"


def test_the_wheel_is_there_again_at_the_next_start() -> None:
    window = Window(replace(Settings(), colour_picker="square"))
    assert window.colours.picker == "square"
    assert window.preferences.now().colour_picker == "square"
    window.shut_down()
    window.deleteLater()
