"""The least that each technique needs to run: one entry each, on tiny models made on the fly.

A new technique gets an entry in `SETTINGS`, and is then tried on SDXL, in pairs with all others,
and for the traces that it leaves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.denoise.conditions import Piece
from core.denoise.prompt import encode
from core.geometry import Rect
from core.models.loading import LoadedModel
from core.models.shelf import Shelf
from core.parameters import PictureReader, parameters
from core.request import Pixels, RegionPrompt, Request
from core.techniques import techniques
from core.techniques.declare import Technique, parse
from tests.techniques.learned import diffusers_lora, numbers, save
from tests.techniques.test_custom_diffusion import by_processors, learned
from tests.tiny_controls import save_adapter, save_controlnet
from tests.tiny_models import tiny_model, tiny_sdxl
from tests.tiny_references import save_encoder, save_reference

PROGRAMS = tuple(
    id for id, kind in techniques().items() if kind.__module__.startswith("core.techniques.")
)
"""The program's own techniques; other tests declare some for themselves."""

STEPS = 2
PROMPT = "a cat and a (frog:1.3) on a beach"

SQUARE, OBLONG = (72, 72), (96, 64)
"""Pixels: latents of 9 × 9, which no level of a UNet halves evenly, and of 12 × 8."""


class Canvas(StrEnum):
    """What lies on it beside the prompt."""

    NOTHING = "nothing"
    PICTURE = "picture"
    MASK = "mask"
    REGIONS = "regions"


@dataclass(frozen=True)
class Setting:
    """What a technique is asked for with."""

    values: Mapping[str, Any] = field(default_factory=dict)
    """As in a recipe; "picture" stands for one of the canvas' size, a file lies on the bench."""
    source: bool = False
    """Whether it works on a picture."""
    channels: int = 4
    """Of the latents that the UNet takes."""


SETTINGS: Mapping[str, Setting] = {
    "attend_and_excite": Setting({"words": ["cat"], "max_refinement_steps": 2}),
    "custom_diffusion": Setting({"file": "custom.safetensors", "weight": 0.5}),
    "controlnet": Setting({"kind": "canny", "image": "picture"}),
    "depth2image": Setting({"depth": "picture"}, source=True, channels=5),
    "dreambooth": Setting({"file": "lora.safetensors", "weight": 0.05}),
    # Half the mean is exceeded somewhere, whatever a random model makes of the words.
    "diffedit": Setting(
        {"from": "a beach", "to": "a forest", "threshold": 1.0, "maps": 2}, source=True
    ),
    "instruct_pix2pix": Setting(
        {"instruction": "make the cat and the frog blue"}, source=True, channels=8
    ),
    "ledits": Setting(source=True),
    "limited_guidance": Setting({"start": 0.0, "end": 0.5}),
    "model_editing": Setting({"edits": [{"from": "a cat", "to": "a blue cat"}]}),
    "multidiffusion": Setting({"window": 64, "stride": 16}),
    "perturbed_attention_guidance": Setting(),
    "pix2pix_zero": Setting({"from": "cat", "to": "dog"}),
    "prompt_weighting": Setting({"method": "a1111"}),
    "reference": Setting({"pictures": [{"image": "picture", "mask": "picture"}]}),
    "self_attention_guidance": Setting(),
    "semantic_guidance": Setting({"concepts": [{"prompt": "sunglasses"}]}),
    "step_reuse": Setting({"every": 2}),
    "token_merging": Setting({"levels": 2}),
    "textual_inversion": Setting({"file": "frog.safetensors"}),
    "t2i_adapter": Setting({"kind": "sketch", "image": "picture"}),
}


class _Pictures(PictureReader):
    def __init__(self, width: int, height: int) -> None:
        self._size = width, height

    def read(self, value: str, where: str, *, mask: bool) -> Pixels:
        shown = drawn(*self._size)
        return Pixels(shown.array[..., 0].copy()) if mask else shown


@cache
def drawn(width: int, height: int) -> Pixels:
    """A picture with some structure."""
    y, x = np.mgrid[:height, :width]
    waves = [np.sin(x / 7 + i) * np.cos(y / (5 + i)) for i in range(3)]
    rgb = (np.stack(waves, -1) * 90 + 128).astype(np.uint8)
    return Pixels(np.concatenate([rgb, np.full_like(rgb[..., :1], 255)], -1))


@cache
def _soft(width: int, height: int) -> Pixels:
    """A mask of black, grey and white."""
    return Pixels(np.tile(np.linspace(0, 255, width).astype(np.uint8), (height, 1)))


def setting(id: str) -> Setting:
    """The entry of a technique; tells whoever adds one that it is missing."""
    assert id in SETTINGS, f"{id} has no entry in tests/techniques/settings.py"
    return SETTINGS[id]


class Bench:
    """Tiny models, each made once, and the files that belong to them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._models: dict[tuple[str, int], tuple[LoadedModel, Shelf]] = {}

    def model(self, ids: Sequence[str], family: str = "sd1") -> tuple[LoadedModel, Shelf]:
        """The model that these techniques can run on, and the shelf beside it."""
        channels = max([4, *(setting(id).channels for id in ids)])
        if (family, channels) not in self._models:
            make = tiny_sdxl if family == "sdxl" else tiny_model
            # Control models are trained beside the common UNet, whatever the others' inputs are.
            model, common = make(channels=channels), make()
            folder = self._folder / f"{family}-{channels}"
            save_controlnet(folder / "net", common)
            save_adapter(folder / "adapter", common)
            save_reference(folder / "ip-adapter.safetensors", common)
            save_encoder(folder / "image_encoder")
            save(folder / "lora.safetensors", diffusers_lora(numbers(common)))
            save(folder / "custom.safetensors", by_processors(learned(common)))
            save(folder / "frog.safetensors", _word(common))
            # The first time that transformers is asked for hidden states it leaves hooks of its
            # own that read them; they are not what a technique leaves.
            encode(model, [Piece("")], remember=False)
            self._models[family, channels] = model, Shelf([folder])
        return self._models[family, channels]

    def asked(
        self,
        ids: Sequence[str],
        *,
        family: str = "sd1",
        size: tuple[int, int] = OBLONG,
        sampler: str = "euler",
        guidance: float = 5.0,
        canvas: Canvas = Canvas.NOTHING,
    ) -> Request:
        """A request of two pictures with these techniques, for their model."""
        width, height = size
        masked = canvas is Canvas.MASK
        source = masked or canvas is Canvas.PICTURE or any(setting(id).source for id in ids)
        box = Rect(width // 4, 8, width // 2, height - 16)
        region = RegionPrompt("a dog", negative_prompt="snow", box=box)
        _, shelf = self.model(ids, family)
        return Request(
            prompt=PROMPT,
            negative_prompt="rain",
            width=width,
            height=height,
            steps=STEPS,
            sampler=sampler,
            guidance_scale=guidance,
            batch=2,
            seed=3,
            source=drawn(width, height) if source else None,
            strength=0.9 if source else None,
            mask=_soft(width, height) if masked else None,
            regions=(region,) if canvas is Canvas.REGIONS else (),
            techniques=tuple(_made(id, size, shelf.dirs[0], canvas) for id in ids),
        )


def _made(id: str, size: tuple[int, int], folder: Path, canvas: Canvas) -> Technique:
    """A technique as its recipe would make it; what can be kept to a region is, where there is
    one."""
    values = dict(setting(id).values)
    if "file" in values:
        values["file"] = str(folder / values["file"])
    kind = techniques()[id]
    if canvas is Canvas.REGIONS and "regions" in parameters(kind):
        values["regions"] = [0]
    return parse(kind, values, id, _Pictures(*size))


def _word(model: LoadedModel) -> dict[str, Tensor]:
    """A learned word, as vectors for each of the model's text encoders."""
    dice = torch.Generator().manual_seed(4)
    widths = [encoder.config.hidden_size for _, encoder in model.encoders]
    names = ["clip_l", "clip_g"] if len(widths) > 1 else ["emb_params"]
    return {
        name: torch.randn(2, width, generator=dice)
        for name, width in zip(names, widths, strict=True)
    }
