"""What changes of a layer's weights add to what it puts out.

A layer y = W x + b is linear in W and b, so (W + ΔW) x + (b + Δb) = y + (ΔW x + Δb), and the same
holds for convolutions and for norms, whose weights scale what was normalised. Added afterwards, a
change can count for some of the rows and places of a call only.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import conv2d, group_norm, layer_norm, linear

from core.models.quantise import CompressedLinear


class Addition:
    """ΔW x + Δb of one layer, or B A x (Hu et al. 2021, eq. 3)."""

    def __init__(
        self,
        layer: nn.Module,
        weight: Tensor | None,
        bias: Tensor | None = None,
        up: Tensor | None = None,
    ) -> None:
        """`weight` is ΔW in the layer's shape. With `up`, B (out, rank), it is A: (rank, …)."""
        own: Any = layer
        self.layer = own
        if isinstance(layer, CompressedLinear):
            device, dtype = layer.get_buffer("numbers").device, layer.dtype
            delta = torch.zeros(layer.shape) if weight is None else weight
        else:
            # A packed weight (GGUF) is of bytes, and its layer says in what it computes.
            device, dtype = own.weight.device, getattr(own, "compute_dtype", own.weight.dtype)
            delta = torch.zeros_like(own.weight) if weight is None else weight
        self._weight = delta.to(device, dtype)
        self._bias = None if bias is None else bias.to(device, dtype)
        self._up = None if up is None else up.to(device, dtype)

    def __call__(self, given: Tensor) -> Tensor:
        """What is added to the layer's output for such an input, in the output's shape."""
        if self._weight.device != given.device:  # the layer computes elsewhere than it is kept
            self._weight = self._weight.to(given.device)
            self._bias = None if self._bias is None else self._bias.to(given.device)
            self._up = None if self._up is None else self._up.to(given.device)
        layer, weight, bias, up = self.layer, self._weight, self._bias, self._up
        if isinstance(layer, nn.Linear):
            put = linear(given, weight, bias)
            return put if up is None else linear(put, up)
        if isinstance(layer, nn.Conv2d):
            put = conv2d(
                given, weight, bias, layer.stride, layer.padding, layer.dilation, layer.groups
            )
            return put if up is None else conv2d(put, up[..., None, None])
        if isinstance(layer, nn.GroupNorm):
            return group_norm(given, layer.num_groups, weight, bias, layer.eps)
        if isinstance(layer, nn.LayerNorm):
            return layer_norm(given, layer.normalized_shape, weight, bias, layer.eps)
        raise TypeError(f"no addition to a {type(layer).__name__}")
