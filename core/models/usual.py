"""Settings that a model or a LoRA was made for: few steps, without guidance (no torch).

LCM (Luo et al. 2023, https://arxiv.org/abs/2310.04378), Turbo (Sauer et al. 2023, 2311.17042),
Lightning (Lin et al. 2024, 2402.13929), Hyper-SD (Ren et al. 2024, 2404.13686). No tensor tells a
distilled model from the one that it was made of: its scheduler's configuration does, or else the
name that it gives itself, or is published under.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from core.models import weights
from core.models.folders import published_name
from core.models.info import ModelInfo
from core.parameters import parameters
from core.request import Request

FIELDS = ("steps", "guidance_scale", "sampler")

_KINDS = re.compile(r"(?<![a-z])(lcm|lightning|hyper(?:[-_ ]?sd(?:xl)?)?|turbo)(?![a-z])")
_STEPS = re.compile(r"(?<!\d)(\d{1,2})[-_ ]?steps?(?![a-z])")
_LEAST, _MOST = 1, 16
"""Steps that a few-step model is made for."""
_USUAL_STEPS = {"lcm": 6}
_OTHER_STEPS = 4
_TITLES = ("modelspec.title", "ss_output_name", "name")
"""Where a file's metadata has the name that it gives itself."""


def few_steps(name: str) -> Mapping[str, Any]:
    """What something of that name is made for; nothing when it does not say that it is distilled.

    LCM's sampler begins in pure noise, as all of them were taught, whatever the model's own steps.
    """
    kind = _KINDS.search(name.lower())
    if kind is None:
        return {}
    said = _STEPS.search(name.lower())
    steps = _USUAL_STEPS.get(kind[1], _OTHER_STEPS)
    if said is not None and _LEAST <= int(said[1]) <= _MOST:
        steps = int(said[1])
    return MappingProxyType({"steps": steps, "guidance_scale": 1.0, "sampler": "lcm"})


def few_steps_of_flow(
    name: str, usual: Mapping[str, Any], *, keeps_guidance: bool
) -> Mapping[str, Any]:
    """What a model of rectified flow is made for, of which the plain one has `usual` settings.

    SD 3.5 Large Turbo, and what has Lightning or Hyper-SD merged into it, has the tensors and the
    schedule of the model that it was made of: its name alone tells. `keeps_guidance`: guidance is
    a number that the model is told, and few-step models of it are still told the same.
    """
    found = few_steps(name)
    if not found or usual["steps"] <= _MOST:  # the family's own few-step model
        return usual
    scale = usual["guidance_scale"] if keeps_guidance else found["guidance_scale"]
    told = {"steps": found["steps"], "guidance_scale": scale}
    return MappingProxyType({**usual, **told, "sampler": "euler"})


def of_folder(name: str, scheduler: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of a model of Stable Diffusion's families in a folder, with its scheduler's configuration."""
    kind = str(scheduler.get("_class_name", ""))
    if kind == "LCMScheduler":
        return few_steps("lcm")
    trailing = scheduler.get("timestep_spacing") == "trailing"
    noise = scheduler.get("prediction_type", "epsilon") == "epsilon"
    if trailing and noise and kind == "EulerAncestralDiscreteScheduler":  # SDXL-Turbo
        return MappingProxyType({"steps": 4, "guidance_scale": 1.0, "sampler": "euler_a"})
    if trailing and noise and kind == "EulerDiscreteScheduler":  # SD-Turbo, Lightning
        return MappingProxyType({"steps": 4, "guidance_scale": 1.0, "sampler": "euler"})
    return few_steps(name)


def of_file(file: Path) -> Mapping[str, Any]:
    """Of a model or a LoRA in one file: what its metadata calls it, or else its own name or the one
    that it is published under."""
    try:
        said = weights.metadata(file)
    except (OSError, ValueError):
        said = {}
    names = [str(said[key]) for key in _TITLES if said.get(key)]
    for name in (*names, file.stem, published_name(file.parent)):
        if found := few_steps(name):
            return found
    return {}


def with_model(found: Mapping[str, Any], info: ModelInfo) -> Mapping[str, Any]:
    """What a LoRA is made for, on a model: those of rectified flow have no sampler of LCM's, and
    FLUX.1 is told the same guidance by few-step LoRAs as without."""
    if not found or info.prediction_type != "flow":
        return found
    told = {**found, "sampler": "euler"}
    if info.family == "flux" and info.usual:
        told["guidance_scale"] = info.usual["guidance_scale"]
    return MappingProxyType(told)


def on_change(now: Any, new: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of settings `now` that change with a model: `new` is what the new one is made for,
    `old` the one before. Who leaves a few-step model as it was set up gets the defaults back; what
    the artist has set stays where the new model does not mind."""
    if new:
        return {name: new[name] for name in FIELDS}
    if old and all(getattr(now, name) == old[name] for name in FIELDS):
        return {name: parameters(Request)[name].default for name in FIELDS}
    return {}
