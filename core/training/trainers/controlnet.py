"""ControlNet: a copy of the UNet's encoder that learns to follow maps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from core.declare import number
from core.techniques import controlnet as technique
from core.training.declare import trainer
from core.training.mapped import MAP, Following, Mapped

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.run import Run
    from core.models.loading import LoadedModel
    from core.request import Pixels
    from core.techniques.declare import Technique
    from core.training.batch import Batch
    from core.training.trainer import Trainer

EMBEDDING = (16, 32, 96, 256, 256)
"""Channels in which the map is embedded, one more each time it is halved: of those three times
halved the authors' own."""


@trainer("controlnet", title="ControlNet")
class ControlNet(Mapped):
    """Teaches a model to keep to maps: edges, scribbles, depth… from many pictures with theirs.

    Zhang et al. 2023, https://arxiv.org/abs/2302.05543: a copy of the UNet's encoder sees the map
    as well, and what it finds is added to the UNet's by convolutions that begin as zeros (eq. 2).
    The UNet stays as it is. Half of the prompts are left out, so that the map alone says enough
    (section 3.3).
    """

    caption_dropout: float = number(
        0.5, 0.0, 1.0, help="The part of captions that is left out, so that maps say enough."
    )

    def begin(self, model: LoadedModel) -> Trainer:
        return _Control(self, model)


class _Control(Following):
    def __init__(self, plan: ControlNet, model: LoadedModel) -> None:
        from diffusers import ControlNetModel

        halvings = model.info.factor.bit_length() - 1
        channels = EMBEDDING[: halvings + 1]

        def make() -> Any:
            return ControlNetModel.from_unet(
                model.unet, conditioning_embedding_out_channels=channels
            )

        super().__init__(plan, model, make)

    def predict(self, noisy: Tensor, batch: Batch) -> Tensor:
        """y_c = F(x; Θ) + Z(F(x + Z(c; Θ_z1); Θ_c); Θ_z2) (eq. 2), in each block."""
        down, middle = self.net(
            noisy.to(self.model.dtype),
            batch.times,
            controlnet_cond=self.map(batch).to(self.model.dtype),
            return_dict=False,
            **self.told(batch),
        )
        return self.call_unet(
            noisy,
            batch,
            down_block_additional_residuals=tuple(down),
            mid_block_additional_residual=middle,
        )

    def techniques(self, shown: Callable[[str], Pixels]) -> Sequence[Technique]:
        from core.training.samples import SoFar

        settings = technique.ControlNet(kind=self._kind, image=shown(MAP))
        return [SoFar(lambda run: _SoFar(settings, self.net, run))]


class _SoFar(technique.Control):
    """The technique, with the network as it is by now."""

    def __init__(self, settings: technique.ControlNet, net: Any, run: Run) -> None:
        from core.denoise.maps import control_map
        from core.models.control_loading import LoadedControlNet

        assert settings.image is not None
        self._net = net
        super().__init__(
            settings,
            LoadedControlNet(net, net.controlnet_cond_embedding, backwards=False, pooled=False),
            control_map(run, settings.image, settings.kind, preprocess=False),
            run,
            None,
        )

    @contextmanager
    def weights(self, run: Run) -> Iterator[None]:
        """The technique embeds a map once for all steps: the network is not to do it again."""
        from torch import nn

        embedding = self._net.controlnet_cond_embedding
        self._net.controlnet_cond_embedding = nn.Identity()
        try:
            yield
        finally:
            self._net.controlnet_cond_embedding = embedding
