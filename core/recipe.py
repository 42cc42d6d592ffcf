"""Recipes: a request as JSON, in and out (no torch).

    {"prompt": "a cat on a beach", "source": "photo.png", "mask": "mask.png", "seed": 7}

Pictures are files, named relative to the recipe, or `data:` URIs that hold them. Whatever is
wrong is a RecipeError that names the field, before anything is loaded.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from core import parameters as declared
from core.errors import FileError, RecipeError
from core.files import pictures
from core.files.trouble import shown, unreadable
from core.geometry import Rect
from core.other_parts import OWN, OtherParts
from core.parameters import Json, PictureReader, PictureWriter, inside, told
from core.refiner import Refiner
from core.request import MAX_SEED, Concept, InpaintSettings, Pixels, RegionPrompt, Request
from core.steering import Steer
from core.techniques import declare as technique_json
from core.techniques import techniques
from core.techniques.declare import Technique
from core.upscale import Upscale, only

T = TypeVar("T")

MAX_BYTES = 2**30
"""Of a recipe file: its pictures may be inside it."""

LISTED = (
    "source", "mask", "regions", "techniques", "concepts", "inpaint", "steering", "parts",
    "refiner", "upscale",
)  # fmt: skip
"""Fields of a request that are more than one value."""


def read_recipe(path: Path) -> Request:
    """A recipe file, or a picture that carries its recipe.

    Raises FileError when the file cannot be read, RecipeError when it is no recipe.
    """
    if path.suffix.lower() in pictures.SUFFIXES:
        recipe = pictures.read_recipe_of(path)
        if recipe is None:
            raise RecipeError(
                "recipe",
                f"{path.name} carries no recipe.",
                "Pictures saved by Underpaint carry one, unless another program saved them again.",
            )
        return parse_recipe(recipe, path.parent)
    return parse_recipe(read_json(path), path.parent)


def parse_recipe(value: Json, base: Path) -> Request:
    """A checked request. Files are looked for relative to `base`."""
    reader = RecipePictures(base)
    simple = declared.parameters(Request)
    if not isinstance(value, dict):
        raise RecipeError("recipe", f"{told(value)} is not an object.", "Use { … }.")
    for key in value:
        if key not in simple and key not in LISTED:
            raise RecipeError(
                inside("", key),
                "There is no such field.",
                f"Known are: {', '.join((*simple, *LISTED))}.",
            )
    if "seed" in value and value["seed"] is None:
        value = value | {"seed": random_seed()}
    request = declared.parse(Request, {k: v for k, v in value.items() if k in simple})
    request = replace(
        request,
        source=reader.optional(value, "source", mask=False),
        mask=reader.optional(value, "mask", mask=True),
        regions=_each(value, "regions", lambda item, where: _region(item, where, reader)),
        techniques=_each(value, "techniques", lambda item, where: _technique(item, where, reader)),
        concepts=_each(
            value, "concepts", lambda item, where: declared.parse(Concept, item, where, reader)
        ),
        inpaint=_inpaint(value.get("inpaint", {})),
        steering=_each(value, "steering", lambda item, where: read_steer(item, where, reader)),
        parts=declared.parse(OtherParts, value.get("parts", {}), "parts"),
        refiner=_refiner(value.get("refiner")),
        upscale=_upscale(value.get("upscale")),
    )
    request = with_transparent_part_as_mask(request)
    request.check()
    return request


def with_transparent_part_as_mask(request: Request) -> Request:
    """A source with transparency and no mask is to be outpainted: what is missing is the mask.
    One that is only made larger stays transparent."""
    source = request.source
    if source is None or request.mask is not None or not source.transparent or only(request):
        return request
    return replace(request, mask=Pixels(255 - source.array[..., 3]))


def to_recipe(
    request: Request, *, embed: bool, pack: PictureWriter | None = None
) -> dict[str, Json]:
    """What `parse_recipe` reads back as an equal request.

    With `embed`, pictures are put in as data URIs, or as what `pack` makes of them; without,
    they are left out, and so are techniques' pictures: for showing, not for repeating.
    """
    write = (pack or data_uri) if embed else None
    recipe = declared.to_json(request)
    recipe |= {"source": request.source, "mask": request.mask}
    recipe["regions"] = [
        declared.to_json(region)
        | ({"box": list(region.box)} if region.box is not None else {"mask": region.mask})
        for region in request.regions
    ]
    recipe["techniques"] = [_without_pictures(one, write) for one in request.techniques]
    recipe["concepts"] = [declared.to_json(concept) for concept in request.concepts]
    inpaint = declared.to_json(request.inpaint)
    if request.inpaint.context is not None:
        inpaint["context"] = list(request.inpaint.context)
    if request.mask is not None:
        recipe["inpaint"] = inpaint
    recipe["steering"] = [_of_steer(steer, write) for steer in request.steering]
    own = declared.to_json(OWN)
    if parts := {k: v for k, v in declared.to_json(request.parts).items() if own.get(k) != v}:
        recipe["parts"] = parts
    if request.refiner is not None:
        recipe["refiner"] = declared.to_json(request.refiner)
    if request.upscale is not None:
        recipe["upscale"] = declared.to_json(request.upscale)
    result: dict[str, Json] = _written(recipe, write)
    return result


def data_uri(pixels: Pixels) -> str:
    """The picture as PNG (bit-exact) in a `data:` URI."""
    return "data:image/png;base64," + base64.b64encode(pictures.png(pixels.array)).decode("ascii")


class RecipePictures(PictureReader):
    """Reads the pictures that a recipe names, each once."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._read: dict[tuple[str, bool], Pixels] = {}

    def optional(self, value: dict[str, Json], key: str, *, mask: bool, where: str = "") -> Any:
        """The picture under `key`, or None."""
        if value.get(key) is None:
            return None
        kind = declared.Picture(mask=mask)
        return kind.parse(value[key], inside(where, key), self)

    def read(self, value: str, where: str, *, mask: bool) -> Pixels:
        if (value, mask) not in self._read:
            try:
                found = self._open(value, where, mask=mask)
            except FileError as error:
                raise RecipeError(where, error.cause, error.remedy) from None
            self._read[value, mask] = found
        return self._read[value, mask]

    def locate(self, value: str, where: str) -> str:
        if "\0" in value:
            raise RecipeError(where, f"{told(value)} is not the name of a file.")
        return str(self._base / value)

    def _open(self, value: str, where: str, *, mask: bool) -> Pixels:
        if value.startswith("data:"):
            content = _bytes_of(value, where)
            return pictures.decode(content, "The picture inside the recipe", mask=mask)
        if "://" in value:
            raise RecipeError(
                where, f"{told(value)} is an address.", "Save the picture, and name its file."
            )
        if "\0" in value:
            raise RecipeError(where, f"{told(value)} is not the name of a file.")
        path = self._base / value
        return pictures.decode(pictures.read_file(path), shown(path), mask=mask)


def _bytes_of(uri: str, where: str) -> bytes:
    head, comma, body = uri.partition(",")
    if not comma or not head.endswith(";base64"):
        raise RecipeError(where, "This data URI is not in base64.")
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        raise RecipeError(where, "This data URI is damaged: it is not base64.") from None


def _each(value: dict[str, Json], key: str, read: Callable[[Json, str], T]) -> tuple[T, ...]:
    items = value.get(key, [])
    if not isinstance(items, list | tuple):
        raise RecipeError(key, f"{told(items)} is not a list.", "Use [ … ].")
    return tuple(read(item, f"{key}[{i}]") for i, item in enumerate(items))


def _region(value: Json, where: str, reader: RecipePictures) -> RegionPrompt:
    region = declared.parse(RegionPrompt, value, where, ignore=("box", "mask"))
    return replace(
        region,
        box=_rect(value.get("box"), f"{where}.box"),
        mask=reader.optional(value, "mask", mask=True, where=where),
    )


def write_steer(steer: Steer, write: PictureWriter) -> dict[str, Json]:
    """A change midway, with its pictures as `write` keeps them."""
    result: dict[str, Json] = _written(_of_steer(steer, write), write)
    return result


def _technique(value: Json, where: str, reader: PictureReader) -> Technique:
    if not isinstance(value, dict):
        raise RecipeError(where, f"{told(value)} is not an object.", 'Use {"id": …}.')
    known = techniques()
    id = value.get("id")
    if not isinstance(id, str) or id not in known:
        cause = "This field is missing." if id is None else f"There is no technique {told(id)}."
        raise RecipeError(f"{where}.id", cause, f"This version has: {', '.join(sorted(known))}.")
    return technique_json.parse(known[id], value, where, reader)


def read_steer(value: Json, where: str, reader: PictureReader) -> Steer:
    """A change midway as `write_steer` wrote it. Raises RecipeError, naming the field."""
    steer = declared.parse(Steer, value, where, reader, ignore=("techniques",))
    if value.get("techniques") is None:
        return steer
    read = _each(value, "techniques", lambda item, at: _technique(item, f"{where}.{at}", reader))
    return replace(steer, techniques=read)


def _of_steer(steer: Steer, write: PictureWriter | None) -> dict[str, Json]:
    """Pictures are left to `_written`, so that they can be left out; a list without techniques
    means that there is none any more, and stays."""
    recipe = declared.to_json(replace(steer, mask=None, painted=None))
    if not steer.first:
        del recipe["first"]
    recipe |= {"mask": steer.mask, "painted": steer.painted}
    if steer.seed is None:
        del recipe["variation"]
    if steer.techniques is not None:
        recipe["techniques"] = tuple(_without_pictures(one, write) for one in steer.techniques)
    return recipe


def _refiner(value: Json) -> Refiner | None:
    return None if value is None else declared.parse(Refiner, value, "refiner")


def _upscale(value: Json) -> Upscale | None:
    return None if value is None else declared.parse(Upscale, value, "upscale")


def _inpaint(value: Json) -> InpaintSettings:
    settings = declared.parse(InpaintSettings, value, "inpaint", ignore=("context",))
    return replace(settings, context=_rect(value.get("context"), "inpaint.context"))


def _rect(value: Json, where: str) -> Rect | None:
    if value is None:
        return None
    whole = isinstance(value, list) and all(type(item) is int for item in value)
    if not whole or len(value) != 4 or any(abs(item) > 2**20 for item in value):
        raise RecipeError(
            where, f"{told(value)} is not a box.", "Use [x, y, width, height], whole pixels."
        )
    return Rect(*value)


def _without_pictures(one: Technique, write: PictureWriter | None) -> dict[str, Json]:
    if write is not None:
        return technique_json.to_json(one, write)
    kept = technique_json.to_json(one, lambda pixels: "")
    return {key: item for key, item in kept.items() if item != ""}


def _written(value: Json, write: PictureWriter | None) -> Json:
    """Pictures as text, or left out; what is empty is left out."""
    if isinstance(value, dict):
        parts = {key: _written(item, write) for key, item in value.items()}
        return {key: item for key, item in parts.items() if item is not None and item != []}
    if isinstance(value, list):
        return [_written(item, write) for item in value]
    if isinstance(value, Pixels):
        return write(value) if write is not None else None
    return value


def random_seed() -> int:
    """What the seed `null` becomes; it then stands in the result's recipe."""
    return secrets.randbelow(MAX_SEED + 1)


def read_json(path: Path, what: str = "recipe") -> Json:
    """The JSON in a file; `what` is it called when it is wrong. Raises FileError, RecipeError."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RecipeError(what, f"{path.name} is larger than any recipe.")
        content = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from None
    return parse_json(content, path.name, what)


def parse_json(content: bytes, name: str, what: str = "recipe") -> Json:
    """JSON as it is defined: no NaN, no key twice. Raises RecipeError."""

    def refuse(constant: str) -> Json:
        raise RecipeError(what, f"{constant} is not a number that JSON knows.")

    try:
        return json.loads(
            content.decode("utf-8-sig"), parse_constant=refuse, object_pairs_hook=_object
        )
    except UnicodeDecodeError:
        raise RecipeError(what, f"{name} is not text in UTF-8.") from None
    except json.JSONDecodeError as error:
        raise RecipeError(
            what,
            f"{name} is not JSON: {error.msg} in line {error.lineno}, column {error.colno}.",
        ) from None
    except RecursionError:
        raise RecipeError(what, f"{name} is nested too deeply.") from None
    except ValueError as error:  # a number of too many digits
        raise RecipeError(what, f"{name} is not JSON: {error}.") from None


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    result: dict[str, Json] = {}
    for key, item in pairs:
        if key in result:
            raise RecipeError(
                inside("", key), "This field is there twice.", "Take one of them out."
            )
        result[key] = item
    return result
