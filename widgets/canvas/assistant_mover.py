"""Places assistants, and takes their points along with the pointer."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor

from core.document import commands
from core.document.assistants import Assistant, ParallelLines, VanishingPoint

from .assisting import Handle
from .pointer import Pointer
from .tool import Tool

if TYPE_CHECKING:
    from .view import CanvasView

_SMALLEST = 8.0
"""Widget pixels: a shorter line says no direction."""


class AssistantMover(Tool):
    """Acts for the move tool on a handle, and once for any tool when an assistant is to be placed.
    Alt takes one away that is clicked."""

    def __init__(self) -> None:
        self.placing: type[Assistant] | None = None
        """What the next press places."""
        self._handle: Handle | None = None
        self._new = False

    @property
    def busy(self) -> bool:
        return self.placing is not None or self._handle is not None

    def cursor(self, canvas: CanvasView) -> QCursor:
        placing = self.placing is not None
        return QCursor(Qt.CursorShape.CrossCursor if placing else Qt.CursorShape.SizeAllCursor)

    def press(self, canvas: CanvasView, pointer: Pointer) -> None:
        there = canvas.document.guides.assistants
        if self.placing is not None:
            new: Assistant = VanishingPoint(pointer.at)
            if self.placing is ParallelLines:
                new = ParallelLines(pointer.at, pointer.at)
            self._handle = Handle(len(there), len(new.points) - 1)
            self._new, self.placing = True, None
            canvas.assisting.drag((*there, new))
            return
        self._handle, self._new = canvas.assisting.hit(pointer.place), False
        if self._handle is not None and pointer.alt:
            number, self._handle = self._handle.number, None
            left = there[:number] + there[number + 1 :]
            guides = canvas.document.guides.with_assistants(left)
            canvas.document.perform(commands.SetGuides(guides, text="Remove assistant"))

    def move(self, canvas: CanvasView, pointer: Pointer) -> None:
        if self._handle is None:
            return
        number, point = self._handle
        there = list(canvas.assisting.shown)
        there[number] = there[number].with_point(point, canvas.snapping.place(pointer))
        canvas.assisting.drag(tuple(there))

    def release(self, canvas: CanvasView, pointer: Pointer) -> None:
        self.move(canvas, pointer)
        there, handle, new = canvas.assisting.dragged, self._handle, self._new
        self.cancel(canvas)
        if there is None or handle is None:
            return
        ends = there[handle.number].points
        if len(ends) == 2 and math.dist(*ends) * canvas.transform.scale < _SMALLEST:
            return
        guides = canvas.document.guides.with_assistants(there)
        if new:
            canvas.document.perform(commands.SetGuides(guides, text="Add assistant"))
        else:
            canvas.document.perform(commands.SetGuides(guides, text="Move assistant"))

    def cancel(self, canvas: CanvasView) -> None:
        self.placing = self._handle = None
        canvas.assisting.drag(None)
