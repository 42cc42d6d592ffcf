"""The command line: everything that needs no window (no Qt; torch only once a job runs)."""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core import places
from core.errors import UserError
from core.models.info import ModelInfo
from core.models.plan import CHOICES

if TYPE_CHECKING:
    from core.models.controls import ControlInfo
    from core.models.kinds import Found
    from core.models.language_models import LanguageInfo
    from core.models.stand_ins import StandIn

DONE, FAILED, REFUSED, INTERRUPTED = 0, 1, 2, 130
"""Exit statuses: done; the job failed; the recipe or the words are wrong; stopped by Ctrl+C."""

COMMANDS = ("generate", "models", "convert", "techniques", "control", "train", "bench")

_ABOUT = """\
With no words, Underpaint opens its window; with files, it opens them there.
Exit status: 0 done, 1 the job failed, 2 the recipe or the command is wrong, 130 stopped (Ctrl+C).
"""


def main(words: Sequence[str]) -> int:
    """Runs one command; returns its exit status."""
    try:
        given = _parser().parse_args(words)
    except SystemExit as end:  # argparse has told what is wrong, or the help
        return int(end.code or DONE)
    try:
        status: int = given.run(given)
        sys.stdout.flush()
    except UserError as error:
        tell(error)
        return REFUSED
    except BrokenPipeError:  # as with `underpaint models | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return status


def tell(error: UserError | str) -> None:
    """Says what went wrong, on the error stream."""
    if isinstance(error, UserError):
        error = f"{error.cause}\n{error.remedy}".strip()
    print(f"underpaint: {error}", file=sys.stderr, flush=True)


def no_such_word(word: str) -> int:
    """A first word that is neither a command nor a file."""
    tell(f"There is no file {word}, and no such command.\nCommands: {', '.join(COMMANDS)}.")
    return REFUSED


def found_models() -> tuple[tuple[Path, ...], list[ModelInfo]]:
    """The folders that are searched, and every model in them; the settings' folders included."""
    from core.models.library import find_models
    from core.settings import load_settings

    folders = places.models(load_settings().settings.models_folders)
    return folders, find_models(folders)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="underpaint",
        description="You paint; a diffusion model paints over what you put down.",
        epilog=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"underpaint {_version()}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    generate = commands.add_parser("generate", help="make the pictures of a recipe")
    generate.add_argument(
        "recipe", type=Path, help="a recipe (JSON), or a picture that carries its recipe"
    )
    generate.add_argument("--out", type=Path, required=True, metavar="DIR", help="where they go")
    generate.add_argument(
        "--previews", action="store_true", help="also save preview-SSS.png after each step"
    )
    generate.add_argument(
        "--verbose", action="store_true", help="show the technical detail of a failure"
    )
    generate.add_argument(
        "--plan",
        choices=list(CHOICES),
        help="how the model is fitted into memory, in place of the setting; only 8 and 4 bits "
        "change the pictures",
    )
    generate.set_defaults(run=_generate)

    models = commands.add_parser("models", help="list the models that are found")
    models.add_argument("--json", action="store_true", help="as JSON")
    models.set_defaults(run=_models)
    doings = models.add_subparsers(metavar="WHAT")
    fetch = doings.add_parser("fetch", help="fetch one from the hub")
    fetch.add_argument(
        "model", help="owner/name, the address of its page or file, or an id of the curated list"
    )
    fetch.set_defaults(run=_fetch)
    good = doings.add_parser("curated", help="list models that are known to be good")
    good.set_defaults(run=_curated)

    convert = commands.add_parser(
        "convert", help="make a safetensors file of a model that is a pickle (.ckpt)"
    )
    convert.add_argument("file", type=Path, metavar="FILE.ckpt")
    convert.add_argument(
        "--out", type=Path, metavar="FILE.safetensors", help="by default beside the other"
    )
    convert.set_defaults(run=_convert)

    techniques = commands.add_parser("techniques", help="list the techniques and their parameters")
    techniques.add_argument("--json", action="store_true", help="as JSON, with JSON Schema")
    techniques.set_defaults(run=_techniques)

    control = commands.add_parser("control", help="make a control map of a picture")
    control.add_argument(
        "kind",
        metavar="KIND",
        help="what the map shows: canny, scribble, lineart, softedge, openpose, depth… "
        "(a wrong one is answered by all there are)",
    )
    control.add_argument("image", type=Path, metavar="IMAGE")
    control.add_argument("--out", type=Path, required=True, metavar="MAP.png")
    control.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter of the preprocessor; may be given several times",
    )
    control.set_defaults(run=_control)

    train = commands.add_parser("train", help="teach a model something new")
    train.add_argument(
        "training", type=Path, metavar="TRAINING.json", help="what is taught, and from what"
    )
    train.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="DIR",
        help="where the result and the checkpoints go; a training that is there goes on",
    )
    train.add_argument(
        "--verbose", action="store_true", help="show the technical detail of a failure"
    )
    train.set_defaults(run=_train)

    bench = commands.add_parser("bench", help="measure speed against the project's targets")
    bench.add_argument("names", nargs="*", metavar="NAME", help="what to measure; all by default")
    bench.add_argument("--json", type=Path, metavar="FILE", help="also write the figures there")
    bench.set_defaults(run=_bench)
    return parser


def _version() -> str:
    from importlib import metadata

    try:
        return metadata.version("underpaint")
    except metadata.PackageNotFoundError:  # run from a checkout that was never installed
        return "(not installed)"


def _generate(given: argparse.Namespace) -> int:
    from desktop.generate import generate

    return generate(
        given.recipe,
        given.out,
        previews=given.previews,
        verbose=given.verbose,
        plan=given.plan,
    )


def _models(given: argparse.Namespace) -> int:
    from core.models import kinds, language_models, stand_ins
    from core.models.controls import find_controls

    folders, models = found_models()
    controls, speakers = find_controls(folders), language_models.find(folders)
    parts = stand_ins.find(folders)
    known = [one.path for group in (models, controls, parts) for one in group]
    others = kinds.find(folders, known)
    if given.json:
        _print_json(
            [_model_json(info) for info in models]
            + [_control_json(control) for control in controls]
            + [_language_json(speaker) for speaker in speakers]
            + [_part_json(part, models) for part in parts]
            + [_other_json(other) for other in others]
        )
        return DONE
    for info in models:
        _print_found(info, f"{info.family}, {info.size} px: {', '.join(sorted(info.can))}")
    for control in controls:
        _print_found(control, f"{control.technique}: {control.kind or 'of an unknown kind'}")
    for speaker in speakers:
        _print_found(speaker, "language model: sentences for Pix2Pix Zero")
    for part in parts:
        fit = ", ".join(stand_ins.models_of(part, models)) or "none of these models"
        _print_found(part, f"{stand_ins.TITLES[part.kind]}, fits {fit}")
    for other in others:
        variant = f", {other.variant}" if other.variant else ""
        print(f"{other.path.stem}: {kinds.TITLES[other.kind]}{variant}")
        print(f"    {other.path}")
        family = other.family or "family unknown"
        told = " ".join(("", *other.problems))
        print(f"    {family}, {other.precision}, {other.bytes / 1e6:,.1f} MB.{told}")
    print("\nSearched: " + ", ".join(str(folder) for folder in folders))
    return DONE


def _fetch(given: argparse.Namespace) -> int:
    from desktop.fetch import fetch_model

    return fetch_model(given.model)


def _curated(given: argparse.Namespace) -> int:
    from core.fetching.curated import curated

    for one in curated():
        print(f"{one.id}: {one.title} ({one.wanted.repo})")
        print(f"    {one.size:g} GB, {one.memory:g} GB of memory, {one.licence}")
        print(textwrap.indent(textwrap.fill(one.about, 92), "    "))
    return DONE


def _convert(given: argparse.Namespace) -> int:
    from core.models.conversion import convert

    print(convert(given.file, given.out))
    return DONE


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
        "can": [info.kind] if info.kind else [],
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


def _techniques(given: argparse.Namespace) -> int:
    from core.techniques import techniques
    from core.techniques.declare import schema

    known = techniques()
    if given.json:
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
        return DONE
    for kind in known.values():
        _print_technique(kind)
    return DONE


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


def _control(given: argparse.Namespace) -> int:
    from desktop.control import control

    control(given.kind, given.image, given.out, given.set)
    print(given.out)
    return DONE


def _train(given: argparse.Namespace) -> int:
    from desktop.train import train

    return train(given.training, given.out, verbose=given.verbose)


def _bench(given: argparse.Namespace) -> int:
    from desktop import bench

    return bench.main(given.names, given.json)


def _print_json(value: Any) -> None:
    print(json.dumps(value, indent=2, ensure_ascii=False))
