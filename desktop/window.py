"""The window: canvas in the middle, panels around it, and what connects them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QWidget

from core import places
from core.document import commands
from core.document.document import Change, Document, Kind
from core.document.settings import PaintSettings
from core.errors import OutOfMemory, UserError
from core.geometry import Rect, Size
from core.request import SAMPLERS, Request
from core.settings import Settings
from desktop.actions import Actions
from desktop.autosave import Autosave
from desktop.bars import TOP, add_bar, add_menus, add_tool_bar
from desktop.brushes import Brushes
from desktop.clipboard import Clipboard
from desktop.docks import Docks
from desktop.editing import Editing
from desktop.exporting import Exports
from desktop.files import Files
from desktop.giving_back import GivingBack
from desktop.gradients import Gradients
from desktop.guides import GuideMenu
from desktop.log import log_file
from desktop.palettes import Palettes
from desktop.panels import add_panels
from desktop.pinning import Pinning
from desktop.preferences import Preferences
from desktop.reading import empty_document
from desktop.recent import RecentFiles
from desktop.recipes import restore
from desktop.reshaping import Reshaping
from desktop.selecting import Selecting
from desktop.start import Start
from desktop.status import StatusLine
from desktop.tool_in_hand import ToolInHand
from desktop.undo_dock import UndoDock
from desktop.workspaces import Workspaces
from widgets.background import Background
from widgets.banner import Banner, Tone
from widgets.canvas.overview import Overview
from widgets.canvas.view import CanvasView
from widgets.colour_panel import ColourPanel
from widgets.generate_panel import GeneratePanel
from widgets.layer_model import LAYERS
from widgets.layers_panel import LayersPanel
from widgets.tool_options import ToolOptions
from widgets.words import told, tr

if TYPE_CHECKING:
    from core.generation.events import AnyEvent
    from core.generation.service import GenerationService
    from core.models.info import ModelInfo
    from core.recovery.recover import Recovered
    from desktop.controller import Controller
    from desktop.ending import Ending
    from desktop.generating import Generating
    from desktop.in_place import InPlace
    from desktop.models import Models
    from desktop.recovery import Recovery
    from desktop.teaching import Teaching
    from desktop.tour import Tour
    from desktop.upscaling import Upscaling
    from widgets.candidate_model import Candidate
    from widgets.candidates import CandidatesPanel
    from widgets.queue_panel import QueuePanel

START_SIZE = Size(512, 512)
BATCH = 4
"""Pictures that are made at once of a new document."""
TIP = "Type what you want to see, then press Ctrl+Enter."
TIP_MORE = (
    "Paint a mask (Q) to change a part only. Generate > Models fetches models that know more."
)


class Window(QMainWindow):
    """The whole program. It paints and saves without anything that generates."""

    painted = Signal()
    """The canvas has been painted for the first time."""

    settings: Settings
    preferences: Preferences
    document: Document
    canvas: CanvasView
    edit: Editing
    clipboard: Clipboard
    brushes: Brushes
    gradients: Gradients
    pinning: Pinning
    guides: GuideMenu
    start: Start
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
        self.generating_if_made: Generating | None = None
        """For what is asked often and must not make it."""
        self.document = empty_document(START_SIZE, PaintSettings(model=settings.model, batch=BATCH))
        self._teaching: Teaching | None = None
        self._models: Models | None = None
        self._recovery: Recovery | None = None
        self._upscaling: Upscaling | None = None
        self.tour: Tour | None = None
        self.ending: Ending | None = None
        self.autosave = Autosave(self, lambda: self.files.path)
        self.giving_back = GivingBack(self)
        self.edit = Editing(self)
        self.clipboard = Clipboard(self)
        self.select = Selecting(self)
        self.reshape = Reshaping(self)
        self.brushes = Brushes(self)
        self.pinning = Pinning(self)
        self.guides = GuideMenu(self)
        self.start = Start(self)
        self._make_panels()
        self.in_hand = ToolInHand(self.tool_options, self.canvas, self.brushes)
        self.gradients = Gradients(self)
        self.preferences = Preferences(self)
        self.registry = Actions(self, self.canvas)
        self.docks = Docks(self)
        self.palettes = Palettes(self)
        self.overview = Overview(self.canvas)
        add_panels(self)
        self.undo_steps = UndoDock(self)
        self.workspaces = Workspaces(self)
        self.options_bar = add_bar(self, "options", tr("Tool options"), TOP)
        self.options_bar.addWidget(self.tool_options)
        self.tool_bar = add_tool_bar(self)
        add_menus(self)
        self.status = StatusLine(self, self.registry["fit"], self.canvas.set_upright)
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.timeout.connect(self.refresh)
        self._disconnect: Callable[[], None] = lambda: None
        self._connect()
        self.preferences.restore()
        self._show_document(self.document, None)
        self.in_hand.show()
        self.setAcceptDrops(True)
        self.canvas.setFocus()

    # Building -------------------------------------------------------------------------------

    def _make_panels(self) -> None:
        self.canvas = CanvasView(self.document)
        self.canvas.installEventFilter(self)
        middle = self.middle = QWidget()
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

    def _connect(self) -> None:
        panel, canvas = self.generate_panel, self.canvas
        panel.edited.connect(self._edit_settings)
        panel.context_shown.connect(self.show_context)
        panel.models_wanted.connect(lambda: self.models.open())
        self.layers.refused.connect(self.tell)
        self.layers.covered_wanted.connect(self.select.cover)
        self.layers.set_offered(self.clipboard.dragged)
        self.layers.dropped.connect(self.clipboard.take)
        self.layers.chosen_changed.connect(lambda: canvas.choose_layers(self.layers.chosen_ids))
        self.colours.picked.connect(lambda c: canvas.set_colours(c, canvas.background))
        self.colours.swapped.connect(canvas.swap_colours)
        self.tool_options.when_made(
            "reference", lambda options: options.add_wanted.connect(self.pinning.ask)
        )
        canvas.coloursChanged.connect(self.colours.show_colours)
        canvas.toolChanged.connect(lambda _: self.refresh())
        canvas.symmetryChanged.connect(self.refresh_soon)
        canvas.referencesChanged.connect(self.refresh_soon)
        canvas.guidesWanted.connect(lambda: self.preferences.toggle_line("guides"))
        canvas.undoWanted.connect(self.edit.undo)
        canvas.redoWanted.connect(self.edit.redo)
        canvas.quickMaskChanged.connect(lambda _: self.refresh_soon())
        canvas.contextChanged.connect(self._context_dragged)
        canvas.zoomChanged.connect(self.status.show_zoom)
        canvas.turnChanged.connect(self.status.show_turn)
        canvas.turnChanged.connect(lambda _: self.refresh_soon())
        canvas.pointerMoved.connect(self.status.show_position)
        canvas.colourUsed.connect(self.colours.recent.use)
        canvas.begunChanged.connect(self.refresh_soon)
        canvas.regionDrawn.connect(lambda _: self.layers.edit_region())
        canvas.message.connect(lambda text: self.banner.tell(told(text), tone=Tone.INFO, seconds=6))
        self._connect_files()
        self.banner.closed.connect(lambda _: self.canvas.setFocus())

    def _connect_files(self) -> None:
        files = self.files
        self.exports.recipe = lambda: self.controller.applying.recipe
        files.put = lambda *picture: self.controller.applying.place(*picture)
        files.opened.connect(self._opened)
        files.recipe_found.connect(self.restore_recipe)
        files.failed.connect(self.tell)
        files.warned.connect(lambda text: self.banner.tell(text, tone=Tone.WARNING))
        files.saved.connect(lambda path: self.say(tr("Saved {name}", name=path.name)))
        self.exports.exported.connect(lambda path: self.say(tr("Exported {name}", name=path.name)))
        files.progress.connect(self.say)
        files.changed.connect(self._refresh_title)
        files.saved.connect(lambda _: self.autosave.look_again())
        self.autosave.failed.connect(self.warn)
        self.autosave.well_again.connect(lambda error: self.banner.withdraw(error.cause))

    # The document ---------------------------------------------------------------------------

    def _fresh_settings(self) -> PaintSettings:
        """Of a new picture: the model that was painted with last, as that one is made for."""
        fresh = PaintSettings(
            model=self.document.settings.model or self.settings.model, batch=BATCH
        )
        if self.generating_if_made is None:
            return fresh
        return self.generating_if_made.as_made_for(fresh)

    def _opened(self, document: Document, path: Path | None, recipe: Request | None) -> None:
        self._show_document(document, path)
        if recipe is not None and path is not None:
            self.restore_recipe(recipe, path.name)
            document.mark_saved()
            self._refresh_title()

    def _show_document(self, document: Document, path: Path | None) -> None:
        self.start.hide()
        self._disconnect()
        if document is not self.document:
            self.giving_back.soon()
        self.document = self.files.document = document
        document.history.cap = self.settings.undo_mebibytes << 20
        self.files.path = path
        self._disconnect = document.changed.connect(self._changed)
        self.autosave.set_document(document)
        if self.canvas.document is not document:
            self.canvas.set_document(document)
        self.select.show_document()
        self.layers.show_document(document)
        self.overview.show_document(document)
        self.undo_steps.show_document()
        self.generate_panel.show_settings(document.settings)
        self.status.show_size(document.size)
        self.status.show_zoom(self.canvas.zoom)
        if self.generating_if_made is not None:
            self.generating_if_made.set_document(document)
        self.refresh()

    def _changed(self, change: Change) -> None:
        self.start.changed(change)
        if Kind.SETTINGS in change.kinds:
            self.generate_panel.show_settings(self.document.settings)
            if self._models is not None:
                self._models.show_users()
        if Kind.SELECTION in change.kinds:
            self.select.selection_changed()
        if Kind.SIZE in change.kinds:
            self.status.show_size(self.document.size)
        if self.generating_if_made is not None:
            self.generating_if_made.in_place.document_changed(self.document, change)
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
            self.edit.perform(commands.SetSettings(**fields))
        elif field == "model":
            self.generating.use_model(str(value))
        else:
            self.edit.perform(commands.SetSettings(**{field: value}))

    def _context_dragged(self, rect: Rect | None) -> None:
        inpaint = replace(self.document.settings.inpaint, context=rect)
        self.edit.perform(commands.SetSettings(inpaint=inpaint))

    def restore_recipe(self, recipe: Request, name: str) -> None:
        """Takes a picture's recipe over, as a step that can be undone."""
        if self.edit.perform(restore(recipe, self.document.settings)):
            self.banner.tell(
                told(f"The recipe inside {name} is restored."),
                tr(
                    "Prompt, seed and settings are as they were when it was made. "
                    "Undo takes it back."
                ),
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
        self.files.note_recovered(recovered.path, recovered.stamp)
        self.autosave.resume(recovered.journal)
        if recovered.candidates:
            self.generating.gallery.bring_back(recovered.candidates, recovered.document)

    # Generating -----------------------------------------------------------------------------

    @property
    def generating(self) -> Generating:
        """The half of the window that generates; made when it is first asked for."""
        if self.generating_if_made is None:
            from desktop.generating import Generating

            self.generating_if_made = Generating(self)
        return self.generating_if_made

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

    @property
    def upscaling(self) -> Upscaling:
        """What makes pictures larger; made when it is first asked for."""
        if self._upscaling is None:
            from desktop.upscaling import Upscaling

            self._upscaling = Upscaling(self)
        return self._upscaling

    def start_service(
        self, make: Callable[[Callable[[AnyEvent], object]], GenerationService]
    ) -> None:
        """Gives the window what paints; made in the background."""
        self.controller.start(make)

    def show_models(self, models: Sequence[ModelInfo]) -> None:
        """Which models there are, as they were found."""
        self.generating.show_models(models)
        self.start.show_models(models)
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

    def look_again(self) -> None:
        """What is told of models is told anew, if anybody sees it."""
        if self._models is not None:
            self._models.look()

    def resume_fetches(self) -> None:
        """Goes on with what was being fetched when the program was closed."""
        if (places.data() / "fetches.json").is_file():
            self.models.fetching.go_on()

    def generate(self, *, front: bool = False) -> None:
        """Does what the line above the button says; `front`: before all that wait."""
        self.generating.generate(front=front)

    def apply_candidate(self, candidate: Candidate | None = None) -> None:
        """Makes a candidate, by default the chosen one, a layer."""
        self.generating.apply(candidate)

    def add_beside(self, view: QWidget) -> None:
        """Puts a view beside the canvas, as wide as that."""
        self._middle.addWidget(view, 1)

    def escape(self) -> None:
        """Stops the running job; else takes away what lies over the canvas, one after another."""
        if self.generating_if_made is not None and self.generating_if_made.stop():
            return
        if self.banner.isVisible():
            self.banner.dismiss()
        elif self.start.shown:
            self.start.hide()
        else:
            self.canvas.setFocus()

    # Looking --------------------------------------------------------------------------------

    def show_context(self, shown: bool) -> None:
        self.canvas.set_context_shown(shown)
        if self.generating_if_made is not None:
            self.generating_if_made.controller.planning.plan_again()

    def toggle_context(self) -> None:
        self.show_context(not self.canvas.context_shown)

    def toggle_docks(self) -> None:
        """The canvas alone, or everything again."""
        self.docks.toggle_all([self.tool_bar, self.options_bar, self.statusBar()])
        self.refresh()

    def reset_docks(self) -> None:
        for bar in (self.tool_bar, self.options_bar, self.statusBar()):
            bar.show()
        self.docks.reset()
        self.refresh()

    def toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_palette(self) -> None:
        from desktop.palette import Palette

        self.registry.refresh()
        # It closes as it loses the focus, which it never had while another window was active.
        for other in self.findChildren(Palette):
            other.close()
        Palette(self, self._done_lately).open()

    def show_shortcuts(self) -> None:
        from desktop.gestures import HELD
        from desktop.shortcuts_dialog import ShortcutsDialog

        keys = self.preferences
        ShortcutsDialog(self, keys.shortcuts, keys.set_shortcuts, HELD).open()

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
            error = OutOfMemory(tr("There is not enough memory for this."),
                                tr("Close other programs, and save your picture."))  # fmt: skip
        if not isinstance(error, UserError):
            raise error
        self.banner.tell(error.cause, error.remedy, Tone.ERROR)

    def warn(self, error: UserError) -> None:
        """Shows what went wrong beside what the artist does, who can go on."""
        self.banner.tell(error.cause, error.remedy, Tone.WARNING)

    def say(self, text: str, seconds: float = 5) -> None:
        """Tells something in the status line for a while."""
        self.statusBar().showMessage(told(text), round(seconds * 1000))

    def refresh_soon(self) -> None:
        """Actions and title are looked at again once everything has settled."""
        if not self._refresh_timer.isActive():
            self._refresh_timer.start(0)

    def refresh(self) -> None:
        """Which actions can be chosen, what undo takes back, and the title."""
        self.registry.refresh()
        undo = self.canvas.undo_text or self.document.undo_text
        redo = self.canvas.redo_text or self.document.redo_text
        self.registry["undo"].setText(tr("&Undo {what}", what=told(undo)).rstrip())
        self.registry["redo"].setText(tr("&Redo {what}", what=told(redo)).rstrip())
        self._refresh_title()

    def _refresh_title(self) -> None:
        name = self.files.path.name if self.files.path is not None else tr("Untitled")
        self.setWindowTitle(f"{name}[*] – Underpaint")
        self.setWindowModified(self.document.modified)

    # Coming and going -----------------------------------------------------------------------

    def welcome(self) -> None:
        """One line for someone who sees the program for the first time."""
        self.banner.tell(TIP, TIP_MORE, Tone.TIP, choice=(tr("Show me around"), self.start_tour))

    def start_tour(self) -> None:
        """Shows in ten steps how to paint with a model; from its beginning if it runs already."""
        from desktop.tour import Tour

        self.banner.dismiss_tip()
        self.start.hide()
        if self.tour is not None:
            self.tour.leave()
        self.tour = Tour(self, self._tour_over)

    def _tour_over(self) -> None:
        self.tour = None
        self.canvas.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._was_painted and event.type() == QEvent.Type.Paint:
            self._was_painted = True
            self.canvas.removeEventFilter(self)
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self.painted.emit)
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if data.hasFormat(LAYERS) and event.source() is not self.layers.list:
            event.setDropAction(Qt.DropAction.CopyAction)  # they stay where they are dragged from
            event.accept()
        elif data.hasUrls() or data.hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        from desktop.dropping import take_drop

        take_drop(self, event)

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
        self.preferences.close()
        self.clipboard.close()
        if self.tour is not None:
            self.tour.leave()
        self.autosave.close()
        self.giving_back.close()
        self.overview.stop()
        self.brushes.close()
        self.gradients.close()
        if self._recovery is not None:
            self._recovery.close()
        if self._models is not None:
            self._models.close()
        if self._teaching is not None:
            self._teaching.close()
        if self.generating_if_made is not None:
            self.generating_if_made.close()
        self.recent.close()
        self.start.close()
        self.canvas.finder.close()
        self.canvas.pixel_work.close()
        self.background.close()
