"""The commands of the command line by name: all that the window needs to know of it."""

from __future__ import annotations

COMMANDS = ("generate", "models", "convert", "techniques", "control", "train", "bench")
