"""ControlNet: edges, scribbles, depth, poses… that the picture keeps to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.denoise.conditions import NEGATIVE
from core.denoise.places import Places
from core.techniques._controlled import Controlled
from core.techniques.declare import choice, technique

if TYPE_CHECKING:
    from collections.abc import Hashable

    from torch import Tensor

    from core.denoise.run import Run
    from core.denoise.unet import Call
    from core.denoise.velocity import Given
    from core.denoise.views import View
    from core.models.control_loading import LoadedControlNet
    from core.models.controls import ControlInfo

BALANCED, PROMPT_FIRST, CONTROL_FIRST = "balanced", "prompt", "control"
FADED = 0.1
"""What is left of the outermost residual where the prompt, or the control, comes first."""
HOLE = -1.0
"""What maps for inpainting have where the picture is to be made."""


@technique("controlnet", title="ControlNet")
class ControlNet(Controlled):
    """Keeps the picture to a map of edges, scribbles, depth, poses… Several can be used at once.

    Zhang et al. 2023, https://arxiv.org/abs/2302.05543. Adds about half a prediction to each step.
    """

    balance: str = choice(
        BALANCED,
        {
            BALANCED: "Balanced",
            PROMPT_FIRST: "More the prompt",
            CONTROL_FIRST: "More the control",
        },
        title="Balance",
        help="What counts more where the prompt and the map disagree.",
    )

    def begin(self, run: Run) -> Places:
        from core.denoise.maps import key_of
        from core.models import control_loading, union_controls

        if not self.enabled or not self.weight:
            return Places()
        assert self.image is not None
        info = self.found(run)
        if run.model.flow is not None:
            return FlowControl(self, info, run)
        pixels = _map(self, run, union_controls.HOLE if info.is_told else HOLE)
        net = control_loading.controlnet(run.shelf, info, run.model)
        mode = info.several.get(self.kind)
        return Control(self, net, pixels, run, key_of(self, info, run), mode)


def _map(settings: ControlNet, run: Run, hole: float) -> Tensor:
    """The map (1, 3, height, width) in 0…1; for inpainting, `hole` where the picture is to be
    made."""
    from core.denoise import maps

    assert settings.image is not None
    if settings.kind != "inpaint":
        return maps.control_map(run, settings.image, settings.kind, preprocess=settings.preprocess)
    pixels = maps.control_map(run, settings.image, settings.kind, preprocess=False)
    hidden = maps.hidden(run, settings.image)
    return pixels.masked_fill(hidden, hole)


class Control(Places):
    """One ControlNet in a run."""

    def __init__(
        self,
        settings: ControlNet,
        model: LoadedControlNet,
        pixels: Tensor,
        run: Run,
        key: Hashable,
        mode: int | None = None,
    ) -> None:
        """`pixels`: the map (1, 3, height, width); `key` tells it and the net from others; `mode`
        tells a net for several kinds what the map shows."""
        from core.denoise.maps import Encoded

        self._settings, self._model, self._mode = settings, model, mode
        self._pixels, self._factor = pixels, run.model.info.factor
        self._embedded = Encoded(run, key, self._embedding)

    def inputs(self, call: Call) -> None:
        """Adds y_c - y = Z(F(x + Z(c; Θ_z1); Θ_c); Θ_z2), the trained copy's share (eq. 2)."""
        from core.denoise.maps import active

        if not active(call.step, self._settings.start, self._settings.end):
            return
        parts = self._parts(call)
        if not parts:
            return
        rows = len(parts) * call.pictures
        embedded = self._embedded.of(call.view).to(call.latents.dtype)
        down, middle = self._model.net(
            _of(call, parts, call.latents),
            call.step.time,
            encoder_hidden_states=_of(call, parts, call.words),
            **self._model.told(embedded.expand(rows, *embedded.shape[1:]), self._mode),
            added_cond_kwargs={name: _of(call, parts, t) for name, t in call.added.items()},
            return_dict=False,
        )
        scales = self._scales(len(down) + 1)
        down = [_among(call, parts, d * s) for d, s in zip(down, scales[:-1], strict=True)]
        call.add_residuals(down, _among(call, parts, middle * scales[-1]))

    def _parts(self, call: Call) -> list[int]:
        """Which parts of a call are controlled: with "more the control", and where the map guides
        like a prompt, not the negative prompt's. Guidance then strengthens the control, too."""
        if self._settings.balance != CONTROL_FIRST and not self._model.pooled:
            return list(range(len(call.owners)))
        return [i for i, branch in enumerate(call.branches) if branch.kin != NEGATIVE]

    def _embedding(self, view: View) -> Tensor:
        """The map as the net adds it to its first features; it is the same in every step."""
        from core.denoise.maps import cut

        pixels = cut(view, self._pixels, self._factor)
        dtype = next(self._model.embedding.parameters()).dtype
        return self._model.embed(pixels.to(dtype))

    def _scales(self, count: int) -> list[float]:
        """Weights of the residuals, from the finest to the middle block's.

        Where one side comes first, fine residuals count less, by equal ratios from 0.1 to 1
        ("guess mode" of the paper's authors): details are left to the prompt.
        """
        weight = self._settings.weight
        if self._settings.balance == BALANCED or self._model.pooled:
            return [weight] * count
        return [weight * FADED ** (1 - i / (count - 1)) for i in range(count)]


class FlowControl(Places):
    """The same beside a transformer that predicts a velocity: the net sees the map as latents."""

    def __init__(self, settings: ControlNet, info: ControlInfo, run: Run) -> None:
        from core.denoise import pictures
        from core.denoise.maps import key_of
        from core.models import control_loading

        model = run.model
        assert model.flow is not None
        if settings.balance != BALANCED:
            run.warn(f"ControlNets of {model.flow.title} know no balance: both sides count alike.")
        self._settings, self._model = settings, model
        self._mode = info.several.get(settings.kind)
        self._net = control_loading.flow_controlnet(run.shelf, info, model)
        shown = _map(settings, run, HOLE)
        self._pixels = shown * 2 - 1
        key = "latents", key_of(settings, info, run)
        read = model.flow.control_pixels(self._net, settings.kind, shown)
        raw: Tensor = run.shelf.get(key, lambda: pictures.seen(model, read))
        self._latents = model.flow.control_latents(self._net, model.vae, raw)

    def given(self, given: Given) -> None:
        from core.denoise.flow_control import Controlling
        from core.denoise.maps import active, cut
        from core.denoise.velocity import whole_patches

        if not active(given.step, self._settings.start, self._settings.end):
            return
        assert self._model.flow is not None
        view, factor = given.view, self._model.info.factor
        latents = whole_patches(view.crop(self._latents), self._model.flow.patch)
        pixels = cut(view, self._pixels, factor)
        given.controls.append(
            Controlling(self._net, latents, pixels, self._settings.weight, self._mode)
        )


def _of(call: Call, parts: list[int], tensor: Tensor) -> Tensor:
    """The rows of some of a call's parts."""
    if len(parts) == len(call.owners):
        return tensor
    rows = tensor.reshape(len(call.owners), call.pictures, *tensor.shape[1:])
    return rows[parts].flatten(0, 1)


def _among(call: Call, parts: list[int], tensor: Tensor) -> Tensor:
    """Rows of some parts among those of all, the others 0."""
    if len(parts) == len(call.owners):
        return tensor
    rows = tensor.new_zeros(len(call.owners), call.pictures, *tensor.shape[1:])
    rows[parts] = tensor.reshape(len(parts), call.pictures, *tensor.shape[1:])
    return rows.flatten(0, 1)
