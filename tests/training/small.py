"""Small trainings of each kind, and the pictures that they learn from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from core.files.pictures import save_picture
from core.training.events import Done, Failed, TrainingEvent, Wish
from core.training.prepare import Prepared

QUICK = {"model": "tiny", "steps": 4, "precision": "float32", "checkpoint_every": 0, "seed": 5}
KINDS: dict[str, dict[str, Any]] = {
    "lora": {"pictures": [{"folder": "pictures", "caption": "a zorb"}], "word": "zorb", "rank": 2},
    "dreambooth": {
        "pictures": [{"folder": "pictures"}], "word": "zorb", "class_word": "cat",
        "prior_folder": "cats", "prior_pictures": 2, "rank": 2, "text_encoder": True,
    },
    "textual_inversion": {
        "pictures": [{"folder": "pictures"}], "word": "<zorb>", "initial_word": "cat", "vectors": 2,
    },
    "custom_diffusion": {
        "concepts": [
            {"folder": "pictures", "word": "<zorb>", "class_word": "cat", "prior_folder": "cats"},
            {"folder": "cats", "word": "<blip>", "class_word": "dog", "prior_folder": "pictures"},
        ],
        "prior_pictures": 2,
    },
}  # fmt: skip
"""A small training of each kind that teaches words or a style, in a folder with "pictures" and
"cats" in it."""
SEEING: dict[str, dict[str, Any]] = {
    "controlnet": {
        "pictures": [{"folder": "pictures", "caption": "a disc", "maps_folder": "maps"}],
        "map": "segmentation",
    },
    "t2i_adapter": {"pictures": [{"folder": "pictures", "caption": "a disc"}]},
    "instruct_pix2pix": {
        "pictures": [{"folder": "pictures", "caption": "add it", "sources_folder": "before"}],
    },
    "depth2image": {
        "pictures": [{"folder": "pictures", "caption": "a disc", "depth_folder": "maps"}],
    },
    "inpainting": {"pictures": [{"folder": "pictures", "caption": "a disc"}]},
}
"""Of each kind that teaches a model to see something beside its prompt; "maps" and "before" have
partners of "pictures"."""
WHOLE = KINDS["dreambooth"] | {"result": "model"}


def draw(folder: Path, count: int, first: int = 0, size: tuple[int, int] = (64, 64)) -> list[Path]:
    """Pictures of a disc each in another place and colour."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for i in range(first, first + count):
        dice = np.random.default_rng(i)
        pixels = np.full((size[1], size[0], 3), dice.integers(0, 256, 3), np.uint8)
        centre = [int(n) for n in dice.integers(16, 48, 2)]
        cv2.circle(pixels, centre, 14, [int(n) for n in dice.integers(0, 256, 3)], -1)
        files.append(folder / f"{i:02}.png")
        save_picture(files[-1], pixels)
    return files


def draw_partners(folder: Path) -> None:
    """Maps of the three pictures (discs that are white), and what they were before (others)."""
    draw(folder / "before", 3, first=40)
    for file in (folder / "before").iterdir():
        file.rename(file.with_name(f"{int(file.stem) - 40:02}.png"))
    for file in (folder / "pictures").iterdir():
        pixels = cv2.imread(str(file))
        disc = np.any(pixels != pixels[0, 0], axis=2)
        (folder / "maps").mkdir(exist_ok=True)
        save_picture(folder / "maps" / file.name, np.where(disc, 255, 0)[..., None].repeat(3, 2)
                     .astype(np.uint8))  # fmt: skip


def write_plan(folder: Path, kind: str, **fields: Any) -> Path:
    """Of a kind, with other fields than usual."""
    file = folder / "training.json"
    file.write_text(json.dumps({"kind": kind} | QUICK | (KINDS | SEEING).get(kind, {}) | fields))
    return file


def trained(ready: Prepared, out: Path, **options: Any) -> Done:
    """Trains, and is done."""
    from core.training.loop import train

    ending = train(ready, out, device="cpu", **options)
    assert isinstance(ending, Done), ending.detail if isinstance(ending, Failed) else ending
    return ending


def of(kind: type, events: Iterable[TrainingEvent]) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


class AfterStep:
    """Wishes something once a training has taken so many steps; hears its events."""

    def __init__(self, step: int, wish: Wish) -> None:
        self.events: list[TrainingEvent] = []
        self._step, self._wished = step, wish

    def hear(self, event: TrainingEvent) -> None:
        self.events.append(event)

    def wish(self) -> Wish:
        from core.training.events import StepDone

        taken = [event.step for event in of(StepDone, self.events)]
        return self._wished if taken and taken[-1] >= self._step else Wish.GO_ON
