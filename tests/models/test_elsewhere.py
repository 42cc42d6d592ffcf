"""Models of other programs are found where those keep them, and nothing has to be copied."""

from __future__ import annotations

from pathlib import Path

import pytest

from core import elsewhere, places
from core.models.library import find_models
from tests.tiny_models import save_tiny_model

VARIABLES = ("UNDERPAINT_HOME", "HF_HOME", "HF_HUB_CACHE", "XDG_CACHE_HOME", "XDG_DATA_HOME",
             "INVOKEAI_ROOT", "UNDERPAINT_MODELS")  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An artist's home folder, with nothing in it yet."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr("sys.platform", "linux")
    return tmp_path


@pytest.mark.parametrize(
    "folder",
    [
        ".cache/huggingface/hub",
        "stable-diffusion-webui/models",
        "stable-diffusion-webui/embeddings",
        "stable-diffusion-webui-forge/models",
        "ComfyUI/models",
        "Documents/ComfyUI/models",
        "invokeai/models",
        ".local/share/krita/ai_diffusion/server/models",
        ".local/share/krita/ai_diffusion/server/ComfyUI/models",
    ],
)
def test_each_programs_folder_is_searched_if_it_is_there(home: Path, folder: str) -> None:
    cache = elsewhere.hub_cache()
    assert places.models() == (places.resources(), cache, places.own_models())
    (home / folder).mkdir(parents=True)
    found = dict.fromkeys((places.resources(), cache, home / folder, places.own_models()))
    assert places.models() == tuple(found)


@pytest.mark.parametrize(
    ("variable", "value", "folder"),
    [
        ("HF_HOME", "hf", "hf/hub"),
        ("HF_HUB_CACHE", "cache", "cache"),
        ("INVOKEAI_ROOT", "invoke", "invoke/models"),
    ],
)
def test_variables_that_move_them_are_followed(
    home: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, folder: str
) -> None:
    (home / folder).mkdir(parents=True)
    monkeypatch.setenv(variable, str(home / value))
    assert set(elsewhere.others()) == {elsewhere.hub_cache(), home / folder}


def test_what_the_artist_named_comes_first_and_each_folder_once(home: Path) -> None:
    comfy = home / "ComfyUI/models"
    comfy.mkdir(parents=True)
    own = places.own_models()
    found = places.models([home / "mine", comfy, own])
    assert found == (
        places.resources(), home / "mine", comfy, elsewhere.hub_cache(), own
    )  # fmt: skip


@pytest.mark.parametrize("apart", [False, True])
def test_a_list_made_on_a_fresh_install_meets_the_first_model_that_is_fetched(
    home: Path, monkeypatch: pytest.MonkeyPatch, apart: bool
) -> None:
    """The process that paints gets the list once, when the program starts."""
    if apart:
        monkeypatch.setenv("UNDERPAINT_HOME", str(home / "stick"))
    folders = places.models()
    assert not places.hub_cache().exists()
    shelf = places.hub_cache() / "models--artist--dream" / "snapshots" / "abc"
    save_tiny_model(shelf)
    assert "dream" in [one.id for one in find_models(folders)]


def test_a_program_kept_to_a_place_of_its_own_looks_nowhere_else(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "ComfyUI/models").mkdir(parents=True)
    monkeypatch.setenv("UNDERPAINT_HOME", str(home / "stick"))
    assert home / "ComfyUI/models" not in places.models()


def test_a_checkpoint_in_comfyuis_folder_is_listed(home: Path) -> None:
    folder = home / "ComfyUI/models/checkpoints/old ones"
    folder.mkdir(parents=True)
    (folder / "dream.ckpt").write_bytes(b"\x80")
    assert [info.id for info in find_models(places.models()[1:])] == ["dream"]
