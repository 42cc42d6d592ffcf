"""Loading control models, by the rules of `core.models.loading`: safetensors only, frozen.

Under a plan with compressed weights those of ControlNets are compressed as the denoiser's are, and
what bitsandbytes has packed stays so.
"""

from __future__ import annotations

import inspect
import warnings
from dataclasses import dataclass
from typing import Any

import diffusers
import torch
from accelerate import init_empty_weights
from diffusers import ControlNetModel, ControlNetUnionModel, T2IAdapter, UNet2DConditionModel
from diffusers.loaders.single_file_utils import convert_controlnet_checkpoint
from safetensors.torch import load_file
from torch import Tensor, nn

from core.errors import ModelError
from core.models import (
    adapter_files,
    controls,
    flow_controls,
    packed_loading,
    piece_loading,
    quantise,
    union_controls,
    weights,
)
from core.models.controls import LATENTS, ControlInfo
from core.models.library import read_json
from core.models.loading import LoadedModel
from core.models.shelf import Shelf, fingerprint


@dataclass(frozen=True, eq=False)
class LoadedControlNet:
    """A ControlNet in memory, taken apart so that a map is embedded once and not in each step."""

    net: Any
    """Takes an embedded map where it would take the map."""
    embedding: Any
    backwards: bool
    """Whether it wants its maps as BGR."""
    pooled: bool
    """Whether its residuals are the same everywhere (shuffle): they guide only the prompt."""
    numbers: int = 0
    """By how many numbers it is told what its map shows; 0: it has one kind of maps."""

    def told(self, embedded: Tensor, mode: int | None) -> dict[str, Any]:
        """What it takes of a map's features (n, channels, h, w) of the kind with the number `mode`,
        beside the latents, the time and the words."""
        if mode is None:
            return {"controlnet_cond": embedded}
        which = torch.zeros(len(embedded), self.numbers, dtype=embedded.dtype)
        which[:, mode] = 1
        return {
            "controlnet_cond": [embedded],
            "control_type": which.to(embedded.device),
            "control_type_idx": [mode],
        }

    def embed(self, pixels: Tensor) -> Tensor:
        """A map (n, 3, height, width) in 0…1 → features (n, channels, height/8, width/8)."""
        embedded: Tensor = self.embedding(pixels.flip(1) if self.backwards else pixels)
        return embedded


def controlnet(shelf: Shelf, info: ControlInfo, model: LoadedModel) -> LoadedControlNet:
    """A ControlNet for `model`, from the shelf if it is there. Raises ModelError."""

    def load() -> LoadedControlNet:
        net = _loaded(info, model, _controlnet)
        backwards = net.config.controlnet_conditioning_channel_order == "bgr"
        # The map is turned around before it is embedded, so the net must not do it again.
        net.register_to_config(controlnet_conditioning_channel_order="rgb")
        embedding, net.controlnet_cond_embedding = net.controlnet_cond_embedding, nn.Identity()
        pooled = bool(net.config.global_pool_conditions)
        numbers = net.config.num_control_type if isinstance(net, ControlNetUnionModel) else 0
        return LoadedControlNet(net, embedding, backwards, pooled, numbers)

    loaded: LoadedControlNet = shelf.get(_key(info, model), load)
    return loaded


def flow_controlnet(shelf: Shelf, info: ControlInfo, model: LoadedModel) -> Any:
    """The ControlNet of a transformer for `model`, from the shelf if it is there. Raises
    ModelError."""
    key = info.path, fingerprint(info.path), model.dtype, model.device, model.plan.bits
    return shelf.get(key, lambda: _loaded(info, model, _flow_controlnet))


def adapter(shelf: Shelf, info: ControlInfo, model: LoadedModel) -> Any:
    """A T2I-Adapter for `model`, from the shelf if it is there. Raises ModelError."""
    return shelf.get(_key(info, model), lambda: _loaded(info, model, _adapter))


def _key(info: ControlInfo, model: LoadedModel) -> tuple[object, ...]:
    config = model.unet.config
    shape = (tuple(config["block_out_channels"]), config["cross_attention_dim"])
    return info.path, fingerprint(info.path), model.dtype, model.device, model.plan.bits, shape


def _loaded(info: ControlInfo, model: LoadedModel, load: Any) -> Any:
    files = [info.path] if info.path.is_file() else controls.weights_in(info.path)[:1]
    for file in files:
        if problem := weights.problem(file):
            raise _broken(info, problem)
    try:
        module = load(info, model)
    except MemoryError:
        raise
    except Exception as error:  # whatever the libraries raise for files they cannot make sense of
        raise _broken(info, " ".join(str(error).split())[:200]) from error
    module = module.requires_grad_(False).eval()
    if model.plan.bits:
        module = quantise.compress(module, model.plan.bits)
    return module.to(memory_format=torch.channels_last).to(model.device)


def _broken(info: ControlInfo, why: str) -> ModelError:
    return ModelError(
        f"The {controls.TITLES[info.technique]} “{info.title}” cannot be loaded ({why}).",
        "Download or copy it again, or choose another one.",
    )


def _from_folder(kind: Any, info: ControlInfo, model: LoadedModel) -> Any:
    files = controls.weights_in(info.path)[:1]
    if piece_loading.is_packed(files):
        return piece_loading.of_folder(kind, info.path, files, model.dtype, keep=True)
    stem = files[0].stem
    return kind.from_pretrained(
        info.path,
        variant="fp16" if stem.endswith(".fp16") else None,
        dtype=model.dtype,
        use_safetensors=True,
        local_files_only=True,
    )


def _flow_controlnet(info: ControlInfo, model: LoadedModel) -> Any:
    """From its folder, or from a single file with diffusers' names."""
    assert model.flow is not None
    kind = getattr(diffusers, model.flow.control)
    with warnings.catch_warnings():
        # diffusers tells of what it will move within itself.
        warnings.simplefilter("ignore", FutureWarning)
        if info.path.is_dir():
            return _from_folder(kind, info, model)
        state = packed_loading.tensors([info.path], model.dtype)
        for name, tensor in state.items():
            if not isinstance(tensor, packed_loading.Packed):
                state[name] = tensor.to(model.dtype)
        shapes = {name: tuple(tensor.shape) for name, tensor in state.items()}
        if rules := flow_controls.rules_of(model.flow, shapes):
            state = piece_loading.placed(state, rules)
        config = model.flow.control_config(info.config, state, model.unet.config)
        with init_empty_weights(include_buffers=False):
            net = kind.from_config(config)
    return piece_loading.filled(net, state)


def _adapter(info: ControlInfo, model: LoadedModel) -> Any:
    """From its folder, or from a single file whose tensors tell its shape."""
    if info.path.is_dir():
        return _from_folder(T2IAdapter, info, model)
    state = load_file(info.path)
    layout = adapter_files.layout({name: tuple(tensor.shape) for name, tensor in state.items()})
    assert layout is not None, "found as an adapter"
    with torch.device("meta"):  # made without numbers of its own: it takes the file's
        adapter = T2IAdapter(**layout.config)
    adapter.load_state_dict({layout.renamed(n): tensor for n, tensor in state.items()}, assign=True)
    nn.Module.to(adapter, model.dtype)  # diffusers' own method warns, whatever is cast
    return adapter


def _controlnet(info: ControlInfo, model: LoadedModel) -> Any:
    """From its folder; from a single file its shape is that of the model's UNet."""
    if info.is_told:
        return _union(info, model)
    if info.path.is_dir():
        return _from_folder(ControlNetModel, info, model)
    tensors = packed_loading.unpacked(packed_loading.tensors([info.path], model.dtype))
    state = {name.removeprefix(controls.LDM): tensor for name, tensor in tensors.items()}
    first = state.get("controlnet_cond_embedding.conv_in.weight")
    if first is None:
        first = state["input_hint_block.0.weight"]
    unet: UNet2DConditionModel = model.unet
    net = ControlNetModel.from_unet(
        unet, load_weights_from_unet=False, conditioning_channels=first.shape[1]
    )
    if "conv_in.weight" not in state:
        state = convert_controlnet_checkpoint(state, net.config)
    # A UNet may see more than the latents (inpainting), its ControlNets do not.
    net.conv_in = nn.Conv2d(LATENTS, net.conv_in.out_channels, kernel_size=3, padding=1)
    net.load_state_dict(state)
    nn.Module.to(net, model.dtype)  # diffusers' own method warns, whatever is cast
    # No file says so, but it is the one kind that was trained like this.
    net.register_to_config(global_pool_conditions=info.kind == "shuffle")
    return net


def _union(info: ControlInfo, model: LoadedModel) -> Any:
    """A net for several kinds: what its folder tells, or the model's UNet, goes for all but what
    its tensors tell."""
    inside = info.path.is_dir()
    file = controls.weights_in(info.path)[0] if inside else info.path
    state: dict[str, Any] = {
        name: one if isinstance(one, packed_loading.Packed) else one.to(model.dtype)
        for name, one in packed_loading.tensors([file], model.dtype).items()
    }
    shapes = {name: tuple(one.shape) for name, one in state.items()}
    told = read_json(info.path / "config.json") if inside else model.unet.config
    config = union_controls.config_of(told, shapes, LATENTS)
    known = inspect.signature(ControlNetUnionModel.__init__).parameters
    with init_empty_weights(include_buffers=False):
        net = ControlNetUnionModel.from_config(
            {name: value for name, value in config.items() if name in known}
        )
    return piece_loading.filled(net, state)
