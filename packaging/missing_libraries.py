"""Prints the packages whose libraries cannot be loaded here, of a list like libraries.txt."""

import ctypes
import sys
from pathlib import Path


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing(listed: str) -> list[str]:
    """The packages to install, each once, in the list's order."""
    rows = [line.split() for line in listed.splitlines() if line.strip() and line[0] != "#"]
    return list(dict.fromkeys(package for library, package in rows if not loads(library)))


if __name__ == "__main__":
    print(" ".join(missing(Path(sys.argv[1]).read_text(encoding="utf-8"))))
