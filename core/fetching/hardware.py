"""How much memory this machine has for models, found without a model library (no torch)."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_PATIENCE = 5
"""Seconds that a driver's own program may take to answer."""


@dataclass(frozen=True)
class Hardware:
    """Bytes of memory, and of the largest graphics card's own. 0: not known, or none."""

    memory: int = 0
    graphics: int = 0
    card: str = ""
    shared: bool = False
    """Whether graphics and programs share one memory (Apple's chips)."""

    @property
    def for_models(self) -> int:
        """Bytes that a model may take while it paints."""
        if self.graphics:
            return self.graphics
        return self.memory * 2 // 3 if self.shared else self.memory // 2

    @property
    def is_fast(self) -> bool:
        """Whether something other than the processor computes."""
        return bool(self.graphics) or self.shared

    @property
    def in_words(self) -> str:
        """As it is shown to the artist."""
        if self.graphics:
            return f"{self.card or 'Graphics card'}, {gib(self.graphics)} GB"
        if not self.memory:
            return "Memory unknown"
        told = f"{gib(self.memory)} GB of memory"
        return f"{told}, shared with graphics" if self.shared else f"{told}, no graphics card"


def gib(size: int) -> int:
    """Bytes in whole GiB, as memory is sold."""
    return round(size / (1 << 30))


def find() -> Hardware:
    """Looks what is there. Takes up to some seconds; never fails."""
    card, graphics = _nvidia() or _amd() or ("", 0)
    apple = sys.platform == "darwin" and os.uname().machine == "arm64"
    return Hardware(_memory(), graphics, card, apple)


def _memory() -> int:
    if sys.platform == "win32":
        import ctypes

        kilobytes = ctypes.c_ulonglong(0)
        ctypes.windll.kernel32.GetPhysicallyInstalledSystemMemory(ctypes.byref(kilobytes))
        return kilobytes.value << 10
    with contextlib.suppress(ValueError, OSError):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return 0


def _nvidia() -> tuple[str, int] | None:
    program = shutil.which("nvidia-smi")
    if program is None:
        return None
    query = ["--query-gpu=name,memory.total", "--format=csv,noheader,nounits"]
    try:
        told = subprocess.run(
            [program, *query], capture_output=True, text=True, timeout=_PATIENCE, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return largest_of(told.stdout)


def largest_of(text: str) -> tuple[str, int] | None:
    """The card with the most memory of lines like "NVIDIA GeForce RTX 3060, 12288"."""
    cards = []
    for line in text.splitlines():
        name, _, mebibytes = line.rpartition(",")
        if mebibytes.strip().isdigit():
            cards.append((name.strip(), int(mebibytes) << 20))
    return max(cards, key=lambda card: card[1], default=None)


def _amd(devices: Path = Path("/sys/class/drm")) -> tuple[str, int] | None:
    """Cards of AMD, as Linux tells them; those that only borrow memory are small and left out."""
    sizes = [0]
    for file in devices.glob("card[0-9]*/device/mem_info_vram_total"):
        with contextlib.suppress(OSError, ValueError):
            sizes.append(int(file.read_text()))
    return ("AMD graphics card", max(sizes)) if max(sizes) >= 4 << 30 else None
