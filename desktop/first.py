"""What the window imports first, and what it does not import yet: both shorten its start."""

from __future__ import annotations

from desktop.later import import_when_used

# Not needed for the first paint, and a twelfth of the time until then.
import_when_used("cv2")

# Before Qt: once PySide6 is there, every import looks through the imported module's source for
# it, which adds a tenth to the time until the window shows.
import core.document.commands  # noqa: E402
import core.document.document  # noqa: E402
import core.settings  # noqa: E402, F401
