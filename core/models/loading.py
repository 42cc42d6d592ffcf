"""Loading a model into memory: the parts of it, frozen, in one place."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any
from weakref import WeakKeyDictionary

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.utils import logging as diffusers_logging
from torch import nn
from transformers import CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer
from transformers.utils import logging as transformers_logging

from core import allocator
from core.errors import Cancelled, ModelError
from core.models import (
    devices,
    differences,
    flow_loading,
    library,
    piece_loading,
    precision,
    stand_in_loading,
)
from core.models.compiled import CompiledUNet
from core.models.families import flow_named, sd, sdxl
from core.models.families.flow import FlowFamily
from core.models.info import ModelInfo, PreviewMap
from core.models.lean_loading import Lean
from core.models.offload import Turns
from core.models.parts import Parts, key_of, size_of, texts_of
from core.models.plan import WHOLE, Plan
from core.models.single_file_loading import Single
from core.models.stand_ins import TITLES, StandIn, own_config

_LOADING = threading.Lock()
"""from_pretrained patches torch's initialisers while it runs: one model at a time."""


_NONE: Mapping[str, StandIn] = MappingProxyType({})

_FITTED: WeakKeyDictionary[Any, PreviewMap] = WeakKeyDictionary()
"""Maps that were fitted to autoencoders, as long as these are in memory."""


@dataclass(frozen=True, eq=False)
class LoadedModel:
    """A model in memory. Its modules are frozen: whoever changes one puts it back."""

    info: ModelInfo
    unet: Any
    vae: Any
    text_encoder: Any
    tokenizer: Any
    scheduler_config: dict[str, Any]
    preview_map: PreviewMap
    device: torch.device
    dtype: torch.dtype
    words: dict[Any, Any] = field(default_factory=dict)
    """Prompts that have been encoded, most recent last; `core.denoise.prompt` keeps it short."""
    text_encoder_2: Any = None
    """SDXL's second one, whose projected summary of the prompt the UNet is told as well."""
    tokenizer_2: Any = None
    zeros_for_empty: bool = False
    """Whether the model was trained with zeros in place of the empty prompt (SDXL)."""
    flow: FlowFamily | None = None
    """Its family, where a transformer predicts a velocity; `unet` is that transformer then."""
    pipeline: Any = None
    """diffusers' pipeline around the parts of such a model: it knows how prompts are read."""
    plan: Plan = WHOLE
    """How it is held in memory."""
    turns: Turns | None = None
    """The turns that its parts take on the device; None: all of them are there."""
    compiled: CompiledUNet | None = None
    """The UNet compiled for the processor, for predictions in which nobody looks on."""

    @property
    def modules(self) -> tuple[Any, ...]:
        """Its networks, the UNet first."""
        if self.pipeline is not None:
            rest = (
                part for part in self.pipeline.components.values() if isinstance(part, nn.Module)
            )
            return (self.unet, *(part for part in rest if part is not self.unet))
        parts = self.unet, self.vae, self.text_encoder, self.text_encoder_2
        return tuple(part for part in parts if part is not None)

    @property
    def encoders(self) -> tuple[tuple[Any, Any], ...]:
        """Each tokenizer and the text encoder that reads its tokens."""
        pairs = (self.tokenizer, self.text_encoder), (self.tokenizer_2, self.text_encoder_2)
        return tuple(pair for pair in pairs if pair[1] is not None)

    def running(self) -> AbstractContextManager[None]:
        """To be held while it computes: brings its parts when it is their turn."""
        return nullcontext() if self.turns is None else self.turns.running()

    @property
    def device_name(self) -> str:
        """As shown to the artist: "CPU, bfloat16"."""
        name = devices.named(self.device)
        return f"{name}, {str(self.dtype).removeprefix('torch.')}"


def load(
    info: ModelInfo,
    *,
    device: torch.device | str | None = None,
    dtype: torch.dtype | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    parts: Parts | None = None,
    stand_ins: Mapping[str, StandIn] = _NONE,
    plan: Plan = WHOLE,
) -> LoadedModel:
    """Loads a model from its folder or file; never from anywhere else, and never a pickle.

    The device and the number type are chosen here when None. What `parts` holds already is taken
    from there; under a `plan` by which parts take turns, nothing is shared. Of the parts that are
    named in `stand_ins` those are loaded, and the model's own are not. Raises ModelError when a
    part is missing, broken or unsafe, and Cancelled between two parts.
    """
    library.check(info)
    diffusers_logging.disable_progress_bar()
    transformers_logging.disable_progress_bar()
    place = torch.device(device) if device is not None else devices.best()
    held = parts or Parts(0)
    if (family := flow_named(info.family)) is not None:
        return _flow(info, family, place, dtype, held, cancelled, stand_ins, plan)
    return _unet(info, place, dtype, held, cancelled, stand_ins, plan)


def _unet(
    info: ModelInfo,
    place: torch.device,
    dtype: torch.dtype | None,
    held: Parts,
    cancelled: Callable[[], bool],
    stand_ins: Mapping[str, StandIn],
    plan: Plan,
) -> LoadedModel:
    """A model with a UNet: Stable Diffusion 1, 2 and XL."""
    single = Single(info.path) if info.path.is_file() else None
    with _LOADING:
        kind = dtype or precision.choose(
            f"{info.id} {info.path}",
            place,
            lambda: _part(UNet2DConditionModel, info, "unet", torch.float32, cancelled, single),
            large=plan.turns,
        )
        lean = Lean(plan, place, kind, shared=devices.shares_memory(place)) if plan.turns else None
        kinds = _kinds(info, kind, stand_ins)
        held.begin(
            _key(one, info, name, type_, single, place)
            if name not in stand_ins
            else _key_of_other(one, info, name, type_, place, stand_ins[name])
            for name, (one, type_) in kinds.items()
        )

        def part(name: str) -> Any:
            if name in stand_ins:
                if cancelled():
                    raise Cancelled
                if lean is not None:
                    return _lean_other(lean, *kinds[name], info, name, stand_ins[name])
                return _other(*kinds[name], info, name, place, stand_ins[name], held)
            if lean is not None:
                return _lean_part(lean, *kinds[name], info, name, cancelled, single)
            return _part(kinds[name][0], info, name, kinds[name][1], cancelled, single, held, place)

        unet, vae, text_encoder = part("unet"), part("vae"), part("text_encoder")
        tokenizer = _tokenizer(info, "tokenizer", single, held)
        second: dict[str, Any] = {}
        if info.family == sdxl.FAMILY:
            second = {
                "text_encoder_2": part("text_encoder_2"),
                "tokenizer_2": _tokenizer(info, "tokenizer_2", single, held),
                "zeros_for_empty": sdxl.zeros_for_empty(
                    {} if single else library.read_json(info.part("model_index.json"))
                ),
            }
    if cancelled():
        raise Cancelled
    turns = None if lean is None else lean.turns()
    return LoadedModel(
        info=info,
        unet=unet,
        vae=vae,
        text_encoder=text_encoder,
        tokenizer=tokenizer,
        scheduler_config=(
            single.scheduler_config
            if single
            else library.read_json(info.part("scheduler") / "scheduler_config.json")
        ),
        preview_map=_preview_map(info, vae, turns=turns),
        device=place,
        dtype=kind,
        plan=plan,
        turns=turns,
        **second,
    )


def _kinds(
    info: ModelInfo, kind: torch.dtype, stand_ins: Mapping[str, StandIn]
) -> dict[str, tuple[Any, torch.dtype]]:
    """The networks of a model with a UNet, with the class and the number type of each."""
    kinds: dict[str, tuple[Any, torch.dtype]] = {
        "unet": (UNet2DConditionModel, kind),
        "vae": (AutoencoderKL, _vae_type(info, kind, stand_ins.get("vae"))),
        "text_encoder": (CLIPTextModel, kind),
    }
    if info.family == sdxl.FAMILY:
        kinds["text_encoder_2"] = (CLIPTextModelWithProjection, kind)
    return kinds


def load_refiner(
    info: ModelInfo,
    base: LoadedModel,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    parts: Parts | None = None,
) -> LoadedModel:
    """A refiner (`library.refiners`) that finishes what `base` has begun: its UNet and its text
    encoder, with the autoencoder of the base, on its device and in its number type.

    Raises as `load` does.
    """
    library.check(info)
    single = Single(info.path) if info.path.is_file() else None
    held, place, kind = parts or Parts(0), base.device, base.dtype
    kinds = {"unet": UNet2DConditionModel, "text_encoder_2": CLIPTextModelWithProjection}
    with _LOADING:
        keys = [_key(one, info, name, kind, single, place) for name, one in kinds.items()]
        held.begin(keys, beside=True)
        unet, encoder = (
            _part(one, info, name, kind, cancelled, single, held, place)
            for name, one in kinds.items()
        )
        tokenizer = _tokenizer(info, "tokenizer_2", single, held)
    index = {} if single else library.read_json(info.part("model_index.json"))
    refiner = LoadedModel(
        info=info,
        unet=unet,
        vae=base.vae,
        text_encoder=None,
        tokenizer=None,
        text_encoder_2=encoder,
        tokenizer_2=tokenizer,
        scheduler_config={},
        preview_map=base.preview_map,
        device=place,
        dtype=kind,
        zeros_for_empty=bool(index.get("force_zeros_for_empty_prompt", False)),
    )
    return beside(refiner, base)


def beside(refiner: LoadedModel, base: LoadedModel) -> LoadedModel:
    """A refiner with the autoencoder and the noise of the model whose pictures it finishes."""
    noise = base.scheduler_config | {"prediction_type": refiner.info.prediction_type}
    return replace(refiner, vae=base.vae, preview_map=base.preview_map, scheduler_config=noise)


def _flow(
    info: ModelInfo,
    family: FlowFamily,
    place: torch.device,
    dtype: torch.dtype | None,
    parts: Parts,
    cancelled: Callable[[], bool],
    stand_ins: Mapping[str, StandIn],
    plan: Plan,
) -> LoadedModel:
    """A model of a rectified-flow family."""
    kind = dtype or precision.for_large(place)
    lean = Lean(plan, place, kind, shared=devices.shares_memory(place)) if plan.turns else None
    with _LOADING:
        others = {
            name: _other(flow_loading.kind_of(info, name), kind, info, name, place, one, parts)
            if lean is None
            else _lean_other(lean, flow_loading.kind_of(info, name), kind, info, name, one)
            for name, one in stand_ins.items()
        }
        found = flow_loading.components(
            info, family, place, kind, parts, cancelled, _broken, others, lean
        )
        pipeline = flow_loading.pipeline(info, family, found)
    if cancelled():
        raise Cancelled
    turns = None if lean is None else lean.turns()
    return LoadedModel(
        info=info,
        unet=found["transformer"],
        vae=found["vae"],
        text_encoder=found.get("text_encoder"),
        tokenizer=found.get("tokenizer"),
        scheduler_config=flow_loading.scheduler_config(info),
        preview_map=_preview_map(info, found["vae"], family, turns),
        device=place,
        dtype=kind,
        flow=family,
        pipeline=pipeline,
        plan=plan,
        turns=turns,
    )


def _lean_part(
    lean: Lean,
    kind: Any,
    dtype: torch.dtype,
    info: ModelInfo,
    name: str,
    cancelled: Callable[[], bool],
    single: Single | None,
) -> Any:
    """As `_part`, but its weights wait for their turn."""

    def load() -> Any:
        return _part(kind, info, name, dtype, cancelled, single)

    def prepare(module: Any) -> Any:
        painting = name in ("unet", "vae")
        return module.to(memory_format=torch.channels_last) if painting else module

    plain = single is None and not differences.file_of(info.path / name).is_file()
    folder = info.part(name) if plain else None
    try:
        return lean.taken(name, kind, load, folder, library.WEIGHTS[name], prepare, dtype)
    except (OSError, ValueError, KeyError) as error:
        raise _broken(info, name, error) from error


def _lean_other(
    lean: Lean, kind: Any, dtype: torch.dtype, info: ModelInfo, name: str, one: StandIn
) -> Any:
    """As `_other`, but its weights wait for their turn."""
    cpu = torch.device("cpu")

    def load() -> Any:
        return _other(kind, dtype, info, name, cpu, one, Parts(0))

    return lean.taken(name, kind, load, None, "", dtype=dtype)


def _part(
    kind: Any,
    info: ModelInfo,
    name: str,
    dtype: torch.dtype,
    cancelled: Callable[[], bool],
    single: Single | None = None,
    parts: Parts | None = None,
    place: torch.device | None = None,
) -> Any:
    """One of the model's modules, frozen and in evaluation mode; shared with other models by
    `parts`, on the device `place`."""
    if cancelled():
        raise Cancelled

    def load() -> Any:
        module = _loaded(kind, info, name, dtype, single)
        if name in ("unet", "vae"):
            # 2-17 % less time than the contiguous layout here, in both number types.
            module.to(memory_format=torch.channels_last)
        return module.to(place)

    if parts is None or place is None:
        return _loaded(kind, info, name, dtype, single)
    key = _key(kind, info, name, dtype, single, place)
    size = 0 if single is not None else size_of(info.part(name))
    return load() if key is None else parts.get(key, size, load)


def _other(
    kind: Any,
    dtype: torch.dtype,
    info: ModelInfo,
    name: str,
    place: torch.device,
    one: StandIn,
    parts: Parts,
) -> Any:
    """What stands in for one of the model's modules, shared as they are."""
    own = own_config(info, name)

    def load() -> Any:
        try:
            module = stand_in_loading.network(one, own, kind, dtype).requires_grad_(False).eval()
        except MemoryError:
            raise
        except Exception as error:  # as below
            raise _broken_file(one.title, TITLES[one.kind], error) from error
        if kind is AutoencoderKL:
            module.to(memory_format=torch.channels_last)
        return module.to(place)

    key = _key_of_other(kind, info, name, dtype, place, one)
    return load() if key is None else parts.get(key, stand_in_loading.size(one), load)


def _key_of_other(
    kind: Any, info: ModelInfo, name: str, dtype: torch.dtype, place: torch.device, one: StandIn
) -> Hashable:
    told = kind.__name__, str(dtype), str(place)
    return stand_in_loading.key(one, own_config(info, name), told)


def _key(
    kind: Any,
    info: ModelInfo,
    name: str,
    dtype: torch.dtype,
    single: Single | None,
    place: torch.device,
) -> Hashable:
    """What tells a module from all others; None for one that is not shared."""
    told = kind.__name__, str(dtype), str(place)
    if single is not None:
        return (*single.key(name), *told)
    if differences.file_of(info.path / name).is_file():
        return None
    return key_of(info.part(name), *told)


def _loaded(
    kind: Any, info: ModelInfo, name: str, dtype: torch.dtype, single: Single | None
) -> Any:
    stem = library.WEIGHTS[name]
    try:
        if single is not None:
            module = single.network(kind, name, dtype)
        elif differences.file_of(info.path / name).is_file():
            module = differences.restored(kind, info, name, dtype)
        elif piece_loading.is_packed(files := library.weight_files(info.part(name), stem)):
            # A run may change any of these weights: they are unpacked.
            module = piece_loading.of_folder(kind, info.part(name), files, dtype, keep=False)
        else:
            module = kind.from_pretrained(
                info.part(name),
                dtype=dtype,
                use_safetensors=True,
                local_files_only=True,
                variant=library.variant_of(info.part(name), stem),
            )
    except MemoryError:
        raise
    except Exception as error:  # whatever the libraries raise for files they cannot make sense of
        raise _broken(info, name, error) from error
    return module.requires_grad_(False).eval()


def _vae_type(info: ModelInfo, kind: torch.dtype, other: StandIn | None) -> torch.dtype:
    """SDXL's autoencoder computes numbers beyond float16's range, unless it was mended since."""
    if info.family != sdxl.FAMILY or kind != torch.float16:
        return kind
    if other is not None:
        return kind if other.config.get("force_upcast") is False else torch.float32
    if info.path.is_file():  # which of the two it holds, no header tells
        return torch.float32
    mended = library.read_json(info.part("vae") / "config.json").get("force_upcast") is False
    return kind if mended else torch.float32


def _tokenizer(info: ModelInfo, name: str, single: Single | None, parts: Parts) -> Any:
    try:
        if single is not None:
            return single.tokenizer(name)
        folder = info.part(name)
        return parts.get(
            ("tokenizer", texts_of(folder)),
            0,
            lambda: CLIPTokenizer.from_pretrained(folder, local_files_only=True),
        )
    except MemoryError:
        raise
    except Exception as error:  # as above
        raise _broken(info, name, error) from error


def _broken(info: ModelInfo, part: str, error: Exception) -> ModelError:
    return _unloadable(f"The {part.replace('_', ' ')} of the model “{info.title}”", "model", error)


def _broken_file(title: str, what: str, error: Exception) -> ModelError:
    return _unloadable(f"The {what} “{title}”", "file", error)


def _unloadable(told: str, what: str, error: Exception) -> ModelError:
    first = str(error).strip().splitlines()[:1]
    return ModelError(
        f"{told} cannot be loaded{f' ({first[0]})' if first else ''}.",
        f"Download or copy the {what} again, or choose another one.",
    )


def _preview_map(
    info: ModelInfo, vae: Any, family: FlowFamily | None = None, turns: Turns | None = None
) -> PreviewMap:
    """The model's own map; else its family's; else one fitted to its autoencoder."""
    try:
        return PreviewMap.of_json(library.read_json(info.part("preview.json")))
    except (OSError, ValueError):
        pass
    config = vae.config
    if family is None and (config.scaling_factor, config.latent_channels) == (sd.VAE_SCALING, 4):
        return sd.PREVIEW
    from core.denoise.preview import fit_preview_map

    if vae not in _FITTED:
        with nullcontext() if turns is None else turns.running():
            _FITTED[vae] = fit_preview_map(vae, family=family)
        allocator.give_back()
    return _FITTED[vae]
