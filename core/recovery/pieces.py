"""The pieces of one state of a document: those that are kept already, and those written now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from core.recovery.pack import Address, Digest, PackWriter, digest_of, packed, packed_tile

if TYPE_CHECKING:
    from core.arrays import Bytes

_WORN = 0.5
"""What is needed of a pack of which less than this part is needed is written anew, so that the
pack can go,"""
_WASTE = 2**18
"""unless it wastes fewer bytes than this."""


class Pieces:
    """The pieces of one state: those that are there already, and those that are written now."""

    def __init__(
        self, pack: PackWriter, there: dict[Digest, Address], lengths: Mapping[int, int]
    ) -> None:
        self._pack = pack
        self._there = there
        self._lengths = lengths
        self.used: dict[Digest, Address] = {}

    def wear_out(self, needed: set[Digest]) -> None:
        """Tiles in packs that hold little else than what nobody needs are written again."""
        useful = dict.fromkeys({one.pack for one in self._there.values()}, 0)
        for digest, one in self._there.items():
            if digest in needed:
                useful[one.pack] += one.length
        worn = {
            pack
            for pack, count in useful.items()
            if count < self._lengths[pack] * _WORN and self._lengths[pack] - count > _WASTE
        }
        self._there = {k: one for k, one in self._there.items() if one.pack not in worn}

    def tile(self, digest: Digest, tile: Bytes) -> Address:
        return self._piece(digest, lambda: packed_tile(tile))

    def content(self, content: bytes) -> Address:
        return self._piece(digest_of(content), lambda: packed(content))

    def there(self, digest: Digest) -> Address | None:
        """Notes a piece that is there already and need not be written."""
        address = self.used.get(digest) or self._there.get(digest)
        if address is not None:
            self.used[digest] = address
        return address

    def _piece(self, digest: Digest, stored: Callable[[], bytes]) -> Address:
        address = self.there(digest)
        if address is None:
            address = self.used[digest] = self._pack.add(digest, stored())
        return address
