"""Every picture is kept with what made it, whatever fails, and is found again by what one knows."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.errors import FileError
from core.files.pictures import decode
from core.gallery import store
from core.gallery.entry import Search
from core.gallery.store import FILE, Gallery
from core.steering import Steer
from core.techniques import techniques
from tests.gallery.pictures import COLOURS, made, words_in


def prompts(gallery: Gallery, search: Search) -> list[str]:
    return [entry.prompt for entry in gallery.find(search)]


def test_a_picture_comes_back_to_the_bit_with_all_that_made_it(tmp_path: Path) -> None:
    sag = techniques()["self_attention_guidance"]()
    before = made("a cat", techniques=[sag])
    Gallery(tmp_path).add(before)
    gallery = Gallery(tmp_path)
    (entry,) = gallery.find()
    kept = gallery.kept(entry.id)
    assert kept.request == before.request
    assert np.array_equal(decode(kept.picture, "picture").array, COLOURS)
    assert (kept.rect, kept.canvas, kept.size) == (before.rect, before.canvas, before.size)
    assert (entry.seed, entry.techniques) == (7, ("self_attention_guidance",))
    assert gallery.thumbnails([entry.id]) == {entry.id: before.thumbnail}
    gallery.close()


def test_pictures_are_found_by_words_model_technique_date_and_favourites(tmp_path: Path) -> None:
    gallery = Gallery(tmp_path)
    sag = techniques()["self_attention_guidance"]()
    gallery.add(made("a CAT on a beach, 100%", at=1000))
    gallery.add(made("a dog on a beach", at=2000, model="other"))
    star = gallery.add(made("Ein Bär", at=3000, techniques=[sag]))
    gallery.set_favourite([star], True)
    assert prompts(gallery, Search()) == ["Ein Bär", "a dog on a beach", "a CAT on a beach, 100%"]
    assert prompts(gallery, Search("BEACH cat")) == ["a CAT on a beach, 100%"]
    assert prompts(gallery, Search("0%")) == ["a CAT on a beach, 100%"]
    assert prompts(gallery, Search("bär")) == ["Ein Bär"]
    assert prompts(gallery, Search("self-attention")) == ["Ein Bär"]
    assert prompts(gallery, Search(model="other")) == ["a dog on a beach"]
    assert prompts(gallery, Search(technique="self_attention_guidance")) == ["Ein Bär"]
    assert prompts(gallery, Search(technique="attention_guidance")) == []
    assert prompts(gallery, Search(since=1500)) == ["Ein Bär", "a dog on a beach"]
    assert prompts(gallery, Search(favourites=True)) == ["Ein Bär"]
    assert gallery.known() == (["other", "starter"], ["self_attention_guidance"])
    gallery.close()


def test_a_picture_whose_words_were_changed_while_it_grew_is_found_by_all_of_them(
    tmp_path: Path,
) -> None:
    gallery = Gallery(tmp_path)
    before = made("a tree on a meadow")
    steering = (Steer(step=3, guidance_scale=7.0), Steer(step=5, prompt="a castle on a meadow"),
                Steer(step=6, guidance_scale=4.0))  # fmt: skip
    gallery.add(replace(before, request=replace(before.request, steering=steering)))
    assert prompts(gallery, Search()) == ["a castle on a meadow"], "what is seen on it"
    assert len(gallery.find(Search("castle"))) == len(gallery.find(Search("tree"))) == 1
    gallery.close()


def test_prompts_are_told_once_each_the_latest_first(tmp_path: Path) -> None:
    gallery = Gallery(tmp_path)
    for prompt in ("a cat", "a dog", "", "a cat"):
        gallery.add(made(prompt))
    gone = gallery.add(made("a frog"))
    gallery.remove([gone])
    assert gallery.prompts() == ["a cat", "a dog"]
    assert gallery.prompts(1) == ["a cat"]
    gallery.close()


def test_what_is_removed_can_be_brought_back_for_weeks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gallery = Gallery(tmp_path)
    cat, dog = gallery.add(made("a cat")), gallery.add(made("a dog"))
    gallery.remove([cat])
    gallery.close()
    gallery = Gallery(tmp_path)
    assert prompts(gallery, Search()) == ["a dog"]
    gallery.bring_back([cat])
    assert gallery.kept(cat).request.prompt == "a cat"
    gallery.remove([dog])
    gallery.close()
    monkeypatch.setattr(store, "KEPT_SECONDS", -60)
    assert words_in(gallery) == {"a cat"}
    with pytest.raises(FileError, match="not in the gallery any more"):
        gallery.kept(dog)
    gallery.close()


def test_several_windows_add_at_the_same_time_and_nothing_is_lost(tmp_path: Path) -> None:
    def work(name: int) -> None:
        gallery = Gallery(tmp_path)
        for number in range(10):
            gallery.add(made(f"{name} {number}"))
        gallery.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert words_in(Gallery(tmp_path)) == {f"{a} {b}" for a in range(3) for b in range(10)}


def test_what_is_no_database_is_put_aside_and_a_new_one_begun(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 1000)
    gallery = Gallery(tmp_path)
    gallery.add(made("a cat"))
    assert words_in(gallery) == {"a cat"}
    (aside,) = tmp_path.glob("damaged-*")
    assert aside.read_bytes().startswith(b"no database")
    assert gallery.put_aside == aside, "for the artist to be told"


def test_a_gallery_of_a_newer_version_is_left_as_it_is(tmp_path: Path) -> None:
    gallery = Gallery(tmp_path)
    gallery.add(made("a cat"))
    assert gallery._opened is not None
    gallery._opened.execute("PRAGMA user_version = 99")
    gallery.close()
    with pytest.raises(FileError, match="newer version"):
        gallery.add(made("a dog"))


@pytest.mark.skipif(sys.platform == "win32", reason="it forks, and limits the size of files")
@pytest.mark.parametrize(
    "scenario", ["failing_writes", "killed_in_writes", "killed_between", "no_memory"]
)
def test_whatever_write_fails_or_kills_what_was_kept_stays_whole(
    tmp_path: Path, scenario: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.gallery.power_cuts", scenario, str(tmp_path)],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 10


def test_a_document_finds_its_own_pictures(tmp_path: Path) -> None:
    gallery = Gallery(tmp_path)
    gallery.add(made("a cat"))
    gallery.add(replace(made("a dog"), document="one"))
    gallery.add(replace(made("a ship"), document="two"))
    assert prompts(gallery, Search(document="one")) == ["a dog"]
    assert prompts(gallery, Search(words="ship", document="one")) == []
    assert len(prompts(gallery, Search())) == 3
    gallery.close()


def test_a_gallery_of_the_first_version_goes_on(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / FILE)
    database.executescript(store._SCHEMA)
    database.execute(
        "INSERT INTO entries (at, prompt, model, techniques, seed, words, place)"
        " VALUES (1, 'old', 'starter', '', 3, 'old', '[]')"
    )
    database.execute("PRAGMA user_version = 1")
    database.commit()
    database.close()
    gallery = Gallery(tmp_path)
    gallery.add(replace(made("new"), document="one"))
    assert prompts(gallery, Search()) == ["new", "old"]
    assert prompts(gallery, Search(document="one")) == ["new"]
    gallery.close()
