"""What predicts on the processor is measured once, and kept for this machine and these versions."""

from __future__ import annotations

import time
from contextlib import nullcontext
from pathlib import Path

import pytest

from core import places
from core.models import backends

SMALL = {"block_out_channels": [32, 64], "cross_attention_dim": 32}


def test_what_was_measured_is_found_again_for_every_model_of_its_shape() -> None:
    assert backends.known(SMALL, "bfloat16", 2) is None
    assert not backends.expected(SMALL)
    backends.remember("Small", SMALL, "bfloat16", 2, 0.5)
    found = backends.known(SMALL | {"_name_or_path": "elsewhere"}, "bfloat16", 2)
    assert found is not None
    assert found.openvino
    assert (found.title, found.ratio) == ("Small", 0.5)
    assert backends.expected(SMALL)
    assert backends.measured() == [found]


@pytest.mark.parametrize(
    "other",
    [
        (SMALL | {"block_out_channels": [32, 128]}, "bfloat16", 2),
        (SMALL, "float32", 2),
        (SMALL, "bfloat16", 4),
    ],
)
def test_another_shape_type_or_number_of_threads_is_measured_anew(
    other: tuple[dict[str, object], str, int],
) -> None:
    backends.remember("Small", SMALL, "bfloat16", 2, 0.5)
    assert backends.known(*other) is None


def test_what_a_file_leaves_out_is_what_diffusers_takes_it_for() -> None:
    from diffusers import UNet2DConditionModel

    assert backends.shape_of({}) == backends.shape_of(UNet2DConditionModel().config)


def test_other_versions_are_measured_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    backends.remember("Small", SMALL, "bfloat16", 2, 0.5)
    monkeypatch.setattr(backends.metadata, "version", lambda name: f"{name} of tomorrow")
    assert backends.known(SMALL, "bfloat16", 2) is None
    assert not backends.expected(SMALL)


def test_little_gain_is_not_worth_the_memory() -> None:
    assert not backends.remember("Small", SMALL, "float32", 1, 0.9).openvino
    assert not backends.expected(SMALL)


@pytest.mark.parametrize("content", [b"", b"[]", b'{"a": 1}', b"\xff", b'{"a": {"title": 1}}'])
def test_a_broken_file_is_measured_anew(content: bytes) -> None:
    file = places.cache() / "backends.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    assert backends.measured() == []
    backends.remember("Small", SMALL, "float32", 1, 0.5)
    assert backends.known(SMALL, "float32", 1) is not None


def test_where_nothing_can_be_written_it_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(backends.places, "cache", lambda: tmp_path / "file" / "cache")
    assert backends.remember("Small", SMALL, "float32", 1, 0.5).openvino


def test_the_quicker_one_is_told() -> None:
    def slow() -> None:
        until = time.process_time() + 0.02
        while time.process_time() < until:
            pass

    assert backends.ratio(slow, lambda: None, nullcontext) < 0.5
    assert backends.ratio(lambda: None, slow, nullcontext) > 2
