"""Depth2Image: depth given, painted or estimated; nothing breaks on what is flat or missing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import DPTConfig, DPTForDepthEstimation

from core.denoise.begin import begin
from core.denoise.paint import paint
from core.errors import ModelError, RecipeError, UserError
from core.generation.resolve import resolved
from core.geometry import Size
from core.models import depth
from core.models.loading import LoadedModel
from core.models.shelf import Shelf
from core.request import Pixels, Request
from core.techniques.depth2image import Depth2Image, normalised, spread
from tests.tiny_models import tiny_model

WIDTH, HEIGHT = 72, 56


@pytest.fixture(scope="module")
def model() -> LoadedModel:
    return tiny_model(widths=(16, 24, 32), tokens=48, channels=5)


def save_estimator(folder: Path, *, safe: bool = True) -> Path:
    """A tiny random DPT, as transformers saves it."""
    torch.manual_seed(1)
    config = DPTConfig(
        hidden_size=16,
        num_hidden_layers=4,
        num_attention_heads=2,
        intermediate_size=32,
        image_size=32,
        patch_size=16,
        backbone_out_indices=[0, 1, 2, 3],
        neck_hidden_sizes=[8, 8, 8, 8],
        fusion_hidden_size=8,
    )
    network = DPTForDepthEstimation(config)
    network.save_pretrained(folder)
    if not safe:
        (folder / "model.safetensors").unlink()
        torch.save(network.state_dict(), folder / "pytorch_model.bin")
    prepared = {
        "image_processor_type": "DPTImageProcessor",
        "size": {"height": 32, "width": 32},
        "image_mean": [0.5, 0.5, 0.5],
        "image_std": [0.5, 0.5, 0.5],
    }
    (folder / "preprocessor_config.json").write_text(json.dumps(prepared))
    return folder


def rgba(levels: np.ndarray, alpha: int = 255) -> Pixels:
    return Pixels(np.dstack([levels, levels, levels, np.full_like(levels, alpha)]).astype(np.uint8))


def slope(width: int = WIDTH, height: int = HEIGHT) -> Pixels:
    y, x = np.mgrid[:height, :width]
    return rgba((x * 100 // width + y * 150 // height).astype(np.uint8))


def waves() -> Pixels:
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    return rgba((np.sin(x / 5) * np.cos(y / 7) * 100 + 128).astype(np.uint8))


REQUEST = Request(
    "a cat",
    width=WIDTH,
    height=HEIGHT,
    steps=3,
    sampler="euler",
    seed=3,
    techniques=(Depth2Image(depth=slope()),),
)
ESTIMATED = replace(REQUEST, source=waves(), strength=0.7, techniques=(Depth2Image(),))


def test_a_depth_map_needs_no_picture_under_it(model: LoadedModel) -> None:
    resolved(REQUEST, model.info)
    (one,) = paint(model, REQUEST)
    (other,) = paint(model, replace(REQUEST, techniques=(Depth2Image(depth=waves()),)))
    assert one.shape == (HEIGHT, WIDTH, 3)
    assert (one != other).any()


def test_every_row_of_a_batch_and_every_branch_sees_the_depth(model: LoadedModel) -> None:
    seen: list[torch.Tensor] = []
    hook = model.unet.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    paint(model, replace(REQUEST, batch=2))
    hook.remove()
    assert seen[0].shape == (4, 5, HEIGHT // 8, WIDTH // 8)
    channel = seen[0][:, 4]
    assert all(torch.equal(row, channel[0]) for row in channel)
    assert (channel.min(), channel.max()) == (-1, 1)
    # Near is at the lower right, in a picture that is not square.
    assert channel[0, 0, 0] == -1
    assert channel[0, -1, -1] == 1


def test_depth_of_any_size_lies_over_the_whole_picture() -> None:
    y, x = torch.meshgrid(torch.arange(40.0), torch.arange(30.0), indexing="ij")
    found = normalised((x + 10 * y)[None, None], Size(6, 9))
    assert found.shape == (1, 1, 9, 6)
    assert found[0, 0].diff(dim=0).min() > 0
    assert found[0, 0].diff(dim=1).min() > 0


def test_flat_depth_is_in_the_middle() -> None:
    for level in (0.0, 0.3, 7.0, -2.0):
        assert (spread(torch.full((1, 1, 3, 4), level)) == 0.5).all()


def test_what_is_not_painted_is_far(model: LoadedModel) -> None:
    painted = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    painted[..., :3] = 255
    painted[:, 40:, 3] = 255
    black = rgba(np.where(painted[..., 3] > 0, 255, 0).astype(np.uint8))
    one = paint(model, replace(REQUEST, techniques=(Depth2Image(depth=Pixels(painted)),)))
    other = paint(model, replace(REQUEST, techniques=(Depth2Image(depth=black),)))
    assert (one[0] == other[0]).all()


def test_depth_is_estimated_by_what_lies_in_the_models_folder(
    model: LoadedModel, tmp_path: Path
) -> None:
    save_estimator(tmp_path / "depth_estimator")
    own = replace(model, info=replace(model.info, path=tmp_path))
    with torch.no_grad():
        run, _ = begin(own, replace(ESTIMATED, batch=2))
    assert [(one.technique, one.name, one.index) for one in run.found] == [
        ("depth2image", "depth", 0),
        ("depth2image", "depth", 1),
    ]
    assert run.found[0].coverage.shape == (HEIGHT, WIDTH)
    assert (run.found[0].coverage.min(), run.found[0].coverage.max()) == (0, 1)
    (one,) = paint(own, ESTIMATED)
    (other,) = paint(own, replace(ESTIMATED, techniques=(Depth2Image(depth=slope()),)))
    assert (one != other).any()


def test_an_estimator_is_found_among_the_models_and_used_once(
    model: LoadedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/config.json").write_text("[]")
    folder = save_estimator(tmp_path / "others/dpt")
    assert depth.find_estimator([tmp_path / "not there", tmp_path]) == folder
    loads: list[Path] = []
    load = depth.load_estimator
    monkeypatch.setattr(
        depth, "load_estimator", lambda *given: loads.append(given[0]) or load(*given)
    )
    shelf = Shelf([tmp_path])
    paint(model, ESTIMATED, shelf=shelf)
    paint(model, replace(ESTIMATED, seed=4), shelf=shelf)
    assert loads == [folder]
    paint(model, replace(ESTIMATED, source=slope()), shelf=shelf)
    assert loads == [folder, folder]


def test_without_an_estimator_it_says_what_is_missing(model: LoadedModel) -> None:
    with pytest.raises(ModelError, match="no depth estimator") as caught:
        paint(model, ESTIMATED)
    assert "paint a depth map" in caught.value.remedy


def test_a_pickle_is_not_opened(model: LoadedModel, tmp_path: Path) -> None:
    save_estimator(tmp_path / "dpt", safe=False)
    with pytest.raises(ModelError, match="cannot be loaded"):
        paint(model, ESTIMATED, shelf=Shelf([tmp_path]))


def test_depth_without_any_picture_is_refused() -> None:
    with pytest.raises(RecipeError, match=r"techniques\[0\]\.depth: There is neither"):
        replace(REQUEST, techniques=(Depth2Image(),)).check()


def test_model_and_technique_belong_together(model: LoadedModel) -> None:
    with pytest.raises(UserError, match="was made for Depth2Image"):
        resolved(replace(REQUEST, techniques=()), model.info)
    with pytest.raises(UserError, match="Depth2Image needs a model made for it"):
        resolved(REQUEST, tiny_model().info)
