"""What the generate panel says, as JSON in files, and read with care."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from core import parameters as declared
from core.document import drafts
from core.document.drafts import ReadPicture, WritePicture
from core.document.settings import PaintSettings
from core.errors import RecipeError, UserError
from core.geometry import Rect
from core.other_parts import OWN, OtherParts
from core.parameters import Json, Parameter
from core.refiner import Refiner
from core.request import InpaintSettings, Request

LONGEST_FRAME = 2000
_LISTED = ("inpaint", "techniques", "parts", "refiner")
"""Fields of the settings that are more than one value."""


def near(value: Json) -> int:
    """A coordinate within reach of any canvas."""
    if abs(int(value)) > 2**24:
        raise ValueError("too far away from the canvas")
    return int(value)


def settings_json(settings: PaintSettings, write: WritePicture) -> dict[str, Json]:
    """A document's settings as JSON; `write` puts pictures into the file and names them."""
    value = {
        field.name: getattr(settings, field.name)
        for field in fields(settings)
        if field.name not in _LISTED
    }
    inpaint = declared.to_json(settings.inpaint)
    if settings.inpaint.context is not None:
        inpaint["context"] = list(settings.inpaint.context)
    techniques = [drafts.to_json(draft, write) for draft in settings.techniques]
    if settings.parts != OWN:
        value["parts"] = declared.to_json(settings.parts)
    if settings.refiner is not None:
        value["refiner"] = declared.to_json(settings.refiner)
    return value | {"inpaint": inpaint, "techniques": techniques}


def settings_of(value: Json, picture: ReadPicture) -> PaintSettings:
    """The panel's settings. Wrong values become those of a new document: no reason to lose one."""
    inpaint = dict(value.get("inpaint", {}))
    context = inpaint.pop("context", None)
    box = None if context is None else Rect(*(near(part) for part in context))
    return PaintSettings(
        **in_range(value, PaintSettings, declared.parameters(Request)),
        inpaint=InpaintSettings(
            **in_range(inpaint, InpaintSettings, declared.parameters(InpaintSettings)),
            context=box,
        ),
        techniques=tuple(_drafts_of(value.get("techniques", []), picture)),
        style=_text(value, "style"),
        frame=_text(value, "frame"),
        negative_frame=_text(value, "negative_frame"),
        parts=OtherParts(**_declared(value.get("parts"), OtherParts)),
        refiner=None
        if value.get("refiner") is None
        else Refiner(**_declared(value["refiner"], Refiner)),
    )


def _declared(value: Json, kind: type) -> dict[str, Any]:
    given = value if isinstance(value, dict) else {}
    return in_range(given, kind, declared.parameters(kind))


def _text(value: Json, name: str) -> str:
    return str(value.get(name, ""))[:LONGEST_FRAME]


def _drafts_of(value: Json, picture: ReadPicture) -> Iterator[drafts.Draft]:
    """Those that can be read; techniques of a newer version are kept as they are."""
    for item in value if isinstance(value, list) else []:
        with contextlib.suppress(ValueError, KeyError, UserError):
            yield drafts.of_json(item, picture)


def in_range(value: Json, kind: type, ranges: Mapping[str, Parameter[Any]]) -> dict[str, Any]:
    """The fields of `kind` that JSON has, and that are in their ranges; others are left out."""
    given: dict[str, Any] = {}
    for field in fields(kind):
        if field.name in value and field.name in ranges:
            item = value[field.name]
            with contextlib.suppress(RecipeError):
                checked = None if item is None else ranges[field.name].parse(item, field.name)
                given[field.name] = checked
    return given
