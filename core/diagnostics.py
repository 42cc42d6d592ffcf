"""What a report of a fault should tell: versions, machine, memory, models, end of the log.

Nothing of what the artist makes is in it: no prompts, no names of pictures, and folders below the
home folder begin with "~".
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import re
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from core import sensors

PACKAGES = (
    "PySide6-Essentials", "torch", "diffusers", "transformers", "safetensors", "accelerate",
    "peft", "numpy", "pillow", "opencv-python-headless", "controlnet-aux",
    "openvino", "bitsandbytes",
)  # fmt: skip
WITHOUT = {"bitsandbytes": "the program unpacks weights of 4 bits by itself, which is slower"}
"""Packages that the program does without, and how."""
LOG_LINES = 60
"""From the log's end."""


@dataclass(frozen=True)
class Section:
    """A heading, and what stands below it, a name and a value each."""

    title: str
    rows: tuple[tuple[str, str], ...]


def report(sections: Sequence[Section], log: Sequence[str]) -> str:
    """All of it as plain text, to be pasted into a report."""
    told = []
    for section in sections:
        wide = max((len(name) for name, _ in section.rows), default=0)
        rows = [f"  {name.ljust(wide)}  {value}" for name, value in section.rows]
        told.append("\n".join([section.title, *rows]))
    told.append("\n".join(["The end of the log", *(log or ["  (empty)"])]))
    return without_home("\n\n".join(told)) + "\n"


def sections(painter: Mapping[str, str], models: Iterable[Path], data: Path) -> list[Section]:
    """`painter` is what is known of the process that paints, `models` the folders of models, `data`
    where the program keeps what is the artist's. Takes up to some seconds: it looks at the disk,
    and asks drivers."""
    return [
        Section("Underpaint", tuple(_versions())),
        Section("Machine", tuple(_machine())),
        Section("Memory", tuple(_memory())),
        Section("Painter", tuple(painter.items())),
        Section("Folders", tuple(_folders(models, data))),
    ]


def log_end(file: Path, lines: int = LOG_LINES) -> list[str]:
    """The last lines of the log; none where there is no log."""
    try:
        with file.open("rb") as log:
            log.seek(0, os.SEEK_END)
            log.seek(max(0, log.tell() - 400 * lines))
            return log.read().decode("utf-8", "replace").splitlines()[-lines:]
    except OSError:
        return []


def without_home(text: str) -> str:
    """The text with "~" in place of the home folder, whose name is often the artist's."""
    home = str(Path.home())
    if len(home) <= 1:
        return text
    # Neither "/home/annabel" nor "/mnt/home/ann" lies in "/home/ann".
    return re.sub(rf"(?<!\w){re.escape(home)}(?![\w.-])", "~", text)


def number_types(file: Path) -> dict[str, str]:
    """What was chosen for each model after a measurement (core/models/precision.py)."""
    with contextlib.suppress(OSError, ValueError):
        known = json.loads(file.read_text("utf-8"))
        if isinstance(known, dict):
            return {str(name): str(kind) for name, kind in known.items()}
    return {}


def _versions() -> Iterable[tuple[str, str]]:
    yield "Version", _version("underpaint")
    yield "Python", f"{platform.python_version()} ({sys.executable})"
    for package in PACKAGES:
        yield package, _version(package)


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed" + (f" ({WITHOUT[package]})" if package in WITHOUT else "")


def _machine() -> Iterable[tuple[str, str]]:
    import psutil

    yield "System", platform.platform()
    yield "Processor", processor()
    physical, logical = psutil.cpu_count(logical=False), psutil.cpu_count()
    yield "Cores", f"{physical or logical} ({logical} threads)"
    if degrees := temperature():
        yield "Temperature", degrees
    for card in sensors.cards():
        if told := sensors.in_words(card):
            yield "Graphics card", f"{card.name}: {told}"


def processor() -> str:
    """The processor's name, as far as the system tells it."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def temperature() -> str:
    """The hottest sensor of each kind; empty where the system tells none."""
    return ", ".join(f"{name} {degrees:.0f} °C" for name, degrees in sensors.temperatures())


def _memory() -> Iterable[tuple[str, str]]:
    import psutil

    whole = psutil.virtual_memory()
    yield "Of the machine", f"{gigabytes(whole.total)}, {gigabytes(whole.available)} free"
    window = psutil.Process()
    yield "Window", gigabytes(window.memory_info().rss)
    for number, child in enumerate(window.children(recursive=True), 1):
        with contextlib.suppress(psutil.Error):
            yield f"Process {number}", f"{gigabytes(child.memory_info().rss)} ({child.name()})"


def _folders(models: Iterable[Path], data: Path) -> Iterable[tuple[str, str]]:
    yield "Own files", f"{data}, {_free(data)}"
    for folder in models:
        yield "Models", f"{folder}{'' if folder.is_dir() else ' (not there)'}"


def _free(folder: Path) -> str:
    there = next((one for one in (folder, *folder.parents) if one.exists()), None)
    try:
        return f"{gigabytes(shutil.disk_usage(there or '/').free)} free on the disk"
    except OSError:
        return "its disk cannot be read"


def gigabytes(count: float) -> str:
    """Bytes as the artist reads them: "1.5 GB"."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"
