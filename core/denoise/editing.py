"""What models see that were taught to edit: the picture, beside the one that they paint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.denoise import pictures
from core.denoise.loop import check
from core.denoise.places import Places

if TYPE_CHECKING:
    from core.denoise.run import Run
    from core.denoise.velocity import Given


class SourceShown(Places):
    """The source's tokens follow those of the picture that is painted: FLUX.1 Kontext (Labs et al.
    2025, https://arxiv.org/abs/2506.15742), FLUX.2, Qwen-Image-Edit."""

    def __init__(self, run: Run) -> None:
        source = run.request.source
        assert source is not None  # whoever shows it needs one
        pixels = pictures.unit(source.array, run.model.device)
        run.shown = (pixels,)
        self._picture = pictures.read(run.model, pixels)
        check(self._picture, "reading the source")

    def given(self, given: Given) -> None:
        given.shown.append(given.view.crop(self._picture))
