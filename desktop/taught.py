"""What a training has made comes into use in the picture: as technique, words or model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

from core.document.commands import SetSettings
from core.document.drafts import Draft
from core.errors import UserError
from core.models.info import ModelInfo
from core.training.declare import Plan
from desktop.learned import drafts_of, moved, use_of
from desktop.model_folders import look_for_models
from widgets.banner import Tone
from widgets.training.lesson import Lesson
from widgets.words import told, tr

if TYPE_CHECKING:
    from desktop.window import Window
    from widgets.training.teach_window import TeachWindow

_TECHNIQUES = {"controlnet": "controlnet", "t2i-adapter": "t2i_adapter"}
"""What a training adds to a model → the technique that follows maps with it."""


def is_a_model(plan: Plan) -> bool:
    """Whether a training makes something that is found among the models, not the learned files."""
    return plan.adds in ("", *_TECHNIQUES)


def follow(window: Window, folder: Path, made: Path) -> None:
    """Techniques that use what lay in a training's folder use what came of it."""
    drafts = window.document.settings.techniques
    changed = tuple(moved(draft, folder, made) for draft in drafts)
    if changed != drafts:
        window.edit.perform(SetSettings(techniques=changed))


def use_files(window: Window, teach: TeachWindow, lesson: Lesson, files: Sequence[Path]) -> None:
    """Adds what was learned to the picture: as a technique and in the prompt, or as the model.
    What goes wrong is told in the Teach window."""
    plan, document, folder = lesson.plan, window.document, lesson.folder
    if plan is None or not files:
        return
    if plan.adds == "":
        _use_model(window, teach, files[0], plan)
        return

    def work() -> tuple[Draft, ...]:
        if (technique := _TECHNIQUES.get(plan.adds)) is not None:
            values = {"kind": getattr(plan, "map", ""), "model": str(files[0])}
            return (Draft(technique, values),)
        return drafts_of(files)

    def done(drafts: tuple[Draft, ...]) -> None:
        if document is not window.document:
            return
        settings = document.settings
        if window.edit.perform(use_of(settings, drafts, plan.taught(), instead_of=folder)):
            _come_back(window, told(f"“{lesson.title}” is in use."))

    def failed(error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        teach.tell(error)

    window.background.run(work, done=done, failed=failed)


def _use_model(window: Window, teach: TeachWindow, path: Path, plan: Plan) -> None:
    """Chooses a model that was made, once it is found."""

    def found(models: Sequence[ModelInfo]) -> None:
        info = next((one for one in models if one.path == path), None)
        if info is None:
            teach.tell(UserError(f"“{path.name}” was not found.", "Teach it again."))
            return
        words = use_of(window.document.settings, (), plan.taught())
        fields = dict(words.fields) | {"model": info.id}
        if window.edit.perform(SetSettings(**fields)):
            _come_back(window, told(f"“{info.title}” is the model that paints now."))

    look_for_models(window, then=found)


def _come_back(window: Window, text: str) -> None:
    """The window with the picture in front, the prompt to be written on."""
    window.raise_()
    window.activateWindow()
    prompt = window.generate_panel.prompt
    prompt.setFocus()
    prompt.moveCursor(QTextCursor.MoveOperation.End)
    window.banner.tell(text, tr("Undo takes it back."), Tone.INFO, seconds=6)
