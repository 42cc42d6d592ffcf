"""What a learned file says of how it was made (no torch).

Only a hint: what a file *is* is told by its tensors. Read are our own entry, and what kohya's
scripts and the Model Metadata Standard write.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.models.digest import digest_of
from core.models.info import ModelInfo

ENTRY = "underpaint"
"""The key of our own entry in a file's metadata."""

_FAMILIES = (("sdxl", "sdxl"), ("sd_xl", "sdxl"), ("sd_v2", "sd2"), ("sd_v1", "sd1"),
             ("stable-diffusion-xl", "sdxl"), ("stable-diffusion-v2", "sd2"),
             ("stable-diffusion-v1", "sd1"))  # fmt: skip
_TITLES = {"sd1": "Stable Diffusion 1.x", "sd2": "Stable Diffusion 2.x", "sdxl": "SDXL"}
_LONGEST = 200


@dataclass(frozen=True)
class About:
    """What is known of a file's making; empty where it says nothing."""

    words: tuple[str, ...] = ()
    """By which it is called in a prompt."""
    family: str = ""
    """Of the model that it was learned on."""
    title: str = ""
    unet: str = ""
    """Digest of that model's UNet."""

    def doubt(self, name: str, info: ModelInfo) -> str:
        """Why the file may not do on a model what it does on its own; empty when nothing is
        known against it."""
        if self.family and info.family and self.family != info.family:
            own = self.title or _TITLES.get(self.family, self.family)
            return (
                f"“{name}” was taught on {own} ({self.family}), and “{info.title}” is of another "
                f"family ({info.family}): it may do nothing, or harm."
            )
        if self.unet and (other := digest_of(info.path / "unet")) and other != self.unet:
            return (
                f"“{name}” was taught on “{self.title}”: on “{info.title}” it may look different."
            )
        return ""


def read(metadata: Mapping[str, str]) -> About:
    """What the metadata of a safetensors file says; never fails."""
    try:
        own = json.loads(metadata[ENTRY])
        base = own["base"]
        return About(
            tuple(_text(word) for word in own["words"] if _text(word)),
            _text(base["family"]),
            _text(base["title"]),
            _text(base["unet"]),
        )
    except (KeyError, ValueError, TypeError, RecursionError):
        pass
    phrase = _text(metadata.get("modelspec.trigger_phrase", ""))
    said = f"{metadata.get('ss_base_model_version')} {metadata.get('modelspec.architecture')}"
    family = next((family for part, family in _FAMILIES if part in said.lower()), "")
    words = tuple(word for part in phrase.split(",") if (word := part.strip()))
    return About(words, family, _text(metadata.get("ss_sd_model_name", "")))


def _text(value: Any) -> str:
    return value if isinstance(value, str) and len(value) <= _LONGEST else ""
