"""Where a run of the pass stands between two of its steps, as plain numbers (no torch until used).

All that a step depends on beside the request: the latents, what the sampler and the techniques
remember of earlier steps, and the pictures' random numbers. No model is in it and no file, so it
crosses to other processes, and costs some times what the latents take. Whatever else a run has is
the same when it is begun anew, since equal requests begin equally.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt
    from torch import Tensor

    from core.denoise.places import Places
    from core.denoise.run import Run


@dataclass(frozen=True, eq=False)
class Numbers:
    """A tensor of any type and shape, as the bytes of it."""

    array: npt.NDArray[Any]
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    """How it lay in memory: convolutions round otherwise when that is another way."""
    dtype: str


@dataclass(frozen=True, eq=False)
class Midway:
    """A run after `step` of its steps."""

    step: int
    state: Mapping[str, Any]
    """Tensors are `Numbers` in it, at any depth."""

    @property
    def nbytes(self) -> int:
        """Bytes of all its tensors."""
        return _bytes(self.state)


class SetAside(BaseException):
    """Unwinds a run that is to go on later. No `Exception`, as little as `Cancelled` is one."""

    def __init__(self, midway: Midway) -> None:
        super().__init__()
        self.midway = midway


def kept(run: Run, step: int, latents: Tensor, clean: Tensor) -> Midway:
    """What a run has come to after so many steps; `clean`: what the last of them predicted."""
    state = {
        "latents": latents,
        "clean": clean,
        "sampler": run.schedule.remembered(latents),
        "dice": [generator.get_state() for generator in run.generators],
        "places": {
            name: remembered
            for name, place in _named(run)
            if (remembered := place.remembered()) is not None
        },
    }
    return Midway(step, _plain(state))


def restored(run: Run, midway: Midway) -> tuple[Tensor, Tensor]:
    """Brings a run that was just begun to where another one stood; the latents and what was
    predicted of them, both (pictures, 4, h, w)."""
    state = _tensors(midway.state, run)
    latents: Tensor = state["latents"]
    run.schedule.remember(state["sampler"], latents)
    for generator, dice in zip(run.generators, state["dice"], strict=True):
        generator.set_state(dice.cpu())
    for name, place in _named(run):
        if name in state["places"]:
            place.remember(state["places"][name])
    return latents, state["clean"]


def _named(run: Run) -> list[tuple[str, Places]]:
    """The places of a run by names that others of its kind have as well: the second SEGA of one is
    that of the other, whatever stands between them."""
    seen: dict[str, int] = {}
    found = []
    for place in run.places:
        kind = f"{type(place).__module__}.{type(place).__qualname__}"
        seen[kind] = seen.get(kind, 0) + 1
        found.append((f"{kind} {seen[kind]}", place))
    return found


def _plain(value: Any) -> Any:
    """Every tensor in a value as `Numbers` of its own."""
    import torch

    if isinstance(value, torch.Tensor):
        flat = value.detach().cpu().contiguous().reshape(-1)
        array = flat.view(torch.uint8).numpy().copy()
        dtype = str(value.dtype).removeprefix("torch.")
        return Numbers(array, tuple(value.shape), tuple(value.stride()), dtype)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"a {type(value).__name__} is not kept while a job is set aside")


def _tensors(value: Any, run: Run) -> Any:
    """The same with tensors again, on the run's device."""
    import torch

    if isinstance(value, Numbers):
        flat = torch.from_numpy(value.array.copy()).view(getattr(torch, value.dtype))
        tensor = flat.reshape(value.shape)
        if 0 not in value.strides:
            tensor = torch.empty_strided(value.shape, value.strides, dtype=flat.dtype).copy_(tensor)
        return tensor.to(run.model.device)
    if isinstance(value, Mapping):
        return {key: _tensors(item, run) for key, item in value.items()}
    if isinstance(value, list):
        return [_tensors(item, run) for item in value]
    return value


def _bytes(value: Any) -> int:
    if isinstance(value, Numbers):
        return int(value.array.nbytes)
    if isinstance(value, Mapping):
        return sum(map(_bytes, value.values()))
    return sum(map(_bytes, value)) if isinstance(value, list) else 0
