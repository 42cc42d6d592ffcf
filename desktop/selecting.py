"""What the Select menu does: all and none, masks and layers, and the selection's edge."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from core.document import commands
from core.document.layers import Layer, MaskLayer, fresh_name
from core.document.selection import Combine, Selection
from core.document.state import Snapshot
from widgets.words import tr

if TYPE_CHECKING:
    from core.document.document import Document
    from desktop.window import Window


class Selecting:
    """Works on the window's document. What takes long is found in the background."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._dropped: Selection | None = None
        self._seen: Selection | None = None

    @property
    def document(self) -> Document:
        return self._window.document

    @property
    def any(self) -> bool:
        """Whether anything is selected."""
        return self.document.selection is not None

    # All, none and back ---------------------------------------------------------------------

    def show_document(self) -> None:
        """Another document has come: what was deselected in the last one is not its."""
        self._dropped, self._seen = None, self.document.selection

    def selection_changed(self) -> None:
        """Remembers what is deselected, by whatever means."""
        selection = self.document.selection
        if selection is None and self._seen is not None:
            self._dropped = self._seen
        self._seen = selection

    def all(self) -> None:
        self._set(Selection.all(self.document.size), "Select all")

    def none(self) -> None:
        self._set(None, "Deselect")

    @property
    def can_reselect(self) -> bool:
        """Whether something was deselected that still fits the canvas."""
        dropped = self._dropped
        return not self.any and dropped is not None and dropped.size == self.document.size

    def again(self) -> None:
        """Selects what was deselected last."""
        if self.can_reselect:
            self._set(self._dropped, "Reselect")

    def invert(self) -> None:
        """What was not selected; everything when nothing was."""
        selection = self.document.selection
        if selection is None:
            self.all()
        else:
            self._set(selection.inverted(), "Invert selection")

    # Layers and masks -----------------------------------------------------------------------

    @property
    def has_opacity(self) -> bool:
        """Whether the active layer has pixels that cover something."""
        active = self.document.active
        return active is not None and (active.grid is not None or not active.bounds().is_empty)

    def from_opacity(self) -> None:
        """Selects what the active layer covers, as far as it covers it."""
        active = self.document.active
        if active is not None:
            self.cover(active.id)

    def cover(self, layer_id: str, how: Combine = Combine.REPLACE) -> None:
        """Selects what a layer covers, together with what is selected."""

        def found(seen: Snapshot) -> Selection:
            return _covered(seen.layer(layer_id), seen)

        self._window.canvas.finder.find(self.document, found, how, tr("Select layer's opacity"))

    @property
    def has_mask(self) -> bool:
        return any(isinstance(layer, MaskLayer) for layer in self.document.layers)

    def from_mask(self) -> None:
        """Selects what the active mask covers, or else all masks that are shown."""
        active = self.document.active
        masks = [layer for layer in self.document.layers if isinstance(layer, MaskLayer)]
        if isinstance(active, MaskLayer):
            ids = [active.id]
        else:
            ids = [mask.id for mask in masks if mask.visible]
        if not ids:
            return

        def united(seen: Snapshot) -> Selection:
            result = Selection.from_layer(seen.layer(ids[0]))
            for layer_id in ids[1:]:
                result = result.added(Selection.from_layer(seen.layer(layer_id)))
            return result

        self._find(united, "Select mask")

    def to_mask(self) -> None:
        """A mask that covers what is selected."""
        selection = self.document.selection
        if selection is not None:
            name = fresh_name(tr("Mask"), self.document.layers)
            mask = MaskLayer(name=name, opacity=0.5, coverage=selection.coverage.snapshot())
            command = commands.AddLayer(mask, len(self.document.layers), text="Mask from selection")
            self._window.edit.perform(command)

    def to_region(self) -> None:
        """A region of the shape that is selected; its prompt is waited for."""
        selection = self.document.selection
        if selection is not None:
            self._window.layers.add_region(selection.coverage.snapshot())

    def colour_range(self) -> None:
        """Asks which colours to select."""
        from desktop.colour_range_dialog import ColourRangeDialog

        ColourRangeDialog(self._window, self._window.canvas).show()

    # The edge -------------------------------------------------------------------------------

    def grow(self) -> None:
        self._ask("grow")

    def shrink(self) -> None:
        self._ask("shrink")

    def feather(self) -> None:
        self._ask("feather")

    def border(self) -> None:
        self._ask("border")

    def _ask(self, id: str) -> None:
        from desktop.edge_dialog import EDGES, EdgeDialog

        if self.any:
            edge = next(edge for edge in EDGES if edge.id == id)
            EdgeDialog(self._window, self._window.canvas, edge).open()

    def toggle_quick_mask(self) -> None:
        canvas = self._window.canvas
        canvas.set_quick_mask(not canvas.quick_mask)

    # ----------------------------------------------------------------------------------------

    def _set(self, selection: Selection | None, said: str) -> None:
        self._window.edit.perform(commands.SetSelection(selection, said))

    def _find(self, find: Callable[[Snapshot], Selection], said: str) -> None:
        self._window.canvas.finder.find(self.document, find, said=said)


def _covered(layer: Layer, seen: Snapshot) -> Selection:
    if layer.grid is None:
        return Selection.rectangle(seen.size, layer.bounds())
    return Selection.from_layer(layer)
