"""The menu of control maps."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from core import places
from widgets.words import told, tr

if TYPE_CHECKING:
    from core.control.declare import Preprocessor
    from core.errors import UserError
    from desktop.window import Window


class MapsMenu(QMenu):
    """Every preprocessor. Those that lack something say so, and, when they are chosen, what it is
    and where to get it. Filled when it opens."""

    def __init__(self, window: Window) -> None:
        super().__init__(tr("&Control Map"), window)
        self._window = window
        self._missing: dict[str, UserError | None] = {}
        self.setToolTipsVisible(True)
        self.setAccessibleName(tr("Control maps"))
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Lists them as far as is known, and looks for the networks in the background."""
        from core.control import preprocessors

        self._list()
        dirs = places.models(self._window.settings.models_folders)
        kinds = {id: kind for id, kind in preprocessors().items() if kind.declaration.needs}

        def look() -> dict[str, UserError | None]:
            return {id: kind().missing(dirs) for id, kind in kinds.items()}

        self._window.background.run(look, done=self._looked, failed=self._window.tell)

    def _looked(self, missing: dict[str, UserError | None]) -> None:
        self._missing = missing
        self._say_what_is_missing()

    def _list(self) -> None:
        from core.control import preprocessors

        self.clear()
        networks = False
        for id, kind in preprocessors().items():
            about = kind.declaration
            if about.needs and not networks:
                networks = True
                self.addSeparator()
            action = self.addAction(tr(about.title))
            action.setData(id)
            action.triggered.connect(partial(self._chosen, kind))
        self._say_what_is_missing()

    def _say_what_is_missing(self) -> None:
        """Behind the title in a word, and on hover all of it."""
        from core.control import preprocessors
        from widgets.tool_tips import paragraphs

        for action in self.actions():
            kind = preprocessors().get(action.data() or "")
            if kind is None:
                continue
            about, error = kind.declaration, self._missing.get(kind.declaration.id)
            title = tr(about.title).replace("&", "&&")
            why = () if error is None else (told(error.cause), told(error.remedy))
            action.setText(title if error is None else tr("{title}	needs files", title=title))
            action.setToolTip(paragraphs(tr(about.help), *why))
            action.setStatusTip(
                tr("Adds a map of the picture as a layer: {title}", title=tr(about.title))
                if error is None
                else told(error.cause)
            )

    def _chosen(self, kind: type[Preprocessor], checked: bool = False) -> None:
        from desktop.control_maps import make_map

        make_map(self._window, kind())
