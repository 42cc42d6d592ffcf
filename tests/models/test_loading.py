"""Loading: the parts of a model, frozen, in the number type that is faster here."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch

from core import places
from core.errors import Cancelled, ModelError
from core.models import precision
from core.models.families import sd
from core.models.library import find_models, named
from core.models.loading import load
from core.request import Request
from tests.tiny_models import save_tiny_model


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("saved") / "tiny")


@pytest.fixture
def model(saved: Path, tmp_path: Path) -> Path:
    return shutil.copytree(saved, tmp_path / "models/tiny")


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_a_model_is_loaded_frozen_in_the_type_that_was_asked_for(
    model: Path, dtype: torch.dtype
) -> None:
    loaded = load(find_models([model])[0], device="cpu", dtype=dtype)
    for module in (loaded.unet, loaded.vae, loaded.text_encoder):
        assert module.dtype == dtype
        assert not module.training
        assert not any(parameter.requires_grad for parameter in module.parameters())
    assert loaded.device_name == f"CPU, {str(dtype)[6:]}"


def test_a_models_own_preview_map_comes_first_then_its_familys(model: Path) -> None:
    info = find_models([model])[0]
    assert load(info, dtype=torch.float32).preview_map == sd.PREVIEW
    own = {"matrix": [[1, 2, 3]] * 4, "bias": [0, 0.5, 1]}
    (model / "preview.json").write_text(json.dumps(own))
    assert load(info, dtype=torch.float32).preview_map.bias == (0, 0.5, 1)


def test_an_autoencoder_of_its_own_gets_a_map_fitted(model: Path) -> None:
    config = model / "vae/config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"scaling_factor": 0.5}))
    fitted = load(find_models([model])[0], dtype=torch.float32).preview_map
    assert fitted != sd.PREVIEW
    assert len(fitted.matrix) == 4


def test_nothing_is_loaded_of_a_model_that_is_refused(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (model / "vae/evil.ckpt").write_bytes(b"")
    info = find_models([model])[0]
    monkeypatch.setattr("core.models.loading._part", lambda *_: pytest.fail("loaded a part"))
    with pytest.raises(ModelError, match="pickle"):
        load(info)


def test_weights_that_do_not_fit_the_configuration_are_told(model: Path) -> None:
    config = model / "unet/config.json"
    changed = json.loads(config.read_text()) | {"block_out_channels": [8, 16]}
    config.write_text(json.dumps(changed))
    with pytest.raises(ModelError, match="unet") as caught:
        load(find_models([model])[0], dtype=torch.float32)
    assert caught.value.remedy


def test_a_broken_tokenizer_is_told(model: Path) -> None:
    (model / "tokenizer/tokenizer.json").write_text("{")
    with pytest.raises(ModelError, match="tokenizer"):
        load(find_models([model])[0], dtype=torch.float32)


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_loading_stops_between_parts_when_cancelled(model: Path, after: int) -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > after

    with pytest.raises(Cancelled):
        load(find_models([model])[0], dtype=torch.float32, cancelled=cancelled)
    assert len(asked) == after + 1


def test_the_type_is_measured_once_and_remembered(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[float] = []
    ratio = precision._ratio

    def counted(unet: object) -> float:
        measured.append(ratio(unet))
        return measured[-1]

    monkeypatch.setattr(precision, "_ratio", counted)
    info = find_models([model])[0]
    first, second = load(info, device="cpu"), load(info, device="cpu")
    assert len(measured) == 1
    assert first.dtype == second.dtype
    assert (first.dtype == torch.bfloat16) == (measured[0] <= precision.WORTH)
    assert (places.cache() / "precision.json").is_file()


@pytest.mark.parametrize(
    ("ratio", "wanted"), [(0.5, torch.bfloat16), (0.95, torch.float32), (4.0, torch.float32)]
)
def test_bfloat16_is_for_where_it_is_worth_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ratio: float, wanted: torch.dtype
) -> None:
    monkeypatch.setattr(precision, "_ratio", lambda _: ratio)
    cache = tmp_path / "precision.json"
    for content in (None, "{", "[]", '{"x": 1}'):
        if content is not None:
            cache.write_text(content)
        assert precision.choose("m", torch.device("cpu"), lambda: None, cache) == wanted
    assert precision.choose("m", torch.device("cuda"), lambda: None, cache) == torch.float16


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(precision, "_ratio", lambda _: 0.5)
    (tmp_path / "file").write_text("")
    cache = tmp_path / "file/precision.json"
    assert precision.choose("m", torch.device("cpu"), lambda: None, cache) == torch.bfloat16


@pytest.mark.model
def test_the_starter_model_paints() -> None:
    from core.denoise.paint import paint

    loaded = load(named(find_models([places.resources()]), "starter"), device="cpu")
    (picture,) = paint(
        loaded, Request(prompt="a red balloon on a beach", width=256, height=256, steps=4)
    )
    assert picture.std() > 20
