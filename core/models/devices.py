"""What can compute here: graphics cards of all makers, Apple's chips, the processor; told apart,
with their memory."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

CPU = torch.device("cpu")
SHARED = frozenset({"cpu", "mps"})
"""Kinds of devices that have no memory but the machine's."""


@dataclass(frozen=True)
class Device:
    """Something that computes."""

    kind: str
    """ "cuda" (NVIDIA), "rocm" (AMD), "xpu" (Intel), "mps" (Apple) or "cpu"."""
    device: torch.device
    """Under which torch knows it; ROCm's are "cuda" there."""
    name: str
    """As it is shown to the artist."""
    memory: float
    """Bytes; endless where nobody tells."""


def found() -> list[Device]:
    """All of them, the best first: the largest graphics card before others, the processor last."""
    cards: list[Device] = []
    if torch.cuda.is_available():
        kind = "rocm" if torch.version.hip else "cuda"
        for index in range(torch.cuda.device_count()):
            about = torch.cuda.get_device_properties(index)
            place = torch.device("cuda", index)
            cards.append(Device(kind, place, about.name, float(about.total_memory)))
    if (intel := getattr(torch, "xpu", None)) is not None and intel.is_available():
        for index in range(intel.device_count()):
            about = intel.get_device_properties(index)
            place = torch.device("xpu", index)
            cards.append(Device("xpu", place, about.name, float(about.total_memory)))
    cards.sort(key=lambda one: -one.memory)
    if torch.backends.mps.is_available():
        memory = float(torch.mps.recommended_max_memory())
        cards.append(Device("mps", torch.device("mps"), "Apple graphics", memory))
    return [*cards, Device("cpu", CPU, "CPU", machine_memory())]


def best() -> torch.device:
    """The fastest device that this machine has for a denoiser."""
    return found()[0].device


def of(device: torch.device) -> Device:
    """What is known of a device; of one that is not there, its kind."""
    for one in found():
        same_kind = one.device.type == device.type
        if same_kind and device.index in (None, one.device.index):
            return one
    return Device(device.type, device, device.type.upper(), math.inf)


def named(device: torch.device) -> str:
    """As it is shown to the artist."""
    return of(device).name


def shares_memory(device: torch.device) -> bool:
    """Whether it has no memory but the machine's."""
    return device.type in SHARED


def machine_memory() -> float:
    """Bytes of the machine; endless where nobody tells."""
    import psutil

    try:
        return float(psutil.virtual_memory().total)
    except (OSError, RuntimeError):
        return math.inf


def free_memory(device: torch.device) -> float:
    """Bytes that are free on a device now, with what torch holds there for nobody. Of the machine's
    memory that counts what the system can take back at any time."""
    if device.type == "cuda":
        free, _ = torch.cuda.mem_get_info(device)
        unused = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
        return float(free + unused)
    if device.type == "xpu":
        free, _ = torch.xpu.mem_get_info(device)
        unused = torch.xpu.memory_reserved(device) - torch.xpu.memory_allocated(device)
        return float(free + unused)
    if device.type == "mps":
        return float(torch.mps.recommended_max_memory() - torch.mps.current_allocated_memory())
    import psutil

    return float(psutil.virtual_memory().available)


def release() -> None:
    """Gives back to the devices what torch holds there for nobody."""
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    if (intel := getattr(torch, "xpu", None)) is not None and intel.is_available():
        intel.empty_cache()
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()
