"""What `bench plans` runs in a process of its own for each plan: `python -m
desktop.bench.plan_child FOLDER PLAN SIDE PICTURES` loads the model in FOLDER, paints so many
pictures of that side by the plan, and prints one line of JSON: the most memory that this took, in
each stage, and what had been estimated. "PLAN+tiles" has the autoencoder code small tiles."""

from __future__ import annotations

import ctypes
import json
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.generation.events import Stage

POPULATE_READ = 22
"""Of madvise, in linux/mman.h."""
TILES = "+tiles"


class Peaks:
    """The most memory that this process had for itself: what no file has, and the weights that are
    mapped from files, which the system could read again."""

    def __init__(self) -> None:
        _touch_files()
        self._begin = own_memory()
        self._mapped = 0
        self.stages: dict[str, int] = {}
        _forget_peak()

    def ended(self, stage: str) -> None:
        """Notes the most since the last stage ended."""
        self.stages[stage] = _peak() - self._begin + self._mapped
        _forget_peak()

    def loaded(self, modules: tuple[Any, ...]) -> None:
        """From now on, counts what these networks have in files that are mapped."""
        self._mapped = _in_files(modules)
        self.ended("load")
        _touch_files()

    @contextmanager
    def stage(self, stage: Stage) -> Iterator[None]:
        """To be held while a stage lasts."""
        try:
            yield
        finally:
            self.ended(stage.value)


def own_memory() -> int:
    """Bytes in memory that no file has."""
    return _status("RssAnon")


def _peak() -> int:
    """The most since `_forget_peak`. The kernel keeps it, so that no short peak is missed; but with
    the pages of files, which all are there from the beginning."""
    return _status("VmHWM") - _status("RssFile") - _status("RssShmem")


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", "ascii")


def _status(name: str) -> int:
    found = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    assert found is not None
    return int(found[1]) * 1024


def _touch_files() -> None:
    """Brings in all pages of files that are mapped, such as libraries."""
    libc = ctypes.CDLL(None)
    for start, end, _ in _mapped_files():
        libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), POPULATE_READ)


def _mapped_files() -> Iterator[tuple[int, int, str]]:
    for line in Path("/proc/self/maps").read_text("ascii", "replace").splitlines():
        span, access, _, _, _, *file = line.split()
        if file and file[0].startswith("/") and "r" in access:
            start, end = (int(side, 16) for side in span.split("-"))
            yield start, end, file[0]


def _in_files(modules: tuple[Any, ...]) -> int:
    """Bytes of parameters that are mapped from files, each once."""
    spans = [(start, end) for start, end, file in _mapped_files() if file.endswith(".safetensors")]
    found = {
        one.data_ptr(): one.numel() * one.element_size()
        for module in modules
        for one in module.parameters()
        if any(start <= one.data_ptr() < end for start, end in spans)
    }
    return sum(found.values())


def main(folder: Path, plan: str, side: int, pictures: int) -> None:
    import torch

    from core import allocator, places
    from core.denoise.paint import paint
    from core.geometry import Size
    from core.models.estimate import need_of
    from core.models.library import find_models, named
    from core.models.loading import load
    from core.models.plan import PLANS, SMALL_TILE, STREAMED
    from core.request import Request

    torch.set_num_threads(1)
    chosen = PLANS[plan.removesuffix(TILES)]
    if plan.endswith(TILES):
        chosen = replace(chosen, tile=SMALL_TILE)
    (info,) = find_models([folder])
    need = need_of(info, Size(side, side), batch=pictures, item=2, wide=True, shared=True)
    # The program's own code is not the model's: it is loaded before anything is counted.
    load(named(find_models(places.models()), "starter"), device="cpu", plan=STREAMED)
    _import(info.path)
    rough = torch.ones(1, 64, 64, 64, dtype=torch.bfloat16)
    torch.nn.functional.conv2d(rough, torch.ones(64, 64, 3, 3, dtype=torch.bfloat16))
    allocator.give_back()
    peaks = Peaks()
    model = load(info, device="cpu", dtype=torch.bfloat16, plan=chosen)
    peaks.loaded(model.modules)
    request = Request(
        "a cat", width=side, height=side, batch=pictures, steps=1, sampler="euler", seed=1
    )
    begun = time.process_time()
    paint(model, request, stage=peaks.stage)
    told = {
        "measured": max(peaks.stages.values()),
        "estimate": need.peak(chosen),
        "seconds": time.process_time() - begun,
    }
    print(json.dumps(told | {"stages": peaks.stages}), flush=True)


def _import(folder: Path) -> None:
    """The classes that a model names, which are imported when they are first asked for."""
    import diffusers
    import transformers

    index = json.loads((folder / "model_index.json").read_text("utf-8"))
    for name in [index["_class_name"], *(one[1] for one in index.values() if len(one) == 2)]:
        getattr(diffusers, name, None) or getattr(transformers, name, None)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
