"""A model that has no picture gets the first whole one that is made with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.errors import UserError
from core.models import cards, pictures
from widgets.candidate_model import Candidate

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.request import Request
    from desktop.compose import Placement
    from desktop.controller import Controller
    from widgets.background import Background


class ModelPictures(QObject):
    """Belongs to the generating half of a window; `changed` hears of every picture that is taken.

    They stay among the artist's own files, small, and without what was asked for.
    """

    def __init__(
        self, controller: Controller, background: Background, changed: Callable[[], object]
    ) -> None:
        super().__init__(controller)
        self._controller, self._background, self._changed = controller, background, changed
        self._looked: set[Path] = set()
        """Models that need not be looked at again."""
        controller.made.connect(self._made)

    def _made(self, candidate: Candidate, placement: Placement, document: str) -> None:
        request, pixels = candidate.request, candidate.pixels
        if pixels is None or request.mask is not None or request.upscale is not None:
            return
        for path in self._used(request):
            if path not in self._looked:
                self._looked.add(path)
                work = partial(_take, path, pixels)
                self._background.run(work, done=self._taken, failed=_unless_told)

    def _used(self, request: Request) -> Iterator[Path]:
        """The model that was used by itself, or the only LoRA or the like beside it."""
        info = self._controller.planning.named(request.model)
        files = {file for one in request.techniques if (file := getattr(one, "file", ""))}
        if info is not None and not files:
            yield info.path
        if len(files) == 1:
            yield Path(files.pop())

    def _taken(self, taken: bool) -> None:
        if taken:
            self._changed()


def _take(path: Path, pixels: Bytes) -> bool:
    """Keeps the picture, straight RGBA (h, w, 4), unless the model has one, or shall have none."""
    if pictures.is_settled(path) or cards.has_picture(path):
        return False
    pictures.keep(path, pixels)
    return True


def _unless_told(error: BaseException) -> None:
    """Nobody asked for it: a full disk is told where something is lost by it."""
    if not isinstance(error, UserError):
        raise error
