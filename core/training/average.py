"""An exponential moving average of what is learned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch
from torch import Tensor, nn


class Average:
    """ā ← d ā + (1 - d) a after each step, with d = min(decay, (1 + n) / (10 + n)) at step n, so
    that the first steps are soon forgotten."""

    def __init__(self, parameters: Mapping[str, nn.Parameter], decay: float) -> None:
        self._parameters, self._decay = parameters, decay
        self.values: dict[str, Tensor] = {
            name: parameter.detach().clone() for name, parameter in parameters.items()
        }

    def update(self, step: int) -> None:
        weight = 1 - min(self._decay, (1 + step) / (10 + step))
        new = [self._parameters[name].detach() for name in self.values]
        torch._foreach_lerp_(list(self.values.values()), new, weight)

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Meanwhile the parameters are their average."""
        self._swap()
        try:
            yield
        finally:
            self._swap()

    def _swap(self) -> None:
        for name, parameter in self._parameters.items():
            parameter.data, self.values[name] = self.values[name], parameter.data
