"""The line that says, before anything is loaded, how much memory a picture needs, and the way in
which the model will be fitted into it; or which model is missing that a technique needs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core import places
from core.diagnostics import number_types
from core.generation.memory import missing, needed_for, painted_size
from core.models import backends, estimate
from core.models.plan import choose
from core.request import Mode, Request
from desktop.plan import picture_size
from widgets.words import told, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from core.document.settings import PaintSettings
    from core.errors import ModelError
    from core.generation.events import HostChanged
    from core.models.info import ModelInfo
    from core.models.plan import Chosen
    from desktop.plan import Plan
    from desktop.window import Window

SPARED = 0.1
"""Of the memory, what the system and other programs have at the least."""


class MemoryNote(QObject):
    """Tells the Generate panel what the plan of the moment needs. Files are read in the
    background, and once."""

    def __init__(self, window: Window, folders: Callable[[], Sequence[Path]]) -> None:
        super().__init__(window)
        self._window, self._folders = window, folders
        self._asked: object = None
        self._memory, self._shared = 0, True

    def show_host(self, host: HostChanged) -> None:
        """What is known of the device."""
        if host.memory and (host.memory, host.shared) != (self._memory, self._shared):
            self._memory, self._shared = host.memory, host.shared
            self._asked = None

    def look_again(self) -> None:
        """There may be other models now: the next plan is looked at whatever it is."""
        self._asked = None

    def show_plan(self, plan: Plan, info: ModelInfo | None) -> None:
        """Looks at what would be painted now."""
        window, settings = self._window, self._window.document.settings
        if info is None or not plan.possible:
            self._asked = None
            window.generate_panel.show_memory("")
            return
        wanted = window.settings.plan
        size = picture_size(plan.canvas, settings, info)
        asked = (
            info.id, info.path, plan.mode, plan.canvas, plan.mask, size, plan.techniques,
            len(plan.regions), settings.batch, settings.guidance_scale != 1, settings.inpaint,
            wanted, window.settings.compiled, self._memory,
        )  # fmt: skip
        if asked == self._asked:
            return
        self._asked = asked
        folders, memory, shared = self._folders(), self._memory, self._shared
        compiles = shared and window.settings.compiled

        def work() -> tuple[Chosen, int, ModelError | None]:
            return _looked(plan, settings, info, folders, wanted, memory, shared, compiles)

        def done(found: tuple[Chosen, int, ModelError | None]) -> None:
            if asked != self._asked:
                return
            chosen, memory, lacking = found
            if lacking is not None:
                window.generate_panel.show_memory(told(lacking.cause), scarce=True)
            else:
                text, scarce = _told(chosen, memory)
                window.generate_panel.show_memory(text, scarce=scarce)

        def failed(_: BaseException) -> None:
            # What is wrong with the model's files is told where it is loaded.
            if asked == self._asked:
                window.generate_panel.show_memory("")

        window.background.run(work, done=done, failed=failed)


def _looked(
    plan: Plan,
    settings: PaintSettings,
    info: ModelInfo,
    folders: Sequence[Path],
    wanted: str,
    memory: int,
    shared: bool,
    compiles: bool,
) -> tuple[Chosen, int, ModelError | None]:
    """The plan that fits into the memory, with the bytes of a UNet that will be compiled if there
    is room, how many bytes that memory is, and which model is missing that a technique needs."""
    import psutil

    memory = memory or int(psutil.virtual_memory().total)
    new = plan.mode is Mode.TEXT_TO_IMAGE
    size = picture_size(plan.canvas, settings, info)
    request = Request(
        prompt="",
        batch=settings.batch,
        guidance_scale=settings.guidance_scale,
        inpaint=settings.inpaint,
        width=size.width if new else None,
        height=size.height if new else None,
        techniques=plan.techniques,
        regions=plan.regions,
    )
    mask = None if plan.mask.is_empty else plan.mask
    painted = painted_size(request, info, None if new else plan.canvas, mask)
    item = _item(info) if shared else 2
    need = needed_for(
        request, info, painted, folders, item=item, wide=item == 2 and shared, shared=shared
    )
    budget = (1 - SPARED) * memory
    chosen = choose(need, budget, wanted)
    more = chosen.bytes + need.compiled
    fits = compiles and need.compiled and not chosen.plan.turns and more <= budget
    if fits and backends.expected(estimate.config_of(info)):
        chosen = replace(chosen, bytes=more)
    return chosen, memory, missing(request, info, folders)


def _item(info: ModelInfo) -> int:
    """Bytes of a number on the processor: what was chosen by a measurement, as far as there was
    one."""
    known = number_types(places.cache() / "precision.json")
    names = ("products",) if info.prediction_type == "flow" else (f"{info.id} {info.path}",)
    for key, kind in known.items():
        if key.split(" | ")[0] in names:
            return 2 if kind == "bfloat16" else 4
    return 4


def _sold_as(size: int) -> str:
    """Bytes as memory is sold: "8 GB" are 8 GiB."""
    if size < 1 << 30:
        return f"{max(1, round(size / (1 << 20)))} MB"
    return f"{size / (1 << 30):.1f}".removesuffix(".0") + " GB"


def _ways() -> dict[str, str]:
    """Plans as they are named in the line."""
    return {
        "whole": tr("whole"),
        "turns": tr("parts in turn"),
        "streamed": tr("streamed"),
        "eight_bit": tr("8-bit weights"),
        "four_bit": tr("4-bit weights"),
    }


def _told(chosen: Chosen, memory: int) -> tuple[str, bool]:
    """The line, and whether it is a warning."""
    needs, has = _sold_as(chosen.bytes), _sold_as(memory)
    way = _ways()[chosen.plan.id]
    if not chosen.fits:
        text = tr("Needs about {needs}, more than the {has} there are: {way}")
    elif chosen.plan.turns:
        text = tr("Needs about {needs} of {has}: {way}")
    else:
        text, way = tr("Needs about {needs} of {has}"), ""
    values = {"needs": needs, "has": has} | ({"way": way} if way else {})
    return text.format(**values), not chosen.fits
