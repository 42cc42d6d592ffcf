"""Learned files on their way into a run: their tensors, and what is told of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import safetensors.torch
import torch
from torch import Tensor

from core.errors import FileError, UserError
from core.models.shelf import fingerprint

if TYPE_CHECKING:
    from core.denoise.run import Run

_SHOWN = 3
"""Names of parts that a warning has room for."""


def tensors(run: Run, path: Path) -> Mapping[str, Tensor]:
    """A file's tensors; kept for the next job that asks for them. Raises FileError."""

    def load() -> Mapping[str, Tensor]:
        try:
            found: Mapping[str, Tensor] = safetensors.torch.load_file(path)
        except (OSError, safetensors.SafetensorError) as error:
            raise FileError(
                f"“{path.name}” cannot be read ({error}).", "Download or copy it again."
            ) from error
        if broken := [name for name, one in found.items() if not _is_finite(one)]:
            raise FileError(
                f"“{path.name}” holds numbers that are none (NaN or infinite, in {broken[0]}): "
                "every picture made with it would be black.",
                "Download or copy it again, or teach it again with a lower learning rate.",
            )
        return found

    key = ("learned file", str(path.resolve()), fingerprint(path))
    loaded: Mapping[str, Tensor] = run.shelf.get(key, load)
    return loaded


def _is_finite(tensor: Tensor) -> bool:
    if not tensor.is_floating_point():
        return True
    # Numbers of 8 bits know no such question.
    numbers = tensor.float() if tensor.element_size() == 1 else tensor
    return bool(torch.isfinite(numbers).all())


def told(run: Run, path: Path, homeless: Collection[str], placed: int) -> None:
    """Warns of parts that the model has no place for. Raises UserError when it has for none."""
    if not homeless:
        return
    some = ", ".join(sorted(homeless)[:_SHOWN]) + (", …" if len(homeless) > _SHOWN else "")
    if not placed:
        raise UserError(
            f"Nothing in “{path.name}” has a place in the model “{run.model.info.title}” ({some}).",
            "Choose a model of the kind that it was made for, or take it out.",
        )
    what = "1 part" if len(homeless) == 1 else f"{len(homeless)} parts"
    run.warn(f"{what} of “{path.name}” found no place in this model and did nothing: {some}")


def wrong_model(run: Run, path: Path, name: str, why: str) -> UserError:
    """A part does not fit its layer."""
    config = run.model.unet.config
    words = config.get("cross_attention_dim") or config.get("joint_attention_dim")
    wide = f", whose words are {words} numbers wide" if words else ""
    return UserError(
        f"“{path.name}” was made for another kind of model than “{run.model.info.title}”{wide}: "
        f"{name} is {why}.",
        "Choose a model of the kind that it was made for, or take it out.",
    )
