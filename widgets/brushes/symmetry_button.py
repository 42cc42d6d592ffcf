"""A button of the options bar that says how strokes are mirrored, and what leads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from core.pixels.symmetry import Symmetry
from widgets.picture_toggle import picture_toggle
from widgets.words import tr

RAYS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24)


class SymmetryButton(QToolButton):
    """`edited` carries the new symmetry; `place_wanted` asks for its centre on the canvas."""

    edited = Signal(object)
    place_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        made = picture_toggle(
            "symmetry",
            tr("Symmetry: strokes are mirrored and repeated; assistants lead them"),
        )
        self.setIcon(made.icon())
        self.setIconSize(QSize(18, 18))
        self.setCheckable(True)
        self.setFocusPolicy(made.focusPolicy())
        self.setToolTip(made.toolTip())
        self.setAccessibleName(tr("Symmetry and assistants"))
        made.deleteLater()
        self._symmetry = Symmetry()
        menu = QMenu(self)
        self.across = menu.addAction(tr("Mirror &Left and Right"))
        self.down = menu.addAction(tr("Mirror &Top and Bottom"))
        rays = menu.addMenu(tr("Around the &Centre"))
        group = QActionGroup(rays)
        self.rays = {}
        for count in RAYS:
            action = rays.addAction(tr("Once") if count == 1 else tr("{count} times", count=count))
            action.setCheckable(True)
            action.triggered.connect(partial(self._edit, rays=count))
            group.addAction(action)
            self.rays[count] = action
        menu.addSeparator()
        self.place = menu.addAction(tr("&Place the Centre…"))
        self.middle = menu.addAction(tr("Centre in the &Middle"))
        menu.addSeparator()
        self.off = menu.addAction(tr("&Off"))
        for action in (self.across, self.down):
            action.setCheckable(True)
        self.across.triggered.connect(lambda on: self._edit(across=on))
        self.down.triggered.connect(lambda on: self._edit(down=on))
        self.place.triggered.connect(lambda: self.place_wanted.emit())
        self.middle.triggered.connect(lambda: self._edit(centre=None))
        self.off.triggered.connect(lambda: self.edited.emit(Symmetry(centre=self._symmetry.centre)))
        self._menu = menu
        self.clicked.connect(self._open)
        self.show_symmetry(self._symmetry)

    def add_leading(self, actions: Sequence[QAction]) -> None:
        """Offers what assistants of perspective do, too."""
        self._menu.addSeparator()
        self._menu.addActions(actions)

    def _open(self) -> None:
        self.setChecked(self._symmetry.on)  # a click opens the menu and changes nothing yet
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _edit(self, checked: bool = False, **changes: object) -> None:
        self.edited.emit(replace(self._symmetry, **changes))  # type: ignore[arg-type]

    def show_symmetry(self, symmetry: Symmetry) -> None:
        """Shows what is set without telling anybody."""
        self._symmetry = symmetry
        self.setChecked(symmetry.on)
        self.across.setChecked(symmetry.across)
        self.down.setChecked(symmetry.down)
        if symmetry.rays in self.rays:
            self.rays[symmetry.rays].setChecked(True)
        self.place.setEnabled(symmetry.on)
        self.middle.setEnabled(symmetry.centre is not None)
        self.off.setEnabled(symmetry.on)
