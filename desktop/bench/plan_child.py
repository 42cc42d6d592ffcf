"""What `bench plans` runs in a process of its own for each plan: `python -m
desktop.bench.plan_child FOLDER PLAN` loads the model in FOLDER, paints one picture by the plan, and
prints one line of JSON: the most memory that this took, and what had been estimated."""

from __future__ import annotations

import json
import mmap
import sys
import threading
import time
from pathlib import Path

EVERY = 0.002
"""Seconds between two looks at the memory."""


class Peak:
    """Watches the memory that is this process's own: what the system cannot take back at any time,
    as it can pages of files."""

    def __init__(self) -> None:
        self._begin = self.bytes = own_memory()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._done.is_set():
            self.bytes = max(self.bytes, own_memory())
            time.sleep(EVERY)

    def end(self) -> int:
        """What came since the beginning, at the most."""
        self._done.set()
        self._thread.join()
        return self.bytes - self._begin


def own_memory() -> int:
    """Bytes in memory that no file has."""
    _, resident, shared, *_ = Path("/proc/self/statm").read_text("ascii").split()
    return (int(resident) - int(shared)) * mmap.PAGESIZE


def main(folder: Path, plan: str) -> None:
    import torch

    from core.denoise.paint import paint
    from core.geometry import Size
    from core.models.estimate import need_of
    from core.models.library import find_models
    from core.models.loading import load
    from core.models.plan import PLANS
    from core.request import Request

    torch.set_num_threads(1)
    (info,) = find_models([folder])
    rough = torch.ones(1, 64, 64, 64, dtype=torch.bfloat16)
    torch.nn.functional.conv2d(rough, torch.ones(64, 64, 3, 3, dtype=torch.bfloat16))
    need = need_of(info, Size(info.size, info.size), item=2, shared=True)
    peak = Peak()
    model = load(info, device="cpu", dtype=torch.bfloat16, plan=PLANS[plan])
    mapped = sum(
        one.untyped_storage().nbytes() if one.dim() == 0 else one.numel() * one.element_size()
        for module in model.modules
        for one in module.parameters()
        if _of_a_file(one.data_ptr())
    )
    loaded = peak.bytes
    request = Request("a cat", width=info.size, height=info.size, steps=1, sampler="euler", seed=1)
    begun = time.process_time()
    paint(model, request)
    seconds = time.process_time() - begun
    told = {"measured": peak.end() + mapped, "estimate": need.peak(PLANS[plan])}
    print(json.dumps(told | {"seconds": seconds, "mapped": mapped, "loaded": loaded}), flush=True)


def _of_a_file(address: int) -> bool:
    """Whether what lies there is mapped from a file."""
    for line in Path("/proc/self/maps").read_text("ascii", "replace").splitlines():
        span, *_, last = line.split()
        start, end = (int(side, 16) for side in span.split("-"))
        if start <= address < end:
            return last.endswith(".safetensors")
    return False


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
