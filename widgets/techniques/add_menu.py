"""The menu of all techniques: what each does, and why those that are grey cannot be added now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidgetAction

from core.document.drafts import Draft
from core.models.info import ModelInfo
from core.techniques import techniques
from core.techniques.declare import INPUTS, Declaration
from widgets.icons import icon
from widgets.tool_tips import paragraphs
from widgets.words import told, tr

GROUPS = {
    "Follow a picture": ("controlnet", "t2i_adapter", "depth2image", "reference"),
    "Change a picture": ("instruct_pix2pix", "diffedit", "pix2pix_zero", "ledits"),
    "Mind the words": (
        "attend_and_excite", "semantic_guidance", "prompt_weighting", "model_editing",
    ),
    "Raise the quality": (
        "self_attention_guidance", "perturbed_attention_guidance", "limited_guidance",
    ),
    "Paint what was taught": ("dreambooth", "textual_inversion", "custom_diffusion"),
    "Paint larger, or quicker": ("multidiffusion", "step_reuse", "token_merging"),
}  # fmt: skip
"""What artists want, and what does it. What is named nowhere stands last."""
_OTHERS = "Others"


class AddButton(QPushButton):
    """`chosen` carries the id of a technique. One that needs another model can be chosen where
    such a model is there (`instead`)."""

    chosen = Signal(str)

    def __init__(
        self,
        drafts: Callable[[], Sequence[Draft]],
        model: Callable[[], ModelInfo | None],
        models: Callable[[], Sequence[ModelInfo]],
    ) -> None:
        super().__init__(tr("Add technique"))
        self._drafts, self._model, self._models = drafts, model, models
        self.setIcon(icon("add"))
        self.setIconSize(QSize(14, 14))
        self.setToolTip(tr("Adds a technique that steers how the picture is made"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.techniques_menu = QMenu(self)
        self.techniques_menu.setToolTipsVisible(True)
        self.techniques_menu.setAccessibleName(tr("Techniques"))
        self.techniques_menu.aboutToShow.connect(self.fill)
        self.setMenu(self.techniques_menu)

    def fill(self) -> None:
        """Lists every technique under what it is for; grey ones say in a word why, and all of it
        on hover."""
        menu = self.techniques_menu
        menu.clear()
        there = techniques()
        named = {id for ids in GROUPS.values() for id in ids}
        groups = {**GROUPS, _OTHERS: tuple(id for id in there if id not in named)}
        for heading, ids in groups.items():
            shown = [there[id].declaration for id in ids if id in there]
            if shown:
                menu.addAction(_heading(tr(heading), menu))
            for about in shown:
                self._list(about)

    def _list(self, about: Declaration) -> None:
        short, reason = self.refusal(about)
        help = tr(about.help)
        if not reason and (other := self.instead(about)) is not None:
            short = tr("changes the model")
            help = tr("Paints with “{model}”, which is made for it.", model=other.title)
            help += "\n" + tr(about.help)
        title = tr(about.title).replace("&", "&&")
        action = self.techniques_menu.addAction(f"{title}\t{short}" if short else title)
        action.setData(about.id)
        action.setToolTip(paragraphs(reason or help))
        action.setStatusTip(reason or help.partition("\n")[0])
        action.setEnabled(not reason)
        action.triggered.connect(partial(self._chosen, about.id))

    def _chosen(self, id: str, checked: bool = False) -> None:
        self.chosen.emit(id)

    def instead(self, about: Declaration) -> ModelInfo | None:
        """A model that is made for a technique which the present one is not made for: one that is
        built on it, else of its family, else any. None: the present one will do, or none would, or
        what its whole family lacks is asked for: whoever chose that family is told so."""
        info = self._model()
        if info is None or info.problems or about.id in info.lacks or _suits(info, about):
            return None
        fit = [one for one in self._models() if not one.problems and _suits(one, about)]
        return min(
            fit,
            key=lambda one: (one.base != info.path, one.family != info.family),
            default=None,
        )

    def refusal(self, about: Declaration) -> tuple[str, str]:
        """In a few words and in full why a technique cannot be added; empty when it can."""
        info = self._model()
        if info is not None and not info.problems and self.instead(about) is None:
            if reason := info.lacks.get(about.id):
                return tr("other model"), told(reason)
            for need in about.needs:
                if need not in INPUTS and need not in info.can:
                    return (
                        tr("other model"),
                        told(
                            f"{about.title} needs a model made for it, and “{info.title}” is "
                            "not one."
                        ),
                    )
        for draft in self._drafts():
            kind = techniques().get(draft.id)
            if draft.on and kind is not None and (why := about.refuses(kind.declaration)):
                other = kind.declaration.title
                if other == about.title:
                    return tr("already there"), told(why)
                shown = tr(other)
                return (
                    tr("not with {other}", other=shown),
                    tr("It cannot be combined with {other}: {why}", other=shown, why=told(why)),
                )
        return "", ""


def _suits(info: ModelInfo, about: Declaration) -> bool:
    """Whether a model is one that a technique works with."""
    return about.id not in info.lacks and all(
        need in INPUTS or need in info.can for need in about.needs
    )


def _heading(text: str, menu: QMenu) -> QWidgetAction:
    """A line of a menu that only says what those below it are for; Qt's own are not drawn where
    a style sheet is in use."""
    label = QLabel(text)
    label.setObjectName("group")
    result = QWidgetAction(menu)
    result.setDefaultWidget(label)
    result.setEnabled(False)
    return result
