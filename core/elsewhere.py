"""Where other programs keep their models, so that nobody has to copy gigabytes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

WEBUIS = ("stable-diffusion-webui", "stable-diffusion-webui-forge", "sd-webui-forge-neo")
"""A1111's program and those that came from it, as they name their folder."""


def others() -> tuple[Path, ...]:
    """The hub's cache, and the folders of other programs that are there: A1111, ComfyUI, InvokeAI
    and the server of Krita's AI plugin. Looks only whether each is there.

    The cache is named even before it is there: the first model that is fetched makes it.
    """
    there = (folder for folder in _known() if _is_there(folder))
    return tuple(dict.fromkeys((hub_cache(), *there)))


def _known() -> Iterator[Path]:
    home = Path.home()
    for top in (home, home / "Documents"):
        for name in WEBUIS:
            yield top / name / "models"
            yield top / name / "embeddings"
        yield top / "ComfyUI" / "models"
    yield _named("INVOKEAI_ROOT", home / "invokeai") / "models"
    server = _krita(home) / "ai_diffusion" / "server"
    yield server / "models"
    yield server / "ComfyUI" / "models"


def hub_cache() -> Path:
    """Hugging Face's, by the variables that its own library reads."""
    cache = _named("XDG_CACHE_HOME", Path.home() / ".cache")
    return _named("HF_HUB_CACHE", _named("HF_HOME", cache / "huggingface") / "hub")


def _krita(home: Path) -> Path:
    """Where Krita keeps what its plugins bring."""
    if sys.platform == "win32":
        return _named("APPDATA", home / "AppData" / "Roaming") / "krita"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "krita"
    return _named("XDG_DATA_HOME", home / ".local" / "share") / "krita"


def _named(variable: str, otherwise: Path) -> Path:
    """The folder that a variable names, if it does."""
    value = os.environ.get(variable)
    return Path(value).expanduser() if value else otherwise


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:
        return False
