"""What techniques load beside the model that paints: control models, detectors… (no torch)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Shelf:
    """Further models in memory, kept from one job to the next as long as jobs ask for them.

    What a job did not ask for is let go when it is done: a queue of equal requests loads once,
    and a request without control models has the memory for itself. A job `beside` the others, a
    control map between two pictures, leaves them theirs. Used by the one thread that owns the
    device.
    """

    def __init__(self, dirs: Sequence[Path] = ()) -> None:
        self.dirs = tuple(dirs)
        """Folders in which models are looked for, the artist's own one last."""
        self._held: dict[Hashable, Any] = {}
        self._asked: set[Hashable] = set()
        self._left: set[Hashable] = set()
        """What the last job that was not beside others has asked for."""

    def get(self, key: Hashable, load: Callable[[], Any]) -> Any:
        """What was loaded under `key`, or else what `load` returns, kept from now on.

        `key` is to tell everything that the result depends on: file, number type, device.
        """
        if key not in self._held:
            self._held[key] = load()
        self._asked.add(key)
        return self._held[key]

    @contextmanager
    def job(self, *, beside: bool = False) -> Iterator[None]:
        """One job; afterwards only what it asked for is left, and, `beside` others, what the last
        of those did."""
        self._asked.clear()
        try:
            yield
        finally:
            if not beside:
                self._left = set(self._asked)
            kept = self._asked | self._left
            self._held = {key: held for key, held in self._held.items() if key in kept}

    def clear(self) -> None:
        """Lets everything go: memory has run out."""
        self._held.clear()


_KINDS = (".safetensors", ".gguf", ".json", ".txt", ".model")


def _made_of(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.suffix in _KINDS and file.is_file())


def fingerprint(path: Path) -> tuple[tuple[str, int, int], ...]:
    """Changes when a file of weights at `path`, or anything in a folder of them that a network or a
    tokenizer is made of, does: it may have been trained on since, or its configuration corrected.
    """
    files = [path] if path.is_file() else _made_of(path)
    return tuple(
        sorted((file.name, (stat := file.stat()).st_size, stat.st_mtime_ns) for file in files)
    )
