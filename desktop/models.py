"""Models: the window that lists and fetches them, what is dropped on the program, what goes.

Folders are looked at in the background. Fetches go on without the window, and begin again with the
program.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QMessageBox

from core import places
from core.errors import UserError
from core.fetching import hardware
from core.fetching.address import read_address
from core.fetching.curated import Good, curated
from core.fetching.errors import FetchError
from core.fetching.fetch import in_words
from core.fetching.fetches import Fetch, Fetches, State
from core.fetching.hub import Hub, address, is_offline
from core.fetching.token import keep_token, token_for
from core.models import cards, notes, pictures
from core.models.cards import Card
from core.models.catalogue import Entry, catalogue
from core.models.removal import Removal, removal_of, remove
from core.models.taking_in import LEARNED, TakenIn, take_in
from desktop.drafts import files_in
from desktop.model_folders import ask_for_model_folder, look_for_models
from widgets.background import Background, Gate
from widgets.banner import Tone
from widgets.screen_room import open_at
from widgets.words import told, tr

if TYPE_CHECKING:
    from core.models.info import ModelInfo
    from desktop.window import Window
    from widgets.models.good_card import Standing
    from widgets.models.hub_dialog import HubDialog
    from widgets.models.models_window import ModelsWindow

T = TypeVar("T")

_SIDE = 224
"""The longest side of pictures of models, in their own pixels."""


class Models(QObject):
    """Belongs to a window. Made when it is first asked for; its own window when it is opened."""

    _told = Signal(object)

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._background = Background(self)
        """A thread of its own: what is opened and saved does not wait for folders of models."""
        self._shown: ModelsWindow | None = None
        self._entries: list[Entry] = []
        self._cards: dict[str, Card] = {}
        self._notes: dict[str, str] = {}
        self._looking = self._look_again = False
        self._done: set[int] = set()
        tell = partial(Gate(self).tell, self._told.emit)
        self.fetches = Fetches(places.hub_cache(), places.data() / "fetches.json", self._hub, tell)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show_fetches)
        self._told.connect(self._fetch_told, Qt.ConnectionType.QueuedConnection)

    def go_on(self) -> None:
        """Goes on with what was being fetched when the program was closed."""
        self.fetches.find_again()

    def close(self) -> None:
        """Ends what runs; what has come of fetches stays."""
        self._soon.stop()
        self.fetches.close()
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
            disk, fetch = shown.disk, shown.fetch
            disk.chosen.connect(self._choose)
            disk.folder_wanted.connect(lambda: ask_for_model_folder(self._window))
            disk.details.used.connect(self.use)
            disk.details.shown.connect(_show_in_folder)
            disk.details.removed.connect(self.ask_to_remove)
            disk.details.noted.connect(self._note)
            disk.details.picture_wanted.connect(self.choose_picture)
            fetch.asked.connect(self._ask)
            fetch.good_wanted.connect(self.fetch_good)
            fetch.hub_wanted.connect(self.ask_about_hub)
            fetch.paused.connect(self.fetches.pause)
            fetch.went_on.connect(self.fetches.go_on)
            fetch.given_up.connect(self.fetches.give_up)
            fetch.shown.connect(self._show_fetched)
            fetch.picked.connect(self._pick)
            fetch.token_given.connect(self._take_token)
            fetch.used.connect(self._use_fetched)
            fetch.good_used.connect(self._use_good)
            fetch.page_wanted.connect(self._open_page)
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
        self._show_fetches()
        self._show_hub()
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
        self._entries, self._cards, self._notes = found
        self.shown.disk.show_entries(self._entries)
        self._show_fetches()
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
        if not card.licence and (good := _good_of(entry.path)) is not None:
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
            for other in self._entries if other.base == entry.path
        ]  # fmt: skip
        return users

    def use(self, entry: Entry) -> None:
        """Paints with it from now on, in the style that suits it where one is known."""
        if entry.kind == "model":
            self._use_model(entry.id, entry.title, entry.path)
        elif entry.kind == "vae":
            self._window.generating.parts.use_vae(entry.path)
        else:
            self._window.generating.use_learned([str(entry.path)])
            self._say_in_use(entry.title)

    def _use_model(self, id: str, title: str, path: Path) -> None:
        good, generating = _good_of(path), self._window.generating
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

        self._run(lambda: removal_of(entry), asked)

    def _remove(self, entry: Entry, removal: Removal) -> None:
        def removed(trashed: bool) -> None:
            where = tr("is in the trash") if trashed else tr("is removed")
            self.shown.banner.tell(f"“{entry.title}” {where}.", seconds=6)
            look_for_models(self._window)
            self.look()

        self._run(lambda: remove(removal), removed)

    def _note(self, entry: Entry, note: str) -> None:
        self._notes[str(entry.path)] = note
        self._run(lambda: notes.write(entry.path, note), lambda _: None)

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
        self._run(work, lambda _: self.look())

    def _ask_for_picture(self, entry: Entry) -> None:
        from desktop.reading import OPEN_FILTER

        dialog = QFileDialog(
            self.shown, tr("Picture of a Model"), self._window.files.folder, OPEN_FILTER
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(
            lambda file: self._run(
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

    # Fetching -------------------------------------------------------------------------------

    def _hub(self) -> Hub:
        settings = self._window.settings
        if settings.offline:
            raise FetchError(
                "Fetching is switched off in the settings.", "Set “offline” there to false."
            )
        endpoint = address(settings.hub)
        return Hub(endpoint, token_for(endpoint))

    def _show_hub(self) -> None:
        settings = self._window.settings
        host = urlsplit(address(settings.hub)).netloc
        self.shown.fetch.show_hub(host, offline=settings.offline or is_offline())

    def ask_about_hub(self) -> None:
        """Asks for a mirror, a token, or to stay offline."""
        settings = self._window.settings

        def show(has_token: bool) -> None:
            from widgets.models.hub_dialog import HubDialog

            dialog = HubDialog(
                self.shown, settings.hub, address(), offline=settings.offline, has_token=has_token
            )
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.accepted.connect(lambda: self._set_hub(dialog))
            dialog.open()

        # A keyring may want to be opened first.
        self._run(lambda: bool(token_for(address(settings.hub))), show)

    def _set_hub(self, dialog: HubDialog) -> None:
        hub, token, forget = dialog.address, dialog.token.text(), dialog.forget.isChecked()
        offline = dialog.offline.isChecked()
        self._window.settings = replace(self._window.settings, hub=hub, offline=offline)
        self._show_hub()
        if token.strip() or forget:
            self._run(
                lambda: keep_token(address(hub), token),
                lambda told: self.shown.banner.tell(told, seconds=12) if told else None,
            )

    def _ask(self, text: str) -> None:
        page = self.shown.fetch
        try:
            wanted = read_address(text, address(self._window.settings.hub))
        except FetchError as error:
            page.refuse(str(error))
            return
        self.fetches.add(wanted)
        page.accept()

    def fetch_good(self, good: Good) -> None:
        """Fetches a model of the list."""
        self.fetches.add(good.wanted, good.title)
        self.shown.fetch.accept()

    def _pick(self, id: int, file: str) -> None:
        one = self._fetch(id)
        if one is not None:
            self.fetches.give_up(id)
            self.fetches.add(replace(one.wanted, within=(file,)))

    def _take_token(self, id: int, token: str) -> None:
        try:
            told = keep_token(address(self._window.settings.hub), token)
        except FetchError as error:
            self.shown.banner.tell(error.cause, error.remedy, Tone.WARNING)
            return
        if told:
            self.shown.banner.tell(told, tone=Tone.INFO, seconds=12)
        self.fetches.go_on(id)

    def _fetch(self, id: int) -> Fetch | None:
        return next((one for one in self.fetches.all if one.id == id), None)

    def _show_fetched(self, id: int) -> None:
        one = self._fetch(id)
        if one is None or one.path is None:
            return
        from widgets.models.models_window import DISK

        self.shown.show_page(DISK)
        if (entry := self._brought(one)) is not None:
            self.shown.disk.choose(str(entry.path))

    def _brought(self, one: Fetch) -> Entry | None:
        """What a fetch that is done has brought, as far as it was found on the disk."""
        if one.path is None:
            return None
        found = [entry for entry in self._entries if entry.path.is_relative_to(one.path)]
        asked = [Path(name).name for name in one.wanted.within]
        named = [entry for entry in found if entry.path.name in asked]
        return next(iter(named or found), None)

    def _use_fetched(self, id: int) -> None:
        one = self._fetch(id)
        if one is not None and (entry := self._brought(one)) is not None:
            self.use(entry)

    def _use_good(self, good: Good) -> None:
        if (entry := self._entry_of(good)) is not None:
            self.use(entry)

    def _open_page(self, id: int) -> None:
        """The page of a model, where its terms are agreed to."""
        if (one := self._fetch(id)) is not None:
            hub = address(self._window.settings.hub)
            QDesktopServices.openUrl(QUrl(f"{hub}/{one.wanted.repo}"))

    def _fetch_told(self, one: Fetch | None) -> None:
        if one is not None and one.is_over and one.id not in self._done:
            self._done.add(one.id)
            look_for_models(self._window, partial(self._tell_it_is_here, one))
            self.look()
        elif one is not None and one.state is State.FAILED and not self.is_open:
            self._window.say(
                tr("{title} could not be fetched: {cause}", title=one.title, cause=one.cause),
                seconds=20,
            )
        if not self._soon.isActive():
            self._soon.start(0)

    def _tell_it_is_here(self, one: Fetch, models: Sequence[ModelInfo]) -> None:
        """Offers to paint with a model that has come."""
        window, sane = self._window, [info for info in models if not info.problems]
        came = [info for info in sane if one.path and info.path.is_relative_to(one.path)]
        choice = None
        if len(came) == 1 and window.document.settings.model != (id := came[0].id):
            choice = (tr("Paint with It"), lambda: self._use_model(id, came[0].title, came[0].path))
        window.banner.tell(
            told(f"{one.title} is here."), tr("It is in the list of models."),
            seconds=20 if choice else 8, choice=choice,
        )  # fmt: skip

    def _show_fetches(self) -> None:
        if self._shown is None:
            return
        from widgets.models.good_card import Standing

        fetches, page = self.fetches.all, self._shown.fetch
        page.show_fetches(fetches)
        page.show_usable({one.id for one in fetches if one.is_over and _usable(self._brought(one))})
        asked = {one.wanted: one for one in fetches}
        standings = {}
        for good in curated():
            one = asked.get(good.wanted)
            if one is not None and not one.is_over:
                standings[good.id] = _standing(one)
            elif one is not None or self._has(good):
                usable = _usable(self._entry_of(good))
                text = tr("Use") if usable else tr("Is here")
                standings[good.id] = Standing(text, at_click=usable, usable=usable)
        page.show_standings(standings)

    def _has(self, good: Good) -> bool:
        """Whether a good model is among those on the disk, as the hub's cache has it."""
        names = _files_of(good)
        here = self._all_of(good)
        return bool(here) if not names else names <= {one.path.name for one in here}

    def _all_of(self, good: Good) -> list[Entry]:
        return [one for one in self._entries if _shelf(good) in one.path.parts and not one.problems]

    def _entry_of(self, good: Good) -> Entry | None:
        """A good model as it was found on the disk."""
        names = _files_of(good)
        here = (one for one in self._all_of(good) if not names or one.path.name in names)
        return next(here, None)

    def _run(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        self._background.run(work, done=done, failed=self._tell)

    def _tell(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self.shown.banner.tell(error.cause, error.remedy, Tone.ERROR)


def _good_of(path: Path) -> Good | None:
    """What the list of good models says of a fetched one."""
    here = [good for good in curated() if _shelf(good) in path.parts]
    return next((good for good in here if path.name in _files_of(good)), next(iter(here), None))


def _files_of(good: Good) -> set[str]:
    """The names of the single files that it is; empty: it is a whole repository."""
    return {Path(one).name for one in good.wanted.within if not one.endswith("/")}


def _usable(entry: Entry | None) -> bool:
    """Whether it comes into use at a click."""
    from widgets.models.details import USABLE

    return entry is not None and entry.kind in USABLE and not entry.problems


def _standing(one: Fetch) -> Standing:
    """What the card of a model says while it is fetched."""
    from widgets.models.good_card import Standing

    if one.state is State.PAUSED:
        return Standing(tr("Go on"), at_click=True)
    if one.state is State.FAILED:
        return Standing(tr("Try again"), at_click=True)
    if one.state is State.WAITING:
        return Standing(tr("Waiting"))
    return Standing(f"{round(100 * one.done / one.size)} %" if one.size else tr("Fetching…"))


def _shelf(good: Good) -> str:
    return f"models--{good.wanted.repo.replace('/', '--')}"


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
