"""T2I-Adapter: maps that the picture keeps to, as ControlNet's, but lighter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from core.control.kinds import KINDS
from core.denoise.places import Places
from core.errors import ModelError
from core.techniques._controlled import Controlled
from core.techniques.declare import choice, technique

if TYPE_CHECKING:
    from collections.abc import Hashable

    from torch import Tensor

    from core.denoise.run import Run
    from core.denoise.unet import Call
    from core.denoise.views import View


@technique("t2i_adapter", title="T2I-Adapter")
class T2IAdapter(Controlled):
    """Keeps the picture to a sketch, edges, depth, colours… as ControlNet does, at next to no cost.

    Mou et al. 2023, https://arxiv.org/abs/2302.08453. Several can be used at once.
    """

    DRAWN: ClassVar[str] = "sketch"

    kind: str = choice(
        "sketch",
        {id: kind.title for id, kind in KINDS.items()},
        title="Kind",
        help="What the map shows.",
    )

    def begin(self, run: Run) -> Places:
        from core.denoise.maps import control_map, grey, key_of
        from core.models import control_loading

        if not self.enabled or not self.weight:
            return Places()
        assert self.image is not None
        info = self.found(run)
        pixels = control_map(run, self.image, self.kind, preprocess=self.preprocess)
        adapter = control_loading.adapter(run.shelf, info, run.model)
        channels = adapter.config.in_channels
        if channels not in (1, 3):
            raise ModelError(
                f"The T2I-Adapter “{info.title}” wants maps of {channels} channels.",
                "Choose one that takes pictures in grey or in colours.",
            )
        if channels == 1:
            pixels = grey(pixels)
        return Adapter(self, adapter, pixels, run, key_of(self, info, run))


class Adapter(Places):
    """One adapter in a run."""

    def __init__(
        self, settings: T2IAdapter, adapter: Any, pixels: Tensor, run: Run, key: Hashable
    ) -> None:
        """`pixels`: the map (1, n, height, width); `key` tells it and the adapter from others."""
        from core.denoise.maps import Encoded

        self._settings, self._adapter = settings, adapter
        self._pixels, self._factor = pixels, run.model.info.factor
        self._features = Encoded(run, key, self._seen)

    def inputs(self, call: Call) -> None:
        """F̂_enc = F_enc + Σ_k ω_k F_c(k), for each level of the UNet's encoder (eq. 4, 7)."""
        from core.denoise.maps import active

        if not active(call.step, self._settings.start, self._settings.end):
            return
        rows = len(call.latents)
        dtype = call.latents.dtype
        call.add_features(
            [
                (self._settings.weight * feature).to(dtype).expand(rows, -1, -1, -1)
                for feature in self._features.of(call.view)
            ]
        )

    def _seen(self, view: View) -> list[Tensor]:
        """The map's features F_c: they depend neither on the step nor on the picture."""
        from torch.nn.functional import pad

        from core.denoise.maps import cut

        pixels = cut(view, self._pixels, self._factor)
        block = self._adapter.downscale_factor
        height, width = pixels.shape[-2:]
        # Adapters of SDXL take blocks of 16 px: the UNet, too, rounds odd sizes of latents up.
        pixels = pad(pixels, (0, -width % block, 0, -height % block), mode="replicate")
        features: list[Tensor] = self._adapter(pixels.to(self._adapter.dtype))
        return features
