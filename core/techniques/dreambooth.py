"""DreamBooth: a subject or a style that was taught as changes of the model's layers."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from core.denoise.places import Places
from core.models import weights as files
from core.models.concepts import Kind, check
from core.techniques.declare import Technique, file, number, technique

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import nn

    from core.denoise.run import Run
    from core.models.edits import Change
    from core.models.lora import Part
    from core.request import Request


@technique("dreambooth", title="DreamBooth")
class DreamBooth(Technique):
    """Uses a subject or a style that was taught as a LoRA file. A model taught whole is a model.

    Ruiz et al. 2022, https://arxiv.org/abs/2208.12242; as LoRA: Hu et al. 2021,
    https://arxiv.org/abs/2106.09685. Write the words in the prompt with which it was taught. Files
    of diffusers, of kohya's scripts and of LyCORIS are read, with what they have for the text
    encoder.
    """

    file: str = file(help="The LoRA, as a safetensors file.")
    weight: float = number(
        1.0, -4.0, 4.0, step=0.05, help="How strongly; 0 is off, below 0 away from it."
    )

    def check(self, request: Request) -> None:
        check(self.file, Kind.LORA)

    def begin(self, run: Run) -> Places:
        return _Lora(self, run)


class _Lora(Places):
    """W ← W + w ΔW, for as long as the run lasts."""

    def __init__(self, settings: DreamBooth, run: Run) -> None:
        from core.denoise.learned_files import tensors, told
        from core.models.lora import Layers, parts

        self._run, self._path, self._weight = run, Path(settings.file), settings.weight
        layers, homeless = Layers(run.model), []
        self._parts: list[tuple[str, nn.Module, Part]] = []
        for name, part in parts(tensors(run, self._path)).items():
            layer = layers.named(name)
            if layer is None or not part.keys() - {"alpha", ""}:
                homeless.append(name)
            else:
                self._parts.append((name, layer, part))
        told(run, self._path, homeless, len(self._parts))

    def weights(self, run: Run) -> AbstractContextManager[object]:
        from core.models.edits import changed

        return changed(self._changes())

    def _changes(self) -> Iterator[Change]:
        from core.denoise.learned_files import wrong_model
        from core.models.lora import WrongModel, changes, factor_of, factors

        if not self._weight:
            return
        factor = factors(files.metadata(self._path))
        for name, layer, part in self._parts:
            try:
                yield from changes(layer, part, self._weight, factor_of(name, factor))
            except WrongModel as error:
                raise wrong_model(self._run, self._path, name, str(error)) from None
