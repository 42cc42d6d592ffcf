"""A batch: everything that a loss depends on beside the weights, drawn already."""

from __future__ import annotations

from dataclasses import dataclass, field

from torch import Tensor


@dataclass(frozen=True, eq=False)
class Batch:
    """Pictures of one size, with all that was drawn at random for them."""

    clean: Tensor
    """Scaled latents (b, 4, h, w), float32."""
    noise: Tensor
    """Of the same shape."""
    times: Tensor
    """(b,) whole steps of the model's noise schedule."""
    captions: tuple[str, ...]
    """One for each; empty where it was dropped."""
    weights: Tensor
    """(b,) what the loss of each is multiplied by before they are added up."""
    mask: Tensor | None = None
    """(b, 1, h, w) how much each place counts; None: all alike."""
    sizes: Tensor | None = None
    """(b, 6) as SDXL is told: original height and width, top and left of the cut, height and width
    aimed at."""
    shown: dict[str, Tensor] = field(default_factory=dict)
    """Further pictures that a trainer asks to see, by name: pixels (b, 3, H, W) in -1…1, or the
    means of their latents (b, 4, h, w), not scaled."""
