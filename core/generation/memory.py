"""What a request needs of memory, before anything of its model is loaded (no torch)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import ModelError
from core.generation.context import context_for, frame_for
from core.generation.mask import mask_bounds
from core.geometry import Rect, Size
from core.models import controls, estimate, library, references, stand_ins
from core.models.families.flow import PREDICTION
from core.models.info import ModelInfo
from core.models.plan import PLANS, possible
from core.request import Request

if TYPE_CHECKING:
    from core.models.estimate import Need
    from core.techniques.declare import Technique


def needed(
    request: Request,
    info: ModelInfo,
    dirs: Sequence[Path],
    *,
    item: int,
    wide: bool = False,
    shared: bool,
) -> Need:
    """The memory for a request, whose masks have pixels; see `needed_for`."""
    bounds = None if request.mask is None else mask_bounds(request.mask.array)
    source = None if request.source is None else request.source.size
    painted = painted_size(request, info, source, bounds)
    return needed_for(request, info, painted, dirs, item=item, wide=wide, shared=shared)


def needed_for(
    request: Request,
    info: ModelInfo,
    painted: Size,
    dirs: Sequence[Path],
    *,
    item: int,
    wide: bool = False,
    shared: bool,
) -> Need:
    """The memory for a request of which a part of the size `painted` is painted at once.

    `item` is the size of a number in the denoiser, `wide` whether one of 16 bits reaches as far as
    those of 32 (bfloat16); `shared`: the device has no memory of its own. Raises OSError,
    ValueError, KeyError or TypeError for a model whose files cannot be read.
    """
    # A net for several kinds serves several techniques at once.
    further = sum(_bytes(path, item) for path in dict.fromkeys(_further(request, info, dirs)))
    try:
        others = stand_ins.of_request(request, info, dirs)
    except ModelError:  # told when the job runs
        others = {}
    paths = {part: one.path for part, one in others.items()}
    need = estimate.need_of_request(
        info,
        request,
        painted,
        further=further,
        others=paths,
        item=item,
        wide=wide,
        shared=shared,
    )
    return replace(need, spared=estimate.spared(_controls(request, info, dirs), item))


def least_needed(info: ModelInfo) -> dict[str, int]:
    """Bytes for one picture of the model's own size, in 16 bits on a device with memory of its own,
    by each plan's id; empty for a model that cannot be used."""
    if info.problems:
        return {}
    try:
        need = estimate.need_of(info, Size(info.size, info.size))
    except (OSError, ValueError, KeyError, TypeError, StopIteration):
        return {}
    return {id: need.peak(possible(need, plan)) for id, plan in PLANS.items()}


def painted_size(request: Request, info: ModelInfo, source: Size | None, mask: Rect | None) -> Size:
    """What the model paints at once for a request with such a source and such bounds of a mask.

    Raises UserError where there is nothing to paint.
    """
    if source is None or mask is None:
        own = source or Size(info.size, info.size)
        part = Size(request.width or own.width, request.height or own.height)
    else:
        part = context_for(mask, request.inpaint, source, info.size).size
    return frame_for(request, part, info.size, info.factor, new=source is None).padded


def _further(request: Request, info: ModelInfo, dirs: Sequence[Path]) -> Iterator[Path]:
    """The files or folders of networks that techniques use beside the model, as far as they are
    found: what is missing is told when the job runs."""
    if request.refiner is not None:
        known = library.refiners(library.find_models(dirs))
        yield from (one.path for one in known if one.id == request.refiner.model)
    for one in request.techniques:
        if _is_controlled(one):
            try:
                yield _control(one, info, dirs).path
            except ModelError:
                continue
        elif one.declaration.id == "reference":
            adapters, encoders = references.find(dirs)
            for picture in getattr(one, "pictures", ()):
                wanted = (picture.model, str(Path(picture.model))) if picture.model else ()
                for adapter in adapters:
                    if adapter.id in wanted or (not wanted and adapter.kind == picture.kind):
                        yield adapter.path
                        yield from (e.path for e in encoders[:1] if adapter.wants(e))
                        break


def missing(request: Request, info: ModelInfo, dirs: Sequence[Path]) -> ModelError | None:
    """Why a control model that is asked for cannot be had, of the first of which that is so; None:
    all are there. Raises as `needed_for` does."""
    for one in filter(_is_controlled, request.techniques):
        try:
            _control(one, info, dirs)
        except ModelError as error:
            return error
    return None


def _is_controlled(one: Technique) -> bool:
    return one.declaration.id in controls.TITLES and bool(getattr(one, "enabled", True))


def _control(one: Technique, info: ModelInfo, dirs: Sequence[Path]) -> controls.ControlInfo:
    """The control model that a technique uses. ModelError where there is none that fits."""
    kind, model = getattr(one, "kind", ""), getattr(one, "model", "")
    family = info.family if info.prediction_type == PREDICTION else ""
    config = estimate.config_of(info)
    known = controls.find_controls(dirs)
    return controls.chosen(known, one.declaration.id, kind, model, config, family)


def _bytes(path: Path, item: int) -> int:
    """Bytes of a network's weights in memory."""
    if (path / "unet").is_dir():  # a refiner, which has the base's autoencoder
        return sum(_bytes(path / name, item) for name in ("unet", "text_encoder_2"))
    return sum(one.bytes(item) for one in _networks(path))


def _networks(path: Path) -> list[estimate.Part]:
    """The network in a file or a folder."""
    files = [path] if path.is_file() else sorted(path.glob("*.safetensors"))[:1]
    return [estimate.network_in(file) for file in files]


def _controls(request: Request, info: ModelInfo, dirs: Sequence[Path]) -> list[estimate.Part]:
    """The networks of control models, as far as they are found."""
    found: dict[Path, list[estimate.Part]] = {}
    for one in filter(_is_controlled, request.techniques):
        try:
            path = _control(one, info, dirs).path
        except ModelError:
            continue
        found[path] = _networks(path)
    return [part for parts in found.values() for part in parts]
