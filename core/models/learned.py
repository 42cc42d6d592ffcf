"""Finding learned files where models are kept, whatever they are called (no torch)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from core.errors import FileError
from core.models.concepts import LearnedFile, identify
from core.models.folders import folders
from core.models.info import ModelInfo


def find_learned(dirs: Sequence[Path]) -> list[LearnedFile]:
    """Every learned file in these folders, each once, in their order; what is something else, or
    broken, is left out. Reads headers only, and each only once as long as it does not change."""
    found: dict[Path, LearnedFile] = {}
    for top in dirs:
        for file in _candidates(Path(top)):
            try:
                stat = file.stat()
            except OSError:
                continue
            learned = _read(file, stat.st_size, stat.st_mtime_ns)
            if learned is not None:
                found.setdefault(file.resolve(), learned)
    return list(found.values())


def doubts(files: Iterable[str], info: ModelInfo) -> list[str]:
    """Which of these were taught on another model, in sentences. Reads headers; never fails."""
    told = []
    for path in map(Path, files):
        try:
            told.append(identify(path).about.doubt(path.name, info))
        except FileError:
            continue
    return list(dict.fromkeys(doubt for doubt in told if doubt))


def _candidates(top: Path) -> Iterator[Path]:
    """Files of weights that belong to no model."""
    for folder in folders(top, below=lambda folder: not folder.is_model):
        if not folder.is_model:
            yield from folder.weights()


@lru_cache(maxsize=4096)
def _read(file: Path, size: int, changed: int) -> LearnedFile | None:
    try:
        return identify(file)
    except FileError:
        return None
