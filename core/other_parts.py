"""What stands in for a model's own: other networks, and other noise than it says that it was
trained with (no torch).

    {"parts": {"vae": "vae-ft-mse-840000-ema-pruned", "sigmas": "karras", "zero_snr": true}}
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from core.declare import choice, flag, number, optional, text
from core.errors import RecipeError
from core.parameters import parameters

if TYPE_CHECKING:
    from core.request import Request

NETWORKS = ("vae", "text_encoder", "text_encoder_2", "text_encoder_3")
"""Fields of `OtherParts` that name a network, as diffusers names them in a model's folder."""

SIGMAS = MappingProxyType(
    {
        "": "The sampler's own",
        "even": "Evenly in time",
        "karras": "Karras",
        "exponential": "Exponential",
        "beta": "Beta",
    }
)
"""Ways to place a run's noise levels: Karras et al. 2022 (https://arxiv.org/abs/2206.00364, eq. 5),
evenly in log σ, and by quantiles of a beta distribution (Lee et al. 2024, 2407.12173)."""

SPACED = frozenset({"euler", "dpmpp_2m", "dpmpp_2m_karras", "dpmpp_2m_sde", "dpmpp_sde", "unipc"})
"""Samplers whose noise levels can be placed otherwise."""
TO_PURE_NOISE = frozenset(
    {"euler", "euler_a", "dpmpp_2m", "dpmpp_2m_karras", "dpmpp_2m_sde", "unipc", "ddim", "lcm"}
)
"""Samplers that can begin in noise without any trace of a picture."""


@dataclass(frozen=True)
class OtherParts:
    """Parts in place of the model's own; empty, or None: its own."""

    vae: str = text(
        "",
        longest=4096,
        title="VAE",
        help="The autoencoder that turns what the model paints into colours.",
        otherwise="The model's own",
    )
    """Id or path of one of those in the models' folders; the same for the next three."""
    text_encoder: str = text(
        "",
        longest=4096,
        title="Text encoder",
        help="What reads the prompt.",
        otherwise="The model's own",
    )
    text_encoder_2: str = text(
        "",
        longest=4096,
        title="Second text encoder",
        help="What else reads the prompt: SDXL's larger CLIP, FLUX.1's T5.",
        otherwise="The model's own",
    )
    text_encoder_3: str = text(
        "",
        longest=4096,
        title="Third text encoder",
        help="Stable Diffusion 3's T5.",
        otherwise="The model's own",
    )
    prediction_type: str = choice(
        "",
        {"": "As the model says", "epsilon": "Noise", "v_prediction": "Velocity"},
        title="Predicts",
        help="What the model was trained to predict. Only for models whose files say it wrongly: "
        "the picture is nothing but noise then.",
    )
    sigmas: str = choice(
        "", SIGMAS, title="Noise levels", help="How the steps are spread between noise and picture."
    )
    zero_snr: bool | None = optional(
        flag(
            True,
            title="From pure noise",
            help="Begins in noise without any trace of a picture, for models that were trained so: "
            "very dark and very bright pictures.",
        )
    )
    """Lin et al. 2023, https://arxiv.org/abs/2305.08891."""
    shift: float | None = optional(
        number(
            3.0,
            0.1,
            100.0,
            step=0.5,
            title="Shift",
            help="How many of the steps are spent at high noise, for FLUX and its like: more "
            "makes composition better, less makes details better.",
        )
    )
    """Esser et al. 2024, https://arxiv.org/abs/2403.03206, eq. 23."""
    guidance_rescale: float = number(
        0.0,
        0.0,
        1.0,
        step=0.05,
        title="Guidance rescale",
        help="How far guidance's stronger contrast is taken back; 0.7 suits models that begin in "
        "pure noise.",
    )
    """φ of Lin et al. 2023, eq. 16."""

    @property
    def networks(self) -> dict[str, str]:
        """The networks that are named: part → id."""
        return {name: said for name in NETWORKS if (said := getattr(self, name))}


OWN = OtherParts()
"""Nothing stands in for anything."""


def fitted(parts: OtherParts, sampler: str) -> OtherParts:
    """Those that a sampler can have: what is set for another one does not count with it."""
    if sampler not in SPACED:
        parts = replace(parts, sigmas="")
    return parts if sampler in TO_PURE_NOISE else replace(parts, zero_snr=None)


def check(request: Request) -> None:
    """Raises RecipeError, naming the field, for parts out of range or at odds with the sampler."""
    parts = request.parts
    for key, parameter in parameters(OtherParts).items():
        parameter.parse(getattr(parts, parameter.attribute), f"parts.{key}")
    if parts.sigmas and request.sampler not in SPACED:
        raise RecipeError(
            "parts.sigmas",
            f"The sampler “{request.sampler}” has noise levels of its own.",
            f"Leave them out, or use one of: {', '.join(sorted(SPACED))}.",
        )
    if parts.zero_snr and request.sampler not in TO_PURE_NOISE:
        raise RecipeError(
            "parts.zero_snr",
            f"The sampler “{request.sampler}” cannot begin in pure noise.",
            f"Leave it out, or use one of: {', '.join(sorted(TO_PURE_NOISE))}.",
        )
