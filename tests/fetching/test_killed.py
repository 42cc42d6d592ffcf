"""A program that is killed while it fetches leaves no half file, and goes on the next time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.files.faults import power_cuts


@pytest.mark.slow
def test_whenever_the_program_is_killed_a_fetch_goes_on_and_ends_whole(tmp_path: Path) -> None:
    assert power_cuts("tests.fetching.power_cuts.killed", tmp_path) > 30
