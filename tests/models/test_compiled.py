"""UNets compiled for the processor: the same predictions, and never those of other weights."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("openvino")
pytestmark = pytest.mark.model

from torch import Tensor  # noqa: E402

from core import places  # noqa: E402
from core.denoise.paint import paint  # noqa: E402
from core.errors import Cancelled  # noqa: E402
from core.geometry import Rect  # noqa: E402
from core.models.compiled import CompiledUNet, can  # noqa: E402
from core.models.library import find_models, named  # noqa: E402
from core.models.loading import LoadedModel, load  # noqa: E402
from core.request import Concept, RegionPrompt, Request  # noqa: E402
from core.techniques.multidiffusion import MultiDiffusion  # noqa: E402
from core.techniques.self_attention_guidance import SelfAttentionGuidance  # noqa: E402
from core.techniques.step_reuse import StepReuse  # noqa: E402
from tests.techniques.learned import diffusers_lora, numbers, save  # noqa: E402
from tests.tiny_models import tiny_model, tiny_sdxl  # noqa: E402

CPU = torch.device("cpu")
DOG = (RegionPrompt("a dog", box=Rect(0, 0, 32, 48)),)
REQUEST = Request("a cat", width=64, height=48, steps=3, batch=2, seed=1)


def compiled(model: LoadedModel) -> LoadedModel:
    made = CompiledUNet(model.unet, model.dtype)
    made.compile()
    return replace(model, compiled=made)


@pytest.fixture(scope="module")
def tiny() -> LoadedModel:
    return compiled(tiny_model())


@pytest.fixture(scope="module")
def starter() -> Callable[[torch.dtype], LoadedModel]:
    info = named(find_models(places.models()), "starter")
    return lambda dtype: load(info, dtype=dtype)


def painted(model: LoadedModel, request: Request = REQUEST) -> np.ndarray:
    return np.stack(paint(model, request)).astype(int)


def uses(model: LoadedModel, request: Request, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often the compiled UNet is asked while a request is painted."""
    asked = []
    own = CompiledUNet.predict

    def counted(self: CompiledUNet, *inputs: object, **more: object) -> Tensor:
        asked.append(1)
        return own(self, *inputs, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(CompiledUNet, "predict", counted)
        painted(model, request)
    return len(asked)


def test_plain_pictures_are_predicted_by_it_and_are_the_same(
    tiny: LoadedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert uses(tiny, REQUEST, monkeypatch) == REQUEST.steps
    assert abs(painted(tiny) - painted(replace(tiny, compiled=None))).max() <= 1  # in float32


@pytest.mark.parametrize(("rows", "height", "width"), [(1, 8, 8), (2, 16, 12), (3, 9, 13)])
def test_one_compiled_unet_predicts_latents_of_every_size(
    tiny: LoadedModel, rows: int, height: int, width: int
) -> None:
    dice = torch.Generator().manual_seed(3)
    latents = torch.randn(rows, 4, height, width, generator=dice)
    words = torch.randn(rows, 5 + rows, 32, generator=dice)
    for time in (1.0, 500.5, 999.0):
        own = tiny.unet(latents, torch.tensor(time), words, return_dict=False)[0]
        assert tiny.compiled is not None
        found = tiny.compiled.predict(latents, torch.tensor(time), words)
        assert torch.allclose(own, found, atol=2e-5), float((own - found).abs().max())


def test_residuals_of_a_controlnet_are_added_as_torch_does(tiny: LoadedModel) -> None:
    dice = torch.Generator().manual_seed(4)
    latents, words = torch.randn(1, 4, 8, 8, generator=dice), torch.randn(1, 7, 32, generator=dice)
    shapes = [(16, 8), (16, 8), (16, 4), (32, 4)]
    down = tuple(torch.randn(1, n, side, side, generator=dice) for n, side in shapes)
    middle = torch.randn(1, 32, 4, 4, generator=dice)
    own = tiny.unet(
        latents,
        torch.tensor(10.0),
        words,
        down_block_additional_residuals=down,
        mid_block_additional_residual=middle,
        return_dict=False,
    )[0]
    assert tiny.compiled is not None
    found = tiny.compiled.predict(latents, torch.tensor(10.0), words, down=down, middle=middle)
    assert torch.allclose(own, found, atol=2e-5)
    without = tiny.compiled.predict(latents, torch.tensor(10.0), words)
    assert not torch.allclose(own, without, atol=1e-2)


def test_a_unet_of_sdxl_is_told_the_size_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    model = compiled(tiny_sdxl())
    assert uses(model, REQUEST, monkeypatch) == REQUEST.steps
    assert abs(painted(model) - painted(replace(model, compiled=None))).max() <= 1


@pytest.mark.parametrize(
    "request_",
    [
        replace(REQUEST, techniques=(SelfAttentionGuidance(),)),
        replace(REQUEST, regions=DOG, techniques=(MultiDiffusion(regions_by="attention"),)),
        replace(REQUEST, techniques=(StepReuse(),)),
    ],
    ids=["attention is watched", "attention is masked", "steps are reused"],
)
def test_what_looks_into_the_unet_is_painted_by_torch_to_the_last_bit(
    tiny: LoadedModel, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert uses(tiny, request_, monkeypatch) == 0
    by_torch = painted(replace(tiny, compiled=None), request_)
    assert np.array_equal(painted(tiny, request_), by_torch)


def test_a_lora_counts_while_it_is_on_and_leaves_nothing_behind(
    tiny: LoadedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "lora.safetensors"
    save(file, diffusers_lora(numbers(tiny)))
    taught = replace(REQUEST, concepts=(Concept(str(file), weight=2.0),))
    before = painted(tiny)
    assert uses(tiny, taught, monkeypatch) == 0
    during = painted(tiny, taught)
    assert np.array_equal(during, painted(replace(tiny, compiled=None), taught))
    assert abs(during - before).max() > 1
    assert uses(tiny, REQUEST, monkeypatch) == REQUEST.steps
    assert np.array_equal(painted(tiny), before)


def test_whatever_changes_a_weight_is_noticed() -> None:
    model = compiled(tiny_model())
    own = model.compiled
    assert own is not None
    assert own.is_current()
    weight = model.unet.conv_in.weight
    kept = weight.data
    weight.data = kept + 1
    assert not own.is_current()
    weight.data = kept
    assert own.is_current()
    hook = model.unet.mid_block.register_forward_hook(lambda *_: None)
    assert not own.is_current()
    hook.remove()
    assert own.is_current()
    model.unet.conv_in.weight = torch.nn.Parameter(kept.clone(), requires_grad=False)
    assert not own.is_current()
    model.unet.conv_in.weight = weight
    with torch.no_grad():
        weight.add_(1)
    assert not own.is_current()


def test_weights_that_change_while_it_is_compiled_do_not_get_into_it() -> None:
    model = tiny_model()
    made = CompiledUNet(model.unet, model.dtype)
    weight = model.unet.conv_in.weight
    kept, weight.data = weight.data, weight.data + 1
    made.compile()
    weight.data = kept
    latents, words = torch.ones(1, 4, 8, 8), torch.ones(1, 7, 32)
    own = model.unet(latents, torch.tensor(10.0), words, return_dict=False)[0]
    assert torch.allclose(made.predict(latents, torch.tensor(10.0), words), own, atol=2e-5)


def test_a_prediction_that_is_not_wanted_any_more_ends_and_the_next_is_whole(
    tiny: LoadedModel,
) -> None:
    own = tiny.compiled
    assert own is not None
    words = torch.ones(2, 7, 32)
    large, small = torch.ones(2, 4, 256, 256), torch.ones(1, 4, 8, 8)
    before = own.predict(small, torch.tensor(1.0), words[:1])
    with pytest.raises(Cancelled):
        own.predict(large, torch.tensor(1.0), words, cancelled=lambda: True)
    assert torch.equal(own.predict(small, torch.tensor(1.0), words[:1]), before)
    assert threading.active_count() < 50


def test_in_bfloat16_it_is_as_near_to_float32_as_torch_is(
    starter: Callable[[torch.dtype], LoadedModel],
) -> None:
    """Relative error (RMS) of a prediction of the starter model: torch's is 0.0035."""
    exact, rough = starter(torch.float32), compiled(starter(torch.bfloat16))
    dice = torch.Generator().manual_seed(5)
    latents = torch.randn(2, 4, 24, 32, generator=dice)
    words = torch.randn(2, 48, exact.unet.config.cross_attention_dim, generator=dice)
    assert rough.compiled is not None
    for time in (20.0, 500.0, 980.0):
        at = torch.tensor(time)
        wanted = exact.unet(latents, at, words, return_dict=False)[0]
        by_torch = rough.unet(latents.bfloat16(), at, words.bfloat16(), return_dict=False)[0]
        found = rough.compiled.predict(latents.bfloat16(), at, words.bfloat16())
        assert _error(found, wanted) < 1.3 * _error(by_torch.float(), wanted)


def _error(found: Tensor, wanted: Tensor) -> float:
    return float((found - wanted).pow(2).mean().sqrt() / wanted.pow(2).mean().sqrt())


def test_only_what_the_processor_computes_in_types_that_both_have_is_compiled() -> None:
    unet = tiny_model().unet
    assert can(unet, CPU, torch.float32)
    assert not can(unet, CPU, torch.bfloat16), "its weights are of another type"
    assert not can(unet, torch.device("cuda"), torch.float32)
    assert not can(torch.nn.Linear(2, 2), CPU, torch.float32)


def test_openvino_is_imported_when_it_is_needed_and_tells_nobody(tmp_path: Path) -> None:
    import subprocess
    import sys

    program = (
        "import sys, core.generation.engine\n"
        "assert not any('openvino' in name for name in sys.modules)\n"
        "from core.models import compiled\n"
        "compiled._openvino()\n"
        "import openvino.frontend.pytorch.ts_decoder\n"
        "told = [name for name in sys.modules if 'telemetry' in name or '.ovc.' in name]\n"
        "assert not told, told\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[2])
