"""The dock of the techniques panel, which is made when it is first looked at.

Its forms, and every technique's declaration, are nothing that an artist waits for who only wants
to paint: the window starts without them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from core.document.commands import SetTechniques
from core.document.drafts import Draft
from core.techniques import techniques
from widgets.banner import Tone

if TYPE_CHECKING:
    from core.document.document import Document
    from desktop.controller import Controller
    from desktop.plan import Plan
    from desktop.window import Window
    from widgets.techniques.panel import TechniquesPanel

NAME = "techniques"
_PICTURES = "Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif *.tiff);;All files (*)"
_LEARNED = "Learned files (*.safetensors);;All files (*)"


class TechniqueDock(QObject):
    """Belongs to the generating half of a window."""

    def __init__(self, window: Window, controller: Controller) -> None:
        super().__init__(window)
        self._window, self._controller = window, controller
        self._panel: TechniquesPanel | None = None
        dock = window.docks[NAME]
        dock.visibilityChanged.connect(self._shown)
        if dock.isVisible() and not dock.visibleRegion().isEmpty():
            self._shown(True)

    def _shown(self, visible: bool) -> None:
        if visible and self._panel is None:
            # Not within the step in which the window does something else.
            QTimer.singleShot(0, self, lambda: self.panel)

    @property
    def panel(self) -> TechniquesPanel:
        """The panel; made when it is first asked for."""
        if self._panel is None:
            self._panel = self._made()
            self.look_for_lacks()
        return self._panel

    def _made(self) -> TechniquesPanel:
        from desktop.control_maps import draw_map, make_map_of_kind
        from widgets.techniques.corrections_menu import FILTER as CORRECTIONS
        from widgets.techniques.panel import TechniquesPanel
        from widgets.techniques.presets_menu import FILTER

        window = self._window
        panel = TechniquesPanel()
        panel.edited.connect(self._edited)
        panel.edited_with.connect(self._edited_with)
        panel.surroundings.choose_file = partial(self._choose, filter=_PICTURES)
        panel.surroundings.choose_learned = partial(self._choose, filter=_LEARNED)
        panel.surroundings.make_map = partial(make_map_of_kind, window)
        panel.surroundings.draw_map = partial(draw_map, window)
        presets = panel.presets
        presets.choose_file = partial(self._choose, filter=f"{FILTER};;All files (*)")
        presets.choose_target = partial(self._choose_target, filter=FILTER)
        about = panel.surroundings
        about.choose_corrections = partial(self._choose, filter=f"{CORRECTIONS};;All files (*)")
        about.choose_corrections_target = partial(self._choose_target, filter=CORRECTIONS)
        panel.refused.connect(window.tell)
        panel.told.connect(lambda text: window.banner.tell(text, tone=Tone.INFO, seconds=6))
        panel.show_document(window.document)
        planning = self._controller.planning
        panel.show_model(planning.model, planning.models)
        panel.show_problems(self._controller.planning.plan.of_techniques)
        window.docks.fill(NAME, panel)
        return panel

    def look_for_lacks(self) -> None:
        """Finds in the background what techniques do without, for their forms to say."""
        if self._panel is None:
            return
        folders = self._controller.folders()

        def work() -> dict[str, str]:
            return {id: kind.lacks(folders) for id, kind in techniques().items()}

        self._window.background.run(work, done=self._panel.show_lacks, failed=self._window.tell)

    def _edited(self, drafts: tuple[Draft, ...], what: str, merges: object) -> None:
        if len(drafts) > len(self._window.document.settings.techniques):
            self.look_for_lacks()  # it may have been put there since
        self._window.edit.perform(SetTechniques(drafts, what, merges))

    def _edited_with(self, drafts: tuple[Draft, ...], what: str, model: str) -> None:
        self._window.generating.use_model(model, SetTechniques(drafts, what))

    def set_document(self, document: Document) -> None:
        if self._panel is not None:
            self._panel.show_document(document)

    def show_plan(self, plan: Plan) -> None:
        """What stands in the way of each technique."""
        if self._panel is not None:
            planning = self._controller.planning
            self._panel.show_model(planning.model, planning.models)
            self._panel.show_problems(plan.of_techniques)

    def open_menu(self) -> None:
        """Brings the panel to the front and opens the menu of techniques."""
        dock = self._window.docks[NAME]
        dock.show()
        dock.raise_()
        button = self.panel.add_button
        button.setFocus()
        button.showMenu()

    def close(self) -> None:
        if self._panel is not None:
            self._panel.let_go()

    # Files ----------------------------------------------------------------------------------

    def _choose(self, title: str, then: Callable[[Path], object], *, filter: str) -> None:
        from desktop.dialogs import file_dialog

        file_dialog(self._window, title, self._window.files.folder, filter, then).open()

    def _choose_target(
        self, title: str, name: str, then: Callable[[Path], object], *, filter: str
    ) -> None:
        from core.presets import SUFFIX
        from desktop.dialogs import target_dialog

        folder = self._window.files.folder
        target_dialog(self._window, title, folder, name, filter, SUFFIX, then).open()
