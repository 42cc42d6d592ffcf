"""Exporting the picture: asked how, as it was last time, or a candidate by itself."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from core.document.document import Document
from core.errors import FileError, UserError
from core.files import export_kept
from core.request import Request
from widgets.words import told, tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from core.arrays import Bytes
    from core.files.export import Export
    from core.files.export_kept import Exported
    from desktop.files import Files

EXPORT_FILTER = (
    "PNG (*.png);;JPEG (*.jpg *.jpeg);;WebP (*.webp);;AVIF (*.avif);;TIFF (*.tif *.tiff)"
)


class Exports(QObject):
    """Of the window's document. `exported(Path)` when a file is there."""

    exported = Signal(object)

    def __init__(self, files: Files) -> None:
        super().__init__(files)
        self._files = files
        self._last: WeakKeyDictionary[Document, Exported] = WeakKeyDictionary()
        self.recipe: Callable[[], Request | None] = lambda: None

    @property
    def last(self) -> Exported | None:
        """How the document was exported last."""
        document, path = self._files.document, self._files.path
        assert document is not None
        found = self._last.get(document)
        if found is None and path is not None:
            found = export_kept.kept(path)
        return found

    def ask(self) -> None:
        """Asks how and where to."""
        from core.files.export import Export
        from desktop.export_dialog import ExportDialog

        document = self._files.document
        assert document is not None
        last = self.last
        export = last.export if last is not None else Export(quality=self._files.quality)
        dialog = ExportDialog(
            self._files.window, document.snapshot(), export, self._packed_recipe()
        )
        dialog.chosen.connect(self._ask_where)
        dialog.open()

    def _ask_where(self, export: Export) -> None:
        from core.files.export import FORMATS
        from desktop.dialogs import target_dialog

        last, path = self.last, self._files.path
        name = path.stem if path is not None else tr("Untitled")
        folder = self._files.folder
        if last is not None:
            name, folder = last.target.stem, str(last.target.parent)
        endings = {".jpg": "*.jpg *.jpeg", ".tif": "*.tif *.tiff", ".psd": "*.psd *.psb"}
        kinds = f"{FORMATS[export.ending]} ({endings.get(export.ending, '*' + export.ending)})"
        target_dialog(
            self._files.window, tr("Export"), folder, name + export.ending, kinds, export.ending,
            lambda path: self.export_to(path, export),
        ).open()  # fmt: skip

    def export_to(self, path: Path, export: Export | None = None) -> None:
        """Exports the picture as `export` says; without one, as last time in the format of the
        name."""
        from core.files.export import FORMATS, Export, ending_of, write

        files, document = self._files, self._files.document
        assert document is not None
        document.finish_stroke()
        if export is None:
            last = self.last
            export = last.export if last is not None else Export(quality=files.quality)
        ending = ending_of(path)
        if ending not in FORMATS:
            files.failed.emit(
                FileError(
                    f"Pictures cannot be saved as {ending or 'a file without an ending'}.",
                    "Use a name that ends in .png, .jpg, .webp, .avif, .tif or .psd.",
                )
            )
            return
        export = replace(export, ending=ending)
        snapshot, recipe, origin = document.snapshot(), self._packed_recipe(), files.path

        def far(share: float) -> None:
            with contextlib.suppress(RuntimeError):  # the window is gone
                files.progress.emit(told(f"Exporting {path.name}… {share:.0%}"))

        def work() -> tuple[str, ...]:
            told = write(path, export, snapshot, recipe() if export.recipe else None, far)
            if origin is not None:
                with contextlib.suppress(FileError):  # the picture is there, which counts
                    export_kept.keep(origin, export_kept.Exported(export, path.absolute()))
            return told

        def done(told: tuple[str, ...]) -> None:
            self._last[document] = export_kept.Exported(export, path)
            files.last_folder = str(path.parent)
            self.exported.emit(path)
            if told:
                files.warned.emit("\n".join(told))

        files.background.run(work, done=done, failed=files.failed.emit)

    def export_again(self) -> None:
        """Exports to where, and as, this picture was exported last; asks the first time."""
        last = self.last
        if last is None:
            self.ask()
        else:
            self.export_to(last.target, last.export)

    def export_candidate(self, pixels: Bytes, request: Request) -> None:
        """Asks for a name and saves a candidate with its recipe."""
        from desktop.dialogs import target_dialog

        target_dialog(
            self._files.window, tr("Save Picture"), self._files.folder, "Candidate.png",
            EXPORT_FILTER, ".png", lambda path: self._write(path, lambda: pixels, request),
        ).open()  # fmt: skip

    def export_made(self, parent: QWidget, name: str, make: Callable[[], Bytes]) -> None:
        """Asks over a window for a name, and saves what `make` makes in the background: straight
        RGBA."""
        from desktop.dialogs import target_dialog

        target_dialog(
            parent, tr("Save Picture"), self._files.folder, name,
            EXPORT_FILTER, ".png", lambda path: self._write(path, make, None),
        ).open()  # fmt: skip

    def _write(self, path: Path, make: Callable[[], Bytes], request: Request | None) -> None:
        quality = self._files.quality

        def work() -> None:
            from core.files.pictures import save_picture
            from core.recipe import to_recipe

            recipe = None if request is None else to_recipe(request, embed=True)
            save_picture(path, make(), recipe, quality=quality)

        def done(_: None) -> None:
            self._files.last_folder = str(path.parent)
            self.exported.emit(path)

        self._files.background.run(work, done=done, failed=self._files.failed.emit)

    def _packed_recipe(self) -> Callable[[], dict[str, Any] | None]:
        """What makes the recipe of what was applied last; it may take a while."""
        request = self.recipe()

        def pack() -> dict[str, Any] | None:
            if request is None:
                return None
            from core.recipe import to_recipe

            try:
                return to_recipe(request, embed=True)
            except UserError:
                return None

        return pack
