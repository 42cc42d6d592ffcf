"""The command line: everything that needs no window (no Qt; torch only once a job runs)."""

from __future__ import annotations

import argparse
import os
import sys
import textwrap
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path

from core import places
from core.errors import UserError
from core.models.info import ModelInfo
from core.models.plan import CHOICES
from desktop.commands import COMMANDS

DONE, FAILED, REFUSED, INTERRUPTED = 0, 1, 2, 130
"""Exit statuses: done; the job failed; the recipe or the words are wrong; stopped by Ctrl+C."""

_ABOUT = """\
Without a command the window opens, with any files that are named.
`underpaint COMMAND --help` tells more about a command.

Exit status: 0 done, 1 the job failed, 2 the recipe or the command is wrong, 130 stopped (Ctrl+C).
"""
_VERBOSE = "when it fails, print the technical detail instead of naming the log"
_JSON = "print JSON instead of text"


def main(words: Sequence[str]) -> int:
    """Runs one command; returns its exit status."""
    try:
        given = parser().parse_args(words)
    except SystemExit as end:  # argparse has told what is wrong, or the help
        return int(end.code or DONE)
    try:
        status: int = given.run(given)
        sys.stdout.flush()
    except UserError as error:
        tell(error)
        return REFUSED
    except KeyboardInterrupt:  # where nothing listens for signals: a listing, a map, a bench
        tell("Stopped.")
        return INTERRUPTED
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
    near = get_close_matches(word, COMMANDS, n=1)
    meant = f" Did you mean {near[0]}?" if near else ""
    tell(f"There is no file {word}, and no such command.{meant}\nCommands: {', '.join(COMMANDS)}.")
    return REFUSED


def found_models() -> tuple[tuple[Path, ...], list[ModelInfo]]:
    """The folders that are searched, and every model in them; the settings' folders included."""
    from core.models.library import find_models
    from core.settings import load_settings

    folders = places.models(load_settings().settings.models_folders)
    return folders, find_models(folders)


def parser() -> argparse.ArgumentParser:
    underpaint = argparse.ArgumentParser(
        prog="underpaint",
        description="You paint; a diffusion model paints over what you put down.",
        usage="underpaint [FILE ...]\n       underpaint COMMAND ...",
        epilog=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    underpaint.add_argument("-V", "--version", action="version", version=f"underpaint {_version()}")
    commands = underpaint.add_subparsers(
        required=True, metavar="COMMAND", title="commands", prog="underpaint"
    )

    def command(name: str, about: str, more: str = "") -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=about,
            description=f"{about[0].upper()}{about[1:]}.",
            epilog=more,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    _add_generate(command)
    _add_models(command)
    _add_convert(command)
    _add_techniques(command)
    _add_control(command)
    _add_train(command)
    _add_bench(command)
    return underpaint


_Add = Callable[..., argparse.ArgumentParser]
"""Adds a command: its name, what it does, and examples for the end of its help."""


def _add_generate(command: _Add) -> None:
    generate = command(
        "generate",
        "make the pictures of a recipe",
        "Examples:\n"
        "  underpaint generate recipe.json --out pictures\n"
        "  underpaint generate picture.png --out again    repeats a picture made here\n\n"
        "Pictures are named 0000.png and so on, each with its recipe inside.\n"
        "result.json lists them. docs/recipes.md explains what a recipe says.",
    )
    generate.add_argument(
        "recipe",
        type=Path,
        metavar="RECIPE",
        help="a recipe (JSON), or a picture that carries its recipe",
    )
    generate.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="DIR",
        help="folder for the pictures; made when it does not exist",
    )
    generate.add_argument(
        "--previews",
        action="store_true",
        help="also save a preview after each step: preview-001.png and so on",
    )
    generate.add_argument("--verbose", action="store_true", help=_VERBOSE)
    generate.add_argument(
        "--plan",
        choices=list(CHOICES),
        metavar="PLAN",
        help=f"how the model is fitted into memory: {', '.join(CHOICES)} (by default as set in "
        "Generate > Memory); only eight_bit and four_bit change the pictures",
    )
    generate.set_defaults(run=_generate)


def _add_models(command: _Add) -> None:
    models = command(
        "models",
        "list the models on this machine, or fetch one",
        "Examples:\n"
        "  underpaint models                      what was found, and where\n"
        "  underpaint models curated              models that are known to be good\n"
        "  underpaint models fetch OWNER/NAME     from Hugging Face; goes on after a break",
    )
    models.add_argument("--json", action="store_true", help=_JSON)
    models.set_defaults(run=_models)
    doings = models.add_subparsers(metavar="COMMAND", title="commands")
    fetch = doings.add_parser(
        "fetch",
        help="fetch a model from Hugging Face",
        description="Fetch a model from Hugging Face. A fetch that was stopped goes on.",
    )
    fetch.add_argument(
        "model",
        metavar="MODEL",
        help="OWNER/NAME, the address of its page or of one file, or an id that "
        "`underpaint models curated` lists",
    )
    fetch.set_defaults(run=_fetch)
    good = doings.add_parser(
        "curated",
        help="list models that are known to be good",
        description="List models that are known to be good, with their size and licence.",
    )
    good.set_defaults(run=_curated)


def _add_convert(command: _Add) -> None:
    convert = command(
        "convert",
        "make a safetensors file of a model that is a pickle (.ckpt, .pt, .bin)",
        "The pickle is read in a process of its own, which makes nothing but tensors of it.\n"
        "It is kept.",
    )
    convert.add_argument("file", type=Path, metavar="PICKLE", help="the pickle")
    convert.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="the file that is written (by default beside the pickle, with its name)",
    )
    convert.set_defaults(run=_convert)


def _add_techniques(command: _Add) -> None:
    techniques = command("techniques", "list the techniques and their parameters")
    techniques.add_argument("--json", action="store_true", help=f"{_JSON}, with a JSON Schema each")
    techniques.set_defaults(run=_techniques)


def _add_control(command: _Add) -> None:
    control = command(
        "control",
        "make a control map (edges, depth, a pose…) of a picture",
        "Example:\n  underpaint control canny photo.jpg --out edges.png --set low=50",
    )
    control.add_argument(
        "kind",
        metavar="KIND",
        help="what the map shows: canny, scribble, lineart, softedge, openpose, depth… "
        "(any other word lists them all)",
    )
    control.add_argument("image", type=Path, metavar="IMAGE", help="the picture")
    control.add_argument(
        "--out", type=Path, required=True, metavar="MAP.png", help="the file that is written"
    )
    control.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="set a parameter of the map; can be given several times",
    )
    control.set_defaults(run=_control)


def _add_train(command: _Add) -> None:
    train = command(
        "train",
        "teach a model something new",
        "Example:\n"
        "  underpaint train training.json --out toy\n\n"
        "Ctrl+C saves and stops; the same command goes on from there.\n"
        "docs/training.md explains what a training says.",
    )
    train.add_argument(
        "training",
        type=Path,
        metavar="TRAINING.json",
        help="what is taught, from which pictures, and with which settings",
    )
    train.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="DIR",
        help="folder for checkpoints and results; a training that is already there goes on",
    )
    train.add_argument("--verbose", action="store_true", help=_VERBOSE)
    train.set_defaults(run=_train)


def _add_bench(command: _Add) -> None:
    from desktop.bench import names

    bench = command(
        "bench",
        "measure speed and memory against the project's bounds",
        textwrap.fill(f"Benches: {', '.join(names())}.", 92)
        + "\n\nFigures are ratios measured in one run: use a machine that does nothing else.\n"
        "Exit status 1: a figure is out of its bound.",
    )
    bench.add_argument(
        "names", nargs="*", metavar="NAME", help="what is measured (by default everything)"
    )
    bench.add_argument(
        "--json", type=Path, metavar="FILE", help="also write the figures to this file, as JSON"
    )
    bench.set_defaults(run=_bench)


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
    from desktop.listing import print_models

    print_models(as_json=given.json)
    return DONE


def _fetch(given: argparse.Namespace) -> int:
    from desktop.fetch import fetch_model

    return fetch_model(given.model)


def _curated(given: argparse.Namespace) -> int:
    from desktop.listing import print_curated

    print_curated()
    return DONE


def _convert(given: argparse.Namespace) -> int:
    from core.models.conversion import convert

    print(convert(given.file, given.out))
    return DONE


def _techniques(given: argparse.Namespace) -> int:
    from desktop.listing import print_techniques

    print_techniques(as_json=given.json)
    return DONE


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
