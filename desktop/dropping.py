"""What is dropped on the window becomes a layer, a document, a recipe or a model, by its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from core.errors import UserError
from widgets.models.dropped import weights_in
from widgets.words import tr

if TYPE_CHECKING:
    from desktop.window import Window


def take_drop(window: Window, event: QDropEvent) -> None:
    """On the canvas a picture becomes a layer, or with Shift a reference beside it; on the
    generate panel its recipe is taken over; elsewhere, or with Ctrl, it opens as a document.
    Weights are taken in as models, wherever they are dropped, and layers of another window come to
    lie where they lay there."""
    if window.clipboard.take(event.mimeData()):
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
    elif _taken(window, event):
        event.acceptProposedAction()
    else:
        remedy = tr("Drop a picture, a project (.ora, .psd), or a model (.safetensors).")
        window.tell(UserError("This cannot be opened.", remedy))


def _taken(window: Window, event: QDropEvent) -> bool:
    data, modifiers = event.mimeData(), event.modifiers()
    if _is_over(window, window.generate_panel, event) and window.files.drop_recipe(data):
        return True
    if weights := weights_in(data):
        window.models.take_in(weights)
        return True
    on_canvas = _is_over(window, window.canvas, event) and not window.start.shown
    pins = bool(modifiers & Qt.KeyboardModifier.ShiftModifier) or window.canvas.tool == "reference"
    if on_canvas and pins and window.pinning.take(data):
        return True
    as_layer = on_canvas and not modifiers & Qt.KeyboardModifier.ControlModifier
    return window.files.drop(data, as_layer=as_layer)


def _is_over(window: Window, widget: QWidget, event: QDropEvent) -> bool:
    at = widget.mapFrom(window, event.position().toPoint())
    return widget.isVisible() and widget.rect().contains(at)
