"""Cancelling within a step: asked before every block of a module that is running."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from torch import nn
from torch.nn.modules.module import register_module_forward_pre_hook

from core.errors import Cancelled


@contextmanager
def interruptible(cancelled: Callable[[], bool], *modules: nn.Module) -> Iterator[None]:
    """While inside, whatever of the modules' blocks begins after a cancel raises Cancelled."""

    def ask(*_: object) -> None:
        if cancelled():
            raise Cancelled

    with ExitStack() as hooks:
        for module in modules:
            for block in _blocks(module):
                hooks.callback(block.register_forward_pre_hook(ask).remove)
        yield


@contextmanager
def interruptible_throughout(cancelled: Callable[[], bool]) -> Iterator[None]:
    """The same for every layer of whatever network runs: for those that others' objects hide."""

    def ask(*_: object) -> None:
        if cancelled():
            raise Cancelled

    hook = register_module_forward_pre_hook(ask)
    try:
        yield
    finally:
        hook.remove()


def _blocks(module: nn.Module) -> Iterator[nn.Module]:
    """Blocks, and the residual, attention and transformer layers in them; no single operations."""
    for child in module.modules():
        if isinstance(child, nn.ModuleList):
            yield from (block for block in child if any(block.children()))
