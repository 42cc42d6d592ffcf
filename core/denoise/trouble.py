"""What libraries raise, told to the artist."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from core.errors import BrokenNumbers, OutOfMemory, UserError

PICTURE = "Paint fewer pictures at a time or a smaller one, or close other programs."


@contextmanager
def memory_errors(remedy: str = PICTURE, what: str = "this picture") -> Iterator[None]:
    """Tells the many ways in which memory runs out as one."""
    try:
        yield
    except (MemoryError, torch.OutOfMemoryError) as error:
        raise _out_of_memory(remedy, what) from error
    except RuntimeError as error:
        # The CPU's allocator has no exception of its own.
        if "alloc" in str(error) and "memory" in str(error):
            raise _out_of_memory(remedy, what) from error
        raise


def told_error(error: BaseException) -> UserError:
    """What the artist is told about any error."""
    if isinstance(error, UserError):
        return error
    words = str(error).lower()
    if isinstance(error, MemoryError | torch.OutOfMemoryError) or (
        isinstance(error, RuntimeError) and ("not enough memory" in words or "alloc" in words)
    ):
        return out_of_memory()
    if isinstance(error, FloatingPointError):
        return BrokenNumbers(
            "The model's numbers broke down (NaN).", "Try another sampler or another model."
        )
    return UserError(
        f"Something went wrong inside the program ({type(error).__name__}).",
        "Try again; if it happens again, report it together with the log.",
    )


def out_of_memory() -> OutOfMemory:
    """What is told when a job did not fit into memory."""
    return _out_of_memory(
        "Make fewer pictures at once, choose a smaller size, or close other programs.", "this job"
    )


def _out_of_memory(remedy: str, what: str) -> OutOfMemory:
    return OutOfMemory(f"There is not enough memory for {what}.", remedy)
