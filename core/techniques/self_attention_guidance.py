"""Self-Attention Guidance: one slider for how well details are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.denoise.conditions import NEGATIVE, PROMPT
from core.denoise.places import Places
from core.techniques.declare import Technique, number, technique

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.attention import Site
    from core.denoise.places import Watcher
    from core.denoise.run import Run, Step
    from core.denoise.unet import Call

ATTENDED = 1.0
"""A place is degraded when it receives more attention than the mean place (eq. 7)."""


@technique("self_attention_guidance", title="Self-Attention Guidance")
class SelfAttentionGuidance(Technique):
    """Sharpens what the model attends to, by guiding away from a copy in which that is blurred.

    Hong et al. 2023, https://arxiv.org/abs/2210.00939. Adds one prediction to each step.
    """

    scale: float = number(0.75, 0.0, 3.0, step=0.05, help="How strongly; 0 is off.")
    blur_sigma: float = number(
        1.0, 0.1, 5.0, step=0.1, unit="latent px", help="How much the copy is blurred."
    )

    def begin(self, run: Run) -> Places:
        return _SelfAttention(self, run)


class _SelfAttention(Places):
    def __init__(self, settings: SelfAttentionGuidance, run: Run) -> None:
        self._scale, self._sigma = settings.scale, settings.blur_sigma
        self._base = PROMPT if run.request.guidance_scale == 1 else NEGATIVE
        size = run.latent_size
        self._attended = run.noise.new_zeros(len(run.generators), 1, size.height, size.width)

    def attention(self, site: Site) -> Watcher | None:
        """Records the self-attention of the middle block."""
        first = site.block == "mid" and not site.cross and ".0.transformer_blocks.0." in site.name
        return self._record if first and self._scale else None

    def watches(self, call: Call) -> bool:
        """The step's own prediction: what is predicted from then on is for guidance."""
        return call.has(self._base) and not call.step.predictions

    def _record(self, call: Call, maps: Tensor) -> None:
        """1 where the mean over the heads of Σ_query A > 1 (eq. 7), at the latents' size."""
        from torch.nn.functional import interpolate

        received = call.of_branch(self._base, maps).mean(1).sum(1)
        mask = (received > ATTENDED).to(self._attended.dtype)
        mask = mask.view(len(mask), 1, *call.grid(mask.shape[1]))
        call.view.put(self._attended, interpolate(mask, tuple(call.latents.shape[-2:])))

    def guide(self, step: Step, noise: Tensor) -> Tensor:
        """ε + s (ε_base - ε(x̃)), where x̃ is blurred where attended, noised again (eq. 8, 9)."""
        if not self._scale:
            return noise
        base = step.predictions[self._base]
        clean = step.clean(step.latents, base)
        attended = self._attended.clone()
        degraded = attended * blurred(clean, self._sigma) + (1 - attended) * clean
        latents = step.level.mixed(degraded, step.epsilon(step.latents, base))
        away = step.predict(latents, [step.branch(self._base)])[self._base]
        return noise + self._scale * (base - away)


def blurred(image: Tensor, sigma: float) -> Tensor:
    """A Gaussian blur of (pictures, channels, h, w), reflected at the edges."""
    import torch
    from torch.nn.functional import conv2d, pad

    radius = min(max(4, round(3 * sigma)), min(image.shape[-2:]) - 1)
    place = torch.arange(-radius, radius + 1, dtype=image.dtype, device=image.device)
    line = torch.exp(-0.5 * (place / sigma) ** 2)
    line = line / line.sum()
    channels = image.shape[1]
    kernel = (line[:, None] * line).expand(channels, 1, -1, -1)
    return conv2d(pad(image, [radius] * 4, mode="reflect"), kernel, groups=channels)
