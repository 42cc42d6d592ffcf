"""Puts every picture that is made into the gallery, and what is in it to use again."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QImage

from core import places
from core.document.commands import SetSettings
from core.document.settings import unframed
from core.errors import UserError
from core.files.pictures import decode, encode, png
from core.gallery.entry import Entry, Kept, Made, Search
from core.gallery.store import Gallery
from core.geometry import Rect
from core.request import Request
from core.steering import last_prompt
from core.techniques import techniques
from core.words.short import in_short
from desktop.applying import MOST_OF_NAME
from desktop.compose import Composed, Placement
from desktop.remake import origin_for
from desktop.results import candidate_again, composed_again
from widgets.background import Background
from widgets.banner import Tone
from widgets.candidate_model import Candidate
from widgets.words import told, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.arrays import Bytes
    from core.document.document import Document
    from core.recovery.candidates import KeptJob
    from desktop.controller import Controller
    from desktop.window import Window
    from widgets.gallery.panel import GalleryPanel

NAME = "gallery"
_SIDE = 192
"""The longest side of thumbnails on screen, in their own pixels."""
_SETTLED = 100
"""Milliseconds after a picture is kept until the panel shows it: those of a batch come at once."""

Found = tuple[list[Entry], list[str], list[tuple[str, str]]]
Again = tuple[Composed, list[tuple[Candidate, int]]]


class GalleryDock(QObject):
    """Belongs to the generating half of a window. Its panel is made when it is first seen."""

    def __init__(self, window: Window, controller: Controller) -> None:
        super().__init__(window)
        self._window, self._controller = window, controller
        self._gallery = Gallery(places.data() / "gallery")
        self._background = Background(self)
        """A thread of its own: what is saved or opened does not keep thumbnails waiting."""
        self._panel: GalleryPanel | None = None
        self._latest: Search | None = None
        self._told: UserError | None = None
        self.kept = 0
        """Pictures that were put in."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._look_again)
        controller.made.connect(self._keep)
        window.generate_panel.prompt.offer_earlier(self.earlier_prompts)
        dock = window.docks[NAME]
        dock.visibilityChanged.connect(self._shown)
        if dock.isVisible() and not dock.visibleRegion().isEmpty():
            self._shown(True)

    def set_document(self, document: Document) -> None:
        """“This document” is another one from now on."""
        if self._panel is not None:
            self._panel.show_document(document.state.id)

    def earlier_prompts(self, then: Callable[[list[str]], object]) -> None:
        """Hands over the prompts of pictures, the latest first, without what the style that is set
        puts around one."""
        frame = self._window.document.settings.frame

        def found(prompts: list[str]) -> None:
            then(list(dict.fromkeys(unframed(frame, prompt) for prompt in prompts)))

        self._background.run(self._gallery.prompts, done=found, failed=self._window.tell)

    def close(self) -> None:
        """Ends the thread, once all that was made is kept."""
        self._soon.stop()
        self._background.close()
        self._gallery.close()

    def _shown(self, visible: bool) -> None:
        if visible and self._panel is None:
            # Not within the step in which the window does something else.
            QTimer.singleShot(0, self, lambda: self.panel)

    @property
    def panel(self) -> GalleryPanel:
        """The panel; made when it is first asked for."""
        if self._panel is None:
            from widgets.gallery.panel import GalleryPanel

            panel = self._panel = GalleryPanel()
            panel.show_document(self._window.document.state.id)
            panel.searched.connect(self._search)
            panel.model.wanted.connect(self._read_thumbnails)
            panel.layer_wanted.connect(lambda e: self._use(e, self._as_layer))
            panel.upscale_wanted.connect(lambda e: self._use(e, self._upscale))
            panel.document_wanted.connect(lambda e: self._use(e, self._as_document))
            panel.recipe_wanted.connect(lambda e: self._use(e, self._restore))
            panel.prompt_wanted.connect(lambda e: self._use(e, self._take_prompt))
            panel.seed_wanted.connect(lambda e: self._set(seed=e.seed))
            panel.again_with_seed.connect(lambda e: self._use(e, self._other_seed))
            panel.again_with_prompt.connect(lambda e: self._use(e, self._other_prompt))
            panel.again_with_model.connect(lambda e: self._use(e, self._other_model))
            panel.starred.connect(
                lambda ids, on: self._change(lambda: self._gallery.set_favourite(ids, on))
            )
            panel.removed.connect(lambda ids: self._change(lambda: self._gallery.remove(ids)))
            panel.brought_back.connect(
                lambda ids: self._change(lambda: self._gallery.bring_back(ids))
            )
            self._window.docks.fill(NAME, panel)
        return self._panel

    # Keeping --------------------------------------------------------------------------------

    def _keep(self, candidate: Candidate, placement: Placement, document: str) -> None:
        pixels, shown, rect = candidate.pixels, candidate.shown, candidate.rect
        assert pixels is not None and shown is not None and rect is not None
        at = time.time()

        def work() -> int:
            made = Made(
                candidate.request, png(pixels), encode(shown, ".jpg", quality=88), rect,
                placement.rect, placement.size, at, document,
            )  # fmt: skip
            return self._gallery.add(made)

        def done(entry: int) -> None:
            self._controller.candidates.note_entry(candidate.key, entry)
            self._was_kept()

        self._background.run(work, done=done, failed=self._was_not_kept)

    def _was_kept(self) -> None:
        self.kept += 1
        if self._told is not None:
            self._window.banner.withdraw(self._told.cause)
            self._told = None
        self._tell_of_damage()
        self._soon.start(_SETTLED)

    def _was_not_kept(self, error: BaseException) -> None:
        if isinstance(error, MemoryError):
            error = UserError(tr("The gallery could not take a picture: no memory is left."))
        if not isinstance(error, UserError):
            raise error
        if self._told is None:  # once, until it goes well again
            self._told = error
            self._window.warn(error)

    def _tell_of_damage(self) -> None:
        """A gallery that was found damaged is told of, once: its pictures are not there any more,
        and those of documents are."""
        aside, self._gallery.put_aside = self._gallery.put_aside, None
        if aside is not None:
            self._window.banner.tell(
                told("The gallery was damaged, and a new one has begun."),
                told(f"The old one was put aside, as {places.shown(aside)}. Files are unharmed."),
                Tone.WARNING,
            )

    def bring_back(self, jobs: Sequence[KeptJob], document: Document) -> None:
        """Puts candidates that were kept with a recovered document into the strip again."""
        wanted = sum(len(job.candidates) for job in jobs)

        def work() -> list[Again]:
            return [again for job in jobs if (again := self._again_of(job, document.state.id))]

        def done(found: list[Again]) -> None:
            self._controller.bring_back(found, document)
            count = sum(len(candidates) for _, candidates in found)
            if count < wanted:
                text = tr("Candidates are back: {count} of {wanted}", count=count, wanted=wanted)
            else:
                text = tr("Candidates are back: {count}", count=count)
            self._window.say(text, seconds=20)

        self._background.run(work, done=done, failed=self._window.tell)

    def _again_of(self, job: KeptJob, document: str) -> Again | None:
        """Those of a job that are in the gallery as they were; in the background."""
        found: list[tuple[Candidate, int]] = []
        composed = None
        for one in job.candidates:
            with contextlib.suppress(UserError):  # the others are there still
                kept = self._gallery.kept(one.entry)
                if (kept.document, kept.request.seed) != (document, one.seed):
                    continue
                jpeg = self._gallery.thumbnails([one.entry]).get(one.entry, b"")
                pixels = decode(kept.picture, "The picture").array
                shown = np.ascontiguousarray(decode(jpeg, "The thumbnail").array[..., :3])
                composed = composed or composed_again(job, kept.request)
                found.append((candidate_again(one, kept, pixels, shown), one.entry))
        return None if composed is None else (composed, found)

    # Finding --------------------------------------------------------------------------------

    def _look_again(self) -> None:
        if self._panel is not None and self._panel.isVisible():
            self._panel.search()

    def _search(self, search: Search) -> None:
        self._latest = search

        def work() -> Found | None:
            if search is not self._latest:
                return None  # something else is looked for meanwhile
            known = techniques()
            models, ids = self._gallery.known()
            titles = [(id, known[id].declaration.title if id in known else id) for id in ids]
            return self._gallery.find(search), models, titles

        def done(found: Found | None) -> None:
            self._tell_of_damage()
            if found is not None and search is self._latest:
                self.panel.show_found(*found)

        self._background.run(work, done=done, failed=self._window.tell)

    def _read_thumbnails(self, ids: Sequence[int]) -> None:
        def work() -> dict[int, QImage | None]:
            found = self._gallery.thumbnails(ids)
            return {id: _thumbnail(found.get(id)) for id in ids}

        self._background.run(work, done=self.panel.model.put_thumbnails, failed=self._window.tell)

    # Using ----------------------------------------------------------------------------------

    def _change(self, work: Callable[[], None]) -> None:
        self._background.run(work, done=lambda _: self._look_again(), failed=self._window.tell)

    def _use(self, entry: Entry, then: Callable[[Kept, Bytes], object]) -> None:
        def work() -> tuple[Kept, Bytes]:
            kept = self._gallery.kept(entry.id)
            return kept, decode(kept.picture, "The picture").array

        self._background.run(work, done=lambda found: then(*found), failed=self._window.tell)

    def _as_layer(self, kept: Kept, pixels: Bytes) -> None:
        """Where it was made, or in the middle of a canvas that does not reach there."""
        if Rect.of_size(self._window.document.size).contains(kept.rect):
            composed = Composed(kept.request, Placement(kept.canvas, kept.size))
            larger = kept.request.upscale is not None  # it would not be made again at this size
            origin = None if larger else origin_for(composed, kept.request)
            name = _name(kept.request)
            self._controller.applying.place(name, pixels, kept.rect, "Open from gallery", origin)
        else:
            self._window.files.place_pixels(pixels, _name(kept.request))
        self._controller.applying.recipe = kept.request

    def _upscale(self, kept: Kept, pixels: Bytes) -> None:
        self._window.upscaling.ask_for(pixels, kept.request)

    def _as_document(self, kept: Kept, pixels: Bytes) -> None:
        self._window.files.open_pixels(pixels, _name(kept.request))

    def _restore(self, kept: Kept, pixels: Bytes) -> None:
        self._window.restore_recipe(kept.request, "the picture")

    def _take_prompt(self, kept: Kept, pixels: Bytes) -> None:
        request = kept.request
        self._set(prompt=request.prompt, negative_prompt=request.negative_prompt)

    def _set(self, **settings: object) -> None:
        self._window.edit.perform(SetSettings(**settings))

    def _other_seed(self, kept: Kept, pixels: Bytes) -> None:
        self._again(kept, replace(kept.request, seed=random.randrange(2**31)))

    def _other_prompt(self, kept: Kept, pixels: Bytes) -> None:
        now = self._window.document.settings
        request = replace(
            kept.request, prompt=now.whole_prompt, negative_prompt=now.whole_negative_prompt
        )
        self._again(kept, request)

    def _other_model(self, kept: Kept, pixels: Bytes) -> None:
        self._again(kept, replace(kept.request, model=self._window.document.settings.model))

    def _again(self, kept: Kept, request: Request) -> None:
        self._controller.make(request, Placement(kept.canvas, kept.size))
        self._window.say(tr("One more picture like it is being made"), seconds=8)


def _name(request: Request) -> str:
    return in_short(last_prompt(request), MOST_OF_NAME) or "Result"


def _thumbnail(jpeg: bytes | None) -> QImage | None:
    """Decoded and made as small as it is shown; in the background."""
    image = QImage.fromData(jpeg) if jpeg is not None else QImage()
    if image.isNull():
        return None
    if max(image.width(), image.height()) <= _SIDE:
        return image
    return image.scaled(
        _SIDE,
        _SIDE,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
