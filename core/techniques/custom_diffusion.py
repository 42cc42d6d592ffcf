"""Custom Diffusion: several concepts, taught together in the layers that attend to words."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from core.denoise.places import Places
from core.models.concepts import Kind, check, identify
from core.techniques.declare import Technique, file, number, technique

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import Tensor, nn

    from core.denoise.conditions import Piece
    from core.denoise.run import Run
    from core.models.edits import Change
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

    file: str = file(help="The learned layers, as a safetensors file.")
    weight: float = number(
        1.0, -4.0, 4.0, step=0.05, help="How far to go from the model's own layers to the learned."
    )

    def check(self, request: Request) -> None:
        check(self.file, Kind.CUSTOM)

    def begin(self, run: Run) -> Places:
        return _Custom(self, run)


class _Custom(Places):
    """W ← W + w (W_learned - W), where W is the model's own whatever else changes it."""

    def __init__(self, settings: CustomDiffusion, run: Run) -> None:
        from core.denoise.learned_files import tensors, told, wrong_model
        from core.denoise.learned_words import LearnedWords, learned
        from core.models.lora import Layers

        path = Path(settings.file)
        self._weight = settings.weight
        self._learned: list[tuple[nn.Parameter, Tensor, Tensor]] = []
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
            parameter = getattr(layers.named(name), match["kind"], None) if match else None
            if parameter is None:
                homeless.append(key)
                continue
            if parameter.shape != loaded[key].shape:
                shapes = f"{tuple(loaded[key].shape)} where {tuple(parameter.shape)} belongs"
                raise wrong_model(run, path, key, shapes)
            self._learned.append((parameter, parameter.data, loaded[key]))
        told(run, path, homeless, len(self._learned))

    def weights(self, run: Run) -> AbstractContextManager[object]:
        from core.models.edits import changed

        return changed(self._changes())

    def words(self, pieces: list[Piece]) -> list[Piece]:
        return self._words.put(pieces)

    def _changes(self) -> Iterator[Change]:
        """In float64: at weight 1 the learned numbers themselves come out."""
        if self._weight:
            for parameter, own, learned in self._learned:
                yield parameter, self._weight * (learned.to(own.device).double() - own.double())
