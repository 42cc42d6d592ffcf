"""From the list of techniques in the panel to those of a request (no Qt, no torch)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from core.document.basis import Followed
from core.document.drafts import Draft, FromLayer, Value
from core.document.settings import PaintSettings
from core.document.state import Snapshot, State
from core.errors import RecipeError, UserError
from core.geometry import Rect, Size
from core.models.info import ModelInfo
from core.parameters import (
    FieldError,
    File,
    Picture,
    Regions,
    Several,
    Text,
    Words,
    inside,
    parameters,
    titles,
)
from core.request import Mode, Request
from core.techniques import techniques
from core.techniques.declare import INPUTS, Declaration, Technique
from core.techniques.declare import parse as parse_technique
from core.words.spoken import contains
from desktop.draft_pictures import DraftPictures, NoPixels, OnCanvas, region_number
from widgets.words import told, tr

_NEEDED = {
    "source": "It needs a picture to work on: paint or open one.",
    "mask": "It needs a mask: paint over the part that it is to change (Q).",
    "prompt": "It needs a prompt.",
}
_HAS_SOURCE = (Mode.IMAGE_TO_IMAGE, Mode.INPAINT, Mode.OUTPAINT)
_HAS_MASK = (Mode.INPAINT, Mode.OUTPAINT)


def looked_at(
    state: State, mode: Mode, info: ModelInfo
) -> tuple[tuple[str, ...], tuple[Technique, ...]]:
    """For each technique in the list why it cannot run now, empty when it can or is off; and
    those that can, with nothing in their pictures, to say what will happen."""
    told: list[str] = []
    able: list[Technique] = []
    earlier: list[Declaration] = []
    for draft in state.settings.techniques:
        kind = techniques().get(draft.id)
        problem = ""
        if draft.on and kind is None:
            problem = tr("This version of Underpaint does not have it. Remove it.")
        elif draft.on and kind is not None:
            problem = _obstacle(kind.declaration, earlier, state, mode, info)
            earlier.append(kind.declaration)
            if not problem:
                try:
                    able.append(_made(draft, kind, state, NoPixels(state)))
                    problem = _word_not_said(draft.values, kind, state.said)
                except UserError as error:
                    problem = str(error).removeprefix(f"{kind.declaration.title}: ")
        told.append(problem)
    return tuple(told), tuple(able)


def _obstacle(
    about: Declaration, earlier: Sequence[Declaration], state: State, mode: Mode, info: ModelInfo
) -> str:
    """What stands in a technique's way, whatever its values are."""
    if reason := lacks(about, info):
        return reason
    for other in earlier:
        if reason := about.refuses(other):
            return tr(
                "It cannot be combined with {title}: {reason} Switch one of them off.",
                title=tr(other.title), reason=told(reason),
            )  # fmt: skip
    have = {
        "source": mode in _HAS_SOURCE,
        "mask": mode in _HAS_MASK,
        "prompt": bool(state.settings.prompt.strip()),
    }
    return next((_NEEDED[need] for need in about.needs if not have.get(need, True)), "")


def files_in(drafts: Sequence[Draft]) -> Iterator[str]:
    """The learned files that techniques name, whether they are on or not."""
    for draft in drafts:
        if (kind := techniques().get(draft.id)) is not None:
            for name, parameter in parameters(kind).items():
                value = draft.values.get(name)
                if isinstance(parameter, File) and isinstance(value, str) and value:
                    yield value


def followed(settings: PaintSettings) -> Iterator[Followed]:
    """The layers that techniques which are on take pictures from."""
    for draft in settings.techniques:
        if draft.on and (kind := techniques().get(draft.id)) is not None:
            yield from _followed(kind, draft.values)


def _followed(kind: type, values: Mapping[str, Value]) -> Iterator[Followed]:
    for name, parameter in parameters(kind).items():
        value = values.get(name)
        if isinstance(parameter, Picture) and isinstance(value, FromLayer):
            yield Followed(value.layer, parameter.placed)
        elif isinstance(parameter, Several) and isinstance(value, list):
            for entry in value:
                if isinstance(entry, dict):
                    yield from _followed(parameter.of, entry)


def lacks(about: Declaration, info: ModelInfo | None) -> str:
    """Why a technique can do nothing with this model; empty when it can."""
    if info is None or info.problems:
        return ""
    if reason := info.lacks.get(about.id):
        return reason
    for need in about.needs:
        if need not in INPUTS and need not in info.can:
            return told(
                f"It needs a model made for it, and “{info.title}” is not one. "
                "Choose such a model, or switch it off."
            )
    return ""


def _word_not_said(values: Mapping[str, Value], kind: type, prompt: str) -> str:
    if "{" in prompt or "__" in prompt:
        return ""  # the seed decides later what the prompt says
    for name, parameter in parameters(kind).items():
        if isinstance(parameter, Words):
            for word in values.get(name) or ():
                if isinstance(word, str) and not contains(prompt, word):
                    return told(f"“{word}” is not in the prompt. Choose words that are.")
    return ""


def title(draft: Draft) -> str:
    """What the technique is called; its id when this version does not have it."""
    kind = techniques().get(draft.id)
    return draft.id if kind is None else kind.declaration.title


def finished(snapshot: Snapshot, crop: Rect, size: Size) -> tuple[Technique, ...]:
    """The techniques that are on, for a request of `size` pixels about `crop` of the canvas, and
    of all the regions that count.

    May take a while: reads files and composites layers. Raises UserError naming technique and
    field.
    """
    found = []
    for draft in snapshot.settings.techniques:
        if draft.on:
            kind = techniques().get(draft.id)
            if kind is None:
                raise UserError(
                    f"This version of Underpaint does not have the technique “{draft.id}”.",
                    "Remove it from the list.",
                )
            found.append(_made(draft, kind, snapshot, OnCanvas(snapshot, crop, size)))
    return tuple(found)


def check(request: Request) -> None:
    """Raises UserError when a technique does not fit the rest of the request."""
    for technique in request.techniques:
        try:
            technique.check(request)
        except FieldError as error:
            raise _told(type(technique), error.field, error.cause, error.remedy) from None


def settled(request: Request, dirs: Sequence[Path]) -> Request:
    """The request with the further models that techniques use chosen among those in `dirs`.

    Raises UserError for one that is not there.
    """
    found = []
    for technique in request.techniques:
        try:
            found.append(technique.settled(dirs))
        except FieldError as error:
            raise _told(type(technique), error.field, error.cause, error.remedy) from None
    return replace(request, techniques=tuple(found))


def _told(kind: type[Technique], field: str, cause: str, remedy: str) -> UserError:
    """What is wrong with a field, named as the form names it."""
    where = "".join(f"{title}: " for title in titles(kind, field))
    return UserError(f"{kind.declaration.title}: {where}{cause}", remedy)


def _made(draft: Draft, kind: type[Technique], state: State, pictures: DraftPictures) -> Technique:
    """The technique of a draft. Raises UserError."""
    try:
        value = dict(_named(kind, draft.values, state, pictures))
        return parse_technique(kind, value, "", pictures)
    except RecipeError as error:
        cause = error.cause.removeprefix(f"{error.field}: ")
        raise _told(kind, error.field, cause, error.remedy) from None


def _named(
    kind: type,
    values: Mapping[str, Value],
    state: State,
    pictures: DraftPictures,
    where: str = "",
) -> Iterator[tuple[str, Value]]:
    """Values as a recipe has them; those this version does not declare are left out.

    A picture is named by a number, under which `pictures` finds it again. Raises RecipeError for
    a file that is not chosen, and for a region that does not count.
    """
    for name, parameter in parameters(kind).items():
        if name not in values and not parameter.required:
            continue
        value = values.get(name)
        if isinstance(parameter, Picture):
            if value is not None or parameter.required:
                yield name, pictures.name(value, parameter)
        elif isinstance(parameter, Several) and isinstance(value, list):
            yield (
                name,
                [
                    dict(
                        _named(parameter.of, entry, state, pictures, f"{inside(where, name)}[{i}]")
                    )
                    if isinstance(entry, dict)
                    else entry
                    for i, entry in enumerate(value)
                ],
            )
        elif isinstance(parameter, Regions) and isinstance(value, list):
            yield name, [region_number(state, one, inside(where, name)) for one in value]
        elif isinstance(parameter, File) and not value:
            raise RecipeError(inside(where, name), "No file is chosen.", "Choose one.")
        elif value is None and parameter.required and isinstance(parameter, Text | Words):
            yield name, "" if isinstance(parameter, Text) else []
        elif value is not None or parameter.optional:
            yield name, value
