"""Documents that were left behind are offered, and come back as unsaved changes."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox

from widgets.ago import ago
from widgets.banner import Tone
from widgets.words import told, tr

if TYPE_CHECKING:
    from core.recovery.orphans import Found, Orphan
    from core.recovery.recover import Recovered
    from desktop.window import Window
    from widgets.recovery_dialog import Offer, RecoveryDialog

_log = logging.getLogger(__name__)

_FOOT = (
    "What is kept for later is under File > Recover Unsaved…, for {days} days from when it was "
    "first shown here."
)


def foot() -> str:
    """What stands below the documents that can be recovered."""
    from core.recovery.orphans import KEPT_DAYS

    return tr(_FOOT, days=KEPT_DAYS)


class Recovery(QObject):
    """The dialog, and the way from there into the window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._background = window.autosave.background
        self._held: dict[Offer, Orphan] = {}
        """What is in the dialog; no other program is offered it."""
        self._release: Callable[[], None] | None = None
        """Gives back what was chosen, when the artist then wanted to go on with the picture that
        is open."""
        self._looking = False
        self.dialog: RecoveryDialog | None = None

    def look(self, *, asked: bool = False) -> None:
        """Offers what was left behind, if there is something. `asked`: says so if there is not."""
        if self.dialog is not None:
            self.dialog.raise_()
            self.dialog.activateWindow()
            return
        if self._looking:
            return
        self._looking = True
        self._give_back()

        def done(found: tuple[Found, dict[Offer, Orphan]]) -> None:
            self._looking = False
            self._found(*found, asked)

        def failed(error: BaseException) -> None:
            self._looking = False
            _log.error("looking for what was left behind failed", exc_info=error)

        self._background.run(_look, done=done, failed=failed)

    def close(self) -> None:
        """Leaves what is still offered to the next start."""
        if self.dialog is not None:
            self.dialog.reject()
        self._give_back()

    # The dialog -----------------------------------------------------------------------------

    def _found(self, found: Found, offers: dict[Offer, Orphan], asked: bool) -> None:
        if found.removed:
            self._window.banner.tell(
                told(
                    f"Unsaved pictures that were kept too long, or took too much room, had to go: "
                    f"{found.removed}."
                )
            )
        self._window.start.show_left_behind(len(offers))
        if not offers:
            if asked:
                self._window.banner.tell(tr("There is nothing to recover."), seconds=6)
            return
        from widgets.recovery_dialog import RecoveryDialog

        self._held = offers
        self.dialog = dialog = RecoveryDialog(self._window, list(offers), foot())
        dialog.recovered.connect(self._recover)
        dialog.kept.connect(lambda offer: self._held.pop(offer).place.release())
        dialog.discarded.connect(self._ask_to_discard)
        dialog.finished.connect(self._closed)
        dialog.show()

    def _closed(self) -> None:
        self.dialog = None
        for orphan in self._held.values():
            orphan.place.release()
        self._held = {}

    def _ask_to_discard(self, offer: Offer) -> None:
        question = QMessageBox(self.dialog)
        question.setWindowTitle(tr("Discard"))
        question.setText(tr("Discard the unsaved changes to {title}?", title=offer.title))
        question.setInformativeText(tr("They cannot be brought back."))
        button = QMessageBox.StandardButton
        question.setStandardButtons(button.Discard | button.Cancel)
        question.setDefaultButton(button.Cancel)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def answered(result: int) -> None:
            if result == button.Discard:
                self._discard(offer)

        question.finished.connect(answered)
        question.open()

    def _discard(self, offer: Offer) -> None:
        orphan = self._held.pop(offer, None)
        if orphan is None:
            return
        if self.dialog is not None:
            self.dialog.remove(offer)
        self._one_less()
        self._background.run(orphan.place.remove, done=lambda _: None, failed=self._window.tell)

    # Coming back ----------------------------------------------------------------------------

    def _recover(self, offer: Offer) -> None:
        orphan = self._held.pop(offer)
        others = len(self._held)
        if self.dialog is not None:
            self.dialog.reject()
        self._release = orphan.place.release
        self._window.files.when_safe(lambda: self._read(orphan, offer.title, others))

    def _read(self, orphan: Orphan, title: str, others: int) -> None:
        self._release = None

        def done(recovered: Recovered) -> None:
            # Painted on while it was read: that is asked about as well.
            self._release = recovered.journal.release
            self._window.files.when_safe(lambda: self._show(recovered, title, others))

        def failed(error: BaseException) -> None:
            orphan.place.release()
            self._window.tell(error)

        def work() -> Recovered:
            from core.recovery.recover import recover

            return recover(orphan.place)

        self._background.run(work, done=done, failed=failed)

    def _one_less(self) -> None:
        start = self._window.start
        start.show_left_behind(max(0, start.left_behind - 1))

    def _show(self, recovered: Recovered, title: str, others: int) -> None:
        self._release = None
        self._one_less()
        self._window.show_recovered(recovered)
        seconds = time.time() - recovered.saved
        age = told(f"It was autosaved {ago(seconds)}. Save it to keep it.")
        remedy = " ".join((*recovered.warnings, age))
        if others:
            remedy += told(f" {others} more under File > Recover Unsaved…")
        self._window.banner.tell(
            told(f"{title} is recovered."),
            remedy,
            Tone.WARNING if recovered.warnings else Tone.INFO,
        )

    def _give_back(self) -> None:
        release, self._release = self._release, None
        if release is not None:
            release()


def _look() -> tuple[Found, dict[Offer, Orphan]]:
    """What was left behind, as it is shown; called in the background."""
    from core.recovery.orphans import find, mark_offered

    found = find()
    offers = {_offer(orphan): orphan for orphan in found.orphans}
    mark_offered(found.orphans)
    return found, offers


def _offer(orphan: Orphan) -> Offer:
    from widgets.recovery_dialog import Offer

    path, size = orphan.path, orphan.size
    about = folder = ""
    title = tr("Untitled") if orphan.trouble is None else tr("A picture")
    if path is not None:
        folder = str(path.parent)
        title = path.name
    elif orphan.trouble is None:
        folder = tr("Never saved to a file")
    if size is not None:
        layers = tr("1 layer") if orphan.layers == 1 else told(f"{orphan.layers} layers")
        about = f"{size.width} × {size.height} px, {layers}"
    return Offer(
        title=title,
        saved=orphan.saved,
        about=about,
        folder=folder,
        note=_note(orphan),
        picture=orphan.picture,
        whole=orphan.trouble is None,
    )


def _note(orphan: Orphan) -> str:
    if orphan.trouble is not None:
        return str(orphan.trouble)
    if orphan.path is None:
        return ""
    try:
        later = orphan.path.stat().st_mtime > orphan.saved
    except OSError:
        return tr("The file is not there any more.")
    return tr("The file was saved after this.") if later else ""
