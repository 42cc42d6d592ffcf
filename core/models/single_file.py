"""Whole models in one safetensors file, as A1111 and ComfyUI keep them, told by their header.

The layout is that of the models' first authors ("latent diffusion"). Nothing in the file says how
the networks are built: that is read from the names and shapes of their tensors (no torch).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.models import usual, weights
from core.models.families import sd, sdxl
from core.models.info import ModelInfo

Shapes = Mapping[str, tuple[int, ...]]

UNET = "model.diffusion_model."
VAE = "first_stage_model."
CLIP, OPEN_CLIP = "cond_stage_model.transformer.", "cond_stage_model.model."
"""The text encoder of SD 1.x, and of SD 2.x."""
CLIP_XL, OPEN_CLIP_XL = "conditioner.embedders.0.transformer.", "conditioner.embedders.1.model."
"""SDXL's two."""
OPEN_CLIP_REFINER = "conditioner.embedders.0.model."
"""The only one of its refiner."""

LATENTS = VAE + "decoder.conv_in.weight"
MISSING_ENCODER = "Its text encoder is missing: it holds no more than a part of a model."

FIRST = UNET + "input_blocks.0.0.weight"
CLASSES = UNET + "label_emb.0.0.weight"
VELOCITY, ZERO_SNR = "v_pred", "ztsnr"
"""Empty tensors by which SDXL's descendants say that they predict velocity, to pure noise."""

HEAD = 64
"""Channels of a head of attention, in all but SD 1.x, which has eight heads at every width."""
SPREAD = 0.09
"""Models of SD 2.x that predict velocity have a greater standard deviation than this in the norm
of their last attention, those that predict noise a smaller one (a finding of ComfyUI's)."""
TELLING = UNET + "output_blocks.11.1.transformer_blocks.0.norm1.bias"

SIDES = {"sd1": 512, "sd2": 512, "sdxl": 1024}
VAE_SCALING_XL = 0.13025


@dataclass(frozen=True)
class Layout:
    """How the model in a file is built: the configurations that a folder would have."""

    family: str
    unet: dict[str, Any]
    vae: dict[str, Any]
    encoders: tuple[dict[str, Any], ...]
    scheduler: dict[str, Any]
    problems: tuple[str, ...] = ()


def is_one(shapes: Shapes) -> bool:
    """Whether these are the tensors of a model of the families that are painted with here."""
    return FIRST in shapes


def info_of(file: Path) -> ModelInfo | None:
    """What the header of a safetensors file tells; None when it holds no model. Never fails."""
    trouble = weights.problem(file)
    try:
        if not is_one(weights.shapes(file)):
            return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, MemoryError):
        return None
    if trouble:
        return ModelInfo(file.stem, file.stem, "", file, problems=(trouble,))
    found = layout_of(file)
    if found.problems and not found.unet:
        return ModelInfo(file.stem, file.stem, found.family, file, problems=found.problems)
    factor = sd.factor(found.vae) if found.vae else 8
    channels = found.unet["in_channels"]
    return ModelInfo(
        id=file.stem,
        title=weights.metadata(file).get("modelspec.title") or file.stem,
        family=found.family,
        path=file,
        size=found.unet["sample_size"] * factor,
        factor=factor,
        in_channels=channels,
        prediction_type=found.scheduler["prediction_type"],
        can=sd.CAN[channels],
        usual=usual.of_file(file),
        problems=found.problems,
    )


def layout_of(file: Path) -> Layout:
    """How the model in a sane safetensors file is built."""
    shapes = weights.shapes(file)
    try:
        return _layout(shapes, _prediction(file, shapes))
    except (KeyError, IndexError, StopIteration, ZeroDivisionError, ValueError):
        return _unknown("Its tensors are not those of any kind of model that is known here.")


def _layout(shapes: Shapes, prediction: str) -> Layout:
    family = _family(shapes)
    if any(name.startswith(OPEN_CLIP_REFINER) for name in shapes) or (
        CLASSES in shapes and _words(shapes) == 1280
    ):
        return _refiner(shapes, prediction)
    if not family:
        return _unknown("Its UNet attends to words of a width that no known model has.")
    if CLASSES in shapes and family != sdxl.FAMILY:
        return _unknown("It paints after a picture, not after a prompt (unCLIP).")
    problems = []
    wanted = (CLIP_XL, OPEN_CLIP_XL) if family == sdxl.FAMILY else (
        (OPEN_CLIP,) if family == "sd2" else (CLIP,)
    )  # fmt: skip
    missing = [one for one in wanted if not any(name.startswith(one) for name in shapes)]
    if missing:
        problems.append(
            "Its text encoders are missing: it holds no more than a part of a model."
            if len(missing) > 1
            else "Its text encoder is missing: it holds no more than a part of a model."
        )
    if LATENTS not in shapes:
        problems.append("Its autoencoder (VAE) is missing.")
    elif shapes[LATENTS][1] != 4:
        problems.append("Its autoencoder is of an unknown kind.")
    channels = shapes[FIRST][1]
    if channels not in sd.CAN:
        problems.append(f"Its UNet takes {channels} channels, which no known kind of model does.")
    if UNET + "time_embed.cond_proj.weight" in shapes:
        problems.append("Its UNet needs more than this version gives it (guidance built in).")
    if problems:
        return Layout(family, {}, {}, (), {}, tuple(problems))
    scaling = VAE_SCALING_XL if family == sdxl.FAMILY else sd.VAE_SCALING
    vae = vae_config(shapes, VAE, scaling, SIDES[family])
    side = 768 if family == "sd2" and prediction == "v_prediction" else SIDES[family]
    return Layout(
        family,
        _unet(shapes, family, side // sd.factor(vae)),
        vae,
        tuple(_encoder(shapes, one) for one in wanted),
        _scheduler(family, prediction, ZERO_SNR in shapes),
    )


def _refiner(shapes: Shapes, prediction: str) -> Layout:
    """Of a refiner of SDXL; as a model to paint with it is none."""
    if OPEN_CLIP_REFINER + "text_projection" not in shapes:
        return Layout(sdxl.REFINER_FAMILY, {}, {}, (), {}, (sdxl.REFINER, MISSING_ENCODER))
    family = sdxl.REFINER_FAMILY
    vae = vae_config(shapes, VAE, VAE_SCALING_XL, 1024) if LATENTS in shapes else {}
    factor = sd.factor(vae) if vae else 8
    encoder = _encoder(shapes, OPEN_CLIP_REFINER)
    unet = _unet(shapes, family, SIDES[sdxl.FAMILY] // factor)
    schedule = _scheduler(sdxl.FAMILY, prediction, ZERO_SNR in shapes)
    return Layout(family, unet, vae, (encoder,), schedule, (sdxl.REFINER,))


def _unknown(problem: str) -> Layout:
    return Layout("", {}, {}, (), {}, (problem,))


def _family(shapes: Shapes) -> str:
    """Told by the text encoders, or, where there is none, by the width of the words."""
    for prefix, family in ((OPEN_CLIP_XL, "sdxl"), (OPEN_CLIP, "sd2"), (CLIP, "sd1")):
        if any(name.startswith(prefix) for name in shapes):
            return family
    return {768: "sd1", 1024: "sd2", 2048: "sdxl"}.get(_words(shapes), "")


def _words(shapes: Shapes) -> int:
    """Width of the words that the UNet attends to; 0 when it attends to none."""
    ending = "attn2.to_k.weight"
    return next((s[1] for n, s in shapes.items() if n.startswith(UNET) and n.endswith(ending)), 0)


def _prediction(file: Path, shapes: Shapes) -> str:
    """What the UNet predicts, as far as the file tells."""
    said = weights.metadata(file).get("modelspec.prediction_type", "")
    if said in ("v", "epsilon"):
        return "v_prediction" if said == "v" else "epsilon"
    if VELOCITY in shapes:
        return "v_prediction"
    if _family(shapes) == "sd2" and shapes[FIRST][1] == 4 and TELLING in shapes:
        return "v_prediction" if weights.numbers(file, TELLING).std() > SPREAD else "epsilon"
    return "epsilon"


def _unet(shapes: Shapes, family: str, side: int) -> dict[str, Any]:
    """The UNet's configuration, in diffusers' terms."""
    widths: list[int] = []
    layers: list[int] = []
    depths: list[int] = []
    at, level = 1, True
    while (name := f"{UNET}input_blocks.{at}.0") and (
        (width := shapes.get(f"{name}.in_layers.2.weight")) or f"{name}.op.weight" in shapes
    ):
        if width is None:
            level = True
        else:
            if level:
                widths.append(width[0])
                layers.append(0)
                depths.append(_depth(shapes, f"{UNET}input_blocks.{at}.1."))
            layers[-1] += 1
            level = False
        at += 1
    if len(set(layers)) != 1 or at != _count(shapes, re.escape(UNET) + r"input_blocks\.(\d+)\."):
        raise ValueError("levels of different lengths, or blocks that are missing")
    attending = [depth > 0 for depth in depths]
    middle = _depth(shapes, f"{UNET}middle_block.1.")
    depths = [depth or 1 for depth in depths[:-1]] + [middle]
    first = next(n for n in shapes if n.startswith(UNET) and n.endswith("proj_in.weight"))
    found: dict[str, Any] = {
        "sample_size": side,
        "in_channels": shapes[FIRST][1],
        "out_channels": shapes[UNET + "out.2.weight"][0],
        "block_out_channels": widths,
        "layers_per_block": layers[0],
        "down_block_types": [
            "CrossAttnDownBlock2D" if attends else "DownBlock2D" for attends in attending
        ],
        "up_block_types": [
            "CrossAttnUpBlock2D" if attends else "UpBlock2D" for attends in reversed(attending)
        ],
        "transformer_layers_per_block": depths,
        "cross_attention_dim": _words(shapes),
        "attention_head_dim": 8 if family == "sd1" else [max(1, w // HEAD) for w in widths],
        "use_linear_projection": len(shapes[first]) == 2,
    }
    if family in (sdxl.FAMILY, sdxl.REFINER_FAMILY):
        told = shapes[CLASSES][1]
        xl = family == sdxl.FAMILY
        summary = shapes[(OPEN_CLIP_XL if xl else OPEN_CLIP_REFINER) + "text_projection"][1]
        found |= {
            "addition_embed_type": sdxl.CONDITIONED,
            # A refiner is told one score in place of the two sides of the size aimed at.
            "addition_time_embed_dim": (told - summary) // (6 if xl else 5),
            "projection_class_embeddings_input_dim": told,
        }
    return found


def _depth(shapes: Shapes, prefix: str) -> int:
    """How many transformer layers follow each other in one attention."""
    return _count(shapes, re.escape(prefix) + r"transformer_blocks\.(\d+)\.")


def _count(shapes: Shapes, pattern: str) -> int:
    """One more than the greatest number that a pattern finds in the tensors' names."""
    found = re.compile(pattern)
    return max((int(match[1]) + 1 for name in shapes if (match := found.match(name))), default=0)


def vae_config(shapes: Shapes, prefix: str, scaling: float, side: int = 512) -> dict[str, Any]:
    """The configuration of an autoencoder, in diffusers' terms, of tensors whose names begin with
    `prefix`: in the layout of its first authors, or in diffusers' own."""
    own = prefix + "encoder.down_blocks.0.resnets.0.conv1.weight" in shapes
    down, resnet = ("down_blocks", "resnets") if own else ("down", "block")
    levels = _count(shapes, re.escape(f"{prefix}encoder.{down}.") + r"(\d+)\.")
    first = re.escape(f"{prefix}encoder.{down}.0.{resnet}.") + r"(\d+)\."
    return {
        "block_out_channels": [
            shapes[f"{prefix}encoder.{down}.{level}.{resnet}.0.conv1.weight"][0]
            for level in range(levels)
        ],
        "down_block_types": ["DownEncoderBlock2D"] * levels,
        "up_block_types": ["UpDecoderBlock2D"] * levels,
        "layers_per_block": _count(shapes, first),
        "latent_channels": shapes[prefix + "decoder.conv_in.weight"][1],
        "sample_size": side,
        "scaling_factor": scaling,
        "force_upcast": True,
    } | _without_quantising(shapes, prefix)


def _without_quantising(shapes: Shapes, prefix: str) -> dict[str, Any]:
    """Autoencoders of newer families have no convolutions between them and their latents."""
    there = prefix + "quant_conv.weight" in shapes
    return {} if there else {"use_quant_conv": False, "use_post_quant_conv": False}


def _encoder(shapes: Shapes, prefix: str) -> dict[str, Any]:
    """A text encoder's configuration, in transformers' terms."""
    plain = {n.removeprefix(prefix).removeprefix("text_model."): s
             for n, s in shapes.items() if n.startswith(prefix)}  # fmt: skip
    opened = prefix in (OPEN_CLIP, OPEN_CLIP_XL, OPEN_CLIP_REFINER)
    words = plain["token_embedding.weight" if opened else "embeddings.token_embedding.weight"]
    places = plain["positional_embedding" if opened else "embeddings.position_embedding.weight"]
    layers = _count(plain, rf"{r'transformer.resblocks' if opened else 'encoder.layers'}\.(\d+)\.")
    inner = "transformer.resblocks.0.mlp.c_fc" if opened else "encoder.layers.0.mlp.fc1"
    projected = plain.get("text_projection")
    return {
        "vocab_size": words[0],
        "hidden_size": words[1],
        "intermediate_size": plain[f"{inner}.weight"][0],
        # SD 2.x takes what the last layer but one puts out, and its folders have no last one.
        "num_hidden_layers": layers - 1 if prefix == OPEN_CLIP else layers,
        "num_attention_heads": max(1, words[1] // HEAD),
        "max_position_embeddings": places[0],
        "hidden_act": "gelu" if opened else "quick_gelu",
        "projection_dim": projected[1] if projected else words[1],
        "bos_token_id": words[0] - 2,
        "eos_token_id": words[0] - 1,
        "pad_token_id": 0 if opened else words[0] - 1,
    }


def _scheduler(family: str, prediction: str, zero_snr: bool) -> dict[str, Any]:
    """The noise that all of these families were trained with."""
    spacing = {"timestep_spacing": "trailing" if zero_snr else "leading"}
    return (spacing if family == sdxl.FAMILY else {}) | {
        "num_train_timesteps": 1000,
        "beta_start": 0.00085,
        "beta_end": 0.012,
        "beta_schedule": "scaled_linear",
        "clip_sample": False,
        "set_alpha_to_one": False,
        "steps_offset": 1,
        "trained_betas": None,
        "prediction_type": prediction,
        "rescale_betas_zero_snr": zero_snr,
    }
