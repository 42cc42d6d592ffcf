"""LoRA and its relatives: from the names in a file to changes of a model's weights.

Hu et al. 2021 (https://arxiv.org/abs/2106.09685): ΔW = (α / r) B A. LyCORIS (Yeh et al. 2023,
https://arxiv.org/abs/2309.14859): convolutions with a core (Tucker), LoHa
ΔW = (α / r) (B₁A₁) ⊙ (B₂A₂), LoKr ΔW = C ⊗ D, and plain differences. DoRA (Liu et al. 2024,
https://arxiv.org/abs/2402.09353): the length of each row is learned by itself.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from core.models import flow_names
from core.models.additions import Addition
from core.models.edits import Change
from core.models.flow_names import Target
from core.models.gguf_loading import is_packed, unpacked
from core.models.loading import LoadedModel
from core.models.old_names import to_diffusers

Part = dict[str, Tensor]
"""What a file has for one layer, by its role: "up", "down", "alpha"…"""

_ROLES = [
    (re.compile(r"(.+\.processor\.(?:qkv|proj)_lora\d?)\.(down|up)\.weight"), ""),
    (re.compile(r"(.+)\.lora_A(?:\.\w+)?\.weight"), "down"),
    (re.compile(r"(.+)\.lora_B(?:\.\w+)?\.weight"), "up"),
    (re.compile(r"(.+)\.lora_(down|up|mid)\.weight"), ""),
    (re.compile(r"(.+)_lora\.(down|up)\.weight"), ""),
    (re.compile(r"(.+)\.lora(?:_linear_layer)?\.(down|up)\.weight"), ""),
    (re.compile(r"(.+)\.lora_magnitude_vector(?:\.\w+)*"), "dora_scale"),
    (re.compile(r"(.+)\.((?:hada|lokr)_[wt][12](?:_[ab])?)"), ""),
    (re.compile(r"(.+)\.(alpha|dora_scale|diff|diff_b|w_norm|b_norm)"), ""),
]
_ENCODERS = (
    ("text_encoder_2", ("text_encoder_2.", "lora_te2_")),
    ("text_encoder", ("text_encoder.", "lora_te1_", "lora_te_")),
    ("unet", ("unet.", "lora_unet_")),
)
_ENCODERS_OF_FLOW = (
    ("text_encoder_3", ("text_encoder_3.", "lora_te3_")),
    ("text_encoder_2", ("text_encoder_2.", "lora_te2_")),
    ("text_encoder", ("text_encoder.", "lora_te1_", "lora_te_")),
    ("unet", ("transformer.", *flow_names.PREFIXES, "lora_unet_", "lora_transformer_", "lycoris_")),
)
"""The same of rectified-flow families; kohya's scripts always count T5 as the third."""
_PLAIN = (("diff", "weight"), ("w_norm", "weight"), ("diff_b", "bias"), ("b_norm", "bias"))
"""Roles that are differences as they stand, and of what."""

_BLOCK = re.compile(r"transformer_blocks_(\d+)_")
_OLD_WORDS = ("to_q", "to_k", "to_v", "to_out")
_WORDS = ("q_proj", "k_proj", "v_proj", "out_proj")


@dataclass(frozen=True)
class Place:
    """Where (a part of) what a file has for one of its layers belongs."""

    layer: nn.Module
    target: Target | None = None
    """Which of the file's rows; all when None."""


class WrongModel(ValueError):
    """A part's shape is not its layer's: it was learned on another kind of model."""


def parts(tensors: Mapping[str, Tensor]) -> dict[str, Part]:
    """The file's tensors by layer, under the layers' names in the file."""
    found: dict[str, Part] = {}
    for key, tensor in tensors.items():
        for pattern, role in _ROLES:
            if match := pattern.fullmatch(key):
                found.setdefault(match[1], {})[role or match[2]] = tensor
                break
        else:
            found.setdefault(key, {})[""] = tensor
    return found


class Layers:
    """The layers of a model under the names that files know them by."""

    def __init__(self, model: LoadedModel) -> None:
        self._model = model
        self._found: dict[str, dict[str, nn.Module]] = {}
        self._flow = model.flow
        self._prefixes = _ENCODERS if model.flow is None else _ENCODERS_OF_FLOW
        for part, _ in self._prefixes:
            network = self._network(part)
            if network is not None:
                self._found[part] = {
                    _flat(name): layer
                    for name, layer in network.named_modules()
                    if getattr(layer, "weight", None) is not None
                }

    def _network(self, part: str) -> Any:
        if self._flow is None or part == "unet":
            return getattr(self._model, part)
        parts = self._model.pipeline.components
        if part == "text_encoder_3" and parts.get(part) is None and self._flow.id == "flux":
            part = "text_encoder_2"  # FLUX.1's T5
        return parts.get(part)

    def places(self, name: str) -> list[Place]:
        """Where a file's layer belongs in the model: to one layer, or, of those that authors of
        transformers have in one, to several. Nowhere: to none."""
        if (layer := self.named(name)) is not None:
            return [Place(layer)]
        if self._flow is None:
            return []
        part, flat = self._split(name.removeprefix("base_model.model."))
        if part != "unet":
            return []
        last = max((int(m[1]) for n in self._found["unet"] if (m := _BLOCK.match(n))), default=-1)
        found = []
        for target in flow_names.targets(self._flow.id, flat, flat=True, last=last):
            if (layer := self._in("unet", _flat(target.name))) is None:
                return []
            found.append(Place(layer, target))
        return found

    def named(self, name: str) -> nn.Module | None:
        """The layer that a file calls so; None when the model has none of that name."""
        return self._in(*self._split(name.removeprefix("base_model.model.")))

    def _split(self, name: str) -> tuple[str, str]:
        """The network that a name says it is of, and the name without that, flat."""
        for part, prefixes in self._prefixes:
            for prefix in prefixes:
                if name.startswith(prefix):
                    return part, _flat(name.removeprefix(prefix))
        return "unet", _flat(name)

    def _in(self, part: str, flat: str) -> nn.Module | None:
        layers = self._found.get(part, {})
        if part == "unet":
            flat = flat.replace("_processor_", "_")
            tries = [flat, f"{flat}_0"]
            if self._flow is None:
                tries.append(to_diffusers(flat, self._model.unet.config))
        else:
            tries = [flat]
            for old, new in zip(_OLD_WORDS, _WORDS, strict=True):
                if flat.endswith(f"self_attn_{old}"):
                    tries.append(flat.removesuffix(old) + new)
        return next((layers[name] for name in tries if name in layers), None)


def changes(
    layer: nn.Module, part: Part, weight: float, factor: float | None = None
) -> Iterator[Change]:
    """What a part adds to its layer at a weight. `factor` is α / r when the file says it elsewhere.

    Raises WrongModel when the shapes do not fit.
    """
    own: Any = layer
    parameter: nn.Parameter = own.weight
    shape = shape_of(layer)
    if ("up" in part and "down" in part) or any(role[:4] in ("hada", "lokr") for role in part):
        delta = _delta(part, shape, factor)
        if (length := part.get("dora_scale")) is not None:
            numbers = unpacked(parameter, torch.float32) if is_packed(parameter) else parameter.data
            delta = _dora(numbers.float(), delta, length.to(delta.device).float())
        yield parameter, weight * delta
    for role, target in _PLAIN:
        if role in part:
            to: nn.Parameter | None = getattr(own, target, None)
            if to is None:
                raise WrongModel(f"a {target} for a layer that has none")
            place = shape if target == "weight" else to.shape
            yield to, weight * _shaped(part[role].float(), place)


def shape_of(layer: nn.Module) -> torch.Size:
    """The shape of a layer's weight, also where that is packed."""
    own: Any = layer
    return torch.Size(getattr(own.weight, "quant_shape", own.weight.shape))


_ROWS = ("up", "hada_w1_a", "hada_w2_a", "dora_scale", "diff", "diff_b", "w_norm", "b_norm")
"""Roles whose tensors have a row for each of the layer's."""


def of_place(part: Part, place: Place, factor: float | None = None) -> Part:
    """What of a part belongs to one of the layers that its layer is in the model.

    Raises WrongModel when its rows cannot be shared out so.
    """
    target = place.target
    if target is None or (target.of == 1 and not target.swapped):
        return part
    shape = shape_of(place.layer)
    rows = shape[0] * target.of // target.share

    def shared(tensor: Tensor) -> Tensor:
        if len(tensor) != rows:
            raise WrongModel(f"{len(tensor)} rows where {rows} belong")
        start, end = target.rows(rows)
        own = tensor[start:end]
        return torch.cat(own.chunk(2)[::-1]) if target.swapped else own

    if any(role.startswith("lokr") for role in part):  # whose rows are products
        whole = torch.Size((rows, *shape[1:]))
        return {"diff": shared(_delta(part, whole, factor))}
    return {role: shared(one) if role in _ROWS else one for role, one in part.items()}


def addition(layer: nn.Module, part: Part, weight: float, factor: float | None = None) -> Addition:
    """The same, for where it counts at some places only: a plain LoRA stays the two narrow layers
    that it is, of all others ΔW is written out.

    Raises WrongModel when the shapes do not fit.
    """
    own: Any = layer
    shape = shape_of(layer)
    if part.keys() - {"up", "down", "alpha"} or not isinstance(layer, nn.Linear | nn.Conv2d):
        deltas: dict[nn.Parameter, Tensor] = {}
        for parameter, delta in changes(layer, part, weight, factor):
            deltas[parameter] = deltas[parameter] + delta if parameter in deltas else delta
        return Addition(layer, deltas.get(own.weight), deltas.get(own.bias))
    down, up = part["down"].float(), part["up"].float().flatten(1)
    _product(up, down.flatten(1))
    rank = len(down)
    if (len(up), down.numel()) != (shape[0], rank * shape[1:].numel()):
        raise WrongModel(f"{(len(up), *down.shape[1:])} for a layer of {tuple(shape)}")
    scale = weight * _scale(part, rank, factor)
    return Addition(layer, down.reshape(rank, *shape[1:]), up=scale * up)


def factors(metadata: Mapping[str, str]) -> dict[str, float]:
    """α / r of a file that keeps it in its metadata, as diffusers does: by part, and by layer."""
    try:
        about = json.loads(metadata.get("lora_adapter_metadata", "{}"))
    except ValueError:
        return {}
    found: dict[str, float] = {}
    for part in ("unet", "transformer", "text_encoder", "text_encoder_2", "text_encoder_3"):
        rank, alpha = about.get(f"{part}.r"), about.get(f"{part}.lora_alpha")
        if not rank or alpha is None:
            continue
        root = math.sqrt if about.get(f"{part}.use_rslora") else float
        found[f"{part}."] = alpha / root(rank)
        ranks = about.get(f"{part}.rank_pattern") or {}
        alphas = about.get(f"{part}.alpha_pattern") or {}
        for name in {*ranks, *alphas}:
            found[f"{part}.{name}"] = alphas.get(name, alpha) / root(ranks.get(name, rank))
    return found


def factor_of(name: str, told: Mapping[str, float]) -> float | None:
    """The factor that the metadata has for a layer of the file."""
    return told.get(name, told.get(name.split(".", 1)[0] + "."))


def _delta(part: Part, shape: torch.Size, factor: float | None) -> Tensor:
    """ΔW in float32, in the layer's shape."""
    p = {role: tensor.float() for role, tensor in part.items()}
    if "up" in p:
        rank = p["down"].shape[0]
        if "mid" in p:
            core = (p["up"].flatten(1), p["mid"], p["down"].flatten(1))
            delta = torch.einsum("or,rs...,si->oi...", *core)
        else:
            delta = _product(p["up"].flatten(1), p["down"].flatten(1))
    elif "hada_w1_a" in p:
        rank = p["hada_w1_b"].shape[0]
        delta = _hadamard(p, "1") * _hadamard(p, "2")
    else:
        left, rank1 = _kronecker(p, "1")
        right, rank2 = _kronecker(p, "2")
        while left.dim() < right.dim():
            left = left[..., None]
        delta, rank = torch.kron(left, right.contiguous()), rank2 or rank1
    return _shaped(delta * _scale(p, rank, factor), shape)


def _scale(part: Part, rank: int, factor: float | None) -> float:
    """α / r, as the part itself has it or the file's metadata."""
    if "alpha" in part and rank:
        return part["alpha"].item() / rank
    return factor if factor is not None and "up" in part else 1.0


def _hadamard(p: Part, side: str) -> Tensor:
    a, b = p[f"hada_w{side}_a"], p[f"hada_w{side}_b"]
    if (core := p.get(f"hada_t{side}")) is not None:
        return torch.einsum("ijkl,jr,ip->prkl", core, b, a)
    return _product(a, b)


def _kronecker(p: Part, side: str) -> tuple[Tensor, int]:
    """One factor of a Kronecker product, and its rank (0: it is whole)."""
    if (whole := p.get(f"lokr_w{side}")) is not None:
        return whole, 0
    a, b = p[f"lokr_w{side}_a"], p[f"lokr_w{side}_b"]
    if (core := p.get(f"lokr_t{side}")) is not None:
        return torch.einsum("ijkl,jr,ip->prkl", core, b, a), b.shape[0]
    return _product(a, b.flatten(1)).view(a.shape[0], *b.shape[1:]), b.shape[0]


def _product(a: Tensor, b: Tensor) -> Tensor:
    if a.dim() != 2 or b.dim() != 2 or a.shape[1] != b.shape[0]:
        raise WrongModel(f"{tuple(a.shape)} and {tuple(b.shape)} do not fit each other")
    return a @ b


def _dora(weight: Tensor, delta: Tensor, length: Tensor) -> Tensor:
    """m (W + ΔW) / ‖W + ΔW‖ - W, with a length for each output, or (LyCORIS) for each input."""
    new = weight + delta.to(weight.device)
    by_input = length.dim() > 1 and length.shape[0] == 1 and length.shape[1] == weight.shape[1]
    axis = 1 if by_input else 0
    if length.numel() != weight.shape[axis]:
        raise WrongModel(f"{length.numel()} lengths for {weight.shape[axis]} rows")
    others = [d for d in range(weight.dim()) if d != axis]
    norm = new.pow(2).sum(others, keepdim=True).sqrt().clamp(min=1e-12)
    return length.view(norm.shape) * new / norm - weight


def _shaped(delta: Tensor, shape: torch.Size) -> Tensor:
    """A change in its layer's shape: 1×1 convolutions are kept as matrices by some."""
    if delta.shape == shape:
        return delta
    if delta.numel() != shape.numel() or delta.shape[:1] != shape[:1]:
        raise WrongModel(f"{tuple(delta.shape)} for a layer of {tuple(shape)}")
    return delta.reshape(shape)


def _flat(name: str) -> str:
    """A layer's name as kohya's scripts write it, without what transformers has dropped."""
    return name.replace(".", "_").removeprefix("text_model_")
