"""What the machine tells of its warmth and its graphics cards is read, and nothing is made up."""

from __future__ import annotations

import stat
import sys
from collections import namedtuple
from pathlib import Path

import psutil
import pytest

from core import diagnostics, sensors
from core.sensors import Card, amd_cards, cards_of, in_words

GB = 1 << 30
Sensor = namedtuple("Sensor", "label current high critical")


def test_cards_of_nvidia_are_read_as_their_program_tells_them() -> None:
    told = (
        "NVIDIA GeForce RTX 3060, 71, 6144, 12288, 98\nA, with comma, [N/A], 1, 2048, [N/A]\n??\n"
    )
    first, second = cards_of(told)
    assert first == Card("NVIDIA GeForce RTX 3060", 71.0, 6 * GB, 12 * GB, 98.0)
    assert in_words(first) == "71 °C, 6.0 of 12.0 GB in use, 98 % busy"
    assert second.name == "A, with comma" and second.degrees is None and second.busy is None


def test_cards_of_amd_are_read_from_the_systems_files(tmp_path: Path) -> None:
    device = tmp_path / "card0" / "device"
    (device / "hwmon" / "hwmon3").mkdir(parents=True)
    for name, text in {
        "mem_info_vram_total": str(16 * GB),
        "mem_info_vram_used": str(4 * GB),
        "gpu_busy_percent": "7",
        "hwmon/hwmon3/temp1_input": "63000",
    }.items():
        (device / name).write_text(f"{text}\n")
    (tmp_path / "card1" / "device").mkdir(parents=True)  # of another maker
    assert amd_cards(tmp_path) == [Card("AMD graphics card", 63.0, 4 * GB, 16 * GB, 7.0)]
    (device / "hwmon/hwmon3/temp1_input").write_text("?")
    (device / "mem_info_vram_used").unlink()
    (card,) = amd_cards(tmp_path)
    assert card.degrees is None and in_words(card) == "7 % busy"


def test_the_processors_warmest_part_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    read = {
        "coretemp": [Sensor("Core 0", 51.0, 100, 100), Sensor("Core 1", 57.0, 100, 100)],
        "nvme": [Sensor("", 70.0, 80, 80)],
        "acpitz": [Sensor("", 0.0, None, None)],
    }
    monkeypatch.setattr(psutil, "sensors_temperatures", lambda: read, raising=False)
    assert sensors.processor() == 57.0
    assert diagnostics.temperature() == "coretemp 57 °C, nvme 70 °C"


def test_nothing_is_told_where_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(psutil, "sensors_temperatures", raising=False)
    assert sensors.processor() is None and sensors.temperatures() == []
    assert in_words(Card("A card")) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
@pytest.mark.parametrize(
    ("script", "count"),
    [("echo 'A card, 60, 1, 2, 3'", 1), ("exit 9", 0), ("echo 'No devices were found'", 0)],
)
def test_a_drivers_program_that_fails_is_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, count: int
) -> None:
    program = tmp_path / "nvidia-smi"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    found = [one for one in sensors.cards() if one.name != "AMD graphics card"]
    assert len(found) == count
    told = dict(diagnostics.sections({}, [], tmp_path)[1].rows)
    assert ("Graphics card" in told) is bool(sensors.cards())
