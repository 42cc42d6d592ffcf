"""Settings last, and no file on the disk keeps the program from starting."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import places
from core.parameters import parameters, to_json
from core.settings import Settings, load_settings, save_settings, settings_file
from tests.files.faults import every_failure, power_cuts

CHANGED = Settings(
    models_folders=("/models", "/more models"),
    model="dreamy",
    host="thread",
    undo_mebibytes=100,
    previews=False,
    quality=80,
    recent_files=("/a.ora",),
    last_folder="/ü",
)


def test_what_was_set_is_there_next_time() -> None:
    assert load_settings() == (Settings(), "")
    save_settings(CHANGED)
    assert load_settings() == (CHANGED, "")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'"settings"']
)
def test_a_broken_file_is_kept_aside_and_told(content: bytes) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_bytes(content)
    settings, message = load_settings()
    assert settings == Settings()
    assert "could not be read" in message
    aside = settings_file().with_name("settings.broken.json")
    assert aside.read_bytes() == content
    assert load_settings() == (Settings(), "")
    save_settings(CHANGED)
    assert load_settings() == (CHANGED, "")


@pytest.mark.parametrize("key", list(parameters(Settings)))
def test_one_wrong_value_costs_only_itself(key: str) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text(json.dumps(to_json(CHANGED) | {key: {"wrong": 1}}))
    settings, message = load_settings()
    assert getattr(settings, key) == getattr(Settings(), key)
    for other in set(parameters(Settings)) - {key}:
        assert getattr(settings, other) == getattr(CHANGED, other)
    assert key in message


def test_what_a_newer_version_set_is_kept() -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('{"quality": 50, "from_the_future": [1, 2]}')
    settings, message = load_settings()
    assert (settings, message) == (Settings(quality=50), "")
    save_settings(CHANGED)
    assert json.loads(settings_file().read_text())["from_the_future"] == [1, 2]


def test_settings_that_cannot_be_read_are_told() -> None:
    settings_file().mkdir(parents=True)
    settings, message = load_settings()
    assert settings == Settings()
    assert "is a folder" in message


@given(st.dictionaries(st.sampled_from(list(parameters(Settings))), st.integers() | st.text()))
def test_whatever_the_file_holds_there_are_settings(value: dict[str, Any]) -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text(json.dumps(value))
    settings, _ = load_settings()
    save_settings(settings)
    assert load_settings() == (settings, "")


def test_a_full_disk_leaves_the_old_settings(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    save_settings(Settings(), file)

    def check(told: bool) -> None:
        assert load_settings(file) == ((Settings() if told else CHANGED), "")
        save_settings(Settings(), file)

    assert every_failure(lambda: save_settings(CHANGED, file), check) >= 5


def test_a_power_cut_leaves_the_old_or_the_new_settings(tmp_path: Path) -> None:
    assert power_cuts("settings", tmp_path) >= 5


# Places


def test_one_variable_moves_everything(home: Path) -> None:
    for place in (places.config(), places.data(), places.cache(), places.logs()):
        assert place.parent == home
    assert len({places.config(), places.data(), places.cache(), places.logs()}) == 4


@pytest.mark.parametrize(
    ("platform", "config", "data"),
    [
        ("linux", ".config/underpaint", ".local/share/underpaint"),
        (
            "darwin",
            "Library/Application Support/Underpaint",
            "Library/Application Support/Underpaint",
        ),
        ("win32", "AppData/Local/Underpaint", "AppData/Local/Underpaint"),
    ],
)
def test_each_system_has_its_usual_places(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, config: str, data: str
) -> None:
    for name in ("UNDERPAINT_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert places.config() == tmp_path / config
    assert places.data() == tmp_path / data


def test_xdg_folders_count_when_they_are_absolute(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("UNDERPAINT_HOME")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert places.config() == tmp_path / "underpaint"
    assert places.data() == Path.home() / ".local/share/underpaint"


def test_the_starter_model_comes_with_the_program() -> None:
    assert (places.resources() / "starter" / "model_index.json").is_file()


def test_models_are_looked_for_in_every_place_named(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setenv("UNDERPAINT_MODELS", "/a:/b::/a")
    assert places.models(["/c", "/b"]) == (
        places.resources(),
        Path("/a"),
        Path("/b"),
        Path("/c"),
        home / "data" / "hub",  # there or not: the first fetch makes it
        home / "data" / "models",
    )


def test_only_what_changed_since_is_written_over_what_another_window_kept() -> None:
    began = Settings(quality=80)
    save_settings(replace(began, theme="light", undo_mebibytes=64))
    save_settings(replace(began, quality=70), since=began)
    kept = load_settings().settings
    assert (kept.quality, kept.theme, kept.undo_mebibytes) == (70, "light", 64)


def test_what_another_window_left_wrong_or_away_is_written_all_the_same() -> None:
    began = Settings(quality=80, undo_mebibytes=64)
    save_settings(began)
    content = json.loads(settings_file().read_bytes())
    content["quality"] = "much"
    del content["undo_mebibytes"]
    settings_file().write_text(json.dumps(content))
    save_settings(replace(began, tips=False), since=began)
    loaded = load_settings()
    assert not loaded.message
    kept = loaded.settings
    assert (kept.quality, kept.undo_mebibytes, kept.tips) == (80, 64, False)
