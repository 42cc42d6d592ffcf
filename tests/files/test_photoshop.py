"""Files that Photoshop made look as it shows them: the picture of all layers that it kept in them
is what ours come to. They are from psd-tools' own tests (photoshop/LICENSE)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from psd_tools import PSDImage

from core.files.psd_reading import open_psd

FOLDER = Path(__file__).parent / "photoshop"
FILES = sorted(file.name for file in FOLDER.glob("*.psd"))


def on_white(picture: np.ndarray) -> np.ndarray:
    """Straight RGBA (h, w, 4) in front of white, 0…255."""
    values = picture.astype(np.float64)
    alpha = values[..., 3:] / 255
    return values[..., :3] * alpha + 255 * (1 - alpha)


@pytest.mark.filterwarnings("ignore::UserWarning:psd_tools")
@pytest.mark.parametrize("name", FILES)
def test_it_looks_as_in_photoshop(name: str) -> None:
    kept = PSDImage.open(FOLDER / name).topil()
    assert kept is not None
    ours = open_psd(FOLDER / name).document.flatten()
    off = np.abs(on_white(ours) - on_white(np.array(kept.convert("RGBA"))))
    assert off.mean() <= 0.7
    assert (off.max(axis=2) > 24).mean() <= 0.01


def test_there_are_files_of_all_that_was_compared() -> None:
    assert len(FILES) == 15
