"""What families of rectified flow have in common: a transformer that predicts a velocity.

Latents are x = (1 - σ) clean + σ ε, and the transformer predicts v = ε - clean (Liu et al. 2022,
https://arxiv.org/abs/2209.03003). Everything around it is the pass's own: masks, regions, previews,
pauses. A family says how its prompts are encoded, what its transformer is told, and how its
autoencoder's numbers become latents. No torch is imported here: models are listed without it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from core.request import Mode

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.flow_control import Added, Controlling
    from core.denoise.velocity import Asked
    from core.models.loading import LoadedModel

PREDICTION = "flow"
"""The kind of prediction, beside "epsilon" and "v_prediction"."""

Configs = Mapping[str, Mapping[str, Any]]
"""Each component's configuration file, by the component's name; empty where there is none."""

Shapes = Mapping[str, tuple[int, ...]]

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
    "token_merging": ATTENTION,
    "diffedit": NOISE,
    "depth2image": TRAINED,
    "controlnet": TRAINED,
    "t2i_adapter": TRAINED,
    "textual_inversion": TRAINED,
    "custom_diffusion": TRAINED,
    "prompt_weighting": "{title} reads a prompt as sentences, in which words have no weights.",
}
"""Techniques that no family of this kind has, and why."""


@dataclass(frozen=True)
class Wanted:
    """A part that a transformer's file does not hold: which one fits, and where to get it."""

    kind: str
    """The class of diffusers or transformers that it is."""
    title: str
    """As the artist reads it: "the T5 text encoder"."""
    get: str
    """A file or a folder that is one."""
    width: int = 0
    """Of what an encoder puts out, or channels of an autoencoder's latents; 0: any."""
    config: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """What of its configuration no tensor tells."""
    named: str = ""
    """A pattern of names, where another model's file has the same tensors."""
    sees: bool = False
    """Whether a language model has to see pictures as well."""


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
    held: ClassVar[float] = 18.0
    """Numbers that its transformer holds at once for each token, by the width of one."""
    told: ClassVar[int] = 512
    """Tokens of a prompt."""
    sees: ClassVar[bool] = False
    """Whether what reads its prompts also sees the pictures that are edited."""
    certain: ClassVar[bool] = False
    """Whether its autoencoder makes latents of a picture without drawing random numbers."""

    def shape(self, configs: Configs) -> Shape:
        """Raises KeyError, TypeError or ValueError for configurations that make no sense."""
        raise NotImplementedError

    def width(self, transformer: Mapping[str, Any]) -> int:
        """Of a token in its transformer, by that one's configuration."""
        return int(transformer["num_attention_heads"] * transformer["attention_head_dim"])

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
        if self.control:
            del told["controlnet"]
        if self.pictures:
            del told["reference"]
        if "instruct" not in can:
            told["instruct_pix2pix"] = (
                f"This model was not taught to follow instructions; {self.instructed}."
            )
        return told

    instructed: ClassVar[str] = "FLUX.1 Kontext, FLUX.2 and Qwen-Image-Edit were"

    def tells_guidance(self, configs: Configs) -> bool:
        """Whether the transformer is told the guidance scale, instead of being guided by it."""
        return bool(configs["transformer"].get("guidance_embeds"))

    def pipeline_of(self, index: str) -> str:
        """The class of diffusers that encodes prompts, for a folder of class `index`."""
        return self.pipeline

    def options_of(self, index: Mapping[str, Any]) -> dict[str, Any]:
        """What that class is told beside its parts."""
        return {}

    shows_masked: ClassVar[bool] = False
    """Whether it sees the picture of which a part is repainted, as pictures that it edits."""

    # Models in single files: a transformer alone, or with some of the other parts.

    named_after: ClassVar[Mapping[str, str]] = {}
    """What in a file's name stands for another class of pipeline, where no tensor tells: the first
    that is found counts."""

    def network(self, shapes: Shapes) -> dict[str, Any]:
        """The transformer's configuration, from its tensors' shapes under diffusers' names.

        Raises KeyError, IndexError, ValueError or ZeroDivisionError for what is none of it.
        """
        raise NotImplementedError

    def beside(self, network: Mapping[str, Any]) -> dict[str, Wanted]:
        """What a transformer of that configuration needs besides, by component."""
        raise NotImplementedError

    def index(self, name: str, network: Mapping[str, Any]) -> dict[str, Any]:
        """What model_index.json would say of the pipeline, for a file of that name."""
        plain = re.sub(r"[^a-z0-9]+", "-", name.lower())
        named = (kind for part, kind in self.named_after.items() if part in plain)
        return {"_class_name": next(named, self.pipelines[0])}

    def spares(self, component: str, index: Mapping[str, Any]) -> bool:
        """Whether such a pipeline can do without a component."""
        return component in self.optional

    def scheduler(self, name: str, network: Mapping[str, Any]) -> dict[str, Any]:
        """Its scheduler's configuration."""
        raise NotImplementedError

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

    pictures: ClassVar[bool] = False
    """Whether IP-Adapters are used with it."""

    # ControlNets, where diffusers has a class of them for the family.

    control: ClassVar[str] = ""
    """That class; empty where there is none."""
    control_reads_prompt: ClassVar[bool] = False
    """Whether they read the prompt, whatever the transformer is asked just then."""

    def control_config(
        self, told: Mapping[str, Any], state: Mapping[str, Tensor], transformer: Mapping[str, Any]
    ) -> dict[str, Any]:
        """How a net in a file is built, as far as not its shapes, but its numbers, or the
        transformer that it is used with, tell."""
        return dict(told)

    def control_pixels(self, net: Any, kind: str, pixels: Tensor) -> Tensor:
        """A map of 0…1 as the autoencoder is to read it."""
        return pixels * 2 - 1

    def control_latents(self, net: Any, vae: Any, raw: Tensor) -> Tensor:
        """A map as a net takes it; `raw`: as the autoencoder makes it of pixels."""
        return self.scaled(vae, raw)

    def controlled(self, control: Controlling, asked: Asked, given: Mapping[str, Any]) -> Added:
        """What a net adds to the transformer's blocks, given what the transformer is told."""
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


LATENTS_16 = {"scaling_factor": 0.3611, "shift_factor": 0.1159}
"""Of FLUX.1's autoencoder, which Chroma and Z-Image have as well."""

CLIP_FILE = "clip_l.safetensors"
T5_FILE = "t5xxl_fp16.safetensors"

FLOW_SCHEDULER = "FlowMatchEulerDiscreteScheduler"


def flow_scheduler(**options: Any) -> dict[str, Any]:
    """A scheduler's configuration of this kind."""
    return {"_class_name": FLOW_SCHEDULER, "num_train_timesteps": 1000} | options


def page(repository: str, folder: str) -> str:
    """The address of a folder on the hub, as it can be pasted where models are fetched."""
    return f"huggingface.co/{repository}/tree/main/{folder}"


def flux_autoencoder() -> Wanted:
    """FLUX.1's."""
    return Wanted(
        "AutoencoderKL",
        "the autoencoder (VAE) of FLUX.1",
        f"ae.safetensors, or {page('black-forest-labs/FLUX.1-schnell', 'vae')}",
        16,
        LATENTS_16,
        named=r"^(?!.*(sd|stable-diffusion)[-_.]?3)",
    )


def t5(width: int, repository: str, folder: str) -> Wanted:
    """T5's encoder, of so much width."""
    return Wanted(
        "T5EncoderModel",
        "the text encoder T5",
        f"{T5_FILE}, or {page(repository, folder)}",
        width,
    )


def t5_tokenizer(repository: str, folder: str) -> Wanted:
    """Its tokenizer: no file of weights has it."""
    return Wanted("T5Tokenizer", "the tokenizer of T5", page(repository, folder))


def blocks(shapes: Shapes, name: str) -> int:
    """How many blocks of that name there are. Raises ValueError where one is missing."""
    start = len(name) + 1
    found = {key[start:].partition(".")[0] for key in shapes if key.startswith(f"{name}.")}
    if found != {str(number) for number in range(len(found))}:
        raise ValueError(f"some of {name} are missing")
    return len(found)


def heads(width: int, head: int, known: int) -> int:
    """How many heads of attention there are in so much width; raises ValueError for heads of a
    size that the family does not have, for then nothing tells how places are turned in them."""
    if head != known or width % head:
        raise ValueError(f"heads of {head} numbers in {width}")
    return width // head


def spread(tensors: Sequence[Tensor], blocks: int, *, repeated: bool = False) -> list[Tensor]:
    """What a ControlNet adds, for each of so many blocks of the transformer: each for some that
    follow each other, or, `repeated`, all in turn."""
    every = math.ceil(blocks / len(tensors))
    return [tensors[i % len(tensors) if repeated else i // every] for i in range(blocks)]


def spread_evenly(tensors: Sequence[Tensor], blocks: int) -> list[Tensor]:
    """The same as SD 3's transformer does it."""
    every = blocks / len(tensors)
    return [tensors[int(i / every)] for i in range(blocks)]


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
