"""Fetches run one after another, can be paused and given up, and outlive the program."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.fetching.address import Wanted
from core.fetching.cache import Shelf
from core.fetching.fetches import Fetch, Fetches, State
from core.fetching.hub import Hub
from tests.fetching.conftest import weights
from tests.fetching.small_hub import COMMIT, SmallHub, cut, refuse, sha256, silent

FILE = "paints.safetensors"
LONG = 60.0


class Desk:
    """Fetches, and whoever waits for what they tell."""

    def __init__(self, server: SmallHub, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.top = folder / "hub"
        self.told = threading.Condition()
        self.all: list[Fetches] = []
        self.token = ""
        self.open()

    def open(self) -> None:
        file = self.folder / "fetches.json"
        make = lambda: Hub(self.server.address, self.token)  # noqa: E731
        self.fetches = Fetches(self.top, file, make, self._hear)
        self.all.append(self.fetches)

    def _hear(self, fetch: Fetch | None) -> None:
        with self.told:
            self.told.notify_all()

    def until(self, true: Callable[[], bool]) -> None:
        with self.told:
            assert self.told.wait_for(true, LONG)

    def of(self, repo: str) -> Fetch:
        return next(one for one in self.fetches.all if one.wanted.repo == repo)

    def state(self, repo: str) -> State:
        return self.of(repo).state

    def reaches(self, repo: str, state: State) -> Fetch:
        self.until(lambda: self.state(repo) is state)
        return self.of(repo)


@pytest.fixture
def desk(server: SmallHub, tmp_path: Path) -> Iterator[Desk]:
    for number, name in enumerate(("a/one", "a/two")):
        server.repos[name] = {FILE: weights(number)}
    made = Desk(server, tmp_path)
    yield made
    server.goes_on.set()
    for fetches in made.all:
        fetches.close()


def test_what_is_asked_for_comes_one_after_another(desk: Desk) -> None:
    desk.fetches.add(Wanted("a/one"))
    desk.fetches.add(Wanted("a/two"))
    assert desk.fetches.wait_until_idle(LONG)
    for repo in ("a/one", "a/two"):
        done = desk.of(repo)
        assert done.state is State.DONE and done.done == done.size
        assert done.path is not None and (done.path / FILE).is_file()
    asked = [path for method, path, _ in desk.server.asked if method == "GET" and "api" in path]
    assert [path.split("/")[4] for path in asked] == ["one", "two"]


def test_a_paused_one_makes_way_and_goes_on_where_it_was(desk: Desk) -> None:
    desk.server.troubles[FILE] = [silent(10_000)]
    one = desk.fetches.add(Wanted("a/one"))
    desk.until(lambda: desk.of("a/one").done >= 10_000 or desk.of("a/one").size > 0)
    desk.fetches.pause(one.id)
    assert desk.state("a/one") is State.PAUSED
    desk.server.goes_on.set()  # what waits for bytes notices
    desk.fetches.add(Wanted("a/two"))
    desk.reaches("a/two", State.DONE)
    assert desk.state("a/one") is State.PAUSED
    desk.fetches.go_on(one.id)
    desk.reaches("a/one", State.DONE)
    content = desk.server.repos["a/one"][FILE]
    assert Shelf(desk.top, "a/one").file(COMMIT, FILE).read_bytes() == content


def test_given_up_nothing_of_it_stays(desk: Desk) -> None:
    desk.server.troubles[FILE] = [silent(10_000)]
    one = desk.fetches.add(Wanted("a/one"))
    part = Shelf(desk.top, "a/one").part(sha256(desk.server.repos["a/one"][FILE]))
    desk.until(lambda: bool(desk.of("a/one").brought))
    desk.fetches.give_up(one.id)
    assert desk.fetches.all == ()
    desk.server.goes_on.set()
    assert desk.fetches.wait_until_idle(LONG)
    assert not part.exists() and not Shelf(desk.top, "a/one").path.exists()


def test_giving_up_leaves_what_was_there_before(desk: Desk) -> None:
    desk.server.repos["a/one"]["second.safetensors"] = weights(5)
    first = Wanted("a/one", within=(FILE,))
    desk.fetches.add(first)
    desk.reaches("a/one", State.DONE)
    desk.fetches.give_up(desk.of("a/one").id)  # only leaves the list
    desk.server.troubles["second.safetensors"] = [cut(9_000), *[refuse(404)]]
    desk.fetches.add(Wanted("a/one", within=("second.safetensors",)))
    failed = desk.reaches("a/one", State.FAILED)
    desk.fetches.give_up(failed.id)
    shelf = Shelf(desk.top, "a/one")
    assert shelf.has(COMMIT, FILE) and not list(shelf.path.rglob("second*"))
    assert len(list((shelf.path / "blobs").iterdir())) == 1


def test_after_a_restart_all_goes_on_and_what_was_paused_waits(desk: Desk) -> None:
    desk.server.troubles[FILE] = [silent(10_000)]
    desk.fetches.add(Wanted("a/one"))
    two = desk.fetches.add(Wanted("a/two"))
    desk.fetches.pause(two.id)
    desk.until(lambda: bool(desk.of("a/one").brought))
    desk.server.goes_on.set()
    desk.fetches.close()
    desk.open()
    desk.fetches.find_again()
    desk.reaches("a/one", State.DONE)
    assert desk.state("a/two") is State.PAUSED
    desk.fetches.go_on(desk.of("a/two").id)
    desk.reaches("a/two", State.DONE)
    desk.fetches.close()
    desk.open()
    desk.fetches.find_again()
    assert desk.fetches.all == ()


def test_a_failure_says_what_to_do_and_can_be_tried_again(desk: Desk) -> None:
    desk.server.gated["a/one"] = "hf_right"
    desk.fetches.add(Wanted("a/one"))
    failed = desk.reaches("a/one", State.FAILED)
    assert failed.needs_token and failed.remedy
    desk.token = "hf_right"
    assert desk.fetches.add(Wanted("a/one")).id == failed.id
    desk.reaches("a/one", State.DONE)


def test_while_it_is_tried_again_the_reason_is_told(desk: Desk) -> None:
    desk.server.troubles[FILE] = [refuse(503, retry_after="600")]
    one = desk.fetches.add(Wanted("a/one"))
    desk.until(lambda: bool(desk.of("a/one").trouble))
    waiting = desk.of("a/one")
    assert "503" in waiting.trouble and waiting.state is State.RUNNING
    assert waiting.rate == 0 and waiting.seconds_left is None
    desk.fetches.pause(one.id)
    assert desk.of("a/one").trouble == ""
    desk.fetches.go_on(one.id)
    assert desk.reaches("a/one", State.DONE).trouble == ""


def test_of_several_files_the_artist_is_asked(desk: Desk) -> None:
    desk.server.repos["a/one"]["second.safetensors"] = weights(5)
    desk.fetches.add(Wanted("a/one"))
    failed = desk.reaches("a/one", State.FAILED)
    assert failed.choices == (FILE, "second.safetensors")


@pytest.mark.parametrize("content", [b"", b"[", b"{}", b'[{"repo": 1}]', b"[[[[", b"null"])
def test_a_broken_list_keeps_nobody_from_fetching(desk: Desk, content: bytes) -> None:
    (desk.folder / "fetches.json").write_bytes(content)
    desk.fetches.find_again()
    desk.fetches.add(Wanted("a/one"))
    desk.reaches("a/one", State.DONE)
