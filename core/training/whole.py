"""All of a UNet learns, and the result is a model folder."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.files.atomic import copy, replacing_folder, write_bytes
from core.files.trouble import unwritable
from core.models.about import ENTRY
from core.models.families import sd, sdxl
from core.models.library import ABOUT, BASE, WEIGHTS, read_json
from core.training.parts import PartsTrainer

if TYPE_CHECKING:
    from core.models.info import ModelInfo
    from core.models.loading import LoadedModel
    from core.training.declare import Plan


class Whole(PartsTrainer):
    """Every weight of the UNet is changed, and of the text encoders if wished."""

    def __init__(
        self,
        plan: Plan,
        model: LoadedModel,
        *,
        text_encoder: bool = False,
        text_encoder_rate: float | None = None,
        half: bool = True,
    ) -> None:
        super().__init__(
            plan, model, text_encoder=text_encoder, text_encoder_rate=text_encoder_rate
        )
        self._half = half

    def result_size(self) -> int:
        """A model is whole, however little of it learns."""
        each = 2 if self._half else 4
        size = 0
        for name in self._saved_parts():
            if name in self._parts:
                tensors = self._parts[name].state_dict().values()
                size += sum(each * tensor.numel() for tensor in tensors)
            else:
                files = self.model.info.part(name).rglob("*")
                size += sum(file.stat().st_size for file in files if file.is_file())
        return size

    def _saved_parts(self) -> tuple[str, ...]:
        """Folders of the result."""
        family = self.model.info.family
        components = sdxl.COMPONENTS if family == sdxl.FAMILY else sd.COMPONENTS
        return (*components, "scheduler")

    def save(self, folder: Path, metadata: Mapping[str, str]) -> list[Path]:
        """A model folder in diffusers' layout: what learned is new, the rest is the base's."""
        from core.training import networks

        base, made = self.model.info, folder / self.plan.called
        try:
            with replacing_folder(made) as part:
                for name in self._saved_parts():
                    if name in self._parts:
                        network = self._parts[name]
                        networks.write(
                            part / name, network, WEIGHTS[name], metadata, half=self._half
                        )
                    else:
                        shutil.copytree(base.part(name), part / name, copy_function=copy)
                for file in ("model_index.json", "preview.json"):
                    if base.part(file).is_file():
                        copy(base.part(file), part / file)
                about = _about(base) | {
                    "title": self.plan.called,
                    ENTRY: json.loads(metadata[ENTRY]),
                }
                about["words"] = {**_words(about), "taught": list(self.plan.taught())}
                write_bytes(part / ABOUT, json.dumps(about, indent=1).encode())
        except OSError as error:
            raise unwritable(made, error) from error
        return [made]


def _about(base: ModelInfo) -> dict[str, Any]:
    """What the base says of itself: the words that it knows are still known. That it is built on
    another one is no more so."""
    found: dict[str, Any] = {}
    for folder in (base.base, base.path):
        with contextlib.suppress(OSError, ValueError):
            found |= {} if folder is None else read_json(folder / ABOUT)
    found.pop(BASE, None)
    return found


def _words(about: Mapping[str, Any]) -> dict[str, Any]:
    words = about.get("words", {})
    return words if isinstance(words, dict) else {"known": words}
