"""The memory that each plan takes, against what is estimated before anything is loaded: on random
weights in the shape of Stable Diffusion 1.5, each in a process of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from core import places
from core.models.plan import PLANS, WHOLE
from desktop.bench import Figure

OFF = 0.15
"""By which part an estimate may be wrong."""
PATIENCE = 3600
TOKENS, WORDS = 49408, 768


def run() -> list[Figure]:
    """How far each estimate is off, and the memory of each plan by that of the whole."""
    with tempfile.TemporaryDirectory() as folder:
        save(Path(folder) / "model")
        told = {plan: _told(Path(folder), plan) for plan in PLANS}
    figures = []
    for plan, one in told.items():
        off = abs(one["estimate"] / one["measured"] - 1)
        made_of = {"measured_MB": one["measured"] / 1e6, "estimate_MB": one["estimate"] / 1e6}
        made_of["of_whole"] = one["measured"] / told[WHOLE.id]["measured"]
        made_of["seconds_of_whole"] = one["seconds"] / told[WHOLE.id]["seconds"]
        figures.append(Figure(f"estimate, {PLANS[plan].title.lower()}", off, OFF, "", made_of))
    return figures


def _told(folder: Path, plan: str) -> dict[str, float]:
    """What the process of a plan tells. Raises RuntimeError when it fails."""
    ran = subprocess.run(
        [sys.executable, "-m", "desktop.bench.plan_child", str(folder), plan],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    lines = [line for line in ran.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise RuntimeError(f"the process of the plan “{plan}” failed: {ran.stderr[-2000:]}")
    found: dict[str, float] = json.loads(lines[-1])
    return found


def save(folder: Path) -> None:
    """A model of random weights in bfloat16, built as Stable Diffusion 1.5 is."""
    import torch
    from diffusers import AutoencoderKL, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel

    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)
    try:
        _saved(UNet2DConditionModel(
            sample_size=64, block_out_channels=(320, 640, 1280, 1280), cross_attention_dim=WORDS,
            attention_head_dim=8,
        ), folder / "unet")  # fmt: skip
        _saved(AutoencoderKL(
            sample_size=512, block_out_channels=(128, 256, 512, 512), layers_per_block=2,
            down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
            latent_channels=4, scaling_factor=0.18215,
        ), folder / "vae")  # fmt: skip
        _saved(CLIPTextModel(CLIPTextConfig(
            vocab_size=TOKENS, hidden_size=WORDS, intermediate_size=4 * WORDS,
            num_hidden_layers=12, num_attention_heads=12, projection_dim=WORDS,
        )), folder / "text_encoder")  # fmt: skip
    finally:
        torch.set_default_dtype(before)
    starter = places.resources() / "starter"
    shutil.copytree(starter / "scheduler", folder / "scheduler")
    shutil.copytree(starter / "tokenizer", folder / "tokenizer")
    kinds = {
        "unet": "UNet2DConditionModel", "vae": "AutoencoderKL", "text_encoder": "CLIPTextModel",
        "tokenizer": "CLIPTokenizer", "scheduler": "DDIMScheduler",
    }  # fmt: skip
    index = {name: ["diffusers", kind] for name, kind in kinds.items()}
    (folder / "model_index.json").write_text(json.dumps(index), "utf-8")


def _saved(network: Any, folder: Path) -> None:
    network.save_pretrained(folder)
