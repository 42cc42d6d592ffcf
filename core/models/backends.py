"""What predicts on the processor, torch or OpenVINO: measured once for each machine and each shape
of UNet, then kept (no torch).

No list tells it: OpenVINO takes 0.4 to 0.65 of torch's time where it was measured, the less the
smaller the picture (docs/speed.md), but whether it does on another processor, or with the next
version of either, nobody knows.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from core import places
from core.diagnostics import processor
from core.errors import FileError
from core.files.atomic import make_folder, write_bytes

WORTH = 0.8
"""OpenVINO is chosen when it takes at most this part of torch's time: less is not worth the seconds
and the memory that compiling takes."""
ROUNDS = 4
"""Predictions by each; the first is not counted."""
_SHAPE = {
    "in_channels": 4,
    "block_out_channels": (320, 640, 1280, 1280),
    "layers_per_block": 2,
    "cross_attention_dim": 1280,
    "attention_head_dim": 8,
    "num_attention_heads": None,
    "transformer_layers_per_block": 1,
    "down_block_types": ("CrossAttnDownBlock2D",) * 3 + ("DownBlock2D",),
    "addition_embed_type": None,
}
"""What of a UNet's configuration decides how long it takes, and what diffusers takes it for where a
file does not say."""


@dataclass(frozen=True)
class Backend:
    """What was measured."""

    title: str
    """Of the model that was measured, as it is shown."""
    shape: str
    openvino: bool
    """Whether it predicts."""
    ratio: float
    """OpenVINO's time as a part of torch's."""


def shape_of(config: Mapping[str, Any]) -> str:
    """What tells how long a UNet takes: equal for models that differ in their numbers only."""
    told = {name: config.get(name, usual) for name, usual in _SHAPE.items()}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def known(config: Mapping[str, Any], dtype: str, threads: int) -> Backend | None:
    """What was measured for a UNet in a number type ("bfloat16") with so many threads; None:
    nothing was."""
    return _read().get(_key(shape_of(config), dtype, threads))


def expected(config: Mapping[str, Any]) -> bool:
    """Whether OpenVINO predicts for a UNet of that shape, as far as it was measured, in whichever
    number type."""
    shape = shape_of(config)
    return any(one.openvino for one in _read().values() if one.shape == shape)


def measured() -> list[Backend]:
    """All that was measured with what is installed, for the diagnostics page."""
    return list(_read().values())


def remember(
    title: str, config: Mapping[str, Any], dtype: str, threads: int, ratio: float
) -> Backend:
    """Keeps what was measured. A cache that cannot be written costs a measurement the next time."""
    shape = shape_of(config)
    found = Backend(title, shape, ratio <= WORTH, round(ratio, 3))
    kept = _read() | {_key(shape, dtype, threads): found}
    with contextlib.suppress(FileError):
        make_folder(_file().parent)
        content = {key: asdict(one) for key, one in kept.items()}
        write_bytes(_file(), json.dumps(content, indent=1).encode())
    return found


def ratio(
    torch: Callable[[], object],
    openvino: Callable[[], object],
    turn: Callable[[], AbstractContextManager[object]],
) -> float:
    """OpenVINO's time by torch's, each the least of some predictions in turn; `turn` is held for
    each. Of the processor's time that all threads of this process take: what else a machine does
    meanwhile must not decide."""
    taken: dict[Callable[[], object], list[float]] = {torch: [], openvino: []}
    for _ in range(ROUNDS):
        for predict, times in taken.items():
            with turn():
                began = time.process_time()
                predict()
                times.append(time.process_time() - began)
    return min(taken[openvino][1:]) / min(taken[torch][1:])


def _key(shape: str, dtype: str, threads: int) -> str:
    return " | ".join((shape, dtype, str(threads), *_machine()))


def _machine() -> tuple[str, ...]:
    return (processor(), *(f"{name} {_version(name)}" for name in ("torch", "openvino")))


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "-"


def _file() -> Path:
    return places.cache() / "backends.json"


def _read() -> dict[str, Backend]:
    """What was measured on this machine with these versions; whatever cannot be read is measured
    anew."""
    end = " | ".join(("", *_machine()))
    with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
        content = json.loads(_file().read_text("utf-8"))
        return {key: Backend(**one) for key, one in content.items() if key.endswith(end)}
    return {}
