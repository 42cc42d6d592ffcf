"""T2I-Adapter: a small network that learns to follow maps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from core.control.kinds import KINDS
from core.declare import choice
from core.techniques import t2i_adapter as technique
from core.training.declare import trainer
from core.training.mapped import MAP, Following, Mapped
from core.training.timesteps import TIMES, TIMES_HELP

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.places import Places
    from core.denoise.run import Run
    from core.models.loading import LoadedModel
    from core.request import Pixels
    from core.techniques.declare import Technique
    from core.training.batch import Batch
    from core.training.trainer import Trainer

BLOCKS = 2
"""Residual blocks of each level ("Adapter Design")."""
XL_LEVELS = 3
"""The most that a UNet may have whose first level attends to nothing: the adapters of that form
halve the map as often as SDXL does."""


@trainer("t2i_adapter", title="T2I-Adapter")
class T2IAdapter(Mapped):
    """Teaches a model to keep to maps, as ControlNet does: smaller, and quicker to learn.

    Mou et al. 2023, https://arxiv.org/abs/2302.08453: features of the map are added to those of
    the UNet's encoder (eq. 4), which stays as it is. Times are drawn by a cubic function, so that
    it learns mostly where a picture's shapes come about ("Non-uniform time step sampling").
    """

    map: str = choice(
        "sketch", {id: kind.title for id, kind in KINDS.items()}, help="What the maps show."
    )
    times: str = choice("cubic", TIMES, help=TIMES_HELP)

    def begin(self, model: LoadedModel) -> Trainer:
        return _Adapter(self, model)


class _Adapter(Following):
    def __init__(self, plan: T2IAdapter, model: LoadedModel) -> None:
        super().__init__(plan, model, lambda: _made(model))

    def predict(self, noisy: Tensor, batch: Batch) -> Tensor:
        """F̂_enc = F_enc + F_c, in each level of the UNet's encoder (eq. 4)."""
        features = self.net(self.map(batch).to(self.model.dtype))
        # The UNet takes features out of the list as it goes.
        return self.call_unet(noisy, batch, down_intrablock_additional_residuals=list(features))

    def techniques(self, shown: Callable[[str], Pixels]) -> Sequence[Technique]:
        from core.denoise.maps import control_map
        from core.training.samples import SoFar

        map = shown(MAP)
        settings = technique.T2IAdapter(kind=self._kind, image=map)

        def begin(run: Run) -> Places:
            pixels = control_map(run, map, self._kind, preprocess=False)
            return technique.Adapter(settings, self.net, pixels, run, None)

        return [SoFar(begin)]


def _made(model: LoadedModel) -> Any:
    """An adapter for a UNet. Raises ModelError when there is none of its form."""
    from diffusers import T2IAdapter as Network

    from core.errors import ModelError

    config, factor = model.unet.config, model.info.factor
    channels = list(config.block_out_channels)
    if config.down_block_types[0] != "DownBlock2D":
        return Network(channels=channels, num_res_blocks=BLOCKS, downscale_factor=factor)
    if len(channels) > XL_LEVELS:
        raise ModelError(
            f"There is no T2I-Adapter of the form of the model “{model.info.title}”, whose UNet "
            f"has {len(channels)} levels and does not attend to words in the first.",
            "Teach another model, or a ControlNet.",
        )
    return Network(
        channels=[*channels, channels[-1]],
        num_res_blocks=BLOCKS,
        downscale_factor=2 * factor,
        adapter_type="full_adapter_xl",
    )
