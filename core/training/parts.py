"""What learns in trainings of the UNet and, if wished, of the text encoders with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.training.trainer import Learning, Trainer

if TYPE_CHECKING:
    from torch import nn

    from core.models.loading import LoadedModel
    from core.training.declare import Plan


class PartsTrainer(Trainer):
    """The UNet at the plan's rate, and the text encoders at one of their own."""

    def __init__(
        self,
        plan: Plan,
        model: LoadedModel,
        *,
        text_encoder: bool = False,
        text_encoder_rate: float | None = None,
    ) -> None:
        """`text_encoder_rate`: the plan's where it is left open."""
        super().__init__(plan, model)
        self._rate = plan.learning_rate if text_encoder_rate is None else text_encoder_rate
        self._parts: dict[str, Any] = {"unet": model.unet}
        if text_encoder:
            self._parts["text_encoder"] = model.text_encoder
            if model.text_encoder_2 is not None:
                self._parts["text_encoder_2"] = model.text_encoder_2

    @property
    def encodes_anew(self) -> bool:
        return len(self._parts) > 1

    def changes(self, name: str) -> bool:
        """Whether a parameter of a part is one of those that are changed."""
        return True

    def learns(self) -> Sequence[Learning]:
        found = []
        for part, network in self._parts.items():
            own: dict[str, nn.Parameter] = {
                f"{part}.{name}": parameter
                for name, parameter in network.named_parameters()
                if self.changes(name)
            }
            rate = self.plan.learning_rate if part == "unet" else self._rate
            found.append(Learning(own, rate))
        return found
