"""What can go wrong while models are fetched, in words, and whether trying again may help."""

from __future__ import annotations

from core.errors import UserError


class FetchError(UserError):
    """Something cannot be fetched."""


class Interrupted(FetchError):
    """The connection is gone, or the hub has no time: what is there stays, and it can go on."""


class NeedsToken(FetchError):
    """The hub wants to know who asks: a token is missing, wrong, or not yet admitted."""


class SeveralFiles(FetchError):
    """A repository holds several models in one file each; one of `files` has to be chosen."""

    def __init__(self, cause: str, remedy: str = "", files: tuple[str, ...] = ()) -> None:
        super().__init__(cause, remedy)
        self.files = files


class Stopped(BaseException):
    """Unwinds a fetch that was paused or given up. No `Exception`, as `Cancelled` is none."""
