"""Layers, masks, regions and sketches in one list, with what can be set of the active one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from types import UnionType
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.document import commands, tree
from core.document.document import Change, Document, Kind
from core.document.edit import Command
from core.document.layers import (
    LABELS,
    AdjustmentLayer,
    GroupLayer,
    Layer,
    LayerMask,
    MaskLayer,
    Picture,
    RasterLayer,
    RegionLayer,
    SketchLayer,
    fresh_name,
)
from core.errors import UserError
from core.geometry import Rect
from core.pixels.blend import GROUPS, BlendMode
from core.pixels.tiles import TileGrid
from widgets.adjustment_editor import AdjustmentEditor
from widgets.layer_list import LayerList
from widgets.layer_model import LayerModel
from widgets.layer_row import LABEL_COLOURS
from widgets.prompt_field import PromptField
from widgets.section import MARGIN, SPACING
from widgets.value_slider import ValueSlider
from widgets.words import tr

if TYPE_CHECKING:
    from core.pixels.adjustment import Adjustment
    from core.words.vocabulary import Vocabulary
    from widgets.techniques.form import Form

REGION_COLOURS = (
    (90, 160, 240),
    (240, 140, 70),
    (120, 200, 110),
    (215, 110, 200),
    (230, 200, 80),
    (100, 205, 205),
)


SubMenu = tuple[str, Sequence[QAction]]
"""The title of a menu in a menu, and what it offers."""


class LayersPanel(QWidget):
    """Every change is a command of the document; `refused` tells the artist why one is not."""

    refused = Signal(object)
    chosen_changed = Signal()
    """Other layers are chosen together."""
    again_wanted = Signal(str)
    """The id of a generated layer that is to be made again."""
    covered_wanted = Signal(str, object)
    """What the layer with this id covers is to be selected, and how (a Combine)."""
    dropped = Signal(object, object)
    """What was dragged here from another window (its data), and where it was dropped: above which
    layer, or None, and whether into it."""
    learned_wanted = Signal(str)
    """A learned file whose word was taken into a region's prompt."""

    def __init__(self) -> None:
        super().__init__()
        self._document: Document | None = None
        self._disconnect: Callable[[], None] = lambda: None
        self._following = False
        self._menu_actions: Sequence[QAction | SubMenu | None] = ()
        self._vocabulary: Vocabulary | None = None
        self._model = LayerModel(self.perform, self)
        self._model.again_wanted.connect(self.again_wanted)
        self._model.covered_wanted.connect(self.covered_wanted)
        self.list = LayerList(self._model)
        self.list.dropped.connect(lambda data, at, into: self.dropped.emit(data, (at, into)))
        self._blend = QComboBox()
        self._blend.setAccessibleName(tr("Blend mode"))
        self._blend.setToolTip(tr("How the layer's colours meet what lies below"))
        for group in GROUPS:
            if self._blend.count():
                self._blend.insertSeparator(self._blend.count())
            for mode in group:
                self._blend.addItem(tr(mode.label), mode)
        self._blend.setMaxVisibleItems(self._blend.count())
        self._opacity = ValueSlider(
            tr("Opacity"),
            0,
            100,
            100,
            unit=" %",
            help=tr("How much of what lies below shows through"),
        )
        self._lock = QToolButton()
        self._lock.setCheckable(True)
        self._adjustment = AdjustmentEditor()
        self._adjustment.edited.connect(self._set_adjustment)
        self._buttons = QHBoxLayout()
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._buttons.setSpacing(1)
        top = QHBoxLayout()
        top.setSpacing(SPACING)
        top.addWidget(self._blend, 1)
        top.addWidget(self._opacity, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 4, MARGIN, SPACING)
        layout.setSpacing(SPACING)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._adjustment)
        layout.addLayout(self._buttons)
        self.list.selectionModel().currentChanged.connect(self._chosen)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())
        self._blend.activated.connect(self._blend_picked)
        self._opacity.picked.connect(lambda value: self._set(opacity=value / 100))

    @cached_property
    def _region(self) -> _RegionEditor:
        """Made with the first region."""
        editor = _RegionEditor()
        editor.hide()
        for field in (editor.prompt, editor.negative):
            field.learned_taken.connect(self.learned_wanted)
            field.vocabulary = self._vocabulary
        editor.edited.connect(lambda field, value: self._set(**{field: value}))
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.indexOf(self._adjustment), editor)
        return editor

    def sizeHint(self) -> QSize:
        return QSize(270, 360)

    def set_actions(self, actions: Sequence[QAction | None]) -> None:
        """The buttons below the list; None is a gap."""
        for action in actions:
            if action is None:
                self._buttons.addStretch()
                continue
            button = QToolButton()
            button.setDefaultAction(action)
            button.setIconSize(QSize(18, 18))
            # Eleven of Qt's own width would take more than the list needs; on a small screen the
            # canvas needs the room.
            button.setMinimumWidth(21)
            button.setMaximumWidth(26)
            button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setAccessibleName(action.text().replace("&", ""))
            self._buttons.addWidget(button)
        delete = next((a for a in actions if a is not None and a.objectName() == "delete_layer"),
                      None)  # fmt: skip
        if delete is not None:
            key = QAction(self.list)
            key.setShortcut(Qt.Key.Key_Delete)
            key.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            key.triggered.connect(delete.trigger)
            self.list.addAction(key)

    def set_menu(self, actions: Sequence[QAction | SubMenu | None]) -> None:
        """What a right click on the list offers; None is a line."""
        self._menu_actions = actions
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._open_menu)

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self._menu_actions:
            if action is None:
                menu.addSeparator()
            elif isinstance(action, QAction):
                menu.addAction(action)
            else:
                menu.addMenu(action[0]).addActions(action[1])
        labels = menu.addMenu(tr("Label"))
        for label in ("", *LABELS):
            picture = QPixmap(14, 14)
            picture.fill(QColor(LABEL_COLOURS[label]) if label else Qt.GlobalColor.transparent)
            made = labels.addAction(QIcon(picture), label.capitalize() or tr("None"))
            made.triggered.connect(lambda _=False, label=label: self.label(label))
        menu.popup(self.list.mapToGlobal(at))

    def set_offered(self, offered: Callable[[Sequence[str]], QMimeData]) -> None:
        """What others get of layers that are dragged out of the list, by their ids."""
        self._model.offered = offered

    def set_vocabulary(self, vocabulary: Vocabulary) -> None:
        """Which words complete themselves while a region's prompt is typed."""
        self._vocabulary = vocabulary
        if "_region" in vars(self):
            self._region.prompt.vocabulary = self._region.negative.vocabulary = vocabulary

    def show_changes(self, changes: Mapping[str, Sequence[str]]) -> None:
        """Which generated layers are out of date, and what has changed for each."""
        self._model.show_changes(changes)

    # The document ---------------------------------------------------------------------------

    def show_document(self, document: Document) -> None:
        """Shows and follows another document."""
        self._disconnect()
        self._document = document
        self._disconnect = document.changed.connect(self._changed)
        self._model.show_document(document)
        self._follow_active()

    def _changed(self, change: Change) -> None:
        if change.kinds == {Kind.PIXELS} or change.kinds & {
            Kind.LAYERS, Kind.PROPERTIES, Kind.SIZE, Kind.PIXELS,
        }:  # fmt: skip
            chosen = set(self._listed())
            self._model.changed(change)
            if len(chosen) > 1 and self.active is not None and self.active.id in chosen:
                self._choose(chosen)
        if change.kinds & {Kind.LAYERS, Kind.ACTIVE, Kind.PROPERTIES}:
            self._follow_active()
        if Kind.ACTIVE in change.kinds:
            self.chosen_changed.emit()

    def _choose(self, layer_ids: Collection[str]) -> None:
        """Has these layers chosen together, as far as they are there: the list forgets them when
        their order changes."""
        if set(self._listed()) == layer_ids:
            return
        self._follow_active()
        flag = QItemSelectionModel.SelectionFlag.Select
        for layer_id in layer_ids:
            row = self._model.row_of(layer_id)
            if row >= 0:
                self.list.selectionModel().select(self._model.index(row), flag)

    def perform(self, command: Command) -> bool:
        """Does a command; a refusal is told and False returned."""
        assert self._document is not None
        try:
            self._document.perform(command)
        except UserError as error:
            self.refused.emit(error)
            return False
        return True

    def _follow_active(self) -> None:
        assert self._document is not None
        active = self._document.active
        if active is not None:
            self._model.reveal(active.id)
        row = self._model.row_of(active.id if active is not None else None)
        index = self._model.index(row) if row >= 0 else QModelIndex()
        if self.list.currentIndex() != index:
            self._following = True
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(index, flag)
            if index.isValid():
                self.list.scrollTo(index)
            self._following = False
        self._show_properties(active)

    def _show_properties(self, layer: Layer | None) -> None:
        picture = isinstance(layer, RasterLayer | GroupLayer)
        self._opacity.setEnabled(layer is not None and not isinstance(layer, LayerMask))
        self._blend.setEnabled(picture)
        if layer is not None:
            self._opacity.show_value(round(layer.opacity * 100))
        mode = layer.blend if isinstance(layer, RasterLayer | GroupLayer) else BlendMode.NORMAL
        self._blend.setCurrentIndex(self._blend.findData(mode))
        region = layer if isinstance(layer, RegionLayer) else None
        if region is not None or "_region" in vars(self):
            self._region.show_region(region)
        adjustment = layer.adjustment if isinstance(layer, AdjustmentLayer) else None
        self._adjustment.show_adjustment(adjustment)

    def _chosen(self, index: QModelIndex) -> None:
        layer = self._model.layer_at(index)
        if not self._following and layer is not None and self._document is not None:
            self._document.activate(layer.id)

    @property
    def active(self) -> Layer | None:
        return None if self._document is None else self._document.active

    # What the buttons, menus and keys do ----------------------------------------------------

    @property
    def chosen_ids(self) -> tuple[str, ...]:
        """The layers that are chosen together, bottom to top; the active one when it is alone."""
        assert self._document is not None
        found = set(self._listed())
        if self.active is not None:
            found.add(self.active.id)
        return tuple(layer.id for layer in self._document.layers if layer.id in found)

    def _listed(self) -> list[str]:
        """The layers whose rows are selected in the list."""
        indexes = self.list.selectionModel().selectedIndexes()
        layers = (self._model.layer_at_row(row) for row in {index.row() for index in indexes})
        return [layer.id for layer in layers if layer is not None]

    def _together(self, steps: Sequence[Command], text: str) -> bool:
        """One step of several commands; one of them by itself keeps its own words."""
        if len(steps) == 1:
            return self.perform(steps[0])
        return bool(steps) and self.perform(commands.Together(tuple(steps), text))

    def _set(self, **properties: object) -> None:
        """Sets what is given of all chosen layers that have it."""
        assert self._document is not None
        chosen = [self._document.layer(layer_id) for layer_id in self.chosen_ids]
        fit = [layer for layer in chosen if all(hasattr(layer, name) for name in properties)]
        steps = [commands.SetLayer(layer.id, **properties) for layer in fit]
        self._together(steps, steps[0].text.replace("layer", "layers") if steps else "")

    @property
    def adjustment(self) -> AdjustmentEditor:
        """What the active layer adjusts, below the list."""
        return self._adjustment

    def _set_adjustment(self, adjustment: Adjustment) -> None:
        """Sets it of all chosen layers that adjust in this way."""
        alike = [
            commands.SetLayer(layer.id, adjustment=adjustment)
            for layer in self._chosen_of(AdjustmentLayer)
            if isinstance(layer, AdjustmentLayer) and type(layer.adjustment) is type(adjustment)
        ]
        self._together(alike, "Change adjustments")

    def has(self, property: str) -> bool:
        """Whether the active layer has a property, such as "clipped", and it is on."""
        return bool(getattr(self.active, property, False))

    def can(self, property: str) -> bool:
        """Whether the active layer has such a property."""
        return hasattr(self.active, property)

    def toggle(self, property: str) -> None:
        """Turns a property of the chosen layers on, or off where the active one has it on."""
        if self.can(property):
            self._set(**{property: not self.has(property)})

    def label(self, label: str) -> None:
        """Labels the chosen layers with a colour; empty: with none."""
        self._set(label=label)

    def _blend_picked(self) -> None:
        self._set(blend=BlendMode(self._blend.currentData()))

    def add_raster(self) -> None:
        """A layer to paint on, above the active one."""
        self._add(RasterLayer.empty, "Layer")

    def add_adjustment(self, kind: str) -> None:
        """A layer that changes the colours below it, where what is selected lets it."""
        assert self._document is not None
        from core.pixels.adjustments import KINDS

        adjustment = KINDS[kind]()
        name = fresh_name(tr(adjustment.title), self._document.layers)
        layer = AdjustmentLayer(name=name, adjustment=adjustment)
        steps: list[Command] = [commands.AddLayer(layer, text="Add adjustment")]
        if self._document.selection is not None:
            steps.append(commands.AddLayerMask(layer.id))
        self._together(steps, "Add adjustment")
        self._document.activate(layer.id)

    def add_sketch(self) -> None:
        self._add(SketchLayer.empty, "Sketch", on_top=True)

    def add_mask(self) -> None:
        self._add(MaskLayer.empty, "Mask", on_top=True)

    def add_region(self, coverage: TileGrid | None = None) -> None:
        """A region of a shape, or a box in the middle of the canvas; its prompt is waited for."""
        assert self._document is not None
        size = self._document.size
        middle = Rect(size.width // 4, size.height // 4, size.width // 2, size.height // 2)
        box = middle if coverage is None else None
        regions = [layer for layer in self._document.layers if isinstance(layer, RegionLayer)]
        colour = REGION_COLOURS[len(regions) % len(REGION_COLOURS)]
        name = fresh_name(tr("Region"), self._document.layers)
        region = RegionLayer(name=name, box=box, coverage=coverage, color=colour)
        if self.perform(commands.AddLayer(region, len(self._document.layers), text="Add region")):
            self.edit_region()

    def edit_region(self) -> None:
        """Puts the cursor into the prompt of the active region."""
        if isinstance(self.active, RegionLayer):
            self._region.prompt.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, make: Callable[..., Layer], name: str, *, on_top: bool = False) -> None:
        assert self._document is not None
        layer = make(self._document.size, fresh_name(tr(name), self._document.layers))
        place = len(self._document.layers) if on_top else None
        self.perform(commands.AddLayer(layer, place, text=f"Add {name.lower()}"))

    def duplicate(self) -> None:
        assert self._document is not None
        chosen = tree.outermost(self._document.layers, self.chosen_ids)
        self._together(
            [commands.DuplicateLayer(layer_id) for layer_id in chosen], "Duplicate layers"
        )

    def merge_down(self) -> None:
        """Merges the chosen layers, or the active one with what is below it."""
        if len(self.chosen_ids) > 1:
            self.perform(commands.MergeLayers(self.chosen_ids))
        elif self.active is not None:
            self.perform(commands.MergeDown(self.active.id))

    def merge_visible(self) -> None:
        self.perform(commands.MergeVisible())

    def flatten(self) -> None:
        self.perform(commands.Flatten())

    def remove(self) -> None:
        self._together(self._removals(), "Remove layers")

    def cut(self) -> None:
        """Takes away what was copied."""
        self._together(self._removals(), "Cut layers")

    def _removals(self) -> list[Command]:
        assert self._document is not None
        chosen = tree.outermost(self._document.layers, self.chosen_ids)
        return [commands.RemoveLayer(layer_id) for layer_id in chosen]

    def group(self) -> None:
        if self.active is not None:
            self.perform(commands.GroupLayers(self.chosen_ids))

    def ungroup(self) -> None:
        if self.active is not None:
            self.perform(commands.Ungroup(self.active.id))

    def add_layer_mask(self) -> None:
        """A mask on each of the chosen layers, of what is selected."""
        chosen = self._chosen_of(Picture)
        if len(chosen) > 1:
            self._together([commands.AddLayerMask(layer.id) for layer in chosen], "Add layer masks")
        elif self.active is not None:
            self.perform(commands.AddLayerMask(self.active.id))

    def apply_layer_mask(self) -> None:
        """Takes away for good what the chosen masks hide."""
        masks = self._chosen_of(LayerMask)
        self._together([commands.ApplyLayerMask(mask.id) for mask in masks], "Apply layer masks")

    def _chosen_of(self, kind: type[Layer] | UnionType) -> list[Layer]:
        assert self._document is not None
        chosen = (self._document.layer(layer_id) for layer_id in self.chosen_ids)
        return [layer for layer in chosen if isinstance(layer, kind)]

    def move_by(self, places: int) -> None:
        """Moves the chosen layers up (or down, below 0) among those that lie where they lie, and
        out of their group at the ends."""
        if self.active is not None and places:
            for _ in range(abs(places)):
                self.perform(commands.StepLayers(self.chosen_ids, up=places > 0))

    def step(self, rows: int) -> None:
        """Makes the layer so many rows up (or down, below 0) the active one."""
        if self._document is None or self.active is None:
            return
        layer = self._model.layer_at_row(self._model.row_of(self.active.id) - rows)
        if layer is not None:
            self._document.activate(layer.id)

    def show_alone(self) -> None:
        """Shows the active layer without all other pictures, or those again."""
        if self.active is not None:
            self._model.show_alone(self.active)


class _RegionEditor(QWidget):
    """The prompt of a region, what is not to be seen there, and how it takes part."""

    edited = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._label = QLabel(tr("Prompt of this region"))
        self._label.setObjectName("hint")
        self.prompt = PromptField(
            tr("Prompt of the region"), tr("a red balloon"), lines=2, most_lines=5
        )
        self.negative = PromptField(
            tr("Negative prompt of the region"),
            tr("What to avoid here (optional)"),
            lines=1,
            most_lines=3,
        )
        self._label.setBuddy(self.prompt)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for item in (self._label, self.prompt, self.negative):
            layout.addWidget(item)
        self.prompt.edited.connect(lambda text: self.edited.emit("prompt", text))
        self.negative.edited.connect(lambda text: self.edited.emit("negative_prompt", text))
        self._form: Form | None = None

    def _made_form(self) -> Form:
        """Made with the first region: the window starts without."""
        from core.request import RegionPrompt
        from widgets.section import Section
        from widgets.techniques.form import Form
        from widgets.techniques.surroundings import Surroundings

        form = Form(RegionPrompt, Surroundings(self), ("prompt", "negative_prompt"))
        form.edited.connect(self.edited)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(Section(tr("How it takes part"), form, open=False))
        return form

    def show_region(self, region: RegionLayer | None) -> None:
        self.setVisible(region is not None)
        if region is not None:
            self._label.setText(tr("Prompt of “{name}”", name=region.name))
            self.prompt.show_text(region.prompt)
            self.negative.show_text(region.negative_prompt)
            if self._form is None:
                self._form = self._made_form()
            names = self._form.fields
            self._form.show_values({name: getattr(region, name) for name in names})
