"""How to export: format, what, scale, and quality with the file's size and a preview beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from core.document.state import Snapshot
from core.errors import UserError
from core.files.export import (
    COLOURS,
    DEPTHS,
    FORMATS,
    WHAT,
    WITH_DEPTH,
    WITH_QUALITY,
    WITH_RECIPE,
    Export,
    content_of,
    exported_layers,
    layer_names,
    pixels_of,
    rect_of,
    regions_of,
    size_of,
)
from core.parameters import parameters
from widgets.background import Background
from widgets.before_after import BeforeAfter, Pictures
from widgets.choice_box import ChoiceBox
from widgets.number_box import NumberBox
from widgets.words import told, tr

if TYPE_CHECKING:
    from core.arrays import Bytes

SETTLE = 200
"""Milliseconds without a change after which the picture is encoded anew."""


@dataclass(frozen=True)
class _Encoded:
    """A file that was made to be looked at."""

    export: Export
    nbytes: int
    pictures: Pictures


class ExportDialog(QDialog):
    """`chosen(Export)` when it is accepted."""

    chosen = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        snapshot: Snapshot,
        export: Export,
        recipe: Callable[[], dict[str, Any] | None],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._snapshot, self._recipe = snapshot, recipe
        self._background = Background(self)
        self._pixels: tuple[tuple[object, ...], Bytes] | None = None
        self._busy = False
        self._settled = QTimer(self, singleShot=True, interval=SETTLE)
        self._settled.timeout.connect(self._encode)
        self._make(export)
        self._show(export)
        self._changed()

    # The form -------------------------------------------------------------------------------

    def _make(self, export: Export) -> None:
        about = parameters(Export)
        self.ending = _combo(FORMATS)
        self.quality, self.quality_slider = NumberBox(), QSlider(Qt.Orientation.Horizontal)
        for field in (self.quality, self.quality_slider):
            field.setRange(1, 100)
            field.setToolTip(tr(about["quality"].help))
        self.quality.setSuffix(" %")
        self.quality.valueChanged.connect(self.quality_slider.setValue)
        self.quality_slider.valueChanged.connect(self.quality.setValue)
        self.quality_slider.setAccessibleName(tr("Quality"))
        self.what, self.region = _combo(WHAT), ChoiceBox()
        self.region.setAccessibleName(tr("Region"))
        for layer in regions_of(self._snapshot):
            self.region.addItem(layer.name, layer.id)
        self.scale = NumberBox(suffix=" %")
        self.scale.setRange(1, 800)
        self.pattern = QLineEdit()
        self.pattern.setToolTip(tr(about["pattern"].help))
        self.trimmed = QCheckBox(tr(about["trimmed"].title))
        self.trimmed.setToolTip(tr(about["trimmed"].help))
        self.recipe = QCheckBox(tr(about["recipe"].title))
        self.recipe.setToolTip(tr(about["recipe"].help))
        self.profile = QCheckBox(tr(about["profile"].title))
        self.profile.setToolTip(tr(about["profile"].help))
        self.colours, self.bits = _combo(COLOURS), _combo(DEPTHS)
        for box, name in ((self.colours, "colours"), (self.bits, "depth")):
            box.setToolTip(tr(about[name].help))
            box.setAccessibleName(tr(about[name].title))
        self.colour_file = QPushButton(tr("Choose…"))
        self.colour_file.setAutoDefault(False)
        self.colour_file.setToolTip(tr("An .icc or .icm file of red, green and blue"))
        self.colour_file.clicked.connect(self._ask_profile)
        self._profile_file = ""
        self.told = QLabel(wordWrap=True)
        self.told.setObjectName("hint")
        self.told.setMinimumHeight(self.told.fontMetrics().lineSpacing() * 3)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.preview = BeforeAfter()
        self._lay_out()
        self.form.setRowVisible(self.region_row, False)
        for box in (self.ending, self.what, self.region, self.colours, self.bits):
            box.currentIndexChanged.connect(self._changed)
        for spin in (self.quality, self.scale):
            spin.valueChanged.connect(self._changed)
        for check in (self.recipe, self.profile, self.trimmed):
            check.toggled.connect(self._changed)
        self.pattern.textChanged.connect(self._changed)

    def _lay_out(self) -> None:
        self.form = QFormLayout()
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.form.setHorizontalSpacing(14)
        self.form.setVerticalSpacing(8)
        self.quality_row, self.region_row = _row(self.quality_slider, self.quality), self.region
        self.form.addRow(tr("&Format"), self.ending)
        self.form.addRow(tr("&Quality"), self.quality_row)
        self.form.addRow(tr("&What"), self.what)
        self.form.addRow(tr("Re&gion"), self.region_row)
        self.form.addRow(tr("File &names"), self.pattern)
        self.form.addRow("", self.trimmed)
        self.form.addRow(tr("&Scale"), self.scale)
        self.form.addRow(tr("&Colours"), self.colours)
        self.form.addRow(tr("&Profile"), self.colour_file)
        self.form.addRow("", self.profile)
        self.form.addRow(tr("&Depth"), self.bits)
        self.form.addRow("", self.recipe)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = self.buttons.addButton(
            tr("&Export…"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.accept_button.setDefault(True)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        left = QVBoxLayout()
        left.setSpacing(14)
        left.addLayout(self.form)
        left.addWidget(self.told)
        left.addStretch(1)
        side = QWidget()
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        side.setFixedWidth(330)
        across = QHBoxLayout()
        across.setSpacing(18)
        across.addWidget(side)
        across.addWidget(self.preview, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(14)
        layout.addLayout(across, 1)
        layout.addWidget(self.buttons)

    def _show(self, export: Export) -> None:
        self.ending.setCurrentIndex(max(0, self.ending.findData(export.ending)))
        self.what.setCurrentIndex(max(0, self.what.findData(export.what)))
        self.region.setCurrentIndex(max(0, self.region.findData(export.region)))
        self.quality.setValue(export.quality)
        self.scale.setValue(export.scale)
        self.pattern.setText(export.pattern)
        self.trimmed.setChecked(export.trimmed)
        self.recipe.setChecked(export.recipe)
        self.profile.setChecked(export.profile)
        self.colours.setCurrentIndex(max(0, self.colours.findData(export.colours)))
        self.bits.setCurrentIndex(max(0, self.bits.findData(export.depth)))
        self._show_profile(export.colour_file)

    def _ask_profile(self) -> None:
        start = str(Path(self._profile_file).parent) if self._profile_file else ""
        dialog = QFileDialog(
            self, tr("Colour Profile"), start, tr("Colour profiles (*.icc *.icm);;All files (*)")
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._profile_chosen)
        dialog.open()

    def _profile_chosen(self, file: str) -> None:
        self._show_profile(file)
        self._changed()

    def _show_profile(self, file: str) -> None:
        self._profile_file = file
        name = Path(file).name if file else tr("Choose…")
        room = self.colour_file.fontMetrics()
        self.colour_file.setText(room.elidedText(name, Qt.TextElideMode.ElideMiddle, 190))

    @property
    def export(self) -> Export:
        """As the form says."""
        ending = self.ending.currentData()
        return Export(
            ending=ending,
            quality=self.quality.value(),
            what=self.what.currentData(),
            region=self.region.currentData() or "",
            scale=self.scale.value(),
            recipe=self.recipe.isChecked(),
            profile=self.profile.isChecked(),
            colours=self.colours.currentData(),
            colour_file=self._profile_file,
            depth=self.bits.currentData() if ending in WITH_DEPTH else "8",
            pattern=self.pattern.text() or Export().pattern,
            trimmed=self.trimmed.isChecked(),
        )

    # What becomes of it ---------------------------------------------------------------------

    def _changed(self) -> None:
        export = self.export
        layered, layers = export.layered, export.what == "layers" and not export.layered
        form = self.form
        form.setRowVisible(self.quality_row, export.ending in WITH_QUALITY)
        form.setRowVisible(self.what, not layered)
        form.setRowVisible(self.region_row, export.what == "region" and not layered)
        form.setRowVisible(self.pattern, layers)
        form.setRowVisible(self.trimmed, layers)
        form.setRowVisible(self.scale, not layered)
        form.setRowVisible(self.recipe, export.ending in WITH_RECIPE and not layers)
        form.setRowVisible(self.colours, not layered)
        form.setRowVisible(self.colour_file, export.colours == "file" and not layered)
        form.setRowVisible(self.profile, export.colours == "srgb" and not layered)
        form.setRowVisible(self.bits, export.ending in WITH_DEPTH)
        trouble = self._trouble(export)
        self.accept_button.setEnabled(not trouble)
        if trouble:
            self._settled.stop()
            self.told.setText(told(trouble))
            self.preview.show_pictures(None)
        else:
            self.told.setText(tr("Measuring…"))
            self._settled.start()

    def _trouble(self, export: Export) -> str:
        try:
            if export.layered:
                return ""
            if export.what == "layers" and not exported_layers(self._snapshot):
                return tr("No layer is visible.")
            if export.colours == "file" and not export.colour_file:
                return tr("Choose the profile that the colours are to be of.")
            size_of(export, rect_of(export, self._snapshot))
        except UserError as error:
            return str(error)
        return ""

    def _encode(self) -> None:
        if self._busy:
            return  # the one that is being made asks for the next
        export, snapshot = self.export, self._snapshot
        key = (export.what, export.region, export.scale)
        before = self._pixels[1] if self._pixels is not None and self._pixels[0] == key else None
        self._busy = True

        def work() -> tuple[Bytes, _Encoded]:
            shown = replace(export, what="picture") if export.what == "layers" else export
            if export.layered:
                shown = Export(what="picture")
            pixels = before if before is not None else pixels_of(shown, snapshot)
            content = content_of(shown, pixels, self._recipe())
            return pixels, _Encoded(export, len(content), _seen(shown, content, pixels))

        def done(made: tuple[Bytes, _Encoded]) -> None:
            self._busy = False
            self._pixels = key, made[0]
            if self.export != export:
                if self.accept_button.isEnabled():
                    self._settled.start()
                return
            self._tell(made[0], made[1])

        def failed(error: BaseException) -> None:
            self._busy = False
            if not isinstance(error, UserError):
                raise error
            self.told.setText(str(error))
            self.accept_button.setEnabled(False)
            self.preview.show_pictures(None)

        self._background.run(work, done=done, failed=failed)

    def _tell(self, pixels: Bytes, encoded: _Encoded) -> None:
        export = encoded.export
        height, width = pixels.shape[:2]
        self.preview.show_pictures(encoded.pictures)
        if export.layered:
            self.told.setText(
                tr(
                    "Layers, groups, masks and adjustments go into "
                    "the file; regions, masks for the "
                    "model and the prompt do not."
                )
            )
        elif export.what == "layers":
            names = layer_names(export, exported_layers(self._snapshot), "picture")
            self.told.setText(
                tr(
                    "{count} files: {names}{more}",
                    count=len(names),
                    names=names[0],
                    more=" …" if len(names) > 1 else "",
                )
            )
        else:
            self.told.setText(f"{width} × {height} px, {size_told(encoded.nbytes)}")

    def _accept(self) -> None:
        self.chosen.emit(self.export)
        self.accept()


def size_told(nbytes: int) -> str:
    """A file's size as one reads it."""
    if nbytes < 1000:
        return told(f"{nbytes} bytes")
    if nbytes < 1_000_000:
        return f"{nbytes / 1000:.0f} kB"
    return f"{nbytes / 1_000_000:.1f} MB"


def _seen(export: Export, content: bytes, pixels: Bytes) -> Pictures:
    """What the file shows: itself where nothing is lost."""
    if export.ending not in WITH_QUALITY and export.colours == "srgb":
        return Pictures.of(pixels, pixels)
    from core.files.pictures import decode

    return Pictures.of(pixels, decode(content, "The picture").array)


def _combo(choices: dict[str, str]) -> QComboBox:
    box = ChoiceBox()
    for value, title in choices.items():
        box.addItem(tr(title), value)
    return box


def _row(*fields: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for field in fields:
        layout.addWidget(field)
    return row
