"""Enlarging: any factor from any network, without seams, with transparency, and soon cancelled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch

from core import upscale
from core.errors import Cancelled
from core.generation import enlarging
from core.generation.enlarging import Shown, apart, enlarged, joined, resampled, steps_of
from core.geometry import Rect, Size
from core.models import upscalers
from core.models.shelf import Shelf
from core.models.upscaler_loading import LoadedUpscaler, upscaler
from tests import tiny_upscalers

CPU = torch.device("cpu")


def photo(width: int, height: int) -> Any:
    """Soft colours with edges in them, opaque."""
    dice = np.random.default_rng(1)
    small = dice.integers(0, 256, (max(2, height // 12), max(2, width // 12), 3), np.uint8)
    rgb = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.dstack([rgb, np.full((height, width), 255, np.uint8)])


@pytest.fixture
def network(tmp_path: Path, request: pytest.FixtureRequest) -> LoadedUpscaler:
    tiny_upscalers.save(tmp_path, request.param)
    (info,) = upscalers.find_upscalers([tmp_path])
    return upscaler(Shelf(), info, CPU)


every_network = pytest.mark.parametrize("network", tiny_upscalers.ALL, indirect=True)
compact = pytest.mark.parametrize("network", ["compact"], indirect=True)


@every_network
@pytest.mark.parametrize("target", [(60, 44), (90, 66), (123, 77), (31, 23)])
def test_any_network_makes_a_picture_of_any_size(network, target: tuple[int, int]) -> None:
    made = enlarged(photo(30, 22), Size(*target), network, device=CPU)
    assert made.shape == (target[1], target[0], 4) and made.dtype == np.uint8
    assert (made[..., 3] == 255).all()


@every_network
def test_at_its_own_scale_a_small_picture_is_what_the_network_makes(network) -> None:
    picture = photo(32, 24)
    made = enlarged(picture, Size(32 * network.scale, 24 * network.scale), network, device=CPU)
    pixels = torch.from_numpy(picture[..., :3].copy()).permute(2, 0, 1)[None].float() / 255
    own = (network(pixels)[0].permute(1, 2, 0) * 255).round().byte().numpy()
    assert np.abs(made[..., :3].astype(int) - own).max() <= 1


@compact
def test_tiles_leave_no_seam(network, monkeypatch: pytest.MonkeyPatch) -> None:
    """Along the edges of tiles a picture in tiles is as like the picture in one piece as
    elsewhere, and changes no quicker from pixel to pixel."""
    picture = photo(150, 110)
    target = Size(300, 220)
    whole = enlarged(picture, target, network, device=CPU)[..., :3].astype(int)
    for name, value in (("TILE", 48), ("OVERLAP", 12)):
        monkeypatch.setattr(upscale, name, value)
        monkeypatch.setattr(enlarging, name, value)
    monkeypatch.setattr(upscale.starts, "__defaults__", (48, 12))
    tiled = enlarged(picture, target, network, device=CPU)[..., :3].astype(int)
    assert np.abs(tiled - whole).mean() < 0.1
    gradient = (
        np.abs(np.diff(tiled, axis=1)).mean((0, 2)),
        np.abs(np.diff(whole, axis=1)).mean((0, 2)),
    )
    edges = [x * 2 - 1 for x in upscale.starts(150)[1:]]
    edges += [(x + 48) * 2 - 1 for x in upscale.starts(150)[:-1]]
    ratio = gradient[0][edges].mean() / gradient[1][edges].mean()
    assert 0.95 < ratio < 1.05


@compact
def test_every_tile_is_told_with_a_preview_in_place(network, monkeypatch) -> None:
    picture = photo(600, 300)
    told: list[Any] = []
    shown = Shown(picture)
    enlarged(picture, Size(1200, 600), network, device=CPU, done=lambda *one: told.append(one))
    assert [one[0] for one in told] == list(
        range(1, 1 + steps_of(Size(600, 300), Size(1200, 600), 2))
    )
    assert all(one[2] == Size(1200, 600) for one in told)
    before = shown.put(*told[0][1:])
    assert before.shape == (1, 256, 512, 3)
    assert np.abs(before[0].astype(int) - cv2.resize(picture[..., :3], (512, 256))).mean() < 12
    covered = np.zeros((600, 1200), bool)
    for _, box, _, tile in told:
        assert tile.shape == (box.height, box.width, 3)
        covered[box.slices] = True
    assert covered.all()


@compact
def test_two_passes_are_counted_as_they_are_told(network) -> None:
    told: list[int] = []
    enlarged(
        photo(300, 40), Size(1200, 160), network, device=CPU, done=lambda n, *_: told.append(n)
    )
    assert told == list(range(1, 1 + steps_of(Size(300, 40), Size(1200, 160), 2)))
    assert steps_of(Size(300, 40), Size(1200, 160), None) == 0


@compact
def test_a_cancel_takes_effect_before_the_next_tile(network) -> None:
    told: list[int] = []
    with pytest.raises(Cancelled):
        enlarged(
            photo(600, 600), Size(1200, 1200), network, device=CPU,
            cancelled=lambda: len(told) == 2, done=lambda n, *_: told.append(n),
        )  # fmt: skip
    assert told == [1, 2]


def test_without_a_network_it_is_lanczos_filter():
    from PIL import Image

    picture = photo(40, 30)
    made = enlarged(picture, Size(90, 70), None, device=CPU)
    wanted = Image.fromarray(picture[..., :3]).resize((90, 70), Image.Resampling.LANCZOS)
    assert np.array_equal(made[..., :3], np.asarray(wanted))
    assert enlarged(picture, Size(40, 30), None, device=CPU).tolist() == picture.tolist()


@compact
def test_what_hides_under_transparent_pixels_never_shows(network) -> None:
    """A red disc on clear pixels that are black underneath stays red up to its edge."""
    y, x = np.mgrid[:60, :60]
    disc = np.zeros((60, 60, 4), np.uint8)
    inside = (x - 30) ** 2 + (y - 30) ** 2 < 400
    disc[inside] = (200, 30, 30, 255)
    red = np.full_like(disc, 255)
    red[..., :3] = (200, 30, 30)
    for one in (network, None):
        made = enlarged(disc, Size(120, 120), one, device=CPU)
        assert made[0, 0, 3] == 0 and made[60, 60, 3] == 255
        wanted = enlarged(red, Size(120, 120), one, device=CPU)
        seen = made[..., 3] > 0
        assert np.abs(made[seen].astype(int) - wanted[seen])[:, :3].max() <= 2


def test_colours_run_on_from_what_is_opaque():
    rgba = np.zeros((16, 16, 4), np.uint8)
    rgba[:, :4] = (10, 200, 30, 255)
    rgb, alpha = apart(rgba)
    assert alpha is not None and (rgb[:, :4] == (10, 200, 30)).all()
    assert np.abs(rgb.astype(int) - (10, 200, 30)).max() <= 1
    assert (joined(rgb, alpha)[..., 3] == rgba[..., 3]).all()
    opaque, none = apart(photo(8, 8))
    assert none is None and (opaque == photo(8, 8)[..., :3]).all()
    clear, _ = apart(np.zeros((5, 7, 4), np.uint8))
    assert clear.shape == (5, 7, 3)


def test_a_mask_is_resampled_too():
    mask = np.zeros((10, 10), np.uint8)
    mask[:, 5:] = 255
    made = resampled(mask, Size(20, 20))
    assert made.shape == (20, 20) and made[0, 0] == 0 and made[0, -1] == 255
    assert Rect.of_size(Size(20, 20)).area == made.size
