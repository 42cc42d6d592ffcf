"""What is known of a model without loading it (no torch)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class PreviewMap:
    """A linear map of scaled latents to colours: RGB in 0…1 = latents · matrix + bias."""

    matrix: tuple[tuple[float, float, float], ...]
    """One row of RGB for each latent channel."""
    bias: tuple[float, float, float]

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> PreviewMap:
        """Reads {"matrix": 4×3, "bias": 3}; raises ValueError for anything else."""
        try:
            rows = [tuple(float(x) for x in row) for row in data["matrix"]]
            bias = tuple(float(x) for x in data["bias"])
        except (KeyError, TypeError) as error:
            raise ValueError("not a preview map") from error
        if not rows or any(len(row) != 3 for row in (*rows, bias)):
            raise ValueError("not a preview map")
        if not all(math.isfinite(x) for row in (*rows, bias) for x in row):
            raise ValueError("not a preview map")
        return cls(tuple((r[0], r[1], r[2]) for r in rows), (bias[0], bias[1], bias[2]))


@dataclass(frozen=True)
class Piece:
    """One of the parts of which a model is put together: a network or a tokenizer, in a folder as
    diffusers saves it, or a network in a file."""

    kind: str
    """Its class in diffusers or transformers."""
    path: Path
    prefix: str = ""
    """In a file: what the names of its tensors begin with."""
    width: int = 0
    """Of what an encoder puts out; channels of an autoencoder's latents."""
    config: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """How a network in a file is built."""


@dataclass(frozen=True)
class Assembly:
    """What a folder would say of a model that is put together of pieces."""

    index: Mapping[str, Any]
    """Its model_index.json."""
    scheduler: Mapping[str, Any]
    """Its scheduler's configuration."""
    pieces: Mapping[str, Piece]
    """By component."""


@dataclass(frozen=True)
class ModelInfo:
    """A model folder, as far as its configuration tells."""

    id: str
    title: str
    family: str
    """ "sd1", "sd2", "sdxl", or that of a file in core/models/families; empty when it could not be
    told."""
    path: Path
    size: int = 512
    """The side of the square pictures it was trained on, pixels."""
    factor: int = 8
    """Pixels to a latent; widths and heights are multiples of it."""
    in_channels: int = 4
    prediction_type: str = "epsilon"
    can: frozenset[str] = frozenset()
    """Modes of a request, and abilities that techniques may need ("depth", "instruct")."""
    teaching: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, hash=False)
    """Settings with which it is taught best, for each kind of training, as it says itself."""
    latent_channels: int = 4
    """Of what its autoencoder makes."""
    usual: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Settings it is made for, where that is known: "steps", "guidance_scale", "sampler"."""
    lacks: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Techniques that cannot be had with it, by their id, each with the reason."""
    problems: tuple[str, ...] = field(default=())
    """Why it cannot be used, in sentences for the artist; empty when it can."""
    base: Path | None = None
    """The folder of the model that it is built on: what it has not of its own is that one's."""

    assembly: Assembly | None = field(default=None, hash=False)
    """The parts of a model of a rectified-flow family whose transformer is a file of its own."""

    def part(self, name: str) -> Path:
        """Where a file or folder of it is, of its own or of the model that it is built on."""
        own = self.path / name
        return self.base / name if self.base is not None and not own.exists() else own
