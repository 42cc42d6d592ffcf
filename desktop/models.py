"""Models: the window that lists them, what is done with one, what is dropped on the program, what
goes. Folders are looked at in the background."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QMessageBox

from core import places
from core.errors import Cancelled, UserError
from core.fetching import hardware
from core.fetching.curated import curated
from core.fetching.fetch import in_words
from core.models import cards, notes, pictures
from core.models.cards import Card
from core.models.catalogue import Entry, catalogue
from core.models.removal import Removal, removal_of, remove
from core.models.taking_in import LEARNED, TakenIn, take_in
from desktop.drafts import files_in
from desktop.fetching import Fetching, good_of
from desktop.model_folders import ask_for_model_folder, look_for_models
from widgets.background import Background
from widgets.banner import Tone
from widgets.screen_room import open_at
from widgets.words import told, tr

if TYPE_CHECKING:
    from desktop.window import Window
    from widgets.models.models_window import ModelsWindow

T = TypeVar("T")

_SIDE = 224
"""The longest side of pictures of models, in their own pixels."""


class Models(QObject):
    """Belongs to a window. Made when it is first asked for; its own window when it is opened."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._background = Background(self)
        self._conversions = Background(self)
        """A thread of its own: large pickles take minutes."""
        self._converted: set[Path] = set()
        """Pickles that are being converted, or wait for it."""
        self._ended = threading.Event()
        """A thread of its own: what is opened and saved does not wait for folders of models."""
        self._shown: ModelsWindow | None = None
        self.entries: list[Entry] = []
        """What was found on the disk last."""
        self._cards: dict[str, Card] = {}
        self._notes: dict[str, str] = {}
        self._looking = self._look_again = False
        self.fetching = Fetching(window, self)

    def close(self) -> None:
        """Ends what runs; what has come of fetches stays."""
        self.fetching.close()
        self._ended.set()
        self._conversions.close()
        self._background.close()
        if self._shown is not None:
            self._shown.close()
            self._shown.deleteLater()

    # The window -----------------------------------------------------------------------------

    @property
    def shown(self) -> ModelsWindow:
        """The window; made when it is first asked for."""
        if self._shown is None:
            from widgets.models.models_window import ModelsWindow

            shown = self._shown = ModelsWindow(curated())
            disk = shown.disk
            disk.chosen.connect(self._choose)
            disk.folder_wanted.connect(lambda: ask_for_model_folder(self._window))
            disk.details.used.connect(self.use)
            disk.details.shown.connect(_show_in_folder)
            disk.details.removed.connect(self.ask_to_remove)
            disk.details.converted.connect(self.convert)
            disk.details.noted.connect(self._note)
            disk.details.picture_wanted.connect(self.choose_picture)
            self.fetching.take_page(shown.fetch)
            shown.dropped.connect(self.take_in)
            open_at(shown, *shown.sizeHint().toTuple())
        return self._shown

    @property
    def is_open(self) -> bool:
        return self._shown is not None and self._shown.isVisible()

    def open(self, page: int | None = None) -> None:
        """Shows the window, in front, with a page of it."""
        shown = self.shown
        if page is not None:
            shown.show_page(page)
        shown.show()
        shown.raise_()
        shown.activateWindow()
        # The window is seen before it is filled.
        QTimer.singleShot(0, self, self._fill)

    def hide(self) -> None:
        """Closes the window; fetches go on until the program ends."""
        if self._shown is not None:
            self._shown.close()

    def _fill(self) -> None:
        self.look()
        self.fetching.show()
        self._background.run(
            hardware.find, done=self.shown.fetch.show_hardware, failed=self._window.tell
        )

    def look(self) -> None:
        """Looks at what is on the disk, if anybody sees it."""
        if not self.is_open:
            return
        if self._looking:
            self._look_again = True
            return
        self._looking = True
        folders = places.models(self._window.settings.models_folders)

        def work() -> tuple[list[Entry], dict[str, Card], dict[str, str]]:
            entries = catalogue(folders)
            return entries, {str(e.path): cards.read(e.path, e.kind) for e in entries}, notes.read()

        self._background.run(work, done=self._looked, failed=self._failed_to_look)

    def _looked(self, found: tuple[list[Entry], dict[str, Card], dict[str, str]]) -> None:
        self._looking = False
        self.entries, self._cards, self._notes = found
        self.shown.disk.show_entries(self.entries)
        self.fetching.show_fetches()
        contents = {path: card.picture for path, card in self._cards.items() if card.picture}
        if contents or self.shown.disk.model.has_pictures:
            self._background.run(
                lambda: {path: _small(content) for path, content in contents.items()},
                done=self._show_pictures, failed=self._window.tell,
            )  # fmt: skip
        if self._look_again:
            self._look_again = False
            self.look()

    def _failed_to_look(self, error: BaseException) -> None:
        self._looking = False
        self._window.tell(error)

    def _show_pictures(self, images: dict[str, QImage]) -> None:
        pixmaps = {p: QPixmap.fromImage(i) for p, i in images.items() if not i.isNull()}
        disk = self.shown.disk
        disk.model.put_pictures(pixmaps)
        entry = disk.details.entry
        if entry is not None:
            self._choose(entry)

    def _choose(self, entry: Entry) -> None:
        path, disk = str(entry.path), self.shown.disk
        card = self._cards.get(path, Card())
        if not card.licence and (good := good_of(entry.path)) is not None:
            card = replace(card, licence=good.licence)
        disk.details.show_entry(
            entry, card, disk.model.picture_of(entry),
            self._notes.get(path, ""), self.users_of(entry),
            chosen=pictures.file_of(entry.path).is_file(),
        )  # fmt: skip
        disk.show_details()

    # What is done with a model --------------------------------------------------------------

    def users_of(self, entry: Entry) -> list[str]:
        """What a model is used by: the picture that is open, new pictures, models built on it."""
        settings = self._window.document.settings
        users = []
        named = {draft.values.get("model") for draft in settings.techniques}
        if (
            (entry.kind == "model" and settings.model == entry.id)
            or any(Path(one) == entry.path for one in files_in(settings.techniques))
            or {entry.id, str(entry.path)} & named
        ):
            users.append(tr("this picture"))
        if entry.kind == "model" and self._window.settings.model == entry.id:
            users.append(tr("new pictures"))
        users += [
            tr("“{title}” (built on it)", title=other.title)
            for other in self.entries if other.base == entry.path
        ]  # fmt: skip
        return users

    def use(self, entry: Entry) -> None:
        """Paints with it from now on, in the style that suits it where one is known."""
        if entry.kind == "model":
            self.use_model(entry.id, entry.title, entry.path)
        elif entry.kind == "vae":
            self._window.generating.parts.use_vae(entry.path)
        else:
            self._window.generating.use_learned([str(entry.path)])
            self._say_in_use(entry.title)

    def use_model(self, id: str, title: str, path: Path) -> None:
        """Paints with a model, in the style that the list of good ones gives it."""
        good, generating = good_of(path), self._window.generating
        style = generating.styles.named(good.style) if good is not None else None
        if style is not None and id in style.models:
            generating.styles.use(style)
            self._say_in_use(title, told(f" in the style {style.name}"))
        else:
            generating.use_model(id)
            self._say_in_use(title)

    def _say_in_use(self, title: str, how: str = "") -> None:
        """Where it is seen: the window of models may hide the other one."""
        said = tr("{title} is in use{told}", title=title, told=how)
        self._window.say(said)
        if self.is_open:
            self.shown.banner.tell(said, seconds=5)

    def show_users(self) -> None:
        """The picture's settings may name another model now."""
        if self.is_open and (entry := self.shown.disk.details.entry) is not None:
            self.shown.disk.details.show_users(self.users_of(entry))

    def ask_to_remove(self, entry: Entry) -> None:
        """Asks, saying what is freed and what would miss it, and removes it."""
        users = self.users_of(entry)

        def asked(removal: Removal) -> None:
            box = QMessageBox(self.shown)
            box.setIcon(QMessageBox.Icon.Question)
            box.setWindowTitle(tr("Remove Model"))
            box.setText(tr("Move “{title}” to the trash?", title=entry.title))
            used = told(f" It is used by {', '.join(users)}.") if users else ""
            box.setInformativeText(
                tr(
                    "{size} are freed once it is emptied.{used}",
                    size=in_words(removal.bytes),
                    used=used,
                )
            )
            yes = box.addButton(tr("Remove"), QMessageBox.ButtonRole.AcceptRole)
            box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
            box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            box.buttonClicked.connect(
                lambda button: self._remove(entry, removal) if button is yes else None
            )
            box.open()

        self.run(lambda: removal_of(entry), asked)

    def _remove(self, entry: Entry, removal: Removal) -> None:
        def removed(trashed: bool) -> None:
            where = tr("is in the trash") if trashed else tr("is removed")
            self.shown.banner.tell(f"“{entry.title}” {where}.", seconds=6)
            look_for_models(self._window)
            self.look()

        self.run(lambda: remove(removal), removed)

    def convert(self, entry: Entry) -> None:
        """Makes a safetensors file of a pickle, beside it; that takes minutes for large ones."""
        details = self.shown.disk.details
        self._converted.add(entry.path)
        details.show_converting(self._converted)

        def ended() -> None:
            self._converted.discard(entry.path)
            details.show_converting(self._converted)

        def done(made: Path) -> None:
            ended()
            what = tr("“{file}” is made.", file=made.name)
            kept = tr("The file that it was made of is not needed any more.")
            self.shown.banner.tell(what, kept, Tone.INFO, seconds=12)
            look_for_models(self._window)
            self.look()

        def failed(error: BaseException) -> None:
            ended()
            if not isinstance(error, Cancelled):
                self._tell(error)

        def work() -> Path:
            from core.models.conversion import convert

            return convert(entry.path, stopped=self._ended.is_set)

        self._conversions.run(work, done=done, failed=failed)

    def _note(self, entry: Entry, note: str) -> None:
        self._notes[str(entry.path)] = note
        self.run(lambda: notes.write(entry.path, note), lambda _: None)

    def choose_picture(self, entry: Entry, source: str) -> None:
        """Gives a model another picture: what is on the canvas, one of a file that is asked for, or
        again the one that it has of its own."""
        from widgets.models.details import CANVAS, FILE

        work: Callable[[], object]
        if source == CANVAS:
            snapshot = self._window.document.snapshot()
            work = lambda: pictures.keep(entry.path, snapshot.flatten())  # noqa: E731
        elif source == FILE:
            self._ask_for_picture(entry)
            return
        else:
            work = partial(pictures.forget, entry.path)
        self.run(work, lambda _: self.look())

    def _ask_for_picture(self, entry: Entry) -> None:
        from desktop.reading import OPEN_FILTER

        dialog = QFileDialog(
            self.shown, tr("Picture of a Model"), self._window.files.folder, OPEN_FILTER
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(
            lambda file: self.run(
                partial(pictures.keep_file, entry.path, Path(file)), lambda _: self.look()
            )
        )
        dialog.open()

    def take_in(self, files: Sequence[Path]) -> None:
        """Puts files of weights in their places, and into use what is used at a click."""
        self._window.say(tr("Putting {name} in its place…", name=files[0].name), seconds=60)

        def work() -> tuple[list[TakenIn], UserError | None]:
            taken: list[TakenIn] = []
            for file in files:
                try:
                    taken.append(take_in(file))
                except UserError as error:
                    return taken, error
            return taken, None

        self._background.run(work, done=self._taken, failed=self._window.tell)

    def _taken(self, found: tuple[list[TakenIn], UserError | None]) -> None:
        taken, error = found
        window = self._window
        window.statusBar().clearMessage()
        if learned := [str(one.path) for one in taken if one.kind in LEARNED]:
            window.generating.use_learned(learned)
        if error is not None:
            window.tell(error)
        elif taken:
            one = taken[0]
            used = one.kind in LEARNED
            said = told(
                f"{one.path.name} is a {one.title} and is {'in use' if used else 'kept'} now."
            )
            if len(taken) > 1:
                said = told(f"{len(taken)} files were put where models are kept.")
            window.banner.tell(said, told(f"It lies in {one.path.parent}."), Tone.INFO, seconds=8)
        look_for_models(window)
        window.generating.look_for_words_again()
        self.look()

    def run(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        """Works in the background; what goes wrong is told in the window of models."""
        self._background.run(work, done=done, failed=self._tell)

    def _tell(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self.shown.banner.tell(error.cause, error.remedy, Tone.ERROR)


def _show_in_folder(entry: Entry) -> None:
    folder = entry.path if entry.path.is_dir() else entry.path.parent
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _small(content: bytes) -> QImage:
    image = QImage.fromData(content)
    if image.isNull() or max(image.width(), image.height()) <= _SIDE:
        return image
    return image.scaled(
        _SIDE, _SIDE, Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )  # fmt: skip
