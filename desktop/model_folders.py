"""The folders in which models are looked for, and what is found there shown in the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core import places
from desktop.hosting import service_maker
from widgets.words import tr

if TYPE_CHECKING:
    from core.models.info import ModelInfo
    from desktop.window import Window


def look_for_models(
    window: Window, then: Callable[[Sequence[ModelInfo]], object] = lambda _: None
) -> None:
    """Finds models in the background; `then` gets them when the window shows them."""
    folders = places.models(window.settings.models_folders)

    def work() -> list[ModelInfo]:
        from core.models.library import find_models

        return find_models(folders)

    def found(models: list[ModelInfo]) -> None:
        window.show_models(models)
        then(models)

    window.background.run(work, done=found, failed=window.tell)


def ask_for_model_folder(window: Window) -> None:
    """Asks for a folder with models and uses it from now on."""
    from desktop.dialogs import folder_dialog

    title = tr("Folder with Models")
    folder_dialog(window, title, lambda folder: use_model_folder(window, folder)).open()


def use_model_folder(window: Window, folder: Path) -> None:
    """Looks for models in one more folder, now and in future."""
    folders = dict.fromkeys((*window.settings.models_folders, str(folder)))
    set_model_folders(window, tuple(folders))


def set_model_folders(window: Window, folders: tuple[str, ...]) -> None:
    """Looks for models in these, besides the usual ones, now and in future."""
    window.settings = replace(window.settings, models_folders=folders)
    window.controller.replace_service(service_maker(window.settings))
    look_for_models(window)
