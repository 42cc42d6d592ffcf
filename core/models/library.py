"""Finding models in folders, and judging each before anything of it is loaded (no torch)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.errors import ModelError
from core.models import weights
from core.models.families import sd, sdxl
from core.models.folders import INDEX, folders, published_name
from core.models.info import ModelInfo, PreviewMap

__all__ = ["ModelInfo", "PreviewMap", "check", "find_models", "named", "read_json"]

WEIGHTS = {
    "unet": "diffusion_pytorch_model",
    "vae": "diffusion_pytorch_model",
    "text_encoder": "model",
    "text_encoder_2": "model",
}


def find_models(dirs: Sequence[Path]) -> list[ModelInfo]:
    """Every model in these folders, in their order; broken ones too, with their problems.

    Reads configurations only. A folder that does not exist is skipped. Of two models of the same
    id the later one is known as "folder/id".
    """
    found: dict[str, ModelInfo] = {}
    seen: set[Path] = set()
    for top in dirs:
        for folder in _model_folders(Path(top)):
            if folder.resolve() in seen:
                continue
            seen.add(folder.resolve())
            info = _read(folder)
            if info.id in found:
                info = replace(info, id=f"{folder.parent.name}/{info.id}")
            found.setdefault(info.id, info)
    return list(found.values())


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
    if not info.path.is_dir():
        remedy = "Choose another model, or put the folder back."
    elif any("pickle" in problem for problem in problems):
        remedy = (
            "Delete it if there is a safetensors file beside it, or else get the model as "
            "safetensors files, which cannot run programs."
        )
    else:
        remedy = "Download or copy the model again, or choose another one."
    raise ModelError(f"The model “{info.title}” cannot be used. {' '.join(problems)}", remedy)


def _model_folders(top: Path) -> Iterator[Path]:
    """Folders with a model_index.json, sorted by name; not looking inside models."""
    for folder in folders(top, below=lambda folder: not folder.holds(INDEX)):
        if folder.holds(INDEX):
            yield folder.path


def _read(folder: Path) -> ModelInfo:
    """What the configuration files say of a model folder."""
    problems: list[str] = []
    configs: dict[str, dict[str, Any]] = {}
    for name in ("model_index.json", "unet/config.json", "vae/config.json",
                 "scheduler/scheduler_config.json"):  # fmt: skip
        try:
            configs[name] = read_json(folder / name)
        except FileNotFoundError:
            problems.append(f"{name} is missing.")
            configs[name] = {}
        except (OSError, ValueError):
            problems.append(f"{name} cannot be read.")
            configs[name] = {}
    index, unet, vae, scheduler = configs.values()
    try:
        about = read_json(folder / "underpaint.json")
    except (OSError, ValueError):
        about = {}
    name = published_name(folder)
    info = ModelInfo(id=name, title=str(about.get("title", name)), family="", path=folder)
    xl = sdxl.is_one(index, unet)
    judge = sdxl.problems if xl else sd.problems
    problems = problems or judge(index, unet, vae, scheduler)
    if problems:
        return replace(info, problems=tuple(problems))
    factor = sd.factor(vae)
    return replace(
        info,
        family=sdxl.FAMILY if xl else sd.family_of(unet),
        size=sd.side(unet) * factor,
        factor=factor,
        in_channels=unet["in_channels"],
        prediction_type=scheduler.get("prediction_type", "epsilon"),
        can=sd.CAN[unet["in_channels"]],
    )


def read_json(file: Path) -> dict[str, Any]:
    """A JSON object; raises OSError, or ValueError when it is something else."""
    data = json.loads(file.read_text("utf-8"))
    if not isinstance(data, dict):
        raise ValueError(f"{file.name} holds no object")
    return data


def _file_problems(info: ModelInfo) -> list[str]:
    """What is missing from, unsafe or broken in the model's files, in sentences."""
    folder = info.path
    if not folder.is_dir():
        return [f"The folder {folder} is not there."]
    components = sdxl.COMPONENTS if info.family == sdxl.FAMILY else sd.COMPONENTS
    found = []
    for name in components:
        if name.startswith("tokenizer"):
            files = [f"{name}/tokenizer.json", f"{name}/vocab.json"]
        elif name.startswith("text_encoder"):
            files = [f"{name}/config.json"]
        else:
            continue
        if not any((folder / file).is_file() for file in files):
            found.append(f"{files[0]} is missing.")
    for place in (folder, *(folder / component for component in components)):
        found += [
            f"{file.relative_to(folder)} is a pickle: a file that could run any program when it "
            "is opened."
            for file in weights.pickles(place)
        ]
    if not any("pickle" in problem for problem in found):
        for component in components:
            if stem := WEIGHTS.get(component):
                found += weight_problems(folder / component, stem)
    return found


def weight_problems(component: Path, stem: str) -> list[str]:
    """The same for the weights of one component: one file, or several named by an index."""
    whole = component / f"{stem}.safetensors"
    listing = component / f"{stem}.safetensors.index.json"
    if whole.is_file():
        files = [whole]
    elif listing.is_file():
        try:
            names = sorted({str(name) for name in read_json(listing)["weight_map"].values()})
        except (OSError, ValueError, KeyError, AttributeError):
            return [f"{component.name}/{listing.name} cannot be read."]
        files = [component / Path(name).name for name in names]
    else:
        return [f"{component.name}/{whole.name} is missing."]
    found = []
    for file in files:
        if not file.is_file():
            found.append(f"{component.name}/{file.name} is missing.")
        elif problem := weights.problem(file):
            found.append(f"{component.name}: {problem}")
    return found
