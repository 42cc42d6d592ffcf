"""Small questions: a new canvas, another canvas size, unsaved changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QInputDialog,
    QLabel,
    QMessageBox,
    QWidget,
)

from core.geometry import Rect, Size
from widgets.anchor_grid import AnchorGrid
from widgets.dialog_layout import labelled_fields, lay_out, ok_and_cancel
from widgets.icons import icon
from widgets.side_field import SideField
from widgets.words import tr

PRESETS = (
    ("Square, small", Size(256, 256)),
    ("Square", Size(512, 512)),
    ("Square, large", Size(1024, 1024)),
    ("Landscape", Size(1536, 1024)),
    ("Portrait", Size(1024, 1536)),
    ("Full HD", Size(1920, 1080)),
    ("A4, 300 dpi", Size(2480, 3508)),
)


class _SizeDialog(QDialog):
    """Width and height with a list of usual sizes."""

    def __init__(self, parent: QWidget, title: str, size: Size) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = labelled_fields()
        self.presets = QComboBox()
        self.presets.addItem(tr("Own size"))
        for name, preset in PRESETS:
            self.presets.addItem(f"{tr(name)}  ({preset.width} × {preset.height})")
        self.width_field, self.height_field = SideField(size.width), SideField(size.height)
        self.form.addRow(tr("&Size"), self.presets)
        self.form.addRow(tr("&Width"), self.width_field)
        self.form.addRow(tr("&Height"), self.height_field)
        self.buttons = ok_and_cancel(self)
        lay_out(self, self.form, self.buttons)
        self.presets.activated.connect(self._preset_chosen)
        for field in (self.width_field, self.height_field):
            field.valueChanged.connect(self._match_preset)
        self._match_preset()

    @property
    def chosen_size(self) -> Size:
        return Size(self.width_field.value(), self.height_field.value())

    def _preset_chosen(self, index: int) -> None:
        if index > 0:
            size = PRESETS[index - 1][1]
            self.width_field.setValue(size.width)
            self.height_field.setValue(size.height)

    def _match_preset(self) -> None:
        known = [size for _, size in PRESETS]
        index = known.index(self.chosen_size) + 1 if self.chosen_size in known else 0
        self.presets.setCurrentIndex(index)


class NewDialog(_SizeDialog):
    """A new canvas: its size, and what is on it."""

    def __init__(self, parent: QWidget, size: Size) -> None:
        super().__init__(parent, tr("New Canvas"), size)
        self.paper = QComboBox()
        self.paper.addItems([tr("White"), tr("Empty (transparent)")])
        self.form.addRow(tr("&Background"), self.paper)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Create"))

    @property
    def white(self) -> bool:
        return self.paper.currentIndex() == 0


class CanvasSizeDialog(_SizeDialog):
    """A larger or smaller canvas, and where the picture goes on it."""

    def __init__(self, parent: QWidget, size: Size) -> None:
        super().__init__(parent, tr("Canvas Size"), size)
        self._before = size
        self.anchor = AnchorGrid()
        self.form.addRow(tr("Picture stays"), self.anchor)
        hint = QLabel(tr("What is added can be painted by the model: just press Generate."))
        hint.setObjectName("hint")
        self.form.addRow(hint)

    @property
    def chosen_rect(self) -> Rect:
        """The new canvas in pixels of the old one."""
        size = self.chosen_size
        across, down = self.anchor.place
        x = (size.width - self._before.width) * across // 2
        y = (size.height - self._before.height) * down // 2
        return Rect(-x, -y, size.width, size.height)


def file_dialog(
    parent: QWidget, title: str, folder: str, filter: str, then: Callable[[Path], object]
) -> QFileDialog:
    """Asks for a file that is there; `then` gets it, if one is chosen."""
    dialog = QFileDialog(parent, title, folder, filter)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda file: then(Path(file)))
    return dialog


def files_dialog(
    parent: QWidget, title: str, folder: str, filter: str, then: Callable[[list[Path]], object]
) -> QFileDialog:
    """Asks for one or several files that are there; `then` gets them, if any are chosen."""
    dialog = QFileDialog(parent, title, folder, filter)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda files: then([Path(file) for file in files]))
    return dialog


def name_dialog(
    parent: QWidget, title: str, label: str, then: Callable[[str], object], *, name: str = ""
) -> QInputDialog:
    """Asks for a name, at first `name`; `then` gets it, unless nothing is to be named."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setTextValue(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.textValueSelected.connect(then)
    return dialog


def folder_dialog(parent: QWidget, title: str, then: Callable[[Path], object]) -> QFileDialog:
    """Asks for a folder; `then` gets it, if one is chosen."""
    # Where the program was started is nothing that an artist looks for.
    dialog = QFileDialog(parent, title, str(Path.home()))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda folder: then(Path(folder)))
    return dialog


def target_dialog(
    parent: QWidget, title: str, folder: str, name: str, filter: str, suffix: str,
    then: Callable[[Path], object],
) -> QFileDialog:  # fmt: skip
    """Asks where to save; a name without an ending gets that of the chosen format."""
    dialog = QFileDialog(parent, title, folder, filter)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix.lstrip("."))
    dialog.selectFile(name)
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(_first_suffix(chosen)))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda file: then(Path(file)))
    return dialog


def _first_suffix(filter: str) -> str:
    """ "JPEG (*.jpg *.jpeg)" → "jpg"."""
    return filter.partition("*.")[2].partition(")")[0].split()[0]


def ask_to_save(
    parent: QWidget, name: str, *, save: Callable[[], object], discard: Callable[[], object]
) -> None:
    """Asks what shall become of unsaved changes; Cancel calls neither."""
    question = QMessageBox(parent)
    question.setWindowTitle(tr("Unsaved Changes"))
    question.setText(tr("Save the changes to {name}?", name=name))
    question.setInformativeText(tr("They are lost otherwise."))
    button = QMessageBox.StandardButton
    question.setStandardButtons(button.Save | button.Discard | button.Cancel)
    question.setDefaultButton(button.Save)
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def answered(result: int) -> None:
        if result == button.Save:
            save()
        elif result == button.Discard:
            discard()

    question.finished.connect(answered)
    question.open()


def ask_about_change(
    parent: QWidget, name: str, *, save_next: Callable[[], object], overwrite: Callable[[], object]
) -> None:
    """Asks what to do when another has written the file to be saved; Cancel does nothing."""
    question = QMessageBox(parent)
    question.setWindowTitle(tr("File Changed"))
    question.setIcon(QMessageBox.Icon.Warning)
    question.setText(
        tr("{name} was changed by another program or window since it was opened here.", name=name)
    )
    question.setInformativeText(
        tr("Save as the next version to keep both, or overwrite what the other has saved.")
    )
    role = QMessageBox.ButtonRole
    keep = question.addButton(tr("Save as &Next Version"), role.AcceptRole)
    over = question.addButton(tr("&Overwrite"), role.DestructiveRole)
    question.addButton(QMessageBox.StandardButton.Cancel)
    question.setDefaultButton(keep)
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def answered() -> None:
        if question.clickedButton() is keep:
            save_next()
        elif question.clickedButton() is over:
            overwrite()

    question.finished.connect(answered)
    question.open()


def show_about(parent: QWidget, log: Path) -> None:
    """Version, what the starter model is, where the log lies."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(tr("About Underpaint"))
    box.setIconPixmap(icon("underpaint").pixmap(QSize(64, 64), parent.devicePixelRatioF()))
    box.setText("<b>Underpaint</b><br>" + tr("You paint, and a diffusion model paints over it."))
    box.setInformativeText(
        tr(
            "The starter model is small and knows a drawn world of some 75 things: "
            "it is for learning the program. Put Stable Diffusion 1.x "
            "or 2.x models in diffusers' format into a folder and choose "
            "Generate > Add Model Folder to use them.\n\nLog: {log}",
            log=log,
        )
    )
    box.open()
