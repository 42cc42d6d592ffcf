"""Hubs, mirrors and networks that mislead, by accident or on purpose, and fetches that need the
same files: nothing wrong is kept, nothing needed is lost, and what happened is told in words."""

from __future__ import annotations

import ssl
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx2
import pytest

from core.errors import UserError
from core.fetching import fetch as fetching
from core.fetching.address import Wanted
from core.fetching.cache import Shelf
from core.fetching.errors import FetchError, Interrupted
from core.fetching.fetch import Plan, Progress, fetch, plan
from core.fetching.fetches import State
from core.fetching.hub import Hub
from core.fetching.token import token_for
from tests.fetching.conftest import Patience, weights, whole_model
from tests.fetching.small_hub import COMMIT, SmallHub, another, refuse, sha256, silent
from tests.fetching.test_fetches import LONG, Desk, desk

__all__ = ["desk"]

FILE = "paints.safetensors"


def brought(hub: Hub, top: Path, wanted: Wanted, watch: Patience) -> Path:
    what = plan(hub, top, wanted, watch)
    return fetch(hub, top, wanted, what, Progress(watch, lambda _: None))


def test_a_model_that_has_another_name_now_is_found_under_the_old_one(
    server: SmallHub, hub: Hub, top: Path, patience: Patience
) -> None:
    server.repos["new/home"] = whole_model()
    server.moved["old/home"] = "new/home"
    folder = brought(hub, top, Wanted("old/home"), patience)
    assert (folder / "unet/diffusion_pytorch_model.fp16.safetensors").is_file()
    assert (folder / "model_index.json").read_bytes() == whole_model()["model_index.json"]


def test_a_hub_that_sends_around_in_circles_is_left(
    server: SmallHub, hub: Hub, top: Path, patience: Patience
) -> None:
    server.moved |= {"a/one": "a/two", "a/two": "a/one"}
    with pytest.raises(FetchError, match="does not speak as a hub"):
        plan(hub, top, Wanted("a/one"), patience)
    assert len(server.asked) < 10


@pytest.mark.parametrize("size", ["Infinity", "-1", "NaN", "1e300", '"many"', "[]"])
def test_sizes_that_cannot_be_are_no_list(
    server: SmallHub, hub: Hub, top: Path, patience: Patience, size: str
) -> None:
    file = f'{{"rfilename": "{FILE}", "size": {size}}}'
    text = f'{{"id": "a/one", "sha": "{COMMIT}", "siblings": [{file}]}}'
    server.repos["a/one"] = {FILE: weights()}
    server.troubles["api a/one"] = [another(text.encode())]
    with pytest.raises(FetchError, match="does not speak as a hub"):
        plan(hub, top, Wanted("a/one"), patience)


def test_a_list_of_parts_that_is_gigabytes_long_is_not_fetched(
    server: SmallHub, hub: Hub, top: Path, patience: Patience
) -> None:
    server.repos["a/one"] = whole_model()
    server.claims["model_index.json"] = 40 << 30
    with pytest.raises(FetchError, match="no such list"):
        plan(hub, top, Wanted("a/one"), patience)
    assert not server.gets_of("model_index.json")


def test_a_file_that_is_larger_than_the_list_said_is_held_against_the_disk(
    server: SmallHub, hub: Hub, top: Path, patience: Patience, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.repos["a/one"] = {FILE: weights()}
    server.claims[FILE] = 40 << 30
    monkeypatch.setattr(fetching, "free_bytes", lambda _: 1 << 30)
    with pytest.raises(FetchError, match="are free on the disk"):
        brought(hub, top, Wanted("a/one"), patience)
    assert not server.gets_of(FILE)


def test_a_mirror_with_names_of_its_own_is_held_to_the_lists_checksum(
    server: SmallHub, hub: Hub, top: Path, patience: Patience
) -> None:
    good = weights(1)
    server.repos["a/one"] = {FILE: good}
    server.names[FILE] = "d41d8cd98f-7"
    wrong = good[:-1] + bytes([good[-1] ^ 1])
    server.troubles[FILE] = [another(wrong), another(wrong)]
    with pytest.raises(FetchError, match="another content"):
        brought(hub, top, Wanted("a/one"), patience)
    assert not Shelf(top, "a/one").has(COMMIT, FILE)
    server.troubles[FILE] = [another(wrong)]  # once: it is fetched anew
    folder = brought(hub, top, Wanted("a/one"), patience)
    assert (folder / FILE).read_bytes() == good


def test_a_proxy_that_cannot_be_used_is_named(
    server: SmallHub, top: Path, patience: Patience, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "nonsense://proxy.example:1")
    hub = Hub(server.address)
    with pytest.raises(FetchError, match="proxy"):
        plan(hub, top, Wanted("a/one"), patience)


def test_a_certificate_that_nobody_trusts_is_no_lost_connection(
    server: SmallHub, patience: Patience
) -> None:
    def stream(*_: object, **__: object) -> Any:
        try:
            raise ssl.SSLCertVerificationError("self-signed certificate")
        except ssl.SSLError as error:
            raise httpx2.ConnectError("failed") from error

    hub = Hub(server.address)
    hub._made = SimpleNamespace(stream=stream)  # type: ignore[assignment]
    with pytest.raises(FetchError, match="certificate") as told:
        hub.repository(Wanted("a/one"))
    assert not isinstance(told.value, Interrupted), "it is not tried again"


@pytest.mark.parametrize("token", ["hf_ümlaut", "hf two", "x" * 501])
def test_a_variable_that_holds_no_token_is_as_good_as_none(
    monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setattr("core.fetching.token._keyring", lambda: None)
    monkeypatch.setenv("HF_TOKEN", token)
    assert token_for("https://hub.example") == ""


def test_given_up_it_leaves_what_another_fetch_needs_as_well(desk: Desk) -> None:
    """Two adapters that come with the same image encoder."""
    shared, first, second = "encoder.safetensors", "a.safetensors", "b.safetensors"
    desk.server.repos["a/one"] = {
        shared: weights(1, 90_000), first: weights(2), second: weights(3)
    }  # fmt: skip
    desk.server.troubles[first] = [refuse(404)]
    desk.fetches.add(Wanted("a/one", within=(shared, first)))
    half = desk.reaches("a/one", State.FAILED)
    assert [path for _, path, _ in half.brought] == [shared, first]
    other = desk.fetches.add(Wanted("a/one", within=(shared, second)))
    assert desk.fetches.wait_until_idle(LONG)
    desk.fetches.give_up(half.id)
    shelf = Shelf(desk.top, "a/one")
    assert shelf.has(COMMIT, shared) and shelf.has(COMMIT, second)
    desk.fetches.give_up(other.id)  # it is done, and only leaves the list
    assert shelf.has(COMMIT, shared)


def test_given_up_it_leaves_what_another_fetch_has_begun(desk: Desk) -> None:
    first, second = "a.safetensors", "b.safetensors"
    desk.server.repos["a/one"] = {first: weights(2), second: weights(3)}
    desk.server.troubles[first] = [refuse(404)]
    failed = desk.fetches.add(Wanted("a/one", within=(first,)))
    desk.until(lambda: desk.of("a/one").state is State.FAILED)
    desk.server.troubles[second] = [silent(10_000)]
    going = desk.fetches.add(Wanted("a/one", within=(second,)))
    part = Shelf(desk.top, "a/one").part(sha256(desk.server.repos["a/one"][second]))
    desk.until(lambda: part.exists())
    desk.fetches.pause(going.id)
    desk.server.goes_on.set()
    assert desk.fetches.wait_until_idle(LONG)
    begun = part.stat().st_size
    assert begun
    desk.fetches.give_up(failed.id)
    assert part.stat().st_size == begun
    desk.fetches.go_on(going.id)
    desk.until(lambda: desk.fetches.all[0].state is State.DONE)


def test_the_room_is_told_with_what_is_missing(top: Path, server: SmallHub, hub: Hub) -> None:
    repository = SimpleNamespace(id="a/one", commit=COMMIT, files=())
    huge = SimpleNamespace(path="x", size=1 << 49, sha256="")
    with pytest.raises(UserError, match="are needed"):
        fetching.check_room(Plan(repository, (huge,), 0), top)  # type: ignore[arg-type]
