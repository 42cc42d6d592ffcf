"""What every test stands on: no display, no network, and a home of its own."""

from __future__ import annotations

import gc
import os

# Before anything imports Qt or the model libraries.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
# Compiled in a moment of rest, a model's next picture would differ in the last bits of bfloat16.
os.environ.setdefault("UNDERPAINT_COMPILES", "0")
if "PYTEST_XDIST_WORKER" in os.environ:
    # Several processes share the cores: threads of each would only wait for one another.
    os.environ.setdefault("OMP_NUM_THREADS", "1")

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import core  # noqa: F401  # as in the program, before diffusers looks for what it must not find

# Examples are the same in every run: a failure is found again by running the test again. The
# machine may be busy, so no example is failed for being slow.
settings.register_profile(
    "underpaint",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("underpaint")


def pytest_collection_finish() -> None:
    """As in the program: what is imported by now stays. An engine that lets a model go looks for
    garbage, and would look through half a million objects of the libraries and tests each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, models and logs of a test go into a folder of its own, never into the user's."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("UNDERPAINT_HOME", str(folder))
    monkeypatch.delenv("UNDERPAINT_MODELS", raising=False)
    return folder


@pytest.fixture
def trash(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where what is deleted goes to, instead of the user's trash."""
    import send2trash

    folder = tmp_path / "trash"
    folder.mkdir()
    monkeypatch.setattr(
        send2trash, "send2trash", lambda path: Path(path).rename(folder / Path(path).name)
    )
    return folder
