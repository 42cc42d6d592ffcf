"""What this machine is quick at: the number type to multiply in, and threads that give way."""

from __future__ import annotations

import os
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import torch

BUSY = 0.3  # of one core: more than that is taken by other programs


def quick_type(side: int = 1024, rounds: int = 5) -> torch.dtype:
    """bfloat16 where the processor multiplies it clearly faster than float32, else float32.

    Both kinds of processor exist among those that name bfloat16 in their flags.
    """
    seconds = {}
    for dtype in (torch.float32, torch.bfloat16):
        matrix = torch.ones(side, side, dtype=dtype)
        seconds[dtype] = float("inf")
        for _ in range(rounds):
            began = time.perf_counter()
            matrix @ matrix
            seconds[dtype] = min(seconds[dtype], time.perf_counter() - began)
    faster = seconds[torch.bfloat16] < 0.8 * seconds[torch.float32]
    return torch.bfloat16 if faster else torch.float32


def autocast(dtype: torch.dtype) -> AbstractContextManager[object]:
    """Runs models in `dtype`; their weights stay float32."""
    return nullcontext() if dtype == torch.float32 else torch.autocast("cpu", dtype)


class GivingWay:
    """Uses all threads while the machine is idle and one less for each core that others keep busy.

    Threads that wait at every layer for one that has lost its core are slower than fewer threads.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._last = self._now()
        torch.set_num_threads(most)

    @staticmethod
    def _now() -> tuple[float, float, float]:
        with Path("/proc/stat").open() as file:
            ticks = [int(value) for value in file.readline().split()[1:9]]
        idle = ticks[3] + ticks[4]
        own = sum(os.times()[:2])
        return time.monotonic(), (sum(ticks) - idle) / os.sysconf("SC_CLK_TCK"), own

    def adapt(self) -> int:
        """Call it now and then; returns how many threads are used from now on."""
        now = self._now()
        spent, busy, own = (new - old for new, old in zip(now, self._last, strict=True))
        if spent < 1:
            return torch.get_num_threads()
        self._last = now
        others = max(0.0, busy - own) / spent
        threads = max(1, self.most - round(others + 0.5 - BUSY))
        if threads != torch.get_num_threads():
            torch.set_num_threads(threads)
        return threads
