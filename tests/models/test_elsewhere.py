"""Models of other programs are found where those keep them, and nothing has to be copied."""

from __future__ import annotations

from pathlib import Path

import pytest

from core import elsewhere, places
from core.models.library import find_models

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
    assert places.models() == (places.resources(), places.own_models())
    (home / folder).mkdir(parents=True)
    assert places.models() == (places.resources(), home / folder, places.own_models())


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
    assert elsewhere.others() == (home / folder,)


def test_what_the_artist_named_comes_first_and_each_folder_once(home: Path) -> None:
    comfy = home / "ComfyUI/models"
    comfy.mkdir(parents=True)
    own = places.own_models()
    found = places.models([home / "mine", comfy, own])
    assert found == (places.resources(), home / "mine", comfy, own)


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
