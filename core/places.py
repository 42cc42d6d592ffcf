"""Where things lie: what comes with the program, and what belongs to the artist."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from core import elsewhere

NAME = "Underpaint"


def resources() -> Path:
    """What comes with the program: icons, styles, the starter model.

    Installed, they lie inside this package; in a checkout, beside it.
    """
    here = Path(__file__).resolve().parent
    inside = here / "resources"
    return inside if inside.is_dir() else here.parent / "resources"


def config() -> Path:
    """Settings, window layout, presets."""
    return _home("config", "XDG_CONFIG_HOME", ".config", "Application Support", "APPDATA")


def data() -> Path:
    """What the artist brings and the program keeps: models, learned concepts, recovery files."""
    return _home("data", "XDG_DATA_HOME", ".local/share", "Application Support", "LOCALAPPDATA")


def cache() -> Path:
    """What can be deleted at any time."""
    return _home("cache", "XDG_CACHE_HOME", ".cache", "Caches", "LOCALAPPDATA")


def logs() -> Path:
    """Where logs are written."""
    return _home("logs", "XDG_STATE_HOME", ".local/state", "Logs", "LOCALAPPDATA")


def models(chosen: Iterable[str | Path] = ()) -> tuple[Path, ...]:
    """Every folder in which models are looked for, each once, what comes with the program first.

    So "starter" is the same everywhere, whatever else is called so. `chosen` are the folders of
    the settings. The variable UNDERPAINT_MODELS may name more, separated as in PATH. Those of
    other programs are looked through as well, but not when UNDERPAINT_HOME keeps this one to
    a place of its own.
    """
    named = [part for part in os.environ.get("UNDERPAINT_MODELS", "").split(os.pathsep) if part]
    folders = [*(Path(part).expanduser() for part in (*named, *chosen)), own_models()]
    last = folders.pop()
    # The cache before it is there, too: who holds this list meets what is fetched later.
    folders += (hub_cache(),) if os.environ.get("UNDERPAINT_HOME") else elsewhere.others()
    return tuple(dict.fromkeys((resources(), *(one for one in folders if one != last), last)))


def hub_cache() -> Path:
    """Into which models are fetched: the cache that all of the hub's programs share, but when
    UNDERPAINT_HOME keeps this one to a place of its own."""
    return data() / "hub" if os.environ.get("UNDERPAINT_HOME") else elsewhere.hub_cache()


def own_models() -> Path:
    """Where the artist puts models when nothing else is said; the last that is looked through."""
    return data() / "models"


def shown(path: Path) -> str:
    """A path as it is told to the artist: "~" stands for the home folder, in which most lies."""
    home = Path.home()
    if path == home or home == Path(home.anchor) or not path.is_relative_to(home):
        return "~" if path == home else str(path)
    return str(Path("~") / path.relative_to(home))


def _home(kind: str, variable: str, unix: str, mac: str, windows: str) -> Path:
    """The folder of one kind; UNDERPAINT_HOME puts all of them into one place."""
    if home := os.environ.get("UNDERPAINT_HOME"):
        return Path(home).expanduser() / kind
    if sys.platform == "win32":
        base = os.environ.get(windows)
        root = Path(base) if base else Path.home() / "AppData" / "Local"
        # Two of Windows' folders have to hold four kinds of things.
        return root / NAME if kind in ("config", "data") else root / NAME / kind
    if sys.platform == "darwin":
        return Path.home() / "Library" / mac / NAME
    base = os.environ.get(variable)
    # The XDG specification: a relative path is to be ignored.
    root = Path(base) if base and Path(base).is_absolute() else Path.home() / unix
    return root / NAME.lower()
