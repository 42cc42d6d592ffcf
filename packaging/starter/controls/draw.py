"""Draws what the control weights learn from, and puts the recipes beside it.

    python draw.py FOLDER [--only close whole edits-close edits-pairs edits]

FOLDER/close and FOLDER/whole have pictures with captions (metadata.jsonl); beside them, in folders
that end in -depth, -segments, -sketch and -colours, are maps of the same names. FOLDER/edits… have
pictures after edits, before/ what they were; `underpaint train FOLDER/controlnet-canny.json --out`
learns from them.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import edits
import maps
import world
from PIL import Image

HERE = Path(__file__).resolve().parent
CLOSE_UP = 128
SETS = {  # name: seed of the first scene, how many, side in pixels
    "close": (81_000_000, 5000, CLOSE_UP),
    "whole": (80_000_000, 1500, 256),
    "edits-close": (83_000_000, 14_000, CLOSE_UP),
    "edits-pairs": (84_000_000, 3600, 256),
    "edits": (82_000_000, 1200, 256),
}
PAIRS = {"remove": 0.5, "turn": 0.22, "colour": 0.2, "": 0.08}
"""Of edits-pairs, in scenes of two things or three: which kinds are drawn how often; "": any."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--only", nargs="*", choices=SETS, default=list(SETS), help="data sets")
    args = options.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    for name in args.only:
        draw(args.folder / name, *SETS[name])
    for recipe in sorted(HERE.glob("*.json")):
        shutil.copyfile(recipe, args.folder / recipe.name)


def draw(folder: Path, first: int, count: int, side: int) -> None:
    """One data set: its pictures, and the list of what is said of them."""
    made = _edits if folder.name.startswith("edits") else _pictures
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(line) for line in made(folder, first, count, side)]
    (folder / "metadata.jsonl").write_text("\n".join(lines) + "\n")
    print(f"{folder.name}: {count} pictures of {side} px", flush=True)


def _pictures(folder: Path, first: int, count: int, side: int) -> Iterator[dict[str, str]]:
    for of in maps.MAPS:
        folder.with_name(f"{folder.name}-{of}").mkdir(exist_ok=True)
    for seed in range(first, first + count):
        scene = world.sample(seed, side, close=side == CLOSE_UP)
        name = f"{seed}.png"
        world.render(scene).save(folder / name)
        for of, made in maps.MAPS.items():
            Image.fromarray(made(scene)).save(folder.with_name(f"{folder.name}-{of}") / name)
        yield {"file_name": name, "text": scene.caption}


def _edits(folder: Path, first: int, count: int, side: int) -> Iterator[dict[str, str]]:
    (folder / "before").mkdir(exist_ok=True)
    for seed in range(first, first + count):
        asked: dict[str, Any] = {}
        if folder.name == "edits-pairs":
            dice = random.Random(seed)
            (asked["kind"],) = dice.choices(list(PAIRS), list(PAIRS.values()))
            asked["things"] = 2 if dice.random() < 0.9 else 3
        edit = edits.sample(seed, side, close=side == CLOSE_UP, **asked)
        name, before = f"{seed}.png", f"before/{seed}.png"
        world.render(edit.after).save(folder / name)
        world.render(edit.before).save(folder / before)
        yield {"file_name": name, "source_file_name": before, "text": edit.instruction}


if __name__ == "__main__":
    main()
