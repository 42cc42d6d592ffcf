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
    from collections.abc import Sequence

    import numpy.typing as npt
    from torch import Tensor

    from core.denoise.places import Places
    from core.denoise.run import Found, Run


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


class Told:
    """What was found, and what the artist is to be told, in stretches of a run that are over."""

    def __init__(self, midway: Midway | None) -> None:
        """Goes on from what was told before a run was set aside."""
        state: Mapping[str, Any] = {} if midway is None else midway.state.get("told", {})
        self.warnings: list[str] = list(state.get("warnings", ()))
        self.found: list[Found] = [_found(one) for one in state.get("found", ())]

    def add(self, warnings: Sequence[str], found: Sequence[Found]) -> None:
        """What another stretch has told; what it found anew takes the place of what was."""
        self.warnings += [one for one in warnings if one not in self.warnings]
        anew = {(one.technique, one.name, one.index) for one in found}
        self.found = [one for one in self.found if (one.technique, one.name, one.index) not in anew]
        self.found += found

    def state(self) -> dict[str, Any]:
        found = [
            {
                "technique": one.technique,
                "name": one.name,
                "index": one.index,
                "coverage": one.coverage,
                "keeps": one.keeps,
            }
            for one in self.found
        ]
        return {"warnings": self.warnings, "found": found}


def _found(state: Mapping[str, Any]) -> Found:
    from core.denoise.run import Found

    return Found(**{**state, "coverage": _tensor(state["coverage"])})


def kept(run: Run, step: int, latents: Tensor, clean: Tensor, told: Told) -> Midway:
    """What a run has come to after so many steps; `clean`: what the last of them predicted, `told`:
    what all its stretches have."""
    state = {
        "told": told.state(),
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
    state = _tensors({key: one for key, one in midway.state.items() if key != "told"}, run)
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


def _tensor(numbers: Numbers) -> Tensor:
    import torch

    flat = torch.from_numpy(numbers.array.copy()).view(getattr(torch, numbers.dtype))
    tensor = flat.reshape(numbers.shape)
    if 0 in numbers.strides:
        return tensor
    return torch.empty_strided(numbers.shape, numbers.strides, dtype=flat.dtype).copy_(tensor)


def _tensors(value: Any, run: Run) -> Any:
    """The same with tensors again, on the run's device."""
    if isinstance(value, Numbers):
        return _tensor(value).to(run.model.device)
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
