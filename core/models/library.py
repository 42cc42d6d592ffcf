"""Finding models in folders, and judging each before anything of it is loaded (no torch)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from core.errors import ModelError
from core.fetching.curated import title_of
from core.models import flow_files, flow_library, gguf_header, pieces, single_file, usual, weights
from core.models.digest import digest_of
from core.models.families import flow_named, flow_of, sd, sdxl
from core.models.families.flow import FlowFamily
from core.models.folders import CONFIG, INDEX, folders, published_name
from core.models.info import Assembly, ModelInfo, PreviewMap

__all__ = ["ModelInfo", "PreviewMap", "check", "find_models", "named", "read_json"]

WEIGHTS = {
    "unet": "diffusion_pytorch_model",
    "vae": "diffusion_pytorch_model",
    "text_encoder": "model",
    "text_encoder_2": "model",
}

VARIANTS = ("fp16", "bf16")
"""Under these names weights are published with numbers of 2 bytes, beside the plain ones."""

ABOUT = "underpaint.json"
"""What a folder says of itself that the usual files do not."""
BASE = "base"
"""There: the id of the model that it is built on. Parts that it has not are that one's, and its
UNet may be a difference to that one's (`core.models.differences`)."""
DIFFERENCE = "difference.safetensors"
"""Such a difference, in the place of weights."""
TEACHING = "teaching"
"""There: settings with which it is taught best, for each kind of training."""
OF_BASE = "base"
"""In the metadata of that file: the digest of the weights to which it is added."""


PICKLE = ".ckpt"
"""Under this suffix whole models used to be published."""
PICKLED = (
    "{name} is a pickle: a file that could run any program when it is opened. It is never opened "
    "here. The Models window's Convert makes a safetensors file of it, and so does: "
    "underpaint convert {name}"
)


def find_models(dirs: Sequence[Path]) -> list[ModelInfo]:
    """Every model in these folders, in their order; broken ones too, with their problems.

    A model is a folder, as diffusers saves it, or one safetensors file, as A1111 and ComfyUI do.

    Reads configurations and headers only. A folder that does not exist is skipped. Of two models
    of the same id the later one is known as "folder/id".
    """
    there: dict[Path, Path] = {}
    for top in dirs:
        for path in _candidates(Path(top)):
            there.setdefault(path.resolve(), path)
    files = {path for path in there.values() if path.is_file()}
    seen = {folder: _about(folder) for folder in there.values() if folder not in files}
    whole = {folder: _read(folder, about) for folder, about in seen.items() if BASE not in about}
    bases: dict[str, ModelInfo] = {}
    for one in whole.values():
        bases.setdefault(one.id, one)
    found: dict[str, ModelInfo] = {}
    parts = cache(lambda: pieces.find(dirs))
    for path in there.values():
        info: ModelInfo | None
        if path in files:
            info = _single(path) or flow_files.info_of(path, parts)
        else:
            info = whole[path] if path in whole else _built(path, seen[path], bases)
        if info is None:
            continue
        if title := title_of(path):
            info = replace(info, title=title)
        if info.id in found:
            info = replace(info, id=f"{path.parent.name}/{info.id}")
        found.setdefault(info.id, info)
    return list(found.values())


def refiners(models: Sequence[ModelInfo]) -> list[ModelInfo]:
    """Those that finish what an SDXL model has begun; as such they have no problem."""
    return [
        replace(info, problems=())
        for info in models
        if info.family == sdxl.REFINER_FAMILY and info.problems == (sdxl.REFINER,)
    ]


def named(models: Sequence[ModelInfo], id: str) -> ModelInfo:
    """The model of that id; raises ModelError naming those that there are."""
    for info in models:
        if info.id == id:
            return info
    known = ", ".join(info.id for info in models if not info.problems) or "none"
    raise ModelError(
        f"There is no model called “{id}”.",
        f"Choose one of those that were found ({known}), or put its folder where models are kept.",
    )


def check(info: ModelInfo) -> None:
    """Raises ModelError unless every file of the model is there, whole and safe to open."""
    problems = [*info.problems, *_file_problems(info)]
    if not problems:
        return
    if not info.path.exists():
        remedy = "Choose another model, or put this one back."
    elif info.path.suffix == PICKLE:
        remedy = "Convert it, or get the model as a safetensors file."
    elif any("pickle" in problem for problem in problems):
        remedy = (
            "Delete it if there is a safetensors file beside it, or else get the model as "
            "safetensors files, which cannot run programs."
        )
    elif (base := _about(info.path).get(BASE)) is not None:
        remedy = (
            f"Put “{base}” where models are kept, as it was when this one was made, or get this "
            "one again."
        )
    else:
        remedy = "Download or copy the model again, or choose another one."
    raise ModelError(f"The model “{info.title}” cannot be used. {' '.join(problems)}", remedy)


def _candidates(top: Path) -> Iterator[Path]:
    """Folders with a model_index.json, and files that lie in none, sorted by name."""
    for folder in folders(top, below=lambda folder: not folder.holds(INDEX)):
        if folder.holds(INDEX):
            yield folder.path
        elif not folder.holds(CONFIG):
            yield from folder.weights()
            others = (PICKLE, gguf_header.SUFFIX)
            yield from (folder.path / name for name in folder.files if name.endswith(others))


def _single(file: Path) -> ModelInfo | None:
    """The model in one file; None when it holds something else."""
    if file.suffix == PICKLE:
        told = PICKLED.format(name=file.name)
        return ModelInfo(file.stem, file.stem, "", file, problems=(told,))
    try:
        stat = file.stat()
        return _read_file(file, stat.st_size, stat.st_mtime_ns)
    except OSError:
        return None


@lru_cache(maxsize=4096)
def _read_file(file: Path, size: int, changed: int) -> ModelInfo | None:
    """`size` and `changed` are the file's, so that what is remembered is never old."""
    return single_file.info_of(file)


def _about(folder: Path) -> dict[str, Any]:
    """What a model folder says of itself; nothing when that cannot be read."""
    try:
        return read_json(folder / ABOUT)
    except (OSError, ValueError):
        return {}


def _built(folder: Path, about: Mapping[str, Any], bases: Mapping[str, ModelInfo]) -> ModelInfo:
    """A model that is built on another one of those that were found."""
    base = bases.get(str(about[BASE]))
    if base is not None and not base.problems:
        return _read(folder, about, base.path)
    name = published_name(folder)
    problem = f"It is built on the model “{about[BASE]}”, which "
    problem += "was not found." if base is None else f"cannot be used: {base.problems[0]}"
    title = str(about.get("title", name))
    return ModelInfo(id=name, title=title, family="", path=folder, problems=(problem,))


def _read(folder: Path, about: Mapping[str, Any], base: Path | None = None) -> ModelInfo:
    """What the configuration files say of a model folder, and of the one that it is built on."""
    name = published_name(folder)
    title = str(about.get("title", name))
    info = ModelInfo(id=name, title=title, family="", path=folder, base=base)
    problems: list[str] = []
    configs: dict[str, dict[str, Any]] = {}
    flow = _flow(info)
    if flow is not None:
        return _read_flow(info, flow)
    for name in ("model_index.json", "unet/config.json", "vae/config.json",
                 "scheduler/scheduler_config.json"):  # fmt: skip
        try:
            configs[name] = read_json(info.part(name))
        except FileNotFoundError:
            problems.append(f"{name} is missing.")
            configs[name] = {}
        except (OSError, ValueError):
            problems.append(f"{name} cannot be read.")
            configs[name] = {}
    index, unet, vae, scheduler = configs.values()
    xl = sdxl.is_one(index, unet)
    judge = sdxl.problems if xl else sd.problems
    problems = problems or judge(index, unet, vae, scheduler)
    if problems:
        return replace(info, problems=tuple(problems))
    factor = sd.factor(vae)
    refiner = xl and sdxl.is_refiner(index)
    family = sdxl.REFINER_FAMILY if refiner else sdxl.FAMILY if xl else sd.family_of(unet)
    return replace(
        info,
        problems=(sdxl.REFINER,) if refiner else (),
        family=family,
        size=sd.side(unet) * factor,
        factor=factor,
        in_channels=unet["in_channels"],
        prediction_type=scheduler.get("prediction_type", "epsilon"),
        can=sd.CAN[unet["in_channels"]],
        usual=usual.of_folder(info.id, scheduler),
        teaching=_teaching(about),
    )


def _flow(info: ModelInfo) -> FlowFamily | None:
    """The rectified-flow family of a folder, if it is of one."""
    try:
        return flow_of(read_json(info.part("model_index.json")))
    except (OSError, ValueError):
        return None


def _read_flow(info: ModelInfo, family: FlowFamily) -> ModelInfo:
    """What the configurations of such a folder say."""
    index = read_json(info.part("model_index.json"))
    there = {"scheduler", *flow_library.parts_there(family, index)}
    configs: dict[str, dict[str, Any]] = {"index": index}
    problems = []
    for name, file in flow_library.config_files(family).items():
        configs[name] = {}
        if name in there:
            try:
                configs[name] = read_json(info.part(file))
            except FileNotFoundError:
                problems.append(f"{file} is missing.")
            except (OSError, ValueError):
                problems.append(f"{file} cannot be read.")
    if problems:
        return replace(info, family=family.id, problems=tuple(problems))
    return flow_library.described(family, info, index, configs)


def _teaching(about: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    said = about.get(TEACHING)
    kinds = said.items() if isinstance(said, dict) else ()
    return {kind: dict(settings) for kind, settings in kinds if isinstance(settings, dict)}


def read_json(file: Path) -> dict[str, Any]:
    """A JSON object; raises OSError, or ValueError when it is something else."""
    data = json.loads(file.read_text("utf-8"))
    if not isinstance(data, dict):
        raise ValueError(f"{file.name} holds no object")
    return data


_COMPONENTS = {sdxl.FAMILY: sdxl.COMPONENTS, sdxl.REFINER_FAMILY: sdxl.REFINER_COMPONENTS}


def _file_problems(info: ModelInfo) -> list[str]:
    """What is missing from, unsafe or broken in the model's files, in sentences."""
    folder = info.path
    if not folder.exists():
        kind = "file" if folder.suffix in (".safetensors", PICKLE, gguf_header.SUFFIX) else "folder"
        return [f"The {kind} {folder} is not there."]
    if info.assembly is not None:
        return _piece_problems(info.assembly)
    if folder.is_file():
        trouble = _file_problem(folder)
        return [trouble] if trouble and trouble not in info.problems else []
    if info.base is not None and not info.base.is_dir():
        return [f"The folder {info.base} of the model that it is built on is not there."]
    if (flow := flow_named(info.family)) is not None:
        return _flow_file_problems(info, flow)
    components = _COMPONENTS.get(info.family, sd.COMPONENTS)
    found = []
    for name in components:
        if name.startswith("tokenizer"):
            files = [f"{name}/tokenizer.json", f"{name}/vocab.json"]
        elif name.startswith("text_encoder"):
            files = [f"{name}/config.json"]
        else:
            continue
        if not any(info.part(name).joinpath(Path(file).name).is_file() for file in files):
            found.append(f"{files[0]} is missing.")
    for place in (folder, *(info.part(component) for component in components)):
        found += [
            f"{file.name if place == folder else f'{place.name}/{file.name}'} is a pickle: a file "
            "that could run any program when it is opened."
            for file in weights.pickles(place)
        ]
    if not any("pickle" in problem for problem in found):
        for component in components:
            if stem := WEIGHTS.get(component):
                if info.base is not None and (folder / component / DIFFERENCE).is_file():
                    found += _difference_problems(info, component)
                else:
                    found += weight_problems(info.part(component), stem)
    return found


def _flow_file_problems(info: ModelInfo, family: FlowFamily) -> list[str]:
    """The same for the folder of a rectified-flow family."""
    found = []
    for name in flow_library.parts_there(family, read_json(info.part("model_index.json"))):
        place = info.part(name)
        pickles = weights.pickles(place)
        found += [
            f"{name}/{file.name} is a pickle: a file that could run any program when it is opened."
            for file in pickles
        ]
        if name.startswith(("tokenizer", "processor")):
            if problem := flow_library.tokenizer_problem(place):
                found.append(problem)
        elif not pickles:
            found += weight_problems(place, flow_library.stem_of(name))
    return found


def _file_problem(file: Path) -> str | None:
    """What is wrong with a file of weights; None when it is sane."""
    return gguf_header.problem(file) if file.suffix == gguf_header.SUFFIX else weights.problem(file)


def _piece_problems(assembly: Assembly) -> list[str]:
    """The same for the pieces of which a model is put together."""
    found: list[str] = []
    for name, piece in assembly.pieces.items():
        if not piece.path.name:
            continue  # it comes with the program
        if not piece.path.exists():
            found.append(f"{piece.path.name} is missing.")
        elif piece.path.is_file():
            found += filter(None, [_file_problem(piece.path)])
        elif not name.startswith(("tokenizer", "processor")):
            found += weight_problems(piece.path, flow_library.stem_of(name))
    return list(dict.fromkeys(found))


def _difference_problems(info: ModelInfo, component: str) -> list[str]:
    """The same for a component that is a difference to that of the model it is built on."""
    file, base = info.path / component / DIFFERENCE, info.base
    assert base is not None
    if problem := weights.problem(file):
        return [f"{component}: {problem}"]
    if found := weight_problems(base / component, WEIGHTS[component]):
        return [f"Of the model that it is built on: {one}" for one in found]
    if weights.metadata(file).get(OF_BASE) != digest_of(base / component):
        return [f"It is built on another version of “{base.name}” than the one that is here."]
    return []


def variant_of(component: Path, stem: str) -> str | None:
    """Which variant of a component's weights is there: None for the plain ones, or "fp16"."""
    names = (f"{stem}.safetensors", f"{stem}.safetensors.index.json")
    if any((component / name).is_file() for name in names):
        return None
    return next((one for one in VARIANTS if _in_variant(component, stem, one)), None)


def _in_variant(component: Path, stem: str, variant: str | None) -> tuple[Path, Path] | None:
    """The file of a variant, and the list that there is when it is in several; None without."""
    if variant is None:
        whole = component / f"{stem}.safetensors"
        listing = component / f"{stem}.safetensors.index.json"
    else:
        whole = component / f"{stem}.{variant}.safetensors"
        listing = component / f"{stem}.safetensors.index.{variant}.json"
    return (whole, listing) if whole.is_file() or listing.is_file() else None


def weight_files(component: Path, stem: str) -> list[Path]:
    """The files of a component's weights: one, or several named by an index.

    Raises FileNotFoundError when there are none; OSError, ValueError, KeyError or AttributeError
    for an index that cannot be read.
    """
    there = _in_variant(component, stem, variant_of(component, stem))
    if there is None:
        raise FileNotFoundError(f"{component.name}/{stem}.safetensors")
    whole, listing = there
    if whole.is_file():
        return [whole]
    names = sorted({str(name) for name in read_json(listing)["weight_map"].values()})
    return [component / Path(name).name for name in names]


def weight_problems(component: Path, stem: str) -> list[str]:
    """The same for the weights of one component: one file, or several named by an index."""
    try:
        files = weight_files(component, stem)
    except FileNotFoundError:
        return [f"{component.name}/{stem}.safetensors is missing."]
    except (OSError, ValueError, KeyError, AttributeError):
        listing = _in_variant(component, stem, variant_of(component, stem))
        assert listing is not None
        return [f"{component.name}/{listing[1].name} cannot be read."]
    found = []
    for file in files:
        if not file.is_file():
            found.append(f"{component.name}/{file.name} is missing.")
        elif problem := weights.problem(file):
            found.append(f"{component.name}: {problem}")
    return found
