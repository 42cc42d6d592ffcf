"""Opening, placing, saving and exporting; decoding and encoding happen in the background."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtWidgets import QWidget

from core.document.document import Document
from core.document.settings import PaintSettings
from core.errors import UserError
from core.files.json_text import whole
from core.files.on_disk import UNKNOWN, Seen, Stamp, next_version, stamp
from core.geometry import Point, Rect, Size
from core.pixels.alpha import straight
from core.request import Request
from core.settings import MAX_RECENT
from desktop.drops import elsewhere, is_elsewhere, local_files, picture_in
from desktop.reading import (
    OPEN_FILTER,
    PROJECT,
    Opened,
    document_of,
    empty_document,
    read,
    recipe_in,
)
from widgets.background import Background
from widgets.words import told, tr

if TYPE_CHECKING:
    from core.arrays import Bytes

SAVE_FILTER = "Underpaint project, OpenRaster (*.ora)"


class Files(QObject):
    """What happens between the document and files. The window is told by signals.

    `opened(Document, Path or None, Request or None)`; `recipe_found(Request, str)` when a picture
    with a recipe was placed or dropped; `saved(Path)`.
    """

    opened = Signal(object, object, object)
    recipe_found = Signal(object, str)
    saved = Signal(object)
    failed = Signal(object)
    warned = Signal(str)
    progress = Signal(str)
    """How far something is that takes long."""
    changed = Signal()
    """Path, recent files or last folder are others."""

    def __init__(self, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self.background = background
        self.window = window
        self.document: Document | None = None
        self.path: Path | None = None
        self._seen = Seen()
        self.recent: tuple[str, ...] = ()
        self.last_folder = ""
        """Where a file was last opened or saved; empty before the first."""
        self.quality = 95
        self.new_settings: Callable[[], PaintSettings] = PaintSettings
        self.put: Callable[[str, Bytes, Rect, str], None] = lambda *_: None
        """Makes pixels a layer; whoever owns the document says how."""

    @property
    def folder(self) -> str:
        """Where dialogs begin: the last folder, and before there is one, or when it is gone, the
        artist's pictures. Not where the program was started, which nobody would look for."""
        from PySide6.QtCore import QStandardPaths

        pictures = QStandardPaths.StandardLocation.PicturesLocation
        places = (self.last_folder, *QStandardPaths.standardLocations(pictures))
        # Not `Path.is_dir`, which raises what a network disk says that has vanished.
        there = (one for one in places if one and os.path.isdir(one))  # noqa: PTH112
        return next(there, str(Path.home()))

    # New and open ---------------------------------------------------------------------------

    def new(self) -> None:
        """Asks for the size of a new canvas."""
        from desktop.dialogs import NewDialog

        dialog = NewDialog(self.window, Size(512, 512))
        dialog.accepted.connect(lambda: self.new_document(dialog.chosen_size, white=dialog.white))
        dialog.open()

    def new_document(self, size: Size, *, white: bool = True) -> None:
        """A canvas ready to paint on, once unsaved changes are dealt with."""
        self.when_safe(
            lambda: self.opened.emit(empty_document(size, self.new_settings(), white), None, None)
        )

    def open(self) -> None:
        """Asks for a file and opens it as a document."""
        self._choose(tr("Open"), OPEN_FILTER, self.open_path)

    def place(self) -> None:
        """Asks for a picture and puts it on the canvas as a layer."""
        self._choose(tr("Open as Layer"), OPEN_FILTER, self.place_path)

    def open_path(self, path: Path) -> None:
        """Opens a file as a document, once unsaved changes are dealt with: those too that are made
        while it is being read."""
        path = path.absolute()  # it is remembered, for programs that run elsewhere

        def begin() -> None:
            before = self._stand

            def show(file: Opened) -> None:
                if self._stand == before:
                    self._show(file)
                else:
                    self.when_safe(lambda: self._show(file))

            self._read(path, show)

        self.when_safe(begin)

    @property
    def _stand(self) -> tuple[Document | None, int]:
        """Which document is open, and where its timeline stands."""
        return self.document, 0 if self.document is None else self.document.moment

    def place_path(self, path: Path) -> None:
        """Reads a picture and puts it on the canvas as a layer; a recipe in it is offered."""
        self._read(path.absolute(), self._place)

    def _read(self, path: Path, then: Callable[[Opened], None]) -> None:
        settings = self.new_settings()

        def far(share: float) -> None:
            with contextlib.suppress(RuntimeError):  # the window is gone
                self.progress.emit(told(f"Opening {path.name}… {share:.0%}"))

        self.background.run(lambda: read(path, settings, far), done=then, failed=self.failed.emit)

    def _show(self, file: Opened) -> None:
        document = file.document
        if document is None:
            return
        self.opened.emit(document, file.path, file.recipe)
        self._seen.note(file.path, file.stamp)
        self.remember(file.path)
        if file.warnings:
            self.warned.emit("\n".join(file.warnings))

    def _place(self, file: Opened) -> None:
        if file.picture is not None:
            self.place_pixels(file.picture.pixels.array, file.path.stem)
        elif file.document is not None:
            snapshot = file.document.snapshot()
            self.background.run(
                lambda: straight(snapshot.composite(snapshot.canvas)),
                done=lambda pixels: self.place_pixels(pixels, file.path.stem),
                failed=self.failed.emit,
            )
        self.remember(file.path)
        if file.warnings:
            self.warned.emit("\n".join(file.warnings))
        if file.recipe is not None:
            self.recipe_found.emit(file.recipe, file.path.name)

    def place_pixels(self, pixels: Bytes, name: str, at: Point | None = None) -> None:
        """Straight RGBA as a new layer at its own size: with its corner `at` a place, or in the
        middle of the canvas."""
        assert self.document is not None
        canvas = self.document.size
        height, width = pixels.shape[:2]
        if at is None:
            at = Point((canvas.width - width) // 2, (canvas.height - height) // 2)
        rect = Rect(int(at.x), int(at.y), width, height)
        self.put(name, pixels, rect, "Place picture")

    def note_recovered(self, path: Path | None, as_it_was: Stamp | None) -> None:
        """A document that was left behind belongs to a file: one that was written since then, whose
        stamp is None, is written over only if the artist wants it."""
        if path is not None:
            self._seen.note(path, as_it_was or UNKNOWN)

    # Drops -----------------------------------------------------------------------------------

    def open_pixels(self, pixels: Bytes, name: str) -> None:
        """Straight RGBA as a document of its own, once unsaved changes are dealt with."""
        self.open_made(document_of(pixels, name, self.new_settings()))

    def open_made(self, document: Document) -> None:
        """A document that no file holds, once unsaved changes are dealt with."""
        self.when_safe(lambda: self.opened.emit(document, None, None))

    def drop_recipe(self, data: QMimeData) -> bool:
        """Takes over the recipe of a dropped picture and leaves its pixels alone."""
        paths = local_files(data)
        if not paths:
            return False
        path = paths[0]

        def found(recipe: Request | None) -> None:
            if recipe is None:
                self.failed.emit(
                    UserError(
                        f"{path.name} carries no recipe.",
                        "Only pictures saved by Underpaint do. Drop it on the canvas to use it.",
                    )
                )
            else:
                self.recipe_found.emit(recipe, path.name)

        self.background.run(lambda: recipe_in(path), done=found, failed=self.failed.emit)
        return True

    def drop(self, data: QMimeData, *, as_layer: bool) -> bool:
        """Takes what was dropped; False when it is nothing that can be opened."""
        paths = local_files(data)
        if paths:
            first, *others = paths
            (self.place_path if as_layer else self.open_path)(first)
            for other in others:
                self.place_path(other)
            return True
        picture = picture_in(data)
        if picture is not None:
            take = self.place_pixels if as_layer else self.open_pixels
            self.background.run(
                picture, done=lambda pixels: take(pixels, "Dropped"), failed=self.failed.emit
            )
            return True
        if is_elsewhere(data):
            self.failed.emit(elsewhere())
            return True
        return False

    # Save -----------------------------------------------------------------------------------

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Saves the project where it was; asks where when it was nowhere."""
        if self.path is not None and self.path.suffix.lower() == PROJECT:
            self.save_to(self.path, then)
        else:
            self.save_as(then)

    def save_as(self, then: Callable[[], object] | None = None) -> None:
        """Asks for a name and saves the project under it."""
        name = self.path.with_suffix(PROJECT).name if self.path is not None else "Untitled.ora"
        self._choose_target(
            tr("Save Project"), name, SAVE_FILTER, PROJECT, lambda path: self.save_to(path, then)
        )

    def save_next(self, then: Callable[[], object] | None = None) -> None:
        """Saves the project as the next version of its file: name-001, name-002, …"""
        path = self.path
        if path is None:
            self.save_as(then)
            return
        self.background.run(
            lambda: next_version(path.with_suffix(PROJECT)),
            done=lambda free: self.save_to(free, then),
            failed=self.failed.emit,
        )

    def save_to(
        self, path: Path, then: Callable[[], object] | None = None, *, over: bool = False
    ) -> None:
        """Saves all of the document in the background; painting goes on.

        When another program or window has written the file since it was opened, it is asked first
        what shall become of it, unless what is there may be written `over`.
        """
        assert self.document is not None
        path, document = path.absolute(), self.document
        document.finish_stroke()
        snapshot, moment = document.snapshot(), document.moment

        def work() -> bool:
            from core.files.openraster import save_document

            if not over and self._seen.changed(path):
                return False
            save_document(path, snapshot)
            self._seen.note(path, stamp(path))
            return True

        def done(saved: bool) -> None:
            if not saved:
                self._ask_about_change(document, path, then)
                return
            document.mark_saved(moment)
            self.path = path if self.document is document else self.path
            self.remember(path)
            self.saved.emit(path)
            if then is not None:
                then()

        self.background.run(work, done=done, failed=self.failed.emit)

    def _ask_about_change(
        self, document: Document, path: Path, then: Callable[[], object] | None
    ) -> None:
        if self.document is not document:
            return
        from desktop.dialogs import ask_about_change

        ask_about_change(
            self.window,
            path.name,
            save_next=lambda: self.save_next(then),
            overwrite=lambda: self.save_to(path, then, over=True),
        )

    # Questions ------------------------------------------------------------------------------

    def when_safe(self, then: Callable[[], object]) -> None:
        """Calls `then` when nothing would be lost: at once, after saving, or never."""
        if self.document is None or not self.document.modified:
            then()
            return
        from desktop.dialogs import ask_to_save

        name = self.path.name if self.path is not None else tr("the picture")
        ask_to_save(self.window, name, save=lambda: self.save(then), discard=then)

    def _choose(self, title: str, filter: str, then: Callable[[Path], None]) -> None:
        from desktop.dialogs import file_dialog

        file_dialog(self.window, title, self.folder, filter, then).open()

    def _choose_target(
        self, title: str, name: str, filter: str, suffix: str, then: Callable[[Path], None]
    ) -> None:
        from desktop.dialogs import target_dialog

        target_dialog(self.window, title, self.folder, name, filter, suffix, then).open()

    def remember(self, path: Path) -> None:
        """Puts a file first among the recent ones; one whose name is not in letters cannot be
        named in the settings."""
        if whole(str(path)) != str(path):
            self.changed.emit()
            return
        others = (other for other in self.recent if other != str(path))
        self.recent = (str(path), *others)[:MAX_RECENT]
        self.last_folder = str(path.parent)
        self.changed.emit()
