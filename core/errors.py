"""What can go wrong in words for an artist: a cause and a remedy, never a traceback."""

from __future__ import annotations


class UserError(Exception):
    """An error that is told to the artist as it stands. Anything else is a defect of ours.

    `cause` says what is wrong, `remedy` what to do about it; both are whole sentences.
    """

    def __init__(self, cause: str, remedy: str = "") -> None:
        super().__init__(f"{cause} {remedy}".strip())
        self.cause = cause
        self.remedy = remedy

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.cause, self.remedy, self.__dict__))


def _rebuild(kind: type[UserError], cause: str, remedy: str, state: dict[str, object]) -> UserError:
    """Errors cross from the child process by pickling, whatever their constructors take."""
    error = kind.__new__(kind)
    UserError.__init__(error, cause, remedy)
    error.__dict__.update(state)
    return error


class RecipeError(UserError):
    """A field of a recipe is wrong. `field` is its path: "regions[1].box"."""

    def __init__(self, field: str, cause: str, remedy: str = "") -> None:
        super().__init__(f"{field}: {cause}", remedy)
        self.field = field


class ModelError(UserError):
    """A model is missing, incomplete, unsafe or of an unknown kind."""


class OutOfMemory(UserError):
    """The device, or the machine, has no memory left for the job."""


class BrokenNumbers(UserError):
    """A stage of the pass produced NaN or infinity."""


class FileError(UserError):
    """A file cannot be read or written."""


class Cancelled(BaseException):
    """Unwinds a job that was cancelled. No `Exception`, so that no broad `except` swallows it."""
