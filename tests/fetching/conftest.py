"""A hub of the tests' own, and what fetches from it without ever waiting for real."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save

from core.fetching.errors import Stopped
from core.fetching.hub import Hub
from tests.fetching.small_hub import SmallHub, small_hub


class Patience:
    """Counts the seconds that it should have waited; stops after so many bytes when told to."""

    def __init__(self) -> None:
        self.waited: list[float] = []
        self.seen: list[int] = []
        self.stop_at: int | None = None

    def came(self, done: int) -> None:
        self.seen.append(done)

    def wait(self, seconds: float, why: str) -> None:
        self.waited.append(seconds)

    def check(self) -> None:
        if self.stop_at is not None and self.seen and self.seen[-1] >= self.stop_at:
            raise Stopped


@pytest.fixture
def patience() -> Patience:
    return Patience()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallHub]:
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_ENDPOINT", "HF_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with small_hub() as made:
        yield made


@pytest.fixture
def hub(server: SmallHub) -> Iterator[Hub]:
    made = Hub(server.address)
    yield made
    made.close()


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return tmp_path / "hub"


def weights(seed: int = 0, size: int = 30_000) -> bytes:
    """A safetensors file of about `size` bytes."""
    numbers = np.random.default_rng(seed).integers(0, 255, size, dtype=np.uint8)
    return save({"x": numbers})


def whole_model() -> dict[str, bytes]:
    """What a repository of a diffusers model holds, with all that is not needed of it."""
    parts = '"unet": ["diffusers", "U"], "vae": ["diffusers", "V"], "tokenizer": ["t", "T"]'
    index = f'{{{parts}, "safety_checker": ["s", "S"], "feature_extractor": [null, null]}}'
    return {
        "README.md": b"---\nlicense: openrail++\n---\n",
        "model_index.json": index.encode(),
        "sd_xl_base_1.0.safetensors": weights(1),
        "convert.py": b"import os",
        "unet/config.json": b"{}",
        "unet/diffusion_pytorch_model.bin": b"pickle",
        "unet/diffusion_pytorch_model.safetensors": weights(2, 60_000),
        "unet/diffusion_pytorch_model.fp16.safetensors": weights(3),
        "unet/diffusion_pytorch_model.non_ema.safetensors": weights(4),
        "vae/config.json": b"{}",
        "vae/diffusion_pytorch_model.safetensors": weights(5, 9_000),
        "vae_decoder/model.onnx": b"onnx",
        "vae_decoder/config.json": b"{}",
        "tokenizer/vocab.json": b'{"a": 0}',
        "tokenizer/merges.txt": b"#version: 0.2",
        "safety_checker/model.safetensors": weights(6),
        "feature_extractor/preprocessor_config.json": b"{}",
    }
