"""Changes of layers as products of two thin matrices, by peft, and the file they are saved as."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from pathlib import Path

import torch
from peft import LoraConfig, inject_adapter_in_model
from peft.utils import get_peft_model_state_dict
from torch import Tensor

from core.models.loading import LoadedModel
from core.training import tensors
from core.training.declare import Plan
from core.training.parts import PartsTrainer

ATTENTION = ("to_q", "to_k", "to_v", "to_out.0")
"""Layers of the UNet that are changed, in both kinds of its attention."""
WORDS = ("q_proj", "k_proj", "v_proj", "out_proj")
"""Layers of text encoders that are changed."""
ADAPTER = "default"
UP = "lora_B.weight"
"""Ends the names of the matrices B, (out, r)."""


class LowRank(PartsTrainer):
    """W + (α / r) B A for all attention layers. A begins random, B at zero: nothing is changed
    before the first step (Hu et al. 2021, section 4.1)."""

    def __init__(
        self,
        plan: Plan,
        model: LoadedModel,
        rank: int,
        alpha: float | None,
        *,
        text_encoder: bool = False,
        text_encoder_rate: float | None = None,
    ) -> None:
        super().__init__(
            plan, model, text_encoder=text_encoder, text_encoder_rate=text_encoder_rate
        )
        self._rank, self._alpha = rank, float(rank) if alpha is None else alpha
        with torch.random.fork_rng(devices=[]), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # peft's, about options that are not used
            torch.manual_seed(plan.seed)
            for name, network in self._parts.items():
                inject_adapter_in_model(self._config(name), network, ADAPTER)
        for network in self._parts.values():
            network.requires_grad_(False)

    def changes(self, name: str) -> bool:
        return ".lora_" in name

    def save(self, folder: Path, metadata: Mapping[str, str]) -> list[Path]:
        """One file, with diffusers' names. α / r is part of B: programs that know these names, but
        not where diffusers tells α, would have it at another strength."""
        learned: dict[str, Tensor] = {}
        about: dict[str, object] = {}
        for part, network in self._parts.items():
            own = get_peft_model_state_dict(network, adapter_name=ADAPTER)
            for name, tensor in own.items():
                scale = self._alpha / self._rank if name.endswith(UP) else 1.0
                learned[f"{part}.{name}"] = tensor.detach() * scale
            about |= {
                f"{part}.r": self._rank,
                f"{part}.lora_alpha": float(self._rank),
                f"{part}.target_modules": sorted(ATTENTION if part == "unet" else WORDS),
                f"{part}.peft_type": "LORA",
            }
        file = folder / f"{self.plan.called}.safetensors"
        further = {
            "lora_adapter_metadata": json.dumps(about),
            "ss_network_module": "networks.lora",
            "ss_network_dim": str(self._rank),
            "ss_network_alpha": str(float(self._rank)),
        }
        tensors.write(file, learned, {**metadata, **further})
        return [file]

    def _config(self, part: str) -> LoraConfig:
        return LoraConfig(
            r=self._rank,
            lora_alpha=self._alpha,
            target_modules=list(ATTENTION if part == "unet" else WORDS),
        )
