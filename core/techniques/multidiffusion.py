"""MultiDiffusion: pictures of any size, and how regions have prompts of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from core.denoise.places import Places
from core.techniques.declare import FieldError, Technique, choice, number, optional, technique
from core.techniques.declare import integer as whole
from core.windows import ATTENTION, BOOTSTRAPPING, MULTIDIFFUSION, Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

    from core.denoise.run import Run, Step
    from core.denoise.views import View
    from core.geometry import Rect, Size
    from core.models.info import ModelInfo
    from core.request import Request

STRIDES = 8
"""How often a window's side is gone through: the authors move windows of 64 latents by 8."""

EVEN, SOFT = "even", "soft"
NONE, HORIZONTAL, VERTICAL, BOTH = "none", "horizontal", "vertical", "both"
LATENT = 8
"""Pixels: a picture whose sides are no multiple of it is padded, and its edges then do not meet."""


@technique("multidiffusion", title="MultiDiffusion")
class MultiDiffusion(Technique):
    """Paints pictures of any size, seamless ones too; and decides how regions are painted.

    Bar-Tal et al. 2023, https://arxiv.org/abs/2302.08113. Windows of the model's own size are
    predicted all over the picture and fused where they overlap. Each window costs as much as a
    picture of the model's size.
    """

    refines: ClassVar[bool] = True

    any_size: ClassVar[bool] = True

    seamless: str = choice(
        NONE,
        {
            NONE: "No",
            HORIZONTAL: "Left and right",
            VERTICAL: "Top and bottom",
            BOTH: "All sides",
        },
        title="Seamless",
        help="Which edges continue at the opposite one: for panoramas all around, and patterns.",
    )
    window: int | None = optional(
        whole(512, 64, 4096, unit="px", title="Window", help="The model's own size.")
    )
    stride: int | None = optional(
        whole(
            64,
            8,
            4096,
            unit="px",
            title="Stride",
            help="From window to window. Smaller fits windows better to one another and takes "
            "longer; an eighth of the window is the paper's.",
        )
    )
    blend: str = choice(
        SOFT,
        {SOFT: "More towards the middle", EVEN: "Evenly, as in the paper"},
        title="Windows count",
        help="How much a window counts where others overlap it. Evenly leaves a step where one "
        "ends; it is what the paper and other programs do.",
    )
    regions_by: str = choice(
        MULTIDIFFUSION,
        {MULTIDIFFUSION: "Each painted by itself", ATTENTION: "All in one pass"},
        title="Regions",
        help="By itself: each region is a prediction of its own with its prompt, kept strictly to "
        "its mask; it costs as much as the region is large. In one pass: places attend to their "
        "region's words alone; it costs next to nothing and lets regions share light and ground, "
        "but things may stray over an edge or grow into one another. Name them in the picture's "
        "prompt as well, then.",
    )
    bootstrapping: float = number(
        BOOTSTRAPPING,
        0.0,
        1.0,
        step=0.05,
        title="Bootstrapping",
        help="The first part of the steps, in which regions painted by themselves see plain "
        "colours around them, so that the whole of a thing grows inside its mask.",
    )

    def __post_init__(self) -> None:
        if self.window is not None and self.stride is not None and self.stride > self.window:
            raise FieldError(
                "stride",
                f"Windows of {self.window} px would leave gaps.",
                "Use a stride that is not above the window.",
            )

    def check(self, request: Request) -> None:
        """What is seamless must be a whole picture whose sides are whole latents."""
        if self.seamless == NONE:
            return
        if request.mask is not None:
            raise FieldError(
                "seamless",
                "A mask repaints a part of the picture, which has no opposite edge.",
                "Switch it off, or take the mask out.",
            )
        size = request.size
        wrapped = () if size is None else size if self.seamless == BOTH else (
            (size.width,) if self.seamless == HORIZONTAL else (size.height,)
        )  # fmt: skip
        if any(side % LATENT for side in wrapped):
            raise FieldError(
                "seamless",
                f"A picture of {size} px has edges that cannot meet.",
                f"Use a size in multiples of {LATENT} px.",
            )

    def grid(self, info: ModelInfo) -> Grid:
        """The windows in latents of a model."""
        window = max(1, round((self.window or info.size) / info.factor))
        stride = window // STRIDES if self.stride is None else round(self.stride / info.factor)
        wraps = self.seamless in (VERTICAL, BOTH), self.seamless in (HORIZONTAL, BOTH)
        return Grid(window, min(max(1, stride), window), wraps)

    def windows(self, box: Rect, canvas: Size, info: ModelInfo) -> list[Rect]:
        return self.grid(info).windows(box, canvas)

    def begin(self, run: Run) -> Places:
        grid = self.grid(run.model.info)
        run.wraps = grid.wraps
        return _Windows(grid, run.latent_size, soft=self.blend == SOFT)


class _Windows(Places):
    def __init__(self, grid: Grid, canvas: Size, *, soft: bool) -> None:
        self._grid, self._canvas, self._soft = grid, canvas, soft

    def views(self, step: Step, views: list[View]) -> list[View]:
        """F_i: each view as its windows (eq. 7)."""
        return [window for view in views for window in self._within(view, step.latents)]

    def _within(self, view: View, latents: Tensor) -> Sequence[View]:
        """A view's windows. Their weights sum to the view's, wherever they overlap."""
        from dataclasses import replace

        import torch

        boxes = self._grid.windows(view.box, self._canvas)
        if len(boxes) == 1:
            return [view]
        if view.weight is None and not self._soft:
            return [replace(view, box=box) for box in boxes]
        found = [replace(view, box=box, weight=None) for box in boxes]
        fade = _fade(boxes[0], latents) if self._soft else latents.new_ones(1, 1, 1, 1)
        whole = latents.new_zeros(1, 1, *latents.shape[2:])
        total = torch.zeros_like(whole)
        if view.weight is None:
            whole += 1
        else:
            view.put(whole, view.weight)
        for one in found:
            one.add(total, fade)
        return [
            replace(one, weight=one.crop(whole) * fade / one.crop(total))
            for one in found
            if one.crop(whole).any()
        ]


def _fade(box: Rect, latents: Tensor) -> Tensor:
    """W_i, 1 in the middle and next to 0 at the edges: (1, 1, height, width) of a window."""
    import torch

    lines = []
    for length in (box.height, box.width):
        place = torch.arange(length, device=latents.device, dtype=latents.dtype) + 0.5
        lines.append(torch.minimum(place, length - place) / (length / 2))
    return (lines[0][:, None] * lines[1])[None, None]
