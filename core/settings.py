"""What the artist has set for the program itself, kept between sessions.

A file that cannot be read is never the end of it: it is kept aside, the program starts with what
can be used, and says so.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from core import places
from core.declare import choice, flag, integer, number, text, words
from core.errors import RecipeError
from core.files.atomic import make_folder, write_bytes
from core.files.trouble import unreadable
from core.models.plan import CHOICES
from core.parameters import parameters, to_json
from core.request import SAMPLERS

MAX_RECENT = 12
MOST_WORKSPACES = 20
COLOUR_PICKERS = {
    "bar": "Square and Bar of Hues",
    "triangle": "Wheel with Triangle",
    "square": "Wheel with Square",
}
COLOUR_THEMES = {"dark": "Dark", "light": "Light", "system": "As the system"}
LANGUAGES = {"system": "As the system", "en": "English", "ko": "한국어"}
FINGERS = {
    "pen": "Paints until a pen is used",
    "paint": "Always paints",
    "move": "Moves the view",
}
STARTS = {"page": "Start page", "canvas": "Empty canvas"}
SHORTCUT_PROFILES = {"underpaint": "Underpaint", "krita": "Krita", "photoshop": "Photoshop"}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every setting with its range and default."""

    models_folders: tuple[str, ...] = words(
        title="Model folders", help="Folders in which models are looked for, besides the usual."
    )
    hub: str = text(
        "", longest=1000, title="Hub",
        help="Where models are fetched; empty: Hugging Face, or what HF_ENDPOINT names.",
    )  # fmt: skip
    offline: bool = flag(False, title="Offline", help="Nothing is ever fetched.")
    model: str = text("starter", empty=False, longest=4096, title="Model of new pictures")
    plan: str = choice(
        "automatic",
        CHOICES,
        title="Memory",
        help="How models are fitted into memory: by itself the quickest way that there is room "
        "for. Only weights of 8 or 4 bits change the pictures.",
    )
    theme: str = choice("dark", COLOUR_THEMES, title="Theme", help="Of the window and its panels.")
    language: str = choice("system", LANGUAGES, title="Language", help="From the next start on.")
    start_with: str = choice(
        "page", STARTS, title="Start with", help="What is seen when no file is named."
    )
    tips: bool = flag(True, title="Show tips", help="Shows one at each start.")
    next_tip: int = integer(0, 0, 10_000, title="The tip that comes next")
    finger: str = choice("pen", FINGERS, title="One finger", help="Two always move the view.")
    undo_mebibytes: int = integer(
        512, 16, 65_536, unit="MiB", title="Undo memory", help="The oldest steps go first."
    )
    quality: int = integer(
        95, 1, 100, unit="%", title="JPEG quality", help="Of pictures saved as JPEG or WebP."
    )
    previews: bool = flag(True, title="Show previews", help="Shows each step as it grows.")
    host: str = choice(
        "process",
        {"process": "A process of its own", "thread": "Inside the program"},
        title="Models run in",
        help="In a process of its own a crash costs one job, never a painting.",
    )
    compiled: bool = flag(
        True,
        title="Compile models",
        help="By OpenVINO, for the processor, where it was measured here that pictures are made "
        "sooner. Needs memory for the model’s painter once more.",
    )
    recent_files: tuple[str, ...] = words(title="Recent files")
    last_folder: str = text("", longest=4096, title="Last folder")
    window_geometry: str = text("", title="Window's place", help="As Qt packs it, in base64.")
    window_layout: str = text("", title="Docks' places", help="As Qt packs it, in base64.")
    brushes: str = text("", title="Brushes", help="Each tool's brush, as docs/brushes.md has it.")
    gradient: str = text(
        "", title="Gradient", help="How gradients are drawn: shape, repeat, colours as in .ggr."
    )
    sample: int = integer(
        1, 1, 101, unit="px", title="Size of the sample", help="Of the eyedropper’s square."
    )
    sample_layer: bool = flag(
        False, title="Of the layer", help="The eyedropper looks at the active layer alone."
    )
    colour_picker: str = choice("bar", COLOUR_PICKERS, title="Colours are chosen by")
    recent_colours: tuple[str, ...] = words(title="Colours painted with last")
    rulers: bool = flag(False, title="Rulers", help="Along the edges of the canvas's view.")
    guides: bool = flag(True, title="Guides", help="The document's guides are shown.")
    grid: bool = flag(False, title="Grid", help="The document's grid is shown.")
    snap: bool = flag(True, title="Snap", help="What is dragged is caught by lines near to it.")
    snap_guides: bool = flag(True, title="Snap to guides")
    snap_grid: bool = flag(True, title="Snap to the grid")
    snap_canvas: bool = flag(
        False, title="Snap to the canvas", help="To its edges, and to its middle."
    )
    snap_assistants: bool = flag(
        True, title="Strokes keep to assistants", help="While assistants are shown."
    )
    workspaces: str = text("", title="Workspaces", help="Docks' places by their names, as JSON.")
    palette: str = text("Basics", longest=1000, title="Palette")
    shortcut_profile: str = choice(
        "underpaint", SHORTCUT_PROFILES, title="Keys as in", help="Whose keys the actions have."
    )
    shortcuts: tuple[str, ...] = words(
        title="Shortcuts", help='Changed shortcuts, each as "action=keys".'
    )

    live_strength: float = number(
        0.4,
        0.05,
        1.0,
        step=0.05,
        title="Strength",
        help="How far live pictures may go from what is painted; 100 % ignores it.",
    )
    live_steps: int = integer(
        6,
        1,
        30,
        title="Steps",
        help="Of each live picture: fewer are quicker. Models made for it need 1 to 4.",
    )
    live_guidance: float = number(
        4.0,
        1.0,
        20.0,
        step=0.5,
        title="Guidance",
        help="How strictly live pictures follow the prompt. 1 takes half the time, and is right "
        "for models made for few steps.",
    )
    live_sampler: str = choice(
        "dpmpp_2m",
        SAMPLERS,
        title="Sampler of live pictures",
        help="The method by which live pictures are made: LCM for models and LoRAs made for it.",
    )
    live_opacity: float = number(
        1.0,
        0.0,
        1.0,
        step=0.05,
        title="Opacity",
        help="Of the live picture over the canvas. Hold C to see the canvas alone.",
    )
    live_beside: bool = flag(
        False, title="Beside", help="The live picture is shown beside the canvas, not over it."
    )


class Loaded(NamedTuple):
    """Settings, and what is to be told to the artist about them (empty: nothing)."""

    settings: Settings
    message: str = ""


def settings_file() -> Path:
    """Where settings are kept."""
    return places.config() / "settings.json"


def load_settings(path: Path | None = None) -> Loaded:
    """Reads the settings; never fails. What is wrong is left at its default and told."""
    path = path or settings_file()
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Loaded(Settings())
    except OSError as error:
        told = unreadable(path, error)
        return Loaded(Settings(), f"{told.cause} Underpaint starts with its own settings.")
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        kept = _keep_aside(path)
        return Loaded(
            Settings(),
            f"The settings could not be read, so Underpaint starts with its own.{kept}",
        )
    settings, wrong = _read(value)
    if not wrong:
        return Loaded(settings)
    kept = _keep_aside(path)
    return Loaded(
        settings,
        f"Some settings were wrong and have been set back: {', '.join(wrong)}.{kept}",
    )


def save_settings(
    settings: Settings, path: Path | None = None, *, since: Settings | None = None
) -> None:
    """Replaces the settings file as a whole. Raises FileError.

    Keys of a newer version that are in the file are kept. So is what is as it was `since` then:
    another window of the program may have changed it in the file.
    """
    path = path or settings_file()
    make_folder(path.parent)
    try:
        there = _on_disk(path)
    except OSError as error:
        raise unreadable(path, error) from error
    newer = {key: value for key, value in there.items() if key not in parameters(Settings)}
    values = to_json(settings)
    if since is not None:
        other, wrong = _read(there)
        before, theirs = to_json(since), to_json(other)
        values |= {
            key: theirs[key]
            for key in values
            if key in there and key not in wrong and values[key] == before[key]
        }
    content = json.dumps(values | newer, indent=2, ensure_ascii=False)
    write_bytes(path, content.encode() + b"\n")


def _read(value: dict[str, Any]) -> tuple[Settings, list[str]]:
    """Settings from what is right, and the keys of what is wrong. Unknown keys are let be."""
    given: dict[str, Any] = {}
    wrong: list[str] = []
    for key, parameter in parameters(Settings).items():
        if key in value:
            try:
                given[parameter.attribute] = parameter.parse(value[key], key)
            except RecipeError:
                wrong.append(key)
    return Settings(**given), wrong


def _on_disk(path: Path) -> dict[str, Any]:
    """Raises OSError when there is something that cannot be read."""
    with contextlib.suppress(FileNotFoundError, ValueError, RecursionError):
        value = json.loads(path.read_bytes())
        if isinstance(value, dict):
            return value
    return {}


def _keep_aside(path: Path) -> str:
    aside = path.with_name(f"{path.stem}.broken{path.suffix}")
    try:
        content = path.read_bytes()
        os.replace(path, aside)  # noqa: PTH105
    except OSError:
        return ""
    return f" The old file is kept as {aside}." if content else ""
