"""One tip at each start, until the artist wants no more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from widgets.banner import Tone
from widgets.words import tr

if TYPE_CHECKING:
    from desktop.window import Window


def tips() -> tuple[tuple[str, str], ...]:
    """Each with its second line; in the artist's language."""
    return (
        (tr("Ctrl+Shift+P finds every action by a few letters."),
         tr("It shows the keys, too.")),
        (tr("Paint a mask (Q), and only that part is painted anew."),
         tr("Say in the prompt what shall be there.")),
        (tr("Drop a picture with Shift held, and it is pinned beside the canvas."),
         tr("The model does not see it; the eyedropper does.")),
        (tr("Hold Alt with a brush in hand to take a colour from the picture."),
         tr("With the right button, Alt changes the brush's size and hardness.")),
        (tr("Regions (R) have prompts of their own."),
         tr("Draw a box, and say what shall be in it.")),
        (tr("Shift+H mirrors the view, which shows what is askew."),
         tr("The picture stays as it is.")),
        (tr("A picture that was saved here carries its recipe."),
         tr("Drop it on the Generate panel to have prompt, seed and settings back.")),
        (tr("Keys can be those of Krita or Photoshop."),
         tr("F1 lists all keys and changes them.")),
    )  # fmt: skip


def show_tip(window: Window) -> None:
    """Shows the next tip over the canvas."""
    if not window.settings.tips:
        return
    cause, remedy = _next(window)
    no_more = tr("No more tips"), lambda: window.preferences.set_tips(False)
    window.banner.tell(cause, remedy, Tone.TIP, choice=no_more)


def next_tip(window: Window) -> str:
    """The next tip in one line; empty when none are wanted."""
    return " ".join(_next(window)) if window.settings.tips else ""


def _next(window: Window) -> tuple[str, str]:
    """The tip whose turn it is; remembers that it was seen."""
    settings, known = window.settings, tips()
    window.settings = replace(settings, next_tip=(settings.next_tip + 1) % len(known))
    return known[settings.next_tip % len(known)]
