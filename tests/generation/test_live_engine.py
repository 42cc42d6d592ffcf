"""What stays between the pictures of live painting, on the starter model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core import places
from core.generation.events import Done
from core.models.shelf import Shelf
from core.request import InpaintSettings, Pixels, Request
from core.techniques.controlnet import ControlNet

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.model


def test_words_are_read_and_maps_made_and_models_loaded_once_for_all_strokes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from core.control.edges import Canny
    from core.denoise import prompt
    from core.generation import kept_models as module
    from core.generation.engine import DiffusionEngine

    counted: dict[str, int] = {"words": 0, "maps": 0, "models": 0, "further": 0}

    def counting(name: str, real: Any) -> Any:
        def call(*arguments: Any, **named: Any) -> Any:
            counted[name] += 1
            return real(*arguments, **named)

        return call

    really_get = Shelf.get
    monkeypatch.setattr(prompt._Reader, "read", counting("words", prompt._Reader.read))
    monkeypatch.setattr(Canny, "map", counting("maps", Canny.map))
    monkeypatch.setattr(module, "load", counting("models", module.load))
    monkeypatch.setattr(
        Shelf, "get", lambda self, key, load: really_get(self, key, counting("further", load))
    )
    engine = DiffusionEngine([places.resources()])
    picture = np.full((128, 128, 4), 255, np.uint8)
    picture[40:90, 40:90, :3] = (200, 30, 30)
    control = ControlNet(kind="canny", image=Pixels(picture), preprocess=True)
    request = Request(
        "a red balloon",
        negative_prompt="a cat",
        steps=2,
        strength=0.5,
        seed=5,
        techniques=(control,),
        inpaint=InpaintSettings(match_colours=False),
    )
    found = []
    for stroke in range(2):
        painted = picture.copy()
        painted[100:120, 20 * stroke : 20 * stroke + 20, :3] = (30, 30, 200)
        mask = np.zeros((128, 128), np.uint8)
        mask[90:128, 20 * stroke : 20 * stroke + 40] = 255
        live = replace(request, source=Pixels(painted), mask=Pixels(mask))
        events: list[Any] = []
        engine.run(stroke, live, events.append, lambda: False)
        assert isinstance(events[-1], Done)
        found.append(dict(counted))
    # The ControlNet, its map, and the map as the ControlNet sees it.
    assert found[0] == {"words": 2, "maps": 1, "models": 1, "further": 3}
    assert found[1] == found[0], "the second stroke reads, makes and loads nothing again"
