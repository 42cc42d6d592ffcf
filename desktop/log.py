"""The program's log: a file that does not grow without end."""

from __future__ import annotations

import logging
from pathlib import Path

from core import places

LOG_BYTES = 1 << 20


def log_file() -> Path:
    """The log of the program."""
    return places.logs() / "underpaint.log"


def start_log() -> None:
    """Writes warnings and errors to the log file; a folder that cannot be written is no reason
    not to start."""
    from logging.handlers import RotatingFileHandler  # brings half of the network with it

    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            log_file(), maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    # A full disk cannot hold the log; what goes wrong is told in the window all the same.
    logging.raiseExceptions = False
