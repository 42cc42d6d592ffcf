"""The picture editor of the data set that is shown: opened for a picture, saved, led on."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.errors import UserError
from core.training import data_set_editing
from core.training.buckets import sizes, unit
from core.training.data_set_beside import Beside
from core.training.data_set_editing import Editing, Marks
from widgets.background import Background
from widgets.training.data_set_model import DataSetModel
from widgets.training.picture_editor import Mode, PictureEditor

STEP = unit(8, 4)
"""Pixels that sides of pictures are multiples of, as most models want it."""
USUAL_SIDE = 512
"""Of a square picture, as long as it is not known which model learns."""


class PictureEditing(QObject):
    """One editor at a time. `saved` carries a picture and what lay beside it before; `went_on` the
    picture that follows; `failed` an exception for the artist."""

    saved = Signal(object, object)
    went_on = Signal(object)
    failed = Signal(object)

    def __init__(self, background: Background, model: DataSetModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._background = background
        self._model = model
        self._parent = parent
        self._mode = Mode.CROP
        self.side = USUAL_SIDE
        self.editor: PictureEditor | None = None

    def open(self, file: Path, mode: Mode | None = None) -> None:
        """Shows a picture in the editor, for what it was used for last if nothing is said."""
        self._mode = mode or self._mode
        editor = self.editor
        if editor is not None and editor.is_changed:
            editor.bring_up()
            if editor.file == file:
                editor.set_mode(self._mode)
            else:
                editor.tell(
                    UserError(
                        f"The changes to “{editor.file.name}” are not applied yet.",
                        "Apply or cancel them before you open another picture.",
                    )
                )
            return
        self._background.run(
            partial(data_set_editing.begin, file), done=self._opened, failed=self.failed.emit
        )

    def _opened(self, editing: Editing) -> None:
        if self.editor is None:
            self.editor = PictureEditor(self._parent, sizes(self.side, STEP), self.side)
            self.editor.applied.connect(self._apply)
            self.editor.mode_changed.connect(self._mode_changed)
            self.editor.finished.connect(self._closed)
        elif self.editor.is_changed:
            return  # painted on while another picture was being opened
        self.editor.show_picture(editing, self._mode, more=self._after(editing.file) is not None)
        self.editor.show()
        self.editor.bring_up()

    def _after(self, file: Path) -> Path | None:
        """The picture that comes after one."""
        row, entries = self._model.row_of(file), self._model.entries
        return entries[row + 1].file if 0 <= row < len(entries) - 1 else None

    def _mode_changed(self, mode: Mode) -> None:
        self._mode = mode

    def _closed(self) -> None:
        self.editor = None

    def _apply(self, editing: Editing, marks: Marks, go_on: bool) -> None:
        editor, file = self.editor, editing.file

        def done(before: Beside | None) -> None:
            if before is not None:
                self.saved.emit(file, before)
            if editor is None or editor is not self.editor:
                return
            editor.saved()
            following = self._after(file) if go_on else None
            if following is None:
                editor.close()
            else:
                self.went_on.emit(following)
                self.open(following)

        def failed(error: BaseException) -> None:
            if editor is not None and editor is self.editor:
                editor.not_saved(error)
            else:
                self.failed.emit(error)

        if editing.document.modified or editing.notice:
            work = partial(data_set_editing.save, file, marks)
            self._background.run(work, done=done, failed=failed)
        else:
            done(None)

    def close(self) -> None:
        """Closes the editor. What was not applied is saved rather than lost."""
        if (editor := self.editor) is not None:
            editing = editor.editing
            if editing is not None and editing.document.modified:
                self._apply(editing, editing.marks, False)
            editor.reject_now()
