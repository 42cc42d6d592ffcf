"""Looking through the folders in which models of all kinds are kept (no torch)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core import places

DEPTH = 4
"""How deep below a searched folder models may lie: enough for a hub cache's snapshots."""

INDEX = "model_index.json"
"""What every folder of a whole model has."""
CONFIG = "config.json"
"""What every part of a model has, and every network of transformers."""
_ANYBODYS = ("pytorch_lora_weights", "diffusion_pytorch_model", "model", "learned_embeds", "lora")
"""What the libraries call files that are published."""


def own(dirs: Sequence[Path]) -> Path:
    """The artist's own folder of those that are searched: where to put what is missing."""
    return Path(dirs[-1]) if dirs else places.own_models()


@dataclass(frozen=True)
class Folder:
    """A folder, and the names of the files in it, sorted."""

    path: Path
    files: tuple[str, ...]

    def holds(self, name: str) -> bool:
        return name in self.files

    @property
    def is_model(self) -> bool:
        """Whether it is a whole model, or a part or network of one."""
        return self.holds(INDEX) or self.holds(CONFIG)

    def weights(self) -> Iterator[Path]:
        """Its safetensors files."""
        return (self.path / name for name in self.files if name.endswith(".safetensors"))


def folders(
    top: Path, depth: int = DEPTH, *, below: Callable[[Folder], bool] = lambda _: True
) -> Iterator[Folder]:
    """A folder and those below it, sorted by name; hidden ones and what cannot be read left out.

    `below` says whether to look further down, for a model's own folders are not looked through.
    """
    try:
        entries = sorted(os.scandir(top), key=lambda entry: entry.name)
    except OSError:
        return
    folder = Folder(top, tuple(entry.name for entry in entries if entry.is_file()))
    yield folder
    if depth and below(folder):
        for entry in entries:
            if entry.is_dir() and not entry.name.startswith("."):
                yield from folders(Path(entry.path), depth - 1, below=below)


def published_name(folder: Path) -> str:
    """The folder's name; for a snapshot in a hub cache, the name under which it was published."""
    return _published(folder) or folder.name


def name_of_file(file: Path) -> str:
    """A file's own name, without its suffix; where that is one that all of them have in a hub
    cache, the name under which it was published."""
    plain = file.stem.split(".")[0] in _ANYBODYS
    return (plain and _published(file)) or file.stem


def _published(path: Path) -> str:
    for parent in path.parents:
        if parent.name.startswith("models--"):
            return parent.name.split("--")[-1]
    return ""
