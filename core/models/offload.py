"""Parts of a model that take turns on the device, and blocks of one that do (plans that save
memory).

What does not compute is in the machine's memory where the device has its own, and else on the disk,
from which it is read anew: then only it makes room. Nobody who uses a model has to know: hooks see
a network, or a layer of it, begin, and bring it. While a run lasts they are there, and gone after
it. The hooks of diffusers and accelerate do not serve: they keep copies of the weights from before
a run changed them (LoRA, model editing), and watch a network's own call alone, where the pass calls
single layers too (step reuse).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from core import allocator
from core.models import estimate, weights

TYPES = {
    "F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16,
}  # fmt: skip


def moved(tensor: Tensor, device: torch.device) -> Tensor:
    """A tensor on a device."""
    return tensor.to(device)


CACHE_LINE = 64
"""Bytes to whose multiples memory is lined up."""


class Home(Protocol):
    """Where the weights of a network are while they do not compute."""

    def read(self, names: Sequence[str]) -> Iterator[tuple[str, Tensor]]:
        """The tensors of these names, as the files have them, or nearer to what is wanted: one by
        one, so that no more than one of them is there in two number types."""


class Files:
    """safetensors files whose tensors are named as the network's parameters. Read, not mapped into
    memory: what is mapped stays there as long as any tensor of the file does."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._places = {
            name: (file, start, kind, shape)
            for file in files
            for name, (start, kind, shape) in weights.places(file).items()
        }

    def has(self, names: Iterable[str]) -> bool:
        """Whether all of these are there, in numbers that are known."""
        return all(name in self._places and self._places[name][2] in TYPES for name in names)

    def read(self, names: Sequence[str]) -> Iterator[tuple[str, Tensor]]:
        for name in names:
            file, start, kind, shape = self._places[name]
            tensor = _placed_alike(shape, TYPES[kind], start)
            with file.open("rb", buffering=0) as stream:
                stream.seek(start)
                flat = tensor.view(-1).view(torch.uint8).numpy()
                left = memoryview(flat.data)
                while left and (got := stream.readinto(left)):
                    left = left[got:]
            if left:
                raise OSError(f"{file.name} has become shorter")
            yield name, tensor
            del tensor, flat, left


def _placed_alike(shape: Sequence[int], dtype: torch.dtype, start: int) -> Tensor:
    """An empty tensor that begins as far from a multiple of 64 bytes as it does where its file is
    mapped into memory: products differ in their last bit by it, and so would pictures."""
    size = math.prod(shape) * dtype.itemsize
    room = torch.empty(size + 2 * CACHE_LINE, dtype=torch.uint8)
    offset = (start - room.data_ptr()) % CACHE_LINE
    if offset % dtype.itemsize:  # a file that nobody could map, whose tensors are copied
        offset = 0
    return room[offset : offset + size].view(dtype).view(tuple(shape))


class Prefixed:
    """Files whose tensors are all named with the same words before."""

    def __init__(self, files: Files, prefix: str) -> None:
        self._files, self._prefix = files, prefix

    def read(self, names: Sequence[str]) -> Iterator[tuple[str, Tensor]]:
        for name, tensor in self._files.read([self._prefix + name for name in names]):
            yield name.removeprefix(self._prefix), tensor


class Together:
    """Several networks that have their turn together, each by its name."""

    def __init__(self, homes: Mapping[str, Home]) -> None:
        self._homes = dict(homes)

    def read(self, names: Sequence[str]) -> Iterator[tuple[str, Tensor]]:
        for first, home in self._homes.items():
            own = [name.removeprefix(f"{first}.") for name in names if name.startswith(f"{first}.")]
            for name, one in home.read(own) if own else ():
                yield f"{first}.{name}", one


class Anew:
    """Any network, loaded again as a whole: for files whose tensors have other names."""

    def __init__(self, load: Callable[[], nn.Module]) -> None:
        self._load = load

    def read(self, names: Sequence[str]) -> Iterator[tuple[str, Tensor]]:
        found = dict(self._load().named_parameters())
        for name in names:
            yield name, found.pop(name).data


@dataclass(frozen=True, eq=False)
class Looks:
    """How a parameter is in memory: number type and layout, to the last stride, for kernels differ
    in their last bit by it."""

    dtype: torch.dtype
    strides: tuple[int, ...]

    @classmethod
    def of(cls, tensor: Tensor, dtype: torch.dtype | None = None) -> Looks:
        return cls(dtype or tensor.dtype, tensor.stride())

    def like(self, tensor: Tensor) -> Tensor:
        if (tensor.dtype, tensor.stride()) == (self.dtype, self.strides):
            return tensor
        made = torch.empty_strided(tensor.shape, self.strides, dtype=self.dtype)
        return made.copy_(tensor)


class Block:
    """Parameters that are on the device together: a network, or a layer of it."""

    def __init__(
        self,
        parameters: Mapping[str, nn.Parameter],
        device: torch.device,
        home: Home | None,
        looks: Mapping[str, Looks],
    ) -> None:
        """`home` is the disk; None: the parameters have their home where they are now."""
        self._parameters, self._looks = dict(parameters), looks
        self._device, self._home = device, home
        self._at_home: dict[str, Tensor] = {}
        self._brought: dict[str, int] = {}
        self.here = False

    def holds(self, module: nn.Module) -> bool:
        """Whether parameters of the module itself are among them."""
        own = {id(one) for one in self._parameters.values()}
        return any(id(one) in own for one in module._parameters.values())

    def empty(self) -> None:
        """Lets go of the numbers, which the home has: what is left is one that is none, so that
        nothing can be computed with it unnoticed."""
        for name in self._parameters:
            self._drop(name)
        self.here = False

    def keep_only(self, module: nn.Module) -> None:
        """Lets go of what the module has exchanged for something else."""
        there = {id(one) for one in module.parameters()}
        for name in [name for name, one in self._parameters.items() if id(one) not in there]:
            self._drop(name)
            del self._parameters[name]

    def _drop(self, name: str) -> None:
        one = self._parameters[name]
        one.data = torch.full((1,), math.nan, dtype=self._looks[name].dtype).expand(one.shape)

    def bring(self) -> None:
        """Onto the device, if it is not there."""
        if self.here:
            return
        if self._home is not None:
            try:
                for name, found in self._home.read(tuple(self._parameters)):
                    looks = self._looks[name]
                    self._parameters[name].data = moved(looks.like(found), self._device)
                    del found
            except BaseException:
                self.empty()
                raise
        else:
            for name, one in self._parameters.items():
                self._at_home[name] = one.data
                one.data = moved(one.data, self._device)
                self._brought[name] = one.data.data_ptr()
        self.here = True

    def leave(self) -> None:
        """Off the device. What a run has changed meanwhile is taken home as it is; everything else
        is there already."""
        if not self.here:
            return
        if self._home is not None:
            self.empty()
            return
        for name, one in self._parameters.items():
            home = self._at_home[name]
            same = one.data.data_ptr() == self._brought[name]
            one.data = home if same else one.data.to(home.device)
        self._at_home, self._brought = {}, {}
        self.here = False


class Part:
    """A network that takes its turn: all of it, or one layer after the other."""

    def __init__(
        self,
        module: nn.Module,
        device: torch.device,
        home: Home | None,
        *,
        streamed: bool = False,
        looks: Mapping[str, Looks] | None = None,
    ) -> None:
        """`looks`: of parameters that have no numbers yet."""
        self.module = module
        self._device = device
        self.from_disk = home is not None
        own = dict(module.named_parameters())
        self.looks = looks or {name: Looks.of(one.data) for name, one in own.items()}
        names: dict[str, list[str]] = {}
        rest = list(own)
        if streamed:
            names, rest = estimate.units({name: one.numel() for name, one in own.items()})
        self._frame = Block({name: own[name] for name in rest}, device, home, self.looks)
        self.layers = {
            path: Block({name: own[name] for name in inside}, device, home, self.looks)
            for path, inside in names.items()
        }
        self._buffers: list[tuple[nn.Module, str, Tensor]] = []
        if home is not None:
            for block in (self._frame, *self.layers.values()):
                block.empty()

    def begin(self) -> None:
        """Its turn begins."""
        if not self._buffers:
            for owner in self.module.modules():
                for name, buffer in owner._buffers.items():
                    if buffer is not None and buffer.device != self._device:
                        self._buffers.append((owner, name, buffer))
                        owner._buffers[name] = buffer.to(self._device)
        self._frame.bring()

    def end(self) -> None:
        """Its turn is over."""
        for owner, name, buffer in self._buffers:
            owner._buffers[name] = buffer
        self._buffers = []
        for block in (self._frame, *self.layers.values()):
            block.leave()

    def bring(self) -> None:
        """All of it, at once."""
        self.begin()
        for block in self.layers.values():
            block.bring()


class Compressed(Part):
    """A network with compressed weights, which no file has: it is moved as one, and stays where the
    device has no memory of its own."""

    def __init__(self, module: nn.Module, device: torch.device, *, shared: bool) -> None:
        self.module, self.layers, self.from_disk = module, {}, False
        self._device, self._shared = device, shared

    def begin(self) -> None:
        if not self._shared:
            nn.Module.to(self.module, self._device)

    def end(self) -> None:
        if not self._shared:
            nn.Module.to(self.module, "cpu")


class Turns:
    """The parts of a model, of which one is on the device at a time."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        self._parts = dict(parts)
        self._now: Part | None = None
        self._held: set[str] = set()

    @contextmanager
    def running(self) -> Iterator[None]:
        """While inside, parts come when they begin to compute; afterwards all are at home."""
        hooks: list[Any] = []
        if any(part.from_disk for part in self._parts.values()):
            allocator.return_large_at_once()
        try:
            for name, part in self._parts.items():
                for module in part.module.modules():
                    hooks.append(module.register_forward_pre_hook(self._turn_of(name)))
                for path, block in part.layers.items():
                    layer = part.module.get_submodule(path)
                    for module in layer.modules():
                        hooks.append(module.register_forward_pre_hook(_bringing(block)))
                    hooks.append(layer.register_forward_hook(self._leaving(name, block)))
                    for module in _sharing(part.module, layer, block):
                        hooks.append(module.register_forward_pre_hook(_bringing(block)))
                        hooks.append(module.register_forward_hook(self._leaving(name, block)))
            yield
        finally:
            for hook in hooks:
                hook.remove()
            self._held, self._now = set(), None
            for part in self._parts.values():
                part.end()
            allocator.give_back()

    def hold_edited(self) -> None:
        """The run is going to change weights of all parts but the autoencoder. What waits on the
        disk would come back as it was: such parts are brought now, and stay until the run is
        over."""
        for name, part in self._parts.items():
            if part.from_disk and name != "vae":
                part.bring()
                self._held.add(name)

    def _begin(self, name: str) -> None:
        part = self._parts[name]
        if part is self._now:
            return
        for other, before in self._parts.items():
            if before is not part and other not in self._held:
                before.end()
        allocator.give_back()
        self._now = part
        part.begin()

    def _turn_of(self, name: str) -> Callable[..., None]:
        def begins(*_: object) -> None:
            self._begin(name)

        return begins

    def _leaving(self, name: str, block: Block) -> Callable[..., None]:
        def ends(*_: object) -> None:
            # Whoever wants gradients needs the weights once more, on the way back.
            if name not in self._held and not torch.is_grad_enabled():
                block.leave()

        return ends


def _sharing(network: nn.Module, layer: nn.Module, block: Block) -> list[nn.Module]:
    """Modules beside a layer that compute with its parameters: embeddings that two of them have."""
    inside = set(layer.modules())
    return [one for one in network.modules() if one not in inside and block.holds(one)]


def _bringing(block: Block) -> Callable[..., None]:
    def begins(*_: object) -> None:
        block.bring()

    return begins
