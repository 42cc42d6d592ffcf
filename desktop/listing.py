"""What `underpaint models` and `underpaint techniques` print: as text, or as JSON for programs."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.models.info import ModelInfo
from desktop.cli import found_models

if TYPE_CHECKING:
    from core.models.controls import ControlInfo
    from core.models.kinds import Found
    from core.models.language_models import LanguageInfo
    from core.models.stand_ins import StandIn


def print_models(*, as_json: bool) -> None:
    """Everything found in the folders for models: of each its id, where it is, what it can do."""
    from core.models import kinds, language_models, stand_ins
    from core.models.catalogue import kinds_of
    from core.models.controls import find_controls

    folders, models = found_models()
    controls, speakers = find_controls(folders), language_models.find(folders)
    parts = stand_ins.find(folders)
    known = [one.path for group in (models, controls, parts) for one in group]
    others = [*kinds.find(folders, known), *kinds.damaged(folders, known)]
    if as_json:
        _print_json(
            [_model_json(info) for info in models]
            + [_control_json(control) for control in controls]
            + [_language_json(speaker) for speaker in speakers]
            + [_part_json(part, models) for part in parts]
            + [_other_json(other) for other in others]
        )
        return
    for info in models:
        _print_found(info, f"{info.family}, {info.size} px: {', '.join(sorted(info.can))}")
    for control in controls:
        _print_found(control, f"{control.technique}: {kinds_of(control)}")
    for speaker in speakers:
        _print_found(speaker, "language model: sentences for Pix2Pix Zero")
    for part in parts:
        fit = ", ".join(stand_ins.models_of(part, models)) or "none of these models"
        _print_found(part, f"{stand_ins.TITLES[part.kind]}, fits {fit}")
    for other in others:
        variant = f", {other.variant}" if other.variant else ""
        print(f"{other.path.stem}: {kinds.TITLES.get(other.kind, kinds.DAMAGED)}{variant}")
        print(f"    {other.path}")
        family = other.family or "family unknown"
        told = " ".join(("", *other.problems))
        print(f"    {family}, {other.precision}, {other.bytes / 1e6:,.1f} MB.{told}")
    print("\nSearched: " + ", ".join(str(folder) for folder in folders))


def print_curated() -> None:
    """The models that are known to be good; `underpaint models fetch ID` fetches one."""
    from core.fetching import hardware
    from core.fetching.curated import curated, fits, fits_streamed, recommended

    here = hardware.find()
    best = recommended(here)
    print(f"This machine: {here.in_words}. To begin with: {best.id}\n")
    for one in curated():
        print(f"{one.id}: {one.title} ({one.wanted.repo})")
        suits = "fits this machine" if fits(one, here) else "more than this machine has"
        if not fits(one, here) and fits_streamed(one, here):
            suits = f"runs part by part with {one.least:g} GB"
        print(f"    {one.size:g} GB, {one.memory:g} GB of memory ({suits}), {one.licence}")
        print(textwrap.indent(textwrap.fill(one.about, 92), "    "))


def print_techniques(*, as_json: bool) -> None:
    """Every technique with its parameters; as JSON, with a JSON Schema of each."""
    from core.techniques import techniques
    from core.techniques.declare import schema

    known = techniques()
    if as_json:
        _print_json(
            [
                {
                    "id": kind.declaration.id,
                    "title": kind.declaration.title,
                    "help": kind.declaration.help,
                    "needs": list(kind.declaration.needs),
                    "not_with": dict(kind.declaration.not_with),
                    "parameters": schema(kind),
                }
                for kind in known.values()
            ]
        )
        return
    for kind in known.values():
        _print_technique(kind)


def _print_technique(kind: Any) -> None:
    from core.parameters import parameters

    declaration = kind.declaration
    print(f"{declaration.id}: {declaration.title}")
    print(textwrap.indent(textwrap.fill(declaration.help, 92), "    "))
    if declaration.needs:
        print(f"    needs: {', '.join(declaration.needs)}")
    for name, parameter in parameters(kind).items():
        described = parameter.kind()
        low, high = described.get("minimum"), described.get("maximum")
        span = f", {low:g} to {high:g}" if low is not None and high is not None else ""
        unit = f" {parameter.unit}" if parameter.unit else ""
        default = "required" if parameter.required else f"default {parameter.default}"
        print(f"    {name} ({default}{span}{unit}): {parameter.help}")


def _print_found(info: ModelInfo | ControlInfo | LanguageInfo | StandIn, what: str) -> None:
    print(f"{info.id}: {info.title}")
    print(f"    {info.path}")
    print(f"    cannot be used: {' '.join(info.problems)}" if info.problems else f"    {what}")


def _model_json(info: ModelInfo) -> dict[str, Any]:
    return {
        "id": info.id,
        "title": info.title,
        "family": info.family,
        "path": str(info.path),
        "size": info.size,
        "in_channels": info.in_channels,
        "prediction_type": info.prediction_type,
        "can": sorted(info.can),
        "problems": list(info.problems),
        "memory": _memory_json(info),
    }


def _memory_json(info: ModelInfo) -> dict[str, int]:
    """Bytes for a picture of the model's own size in 16 bits, by plan; empty where that cannot be
    told."""
    from core.generation.memory import least_needed

    return least_needed(info)


def _control_json(info: ControlInfo) -> dict[str, Any]:
    """A ControlNet or T2I-Adapter: its family is the technique that it serves."""
    return {
        "id": info.id,
        "title": info.title,
        "family": info.technique,
        "path": str(info.path),
        "can": list(info.kinds),
        "problems": list(info.problems),
    }


def _language_json(info: LanguageInfo) -> dict[str, Any]:
    return {
        "id": info.id,
        "title": info.title,
        "family": "language_model",
        "path": str(info.path),
        "can": ["sentences"],
        "problems": list(info.problems),
    }


def _part_json(part: StandIn, models: Sequence[ModelInfo]) -> dict[str, Any]:
    """An autoencoder or text encoder, and the models of which it can be a part."""
    from core.models import stand_ins

    return {
        "id": part.id,
        "title": part.title,
        "family": part.family,
        "kind": part.kind,
        "path": str(part.path),
        "can": [],
        "fits": stand_ins.models_of(part, models),
        "problems": list(part.problems),
    }


def _other_json(found: Found) -> dict[str, Any]:
    """A file beside the models: what it is, and for which family."""
    return {
        "id": found.path.stem,
        "title": found.path.stem,
        "family": found.family,
        "kind": found.kind,
        "variant": found.variant,
        "path": str(found.path),
        "precision": found.precision,
        "bytes": found.bytes,
        "can": [],
        "problems": list(found.problems),
    }


def _print_json(value: Any) -> None:
    print(json.dumps(value, indent=2, ensure_ascii=False))
