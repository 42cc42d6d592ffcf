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
from typing import Any, TypeGuard

import torch
from torch import Tensor, nn

from core.models import flow_names
from core.models.additions import Addition
from core.models.edits import Change
from core.models.flow_names import Target
from core.models.gguf_loading import unpacked
from core.models.loading import LoadedModel
from core.models.old_names import to_diffusers
from core.models.quantise import CompressedLinear, is_packed

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
_MOST = 1e9
"""Beyond it an α or a rank is none."""
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
                    if is_packed(layer) or getattr(layer, "weight", None) is not None
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
            gguf = is_packed(layer) and not isinstance(layer, CompressedLinear)
            numbers = unpacked(parameter, torch.float32) if gguf else parameter.data
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
    if isinstance(layer, CompressedLinear):
        return layer.shape
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
        deltas: dict[bool, Tensor] = {}
        for parameter, delta in changes(layer, part, weight, factor):
            of_bias = parameter is own.bias  # a packed weight is unpacked anew at each look
            deltas[of_bias] = deltas[of_bias] + delta if of_bias in deltas else delta
        return Addition(layer, deltas.get(False), deltas.get(True))
    down, up = part["down"].float(), part["up"].float().flatten(1)
    _check_product(up, down.flatten(1), shape.numel())
    rank = len(down)
    if (len(up), down.numel()) != (shape[0], rank * shape[1:].numel()):
        raise WrongModel(f"{(len(up), *down.shape[1:])} for a layer of {tuple(shape)}")
    scale = weight * _scale(part, rank, factor)
    return Addition(layer, down.reshape(rank, *shape[1:]), up=scale * up)


def factors(metadata: Mapping[str, str]) -> dict[str, float]:
    """α / r of a file that keeps it in its metadata, as diffusers does: by part, and by layer."""
    try:
        about = json.loads(metadata.get("lora_adapter_metadata", "{}"))
    except (ValueError, TypeError, RecursionError):
        return {}
    if not isinstance(about, dict):
        return {}
    found: dict[str, float] = {}
    for part in ("unet", "transformer", "text_encoder", "text_encoder_2", "text_encoder_3"):
        rank, alpha = about.get(f"{part}.r"), about.get(f"{part}.lora_alpha")
        if not _is_number(rank) or not rank > 0 or not _is_number(alpha):
            continue
        root = math.sqrt if about.get(f"{part}.use_rslora") else float
        found[f"{part}."] = alpha / root(rank)
        ranks = _numbers(about.get(f"{part}.rank_pattern"))
        alphas = _numbers(about.get(f"{part}.alpha_pattern"))
        for name in {*ranks, *alphas}:
            if (own := ranks.get(name, rank)) > 0:
                found[f"{part}.{name}"] = alphas.get(name, alpha) / root(own)
    return found


def _is_number(value: Any) -> TypeGuard[float]:
    return type(value) in (int, float) and abs(value) < _MOST  # false for what is no number, too


def _numbers(pattern: Any) -> dict[str, float]:
    """Of a pattern of layers, those that have a number."""
    named = pattern.items() if isinstance(pattern, dict) else ()
    return {name: value for name, value in named if _is_number(value)}


def factor_of(name: str, told: Mapping[str, float]) -> float | None:
    """The factor that the metadata has for a layer of the file."""
    return told.get(name, told.get(name.split(".", 1)[0] + "."))


def _delta(part: Part, shape: torch.Size, factor: float | None) -> Tensor:
    """ΔW in float32, in the layer's shape. Nothing larger than that is made on the way: a few
    kilobytes of a file can be factors of terabytes."""
    p, most = {role: tensor.float() for role, tensor in part.items()}, shape.numel()
    if "up" in p:
        up, down = _factors(p, "up", "down", flat=True)
        rank = down.shape[0]
        if (mid := p.get("mid")) is not None:
            if mid.dim() < 2 or (up.shape[1], down.shape[0]) != mid.shape[:2]:
                raise _unfit(up, mid, down)
            _check_size(len(up) * down.shape[1] * mid.shape[2:].numel(), most, up, mid, down)
            delta = torch.einsum("or,rs...,si->oi...", up, mid, down)
        else:
            delta = _product(up, down, most)
    elif any(role.startswith("hada") for role in p):
        left, right = _hadamard(p, "1", most), _hadamard(p, "2", most)
        if left.shape != right.shape:
            raise _unfit(left, right)
        delta, rank = left * right, p["hada_w1_b"].shape[0]
    else:
        left, rank1 = _kronecker(p, "1", most)
        right, rank2 = _kronecker(p, "2", most)
        while left.dim() < right.dim():
            left = left[..., None]
        _check_size(left.numel() * right.numel(), most, left, right)
        delta, rank = torch.kron(left, right.contiguous()), rank2 or rank1
    return _shaped(delta * _scale(p, rank, factor), shape)


def _scale(part: Part, rank: int, factor: float | None) -> float:
    """α / r, as the part itself has it or the file's metadata."""
    if "alpha" in part and rank:
        if part["alpha"].numel() != 1:
            raise WrongModel(f"with an alpha of {part['alpha'].numel()} numbers")
        return part["alpha"].item() / rank
    return factor if factor is not None and "up" in part else 1.0


def _factors(p: Part, *roles: str, flat: bool = False) -> tuple[Tensor, Tensor]:
    """The two that are multiplied, as matrices when they are to be `flat`."""
    if any(role not in p or p[role].dim() < 2 for role in roles):
        raise WrongModel("without all of its factors")
    a, b = (p[role].flatten(1) if flat else p[role] for role in roles)
    return a, b


def _hadamard(p: Part, side: str, most: int) -> Tensor:
    a, b = _factors(p, f"hada_w{side}_a", f"hada_w{side}_b")
    if (core := p.get(f"hada_t{side}")) is not None:
        return _tucker(core, a, b, most)
    return _product(a, b, most)


def _kronecker(p: Part, side: str, most: int) -> tuple[Tensor, int]:
    """One factor of a Kronecker product, and its rank (0: it is whole)."""
    if (whole := p.get(f"lokr_w{side}")) is not None:
        return whole, 0
    a, b = _factors(p, f"lokr_w{side}_a", f"lokr_w{side}_b")
    if (core := p.get(f"lokr_t{side}")) is not None:
        return _tucker(core, a, b, most), b.shape[0]
    return _product(a, b.flatten(1), most).view(a.shape[0], *b.shape[1:]), b.shape[0]


def _tucker(core: Tensor, a: Tensor, b: Tensor, most: int) -> Tensor:
    if core.dim() != 4 or (a.dim(), b.dim()) != (2, 2) or core.shape[:2] != (len(a), len(b)):
        raise _unfit(core, a, b)
    _check_size(a.shape[1] * b.shape[1] * core.shape[2:].numel(), most, core, a, b)
    return torch.einsum("ijkl,jr,ip->prkl", core, b, a)


def _product(a: Tensor, b: Tensor, most: int) -> Tensor:
    _check_product(a, b, most)
    return a @ b


def _check_product(a: Tensor, b: Tensor, most: int) -> None:
    if a.dim() != 2 or b.dim() != 2 or a.shape[1] != b.shape[0]:
        raise _unfit(a, b)
    _check_size(len(a) * b.shape[1], most, a, b)


def _check_size(size: int, most: int, *factors: Tensor) -> None:
    """Of a product that must have no more numbers than the layer."""
    if size > most:
        shapes = " × ".join(str(tuple(one.shape)) for one in factors)
        raise WrongModel(f"{shapes} for a layer of {most} numbers")


def _unfit(*factors: Tensor) -> WrongModel:
    shapes = " and ".join(str(tuple(one.shape)) for one in factors)
    return WrongModel(f"{shapes}, which do not fit each other")


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
