"""What happens to errors that nobody expected: logged whole, told calmly."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from desktop.log import log_file
from widgets.words import told, tr

_log = logging.getLogger("underpaint")


def catch_everything(tell: Callable[[str, str], object]) -> Callable[[], None]:
    """From now on unexpected errors are logged, and `tell(cause, remedy)` shows them.

    Returns what puts everything back as it was.
    """
    before, before_thread = sys.excepthook, threading.excepthook

    def caught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            before(kind, error, trace)
            return
        _log.critical(
            "unexpected error\n%s", "".join(traceback.format_exception(kind, error, trace))
        )
        tell(
            tr("Something went wrong inside the program. Your picture is still there."),
            told(f"Save it to be safe. If it happens again, report it with the file {log_file()}."),
        )

    def caught_in_thread(args: threading.ExceptHookArgs) -> None:
        name = args.thread.name if args.thread is not None else tr("a thread")
        _log.error(
            "unexpected error in %s\n%s",
            name,
            "".join(traceback.format_exception(args.exc_type, args.exc_value, args.exc_traceback)),
        )

    sys.excepthook, threading.excepthook = caught, caught_in_thread

    def restore() -> None:
        sys.excepthook, threading.excepthook = before, before_thread

    return restore
