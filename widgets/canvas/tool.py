"""What a tool is: a small object that turns the pointer into changes of the document.

A tool is one file in `tools/` with a `TOOL`; it is found by itself. The canvas calls `press`,
`move` and `release` with one button held, `hover` without, `flush` once a frame while the tool has
asked for one (`canvas.request_frame()`), and `cancel` on Escape or when the contact is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor, QKeyEvent, QPainter

from core.pixels.brush import Brush

from .pointer import Pointer

if TYPE_CHECKING:
    from .view import CanvasView


class Tool:
    """Does nothing; tools override what they need. `UserError`s raised here reach the artist."""

    id: ClassVar[str] = ""
    title: ClassVar[str] = ""
    help: ClassVar[str] = ""
    """One line for the tool's button and the status line."""
    shortcut: ClassVar[str] = ""
    """The key that artists know for it from other programs."""
    order: ClassVar[int] = 0
    """Its place in the tool bar."""
    line: ClassVar[bool] = False
    """Whether a line above it parts it from tools of another kind."""
    brush: ClassVar[Brush | None] = None
    """The brush it begins with; None for a tool that has none. The canvas keeps the current one."""
    picks_colour: ClassVar[bool] = False
    """Alt makes an eyedropper of it for as long as it is held."""
    second_button: ClassVar[bool] = False
    """Whether the right button presses too; else it is left to the window."""
    repeats: ClassVar[bool] = False
    """Whether the symmetry of strokes counts for what it draws, too."""
    all_handles: ClassVar[bool] = True
    """Whether the sides of boxes can be taken, or only their corners (tools that paint)."""

    @property
    def busy(self) -> bool:
        """Whether a press has begun something that is not done yet."""
        return False

    def instead(self, canvas: CanvasView, pointer: Pointer) -> Tool | None:
        """Another tool that a press there, with these keys, is for."""
        return None

    def cursor(self, canvas: CanvasView) -> QCursor:
        """What the pointer looks like over the canvas."""
        return QCursor(Qt.CursorShape.ArrowCursor)

    def press(self, canvas: CanvasView, pointer: Pointer) -> None: ...

    def move(self, canvas: CanvasView, pointer: Pointer) -> None: ...

    def release(self, canvas: CanvasView, pointer: Pointer) -> None: ...

    def hover(self, canvas: CanvasView, pointer: Pointer) -> None: ...

    def cancel(self, canvas: CanvasView) -> None: ...

    def flush(self, canvas: CanvasView) -> None: ...

    def key(self, canvas: CanvasView, event: QKeyEvent) -> bool:
        """A key that the tool may use; True when it did."""
        return False

    def claims(self, event: QKeyEvent) -> bool:
        """Whether the key is the tool's even if it is a shortcut of the window."""
        return False

    def left(self, canvas: CanvasView) -> None:
        """The pointer left the canvas."""

    @property
    def undo_text(self) -> str:
        """What `undo` takes back of something begun, as a step is called; empty: nothing is."""
        return ""

    @property
    def redo_text(self) -> str:
        """What `redo` does again; empty: nothing. What is begun comes before the document's steps:
        tools that have such tell `canvas.begunChanged` when it changes."""
        return ""

    def undo(self, canvas: CanvasView) -> None:
        """Takes back the last of what was done since something was begun."""

    def redo(self, canvas: CanvasView) -> None: ...

    def forget(self, canvas: CanvasView) -> None:
        """A step of the document is undone: what `redo` would do again came after it."""

    def take_up(self, canvas: CanvasView) -> None:
        """The tool was chosen."""

    def put_away(self, canvas: CanvasView) -> None:
        """Another tool was chosen."""
        self.cancel(canvas)

    def paint(self, canvas: CanvasView, painter: QPainter) -> None:
        """Draws over the canvas, in widget pixels; the painter is clipped to what is dirty."""
