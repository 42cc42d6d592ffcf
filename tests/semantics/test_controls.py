"""What the control weights learn from is true, and their recipes can be run."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from core import places
from core.control.ade20k import COLOURS
from core.training.plan import read_plan

STARTER = Path(__file__).resolve().parents[2] / "packaging" / "starter"
sys.path[:0] = [str(STARTER), str(STARTER / "controls")]
import draw  # noqa: E402  (the recipe is run by path; it is no package)
import edits  # noqa: E402
import world  # noqa: E402

SEED = 77_000_000
"""No data set has scenes from here on."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """All data sets, of two pictures each, and the recipes."""
    small = {name: (first, 2, side) for name, (first, _, side) in draw.SETS.items()}
    monkeypatch.setattr(draw, "SETS", small)
    monkeypatch.setattr(sys, "argv", ["draw.py", str(tmp_path)])
    draw.main()
    return tmp_path


def _drawn(scene: world.Scene) -> np.ndarray:
    return np.asarray(world.render(scene)).astype(int)


def test_what_comes_with_the_program_does_not_say_where_it_was_made() -> None:
    files = [*places.resources().rglob("*.json")]
    assert files
    assert [file for file in files if "_name_or_path" in file.read_text("utf-8")] == []


@pytest.mark.parametrize("kind", edits.KINDS)
def test_before_and_after_differ_in_what_is_asked_alone(kind: str) -> None:
    for seed in range(SEED, SEED + 4):
        edit = edits.sample(seed, kind=kind, things=2, styled=False)
        assert edit.kind == kind
        before, after = edit.before, edit.after
        if kind != "style":  # a pencil sketch is on white paper
            moved = before.background != after.background
            assert moved == (kind in ("night", "place", "plain"))
        assert (before.style != after.style) == (kind == "style")
        same = [thing for thing in before.things if thing in after.things]
        assert len(same) == (1 if kind in ("turn", "colour", "remove") else 2)
        change = np.abs(_drawn(before) - _drawn(after)).max(2)
        assert change.max() > 20
        if kind not in ("turn", "colour", "remove"):
            continue
        touched = np.zeros((256, 256), np.uint8)
        for thing in {id(one): one for one in (*before.things, *after.things)}.values():
            if thing not in same:
                x0, y0, x1, y1 = thing.box
                touched[max(0, y0 - 4) : y1 + 24, max(0, x0 - 8) : x1 + 8] = 1
        assert change[touched == 0].max() == 0


def test_instructions_name_what_they_mean() -> None:
    dice = random.Random(1)
    for kind, words in (
        ("turn", {"turn", "make", "replace", "change"}), ("remove", {"remove", "take", "make"}),
    ):  # fmt: skip
        for _ in range(20):
            edit = edits.sample(SEED + dice.randrange(1000), kind=kind)
            gone = [t.word for t in edit.before.things if t not in edit.after.things]
            assert gone[0] in edit.instruction
            assert edit.instruction.split()[0] in words


def test_what_stands_lower_is_nearer_and_all_things_are_in_front() -> None:
    for seed in range(SEED, SEED + 12):
        scene = world.sample(seed, things=2)
        near, masks = world.depth(scene), world.masks(scene)
        behind = world.depth(world.Scene(256, [], scene.background, "", scene.seed))
        assert near.min() >= 0
        assert near.max() <= 1
        grounds = behind[4:-4].mean(1)
        assert (np.diff(grounds) >= -0.01).all(), "nearer from top to bottom"
        for thing, mask in zip(scene.things, masks, strict=True):
            alone = mask & ~np.any([m for m in masks if m is not mask], axis=0)
            if not alone.any():
                continue
            assert len(np.unique(near[alone])) == 1
            foot = min(thing.box[3], 256) - 1
            assert near[alone][0] >= behind[: foot + 1][mask[: foot + 1]].max() - 0.05
        both = [(t, n) for t, m in zip(scene.things, masks, strict=True)
                if t.word not in world.FLOATING and (n := float(near[m].max()))]  # fmt: skip
        if len(both) == 2 and abs(both[0][0].box[3] - both[1][0].box[3]) > 20:
            lower, higher = sorted(both, key=lambda one: -one[0].box[3])
            assert lower[1] >= higher[1]


def test_segments_are_in_the_colours_of_their_classes(place: Path) -> None:
    known = {tuple(colour) for colour in COLOURS}
    for file in (place / "whole-segments").iterdir():
        pixels = cv2.imread(str(file))[..., ::-1].reshape(-1, 3)
        assert {tuple(map(int, one)) for one in np.unique(pixels, axis=0)} <= known
    scene = world.sample(SEED, things=1)
    (mask,) = world.masks(scene)
    assert len(np.unique(world.segments(scene)[mask])) == 1


def test_recipes_are_trainings_of_what_is_drawn(place: Path) -> None:
    recipes = sorted(place.glob("*.json"))
    assert len(recipes) == len(list((STARTER / "controls").glob("*.json"))) >= 9
    for recipe in recipes:
        plan = read_plan(recipe)
        for one in plan.sets(place / "out"):
            assert Path(one.pictures.folder).is_dir(), recipe.name
            for partner in one.partners:
                assert partner.folder is None or Path(partner.folder).is_dir(), recipe.name


def test_no_scene_is_both_learned_from_and_measured_on() -> None:
    for name, (first, count, _) in draw.SETS.items():
        assert first >= 80_000_000, name
        others = [f for other, (f, _, _) in draw.SETS.items() if other != name]
        assert not any(first <= other < first + count for other in others)
