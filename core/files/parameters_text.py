"""The text by which programs of this kind tell each other how a picture was made.

    a cat on a beach
    Negative prompt: blurry
    Steps: 20, Sampler: DPM++ 2M, CFG scale: 5, Seed: 7, Size: 256x256, Model: starter

AUTOMATIC1111's program began it; it says less than a recipe, so a recipe goes before it.
"""

from __future__ import annotations

import re
from typing import Any

from core.other_parts import SPACED
from core.request import SAMPLERS

_NEGATIVE = "Negative prompt: "
_LAST_LINE = re.compile(r"^Steps: \d+(, |$)")
_SCHEDULES = {"Karras": "karras", "Exponential": "exponential", "Beta": "beta"}
"""Its names for how noise levels are placed."""
_PART = re.compile(r'\s*([\w /-]+?):\s*("(?:\\.|[^\\"])*"|[^,]*)(?:,|$)')


def as_text(recipe: dict[str, Any], size: tuple[int, int] | None) -> str:
    """The text for a recipe. `size` is the picture's, for recipes that leave it to the model."""
    lines = [_without_marks(str(recipe.get("prompt", "")))]
    if recipe.get("negative_prompt"):
        lines.append(_NEGATIVE + str(recipe["negative_prompt"]))
    sampler = str(recipe.get("sampler", "dpmpp_2m"))
    parts: dict[str, Any] = {
        "Steps": recipe.get("steps", 20),
        "Sampler": SAMPLERS.get(sampler, sampler),
        "CFG scale": f"{recipe.get('guidance_scale', 5.0):g}",
        "Seed": recipe.get("seed", 0),
    }
    width, height = recipe.get("width"), recipe.get("height")
    if width and height:
        parts["Size"] = f"{width}x{height}"
    elif size is not None:
        parts["Size"] = f"{size[0]}x{size[1]}"
    parts["Model"] = _quoted(str(recipe.get("model", "starter")))
    if recipe.get("variation_strength"):
        parts["Variation seed"] = recipe.get("variation_seed", 0)
        parts["Variation seed strength"] = f"{recipe['variation_strength']:g}"
    if recipe.get("strength") is not None:
        parts["Denoising strength"] = f"{recipe['strength']:g}"
    upscale = recipe.get("upscale")
    if upscale:
        parts["Hires upscale"] = f"{upscale.get('factor', 2.0):g}"
        parts["Hires upscaler"] = _quoted(str(upscale.get("upscaler", "lanczos")))
        if upscale.get("strength"):
            parts["Hires denoising strength"] = f"{upscale['strength']:g}"
    parts |= _of_parts(recipe.get("parts") or {}, recipe.get("refiner"))
    parts["Version"] = "Underpaint"
    lines.append(", ".join(f"{key}: {value}" for key, value in parts.items()))
    return "\n".join(lines)


def _of_parts(other: dict[str, Any], refiner: dict[str, Any] | None) -> dict[str, Any]:
    """What stands in for the model's own, as far as that program has names for it."""
    told: dict[str, Any] = {}
    if other.get("sigmas") in _SCHEDULES.values():
        told["Schedule type"] = str(other["sigmas"]).capitalize()
    if other.get("vae"):
        told["VAE"] = _quoted(str(other["vae"]))
    if other.get("guidance_rescale"):
        told["CFG Rescale"] = f"{other['guidance_rescale']:g}"
    if refiner is not None:
        told["Refiner"] = _quoted(str(refiner.get("model", "")))
        told["Refiner switch at"] = f"{refiner.get('start', 0.8):g}"
    return told


def from_text(text: str) -> dict[str, Any] | None:
    """What a recipe can take from such a text; None when it is none.

    The model is left out: its name in another program says little here.
    """
    lines = text.strip().split("\n")
    if not _LAST_LINE.match(lines[-1].strip()):
        return None
    prompt, negative = "\n".join(lines[:-1]), ""
    if f"\n{_NEGATIVE}" in f"\n{prompt}":
        prompt, _, negative = f"\n{prompt}".rpartition(f"\n{_NEGATIVE}")
    recipe: dict[str, Any] = {"prompt": prompt.strip(), "negative_prompt": negative.strip()}
    parts = {key.strip(): value.strip() for key, value in _PART.findall(lines[-1])}
    titles = {title: key for key, title in SAMPLERS.items()}
    sampler = parts.get("Sampler", "")
    schedule = parts.get("Schedule type", "")
    if f"{sampler} {schedule}" in titles:
        sampler, schedule = f"{sampler} {schedule}", ""
    if sampler in titles:
        recipe["sampler"] = titles[sampler]
        if schedule in _SCHEDULES and titles[sampler] in SPACED:
            recipe["parts"] = {"sigmas": _SCHEDULES[schedule]}
    _put(recipe, "steps", parts.get("Steps"), int)
    _put(recipe, "seed", parts.get("Seed"), int)
    _put(recipe, "guidance_scale", parts.get("CFG scale"), float)
    _put(recipe, "variation_seed", parts.get("Variation seed"), int)
    _put(recipe, "variation_strength", parts.get("Variation seed strength"), float)
    width, x, height = parts.get("Size", "").partition("x")
    if x:
        _put(recipe, "width", width, int)
        _put(recipe, "height", height, int)
    return recipe


def _put(
    recipe: dict[str, Any], key: str, value: str | None, kind: type[int] | type[float]
) -> None:
    if value is None:
        return
    try:
        recipe[key] = kind(value)
    except ValueError:
        return


def _without_marks(prompt: str) -> str:
    """A prompt without what would be taken for the next part of the text."""
    return re.sub(r"\n(?=Negative prompt: |Steps: \d)", " ", prompt).strip("\n")


def _quoted(value: str) -> str:
    return f'"{value}"' if any(mark in value for mark in ',:"\n') else value
