"""The strip over the canvas of a picture that grows: it can be paused, and then steered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from widgets.icons import icon
from widgets.number_box import NumberBox
from widgets.words import tr

_MARGIN = 12
_PICTURE = 36
"""Width of a button without words."""
QWIDGETSIZE_MAX = (1 << 24) - 1
"""Qt's own name for no limit, which PySide does not have."""
_BRANCHES, _MOST_BRANCHES = 4, 16
LARGER = "It is being made larger, and goes on where it is."
WHAT = "Paint on it, or change words, guidance, strength, techniques or mask; then go on."


class SteerStrip(QFrame):
    """Lies over the lower edge of `parent`: one button while a picture grows, all of them while it
    is paused. In the middle, unless less of the picture is hidden in a corner."""

    paused = Signal()
    paint_toggled = Signal(bool)
    branched = Signal(int)
    gone_on = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget, picture: Callable[[], QRect] = QRect) -> None:
        """`picture`: where it is seen, in the coordinates of `parent`."""
        super().__init__(parent)
        self._over, self._picture = parent, picture
        self.setObjectName("banner")
        self.setAccessibleName(tr("The picture that is being made"))
        self._heading = QLabel()
        self._heading.setObjectName("heading")
        self._what = QLabel(tr(WHAT))
        self._what.setObjectName("hint")
        self.pause_button = _button("pause", tr("Pause"))
        self.paint_button = _button("brush", tr("Paint on it"))
        self.paint_button.setCheckable(True)
        self.branch_button = _button("duplicate", tr("Branch"))
        self.count = NumberBox()
        self.count.setRange(1, _MOST_BRANCHES)
        self.count.setValue(_BRANCHES)
        self.count.setAccessibleName(tr("How many branches"))
        self.go_button = _button("go-on", tr("Go on"))
        self.go_button.setObjectName("go_on")
        self.cancel_button = _button("cancel", tr("Cancel"))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._heading)
        words.addWidget(self._what)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for widget in (
            self.pause_button, self.paint_button, self.branch_button, self.count, self.go_button,
            self.cancel_button,
        ):  # fmt: skip
            buttons.addWidget(widget)
        buttons.addStretch()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(10, 6, 10, 8)
        self._rows.setSpacing(5)
        self._rows.addLayout(words)
        self._rows.addLayout(buttons)
        self._steers = True
        self._paused = (self._heading, self._what, self.paint_button, self.branch_button,
                        self.count, self.go_button, self.cancel_button)  # fmt: skip
        self.pause_button.clicked.connect(self.paused)
        self.paint_button.toggled.connect(self.paint_toggled)
        self.branch_button.clicked.connect(lambda: self.branched.emit(self.count.value()))
        self.go_button.clicked.connect(self.gone_on)
        self.cancel_button.clicked.connect(self.cancelled)
        parent.installEventFilter(self)
        self.hide()

    def set_keys(self, pause: str, branch: str) -> None:
        """Says the keys of what the buttons do; empty where there are none."""
        tips = {
            self.pause_button: (
                tr("Stops after the step that is being made, so that you can steer it"),
                pause,
            ),
            self.paint_button: (
                tr(
                    "Paints over the picture so far, on a layer of its own. The later it was "
                    "paused, the more of your paint stays as it is"
                ),
                "",
            ),
            self.branch_button: (
                tr("Makes so many pictures that share what there is, and differ in the rest"),
                branch,
            ),
            self.go_button: (tr("Goes on from here with what you changed"), pause),
            self.cancel_button: (tr("Gives this picture up"), ""),
        }
        for button, (text, keys) in tips.items():
            button.setToolTip(f"{text} ({keys})" if keys else text)

    def show_growing(self) -> None:
        """A picture grows, and can be paused."""
        self._show(paused=False)

    def show_paused(
        self,
        text: str,
        *,
        batch: int = 1,
        can_steer: bool = True,
        can_branch: bool,
        busy: bool = False,
    ) -> None:
        """It is paused: `text` says where. A branch is of `batch` pictures, as it is. `busy` while
        what is to follow is being found out. What cannot be steered only goes on, or is
        cancelled."""
        self._heading.setText(text)
        self._what.setText(tr(WHAT) if can_steer else tr(LARGER))
        self._steers = can_steer
        suffix = f" × {batch}" if batch > 1 else ""
        if suffix != self.count.suffix() or not self.is_paused:
            self.count.setSuffix(suffix)
            self.count.setValue(_BRANCHES if batch == 1 else 1)
        self.branch_button.setEnabled(can_branch and not busy)
        self.count.setEnabled(can_branch and not busy)
        for button in (self.paint_button, self.go_button, self.cancel_button):
            button.setEnabled(not busy)
        self._show(paused=True)

    def show_painting(self, on: bool) -> None:
        """Whether there is a layer on which is painted, without telling anybody."""
        self.paint_button.blockSignals(True)
        self.paint_button.setChecked(on)
        self.paint_button.blockSignals(False)

    @property
    def is_paused(self) -> bool:
        """Whether it says what can be done with a paused picture."""
        return not self.isHidden() and not self.go_button.isHidden()

    @property
    def text(self) -> str:
        """What it says; empty when it is not shown, or has only its button."""
        return self._heading.text() if self.is_paused else ""

    def _show(self, *, paused: bool) -> None:
        for widget in self._paused:
            widget.setVisible(paused)
        for widget in (self.paint_button, self.branch_button, self.count):
            widget.setVisible(paused and self._steers)
        self.pause_button.setVisible(not paused)
        self._rows.activate()
        self.adjustSize()
        self.show()
        self._place()
        self.raise_()

    def _place(self) -> None:
        room = self._over.width() - 2 * _MARGIN
        self._say(all_of_it=True)
        if self.sizeHint().width() > room:
            self._say(all_of_it=False)
        size = self.sizeHint().boundedTo(self._over.size() - QSize(2 * _MARGIN, 2 * _MARGIN))
        right, low = self._over.width() - size.width(), self._over.height() - size.height()
        across = (right // 2, _MARGIN, right - _MARGIN)
        places = [QRect(QPoint(x, low - _MARGIN), size) for x in across]
        self.setGeometry(min(places, key=partial(_shared, self._picture())))

    def _say(self, *, all_of_it: bool) -> None:
        """Where there is no room for all of it, buttons that have a picture go without words."""
        self._what.setVisible(all_of_it and not self._heading.isHidden())
        for button in (self.paint_button, self.branch_button, self.cancel_button):
            button.setText(button.accessibleName() if all_of_it else "")
            button.setMaximumWidth(QWIDGETSIZE_MAX if all_of_it else _PICTURE)
        self.go_button.setMinimumWidth(self.go_button.sizeHint().width())
        self._rows.invalidate()
        self._rows.activate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False


def _shared(one: QRect, other: QRect) -> int:
    """Pixels that both cover."""
    both = one.intersected(other)
    return max(0, both.width()) * max(0, both.height())


def _button(picture: str, text: str) -> QPushButton:
    button = QPushButton(icon(picture), text)
    button.setAccessibleName(text)
    button.setIconSize(QSize(16, 16))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
