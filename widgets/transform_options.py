"""What the transform tool does by numbers and at a click: size, angle, turns, flips, done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets.buttons import icon_button
from widgets.canvas.tools.transform import TransformTool
from widgets.number_box import DecimalBox
from widgets.words import tr

if TYPE_CHECKING:
    from widgets.canvas.view import CanvasView


Act = Callable[[TransformTool, "CanvasView"], object]


def _buttons() -> tuple[tuple[str, str, Act], ...]:
    """Icon, help, and what a click does."""
    return (
        ("rotate-left", tr("Turns a quarter to the left"), lambda t, c: t.turn(c, -90)),
        ("rotate-right", tr("Turns a quarter to the right"), lambda t, c: t.turn(c, 90)),
        (
            "flip-across",
            tr("Mirrors from left to right"),
            lambda t, c: t.flip(c, across=True),
        ),
        ("flip-down", tr("Mirrors from top to bottom"), lambda t, c: t.flip(c, across=False)),
        ("apply", tr("Makes the change (Enter)"), lambda t, c: t.apply(c)),
        ("discard", tr("Drops the change (Esc)"), lambda t, c: t.cancel(c)),
    )


class TransformOptions(QWidget):
    """Fields and buttons beside the tool's name."""

    def __init__(self) -> None:
        super().__init__()
        self._canvas: CanvasView | None = None
        self.across = _field(tr("Width"), tr("Width, of what it was"), 1, 10_000, " %")
        self.tall = _field(tr("Height"), tr("Height, of what it was"), 1, 10_000, " %")
        self.angle = _field(tr("Angle"), tr("How far it is turned, clockwise"), -360, 360, "°")
        self.even = icon_button("lock", tr("Keep proportions"), side=16)
        self.even.setCheckable(True)
        self.even.setChecked(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for widget in (self.across, self.even, self.tall, self.angle):
            layout.addWidget(widget)
        layout.addSpacing(8)
        for name, help, act in _buttons():
            button = icon_button(name, help, side=18)
            button.clicked.connect(lambda _=False, act=act: self._ask(act))
            if name == "apply":
                layout.addSpacing(10)
            layout.addWidget(button)

    def serve(self, canvas: CanvasView) -> None:
        """The canvas whose transform tool does it."""
        self._canvas = canvas
        tool = next(one for one in canvas.tools if isinstance(one, TransformTool))
        self.across.valueChanged.connect(lambda value: self._set(across=value / 100))
        self.tall.valueChanged.connect(lambda value: self._set(tall=value / 100))
        self.angle.valueChanged.connect(lambda value: self._set(degrees=value))
        canvas.toolTold.connect(lambda: self._show(tool, canvas))

    def _set(self, **numbers: float) -> None:
        even = self.even.isChecked()
        self._ask(lambda tool, canvas: tool.set_numbers(canvas, even=even, **numbers))

    def _show(self, tool: TransformTool, canvas: CanvasView) -> None:
        if canvas.tool != tool.id:
            return
        frame = tool.frame
        for field, value in (
            (self.across, 100.0 if frame is None else frame.across * 100),
            (self.tall, 100.0 if frame is None else frame.tall * 100),
            (self.angle, 0.0 if frame is None else frame.degrees),
        ):
            field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(False)

    def _ask(self, act: Act) -> None:
        canvas = self._canvas
        if canvas is not None:
            canvas.ask_tool(
                lambda tool: act(tool, canvas) if isinstance(tool, TransformTool) else None
            )


def _field(name: str, help: str, least: float, most: float, suffix: str) -> DecimalBox:
    field = DecimalBox(100.0 if suffix == " %" else 0.0, least, most, decimals=1, suffix=suffix)
    field.setAccessibleName(name)
    field.setToolTip(help)
    field.setKeyboardTracking(False)
    field.setMinimumWidth(86)
    return field
