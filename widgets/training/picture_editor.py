"""The picture editor of a data set: which part of a picture counts, and where its subject is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.document.commands import ClearLayer, Command
from core.errors import UserError
from core.geometry import Size
from core.pixels.brush import MAX_SIZE
from core.training.data_set_editing import MASK, Editing, InvertMask, SetCrop
from core.training.review import much_smaller
from widgets.banner import Banner, Tone
from widgets.icons import icon
from widgets.screen_room import open_at
from widgets.section import MARGIN, SPACING
from widgets.training import crop_box
from widgets.training.picture_canvas import CROP_TOOL, ERASE_TOOL, MARK_TOOL, PictureCanvas
from widgets.value_slider import ValueSlider
from widgets.words import tr

_LARGEST = 400
"""Pixels of a brush as it is at first: an eighth of the picture, but not more."""
MARK_HINT = "What you paint over is learned. Right button or Alt: take away, [ ]: size."
CROP_HINT = "What is left bright is learned. The picture itself stays as it is."


class Mode(StrEnum):
    """What the editor is used for at the moment."""

    CROP = "crop"
    MARK = "mark"


class PictureEditor(QDialog):
    """A window of its own that keeps nobody waiting. `applied` carries the Editing, the Marks that
    are to be saved, and whether the next picture is to follow; answered by `saved` or
    `not_saved`."""

    applied = Signal(object, object, bool)
    mode_changed = Signal(object)

    def __init__(self, parent: QWidget | None, shapes: Sequence[Size], side: int) -> None:
        """`shapes` are those that a model learns at; `side` is that of its square, pixels."""
        super().__init__(parent)
        self.setWindowFlags(
            Qt.WindowType.Window
            | Qt.WindowType.WindowCloseButtonHint
            | Qt.WindowType.WindowMaximizeButtonHint
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._side = side
        self.editing: Editing | None = None
        """The picture that is shown."""
        self._closing = False
        self._stop_following: Callable[[], None] = lambda: None
        self._shapes = QComboBox()
        self._fill_shapes(shapes)
        self._area = QWidget()
        self._area_layout = QVBoxLayout(self._area)
        self._area_layout.setContentsMargins(0, 0, 0, 0)
        self._canvas: PictureCanvas | None = None
        self.banner = Banner(self._area)
        self._make_actions()
        self._lay_out()
        open_at(self, 900, 700)

    # Building it ----------------------------------------------------------------------------

    def _make_actions(self) -> None:
        modes, tools = QActionGroup(self), QActionGroup(self)
        self.crop_action = self._action(
            tr("Crop"), "crop", "C", tr("Says which part counts"), modes
        )
        self.mark_action = self._action(
            tr("Mark subject"), "mask-brush", "M", tr("Paints over what is to be learned"), modes
        )
        self.brush_action = self._action(tr("Mark"), "brush", "Q", tr("Marks the subject"), tools)
        self.erase_action = self._action(tr("Eraser"), "eraser", "E", tr("Takes marks away"), tools)
        self.invert_action = self._action(
            tr("Invert"), "invert", "I", tr("Marks what is not marked, and the other way round")
        )
        self.clear_action = self._action(
            tr("Clear"), "delete", "Delete", tr("Takes all marks away")
        )
        self.whole_action = self._action(
            tr("Whole picture"), "fit", "W", tr("All of it counts again")
        )
        self.undo_action = self._action(tr("Undo"), "undo", QKeySequence.StandardKey.Undo, "")
        self.redo_action = self._action(tr("Redo"), "redo", "Ctrl+Shift+Z", "")
        self.redo_action.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self._action(tr("Smaller brush"), "", "[", "", act=lambda: self.canvas.scale_brush(-1))
        self._action(tr("Larger brush"), "", "]", "", act=lambda: self.canvas.scale_brush(1))
        self._action(tr("Fit"), "", "Ctrl+0", "", act=lambda: self.canvas.zoom_to_fit())
        self._action("100 %", "", "Ctrl+1", "", act=lambda: self.canvas.zoom_to_actual_size())
        self.crop_action.triggered.connect(lambda: self.set_mode(Mode.CROP))
        self.mark_action.triggered.connect(lambda: self.set_mode(Mode.MARK))
        self.brush_action.triggered.connect(lambda: self._use(MARK_TOOL))
        self.erase_action.triggered.connect(lambda: self._use(ERASE_TOOL))
        self.invert_action.triggered.connect(lambda: self._perform(InvertMask()))
        self.clear_action.triggered.connect(lambda: self._perform(ClearLayer(MASK)))
        self.whole_action.triggered.connect(self._take_all)
        self.undo_action.triggered.connect(lambda: self.canvas.document.undo())
        self.redo_action.triggered.connect(lambda: self.canvas.document.redo())

    def _action(
        self,
        text: str,
        picture: str,
        keys: str | QKeySequence.StandardKey,
        help: str,
        group: QActionGroup | None = None,
        act: object = None,
    ) -> QAction:
        action = QAction(text, self)
        if picture:
            action.setIcon(icon(picture))
        action.setShortcut(QKeySequence(keys))
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{help or text} ({shown})")
        action.setCheckable(group is not None)
        if group is not None:
            group.addAction(action)
        if callable(act):
            action.triggered.connect(lambda: act())
        self.addAction(action)
        return action

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(3)
        for action in (self.crop_action, self.mark_action):
            top.addWidget(_button_of(action, words=True))
        top.addSpacing(14)
        options = QWidget()
        self._options = QStackedLayout(options)
        self._options.addWidget(self._crop_options())
        self._options.addWidget(self._mark_options())
        top.addWidget(options, 1)
        for action in (self.undo_action, self.redo_action):
            top.addWidget(_button_of(action))
        self._hint = QLabel()
        self._hint.setObjectName("hint")
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.cancel_button = QPushButton(tr("Cancel"))
        self.next_button = QPushButton(tr("Apply and next"))
        self.next_button.setToolTip(tr("Saves it and goes on with the next picture (Ctrl+Return)"))
        self.apply_button = QPushButton(tr("Apply"))
        self.apply_button.setDefault(True)
        self.apply_button.setToolTip(tr("Saves it and closes the window"))
        for button in (self.cancel_button, self.next_button):
            button.setAutoDefault(False)
        next_action = QAction(self)
        next_action.setShortcut(QKeySequence("Ctrl+Return"))
        next_action.triggered.connect(lambda: self._apply_next())
        self.addAction(next_action)
        self.cancel_button.clicked.connect(self.reject_now)
        self.next_button.clicked.connect(self._apply_next)
        self.apply_button.clicked.connect(lambda: self._apply(go_on=False))
        bottom = QHBoxLayout()
        bottom.setSpacing(SPACING)
        bottom.addWidget(self._hint, 1)
        for button in (self.cancel_button, self.next_button, self.apply_button):
            bottom.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, SPACING + 2, MARGIN, MARGIN)
        layout.setSpacing(SPACING + 2)
        layout.addLayout(top)
        layout.addWidget(self._area, 1)
        layout.addLayout(bottom)

    def _crop_options(self) -> QWidget:
        page, line = _line()
        label = QLabel(tr("Shape"))
        label.setBuddy(self._shapes)
        self._shapes.setAccessibleName(tr("Shape of the part that counts"))
        self._shapes.setMinimumWidth(190)
        self._shapes.activated.connect(self._shape_chosen)
        line.addWidget(label)
        line.addWidget(self._shapes)
        line.addWidget(_button_of(self.whole_action, words=True))
        line.addStretch()
        return page

    def _mark_options(self) -> QWidget:
        page, line = _line()
        for action in (self.brush_action, self.erase_action):
            line.addWidget(_button_of(action))
        self.brush_size = ValueSlider(
            tr("Size"),
            1,
            MAX_SIZE,
            80,
            unit=" px",
            curve=3,
            help=tr("Diameter of the brush ([ and ])"),
        )
        self.hardness = ValueSlider(
            tr("Hardness"),
            0,
            100,
            90,
            unit=" %",
            help=tr("0 % fades from the middle, 100 % has an edge"),
        )
        for slider in (self.brush_size, self.hardness):
            slider.setMaximumWidth(170)
            line.addWidget(slider, 1)
        self.brush_size.picked.connect(lambda _: self._set_brush())
        self.hardness.picked.connect(lambda _: self._set_brush())
        for action in (self.invert_action, self.clear_action):
            line.addWidget(_button_of(action, words=True))
        line.addStretch()
        return page

    def _fill_shapes(self, shapes: Sequence[Size]) -> None:
        self._shapes.addItem(tr("Free"), None)
        self._shapes.addItem(tr("As the picture"), "own")
        self._shapes.addItem(tr("Square"), 1.0)
        for name, wide in ((tr("Wide"), True), (tr("High"), False)):
            self._shapes.insertSeparator(self._shapes.count())
            for size in sorted(shapes, key=lambda size: max(size) / min(size)):
                if size.width != size.height and (size.width > size.height) == wide:
                    self._shapes.addItem(
                        f"{name}, {size.width} × {size.height}", size.width / size.height
                    )

    # The picture ----------------------------------------------------------------------------

    def show_picture(self, editing: Editing, mode: Mode, *, more: bool) -> None:
        """Shows a picture; `more` says whether another one can follow."""
        self.editing = editing
        self.setWindowTitle(tr("{name} – Crop and Subject", name=editing.file.name))
        self._stop_following()
        if self._canvas is None:
            self._canvas = PictureCanvas(editing.document)
            self._canvas.crop_changed.connect(self._refresh)
            self._canvas.brushChanged.connect(self._show_brush)
            self._canvas.message.connect(lambda text: self.banner.tell(text, tone=Tone.WARNING))
            self._area_layout.addWidget(self._canvas)
            size = float(min(_LARGEST, max(8, round(min(editing.document.size) / 8))))
            for tool in (MARK_TOOL, ERASE_TOOL):
                brush = self._canvas.brush(tool)
                self._canvas.set_brush(replace(brush, size=size, hardness=0.9), tool)
        else:
            self._canvas.set_document(editing.document)
        self._stop_following = editing.document.changed.connect(lambda _: self._refresh())
        self.next_button.setVisible(more)
        self._show_busy(False)
        self.banner.dismiss()
        if editing.notice:
            self.banner.tell(editing.notice, tone=Tone.WARNING)
        self._shapes.setCurrentIndex(0)
        self._canvas.ratio = None
        self.set_mode(mode)
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def canvas(self) -> PictureCanvas:
        assert self._canvas is not None, "a picture is shown"
        return self._canvas

    @property
    def file(self) -> Path:
        assert self.editing is not None, "a picture is shown"
        return self.editing.file

    @property
    def is_changed(self) -> bool:
        """Whether something was done that is not saved."""
        return self.editing is not None and self.editing.document.modified

    @property
    def mode(self) -> Mode:
        return Mode.CROP if self.canvas.tool == CROP_TOOL else Mode.MARK

    def set_mode(self, mode: Mode) -> None:
        """Crops, or marks the subject."""
        tool = ERASE_TOOL if self.erase_action.isChecked() else MARK_TOOL
        self._use(CROP_TOOL if mode is Mode.CROP else tool)
        self.mode_changed.emit(mode)

    def _use(self, tool: str) -> None:
        self.canvas.set_tool(tool)
        cropping = tool == CROP_TOOL
        self.crop_action.setChecked(cropping)
        self.mark_action.setChecked(not cropping)
        self.erase_action.setChecked(tool == ERASE_TOOL)
        self.brush_action.setChecked(tool != ERASE_TOOL)
        self._options.setCurrentIndex(0 if cropping else 1)
        self._show_brush()
        self.canvas.update()
        self._refresh()

    def _perform(self, command: Command) -> None:
        try:
            self.canvas.document.perform(command)
        except UserError as error:
            self.tell(error)

    # Cropping -------------------------------------------------------------------------------

    def _shape_chosen(self) -> None:
        canvas, ratio = self.canvas, self._shapes.currentData()
        whole = canvas.document.canvas
        canvas.ratio = whole.width / whole.height if ratio == "own" else ratio
        if canvas.ratio is not None:
            self._perform(SetCrop(crop_box.shaped(canvas.crop, whole, canvas.ratio)))

    def _take_all(self) -> None:
        self._shapes.setCurrentIndex(0)
        self.canvas.ratio = None
        self._perform(SetCrop(self.canvas.document.canvas))

    # Marking --------------------------------------------------------------------------------

    def _set_brush(self) -> None:
        if self.canvas.has_brush:
            size, hardness = self.brush_size.value(), self.hardness.value() / 100
            self.canvas.set_brush(replace(self.canvas.brush(), size=size, hardness=hardness))

    def _show_brush(self) -> None:
        if self.canvas.has_brush:
            brush = self.canvas.brush()
            self.brush_size.show_value(round(brush.size))
            self.hardness.show_value(round(brush.hardness * 100))

    # What is shown --------------------------------------------------------------------------

    def _refresh(self) -> None:
        canvas = self.canvas
        document = canvas.document
        self.undo_action.setEnabled(document.can_undo)
        self.redo_action.setEnabled(document.can_redo)
        cropped = canvas.crop != document.canvas
        cropping = canvas.tool == CROP_TOOL
        self.whole_action.setEnabled(cropped and cropping)
        for action in (self.invert_action, self.clear_action):
            action.setEnabled(not cropping)
        small = much_smaller(canvas.crop.size, self._side)
        if small and (cropped or cropping):
            self._hint.setText(
                tr(
                    "{size} px is much smaller than the model's "
                    "{side} px, and would teach it blur.",
                    size=canvas.crop.size,
                    side=self._side,
                )
            )
        else:
            self._hint.setText(tr(CROP_HINT) if cropping else tr(MARK_HINT))

    def bring_up(self) -> None:
        """Puts the window before others."""
        self.raise_()
        self.activateWindow()

    def tell(self, error: UserError) -> None:
        """Says over the picture what went wrong."""
        self.banner.tell(error.cause, error.remedy, Tone.ERROR)

    # Apply and cancel -----------------------------------------------------------------------

    def _apply_next(self) -> None:
        self._apply(go_on=not self.next_button.isHidden())

    def _apply(self, *, go_on: bool) -> None:
        if self.editing is None or not self.apply_button.isEnabled():
            return
        self._show_busy(True)
        self.applied.emit(self.editing, self.editing.marks, go_on)

    def saved(self) -> None:
        """What was applied is on the disk."""
        assert self.editing is not None
        self.editing.document.mark_saved()

    def not_saved(self, error: BaseException) -> None:
        """It could not be saved: nothing is lost, it can be tried again."""
        self._show_busy(False)
        if isinstance(error, UserError):
            self.tell(error)
        else:
            self.banner.tell(tr("It could not be saved."), str(error), Tone.ERROR)

    def _show_busy(self, busy: bool) -> None:
        for widget in (self.apply_button, self.next_button, self._area):
            widget.setEnabled(not busy)
        if busy:
            self._hint.setText(tr("Saving…"))

    def reject(self) -> None:
        """Esc: asks when something would be lost."""
        self.close()

    def reject_now(self) -> None:
        """Closes it without asking."""
        self._closing = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._closing or not self.is_changed:
            self._stop_following()
            event.accept()
            self.finished.emit(0)
            return
        event.ignore()
        question = QMessageBox(self)
        question.setWindowTitle(tr("Changes Are Not Applied"))
        question.setText(tr("Apply the changes to “{name}”?", name=self.file.name))
        button = QMessageBox.StandardButton
        question.setStandardButtons(button.Apply | button.Discard | button.Cancel)
        question.setDefaultButton(button.Apply)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def answered(result: int) -> None:
            if result == button.Apply:
                self._apply(go_on=False)
            elif result == button.Discard:
                self.reject_now()

        question.finished.connect(answered)
        question.open()


def _line() -> tuple[QWidget, QHBoxLayout]:
    page = QWidget()
    line = QHBoxLayout(page)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(SPACING)
    return page, line


def _button_of(action: QAction, *, words: bool = False) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setIconSize(QSize(18, 18))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setAccessibleName(action.text())
    if words:
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button
