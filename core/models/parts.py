"""Networks in memory, shared between models that have the same ones, up to so many bytes.

Models of one family often differ in a single part: FLUX.1's have one T5, models taught from
SD 1.5 its autoencoder. What is equal by its weights, its configuration, its number type and its
device is loaded once, and is still there when the artist comes back to a model.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from typing import Any

from core.models.digest import digest_of

SHARE = 0.5
"""Of the device's memory, what may be held for models to come; jobs need the rest."""


class Parts:
    """Loaded networks, the one that was asked for last at the end. Used by the one thread that owns
    the device; whoever changes a network puts it back."""

    def __init__(self, budget: float) -> None:
        """`budget`: bytes that are held at most, besides what one model needs."""
        self._budget = budget
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._wanted: set[Hashable] = set()

    @property
    def bytes(self) -> int:
        """What is held."""
        return sum(size for _, size in self._held.values())

    def begin(self, keys: Iterable[Hashable], *, beside: bool = False) -> None:
        """A model with these parts is going to be loaded: none of them is let go for another, nor,
        `beside` the one before, is one of that."""
        self._wanted = (self._wanted if beside else set()) | set(keys)

    def get(self, key: Hashable, size: int, load: Callable[[], Any]) -> Any:
        """What was loaded under `key`, or what `load` returns; `size` bytes are made room for
        before."""
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key][0]
        self._make_room(size)
        part = load()
        self._held[key] = part, _bytes(part)
        return part

    def clear(self) -> None:
        """Lets everything go: memory has run out."""
        self._held.clear()

    def _make_room(self, size: int) -> None:
        for key in [key for key in self._held if key not in self._wanted]:
            if self.bytes + size <= self._budget:
                return
            del self._held[key]


def key_of(folder: Path, *further: Hashable) -> Hashable:
    """What tells a network in a folder from all others: its weights, how it is built, and what else
    it depends on. None: nothing tells it, so it is not shared."""
    digest = digest_of(folder)
    try:
        config = (folder / "config.json").read_text("utf-8")
    except OSError:
        return None
    return (digest, config, *further) if digest else None


def texts_of(folder: Path) -> str:
    """What tells the files of a tokenizer from others: all of their contents."""
    found = hashlib.blake2b(digest_size=16)
    for file in sorted(folder.iterdir()):
        if file.is_file():
            found.update(file.name.encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def size_of(folder: Path) -> int:
    """Bytes of the weights in a folder, as they are stored."""
    return sum(map(_stored, folder.glob("*.safetensors")))


def _stored(file: Path) -> int:
    """Of a safetensors file without its header."""
    with file.open("rb") as stream:
        return file.stat().st_size - 8 - int.from_bytes(stream.read(8), "little")


def _bytes(part: Any) -> int:
    """Of a network; what is none (a tokenizer) is not counted."""
    parameters = part.parameters() if hasattr(part, "parameters") else ()
    return sum(one.numel() * one.element_size() for one in parameters)
