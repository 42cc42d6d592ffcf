"""Token merging: places of the picture that are alike attend as one (ToMe)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from core.denoise.places import Places
from core.techniques.declare import Technique, integer, number, technique

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

    from core.denoise.attention import Site
    from core.denoise.merging import Merging
    from core.denoise.places import Fewer
    from core.denoise.run import Run
    from core.denoise.unet import Call


@technique(
    "token_merging",
    title="Token Merging",
    not_with={"token_merging": "Once is enough: have it merge more."},
)
class TokenMerging(Technique):
    """Paints large pictures faster: places that look alike attend to the rest of the picture as
    one. Fine details differ a little. The larger the picture, the more is saved; of small ones it
    is hardly worth it.

    Bolya & Hoffman 2023, https://arxiv.org/abs/2303.17604.
    """

    refines: ClassVar[bool] = True

    ratio: float = number(
        0.5,
        0.0,
        0.75,
        step=0.05,
        title="Merged",
        help="Which part of the places is merged into others; more is faster and coarser.",
    )
    levels: int = integer(
        1,
        1,
        4,
        title="Levels",
        help="In how many levels of the network, from the finest that attends on: it takes most "
        "of the time.",
    )

    def begin(self, run: Run) -> Places:
        return _Merge(self, _first_level(run.model.unet)) if self.ratio else Places()


class _Merge(Places):
    """Merges in self-attention. Layers whose maps or masks others see keep all of their places."""

    def __init__(self, settings: TokenMerging, first: int) -> None:
        """`first`: the finest level of the network that attends."""
        self._ratio, self._end = settings.ratio, first + settings.levels

    def attention_fewer(self, site: Site) -> Fewer | None:
        return None if site.cross else self._merging

    def _merging(self, calls: Sequence[Call], features: Tensor) -> Merging | None:
        """In each block anew, as the paper does. The places that stay are drawn once a step, the
        same ones for all pictures and branches: what guidance compares must be merged alike."""
        from core.denoise import merging

        height, width = calls[0].grid(features.shape[1])
        level = _level(calls[0].latents.shape[-2], height)
        if level >= self._end or min(height, width) < 2:
            return None
        kept = merging.drawn(height, width, calls[0].step.index, features.device)
        return merging.alike(features, kept, self._ratio)


def _first_level(unet: Any) -> int:
    """The finest level with self-attention: SDXL's first has none."""
    attending = (i for i, block in enumerate(unet.down_blocks) if hasattr(block, "attentions"))
    return next(attending, 0)


def _level(whole: int, height: int) -> int:
    """How often latents of a height were halved."""
    level = 0
    while whole > height:
        whole, level = -(-whole // 2), level + 1
    return level
