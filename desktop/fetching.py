"""What is fetched: from which hub, how far it is, and what becomes of what has come.

Fetches go on without the window of models, and begin again with the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from core import places
from core.fetching.address import read_address
from core.fetching.curated import Good, curated
from core.fetching.errors import FetchError
from core.fetching.fetches import Fetch, Fetches, State
from core.fetching.hub import Hub, address, is_offline
from core.fetching.token import keep_token, token_for
from core.models.catalogue import Entry
from desktop.model_folders import look_for_models
from widgets.background import Gate
from widgets.banner import Tone
from widgets.words import told, tr

if TYPE_CHECKING:
    from core.models.info import ModelInfo
    from desktop.models import Models
    from desktop.window import Window
    from widgets.models.fetch_page import FetchPage
    from widgets.models.good_card import Standing
    from widgets.models.hub_dialog import HubDialog


class Fetching(QObject):
    """Belongs to the models of a window."""

    _told = Signal(object)

    def __init__(self, window: Window, models: Models) -> None:
        super().__init__(models)
        self._window, self._models = window, models
        self._page: FetchPage | None = None
        self._done: set[int] = set()
        tell = partial(Gate(self).tell, self._told.emit)
        self.fetches = Fetches(places.hub_cache(), places.data() / "fetches.json", self._hub, tell)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.show_fetches)
        self._told.connect(self._fetch_told, Qt.ConnectionType.QueuedConnection)

    def take_page(self, page: FetchPage) -> None:
        """Does what is asked for on the page, and shows there how far it is."""
        self._page = page
        page.asked.connect(self.ask)
        page.good_wanted.connect(self.fetch_good)
        page.hub_wanted.connect(self.ask_about_hub)
        page.paused.connect(self.fetches.pause)
        page.went_on.connect(self.fetches.go_on)
        page.given_up.connect(self.fetches.give_up)
        page.shown.connect(self.show_fetched)
        page.picked.connect(self._pick)
        page.token_given.connect(self._take_token)
        page.used.connect(self._use_fetched)
        page.good_used.connect(self._use_good)
        page.page_wanted.connect(self._open_page)

    def go_on(self) -> None:
        """Goes on with what was being fetched when the program was closed."""
        self.fetches.find_again()

    def close(self) -> None:
        """Ends what runs; what has come of fetches stays."""
        self._soon.stop()
        self.fetches.close()

    def show(self) -> None:
        """Fills the page."""
        self.show_fetches()
        self._show_hub()

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
        self._models.shown.fetch.show_hub(host, offline=settings.offline or is_offline())

    def ask_about_hub(self) -> None:
        """Asks for a mirror, a token, or to stay offline."""
        settings = self._window.settings

        def show(has_token: bool) -> None:
            from widgets.models.hub_dialog import HubDialog

            dialog = HubDialog(
                self._models.shown,
                settings.hub,
                address(),
                offline=settings.offline,
                has_token=has_token,
            )
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.accepted.connect(lambda: self._set_hub(dialog))
            dialog.open()

        # A keyring may want to be opened first.
        self._models.run(lambda: bool(token_for(address(settings.hub))), show)

    def _set_hub(self, dialog: HubDialog) -> None:
        hub, token, forget = dialog.address, dialog.token.text(), dialog.forget.isChecked()
        offline = dialog.offline.isChecked()
        self._window.settings = replace(self._window.settings, hub=hub, offline=offline)
        self._show_hub()
        if token.strip() or forget:
            self._models.run(
                lambda: keep_token(address(hub), token),
                lambda told: self._models.shown.banner.tell(told, seconds=12) if told else None,
            )

    def ask(self, text: str) -> None:
        """Fetches what an address or a name means, or says why it means nothing."""
        page = self._models.shown.fetch
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
        self._models.shown.fetch.accept()

    def _pick(self, id: int, file: str) -> None:
        one = self._fetch(id)
        if one is not None:
            self.fetches.give_up(id)
            self.fetches.add(replace(one.wanted, within=(file,)))

    def _take_token(self, id: int, token: str) -> None:
        try:
            told = keep_token(address(self._window.settings.hub), token)
        except FetchError as error:
            self._models.shown.banner.tell(error.cause, error.remedy, Tone.WARNING)
            return
        if told:
            self._models.shown.banner.tell(told, tone=Tone.INFO, seconds=12)
        self.fetches.go_on(id)

    def _fetch(self, id: int) -> Fetch | None:
        return next((one for one in self.fetches.all if one.id == id), None)

    def show_fetched(self, id: int) -> None:
        """Shows what a fetch has brought, on the page of what is on the disk."""
        one = self._fetch(id)
        if one is None or one.path is None:
            return
        from widgets.models.models_window import DISK

        self._models.shown.show_page(DISK)
        if (entry := self._brought(one)) is not None:
            self._models.shown.disk.choose(str(entry.path))

    def _brought(self, one: Fetch) -> Entry | None:
        """What a fetch that is done has brought, as far as it was found on the disk."""
        if one.path is None:
            return None
        found = [entry for entry in self._models.entries if entry.path.is_relative_to(one.path)]
        asked = [Path(name).name for name in one.wanted.within]
        named = [entry for entry in found if entry.path.name in asked]
        return next(iter(named or found), None)

    def _use_fetched(self, id: int) -> None:
        one = self._fetch(id)
        if one is not None and (entry := self._brought(one)) is not None:
            self._models.use(entry)

    def _use_good(self, good: Good) -> None:
        if (entry := self._entry_of(good)) is not None:
            self._models.use(entry)

    def _open_page(self, id: int) -> None:
        """The page of a model, where its terms are agreed to."""
        if (one := self._fetch(id)) is not None:
            hub = address(self._window.settings.hub)
            QDesktopServices.openUrl(QUrl(f"{hub}/{one.wanted.repo}"))

    def _fetch_told(self, one: Fetch | None) -> None:
        if one is not None and one.is_over and one.id not in self._done:
            self._done.add(one.id)
            look_for_models(self._window, partial(self._tell_it_is_here, one))
            self._models.look()
        elif one is not None and one.state is State.FAILED and not self._models.is_open:
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
            choice = (
                tr("Paint with It"),
                lambda: self._models.use_model(id, came[0].title, came[0].path),
            )
        window.banner.tell(
            told(f"{one.title} is here."), tr("It is in the list of models."),
            seconds=20 if choice else 8, choice=choice,
        )  # fmt: skip

    def show_fetches(self) -> None:
        """What is being fetched, and of the good models which are here."""
        if self._page is None:
            return
        from widgets.models.good_card import Standing

        fetches, page = self.fetches.all, self._page
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
        return [
            one
            for one in self._models.entries
            if _shelf(good) in one.path.parts and not one.problems
        ]

    def _entry_of(self, good: Good) -> Entry | None:
        """A good model as it was found on the disk."""
        names = _files_of(good)
        here = (one for one in self._all_of(good) if not names or one.path.name in names)
        return next(here, None)


def good_of(path: Path) -> Good | None:
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
