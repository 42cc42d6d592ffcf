"""Teaches the starter model sprites that it has never seen, by the program's own trainers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import world
from PIL import Image
from techniques import scenes
from techniques.figure import Row, share
from techniques.studio import ROOT, Studio

from core.models.library import find_models
from core.models.loading import LoadedModel
from core.techniques.declare import Technique
from core.training import kinds, loop
from core.training.events import Done
from core.training.plan import read_plan
from core.training.prepare import prepare

LEARNED = ROOT / "tests" / "semantics" / "learned"
"""What was learned for the figures, for tests to look at without learning it again."""
FIRST_TAUGHT = 95_000_000
"""Seeds of the pictures that are learned from."""
PLACES = ("white", "in a room", "blue", "in a meadow", "at night")
"""Where a sprite is in them: on its own each time, as in an artist's photographs."""
FORMS = (
    "{a} on a beach", "two {thing} {place}", "{a} and a cat {place}", "{a} {place}, pixel art",
    "a big {thing} {place}", "a small {thing} {place}", "3d render of {a} {place}",
    "{a} to the left of {other} {place}",
)  # fmt: skip
"""Prompts that are new to what was learned; each is met in turn."""


def album(word: str, folder: Path) -> Path:
    """A folder with five drawn pictures of a sprite."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, place in enumerate(PLACES):
        scene = scenes.alone(word, place, FIRST_TAUGHT + number)
        Image.fromarray(scenes.drawn(scene)).save(folder / f"{number}.png")
    return folder


def taught(plan: Mapping[str, Any], folder: Path, model: Path) -> Path:
    """Carries out a TRAINING.json in a folder, as `underpaint train` does, with the settings that
    the window has for the model; returns the file that was learned. Raises RuntimeError with the
    program's words when that fails."""
    folder.mkdir(parents=True, exist_ok=True)
    file, out = folder / "training.json", folder / "out"
    models = find_models([model])
    usual = kinds()[plan["kind"]].usual(models[0], plan)
    common = {
        "model": models[0].id, "precision": "float32", "checkpoint_every": 0, "sample_prompts": []
    }  # fmt: skip
    file.write_text(json.dumps({**usual, **common, **plan}, indent=1))
    ending = loop.train(prepare(read_plan(file), models, out), out, device="cpu")
    if not isinstance(ending, Done):
        raise RuntimeError(str(ending))
    return ending.files[0]


def prompt(n: int, thing: str) -> str:
    """Prompt n about a thing: each form meets all backgrounds in turn."""
    place = world.background_phrase(scenes.background(n + n // len(FORMS)))
    other = scenes.ANIMALS[n * 5 % len(scenes.ANIMALS)]
    return FORMS[n % len(FORMS)].format(
        a=world.article(thing), thing=thing, place=place, other=world.article(other)
    )


def recognised(
    studio: Studio, pictures: int, thing: str, techniques: tuple[Technique, ...], sprite: str
) -> list[bool]:
    """Whether the sprite is found in each of the pictures of a thing."""
    painted = [studio.paint(prompt(n, thing), n, techniques=techniques) for n in range(pictures)]
    found = studio.retrieval.look_all([shown.picture for shown in painted])
    return [one.has(sprite) for one in found]


def found(
    studio: Studio, pictures: int, thing: str, learned: Technique, sprite: str, asked: float
) -> Row:
    """How often the sprite is found in new prompts of a thing, with what was learned and without;
    `asked` of it are per cent."""
    with_it, without = (
        share(recognised(studio, pictures, thing, used, sprite)) for used in ((learned,), ())
    )
    return Row(
        f"the new sprite ({sprite}) found in new prompts of “{thing}”",
        with_it,
        pictures,
        without=without,
        asked=f"≥ {asked:g} %",
        met=with_it >= asked,
    )


def others(studio: Studio, pictures: int, technique: Technique) -> dict[bool, list[bool]]:
    """Whether held-out captions of one known thing each show it, without and with what was
    learned."""
    seen: dict[bool, list[bool]] = {False: [], True: []}
    for n, scene in enumerate(scenes.told(pictures, things=1)):
        for used in (False, True):
            shown = studio.paint(scene.caption, n, techniques=(technique,) if used else ())
            seen[used].append(shown.seen.has(scene.things[0].word))
    return seen


def kept(file: Path, name: str) -> Path:
    """Copies what was learned to where tests find it."""
    LEARNED.mkdir(exist_ok=True)
    there = LEARNED / f"{name}.safetensors"
    there.write_bytes(file.read_bytes())
    return there


@dataclass
class Watched:
    """What was told of a model's weights before it was taught and afterwards."""

    before: dict[str, str]
    after: dict[str, str]

    @property
    def untouched(self) -> bool:
        return bool(self.before) and self.before == self.after


@contextmanager
def watched() -> Iterator[Watched]:
    """Looks at the weights of the model that a training loads, before it and when it is over."""
    models: list[LoadedModel] = []
    found = Watched({}, {})
    load = loop.load

    def remember(*given: Any, **named: Any) -> LoadedModel:
        models.append(load(*given, **named))
        found.before = digests(models[-1])
        return models[-1]

    with mock.patch.object(loop, "load", remember):
        yield found
    found.after = digests(models[-1])


def digests(model: LoadedModel) -> dict[str, str]:
    """Of a loaded model's weights, network by network."""
    return {network: _digest(getattr(model, network)) for network in ("unet", "text_encoder")}


def _digest(network: Any) -> str:
    digest = hashlib.sha256()
    for name, tensor in sorted(network.state_dict().items()):
        digest.update(name.encode() + tensor.contiguous().numpy().tobytes())
    return digest.hexdigest()[:16]
