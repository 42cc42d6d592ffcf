"""What a model says of itself beside its weights: licence, words that wake it, a picture."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.errors import FileError
from core.models import concepts, pictures, weights

PICTURES = (".preview.png", ".png", ".preview.jpg", ".jpg", ".jpeg", ".webp", ".preview.webp")
"""What other programs call a model's picture, after its name."""
IN_FOLDER = ("preview", "cover", "thumbnail")
LARGEST = 16 << 20
"""Bytes of a picture that is looked at."""
MOST_WORDS = 12
_LICENCE = re.compile(r"^license(?:_name)?:\s*[\"']?([^\"'\n]+)", re.MULTILINE)


@dataclass(frozen=True)
class Card:
    """What is known of a model; empty where it says nothing."""

    licence: str = ""
    words: tuple[str, ...] = ()
    picture: bytes = b""
    """As a file of a picture is."""


def read(path: Path, kind: str) -> Card:
    """The card of a model's file or folder; `kind` is the catalogue's. Never fails."""
    metadata = _metadata(path)
    try:
        return Card(_licence(path, metadata), _words(path, kind, metadata),
                    _picture(path, metadata))  # fmt: skip
    except OSError:
        return Card()


def has_picture(path: Path) -> bool:
    """Whether a model's file or folder has a picture of any kind. Never fails."""
    try:
        return bool(_picture(path, _metadata(path)))
    except OSError:
        return False


def _metadata(path: Path) -> Mapping[str, str]:
    try:
        sane = path.is_file() and path.suffix == ".safetensors" and not weights.problem(path)
        return weights.metadata(path) if sane else {}
    except (OSError, ValueError):
        return {}


def _licence(path: Path, metadata: Mapping[str, str]) -> str:
    if said := str(metadata.get("modelspec.license", "")):
        return said[:200]
    places = [path / "README.md", path.parent / "README.md"]
    # In a hub's cache a file may lie some folders below its card.
    places += [parent / "README.md" for parent in path.parents if parent.parent.name == "snapshots"]
    for place in places:
        if place.is_file():
            head = place.read_text("utf-8", "replace")[:4000]
            if head.startswith("---") and (match := _LICENCE.search(head.split("\n---")[0])):
                return match[1].strip()
    licences = sorted(path.glob("LICEN[CS]E*")) if path.is_dir() else []
    return f"see {licences[0].name} in its folder" if licences else ""


def _words(path: Path, kind: str, metadata: Mapping[str, str]) -> tuple[str, ...]:
    """Words to be typed so that it is seen: those it teaches, names, or was trained with most."""
    if kind in ("embedding", "lora"):
        try:
            if taught := concepts.identify(path).words:
                return tuple(taught)[:MOST_WORDS]
        except FileError:
            pass
    if said := str(metadata.get("modelspec.trigger_phrase", "")):
        return tuple(word for part in said.split(",") if (word := part.strip()))[:MOST_WORDS]
    try:
        told = json.loads(metadata.get("ss_tag_frequency", "{}"))
        counted: Counter[str] = Counter()
        for folder in told.values():
            counted.update({str(tag).strip(): int(count) for tag, count in folder.items()})
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return ()
    return tuple(tag for tag, _ in counted.most_common(MOST_WORDS) if tag)


def _picture(path: Path, metadata: Mapping[str, str]) -> bytes:
    """The artist's choice, else what the file holds, else what lies beside it."""
    if chosen := pictures.read(path):
        return chosen
    said = str(metadata.get("modelspec.thumbnail", ""))
    if said.startswith("data:image/") and len(said) < LARGEST:
        try:
            return base64.b64decode(said.partition(",")[2], validate=True)
        except (binascii.Error, ValueError):
            pass
    if path.is_dir():
        beside = [path / f"{name}{end}" for name in IN_FOLDER for end in (".png", ".jpg", ".webp")]
    else:
        beside = [path.with_name(path.stem + end) for end in PICTURES]
    for file in beside:
        if file.is_file() and file.stat().st_size <= LARGEST:
            return file.read_bytes()
    return b""
