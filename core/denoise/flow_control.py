"""ControlNets of transformers that predict a velocity: what they add after each block.

Such a net is a copy of the transformer's first blocks that sees the map as latents. Nets may have
fewer blocks than the transformer, and each of theirs then counts for several of its.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from torch import Tensor

if TYPE_CHECKING:
    from core.denoise.velocity import Asked

Added = dict[str, list[Tensor]]
"""What is added after each block, under the names by which the transformer takes it."""


@dataclass(eq=False)
class Controlling:
    """One ControlNet in one view of one step."""

    net: Any
    latents: Tensor
    """The map, (1, c, h, w) of the view in whole patches, as the net takes it."""
    pixels: Tensor | None
    """The same as pixels in -1…1, (1, 3, height, width), for nets that take it so."""
    weight: float
    mode: int | None = None
    """What the map shows, for nets that are told it."""
    _known: dict[int, Added] = field(default_factory=dict)

    def added(self, asked: Asked, given: Mapping[str, Any]) -> Added:
        """What it adds, given what the transformer is asked. Made once for equal words."""
        family = asked.model.flow
        assert family is not None
        words = asked.words if asked.prompt is None else asked.prompt
        if id(words) not in self._known:
            self._known[id(words)] = family.controlled(self, asked, given)
        return self._known[id(words)]


def together(each: Sequence[Added]) -> Added:
    """The sum of what several nets add."""
    found: Added = {}
    for one in each:
        for name, tensors in one.items():
            known = found.get(name)
            found[name] = tensors if known is None else [
                a + b for a, b in zip(known, tensors, strict=True)
            ]  # fmt: skip
    return found
