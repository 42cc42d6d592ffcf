"""The start page: shown over the canvas while there is nothing to work on, gone at the first tool.

The canvas below it is ready all the time. What asks the disk, the clipboard or the machine is done
after the window has been painted, in a thread of its own.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QWidget

from core import places
from core.document.document import Change, Kind
from core.geometry import Size
from core.request import MAX_SIDE
from desktop.actions import EDIT, GENERATE, IMAGE, LAYER, SELECT, TOOLS
from desktop.tips import next_tip
from widgets.background import Background
from widgets.words import tr

if TYPE_CHECKING:
    from core.fetching.hardware import Hardware
    from core.files.on_disk import Stamp
    from core.models.info import ModelInfo
    from desktop.recent import Seen
    from desktop.window import Window
    from widgets.start_page import Preset, StartPage

STARTER = "starter"
_NATIVE = {STARTER: 256}
"""Pixels a side that a model was made for, as far as it is known before models are looked for."""
_USUAL = 512
_SHAPES = ((1, 1), (3, 2), (2, 3), (16, 9))
_STEP = 8
PICTURE = 208
"""The longest side of a recent file's picture, in pixels."""
_AWAY = {
    "models", "add_models", "teach", "pause", "cancel", "cancel_all", "add_technique",
    "finger_pen", "finger_paint", "finger_move",
}  # fmt: skip
"""Actions of menus that work on the canvas which need none."""


class Start(QObject):
    """The page of a window; made when it is first shown."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._background = Background(self)
        self._stamps: dict[Path, Stamp] = {}
        self._models: Sequence[ModelInfo] = ()
        self._hardware: Hardware | None = None
        self._asked = self._begun = False
        self.left_behind = 0
        self.page: StartPage | None = None

    @property
    def shown(self) -> bool:
        return self.page is not None and not self.page.isHidden()

    def show(self) -> None:
        """Shows the page over the canvas. What takes time follows with `fill`, or at once when the
        program has begun already."""
        window = self._window
        page = self.page or self._made()
        page.show_canvas(window.document.size, empty=self._is_untouched())
        self._show_model()
        page.show_files([Path(name) for name in window.files.recent])
        page.keep.setChecked(window.settings.start_with == "page")
        page.setGeometry(self._over.rect())
        page.show()
        page.raise_()
        if window.banner.isVisible():
            window.banner.raise_()
        page.canvas_tile.setFocus()
        if self._begun:
            self.fill()

    def hide(self) -> None:
        """Leads to the canvas."""
        if self.page is not None and self.shown:
            self.page.hide()
            self._window.canvas.setFocus()

    def fill(self) -> None:
        """Looks at the files, the clipboard and the machine."""
        if not self._begun:
            self._begun = True
            self._listen()
        if not self.shown:
            return
        self._look_at_files()
        self._look_at_clipboard()
        self._look_at_machine()

    def close(self) -> None:
        self._background.close()

    # Building -------------------------------------------------------------------------------

    @property
    def _over(self) -> QWidget:
        return self._window.middle

    def _made(self) -> StartPage:
        from widgets.start_page import StartPage

        window = self._window
        page = self.page = StartPage(self._over)
        page.left.connect(self.hide)
        page.size_wanted.connect(lambda size: window.files.new_document(size))
        page.own_size_wanted.connect(window.files.new)
        page.clipboard_wanted.connect(window.clipboard.paste_as_document)
        page.file_wanted.connect(window.files.open_path)
        page.open_wanted.connect(window.files.open)
        page.recover_wanted.connect(lambda: window.recovery.look(asked=True))
        page.tour_wanted.connect(window.start_tour)
        page.models_wanted.connect(self._get_models)
        page.kept_on.connect(self._keep)
        page.show_tip(next_tip(window))
        page.show_left_behind(self.left_behind)
        self._over.installEventFilter(self)
        if not self._begun:  # what is painted first
            page.ground.installEventFilter(window)
        return page

    def _listen(self) -> None:
        """Is gone at the first sign of work. Nothing can be done before the window is painted."""
        window = self._window
        # A tool that is taken, by its key too, and all else that works on the canvas leads to it.
        on_canvas = (EDIT, IMAGE, LAYER, SELECT, TOOLS, GENERATE)
        for action, made in window.registry:
            if action.menu in on_canvas and action.id not in _AWAY:
                made.triggered.connect(self.hide)
        window.canvas.brushChanged.connect(lambda _: self.hide())
        window.generate_panel.generate.connect(self.hide)
        QGuiApplication.clipboard().dataChanged.connect(self._look_at_clipboard)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.page is not None:
            self.page.setGeometry(self._over.rect())
        return False

    def changed(self, change: Change) -> None:
        """The picture changed, not only what the generate panel says."""
        if self.shown and change.kinds - {Kind.SETTINGS}:
            self.hide()

    def _keep(self, on: bool) -> None:
        self._window.preferences.set_start("page" if on else "canvas")

    def _is_untouched(self) -> bool:
        document = self._window.document
        return self._window.files.path is None and not document.modified and not document.can_undo

    # What it shows --------------------------------------------------------------------------

    def _look_at_files(self) -> None:
        assert self.page is not None
        for path in self.page.files:
            self._background.run(
                partial(self._window.recent.look, path, self._stamps.get(path), PICTURE),
                done=partial(self._show_file, path),
                failed=lambda _: None,
            )

    def _show_file(self, path: Path, seen: Seen) -> None:
        from widgets.ago import ago

        if self.page is None:
            return
        picture = None
        if seen.picture is not None and seen.stamp is not None:
            self._stamps[path] = seen.stamp
            height, width = seen.picture.shape[:2]
            data, form = seen.picture.data, QImage.Format.Format_RGB888
            picture = QPixmap.fromImage(QImage(data, width, height, width * 3, form))
        line = "" if seen.stamp is None else ago(time.time() - seen.stamp[0] / 1e9)
        self.page.show_file(path, line, picture)

    def _look_at_clipboard(self) -> None:
        if not self.shown or self.page is None:
            return
        from desktop.drops import local_files, picture_in

        data = QGuiApplication.clipboard().mimeData()
        self.page.clipboard.setEnabled(picture_in(data) is not None or bool(local_files(data)))

    def _look_at_machine(self) -> None:
        """Which model suits the machine; only asked while there is none but the starter model."""
        if self._asked or not self._models or not self._only_ours:
            return
        self._asked = True

        def work() -> Hardware:
            from core.fetching import hardware

            return hardware.find()

        def done(found: Hardware) -> None:
            self._hardware = found
            self._show_model()

        self._background.run(work, done=done, failed=lambda _: None)

    def show_models(self, models: Sequence[ModelInfo]) -> None:
        """Which models were found."""
        self._models = models
        if self.shown:
            self._show_model()
            if self._begun:
                self._look_at_machine()

    def show_left_behind(self, count: int) -> None:
        """How many unsaved pictures wait to be recovered."""
        self.left_behind = count
        if self.page is not None:
            self.page.show_left_behind(count)

    @property
    def _only_ours(self) -> bool:
        """Whether there are no models but those that come with the program."""
        own = places.resources()
        return all(one.path.is_relative_to(own) for one in self._models if not one.problems)

    def _show_model(self) -> None:
        page, id = self.page, self._window.document.settings.model
        if page is None:
            return
        info = next((one for one in self._models if one.id == id), None)
        title = info.title if info is not None else id.capitalize()
        native = info.size if info is not None else _NATIVE.get(id, _USUAL)
        page.show_presets(presets(native), tr("Sizes of {model}, and larger ones", model=title))
        advice = self._advice() if self._only_ours else ""
        if id != STARTER:
            page.show_model(tr("You paint with {model}.", model=title), advice)
            return
        text = tr(
            "You paint with the starter model: a small one to learn with, which knows some 75 "
            "drawn things."
        )
        page.show_model(text, advice)

    def _advice(self) -> str:
        if self._hardware is None:
            return tr("For pictures of anything else, fetch a larger model.")
        from core.fetching.curated import recommended

        best = recommended(self._hardware)
        return tr(
            "For pictures of anything else, {model} suits this machine: {size} GB to fetch.",
            model=best.title, size=best.size,
        )  # fmt: skip

    def _get_models(self) -> None:
        from widgets.models.models_window import DISK, FETCH

        self._window.models.open(FETCH if self._only_ours else DISK)


def presets(native: int) -> list[Preset]:
    """Sizes of new canvases: what a model made for native × native pixels paints at once, in the
    usual shapes; then larger ones, which it paints part by part."""
    from widgets.start_page import Preset

    square, landscape, portrait, wide = (_shape(native, shape) for shape in _SHAPES)
    found = [
        Preset(tr("Square"), square),
        Preset(tr("Landscape"), landscape),
        Preset(tr("Portrait"), portrait),
        Preset(tr("Wide"), wide),
        Preset(tr("Double"), Size(2 * native, 2 * native)),
        Preset(tr("Full HD"), Size(1920, 1080)),
        Preset(tr("A4, 300 dpi"), Size(2480, 3508)),
    ]
    return [one for one in found if max(one.size) <= MAX_SIDE]


def _shape(native: int, shape: tuple[int, int]) -> Size:
    """About native × native pixels in another shape, each side a multiple of 8."""
    across, down = shape
    scale = native / (across * down) ** 0.5
    return Size(*(max(_STEP, round(side * scale / _STEP) * _STEP) for side in shape))
