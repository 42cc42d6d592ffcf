"""What a second picture computes anew: with an unchanged prompt no text encoder runs."""

from __future__ import annotations

from dataclasses import replace

from core import places
from core.denoise.paint import paint
from core.models.library import find_models, named
from core.models.loading import LoadedModel, load
from core.request import Request
from desktop.bench import Figure

PLAIN = Request("a cat on a beach", width=256, height=256, steps=2, seed=1)


def run() -> list[Figure]:
    """Calls of the text encoder for another seed, and for another prompt."""
    model = load(named(find_models(places.models()), "starter"))
    first = _calls(model, PLAIN)
    again = _calls(model, replace(PLAIN, seed=2))
    other = _calls(model, replace(PLAIN, prompt="a dog on a beach", seed=2))
    parts = {"first": float(first), "other_prompt": float(other)}
    return [Figure("text encoder, second picture of a prompt", again, 0, "calls", parts)]


def _calls(model: LoadedModel, request: Request) -> int:
    calls: list[None] = []
    hook = model.text_encoder.register_forward_hook(lambda *_: calls.append(None))
    try:
        paint(model, request)
    finally:
        hook.remove()
    return len(calls)
