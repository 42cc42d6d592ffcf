"""`underpaint control`: a control map of a picture, made without the window (no Qt)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core import places
from core.errors import RecipeError, UserError

if TYPE_CHECKING:
    from core.control.declare import Preprocessor


def control(kind: str, image: Path, out: Path, settings: Sequence[str]) -> None:
    """Makes a map of a kind from a picture file, and saves it as PNG.

    `settings` are "name=value", of the preprocessor's parameters. Raises UserError for whatever
    is wrong, and for models that are missing.
    """
    from core.control import named
    from core.files.atomic import write_bytes
    from core.files.pictures import on_white, open_picture, png
    from core.models.shelf import Shelf
    from core.settings import load_settings

    preprocessor = _set(named(kind), settings)
    if out.suffix.lower() != ".png":
        raise UserError(f"Maps are saved as PNG, and {out.name} is not called so.", "Use MAP.png.")
    picture = on_white(open_picture(image).pixels.array)
    folders = places.models(load_settings().settings.models_folders)
    write_bytes(out, png(preprocessor.map(picture, Shelf(folders))))


def _set(kind: type[Preprocessor], settings: Sequence[str]) -> Preprocessor:
    """The preprocessor with these settings."""
    from core.parameters import parse

    values = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            raise UserError(f"--set {setting} has no “=”.", "Write --set name=value.")
        try:
            values[name.strip()] = json.loads(value)
        except ValueError:
            values[name.strip()] = value
    try:
        return parse(kind, values)
    except RecipeError as error:
        raise UserError(f"--set {error.cause}", error.remedy) from None
