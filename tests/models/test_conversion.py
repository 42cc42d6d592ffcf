"""Pickles are read by a process that takes tensors only, and what is more than that never runs."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from core.errors import Cancelled, FileError
from core.models import conversion
from desktop import cli


class Evil:
    """What leaves a file behind wherever a pickle of it is opened."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"touch {self.mark}",)


def test_the_tensors_of_a_checkpoint_become_a_safetensors_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = torch.arange(6.0).reshape(2, 3)
    state = {"a": whole, "part of a": whole[:, 1:], "half": torch.ones(3).half()}
    saved = {"state_dict": state | {"count": 3}, "epoch": 7, "note": "x"}
    torch.save(saved, tmp_path / "old.ckpt")
    assert cli.main(["convert", str(tmp_path / "old.ckpt")]) == 0
    made = tmp_path / "old.safetensors"
    assert capsys.readouterr().out.strip() == str(made)
    found = load_file(made)
    assert set(found) == set(state)
    assert all(torch.equal(found[name], state[name]) for name in state)
    assert found["half"].dtype == torch.float16
    with pytest.raises(FileError, match="there already"):
        conversion.convert(tmp_path / "old.ckpt")


@pytest.mark.parametrize("old_format", [True, False])
def test_a_program_in_a_checkpoint_never_runs(tmp_path: Path, old_format: bool) -> None:
    mark = tmp_path / "ran"
    file = tmp_path / "evil.ckpt"
    if old_format:
        file.write_bytes(pickle.dumps({"state_dict": Evil(mark)}))
    else:
        torch.save({"state_dict": {"a": torch.zeros(2), "b": Evil(mark)}}, file)
    with pytest.raises(FileError, match="parts of a program") as caught:
        conversion.convert(file)
    assert caught.value.remedy
    assert not mark.exists()
    assert [one.name for one in tmp_path.iterdir()] == ["evil.ckpt"]


def test_what_the_other_process_may_not_do_it_cannot(tmp_path: Path) -> None:
    """Were the reader of tensors to be outwitted, this is what would be left to do."""
    code = (
        "import sys, os, socket; from pathlib import Path\n"
        "from core.models import unpickling\n"
        "unpickling._lock(Path(sys.argv[1]))\n"
        "for attempt in (lambda: os.system('true'), lambda: os.fork(),\n"
        "                lambda: socket.create_connection(('127.0.0.1', 9)),\n"
        "                lambda: open(sys.argv[1] + '.other', 'w'), lambda: os.remove('x'),\n"
        "                lambda: open(os.fsencode(sys.argv[1] + '.other'), 'w'),\n"
        "                lambda: open(Path(sys.argv[1] + '.other'), 'wb'),\n"
        "                lambda: os.truncate(sys.executable, 0), lambda: os.mkdir('x'),\n"
        "                lambda: os.open(sys.argv[1] + '.other', os.O_CREAT | os.O_WRONLY)):\n"
        "    try:\n"
        "        attempt()\n"
        "    except PermissionError:\n"
        "        continue\n"
        "    sys.exit('it could')\n"
        "open(sys.argv[1], 'w').close()\n"
    )
    words = [sys.executable, "-c", code, str(tmp_path / "allowed")]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["allowed"]


def test_a_broken_file_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.ckpt").write_bytes(b"not a pickle at all")
    with pytest.raises(FileError, match="broken"):
        conversion.convert(tmp_path / "x.ckpt")
    assert [one.name for one in tmp_path.iterdir()] == ["x.ckpt"]


def test_no_room_and_wrong_names_are_told_before_anything_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "_unpickle", lambda *_: pytest.fail("opened it"))
    (tmp_path / "x.ckpt").write_bytes(bytes(100))
    (tmp_path / "y.png").write_bytes(bytes(100))
    for name in ("y.png", "gone.ckpt"):
        with pytest.raises(FileError, match="can be converted"):
            conversion.convert(tmp_path / name)
    usage = shutil.disk_usage(tmp_path)._replace(free=99)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(FileError, match="are needed"):
        conversion.convert(tmp_path / "x.ckpt")


def test_a_conversion_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    torch.save({"a": torch.zeros(2)}, tmp_path / "old.ckpt")
    with pytest.raises(Cancelled):
        conversion.convert(tmp_path / "old.ckpt", stopped=lambda: True)
    assert [one.name for one in tmp_path.iterdir()] == ["old.ckpt"]
