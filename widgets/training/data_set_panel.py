"""The data set panel: pictures to learn from, with their captions, crops and marked subjects."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from core.errors import UserError
from core.training import data_set
from core.training.data_set import Entry
from core.training.data_set_adding import OTHERS, Added
from core.training.data_set_adding import told as trouble_of
from core.training.data_set_beside import Beside, put_back, write_caption
from core.training.data_set_removing import bring_back, remove
from core.training.folders import SUFFIXES
from core.training.review import Notice
from widgets.background import Background
from widgets.section import SPACING
from widgets.training.data_set_adder import Adder
from widgets.training.data_set_bar import DataSetBar
from widgets.training.data_set_captions import CaptionEditor
from widgets.training.data_set_drop import (
    DropSign,
    EmptyPage,
    files_of,
    holds_pictures,
    pixels_of,
)
from widgets.training.data_set_list import ROOMY, DataSetList
from widgets.training.data_set_model import DataSetModel
from widgets.training.data_set_notices import NoticeList
from widgets.training.data_set_seeing import Expectations, Seeing
from widgets.training.data_set_window import DataSetWindow
from widgets.training.picture_editing import USUAL_SIDE, PictureEditing
from widgets.training.picture_editor import Mode
from widgets.words import told, tr

T = TypeVar("T")

_NARROWEST = 250
_STANDARD = QKeySequence.StandardKey


@dataclass(frozen=True)
class _Step:
    """What was done, and how it is taken back; that takes time."""

    text: str
    undo: Callable[[], object]


class DataSetPanel(QWidget):
    """Shows a folder of pictures, and does to it what the artist wishes, in the background.

    `changed` says that pictures, captions, crops or masks on the disk are others now; `refused`
    carries an exception that the artist is to be told.
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(self, *, large: bool = False) -> None:
        """`large` is the one that is opened from another one, in a window of its own."""
        super().__init__()
        self._folder: Path | None = None
        self._large: DataSetWindow | None = None
        self._steps: list[_Step] = []
        self._to_be_chosen: set[Path] = set()
        self._unsaid: list[Mapping[Path, str]] = []
        """Captions that are on their way to the disk."""
        self._background = Background(self)
        self.model = DataSetModel(self)
        self.list = DataSetList(self.model)
        self.notices = NoticeList()
        self.captions = CaptionEditor()
        self.seeing = Seeing(self._background, self.model, self.list, self)
        self.adder = Adder(self._background, self)
        self.editing = PictureEditing(self._background, self.model, self)
        self.bar = DataSetBar()
        self._lay_out()
        self._sign = DropSign(self)
        self.setAcceptDrops(True)
        self.bar.enlarge.setVisible(not large)
        self._connect()
        self._refresh()

    def _lay_out(self) -> None:
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self.empty = EmptyPage()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addWidget(self.bar)
        layout.addWidget(self.notices)
        layout.addWidget(pages, 1)
        layout.addWidget(self.captions)
        self.setFocusProxy(self.bar.add)

    def _connect(self) -> None:
        self.bar.add.clicked.connect(self.choose_files)
        self.empty.add_button.clicked.connect(self.choose_files)
        self.bar.crop.clicked.connect(lambda: self.edit_picture(Mode.CROP))
        self.bar.mark.clicked.connect(lambda: self.edit_picture(Mode.MARK))
        self.bar.remove.clicked.connect(self.remove_chosen)
        self.bar.undo.clicked.connect(self.undo)
        self.bar.stop.clicked.connect(self.adder.stop)
        self.bar.enlarge.clicked.connect(self.enlarge)
        self.list.delete_asked.connect(self.remove_chosen)
        self.list.activated.connect(lambda _: self.edit_picture())
        self.list.selectionModel().selectionChanged.connect(self._choice_changed)
        self.notices.asked.connect(self._choose_meant)
        self.captions.edited.connect(self._caption_edited)
        self.seeing.seen.connect(self._seen)
        self.seeing.found.connect(self._show_notices)
        self.seeing.failed.connect(self.refused)
        self.adder.progressed.connect(self._refresh)
        self.adder.came.connect(self._came)
        self.adder.finished.connect(self._added)
        self.adder.failed.connect(self.refused)
        self.editing.saved.connect(self._marked)
        self.editing.went_on.connect(lambda file: self.list.choose([self.model.row_of(file)]))
        self.editing.failed.connect(self.refused)

    def sizeHint(self) -> QSize:
        if self.width() >= ROOMY:
            return QSize(640, 560)
        return QSize(300, 400 if self.count else 280)

    def minimumSizeHint(self) -> QSize:
        # Its buttons need less once it is narrow.
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    # The folder -----------------------------------------------------------------------------

    @property
    def folder(self) -> Path | None:
        """The folder that is shown; None: none yet."""
        return self._folder

    @property
    def count(self) -> int:
        """Of the pictures in it, as far as is known."""
        return len(self.model.entries)

    @property
    def busy(self) -> bool:
        """Whether something is being read or written, or waits to be."""
        return self._background.pending > 0 or self.seeing.busy

    @property
    def writing(self) -> bool:
        """Whether pictures or captions may still be on their way to the disk."""
        return self._background.pending > 0

    def show_folder(self, folder: Path) -> None:
        """Shows another data set. The folder need not be there: the first picture makes it."""
        self.captions.save()
        self._folder = Path(folder)
        self._steps.clear()
        self._to_be_chosen = set()
        self.model.show_entries([])
        self._show_notices([])
        self._choice_changed()
        self.read_again()
        if self._large is not None:
            self._large.panel.show_folder(folder)

    def set_expectations(self, word: str, side: int, enough: int) -> None:
        """What the training will ask for: a word in each caption (empty: none), pictures for a
        square of `side` px (0: any), and at least `enough` of them. What falls short is warned
        about."""
        self.captions.set_word(word)
        self.editing.side = side or USUAL_SIDE
        self.seeing.set_expectations(Expectations(word, side, enough))
        if self._large is not None:
            self._large.panel.set_expectations(word, side, enough)

    def enlarge(self) -> None:
        """Shows the same data set in a window of its own, where there is more room."""
        if self._folder is None:
            return
        if self._large is None:
            panel = DataSetPanel(large=True)
            expected = self.seeing.expectations
            panel.set_expectations(expected.word, expected.side, expected.enough)
            panel.show_folder(self._folder)
            panel.changed.connect(self.read_again)
            self._large = DataSetWindow(self, panel)
            self._large.setWindowTitle(tr("{name} – Data Set", name=self._folder.name))
            self._large.finished.connect(self._large_closed)
        self._large.show()
        self._large.raise_()
        self._large.activateWindow()

    def _large_closed(self) -> None:
        self._large = None

    def read_again(self) -> None:
        """Looks at what is in the folder now."""
        folder = self._folder
        if folder is None:
            return

        def done(entries: list[Entry]) -> None:
            if folder == self._folder:
                self._show_entries(entries)

        self._background.run(partial(data_set.entries, folder), done=done, failed=self.refused.emit)

    def _show_entries(self, entries: Sequence[Entry]) -> None:
        unsaid = {file: text for captions in self._unsaid for file, text in captions.items()}
        changed = self.model.show_entries(
            [
                replace(one, caption=unsaid[one.file], trouble="") if one.file in unsaid else one
                for one in entries
            ]
        )
        rows = [self.model.row_of(file) for file in self._to_be_chosen]
        self._to_be_chosen = set()
        if rows := sorted(row for row in rows if row >= 0):
            self.list.choose(rows)
        self._choice_changed()
        self.seeing.look()
        if changed:
            self.seeing.review_soon()
            self.changed.emit()

    def _change(
        self,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[], object] = lambda: None,
    ) -> None:
        """Changes what is on the disk, and shows what is there then, also if it went wrong."""

        def went_well(result: T) -> None:
            done(result)
            self.read_again()

        def went_wrong(error: BaseException) -> None:
            failed()
            self.read_again()
            self._refresh()
            self.refused.emit(error)

        self._background.run(work, done=went_well, failed=went_wrong)

    # Thumbnails and notices -----------------------------------------------------------------

    def _seen(self, file: Path) -> None:
        self._show_count()
        if any(one.file == file for one in self.list.chosen):
            self._choice_changed()

    def _show_notices(self, found: list[Notice]) -> None:
        self.notices.show_notices(found)
        self.model.show_notices(found)

    def _choose_meant(self, notice: Notice) -> None:
        rows = sorted(row for file in notice.files if (row := self.model.row_of(file)) >= 0)
        self.list.choose(rows)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # Adding ---------------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Asks for pictures to add."""
        endings = " ".join(f"*{ending}" for ending in (*SUFFIXES, *OTHERS))
        dialog = QFileDialog(self, tr("Add Pictures"))
        dialog.setNameFilters([told(f"Pictures ({endings})"), tr("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda files: self.add_files([Path(one) for one in files]))
        dialog.open()

    def add_files(self, paths: Sequence[Path]) -> None:
        """Adds copies of pictures, of folders those that lie in them."""
        if self._folder is not None:
            self.adder.add_files(self._folder, paths)

    def add_from(self, data: QMimeData) -> bool:
        """Adds what was dropped or pasted; False when there is nothing in it that can be."""
        if self._folder is None:
            return False
        if files := files_of(data):
            self.add_files(files)
            return True
        pixels = pixels_of(data.imageData()) if data.hasImage() else None
        if pixels is not None:
            self.adder.add_pixels(self._folder, pixels, "pasted")
            return True
        if data.hasUrls():
            self.refused.emit(
                UserError(
                    "This is the address of a picture, not the picture itself.",
                    "Save the picture first, or copy it and paste it here.",
                )
            )
        return False

    def _came(self, folder: Path) -> None:
        if folder == self._folder:
            self.read_again()

    def _added(self, folder: Path, added: Added) -> None:
        if added.files and folder == self._folder:
            self._to_be_chosen |= set(added.files)
            self._did(f"Add {_pictures(len(added.files))}", partial(_take_out, added.files))
            self.read_again()
        if (error := trouble_of(added)) is not None:
            self.refused.emit(error)

    # Removing and undo ----------------------------------------------------------------------

    def remove_chosen(self) -> None:
        """Takes the chosen pictures out of the data set."""
        files = [one.file for one in self.list.chosen]
        if not files:
            return
        last = max(self.model.row_of(file) for file in files)
        after = self.model.entries[last + 1 : last + 2]
        self._to_be_chosen = {one.file for one in after}
        text = told(f"Remove {_pictures(len(files))}")
        self._change(
            partial(remove, files), lambda gone: self._did(text, partial(bring_back, gone))
        )

    def undo(self) -> None:
        """Takes the newest change back."""
        self.captions.save()
        if not self._steps:
            return
        step = self._steps.pop()

        def undone(result: object) -> None:
            if isinstance(result, list):
                self._to_be_chosen = set(result)

        self._change(step.undo, undone, lambda: self._steps.append(step))
        self._refresh()

    def _did(self, text: str, undo: Callable[[], object]) -> None:
        self._steps.append(_Step(text, undo))
        self._refresh()

    # Captions, crops and masks --------------------------------------------------------------

    def _caption_edited(self, captions: Mapping[Path, str]) -> None:
        there = {one.file: one.caption for one in self.model.entries}
        captions = {file: text for file, text in captions.items() if file in there}
        before = {file: there[file] for file in captions}
        self._unsaid.append(captions)
        self.model.set_captions(captions)
        self._choice_changed()
        what = (
            tr("Caption") if len(captions) == 1 else told(f"Captions of {_pictures(len(captions))}")
        )

        def said(_: object) -> None:
            self._unsaid.remove(captions)
            self._did(what, partial(_say, before))
            self.seeing.review_soon()
            self.changed.emit()

        self._change(partial(_say, captions), said, lambda: self._unsaid.remove(captions))

    def edit_picture(self, mode: Mode | None = None) -> None:
        """Opens the chosen picture in an editor of its own, to be cropped or marked; for what it
        was used for last if nothing is said."""
        chosen = self.list.chosen
        current = self.model.entry_at(self.list.currentIndex())
        entry = current if current in chosen else next(iter(chosen), None)
        if entry is not None:
            self.editing.open(entry.file, mode)

    def _marked(self, file: Path, before: Beside) -> None:
        if file.parent == self._folder:
            self._did("Crop and subject", partial(_mark_again, file, before))
        self.read_again()

    # What is shown --------------------------------------------------------------------------

    def _choice_changed(self) -> None:
        chosen = self.list.chosen
        about = ""
        if len(chosen) == 1 and (seen := self.model.look_of(chosen[0].file)) is not None:
            about = f"{seen.size} px" if seen.size.area else ""
            if seen.crop is not None:
                about = told(f"{seen.crop.size} of {seen.size} px")
        self.captions.show_chosen(chosen, about)
        self._refresh()

    def _refresh(self) -> None:
        if bool(self.count) != bool(self._pages.currentIndex()):
            self._pages.setCurrentIndex(1 if self.count else 0)
            self.updateGeometry()
        self.captions.setVisible(self.count > 0)
        self.empty.add_button.setEnabled(self._folder is not None)
        self.bar.show_state(
            folder=self._folder is not None,
            chosen=self.list.selectionModel().hasSelection(),
            adding=self.adder.wanted > 0,
            done_last=self._steps[-1].text if self._steps else "",
        )
        self._show_count()

    def _show_count(self) -> None:
        if self.adder.wanted:
            text = told(f"Adding {self.adder.done + 1:,} of {self.adder.wanted:,}…")
        elif self.model.seen < self.count and self.count > 20:
            text = told(f"Looking at {self.model.seen:,} of {self.count:,}…")
        else:
            text = _pictures(self.count) if self.count else ""
        self.bar.show_text(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.width() >= ROOMY
        self.bar.set_roomy(roomy)
        self.captions.set_roomy(roomy)
        self.notices.set_roomy(roomy)
        self.updateGeometry()
        self._show_count()

    # Events ---------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self.read_again()  # other programs may have been at work
        elif event.type() == QEvent.Type.DevicePixelRatioChange:
            self.seeing.look_again()
        elif (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (event.matches(_STANDARD.Paste) or event.matches(_STANDARD.Undo))
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(_STANDARD.Undo):
            self.undo()
        elif event.matches(_STANDARD.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Escape and self.adder.wanted:
            self.adder.stop()
        elif event.key() == Qt.Key.Key_F11 and self.bar.enlarge.isVisible():
            self.enlarge()
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """Adds the pictures in the clipboard."""
        data = QGuiApplication.clipboard().mimeData()
        if data is None or (not self.add_from(data) and not data.hasUrls()):
            self.refused.emit(
                UserError(
                    "There is no picture in the clipboard.", "Copy one in another program first."
                )
            )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._folder is not None and holds_pictures(event.mimeData()):
            event.acceptProposedAction()
            self._sign.set_shown(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._sign.set_shown(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._sign.set_shown(False)
        if self.add_from(event.mimeData()):
            # Copied, whatever the other program proposes: it must not take its file away.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def hideEvent(self, event: QHideEvent) -> None:
        self.captions.save()
        super().hideEvent(event)

    def shut_down(self) -> None:
        """Writes what is to be written and ends what runs. It is of no use afterwards."""
        self.captions.save()
        self.adder.stop()
        self._folder = None  # whatever comes late finds nothing to look at
        if self._large is not None:
            self._large.panel.shut_down()
            self._large.close()
        self.editing.close()
        self.seeing.close()
        self._background.close()


def _say(captions: Mapping[Path, str]) -> None:
    for file, caption in captions.items():
        if file.is_file():
            write_caption(file, caption)


def _take_out(files: Sequence[Path]) -> None:
    if there := [file for file in files if file.is_file()]:
        remove(there)


def _mark_again(file: Path, before: Beside) -> list[Path]:
    if not file.is_file():
        return []
    put_back(file, before)
    return [file]


def _pictures(count: int) -> str:
    return tr("1 picture") if count == 1 else told(f"{count:,} pictures")
