"""What each technique is measured with, and the operations that it implies.

Counted for one picture under guidance, which is two predictions in each step: of the prompt and of
the negative prompt. MultiDiffusion's windows and regions are in `region_cost`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from core.denoise.word_attention import MeaningLevel
from core.files.corrections import Correction
from core.models import control_loading, controls, reference_loading, references
from core.models.loading import LoadedModel
from core.models.shelf import Shelf
from core.request import Pixels, Request
from core.techniques.attend_and_excite import AttendAndExcite, Refinement
from core.techniques.controlnet import ControlNet
from core.techniques.custom_diffusion import CustomDiffusion
from core.techniques.declare import Technique
from core.techniques.depth2image import Depth2Image
from core.techniques.diffedit import DiffEdit
from core.techniques.dreambooth import DreamBooth
from core.techniques.instruct_pix2pix import DRAWS, InstructPix2Pix
from core.techniques.ledits import Ledits
from core.techniques.limited_guidance import LimitedGuidance
from core.techniques.model_editing import ModelEditing
from core.techniques.perturbed_attention_guidance import PerturbedAttentionGuidance
from core.techniques.pix2pix_zero import Pix2PixZero
from core.techniques.prompt_weighting import PromptWeighting
from core.techniques.reference import Reference, ReferencePicture
from core.techniques.self_attention_guidance import SelfAttentionGuidance
from core.techniques.semantic_guidance import SemanticGuidance, Slider
from core.techniques.step_reuse import StepReuse
from core.techniques.t2i_adapter import T2IAdapter
from core.techniques.textual_inversion import TextualInversion
from core.techniques.token_merging import TokenMerging
from desktop.bench.bare import Bare, Operation, Repeated
from desktop.bench.networks import save_learned, save_networks, widened

PROMPT = "a cat on a beach"
STRENGTH = 0.8
"""How far pictures are turned into noise that are edited from a part of the way on."""
MAPS = 10
"""That DiffEdit compares, as in its paper."""
REFINED = 4
"""How often Attend-and-Excite repeats a change."""


@dataclass(frozen=True)
class Case:
    """A request, and what it implies."""

    name: str
    model: LoadedModel
    shelf: Shelf
    request: Request
    implied: tuple[Repeated, ...]


def plain(model: LoadedModel, side: int, steps: int) -> Case:
    """Text to image by the prompt alone."""
    request = Request(PROMPT, width=side, height=side, steps=steps, sampler="dpmpp_2m", seed=1)
    forwards = Repeated(steps, Bare(model, side).forward(2))
    return Case("text to image", model, Shelf(), request, (forwards,))


def cases(model: LoadedModel, folder: Path, side: int, steps: int) -> Iterator[Case]:
    """Every technique's, at equal steps. Random networks that it needs are put into `folder`."""
    save_networks(folder, model)
    save_learned(folder, model)
    making = _Making(model, folder, side, steps)
    yield from making.guidance()
    yield from making.attention()
    yield from making.editing()
    yield from making.controls()
    yield from making.trained_for()
    yield from making.learned()


class _Making:
    """Cases for one model, one size of picture and one number of steps."""

    def __init__(self, model: LoadedModel, folder: Path, side: int, steps: int) -> None:
        self._model, self._folder, self._side, self._steps = model, folder, side, steps
        self._plain = plain(model, side, steps).request
        self._bare = Bare(model, side)
        self._pass = Repeated(steps, self._bare.forward(2))
        self._source = Repeated(1, self._bare.source())
        self._picture = _picture(side)

    def guidance(self) -> Iterator[Case]:
        """More predictions in each step."""
        steps, bare = self._steps, self._bare
        for n in (1, 3):
            # (2 + n) / 2 of the plain predictions; momentum gathers from the first step on.
            words = ("snow", "a hat", "night")[:n]
            yield self._case(
                f"Semantic Guidance, {n} concept{'s' if n > 1 else ''}",
                [Repeated(steps, bare.forward(2 + n))],
                SemanticGuidance(concepts=tuple(Slider(prompt=word) for word in words)),
            )
        looked_at = bare.layers(
            lambda site: site.name == "mid_block.attentions.0.transformer_blocks.0.attn1"
        )
        yield self._case(
            "Self-Attention Guidance",
            [Repeated(steps, bare.forward(2, looked_at)), Repeated(steps, bare.forward(1))],
            SelfAttentionGuidance(),
        )
        limited = LimitedGuidance()
        guided = sum(limited.start <= i / steps < limited.end for i in range(steps))
        yield self._case(
            "Limited Guidance",
            [Repeated(guided, bare.forward(2)), Repeated(steps - guided, bare.forward(1))],
            limited,
        )
        reuse = StepReuse()
        whole = -(-steps // reuse.every)
        yield self._case(
            f"Step Reuse, every {reuse.every} steps",
            [
                Repeated(whole, bare.forward(2)),
                Repeated(steps - whole, bare.outer(2, reuse.layers)),
            ],
            reuse,
        )
        # On pictures as small as these little is saved, and nothing is to be lost.
        yield self._case("Token Merging", [Repeated(steps, bare.forward(2))], TokenMerging())
        for layers in ("mid", "inner"):
            yield self._case(
                f"Perturbed-Attention Guidance, {layers}",
                [Repeated(steps, bare.forward(3))],
                PerturbedAttentionGuidance(layers=layers),
            )

    def attention(self) -> Iterator[Case]:
        """Up to the last layer that is looked at, and back from there to the latents."""
        level = MeaningLevel(self._model.unet)
        gradient = self._bare.gradient(1, self._bare.layers(level.has))
        half = -(-self._steps // 2)
        yield self._case(
            "Attend-and-Excite, unrefined",
            [Repeated(half, gradient), self._pass],
            AttendAndExcite(words=("cat",), refinements=()),
        )
        yield self._case(
            f"Attend-and-Excite, refined {REFINED} times",
            [Repeated(half + REFINED, gradient), self._pass],
            AttendAndExcite(
                words=("cat", "beach"),
                # No attention is ever 1: it is refined as often as it may be.
                refinements=(Refinement(at=0.0, threshold=1.0),),
                max_refinement_steps=REFINED,
            ),
        )

    def editing(self) -> Iterator[Case]:
        """A reference beside the picture, or the picture's inversion before it."""
        steps, bare = self._steps, self._bare
        all_words = bare.layers(lambda site: site.cross)
        # The unedited picture's maps, the way back from both branches' maps, the step itself.
        guided = [
            Repeated(steps, bare.forward(2, all_words)),
            Repeated(2 * steps, bare.gradient(1, all_words)),
            self._pass,
        ]
        to_dog = Pix2PixZero(source_words="cat", target_words="dog")
        yield self._case("Pix2Pix Zero", guided, to_dog)
        inversion = Repeated(steps, bare.forward(1))
        yield self._case(
            "Pix2Pix Zero, of a picture", [self._source, inversion, *guided], to_dog, strength=1.0
        )
        taken = int(steps * STRENGTH)
        yield self._case(
            "DiffEdit",
            [
                self._source,
                Repeated(MAPS, bare.forward(2)),
                Repeated(taken, bare.forward(1)),
                Repeated(taken, bare.forward(2)),
            ],
            # Half the mean is exceeded somewhere, whatever the picture.
            DiffEdit(source_words="a cat", target_words="a dog", maps=MAPS, threshold=1.0),
            strength=STRENGTH,
        )
        yield self._case(
            "LEDITS++, 1 concept",
            [self._source, Repeated(taken, bare.forward(2)), Repeated(taken, bare.forward(3))],
            Ledits(),
            SemanticGuidance(concepts=(Slider(prompt="snow"),)),
            strength=STRENGTH,
        )

    def controls(self) -> Iterator[Case]:
        """A network beside the UNet, in each step or once."""
        shelf = Shelf([self._folder])
        found = {one.technique: one for one in controls.find_controls(shelf.dirs)}
        net = control_loading.controlnet(shelf, found[controls.CONTROLNET], self._model)
        embedding = Repeated(1, Operation(lambda: net.embed(self._map())))
        residuals = self._bare.controlled(net.net, 2)
        for part, name in ((1.0, "ControlNet"), (0.5, "ControlNet, half of the steps")):
            yield self._case(
                name,
                [embedding, Repeated(int(self._steps * part), residuals), self._pass],
                ControlNet(kind="canny", image=self._picture, end=part),
            )
        adapter = control_loading.adapter(shelf, found[controls.ADAPTER], self._model)
        yield self._case(
            "T2I-Adapter",
            [Repeated(1, Operation(lambda: adapter(self._map()))), self._pass],
            T2IAdapter(kind="sketch", image=self._picture),
        )
        encoder = reference_loading.encoder(shelf, references.find(shelf.dirs)[1][0], self._model)
        rgb = self._picture.array[..., :3]
        look = Operation(lambda: reference_loading.seen(encoder, rgb, patches=False))
        yield self._case(
            "reference picture",
            [Repeated(1, look), self._pass],
            Reference(pictures=(ReferencePicture(image=self._picture),)),
        )

    def trained_for(self) -> Iterator[Case]:
        """UNets that see more than the latents."""
        steps = self._steps
        instructed, deep = widened(self._model, 8), widened(self._model, 5)
        yield self._case(
            "InstructPix2Pix",
            [self._source, Repeated(steps, Bare(instructed, self._side).forward(3))],
            InstructPix2Pix(instruction="make it night"),
            strength=1.0,
            model=instructed,
        )
        both = Bare(instructed, self._side)
        yield self._case(
            "InstructPix2Pix, only where it matters",
            [self._source, Repeated(DRAWS, both.forward(2)), Repeated(steps, both.forward(3))],
            InstructPix2Pix(instruction="make it night", threshold=0.3),
            strength=1.0,
            model=instructed,
        )
        yield self._case(
            "Depth2Image",
            [Repeated(steps, Bare(deep, self._side).forward(2))],
            Depth2Image(depth=self._picture),
            model=deep,
        )

    def learned(self) -> Iterator[Case]:
        """Other words or other weights: the pass itself, and where the text encoder is another,
        both prompts are read anew."""
        both = Repeated(2, self._bare.prompt())
        yield self._case(
            "prompt weighting", [self._pass], PromptWeighting(), prompt="a (cat:1.3) on a [beach]"
        )
        yield self._case(
            "model editing",
            [both, self._pass],
            ModelEditing(edits=(Correction(source="a cat", to="a blue cat"),)),
        )
        yield self._case(
            "DreamBooth (LoRA)",
            [both, self._pass],
            DreamBooth(file=str(self._folder / "lora.safetensors")),
        )
        yield self._case(
            "Custom Diffusion",
            [both, self._pass],
            CustomDiffusion(file=str(self._folder / "custom.safetensors")),
        )
        yield self._case(
            "Textual Inversion",
            [both, self._pass],
            TextualInversion(file=str(self._folder / "frog.safetensors")),
            prompt="a <frog> on a beach",
        )

    def _case(
        self,
        name: str,
        implied: list[Repeated],
        *techniques: Technique,
        strength: float | None = None,
        prompt: str = PROMPT,
        model: LoadedModel | None = None,
    ) -> Case:
        """With a strength it is a picture that is edited."""
        request = replace(
            self._plain,
            prompt=prompt,
            source=None if strength is None else self._picture,
            strength=strength,
            techniques=techniques,
        )
        return Case(name, model or self._model, Shelf([self._folder]), request, tuple(implied))

    def _map(self) -> Tensor:
        """The picture as control networks take it, (1, 3, side, side)."""
        rgb = torch.from_numpy(self._picture.array[..., :3].astype(np.float32) / 255)
        return rgb.permute(2, 0, 1)[None].to(self._model.device, self._model.dtype)


def _picture(side: int) -> Pixels:
    """A picture with some structure."""
    y, x = np.mgrid[:side, :side] / side
    waves = [np.sin(9 * x + i) * np.cos(5 * y * (i + 1)) for i in range(3)]
    rgb = (np.stack(waves, -1) * 120 + 128).astype(np.uint8)
    return Pixels(np.concatenate([rgb, np.full_like(rgb[..., :1], 255)], -1))
