"""Where work is done that would make the window stutter: see `widgets/background.py`."""

from widgets.background import Background

__all__ = ["Background"]
