"""By what a model's weights are told apart without reading all of them (no torch).

Of each tensor the header's entry and the first and last 256 bytes count: training changes every
number of a tensor, so a changed tensor is seen, and 10 GB are told in a fraction of a second.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from core.models import gguf_header

_EDGE = 256


def digest_of(component: Path) -> str:
    """Of the safetensors files in the folder of one of a model's networks; empty without any."""
    found = hashlib.blake2b(digest_size=16)
    files = sorted(component.glob("*.safetensors"))
    for file in files:
        _add(found, file)
    return found.hexdigest() if files else ""


def digest_of_part(file: Path, prefix: str) -> str:
    """Of the tensors of one safetensors file whose names begin so; empty when none does."""
    found = hashlib.blake2b(digest_size=16)
    return found.hexdigest() if _add(found, file, prefix) else ""


def digest_of_gguf(file: Path) -> str:
    """The same of all tensors of a sane GGUF file."""
    found = hashlib.blake2b(digest_size=16)
    with file.open("rb") as stream:
        for name, one in sorted(gguf_header.header(file).tensors.items()):
            found.update(f"{name} {one.format} {one.shape}".encode())
            end = one.start + one.size
            for place in (one.start, max(one.start, end - _EDGE)):
                stream.seek(place)
                found.update(stream.read(min(_EDGE, end - place)))
    return found.hexdigest()


def _add(found: hashlib.blake2b, file: Path, prefix: str = "") -> int:
    """Adds a file's tensors to a digest; how many there were."""
    count = 0
    with file.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        header = json.loads(stream.read(length))
        for name, entry in sorted(header.items()):
            if name == "__metadata__" or not name.startswith(prefix):
                continue
            count += 1
            found.update(f"{name} {entry['dtype']} {entry['shape']}".encode())
            start, end = (8 + length + offset for offset in entry["data_offsets"])
            for place in (start, max(start, end - _EDGE)):
                stream.seek(place)
                found.update(stream.read(min(_EDGE, end - place)))
    return count


def digests(model: Path, base: Path | None = None) -> dict[str, str]:
    """The digest of each network in a model's folder, and of those that it has of the model that
    it is built on: {"unet": …, "vae": …}."""
    found = {} if base is None else digests(base)
    for folder in sorted(model.iterdir()):
        if folder.is_dir() and (digest := digest_of(folder)):
            found[folder.name] = digest
    return found
