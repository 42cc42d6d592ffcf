"""Which panels there are, where they are docked at first, and which actions stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from desktop.actions import BECOME
from desktop.brushes import DOCK as BRUSHES
from desktop.docks import BOTTOM, LEFT, RIGHT
from desktop.palettes import DOCK as PALETTES
from desktop.undo_dock import DOCK as UNDO
from widgets.words import tr

if TYPE_CHECKING:
    from desktop.window import Window
    from widgets.layers_panel import SubMenu

START_WINDOW = (1280, 800)
"""Pixels of the window at the first start."""
LAYER_BUTTONS = (
    "add_layer", "add_mask", "add_region", "add_sketch", "group", "add_layer_mask",
    None, "duplicate", "merge_down", "raise", "lower", "delete_layer",
)  # fmt: skip
"""Ids of actions below the list of layers; None is a gap."""
LAYER_MENU = (
    "make_again", "make_again_with", None,
    "cut_layers", "copy_layers", "paste", "duplicate", None,
    "group", "ungroup", "pass_through", None,
    "clip", "lock_alpha", "lock_layer", None,
    "add_layer_mask", "apply_layer_mask", None,
    BECOME, None,
    "merge_down", "merge_visible", "flatten", None, "delete_layer",
)  # fmt: skip
"""Ids of actions in the menu of a layer, and the title of a menu in it; None is a line."""

LEADING = ("snap_assistants", "add_vanishing_point", "add_parallel_lines")
"""Ids of actions in the menu of the button for symmetry."""


def add_panels(window: Window) -> None:
    """Docks all panels. Those that have None in them are filled when they are first needed."""
    docks = window.docks
    # Docks that are put behind each other are laid out at once.
    window.resize(*START_WINDOW)
    docks.add("generate", "Generate", window.generate_panel, LEFT)
    docks.add("colour", "Colour", window.colours, RIGHT)
    docks.add(BRUSHES, "Brushes", None, RIGHT)
    docks.add(PALETTES, "Palettes", None, RIGHT)
    docks.add("layers", "Layers", window.layers, RIGHT)
    docks.add("techniques", "Techniques", None, RIGHT)
    docks.add("gallery", "Gallery", None, RIGHT)
    docks.add("navigator", "Navigator", window.overview, RIGHT)
    docks.add(UNDO, "Undo", None, RIGHT, shown=False)
    docks.add("candidates", "Candidates", None, BOTTOM)
    docks.add("queue", "Queue", None, BOTTOM)
    docks.tabify()
    # Below each other, before that, they were higher than a small screen, and Qt remembers it.
    if (layout := window.layout()) is not None:
        layout.activate()
    window.resize(*START_WINDOW)
    window.layers.set_actions(_named(window, LAYER_BUTTONS))
    window.layers.set_menu(_layer_menu(window))
    window.tool_options.symmetry.add_leading([window.registry[id] for id in LEADING])
    window.generate_panel.live_button.setDefaultAction(window.registry["live"])
    window.colours.set_actions(window.registry["swap_colours"], window.registry["default_colours"])


def _named(window: Window, ids: Sequence[str | None]) -> list[QAction | None]:
    return [None if id is None else window.registry[id] for id in ids]


def _layer_menu(window: Window) -> list[QAction | SubMenu | None]:
    inner = [made for action, made in window.registry if action.submenu == BECOME]
    return [
        (tr(BECOME), inner) if id == BECOME else None if id is None else window.registry[id]
        for id in LAYER_MENU
    ]
