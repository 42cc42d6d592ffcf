"""The command line: pictures out of recipes, without a window, with an honest exit status."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from core.files.pictures import save_picture
from core.generation.events import Done, Result
from core.geometry import Rect
from core.recipe import read_recipe
from core.request import Pixels, Request
from desktop import cli
from desktop.__main__ import main
from desktop.commands import COMMANDS
from desktop.generate import finished, save_results
from tests.files.faults import every_failure

Run = Callable[..., "subprocess.CompletedProcess[str]"]

SPY = """\
import atexit, sys
def told():
    seen = [name for name in ("torch", "diffusers", "PySide6") if name in sys.modules]
    print("imported:", *seen, file=sys.stderr)
atexit.register(told)
from desktop.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def underpaint(home: Path) -> Run:
    """Runs the program in a process of its own, which says at its end what it imported."""

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        environment = {
            k: v for k, v in os.environ.items() if k not in ("DISPLAY", "QT_QPA_PLATFORM")
        }
        return subprocess.run(
            [sys.executable, "-c", SPY, *map(str, words)],
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
            env=environment,
        )

    return run


def recipe(folder: Path, **fields: Any) -> Path:
    file = folder / "recipe.json"
    file.write_text(json.dumps({"prompt": "a red balloon on a beach", "steps": 2} | fields))
    return file


# Making pictures


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A batch of two with previews."""
    folder = tmp_path_factory.mktemp("made")
    file = recipe(folder, batch=2, seed=7, width=128, height=64)
    (folder / "out").mkdir()
    (folder / "out" / "result.json").write_text("of an earlier run")
    done = subprocess.run(
        [sys.executable, "-c", SPY, "generate", file, "--out", folder / "out", "--previews"],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        env=os.environ | {"UNDERPAINT_HOME": str(folder / "home")},
    )
    assert done.returncode == 0, done.stderr
    return folder / "out", done


@pytest.mark.model
def test_a_batch_becomes_files_and_a_summary(
    made: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    out, done = made
    assert sorted(file.name for file in out.iterdir()) == [
        "0000.png",
        "0001.png",
        "preview-001.png",
        "preview-002.png",
        "result.json",
    ]
    assert done.stdout.split() == [str(out / "0000.png"), str(out / "0001.png")]
    result = json.loads((out / "result.json").read_text())
    assert result["images"] == [
        {"file": "0000.png", "seed": 7, "size": [128, 64]},
        {"file": "0001.png", "seed": 8, "size": [128, 64]},
    ]
    assert result["warnings"] == []
    assert {"load", "encode", "denoise", "decode"} <= set(result["seconds"])
    assert all(seconds >= 0 for seconds in result["seconds"].values())
    for name in ("0000.png", "0001.png"):
        with Image.open(out / name) as image:
            assert (image.size, image.mode) == ((128, 64), "RGB")


@pytest.mark.model
def test_qt_is_not_imported_to_make_pictures(
    made: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    _, done = made
    assert "imported: torch diffusers\n" in done.stderr
    assert "%|" not in done.stderr, "a library's progress bar"


@pytest.mark.model
def test_each_picture_carries_its_own_complete_recipe(
    made: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    out, _ = made
    for i in range(2):
        request = read_recipe(out / f"000{i}.png")
        assert (request.seed, request.batch, request.steps) == (7 + i, 1, 2)
        assert (request.width, request.height) == (128, 64)
        with Image.open(out / f"000{i}.png") as image:
            assert (
                f"Steps: 2, Sampler: DPM++ 2M, CFG scale: 5, Seed: {7 + i}, Size: 128x64"
                in (image.info["parameters"])
            )


@pytest.mark.model
@pytest.mark.slow
def test_a_picture_is_repeated_from_what_it_carries(
    made: tuple[Path, subprocess.CompletedProcess[str]],
    underpaint: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out, _ = made
    # On one machine, that is with one choice of the number type: it is measured once and kept.
    monkeypatch.setenv("UNDERPAINT_HOME", str(out.parent / "home"))
    assert underpaint("generate", out / "0001.png", "--out", tmp_path).returncode == 0
    again, before = opened(tmp_path / "0000.png"), opened(out / "0001.png")
    # In a batch the same sums are added up in another order.
    assert np.abs(again.astype(int) - before).max() <= 2


@pytest.mark.model
@pytest.mark.slow
def test_an_inpaint_leaves_what_the_mask_leaves_out(tmp_path: Path) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (90, 121, 3), np.uint8)
    save_picture(tmp_path / "picture.png", pixels)
    mask = np.zeros((90, 121), np.uint8)
    mask[30:60, 40:80] = 255
    Image.fromarray(mask).save(tmp_path / "mask.png")
    painted = opened(generated(recipe(tmp_path, source="picture.png", mask="mask.png")))
    assert painted.shape == pixels.shape
    assert np.array_equal(painted[mask == 0], pixels[mask == 0])
    assert not np.array_equal(painted, pixels)
    carried = read_recipe(tmp_path / "out" / "0000.png")
    assert carried.source is not None
    assert np.array_equal(carried.source.array[..., :3], pixels)
    (tmp_path / "again").mkdir()
    repeated = generated(tmp_path / "out" / "0000.png", tmp_path / "again")
    assert np.array_equal(opened(repeated), painted)


@pytest.mark.model
@pytest.mark.slow
def test_a_picture_with_clear_parts_becomes_whole(tmp_path: Path) -> None:
    pixels = np.full((64, 64, 4), 200, np.uint8)
    pixels[..., 3] = 255
    pixels[:, 32:] = 0
    save_picture(tmp_path / "half.png", pixels)
    with Image.open(generated(recipe(tmp_path, source="half.png"))) as image:
        whole = np.asarray(image.convert("RGBA"))
    assert (whole[..., 3] == 255).all()
    assert np.array_equal(whole[:, :32], pixels[:, :32])


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize(
    "prompt", ["", "🐱🏳️‍🌈 ☃", "cat " * 10_000], ids=["empty", "emoji", "10,000 words"]
)
def test_any_prompt_makes_a_picture(tmp_path: Path, prompt: str) -> None:
    generated(recipe(tmp_path, prompt=prompt, steps=1, width=64, height=64))


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("extra", [{}, {"mask": "m.png"}, {"strength": 0.0}])
def test_a_single_pixel_can_be_painted_over(tmp_path: Path, extra: dict[str, Any]) -> None:
    for name, mode, colour in (("p.png", "RGB", "red"), ("m.png", "L", 255)):
        Image.new(mode, (1, 1), colour).save(tmp_path / name)
    assert opened(generated(recipe(tmp_path, source="p.png", **extra))).shape == (1, 1, 3)


def generated(file: Path, out: Path | None = None) -> Path:
    """The picture of a recipe, made in this process: torch is imported once for all tests."""
    out = out or file.parent / "out"
    assert main(["generate", str(file), "--out", str(out)]) == 0
    return out / "0000.png"


def opened(file: Path) -> np.ndarray:
    with Image.open(file) as image:
        return np.asarray(image)


# Stopping


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_cleanly(tmp_path: Path, number: int) -> None:
    file = recipe(tmp_path, steps=1000)
    out = tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop", "generate", file, "--out", out, "--previews"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 240
    while not list(out.glob("preview-*.png")) and time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    process.send_signal(number)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "Stopped. Nothing was saved." in errors
    assert "Traceback" not in errors
    left = {file.name for file in out.iterdir()}
    assert all(name.startswith("preview-") and name.endswith(".png") for name in left)


# Refusing


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"steps": 0}, "steps: 0 is out of range. Use a whole number from 1 to 1000."),
        ({"source": "none.png"}, "source: There is no file none.png."),
        ({"techniques": [{"id": "magic"}]}, "techniques[0].id: There is no technique 'magic'."),
        ({"model": "no-such-model"}, "model: There is no model called “no-such-model”."),
    ],
)
def test_a_wrong_recipe_is_refused_before_anything_is_loaded(
    underpaint: Run, tmp_path: Path, fields: dict[str, Any], says: str
) -> None:
    done = underpaint("generate", recipe(tmp_path, **fields), "--out", tmp_path / "out")
    assert done.returncode == 2
    assert " ".join(done.stderr.split()).startswith(f"underpaint: {says}")
    assert done.stderr.endswith("imported:\n"), done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "out").exists()


def test_a_missing_recipe_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = ["generate", str(tmp_path / "none.json"), "--out", str(tmp_path / "out")]
    assert main(words) == 2
    assert "There is no file none.json" in capsys.readouterr().err


def test_a_broken_model_is_refused_naming_its_trouble(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "models" / "broken").mkdir(parents=True)
    (tmp_path / "models" / "broken" / "model_index.json").write_text("{}")
    monkeypatch.setenv("UNDERPAINT_MODELS", str(tmp_path / "models"))
    file = recipe(tmp_path, model="broken")
    assert main(["generate", str(file), "--out", str(tmp_path / "out")]) == 2
    assert "broken" in capsys.readouterr().err
    assert main(["models"]) == 0
    assert "cannot be used" in capsys.readouterr().out


def test_a_place_that_cannot_be_written_ends_with_1_before_the_work(
    underpaint: Run, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    done = underpaint("generate", recipe(tmp_path), "--out", tmp_path / "file")
    assert done.returncode == 1
    assert "cannot be made a folder" in done.stderr
    assert done.stderr.endswith("imported:\n")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["generate"], "required"),
        (["generate", "a.json"], "--out"),
        (["paint"], "There is no file paint, and no such command"),
        (["none.png"], "There is no file none.png"),
        (["--unknown"], "unrecognized|required"),
        (["control", "canny", "a.png", "--out", "b.png"], "a.png"),
        (["control", "cubism", "a.png", "--out", "b.png"], "no kind of control map called"),
        (["train", "a.json", "--out", "b"], "a.json"),
        (["bench", "nonsense"], "nonsense"),
    ],
)
def test_wrong_words_end_with_2(
    capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    assert main(words) == 2
    told = capsys.readouterr()
    assert re.search(says, told.err + told.out)


def test_help_and_version_are_no_errors(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    assert "Without a command the window opens" in told
    assert all(f"\n    {command} " in told for command in COMMANDS)
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("underpaint ")


@pytest.mark.parametrize("command", [*COMMANDS, "models fetch", "models curated"])
def test_every_command_says_what_it_does_and_what_each_word_is_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("COLUMNS", "200")  # each word and its help in one line
    assert main([*command.split(), "--help"]) == 0
    usage, about, *parts = capsys.readouterr().out.split("\n\n")
    assert usage.startswith(f"usage: underpaint {command} ")
    assert about.endswith(".")
    for part in parts:
        heading, *words = part.splitlines()
        if heading in ("options:", "positional arguments:"):
            for word in words:
                assert re.match(r"  \S.*?  +\w", word), f"{word.strip()} has no help"


def test_a_command_with_a_slip_in_it_is_suggested(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["modles"]) == 2
    assert "Did you mean models?" in capsys.readouterr().err


# Listing


def test_models_are_listed(underpaint: Run) -> None:
    done = underpaint("models", "--json")
    assert done.returncode == 0
    assert done.stderr == "imported:\n"
    (starter,) = (info for info in json.loads(done.stdout) if info["id"] == "starter")
    assert (starter["family"], starter["size"], starter["problems"]) == ("sd1", 256, [])
    assert "inpaint" in starter["can"]
    assert Path(starter["path"]).is_dir()


def test_control_models_are_listed_beside_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "control_v11p_sd15_canny"
    folder.mkdir()
    (folder / "config.json").write_text('{"_class_name": "ControlNetModel"}')
    monkeypatch.setenv("UNDERPAINT_MODELS", str(tmp_path))
    assert main(["models", "--json"]) == 0
    (control,) = (info for info in json.loads(capsys.readouterr().out) if info["id"] == folder.name)
    assert (control["family"], control["can"]) == ("controlnet", ["canny"])
    assert "safetensors is missing" in control["problems"][0]
    assert main(["models"]) == 0
    assert "cannot be used" in capsys.readouterr().out


def test_language_models_are_listed_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "language/small-t5"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text('{"architectures": ["T5ForConditionalGeneration"]}')
    monkeypatch.setenv("UNDERPAINT_MODELS", str(tmp_path))
    assert main(["models", "--json"]) == 0
    (speaker,) = (
        info for info in json.loads(capsys.readouterr().out) if info["family"] == "language_model"
    )
    assert (speaker["id"], speaker["path"]) == ("small-t5", str(folder))
    assert speaker["problems"] == ["model.safetensors is missing.", "tokenizer.json is missing."]
    assert main(["models"]) == 0
    assert "small-t5" in capsys.readouterr().out


def test_techniques_are_listed_with_their_parameters(underpaint: Run) -> None:
    done = underpaint("techniques", "--json")
    assert done.returncode == 0
    assert done.stderr == "imported:\n"
    for technique in json.loads(done.stdout):
        assert set(technique) == {"id", "title", "help", "needs", "not_with", "parameters"}
        assert technique["parameters"]["properties"]["id"] == {"const": technique["id"]}
        for name, described in technique["parameters"]["properties"].items():
            assert name == "id" or described.get("description"), f"{name} has no help"


def test_lists_are_readable_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["models"]) == 0
    assert "starter: Starter" in capsys.readouterr().out
    assert cli.main(["techniques"]) == 0


def test_a_pipe_that_is_closed_early_is_no_error(home: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "models"],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        timeout=120,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


# Saving what came of it


def test_when_the_disk_fills_up_no_file_is_half_there(tmp_path: Path) -> None:
    """result.json is saved last of all: where it is, everything it names is whole."""
    request = Request("a", width=9, height=7, batch=2)
    rect = Rect(0, 0, 9, 7)
    pictures = np.random.default_rng(0).integers(0, 256, (2, 7, 9, 4), np.uint8)
    done = Done(1, tuple(Result(i, i, pictures[i], rect) for i in range(2)), {"denoise": 1.0})

    def check(told: bool) -> None:
        names = sorted(file.name for file in tmp_path.iterdir())
        assert names in ([], ["0000.png"], ["0000.png", "0001.png"],
                         ["0000.png", "0001.png", "result.json"])  # fmt: skip
        assert told or "result.json" in names
        for name in names:
            if name == "result.json":
                assert len(json.loads((tmp_path / name).read_text())["images"]) == 2
            else:
                assert np.array_equal(opened(tmp_path / name), pictures[int(name[:4])])
            (tmp_path / name).unlink()

    assert every_failure(lambda: save_results(tmp_path, request, done), check) > 10


def test_a_result_over_a_half_clear_source_mixes_as_paint_does() -> None:
    below = np.array([[[200, 0, 0, 255], [200, 0, 0, 128], [9, 9, 9, 0], [7, 8, 9, 100]]], np.uint8)
    above = np.array([[[0, 0, 200, 128], [0, 0, 200, 128], [1, 2, 3, 77], [5, 5, 5, 0]]], np.uint8)
    request = Request("", source=Pixels(below), mask=Pixels(np.full((1, 4), 255, np.uint8)))
    mixed = finished(request, Result(0, 0, above, Rect(0, 0, 4, 1)))
    expected = np.array(
        [[[100, 0, 100, 255], [67, 0, 133, 192], [1, 2, 3, 77], [7, 8, 9, 100]]], np.uint8
    )
    assert np.abs(mixed.astype(int) - expected).max() <= 1
    assert np.array_equal(mixed[0, 2:], expected[0, 2:])


# Control maps


def test_a_control_map_is_made_without_torch(underpaint: Run, tmp_path: Path) -> None:
    picture = np.full((40, 60, 3), 255, np.uint8)
    picture[10:30, 20:40] = 0
    Image.fromarray(picture).save(tmp_path / "square.png")
    out = tmp_path / "map.png"
    done = underpaint("control", "canny", tmp_path / "square.png", "--out", out, "--set", "low=50")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{out}\n"
    assert done.stderr == "imported:\n"
    drawn = np.asarray(Image.open(out))
    assert drawn.shape == (40, 60, 3)
    assert set(np.unique(drawn)) == {0, 255}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["cubism", "square.png"], "Choose one of: canny"),
        (["canny", "none.png"], "none.png"),
        (["canny", "square.png", "--set", "low=999"], "out of range"),
        (["canny", "square.png", "--set", "low"], "no “=”"),
        (["softedge", "square.png"], "ControlNetHED.pth"),
        (["canny", "square.png", "--out", "map.jpg"], "PNG"),
    ],
)
def test_a_control_map_that_cannot_be_made_is_refused(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: list[str],
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (8, 8)).save(tmp_path / "square.png")
    given = words if "--out" in words else [*words, "--out", "map.png"]
    assert main(["control", *given]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "map.png").exists()
