"""Requests meet the model: what was left open is filled in, what cannot work is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core import upscale as upscaling
from core.errors import FileError, ModelError, RecipeError, UserError
from core.generation.context import check_mask
from core.generation.refining import refinement
from core.geometry import Size
from core.models import stand_ins, upscalers
from core.models.concepts import TITLES, Kind, identify
from core.models.families import sdxl
from core.models.learned import doubts
from core.models.library import find_models, refiners
from core.parameters import FieldError, told_at
from core.request import MAX_SIDE, Concept, Fill, Mode, Pixels, Request, strength_when_open
from core.steering import check_steps, of_picture, stages
from core.techniques import techniques, using
from core.upscale import only, paints
from core.words import grammar, wildcards

if TYPE_CHECKING:
    from core.generation.events import Result
    from core.models.library import ModelInfo
    from core.refiner import Refiner
    from core.techniques.declare import Technique


def resolved(request: Request, info: ModelInfo, dirs: Sequence[Path] = ()) -> Request:
    """`request` with width, height and strength set: the same pictures, nothing open but wildcards.

    Further models that techniques leave open are chosen among those in `dirs`.
    With a mask the picture keeps its source's size. Without one, a width or height other than
    the source's stretches the source to it.
    Raises RecipeError for a field that is wrong, ModelError for a model that cannot be used and
    UserError for what this model cannot do.
    """
    request.check()
    for turn in turns_of(request):
        if turn.chosen:
            turn.request.check()
    if info.problems and paints(request):
        raise ModelError(
            f"The model “{info.title}” cannot be used: {info.problems[0]}",
            "Choose another model, or repair its folder.",
        )
    for _, stage, _ in stages(request) if not only(request) else ():
        _check_abilities(stage, info)
    if (refined := refinement(request, info)) is not None:
        _check_abilities(refined, info)
    _check_learned(request)
    if info.prediction_type == "flow":
        _check_learned_of_flow(request, info)
    _check_parts(request, info, dirs)
    request = replace(request, refiner=_refiner(request, info, dirs))
    request = settled(request, dirs)
    _check_upscaler(request, dirs)
    strength = request.strength
    if strength is None:
        strength = strength_when_open(request.mode, request.techniques)
    source = request.source
    if source is None:
        request = replace(
            request, width=request.width or info.size, height=request.height or info.size
        )
    elif request.mask is None:
        request = replace(
            request,
            width=request.width or source.size.width,
            height=request.height or source.size.height,
            strength=strength,
        )
    else:
        check_mask(request, info.size)
        request = replace(
            request,
            width=source.size.width,
            height=source.size.height,
            strength=strength,
        )
    check_steps(request, flow=info.prediction_type == "flow")
    if request.upscale is not None:
        upscaling.check(request, MAX_SIDE)  # its size may not have been known before
    return request


def _check_upscaler(request: Request, dirs: Sequence[Path]) -> None:
    """Refuses an upscaler that is not there, or cannot be used as it is."""
    if request.upscale is None:
        return
    try:
        upscalers.chosen(dirs, request.upscale.upscaler)
    except ModelError as error:
        raise RecipeError("upscale.upscaler", error.cause, error.remedy) from None


def settled(request: Request, dirs: Sequence[Path]) -> Request:
    """The request with the further models that its techniques use chosen among those in `dirs`.

    Raises RecipeError for one that is not there.
    """

    def chosen(techniques: Sequence[Technique], where: str) -> tuple[Technique, ...]:
        found = []
        for i, one in enumerate(techniques):
            try:
                found.append(one.settled(dirs))
            except FieldError as error:
                raise told_at(error, type(one), f"{where}[{i}]") from None
        return tuple(found)

    steering = tuple(
        steer
        if steer.techniques is None
        else replace(steer, techniques=chosen(steer.techniques, f"steering[{i}].techniques"))
        for i, steer in enumerate(request.steering)
    )
    techniques = chosen(request.techniques, "techniques")
    return replace(request, techniques=techniques, steering=steering)


def _check_abilities(request: Request, info: ModelInfo) -> None:
    """Refuses techniques that need what the model does not have, and the other way round."""
    inputs = {"source", "mask", "prompt"}
    needs = {need for technique in request.techniques for need in technique.declaration.needs}
    if info.can and request.mode not in info.can and not needs & info.can:
        able = [t.declaration for t in techniques().values() if set(t.declaration.needs) & info.can]
        made_for = [declaration.title for declaration in able]
        if Mode.INPAINT in info.can:
            made_for.append("repainting what lies under a mask")
        elif Mode.TEXT_TO_IMAGE in info.can:
            made_for.append("new pictures")
        titles = " or ".join(made_for)
        raise UserError(
            f"The model “{info.title}” was made for {titles or 'what this version cannot do'}.",
            "Switch that on, or choose another model."
            if able
            else "Paint a mask, or choose another model."
            if Mode.INPAINT in info.can
            else "Choose another model.",
        )
    for technique in request.techniques:
        if reason := info.lacks.get(technique.declaration.id):
            raise UserError(
                f"{technique.declaration.title} cannot be had with “{info.title}”. {reason}",
                "Choose a model that has it, or switch the technique off.",
            )
        for need in technique.declaration.needs:
            if need not in inputs and need not in info.can:
                raise UserError(
                    f"{technique.declaration.title} needs a model made for it, and "
                    f"“{info.title}” is not one.",
                    "Choose such a model, or switch the technique off.",
                )


def _check_parts(request: Request, info: ModelInfo, dirs: Sequence[Path]) -> None:
    """Refuses parts that are not there or do not fit the model, and noise that it cannot have."""
    try:
        stand_ins.of_request(request, info, dirs)
    except ModelError as error:
        part = next(iter(request.parts.networks))
        raise RecipeError(f"parts.{part}", error.cause, error.remedy) from error
    flow = info.prediction_type == "flow"
    parts = request.parts
    for key, wrong in (("prediction_type", flow and parts.prediction_type),
                       ("zero_snr", flow and parts.zero_snr is not None)):  # fmt: skip
        if wrong:
            raise RecipeError(
                f"parts.{key}",
                f"“{info.title}” predicts a velocity between noise and picture, and begins in "
                "nothing but noise.",
                "Leave this out.",
            )
    if parts.shift is not None and not flow:
        raise RecipeError(
            "parts.shift",
            f"“{info.title}” is not of a family whose steps can be shifted (FLUX and its like).",
            "Leave it out, or choose other noise levels (sigmas).",
        )
    kind = parts.prediction_type or info.prediction_type
    if parts.zero_snr and kind == "epsilon":
        raise RecipeError(
            "parts.zero_snr",
            "In pure noise a model that predicts the noise says nothing of the picture.",
            "Leave it out, or choose a model that predicts a velocity (v-prediction).",
        )


def _refiner(request: Request, info: ModelInfo, dirs: Sequence[Path]) -> Refiner | None:
    """The refiner of a request, by the name under which it is there.

    Raises RecipeError when there is none, or when the model's pictures cannot be refined.
    """
    asked = request.refiner
    if asked is None:
        return None
    if info.family != sdxl.FAMILY:
        raise RecipeError(
            "refiner",
            f"It finishes pictures of SDXL's family, and “{info.title}” is of another one.",
            "Leave it out, or choose a model of that family.",
        )
    there = refiners(find_models(dirs))
    for one in there:
        if asked.model in ("", one.id):
            return replace(asked, model=one.id)
    known = ", ".join(one.id for one in there) or "none"
    raise RecipeError(
        "refiner.model",
        f"There is no refiner called “{asked.model}”."
        if asked.model
        else "No refiner was found in the folders of models.",
        f"Found were: {known}. Leave it out, or get one (stabilityai/stable-diffusion-xl-refiner-"
        "1.0).",
    )


def _check_learned(request: Request) -> None:
    """Refuses learned files that are not there, are unsafe, are something else, or cannot be used
    as it is asked."""
    for i, concept in enumerate(request.concepts):
        try:
            using(concept)
        except FileError as error:
            raise RecipeError(f"concepts[{i}].file", error.cause, error.remedy) from None
        except FieldError as error:
            raise told_at(error, Concept, f"concepts[{i}]") from None


def _check_learned_of_flow(request: Request, info: ModelInfo) -> None:
    """Refuses those of another kind than LoRA for models of the rectified-flow families."""
    for i, concept in enumerate(request.concepts):
        kind = identify(Path(concept.file)).kind
        if kind != Kind.LORA:
            raise RecipeError(
                f"concepts[{i}].file",
                f"“{Path(concept.file).name}” is a {TITLES[kind]} file, and “{info.title}” uses "
                "LoRAs only.",
                "Take it out, or choose a model of the family it was taught on.",
            )


def warnings_of(request: Request) -> tuple[str, ...]:
    """What the artist asked for and does not get, although the job runs."""
    source, size = request.source, request.size
    told = []
    if request.mask is not None and source is not None and size not in (None, source.size):
        told.append(
            f"Width and height are ignored: the picture under the mask is {source.size} px."
        )
    prompts = (text for turn in turns_of(request) for text in _of_prompts(turn.request))
    return (*told, *_of_maps(request), *dict.fromkeys(prompts))


def doubts_of(request: Request, info: ModelInfo) -> tuple[str, ...]:
    """Learned files of the request that were taught on another model than it is painted with."""
    files = [concept.file for concept in request.concepts]
    files += [file for one in request.techniques if (file := getattr(one, "file", ""))]
    return tuple(doubts(files, info))


def _of_maps(request: Request) -> Iterator[str]:
    """Pictures of techniques that lie on the canvas, but are of another size."""
    source = request.source.size if request.source is not None else None
    canvas = {size for size in (request.size, source) if size is not None}
    for technique in request.techniques:
        for name, size in _placed(technique):
            if canvas and size not in canvas:
                yield (
                    f"The {name} of {technique.declaration.title} is {size} px and was stretched "
                    f"over the canvas of {source or request.size} px."
                )


def _placed(value: object) -> Iterator[tuple[str, Size]]:
    """What the pictures that a technique lays on the canvas are called, at any depth, and their
    sizes; none of one that is switched off."""
    if not is_dataclass(value) or isinstance(value, type) or not getattr(value, "enabled", True):
        return
    for field in fields(value):
        parameter, held = field.metadata.get("parameter"), getattr(value, field.name)
        if isinstance(held, Pixels) and getattr(parameter, "placed", True):
            yield (getattr(parameter, "title", "") or field.name).lower(), held.size
        elif isinstance(held, tuple):
            for one in held:
                yield from _placed(one)


def _of_prompts(request: Request) -> tuple[str, ...]:
    """What in the prompts is not read as it may have been meant."""
    told = []
    own = [(request.prompt, request.negative_prompt)]
    written = [*own, *((one.prompt, one.negative_prompt) for one in request.regions)]
    for prompt in (prompt for prompts in written for prompt in prompts):
        told += [
            f"There is no wildcard file “{name}.txt” in {wildcards.folder()}, or it is empty."
            for name in wildcards.missing(prompt)
        ]
        told += grammar.read(prompt).warnings
    return tuple(dict.fromkeys(told))


@dataclass(frozen=True)
class Turn:
    """Pictures of a request that are painted at the same time, as a request of their own."""

    request: Request
    """Without wildcards."""
    first: int
    """Which picture of the whole request its first one is."""
    chosen: Mapping[str, str]
    """What its wildcards became, as `wildcards.choices` tells it."""


def turns_of(request: Request) -> tuple[Turn, ...]:
    """What is painted one after the other: all pictures at once, where they differ in nothing but
    the noise that they start from, or else each by itself.

    Each picture's seed chooses its words (wildcards), and the noise under its mask. The pass shares
    prompts and source among the pictures that it paints, and so does every technique that looks
    for a word, says something of a region or edits weights by what is said. One picture at a time
    is right for all of them, however they are combined; what it costs is only that a device which
    one picture does not keep busy has no second one.
    """
    alone = [picture_of(request, index) for index in range(request.batch)]
    chosen = [wildcards.choices(one) for one in alone]
    noisy = request.mask is not None and request.inpaint.fill is Fill.NOISE
    if request.batch == 1 or (all(one == chosen[0] for one in chosen) and not noisy):
        return (Turn(wildcards.said(request, chosen[0]), 0, chosen[0]),)
    return tuple(
        Turn(wildcards.said(one, own), index, own)
        for index, (one, own) in enumerate(zip(alone, chosen, strict=True))
    )


def recipe_of(request: Request, result: Result) -> Request:
    """The request that makes a picture of `request` alone, with the words that were chosen for it,
    whatever becomes of the files of wildcards."""
    return wildcards.said(picture_of(request, result.index), result.chosen)


def picture_of(request: Request, index: int) -> Request:
    """The request that makes picture `index` of the batch alone."""
    if not 0 <= index < request.batch:
        raise IndexError(f"there is no picture {index} in a batch of {request.batch}")
    regions = tuple(
        region if region.seed is None else replace(region, seed=region.seed + index)
        for region in request.regions
    )
    steering = of_picture(request, index)
    return replace(request, batch=1, seed=request.seed + index, regions=regions, steering=steering)
