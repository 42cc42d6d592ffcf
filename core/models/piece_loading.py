"""Loading the networks of which a model is put together, each from (a part of) a safetensors file.

They are built from what the header tells, so that nothing is asked of a hub. Tensors are renamed by
`flow_names` (transformers) or by diffusers' own rules (autoencoders); every tensor that a network
needs has to be there, in its shape. Numbers in FP8 become the number type that is painted with,
times their scale where the file keeps one. What bitsandbytes has packed stays as it is.
"""

from __future__ import annotations

import inspect
import json
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MethodType
from typing import Any

import torch
import transformers
from accelerate import init_empty_weights
from diffusers.loaders.single_file_utils import (
    convert_autoencoder_dc_checkpoint_to_diffusers,
    convert_ldm_vae_checkpoint,
    convert_wan_vae_to_diffusers,
)
from torch import Tensor

from core.models import (
    flow_names,
    gguf_header,
    gguf_loading,
    gguf_names,
    packed_loading,
    pieces,
    weights,
)
from core.models.digest import digest_of_gguf, digest_of_part
from core.models.info import Piece
from core.models.packed_loading import Packed
from core.models.single_file_loading import clip_tokenizer

__all__ = ["clip_tokenizer", "filled", "key", "network", "placed", "read", "speaking_as_qwen3"]

SCALES = (".scale_weight", ".weight_scale")
"""By what the numbers of an FP8 weight are to be multiplied, beside it in ComfyUI's files."""
ASIDE = (".scale_input", ".input_scale", ".comfy_quant", "scaled_fp8")
"""What else such files have, for matrix products in FP8."""

QWEN3_TEMPLATE = (
    "{% for one in messages %}<|im_start|>{{ one.role }}\n{{ one.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n"
    "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% endif %}"
    "{% endif %}"
)
"""How Qwen3's template writes a conversation of one message."""
OF_QWEN25 = "You are Qwen"
"""What the template of Qwen2.5 puts before, whose words are cut alike."""


def key(piece: Piece) -> tuple[str, str]:
    """What tells a network in a file from others: its weights, and how it is built."""
    if piece.path.suffix == gguf_header.SUFFIX:
        told = digest_of_gguf(piece.path)
    else:
        told = digest_of_part(piece.path, piece.prefix)
    return told, json.dumps(dict(piece.config), sort_keys=True)


def network(kind: Any, piece: Piece, family: str, dtype: torch.dtype) -> Any:
    """A network of class `kind` from its file, frozen, in evaluation mode.

    Raises ValueError when tensors are missing, or not of the shapes that belong together.
    """
    name = kind.__name__
    packed = piece.path.suffix == gguf_header.SUFFIX
    if name in pieces.CLIPS:
        made, state = _clip(kind, piece, dtype)
    elif name == "T5EncoderModel":
        made, state = _t5(kind, piece, dtype)
    elif name in ("Qwen3Model", "Qwen3ForCausalLM", "Gemma2Model", "Gemma2ForCausalLM"):
        made, state = _language(kind, piece, dtype)
    elif name in (pieces.SEEING, pieces.MISTRAL3):
        made, state = _seeing(kind, piece, dtype)
    elif name.startswith("Autoencoder"):
        return autoencoder(kind, piece.config, packed_loading.unpacked(read(piece, dtype)), dtype)
    else:
        made = _empty(kind, piece.config)
        tensors = gguf_loading.tensors(piece.path, dtype) if packed else read(piece, dtype)
        state = placed(tensors, family)
    made = gguf_loading.filled(made, state, dtype) if packed else filled(made, state)
    return made.requires_grad_(False).eval()


def autoencoder(
    kind: Any, config: Mapping[str, Any], tensors: dict[str, Tensor], dtype: torch.dtype
) -> Any:
    """An autoencoder of class `kind`, frozen, in evaluation mode, built as `config` says, as far as
    its class knows of it; `tensors` are named as its authors or as diffusers do. Raises ValueError
    as `network` does."""
    known = inspect.signature(kind.__init__).parameters
    made = _empty(kind, {name: value for name, value in config.items() if name in known})
    state = {
        name: one.to(dtype) if one.is_floating_point() else one
        for name, one in _renamed_coder(tensors, config).items()
    }
    return filled(made, state).requires_grad_(False).eval()


def _empty(kind: Any, config: Mapping[str, Any]) -> Any:
    """A network of diffusers without numbers."""
    with warnings.catch_warnings(), init_empty_weights(include_buffers=False):
        # diffusers tells of what it will move within itself.
        warnings.simplefilter("ignore", FutureWarning)
        return kind.from_config(dict(config))


def speaking_as_qwen3(tokenizer: Any) -> Any:
    """Qwen's tokenizer with the template of Qwen3, where another model's was found."""
    if isinstance(tokenizer, transformers.Qwen2Tokenizer) and (
        not tokenizer.chat_template or OF_QWEN25 in tokenizer.chat_template
    ):
        tokenizer.chat_template = QWEN3_TEMPLATE
    return tokenizer


def read(piece: Piece, dtype: torch.dtype) -> dict[str, Any]:
    """The tensors of a piece, in the number type, under names without its prefix. Those that
    bitsandbytes has packed stay so, as do those of a text encoder in a GGUF file, under
    transformers' names."""
    if piece.path.suffix == gguf_header.SUFFIX:
        header = gguf_header.header(piece.path)
        which = gguf_names.language_model(gguf_header.shapes(piece.path), header.architecture)
        return gguf_names.renamed(which, gguf_loading.tensors(piece.path, dtype, which))
    found: dict[str, Any] = {}

    def own(name: str) -> bool:
        return name.startswith(piece.prefix) and (
            bool(piece.prefix) or not pieces.INSIDE.match(name)
        )

    there = packed_loading.tensors([piece.path], dtype, own)
    scales = {
        name.removesuffix(end) + ".weight": there[name].float()
        for name in there
        for end in SCALES
        if name.endswith(end)
    }
    for name in list(there):
        tensor = there.pop(name)
        if name.endswith((*SCALES, *ASIDE)):
            continue
        if (scale := scales.get(name)) is not None:
            tensor = tensor.float() * scale.reshape(-1, *[1] * (tensor.dim() - 1))
        if not isinstance(tensor, Packed):
            tensor = tensor.to(dtype)
        found[name.removeprefix(piece.prefix)] = tensor
    return found


def placed(tensors: dict[str, Any], family: str) -> dict[str, Any]:
    """A transformer's tensors under diffusers' names, by the rules of a family (`flow_names`);
    `tensors` is empty afterwards."""
    last = flow_names.last_block(tensors)
    found: dict[str, Any] = {}
    for name in list(tensors):
        tensor = tensors.pop(name)
        for target in flow_names.placed(family, name, last):
            part = tensor
            if target.of > 1:
                start, end = target.rows(len(tensor))
                part = tensor[start:end]
            if target.swapped:
                packed = isinstance(part, Packed)
                part = part.swapped() if packed else torch.cat(list(part.chunk(2))[::-1])
            found[target.name] = part
    return found


def _renamed_coder(tensors: dict[str, Tensor], config: Mapping[str, Any]) -> dict[str, Tensor]:
    """An autoencoder's tensors under the names that diffusers has for them."""
    if "encoder.conv1.weight" in tensors:
        return dict(convert_wan_vae_to_diffusers(tensors))
    if "encoder.project_in.conv.weight" in tensors:
        return dict(convert_autoencoder_dc_checkpoint_to_diffusers(tensors))
    for old, new in (("encoder.quant_conv", "quant_conv"), ("decoder.post_quant", "post_quant")):
        for name in [name for name in tensors if name.startswith(old)]:
            tensors[new + name.removeprefix(old)] = tensors.pop(name)
    if any(name.startswith("encoder.down.") for name in tensors):
        statistics = {name: one for name, one in tensors.items() if name.startswith("bn.")}
        return {**convert_ldm_vae_checkpoint(tensors, config), **statistics}
    return tensors


def _clip(kind: Any, piece: Piece, dtype: torch.dtype) -> tuple[Any, dict[str, Any]]:
    with init_empty_weights(include_buffers=False):
        made = kind(transformers.CLIPTextConfig(**piece.config))
    found = _renamed(made, read(piece, dtype))
    if "text_projection.weight" in set(made.state_dict()) - set(found):
        # SD 3's CLIP-L is published without it.
        found["text_projection.weight"] = torch.eye(piece.width, dtype=dtype)
    return made, found


def _t5(kind: Any, piece: Piece, dtype: torch.dtype) -> tuple[Any, dict[str, Any]]:
    with init_empty_weights(include_buffers=False):
        made = kind(transformers.T5Config.from_dict(dict(piece.config)))
    return made, _renamed(made, read(piece, dtype))


def _feed_forward(layer: Any, hidden: Tensor) -> Tensor:
    """T5's own turns its numbers into the type of the matrix after them, and that is bytes where
    it is packed."""
    if hasattr(layer, "wi"):
        inner = layer.act(layer.wi(hidden))
    else:
        inner = layer.act(layer.wi_0(hidden)) * layer.wi_1(hidden)
    given: Tensor = layer.wo(inner)
    return given


def _language(kind: Any, piece: Piece, dtype: torch.dtype) -> tuple[Any, dict[str, Any]]:
    with init_empty_weights(include_buffers=False):
        made = kind(kind.config_class.from_dict(dict(piece.config)))
    return made, _renamed(made, read(piece, dtype))


READ = 30
"""The deepest of Mistral's layers that FLUX.2 reads."""


def _seeing(kind: Any, piece: Piece, dtype: torch.dtype) -> tuple[Any, dict[str, Any]]:
    """A model that reads and sees; only what reads, where the file has no more."""
    with init_empty_weights(include_buffers=False):
        made = kind(kind.config_class.from_dict(dict(piece.config)))
    if pieces.VISION not in piece.config:
        for part in ("visual", "vision_tower", "multi_modal_projector"):
            if hasattr(made.model, part):
                setattr(made.model, part, None)
    reader = made.model.language_model
    if kind.__name__ == pieces.MISTRAL3 and len(reader.layers) <= READ:
        # Cut off after the last layer that is read, and what is read is not brought to one length.
        reader.norm = torch.nn.Identity()
    return made, _renamed(made, read(piece, dtype))


def _renamed(made: Any, state: dict[str, Any]) -> dict[str, Any]:
    """A text encoder's tensors under the names that they have in the network `made`. What would
    speak is not asked here: what it is tied to, or words, serve in its place."""
    name = type(made).__name__
    if name in pieces.CLIPS:
        own, words = set(made.state_dict()), "text_model."
        plain = {name.removeprefix(words): tensor for name, tensor in state.items()}
        return {name if name in own else words + name: tensor for name, tensor in plain.items()}
    if name in ("Qwen3Model", "Gemma2Model"):
        return {name.removeprefix("model."): tensor for name, tensor in state.items()}
    if name in (pieces.SEEING, pieces.MISTRAL3):
        state = {pieces.seeing_name(name): one for name, one in state.items()}
    if name == "T5EncoderModel" and any(
        isinstance(one, Packed) or gguf_loading.is_packed(one) for one in state.values()
    ):
        for layer in made.encoder.block:
            feed = layer.layer[-1].DenseReluDense
            feed.forward = MethodType(_feed_forward, feed)
    for lacking, serves in _TIED:
        if serves in state:
            state.setdefault(lacking, state[serves])
    return state


_TIED = (
    ("encoder.embed_tokens.weight", "shared.weight"),
    ("lm_head.weight", "model.embed_tokens.weight"),
    ("lm_head.weight", "model.language_model.embed_tokens.weight"),
)
"""Tensors that files leave out, and those that they are the same as."""


def is_packed(files: Sequence[Path]) -> bool:
    """Whether bitsandbytes has packed some of the weights in the files of a network."""
    return bool(weights.layouts(files))


def of_folder(
    kind: Any, folder: Path, files: Sequence[Path], dtype: torch.dtype, *, keep: bool
) -> Any:
    """A network of class `kind` from a folder whose weights bitsandbytes has packed, frozen; they
    stay so with `keep`. Raises ValueError as `network` does."""
    with warnings.catch_warnings(), init_empty_weights(include_buffers=False):
        warnings.simplefilter("ignore", FutureWarning)  # as in `network`
        if hasattr(kind, "load_config"):  # diffusers
            config = dict(kind.load_config(folder, local_files_only=True))
            config.pop("quantization_config", None)
            made = kind.from_config(config)
        else:
            built = kind.config_class.from_pretrained(folder, local_files_only=True)
            vars(built).pop("quantization_config", None)
            made = kind(built)
    state = packed_loading.tensors(files, dtype)
    if not keep:
        state = packed_loading.unpacked(state)
    state = {
        name: one if isinstance(one, Packed) or not one.is_floating_point() else one.to(dtype)
        for name, one in state.items()
    }
    return filled(made, _renamed(made, state)).requires_grad_(False).eval()


def filled(made: Any, state: Mapping[str, Any]) -> Any:
    """A network without numbers, given those of `state`; what it has no place for is left out, and
    what is packed stays so in its linear layers."""
    wanted = made.state_dict()
    counted = {name for name in wanted if name.endswith("num_batches_tracked")}
    if missing := sorted(set(wanted) - set(state) - counted):
        raise ValueError(f"{missing[0]} is missing, and {len(missing) - 1} others")
    for name in set(wanted) - counted:
        if state[name].shape != wanted[name].shape:
            raise ValueError(
                f"{name} is {tuple(state[name].shape)} where {tuple(wanted[name].shape)} belongs"
            )
    given = packed_loading.placed(made, {name: state[name] for name in wanted if name in state})
    made.load_state_dict(given, assign=True, strict=False)
    return made
