"""Step reuse: most steps compute the outermost layers alone (DeepCache)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from core.denoise.places import Places
from core.techniques.declare import Technique, integer, technique

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.run import Run
    from core.denoise.unet import Call, Inputs

MOST_BYTES = 64 << 20
"""That are kept of a job that is set aside."""


@technique(
    "step_reuse",
    title="Step Reuse",
    not_with={"step_reuse": "Once is enough: have it reuse for more steps."},
)
class StepReuse(Technique):
    """Paints faster: only every few steps the whole network is computed, between them its
    outermost layers alone. Details differ a little. Steps in which another technique looks at
    attention are always computed as a whole.

    DeepCache, Ma et al. 2023, https://arxiv.org/abs/2312.00858.
    """

    refines: ClassVar[bool] = True

    every: int = integer(
        3,
        1,
        10,
        title="Every",
        unit="steps",
        help="How often the whole network is computed; 1 is in every step. More is faster and less "
        "like what it would be.",
    )
    layers: int = integer(
        1,
        1,
        2,
        title="Layers",
        help="How many of the outermost layers are computed in every step. More is slower and "
        "keeps closer to what it would be.",
    )

    def begin(self, run: Run) -> Places:
        return _Reuse(self, run)


class _Reuse(Places):
    """Keeps what the inner layers made for each kind of call, from one whole step to the next."""

    def __init__(self, settings: StepReuse, run: Run) -> None:
        from core.denoise import outer

        self._run, self._every = run, settings.every
        self._layers = min(settings.layers, outer.most_layers(run.model.unet))
        self._kept: dict[tuple[Any, int], tuple[Tensor, int]] = {}
        """What the inner layers made, and in which step."""
        self._step, self._seen = -1, Counter[Hashable]()

    def unet(
        self, calls: Sequence[Call], inputs: Inputs, whole: Callable[[], Tensor]
    ) -> Tensor | None:
        import torch

        from core.denoise import outer

        watched = self._run.attention.wanted(calls)
        if self._every == 1 or torch.is_grad_enabled() or watched:
            return None
        key = self._key(calls)
        unet, index = self._run.model.unet, calls[0].step.index
        inner, made = self._kept.get(key, (None, -1))
        # Such a call may not have been made for many steps: what is older than the last of those
        # that are computed as a whole is of another picture by now.
        fresh = index % self._every and abs(made - index) < self._every
        fresh = fresh and made >= index - index % self._every
        if inner is not None and fresh and len(inner) == len(inputs.sample):
            return outer.predict(unet, self._layers, inner, inputs)
        with outer.inner_kept(unet, self._layers) as kept:
            predicted = whole()
        (found,) = kept
        self._kept[key] = found, index
        return predicted

    def _key(self, calls: Sequence[Call]) -> tuple[Any, int]:
        """The same for calls of several steps that ask for the same: for these views and branches,
        and as the first, second… of the step that do."""
        index = calls[0].step.index
        if index != self._step:
            self._step, self._seen = index, Counter()
        same = tuple((call.view.box, call.view.region, call.owners) for call in calls)
        self._seen[same] += 1
        return same, self._seen[same]

    def remembered(self) -> object | None:
        """What the inner layers made last: beside it the latents are small. Too much of it, of many
        windows, is let go, and the next step then computed as a whole."""
        if sum(tensor.nbytes for tensor, _ in self._kept.values()) > MOST_BYTES:
            return None
        kept = [[calls, count, *made] for (calls, count), made in self._kept.items()]
        return {"model": self._run.model.info.id, "layers": self._layers, "kept": kept}

    def remember(self, what: Any) -> None:
        from core.geometry import Rect

        if (what["model"], what["layers"]) != (self._run.model.info.id, self._layers):
            return  # another network's features: a refiner has taken over
        for calls, count, tensor, step in what["kept"]:
            same = tuple((Rect(*box), region, tuple(owners)) for box, region, owners in calls)
            self._kept[same, count] = tensor, step
