"""Devices are told apart, with their memory; stand-ins take the place of what is not here."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from core.models import devices, precision  # noqa: E402

GB = 1 << 30


def cards(monkeypatch: pytest.MonkeyPatch, kind: str, *memory: int) -> None:
    """Stands for cards of NVIDIA, AMD ("rocm") or Intel ("xpu")."""
    module: Any = torch.xpu if kind == "xpu" else torch.cuda

    def properties(index: int) -> SimpleNamespace:
        return SimpleNamespace(name=f"{kind} card {index}", total_memory=memory[index])

    monkeypatch.setattr(module, "is_available", lambda: True)
    monkeypatch.setattr(module, "device_count", lambda: len(memory))
    monkeypatch.setattr(module, "get_device_properties", properties)
    if kind != "xpu":
        monkeypatch.setattr(torch.version, "hip", "6.4" if kind == "rocm" else None)


def apple(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    monkeypatch.setattr(torch.mps, "recommended_max_memory", lambda: 12 * GB)
    monkeypatch.setattr(torch.mps, "current_allocated_memory", lambda: 2 * GB)


def test_this_machine_has_its_processor() -> None:
    last = devices.found()[-1]
    assert (last.kind, last.device.type) == ("cpu", "cpu")
    assert 0 < devices.free_memory(last.device) <= last.memory


@pytest.mark.parametrize("kind", ["cuda", "rocm", "xpu"])
def test_cards_of_each_maker(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    cards(monkeypatch, kind, 8 * GB)
    first = devices.found()[0]
    assert (first.kind, first.memory, first.name) == (kind, 8 * GB, f"{kind} card 0")
    assert first.device.type == ("xpu" if kind == "xpu" else "cuda")
    assert devices.best() == first.device
    assert devices.named(torch.device(first.device.type)) == first.name
    assert not devices.shares_memory(first.device)


def test_of_two_cards_the_one_with_more_memory_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    cards(monkeypatch, "cuda", 2 * GB, 24 * GB)
    assert devices.best() == torch.device("cuda", 1)
    assert devices.named(torch.device("cuda", 0)) == "cuda card 0"


def test_apples_chips_share_the_machines_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    apple(monkeypatch)
    first = devices.found()[0]
    assert (first.kind, first.memory) == ("mps", 12 * GB)
    assert devices.shares_memory(first.device)
    assert devices.free_memory(first.device) == 10 * GB


@pytest.mark.parametrize("kind", ["cuda", "xpu"])
def test_what_torch_holds_for_nobody_is_free(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    cards(monkeypatch, kind, 8 * GB)
    module: Any = getattr(torch, kind)
    monkeypatch.setattr(module, "mem_get_info", lambda _: (3 * GB, 8 * GB))
    monkeypatch.setattr(module, "memory_reserved", lambda _: 4 * GB)
    monkeypatch.setattr(module, "memory_allocated", lambda _: 1 * GB)
    assert devices.free_memory(torch.device(kind, 0)) == 6 * GB


def test_a_device_that_is_not_there_has_a_name() -> None:
    assert devices.named(torch.device("meta")) == "META"


@pytest.mark.parametrize("kind", ["cuda", "xpu", "mps"])
def test_number_types_of_cards_need_no_measurement(kind: str) -> None:
    place = torch.device(kind)
    assert precision.expected("any", place) == torch.float16
    assert precision.for_large(place) == torch.bfloat16
