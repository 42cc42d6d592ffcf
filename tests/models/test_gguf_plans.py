"""GGUF files and the other single files under each plan that fits a model into memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from gguf import GGMLQuantizationType as Kind
from gguf import quants
from safetensors.torch import save_file

from core.generation.engine import DiffusionEngine
from core.generation.events import Done
from core.models import quantise
from core.models.plan import PLANS
from core.request import Concept, Request
from tests.models.test_gguf import write
from tests.techniques.test_flow_lora import dotted, lora_of
from tests.tiny_flow_files import original, parts_of, save_comfyui

PACKED, PLAIN = "flux1-dev-Q8_0", "flux1-dev"


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("plans")
    _, parts = parts_of("flux")
    file = save_comfyui("flux", top, parts)
    state = parts["transformer"].state_dict()
    write(file.with_name(f"{PACKED}.gguf"), original("flux", state), Kind.Q8_0)
    loras = top / "lora.safetensors"
    save_file(dotted(lora_of(state, "attn."), "transformer."), loras)
    return top


def painted(top: Path, model: str, plan: str, **values: Any) -> Any:
    engine = DiffusionEngine([top / "models"], lambda: plan)
    events: list[Any] = []
    request = Request(
        model=model, prompt="a cat", width=64, height=64, steps=2, sampler="euler", seed=3, **values
    )
    engine.run(1, request, events.append, lambda: False)
    done = events[-1]
    assert isinstance(done, Done), done
    return done.results[0].pixels.astype(int)


@pytest.fixture(scope="module")
def whole(top: Path) -> Any:
    return {model: painted(top, model, "whole") for model in (PACKED, PLAIN)}


@pytest.mark.parametrize(
    ("model", "plan"),
    [(PACKED, "turns"), (PACKED, "four_bit"), (PLAIN, "streamed"), (PLAIN, "eight_bit")],
)
def test_the_picture_is_the_same_under_every_exact_plan(
    model: str, plan: str, top: Path, whole: Any
) -> None:
    found = painted(top, model, plan)
    off = np.abs(found - whole[model]).max()
    # What is packed already is not compressed once more; what is beside it may be.
    assert off <= (0 if not PLANS[plan].bits else 8 if model == PACKED else 60)


def test_packed_numbers_are_not_compressed_once_more() -> None:
    """Whatever the width of their rows of bytes is."""
    from diffusers.quantizers.gguf.utils import GGUFLinear, GGUFParameter

    layer = GGUFLinear(1024, 64, bias=False, compute_dtype=torch.float32)
    numbers = quants.quantize(np.random.default_rng(1).normal(size=(64, 1024)), Kind.Q8_0)
    layer._parameters["weight"] = GGUFParameter(torch.from_numpy(numbers), quant_type=Kind.Q8_0)
    assert layer.weight.shape[1] % quantise.GROUP == 0
    assert quantise.compress(torch.nn.Sequential(layer), 8)[0] is layer


@pytest.mark.parametrize(("model", "plan"), [(PACKED, "turns"), (PLAIN, "eight_bit")])
def test_a_lora_counts_under_every_plan(model: str, plan: str, top: Path, whole: Any) -> None:
    taught = {"concepts": (Concept(str(top / "lora.safetensors"), 4.0),)}
    wanted = painted(top, model, "whole", **taught)
    assert np.abs(wanted - whole[model]).max() > 10
    found = painted(top, model, plan, **taught)
    assert np.abs(found - wanted).max() <= 1
