"""What generating is at, as actions ask at every refresh: none of it makes that half."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.window import Window


def can_generate(window: Window) -> bool:
    """Whether there is a model that can do what the line above the button says."""
    half = window.generating_if_made
    return half is not None and half.controller.planning.possible


def is_generating(window: Window) -> bool:
    """Whether something is painted, or waits for it."""
    half = window.generating_if_made
    return half is not None and half.controller.busy


def is_live(window: Window) -> bool:
    """Whether the model paints along."""
    half = window.generating_if_made
    return half is not None and half.live.on


def has_live_picture(window: Window) -> bool:
    """Whether live painting has made a picture that can be applied."""
    half = window.generating_if_made
    return half is not None and half.live.has_picture


def queue_paused(window: Window) -> bool:
    """Whether no further job begins."""
    half = window.generating_if_made
    return half is not None and half.controller.paused


def is_comparing_candidates(window: Window) -> bool:
    """Whether the wipe is between two candidates."""
    half = window.generating_if_made
    return half is not None and half.in_place.pinned is not None


def can_make_again(window: Window) -> bool:
    """Whether the active layer was generated."""
    half = window.generating_if_made
    return half is not None and half.regenerating.can


def has_candidate(window: Window) -> bool:
    """Whether a candidate that is ready is chosen."""
    half = window.generating_if_made
    return half is not None and half.has_candidate


def has_paused(window: Window) -> bool:
    """Whether a picture was paused and can be steered."""
    half = window.generating_if_made
    return half is not None and half.steering.is_paused


def can_pause(window: Window) -> bool:
    """Whether a picture is being made that can be paused, or is paused."""
    half = window.generating_if_made
    return half is not None and (half.steering.is_paused or half.steering.can_pause)
