"""`underpaint train`: a model is taught without a window, and goes on after whatever stopped it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from desktop.__main__ import main
from tests.tiny_models import save_tiny_model
from tests.training.small import draw, write_plan

SPY = """\
import atexit, sys
def told():
    seen = [name for name in ("torch", "PySide6") if name in sys.modules]
    print("imported:", *seen, file=sys.stderr)
atexit.register(told)
from desktop.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
STEPS = 8


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a tiny model, pictures and a plan that saves after each third step."""
    folder = tmp_path_factory.mktemp("there")
    save_tiny_model(folder / "models/tiny")
    draw(folder / "pictures", 3)
    draw(folder / "cats", 2, first=10)
    write_plan(
        folder,
        "dreambooth",
        steps=STEPS,
        checkpoint_every=3,
        schedule="cosine",
        ema=0.9,
        flips=True,
        batch=2,
        text_encoder=False,
    )
    return folder


def begun(there: Path, out: Path, plan: str = "training.json") -> subprocess.Popen[str]:
    models = {"UNDERPAINT_HOME": str(there / "home"), "UNDERPAINT_MODELS": str(there / "models")}
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "QT_QPA_PLATFORM")}
    return subprocess.Popen(
        [sys.executable, "-c", SPY, "train", str(there / plan), "--out", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=kept | models,
    )


def stopped_after(process: subprocess.Popen[str], step: int, how: signal.Signals) -> str:
    """What a training had told when it was sent a signal after a step, and after that."""
    assert process.stderr is not None
    told = ""
    for line in process.stderr:
        told += line
        if line.startswith(f"step {step} of"):
            process.send_signal(how)
    process.wait(timeout=300)
    process.stderr.close()
    assert process.stdout is not None
    process.stdout.close()
    return told


@pytest.fixture(scope="module")
def whole(there: Path) -> tuple[Path, str, str]:
    """A training that nothing interrupts: its folder and what it said."""
    process = begun(there, there / "whole")
    said, told = process.communicate(timeout=600)
    assert process.returncode == 0, told
    return there / "whole", said, told


@pytest.mark.slow
def test_a_training_becomes_a_file_and_a_summary(whole: tuple[Path, str, str]) -> None:
    out, said, told = whole
    assert said == f"{out / 'zorb cat.safetensors'}\n"
    assert f"step {STEPS} of {STEPS}, loss" in told
    assert told.endswith("imported: torch\n"), "no Qt"
    assert "%|" not in told, "a library's progress bar"
    result = json.loads((out / "result.json").read_text())
    assert result["files"] == ["zorb cat.safetensors"]
    assert (result["kind"], result["model"], result["steps"]) == ("dreambooth", "tiny", STEPS)
    assert result["words"] == ["zorb cat"]
    assert {"load", "encode", "train", "save"} <= set(result["seconds"])
    assert result["samples_per_second"] > 0
    assert result["peak_bytes"] > 0
    assert result["settings"]["schedule"] == "cosine"


@pytest.mark.slow
def test_killed_and_stopped_it_ends_with_the_same_weights(
    there: Path, whole: tuple[Path, str, str], tmp_path: Path
) -> None:
    """Killed before the first checkpoint, killed between two, and stopped politely, which loses
    not a step."""
    for step, first in ((2, "beginning"), (5, "beginning")):
        process = begun(there, tmp_path)
        told = stopped_after(process, step, signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL, told
        assert told.startswith(first), told
        assert not (tmp_path / "result.json").exists()
    process = begun(there, tmp_path)
    told = stopped_after(process, 4, signal.SIGTERM)
    assert process.returncode == 130, told
    assert told.startswith("going on after step 3"), told
    stopped = max(one.name for one in (tmp_path / "checkpoints").iterdir())
    step = int(stopped.removeprefix("step-"))
    assert f"Stopped after step {step}." in told
    process = begun(there, tmp_path)
    _, told = process.communicate(timeout=600)
    assert process.returncode == 0, told
    assert told.startswith(f"going on after step {step}")
    ours = load_file(tmp_path / "zorb cat.safetensors")
    wanted = load_file(whole[0] / "zorb cat.safetensors")
    assert ours.keys() == wanted.keys()
    for name, value in wanted.items():
        torch.testing.assert_close(ours[name], value, rtol=1e-6, atol=1e-7)


def plan(folder: Path, **fields: Any) -> Path:
    draw(folder / "pictures", 1)
    return write_plan(folder, **{"kind": "textual_inversion", "model": "starter"} | fields)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"kind": "hypnosis"}, "kind: There is no trainer"),
        ({"steps": 0}, "steps"),
        ({"stepz": 5}, "stepz"),
        ({"model": "none"}, "model: There is no model called “none”"),
        ({"pictures": [{"folder": "none"}]}, "pictures[0].folder"),
        ({"word": "cat"}, "word: The model knows the word “cat” already"),
        ({"word": ""}, "word"),
    ],
)
def test_a_wrong_plan_is_refused_by_its_field_before_anything_is_done(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, fields: dict[str, Any], says: str
) -> None:
    assert main(["train", str(plan(tmp_path, **fields)), "--out", str(tmp_path / "out")]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_wrong_plan_is_told_without_torch(tmp_path: Path) -> None:
    process = begun(tmp_path, tmp_path / "out", plan(tmp_path, word="cat").name)
    _, told = process.communicate(timeout=120)
    assert process.returncode == 2
    assert told.endswith("imported:\n"), told


@pytest.mark.slow
def test_a_training_that_fails_ends_with_1_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    process = begun(tmp_path, tmp_path / "file", plan(tmp_path).name)
    _, told = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "cannot be made a folder" in told
