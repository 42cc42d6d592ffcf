"""Seeds: the same seed is the same noise, and a variation lies between two."""

from __future__ import annotations

import pytest
import torch

from core.denoise.noise import drawn, generators, slerp, varied

CPU = torch.device("cpu")


def noise(seed: int, pictures: int) -> torch.Tensor:
    return drawn((4, 8, 8), generators(seed, pictures), CPU)


def test_picture_i_of_a_batch_has_the_noise_of_seed_plus_i() -> None:
    batch = noise(5, 3)
    for i in range(3):
        assert torch.equal(batch[i : i + 1], noise(5 + i, 1))


@pytest.mark.parametrize("seed", [0, 2**32, 2**63, 2**64 - 1])
def test_every_seed_is_accepted(seed: int) -> None:
    assert noise(seed, 2).isfinite().all()


def test_a_variation_goes_from_one_seeds_noise_to_the_others() -> None:
    start, end = noise(1, 1), noise(2, 1)
    assert torch.equal(varied(start, 2, 0.0), start)
    torch.testing.assert_close(varied(start, 2, 1.0), end)
    near, far = varied(start, 2, 0.1), varied(start, 2, 0.6)
    assert (near - start).norm() < (far - start).norm() < (end - start).norm()


def test_a_variation_is_as_strong_as_noise_is() -> None:
    start, end = noise(1, 1), noise(2, 1)
    for part in (0.1, 0.5, 0.9):
        between = (1 - part) * start.norm() + part * end.norm()
        assert varied(start, 2, part).norm().item() == pytest.approx(between.item(), rel=0.02)


def test_noise_varied_towards_itself_stays() -> None:
    start = noise(1, 1)
    torch.testing.assert_close(slerp(start, start, 0.5), start)
