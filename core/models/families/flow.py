"""What families of rectified flow have in common: a transformer that predicts a velocity.

Latents are x = (1 - σ) clean + σ ε, and the transformer predicts v = ε - clean (Liu et al. 2022,
https://arxiv.org/abs/2209.03003). Everything around it is the pass's own: masks, regions, previews,
pauses. A family says how its prompts are encoded, what its transformer is told, and how its
autoencoder's numbers become latents. No torch is imported here: models are listed without it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from core.request import Mode

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.velocity import Asked
    from core.models.loading import LoadedModel

PREDICTION = "flow"
"""The kind of prediction, beside "epsilon" and "v_prediction"."""

Configs = Mapping[str, Mapping[str, Any]]
"""Each component's configuration file, by the component's name; empty where there is none."""

ATTENTION = "It looks at the attention of a UNet, and {title} has none."
BLOCKS = "It reuses or changes blocks of a UNet, and {title} has none."
TRAINED = "What it needs was trained for Stable Diffusion; there is none that fits {title} here."
NOISE = "It goes by the noise that Stable Diffusion predicts, and {title} predicts a velocity."

REASONS: Mapping[str, str] = {
    "attend_and_excite": ATTENTION,
    "pix2pix_zero": ATTENTION,
    "self_attention_guidance": ATTENTION,
    "perturbed_attention_guidance": ATTENTION,
    "ledits": ATTENTION,
    "model_editing": ATTENTION,
    "reference": ATTENTION,
    "step_reuse": BLOCKS,
    "diffedit": NOISE,
    "depth2image": TRAINED,
    "controlnet": TRAINED,
    "t2i_adapter": TRAINED,
    "dreambooth": TRAINED,
    "textual_inversion": TRAINED,
    "custom_diffusion": TRAINED,
    "prompt_weighting": "{title} reads a prompt as sentences, in which words have no weights.",
}
"""Techniques that no family of this kind has, and why."""


@dataclass(frozen=True, eq=False)
class Read:
    """A prompt as a family's text encoders read it."""

    words: Tensor
    """(1, tokens, width)."""
    pooled: Tensor | None = None
    """(1, width): all of it in one vector."""
    mask: Tensor | None = None
    """(1, tokens): which of them count."""


@dataclass(frozen=True)
class Shape:
    """How a model of a family is built, as far as the pass has to know."""

    factor: int
    """Pixels to a latent."""
    latents: int
    """Channels of its latents."""
    in_channels: int
    """Of its transformer."""
    size: int = 1024
    """The side of the square pictures it is best at, pixels."""
    can: frozenset[str] = frozenset(Mode)
    usual: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Settings it is made for: steps, guidance_scale, sampler."""


class FlowFamily:
    """A family, by class attributes and a few methods; it holds no state."""

    id: ClassVar[str]
    title: ClassVar[str]
    pipelines: ClassVar[tuple[str, ...]]
    """The _class_name that its folders have in model_index.json."""
    pipeline: ClassVar[str]
    """The class of diffusers whose encoding of prompts is used, where that is always the same."""
    transformer: ClassVar[str]
    """The class of its network in diffusers."""
    components: ClassVar[Mapping[str, tuple[str, ...]]]
    """The classes that are allowed for each component; no other is ever made."""
    optional: ClassVar[frozenset[str]] = frozenset()
    """Components that a folder may be without."""
    patch: ClassVar[int] = 2
    """Latents are seen in squares of so many."""
    certain: ClassVar[bool] = False
    """Whether its autoencoder makes latents of a picture without drawing random numbers."""

    def shape(self, configs: Configs) -> Shape:
        """Raises KeyError, TypeError or ValueError for configurations that make no sense."""
        raise NotImplementedError

    def problems(self, index: Mapping[str, Any], configs: Configs) -> list[str]:
        """What keeps a folder from being used, in sentences."""
        found = []
        for name, wanted in self.components.items():
            given = class_name(index, name)
            if not given and name in self.optional:
                continue
            if not given.startswith(wanted):
                found.append(f"Its {name} is {given or 'missing'}, not {wanted[0]}.")
        if found:
            return found
        try:
            self.shape(configs)
        except (KeyError, TypeError, ValueError, IndexError, ZeroDivisionError):
            return [f"Its configuration is not that of a model of the {self.title} family."]
        return []

    def lacks(self, can: frozenset[str]) -> dict[str, str]:
        """Techniques that are not to be had, each with the reason that the artist reads."""
        told = {id: reason.format(title=self.title) for id, reason in REASONS.items()}
        if "instruct" not in can:
            told["instruct_pix2pix"] = (
                f"This model was not taught to follow instructions; {self.instructed}."
            )
        return told

    instructed: ClassVar[str] = "FLUX.1 Kontext, FLUX.2 and Qwen-Image-Edit were"

    def pipeline_of(self, index: str) -> str:
        """The class of diffusers that encodes prompts, for a folder of class `index`."""
        return self.pipeline

    def options_of(self, index: Mapping[str, Any]) -> dict[str, Any]:
        """What that class is told beside its parts."""
        return {}

    shows_masked: ClassVar[bool] = False
    """Whether it sees the picture of which a part is repainted, as pictures that it edits."""

    # What the pass asks, with torch.

    def guided(self, model: LoadedModel) -> bool:
        """Whether guidance needs a prediction for the negative prompt. Models that were distilled
        from guidance are told its scale instead, or were taught one for good."""
        return True

    def encoded(self, model: LoadedModel, text: str, pictures: Sequence[Tensor] = ()) -> Read:
        """A prompt as the transformer takes it; `pictures` are those that are to be edited,
        (1, 3, h, w) in -1…1."""
        raise NotImplementedError

    def encoded_plainly(
        self, model: LoadedModel, text: str, pictures: Sequence[Tensor] = ()
    ) -> Read:
        """The same for what is not the prompt (the negative one, a concept), where that is read in
        another way."""
        return self.encoded(model, text, pictures)

    def timing(self, model: LoadedModel, steps: int, tokens: int) -> dict[str, Any]:
        """What the scheduler is told beside the device: the noise of each step, and its shift for
        a picture of so many tokens."""
        return {"sigmas": linear(steps), "mu": shift(model.scheduler_config, tokens)}

    def velocity(self, asked: Asked) -> Tensor:
        """The transformer's prediction (pictures, c, h, w) of one prompt for a view."""
        raise NotImplementedError

    def guide(self, guided: Tensor, prompt: Tensor) -> Tensor:
        """What becomes of a guided prediction, given that of the prompt alone."""
        return guided

    # Between the autoencoder and latents.

    def distribution(self, vae: Any, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and deviation of what the autoencoder makes of pixels."""
        found = vae.encode(pixels).latent_dist
        return found.mean, found.std

    def scaled(self, vae: Any, raw: Tensor) -> Tensor:
        """What the autoencoder made, as latents."""
        config = vae.config
        latents: Tensor = (raw - (config.shift_factor or 0)) * config.scaling_factor
        return latents

    def decoded(self, vae: Any, latents: Tensor) -> Tensor:
        """Latents as pixels (pictures, 3, h, w), about -1…1."""
        config = vae.config
        raw = (latents / config.scaling_factor) + (config.shift_factor or 0)
        pixels: Tensor = vae.decode(raw.to(vae.dtype), return_dict=False)[0]
        return pixels


def class_name(index: Mapping[str, Any], component: str) -> str:
    """The class of a component, as [library, class] in model_index.json; empty when it has none."""
    named = index.get(component)
    name = named[1] if isinstance(named, list) and len(named) == 2 else None
    return name if isinstance(name, str) else ""


def linear(steps: int) -> list[float]:
    """Noise from 1 down to one step above 0, in even steps."""
    return [1 - i * (1 - 1 / steps) / (steps - 1) for i in range(steps)] if steps > 1 else [1.0]


def shift(config: Mapping[str, Any], tokens: int) -> float:
    """How far steps are moved towards noise for a picture of so many tokens: larger pictures need
    more of it (Esser et al. 2024, https://arxiv.org/abs/2403.03206, section 5.3.2)."""
    least, most = config.get("base_image_seq_len", 256), config.get("max_image_seq_len", 4096)
    low, high = config.get("base_shift", 0.5), config.get("max_shift", 1.15)
    slope = (high - low) / (most - least)
    return float(tokens * slope + (low - slope * least))


def kl_factor(vae: Mapping[str, Any]) -> int:
    """Pixels to a latent of an AutoencoderKL."""
    return 1 << (len(vae["block_out_channels"]) - 1)


def usual(steps: int, guidance: float, sampler: str = "euler") -> Mapping[str, Any]:
    """Settings that a model is made for."""
    return MappingProxyType({"steps": steps, "guidance_scale": guidance, "sampler": sampler})


def packed(latents: Tensor) -> Tensor:
    """(n, c, h, w) → (n, h/2 · w/2, 4 c): squares of two by two latents as tokens."""
    n, c, h, w = latents.shape
    squares = latents.reshape(n, c, h // 2, 2, w // 2, 2).permute(0, 2, 4, 1, 3, 5)
    return squares.reshape(n, (h // 2) * (w // 2), c * 4)


def unpacked(tokens: Tensor, height: int, width: int) -> Tensor:
    """Tokens of a picture of so many latents → (n, c, height, width)."""
    n, _, c = tokens.shape
    squares = tokens.reshape(n, height // 2, width // 2, c // 4, 2, 2).permute(0, 3, 1, 4, 2, 5)
    return squares.reshape(n, c // 4, height, width)


def tokens_of(width: int, height: int, patch: int) -> int:
    """Tokens of a picture of so many latents."""
    return math.ceil(width / patch) * math.ceil(height / patch)
