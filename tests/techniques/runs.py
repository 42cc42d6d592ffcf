"""Runs of the pass that end with latents: what techniques found stays to be looked at."""

from __future__ import annotations

import torch
from torch import Tensor

from core.denoise import loop
from core.denoise.begin import begin, branches
from core.denoise.run import Run
from core.models.loading import LoadedModel
from core.request import Request


def ended(model: LoadedModel, request: Request) -> tuple[Run, Tensor]:
    """The run of a request, and the latents that it ended with."""
    with torch.no_grad():
        run, latents = begin(model, request)
        with run.attention.installed(model.unet, run.places):
            return run, loop.denoise(run, latents, branches(run), lambda *_: None)
