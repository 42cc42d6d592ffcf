"""Styles: a model with the settings that suit it, LoRA, and a frame for prompts, under one name.

    {"underpaint": "style", "version": 1, "name": "Painterly", "models": ["dreamshaper-8"],
     "prompt": "{prompt}, oil painting", "negative_prompt": "photo", "sampler": "dpmpp_2m",
     "steps": 25, "guidance_scale": 7.0, "vae": "vae-ft-mse-840000-ema-pruned",
     "concepts": [{"file": "brush.safetensors", "weight": 0.8, "repo": "owner/name"}]}

Models, VAE and LoRA are named, not enclosed: of several models the first that is there is taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core import places
from core.document.commands import SetSettings
from core.document.drafts import Draft
from core.document.settings import PROMPT, PaintSettings
from core.errors import FileError, RecipeError
from core.files.atomic import make_folder, write_bytes
from core.files.trouble import unreadable, unwritable
from core.parameters import parameters
from core.presets import checked_name
from core.request import Request

KIND, VERSION, SUFFIX = "style", 1, ".json"
LONGEST = 2000
"""Letters of a frame."""
_MOST_BYTES = 1 << 20
_MOST_CONCEPTS = 32
_LORA = "dreambooth"
"""The technique that uses LoRA files."""


@dataclass(frozen=True)
class Lora:
    """A LoRA of a style, by its file's name, and where it is published."""

    file: str
    weight: float = 1.0
    repo: str = ""

    def is_(self, path: Path) -> bool:
        """Whether a file on the disk is this one. In the hub's cache many have the same name."""
        if path.name != self.file:
            return False
        shelf = next((part for part in path.parts if part.startswith("models--")), "")
        return not self.repo or shelf in ("", f"models--{self.repo.replace('/', '--')}")


@dataclass(frozen=True)
class Style:
    """A style. None, or nothing, leaves a setting as it is."""

    name: str
    models: tuple[str, ...] = ()
    prompt: str = PROMPT
    negative_prompt: str = PROMPT
    sampler: str | None = None
    steps: int | None = None
    guidance_scale: float | None = None
    loras: tuple[Lora, ...] = ()
    vae: str | None = None
    """The id of an autoencoder beside the models; empty: the model's own."""
    own: bool = True
    """Whether the artist made it; others come with the program."""


@dataclass(frozen=True)
class Applied:
    """The step that takes a style over, and what of it is not on this computer."""

    step: SetSettings
    missing: tuple[str, ...] = ()


def applied(
    style: Style | None,
    settings: PaintSettings,
    models: Sequence[str],
    learned: Iterable[Path],
    before: Style | None = None,
    vaes: Iterable[str] = (),
) -> Applied:
    """What a style makes of the settings; None: no style any more.

    `models` are the ids of those that can be used, `learned` the files of LoRA on the disk, `vaes`
    the ids of autoencoders there. `before` is the style that was on until now: its LoRA and its VAE
    go, all else that was set stays.
    """
    kept = [one for one in settings.techniques if not _of(before, one)]
    parts = settings.parts
    if before is not None and before.vae and before.vae == parts.vae:
        parts = replace(parts, vae="")
    if style is None:
        bare = {"style": "", "frame": "", "negative_frame": "", "techniques": tuple(kept)}
        return Applied(SetSettings(**bare, parts=parts))
    fields: dict[str, Any] = {
        "style": style.name,
        "frame": "" if style.prompt == PROMPT else style.prompt,
        "negative_frame": "" if style.negative_prompt == PROMPT else style.negative_prompt,
    }
    missing = []
    if style.models:
        there = next((id for id in style.models if id in models), None)
        if there is None:
            missing.append(f"the model “{style.models[0]}”")
        else:
            fields["model"] = there
    for name in ("sampler", "steps", "guidance_scale"):
        if (value := getattr(style, name)) is not None:
            fields[name] = value
    if style.vae is not None:
        if style.vae in ("", *vaes):
            parts = replace(parts, vae=style.vae)
        else:
            missing.append(f"the VAE “{style.vae}”")
    fields["parts"] = parts
    files = list(learned)
    for lora in style.loras:
        file = next((path for path in files if lora.is_(path)), None)
        if file is None:
            missing.append(f"the LoRA “{lora.file}”")
            continue
        kept = [one for one in kept if one.values.get("file") != str(file)]
        kept.append(Draft(_LORA, {"file": str(file), "weight": lora.weight}))
    return Applied(SetSettings(**fields, techniques=tuple(kept)), tuple(missing))


def _of(style: Style | None, draft: Draft) -> bool:
    """Whether a technique is a LoRA that a style has brought."""
    if style is None or draft.id != _LORA:
        return False
    file = Path(str(draft.values.get("file", "")))
    return any(lora.is_(file) for lora in style.loras)


def style_of(name: str, settings: PaintSettings, prompt: str, negative_prompt: str) -> Style:
    """What is set now, as a style with these frames. Raises UserError for a name that cannot be."""
    loras = tuple(
        Lora(file.name, _weight(one.values.get("weight")), _repo(file))
        for one in settings.techniques
        if one.id == _LORA and one.on and (file := Path(str(one.values.get("file", "")))).name
    )
    return Style(
        checked_name(name), (settings.model,), _frame(prompt), _frame(negative_prompt),
        settings.sampler, settings.steps, settings.guidance_scale, loras,
        settings.parts.vae or None,
    )  # fmt: skip


def _frame(text: str) -> str:
    """A frame in which the prompt has a place, at its beginning if nothing else is said."""
    text = text.strip()
    return text if PROMPT in text else f"{PROMPT}, {text}" if text else PROMPT


def _weight(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 1.0


def _repo(file: Path) -> str:
    shelf = next((part for part in file.parts if part.startswith("models--")), "")
    return shelf.removeprefix("models--").replace("--", "/")


# Files -------------------------------------------------------------------------------------


def folder() -> Path:
    """Where the artist's own styles are."""
    return places.config() / "styles"


def styles() -> list[Style]:
    """Those that come with the program, in their order, then the artist's own by name. What
    cannot be read is left out; an own one takes the place of another of its name."""
    found: dict[str, Style] = {}
    for own, top in ((False, places.resources() / "paint_styles"), (True, folder())):
        try:
            files = sorted(file for file in top.iterdir() if file.suffix == SUFFIX)
        except OSError:
            continue
        for file in files:
            try:
                style = read(file)
            except FileError:
                continue
            found[style.name] = replace(style, own=own)
    return list(found.values())


def read(file: Path) -> Style:
    """The style in a file. Raises FileError when it is none; single wrong settings are left out."""
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise ValueError("too large")
        told = json.loads(file.read_bytes())
        if told.get("underpaint") != KIND:
            raise ValueError("something else")
        return _read(told)
    except OSError as error:
        raise unreadable(file, error) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise FileError(
            f"{file.name} is no style.", "Choose a file that was exported as a style."
        ) from None


def _read(told: dict[str, Any]) -> Style:
    ranges = parameters(Request)
    given: dict[str, Any] = {}
    for name in ("sampler", "steps", "guidance_scale"):
        if told.get(name) is not None:
            try:
                given[name] = ranges[name].parse(told[name], name)
            except RecipeError:
                continue
    loras = tuple(
        Lora(Path(str(one["file"])).name, max(-4.0, min(4.0, float(one.get("weight", 1.0)))),
             str(one.get("repo", "")))
        for one in list(told.get("concepts", []))[:_MOST_CONCEPTS]
    )  # fmt: skip
    return Style(
        _safe(str(told["name"])),
        tuple(str(id) for id in told.get("models", [])),
        _frame(str(told.get("prompt", PROMPT))[:LONGEST]),
        _frame(str(told.get("negative_prompt", PROMPT))[:LONGEST]),
        loras=loras,
        vae=None if told.get("vae") is None else str(told["vae"])[:LONGEST],
        **given,
    )


def _safe(name: str) -> str:
    cleaned = re.sub(r'[\x00-\x1f<>:"/\\|?*]', " ", name).strip(" .")[:60].strip()
    if not cleaned:
        raise ValueError("no name")
    return cleaned


def save(style: Style) -> Path:
    """Keeps a style, in place of an own one of its name. Raises FileError."""
    file = folder() / f"{style.name}{SUFFIX}"
    make_folder(file.parent)
    export(file, style)
    return file


def export(file: Path, style: Style) -> None:
    """Writes a style into a file that can be given to others. Raises FileError."""
    content: dict[str, Any] = {
        "underpaint": KIND, "version": VERSION, "name": style.name, "models": list(style.models),
        "prompt": style.prompt, "negative_prompt": style.negative_prompt,
        "sampler": style.sampler, "steps": style.steps, "guidance_scale": style.guidance_scale,
        "concepts": [
            {"file": one.file, "weight": one.weight} | ({"repo": one.repo} if one.repo else {})
            for one in style.loras
        ],
    }  # fmt: skip
    if style.vae is not None:
        content["vae"] = style.vae
    write_bytes(file, json.dumps(content, indent=1, ensure_ascii=False).encode() + b"\n")


def delete(style: Style) -> None:
    """Deletes an own style. Raises FileError."""
    file = folder() / f"{style.name}{SUFFIX}"
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(file, error) from error


def take_in(file: Path) -> Style:
    """Keeps a style from elsewhere, under a name that is still free. Raises FileError."""
    style = read(file)
    taken = {one.name.casefold() for one in styles()}
    name, number = style.name, 2
    while name.casefold() in taken:
        name, number = f"{style.name} {number}", number + 1
    style = replace(style, name=name)
    save(style)
    return style
