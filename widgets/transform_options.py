"""What the transform tool does at a click: turns, flips, done, dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets.buttons import icon_button
from widgets.canvas.tools.transform import TransformTool
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
    """Buttons beside the tool's name."""

    def __init__(self) -> None:
        super().__init__()
        self._canvas: CanvasView | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for name, help, act in _buttons():
            button = icon_button(name, help, side=18)
            button.clicked.connect(lambda _=False, act=act: self._ask(act))
            if name == "apply":
                layout.addSpacing(10)
            layout.addWidget(button)

    def serve(self, canvas: CanvasView) -> None:
        """The canvas whose transform tool does it."""
        self._canvas = canvas

    def _ask(self, act: Act) -> None:
        canvas = self._canvas
        if canvas is not None:
            canvas.ask_tool(
                lambda tool: act(tool, canvas) if isinstance(tool, TransformTool) else None
            )
