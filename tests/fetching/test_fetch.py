"""A model comes whole or not at all, whatever the network does; what has come once stays."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from huggingface_hub import scan_cache_dir, try_to_load_from_cache

from core.errors import FileError, UserError
from core.fetching import fetch as fetching
from core.fetching.address import Wanted
from core.fetching.cache import Shelf
from core.fetching.errors import FetchError, Interrupted, NeedsToken, Stopped
from core.fetching.fetch import Progress, fetch, plan
from core.fetching.hub import Hub, wait_of
from core.fetching.rate import Rate
from core.fetching.transfer import TRIES
from tests.fetching.conftest import Patience, weights, whole_model
from tests.fetching.small_hub import (
    COMMIT,
    SmallHub,
    another,
    cut,
    refuse,
    sha256,
    silent,
    small_hub,
)  # fmt: skip

REPO = "artist/paints"
WHOLE = Wanted(REPO)
FILE = "paints.safetensors"


def run(hub: Hub, top: Path, patience: Patience, wanted: Wanted = WHOLE) -> Path:
    what = plan(hub, top, wanted, patience)
    return fetch(hub, top, wanted, what, Progress(patience, patience.came))


@pytest.fixture
def content(server: SmallHub) -> bytes:
    made = weights()
    server.repos[REPO] = {FILE: made}
    return made


def test_other_programs_of_the_hub_find_what_was_fetched(
    server: SmallHub, hub: Hub, top: Path, patience: Patience
) -> None:
    server.repos[REPO] = whole_model()
    folder = run(hub, top, patience)
    for path in ("model_index.json", "unet/diffusion_pytorch_model.fp16.safetensors"):
        found = try_to_load_from_cache(REPO, path, cache_dir=top)
        assert Path(str(found)) == folder / path
        assert (folder / path).read_bytes() == server.repos[REPO][path]
    (known,) = scan_cache_dir(top).repos
    assert (known.repo_id, [one.commit_hash for one in known.revisions]) == (REPO, [COMMIT])
    assert not scan_cache_dir(top).warnings
    assert not (folder / "convert.py").exists()
    assert not list(top.rglob("*.bin")) and not list(top.rglob("*.incomplete"))
    assert patience.seen[-1] == sum(
        len(server.repos[REPO][str(file.relative_to(folder))])
        for file in folder.rglob("*") if file.is_file()
    )  # fmt: skip


def test_what_is_there_is_not_fetched_again(
    server: SmallHub, hub: Hub, top: Path, patience: Patience, content: bytes
) -> None:
    run(hub, top, patience)
    assert len(server.gets_of(FILE)) == 1
    run(hub, top, patience)
    assert len(server.gets_of(FILE)) == 1


def test_a_connection_that_is_cut_goes_on_where_it_was(
    server: SmallHub, hub: Hub, top: Path, patience: Patience, content: bytes
) -> None:
    server.troubles[FILE] = [cut(10_000), cut(5_000)]
    folder = run(hub, top, patience)
    assert (folder / FILE).read_bytes() == content
    starts = [head.get("range") for head in server.gets_of(FILE)]
    assert starts == [None, "bytes=10000-", "bytes=15000-"]
    assert len(patience.waited) == 2


def test_a_silent_connection_counts_as_gone_and_it_goes_on(
    server: SmallHub, top: Path, patience: Patience, content: bytes
) -> None:
    server.troubles[FILE] = [silent(12_000)]
    hub = Hub(server.address, silence=1.0)
    folder = run(hub, top, patience)
    hub.close()
    assert (folder / FILE).read_bytes() == content
    assert [head.get("range") for head in server.gets_of(FILE)] == [None, "bytes=12000-"]


def test_a_store_that_knows_no_ranges_is_read_from_the_beginning(
    server: SmallHub, hub: Hub, top: Path, patience: Patience, content: bytes
) -> None:
    server.troubles[FILE] = [cut(10_000)]
    server.ranges = False
    assert (run(hub, top, patience) / FILE).read_bytes() == content


def test_what_was_stopped_goes_on_with_another_run(
    server: SmallHub, hub: Hub, top: Path, patience: Patience, content: bytes
) -> None:
    server.troubles[FILE] = [cut(10_000)]
    patience.stop_at = 10_000
    with pytest.raises(Stopped):
        run(hub, top, patience)
    part = Shelf(top, REPO).part(sha256(content))
    assert part.stat().st_size == 10_000
    assert not list(top.glob("*/snapshots/*/*"))
    again = Patience()
    folder = run(hub, top, again)
    assert (folder / FILE).read_bytes() == content
    assert server.gets_of(FILE)[-1]["range"] == "bytes=10000-"
    assert min(again.seen) >= 10_000


def test_a_part_that_was_damaged_on_the_disk_is_found_and_fetched_anew(
    server: SmallHub, hub: Hub, top: Path, patience: Patience, content: bytes
) -> None:
    part = Shelf(top, REPO).part(sha256(content))
    part.parent.mkdir(parents=True)
    part.write_bytes(b"x" + content[1:20_000])
    assert (run(hub, top, patience) / FILE).read_bytes() == content
    assert [head.get("range") for head in server.gets_of(FILE)] == ["bytes=20000-", None]


def test_other_content_than_the_hub_promises_is_never_kept(
    server: SmallHub, hub: Hub, top: Path, patience: Patience, content: bytes
) -> None:
    wrong = bytes(len(content))
    server.troubles[FILE] = [another(wrong)]
    assert (run(hub, top, patience) / FILE).read_bytes() == content
    server.repos[REPO][FILE] = weights(7)
    server.troubles[FILE] = [another(wrong), another(wrong)]
    with pytest.raises(FetchError, match="another content"):
        run(hub, top / "other", patience)
    assert not [file for file in (top / "other").rglob("*") if file.is_file() and
                file.suffix != ".lock"]  # fmt: skip


def test_small_files_are_checked_as_well(
    server: SmallHub, hub: Hub, top: Path, patience: Patience
) -> None:
    server.repos[REPO] = {"config.json": b'{"a": 1}', "model.safetensors": weights()}
    server.troubles["config.json"] = [another(b'{"a": 2}')]
    folder = run(hub, top, patience)
    assert (folder / "config.json").read_bytes() == b'{"a": 1}'


def test_what_calls_itself_safetensors_and_is_none_goes_again(
    server: SmallHub, hub: Hub, top: Path, patience: Patience
) -> None:
    server.repos[REPO] = {FILE: b"\x80\x04pickle" * 1000}
    with pytest.raises(UserError, match=f"{FILE} is not a safetensors file"):
        run(hub, top, patience)
    assert not list(top.rglob(FILE))


@pytest.mark.parametrize("status", [429, 500, 502, 503, 408])
def test_a_hub_that_is_busy_is_asked_again_when_it_says(
    server: SmallHub, hub: Hub, top: Path, patience: Patience, content: bytes, status: int
) -> None:
    server.troubles[FILE] = [refuse(status, Retry_After="17"), refuse(status)]
    server.troubles[f"api {REPO}"] = [refuse(status)]
    assert (run(hub, top, patience) / FILE).read_bytes() == content
    assert patience.waited == [1.0, 17.0, 2.0]


def test_it_is_not_asked_for_ever(
    server: SmallHub, hub: Hub, top: Path, patience: Patience, content: bytes
) -> None:
    server.troubles[FILE] = [refuse(503) for _ in range(TRIES)]
    with pytest.raises(Interrupted, match="has a problem"):
        run(hub, top, patience)
    assert patience.waited == [1.0, 2.0, 4.0, 8.0, 16.0]
    assert wait_of(Interrupted("x"), 40) == 60.0


def test_a_hub_that_is_not_there_is_told(top: Path, patience: Patience, server: SmallHub) -> None:
    with small_hub() as gone:
        address = gone.address
    hub = Hub(address)
    with pytest.raises(Interrupted, match="lost or refused"):
        run(hub, top, patience)
    hub.close()


@pytest.mark.parametrize(
    ("trouble", "kind", "words"),
    [
        (refuse(404), FetchError, "no model called"),
        (refuse(401, X_Error_Code="RepoNotFound"), FetchError, "no model called"),
        (refuse(401), NeedsToken, "wants a token"),
        (refuse(403), NeedsToken, "agreed to its terms"),
        (refuse(404, X_Error_Code="RevisionNotFound"), FetchError, "no such version"),
        (refuse(418), FetchError, "refuses"),
        (lambda handler, _: handler.answer(200, {}, b"<html>sign in</html>"), FetchError, "speak"),
        (lambda handler, _: handler.answer(200, {}, b'{"id": 1}'), FetchError, "speak"),
    ],
)  # fmt: skip
def test_every_refusal_is_told_in_words(
    server: SmallHub, hub: Hub, top: Path, patience: Patience, content: bytes,
    trouble: Callable[..., None], kind: type[UserError], words: str,
) -> None:  # fmt: skip
    server.troubles[f"api {REPO}"] = [trouble]
    with pytest.raises(kind, match=words) as told:
        run(hub, top, patience)
    assert told.value.remedy


def test_a_gated_model_wants_a_token_which_no_other_host_hears_of(
    server: SmallHub, top: Path, patience: Patience, content: bytes
) -> None:
    server.gated[REPO] = "hf_right"
    for token, words in (("", "sign in"), ("hf_wrong", "owner of the token")):
        hub = Hub(server.address, token)
        with pytest.raises(NeedsToken, match=words):
            run(hub, top, patience)
        hub.close()
    with small_hub() as store:
        store.repos = server.repos
        server.redirects = store.address.replace("127.0.0.1", "localhost")
        hub = Hub(server.address, "hf_right")
        assert (run(hub, top, patience) / FILE).read_bytes() == content
        hub.close()
        assert store.gets_of(FILE) and "authorization" not in store.gets_of(FILE)[0]
    assert server.gets_of(FILE)[0]["authorization"] == "Bearer hf_right"


def test_names_that_lead_out_of_the_cache_are_left_out(
    server: SmallHub, hub: Hub, top: Path, patience: Patience, content: bytes
) -> None:
    evil = (
        "../evil.safetensors",
        "/evil.safetensors",
        "a/../../evil.safetensors",
        "..\\evil.safetensors",
    )
    server.repos[REPO] |= {name: weights(9) for name in evil}
    folder = run(hub, top, patience)
    assert [file.name for file in folder.rglob("*")] == [FILE]
    assert not list(top.parent.rglob("evil*"))


def test_a_disk_that_is_too_small_is_told_before_anything_comes(
    server: SmallHub, hub: Hub, top: Path, patience: Patience, content: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(fetching, "free_bytes", lambda _: fetching.SPARE + 20_000)
    with pytest.raises(FetchError, match="30 KB are needed"):
        run(hub, top, patience)
    assert not server.gets_of(FILE)
    part = Shelf(top, REPO).part(sha256(content))  # what is there needs no room
    part.parent.mkdir(parents=True)
    part.write_bytes(content[:15_000])
    run(hub, top, patience)


def test_offline_nothing_is_asked(
    server: SmallHub, hub: Hub, top: Path, patience: Patience, content: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(FetchError, match="switched off"):
        run(hub, top, patience)
    assert not server.asked


def test_what_another_program_fetches_is_left_to_it(
    server: SmallHub, hub: Hub, top: Path, patience: Patience, content: bytes
) -> None:
    from filelock import FileLock

    lock = Shelf(top, REPO).lock(sha256(content))
    lock.parent.mkdir(parents=True)
    with FileLock(lock), pytest.raises(FileError, match="another program"):
        run(hub, top, patience)


def test_the_rate_is_what_came_lately_and_tells_the_time_left() -> None:
    rate = Rate()
    assert rate.seconds_left(10) is None
    for second, done in enumerate(itertools.accumulate([0] + [100] * 10 + [300] * 10)):
        rate.came(done, float(second))
    assert rate.per_second == pytest.approx(300)
    assert rate.seconds_left(900) == pytest.approx(3)
    rate.came(0, 21.0)
    assert rate.per_second == 0
