"""Models of the rectified-flow families whose transformer is one file, and the parts beside it.

BFL, Stability and ComfyUI publish FLUX, SD 3.5, Qwen-Image… so: one safetensors file with the
transformer, sometimes with text encoders and autoencoder in it. What it lacks is looked for where
models are kept, and named where it is not found (no torch).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.models import flow_library, flow_names, gguf_header, kinds, pieces, weights
from core.models.families import flow_named
from core.models.families.flow import FlowFamily, Wanted
from core.models.info import Assembly, ModelInfo, Piece

Shapes = Mapping[str, tuple[int, ...]]

PACKED = re.compile(r"\.(qweight|wscales|weight_scale_2)$")
"""Tensors of number formats that nothing here reads."""

FORMATS = {"qweight": "Nunchaku", "wscales": "Nunchaku", "weight_scale_2": "NVIDIA (FP4)"}
"""Part of such a name → who packs so."""

THIRD = {"tokenizer_3", "text_encoder_3"}


@lru_cache(maxsize=4096)
def _family_of(file: Path, size: int, changed: int) -> FlowFamily | None:
    """The family of the transformer in a file. `size` and `changed` are the file's, so that what is
    remembered is never old."""
    try:
        told = kinds.kind_of(_shapes(file))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, MemoryError):
        return None
    if told is None or told[0] not in ("checkpoint", "transformer"):
        return None
    return flow_named(told[1])


def info_of(file: Path, find: Callable[[], Sequence[Piece]]) -> ModelInfo | None:
    """What the file's header and the parts tell that are there; None when it is none of these.

    `find` finds the parts; it is called only when they are asked for.
    """
    try:
        stat = file.stat()
        family = _family_of(file, stat.st_size, stat.st_mtime_ns)
    except OSError:
        return None
    packed = file.suffix == gguf_header.SUFFIX
    trouble = gguf_header.problem(file) if packed else weights.problem(file)
    if family is None:  # what is whole may be a language model; what is broken cannot be told
        if packed and trouble:
            return ModelInfo(file.stem, file.stem, "", file, problems=(trouble,))
        return None
    info = ModelInfo(file.stem, file.stem, family.id, file)
    if trouble:
        return replace(info, problems=(trouble,))
    title = "" if packed else weights.metadata(file).get("modelspec.title")
    return described(replace(info, title=title or file.stem), family, _shapes(file), find)


def _shapes(file: Path) -> Shapes:
    if file.suffix == gguf_header.SUFFIX:
        return gguf_header.shapes(file)
    return weights.shapes(file)


def described(
    info: ModelInfo, family: FlowFamily, shapes: Shapes, find: Callable[[], Sequence[Piece]]
) -> ModelInfo:
    """`info` of a file with what its tensors tell, put together with the parts beside it."""
    if found := next((match for name in shapes if (match := PACKED.search(name))), None):
        told = (
            f"Its numbers are packed by {FORMATS[found[1]]}, which is not read here: get it as "
            "FP8, as NF4 or as GGUF."
        )
        return replace(info, problems=(told,))
    prefix = flow_names.plain(shapes)
    try:
        network = family.network(flow_names.shapes(family.id, transformer(shapes, prefix)))
        wanted = family.beside(network)
    except (KeyError, IndexError, ValueError, TypeError, ZeroDivisionError):
        told = f"Its tensors are not those of any model of the {family.title} family known here."
        return replace(info, problems=(told,))
    own = pieces.inside(info.path, shapes)
    name = f"{info.path.stem} {info.title}"
    index = family.index(name, network)
    if "processor" in wanted and not family.spares("processor", index):
        wanted["text_encoder"] = replace(wanted["text_encoder"], sees=True)
    parts = {"transformer": Piece(family.transformer, info.path, prefix, config=network)}
    missing: dict[str, Wanted] = {}
    for which, part in wanted.items():
        piece = _chosen(part, own, None) or _builtin(part) or _chosen(part, find(), info.path)
        if piece is None:
            missing[which] = part
        else:
            own_config = piece.config if piece.path.is_dir() else {**piece.config, **part.config}
            parts[which] = replace(piece, config=own_config)
    if missing.keys() & THIRD:  # neither of them is of use alone
        parts = {name: piece for name, piece in parts.items() if name not in THIRD}
    if lacking := [part for one, part in missing.items() if not family.spares(one, index)]:
        return replace(
            info, problems=tuple(f"It needs {one.title} as well: {one.get}." for one in lacking)
        )
    kinds_of = {name: wanted[name].kind if name in wanted else family.transformer for name in parts}
    index |= {name: ["", kind] for name, kind in kinds_of.items()}
    scheduler = family.scheduler(name, network)
    configs: dict[str, Mapping[str, Any]] = {"index": index, "scheduler": scheduler}
    configs |= {name: piece.config for name, piece in parts.items()}
    assembly = Assembly(index, scheduler, parts)
    return flow_library.described(family, replace(info, assembly=assembly), index, configs)


def transformer(shapes: Shapes, prefix: str) -> dict[str, tuple[int, ...]]:
    """The transformer's own tensors in a file, without what stands before their names."""
    return {
        name.removeprefix(prefix): shape
        for name, shape in shapes.items()
        if name.startswith(prefix) and not pieces.INSIDE.match(name)
    }


def _builtin(wanted: Wanted) -> Piece | None:
    """CLIP's tokenizer comes with the program."""
    return Piece(wanted.kind, Path()) if wanted.kind == "CLIPTokenizer" else None


def _chosen(wanted: Wanted, found: Sequence[Piece], near: Path | None) -> Piece | None:
    """The first part that fits, those that lie nearest a file before others."""
    fitting = [piece for piece in found if fits(wanted, piece, alone=near is not None)]
    if near is not None:
        fitting.sort(key=lambda piece: -_shared(piece.path, near))
    return fitting[0] if fitting else None


def fits(wanted: Wanted, piece: Piece, *, alone: bool = True) -> bool:
    """Whether a part is the one that is wanted; `alone`: it is no part of the very file."""
    if not pieces.same(wanted.kind, piece.kind) or (wanted.width and piece.width != wanted.width):
        return False
    if wanted.sees and pieces.VISION not in piece.config:
        return False
    if piece.path.is_dir():
        own = piece.config
        projecting = wanted.kind == "CLIPTextModelWithProjection"
        if projecting and piece.kind != wanted.kind:
            return False
        told = ("scaling_factor", "shift_factor")
        return all(own.get(one, wanted.config.get(one)) == wanted.config.get(one) for one in told)
    if alone and wanted.named and not re.search(wanted.named, piece.path.stem.lower()):
        return False
    return wanted.kind not in pieces.CLIPS or piece.config["vocab_size"] == pieces.CLIP_WORDS


def _shared(one: Path, other: Path) -> int:
    """How many folders two paths have in common."""
    try:
        return len(Path(os.path.commonpath([one.absolute(), other.absolute()])).parts)
    except ValueError:
        return 0
