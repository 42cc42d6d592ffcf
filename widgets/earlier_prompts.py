"""Prompts of pictures that were made before, one after the other in a prompt's field."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from widgets.prompt_edit import PromptEdit


class EarlierPrompts:
    """Goes from what is being written to ever earlier prompts, and back again to that.

    `ask` is called with who gets the prompts, the latest first; whoever writes on in one of them
    begins anew from there.
    """

    def __init__(
        self,
        field: PromptEdit,
        replace: Callable[[str], object],
        ask: Callable[[Callable[[Sequence[str]], object]], object],
    ) -> None:
        self._field, self._replace, self._ask = field, replace, ask
        self._prompts: list[str] = []
        self._at = 0

    def step(self, by: int) -> None:
        """To an earlier one (1), or a later (-1)."""
        if self._prompts and self._field.toPlainText() == self._prompts[self._at]:
            self._go(by)
        elif by > 0:
            self._ask(self._begin)

    def _begin(self, prompts: Sequence[str]) -> None:
        written = self._field.toPlainText()
        self._prompts = [written, *(prompt for prompt in prompts if prompt != written)]
        self._at = 0
        self._go(1)

    def _go(self, by: int) -> None:
        at = min(max(self._at + by, 0), len(self._prompts) - 1)
        if at != self._at:
            self._at = at
            self._replace(self._prompts[at])
