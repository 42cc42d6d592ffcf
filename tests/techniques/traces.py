"""A model's digest: whatever a run might leave behind in it, or beside it."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.models.loading import LoadedModel

HOOKS = (
    "_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks",
    "_state_dict_hooks", "_load_state_dict_pre_hooks",
)  # fmt: skip


def digest(model: LoadedModel) -> dict[str, Any]:
    """Name → value, equal before and after a run that leaves no trace."""
    found: dict[str, Any] = {}
    for number, module in enumerate(model.modules):
        for name, part in module.named_modules():
            where = f"{number}.{name}"
            found[where] = type(part), part.training, id(getattr(part, "processor", None))
            # Set beside its class' own, a method has been replaced.
            found[f"{where} replaced"] = sorted(set(vars(part)) & {"forward", "__call__"})
            found[f"{where} hooks"] = [len(getattr(part, kind)) for kind in HOOKS]
        tensors = [*module.named_parameters(), *module.named_buffers()]
        for name, tensor in tensors:
            found[f"{number}.{name} value"] = _bytes(tensor)
            found[f"{number}.{name} gradient"] = tensor.requires_grad, tensor.grad is None
    for number, (tokenizer, _) in enumerate(model.encoders):
        found[f"tokens {number}"] = len(tokenizer), tokenizer.model_max_length
    found["scheduler"] = repr(sorted(model.scheduler_config.items()))
    found["gradients on"] = torch.is_grad_enabled()
    found["number type"] = torch.get_default_dtype()
    found["torch's random numbers"] = _bytes(torch.get_rng_state())
    state = np.random.get_state(legacy=False)
    found["numpy's random numbers"] = repr(state["state"]["pos"]), state["state"]["key"].tobytes()
    return found


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The names of what is not as it was."""
    return sorted(
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    )


def _bytes(tensor: Tensor) -> str:
    raw = tensor.detach().cpu().flatten().contiguous().view(torch.uint8).numpy().tobytes()
    return hashlib.blake2b(raw, digest_size=8).hexdigest()
