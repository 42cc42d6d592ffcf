"""Networks that may stand in for a model's own: autoencoders and text encoders (no torch).

A folder as diffusers and transformers save them, told by its config.json, or one file, told by its
tensors: an autoencoder in the layout of its first authors or in diffusers', a text encoder in that
of transformers, or, a language model, in GGUF. Which other classes of autoencoders there are tells
`core.models.autoencoders`.

A language model has to be built as the model's own is: what a transformer was trained to be told
is one network's words. So far it may only have been trained otherwise, or have other numbers
(FP8, GGUF).

No tensor tells SDXL's autoencoder from that of SD 1.x: they are built alike, and their latents
mean different things. A folder's configuration does, by its scaling factor; of a file, what its
metadata calls it, or the name under which it is published.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import ModelError
from core.models import autoencoders, gguf_header, kinds, pieces, single_file, weights
from core.models.families import flow_named, sd, sdxl
from core.models.folders import CONFIG, INDEX, folders, published_name
from core.models.info import ModelInfo, Piece
from core.models.library import read_json, variant_of, weight_files, weight_problems
from core.other_parts import NETWORKS

if TYPE_CHECKING:
    from core.request import Request

VAE, TEXT_ENCODER = "vae", "text_encoder"
TITLES = {VAE: "autoencoder (VAE)", TEXT_ENCODER: "text encoder"}
CLASS = autoencoders.KL
ENCODERS = ("clip_text_model", "clip")
"""The model_type of folders of text encoders; the second has one for pictures as well."""
STEMS = {VAE: "diffusion_pytorch_model", TEXT_ENCODER: "model"}

LATENTS = "decoder.conv_in.weight"
PREFIXES = ("", single_file.VAE, "vae.")
"""What names of tensors begin with in files that hold an autoencoder and nothing else."""
WORDS = "text_model.embeddings.token_embedding.weight"
PLACES = "text_model.embeddings.position_embedding.weight"
LAYERS = re.compile(r"text_model\.encoder\.layers\.(\d+)\.")

SCALINGS = {"sd1": sd.VAE_SCALING, "sd2": sd.VAE_SCALING, "sdxl": single_file.VAE_SCALING_XL,
            "flux": 0.3611, "sd3": 1.5305}  # fmt: skip
FAMILIES = {sd.VAE_SCALING: "sd", single_file.VAE_SCALING_XL: "sdxl", 0.3611: "flux", 1.5305: "sd3"}
"""Scaling factor → the family whose latents have it."""
_MADE_FOR = {scaling: name.upper() for scaling, name in FAMILIES.items()}
_XL = re.compile(r"(?<![a-z])(sd)?xl(?![a-z])|stable-diffusion-xl")
_SD3 = re.compile(r"(?<![a-z])(sd|stable-diffusion-)3")
_SAID = ("modelspec.architecture", "modelspec.title", "name")
MENDED = re.compile(r"fp16[-_ ]?fix")
"""In names of SDXL's autoencoders that compute in half precision."""


@dataclass(frozen=True)
class StandIn:
    """A network beside the models, as far as its header or configuration tells."""

    id: str
    title: str
    kind: str
    """VAE or TEXT_ENCODER."""
    path: Path
    """A folder, or a safetensors file."""
    config: Mapping[str, Any] = field(default_factory=dict, hash=False, compare=False)
    """How it is built, in the terms of diffusers and transformers."""
    prefix: str = ""
    """What the names of a file's tensors begin with."""
    family: str = ""
    """Of `core.models.catalogue.FAMILIES`: whose latents an autoencoder makes; "clip", "t5"…"""
    piece: Piece | None = field(default=None, hash=False, compare=False)
    """A language model, T5, or an autoencoder of another class than `CLASS`, as a part of a
    transformer's model."""
    problems: tuple[str, ...] = ()


def find(dirs: Sequence[Path]) -> list[StandIn]:
    """Every one in these folders, in their order; broken ones too. Of two with the same id the
    later one is known as "folder/id", or by as many folders as tell it. Reads headers and
    configurations only."""
    seen: set[Path] = set()
    found: dict[str, StandIn] = {}
    for top in dirs:
        for path in _candidates(Path(top)):
            real = path.resolve()
            if real in seen or (one := _looked_at(path)) is None:
                continue
            seen.add(real)
            above = iter(path.parents)
            while one.id in found and (folder := next(above, None)) is not None:
                one = replace(one, id=f"{folder.name}/{one.id}")
            found.setdefault(one.id, one)
    return list(found.values())


def fitting(found: Sequence[StandIn], part: str, info: ModelInfo) -> list[StandIn]:
    """Those that can take the place of a model's part ("vae", "text_encoder_2")."""
    return [one for one in found if one.kind == _kind(part) and not unfit(one, part, info)]


def models_of(one: StandIn, models: Sequence[ModelInfo]) -> list[str]:
    """The ids of the models of which it can be a part."""
    places = [part for part in NETWORKS if _kind(part) == one.kind]
    return [info.id for info in models if any(not unfit(one, part, info) for part in places)]


def chosen(found: Sequence[StandIn], part: str, id: str, info: ModelInfo) -> StandIn:
    """The network called `id`, or that lies there, for a part of a model.

    Raises ModelError with the reason when it is not there, is broken or does not fit.
    """
    kind = _kind(part)
    for one in found:
        if one.kind == kind and id in (one.id, str(one.path)):
            if reason := unfit(one, part, info):
                raise ModelError(
                    f"The {TITLES[kind]} “{id}” cannot be used with “{info.title}”. {reason}",
                    "Choose another one, or the model's own.",
                )
            return one
    fit = ", ".join(one.id for one in fitting(found, part, info)) or "none"
    raise ModelError(
        f"There is no {TITLES[kind]} called “{id}”.",
        f"Choose one that fits ({fit}), or the model's own.",
    )


def of_request(request: Request, info: ModelInfo, dirs: Sequence[Path]) -> dict[str, StandIn]:
    """What stands in for parts of a model in a request: part → network. Looks for nothing where
    nothing is asked for.

    Raises ModelError as `chosen` does.
    """
    wanted = request.parts.networks
    found = find(dirs) if wanted else []
    return {part: chosen(found, part, id, info) for part, id in wanted.items()}


def unfit(one: StandIn, part: str, info: ModelInfo) -> str:
    """Why a network cannot be a part of a model; empty when it can."""
    if one.problems:
        return one.problems[0]
    own = own_config(info, part)
    if not own:
        return "The model has no such part that could be another one."
    if part != VAE and (network := _own_piece(info, part)) is not None:
        clip = network.kind in pieces.CLIPS
        if one.piece is not None or not clip:
            flow = flow_named(info.family)
            sees = flow is not None and flow.sees and "instruct" in info.can
            return _unfit_reader(one.piece, network, sees=sees)
    elif part != VAE and one.piece is not None:
        return f"It is {pieces.TITLES[one.piece.kind]}, and the model's own is CLIP."
    return _unfit_vae(one.config, own) if part == VAE else _unfit_encoder(one.config, own, part)


def own_config(info: ModelInfo, part: str) -> Mapping[str, Any]:
    """The configuration of a model's own part; empty when it has none that can be exchanged."""
    if info.problems:
        return {}
    if flow_named(info.family) is not None and part != VAE:
        piece = _own_piece(info, part)
        if piece is None:
            return {}
        return _WIDTHS | dict(piece.config) if piece.kind in pieces.CLIPS else piece.config
    if info.assembly is not None:
        piece = info.assembly.pieces.get(part)
        if piece is None or piece.kind not in autoencoders.TITLES:
            return {}
        return {"_class_name": piece.kind} | dict(piece.config)
    if info.path.is_file():
        layout = _layout(info.path, info.path.stat().st_mtime_ns)
        if part == VAE:
            return layout.vae
        number = int(part.endswith("_2"))
        return layout.encoders[number] if number < len(layout.encoders) else {}
    try:
        config = read_json(info.part(part) / CONFIG)
        if part == VAE and config.get("_class_name") not in autoencoders.TITLES:
            return {}
    except (OSError, ValueError):
        return {}
    return config


def _own_piece(info: ModelInfo, part: str) -> Piece | None:
    """A transformer's own text encoder; None for a UNet's, and where there is none."""
    if flow_named(info.family) is None:
        return None
    if info.assembly is not None:
        return info.assembly.pieces.get(part)
    return pieces.network_in(info.part(part))


_ALIKE = (
    ("vocab_size", "It knows {:,} words, and the model's own {:,}."),
    ("num_hidden_layers", "It has {} layers, and the model's own {}."),
    ("num_layers", "It has {} layers, and the model's own {}."),
    *((key, "It is built otherwise than the model's own ({} and {} numbers a layer).")
      for key in ("intermediate_size", "d_ff")),
    *((key, "It is built otherwise than the model's own ({} and {} heads of attention).")
      for key in ("num_attention_heads", "num_key_value_heads", "num_heads")),
)  # fmt: skip
"""What of its configuration has to be the same, and what is said where it is not."""


def _unfit_reader(one: Piece | None, own: Piece, *, sees: bool) -> str:
    """Why a language model cannot be in the place of a transformer's own."""
    if one is None or not pieces.same(one.kind, own.kind):
        told = pieces.TITLES[pieces.CLIP if one is None else one.kind]
        return f"It is {told}, and the model's own is {pieces.TITLES[own.kind]}."
    if one.width != own.width:
        return f"Its words are {one.width} numbers wide, and the model's own {own.width}."
    config, wanted = pieces.reading(one.config), pieces.reading(own.config)
    for key, said in _ALIKE:
        found, needed = config.get(key), wanted.get(key)
        if type(found) is int and type(needed) is int and found != needed:
            return said.format(found, needed)
    if sees and pieces.VISION in own.config and pieces.VISION not in one.config:
        return "It only reads, and the model's own also sees the pictures that are edited."
    return ""


def _unfit_vae(config: Mapping[str, Any], own: Mapping[str, Any]) -> str:
    kind, needed = (str(one.get("_class_name", CLASS)) for one in (config, own))
    if not autoencoders.same(kind, needed):
        return (
            f"It is an autoencoder of {autoencoders.TITLES[kind]}, and the model's own is of "
            f"{autoencoders.TITLES[needed]}."
        )
    channels, wanted = autoencoders.latents(config), autoencoders.latents(own)
    if channels != wanted:
        return f"Its latents have {channels} channels, and the model's have {wanted}."
    side, wanted = autoencoders.factor(kind, config), autoencoders.factor(needed, own)
    if side != wanted:
        return f"It makes one latent of {side} pixels a side, and the model's own of {wanted}."
    taken, given = autoencoders.colours(config)
    if (taken, given) != autoencoders.colours(own):
        return f"It takes {taken} numbers a pixel and gives {given}: three of each are a picture."
    if kind == CLASS or kind == autoencoders.DC:
        usual = sd.VAE_SCALING if kind == CLASS else 1.0
        scaling, scaled = (float(one.get("scaling_factor", usual)) for one in (config, own))
        if abs(scaling - scaled) > 1e-4:
            made_for = _MADE_FOR.get(scaling, "another model") if kind == CLASS else "another model"
            return _of_other_latents(made_for)
    elif any(told in config and told in own and _far(config[told], own[told]) for told in _LATENTS):
        return _of_other_latents("another model")
    return ""


_LATENTS = ("latents_mean", "latents_std")


def _of_other_latents(made_for: str) -> str:
    return f"It is made for the latents of {made_for}: colours would be wrong with this model."


def _far(numbers: Any, others: Any) -> bool:
    """Whether two lists of numbers are not the same ones."""
    return len(numbers) != len(others) or any(
        abs(one - other) > 1e-3 for one, other in zip(numbers, others, strict=True)
    )


def _unfit_encoder(config: Mapping[str, Any], own: Mapping[str, Any], part: str) -> str:
    for key, what in (("hidden_size", "Its words are {} numbers wide, and the model's own {}."),
                      ("vocab_size", "It knows {:,} words, and the model's own {:,}."),
                      ("max_position_embeddings",
                       "It reads {} words at once, and the model's own {}.")):  # fmt: skip
        if config[key] != own.get(key):
            return what.format(config[key], own.get(key))
    layers, wanted = config["num_hidden_layers"], own["num_hidden_layers"]
    if layers < wanted:
        return f"It has {layers} layers, and the model's own {wanted}."
    if part.endswith("_2") and config.get("projection_dim") != own.get("projection_dim"):
        return "It does not sum up prompts as the model's own does."
    return ""


def _kind(part: str) -> str:
    return VAE if part == VAE else TEXT_ENCODER


@lru_cache(maxsize=64)
def _layout(file: Path, changed: int) -> single_file.Layout:
    """`changed` is the file's, so that what is remembered is never old."""
    return single_file.layout_of(file)


# Finding -----------------------------------------------------------------------------------


def _candidates(top: Path) -> Iterator[Path]:
    for folder in folders(top, below=lambda folder: not folder.holds(INDEX)):
        if folder.holds(CONFIG) and not folder.holds(INDEX):
            yield folder.path
        elif not folder.holds(INDEX):
            yield from folder.weights()
            yield from (folder.path / n for n in folder.files if n.endswith(gguf_header.SUFFIX))


def _looked_at(path: Path) -> StandIn | None:
    try:
        if path.is_dir():
            return _of_folder(path)
        stat = path.stat()
        return _of_file(path, stat.st_size, stat.st_mtime_ns)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _of_folder(path: Path) -> StandIn | None:
    config = read_json(path / CONFIG)
    name, piece = published_name(path), None
    if config.get("_class_name") in autoencoders.FAMILIES:
        kind, family = VAE, autoencoders.FAMILIES[config["_class_name"]]
        piece = Piece(config["_class_name"], path, width=autoencoders.latents(config))
        autoencoders.factor(piece.kind, config)
    elif config.get("_class_name") == CLASS:
        kind, family = VAE, FAMILIES.get(float(config.get("scaling_factor", sd.VAE_SCALING)), "")
        if not isinstance(config.get("block_out_channels"), list):
            return None
    elif config.get("model_type") in ENCODERS:
        kind, family = TEXT_ENCODER, "clip"
        config = config.get("text_config", config) if config["model_type"] == "clip" else config
        config = _WIDTHS | config
    elif (piece := pieces.network_in(path)) is not None and piece.kind in pieces.READERS:
        kind, family = TEXT_ENCODER, pieces.READERS[piece.kind]
    else:
        return None
    problems = [
        f"{file.name} is a pickle: a file that could run any program when it is opened."
        for file in weights.pickles(path)
        if variant_of(path, STEMS[kind]) is None and not list(path.glob("*.safetensors"))
    ] or weight_problems(path, STEMS[kind])
    if not problems and not _as_deep(path, kind, config):
        problems = [f"{path.name}: its configuration is not that of its weights."]
    return StandIn(name, name, kind, path, config, "", family, piece, tuple(problems))


def _as_deep(path: Path, kind: str, config: Mapping[str, Any]) -> bool:
    """Whether a folder has weights for as many layers as its configuration promises: layers are
    made before weights are read, and a great number alone would fill the memory."""
    config = pieces.reading(config)
    there = sum(len(weights.shapes(file)) for file in weight_files(path, STEMS[kind]))
    for told in (config[key] for key in _LAYERS[kind] if key in config):
        each = told if isinstance(told, list | tuple) else [told]
        if not all(type(one) is int and 0 <= one <= there for one in each):
            return False
        if not 0 < sum(each) <= there:
            return False
    return True


_LAYERS = {
    TEXT_ENCODER: ("num_hidden_layers", "num_layers"),
    VAE: ("layers_per_block", "num_res_blocks", "encoder_layers_per_block",
          "decoder_layers_per_block"),
}  # fmt: skip
"""Where a configuration says how many layers there are, or at each level."""

_WIDTHS = {"hidden_size": 512, "vocab_size": 49408, "max_position_embeddings": 77,
           "num_hidden_layers": 12, "projection_dim": 512}  # fmt: skip
"""What transformers takes for what a text encoder's configuration does not say."""


@lru_cache(maxsize=4096)
def _of_file(file: Path, size: int, changed: int) -> StandIn | None:
    """`size` and `changed` are the file's, so that what is remembered is never old."""
    if file.suffix == gguf_header.SUFFIX:
        return _language(pieces.of_file(file), "")
    trouble = weights.problem(file)
    try:
        shapes = weights.shapes(file)
    except (ValueError, AttributeError, RecursionError, MemoryError):
        return None
    known = kinds.kind_of(shapes)
    if known is not None and known[0] not in TITLES:
        return None  # more than one network, or something else with parts of the same names
    if (other := _other_vae(file, shapes, trouble or "")) is not None:
        return other
    told: tuple[str, dict[str, Any], str, str] | None = _vae(file, shapes) or _encoder(shapes)
    if told is None:
        return _language(pieces.of_tensors(file, shapes), trouble or "")
    kind, config, prefix, family = told
    problems = (trouble,) if trouble else ()
    return StandIn(file.stem, file.stem, kind, file, config, prefix, family, problems=problems)


def _language(piece: Piece | None, trouble: str) -> StandIn | None:
    """A text encoder that is no CLIP; None for any other part."""
    if piece is None or piece.kind not in pieces.READERS or piece.kind in pieces.CLIPS:
        return None
    file, problems = piece.path, (trouble,) if trouble else ()
    family = pieces.READERS[piece.kind]
    return StandIn(
        file.stem, file.stem, TEXT_ENCODER, file, piece.config, "", family, piece, problems
    )


def _other_vae(file: Path, shapes: single_file.Shapes, trouble: str) -> StandIn | None:
    """An autoencoder of another class than `CLASS`; None for any other part."""
    for prefix in PREFIXES:
        own = {n.removeprefix(prefix): s for n, s in shapes.items() if n.startswith(prefix)}
        told = autoencoders.tell(own)
        if told is None or told[0] == CLASS:
            continue
        kind, width, config = told
        piece, problems = Piece(kind, file, prefix, width, config), (trouble,) if trouble else ()
        built = {"_class_name": kind} | config
        family = autoencoders.FAMILIES[kind]
        return StandIn(file.stem, file.stem, VAE, file, built, prefix, family, piece, problems)
    return None


def _vae(file: Path, shapes: single_file.Shapes) -> tuple[str, dict[str, Any], str, str] | None:
    """Of a file that holds an autoencoder, and no more."""
    for prefix in PREFIXES:
        first = shapes.get(prefix + LATENTS)
        if first is None or prefix + "encoder.conv_in.weight" not in shapes or len(first) != 4:
            continue
        family = _family(file, first[1])
        config = single_file.vae_config(shapes, prefix, SCALINGS[family])
        if MENDED.search(file.stem.lower()):
            config["force_upcast"] = False
        return VAE, config, prefix, FAMILIES[SCALINGS[family]]
    return None


def _family(file: Path, latents: int) -> str:
    """Whose latents the autoencoder in a file makes, by what it is called."""
    try:
        said = weights.metadata(file)
    except (OSError, ValueError, json.JSONDecodeError):
        said = {}
    names = [str(said[key]) for key in _SAID if said.get(key)]
    name = " ".join([*names, file.stem, published_name(file.parent)]).lower()
    if latents == 16:
        return "sd3" if _SD3.search(name) else "flux"
    return sdxl.FAMILY if _XL.search(name) else "sd1"


def _encoder(shapes: single_file.Shapes) -> tuple[str, dict[str, Any], str, str] | None:
    """Of a file with a text encoder as transformers saves it; one for pictures may be in it."""
    words, positions = shapes.get(WORDS), shapes.get(PLACES)
    if words is None or positions is None:
        return None
    projected = shapes.get("text_projection.weight")
    config = {
        "vocab_size": words[0],
        "hidden_size": words[1],
        "max_position_embeddings": positions[0],
        "num_hidden_layers": len({m[1] for name in shapes if (m := LAYERS.match(name))}),
        "projection_dim": projected[0] if projected else None,
    }
    return TEXT_ENCODER, config, "", "clip"
