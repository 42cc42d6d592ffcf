"""How much memory a picture needs, told before anything is loaded (no torch).

Weights are counted in the files' headers, at the number type that they will have in memory. What a
network computes on the way, its activations, follows from how it is built: the greatest sum of
tensors that are alive at once, read in diffusers' code and measured on networks of true shape
(`tests/models/test_estimate.py` measures it anew). Attention is computed in parts everywhere, so
nothing grows with the square of the places.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from core.geometry import Size
from core.models import (
    flow_library,
    gguf_header,
    gguf_names,
    library,
    packed,
    single_file,
    weights,
)
from core.models.families import flow_named, sd, sdxl
from core.models.families.flow import tokens_of
from core.models.info import ModelInfo, Piece
from core.models.plan import SMALL_TILE, Plan
from core.models.shelf import fingerprint
from core.request import Request, edits_weights
from core.windows import MEMORY, MOST_ROWS

if TYPE_CHECKING:
    from core.techniques.declare import Technique

_PLAIN: Mapping[str, packed.Layout] = MappingProxyType({})

DENOISER = ("unet", "transformer")
ENCODER = "text_encoder"
VAE = "vae"

WHOLE_PICTURE = 1280 * 1280
"""Pixels up to which the autoencoder codes a picture in one piece (core/denoise/pictures.py)."""
LARGE_TILE = 128
"""Latents a side of a tile of larger ones, as there."""
FITTED = Size(512, 512)
"""As many pixels as the pictures to which a preview map is fitted (core/denoise/preview.py)."""

BLOCKS, FRAME = 20, 200
"""A denoiser is streamed in blocks of at most this part of it, where layers are that small; those
below the other part stay as long as it computes."""

FEED_FORWARD = 21.0
"""Times the width of a level that is alive in its feed-forward layer: twice four times the width
into it (Shazeer 2020, GEGLU), its gate four, the product four; residuals, norms and what came in,
five."""
RESIDUAL = 3.0
"""Times what enters a residual layer: itself, normalised, and activated."""
DECODED, CODED = 3.0, 5.0
"""The same of an autoencoder: times the channels of its last level but one, and of its first, for
each pixel."""
GRADIENT = 9.0
"""Times the activations of a prediction that are kept where latents are optimised through it."""
KEPT = 30 << 20
"""What the processor's kernels and the allocator keep for themselves once they have run: 17 to 33
MB on the models of `desktop/bench/plan_models.py`, and no more for larger pictures. Graphics cards
have their own room for that, which is not counted."""
KERNELS = 50 << 20
"""The code that unpacks 4 bits (bitsandbytes), which is loaded when it is first asked for."""
EIGHT_BITS, FOUR_BITS = 1.003, 0.535
"""Bytes of a compressed number, with its share of the scales."""
_COMPRESSED = (8, EIGHT_BITS), (4, FOUR_BITS)
READ, READING = 4 << 20, 0.02
"""What text encoders compute on the way for a prompt's few hundred tokens: some MB, and the more
the larger they are."""


@dataclass(frozen=True)
class Part:
    """A network of a model: how many numbers it has, and how they are spread."""

    numbers: int
    linear: int = 0
    """In matrices, which can be compressed."""
    block: int = 0
    """In its largest block, when it is streamed."""
    frame: int = 0
    """In what stays meanwhile."""
    packed: int = 0
    """Bytes of what stays as its file has it (GGUF, NF4), beside those numbers."""

    def bytes(self, item: int) -> int:
        """With so many for each number."""
        return self.numbers * item + self.packed


@dataclass(frozen=True)
class Need:
    """Bytes that a job needs, by what takes them."""

    encoders: int
    denoiser: int
    autoencoder: int
    further: int
    """Networks of techniques, and pictures they are shown: all the time."""
    reading: int
    denoising: int
    coding: int
    """Activations: of the text encoders, the denoiser, and the autoencoder with a whole picture."""
    coding_tiled: int
    """The latter with small tiles."""
    block: int = 0
    frame: int = 0
    """Of the denoiser, when it is streamed."""
    compressed: Mapping[int, int] | None = None
    """Bits → bytes of the denoiser with its linear layers at so many."""
    edited: bool = False
    """Whether the run has other weights than the files (LoRA)."""
    gradients: bool = False
    """Whether it optimises latents through the denoiser."""
    streams: bool = True
    """Whether the denoiser can be read block by block."""
    encoder_block: int = 0
    """Of the text encoders, with what stays of them, when they are streamed."""
    streams_encoders: bool = False
    shared: bool = False
    """Whether there is no memory but the device's: what does not compute is on the disk."""
    fitting: int = 0
    """Activations while a preview map is fitted to the autoencoder, once it is loaded."""
    spared: Mapping[int, int] = field(default_factory=dict)
    """Bits → bytes of `further` that are not needed when its ControlNets are compressed with the
    denoiser."""
    compiled: int = 0
    """Of a UNet that is compiled beside its own weights, where there is room (`compiled.py`)."""

    @property
    def weights(self) -> int:
        return self.encoders + self.denoiser + self.autoencoder + self.further

    def peak(self, plan: Plan) -> int:
        """Bytes on the device at the most."""
        coding = self.coding_tiled if plan.tile else self.coding
        kept = KEPT + KERNELS * (plan.bits == 4) if self.shared else 0
        if not plan.turns:
            return self.weights + kept + max(self.reading, self.denoising, coding, self.fitting)
        denoiser = self.denoiser
        if plan.bits and self.compressed:
            denoiser = self.compressed[plan.bits]
        elif plan.streamed and self.streams and not self.gradients:
            denoiser = self.frame + self.block
        layered = plan.streams_encoders and self.streams_encoders
        reading, edited = (self.encoder_block if layered else self.encoders) + self.reading, 0
        if self.edited and self.shared:
            # What is edited stays: the disk has the weights without the edits.
            denoiser, edited, reading = self.denoiser, self.encoders, self.encoders + self.reading
            reading += denoiser
        resident = denoiser if plan.bits and self.shared else 0
        spared = self.spared.get(plan.bits, 0)
        return (
            self.further
            - spared
            + kept
            + max(
                reading + resident,
                denoiser + edited + self.denoising,
                self.autoencoder + resident + coding + (self.denoiser + edited if edited else 0),
                self.autoencoder + resident + self.fitting,
                spared + resident if self.shared else 0,  # while ControlNets are compressed
            )
        )


def need_of(
    info: ModelInfo,
    painted: Size,
    *,
    batch: int = 1,
    guided: bool = True,
    techniques: Sequence[Technique] = (),
    edited: bool = False,
    regions: int = 0,
    further: int = 0,
    others: Mapping[str, Path] | None = None,
    item: int = 2,
    wide: bool = False,
    shared: bool = False,
) -> Need:
    """What it takes to paint pictures of size `painted` with a model, in bytes.

    `item` is the size of a number in the denoiser, `wide` whether one of 16 bits reaches as far as
    those of 32 (bfloat16), `further` the weights of networks beside the model's, `others` where
    those lie that stand in for its own, by their names; `shared`: the device has no memory of its
    own. Raises OSError, ValueError or KeyError for a model whose files cannot be read.
    """
    stamps = _stamps(info)
    parts = dict(_parts(info, stamps))
    for name, path in (others or {}).items():
        parts[name] = _of_piece(Piece("", path), flow_library.stem_of(name))
    denoiser = next(part for name, part in parts.items() if name in DENOISER)
    readers = [part for name, part in parts.items() if name.startswith(ENCODER)]
    encoders = sum(part.bytes(item) for part in readers)
    named = info.assembly is None and info.base is None and not info.path.is_file()
    config, vae = _configs(info, stamps)
    coding_item = item if wide else _coding_item(info, vae, item)
    rows = batch * _branches(techniques, guided) + regions
    any_size = any(one.any_size for one in techniques)
    alive = _denoising(info, config, painted, batch, rows, techniques, item, any_size)
    gradients = any(one.takes_gradients for one in techniques)
    small = Size(min(painted.width, SMALL_TILE), min(painted.height, SMALL_TILE))
    return Need(
        encoders=encoders,
        denoiser=denoiser.bytes(item),
        autoencoder=parts[VAE].numbers * coding_item,
        further=further,
        reading=READ + round(READING * encoders),
        denoising=round(alive * (1 + GRADIENT * gradients)),
        coding=_coding(info, vae, _piece(info, painted), painted, coding_item),
        coding_tiled=_coding(info, vae, small, painted, coding_item),
        fitting=0 if _has_map(info, vae) else _coding(info, vae, FITTED, FITTED, coding_item),
        block=denoiser.block * item,
        frame=denoiser.frame * item,
        compressed={
            bits: denoiser.bytes(item) - denoiser.linear * item + round(denoiser.linear * each)
            for bits, each in _COMPRESSED
        },
        edited=edited,
        gradients=gradients,
        streams=(not shared or (info.assembly is None and not info.path.is_file()))
        and denoiser.block > 0,
        encoder_block=max(part.block * item or part.bytes(item) for part in readers)
        + sum(one.frame for one in readers) * item,
        # Files whose tensors are named otherwise are only streamed from the machine's memory.
        streams_encoders=not shared or named,
        shared=shared,
        # Convolutions are there in one more order.
        compiled=0
        if flow_named(info.family) is not None
        else (2 * denoiser.numbers - denoiser.linear) * item,
    )


def need_of_request(
    info: ModelInfo,
    request: Request,
    painted: Size,
    *,
    further: int,
    others: Mapping[str, Path],
    item: int,
    wide: bool,
    shared: bool,
) -> Need:
    """The same for a request, of which a part of the size `painted` is painted at once."""
    return need_of(
        info,
        painted,
        batch=request.batch,
        guided=request.guidance_scale != 1,
        techniques=request.techniques,
        edited=edits_weights(request),
        regions=len(request.regions),
        further=further,
        others=others,
        item=item,
        wide=wide,
        shared=shared,
    )


def config_of(info: ModelInfo) -> dict[str, Any]:
    """How a model's denoiser is built, in diffusers' terms."""
    return _configs(info, _stamps(info))[0]


def network_in(file: Path) -> Part:
    """The network that a sane safetensors file holds."""
    return _part(weights.shapes(file), weights.layouts([file], partly=True))


def spared(networks: Sequence[Part], item: int) -> dict[int, int]:
    """Bits → bytes that networks need less when their matrices are compressed."""
    linear = sum(one.linear for one in networks)
    return {bits: round(linear * (item - each)) for bits, each in _COMPRESSED}


def _stamps(info: ModelInfo) -> tuple[object, ...]:
    places = [one for one in (info.path, info.base) if one is not None]
    if info.assembly is not None:
        places += [piece.path for piece in info.assembly.pieces.values() if piece.path.name]
    return tuple(fingerprint(one) for one in places)


def _branches(techniques: Sequence[Technique], guided: bool) -> int:
    """Predictions that are made at once for each picture."""
    return 1 + guided + sum(one.further_predictions for one in techniques)


def _denoising(
    info: ModelInfo,
    config: Mapping[str, Any],
    painted: Size,
    batch: int,
    rows: int,
    techniques: Sequence[Technique],
    item: int,
    any_size: bool,
) -> float:
    """Bytes of activations in a step."""
    side = info.size // info.factor
    width, height = painted.width // info.factor, painted.height // info.factor
    if any_size and width * height > side * side:
        width = height = side
    if (flow := flow_named(info.family)) is not None:
        shown = 2 if any("instruct" in one.declaration.needs for one in techniques) else 1
        tokens = shown * tokens_of(width, height, flow.patch) + flow.told
        return batch * tokens * flow.width(config) * flow.held * item
    if any_size:
        first = config["block_out_channels"][0]
        held = rows * width * height * first * item * 12
        rows *= max(1, min(MOST_ROWS // rows, MEMORY // held))
    return _unet_alive(config) * rows * width * height * item


def _unet_alive(config: Mapping[str, Any]) -> float:
    """Numbers that are alive at once in a UNet, for each latent of a row.

    On the way up every level holds what the levels above it still wait for, what came from below,
    and what its own layers work on.
    """
    widths = [float(one) for one in config["block_out_channels"]]
    layers = config["layers_per_block"]
    layers = layers if isinstance(layers, int) else max(layers)
    attends = ["CrossAttn" in kind for kind in reversed(config["up_block_types"])]
    # What the way down leaves for each level of the way up: its layers' own, and what entered it.
    left = [
        (layers * widths[level] + (widths[max(0, level - 1)])) / 4**level
        for level in range(len(widths))
    ]
    found = 0.0
    for level, width in enumerate(widths):
        below = widths[min(level + 1, len(widths) - 1)]
        work = RESIDUAL * (below + width)
        if attends[level]:
            work = max(work, FEED_FORWARD * width)
        found = max(found, sum(left[: level + 1]) + (below + work) / 4**level)
    return found


def _piece(info: ModelInfo, painted: Size) -> Size:
    """What the autoencoder codes at once."""
    if painted.area <= WHOLE_PICTURE:
        return painted
    side = info.factor * LARGE_TILE
    return Size(min(painted.width, side), min(painted.height, side))


def _coding(info: ModelInfo, vae: Mapping[str, Any], piece: Size, painted: Size, item: int) -> int:
    """Bytes of the autoencoder's activations, and of the picture that tiles are put into."""
    kind = str(vae.get("_class_name"))
    if kind == "AutoencoderKLQwenImage":
        alive = 18.1 * float(vae.get("base_dim", 96))
    elif kind == "AutoencoderDC":
        first = vae.get("decoder_block_out_channels") or vae.get("encoder_block_out_channels")
        alive = 7.0 * float((first or [128])[0])
    else:
        widths = vae["block_out_channels"]
        alive = max(DECODED * widths[min(1, len(widths) - 1)], CODED * widths[0])
    whole = 12 * painted.area * (1 if piece == painted else 3)
    return round(alive * piece.area * item) + whole


def _has_map(info: ModelInfo, vae: Mapping[str, Any]) -> bool:
    """Whether there is a preview map that need not be fitted, as in loading.py."""
    if info.assembly is None and info.path.is_dir() and info.part("preview.json").is_file():
        return True
    ours = vae.get("scaling_factor", sd.VAE_SCALING), vae.get("latent_channels", 4)
    return flow_named(info.family) is None and ours == (sd.VAE_SCALING, 4)


def _coding_item(info: ModelInfo, vae: Mapping[str, Any], item: int) -> int:
    """SDXL's autoencoder is beyond float16's range, unless it was mended, as in loading.py."""
    if info.family == sdxl.FAMILY and item == 2 and vae.get("force_upcast") is not False:
        return 4
    return item


@lru_cache(maxsize=256)
def _parts(info: ModelInfo, stamps: object) -> dict[str, Part]:
    """The networks of a model, by their names; `stamps` are its files', so that what is remembered
    is never old."""
    if info.assembly is not None:
        return {
            name: _of_piece(piece, flow_library.stem_of(name))
            for name, piece in info.assembly.pieces.items()
            if not name.startswith(("tokenizer", "processor"))
        }
    if info.path.is_file():
        shapes = weights.shapes(info.path)
        beginnings = {
            "unet": (single_file.UNET,),
            VAE: (single_file.VAE,),
            ENCODER: ("cond_stage_model.", "conditioner.embedders."),
        }
        return {
            name: _part({k: s for k, s in shapes.items() if k.startswith(starts)})
            for name, starts in beginnings.items()
        }
    if (flow := flow_named(info.family)) is not None:
        index = library.read_json(info.part("model_index.json"))
        names = [
            name
            for name in flow_library.parts_there(flow, index)
            if not name.startswith(("tokenizer", "processor"))
        ]
        return {name: _of_folder(info.part(name), flow_library.stem_of(name)) for name in names}
    components = sdxl.COMPONENTS if info.family == sdxl.FAMILY else sd.COMPONENTS
    names = [name for name in components if not name.startswith("tokenizer")]
    return {name: _part(_shapes(_folder(info, name), library.WEIGHTS[name])) for name in names}


def _of_piece(piece: Piece, stem: str) -> Part:
    """A network in a folder or a file of its own. What is packed (GGUF, NF4) stays so: its
    bytes."""
    if piece.path.is_dir():
        return _of_folder(piece.path, stem)
    if piece.path.suffix != ".safetensors":
        # But a table of words, which no layer multiplies with.
        words = math.prod(gguf_header.shapes(piece.path).get(gguf_names.WORDS, (0,)))
        return Part(words, packed=piece.path.stat().st_size)
    shapes = weights.shapes(piece.path)
    own = {name: s for name, s in shapes.items() if name.startswith(piece.prefix)}
    return _part(own, weights.layouts([piece.path]))


def _of_folder(folder: Path, stem: str) -> Part:
    """A network in a folder, of which what is packed stays so."""
    return _part(_shapes(folder, stem), weights.layouts(library.weight_files(folder, stem)))


def _folder(info: ModelInfo, name: str) -> Path:
    """Where weights of a part are; of one that is kept as a difference, the base's."""
    own = info.path / name
    if info.base is not None and (own / library.DIFFERENCE).is_file():
        return info.base / name
    return info.part(name)


def _shapes(folder: Path, stem: str) -> dict[str, tuple[int, ...]]:
    """The tensors of a component, in however many files."""
    found: dict[str, tuple[int, ...]] = {}
    files = library.weight_files(folder, stem)
    for file in files:
        found |= weights.shapes(file)
    if len(files) > 1:  # what is packed may be in several of them
        for name, layout in weights.layouts(files).items():
            found[name] = layout.shape
            for aside in packed.asides(name, layout):
                found.pop(aside, None)
    return found


def _part(
    shapes: Mapping[str, tuple[int, ...]], layouts: Mapping[str, packed.Layout] = _PLAIN
) -> Part:
    """`layouts` are of those that stay packed."""
    counts = {name: math.prod(shape) for name, shape in shapes.items() if name not in layouts}
    if len(counts) < len(shapes):  # never in blocks
        return Part(
            sum(counts.values()),
            packed=sum(packed.held(one) for name, one in layouts.items() if name in shapes),
        )
    linear = sum(
        counts[name]
        for name, shape in shapes.items()
        if len(shape) == 2 and name.endswith(".weight") and min(shape) >= 64
    )
    blocks, frame = divided(counts)
    return Part(sum(counts.values()), linear, max(blocks, default=0), frame)


def divided(counts: Mapping[str, int]) -> tuple[list[int], int]:
    """The sizes of a network's blocks, as `units` cuts it, and of what stays."""
    blocks, frame = units(counts)
    return [sum(counts[name] for name in names) for names in blocks.values()], sum(
        counts[name] for name in frame
    )


def units(counts: Mapping[str, int]) -> tuple[dict[str, list[str]], list[str]]:
    """A network cut into blocks that are streamed, and what stays: the names of their tensors.

    A block is the outermost module that is no greater than a twentieth of the network, or a single
    layer; lists of modules are never one, because nobody calls them. What is tiny stays.
    """
    total = sum(counts.values())
    blocks: dict[str, list[str]] = {}
    frame: list[str] = []

    def cut(prefix: str, names: Iterable[str]) -> None:
        children: dict[str, list[str]] = {}
        for name in names:
            head, _, rest = name.removeprefix(prefix).partition(".")
            if rest:
                children.setdefault(head, []).append(name)
            else:
                frame.append(name)
        for head, below in children.items():
            path = f"{prefix}{head}."
            size = sum(counts[name] for name in below)
            inner = {name.removeprefix(path).partition(".")[0] for name in below}
            leaf = all("." not in name.removeprefix(path) for name in below)
            listed = not leaf and all(one.isdigit() for one in inner)
            if size * FRAME < total:
                frame.extend(below)
            elif leaf or (size * BLOCKS <= total and not listed):
                blocks[path.removesuffix(".")] = below
            else:
                cut(path, below)

    cut("", counts)
    return blocks, frame


@lru_cache(maxsize=256)
def _configs(info: ModelInfo, stamps: object) -> tuple[dict[str, Any], dict[str, Any]]:
    """How the denoiser and the autoencoder are built."""
    if info.assembly is not None:
        denoiser, vae = (
            library.read_json(piece.path / "config.json")
            if piece.path.is_dir()
            else {"_class_name": piece.kind} | dict(piece.config)
            for piece in (info.assembly.pieces[DENOISER[1]], info.assembly.pieces[VAE])
        )
        return denoiser, vae
    if info.path.is_file():
        layout = single_file.layout_of(info.path)
        return dict(layout.unet), dict(layout.vae)
    name = DENOISER[0] if flow_named(info.family) is None else DENOISER[1]
    return (
        library.read_json(info.part(name) / "config.json"),
        library.read_json(info.part(VAE) / "config.json"),
    )
