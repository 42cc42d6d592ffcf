"""Which number type a model runs in here: decided once by a short measurement, then remembered.

bfloat16 takes 0.33–0.56 of float32's time on CPUs that multiply it in hardware, and several times
as much on those that do not; no list of CPUs tells both apart for every size of model.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import nn

from core import places
from core.diagnostics import processor
from core.errors import FileError
from core.files.atomic import make_folder, write_bytes
from core.models.threads import one_thread

WORTH = 0.8
"""bfloat16 is chosen when it takes at most this part of float32's time: less is not worth its
eight bits of precision."""

LEAST = 32
"""Latents a side that are measured at least: in smaller ones what surrounds the products decides,
and a busy machine with it."""

ROUNDS = 3


def choose(
    name: str,
    device: torch.device,
    unet: Callable[[], Any],
    cache: Path | None = None,
    *,
    large: bool = False,
) -> torch.dtype:
    """The type to run a UNet in on a device. `unet` loads it in float32; called when measuring.

    `name` tells models of one shape apart from others; `cache` is a JSON file, by default in the
    program's cache folder. Equal requests give equal pictures only while the choice stays, so
    it is measured once for each model, processor and version of torch. A `large` one, which in
    float32 might not fit into memory, goes by products alone.
    """
    if device.type != "cpu":
        return torch.float16
    file = cache or places.cache() / "precision.json"
    key = _key(name)
    known = _read(file)
    if known.get(key) not in ("bfloat16", "float32"):
        if large:
            chosen = str(for_large(device, file)).removeprefix("torch.")
            known = _read(file) | {key: chosen}
        else:
            known[key] = "bfloat16" if _ratio(unet()) <= WORTH else "float32"
        _write(file, known)
    return torch.bfloat16 if known[key] == "bfloat16" else torch.float32


def expected(name: str, device: torch.device, cache: Path | None = None) -> torch.dtype:
    """What `choose` will say, or, where that is not measured yet, most likely will: no model is
    loaded for it."""
    if device.type != "cpu":
        return torch.float16
    known = _read(cache or places.cache() / "precision.json").get(_key(name))
    if known in ("bfloat16", "float32"):
        return torch.bfloat16 if known == "bfloat16" else torch.float32
    return for_large(device, cache)


def _key(name: str) -> str:
    return " | ".join((name, processor(), torch.__version__, str(torch.get_num_threads())))


def for_large(device: torch.device, cache: Path | None = None) -> torch.dtype:
    """The type for transformers of billions of weights, which no measurement should load twice:
    on CPUs that of matrix products, of which they are made; elsewhere bfloat16, for float16 is
    too narrow for several of them."""
    if device.type != "cpu":
        return torch.bfloat16
    file = cache or places.cache() / "precision.json"
    key = _key("products")
    known = _read(file)
    if known.get(key) not in ("bfloat16", "float32"):
        known[key] = "bfloat16" if _ratio_of_products() <= WORTH else "float32"
        _write(file, known)
    return torch.bfloat16 if known[key] == "bfloat16" else torch.float32


def _ratio_of_products(side: int = 768) -> float:
    """bfloat16's time for a matrix product as a part of float32's."""
    exact = torch.ones(side, side)
    rough = exact.bfloat16()
    return _fastest(lambda: rough @ rough) / _fastest(lambda: exact @ exact)


def _ratio(unet: Any) -> float:
    """bfloat16's time as a part of float32's: forward passes with guidance over a quarter of the
    native area, but no tiny one. Leaves the UNet in bfloat16."""
    side = max(LEAST, int(unet.config.sample_size) // 2)
    latents = torch.zeros(2, unet.config.in_channels, side, side)
    words = torch.zeros(2, 16, unet.config.cross_attention_dim)
    added = _added(unet)
    exact = _fastest(lambda: unet(latents, 500, words, added_cond_kwargs=added))
    # Not the override of diffusers, which warns about parts that no UNet of ours has.
    nn.Module.to(unet, torch.bfloat16)
    latents, words = latents.bfloat16(), words.bfloat16()
    return _fastest(lambda: unet(latents, 500, words, added_cond_kwargs=added)) / exact


def _added(unet: Any) -> dict[str, torch.Tensor] | None:
    """What a UNet of SDXL is told beside the words: a summary of them, and six sizes."""
    if unet.config.addition_embed_type is None:
        return None
    width = unet.config.projection_class_embeddings_input_dim
    summary = width - 6 * unet.config.addition_time_embed_dim
    return {"text_embeds": torch.zeros(2, summary), "time_ids": torch.zeros(2, 6)}


def _fastest(work: Callable[[], object]) -> float:
    """Of one thread's own time: what else a machine does meanwhile must not decide."""
    with one_thread(), torch.no_grad():
        work()
        times = []
        for _ in range(ROUNDS):
            began = time.thread_time()
            work()
            times.append(time.thread_time() - began)
    return min(times)


def _read(file: Path) -> dict[str, Any]:
    try:
        known = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _write(file: Path, known: dict[str, Any]) -> None:
    """A cache that cannot be written costs a measurement the next time, nothing else."""
    with contextlib.suppress(FileError):
        make_folder(file.parent)
        write_bytes(file, json.dumps(known, indent=1).encode())
