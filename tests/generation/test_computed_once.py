"""What does not change is computed once, on whatever way the next picture is asked for."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.model

from safetensors.torch import save_file  # noqa: E402

from core.control.edges import Canny  # noqa: E402
from core.denoise import prompt  # noqa: E402
from core.generation.engine import DiffusionEngine  # noqa: E402
from core.generation.events import AnyEvent, Done  # noqa: E402
from core.request import Concept, Fill, InpaintSettings, Pixels, Request  # noqa: E402
from core.steering import Steer  # noqa: E402
from core.techniques.controlnet import ControlNet  # noqa: E402
from core.techniques.multidiffusion import MultiDiffusion  # noqa: E402
from core.techniques.t2i_adapter import T2IAdapter  # noqa: E402
from tests.techniques.learned import diffusers_lora, numbers, save  # noqa: E402
from tests.techniques.settings import drawn  # noqa: E402
from tests.tiny_controls import save_adapter, save_controlnet  # noqa: E402
from tests.tiny_models import save_tiny_model, tiny_model  # noqa: E402

PLAIN = Request("a cat and a frog", negative_prompt="rain", model="one", width=64, height=64,
                steps=3, seed=1)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("models")
    model = tiny_model()
    save_tiny_model(made / "one")
    save_controlnet(made / "net", model)
    save_adapter(made / "adapter", model)
    save(made / "lora.safetensors", diffusers_lora(numbers(model)))
    dice = torch.Generator().manual_seed(4)
    save_file({"emb_params": torch.randn(2, 32, generator=dice)}, made / "frog.safetensors")
    return made


@pytest.fixture(scope="module")
def engine(folder: Path) -> DiffusionEngine:
    return DiffusionEngine([folder])


def painted(engine: DiffusionEngine, request: Request) -> Done:
    events: list[AnyEvent] = []
    engine.run(1, request, events.append, lambda: False)
    assert isinstance(events[-1], Done), events[-1]
    return events[-1]


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """How often texts and maps were encoded, and maps made."""
    from diffusers import T2IAdapter as Adapter
    from diffusers.models.controlnets.controlnet import ControlNetConditioningEmbedding

    found: Counter[str] = Counter()

    def counting(owner: Any, name: str, what: str) -> None:
        known = getattr(owner, name)

        def called(*args: Any, **kwargs: Any) -> Any:
            found[what] += 1
            return known(*args, **kwargs)

        monkeypatch.setattr(owner, name, called)

    with monkeypatch.context() as patched:
        monkeypatch = patched
        counting(prompt._Reader, "_encoded", "text")
        counting(ControlNetConditioningEmbedding, "forward", "map")
        counting(Adapter, "forward", "map")
        counting(Canny, "map", "made")
        yield found


PICTURE = drawn(64, 64)
USED = {
    "plain": {},
    "LoRA": {"concepts": ("lora.safetensors",)},
    "learned word": {"concepts": ("frog.safetensors",)},
    "both": {"concepts": ("lora.safetensors", "frog.safetensors")},
    "ControlNet": {"techniques": (ControlNet(image=PICTURE, preprocess=True),)},
    "adapter": {"techniques": (T2IAdapter(image=PICTURE),)},
}
MASK = Pixels(np.tile(np.where(np.arange(64) < 32, 255, 0).astype(np.uint8), (64, 1)))
NOISY = InpaintSettings(fill=Fill.NOISE, feather=0, blend=0)
WAYS = {
    "made again": lambda one: replace(one, seed=7),
    "a cell of a grid": lambda one: replace(one, guidance_scale=3.0, steps=4),
    "live painting": lambda one: replace(one, source=drawn(64, 64), strength=0.7),
    "steered": lambda one: replace(one, steering=(Steer(step=1, guidance_scale=2.0),)),
    "a batch": lambda one: replace(one, batch=3),
    "one by one": lambda one: replace(
        one, batch=2, source=PICTURE, mask=MASK, strength=1.0, inpaint=NOISY
    ),
}


@pytest.mark.parametrize("used", USED)
@pytest.mark.parametrize("way", WAYS)
def test_the_next_picture_encodes_nothing_anew(
    engine: DiffusionEngine, folder: Path, used: str, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    more: dict[str, Any] = dict(USED[used])
    if "concepts" in more:
        more["concepts"] = tuple(Concept(str(folder / name)) for name in more["concepts"])
    request = replace(PLAIN, prompt="a cat and a <frog>" if "word" in used else PLAIN.prompt)
    request = replace(request, **more)
    painted(engine, request)
    with counted(monkeypatch) as again:
        painted(engine, WAYS[way](request))
    assert not again


def test_another_prompt_lora_or_map_is_encoded(
    engine: DiffusionEngine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lora = Concept(str(folder / "lora.safetensors"))
    control = ControlNet(image=PICTURE, preprocess=True)
    request = replace(PLAIN, prompt="a dog", concepts=(lora,), techniques=(control,))
    first = painted(engine, request)
    for other, what in (
        (replace(request, prompt="a bird"), {"text"}),
        (replace(request, concepts=(replace(lora, weight=0.5),)), {"text"}),
        (replace(request, concepts=()), {"text"}),
        (replace(request, techniques=(replace(control, image=drawn(64, 48)),)), {"map", "made"}),
    ):
        with counted(monkeypatch) as again:
            painted(engine, other)
        assert set(again) == what, other
    pixels = painted(engine, request).results[0].pixels
    assert (pixels == first.results[0].pixels).all(), "and what was kept is the same"


def test_a_lora_that_is_taught_on_is_read_anew(
    engine: DiffusionEngine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "taught.safetensors"
    save(file, diffusers_lora(numbers(tiny_model())))
    request = replace(PLAIN, prompt="a fox", concepts=(Concept(str(file)),))
    before = painted(engine, request).results[0].pixels
    changed = {name: (a * 2, b) for name, (a, b) in numbers(tiny_model()).items()}
    save(file, diffusers_lora(changed))
    with counted(monkeypatch) as again:
        after = painted(engine, request).results[0].pixels
    assert again["text"] and (before != after).any()


@pytest.mark.parametrize("way", ["made again", "a cell of a grid", "steered", "a batch"])
def test_windows_share_calls_of_the_network(engine: DiffusionEngine, way: str) -> None:
    request = WAYS[way](
        replace(PLAIN, width=128, height=96, techniques=(MultiDiffusion(window=64, stride=32),))
    )
    painted(engine, request)
    (model,) = engine._models.loaded.values()
    rows: list[int] = []
    hook = model.unet.register_forward_pre_hook(lambda _, given: rows.append(len(given[0])))
    painted(engine, request)
    hook.remove()
    windows = 3 * 2
    own = 2 * request.batch
    assert sum(rows) == request.steps * windows * own
    assert len(rows) == request.steps * math.ceil(windows / (16 // own))
