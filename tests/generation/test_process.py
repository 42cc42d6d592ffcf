"""What a child process adds: it can die, its parent can die, and nothing is left of either."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.generation.events import (
    Done,
    Failed,
    HostChanged,
    HostState,
    Preview,
    StageBegun,
    Started,
    StepDone,
    WasCancelled,
)
from core.generation.hosts import wire
from core.generation.hosts.process import ProcessHost
from core.generation.maps import MapRequest
from core.generation.service import GenerationService
from core.request import Pixels, Request
from tests.generation.engines import Endless, Puppet, SlowToStart
from tests.generation.listening import Listener, shared_segments

ROOT = Path(__file__).parents[2]
QUICK = Request("paint", steps=3, width=8, height=8)
ENDLESS = Request("slowly", steps=1000, width=8, height=8)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def host() -> ProcessHost:
    return ProcessHost(engine=Puppet)


@pytest.fixture
def service(host: ProcessHost, listener: Listener) -> Iterator[GenerationService]:
    service = GenerationService(host, listener)
    yield service
    service.close()
    assert shared_segments() == []


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A zombie is dead; only nobody has asked yet.
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def ended(pid: int, seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not alive(pid)


def test_killing_the_child_costs_its_job_and_the_next_one_runs(service, host, listener):
    job, waiting = service.submit(ENDLESS), service.submit(QUICK)
    listener.first(StepDone, job)
    first = host.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    failed = listener.ending(job)
    assert isinstance(failed, Failed)
    assert "memory" in failed.cause and failed.remedy
    assert isinstance(listener.ending(waiting), Done)
    assert host.pid not in (None, first)
    states = [event.state for event in listener.of(HostChanged)]
    lost = states.index(HostState.LOST)
    assert states[lost + 1 :] == [HostState.STARTING, HostState.READY]


def test_killing_the_child_costs_its_map_and_pictures_go_on(service, host, listener):
    picture = Pixels(np.full((9, 13, 4), 255, np.uint8))
    job = service.submit(MapRequest(Endless(), picture))
    listener.first(StageBegun, job)
    assert host.pid is not None
    os.kill(host.pid, signal.SIGKILL)
    failed = listener.ending(job)
    assert isinstance(failed, Failed) and failed.remedy
    assert isinstance(listener.ending(service.submit(QUICK)), Done)


@pytest.mark.parametrize("how", ["SIGSEGV", "SIGABRT", "SIGTERM"])
def test_a_crash_is_told_as_one(service, listener, how):
    failed = listener.ending(service.submit(Request(f"die {how}", steps=5)))
    assert isinstance(failed, Failed)
    assert "crashed" in failed.cause and failed.remedy
    assert str(-getattr(signal, how)) in failed.detail
    assert isinstance(listener.ending(service.submit(QUICK)), Done)


def test_killing_an_idle_child_costs_nothing(service, host, listener):
    listener.ending(service.submit(QUICK))
    os.kill(host.pid, signal.SIGKILL)
    listener.wait(
        lambda: listener.of(HostChanged)[-1].state is HostState.LOST, "the loss to be told"
    )
    assert isinstance(listener.ending(service.submit(QUICK)), Done)
    assert not listener.of(Failed)


def test_a_job_that_meets_a_dying_child_runs_in_the_next_one(service, host, listener):
    for _ in range(5):
        listener.ending(service.submit(QUICK))
        os.kill(host.pid, signal.SIGKILL)
        ending = listener.ending(service.submit(QUICK))
        assert isinstance(ending, Done | Failed), "it ends, whichever child it met"


def test_killing_the_child_while_it_starts_costs_its_job_only():
    listener = Listener()
    host = ProcessHost(engine=SlowToStart)
    service = GenerationService(host, listener)
    try:
        job = service.submit(QUICK)
        while host.pid is None:
            time.sleep(0.01)
        time.sleep(0.2)
        os.kill(host.pid, signal.SIGKILL)
        assert isinstance(listener.ending(job), Failed)
        assert isinstance(listener.ending(service.submit(QUICK)), Done)
    finally:
        service.close()


def test_a_job_that_was_being_cancelled_when_the_child_died_is_cancelled(service, host, listener):
    job = service.submit(Request("wait"))
    listener.first(Started, job)
    os.kill(host.pid, signal.SIGSTOP)
    service.cancel(job)
    os.kill(host.pid, signal.SIGKILL)
    assert isinstance(listener.ending(job), WasCancelled)


def test_a_child_that_does_not_heed_a_cancel_is_ended(listener):
    service = GenerationService(ProcessHost(engine=Puppet, patience=0.3), listener)
    try:
        job = service.submit(Request("deaf"))
        listener.first(Started, job)
        service.cancel(job)
        service.cancel(job)
        assert isinstance(listener.ending(job), WasCancelled)
        assert isinstance(listener.ending(service.submit(QUICK)), Done)
        heeded = service.submit(ENDLESS)
        listener.first(StepDone, heeded)
        service.cancel(heeded)
        listener.ending(heeded)
        time.sleep(0.5)
        assert listener.of(HostChanged)[-1].state is HostState.READY, "that child lives"
    finally:
        service.close()


def test_nothing_stays_in_shared_memory_when_the_child_is_killed_again_and_again(
    service, host, listener
):
    pixels = Pixels(np.zeros((400, 400, 4), np.uint8))
    for turn in range(4):
        job = service.submit(replace(ENDLESS, source=pixels))
        listener.first([StepDone, Started, Preview, StepDone][turn], job)
        os.kill(host.pid, signal.SIGKILL)
        listener.ending(job)
    assert isinstance(listener.ending(service.submit(replace(QUICK, source=pixels))), Done)
    assert len(shared_segments()) <= 1, "the one that is lent"


def test_a_request_is_out_of_shared_memory_once_the_child_has_it(service, listener):
    pixels = Pixels(np.zeros((400, 400, 4), np.uint8))
    job = service.submit(Request("wait", source=pixels))
    listener.first(Started, job)
    end = time.monotonic() + 60
    while shared_segments() and time.monotonic() < end:
        time.sleep(0.01)
    assert shared_segments() == []
    service.cancel(job)


def test_closing_ends_the_child(host, listener):
    service = GenerationService(host, listener)
    listener.ending(service.submit(QUICK))
    pid = host.pid
    assert pid is not None and alive(pid)
    service.close()
    assert not alive(pid) and host.pid is None


def test_without_room_in_shared_memory_pixels_cross_all_the_same(monkeypatch, listener):
    monkeypatch.setattr(wire, "_backed", lambda name, size: False)
    service = GenerationService(ProcessHost(engine=Puppet), listener, every_preview=True)
    try:
        pixels = np.random.default_rng(0).integers(0, 256, (64, 64, 4), dtype=np.uint8)
        request = Request("echo", steps=5, source=Pixels(pixels.copy()), width=64, height=64)
        for _ in range(2):
            done = listener.ending(service.submit(request))
            assert np.array_equal(done.results[0].pixels, pixels)
        assert len(listener.of(Preview)) == 10
        assert shared_segments() == []
    finally:
        service.close()


def test_the_child_knows_no_window_and_nothing_here_imports_torch(service, listener):
    done = listener.ending(service.submit(Request("facts", steps=1)))
    pid, *modules = done.warnings
    assert int(pid) != os.getpid()
    assert not [name for name in modules if name.startswith(("PySide6", "torch", "diffusers"))]


def test_the_service_and_its_hosts_can_be_imported_without_torch_and_qt():
    code = """
        import sys
        import core.generation.context, core.generation.describe, core.generation.resolve
        import core.generation.service, core.generation.hosts.process, core.generation.hosts.thread
        bad = {"torch", "diffusers", "transformers", "PySide6"} & set(sys.modules)
        assert not bad, bad
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True, cwd=ROOT, timeout=60)


PROGRAM = """
    import os, sys, time
    from core.generation.hosts.process import ProcessHost
    from core.generation.service import GenerationService
    from core.request import Request
    from tests.generation.engines import Puppet
    from tests.generation.listening import Listener
    from core.generation.events import StepDone

    if __name__ == "__main__":
        listener, host = Listener(), ProcessHost(engine=Puppet)
        service = GenerationService(host, listener)
        job = service.submit(Request("slowly", steps=100_000, width=8, height=8))
        listener.first(StepDone, job)
        print(host.pid, flush=True)
        if sys.argv[1] == "close":
            service.close()
        elif sys.argv[1] == "forget":
            sys.exit(0)
        else:
            time.sleep(60)
"""


@pytest.fixture
def program(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    file = tmp_path / "program.py"
    file.write_text(textwrap.dedent(PROGRAM))
    started: list[subprocess.Popen[str]] = []

    def run(word: str) -> tuple[subprocess.Popen[str], int]:
        process = subprocess.Popen(
            [sys.executable, str(file), word],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        return process, int(process.stdout.readline())

    yield run
    for process in started:
        process.kill()
        process.communicate()


def test_the_child_ends_when_its_parent_is_killed(program):
    process, child = program("stay")
    assert alive(child)
    process.kill()
    process.wait(60)
    assert ended(child)
    end = time.monotonic() + 60
    while shared_segments(process.pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert shared_segments(process.pid) == [], "Python's resource tracker has cleaned up"


@pytest.mark.parametrize("word", ["close", "forget"])
def test_a_program_ends_without_a_word_and_takes_its_child_along(program, word):
    process, child = program(word)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0
    assert errors == ""
    assert ended(child)
    assert shared_segments(process.pid) == []
