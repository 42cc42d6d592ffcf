"""Loading networks that stand in for a model's own."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import torch
from diffusers.loaders.single_file_utils import convert_ldm_vae_checkpoint
from torch import Tensor
from transformers import CLIPTextConfig, CLIPTextModelWithProjection

from core.models import library, packed_loading, piece_loading, pieces, single_file
from core.models.digest import digest_of_part
from core.models.info import Piece
from core.models.parts import key_of, size_of
from core.models.single_file_loading import encoder_of, filled, without_numbers
from core.models.stand_ins import STEMS, VAE, StandIn

PROJECTED = "text_projection.weight"
"""SD 3's CLIP-L is published without it, for it changes nothing there."""
_TAKEN_OVER = ("scaling_factor", "shift_factor", "latents_mean", "latents_std")
"""Of an autoencoder's configuration what belongs to the model whose latents it decodes."""


def key(one: StandIn, own: Mapping[str, Any], told: tuple[str, ...]) -> Hashable:
    """What tells the network from all others, in a model whose own is built as `own` says."""
    built = json.dumps(_config(one, own), sort_keys=True, default=str)
    if one.path.is_dir():
        return key_of(one.path, built, *told)
    if one.piece is not None and one.kind != VAE:
        return (*piece_loading.key(one.piece), built, *told)
    return (digest_of_part(one.path, one.prefix), built, *told)


def size(one: StandIn) -> int:
    """Bytes of its weights, as they are stored."""
    return size_of(one.path) if one.path.is_dir() else one.path.stat().st_size


def network(one: StandIn, own: Mapping[str, Any], kind: Any, dtype: torch.dtype) -> Any:
    """The network as a module of class `kind`, in place of one that is built as `own` says.

    Raises ValueError when tensors are missing, or not of the shapes that belong together.
    """
    if one.piece is not None and one.kind == VAE:
        return piece_loading.autoencoder(kind, _config(one, own), _bare(one, _tensors(one)), dtype)
    if one.piece is not None:
        return _language_model(one, one.piece, own, kind, dtype)
    if one.kind != VAE:
        state = _tensors(one)
        if kind is CLIPTextModelWithProjection and PROJECTED not in state:
            state[PROJECTED] = torch.eye(own["projection_dim"], own["hidden_size"])
        return encoder_of(kind, CLIPTextConfig.from_dict(dict(own)), state, dtype)
    config = _config(one, own)
    if one.path.is_dir():  # diffusers knows the names that its older versions gave to tensors
        variant = library.variant_of(one.path, STEMS[VAE])
        made = kind.from_pretrained(
            one.path, dtype=dtype, use_safetensors=True, local_files_only=True, variant=variant
        )
        made.register_to_config(**{name: config[name] for name in _TAKEN_OVER if name in config})
        return made
    network = without_numbers(lambda: kind.from_config(config))
    return filled(network, _plain(one, _tensors(one), config), dtype)


def _language_model(
    one: StandIn, piece: Piece, own: Mapping[str, Any], kind: Any, dtype: torch.dtype
) -> Any:
    """Built as the model's own is, as far as no tensor tells."""
    if one.path.is_dir():
        variant = library.variant_of(one.path, STEMS[one.kind])
        return kind.from_pretrained(
            one.path, dtype=dtype, use_safetensors=True, local_files_only=True, variant=variant
        )
    built = {name: value for name, value in own.items()
             if name != pieces.VISION or pieces.VISION in piece.config}  # fmt: skip
    return piece_loading.network(kind, replace(piece, config=built), "", dtype)


def _config(one: StandIn, own: Mapping[str, Any]) -> dict[str, Any]:
    """How it is built; scaled as the model was trained."""
    taken = {name: own[name] for name in _TAKEN_OVER if own.get(name) is not None}
    return dict(one.config) | taken


def _tensors(one: StandIn) -> dict[str, Tensor]:
    """All tensors of a file, or of a folder's files."""
    files = [one.path]
    if one.path.is_dir():
        variant = library.variant_of(one.path, STEMS[one.kind])
        ending = "" if variant is None else f".{variant}"
        stem = STEMS[one.kind]
        files = sorted(one.path.glob(f"{stem}{ending}.safetensors")) or sorted(
            one.path.glob(f"{stem}*-of-*.safetensors")
        )
    return packed_loading.unpacked(packed_loading.tensors(files, torch.float32))


def _bare(one: StandIn, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """An autoencoder's tensors under names without what stands before them in its file."""
    return {
        name.removeprefix(one.prefix): tensor
        for name, tensor in tensors.items()
        if name.startswith(one.prefix)
    }


def _plain(one: StandIn, tensors: Mapping[str, Tensor], config: Any) -> dict[str, Tensor]:
    """An autoencoder's tensors by the names that diffusers has for them."""
    bare = _bare(one, tensors)
    if any(name.startswith("encoder.down_blocks.") for name in bare):
        return bare
    renamed: dict[str, Tensor] = convert_ldm_vae_checkpoint(
        {single_file.VAE + name: tensor for name, tensor in bare.items()}, config
    )
    return renamed
