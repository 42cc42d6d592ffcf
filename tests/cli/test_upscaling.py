"""`underpaint generate` makes pictures larger, and what it makes carries how."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from core import places
from core.recipe import read_recipe
from core.upscale import Upscale
from desktop import cli

torch = pytest.importorskip("torch")

from tests import tiny_upscalers  # noqa: E402


def asked(folder: Path, **fields: Any) -> Path:
    """A recipe that makes a photo of 60 × 40 larger."""
    photo = np.random.default_rng(1).integers(0, 256, (40, 60, 3), np.uint8)
    Image.fromarray(photo).save(folder / "photo.png")
    file = folder / "recipe.json"
    recipe = {"prompt": "", "source": "photo.png", "strength": 0, "seed": 3} | fields
    file.write_text(json.dumps(recipe))
    return file


@pytest.mark.parametrize("upscaler", ["lanczos", "compact"])
def test_a_photo_is_made_larger_and_made_again_from_what_it_carries(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], upscaler: str
) -> None:
    tiny_upscalers.save(places.own_models(), "compact")
    file = asked(tmp_path, upscale={"factor": 3, "upscaler": upscaler})
    out = tmp_path / "out"
    assert cli.main(["generate", str(file), "--out", str(out)]) == 0
    with Image.open(out / "0000.png") as image:
        made = np.asarray(image.convert("RGB"))
        assert image.size == (180, 120)
        assert f"Hires upscale: 3, Hires upscaler: {upscaler}" in image.text["parameters"]
    result = json.loads((out / "result.json").read_text())
    assert result["images"] == [{"file": "0000.png", "seed": 3, "size": [180, 120]}]
    assert "upscale" in result["seconds"] and "denoise" not in result["seconds"]
    carried = read_recipe(out / "0000.png")
    assert carried.upscale == Upscale(factor=3, upscaler=upscaler)
    assert carried.source is not None and carried.source.size == (60, 40)
    again = tmp_path / "again"
    assert cli.main(["generate", str(out / "0000.png"), "--out", str(again)]) == 0
    with Image.open(again / "0000.png") as image:
        assert np.array_equal(np.asarray(image.convert("RGB")), made)
    capsys.readouterr()


@pytest.mark.parametrize(
    ("upscale", "words"),
    [
        ({"factor": 300}, "upscale.factor: 300 is out of range"),
        ({"width": 16_384, "height": 16_384, "upscaler": "none"}, "no upscaler “none”"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_field(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], upscale: dict[str, Any], words: str
) -> None:
    file = asked(tmp_path, upscale=upscale)
    assert cli.main(["generate", str(file), "--out", str(tmp_path / "out")]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
