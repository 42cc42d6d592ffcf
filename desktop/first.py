"""What the window imports first, and what it does not import yet: both shorten its start."""

from __future__ import annotations

import sys

from desktop.later import import_when_used

# Not needed for the first paint of white paper, and a third of the time until then.
import_when_used("numpy")
import_when_used("cv2")
# Nothing is done to a document by then, nothing copied or exported. Who does it names it by its
# module, `commands.AddLayer`.
LATER = (
    "core.document.commands",
    "core.document.canvas_commands",
    "core.document.copying",
    "core.document.laid_tiles",
    "core.document.moving",
    "core.document.pasting",
    "core.document.reshaping",
    "core.document.transforming",
    "core.document.written",
    "core.files.export_kept",
    "core.files.gpl",
    "desktop.copied_layers",
    "desktop.drops",
    "widgets.canvas.displaced",
    "widgets.canvas.laid_over",
)
for _name in LATER:
    import_when_used(_name)
# Only for what other programs had in a file.
import_when_used("xml.etree.ElementTree")

# Before Qt: once PySide6 is there, every import takes longer.
import logging  # noqa: E402, F401

import core.document.document  # noqa: E402
import core.settings  # noqa: E402, F401

# isort: split

import PySide6.QtCore  # noqa: E402, F401

# PySide6 reads the source of every module that is imported, to see whether it may ask for one of
# PySide6's optional features (snake_case, true properties). None of ours does.
_features = sys.modules.get("shibokensupport.feature")
if hasattr(_features, "_mod_uses_pyside"):
    _features._mod_uses_pyside = lambda module: False  # type: ignore[union-attr]
