"""What a learned file says of itself, in its safetensors metadata (no torch).

Our own entry "underpaint" is JSON. Beside it are the entries by which other programs tell a
LoRA's base and settings: "ss_…" as kohya's scripts name them, "modelspec.…" as the Model Metadata
Standard of Stability AI does.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from core.models.about import ENTRY
from core.training.plan import to_json, without_folders

if TYPE_CHECKING:
    from core.models.info import ModelInfo
    from core.training.declare import Plan

_BASES = {"sd1": "sd_v1", "sd2": "sd_v2", "sdxl": "sdxl_base_v1-0"}
_ARCHITECTURES = {
    "sd1": "stable-diffusion-v1",
    "sd2": "stable-diffusion-v2",
    "sdxl": "stable-diffusion-xl-v1-base",
}


def metadata(plan: Plan, info: ModelInfo, unet: str, step: int) -> dict[str, str]:
    """The metadata of a file that was learned in so many steps; `unet` is the base's digest."""
    own = {
        "kind": plan.declaration.kind,
        "words": list(plan.taught()),
        "steps": step,
        "base": {"id": info.id, "title": info.title, "family": info.family, "unet": unet},
        "settings": without_folders(to_json(plan)),
    }
    return {
        "format": "pt",
        ENTRY: json.dumps(own, ensure_ascii=False),
        "ss_base_model_version": _BASES.get(info.family, info.family),
        "ss_sd_model_name": info.id,
        "ss_output_name": plan.called,
        "ss_learning_rate": repr(plan.learning_rate),
        "ss_max_train_steps": str(plan.steps),
        "ss_steps": str(step),
        "ss_seed": str(plan.seed),
        "ss_lr_scheduler": plan.schedule,
        "ss_gradient_accumulation_steps": str(plan.accumulate),
        "ss_min_snr_gamma": str(plan.min_snr_gamma or None),
        "ss_noise_offset": str(plan.offset_noise or None),
        "modelspec.sai_model_spec": "1.0.0",
        "modelspec.architecture": _architecture(plan, info),
        "modelspec.implementation": "diffusers",
        "modelspec.title": plan.called,
        "modelspec.trigger_phrase": ", ".join(plan.taught()),
    }


def _architecture(plan: Plan, info: ModelInfo) -> str:
    """The base, and what the file is to it; a whole model is of the base's own."""
    base = _ARCHITECTURES.get(info.family, info.family)
    return f"{base}/{plan.adds}" if plan.adds else base
