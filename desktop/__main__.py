"""Where the program starts: `underpaint` or `python -m desktop`.

With no words it opens the window, with files it opens them; everything else is the command
line's, which imports no Qt.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.commands import COMMANDS


def main(words: Sequence[str] | None = None) -> int:
    """Runs the program; returns its exit status."""
    given = list(sys.argv[1:] if words is None else words)
    if given and (given[0] in COMMANDS or given[0].startswith("-")):
        from desktop import cli

        return cli.main(given)
    files = [Path(word).absolute() for word in given]
    for word, file in zip(given, files, strict=True):
        if not os.path.exists(file):  # noqa: PTH110  # which never raises
            from desktop.cli import no_such_word

            return no_such_word(word)
    from desktop.later import collect_later

    collect_later()
    from desktop.main import run as open_window

    return open_window(files)


if __name__ == "__main__":
    sys.exit(main())
