"""Trainings that are begun, copied and put away, while the program is killed at every moment."""

from __future__ import annotations

import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from safetensors.torch import load_file

from core import places
from core.models.library import find_models
from core.training import kept
from core.training.draft import TrainingDraft
from core.training.events import Done
from core.training.loop import train
from core.training.plan import parse_plan, read_plan
from core.training.prepare import prepare
from tests.files.faults import MOMENT, every_power_cut
from tests.tiny_models import save_tiny_model
from tests.training.small import draw, write_plan

LEARNED = b"learned" * 1000


def begun(folder: Path) -> int:
    """It is still being set up, or begun: with its pictures, once, and it can be begun then."""
    _at_home(folder)

    def check() -> None:
        (found,) = kept.kept()
        assert found.draft.values["word"] == "zorb"
        assert len(list((found.folder / "pictures").iterdir())) == 2
        plan = found.plan or _plan(found.draft, found.folder)
        again, _ = kept.begin(found.folder, plan)
        assert kept.look(again).stand == kept.Stand.STOPPED
        _afresh()

    _afresh()
    return every_power_cut(lambda: kept.begin(_draft(), _plan(_zorb(), _draft())), check)


def duplicated(folder: Path) -> int:
    """A copy is there with all of its pictures, or not at all; the first one stays as it is."""
    _at_home(folder)

    def check() -> None:
        found = kept.kept()
        assert len(found) in (1, 2)
        for one in found:
            assert one.draft.values["word"] == "zorb"
            assert len(list((one.folder / "pictures").iterdir())) == 2
        _afresh()

    _afresh()
    return every_power_cut(lambda: kept.duplicate(_draft(), "zorb too", _zorb()), check)


def put_away(folder: Path) -> int:
    """What was learned is found as a whole, in the training or where models are, and is put away
    with the next try."""
    _at_home(folder)

    def learned() -> tuple[Path, ...]:
        return _done() / "zorb.safetensors", _done() / "zorb model"

    def check() -> None:
        (found,) = kept.kept()
        files = found.files
        assert _contents(files) == [LEARNED, LEARNED]
        moved = kept.put_away(_done(), files)
        assert _contents(moved) == [LEARNED, LEARNED]
        assert all(file.is_relative_to(places.own_models()) for file in moved)
        shutil.rmtree(places.own_models())
        shutil.rmtree(kept.home())
        _finish()

    _finish()
    return every_power_cut(lambda: kept.put_away(_done(), learned()), check)


def put_away_elsewhere(folder: Path) -> int:
    """The same with the models on another disk."""

    rename = os.rename

    def on_one_disk(old: Path, new: Path) -> None:
        if new.is_relative_to(places.own_models()) and old.is_relative_to(kept.home()):
            raise OSError(18, "Invalid cross-device link")
        rename(old, new)

    os.rename = on_one_disk
    return put_away(folder)


def trained(folder: Path) -> int:
    """Killed at whatever step or write and begun again, it ends with the weights that it would have
    had. Each run is in a process of its own: what torch has begun does not survive a fork."""
    import torch

    _at_home(folder)
    torch.set_num_threads(1)
    save_tiny_model(folder / "models" / "tiny")
    draw(folder / "pictures", 3)
    fields = {"steps": 3, "checkpoint_every": 1, "sample_prompts": ["a <zorb>"], "sample_steps": 1}
    plan = read_plan(write_plan(folder, "textual_inversion", **fields))
    ready = prepare(plan, find_models([folder / "models"]), folder / "out")

    def run() -> None:
        ending = train(ready, folder / "out", lambda _: sys.audit(MOMENT), device="cpu")
        assert isinstance(ending, Done), ending

    def weights() -> bytes:
        (file,) = (folder / "out").glob("*.safetensors")
        return load_file(file).popitem()[1].numpy().tobytes()

    _apart(run)
    wanted = weights()

    def check() -> None:
        for one in (folder / "out").glob("*.safetensors"):
            load_file(one)
        _apart(run)
        assert weights() == wanted
        assert not list((folder / "out").rglob("*.underpaint-part"))
        forget()

    def forget() -> None:
        for name in ("out", "cache"):
            shutil.rmtree(folder / name)

    forget()
    return every_power_cut(run, check, every=23)


def _apart(run: Callable[[], object]) -> None:
    child = os.fork()
    if child == 0:
        try:
            run()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0


def _at_home(folder: Path) -> None:
    os.environ["UNDERPAINT_HOME"] = str(folder)


def _draft() -> Path:
    return kept.home() / kept.UNTITLED


def _zorb() -> TrainingDraft:
    return TrainingDraft(
        "dreambooth",
        {"word": "zorb", "class_word": "toy", "pictures": [{"folder": "pictures"}],
         "prior_folder": "", "alpha": None},
    )  # fmt: skip


def _plan(draft: TrainingDraft, folder: Path):
    values = {key: value for key, value in draft.values.items() if value not in (None, "")}
    return parse_plan({"kind": draft.kind, **values}, folder)


def _afresh() -> None:
    shutil.rmtree(kept.home(), ignore_errors=True)
    draw(_draft() / "pictures", 2)
    kept.save_draft(_draft(), _zorb())


def _done() -> Path:
    return kept.home() / "zorb toy"


def _finish() -> None:
    _afresh()
    kept.begin(_draft(), _plan(_zorb(), _draft()))
    (_done() / "zorb.safetensors").write_bytes(LEARNED)
    (_done() / "zorb model").mkdir()
    (_done() / "zorb model" / "weights").write_bytes(LEARNED)
    names = ["zorb.safetensors", "zorb model"]
    (_done() / "result.json").write_text(json.dumps({"files": names}))


def _contents(files: tuple[Path, ...]) -> list[bytes]:
    return [(one / "weights" if one.is_dir() else one).read_bytes() for one in files]
