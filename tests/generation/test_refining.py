"""Refining in tiles: with any family, one tile at a time, and with what was there kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.generation.refining import block_of, prepare_refinement, tile_of
from core.geometry import Rect, Size
from core.request import Pixels, RegionPrompt, Request
from core.upscale import Upscale

torch = pytest.importorskip("torch")

from core.denoise import pictures  # noqa: E402
from core.denoise.level import Level  # noqa: E402
from core.denoise.paint import paint  # noqa: E402
from core.denoise.tiling import Tiling, low_pass  # noqa: E402
from tests.flow_models import info_of, loaded  # noqa: E402

FAMILIES = ("sd3", "flux-dev", "qwen-image", "z-image", "chroma", "sana", "flux2-klein")


def picture(width: int, height: int) -> Any:
    y, x = np.mgrid[:height, :width]
    rgba = np.full((height, width, 4), 255, np.uint8)
    rgba[..., 0], rgba[..., 1] = 90 + x % 60, 140 + y % 80
    return rgba


@pytest.mark.model
@pytest.mark.parametrize("kind", FAMILIES)
def test_every_family_of_transformers_refines_one_tile_at_a_time(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, info = loaded(kind), info_of(kind)
    side = 4 * info.factor  # as if it were made for pictures so small
    small = replace(info, size=side)
    size = Size(2 * side + 5, side + info.factor)
    request = Request(
        "a cat", model=kind, source=Pixels(picture(size.width // 2, size.height // 2)),
        strength=0.0, steps=4, sampler="euler", seed=3,
        regions=(RegionPrompt("a frog", box=Rect(0, 0, 20, 20)),),
        upscale=Upscale(width=size.width, height=size.height, strength=0.5),
    )  # fmt: skip
    larger = picture(*size)
    prepared = prepare_refinement(request, larger, small)
    assert prepared.inner.techniques[-1].windows(
        Rect(0, 0, 10, 6), Size(10, 6), info
    ) != [Rect(0, 0, 10, 6)]  # fmt: skip
    seen: list[Any] = []
    own = model.flow.velocity
    monkeypatch.setattr(
        type(model.flow), "velocity", lambda self, asked: seen.append(asked) or own(asked)
    )
    block = block_of(Size(size.width // 2, size.height // 2), size)
    made, again = (
        paint(model, prepared.inner, tiling=Tiling(tile_of(small), block))[0] for _ in range(2)
    )
    assert np.array_equal(made, again)
    padded = prepared.frame.padded
    assert made.shape == (padded.height, padded.width, 3)
    assert len({asked.latents.shape[2:] for asked in seen}) <= 4
    assert max(max(asked.latents.shape[2:]) for asked in seen) <= 4 + model.flow.patch


def test_means_over_blocks_are_kept_and_what_is_finer_is_not_seen() -> None:
    dice = torch.Generator().manual_seed(1)
    flat = torch.full((1, 4, 12, 9), 0.5)
    assert torch.allclose(low_pass(flat, 3), flat)
    fine = torch.ones(1, 1, 8, 8)
    fine[..., ::2] = -1
    assert low_pass(fine, 2).abs().max() < 1e-6
    odd = torch.randn(2, 4, 7, 11, generator=dice)
    assert low_pass(odd, 2).shape == odd.shape


@pytest.mark.parametrize("kind", ["epsilon", "v_prediction", "flow"])
@pytest.mark.parametrize("level", [Level(0.8, 0.6), Level(1.0, 4.0), Level(0.7, 0.3)])
def test_a_shifted_prediction_implies_clean_latents_that_are_shifted(
    kind: str, level: Level
) -> None:
    dice = torch.Generator().manual_seed(1)
    latents, prediction, shift = torch.randn(3, 1, 4, 6, 6, generator=dice)
    moved = level.clean(latents, level.shifted(prediction, shift, kind), kind)
    assert torch.allclose(moved, level.clean(latents, prediction, kind) + shift, atol=1e-5)


def test_a_tile_is_coded_at_a_time_and_the_edges_of_tiles_do_not_show() -> None:
    seen: list[tuple[int, int]] = []

    class Coder:
        """Repeats every latent; of the outermost ones it makes something else, as real ones do."""

        dtype = torch.float32
        config = type("Config", (), {"scaling_factor": 1.0})()

        def decode(self, part: Any, return_dict: bool) -> tuple[Any]:
            seen.append(tuple(part.shape[2:]))
            big = part[:, :3].repeat_interleave(8, 2).repeat_interleave(8, 3)
            big[..., :4] += 0.1
            big[..., -4:] += 0.1
            return (big,)

    info = type("Info", (), {"factor": 8})()
    plan = type("Plan", (), {"tile": 0})()
    made_of = {"vae": Coder(), "info": info, "flow": None, "plan": plan}
    model: Any = type("Model", (), made_of)()
    dice = torch.Generator().manual_seed(1)
    latents = torch.rand(1, 4, 40, 100, generator=dice)
    plain = latents[:, :3].repeat_interleave(8, 2).repeat_interleave(8, 3)
    tiled = pictures.decode(model, latents, tile=32)
    assert set(seen) == {(32, 32)} and len(seen) == 2 * 4
    assert (tiled - plain)[..., 16:-16].abs().max() < 0.02
    assert pictures.decode(model, latents).shape == tiled.shape
    assert seen[-1] == (40, 100)
