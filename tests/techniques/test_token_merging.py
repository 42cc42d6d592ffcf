"""Token merging: what is alike attends as one, written out plainly, and where it keeps out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from core.denoise import merging
from core.denoise.paint import paint
from core.geometry import Rect
from core.models.loading import LoadedModel
from core.request import RegionPrompt, Request
from core.techniques.self_attention_guidance import SelfAttentionGuidance
from core.techniques.token_merging import TokenMerging
from tests.tiny_models import tiny_model, tiny_sdxl

REQUEST = Request("a cat and a frog", width=72, height=56, steps=3, sampler="euler", seed=3)


@pytest.fixture(scope="module")
def model() -> LoadedModel:
    """Attends in all of its levels, as Stable Diffusion 1 does."""
    from diffusers import UNet2DConditionModel

    torch.manual_seed(5)
    unet = UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(16, 32),
        layers_per_block=1,
        down_block_types=("CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=32,
        attention_head_dim=2,
        norm_num_groups=8,
    ).eval()
    return replace(tiny_model(), unet=unet.requires_grad_(False))


@contextmanager
def _attended(model: LoadedModel) -> Iterator[dict[str, list[int]]]:
    """How many places attended in each layer of self-attention."""
    seen: dict[str, list[int]] = {}
    layers = [(n, m) for n, m in model.unet.named_modules() if n.endswith("attn1")]
    hooks = [
        layer.to_q.register_forward_pre_hook(
            lambda _, given, name=name: seen.setdefault(name, []).append(given[0].shape[1])
        )
        for name, layer in layers
    ]
    yield seen
    for hook in hooks:
        hook.remove()


def _plain(features: Tensor, kept: list[int], ratio: float) -> list[list[int]]:
    """The paper's bipartite soft matching for one row, place by place: which groups there are."""
    unit = torch.nn.functional.normalize(features, dim=-1)
    groups = {place: [place] for place in kept}
    links = []
    for place in range(len(features)):
        if place not in groups:
            likeness = {to: float(unit[place] @ unit[to]) for to in kept}
            best = max(likeness, key=lambda to: likeness[to])
            links.append((likeness[best], place, best))
    links.sort(reverse=True)
    count = min(len(links), int(len(features) * ratio))
    for _, place, best in links[:count]:
        groups[best].append(place)
    return [*groups.values(), *([place] for _, place, _ in links[count:])]


@pytest.mark.parametrize("ratio", [0.1, 0.5, 0.75])
def test_what_is_merged_is_what_the_paper_says(ratio: float) -> None:
    dice = torch.Generator().manual_seed(1)
    features = torch.randn(3, 7 * 9, 16, generator=dice)
    kept = merging.drawn(7, 9, 4, torch.device("cpu"))
    found = merging.alike(features, kept, ratio)
    fewer = found.merged(features)
    assert fewer.shape[1] == found.count == 63 - min(63 - len(kept), int(63 * ratio))
    for row in range(3):
        groups = _plain(features[row], kept.tolist(), ratio)
        assert len(groups) == found.count
        for group in groups:
            (owner,) = set(found.owner[row, group].tolist())
            assert torch.allclose(fewer[row, owner], features[row, group].mean(0), atol=1e-6)
    spread = found.spread(fewer)
    assert torch.equal(spread, torch.stack([fewer[r, found.owner[r]] for r in range(3)]))


@settings(deadline=None, max_examples=40)
@given(st.integers(2, 12), st.integers(2, 12), st.floats(0, 0.75), st.integers(0, 50))
def test_every_place_has_an_owner_and_means_stay(
    height: int, width: int, ratio: float, step: int
) -> None:
    dice = torch.Generator().manual_seed(step)
    features = torch.randn(2, height * width, 4, generator=dice)
    kept = merging.drawn(height, width, step, torch.device("cpu"))
    assert len(kept) == (height // 2) * (width // 2) == len(set(kept.tolist()))
    found = merging.alike(features, kept, ratio)
    assert set(found.owner[0].tolist()) == set(range(found.count))
    whole = (found.merged(features) * found.sizes).sum(1)
    assert torch.allclose(whole, features.sum(1), atol=1e-4)
    same = torch.ones_like(features)
    assert torch.allclose(found.spread(found.merged(same)), same)


@pytest.mark.parametrize(("levels", "fewer"), [(1, {63: 32, 20: 20}), (2, {63: 32, 20: 10})])
def test_half_of_the_places_attend_in_the_levels_asked_for(
    model: LoadedModel, levels: int, fewer: dict[int, int]
) -> None:
    with _attended(model) as whole:
        paint(model, REQUEST)
    with _attended(model) as merged:
        paint(model, replace(REQUEST, techniques=(TokenMerging(levels=levels),)))
    assert {count for counts in whole.values() for count in counts} == set(fewer)
    for name, counts in whole.items():
        assert merged[name] == [fewer[count] for count in counts]


def test_the_finest_level_that_attends_is_meant(model: LoadedModel) -> None:
    """In SDXL, and in the starter model, the very first level does not."""
    xl = tiny_sdxl()
    with _attended(xl) as merged:
        paint(xl, replace(REQUEST, width=64, height=64, techniques=(TokenMerging(),)))
    counts = {count for found in merged.values() for count in found}
    assert counts == {8, 4}, "16 places of the second level are 8, and 4 of the third stay 4"


def test_merging_nothing_is_the_very_same_picture(model: LoadedModel) -> None:
    none = replace(REQUEST, techniques=(TokenMerging(ratio=0.0),))
    assert (paint(model, none)[0] == paint(model, REQUEST)[0]).all()


def test_the_more_is_merged_the_further_away_the_picture(model: LoadedModel) -> None:
    whole = paint(model, REQUEST)[0].astype(int)
    apart = [
        abs(paint(model, replace(REQUEST, techniques=(TokenMerging(ratio=r),)))[0] - whole).mean()
        for r in (0.1, 0.75)
    ]
    assert 0 < apart[0] < apart[1]


def test_a_picture_is_the_same_alone_and_in_a_batch(model: LoadedModel) -> None:
    merged = replace(REQUEST, batch=2, techniques=(TokenMerging(),))
    both = paint(model, merged)
    alone = paint(model, replace(merged, batch=1, seed=REQUEST.seed + 1))[0]
    assert abs(both[1].astype(int) - alone).max() <= 1


def test_layers_whose_maps_another_sees_keep_all_places(model: LoadedModel) -> None:
    seen = SelfAttentionGuidance()
    both = (seen, TokenMerging(levels=2))
    with _attended(model) as counts:
        paint(model, replace(REQUEST, techniques=both))
    middle = [one for name, found in counts.items() if "mid_block" in name for one in found]
    outer = [one for name, found in counts.items() if "down_blocks.0" in name for one in found]
    assert 20 in middle and set(outer) == {32}


def test_regions_paint_with_it(model: LoadedModel) -> None:
    region = RegionPrompt("a dog", box=Rect(0, 0, 40, 56))
    asked: Any = replace(REQUEST, regions=(region,), techniques=(TokenMerging(),))
    assert (paint(model, asked)[0] != paint(model, replace(asked, regions=()))[0]).any()
