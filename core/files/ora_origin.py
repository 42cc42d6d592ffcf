"""How a layer was generated, as JSON in files, and read with care."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from core.document.drafts import ReadPicture, WritePicture
from core.document.origin import Origin, Part, Role
from core.errors import RecipeError, UserError
from core.files.ora_settings import near, settings_json, settings_of
from core.geometry import Point, Rect, Size
from core.parameters import Json, PictureReader
from core.pixels.warp import is_convex
from core.recipe import read_steer, write_steer
from core.request import MAX_SEED, Mode, Pixels


def to_json(origin: Origin, write: WritePicture) -> dict[str, Json]:
    """The origin for a file; `write` keeps its pictures."""
    value: dict[str, Json] = {
        "settings": settings_json(origin.settings, write),
        "mode": str(origin.mode),
        "rect": list(origin.rect),
        "size": list(origin.size),
    }
    if origin.quad:
        value["quad"] = [list(corner) for corner in origin.quad]
    if origin.mask is not None:
        value["mask"] = write(origin.mask)
    if origin.variation[1]:
        value["variation"] = list(origin.variation)
    if origin.steering:
        value["steering"] = [write_steer(steer, write) for steer in origin.steering]
    if origin.steered:
        value["steered"] = True
    if origin.made_on is not None:
        value["made_on"] = list(origin.made_on)
        value["parts"] = [
            [str(part.role), part.layer, part.name, part.pixels, part.look] for part in origin.parts
        ]
    return value


def of_json(value: Json, picture: ReadPicture) -> Origin | None:
    """What `to_json` wrote. What is damaged there is no reason to lose a layer: it counts as one
    that was not generated."""
    if value is None:
        return None
    with contextlib.suppress(ValueError, LookupError, TypeError, AttributeError, UserError):
        rect = _rect(value["rect"])
        mode = Mode(value["mode"])
        width, height = (int(side) for side in value["size"])
        if rect.is_empty or width < 1 or height < 1:
            raise ValueError("a picture of no size")
        mask = picture(str(value["mask"])) if "mask" in value else None
        if mask is not None and (mask.array.ndim != 2 or mask.size != rect.size):
            raise ValueError("a mask of another size")
        if (mode is Mode.INPAINT) and mask is None:
            raise ValueError("no mask")
        seed, strength = value.get("variation", (0, 0.0))
        origin = Origin(
            settings=settings_of(value["settings"], picture),
            mode=mode,
            rect=rect,
            size=Size(width, height),
            mask=mask,
            quad=_quad(value.get("quad", ())),
            variation=(min(MAX_SEED, max(0, int(seed))), min(1.0, max(0.0, float(strength)))),
            steering=tuple(
                read_steer(one, "steering", _Pictures(picture)) for one in value.get("steering", ())
            ),
            steered=bool(value.get("steered", False)),
        )
        if "made_on" not in value:
            return origin
        parts = tuple(
            Part(Role(role), str(layer), str(name), str(pixels), str(look))
            for role, layer, name, pixels, look in value["parts"]
        )
        return replace(origin, made_on=_rect(value["made_on"]), parts=parts)
    return None


class _Pictures(PictureReader):
    """The pictures that the file keeps."""

    def __init__(self, picture: ReadPicture) -> None:
        self._picture = picture

    def read(self, value: str, where: str, *, mask: bool) -> Pixels:
        found = self._picture(value)
        if (found.array.ndim == 2) != mask:
            raise RecipeError(where, "A mask was given where a picture belongs, or the reverse.")
        return found


def _rect(value: Json) -> Rect:
    x, y, width, height = (near(part) for part in value)
    return Rect(x, y, width, height)


def _quad(value: Json) -> tuple[Point, ...]:
    for corner in value:
        for number in corner:
            near(number)
    found = tuple(Point(float(x), float(y)) for x, y in value)
    if found and (len(found) != 4 or not is_convex(found)):
        raise ValueError("corners of nothing")
    return found
