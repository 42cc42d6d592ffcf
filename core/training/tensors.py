"""Writing tensors as safetensors, one after the other: nothing is held in memory twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import safetensors.torch
import torch
from torch import Tensor

from core.errors import FileError
from core.files.atomic import replacing

TYPES = {
    torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16",
    torch.int64: "I64", torch.int32: "I32", torch.uint8: "U8", torch.bool: "BOOL",
}  # fmt: skip
_ALIGNED = 8


def write(
    path: Path, tensors: Mapping[str, Tensor], metadata: Mapping[str, str] | None = None
) -> str:
    """Replaces a safetensors file; returns the digest of its bytes. Raises FileError.

    The library's own writer leaves open when the bytes are on the disk.
    """
    header: dict[str, object] = {"__metadata__": dict(metadata)} if metadata else {}
    # Widest numbers first, as the library lays them out: every tensor is then aligned.
    names = sorted(tensors, key=lambda name: (-tensors[name].element_size(), name))
    at = 0
    for name in names:
        tensor = tensors[name]
        end = at + tensor.numel() * tensor.element_size()
        header[name] = {
            "dtype": TYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [at, end]
        }  # fmt: skip
        at = end
    text = json.dumps(header, ensure_ascii=False).encode()
    text += b" " * (-len(text) % _ALIGNED)
    digest = hashlib.blake2b(digest_size=16)
    with replacing(path) as file:
        for part in (len(text).to_bytes(8, "little"), text):
            file.write(part)
            digest.update(part)
        for name in names:
            own = tensors[name].detach().to("cpu").contiguous().reshape(-1)
            if own.numel():
                content = own.view(torch.uint8).numpy().data
                file.write(content)
                digest.update(content)
    return digest.hexdigest()


def read(path: Path) -> dict[str, Tensor]:
    """The tensors of a file. Raises FileError."""
    try:
        found: dict[str, Tensor] = safetensors.torch.load_file(path)
    except (OSError, safetensors.SafetensorError) as error:
        raise FileError(f"“{path.name}” cannot be read ({error}).") from error
    return found


def digest_of(path: Path) -> str:
    """Of a file's bytes, as `write` returns it. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(
            file,
            lambda: hashlib.blake2b(digest_size=16),
        ).hexdigest()
