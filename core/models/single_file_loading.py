"""Loading the parts of a model that is one safetensors file, by diffusers' own renaming of tensors.

The networks are built from what the header tells, so that nothing is asked of a hub; every tensor
that they need has to be there, in its shape.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import torch
from accelerate import init_empty_weights
from diffusers.loaders.single_file_utils import (
    convert_ldm_clip_checkpoint,
    convert_ldm_unet_checkpoint,
    convert_ldm_vae_checkpoint,
    convert_open_clip_checkpoint,
)
from torch import Tensor
from transformers import CLIPTextConfig, CLIPTokenizer

from core import places
from core.models import packed_loading, single_file
from core.models.digest import digest_of_part
from core.models.families import sdxl
from core.models.single_file import CLIP, CLIP_XL, OPEN_CLIP, OPEN_CLIP_REFINER, OPEN_CLIP_XL

WORDS = "text_model."


class Single:
    """A model in one file: makes its networks of it, one at a time."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._layout = single_file.layout_of(file)

    @property
    def scheduler_config(self) -> dict[str, Any]:
        return self._layout.scheduler

    def key(self, name: str) -> tuple[str, str]:
        """What tells the part of that name from others: its weights, and how it is built."""
        prefix, config = self._place(name)
        return digest_of_part(self._file, prefix), json.dumps(config, sort_keys=True)

    def _place(self, name: str) -> tuple[str, Mapping[str, Any]]:
        """Where the part of that name is in the file, and its configuration."""
        if name == "unet":
            return single_file.UNET, self._layout.unet
        if name == "vae":
            return single_file.VAE, self._layout.vae
        config = self._encoder_config(name)
        if self._layout.family == sdxl.REFINER_FAMILY:
            return OPEN_CLIP_REFINER, config
        if self._layout.family == "sdxl":
            return (OPEN_CLIP_XL if _second(name) else CLIP_XL), config
        return (OPEN_CLIP if self._layout.family == "sd2" else CLIP), config

    def _encoder_config(self, name: str) -> dict[str, Any]:
        """Of a refiner there is the second text encoder alone."""
        encoders = self._layout.encoders
        return encoders[_second(name) and len(encoders) > 1]

    def network(self, kind: Any, name: str, dtype: torch.dtype) -> Any:
        """The part of that name ("unet") as a module of class `kind`.

        Raises ValueError when tensors are missing, or not of the shapes that belong together.
        """
        config: Any
        if name == "unet":
            config = self._layout.unet
            state = convert_ldm_unet_checkpoint(self._read(single_file.UNET), config)
        elif name == "vae":
            config = self._layout.vae
            state = convert_ldm_vae_checkpoint(self._read(single_file.VAE), config)
        else:
            return self._encoder(kind, name, dtype)
        return filled(without_numbers(lambda: kind.from_config(config)), state, dtype)

    def tokenizer(self, name: str) -> Any:
        """The tokenizer of that name: CLIP's, padded as the text encoder was taught."""
        encoder = self._encoder_config(name)
        return clip_tokenizer(
            open_clip=encoder["pad_token_id"] == 0, length=encoder["max_position_embeddings"]
        )

    def _encoder(self, kind: Any, name: str, dtype: torch.dtype) -> Any:
        prefix, config = self._place(name)
        built, tensors = CLIPTextConfig(**config), self._read(prefix)
        if prefix in (OPEN_CLIP, OPEN_CLIP_XL, OPEN_CLIP_REFINER):
            # Layers that the configuration leaves out (SD 2.x's last one).
            last = f"{prefix}transformer.resblocks.{config['num_hidden_layers']}."
            kept = {key: one for key, one in tensors.items() if not key.startswith(last)}
            state = convert_open_clip_checkpoint(without_numbers(lambda: kind(built)), kept, prefix)
        else:
            state = convert_ldm_clip_checkpoint(tensors)
        return encoder_of(kind, built, state, dtype)

    def _read(self, prefix: str) -> dict[str, Tensor]:
        """The tensors whose names begin so; a run may change any of them: none stays packed."""
        found = packed_loading.tensors(
            [self._file], torch.float32, lambda key: key.startswith(prefix)
        )
        return packed_loading.unpacked(found)


def _second(name: str) -> bool:
    return name.endswith("_2")


def without_numbers(made: Callable[[], Any]) -> Any:
    """A network whose parameters take no memory yet."""
    with init_empty_weights(include_buffers=False):
        return made()


def encoder_of(
    kind: Any, config: CLIPTextConfig, state: Mapping[str, Tensor], dtype: torch.dtype
) -> Any:
    """A text encoder built as `config` says, of tensors named as transformers does or once did."""
    network = without_numbers(lambda: kind(config))
    plain = {key.removeprefix(WORDS): tensor for key, tensor in state.items()}
    own = set(network.state_dict())
    named = {key if key in own else WORDS + key: tensor for key, tensor in plain.items()}
    return filled(network, named, dtype)


def filled(network: Any, state: Mapping[str, Tensor], dtype: torch.dtype) -> Any:
    """A network without numbers, given those of `state`; what it has no place for is left out."""
    wanted = network.state_dict()
    if missing := sorted(set(wanted) - set(state)):
        raise ValueError(f"{missing[0]} is missing, and {len(missing) - 1} others")
    for name, place in wanted.items():
        if state[name].shape != place.shape:
            raise ValueError(
                f"{name} is {tuple(state[name].shape)} where {tuple(place.shape)} belongs"
            )
    network.load_state_dict({name: state[name].to(dtype) for name in wanted}, assign=True)
    return network


def clip_tokenizer(*, open_clip: bool, length: int = 77) -> Any:
    """CLIP's tokenizer, which comes with the program, padded as OpenAI's or OpenCLIP's encoders
    were taught."""
    vocabulary, merges = clip_vocabulary()
    return CLIPTokenizer(
        vocab=vocabulary,
        merges=list(merges),
        pad_token="!" if open_clip else "<|endoftext|>",
        model_max_length=length,
    )


@cache
def clip_vocabulary() -> tuple[dict[str, int], tuple[tuple[str, str], ...]]:
    """Every token of CLIP with its number, and the pairs that are joined, in their order.

    First all bytes, those that print as what they are; then the same at the end of a word; then
    what the merges make; then the two marks of beginning and end.
    """
    lines = (places.resources() / "clip/merges.txt").read_text("utf-8").splitlines()
    merges = tuple((first, second) for first, second in (line.split() for line in lines))
    shown = _bytes()
    tokens = [*shown, *(one + "</w>" for one in shown), *(a + b for a, b in merges)]
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    return {token: number for number, token in enumerate(tokens)}, merges


def _bytes() -> list[str]:
    """The letters that stand for the 256 bytes: printing ones first, as GPT-2 orders them."""
    printing = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = 256 - len(printing)
    return [chr(one) for one in printing] + [chr(256 + number) for number in range(others)]
