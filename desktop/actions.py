"""Every action of the program, once: text, help, shortcuts, icon, what it does and when it can.

Menus, tool buttons, shortcuts and the overview of shortcuts are all made from `ACTIONS`. Shortcuts
are those on which Krita and Photoshop agree, where they do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from core.document.assistants import ParallelLines, VanishingPoint
from desktop.model_folders import ask_for_model_folder
from desktop.possible import (
    can_generate,
    can_make_again,
    can_pause,
    has_candidate,
    has_live_picture,
    has_paused,
    is_comparing_candidates,
    is_generating,
    is_live,
    queue_paused,
)
from widgets.canvas.tool import Tool
from widgets.canvas.tools import tool_kinds
from widgets.icons import icon
from widgets.words import plain, tr

if TYPE_CHECKING:
    from desktop.window import Window

MENUS = ("&File", "&Edit", "&Image", "&Layer", "&Select", "&Tools", "&Generate", "&View", "&Help")
FILE, EDIT, IMAGE, LAYER, SELECT, TOOLS, GENERATE, VIEW, HELP = MENUS
GUIDES, SNAP, BECOME = "Guides an&d Grid", "S&nap", "Turn Int&o"


def always(window: Window) -> bool:
    """For actions that can always be done."""
    return True


def has_active(window: Window) -> bool:
    """Whether a layer is active."""
    return window.document.active is not None


@dataclass(frozen=True)
class Action:
    """One thing the artist can do. `run` is called with the window.

    `line` draws a line above it in its menu. A `tool` is one of several of which one is chosen.
    `submenu` is the menu inside its menu in which it is found.
    `canvas` actions have keys that mean something else in panels (Tab): they work there only.
    """

    id: str
    menu: str
    text: str
    run: Callable[[Window], object]
    keys: tuple[str, ...] = ()
    icon: str = ""
    help: str = ""
    line: bool = False
    enabled: Callable[[Window], bool] = always
    checked: Callable[[Window], bool] | None = None
    tool: bool = False
    canvas: bool = False
    submenu: str = ""

    @property
    def plain_text(self) -> str:
        """What it is called, in the artist's language."""
        return plain(tr(self.text))

    @property
    def shown_help(self) -> str:
        return tr(self.help)


def _tool(kind: type[Tool]) -> Action:
    """What the canvas's tool says of itself, as an action."""
    return Action(
        kind.id, TOOLS, kind.title, lambda w: w.canvas.set_tool(kind.id), (kind.shortcut,),
        kind.id, kind.help, line=kind.line, checked=lambda w: w.canvas.tool == kind.id, tool=True,
    )  # fmt: skip


def _adjustment(kind: str, title: str, does: str, *keys: str) -> Action:
    """Adds an adjustment layer of a kind."""
    return Action(
        f"add_{kind}", LAYER, f"Adjust {title}", lambda w: w.layers.add_adjustment(kind), keys,
        "adjustment", f"Adds a layer that {does}, and can be changed later",
        submenu="Ad&justments",
    )  # fmt: skip


def _become(kind: str, title: str, does: str) -> Action:
    """Turns the active layer into one of another kind."""
    return Action(
        f"become_{kind}", LAYER, title, lambda w: w.edit.become(kind), (), "", does,
        enabled=lambda w: w.edit.can_become(kind), submenu=BECOME,
    )  # fmt: skip


def _theme(name: str, title: str) -> Action:
    """Shows the whole program in other colours."""
    return Action(
        f"theme_{name}", VIEW, title, lambda w: w.preferences.set_theme(name), (), "",
        "Shows the program in these colours", line=name == "dark", submenu="&Theme",
        checked=lambda w: w.settings.theme == name,
    )  # fmt: skip


def _line(name: str, title: str, help: str, key: str = "", **more: Any) -> Action:
    """Turns lines over the canvas, or what they catch, on or off."""
    return Action(
        name if name.startswith("snap") else f"show_{name}", VIEW, title,
        lambda w: w.preferences.toggle_line(name),
        (key,) if key else (), "", help, checked=lambda w: getattr(w.settings, name), **more,
    )  # fmt: skip


def _plan(name: str, title: str) -> Action:
    """How models are fitted into memory."""
    return Action(
        f"plan_{name}", GENERATE, title, lambda w: w.preferences.set_plan(name), (), "",
        "How models are fitted into memory, from the next picture on", line=name == "automatic",
        submenu="Memor&y", checked=lambda w: w.settings.plan == name,
    )  # fmt: skip


def _finger(does: str, title: str) -> Action:
    """What one finger on a touch screen does."""
    return Action(
        f"finger_{does}", TOOLS, title, lambda w: w.preferences.set_finger(does), (), "",
        "What one finger on the canvas does; two move the view, taps of two or three undo or redo",
        line=does == "pen", submenu="&One Finger", checked=lambda w: w.settings.finger == does,
    )  # fmt: skip


def _language(name: str, title: str) -> Action:
    """Speaks another language."""
    return Action(
        f"language_{name}", HELP, title, lambda w: w.preferences.set_language(name), (), "",
        "The language of the program, from its next start on", line=name == "system",
        submenu="&Language", checked=lambda w: w.settings.language == name,
    )  # fmt: skip


ACTIONS: tuple[Action, ...] = (
    # File
    Action("new", FILE, "&New…", lambda w: w.files.new(), ("Ctrl+N",), "new",
           "Starts an empty canvas"),
    Action("open", FILE, "&Open…", lambda w: w.files.open(), ("Ctrl+O",), "open",
           "Opens a project, a picture or a Photoshop file"),
    Action("place", FILE, "Open as &Layer…", lambda w: w.files.place(), ("Ctrl+Shift+O",), "layer",
           "Puts a picture on the canvas as a new layer"),
    Action("save", FILE, "&Save", lambda w: w.files.save(), ("Ctrl+S",), "save",
           "Saves the project with all its layers", line=True),
    Action("save_as", FILE, "Save &As…", lambda w: w.files.save_as(), ("Ctrl+Shift+S",), "",
           "Saves the project under another name"),
    Action("save_next", FILE, "Save as Next &Version", lambda w: w.files.save_next(),
           ("Ctrl+Alt+S",), "", "Saves the project as name-001, name-002, … and goes on there"),
    Action("export", FILE, "&Export…", lambda w: w.exports.ask(), ("Ctrl+Shift+E",),
           "export", "Saves the picture, or a part or its layers, as PNG, JPEG, WebP, AVIF, TIFF "
           "or Photoshop file"),
    Action("export_again", FILE, "Export A&gain", lambda w: w.exports.export_again(),
           ("Ctrl+Alt+E",), "", "Exports to where, and as, this picture was exported last"),
    Action("recover", FILE, "&Recover Unsaved…", lambda w: w.recovery.look(asked=True), (), "",
           "Shows what was not saved when the program last ended, and was kept for later",
           line=True),
    Action("start_page", FILE, "S&tart Page", lambda w: w.start.show(), (), "",
           "Shows sizes for new canvases, recent files and which model paints"),
    Action("quit", FILE, "&Quit", lambda w: w.close(), ("Ctrl+Q",), "", "Closes the program",
           line=True),
    # Edit
    Action("undo", EDIT, "&Undo", lambda w: w.edit.undo(), ("Ctrl+Z",), "undo",
           "Takes back one change",
           enabled=lambda w: w.document.can_undo or bool(w.canvas.undo_text)),
    Action("redo", EDIT, "&Redo", lambda w: w.edit.redo(), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo",
           "Does again what was taken back",
           enabled=lambda w: w.document.can_redo or bool(w.canvas.redo_text)),
    Action("cut", EDIT, "Cu&t", lambda w: w.clipboard.cut(), ("Ctrl+X",), "",
           "Moves the layer's selected pixels to the clipboard", line=True,
           enabled=lambda w: w.edit.has_pixels),
    Action("copy", EDIT, "&Copy", lambda w: w.clipboard.copy(), ("Ctrl+C",), "",
           "Copies the chosen layers, or what is selected of the active one"),
    Action("copy_merged", EDIT, "Copy &Merged", lambda w: w.clipboard.copy_merged(),
           ("Ctrl+Shift+C",), "", "Copies the picture as you see it, or what is selected of it"),
    Action("paste", EDIT, "&Paste", lambda w: w.clipboard.paste(), ("Ctrl+V",), "",
           "Puts the clipboard's layers or picture on the canvas, where they were when they were "
           "copied here"),
    Action("paste_new", EDIT, "Paste as &New Document", lambda w: w.clipboard.paste_as_document(),
           ("Ctrl+Shift+V",), "", "Opens the clipboard's picture as a document"),
    Action("paste_reference", EDIT, "Paste as &Reference", lambda w: w.pinning.paste(), (),
           "reference", "Pins the clipboard's picture beside the canvas, to look at"),
    Action("clear", EDIT, "C&lear", lambda w: w.edit.clear(), ("Delete",), "",
           "Empties the active layer, or what is selected of it", line=True,
           enabled=lambda w: w.edit.has_pixels, canvas=True),
    Action("fill", EDIT, "&Fill with Colour", lambda w: w.edit.fill(), ("Alt+Backspace",), "",
           "Fills the active layer, or what is selected of it", canvas=True,
           enabled=lambda w: w.edit.has_pixels),
    Action("fill_second", EDIT, "Fill with Second C&olour", lambda w: w.edit.fill(second=True),
           ("Ctrl+Backspace",), "", "Fills it with the second colour", canvas=True,
           enabled=lambda w: w.edit.has_pixels),
    Action("stroke_selection", EDIT, "Stroke Selectio&n…", lambda w: w.edit.stroke(), (), "",
           "Draws a line of the colour along the selection's edge",
           enabled=lambda w: w.select.any and w.edit.has_pixels),
    Action("preferences", EDIT, "Pre&ferences…", lambda w: w.preferences.ask(), ("Ctrl+,",),
           "sliders", "Theme, language, undo memory, folders with models, and more", line=True),
    # Image
    Action("image_size", IMAGE, "&Image Size…", lambda w: w.reshape.ask_image_size(),
           ("Ctrl+Alt+I",), "", "Stretches the picture with all its layers to another size"),
    Action("upscale", IMAGE, "&Upscale…", lambda w: w.upscaling.ask(), ("Ctrl+Alt+U",), "",
           "Makes the picture, a layer or the selection larger, by a network or a filter, and "
           "adds detail by the model"),
    Action("canvas_size", IMAGE, "Canvas &Size…", lambda w: w.reshape.ask_canvas_size(),
           ("Ctrl+Alt+C",), "",
           "Extends or crops the canvas; what is added can be painted by the model"),
    Action("crop_to_selection", IMAGE, "&Crop to Selection",
           lambda w: w.reshape.crop_to_selection(), (), "crop",
           "Cuts the canvas down to the selection", line=True, enabled=lambda w: w.select.any),
    Action("crop_to_content", IMAGE, "Crop to Co&ntent", lambda w: w.reshape.crop_to_content(),
           (), "", "Cuts the canvas down to what the picture covers"),
    Action("turn_right", IMAGE, "Rotate 90° &Right", lambda w: w.reshape.turn(1), (),
           "rotate-right", "Turns the picture with all its layers clockwise", line=True),
    Action("turn_left", IMAGE, "Rotate 90° &Left", lambda w: w.reshape.turn(3), (),
           "rotate-left", "Turns the picture with all its layers counter-clockwise"),
    Action("turn_over", IMAGE, "Rotate 1&80°", lambda w: w.reshape.turn(2), (), "",
           "Turns the picture with all its layers upside down"),
    Action("flip_across", IMAGE, "Flip &Horizontally", lambda w: w.reshape.flip(across=True), (),
           "flip-across", "Exchanges left and right of the picture with all its layers"),
    Action("flip_down", IMAGE, "Flip &Vertically", lambda w: w.reshape.flip(across=False), (),
           "flip-down", "Exchanges top and bottom of the picture with all its layers"),
    # Layer
    Action("add_layer", LAYER, "New &Layer", lambda w: w.layers.add_raster(), ("Ctrl+Shift+N",),
           "layer-add", "Adds a layer to paint on"),
    Action("add_mask", LAYER, "New &Mask", lambda w: w.layers.add_mask(), (), "mask",
           "Adds a mask: what it covers is painted by the model"),
    Action("add_region", LAYER, "New &Region", lambda w: w.layers.add_region(), (), "region-box",
           "Adds a region with a prompt of its own"),
    *(_adjustment(*about) for about in (
        ("levels", "&Levels", "changes black, white and the middle of all below it", "Ctrl+L"),
        ("curves", "&Curves", "changes brightness, by a curve, of all below it", "Ctrl+M"),
        ("hue_saturation", "&Hue and Saturation", "changes the colours of all below it",
         "Ctrl+U"),
        ("color_balance", "Colour &Balance",
         "tints the dark, the middle and the light parts of all below it", "Ctrl+B"),
        ("brightness_contrast", "Brightness and Con&trast",
         "changes light and dark of all below it"),
        ("exposure", "&Exposure", "changes the light of all below it, in stops"),
        ("gradient_map", "by Gradient &Map",
         "colours all below it by how light it is, with a gradient"),
        ("invert", "&Invert", "shows all below it as a negative", "Ctrl+I"),
        ("posterize", "&Posterize", "shows all below it in few colours"),
        ("threshold", "Thre&shold", "shows all below it in black and white only"),
    )),
    Action("add_blur", LAYER, "Add Bl&ur", lambda w: w.layers.add_adjustment("blur"), (),
           "adjustment", "Adds a layer that blurs all below it, and can be changed later",
           submenu="Ad&justments"),
    Action("add_sketch", LAYER, "New S&ketch", lambda w: w.layers.add_sketch(), (), "sketch-brush",
           "Adds a layer for sketching over the picture; it is never exported"),
    Action("duplicate", LAYER, "&Duplicate", lambda w: w.layers.duplicate(), (),
           "duplicate", "Copies the active layer", line=True, enabled=has_active),
    Action("copy_layers", LAYER, "Cop&y Layers", lambda w: w.clipboard.copy_layers(), (), "",
           "Copies the chosen layers whole, with masks, modes and all that lies in them, to be "
           "pasted here or in another window of Underpaint", enabled=has_active),
    Action("cut_layers", LAYER, "C&ut Layers", lambda w: w.clipboard.cut_layers(), (), "",
           "Moves the chosen layers to the clipboard", enabled=has_active),
    Action("layer_via_copy", LAYER, "Layer &via Copy", lambda w: w.edit.layer_of_selected(),
           ("Ctrl+J",), "", "Makes a layer of what is selected of the active one; without a "
           "selection a copy of all of it", enabled=has_active),
    Action("layer_via_cut", LAYER, "Layer via Cu&t", lambda w: w.edit.layer_of_selected(cut=True),
           ("Ctrl+Shift+J",), "", "Takes what is selected out of the active layer, as a layer of "
           "its own", enabled=lambda w: w.select.any and w.edit.has_pixels),
    Action("layer_of_visible", LAYER, "New Layer from Vis&ible",
           lambda w: w.edit.layer_of_visible(), ("Ctrl+Alt+Shift+E",), "",
           "Adds a layer that looks as the whole picture does; the others stay"),
    Action("merge_down", LAYER, "Merge Do&wn", lambda w: w.layers.merge_down(), ("Ctrl+E",),
           "merge-down", "Merges the layer into the one below, a group, or all chosen layers",
           enabled=has_active),
    Action("merge_visible", LAYER, "Merge &Visible", lambda w: w.layers.merge_visible(),
           (), "", "Makes one layer of all that is seen of the picture"),
    Action("flatten", LAYER, "&Flatten Picture", lambda w: w.layers.flatten(), (), "",
           "Makes one layer of the picture as it is seen, without what is hidden"),
    Action("delete_layer", LAYER, "D&elete", lambda w: w.layers.remove(), (), "delete",
           "Removes the active layer", enabled=has_active),
    Action("group", LAYER, "&Group Layers", lambda w: w.layers.group(), ("Ctrl+G",), "group",
           "Puts the chosen layers into a new group", line=True, enabled=has_active),
    Action("ungroup", LAYER, "U&ngroup", lambda w: w.layers.ungroup(), ("Ctrl+Shift+G",), "",
           "Takes the group away and leaves what is in it",
           enabled=lambda w: w.layers.can("through")),
    Action("pass_through", LAYER, "Pass T&hrough", lambda w: w.layers.toggle("through"), (), "",
           "Lets the layers of the group meet what lies below it, instead of one another alone",
           enabled=lambda w: w.layers.can("through"), checked=lambda w: w.layers.has("through")),
    Action("add_layer_mask", LAYER, "Add Layer Mas&k", lambda w: w.layers.add_layer_mask(), (),
           "layer-mask", "Hides parts of the layer: black paint hides, white shows; begins with "
           "what is selected", line=True, enabled=has_active),
    Action("apply_layer_mask", LAYER, "&Apply Layer Mask", lambda w: w.layers.apply_layer_mask(),
           (), "", "Takes away for good what the mask hides",
           enabled=lambda w: w.layers.can("hidden")),
    *(_become(*about) for about in (
        ("raster", "Turn Into &Paint Layer",
         "Makes paint of a mask or region, in the colour in hand or its own, or of a sketch"),
        ("mask", "Turn Into &Mask",
         "Makes a mask of what is painted; of a picture without transparency, of what is light"),
        ("sketch", "Turn Into &Sketch", "Makes a sketch of the layer, which is never exported"),
        ("region", "Turn Into &Region",
         "Makes a region, with a prompt of its own, of what is painted"),
    )),
    Action("clip", LAYER, "&Clip to Layer Below", lambda w: w.layers.toggle("clipped"),
           ("Ctrl+Alt+G",), "clip", "Shows the layer only where the one below has something",
           enabled=lambda w: w.layers.can("clipped"), checked=lambda w: w.layers.has("clipped")),
    Action("lock_alpha", LAYER, "Lock &Transparency", lambda w: w.layers.toggle("alpha_locked"),
           ("/",), "lock-alpha", "Paint changes colours only where something is already",
           enabled=lambda w: w.layers.can("alpha_locked"),
           checked=lambda w: w.layers.has("alpha_locked")),
    Action("lock_layer", LAYER, "&Lock Layer", lambda w: w.layers.toggle("locked"), (), "lock",
           "Keeps the layer as it is", enabled=has_active,
           checked=lambda w: w.layers.has("locked")),
    Action("raise", LAYER, "Move &Up", lambda w: w.layers.move_by(1), ("Ctrl+]",), "up",
           "Moves the active layer up", line=True, enabled=has_active),
    Action("lower", LAYER, "Move Dow&n", lambda w: w.layers.move_by(-1), ("Ctrl+[",), "down",
           "Moves the active layer down", enabled=has_active),
    Action("flip_layer_across", LAYER, "Flip Layer &Horizontally",
           lambda w: w.edit.flip_layers(across=True), (), "flip-across",
           "Exchanges left and right of the chosen layers, or of what is selected of them",
           line=True, enabled=has_active),
    Action("flip_layer_down", LAYER, "Flip Layer Verticall&y",
           lambda w: w.edit.flip_layers(across=False), (), "flip-down",
           "Exchanges top and bottom of the chosen layers, or of what is selected of them",
           enabled=has_active),
    Action("show_alone", LAYER, "Show Al&one", lambda w: w.layers.show_alone(), (), "eye",
           "Hides all other pictures, or shows again those that were hidden so",
           enabled=has_active),
    Action("layer_above", LAYER, "Choose the Layer Ab&ove", lambda w: w.layers.step(1),
           ("PgUp", "Alt+]"), "", "Makes the next layer up the active one", line=True,
           enabled=has_active),
    Action("layer_below", LAYER, "Choose the Layer &Below", lambda w: w.layers.step(-1),
           ("PgDown", "Alt+["), "", "Makes the next layer down the active one",
           enabled=has_active),
    # Select
    Action("select_all", SELECT, "&All", lambda w: w.select.all(), ("Ctrl+A",), "",
           "Selects the whole canvas"),
    Action("deselect", SELECT, "&Deselect", lambda w: w.select.none(),
           ("Ctrl+D", "Ctrl+Shift+A"), "",
           "Selects nothing", enabled=lambda w: w.select.any),
    Action("reselect", SELECT, "&Reselect", lambda w: w.select.again(), ("Ctrl+Shift+D",), "",
           "Selects again what was deselected last", enabled=lambda w: w.select.can_reselect),
    Action("invert_selection", SELECT, "&Invert", lambda w: w.select.invert(),
           ("Ctrl+Shift+I",), "", "Selects what was not selected"),
    Action("grow_selection", SELECT, "&Grow…", lambda w: w.select.grow(), (), "",
           "Makes the selection larger all around", line=True, enabled=lambda w: w.select.any),
    Action("shrink_selection", SELECT, "&Shrink…", lambda w: w.select.shrink(), (), "",
           "Makes the selection smaller all around", enabled=lambda w: w.select.any),
    Action("feather_selection", SELECT, "&Feather…", lambda w: w.select.feather(), ("Shift+F6",),
           "", "Lets the selection's edge fade", enabled=lambda w: w.select.any),
    Action("border_selection", SELECT, "&Border…", lambda w: w.select.border(), (), "",
           "Selects a band along the selection's edge", enabled=lambda w: w.select.any),
    Action("colour_range", SELECT, "&Colour Range…", lambda w: w.select.colour_range(), (),
           "eyedropper", "Selects all that is like colours picked from the picture", line=True),
    Action("selection_from_opacity", SELECT, "From Layer's &Opacity",
           lambda w: w.select.from_opacity(), (), "",
           "Selects what the active layer covers, half of it where it is half transparent",
           enabled=lambda w: w.select.has_opacity),
    Action("selection_from_mask", SELECT, "From &Mask Layer",
           lambda w: w.select.from_mask(), (), "",
           "Selects what the active mask covers, or else all masks",
           enabled=lambda w: w.select.has_mask),
    Action("mask_from_selection", SELECT, "&To Mask Layer", lambda w: w.select.to_mask(), (), "",
           "Adds a mask that covers what is selected: the model paints there",
           enabled=lambda w: w.select.any),
    Action("region_from_selection", SELECT, "To &Region", lambda w: w.select.to_region(), (), "",
           "Adds a region of what is selected, with a prompt of its own",
           enabled=lambda w: w.select.any),
    Action("quick_mask", SELECT, "&Quick Mask", lambda w: w.select.toggle_quick_mask(),
           ("Shift+Q",), "quick_mask",
           "Shows the selection in red: brushes add to it, the eraser takes away", line=True,
           checked=lambda w: w.canvas.quick_mask),
    # Tools
    *(_tool(kind) for kind in tool_kinds()),
    Action("smaller", TOOLS, "S&maller Brush", lambda w: w.canvas.scale_brush(-1), ("[",), "",
           "Makes the brush smaller", line=True),
    Action("larger", TOOLS, "&Larger Brush", lambda w: w.canvas.scale_brush(1), ("]",), "",
           "Makes the brush larger"),
    Action("brushes", TOOLS, "&Brushes…", lambda w: w.brushes.open_popup(), ("F6",), "brush",
           "Shows all brushes to choose from", line=True),
    Action("brush_editor", TOOLS, "Brush E&ditor…", lambda w: w.brushes.open_editor(), ("F5",),
           "sliders", "Edits the brush in hand: tip, grain, spacing, and what follows the pen"),
    Action("gradients", TOOLS, "&Gradients…", lambda w: w.gradients.toggle_editor(), (), "gradient",
           "Shows all gradients to choose from, and edits the one in hand"),
    Action("mirror_across", TOOLS, "Mirror Strokes Left and &Right",
           lambda w: w.canvas.set_symmetry(
               replace(w.canvas.symmetry, across=not w.canvas.symmetry.across)), (), "symmetry",
           "Paints on both sides of the middle at once", line=True,
           checked=lambda w: w.canvas.symmetry.across),
    Action("mirror_down", TOOLS, "Mirror Strokes &Top and Bottom",
           lambda w: w.canvas.set_symmetry(
               replace(w.canvas.symmetry, down=not w.canvas.symmetry.down)), (), "",
           "Paints above and below the middle at once",
           checked=lambda w: w.canvas.symmetry.down),
    Action("swap_colours", TOOLS, "S&wap Colours", lambda w: w.canvas.swap_colours(), ("X",),
           "swap-colours", "Swaps the colour with the second one"),
    Action("default_colours", TOOLS, "&Default Colours", lambda w: w.canvas.reset_colours(), ("D",),
           "default-colours", "Black, and white as the second colour"),
    # Generate
    Action("generate", GENERATE, "&Generate", lambda w: w.generate(),
           ("Ctrl+Return", "Ctrl+Enter"), "", "Does what the line above the button says",
           enabled=can_generate),
    Action("generate_next", GENERATE, "Generate &Next", lambda w: w.generate(front=True),
           ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), "",
           "Generates before everything else that waits in the queue",
           enabled=can_generate),
    Action("grid", GENERATE, "Parameter G&rid…", lambda w: w.generating.grids.ask(),
           ("Ctrl+Alt+N",), "grid",
           "Makes a table of pictures in which two things differ, such as steps and guidance",
           enabled=can_generate),
    Action("cancel", GENERATE, "&Cancel", lambda w: w.escape(), ("Esc",), "cancel",
           "Takes the shown candidate off the canvas, or stops the running job"),
    Action("cancel_all", GENERATE, "Cancel &All", lambda w: w.controller.cancel_all(),
           ("Shift+Esc",), "", "Stops the running job and empties the queue",
           enabled=is_generating),
    Action("pause_job", GENERATE, "Pause or Go &On", lambda w: w.generating.steering.toggle(),
           ("Ctrl+Alt+P", "Pause"), "pause",
           "Pauses the picture that is being made after its step, to be painted on; or goes on",
           line=True, enabled=can_pause),
    Action("branch", GENERATE, "&Branch", lambda w: w.generating.steering.branch(),
           ("Ctrl+Alt+B",), "duplicate",
           "Makes pictures that share the steps of the paused one, and differ from there on",
           enabled=has_paused),
    Action("pause", GENERATE, "&Pause Queue", lambda w: w.controller.toggle_pause(), (), "pause",
           "Begins no further job until resumed", checked=queue_paused),
    Action("live", GENERATE, "&Live Painting", lambda w: w.generating.live.toggle(), ("F7",),
           "live", "The model paints along: each stroke refreshes the picture under the pen",
           line=True, checked=is_live),
    Action("live_seed", GENERATE, "Live: &Other Seed", lambda w: w.generating.live.new_seed(),
           ("Shift+F7",), "dice", "Paints the live picture again, from other noise",
           enabled=is_live),
    Action("live_beside", GENERATE, "Live: &Beside the Canvas",
           lambda w: w.generating.live.toggle_beside(), ("Ctrl+Shift+F7",), "compare",
           "Shows the live picture beside the canvas instead of over it",
           enabled=is_live, checked=lambda w: w.settings.live_beside),
    Action("live_apply", GENERATE, "Live: Appl&y as Layer", lambda w: w.generating.live.apply(),
           ("Ctrl+F7",), "apply", "Makes the live picture a new layer, to paint on over it",
           enabled=has_live_picture),
    Action("apply", GENERATE, "Appl&y Candidate", lambda w: w.apply_candidate(), ("Ctrl+Shift+L",),
           "apply", "Makes the chosen candidate a new layer", line=True,
           enabled=has_candidate),
    Action("discard", GENERATE, "&Discard Candidate", lambda w: w.generating.discard(), (),
           "discard", "Removes the chosen candidate",
           enabled=has_candidate),
    Action("use_seed", GENERATE, "&Use Its Seed", lambda w: w.generating.use_seed(), (), "seed",
           "Fixes the seed of the chosen candidate for the next run",
           enabled=has_candidate),
    Action("vary", GENERATE, "Make &Variations", lambda w: w.generating.vary(), ("Ctrl+Shift+M",),
           "", "Makes a batch of pictures that differ a little from the chosen candidate",
           enabled=has_candidate),
    Action("wipe", GENERATE, "&Wipe between It and the Canvas",
           lambda w: w.canvas.overlay.set_wiping(not w.canvas.overlay.wiping),
           ("Ctrl+Alt+W",), "compare",
           "Shows the candidate left of a divider that can be dragged, and the canvas right of it",
           enabled=lambda w: has_candidate(w) or w.canvas.overlay.wiping,
           checked=lambda w: w.canvas.overlay.wiping),
    Action("compare_others", GENERATE, "Compare &Others with It",
           lambda w: w.in_place.pin_chosen(), ("Ctrl+Alt+O",), "",
           "Shows the chosen candidate right of the divider, and whichever else is chosen left",
           enabled=has_candidate, checked=is_comparing_candidates),
    Action("make_again", GENERATE, "Make Layer &Again",
           lambda w: w.generating.regenerating.again(), ("Ctrl+Alt+R",), "again",
           "Makes the generated layer again in its place, from what has changed since, or else "
           "with another seed", line=True, enabled=can_make_again),
    Action("make_again_with", GENERATE, "&Same Again with…",
           lambda w: w.generating.regenerating.again_with(), ("Ctrl+Alt+Shift+R",), "",
           "Makes the generated layer again with another prompt, seed, mask or setting",
           enabled=can_make_again),
    Action("next_candidate", GENERATE, "Ne&xt Candidate", lambda w: w.candidates.step(1),
           ("Ctrl+Right",), "", "Shows the next candidate in place", canvas=True),
    Action("previous_candidate", GENERATE, "P&revious Candidate",
           lambda w: w.candidates.step(-1), ("Ctrl+Left",), "",
           "Shows the previous candidate in place", canvas=True),
    Action("add_technique", GENERATE, "Add &Technique…",
           lambda w: w.generating.techniques.open_menu(), ("Ctrl+Alt+T",), "add",
           "Adds a technique that steers how the picture is made", line=True),
    Action("teach", GENERATE, "Teac&h the Model…", lambda w: w.open_teaching(),
           ("Ctrl+Shift+T",), "teach",
           "Teaches a model a thing, a style or a word from a few pictures", line=True),
    *(_plan(*plan) for plan in (("automatic", "&Automatic"), ("whole", "&Whole"),
                                ("turns", "&Parts in Turn"), ("streamed", "&Streamed"),
                                ("eight_bit", "&8-bit Weights"), ("four_bit", "&4-bit Weights"))),
    Action("models", GENERATE, "M&odels…", lambda w: w.models.open(), ("Ctrl+Alt+M",), "models",
           "Lists the models on this computer, and fetches others"),
    Action("add_models", GENERATE, "Add &Model Folder…", ask_for_model_folder, (), "",
           "Looks for your own models in one more folder"),
    # View
    Action("zoom_in", VIEW, "Zoom &In", lambda w: w.canvas.zoom_in(), ("Ctrl++", "Ctrl+="),
           "zoom-in", "Shows the canvas larger"),
    Action("zoom_out", VIEW, "Zoom &Out", lambda w: w.canvas.zoom_out(), ("Ctrl+-",), "zoom-out",
           "Shows the canvas smaller"),
    Action("fit", VIEW, "&Fit to Window", lambda w: w.canvas.zoom_to_fit(), ("Ctrl+0",), "fit",
           "Shows the whole canvas"),
    Action("actual_size", VIEW, "&Actual Size", lambda w: w.canvas.zoom_to_actual_size(),
           ("Ctrl+1",), "actual-size", "Shows one canvas pixel as one screen pixel"),
    Action("rotate_left", VIEW, "Rotate &Left", lambda w: w.canvas.rotate_left(), ("Shift+4",),
           "rotate-left", "Turns the view to the left; the picture stays as it is", line=True),
    Action("rotate_right", VIEW, "Rotate &Right", lambda w: w.canvas.rotate_right(), ("Shift+6",),
           "rotate-right", "Turns the view to the right; the picture stays as it is"),
    Action("reset_rotation", VIEW, "Reset R&otation", lambda w: w.canvas.straighten(),
           ("Shift+5",), "", "Takes the rotation of the view back",
           enabled=lambda w: w.canvas.turn.angle != 0),
    Action("mirror_view", VIEW, "&Mirror View", lambda w: w.canvas.mirror(), ("Shift+H",), "mirror",
           "Shows the picture mirrored, which shows its faults; the picture stays as it is",
           checked=lambda w: w.canvas.turn.mirrored),
    Action("previews", VIEW, "Show &Previews",
           lambda w: w.preferences.set_previews(not w.settings.previews), (), "",
           "Shows pictures over the canvas while they grow", checked=lambda w: w.settings.previews),
    Action("show_context", VIEW, "Show &Context", lambda w: w.toggle_context(), (), "",
           "Draws the part of the canvas that the model sees around the mask", line=True,
           checked=lambda w: w.canvas.context_shown),
    _line("rulers", "R&ulers", "Shows rulers along the canvas; guides are dragged out of them",
          "Ctrl+R", line=True),
    _line("guides", "Show &Guides", "Shows the guides, or the canvas without them", "Ctrl+;",
          submenu=GUIDES),
    _line("grid", "Show Gri&d", "Draws a grid over the canvas", "Ctrl+'", submenu=GUIDES),
    Action("new_guide", VIEW, "&New Guide…", lambda w: w.guides.ask_for_guide(), (), "",
           "Adds a guide at a number of pixels or percent", submenu=GUIDES),
    Action("add_vanishing_point", VIEW, "New &Vanishing Point",
           lambda w: w.guides.place(VanishingPoint), (), "",
           "Click where lines meet: strokes run towards it; two or three make a perspective",
           submenu=GUIDES),
    Action("add_parallel_lines", VIEW, "New &Parallel Lines",
           lambda w: w.guides.place(ParallelLines), (), "",
           "Draw a line: strokes run parallel to it", submenu=GUIDES),
    Action("lock_guides", VIEW, "&Lock Guides", lambda w: w.guides.toggle_lock(), ("Ctrl+Alt+;",),
           "", "Guides stay where they are, whatever is dragged over them", submenu=GUIDES,
           enabled=lambda w: bool(w.document.guides), checked=lambda w: w.document.guides.locked),
    Action("clear_guides", VIEW, "&Clear Guides", lambda w: w.guides.clear(), (), "",
           "Takes all guides away", submenu=GUIDES, enabled=lambda w: bool(w.document.guides)),
    Action("set_grid", VIEW, "Grid &Spacing…", lambda w: w.guides.ask_for_grid(), (), "",
           "How far the grid's lines are apart, and what divides them", submenu=GUIDES),
    _line("snap", "&Snap", "What is dragged is caught by lines near to it; hold Ctrl to let it "
          "pass", "Ctrl+Shift+;", submenu=SNAP),
    _line("snap_guides", "To &Guides", "Guides catch what is dragged, while they are shown",
          submenu=SNAP),
    _line("snap_grid", "To the Gri&d", "The grid catches what is dragged, while it is shown",
          submenu=SNAP),
    _line("snap_canvas", "To the &Canvas", "The canvas's edges and its middle catch what is "
          "dragged", submenu=SNAP),
    _line("snap_assistants", "Strokes to &Assistants", "Strokes run towards vanishing points and "
          "along parallel lines, whichever they set out to", submenu=SNAP),
    Action("show_references", VIEW, "Show Re&ferences",
           lambda w: w.canvas.show_references(not w.canvas.board.shown), (), "",
           "Shows the reference pictures, or the canvas without them",
           enabled=lambda w: bool(w.document.references),
           checked=lambda w: w.canvas.board.shown),
    Action("add_reference", VIEW, "Add R&eference Pictures…", lambda w: w.pinning.ask(), (),
           "reference", "Pins pictures beside the canvas: to look at, never part of the picture"),
    Action("hide_docks", VIEW, "&Hide Panels", lambda w: w.toggle_docks(), ("Tab",), "",
           "Shows the canvas alone, or everything again", line=True, canvas=True,
           checked=lambda w: w.docks.all_hidden),
    Action("reset_docks", VIEW, "&Reset Panels", lambda w: w.reset_docks(), (), "",
           "Puts every panel back to where it was at first"),
    Action("save_workspace", VIEW, "Save &Workspace…", lambda w: w.workspaces.ask_to_keep(), (), "",
           "Keeps the panels as they lie now, under a name"),
    Action("full_screen", VIEW, "F&ull Screen", lambda w: w.toggle_full_screen(), ("F11",), "",
           "Uses the whole screen", checked=lambda w: w.isFullScreen()),
    *(_finger(*finger) for finger in (("pen", "&Paints until a Pen is Used"),
                                      ("paint", "&Always Paints"), ("move", "&Moves the View"))),
    *(_theme(*theme) for theme in (("dark", "&Dark"), ("light", "&Light"),
                                   ("system", "As the &System"))),
    # Help
    Action("palette", HELP, "&Command Palette…", lambda w: w.show_palette(), ("Ctrl+Shift+P",),
           "search", "Finds every action by a few letters of its name"),
    Action("shortcuts", HELP, "&Shortcuts", lambda w: w.show_shortcuts(), ("F1",), "keyboard",
           "Lists every action with its keys"),
    Action("diagnostics", HELP, "&Diagnostics…", lambda w: w.show_diagnostics(), (), "warning",
           "Versions, machine, memory and the end of the log, to be copied into a report"),
    Action("tour", HELP, "First &Tour", lambda w: w.start_tour(), (), "tip",
           "Shows in ten steps how to paint with a model; it can be left at any time", line=True),
    Action("tips", HELP, "T&ips at the Start",
           lambda w: w.preferences.set_tips(not w.settings.tips), (), "",
           "Shows a tip at each start", checked=lambda w: w.settings.tips),
    *(_language(*one) for one in (("system", "As the &System"), ("en", "&English"),
                                  ("ko", "한국어 (&Korean)"))),
    Action("about", HELP, "&About Underpaint", lambda w: w.show_about(), (), "info",
           "Version, starter model, licences"),
)  # fmt: skip


OWN_KEYS = {action.id: action.keys for action in ACTIONS}
"""The keys that come with the program."""
_BY_ID = {action.id: action for action in ACTIONS}


class Actions:
    """The QActions of a window, made from `ACTIONS`."""

    def __init__(self, window: Window, canvas: QWidget) -> None:
        self._window = window
        self._actions: dict[str, QAction] = {}
        tools, others = QActionGroup(window), QActionGroup(window)
        others.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        # One connection each instead of one for every action.
        for group in (tools, others):
            group.triggered.connect(self._run)
        for action in ACTIONS:
            made = self._made(action)
            (tools if action.tool else others).addAction(made)
            (canvas if action.canvas else window).addAction(made)
            self._actions[action.id] = made

    def _made(self, action: Action) -> QAction:
        made = QAction(tr(action.text), self._window)
        made.setObjectName(action.id)
        if action.icon:
            made.setIcon(icon(action.icon.replace("_", "-")))
        if action.canvas:
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.setStatusTip(action.shown_help)
        made.setCheckable(action.checked is not None)
        _give_keys(action, made, action.keys)
        return made

    def _run(self, made: QAction) -> None:
        _BY_ID[made.objectName()].run(self._window)

    def set_keys(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        """Gives every action its keys; at once, so that none is ever another's too."""
        for _, made in self:
            made.setShortcuts([])
        for action, made in self:
            _give_keys(action, made, keys[action.id])

    def __getitem__(self, id: str) -> QAction:
        return self._actions[id]

    def __iter__(self) -> Iterator[tuple[Action, QAction]]:
        return ((action, self._actions[action.id]) for action in ACTIONS)

    def refresh(self) -> None:
        """Asks every action whether it can be done, and whether it is on."""
        for action, made in self:
            if action.enabled is not always:
                made.setEnabled(action.enabled(self._window))
            if action.checked is not None:
                made.setChecked(action.checked(self._window))


def _give_keys(action: Action, made: QAction, keys: tuple[str, ...]) -> None:
    shown = ""
    if keys or made.shortcuts():
        made.setShortcuts([QKeySequence(key) for key in keys])
    if keys:
        shown = f" ({made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})"
    made.setToolTip(f"{action.shown_help or action.plain_text}{shown}")
