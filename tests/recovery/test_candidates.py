"""Candidates are kept with a document's unsaved changes, and damage to one costs that one."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.document.document import Document
from core.document.origin import Origin
from core.document.settings import PaintSettings
from core.files.ora_origin import of_json as origin_of_json
from core.geometry import Rect, Size
from core.recovery.candidates import Found, KeptCandidate, KeptJob, of_json, to_json
from core.recovery.journal import Journal
from core.recovery.orphans import find
from core.recovery.recover import Recovered, recover
from core.request import Mode, Pixels

GREY = Pixels(np.arange(12, dtype=np.uint8).reshape(3, 4))
COLOURED = Pixels(np.arange(48, dtype=np.uint8).reshape(3, 4, 4))
ORIGIN = Origin(
    PaintSettings(prompt="a cat"), Mode.INPAINT, Rect(1, 2, 4, 3), Size(4, 3), GREY,
    made_on=Rect(1, 2, 4, 3),
)  # fmt: skip
JOBS = (
    KeptJob(
        Rect(1, 2, 4, 3),
        Size(4, 3),
        (
            KeptCandidate(5, 0, 70, applied=True),
            KeptCandidate(
                6, 1, 71, fitted=COLOURED, found=(Found("a cat", Rect(1, 2, 2, 2), GREY),)
            ),
        ),
        ORIGIN,
    ),
    KeptJob(Rect(0, 0, 64, 64), Size(128, 128), (KeptCandidate(9, 0, 3),), larger="picture"),
)


def recovered(root: Path) -> Recovered:
    (orphan,) = find(root).orphans
    found = recover(orphan.place)
    found.journal.release()
    return found


def told(jobs: tuple[KeptJob, ...]) -> Any:
    """All that is known of them, as something that compares; pictures by their digests."""
    return to_json(jobs, lambda pixels: pixels.digest)


def test_they_come_back_as_they_were(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    document = Document(Size(64, 64))
    for jobs in ((), JOBS, JOBS):
        journal.write(document.snapshot(), None, candidates=jobs)
    journal.release()
    assert told(recovered(tmp_path).candidates) == told(JOBS)


def test_pictures_that_are_there_already_are_not_written_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    document = Document(Size(64, 64))
    first = journal.write(document.snapshot(), None, candidates=JOBS)
    assert journal.write(document.snapshot(), None, candidates=JOBS) < first
    assert journal.folder is not None
    assert len(list(journal.folder.glob("*.pack"))) == 1
    journal.release()


def test_what_an_older_version_kept_has_none(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.write(Document(Size(64, 64)).snapshot(), None)
    journal.release()
    assert recovered(tmp_path).candidates == ()


def test_without_its_pictures_a_candidate_is_still_there(tmp_path: Path) -> None:
    def gone(_: str) -> Pixels:
        raise ValueError("damaged")

    value = told(JOBS)
    assert origin_of_json(value[0]["origin"], gone) is None
    first, second = of_json(value, gone)
    assert [one.entry for one in first.candidates] == [5], "the other would lie wrongly"
    assert [one.entry for one in second.candidates] == [9]


PLACES = [
    (0, "rect"), (0, "size"), (0, "origin"), (0, "candidates"), (0, "larger"),
    (0, "candidates", 0), (0, "candidates", 1, "entry"), (0, "candidates", 1, "index"),
    (0, "candidates", 1, "found"), (0, "candidates", 1, "found", 0), (0, "candidates", 1, "fitted"),
    (0,),
]  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.sampled_from(PLACES), ANYTHING)
def test_whatever_stands_there_the_others_are_read(place: tuple[Any, ...], value: Any) -> None:
    known = {pixels.digest: pixels for pixels in (GREY, COLOURED)}
    jobs = copy.deepcopy(told(JOBS))
    at = jobs
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = value
    found = list(of_json(jobs, known.__getitem__))
    assert told((found[-1],)) == told((JOBS[1],))
    for job in found:
        assert not job.rect.is_empty and job.size.area > 0
        for one in job.candidates:
            assert 0 < one.entry < 2**63 and isinstance(one.seed, int)
