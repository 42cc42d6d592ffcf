"""Finding ControlNets and T2I-Adapters, and telling which fit a model (no torch).

A folder as diffusers saves them, told by its config.json, or one safetensors file, told by its
tensors. What a control model was trained on stands in none of them: it is taken from
`underpaint.json` in the folder ({"kind": "canny", "title": …}), or else from the name under which
it was published ("control_v11p_sd15_canny").
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.control.kinds import KINDS
from core.errors import ModelError
from core.models import adapter_files, flow_controls, union_controls, weights
from core.models.families.flow import FlowFamily
from core.models.folders import CONFIG, INDEX, folders, published_name
from core.models.library import read_json

CONTROLNET, ADAPTER = "controlnet", "t2i_adapter"
TITLES = {CONTROLNET: "ControlNet", ADAPTER: "T2I-Adapter"}
OF_UNETS = ("ControlNetModel", *union_controls.CLASSES)
"""diffusers' classes of ControlNets that belong to a UNet."""
CLASSES = {"T2IAdapter": ADAPTER} | dict.fromkeys((*OF_UNETS, *flow_controls.CLASSES), CONTROLNET)
STEMS = ("diffusion_pytorch_model", "diffusion_pytorch_model.fp16")
LATENTS = 4
"""Channels that a ControlNet sees of the picture on its way."""
LDM = "control_model."
"""What names of tensors begin with in ControlNets published as one file."""

OWN = "controlnet"
"""The folder of a ControlNet in that of the pipeline with which it is published (SANA's)."""

PUBLISHED = re.compile(r"control_|controlnet[-_]|t2i[-_]?adapter|coadapter")
"""Names under which control models are published as pickles."""

NAMES = (
    ("lineart_anime", r"line_?art_?anime|anime_?line_?art"),
    ("lineart", r"line_?art"),
    ("softedge", r"soft_?edge|hed|pidi(net)?|teed"),
    ("mlsd", r"mlsd"),
    ("openpose", r"(open|dw|key)_?pose|pose"),
    ("normal", r"normal(bae|map)?"),
    ("depth", r"(zoe_?|midas_?)?depth(_?zoe|_?midas)?"),
    ("segmentation", r"seg(mentation)?"),
    ("inpaint", r"inpaint(ing)?"),
    ("shuffle", r"shuffle"),
    ("tile", r"tile|blur"),
    ("color", r"colou?r"),
    ("scribble", r"scribble"),
    ("sketch", r"sketch"),
    ("canny", r"canny"),
)
"""Kind → what stands for it in the names of published models, as a word between separators."""


@dataclass(frozen=True)
class ControlInfo:
    """A control model, as far as its configuration tells."""

    id: str
    title: str
    technique: str
    """ "controlnet" or "t2i_adapter"."""
    kind: str
    """What its maps show ("canny"); empty when nothing tells."""
    path: Path
    """A folder, or a single safetensors file."""
    channels: tuple[int, ...] = ()
    """Of each level of the UNet it belongs to; the first only for a ControlNet's single file."""
    words: int | None = None
    """Width of the words that it attends to; adapters attend to none."""
    layers: int | None = None
    """Layers of each level; None when it does not matter or is not told."""
    halved: bool = False
    """Whether an adapter's features begin at half the latents' size, as SDXL wants them."""
    family: str = ""
    """Of the transformer that it belongs to; empty for one that belongs to a UNet."""
    several: Mapping[str, int | None] = field(default_factory=dict, hash=False)
    """Kinds of maps of a net for several, each with the number by which it is told, if it is."""
    config: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """How a transformer's net in one file is built."""
    problems: tuple[str, ...] = ()
    """Why it cannot be used, in sentences; empty when it can."""

    def shows(self, kind: str) -> bool:
        """Whether it is for maps of that kind."""
        return kind == self.kind or kind in self.several

    @property
    def is_told(self) -> bool:
        """Whether it is told by a number what its map shows, and so can do with no other kinds."""
        return any(mode is not None for mode in self.several.values())

    @property
    def kinds(self) -> tuple[str, ...]:
        """What its maps may show, as far as it is known."""
        return tuple(self.several) or ((self.kind,) if self.kind else ())


def find_controls(dirs: Sequence[Path]) -> list[ControlInfo]:
    """Every control model in these folders, in their order; broken ones too."""
    found: dict[Path, ControlInfo] = {}
    for top in dirs:
        for path in _candidates(Path(top)):
            if path.resolve() not in found and (info := _read(path)) is not None:
                found[path.resolve()] = info
    return list(found.values())


def at(folder: Path) -> ControlInfo | None:
    """The control model of a folder; None when it holds none."""
    return _read_folder(folder)


def unfit(info: ControlInfo, unet: Mapping[str, Any], family: str = "") -> str:
    """Why a control model does not belong to a UNet, or to the transformer of a `family`, of this
    configuration; empty when it does."""
    if info.problems:
        return info.problems[0]
    if info.family or family:
        width = info.channels[0] if info.channels else 0
        return flow_controls.unfit(info.family, family, width, info.words, unet)
    words = unet["cross_attention_dim"]
    if info.words is not None and info.words != words:
        return (
            f"It is made for models whose words are {info.words} numbers wide{_known(info.words)}, "
            f"and here they are {words}{_known(words)}."
        )
    channels = tuple(unet["block_out_channels"])
    wanted = channels[:1] if info.technique == CONTROLNET and info.path.is_file() else channels
    # After the UNet's first level, when that attends to nothing, comes its downsampling already;
    # adapters made for that have a feature for the middle block as well.
    halves = info.technique == ADAPTER and unet["down_block_types"][0] == "DownBlock2D"
    if info.halved != halves:
        return f"It is made for models {'' if info.halved else 'not '}built like SDXL."
    if info.channels != (wanted + channels[-1:] if halves else wanted):
        return (
            f"It is made for a UNet with {_listed(info.channels)} channels, and this one has "
            f"{_listed(channels)}."
        )
    if info.layers is not None and info.layers != unet["layers_per_block"]:
        return f"It is made for a UNet with {info.layers} layers a level."
    return ""


def chosen(
    found: Sequence[ControlInfo],
    technique: str,
    kind: str,
    id: str,
    unet: Mapping[str, Any],
    family: str = "",
) -> ControlInfo:
    """The control model that a request means: the one called `id`, or the first that fits.

    Raises ModelError that names the kind and says what to do.
    """
    title, meant = TITLES[technique], _shown(kind)
    of_technique = [info for info in found if info.technique == technique]
    if id:
        for info in of_technique:
            if id in (info.id, str(info.path)):
                if reason := unfit(info, unet, family):
                    raise ModelError(
                        f"The {title} “{id}” cannot be used with this model. {reason}",
                        "Choose another one, or another model to paint with.",
                    )
                if info.is_told and not info.shows(kind):
                    known = ", ".join(f"“{_shown(one)}”" for one in info.several)
                    raise ModelError(
                        f"The {title} “{id}” knows no maps of the kind “{meant}”.",
                        f"Choose a kind that it knows ({known}), or another {title}.",
                    )
                return info
        known = ", ".join(info.id for info in of_technique) or "none"
        raise ModelError(
            f"There is no {title} called “{id}”.",
            f"Choose one of those that were found ({known}), or leave the choice to the program.",
        )
    of_kind = [info for info in of_technique if info.shows(kind)]
    reasons = {info.id: unfit(info, unet, family) for info in of_kind}
    for info in of_kind:
        if not reasons[info.id]:
            return info
    told = "".join(f" “{name}” does not: {reason}" for name, reason in reasons.items())
    raise ModelError(
        f"No {title} of the kind “{meant}” was found that fits this model.{told}",
        f"Get one in the Models window, or put one (a safetensors file, or a folder with one "
        f"and config.json, its name saying “{kind}”) where models are kept; or switch this "
        "control off.",
    )


def _candidates(top: Path) -> Iterator[Path]:
    """Folders with a config.json, those of whole models that hold such a net, and files of weights
    that lie in no such folder."""
    for folder in folders(top, below=lambda folder: not folder.is_model):
        if folder.holds(CONFIG) and not folder.holds(INDEX):
            yield folder.path
            if folder.holds(f"{union_controls.PROMAX}.safetensors"):
                yield folder.path / f"{union_controls.PROMAX}.safetensors"
        elif folder.holds(INDEX) and (own := folder.path / OWN / CONFIG).is_file():
            yield own.parent
        elif not folder.is_model:
            yield from folder.weights()
            yield from (
                folder.path / name
                for name in folder.files
                if Path(name).suffix.lower() in weights.PICKLES and PUBLISHED.search(name.lower())
            )


def _read(path: Path) -> ControlInfo | None:
    """What a folder or a file says of itself; None when it is no control model."""
    if path.is_dir():
        return _read_folder(path)
    try:
        stat = path.stat()
    except OSError:
        return None
    if path.suffix.lower() in weights.PICKLES:
        return _pickle(path)
    return _read_file(path, stat.st_size, stat.st_mtime_ns)


def _pickle(file: Path) -> ControlInfo:
    """A file that is never opened, so that only its name tells what it may be."""
    net = "control" in file.stem.lower()
    return ControlInfo(
        id=file.stem,
        title=file.stem,
        technique=CONTROLNET if net else ADAPTER,
        kind=kind_of(file.stem),
        path=file,
        problems=(
            f"{file.name} is a pickle: a file that could run any program when it is opened. Get it "
            "as safetensors, or convert it where you trust it, in Python: safetensors.torch."
            f"save_file(torch.load({file.name!r}, weights_only=True), "
            f"{file.stem + '.safetensors'!r}).",
        ),
    )


def _read_folder(folder: Path) -> ControlInfo | None:
    try:
        config = read_json(folder / "config.json")
    except (OSError, ValueError):
        return None
    technique = CLASSES.get(str(config.get("_class_name")))
    if technique is None:
        return None
    try:
        about = read_json(folder / "underpaint.json")
    except (OSError, ValueError):
        about = {}
    inside = folder.name == OWN and (folder.parent / INDEX).is_file()
    name = published_name(folder.parent if inside else folder)
    if (flow := flow_controls.CLASSES.get(str(config["_class_name"]))) is not None:
        return _of_flow(flow, folder, name, config, about, list(_problems(folder, config)))
    channels = config.get("channels" if technique == ADAPTER else "block_out_channels", [])
    if config.get("adapter_type") == adapter_files.LIGHT:
        channels = [*channels, *channels[-1:]]  # its last level is not named
    net = technique == CONTROLNET
    several = union_controls.kinds_of(_numbers(folder, config)) if net else {}
    return ControlInfo(
        id=name,
        title=str(about.get("title", name)),
        technique=technique,
        kind="" if several else str(about.get("kind") or kind_of(name)),
        path=folder,
        channels=tuple(channels),
        words=config.get("cross_attention_dim") if net else None,
        layers=config.get("layers_per_block") if net else None,
        halved=config.get("adapter_type") == adapter_files.XL,
        several=several,
        problems=tuple(_problems(folder, config)),
    )


def _of_flow(
    family: FlowFamily,
    path: Path,
    name: str,
    config: Mapping[str, Any],
    about: Mapping[str, Any],
    problems: list[str],
) -> ControlInfo:
    """A transformer's net, of such a configuration."""
    try:
        width = flow_controls.width(config)
    except (KeyError, TypeError, ValueError):
        width, problems = 0, [*problems, "Its configuration makes no sense."]
    if flow_controls.masked(config):
        problems = [*problems, flow_controls.MASKED]
    return ControlInfo(
        id=name,
        title=str(about.get("title", name)),
        technique=CONTROLNET,
        kind=str(about.get("kind") or kind_of(name)),
        path=path,
        channels=(width,),
        words=flow_controls.reads(config),
        family=family.id,
        several=flow_controls.kinds_of(family.id, config, name),
        config=config,
        problems=tuple(problems),
    )


def _flow_file(family: FlowFamily, file: Path, shapes: Mapping[str, Any]) -> ControlInfo:
    """A transformer's net in one file."""
    trouble = weights.problem(file)
    try:
        unread = flow_controls.unread(shapes)
        config = {} if unread else flow_controls.config_of(family, shapes)
    except (KeyError, IndexError, ValueError, TypeError):
        unread = flow_controls.FOREIGN
    if unread:
        return ControlInfo(
            file.stem, file.stem, CONTROLNET, kind_of(file.stem), file, family=family.id,
            problems=(trouble or unread,),
        )  # fmt: skip
    return _of_flow(family, file, file.stem, config, {}, [trouble] if trouble else [])


def _problems(folder: Path, config: Mapping[str, Any]) -> Iterator[str]:
    if not weights_in(folder):
        if weights.pickles(folder):
            yield (
                "Its weights are a pickle: a file that could run any program when it is opened. "
                "Get it as safetensors."
            )
        else:
            yield f"{STEMS[0]}.safetensors is missing."
    elif problem := weights.problem(weights_in(folder)[0]):
        yield problem
    net = config.get("_class_name") in OF_UNETS
    if net and config.get("in_channels", LATENTS) != LATENTS:
        yield f"It wants {config['in_channels']} channels of latents, where {LATENTS} are given."
    elif foreign := [n for n in ("class_embed_type", "encoder_hid_dim") if config.get(n)]:
        yield f"It needs more than this version gives it ({', '.join(foreign)})."


def _numbers(folder: Path, config: Mapping[str, Any]) -> int:
    """By how many numbers the UNet's ControlNet in a folder is told kinds; 0: it has one kind."""
    for file in weights_in(folder)[:1]:
        try:
            stat = file.stat()
        except OSError:
            break
        if found := _numbers_in(file, stat.st_size, stat.st_mtime_ns):
            return found
    if config["_class_name"] not in union_controls.CLASSES:
        return 0
    told = config.get("num_control_type")
    return told if isinstance(told, int) else union_controls.USUAL


@lru_cache(maxsize=256)
def _numbers_in(file: Path, size: int, changed: int) -> int:
    """The same of a file, by its tensors."""
    return union_controls.count(_shapes(file))


def weights_in(folder: Path) -> list[Path]:
    """The safetensors files of a folder that can be loaded, the best one first."""
    return [file for stem in STEMS if (file := folder / f"{stem}.safetensors").is_file()]


@lru_cache(maxsize=256)
def _read_file(file: Path, size: int, changed: int) -> ControlInfo | None:
    """`size` and `changed` are the file's, so that what is remembered is never old."""
    shapes = _shapes(file)
    if (adapter := adapter_files.layout(shapes)) is not None:
        trouble = weights.problem(file) or adapter.problem
        return ControlInfo(
            id=file.stem,
            title=file.stem,
            technique=ADAPTER,
            kind=kind_of(file.stem),
            path=file,
            channels=adapter.channels,
            halved=adapter.kind == adapter_files.XL,
            problems=(trouble,) if trouble else (),
        )
    if (flow := flow_controls.family_of(shapes)) is not None:
        return _flow_file(flow, file, shapes)
    plain = {name.removeprefix(LDM): shape for name, shape in shapes.items()}
    if "controlnet_cond_embedding.conv_in.weight" in plain:
        first = plain.get("conv_in.weight")
    elif "input_hint_block.0.weight" in plain:
        first = plain.get("input_blocks.0.0.weight")
    else:
        return None
    words = next((s[1] for n, s in plain.items() if n.endswith("attn2.to_k.weight")), None)
    problem = weights.problem(file) or ""
    if first is None or words is None:
        problem = "It holds only differences to a model (a Control-LoRA), which cannot be used yet."
    several = union_controls.kinds_of(union_controls.count(plain))
    name = file.stem
    if name == union_controls.PROMAX:  # one that nobody would know it by
        name = f"{published_name(file.parent)}-promax"
    return ControlInfo(
        id=name,
        title=name,
        technique=CONTROLNET,
        kind="" if several else kind_of(name),
        path=file,
        channels=(first[0],) if first else (),
        words=words,
        several=several,
        problems=(problem,) if problem else (),
    )


def _shapes(file: Path) -> dict[str, tuple[int, ...]]:
    """Names and shapes of the tensors in a safetensors file; none when it cannot be read."""
    if weights.problem(file) is None:
        return weights.shapes(file)  # of what is packed, those of its numbers
    try:
        with file.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            header = json.loads(stream.read(length)) if length <= weights.MAX_HEADER else {}
        return {
            name: tuple(entry["shape"]) for name, entry in header.items() if name != "__metadata__"
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def kind_of(name: str) -> str:
    """The kind that the name of a published model tells; empty when it tells none."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower())
    for kind, pattern in NAMES:
        # "sd15canny", "t2iadapter_canny_sd15v2": letters may not follow or go before.
        if re.search(rf"(?<![a-z])({pattern})(?![a-z])", plain):
            return kind
    return ""


def _shown(kind: str) -> str:
    return KINDS[kind].title if kind in KINDS else kind


def _known(words: int) -> str:
    family = {768: "Stable Diffusion 1.x", 1024: "Stable Diffusion 2.x", 2048: "SDXL"}.get(words)
    return f" ({family})" if family else ""


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers)) or "no"
