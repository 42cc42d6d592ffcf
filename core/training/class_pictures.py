"""Pictures of a class, painted by the model before it is taught, for it to remember."""

from __future__ import annotations

from collections.abc import Callable

from core.errors import Cancelled, RecipeError
from core.files.atomic import make_folder
from core.files.pictures import save_picture
from core.models.loading import LoadedModel
from core.recipe import to_recipe
from core.request import MAX_SEED, Request
from core.training.declare import ClassPictures
from core.training.folders import pictures_in
from core.training.samples import painted

STEPS, GUIDANCE = 25, 5.0


def missing(one: ClassPictures) -> int:
    """How many are yet to be painted."""
    try:
        there = len(pictures_in(one.folder, one.where))
    except RecipeError:
        there = 0
    return max(0, one.count - there)


def paint_missing(
    model: LoadedModel,
    one: ClassPictures,
    seed: int,
    *,
    side: int,
    told: Callable[[int, int], object],
    cancelled: Callable[[], bool],
) -> None:
    """Paints what is missing, each saved with its recipe. Raises Cancelled, FileError, UserError.

    The pictures are those of the seeds from `seed` on, whoever is interrupted meanwhile.
    """
    make_folder(one.folder)
    have, number = one.count - missing(one), 0
    while have < one.count:
        file = one.folder / f"{number:04}.png"
        number += 1
        if file.exists():
            continue
        if cancelled():
            raise Cancelled
        request = Request(
            one.prompt,
            width=side,
            height=side,
            steps=STEPS,
            guidance_scale=GUIDANCE,
            seed=(seed + number - 1) % (MAX_SEED + 1),
        )
        (pixels,) = painted(model, request, cancelled=cancelled)
        save_picture(file, pixels, to_recipe(request, embed=True))
        have += 1
        told(have, one.count)
