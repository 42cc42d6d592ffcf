"""Changes of a model's weights that are taken back to the last bit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

Change = tuple[nn.Parameter, Tensor]
"""A parameter of a model, and what is added to it, in float32 or better."""


@contextmanager
def changed(changes: Iterable[Change]) -> Iterator[None]:
    """Meanwhile the parameters have other values; afterwards their own tensors again.

    The sum is taken in the precision of what is added and rounded once. Changes are made one by
    one as `changes` yields them, so that they need not all be held at once.
    """
    kept: list[tuple[nn.Parameter, Tensor]] = []
    try:
        for parameter, delta in changes:
            own = parameter.data
            kept.append((parameter, own))
            new = (own.to(delta.dtype) + delta.to(own.device)).to(own.dtype)
            parameter.data = new.contiguous(memory_format=_layout(own))
        yield
    finally:
        for parameter, own in reversed(kept):
            # It may have been moved meanwhile (core/models/offload.py).
            parameter.data = own.to(parameter.device)


def _layout(tensor: Tensor) -> torch.memory_format:
    if tensor.dim() == 4 and tensor.is_contiguous(memory_format=torch.channels_last):
        return torch.channels_last
    return torch.contiguous_format
