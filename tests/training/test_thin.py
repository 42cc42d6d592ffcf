"""UNets that learn in few dimensions: small differences, which go on in those they have."""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import UNet2DConditionModel
from torch import Tensor

from core.models import differences
from core.models.info import ModelInfo
from core.models.library import find_models, named
from core.training import thin
from core.training.plan import read_plan
from core.training.prepare import prepare
from tests.tiny_models import tiny_model
from tests.training.conftest import Prepare
from tests.training.small import trained, write_plan

RANK = 2
FAST = {"rank": RANK, "learning_rate": 0.01, "half": False}


def unet_of(folder: Path) -> dict[str, Tensor]:
    return UNet2DConditionModel.from_pretrained(folder / "unet").state_dict()


def ranks(first: dict[str, Tensor], second: dict[str, Tensor]) -> dict[str, int]:
    """Of what two UNets differ by, for every weight but the first convolution's."""
    found = {}
    for name, weight in first.items():
        if weight.dim() > 1 and name != "conv_in.weight":
            change = (second[name] - weight).double().flatten(1)
            values = torch.linalg.svdvals(change)
            found[name] = int((values > 1e-4 * values[0]).sum()) if values[0] > 1e-6 else 0
    return found


def test_what_is_narrowed_is_what_it_was_and_saved_under_its_usual_names() -> None:
    unet = tiny_model().unet
    before = {name: tensor.clone() for name, tensor in unet.state_dict().items()}
    thin.narrow(unet, RANK, seed=1, but=("conv_in",))
    after = thin.weights(unet)
    assert after.keys() == before.keys()
    assert all(torch.equal(after[name], before[name]) for name in before)
    learned = {name for name, _ in unet.named_parameters() if thin.learns(name)}
    assert "conv_in.weight" in learned
    assert "conv_out.parametrizations.weight.0.up" in learned
    assert "conv_out.parametrizations.weight.original" not in learned


def test_a_model_that_learns_in_few_dimensions_differs_in_no_more(
    prepared: Prepare, place: Path
) -> None:
    ready = prepared("instruct_pix2pix", **FAST)
    (folder,) = trained(ready, place / "out").files
    found = ranks(unet_of(ready.info.path), unet_of(folder))
    assert max(found.values()) == RANK
    assert sum(rank == RANK for rank in found.values()) > len(found) / 2, "most have learned"


def test_a_difference_goes_on_in_the_dimensions_that_it_has(
    prepared: Prepare, place: Path, models: list[ModelInfo]
) -> None:
    ready = prepared("instruct_pix2pix", **FAST)
    (folder,) = trained(ready, place / "out").files
    base = named(models, "tiny")
    (taught,) = find_models([folder])
    kept = place / "kept" / "taught"
    kept.parent.mkdir()
    differences.write(kept, taught, base, 1_000_000)
    both = find_models([base.path, kept])
    further = read_plan(write_plan(place, "instruct_pix2pix", **FAST | {"model": "taught"}))
    (second,) = trained(prepare(further, both, place / "further"), place / "further").files
    first, then = unet_of(folder), unet_of(second)
    assert max(ranks(unet_of(base.path), then).values()) == RANK
    assert max(ranks(first, then).values()) > 0, "it has learned on"
