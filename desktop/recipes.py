"""From a recipe back to the document: what a picture was made with becomes what is set."""

from __future__ import annotations

from dataclasses import replace

from core.document import commands
from core.document.drafts import draft_of
from core.document.settings import PaintSettings
from core.request import Request
from core.upscale import only


def settings_of(request: Request, now: PaintSettings) -> PaintSettings:
    """The settings that would make the picture again; where the recipe is silent, today's."""
    sized = request.source is None
    return replace(
        now,
        prompt=request.prompt,
        negative_prompt=request.negative_prompt,
        strength=now.strength if sized or only(request) else request.strength,
        steps=request.steps,
        guidance_scale=request.guidance_scale,
        sampler=request.sampler,
        seed=request.seed,
        batch=request.batch,
        model=request.model,
        width=request.width if sized else None,
        height=request.height if sized else None,
        inpaint=replace(request.inpaint, context=None),
        techniques=tuple(draft_of(one.declaration.id, one) for one in request.techniques),
        parts=request.parts,
        refiner=request.refiner,
        # Its words are in the prompt already.
        style="",
        frame="",
        negative_frame="",
    )


def restore(request: Request, now: PaintSettings) -> commands.SetSettings:
    """The step of the timeline that takes a recipe over."""
    wanted = settings_of(request, now)
    fields = PaintSettings.__dataclass_fields__
    return commands.SetSettings(
        **{
            name: getattr(wanted, name)
            for name in fields
            if getattr(wanted, name) != getattr(now, name)
        }
    )
