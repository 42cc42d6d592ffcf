"""Steering: what an artist changes in the middle of a run, as a part of its request (no torch).

    {"steering": [{"step": 8, "prompt": "a cat in a hat", "painted": "strokes.png"}]}

A request with steering is painted like any other: its first steps as if there were none, and from
each entry's step on with what that changes. So a picture that was paused, painted on and gone on
with is made again from its recipe, and several that were branched off share their first steps.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.declare import integer, mask, number, optional, picture, text
from core.errors import RecipeError
from core.parameters import parameters

if TYPE_CHECKING:
    from core.request import Pixels, Request
    from core.techniques.declare import Technique

MOST = 64
"""Changes of one request."""


@dataclass(frozen=True, kw_only=True)
class Steer:
    """What is another than before from a step on; what is None stays as it was."""

    step: int = integer(low=1, high=999, help="How many steps have been done before.")
    prompt: str | None = optional(text(help="What is to be seen."))
    negative_prompt: str | None = optional(text("", help="What is not to be seen."))
    guidance_scale: float | None = optional(
        number(5.0, 0.0, 50.0, help="How strictly the prompt is followed.")
    )
    strength: float | None = optional(
        number(0.7, 0.01, 1.0, help="How far the picture may go from its source.")
    )
    """As many steps have been done then as before, and so many are left as after them in a run
    that began with this strength."""
    mask: Pixels | None = mask(help="What is repainted; of the source's size.")
    painted: Pixels | None = picture(
        help="What was painted on the picture; where it is transparent that stays."
    )
    """Straight RGBA of the picture's size. All pictures of the batch get it."""
    seed: int | None = optional(
        integer(0, 0, 2**32 - 1, help="Of noise that the picture's is turned towards.")
    )
    """Picture i of the batch has `seed + i`."""
    variation: float = number(0.5, 0.0, 1.0, help="How far: 0 not at all, 1 wholly.")
    first: int = integer(
        0, 0, 63, help="The first picture of the batch that is changed, where each has its turn."
    )
    techniques: tuple[Technique, ...] | None = None
    """In place of all that there were."""


def stages(request: Request) -> Iterator[tuple[int, Request, Steer | None]]:
    """The requests that are in force one after the other, none with steering: from which step on,
    the request, and the change that begins it."""
    now = replace(request, steering=())
    yield 0, now, None
    for steer in request.steering:
        now = changed(now, steer)
        yield steer.step, now, steer


def last_prompt(request: Request) -> str:
    """The words that a picture was painted with in the end, which tell what is seen on it."""
    return last_words(request.prompt, request.steering)


def last_words(prompt: str, steering: Iterable[Steer]) -> str:
    """The same, of what was changed on the way."""
    return [prompt, *(steer.prompt for steer in steering if steer.prompt is not None)][-1]


def changed(request: Request, steer: Steer) -> Request:
    """The request with what a change of it says."""
    fields = ("prompt", "negative_prompt", "guidance_scale", "strength", "mask", "techniques")
    new = {name: getattr(steer, name) for name in fields}
    return replace(request, **{name: value for name, value in new.items() if value is not None})


def of_picture(request: Request, index: int) -> tuple[Steer, ...]:
    """The changes of one picture of a batch, as that picture's own."""
    return tuple(
        replace(steer, first=0, seed=None if steer.seed is None else steer.seed + index)
        for steer in request.steering
        if steer.first <= index
    )


def check(request: Request) -> None:
    """Raises RecipeError, naming the field, for what cannot be changed so."""
    if len(request.steering) > MOST:
        raise RecipeError("steering", f"There are {len(request.steering)}; {MOST} are the most.")
    before, request_before = 0, request
    for i, (step, now, steer) in enumerate(list(stages(request))[1:]):
        assert steer is not None
        where = f"steering[{i}]"
        for key, parameter in parameters(Steer).items():
            value = getattr(steer, parameter.attribute)
            if key not in ("mask", "painted"):
                parameter.parse(value, f"{where}.{key}")
        if not before < step < request.steps:
            raise _untimely(where, step, before, request.steps)
        _check_pictures(request, steer, where)
        _check_strength(now, steer, where)
        _check_begins(request_before, now, where)
        try:
            now.check()
        except RecipeError as error:
            field = error.field
            raise RecipeError(
                f"{where}.{field}", error.cause.removeprefix(f"{field}: "), error.remedy
            ) from None
        before, request_before = step, now


def check_steps(request: Request, *, flow: bool) -> None:
    """Raises RecipeError for a change that comes when a request, whose strength is known, has taken
    all its steps already; `flow`: its model predicts a velocity."""
    before, after = request, 0
    for i, (step, now, steer) in enumerate(stages(request)):
        if steer is not None:
            taken = steps_taken(before, flow=flow)
            if step >= taken:
                raise _untimely(f"steering[{i - 1}]", step, after, taken)
        before, after = now, step


def steps_taken(request: Request, *, flow: bool) -> int:
    """How many steps a request takes whose strength is known, as the schedules of both kinds
    count them."""
    if request.source is None or request.strength is None:
        taken = request.steps
    elif flow:
        left_out = math.floor(request.steps * (1 - request.strength) + 1e-9)
        taken = max(1, request.steps - left_out)
    else:
        taken = steps_of(request, request.strength)
    # PNDM takes its second step twice.
    return taken + 1 if request.sampler == "pndm" and taken > 1 and not flow else taken


def _untimely(where: str, step: int, before: int, steps: int) -> RecipeError:
    return RecipeError(
        f"{where}.step",
        f"It is {step}, after {before} and of {steps} steps.",
        "Each change comes after the one before, and before the last step.",
    )


def _check_pictures(request: Request, steer: Steer, where: str) -> None:
    if steer.mask is not None and request.mask is None:
        raise RecipeError(
            f"{where}.mask",
            "The request has no mask that could be another one.",
            "Begin with a mask, or leave this one out.",
        )
    size = request.source.size if request.source is not None else request.size
    painted = steer.painted
    if painted is None:
        return
    if painted.array.ndim != 3:
        raise RecipeError(f"{where}.painted", "A mask was given where a picture belongs.")
    if size is not None and painted.size != size:
        raise RecipeError(
            f"{where}.painted",
            f"It is {painted.size} px and the picture {size} px.",
            "Both must have the same size.",
        )


def steps_of(request: Request, strength: float) -> int:
    """How many of its steps a request with a source takes at this strength."""
    return max(1, min(request.steps, math.floor(request.steps * strength + 1e-9)))


def _check_strength(now: Request, steer: Steer, where: str) -> None:
    """Refuses another strength where it has no meaning, or leaves nothing to be done."""
    if steer.strength is None:
        return
    if now.source is None:
        raise RecipeError(
            f"{where}.strength",
            "The request has no source that the picture could stay closer to.",
            "Leave it out, or begin from a picture.",
        )
    for one in now.techniques:
        if not one.begins_midway:
            raise RecipeError(
                f"{where}.strength",
                f"{one.declaration.title} follows the picture from its first step on.",
                "Leave the strength as it was.",
            )
    if now.refiner is not None:
        raise RecipeError(
            f"{where}.strength",
            "The refiner takes over at a step that was chosen at the beginning.",
            "Leave the strength as it was, or begin without a refiner.",
        )
    if now.sampler == "pndm":
        raise RecipeError(
            f"{where}.strength",
            "PNDM takes each step from the four before, and cannot go on elsewhere.",
            "Leave the strength as it was, or begin with another sampler.",
        )
    if steps_of(now, steer.strength) <= steer.step:
        least = math.floor(100 * (steer.step + 1) / now.steps) / 100
        while steps_of(now, least) <= steer.step:
            least += 0.01
        raise RecipeError(
            f"{where}.strength",
            f"At {steer.strength:.0%} there is nothing left to do after step {steer.step}.".replace(
                "%", " %"
            ),
            f"Choose {round(100 * least)} % or more.",
        )


def _check_begins(before: Request, now: Request, where: str) -> None:
    """Refuses techniques that would have had to be there from the first step on."""
    had = [type(one) for one in before.techniques]
    for one in now.techniques:
        if type(one) in had:
            had.remove(type(one))
        elif not one.begins_midway:
            raise RecipeError(
                f"{where}.techniques",
                f"{one.declaration.title} follows the picture from its first step on.",
                "Switch it on before the picture is begun.",
            )
