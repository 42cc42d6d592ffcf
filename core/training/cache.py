"""What is computed once and kept on the disk: latents of pictures, encodings of captions."""

from __future__ import annotations

import contextlib
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path

from torch import Tensor

from core.errors import FileError
from core.files.atomic import make_folder
from core.training import tensors

ROOM = 2**28
"""Bytes that are kept in memory as well: all of what a few thousand pictures at 256 px need."""

Parts = dict[str, Tensor]


class Held:
    """Tensors in memory: those that were used last, as many as fit into so many bytes."""

    def __init__(self, room: int = ROOM) -> None:
        self._parts: OrderedDict[Hashable, Parts] = OrderedDict()
        self._bytes, self._room = 0, room

    def get(self, name: Hashable) -> Parts | None:
        """What is held under a name."""
        if (held := self._parts.get(name)) is not None:
            self._parts.move_to_end(name)
        return held

    def keep(self, name: Hashable, parts: Parts) -> None:
        """Holds what is not held yet, and lets go of what was not used for longest."""
        size = _bytes(parts)
        if size > self._room:
            return
        self._parts[name] = parts
        self._bytes += size
        while self._bytes > self._room:
            _, old = self._parts.popitem(last=False)
            self._bytes -= _bytes(old)


class Cache:
    """Tensors by a key that tells everything they depend on. It may be deleted at any time."""

    def __init__(self, folder: Path, about: object = (), room: int = ROOM) -> None:
        """`about` is what all keys have in common: the digest of the weights that make them."""
        self._folder, self._about = folder, about
        self._held = Held(room)
        self.made = 0
        """How often something had to be computed."""

    def get(self, key: object, make: Callable[[], Parts]) -> Parts:
        """What is kept under `key`, or what `make` returns, kept from now on."""
        name = hashlib.blake2b(repr((self._about, key)).encode(), digest_size=20).hexdigest()
        if (held := self._held.get(name)) is not None:
            return held
        file = self._folder / name[:2] / f"{name}.safetensors"
        found: Parts | None = None
        if file.is_file():
            with contextlib.suppress(FileError):  # a damaged one is made anew
                found = tensors.read(file)
        if found is None:
            found, self.made = make(), self.made + 1
            with contextlib.suppress(FileError):  # a full disk costs time, not the training
                make_folder(file.parent)
                tensors.write(file, found)
        self._held.keep(name, found)
        return found


def _bytes(parts: Parts) -> int:
    return sum(one.numel() * one.element_size() for one in parts.values())
