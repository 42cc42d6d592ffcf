"""Every small file in which the program keeps something: what was in it, and what is to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core import gradients, places, presets, styles
from core.brushes import presets as brushes
from core.document.document import Document
from core.document.drafts import Draft
from core.document.layers import RasterLayer
from core.fetching.address import Wanted
from core.fetching.fetches import Fetches
from core.fetching.hub import Hub
from core.files import export_kept
from core.files.corrections import Correction, load_edits, save_edits
from core.files.export import Export, write
from core.files.gpl import Palette, PaletteColour
from core.files.pictures import decode, save_picture
from core.geometry import Size
from core.models import notes, pictures
from core.pixels.brush import Brush
from core.pixels.ramp import Ramp, Source, Stop
from core.pixels.tiles import TileGrid
from core.settings import Settings, load_settings, save_settings
from core.training import kept
from core.training.draft import TrainingDraft

VALUES = (10, 20)
"""The old one and the new one."""


@dataclass(frozen=True)
class SmallFile:
    """`save` keeps a value, `saved` is the one that is there, None when there is neither."""

    save: Callable[[int], object]
    saved: Callable[[], int | None]
    tells: bool = True
    """Whether a failure is told: the list of fetches is only needed after the next start."""


def of(value: object, each: Callable[[int], object]) -> int | None:
    """Which of the values makes it what it is."""
    return next((one for one in VALUES if each(one) == value), None)


def _settings(value: int) -> Settings:
    return Settings(quality=value, recent_files=("/a.ora",) * (value // 10))


def _saved_settings() -> int | None:
    loaded = load_settings()
    return None if loaded.message else of(loaded.settings, _settings)


DOCUMENT = Path("/paintings/cat.ora")


def _exported(value: int) -> export_kept.Exported:
    return export_kept.Exported(Export(quality=value), Path("/paintings/cat.jpg"))


def _corrections(value: int) -> tuple[Correction, ...]:
    return (Correction(source="a rose", to="a blue rose", lamb=float(value)),) * 2


def _style(value: int) -> styles.Style:
    return styles.Style("Ink", ("starter",), prompt="{prompt}, in ink", steps=value)


def _saved_style() -> int | None:
    return of(next((one for one in styles.styles() if one.name == "Ink"), None), _style)


def _drafts(value: int) -> tuple[Draft, ...]:
    return (Draft("self_attention_guidance", {"scale": value / 10}),)


def _saved_preset() -> int | None:
    return of(presets.load("Sharp").drafts, _drafts)


def _brush(value: int) -> Brush:
    return Brush(size=float(value))


def _saved_brush() -> int | None:
    (found,) = brushes.own()
    return of(found.brush, _brush)


def _palette(value: int) -> Palette:
    return Palette("Sea", (PaletteColour(value, 0, 0, "red"),) * value)


def _palette_file() -> Path:
    return places.config() / "palettes" / "Sea.gpl"


def _save_palette(value: int) -> None:
    from desktop.palettes import write_palette

    write_palette(_palette_file(), _palette(value))


def _saved_palette() -> int | None:
    from desktop.palettes import read_palette

    return of(read_palette(_palette_file()), _palette)


def _gradient(value: int) -> Ramp:
    return Ramp((Stop(0.0, (value, 0, 0)), Stop(1.0, source=Source.BACKGROUND)))


def _saved_gradient() -> int | None:
    (found,) = gradients.own()
    return of(found.ramp, _gradient)


def _fetches() -> Fetches:
    """They are begun by `find_again`, or with the first that is added: none is, here."""
    return Fetches(places.data() / "hub", places.data() / "fetches.json", lambda: Hub("nowhere"))


def _wanted(value: int) -> list[Wanted]:
    return [Wanted(f"artist/model-{number}") for number in range(value)]


def _save_fetches(value: int) -> None:
    from core.fetching.fetches import Fetch, State

    fetches = _fetches()
    fetches._all = {
        number: Fetch(number, wanted, wanted.repo, State.PAUSED)
        for number, wanted in enumerate(_wanted(value))
    }
    fetches._save()


def _saved_fetches() -> int | None:
    from core.fetching.fetches import _read

    return of([one.wanted for one in _read(places.data() / "fetches.json")], _wanted)


def _picture(value: int) -> np.ndarray:
    return np.full((6, 5, 4), (value, 7, 9, 255), np.uint8)


def _picture_file(ending: str) -> Path:
    places.data().mkdir(parents=True, exist_ok=True)
    return places.data() / f"picture{ending}"


def _saved_picture(ending: str) -> int | None:
    found = decode(_picture_file(ending).read_bytes(), "the picture").array
    return min(VALUES, key=lambda one: abs(int(found[0, 0, 0]) - one))


def _export(value: int) -> None:
    layer = RasterLayer(pixels=TileGrid.from_array(_picture(value)))
    state = Document(Size(5, 6), [layer]).snapshot()
    write(_picture_file(".tif"), Export(ending=".tif"), state, None)


TRAINING = "zorb"


def _training() -> Path:
    return kept.home() / TRAINING


def _draft(value: int) -> TrainingDraft:
    return TrainingDraft("textual_inversion", {"word": "zorb", "steps": value})


def _saved_draft() -> int | None:
    (found,) = kept.kept()
    return of(dict(found.draft.values), lambda one: dict(_draft(one).values))


def _note(value: int) -> dict[str, str]:
    return {"/models/a": "a good one", "/models/b": "b" * value}


SMALL_FILES: dict[str, SmallFile] = {
    "settings": SmallFile(lambda one: save_settings(_settings(one)), _saved_settings),
    "exports": SmallFile(
        lambda one: export_kept.keep(DOCUMENT, _exported(one)),
        lambda: of(export_kept.kept(DOCUMENT), _exported),
    ),
    "corrections": SmallFile(
        lambda one: save_edits(_corrections(one)), lambda: of(load_edits(), _corrections)
    ),
    "style": SmallFile(lambda one: styles.save(_style(one)), _saved_style),
    "technique preset": SmallFile(lambda one: presets.save("Sharp", _drafts(one)), _saved_preset),
    "brush": SmallFile(lambda one: brushes.save("Own", _brush(one)), _saved_brush),
    "gradient": SmallFile(lambda one: gradients.save("Own", _gradient(one)), _saved_gradient),
    "palette": SmallFile(_save_palette, _saved_palette),
    "fetches": SmallFile(_save_fetches, _saved_fetches, tells=False),
    "notes of models": SmallFile(
        lambda one: [notes.write(Path(path), note) for path, note in _note(one).items()],
        lambda: of(notes.read(), _note),
    ),
    "picture of a model": SmallFile(
        lambda one: pictures.keep(Path("/models/a"), _picture(one)),
        lambda: of(
            decode(pictures.read(Path("/models/a")), "the picture").array.tobytes(),
            lambda one: _picture(one).tobytes(),
        ),
    ),
    "draft of a training": SmallFile(
        lambda one: kept.save_draft(_training(), _draft(one)), _saved_draft
    ),
    "picture": SmallFile(
        lambda one: save_picture(_picture_file(".png"), _picture(one), {"prompt": "a cat"}),
        lambda: _saved_picture(".png"),
    ),
    "export": SmallFile(_export, lambda: _saved_picture(".tif")),
}
