"""Reference pictures come from files, the clipboard and drops, and are pinned beside the canvas."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from core.document import commands
from core.document.references import reference_of
from core.document.settings import PaintSettings
from core.errors import UserError
from core.geometry import Rect
from core.pixels.alpha import straight
from widgets.words import tr

if TYPE_CHECKING:
    from core.arrays import Bytes
    from desktop.window import Window


class Pinning:
    """Pins pictures to the window's document."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def ask(self) -> None:
        """Asks for pictures."""
        from desktop.dialogs import files_dialog
        from desktop.reading import OPEN_FILTER

        window = self._window
        files_dialog(
            window, tr("Reference Pictures"), window.files.folder, OPEN_FILTER, self.pin_paths
        ).open()

    def paste(self) -> None:
        """Pins the clipboard's picture."""
        if not self.take(QGuiApplication.clipboard().mimeData()):
            self._window.tell(UserError("There is no picture in the clipboard.",
                                        "Copy one in another program first."))  # fmt: skip

    def take(self, data: QMimeData | None) -> bool:
        """Pins what was dropped or copied; False when it is no picture. A clipboard that holds
        nothing may be None."""
        if data is None:
            return False
        from desktop.drops import image_pixels, local_files

        paths = local_files(data)
        if paths:
            self.pin_paths(paths)
            return True
        pixels = image_pixels(data.imageData()) if data.hasImage() else None
        if pixels is None:
            return False
        self._pin(pixels, "Pasted")
        return True

    def pin_paths(self, paths: list[Path]) -> None:
        """Reads files in the background and pins their pictures, one after another."""
        for path in paths:
            self._pin_path(path)

    def _pin_path(self, path: Path) -> None:
        document = self._window.document

        def done(pixels: Bytes) -> None:
            if self._window.document is document:
                self._pin(pixels, path.stem)

        self._window.background.run(lambda: _picture_in(path), done=done, failed=self._window.tell)

    def _pin(self, picture: Bytes, name: str) -> None:
        window, canvas = self._window, self._window.canvas
        document = window.document
        one = reference_of(picture, name, document.size, document.references)
        if not window.edit.perform(
            commands.SetReferences((*document.references, one), "Add reference")
        ):
            return
        canvas.set_tool("reference")
        canvas.show_references(True)
        canvas.choose_reference(one.id)
        if not canvas.sees(one.bounds):
            canvas.show_part(Rect.around([document.canvas, one.bounds]))


def _picture_in(path: Path) -> Bytes:
    """A picture's, or a project's, straight RGBA. Raises FileError."""
    from desktop.reading import PICTURES, read

    if path.suffix.lower() in PICTURES:
        from core.files.pictures import open_picture

        return open_picture(path).pixels.array
    document = read(path, PaintSettings()).document
    assert document is not None
    return straight(document.composite(document.canvas))
