"""The style that is on, as a button whose menu switches styles, keeps, shares and deletes them."""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from core.document.settings import PaintSettings
from widgets.icons import icon
from widgets.words import told, tr

if TYPE_CHECKING:
    from core.styles import Style

NONE = "None"


class StyleButton(QPushButton):
    """`chosen` and `deleted` carry a Style, `chosen` None for none; the others ask for more.

    `wanted` says that the menu is about to show and its styles are to be put in.
    """

    wanted = Signal()
    chosen = Signal(object)
    deleted = Signal(object)
    save_wanted = Signal()
    import_wanted = Signal()
    export_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(NONE)
        self.setObjectName("strip")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name = ""
        self.styles_menu = QMenu(self)
        self.styles_menu.aboutToShow.connect(self.wanted)
        self.setMenu(self.styles_menu)
        self.show_settings(PaintSettings())

    def show_settings(self, settings: PaintSettings) -> None:
        """Which style is on."""
        self._name = settings.style
        self.setText((self._name or tr(NONE)).replace("&", "&&"))
        self.setAccessibleName(told(f"Style: {self._name or NONE}"))
        frame = told(f"\nAround the prompt: {settings.frame}") if settings.frame else ""
        avoid = told(f"\nTo avoid: {settings.negative_frame}") if settings.negative_frame else ""
        self.setToolTip(told(f"A model with the settings and words that suit it{frame}{avoid}"))

    def show_styles(self, styles: Sequence[Style], lacking: Container[str] = ()) -> None:
        """Fills the menu; styles whose models are not on this computer, `lacking`, stand apart."""
        menu = self.styles_menu
        menu.clear()
        group = QActionGroup(menu)
        self._offer(menu, group, tr(NONE), None)
        for own in (False, True):
            some = [one for one in styles if one.own is own and one.name not in lacking]
            if some:
                menu.addSeparator()
            for style in some:
                self._offer(menu, group, style.name, style)
        menu.addSeparator()
        if others := [one for one in styles if one.name in lacking]:
            submenu = menu.addMenu(tr("&For Other Models"))
            for style in others:
                self._offer(submenu, group, style.name, style)
            menu.addSeparator()
        menu.addAction(icon("save"), tr("&Save as Style…")).triggered.connect(
            lambda: self.save_wanted.emit()
        )
        delete = menu.addMenu(tr("&Delete"))
        own_ones = [one for one in styles if one.own]
        delete.setEnabled(bool(own_ones))
        for style in own_ones:
            delete.addAction(style.name.replace("&", "&&")).triggered.connect(
                partial(self._delete, style)
            )
        menu.addSeparator()
        menu.addAction(icon("open"), tr("&Import…")).triggered.connect(
            lambda: self.import_wanted.emit()
        )
        export = menu.addAction(icon("export"), tr("&Export…"))
        export.triggered.connect(lambda: self.export_wanted.emit())
        export.setEnabled(any(one.name == self._name for one in styles))

    def _offer(self, menu: QMenu, group: QActionGroup, name: str, style: Style | None) -> None:
        action = QAction(name.replace("&", "&&"), group)
        action.setCheckable(True)
        action.setChecked(name == (self._name or tr(NONE)))
        action.triggered.connect(lambda _=False: self.chosen.emit(style))
        menu.addAction(action)

    def _delete(self, style: Style, checked: bool = False) -> None:
        self.deleted.emit(style)
