"""Models that come to where models are kept, while the program is killed at every moment."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from core import places
from core.models import taking_in
from core.models.taking_in import take_in
from tests.files.faults import every_power_cut

NAME = "glow.safetensors"


def linked(folder: Path) -> int:
    """What was taken in is there as a whole or not at all, and no file of the artist's is ever
    touched: neither the one that was being taken in nor another one of its name, later."""
    os.environ["UNDERPAINT_HOME"] = str(folder)
    first, second = (_lora(folder / name / NAME, value) for name, value in (("a", 1), ("b", 2)))
    contents = [first.read_bytes(), second.read_bytes()]

    def check() -> None:
        assert all(one in contents for one in _taken())
        found = [take_in(file).path.read_bytes() for file in (second, first)]
        assert found == contents[::-1]
        assert [first.read_bytes(), second.read_bytes()] == contents
        shutil.rmtree(places.own_models())

    return every_power_cut(lambda: take_in(first), check)


def copied(folder: Path) -> int:
    """The same from another disk."""

    def refuse(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    taking_in.os.link = refuse
    return linked(folder)


def _lora(file: Path, value: int) -> Path:
    file.parent.mkdir()
    save_file({"unet.down.attn2.to_k.lora_A.weight": np.full((2, 2048), value, np.float16)}, file)
    return file


def _taken() -> list[bytes]:
    return [one.read_bytes() for one in places.own_models().rglob("*.safetensors")
            if not one.name.startswith(".")]  # fmt: skip
