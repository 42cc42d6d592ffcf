"""The bar that belongs to the chosen tool: its name, its brush or modes, a line on its use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from core.pixels.brush import MAX_SIZE, PRESSURE_OPACITY, PRESSURE_SIZE, Brush
from core.pixels.dynamics import Dynamic
from widgets.brushes.symmetry_button import SymmetryButton
from widgets.icons import IconLabel, icon
from widgets.picture_toggle import picture_toggle
from widgets.value_slider import ValueSlider
from widgets.words import tr

if TYPE_CHECKING:
    from widgets.crop_options import CropOptions
    from widgets.eyedropper_options import EyedropperOptions
    from widgets.fill_options import FillOptions, ShapeOptions
    from widgets.gradients.options import GradientOptions
    from widgets.measure_options import MeasureOptions
    from widgets.reference_options import ReferenceOptions
    from widgets.select_options import SelectOptions
    from widgets.transform_options import TransformOptions

Options = TypeVar("Options", bound=QWidget)
_HEIGHT = 33


class ToolOptions(QWidget):
    """`edited` carries the whole new brush.

    Options of tools without a brush are made when they are first asked for, which is when such a
    tool is chosen: nothing of them is seen before.
    """

    edited = Signal(object)
    presets_wanted = Signal()
    editor_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._brush: Brush | None = None
        self._made: dict[str, QWidget] = {}
        """Options of tools without a brush."""
        self._serve: dict[str, list[Callable[[Any], None]]] = {}
        self._picture = IconLabel("brush", 20)
        self._picture.setFixedSize(22, 22)
        self._title = QLabel()
        self._title.setObjectName("heading")
        self._title.setMinimumWidth(96)
        self._help = QLabel()
        self._help.setObjectName("hint")
        self._help.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.brush_size = ValueSlider(
            tr("Size"),
            1,
            MAX_SIZE,
            40,
            unit=" px",
            curve=3,
            help=tr("Diameter of the brush ([ and ])"),
        )
        self.hardness = ValueSlider(
            tr("Hardness"),
            0,
            100,
            80,
            unit=" %",
            help=tr("0 % fades from the middle, 100 % has an edge"),
        )
        self.opacity = ValueSlider(
            tr("Opacity"), 1, 100, 100, unit=" %", help=tr("How much a whole stroke covers")
        )
        self.flow = ValueSlider(
            tr("Flow"), 1, 100, 100, unit=" %", help=tr("How much one dab adds")
        )
        self.preset = QToolButton()
        self.preset.setObjectName("preset")
        self.preset.setIconSize(QSize(64, 22))
        self.preset.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.preset.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.preset.setToolTip(tr("All brushes (F6)"))
        self.preset.setAccessibleName(tr("Brush preset"))
        self.preset.setFixedWidth(178)
        self.symmetry = SymmetryButton()
        self.editor = QToolButton()
        self.editor.setIcon(icon("sliders"))
        self.editor.setIconSize(QSize(18, 18))
        self.editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.editor.setToolTip(tr("Edit the brush: spacing, tip, grain, curves… (F5)"))
        self.editor.setAccessibleName(tr("Edit the brush"))
        self.pressure_size = picture_toggle("pressure-size", tr("Pen pressure changes the size"))
        self.pressure_opacity = picture_toggle(
            "pressure-opacity", tr("Pen pressure changes the opacity")
        )
        layout = self._layout = QHBoxLayout(self)
        # As high for one tool as for another: the canvas below it stays where it is.
        self.setMinimumHeight(_HEIGHT)
        layout.setContentsMargins(2, 0, 2, 0)
        layout.setSpacing(6)
        layout.addWidget(self._picture)
        layout.addWidget(self._title)
        layout.addWidget(self.preset)
        for slider in self._sliders:
            slider.setMaximumWidth(170)
            layout.addWidget(slider, 1)
        layout.addWidget(self.pressure_size)
        layout.addWidget(self.pressure_opacity)
        layout.addWidget(self.symmetry)
        layout.addWidget(self.editor)
        layout.addWidget(self._help, 1)
        layout.addStretch()
        self._connect()

    # What tools without a brush have ---------------------------------------------------------

    @cached_property
    def select(self) -> SelectOptions:
        from widgets.select_options import SelectOptions

        return self._add("select", SelectOptions())

    @cached_property
    def fill(self) -> FillOptions:
        from widgets.fill_options import FillOptions

        return self._add("fill", FillOptions())

    @cached_property
    def gradient(self) -> GradientOptions:
        from widgets.gradients.options import GradientOptions

        return self._add("gradient", GradientOptions())

    @cached_property
    def shape(self) -> ShapeOptions:
        from widgets.fill_options import ShapeOptions

        return self._add("shape", ShapeOptions())

    @cached_property
    def transform(self) -> TransformOptions:
        from widgets.transform_options import TransformOptions

        return self._add("transform", TransformOptions())

    @cached_property
    def crop(self) -> CropOptions:
        from widgets.crop_options import CropOptions

        return self._add("crop", CropOptions())

    @cached_property
    def eyedropper(self) -> EyedropperOptions:
        from widgets.eyedropper_options import EyedropperOptions

        return self._add("eyedropper", EyedropperOptions())

    @cached_property
    def measure(self) -> MeasureOptions:
        from widgets.measure_options import MeasureOptions

        return self._add("measure", MeasureOptions())

    @cached_property
    def reference(self) -> ReferenceOptions:
        from widgets.reference_options import ReferenceOptions

        return self._add("reference", ReferenceOptions())

    def _add(self, name: str, options: Options) -> Options:
        options.hide()
        self._layout.insertWidget(self._layout.indexOf(self.symmetry), options)
        for serve in self._serve.pop(name, ()):
            serve(options)
        self._made[name] = options
        return options

    def when_made(self, name: str, serve: Callable[[Any], None]) -> None:
        """Calls `serve` with the options of this name as soon as they are made; now, if they are
        there already."""
        if name in self._made:
            serve(self._made[name])
        else:
            self._serve.setdefault(name, []).append(serve)

    def made(self, name: str) -> bool:
        """Whether there are options of this name yet: else they show nothing that may change."""
        return name in self._made

    # What tools with a brush have ------------------------------------------------------------

    @property
    def _sliders(self) -> tuple[ValueSlider, ...]:
        return (self.brush_size, self.hardness, self.opacity, self.flow)

    @property
    def _for_brushes(self) -> tuple[QWidget, ...]:
        toggles = (self.pressure_size, self.pressure_opacity, self.symmetry, self.editor)
        return (self.preset, *self._sliders, *toggles)

    def _connect(self) -> None:
        self.brush_size.picked.connect(lambda value: self._edit(size=value))
        self.hardness.picked.connect(lambda value: self._edit(hardness=value / 100))
        self.opacity.picked.connect(lambda value: self._edit(opacity=value / 100))
        self.flow.picked.connect(lambda value: self._edit(flow=value / 100))
        self.preset.clicked.connect(lambda: self.presets_wanted.emit())
        self.editor.clicked.connect(lambda: self.editor_wanted.emit())
        self.pressure_size.clicked.connect(lambda on: self._follow(PRESSURE_SIZE, on))
        self.pressure_opacity.clicked.connect(lambda on: self._follow(PRESSURE_OPACITY, on))

    def _edit(self, **changes: object) -> None:
        if self._brush is not None:
            self._brush = replace(self._brush, **changes)  # type: ignore[arg-type]
            self.edited.emit(self._brush)

    def _follow(self, dynamic: Dynamic, on: bool) -> None:
        if self._brush is not None:
            new = dynamic if on else None
            self._brush = self._brush.with_dynamic(dynamic.target, dynamic.source, new)
            self.edited.emit(self._brush)

    def show_tool(
        self,
        title: str,
        picture: str,
        help: str,
        brush: Brush | None,
        own: QWidget | None = None,
        *,
        repeats: bool = False,
    ) -> None:
        """The chosen tool; without a brush, what it does. `own` of its options are shown, and the
        symmetry where it `repeats` what is drawn."""
        self._title.setText(title)
        self._picture.show_icon(picture)
        self._help.setText(help)
        self._help.setVisible(brush is None)
        shown = [*([] if own is None else [own]), *(self._for_brushes if brush is not None else ())]
        if repeats:
            shown.append(self.symmetry)
        # What goes, goes first: all of it at once would make the window wider.
        for widget in (*self._made.values(), *self._for_brushes):
            if widget not in shown:
                widget.hide()
        for widget in shown:
            widget.show()
        if brush is not None:
            self.show_brush(brush)

    def show_brush(self, brush: Brush) -> None:
        """Shows `brush` without telling anybody."""
        self._brush = brush
        self.brush_size.show_value(round(brush.size))
        self.hardness.show_value(round(brush.hardness * 100))
        self.opacity.show_value(round(brush.opacity * 100))
        self.flow.show_value(round(brush.flow * 100))
        for button, dynamic in (
            (self.pressure_size, PRESSURE_SIZE),
            (self.pressure_opacity, PRESSURE_OPACITY),
        ):
            button.setChecked(brush.following(dynamic.target, dynamic.source) is not None)

    def show_preset(self, name: str, changed: bool) -> None:
        """Which preset is in hand, and whether it was changed since."""
        text = f"{name} *" if changed else name or tr("No preset")
        room = self.preset.width() - self.preset.iconSize().width() - 20
        metrics = self.preset.fontMetrics()
        self.preset.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))
        self.preset.setAccessibleDescription(text)

    def show_stroke(self, picture: QPixmap) -> None:
        """How the brush in hand paints."""
        self.preset.setIcon(QIcon(picture))
