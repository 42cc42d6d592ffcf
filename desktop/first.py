"""What the window imports first, and what it does not import yet: both shorten its start."""

from __future__ import annotations

import sys

from desktop.later import import_when_used

# Not needed for the first paint of white paper, and a third of the time until then.
import_when_used("numpy")
import_when_used("cv2")
# Nothing is done to a document by then. Who does something names it `commands.AddLayer`.
DOING = tuple(
    f"core.document.{name}"
    for name in (
        "commands", "canvas_commands", "copying", "laid_tiles", "moving", "pasting", "reshaping",
        "transforming", "written",
    )
)  # fmt: skip
for _name in DOING:
    import_when_used(_name)
# Only for what other programs had in a file.
import_when_used("xml.etree.ElementTree")

# Before Qt: once PySide6 is there, every import takes longer.
import logging  # noqa: E402, F401

import core.document.document  # noqa: E402
import core.generation.context  # noqa: E402
import core.settings  # noqa: E402, F401

# isort: split

import PySide6.QtCore  # noqa: E402, F401

# PySide6 reads the source of every module that is imported, to see whether it may ask for one of
# PySide6's optional features (snake_case, true properties). None of ours does.
_features = sys.modules.get("shibokensupport.feature")
if hasattr(_features, "_mod_uses_pyside"):
    _features._mod_uses_pyside = lambda module: False  # type: ignore[union-attr]
