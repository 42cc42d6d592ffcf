"""The window: canvas in the middle, panels around it, and what connects them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QWidget

from core import places
from core.document.commands import SetSettings
from core.document.document import Change, Document, Kind
from core.document.settings import PaintSettings
from core.errors import OutOfMemory, UserError
from core.geometry import Rect, Size
from core.pixels.brush import Brush
from core.request import SAMPLERS, Request
from core.settings import Settings
from desktop.actions import OWN_KEYS, Actions
from desktop.autosave import Autosave
from desktop.bars import TOP, add_bar, add_menus, add_tool_bar
from desktop.brushes import DOCK as BRUSHES
from desktop.brushes import Brushes
from desktop.clipboard import Clipboard
from desktop.crash import log_file
from desktop.docks import BOTTOM, LEFT, RIGHT, Docks, geometry_of, restore_geometry
from desktop.editing import Editing
from desktop.exporting import Exports
from desktop.files import Files
from desktop.palettes import DOCK as PALETTES
from desktop.palettes import Palettes
from desktop.pinning import Pinning
from desktop.reading import empty_document
from desktop.recent import RecentFiles
from desktop.recipes import restore
from desktop.reshaping import Reshaping
from desktop.selecting import Selecting
from desktop.shortcuts import Shortcuts, from_settings
from desktop.status import StatusLine
from desktop.workspaces import Workspaces, to_settings
from widgets.background import Background
from widgets.banner import Banner, Tone
from widgets.canvas.overview import Overview
from widgets.canvas.selecting import SelectTool
from widgets.canvas.tools.magic_wand import MagicWandTool
from widgets.canvas.view import CanvasView
from widgets.colour_panel import ColourPanel
from widgets.generate_panel import GeneratePanel
from widgets.layers_panel import LayersPanel
from widgets.models.dropped import weights_in
from widgets.tool_options import ToolOptions
from widgets.words import told, tr

if TYPE_CHECKING:
    from core.generation.events import AnyEvent
    from core.generation.service import GenerationService
    from core.models.info import ModelInfo
    from core.recovery.recover import Recovered
    from desktop.controller import Controller
    from desktop.generating import Generating
    from desktop.in_place import InPlace
    from desktop.models import Models
    from desktop.recovery import Recovery
    from desktop.teaching import Teaching
    from desktop.tour import Tour
    from widgets.candidates import Candidate, CandidatesPanel
    from widgets.queue_panel import QueuePanel

START_SIZE = Size(512, 512)
START_WINDOW = (1280, 800)
"""Pixels of the window at the first start."""
TIP = "Type what you want to see, then press Ctrl+Enter."
TIP_MORE = (
    "Paint a mask (Q) to change a part only. Generate > Models fetches models that know more."
)
HELD = (
    ("Pan", "Space", "Moves the view while it is dragged; the middle mouse button does too"),
    ("Rotate view", "Shift+Space", "Turns the view as it is dragged; with the middle button too"),
    ("Eyedropper", "Alt", "Takes a colour from the picture, with a brush in hand"),
    ("Straight line", "Shift", "Connects the last stroke's end with a straight line"),
    ("Brushes", "Right", "With a brush: all brushes, where the pointer is"),
    ("Size and hardness", "Alt+Right", "With a brush: dragged sideways, and up and down"),
    ("Opacity", "1 … 0", "With a brush: 10 % to 100 %; two digits at once are exact"),
    ("Softer, harder", "{ and }", "With a brush: its edge"),
    ("Clone from", "Ctrl", "With a brush that clones, as it is clicked; Alt too"),
    ("Add to selection", "Shift", "With a tool that selects, as it is pressed"),
    ("Take from selection", "Alt", "The same; Shift and Alt together keep what both cover"),
    ("Pin a picture", "Shift", "As a picture is dropped on the canvas: to look at, beside it"),
    ("Move selection", "Drag", "With a tool that selects, inside what is selected: its outline"),
    ("Move selected pixels", "Ctrl+Drag", "The same; on the active layer, as one step"),
    ("Compare", "C", "Shows the canvas without the candidate that is shown over it"),
    ("Zoom", "Wheel", "At the pointer; with Ctrl too"),
)


class Window(QMainWindow):
    """The whole program. It paints and saves without anything that generates."""

    painted = Signal()
    """The canvas has been painted for the first time."""

    settings: Settings
    document: Document
    canvas: CanvasView
    edit: Editing
    clipboard: Clipboard
    brushes: Brushes
    pinning: Pinning
    select: Selecting
    reshape: Reshaping
    files: Files
    exports: Exports
    recent: RecentFiles
    docks: Docks
    workspaces: Workspaces
    registry: Actions
    banner: Banner
    generate_panel: GeneratePanel
    layers: LayersPanel
    colours: ColourPanel
    tool_options: ToolOptions

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self._was_painted = self._quitting = False
        self._done_lately: list[str] = []
        """What was chosen in the command palette, the last first."""
        self.background = Background(self)
        self.files = Files(self.background, self)
        self.exports = Exports(self.files)
        self.recent = RecentFiles(self)
        self.files.new_settings = self._fresh_settings
        self.document = empty_document(START_SIZE, self._fresh_settings())
        self._generating: Generating | None = None
        self._teaching: Teaching | None = None
        self._models: Models | None = None
        self._recovery: Recovery | None = None
        self.tour: Tour | None = None
        self.autosave = Autosave(self, lambda: self.files.path)
        self.edit = Editing(self)
        self.clipboard = Clipboard(self)
        self.select = Selecting(self)
        self.reshape = Reshaping(self)
        self.brushes = Brushes(self)
        self.pinning = Pinning(self)
        self._make_panels()
        self.registry = Actions(self, self.canvas)
        self._make_docks()
        self.workspaces = Workspaces(self)
        self.options_bar = add_bar(self, "options", "Tool options", TOP)
        self.options_bar.addWidget(self.tool_options)
        self.tool_bar = add_tool_bar(self)
        add_menus(self)
        self.status = StatusLine(self, self.registry["fit"], self.canvas.set_upright)
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.timeout.connect(self._refresh)
        self._disconnect: Callable[[], None] = lambda: None
        self._connect()
        self._take_settings()
        self._show_document(self.document, None)
        self.show_tool()
        self.setAcceptDrops(True)
        self.canvas.setFocus()

    # Building -------------------------------------------------------------------------------

    def _make_panels(self) -> None:
        self.canvas = CanvasView(self.document)
        self.canvas.installEventFilter(self)
        middle = QWidget()
        self._middle = QHBoxLayout(middle)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(2)
        self._middle.addWidget(self.canvas, 1)
        self.setCentralWidget(middle)
        self.banner = Banner(middle)
        self.generate_panel = GeneratePanel(tuple(SAMPLERS.items()))
        self.layers = LayersPanel()
        self.colours = ColourPanel()
        self.tool_options = ToolOptions()

    def _make_docks(self) -> None:
        # Docks that are put behind each other are laid out at once.
        self.resize(*START_WINDOW)
        self.docks = Docks(self)
        self.docks.add("generate", "Generate", self.generate_panel, LEFT)
        self.docks.add("colour", "Colour", self.colours, RIGHT)
        self.docks.add(BRUSHES, "Brushes", None, RIGHT)
        self.palettes = Palettes(self)
        self.docks.add(PALETTES, "Palettes", self.palettes.panel, RIGHT)
        self.docks.add("layers", "Layers", self.layers, RIGHT)
        self.docks.add("techniques", "Techniques", None, RIGHT)
        self.docks.add("gallery", "Gallery", None, RIGHT)
        self.overview = Overview(self.canvas)
        self.docks.add("navigator", "Navigator", self.overview, RIGHT)
        self.docks.add("candidates", "Candidates", None, BOTTOM)
        self.docks.add("queue", "Queue", None, BOTTOM)
        self.docks.tabify()
        # Below each other, before that, they were higher than a small screen.
        self.resize(*START_WINDOW)
        names = ("add_layer", "add_mask", "add_region", "add_sketch", "group", "add_layer_mask",
                 None, "duplicate", "merge_down", "raise", "lower", "delete_layer")  # fmt: skip
        self.layers.set_actions([None if name is None else self.registry[name] for name in names])
        offered = ("make_again", "make_again_with", None,
                   "duplicate", "group", "ungroup", "pass_through", None,
                   "clip", "lock_alpha", "lock_layer", None,
                   "add_layer_mask", "apply_layer_mask", None,
                   "merge_down", "merge_visible", "flatten", None, "delete_layer")  # fmt: skip
        self.layers.set_menu([None if name is None else self.registry[name] for name in offered])
        self.generate_panel.live_button.setDefaultAction(self.registry["live"])
        self.colours.set_actions(self.registry["swap_colours"], self.registry["default_colours"])

    def _connect(self) -> None:
        panel, canvas = self.generate_panel, self.canvas
        panel.edited.connect(self._edit_settings)
        panel.context_shown.connect(self.show_context)
        panel.models_wanted.connect(lambda: self.models.open())
        self.layers.refused.connect(self.tell)
        self.colours.picked.connect(lambda c: canvas.set_colours(c, canvas.background))
        self.colours.swapped.connect(canvas.swap_colours)
        self.tool_options.edited.connect(lambda brush: canvas.set_brush(brush))
        options = self.tool_options
        options.presets_wanted.connect(lambda: self.brushes.open_popup())
        canvas.brushesWanted.connect(self.brushes.open_popup)
        options.editor_wanted.connect(self.brushes.open_editor)
        options.symmetry.edited.connect(canvas.set_symmetry)
        options.symmetry.place_wanted.connect(canvas.place_symmetry)
        canvas.symmetryChanged.connect(self._symmetry_changed)
        canvas.coloursChanged.connect(self.colours.show_colours)
        canvas.toolChanged.connect(lambda _: self.show_tool())
        canvas.brushChanged.connect(self._brush_changed)
        select = self.tool_options.select
        select.combined.connect(lambda how: canvas.set_selecting(combine=how))
        select.edited.connect(lambda wand: canvas.set_selecting(wand=wand))
        canvas.selectingChanged.connect(self._show_selecting)
        fill, gradient = self.tool_options.fill, self.tool_options.gradient
        fill.edited.connect(lambda filling: setattr(canvas, "filling", filling))
        gradient.edited.connect(lambda *how: setattr(canvas, "gradient", how))
        fill.show_filling(canvas.filling)
        gradient.show_gradient(*canvas.gradient)
        shape = self.tool_options.shape
        shape.edited.connect(lambda drawn: setattr(canvas, "shape", drawn))
        shape.show_shape(canvas.shape)
        self.tool_options.transform.serve(canvas)
        self.tool_options.crop.serve(canvas)
        self.tool_options.measure.serve(canvas)
        self.tool_options.reference.serve(canvas)
        self.tool_options.reference.add_wanted.connect(self.pinning.ask)
        canvas.referencesChanged.connect(self.refresh_soon)
        canvas.undoWanted.connect(self.edit.undo)
        canvas.redoWanted.connect(self.edit.redo)
        canvas.quickMaskChanged.connect(lambda _: self.refresh_soon())
        self._show_selecting()
        canvas.contextChanged.connect(self._context_dragged)
        canvas.zoomChanged.connect(self.status.show_zoom)
        canvas.turnChanged.connect(self.status.show_turn)
        canvas.turnChanged.connect(lambda _: self.refresh_soon())
        canvas.pointerMoved.connect(self.status.show_position)
        canvas.regionDrawn.connect(lambda _: self.layers.edit_region())
        canvas.message.connect(lambda text: self.banner.tell(told(text), tone=Tone.INFO, seconds=6))
        self._connect_files()
        self.banner.closed.connect(lambda _: self.canvas.setFocus())

    def _connect_files(self) -> None:
        files = self.files
        self.exports.recipe = lambda: self.controller.recipe
        files.put = lambda *picture: self.controller.place(*picture)
        files.opened.connect(self._opened)
        files.recipe_found.connect(self.restore_recipe)
        files.failed.connect(self.tell)
        files.warned.connect(lambda text: self.banner.tell(text, tone=Tone.WARNING))
        files.saved.connect(lambda path: self.say(tr("Saved {name}", name=path.name)))
        self.exports.exported.connect(lambda path: self.say(tr("Exported {name}", name=path.name)))
        files.progress.connect(self.say)
        files.changed.connect(self._refresh_title)
        files.saved.connect(lambda _: self.autosave.look_again())
        self.autosave.failed.connect(lambda error: self.say(str(error), seconds=20))

    # The document ---------------------------------------------------------------------------

    def _fresh_settings(self) -> PaintSettings:
        return PaintSettings(model=self.settings.model, batch=4)

    def _opened(self, document: Document, path: Path | None, recipe: Request | None) -> None:
        self._show_document(document, path)
        if recipe is not None and path is not None:
            self.restore_recipe(recipe, path.name)
            document.mark_saved()
            self._refresh_title()

    def _show_document(self, document: Document, path: Path | None) -> None:
        self._disconnect()
        self.document = self.files.document = document
        self.files.path = path
        self._disconnect = document.changed.connect(self._changed)
        self.autosave.set_document(document)
        if self.canvas.document is not document:
            self.canvas.set_document(document)
        self.select.show_document()
        self.layers.show_document(document)
        self.overview.show_document(document)
        self.generate_panel.show_settings(document.settings)
        self.status.show_size(document.size)
        self.status.show_zoom(self.canvas.zoom)
        if self._generating is not None:
            self._generating.set_document(document)
        self._refresh()

    def _changed(self, change: Change) -> None:
        if Kind.SETTINGS in change.kinds:
            self.generate_panel.show_settings(self.document.settings)
        if Kind.SELECTION in change.kinds:
            self.select.selection_changed()
        if Kind.SIZE in change.kinds:
            self.status.show_size(self.document.size)
        if self._generating is not None:
            self._generating.in_place.document_changed(self.document, change)
        if self.document.stroke is not None:
            self.banner.dismiss_tip()
            if self.canvas.tool == "brush":
                self.colours.recent.use(self.canvas.foreground)
        if change.kinds != {Kind.PIXELS} or self.document.stroke is None:
            self.refresh_soon()

    def _edit_settings(self, field: str, value: object) -> None:
        if field == "size":
            size = value if isinstance(value, Size) else None
            fields = {
                "width": None if size is None else size.width,
                "height": None if size is None else size.height,
            }
            self.edit.perform(SetSettings(**fields))
        elif field == "model":
            self.generating.use_model(str(value))
        else:
            self.edit.perform(SetSettings(**{field: value}))

    def _context_dragged(self, rect: Rect | None) -> None:
        inpaint = replace(self.document.settings.inpaint, context=rect)
        self.edit.perform(SetSettings(inpaint=inpaint))

    def restore_recipe(self, recipe: Request, name: str) -> None:
        """Takes a picture's recipe over, as a step that can be undone."""
        if self.edit.perform(restore(recipe, self.document.settings)):
            self.banner.tell(
                f"The recipe inside {name} is restored.",
                "Prompt, seed and settings are as they were when it was made. Undo takes it back.",
                Tone.INFO,
                seconds=8,
            )

    @property
    def recovery(self) -> Recovery:
        """What offers documents that were left behind; made when it is first asked for."""
        if self._recovery is None:
            from desktop.recovery import Recovery

            self._recovery = Recovery(self)
        return self._recovery

    def show_recovered(self, recovered: Recovered) -> None:
        """Takes over a document that was left behind, as unsaved changes of its file."""
        self._show_document(recovered.document, recovered.path)
        self.autosave.resume(recovered.journal)

    # Generating -----------------------------------------------------------------------------

    @property
    def generating(self) -> Generating:
        """The half of the window that generates; made when it is first asked for."""
        if self._generating is None:
            from desktop.generating import Generating

            self._generating = Generating(self)
        return self._generating

    @property
    def controller(self) -> Controller:
        return self.generating.controller

    @property
    def candidates(self) -> CandidatesPanel:
        return self.generating.candidates

    @property
    def queue(self) -> QueuePanel:
        return self.generating.queue

    @property
    def in_place(self) -> InPlace:
        return self.generating.in_place

    def start_service(
        self, make: Callable[[Callable[[AnyEvent], object]], GenerationService]
    ) -> None:
        """Gives the window what paints; made in the background."""
        self.controller.start(make)

    def add_model_folder(self) -> None:
        """Asks for a folder with models and uses it from now on."""
        from desktop.dialogs import folder_dialog

        folder_dialog(self, tr("Folder with Models"), self.use_model_folder).open()

    def use_model_folder(self, folder: Path) -> None:
        """Looks for models in one more folder, now and in future."""
        from desktop.main import service_maker

        if str(folder) not in self.settings.models_folders:
            folders = (*self.settings.models_folders, str(folder))
            self.settings = replace(self.settings, models_folders=folders)
        self.controller.replace_service(service_maker(self.settings))
        self.look_for_models()

    def look_for_models(
        self, then: Callable[[Sequence[ModelInfo]], object] = lambda _: None
    ) -> None:
        """Finds models in the background; `then` gets them when they are shown."""
        from desktop.main import look_for_models

        look_for_models(self, then)

    def show_models(self, models: Sequence[ModelInfo]) -> None:
        """Which models there are, as they were found."""
        self.generating.show_models(models)
        if self._teaching is not None:
            self._teaching.show_models()

    @property
    def teaching(self) -> Teaching:
        """What teaches models; made when it is first asked for."""
        if self._teaching is None:
            from desktop.teaching import Teaching

            self._teaching = Teaching(self)
            self._teaching.changed.connect(self._show_teaching)
            self.status.teaching_clicked(self._teaching.open)
        return self._teaching

    @property
    def is_teaching_open(self) -> bool:
        return self._teaching is not None and self._teaching.window.isVisible()

    def open_teaching(self) -> None:
        """Opens the window in which models are taught. Its parts are imported in the background."""
        if self._teaching is not None:
            self._teaching.open()
            return

        def work() -> None:
            from desktop import teaching

            teaching.load()

        self.background.run(work, done=lambda _: self.teaching.open(), failed=self.tell)

    def _show_teaching(self) -> None:
        self.status.show_teaching(self.teaching.line)

    @property
    def models(self) -> Models:
        """What lists, fetches and removes models; made when it is first asked for."""
        if self._models is None:
            from desktop.models import Models

            self._models = Models(self)
        return self._models

    def resume_fetches(self) -> None:
        """Goes on with what was being fetched when the program was closed."""
        if (places.data() / "fetches.json").is_file():
            self.models.go_on()

    def generate(self, *, front: bool = False) -> None:
        """Does what the line above the button says; `front`: before all that wait."""
        self.generating.generate(front=front)

    def apply_candidate(self, candidate: Candidate | None = None) -> None:
        """Makes a candidate, by default the chosen one, a layer."""
        self.generating.apply(candidate)

    # What the actions ask; none of it makes the generating half.

    @property
    def can_generate(self) -> bool:
        return self._generating is not None and self._generating.controller.possible

    @property
    def is_generating(self) -> bool:
        return self._generating is not None and self._generating.controller.busy

    @property
    def is_live(self) -> bool:
        """Whether the model paints along."""
        return self._generating is not None and self._generating.live.on

    @property
    def has_live_picture(self) -> bool:
        return self._generating is not None and self._generating.live.has_picture

    @property
    def queue_paused(self) -> bool:
        return self._generating is not None and self._generating.controller.paused

    @property
    def is_comparing_candidates(self) -> bool:
        """Whether the wipe is between two candidates."""
        return self._generating is not None and self._generating.in_place.pinned is not None

    @property
    def can_make_again(self) -> bool:
        """Whether the active layer was generated."""
        return self._generating is not None and self._generating.regenerating.can

    @property
    def has_candidate(self) -> bool:
        """Whether a candidate that is ready is chosen."""
        return self._generating is not None and self._generating.has_candidate

    @property
    def has_paused(self) -> bool:
        """Whether a picture was paused and can be steered."""
        return self._generating is not None and self._generating.steering.is_paused

    @property
    def can_pause(self) -> bool:
        """Whether a picture is being made that can be paused, or is paused."""
        return self.has_paused or (
            self._generating is not None and self._generating.steering.can_pause
        )

    def add_beside(self, view: QWidget) -> None:
        """Puts a view beside the canvas, as wide as that."""
        self._middle.addWidget(view, 1)

    def escape(self) -> None:
        """Stops the running job; else takes away what lies over the canvas, one after another."""
        if self._generating is not None and self._generating.stop():
            return
        if self.banner.isVisible():
            self.banner.dismiss()
        else:
            self.canvas.setFocus()

    # Looking --------------------------------------------------------------------------------

    def show_tool(self) -> None:
        """The options bar follows the chosen tool."""
        tool = next(tool for tool in self.canvas.tools if tool.id == self.canvas.tool)
        brush = self.canvas.brush() if self.canvas.has_brush else None
        picture = tool.id.replace("_", "-")
        options = self.tool_options
        own = {"bucket_fill": options.fill, "gradient": options.gradient, "shape": options.shape,
               "transform": options.transform, "crop": options.crop, "measure": options.measure,
               "reference": options.reference}.get(tool.id)  # fmt: skip
        if isinstance(tool, SelectTool):
            own = options.select
        options.show_tool(tr(tool.title), picture, tr(tool.help), brush, own)
        self.tool_options.select.show_wand(isinstance(tool, MagicWandTool))
        self.brushes.brush_changed()
        self._refresh()

    def _show_selecting(self) -> None:
        self.tool_options.select.show_values(self.canvas.combine, self.canvas.wand)

    def _brush_changed(self, tool: str) -> None:
        if tool == self.canvas.tool:
            brush: Brush = self.canvas.brush()
            self.tool_options.show_brush(brush)
            self.brushes.brush_changed()

    def _symmetry_changed(self) -> None:
        self.tool_options.symmetry.show_symmetry(self.canvas.symmetry)
        self.refresh_soon()

    def show_context(self, shown: bool) -> None:
        self.canvas.set_context_shown(shown)
        if self._generating is not None:
            self._generating.controller.plan_again()

    def toggle_context(self) -> None:
        self.show_context(not self.canvas.context_shown)

    def toggle_docks(self) -> None:
        """The canvas alone, or everything again."""
        self.docks.toggle_all([self.tool_bar, self.options_bar, self.statusBar()])
        self._refresh()

    def reset_docks(self) -> None:
        for bar in (self.tool_bar, self.options_bar, self.statusBar()):
            bar.show()
        self.docks.reset()
        self._refresh()

    def toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_palette(self) -> None:
        from desktop.palette import Palette

        self.registry.refresh()
        Palette(self, self._done_lately).open()

    def show_shortcuts(self) -> None:
        from desktop.shortcuts_dialog import ShortcutsDialog

        ShortcutsDialog(self, self.shortcuts, self._set_shortcuts, HELD).open()

    @property
    def shortcuts(self) -> Shortcuts:
        """The keys as the settings have them."""
        return from_settings(self.settings.shortcut_profile, self.settings.shortcuts)

    def _set_shortcuts(self, shortcuts: Shortcuts) -> None:
        changed = shortcuts.to_settings()
        self.settings = replace(
            self.settings, shortcut_profile=shortcuts.profile, shortcuts=changed
        )
        self.registry.set_keys(shortcuts.keys(OWN_KEYS))

    def set_theme(self, name: str) -> None:
        """Shows the program in other colours, from now on."""
        self.settings = replace(self.settings, theme=name)
        self._dress()

    def set_language(self, name: str) -> None:
        """Speaks another language from the next start on."""
        self.settings = replace(self.settings, language=name)
        self.banner.tell(tr("The language changes when Underpaint is started again."), seconds=8)
        self._refresh()

    def set_finger(self, does: str) -> None:
        """What one finger on the canvas does, from now on."""
        self.settings = replace(self.settings, finger=does)
        self.canvas.finger_does = does
        self._refresh()

    def system_theme_changed(self) -> None:
        """Follows the system, if that is wished."""
        if self.settings.theme == "system":
            self._dress()

    def _dress(self) -> None:
        from desktop.theme import choose_theme, dress_again

        app = QApplication.instance()
        assert isinstance(app, QApplication)
        if choose_theme(app, self.settings.theme):
            dress_again(app)
            self.brushes.dress()
        self._refresh()

    def show_diagnostics(self) -> None:
        from desktop.diagnostics import DiagnosticsDialog

        def painter() -> dict[str, str]:
            host = self.settings.host
            return {"Runs in": host, "State": self.status.device, "Model": self.settings.model}

        DiagnosticsDialog(self, self.background, painter, log_file(), self.tell).open()

    def show_about(self) -> None:
        from desktop.dialogs import show_about

        show_about(self, log_file())

    def tell(self, error: BaseException) -> None:
        """Shows what went wrong; what nobody expected goes on to the log."""
        if isinstance(error, MemoryError):
            error = OutOfMemory("There is not enough memory for this.",
                                "Close other programs, and save your picture.")  # fmt: skip
        if not isinstance(error, UserError):
            raise error
        self.banner.tell(told(error.cause), told(error.remedy), Tone.ERROR)

    def say(self, text: str, seconds: float = 5) -> None:
        """Tells something in the status line for a while."""
        self.statusBar().showMessage(told(text), round(seconds * 1000))

    def refresh_soon(self) -> None:
        """Actions and title are looked at again once everything has settled."""
        if not self._refresh_timer.isActive():
            self._refresh_timer.start(0)

    def _refresh(self) -> None:
        self.registry.refresh()
        undo, redo = self.document.undo_text, self.document.redo_text
        self.registry["undo"].setText(tr("&Undo {what}", what=told(undo)).rstrip())
        self.registry["redo"].setText(tr("&Redo {what}", what=told(redo)).rstrip())
        self._refresh_title()

    def _refresh_title(self) -> None:
        name = self.files.path.name if self.files.path is not None else "Untitled"
        self.setWindowTitle(f"{name}[*] – Underpaint")
        self.setWindowModified(self.document.modified)

    # Coming and going -----------------------------------------------------------------------

    def _take_settings(self) -> None:
        self.files.recent = self.settings.recent_files
        self.files.folder = self.settings.last_folder
        self.files.quality = self.settings.quality
        self.canvas.finger_does = self.settings.finger
        self.brushes.find_again(self.settings.brushes)
        if self.shortcuts != Shortcuts():
            self.registry.set_keys(self.shortcuts.keys(OWN_KEYS))
        self.colours.show_picker(self.settings.colour_picker)
        self.colours.recent.show_codes(self.settings.recent_colours)
        restore_geometry(self, self.settings.window_geometry)
        if not self.docks.restore(self.settings.window_layout):
            self.docks.resize()

    def settings_now(self) -> Settings:
        """The settings with what is to be found again."""
        return replace(
            self.settings,
            window_layout=self.docks.state(),
            workspaces=to_settings(self.workspaces.kept),
            window_geometry=geometry_of(self),
            brushes=self.brushes.kept(),
            colour_picker=self.colours.picker,
            palette=self.palettes.name or self.settings.palette,
            recent_colours=self.colours.recent.codes,
            recent_files=self.files.recent,
            last_folder=self.files.folder,
            model=self.document.settings.model or self.settings.model,
        )

    def welcome(self) -> None:
        """One line for someone who sees the program for the first time."""
        self.banner.tell(TIP, TIP_MORE, Tone.TIP, choice=(tr("Show me around"), self.start_tour))

    def start_tour(self) -> None:
        """Shows in ten steps how to paint with a model; from its beginning if it runs already."""
        from desktop.tour import Tour

        self.banner.dismiss_tip()
        if self.tour is not None:
            self.tour.leave()
        self.tour = Tour(self, self._tour_over)

    def _tour_over(self) -> None:
        self.tour = None
        self.canvas.setFocus()

    def set_tips(self, on: bool) -> None:
        """Whether there is a tip at each start."""
        self.settings = replace(self.settings, tips=on)
        self._refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._was_painted and event.type() == QEvent.Type.Paint and watched is self.canvas:
            self._was_painted = True
            self.canvas.removeEventFilter(self)
            QTimer.singleShot(0, self.painted.emit)
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """On the canvas a picture becomes a layer, or with Shift a reference beside it; on the
        generate panel its recipe is taken over; elsewhere, or with Ctrl, it opens as a document."""
        data, control = event.mimeData(), Qt.KeyboardModifier.ControlModifier
        if self._is_over(self.generate_panel, event) and self.files.drop_recipe(data):
            event.acceptProposedAction()
            return
        if weights := weights_in(data):
            event.acceptProposedAction()
            self.models.take_in(weights)
            return
        on_canvas = self._is_over(self.canvas, event)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if on_canvas and (shift or self.canvas.tool == "reference") and self.pinning.take(data):
            event.acceptProposedAction()
            return
        as_layer = on_canvas and not event.modifiers() & control
        if self.files.drop(data, as_layer=as_layer):
            event.acceptProposedAction()
        else:
            remedy = "Drop a picture, a project (.ora, .psd), or a model (.safetensors)."
            self.tell(UserError("This cannot be opened.", remedy))

    def _is_over(self, widget: QWidget, event: QDropEvent) -> bool:
        at = widget.mapFrom(self, event.position().toPoint())
        return widget.isVisible() and widget.rect().contains(at)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._quitting or not self.document.modified:
            self._quitting = True
            self.autosave.give_up()
            self.hide()
            if self._teaching is not None:
                self._teaching.window.close()
            if self._models is not None:
                self._models.hide()
            event.accept()
            return
        event.ignore()
        self.files.when_safe(self._quit)

    def _quit(self) -> None:
        self._quitting = True
        self.close()

    def shut_down(self) -> None:
        """Ends everything that runs. The window is of no use afterwards."""
        self._disconnect()
        if self.tour is not None:
            self.tour.leave()
        self.autosave.close()
        self.overview.stop()
        self.brushes.close()
        if self._recovery is not None:
            self._recovery.close()
        if self._models is not None:
            self._models.close()
        if self._teaching is not None:
            self._teaching.close()
        if self._generating is not None:
            self._generating.live.close()
            self._generating.controller.close()
            self._generating.gallery.close()
            self._generating.regenerating.close()
            self._generating.grids.close()
        self.recent.close()
        self.canvas.finder.close()
        self.canvas.pixel_work.close()
        self.background.close()
