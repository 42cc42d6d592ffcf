"""A document's layers as a list: which rows there are, what stands in them, what is dragged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from core.document import commands, tree
from core.document.document import Change, Document, Kind
from core.document.edit import Command
from core.document.layers import (
    AdjustmentLayer,
    GroupLayer,
    Layer,
    LayerMask,
    MaskLayer,
    Picture,
    RasterLayer,
    RegionLayer,
    SketchLayer,
)
from core.pixels.blend import BlendMode
from core.words.short import in_short
from widgets.layer_thumbnails import thumbnail
from widgets.words import told, tr

LAYER = Qt.ItemDataRole.UserRole + 1
_MIME = "application/x-underpaint-layer"
LAYERS = "application/x-underpaint-layers"
"""Says that whole layers were copied or are dragged, and under which key, as JSON."""
_THUMBNAIL_DELAY = 250

Index = QModelIndex | QPersistentModelIndex


def about(layer: Layer) -> str:
    """The second line of a row: what kind of layer it is, and what is special about it."""
    words: list[str] = []
    if isinstance(layer, MaskLayer) and not layer.name.startswith("Mask"):
        words.append(tr("Mask"))
    elif isinstance(layer, LayerMask) and not layer.name.startswith("Layer mask"):
        words.append(tr("Layer mask"))
    elif isinstance(layer, SketchLayer):
        words.append(tr("Not exported"))
    elif isinstance(layer, RegionLayer):
        words.append(" ".join(layer.prompt.split()) or tr("Region without a prompt"))
    elif isinstance(layer, AdjustmentLayer):
        if not layer.name.startswith(title := tr(layer.adjustment.title)):
            words.append(title)
    elif isinstance(layer, GroupLayer) and layer.through:
        words.append(tr("Passes through"))
    elif isinstance(layer, RasterLayer | GroupLayer) and layer.blend is not BlendMode.NORMAL:
        words.append(tr(layer.blend.label))
    if isinstance(layer, Picture) and layer.clipped:
        words.append(tr("Clipped"))
    if keeps_alpha(layer):
        words.append(tr("Transparency locked"))
    if layer.opacity < 1 and not isinstance(layer, MaskLayer | RegionLayer | LayerMask):
        words.append(f"{round(layer.opacity * 100)} %")
    return " · ".join(words)


class LayerModel(QAbstractListModel):
    """A document's layers, the topmost in row 0. `perform` does commands and tells refusals."""

    again_wanted = Signal(str)
    covered_wanted = Signal(str, object)
    """What a layer covers is to be selected, and how it joins the selection (a Combine)."""

    def __init__(self, perform: Callable[[Command], bool], parent: QWidget) -> None:
        super().__init__(parent)
        self._perform = perform
        self.offered: Callable[[Sequence[str]], QMimeData] = lambda _: QMimeData()
        """What others get of layers that are dragged, by their ids."""
        self._document: Document | None = None
        self._layers: list[Layer] = []
        self._depths: dict[str, int] = {}
        self._folded: set[str] = set()
        self._pixmaps: dict[str, QPixmap] = {}
        self._stale: set[str] = set()
        self._changes: dict[str, Sequence[str]] = {}
        self._alone: tuple[str, frozenset[str]] | None = None
        """The layer that is shown alone, and those that were hidden for it."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_THUMBNAIL_DELAY)
        self._timer.timeout.connect(self._redraw_thumbnails)

    def show_document(self, document: Document) -> None:
        self.beginResetModel()
        self._document = document
        self._folded.clear()
        self._alone = None
        self._layers = self._unfolded()
        self._pixmaps.clear()
        self._stale.clear()
        self._changes.clear()
        self.endResetModel()

    def show_changes(self, changes: Mapping[str, Sequence[str]]) -> None:
        """What has changed of that which generated layers were made from, by their ids."""
        before, self._changes = self._changes, dict(changes)
        for row, layer in enumerate(self._layers):
            if before.get(layer.id) != self._changes.get(layer.id):
                self.dataChanged.emit(self.index(row), self.index(row))

    def is_out_of_date(self, layer: Layer) -> bool:
        """Whether a generated layer was made from what is not as it was."""
        return layer.id in self._changes

    def about(self, layer: Layer) -> str:
        """The second line of a layer's row."""
        words = [tr("Out of date")] if self.is_out_of_date(layer) else []
        return " · ".join(filter(None, (*words, about(layer))))

    def _help(self, layer: Layer) -> str:
        lines = [layer.name, about(layer)]
        if isinstance(layer, RasterLayer) and layer.origin is not None:
            settings = layer.origin.settings
            words = in_short(settings.prompt, 80)
            lines.append(told(f"Generated with seed {settings.seed}: {words}"))
            if self.is_out_of_date(layer):
                lines += [tr("Out of date:"), *(f"•  {line}" for line in self._changes[layer.id])]
                lines.append(tr("The arrow makes it again from what is there now."))
            else:
                lines.append(tr("The arrow makes it again with another seed."))
        return "\n".join(filter(None, lines))

    def changed(self, change: Change) -> None:
        """Takes over what the document says has changed."""
        assert self._document is not None
        depths = self._depths
        new = self._unfolded()
        known = [layer.id for layer in self._layers]
        if [layer.id for layer in new] != known or self._depths != depths:
            self.beginResetModel()
            self._layers = new
            self.endResetModel()
        elif Kind.PROPERTIES in change.kinds:
            self._layers = new
            for row, layer in enumerate(new):
                if layer.id in change.layers:
                    self.dataChanged.emit(self.index(row), self.index(row))
        else:
            self._layers = new
        if change.kinds & {Kind.PIXELS, Kind.PROPERTIES, Kind.SIZE}:
            everything = {layer.id for layer in new}
            self._stale |= everything if Kind.SIZE in change.kinds else set(change.layers)
            if not self._timer.isActive():
                self._timer.start()

    def _unfolded(self) -> list[Layer]:
        """The layers that have a row, topmost first."""
        assert self._document is not None
        layers = self._document.layers
        self._folded &= {layer.id for layer in layers}
        found: list[Layer] = []
        self._depths = {}
        for layer in layers:
            above = list(tree.ancestors(layers, layer))
            if not any(one.id in self._folded for one in above):
                found.append(layer)
                self._depths[layer.id] = len(above)
        return found[::-1]

    def depth_of(self, layer: Layer) -> int:
        """In how many others a layer lies."""
        return self._depths.get(layer.id, 0)

    def is_folded(self, layer: Layer) -> bool:
        """Whether what lies in a group has no rows."""
        return layer.id in self._folded

    def fold(self, layer_id: str, folded: bool) -> None:
        """Hides or shows the rows of what lies in a group."""
        if folded == (layer_id in self._folded):
            return
        (self._folded.add if folded else self._folded.discard)(layer_id)
        self.beginResetModel()
        self._layers = self._unfolded()
        self.endResetModel()

    def reveal(self, layer_id: str) -> None:
        """Unfolds the groups that a layer lies in."""
        assert self._document is not None
        layers = self._document.layers
        layer = next((one for one in layers if one.id == layer_id), None)
        for above in [] if layer is None else list(tree.ancestors(layers, layer)):
            self.fold(above.id, folded=False)

    def _redraw_thumbnails(self) -> None:
        if self._document is not None and self._document.stroke is not None:
            self._timer.start()
            return
        stale, self._stale = self._stale, set()
        for id in stale:
            self._pixmaps.pop(id, None)
        for row, layer in enumerate(self._layers):
            if layer.id in stale:
                self.dataChanged.emit(self.index(row), self.index(row))

    def thumbnail_of(self, layer: Layer, ratio: float) -> QPixmap:
        pixmap = self._pixmaps.get(layer.id)
        if pixmap is None or pixmap.devicePixelRatio() != ratio:
            assert self._document is not None
            pixmap = self._pixmaps[layer.id] = thumbnail(layer, self._document.size, ratio)
        return pixmap

    def layer_at(self, index: Index) -> Layer | None:
        return self._layers[index.row()] if 0 <= index.row() < len(self._layers) else None

    def layer_at_row(self, row: int) -> Layer | None:
        return self._layers[row] if 0 <= row < len(self._layers) else None

    def row_of(self, layer_id: str | None) -> int:
        rows = (row for row, layer in enumerate(self._layers) if layer.id == layer_id)
        return next(rows, -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._layers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        layer = self.layer_at(index)
        if layer is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return layer.name
        if role == LAYER:
            return layer
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if layer.visible else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = ("" if layer.visible else tr(", hidden")) + (
                tr(", locked") if layer.locked else ""
            )
            kind = tr("Group") if isinstance(layer, GroupLayer) else tr("Picture")
            return f"{layer.name}, {self.about(layer) or kind}{state}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._help(layer)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        layer = self.layer_at(index)
        if layer is None:
            return False
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._perform(commands.SetLayer(layer.id, visible=not layer.visible))
        if role == Qt.ItemDataRole.EditRole and str(value).strip() not in ("", layer.name):
            return self._perform(commands.SetLayer(layer.id, name=str(value).strip()))
        return False

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flag = Qt.ItemFlag
        return (
            flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsEditable
            | flag.ItemIsUserCheckable | flag.ItemIsDragEnabled | flag.ItemNeverHasChildren
        )  # fmt: skip

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        return [_MIME, LAYERS]

    def mimeData(self, indexes: Any) -> QMimeData:
        assert self._document is not None
        chosen = [layer.id for i in indexes if (layer := self.layer_at(i)) is not None]
        ids = tree.outermost(self._document.layers, chosen)
        data = self.offered(ids)
        data.setData(_MIME, " ".join(ids).encode())
        return data

    def place_of(self, index: Index, below: bool) -> tuple[str | None, bool]:
        """Above which layer something comes to lie that is dropped on a row, or under it where it
        is `below` its middle, and whether it comes to lie in it; None: below all."""
        layer = self.layer_at(index)
        if layer is None:
            return None, False
        if not below:
            return layer.id, False
        if isinstance(layer, GroupLayer) and not self.is_folded(layer):
            return layer.id, True
        under = self.layer_at_row(index.row() + 1)
        return (None if under is None else under.id), False

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        if not data.hasFormat(_MIME):
            return False
        dragged = bytes(data.data(_MIME).data()).decode().split()
        onto = self.layer_at(parent) if parent.isValid() else None
        if isinstance(onto, GroupLayer) or (onto is not None and self._are_masks(dragged)):
            self._perform(commands.PutLayers(tuple(dragged), onto.id, into=True))
        else:
            self.move_to_row(dragged, parent.row() if row < 0 and parent.isValid() else row)
        # The document has moved the layers; False keeps the view from removing rows as well.
        return False

    def move_to_row(self, dragged: Sequence[str], row: int) -> None:
        """Moves layers to just above what is in `row` now; beyond the rows: below everything."""
        target = self._layers[row].id if 0 <= row < len(self._layers) else None
        self._perform(commands.PutLayers(tuple(dragged), target))

    def _are_masks(self, ids: Sequence[str]) -> bool:
        return all(isinstance(layer, LayerMask) for layer in self._layers if layer.id in ids)

    def toggle(self, rows: Sequence[int], layer: Layer, name: str) -> None:
        """Turns a property of the layers of some rows the other way round than it is for one."""
        value = not getattr(layer, name)
        ids = [self._layers[row].id for row in sorted(rows)]
        steps = [commands.SetLayer(layer_id, **{name: value}) for layer_id in ids]
        if len(steps) == 1:
            self._perform(steps[0])
        elif steps:
            text = steps[0].text.replace("layer", "layers")
            self._perform(commands.Together(tuple(steps), text))

    def show_alone(self, layer: Layer) -> None:
        """Hides all pictures but one, what it lies in and what lies in it; asked for the same one
        again, it shows those that it has hidden."""
        assert self._document is not None
        layers = self._document.layers
        if self._alone is not None and self._alone[0] == layer.id:
            back = [one.id for one in layers if one.id in self._alone[1] and not one.visible]
            if back:
                self._alone = None
                shown = tuple(commands.SetLayer(one, visible=True) for one in back)
                self._perform(commands.Together(shown, text="Show all"))
                return
        kept = {one.id for one in (*tree.block(layers, layer.id), *tree.ancestors(layers, layer))}
        # Masks, and what is clipped, are hidden with what they belong to.
        others = [
            one.id
            for one in layers
            if isinstance(one, Picture) and one.visible and one.id not in kept
            and not any(above.id not in kept for above in tree.ancestors(layers, one))
        ]  # fmt: skip
        hidden = [one.id for one in (layer, *tree.ancestors(layers, layer)) if not one.visible]
        steps = [commands.SetLayer(one, visible=False) for one in others]
        steps += [commands.SetLayer(one, visible=True) for one in hidden]
        if steps and self._perform(commands.Together(tuple(steps), text="Show alone")):
            self._alone = layer.id, frozenset(others)


def keeps_alpha(layer: Layer) -> bool:
    """Whether paint changes colours alone."""
    return isinstance(layer, RasterLayer) and layer.alpha_locked
