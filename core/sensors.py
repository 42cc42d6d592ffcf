"""How warm the machine is, and what of its graphics cards is in use, where the system tells it.

No driver's library is loaded: NVIDIA's own program is asked, Linux tells of AMD's cards in files
(https://docs.kernel.org/gpu/amdgpu/thermal.html), and of processors psutil knows.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 5
"""Seconds that a driver's own program may take to answer."""
PROCESSORS = ("coretemp", "k10temp", "zenpower", "cpu_thermal", "cpu-thermal", "soc_thermal")
"""What Linux calls the sensors of processors: Intel's, AMD's, those of small boards."""
_DEVICES = Path("/sys/class/drm")
_ASKED = "name,temperature.gpu,memory.used,memory.total,utilization.gpu"


@dataclass(frozen=True)
class Card:
    """A graphics card at a moment; None is what nobody tells."""

    name: str
    degrees: float | None = None
    """Celsius."""
    used: int | None = None
    memory: int | None = None
    """Bytes, in use by all programs and of the card."""
    busy: float | None = None
    """Per cent of the time."""


def cards() -> list[Card]:
    """All graphics cards that tell anything, the one with the most memory first. Takes up to some
    seconds; never fails."""
    found = [*_nvidia(), *amd_cards()]
    return sorted(found, key=lambda card: -(card.memory or 0))


def processor() -> float | None:
    """Degrees Celsius of the processor's warmest part; None where the system does not tell."""
    found = [degrees for name, degrees in temperatures() if name in PROCESSORS]
    return max(found, default=None)


def temperatures() -> list[tuple[str, float]]:
    """The warmest sensor of each kind that the system knows, in degrees Celsius."""
    import psutil

    read = getattr(psutil, "sensors_temperatures", dict)
    found = []
    with contextlib.suppress(OSError):
        for name, sensors in read().items():
            warmest = max((one.current for one in sensors), default=0.0)
            if warmest > 0:  # sensors that are not connected tell 0
                found.append((name, float(warmest)))
    return found


def _nvidia() -> list[Card]:
    program = shutil.which("nvidia-smi")
    if program is None:
        return []
    query = [f"--query-gpu={_ASKED}", "--format=csv,noheader,nounits"]
    try:
        told = subprocess.run(
            [program, *query], capture_output=True, text=True, timeout=PATIENCE, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return cards_of(told.stdout)


def cards_of(text: str) -> list[Card]:
    """The cards of lines like "NVIDIA GeForce RTX 3060, 71, 6203, 12288, 98"; what a card does not
    tell stands there as "[N/A]"."""
    found = []
    for line in text.splitlines():
        name, *values = (part.strip() for part in line.rsplit(",", 4))
        if len(values) == 4:
            degrees, used, memory, busy = (_number(value) for value in values)
            found.append(Card(name, degrees, _mebibytes(used), _mebibytes(memory), busy))
    return found


def amd_cards(devices: Path = _DEVICES) -> list[Card]:
    """Cards of AMD, as Linux tells of them."""
    found = []
    for device in sorted(devices.glob("card[0-9]*/device")):
        memory = _read(device / "mem_info_vram_total")
        if memory is None:
            continue
        thousandths = [_read(file) for file in sorted(device.glob("hwmon/hwmon*/temp1_input"))]
        degrees = max((one / 1000 for one in thousandths if one), default=None)
        used, busy = _read(device / "mem_info_vram_used"), _read(device / "gpu_busy_percent")
        in_use = None if used is None else int(used)
        found.append(Card("AMD graphics card", degrees, in_use, int(memory), busy))
    return found


def _read(file: Path) -> float | None:
    try:
        return _number(file.read_text("ascii").strip())
    except (OSError, ValueError):
        return None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _mebibytes(count: float | None) -> int | None:
    return None if count is None else int(count) << 20


def in_words(card: Card) -> str:
    """What a card tells of itself, "71 °C, 6.1 of 12.0 GB in use, 98 % busy"; empty: nothing."""
    told: Sequence[str | None] = (
        None if card.degrees is None else f"{card.degrees:.0f} °C",
        None
        if card.used is None or card.memory is None
        else f"{card.used / (1 << 30):.1f} of {card.memory / (1 << 30):.1f} GB in use",
        None if card.busy is None else f"{card.busy:.0f} % busy",
    )
    return ", ".join(one for one in told if one)
