"""Custom Diffusion: several concepts, taught together in the layers that attend to words."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from core.denoise.places import Places
from core.models.concepts import Kind, check, identify
from core.techniques.declare import Technique, file, number, regions, technique

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import Tensor, nn

    from core.denoise.conditions import Piece
    from core.denoise.run import Run
    from core.models.additions import Addition
    from core.request import Request

_NAME = re.compile(
    r"(?:unet\.)?(?P<attention>.+\.attn2)\.(?:processor\.)?"
    r"(?P<layer>to_[kvq]|to_out)(?:_custom_diffusion)?(?P<first>(?:\.0)?)\.(?P<kind>weight|bias)"
)


@technique("custom_diffusion", title="Custom Diffusion")
class CustomDiffusion(Technique):
    """Uses a file that teaches concepts together: its keys and values, and its words if it has any.

    Kumari et al. 2022, https://arxiv.org/abs/2212.04488: of the UNet only W_k and W_v of the
    layers that attend to words are learned (section 3.1). Words that lie in files of their own,
    such as <new1>, are added as Textual Inversion.
    """

    edits_weights: ClassVar[bool] = True

    file: str = file(help="The learned layers, as a safetensors file.")
    weight: float = number(
        1.0, -4.0, 4.0, step=0.05, help="How far to go from the model's own layers to the learned."
    )
    regions: tuple[int, ...] = regions()

    def check(self, request: Request) -> None:
        check(self.file, Kind.CUSTOM)

    def begin(self, run: Run) -> Places:
        return _Custom(self, run)


class _Custom(Places):
    """W ← W + w (W_learned - W), where W is the model's own whatever else changes it; in some
    regions the same is added to what the layers put out."""

    def __init__(self, settings: CustomDiffusion, run: Run) -> None:
        from core.denoise.learned_files import tensors, told, wrong_model
        from core.denoise.learned_words import LearnedWords, learned
        from core.models.lora import Layers

        path = Path(settings.file)
        self._weight, self._regions = settings.weight, frozenset(settings.regions)
        self._learned: list[tuple[nn.Module, nn.Parameter, Tensor, Tensor]] = []
        loaded, taught = tensors(run, path), identify(path).words
        self._words = LearnedWords(
            {
                word: learned(run.model, [loaded[key] for key in keys], path.name)
                for word, keys in taught.items()
            }
        )
        layers, homeless = Layers(run.model), []
        for key in loaded.keys() - {key for keys in taught.values() for key in keys}:
            match = _NAME.fullmatch(key)
            name = "unet.{attention}.{layer}{first}".format(**match.groupdict()) if match else ""
            layer = layers.named(name) if name else None
            parameter = getattr(layer, match["kind"], None) if match else None
            if layer is None or parameter is None:
                homeless.append(key)
                continue
            if parameter.shape != loaded[key].shape:
                shapes = f"{tuple(loaded[key].shape)} where {tuple(parameter.shape)} belongs"
                raise wrong_model(run, path, key, shapes)
            self._learned.append((layer, parameter, parameter.data, loaded[key]))
        told(run, path, homeless, len(self._learned))

    def weights(self, run: Run) -> AbstractContextManager[object]:
        from core.denoise.regional import added
        from core.models.edits import changed

        if self._regions:
            return added(run, self._regions, self._additions())
        return changed((parameter, delta) for _, parameter, delta in self._deltas())

    def weights_in(self, region: int) -> AbstractContextManager[object] | None:
        return nullcontext() if self._weight and region in self._regions else None

    def words(self, pieces: list[Piece]) -> list[Piece]:
        return self._words.put(pieces)

    def _additions(self) -> Iterator[Addition]:
        from core.models.additions import Addition

        for layer, parameter, delta in self._deltas():
            if parameter is layer.weight:
                yield Addition(layer, delta)
            else:
                yield Addition(layer, None, delta)

    def _deltas(self) -> Iterator[tuple[nn.Module, nn.Parameter, Tensor]]:
        """In float64: at weight 1 the learned numbers themselves come out."""
        if self._weight:
            for layer, parameter, own, learned in self._learned:
                delta = self._weight * (learned.to(own.device).double() - own.double())
                yield layer, parameter, delta
