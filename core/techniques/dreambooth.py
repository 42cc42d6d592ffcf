"""DreamBooth: a subject or a style that was taught as changes of the model's layers."""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from core.denoise.places import Places
from core.models import weights as files
from core.models.concepts import Kind, check
from core.techniques.declare import Technique, file, number, regions, technique

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from torch import nn

    from core.denoise.run import Run
    from core.models.additions import Addition
    from core.models.edits import Change
    from core.models.lora import Part
    from core.request import Request


@technique("dreambooth", title="DreamBooth (LoRA)")
class DreamBooth(Technique):
    """Uses a subject or a style that was taught as a LoRA file. A model taught whole is a model.

    Ruiz et al. 2022, https://arxiv.org/abs/2208.12242; as LoRA: Hu et al. 2021,
    https://arxiv.org/abs/2106.09685. Write the words in the prompt with which it was taught. Files
    of diffusers, of kohya's scripts and of LyCORIS are read, with what they have for the text
    encoder.
    """

    edits_weights: ClassVar[bool] = True

    file: str = file(help="The LoRA, as a safetensors file.")
    weight: float = number(
        1.0, -4.0, 4.0, step=0.05, help="How strongly; 0 is off, below 0 away from it."
    )
    regions: tuple[int, ...] = regions()

    def check(self, request: Request) -> None:
        check(self.file, Kind.LORA)

    def begin(self, run: Run) -> Places:
        return _Lora(self, run)


class _Lora(Places):
    """W ← W + w ΔW, for as long as the run lasts; or in some regions y ← y + w ΔW x."""

    def __init__(self, settings: DreamBooth, run: Run) -> None:
        from core.denoise.learned_files import tensors, told, wrong_model
        from core.models.lora import Layers, WrongModel, factor_of, factors, of_place, parts

        self._run, self._path, self._weight = run, Path(settings.file), settings.weight
        self._regions = frozenset(settings.regions)
        layers, homeless = Layers(run.model), []
        factor = factors(files.metadata(self._path))
        self._parts: list[_Learned] = []
        for name, part in parts(tensors(run, self._path)).items():
            places = layers.places(name)
            if not places or not part.keys() - {"alpha", ""}:
                homeless.append(name)
                continue
            told_factor = factor_of(name, factor)
            for place in places:
                try:
                    own = of_place(part, place, told_factor)
                except WrongModel as error:
                    raise wrong_model(run, self._path, name, str(error)) from None
                self._parts.append(_Learned(name, place.layer, own, told_factor))
        told(run, self._path, homeless, len(self._parts))
        unet = set(run.model.unet.modules())
        self._of_unet = [one for one in self._parts if one.layer in unet]
        self._of_words = [one for one in self._parts if one.layer not in unet]

    def weights(self, run: Run) -> AbstractContextManager[object]:
        from core.denoise.regional import added

        if self._regions:
            return added(run, self._regions, self._additions(self._of_unet))
        return self._everywhere()

    @contextmanager
    def _everywhere(self) -> Iterator[None]:
        """Weights that are packed (GGUF, NF4) stay as they are: what is added comes after."""
        from core.denoise.regional import everywhere
        from core.models.edits import changed
        from core.models.quantise import is_packed

        packed = [one for one in self._parts if is_packed(one.layer)]
        plain = [one for one in self._parts if not is_packed(one.layer)]
        with changed(self._changes(plain)), everywhere(self._additions(packed)):
            yield

    def edits_encoders(self) -> bool:
        return bool(self._of_words)

    def weights_in(self, region: int) -> AbstractContextManager[object] | None:
        from core.models.edits import changed

        if not self._weight or region not in self._regions:
            return None
        return changed(self._changes(self._of_words))

    def _changes(self, learned: Sequence[_Learned]) -> Iterator[Change]:
        from core.models.lora import changes

        for one in learned if self._weight else ():
            with self._fitting(one):
                yield from changes(one.layer, one.part, self._weight, one.factor)

    def _additions(self, learned: Sequence[_Learned]) -> Iterator[Addition]:
        from core.models.lora import addition

        for one in learned if self._weight else ():
            with self._fitting(one):
                yield addition(one.layer, one.part, self._weight, one.factor)

    @contextmanager
    def _fitting(self, one: _Learned) -> Iterator[None]:
        """Tells the artist of a part that does not fit its layer."""
        from core.denoise.learned_files import wrong_model
        from core.models.lora import WrongModel

        try:
            yield
        except WrongModel as error:
            raise wrong_model(self._run, self._path, one.name, str(error)) from None


class _Learned(NamedTuple):
    """What a file has for one layer."""

    name: str
    layer: nn.Module
    part: Part
    factor: float | None
    """α / r, where the file tells it apart from the part."""
