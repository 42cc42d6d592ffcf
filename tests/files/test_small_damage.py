"""Small files with flipped bits, cut off, or with anything at all in place of a value: what is
right of them is used, or it is said what is wrong. The program goes on, and can save again.

By itself it takes a sample; UNDERPAINT_ALL_DAMAGE=1 takes 10,000 and more, in some minutes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import gradients, places, presets, styles
from core.brushes import in_hand
from core.brushes import presets as brushes
from core.errors import UserError
from core.files import export_kept
from core.files.corrections import corrections_file, load_edits
from core.files.gpl import read_gpl
from core.gallery.store import Gallery
from core.models import notes
from core.pixels.brush import Brush
from core.recipe import read_recipe
from core.settings import load_settings, settings_file
from core.training import checkpoint, kept, kinds
from core.training.draft import PICTURES
from core.training.plan import read_plan
from tests.files.small_files import DOCUMENT, SMALL_FILES, VALUES
from tests.gallery.pictures import made
from tests.training.small import draw

ALL = bool(os.environ.get("UNDERPAINT_ALL_DAMAGE"))
EACH = 900 if ALL else 12
"""Of each file and each way to damage it."""

DEEP: list[Any] = []
for _ in range(60):
    DEEP = [DEEP]
ANYTHING: tuple[Any, ...] = (
    None, True, False, 0, -1, 3, 2**40, 10**400, 1e308, -0.5, float("nan"), float("inf"), "", " ",
    "x" * 3000, "\0", "\ud800", "../../x", "C:\\x", "NaN", "<b>", "고양이", [], {}, [None], [[]],
    {"": None}, {"kind": []}, DEEP,
)  # fmt: skip
"""What may stand in place of a value."""

Kind = tuple[Callable[[], Path], Callable[[Path], object]]
"""How one comes to be, and how it is read."""


def small(name: str, place: Callable[[], Path]) -> Callable[[], Path]:
    def file() -> Path:
        SMALL_FILES[name].save(VALUES[1])
        return place()

    return file


def one_in(folder: Callable[[], Path]) -> Callable[[], Path]:
    return lambda: next(file for file in folder().iterdir() if file.suffix)


def fetches(file: Path) -> None:
    """As at the start of the program; none is begun."""
    from core.fetching.fetches import State, _read

    for one in _read(file):
        assert one.state in (State.PAUSED, State.WAITING)
        assert all(isinstance(part, str) for part in (one.wanted.repo, one.title))


def recipe() -> Path:
    file = places.data() / "recipe.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        json.dumps(
            {
                "model": "starter", "prompt": "a (cat:1.2)", "width": 256, "height": 256,
                "steps": 20, "sampler": "dpmpp_2m", "guidance_scale": 5.0, "seed": 7, "batch": 4,
                "regions": [{"prompt": "a red balloon", "box": [16, 16, 96, 128]}],
                "techniques": [
                    {"id": "attend_and_excite", "words": ["cat"]},
                    {"id": "semantic_guidance",
                     "concepts": [{"prompt": "hat", "scale": 6.0, "direction": "add"}]},
                    {"id": "self_attention_guidance", "scale": 0.75},
                ],
                "concepts": [{"file": "learned.safetensors", "weight": 1.0}],
            }
        )
    )  # fmt: skip
    return file


SVG = """<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg"><defs><linearGradient id="sea">
<stop offset="0" stop-color="#00f"/><stop offset="50%" style="stop-color:red;stop-opacity:0.5"/>
</linearGradient></defs></svg>"""


def svg_gradients() -> Path:
    file = places.data() / "sea.svg"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(SVG, "utf-8")
    return file


def mypaint_brush() -> Path:
    file = places.data() / "chalk.myb"
    file.parent.mkdir(parents=True, exist_ok=True)
    names = ("radius_logarithmic", "opaque", "hardness", "smudge", "slow_tracking",
             "dabs_per_actual_radius", "elliptical_dab_ratio", "elliptical_dab_angle")  # fmt: skip
    curve = [[0.0, 0.0], [0.5, 0.2], [1.0, 1.0]]
    told = {
        name: {"base_value": 0.5, "inputs": {"pressure": curve, "speed1": curve}} for name in names
    }
    file.write_text(json.dumps({"version": 3, "comment": "", "settings": told}))
    return file


def brushes_in_hand() -> Path:
    file = places.data() / "brushes in hand"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(in_hand.to_text({"brush": Brush(size=30.0), "eraser": Brush()}))
    return file


def training() -> Path:
    """One that was begun."""
    folder = kept.home() / "zorb"
    if not folder.is_dir():
        draw(folder / PICTURES, 2)
    file = folder / kept.TRAINING
    values = {"word": "zorb", "class_word": "toy", "pictures": [{"folder": PICTURES}], "steps": 9}
    file.write_text(json.dumps({"kind": "dreambooth", "model": "starter", **values}))
    return file


def of_training(name: str, content: Any) -> Callable[[], Path]:
    def file() -> Path:
        found = training().parent / name
        found.parent.mkdir(parents=True, exist_ok=True)
        found.write_text(json.dumps(content))
        return found

    return file


def looked_through(file: Path) -> None:
    """As the Teach window does."""
    for one in kept.kept():
        assert one.title
        assert one.draft.kind in kinds()
        kept.history(one.folder)
        assert one.problem or one.stand is not kept.Stand.BROKEN
    if file.name == kept.TRAINING:
        read_plan(file)


LEARNED = {"files": ["a.safetensors", "/b.safetensors"], "from": {"a.safetensors": "/c"}}
KINDS: dict[str, Kind] = {
    "settings": (small("settings", settings_file), load_settings),
    "exports": (
        small("exports", export_kept.exports_file),
        lambda file: export_kept.kept(DOCUMENT),
    ),
    "corrections": (small("corrections", corrections_file), lambda file: load_edits()),
    "style": (
        small("style", one_in(styles.folder)),
        lambda file: [styles.styles(), styles.read(file)],
    ),
    "technique preset": (
        small("technique preset", one_in(presets.folder)),
        lambda file: [presets.names(), presets.read(file)],
    ),
    "brush": (
        small("brush", one_in(brushes.folder)),
        lambda file: [brushes.own(), brushes.read(file)],
    ),
    "MyPaint's brush": (mypaint_brush, brushes.read),
    "brushes in hand": (
        brushes_in_hand,
        lambda file: in_hand.of_text(file.read_text("utf-8", "replace")),
    ),
    "gradient": (
        small("gradient", one_in(gradients.folder)),
        lambda file: [gradients.own(), gradients.read(file)],
    ),
    "gradients of an SVG file": (svg_gradients, gradients.read),
    "palette": (
        small("palette", one_in(lambda: places.config() / "palettes")),
        lambda file: read_gpl(file.read_bytes(), file.name),
    ),
    "fetches": (small("fetches", lambda: places.data() / "fetches.json"), fetches),
    "notes of models": (small("notes of models", notes.file), lambda file: notes.read()),
    "recipe": (recipe, read_recipe),
    "training": (training, looked_through),
    "draft of a training": (
        small("draft of a training", lambda: kept.home() / "zorb" / kept.DRAFT),
        looked_through,
    ),
    "what a training learned": (of_training(kept.LEARNED, LEARNED), looked_through),
    "a training's result": (of_training(kept.RESULT, LEARNED), looked_through),
    "state of a training": (
        of_training("checkpoints/step-00000004/state.json", {"losses": [0.5, 0.25]}),
        looked_through,
    ),
}


NO_JSON = ("palette", "gradient", "gradients of an SVG file")
"""Whose values are changed in their own tests."""


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def read(kind: str, file: Path) -> None:
    """Anything but a UserError that names cause and remedy is a defect."""
    try:
        KINDS[kind][1](file)
    except UserError as error:
        assert error.cause
        assert error.remedy or "Underpaint" in error.cause or kind in ("recipe", "training")


def many(strategy: Any, check: Callable[[Any], None]) -> None:
    @settings(
        max_examples=EACH, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(strategy)
    def each(value: Any) -> None:
        check(value)

    run: Callable[[], None] = each
    run()


def nodes(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a JSON value: what holds it, and at which key."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from nodes(value[key])


def test_anything_in_place_of_a_value(kind: str) -> None:
    file = KINDS[kind][0]()
    content = file.read_bytes()
    if kind in NO_JSON:
        return
    changes = st.tuples(st.integers(0, 10**6), st.sampled_from(ANYTHING) | st.just("away"))

    def check(changed: list[tuple[int, Any]]) -> None:
        # In a list, so that the whole may be replaced as well.
        whole = [json.loads(content)]
        for place, other in changed:
            there = list(nodes(whole))
            holder, key = there[place % len(there)] if there else (whole, slice(0))
            if other == "away" and isinstance(holder, dict):
                del holder[key]
            elif there:
                holder[key] = deepcopy(other)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(whole[0]))
        read(kind, file)

    many(st.lists(changes, min_size=1, max_size=3), check)
    assert can_be_saved_again(kind, file, content)


def test_flipped_bits_and_cuts(kind: str) -> None:
    file = KINDS[kind][0]()
    content = file.read_bytes()
    bits = st.lists(st.integers(0, len(content) * 8 - 1), min_size=1, max_size=5)

    def check(damage: list[int] | int) -> None:
        damaged = bytearray(content)
        if isinstance(damage, int):
            del damaged[damage:]
        else:
            for bit in damage:
                damaged[bit // 8] ^= 1 << bit % 8
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(damaged)
        read(kind, file)

    many(bits | st.integers(0, len(content)), check)
    assert can_be_saved_again(kind, file, content)


def can_be_saved_again(kind: str, file: Path, content: bytes) -> bool:
    """Over half of what was there, and is read then. (Over what was changed and can be read, what
    the change made of it may stay beside it.)"""
    if kind not in SMALL_FILES or kind == "corrections":  # which is told, and left to the artist
        return True
    file.write_bytes(content[: len(content) // 2])
    SMALL_FILES[kind].save(VALUES[0])
    return SMALL_FILES[kind].saved() == VALUES[0]


def test_a_gallery_with_flipped_bits_is_told_or_shows_what_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "gallery"
    gallery = Gallery(folder)
    for number in range(3):
        gallery.add(made(f"picture {number}"))
    gallery.close()
    (file,) = (one for one in folder.iterdir() if one.is_file())
    content = file.read_bytes()
    most = len(content) * 8 - 1
    places = st.integers(0, most) | st.integers(0, 2000)

    def check(bits: list[int]) -> None:
        damaged = bytearray(content)
        for bit in bits:
            damaged[bit // 8] ^= 1 << bit % 8
        for other in folder.iterdir():
            other.unlink()
        file.write_bytes(damaged)
        again = Gallery(folder)
        for use in (
            lambda: [again.kept(one.id) for one in again.find()],
            lambda: again.thumbnails([one.id for one in again.find()]),
            again.known,
            lambda: again.add(made("one more")),
            lambda: again.remove([1]),
        ):
            try:
                use()
            except UserError as error:
                assert error.cause
        again.close()

    many(st.lists(places, min_size=1, max_size=6), check)


def test_a_checkpoint_with_flipped_bits_is_left_for_the_one_before_it(tmp_path: Path) -> None:
    import torch

    for step in (2, 4):
        state = {"identity": "it", "losses": [0.5] * step, "pictures": "", "decks": [], "x": {}}
        tensors = {"weights": {"a": torch.full((3, 4), float(step))}, "chance": {"dice": state}}
        tensors["chance"] = {"dice": torch.arange(40, dtype=torch.uint8)}
        checkpoint.write(tmp_path, checkpoint.Checkpoint(step, state, tensors))
    folder = tmp_path / "checkpoints" / "step-00000004"
    files = sorted(one for one in folder.iterdir() if one.is_file())
    contents = {file: file.read_bytes() for file in files}
    whole = checkpoint.newest(tmp_path, "it").checkpoint
    assert whole is not None and whole.step == 4
    bits = st.lists(st.integers(0, 10**6), min_size=1, max_size=4)

    def check(damage: tuple[Path, list[int]]) -> None:
        file, places = damage
        damaged = bytearray(contents[file])
        for bit in places:
            damaged[bit // 8 % len(damaged)] ^= 1 << bit % 8
        file.write_bytes(damaged)
        found = checkpoint.newest(tmp_path, "it")
        assert found.checkpoint is not None
        if found.checkpoint.step == 4:  # spaces that are tabs now, perhaps
            assert found.checkpoint.state == whole.state, places
        else:
            assert found.checkpoint.step == 2
            assert "step 4 is damaged" in found.trouble[0]
        file.write_bytes(contents[file])

    many(st.tuples(st.sampled_from(files), bits), check)


@pytest.mark.parametrize("name", ["pictures", "../zorb", "..", ".", "/tmp", "pictures/0.png"])
def test_no_note_of_a_training_takes_its_pictures_away(name: str) -> None:
    folder = training().parent
    pictures = sorted(folder.rglob("*.png"))
    assert len(pictures) == 2
    for to in (name, str(folder / name), f"{folder}/../zorb/{name}"):
        note = {"files": ["a.safetensors"], "from": {name: to}}
        (folder / kept.LEARNED).write_text(json.dumps(note))
        kept.put_away(folder, [folder / "a.safetensors"])
        assert sorted(folder.rglob("*.png")) == pictures


@pytest.mark.parametrize(
    ("repo", "brought"),
    [("../../mine", ["a", "b", "c"]), ("a/one", ["a", "../../../mine/x", "c"]),
     ("a/one", ["..", "mine", "c"]), ("a/one", ["a", "b", "../../mine/x"]),
     ("a/one", ["a", "/mine/x", "c"]), ("a/one", ["a", "..\\mine", "c"])],
)  # fmt: skip
def test_no_list_of_fetches_takes_files_away_that_lie_elsewhere(
    repo: str, brought: list[str]
) -> None:
    from core.fetching.fetches import _read

    file = KINDS["fetches"][0]()
    (entry, *_) = json.loads(file.read_text())
    file.write_text(json.dumps([entry | {"brought": [["a", "b/c", "d"]]}]))
    assert len(_read(file)) == 1
    file.write_text(json.dumps([entry | {"repo": repo, "brought": [brought]}]))
    assert _read(file) == []
