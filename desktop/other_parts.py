"""What fits the model in use: the autoencoders, text encoders and refiners that are offered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.document.commands import SetSettings
from widgets.words import tr

if TYPE_CHECKING:
    from pathlib import Path

    from core.models.stand_ins import StandIn
    from desktop.controller import Controller
    from desktop.window import Window
    from widgets.parts_panel import PartChoices, PartsPanel


class PartsOffered(QObject):
    """Belongs to a window, and serves the parts panel of its generate panel."""

    def __init__(self, window: Window, controller: Controller, panel: PartsPanel) -> None:
        super().__init__(window)
        self._window, self._controller, self._panel = window, controller, panel
        self._looked_for: object = None

    def look(self) -> None:
        """Looks for what fits the model, in the background; once for each model and each list of
        models that was found."""
        planning = self._controller.planning
        info, models = planning.model, list(planning.models)
        wanted = None if info is None else (info.id, info.path, tuple(one.path for one in models))
        if info is None or wanted == self._looked_for:
            return
        self._looked_for = wanted
        dirs = self._controller.folders()

        def work() -> PartChoices:
            from core.models import stand_ins
            from core.models.families import sdxl
            from core.models.library import refiners
            from core.other_parts import NETWORKS
            from widgets.parts_panel import PartChoices

            found = stand_ins.find(dirs)
            networks = {
                part: tuple((one.id, one.title) for one in stand_ins.fitting(found, part, info))
                for part in NETWORKS
            }
            beside = refiners(models) if info.family == sdxl.FAMILY else []
            offered = tuple((one.id, one.title) for one in beside)
            return PartChoices(networks, offered, info.prediction_type == "flow")

        def done(choices: PartChoices) -> None:
            if wanted == self._looked_for:
                self._panel.show_choices(choices)

        self._window.background.run(work, done=done, failed=self._window.tell)

    def use_vae(self, path: Path) -> None:
        """Decodes with the autoencoder that lies there from now on, if it fits the model."""
        window, info, dirs = (
            self._window,
            self._controller.planning.model,
            self._controller.folders(),
        )
        document = window.document
        if info is None:
            return

        def work() -> StandIn:
            from core.models import stand_ins

            return stand_ins.chosen(stand_ins.find(dirs), "vae", str(path), info)

        def done(one: StandIn) -> None:
            if document is window.document:
                parts = replace(document.settings.parts, vae=one.id)
                window.edit.perform(SetSettings(parts=parts))
                window.say(tr("{title} is in use{told}", title=one.title, told=""))

        window.background.run(work, done=done, failed=window.tell)
