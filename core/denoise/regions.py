"""Region prompts: boxes and masks of the picture, each with a prompt of its own.

Two ways: each region is predicted by itself, as MultiDiffusion does (Bar-Tal et al. 2023, section
4.2), or all are predicted in one pass in which each place attends to its region's words alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d

from core import windows
from core.denoise import noise, pictures
from core.denoise.conditions import Words
from core.denoise.places import Places
from core.denoise.prompt import padded
from core.denoise.views import Scene, View
from core.geometry import Rect, Size
from core.models.loading import LoadedModel
from core.request import RegionPrompt, Request

if TYPE_CHECKING:
    from core.denoise.attention import Site
    from core.denoise.places import Mask
    from core.denoise.run import Run, Step
    from core.denoise.unet import Call

COLOURS, PATCH = 16, 8
"""How many plain colours regions are drawn before, and the side of the patch of latents that a
colour is encoded as."""


def coverage(region: RegionPrompt, latents: Size, factor: int) -> Tensor:
    """Where a region is, (1, 1, h, w) of latents in 0…1: its mask within its box."""
    return torch.from_numpy(windows.coverage(region, latents, factor))[None, None]


def seeded(unit: Tensor, request: Request, factor: int) -> Tensor:
    """Unit noise (pictures, 4, h, w) with each region's own where it has a seed of its own.

    A region's noise is drawn for the rectangle around it, so that it moves as the region does.
    """
    size = Size(unit.shape[3], unit.shape[2])
    for region in request.regions:
        if region.seed is None:
            continue
        cover = coverage(region, size, factor)
        rows, columns = cover[0, 0].any(1).nonzero(), cover[0, 0].any(0).nonzero()
        if not len(rows):
            continue
        box = Rect.of_edges(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
        own = noise.drawn(
            (unit.shape[1], box.height, box.width),
            noise.generators(region.seed, len(unit)),
            unit.device,
        )
        part = View(box).crop(cover.to(unit.device))
        unit = unit.clone()
        # Square roots: the sum of both is unit noise again.
        View(box).put(unit, (1 - part).sqrt() * View(box).crop(unit) + part.sqrt() * own)
    return unit


def places_of(run: Run) -> list[Places]:
    """What the regions of a run do in it."""
    if not run.request.regions:
        return []
    one_pass = windows.regions_by(run.request) == windows.ATTENTION
    if one_pass and run.model.flow is not None:
        run.warn(
            f"{run.model.flow.title} attends to words and picture together: its regions are "
            "painted each by itself."
        )
        one_pass = False
    return [RegionAttention(run) if one_pass else RegionViews(run)]


class _Regions(Places):
    """Where regions count, and when."""

    def __init__(self, run: Run) -> None:
        self._regions = run.request.regions
        covers = [coverage(one, run.latent_size, run.model.info.factor) for one in self._regions]
        self._covers = [cover.to(run.model.device) for cover in covers]

    def _active(self, step: Step) -> tuple[int, ...]:
        """The regions that count in a step: it lies wholly within their part of the run."""
        return tuple(
            i
            for i, region in enumerate(self._regions)
            if region.start <= step.index / step.count
            and (step.index + 1) / step.count <= region.end
            and region.strength > 0
            and self._covers[i].any()
        )

    def _weight(self, region: int) -> Tensor:
        return self._covers[region] * self._regions[region].strength

    def _left(self, regions: Sequence[int]) -> Tensor:
        """What regions leave to the words of the whole picture, (1, 1, h, w)."""
        left = torch.ones_like(self._covers[0])
        for region in regions:
            left = left - self._weight(region)
        return left.clamp(min=0)


class RegionViews(_Regions):
    """Each region is a view of its own, with its own words and its mask as weight (eq. 8, 9).

    As in the paper, regions begin before plain colours ("bootstrapping", section 5.2): what is
    asked for then grows inside its mask, and not so that only a part of it is in there.
    """

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._run = run
        native = run.model.info.size // run.model.info.factor
        self._crops = [windows.crop_of(cover[0, 0].cpu().numpy(), native) for cover in self._covers]
        # Counted over all steps that the sampler would take from noise on.
        whole = max(run.request.steps, len(run.schedule))
        self._bootstrapped = round(windows.bootstrapping(run.request) * whole) - (
            whole - len(run.schedule)
        )
        self._colours: Tensor | None = None

    def views(self, step: Step, views: list[View]) -> list[View]:
        regions = self._active(step)
        if not regions:
            return views
        left = self._left(regions)
        found = []
        if left.any():
            found = [View(view.box, weight=view.crop(left)) for view in views]
        for region in regions:
            place = View(self._crops[region])
            scene = None
            if step.index < self._bootstrapped:
                scene = Scene(self._covers[region], self._behind(step, region))
            weight = place.crop(self._weight(region))
            found.append(View(place.box, region=region, weight=weight, scene=scene))
        return found

    def _behind(self, step: Step, region: int) -> Tensor:
        """A plain colour for each picture, with its own noise at the step's level."""
        if self._colours is None:
            self._colours = plain_colours(self._run.model)
        request = step.run.request
        chosen = []
        for picture in range(len(step.run.noise)):
            dice = torch.Generator().manual_seed((request.seed + picture) % 2**64)
            table = torch.randint(COLOURS, (self._bootstrapped, len(self._regions)), generator=dice)
            chosen.append(int(table[step.index, region]))
        return step.level.mixed(self._colours[chosen], step.run.noise)


def plain_colours(model: LoadedModel) -> Tensor:
    """The latents of random plain colours, (COLOURS, 4, 1, 1); always the same ones."""
    dice = torch.Generator().manual_seed(0)
    rgb = torch.rand(COLOURS, 3, 1, 1, generator=dice) * 2 - 1
    side = PATCH * model.info.factor
    pixels = rgb.expand(-1, -1, side, side).to(model.device)
    latents = pictures.seen(model, pixels)
    # Without what the encoder sees of the patch's edge.
    inner = latents[..., PATCH // 4 : -PATCH // 4, PATCH // 4 : -PATCH // 4]
    return pictures.scaled(model, inner.mean((2, 3), keepdim=True))


class RegionAttention(_Regions):
    """All regions in one pass: each place attends to the words of its region alone.

    The regions' words follow those of the whole picture, and the attention's scores get log w,
    where w is how much words count at a place. So with w of 0 and 1 every place attends as if its
    region's prompt were the only one, and in between words are attended to in proportion.
    """

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._run = run
        self._masks: dict[object, Tensor] = {}
        self._masks_of: tuple[int, ...] = ()

    def inputs(self, call: Call) -> None:
        """Appends the words of the regions in this view."""
        regions = self._there(call)
        if not regions:
            return
        rows = []
        for part in range(len(call.owners)):
            words = []
            for region in regions:
                tokens = self._tokens(call, region)
                if (own := self._own(call, part, region)) is not None:
                    words.append(padded(own, tokens, partial(self._run.filling, region)))
                else:
                    words.append(call.words.new_zeros(1, tokens, call.words.shape[2]))
            rows.append(torch.cat([one.to(call.words.dtype) for one in words], dim=1))
        end = 0
        for region in regions:
            start, end = end, end + self._tokens(call, region)
            call.further[region] = slice(start, end)
        call.further_words = torch.cat(rows).repeat_interleave(call.pictures, dim=0)
        weights = {region: call.view.crop(self._weight(region)) for region in regions}
        total = sum(weights.values(), torch.zeros(())).clamp(min=1)
        call.shares = {region: weight / total for region, weight in weights.items()}

    def attention_mask(self, site: Site) -> Mask | None:
        return self._mask if site.cross else None

    @cached_property
    def _apart(self) -> frozenset[int]:
        """Regions in which the model is another: what it makes of the same words differs there."""
        return frozenset(filter(self._run.apart, range(len(self._regions))))

    def _there(self, call: Call) -> tuple[int, ...]:
        """The regions that count in this call, for at least one of its branches."""
        return tuple(
            region
            for region in self._active(call.step)
            if (region in self._apart or any(region in branch.inside for branch in call.branches))
            and call.view.crop(self._covers[region]).any()
        )

    def _own(self, call: Call, part: int, region: int) -> Words | None:
        """What a part of the call attends to in a region; None: to the same as elsewhere."""
        words = call.branches[part].inside.get(region)
        if words is None and region in self._apart:
            row = part * call.pictures
            words = Words(call.words[row : row + 1])
        return words

    def _tokens(self, call: Call, region: int) -> int:
        """How many tokens a region's words have in this call."""
        own = (self._own(call, part, region) for part in range(len(call.owners)))
        return max(words.encoding.shape[1] for words in own if words is not None)

    def _mask(self, call: Call, queries: int) -> Tensor | None:
        """log w for each place and token, (rows, 1, queries, tokens)."""
        regions = self._there(call)
        if not regions:
            return None
        if regions != self._masks_of:
            self._masks.clear()
            self._masks_of = regions
        key = (call.view, call.owners, call.pictures, call.words.shape[1], queries)
        if key not in self._masks:
            self._masks[key] = self._weights(call, queries, regions).log()
        return self._masks[key]

    def _weights(self, call: Call, queries: int, regions: Sequence[int]) -> Tensor:
        """How much each token counts at each place, (rows, 1, queries, tokens) in 0…1."""
        grid = call.grid(queries)
        rows = []
        for branch in call.branches:
            own = [one for one in regions if one in branch.inside or one in self._apart]
            columns = [(call.words.shape[1], self._left(own))]
            for region in regions:
                weight = self._weight(region)
                if region not in own:
                    weight = torch.zeros_like(weight)
                columns.append((self._tokens(call, region), weight))
            rows.append(
                torch.cat(
                    [
                        adaptive_avg_pool2d(call.view.crop(weight), grid)
                        .flatten(2)
                        .transpose(1, 2)
                        .expand(1, queries, tokens)
                        for tokens, weight in columns
                    ],
                    dim=2,
                )
            )
        weights = torch.stack(rows).repeat_interleave(call.pictures, dim=0)
        return weights.to(call.latents.dtype)
