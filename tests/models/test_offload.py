"""Parts that take turns make the same pictures, hold less, and leave nothing behind."""

from __future__ import annotations

import weakref
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.model

from safetensors.torch import save_file  # noqa: E402
from torch import Tensor  # noqa: E402

from core import places  # noqa: E402
from core.denoise.paint import paint  # noqa: E402
from core.errors import Cancelled  # noqa: E402
from core.models import devices, offload  # noqa: E402
from core.models.library import find_models, named  # noqa: E402
from core.models.loading import LoadedModel, load  # noqa: E402
from core.models.plan import (  # noqa: E402
    EIGHT_BIT,
    EXACT,
    FOUR_BIT,
    SMALL_TILE,
    STREAMED,
    TURNS,
    WHOLE,
    Plan,
)
from core.request import Request  # noqa: E402
from tests.flow_models import info_of  # noqa: E402
from tests.techniques.settings import PROGRAMS, Bench, setting  # noqa: E402
from tests.tiny_models import save_tiny_model, save_tiny_sdxl  # noqa: E402
from tests.tiny_single_file import networks, save_single  # noqa: E402
from tests.tracking import Alive  # noqa: E402

LEAN = EXACT[1:]
QUICK = Request("a cat on a beach", width=64, height=64, steps=2, seed=5)
FLOWS = ("sd3", "flux-dev", "flux2-dev", "qwen-image", "z-image", "chroma", "sana")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("bench"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("models")
    save_tiny_sdxl(top / "xl")
    save_single(top / "single.safetensors", "sd1", networks("sd1"))
    for channels in (4, 5, 8):
        save_tiny_model(top / f"tiny-{channels}", channels=channels)
    return top


class Device:
    """Stands for a device with memory of its own: knows what lies there."""

    def __init__(self) -> None:
        self.now = self.peak = 0

    def moved(self, tensor: Tensor, device: object) -> Tensor:
        there = tensor.clone(memory_format=torch.preserve_format)
        storage = there.untyped_storage()
        self.now += storage.nbytes()
        self.peak = max(self.peak, self.now)
        weakref.finalize(storage, self._gone, storage.nbytes())
        return there

    def _gone(self, size: int) -> None:
        self.now -= size


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> Device:
    made = Device()
    monkeypatch.setattr(offload, "moved", made.moved)
    monkeypatch.setattr(devices, "shares_memory", lambda _: False)
    return made


def loaded(models: Path, id: str, plan: Plan) -> LoadedModel:
    info = named(find_models([models]), id)
    return load(info, device="cpu", dtype=torch.float32, plan=plan)


def own(model: LoadedModel) -> int:
    """Bytes of numbers that a model holds."""
    held = {
        one.untyped_storage().data_ptr(): one.untyped_storage().nbytes()
        for module in model.modules
        for one in module.parameters()
    }
    return sum(held.values())


def hooks_of(model: LoadedModel) -> int:
    return sum(
        len(module._forward_pre_hooks) + len(module._forward_hooks)
        for part in model.modules
        for module in part.modules()
    )


@pytest.mark.parametrize("plan", LEAN, ids=lambda plan: plan.id)
@pytest.mark.parametrize("id", ["xl", "single", "tiny-4"])
def test_parts_from_the_disk_make_the_same_picture(folder: Path, id: str, plan: Plan) -> None:
    whole, lean = loaded(folder, id, WHOLE), loaded(folder, id, plan)
    assert own(lean) < own(whole) / 20, "nothing waits in memory"
    assert np.array_equal(paint(lean, QUICK), paint(whole, QUICK))
    # transformers leaves hooks of its own the first time that it is asked for hidden states.
    assert own(lean) < own(whole) / 20 and hooks_of(lean) == hooks_of(whole)


@pytest.mark.parametrize("plan", LEAN, ids=lambda plan: plan.id)
@pytest.mark.parametrize("kind", FLOWS)
def test_families_of_transformers_do_so_too(kind: str, plan: Plan) -> None:
    whole, lean = (
        load(info_of(kind), device="cpu", dtype=torch.float32, plan=one) for one in (WHOLE, plan)
    )
    assert own(lean) < own(whole) / 10
    assert np.array_equal(paint(lean, QUICK), paint(whole, QUICK))
    assert own(lean) < own(whole) / 10


@pytest.mark.parametrize("id", PROGRAMS)
def test_every_technique_works_with_blocks_from_the_disk(
    folder: Path, bench: Bench, id: str
) -> None:
    request = bench.asked([id])
    _, shelf = bench.model([id])
    name = f"tiny-{setting(id).channels}"
    wanted = paint(loaded(folder, name, WHOLE), request, shelf=shelf)
    lean = loaded(folder, name, STREAMED)
    assert np.array_equal(paint(lean, request, shelf=shelf), wanted)
    assert own(lean) < 20_000
    assert np.array_equal(paint(lean, request, shelf=shelf), wanted), "once more: no trace"


@pytest.mark.parametrize("id", PROGRAMS)
def test_every_technique_works_on_a_device_with_memory_of_its_own(
    folder: Path, bench: Bench, device: Device, id: str
) -> None:
    request = bench.asked([id])
    _, shelf = bench.model([id])
    name = f"tiny-{setting(id).channels}"
    whole, lean = loaded(folder, name, WHOLE), loaded(folder, name, STREAMED)
    before = [one.clone() for module in lean.modules for one in module.parameters()]
    wanted = paint(whole, request, shelf=shelf)
    assert np.array_equal(paint(lean, request, shelf=shelf), wanted)
    assert device.now == 0, "nothing is left there"
    after = [one for module in lean.modules for one in module.parameters()]
    assert all(torch.equal(a, b) for a, b in zip(before, after, strict=True))


@pytest.mark.parametrize(("plan", "share"), [(TURNS, 0.75), (STREAMED, 0.5)])
def test_a_device_holds_the_largest_part_or_block_at_most(
    device: Device, plan: Plan, share: float
) -> None:
    lean = loaded(places.resources(), "starter", plan)
    total = own(lean)
    sizes = [sum(p.numel() * 4 for p in module.parameters()) for module in lean.modules]
    paint(lean, QUICK)
    assert device.peak <= share * total
    assert plan.streamed or device.peak == max(sizes)


def test_a_run_that_is_cancelled_lets_everything_go(folder: Path) -> None:
    lean = loaded(folder, "tiny-4", STREAMED)
    before, calls = hooks_of(lean), iter(range(100))
    with pytest.raises(Cancelled):
        paint(lean, QUICK, cancelled=lambda: next(calls) > 60)
    assert own(lean) < 20_000 and hooks_of(lean) == before


def test_what_was_not_brought_computes_no_picture(folder: Path) -> None:
    lean = loaded(folder, "tiny-4", TURNS)
    assert all(one.isnan().all() for one in lean.unet.parameters())


def test_a_file_that_has_changed_meanwhile_is_told(folder: Path, tmp_path: Path) -> None:
    save_tiny_model(tmp_path / "cut")
    lean = loaded(tmp_path, "cut", TURNS)
    file = tmp_path / "cut/unet/diffusion_pytorch_model.safetensors"
    file.write_bytes(file.read_bytes()[:-1000])
    with pytest.raises(OSError, match="shorter"):
        paint(lean, QUICK)
    assert own(lean) < 20_000


def test_no_more_than_a_tensor_is_there_in_two_number_types(tmp_path: Path) -> None:
    """Files of 32 bits are common: read as a whole, they would need three times the memory."""
    save_file({f"{i}.weight": torch.full((64, 64), float(i)) for i in range(40)}, tmp_path / "one")
    network = torch.nn.Sequential(*(torch.nn.Linear(64, 64, bias=False) for _ in range(40)))
    network.bfloat16().requires_grad_(False)
    part = offload.Part(network, torch.device("cpu"), offload.Files([tmp_path / "one"]))
    with Alive() as counted:
        part.begin()
    assert float(network[39].weight[0, 0]) == 39
    here = sum(one.numel() * one.element_size() for one in network.parameters())
    assert here <= counted.peak < here + 2 * 64 * 64 * 4


@pytest.fixture(scope="module")
def pictures() -> dict[int, Any]:
    found = {}
    for plan in (WHOLE, EIGHT_BIT, FOUR_BIT):
        model = loaded(places.resources(), "starter", plan)
        request = replace(QUICK, width=256, height=256, steps=8)
        found[plan.bits] = paint(model, request)[0].astype(float), own(model)
    return found


def test_compressed_weights_make_nearly_the_same_picture(pictures: dict[int, Any]) -> None:
    off = {bits: np.abs(pictures[bits][0] - pictures[0][0]).mean() for bits in (8, 4)}
    assert 0 < off[8] < 4, off
    assert off[8] < off[4] < 40, off


def test_small_tiles_of_the_autoencoder_change_little() -> None:
    model = loaded(places.resources(), "starter", WHOLE)
    request = replace(QUICK, width=768, height=768)
    whole = paint(model, request)[0].astype(float)
    tiled = paint(replace(model, plan=replace(WHOLE, tile=SMALL_TILE)), request)[0].astype(float)
    assert 0 < np.abs(tiled - whole).mean() < 6
