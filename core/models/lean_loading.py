"""Loading a model under a plan that saves memory: part by part, each let go of until its turn."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from accelerate import init_empty_weights
from torch import nn

from core import allocator
from core.models import library, quantise
from core.models.offload import (
    Anew,
    Compressed,
    Files,
    Home,
    Looks,
    Part,
    Prefixed,
    Together,
    Turns,
)
from core.models.plan import Plan

DENOISER, ENCODER = ("unet", "transformer"), "text_encoder"
PREFIX = "text_model."
"""Before the names of CLIP's tensors in files, and no longer in its modules."""


class Lean:
    """Takes networks as they are loaded, and makes of them the parts that take turns."""

    def __init__(
        self, plan: Plan, device: torch.device, dtype: torch.dtype, *, shared: bool
    ) -> None:
        """`shared`: the device has no memory of its own, so that the disk is what parts wait on."""
        self._plan, self._device, self._dtype, self._shared = plan, device, dtype, shared
        self._encoders: dict[str, Part] = {}
        self._homes: dict[str, Home | None] = {}
        self._parts: dict[str, Part] = {}
        if shared:
            allocator.return_large_at_once()

    def taken(
        self,
        name: str,
        kind: Any,
        load: Callable[[], Any],
        folder: Path | None,
        stem: str,
        prepare: Callable[[Any], Any] = lambda module: module,
        dtype: torch.dtype | None = None,
    ) -> Any:
        """The network of that name, with its weights where they wait.

        `load` loads it whole, without moving it; `folder` has its files, None when their tensors
        have other names than its parameters; `prepare` sets the layout that it computes in.
        """
        files = None if folder is None else Files(library.weight_files(folder, stem))
        made = None
        if files is not None and folder is not None and (self._shared or self._plan.bits):
            made = _skeleton(kind, folder, files, dtype or self._dtype, prepare)
        module, looks = made or (prepare(load()), None)
        home = self._home(module, files, load)
        module = module.requires_grad_(False).eval()
        if any(quantise.is_packed(one) for one in module.modules()):
            # Packed already (GGUF, NF4): such numbers are moved, and never exchanged.
            self._parts[name] = Compressed(module, self._device, shared=self._shared)
            return module
        if name in DENOISER and self._plan.bits:
            self._parts[name] = self._compressed(module, home, looks)
            return module
        kept = home if self._shared else None
        streamed = self._plan.streamed and name in DENOISER
        part = Part(module, self._device, kept, streamed=streamed, looks=looks)
        if name.startswith(ENCODER):  # all of them have their turn together
            self._encoders[name] = part
            self._homes[name] = kept
        else:
            self._parts[name] = part
        return module

    def turns(self) -> Turns:
        """The turns of all that was taken."""
        parts = dict(self._parts)
        if self._encoders:
            homes = {name: home for name, home in self._homes.items() if home is not None}
            # A file with other names would be read as a whole for each of its layers.
            readable = not any(isinstance(home, Anew) for home in homes.values())
            parts[ENCODER] = Part(
                nn.ModuleDict({name: part.module for name, part in self._encoders.items()}),
                self._device,
                Together(homes) if homes else None,
                streamed=self._plan.streams_encoders and readable,
                looks={
                    f"{name}.{one}": looks
                    for name, part in self._encoders.items()
                    for one, looks in part.looks.items()
                },
            )
        return Turns(parts)

    def _home(self, module: nn.Module, files: Files | None, load: Callable[[], Any]) -> Home:
        names = [name for name, _ in module.named_parameters()]
        if files is not None and files.has(names):
            return files
        if files is not None and files.has(PREFIX + name for name in names):
            return Prefixed(files, PREFIX)
        return Anew(load)

    def _compressed(self, module: nn.Module, home: Home, looks: Mapping[str, Looks] | None) -> Part:
        """Layer by layer, so that no more than one of them is there in both forms."""
        cpu = torch.device("cpu")
        kept = None if looks is None else home
        part = Part(module, cpu, kept, streamed=True, looks=looks)
        for path, block in part.layers.items():
            block.bring()
            made = quantise.compress(module.get_submodule(path), self._plan.bits)
            module.set_submodule(path, made)
            block.keep_only(made)
        part.begin()
        allocator.give_back()
        return Compressed(module, self._device, shared=self._shared)


def _skeleton(
    kind: Any, folder: Path, files: Files, dtype: torch.dtype, prepare: Callable[[Any], Any]
) -> tuple[Any, dict[str, Looks]] | None:
    """A network without numbers, and how its parameters are to look; None where only loading tells:
    it has numbers that are not in the files, or of another type than the rest."""
    if not issubclass(kind, nn.Module) or getattr(kind, "_keep_in_fp32_modules", None):
        return None
    with init_empty_weights(include_buffers=False), warnings.catch_warnings():
        # diffusers tells of what it will move within itself.
        warnings.simplefilter("ignore", FutureWarning)
        if hasattr(kind, "load_config"):  # diffusers
            made = kind.from_config(kind.load_config(folder, local_files_only=True))
        else:
            made = kind(kind.config_class.from_pretrained(folder, local_files_only=True))
    if any(True for _ in made.buffers()):
        return None
    if not files.has(name for name, _ in made.named_parameters()):
        return None
    made = prepare(made)
    looks = {name: Looks.of(one, dtype) for name, one in made.named_parameters()}
    for owner in made.modules():
        for name, one in list(owner._parameters.items()):
            if one is not None:
                empty = torch.empty(1, dtype=dtype).expand(one.shape)
                owner._parameters[name] = nn.Parameter(empty, requires_grad=False)
    return made, looks
