"""Memory that was freed goes back to the system."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

PIECES = """
import mmap
import sys
import numpy
from core import allocator

def held():
    _, resident, shared, *_ = open("/proc/self/statm").read().split()
    return (int(resident) - int(shared)) * mmap.PAGESIZE / (1 << 20)

def pieces():
    # Of 2 MB, with small ones between them that stay.
    return [(numpy.ones(1 << 21, numpy.uint8), numpy.ones(1000, numpy.uint8)) for _ in range(100)]

def left(large):
    before = held()
    kept = [small for _, small in large]
    large.clear()
    return before - held()

numpy.ones(20 << 20, numpy.uint8)  # which raises the limit below which nothing goes back
if sys.argv[1:]:
    allocator.return_large_at_once()
print(left(pieces()))
"""


def freed(*words: str) -> float:
    """MB that went back of 200, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", PIECES, *words], cwd=ROOT, capture_output=True, text=True,
        timeout=120, check=True,
    )  # fmt: skip
    return float(done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems' allocators do it by themselves")
def test_large_pieces_go_back_as_soon_as_they_are_freed() -> None:
    assert freed() < 100, "they go back by themselves"
    assert freed("at once") > 180
