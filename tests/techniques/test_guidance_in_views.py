"""Techniques of guidance where a picture is predicted in several windows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from core.denoise import loop
from core.denoise.begin import begin, branches
from core.denoise.places import Places
from core.denoise.run import Step
from core.denoise.views import View
from core.geometry import Rect
from core.models.loading import LoadedModel
from core.request import Pixels, Request
from core.techniques.depth2image import Depth2Image
from core.techniques.instruct_pix2pix import InstructPix2Pix
from core.techniques.perturbed_attention_guidance import PerturbedAttentionGuidance
from core.techniques.self_attention_guidance import SelfAttentionGuidance
from core.techniques.semantic_guidance import SemanticGuidance, Slider
from tests.tiny_models import tiny_model

WHOLE = Rect(0, 0, 12, 7)
PICTURE = Pixels(np.random.default_rng(5).integers(0, 256, (56, 96, 4), np.uint8))


@pytest.fixture(scope="module")
def models() -> dict[int, LoadedModel]:
    return {
        channels: tiny_model(widths=(16, 24, 32), tokens=48, channels=channels)
        for channels in (4, 5, 8)
    }


def painted(model: LoadedModel, technique: Any, *windows: Rect) -> torch.Tensor:
    """The finished latents of a run that predicts these windows."""

    class Windows(Places):
        def views(self, step: Step, views: list[View]) -> list[View]:
            return [View(window) for window in windows]

    request = Request(
        "a cat",
        source=PICTURE,
        strength=1.0,
        width=96,
        height=56,
        steps=3,
        sampler="euler",
        batch=2,
        techniques=(technique,),
    )
    with torch.no_grad():
        run, latents = begin(model, request)
        run.places = [*run.places, Windows()]
        with run.attention.installed(model.unet, run.places):
            return loop.denoise(run, latents, branches(run), lambda *_: None)


@pytest.mark.parametrize(
    ("channels", "technique"),
    [
        (4, SelfAttentionGuidance()),
        (4, PerturbedAttentionGuidance()),
        (4, SemanticGuidance(concepts=(Slider(prompt="snow", warm_up=0),))),
        (5, Depth2Image(depth=PICTURE)),
        (8, InstructPix2Pix(instruction="make it night")),
    ],
    ids=lambda value: getattr(type(value), "__name__", ""),
)
def test_windows_fit_together(
    models: dict[int, LoadedModel], channels: int, technique: Any
) -> None:
    model = models[channels]
    whole = painted(model, technique, WHOLE)
    # The same picture predicted twice and fused is the same picture.
    twice = painted(model, technique, WHOLE, WHOLE)
    torch.testing.assert_close(twice, whole, atol=1e-4, rtol=1e-4)
    windows = painted(model, technique, Rect(0, 0, 8, 7), Rect(4, 0, 8, 7))
    assert windows.isfinite().all()
    assert not torch.allclose(windows, whole, atol=1e-3)
