"""`underpaint models fetch` brings a model that `underpaint models` then lists."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from core import places
from core.models.library import check, find_models
from core.models.loading import load
from core.settings import Settings, save_settings
from desktop import cli
from tests import tiny_flows
from tests.fetching.small_hub import SmallHub
from tests.tiny_models import save_tiny_model


@pytest.fixture
def published(server: SmallHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallHub:
    """A model on the hub in its small variant alone, as many are published."""
    folder = save_tiny_model(tmp_path / "tiny")
    for file in folder.rglob("*.safetensors"):
        file.rename(file.with_name(f"{file.stem}.fp16.safetensors"))
    server.repos["artist/tiny"] = {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*") if file.is_file()
    }  # fmt: skip
    shutil.rmtree(folder)
    monkeypatch.setenv("HF_ENDPOINT", server.address)
    return server


def test_a_fetched_model_is_found_whole_and_can_be_loaded(
    published: SmallHub, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["models", "fetch", f"{published.address}/artist/tiny"]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert path.is_relative_to(places.hub_cache())
    assert cli.main(["models", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert next(one for one in told if one["id"] == "tiny")["problems"] == []
    (info,) = (one for one in find_models(places.models()) if one.id == "tiny")
    check(info)
    assert load(info).unet is not None


def test_encoders_published_in_16_bits_alone_are_loaded_in_newer_families_too(
    server: SmallHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    folder = tiny_flows.save("sd3", tmp_path / "sd3")
    for file in folder.glob("text_encoder*/*.safetensors"):
        file.rename(file.with_name(f"{file.stem}.fp16.safetensors"))
    server.repos["artist/sd3"] = {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*") if file.is_file()
    }  # fmt: skip
    monkeypatch.setenv("HF_ENDPOINT", server.address)
    assert cli.main(["models", "fetch", "artist/sd3"]) == 0
    (info,) = (one for one in find_models(places.models()) if one.id == "sd3")
    check(info)
    assert load(info, device="cpu").device.type == "cpu"


def test_what_cannot_be_fetched_is_refused_with_status_2(
    server: SmallHub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", server.address)
    assert cli.main(["models", "fetch", "artist/nothing"]) == 2
    assert "no model called artist/nothing" in capsys.readouterr().err
    save_settings(Settings(offline=True))
    assert cli.main(["models", "fetch", "artist/tiny"]) == 2
    assert "switched off" in capsys.readouterr().err


def test_the_list_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["models", "curated"]) == 0
    assert "sdxl: Stable Diffusion XL" in capsys.readouterr().out
