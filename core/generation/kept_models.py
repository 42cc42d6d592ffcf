"""The models that are kept in memory for jobs to come: the last few, and no other where memory is
scarce."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from core import garbage
from core.models import devices
from core.models.library import find_models, named, refiners
from core.models.loading import beside, load, load_refiner
from core.models.parts import SHARE, Parts
from core.models.shelf import fingerprint

if TYPE_CHECKING:
    from core.models.info import ModelInfo
    from core.models.loading import LoadedModel
    from core.models.plan import Plan
    from core.models.stand_ins import StandIn
    from core.request import Request

MOST = 2
"""How many are kept."""


class KeptModels:
    """Models on one device, loaded when a job wants them and they are not there yet."""

    def __init__(self, device: torch.device, dirs: Sequence[Path]) -> None:
        self._device = device
        self._dirs = tuple(dirs)
        self.loaded: OrderedDict[object, LoadedModel] = OrderedDict()
        """What was used last is the last."""
        self.parts = Parts(SHARE * devices.of(device).memory)

    @property
    def bytes(self) -> int:
        """What their weights take on the device."""
        return sum(_held(model) for model in self.loaded.values())

    def clear(self) -> None:
        """Lets go of all of them; their memory is free after `free_memory`."""
        self.loaded.clear()
        self.parts.clear()

    def model(
        self,
        info: ModelInfo,
        others: Mapping[str, StandIn],
        plan: Plan,
        *,
        cancelled: Callable[[], bool],
        told: Callable[[LoadedModel], object],
    ) -> LoadedModel:
        """The model with these networks in place of its own, loaded only when it, its files
        or its plan are new; `told` hears of it then."""
        folders = [folder for folder in (info.path, info.base) if folder is not None]
        folders += [one.path for one in others.values()]
        if info.assembly is not None:
            folders += dict.fromkeys(
                piece.path for piece in info.assembly.pieces.values() if piece.path.name
            )
        files = tuple((folder, fingerprint(folder)) for folder in folders)
        key = files, tuple(others), plan.turns, plan.streamed, plan.bits
        model = self.loaded.pop(key, None)
        if model is None:
            if plan.turns:
                self.clear()
            while len(self.loaded) >= MOST:
                self.loaded.popitem(last=False)
            free_memory()
            model = load(
                info,
                device=self._device,
                cancelled=cancelled,
                parts=self.parts,
                stand_ins=others,
                plan=plan,
            )
            told(model)
        if model.plan != plan:  # which differs in what costs no loading
            model = replace(model, plan=plan)
        self.loaded[key] = model
        return model

    def refiner(
        self, request: Request, base: LoadedModel, cancelled: Callable[[], bool]
    ) -> LoadedModel | None:
        """The model that finishes what `base` begins, if the request wants one; kept as that is."""
        if request.refiner is None:
            return None
        info = named(refiners(find_models(self._dirs)), request.refiner.model)
        key = info.path, fingerprint(info.path), base.dtype
        model = self.loaded.pop(key, None)
        if model is None:
            model = load_refiner(info, base, cancelled=cancelled, parts=self.parts)
        self.loaded[key] = model
        return beside(model, base)


def _held(model: LoadedModel) -> int:
    """Bytes of a model's weights that are on the device."""
    if model.turns is not None:
        return 0
    own = (one for module in model.modules for one in module.parameters())
    return sum(one.numel() * one.element_size() for one in own)


def free_memory() -> None:
    """Gives back what nothing holds any more, on the device as well."""
    garbage.collect()
    devices.release()
