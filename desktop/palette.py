"""The command palette: every action found by a few letters, with its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QAction, QFontMetrics, QIcon, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from widgets import fuzzy
from widgets.look import colour
from widgets.words import plain, tr

if TYPE_CHECKING:
    from desktop.window import Window

_WIDTH, _ROW, _ROWS = 620, 32, 12
_OFF = 60.0
"""How far down what cannot be done now goes."""
_ENTRY, _PLACES = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _ROWS,
    Qt.Key.Key_PageUp: -_ROWS,
}


class Entry(NamedTuple):
    """One thing that can be done."""

    action: QAction
    name: str
    menu: str
    help: str

    @property
    def keys(self) -> str:
        return self.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def entries(window: Window) -> list[Entry]:
    """All actions of the menus, and showing or hiding each panel."""
    found = [
        Entry(made, plain(made.text()), plain(tr(action.menu)), action.shown_help)
        for action, made in window.registry
        if action.id != "palette"
    ]
    found += [
        Entry(
            made,
            tr("{name} Panel", name=_plain(made.text())),
            tr("View"),
            tr("Shows or hides the {name} panel", name=_plain(made.text())),
        )
        for made in window.docks.toggle_actions()
    ]
    return found


def _plain(text: str) -> str:
    return text.replace("&", "")


class Palette(QFrame):
    """A field to type in and what fits; Enter does it. With nothing typed, what was done last
    comes first."""

    def __init__(self, window: Window, recent: list[str]) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("palette")
        self.setAccessibleName(tr("Command palette"))
        self._entries, self._recent = entries(window), recent
        self._before: QWidget | None = None
        """What had the focus."""
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("What do you want to do?"))
        self.field.setAccessibleName(tr("Search for an action"))
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Actions that fit"))
        self.list.setItemDelegate(_Row(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.help = QLabel()
        self.help.setObjectName("hint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        for part in (self.field, self.list, self.help):
            layout.addWidget(part)
        self.list.setFixedHeight(_ROWS * _ROW + 2)
        self.setFixedWidth(_WIDTH)
        self.field.textChanged.connect(self._find)
        self.list.currentItemChanged.connect(lambda item, _: self._explain(item))
        self.list.itemClicked.connect(self._do)
        self._find("")

    def open(self) -> None:
        """Shows it near the top of the window, in its middle."""
        window = self.parentWidget()
        assert window is not None
        across = (window.width() - _WIDTH) // 2
        self._before = window.focusWidget()
        self.adjustSize()
        self.move(QPoint(max(0, across), 72))
        self.show()
        self.raise_()
        self.field.setFocus()

    @property
    def found(self) -> list[str]:
        """The names of what is listed, best first."""
        rows = (self.list.item(row) for row in range(self.list.count()))
        return [item.data(_ENTRY).name for item in rows]

    def _find(self, typed: str) -> None:
        fits = []
        for order, entry in enumerate(self._entries):
            fit = fuzzy.fit(typed, entry.name, f"{entry.menu} {entry.help} {entry.keys}")
            if fit is not None:
                late = self._recent.index(entry.name) if entry.name in self._recent else 99
                score = fit.score if typed.strip() else 0.0
                score -= 0.0 if entry.action.isEnabled() else _OFF
                fits.append((-score, late, order, entry, fit))
        self.list.clear()
        for *_, entry, fit in sorted(fits, key=lambda found: found[:3]):
            item = QListWidgetItem(entry.name)
            item.setData(_ENTRY, entry)
            item.setData(_PLACES, fit.places)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        if not fits:
            self.help.setText(tr("Nothing fits. Try fewer letters."))

    def _explain(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            entry: Entry = item.data(_ENTRY)
            off = "" if entry.action.isEnabled() else tr("Cannot be done now: ")
            text = f"{off}{entry.help}"
            room = _WIDTH - 24
            self.help.setText(
                QFontMetrics(self.help.font()).elidedText(text, Qt.TextElideMode.ElideRight, room)
            )

    def _do(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        entry: Entry = item.data(_ENTRY)
        if entry.action.isEnabled():
            if entry.name in self._recent:
                self._recent.remove(entry.name)
            self._recent.insert(0, entry.name)
            # Focus goes back first: the action may open something of its own.
            self._leave()
            entry.action.trigger()

    def _leave(self) -> None:
        """Gives the focus back before it is gone, or Qt would hand it on as Tab does."""
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.close()
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            # Escape and Enter mean other things in the window.
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _STEPS and self.list.count():
                row = self.list.currentRow() + _STEPS[key]
                if abs(_STEPS[key]) == 1:
                    row %= self.list.count()
                self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
                return True
            if key == Qt.Key.Key_Escape:
                self._leave()
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._do(self.list.currentItem())
                return True
        return False


class _Row(QStyledItemDelegate):
    """Icon, name with the letters that fit, menu; the keys at the right."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(100, _ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry: Entry = index.data(_ENTRY)
        rect: QRect = option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colour("selection"))
        on = entry.action.isEnabled()
        mode = QIcon.Mode.Normal if on else QIcon.Mode.Disabled
        entry.action.icon().paint(painter, QRect(rect.x() + 8, rect.y() + 7, 18, 18), mode=mode)
        text = rect.adjusted(36, 0, -12, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(colour("dim" if on else "faint"))
        painter.drawText(text, middle | Qt.AlignmentFlag.AlignRight, entry.keys)
        metrics = painter.fontMetrics()
        places: frozenset[int] = index.data(_PLACES)
        for start, end in _runs(entry.name, places):
            lit = start in places
            painter.setPen(colour("accent_text" if lit and on else "text" if on else "faint"))
            piece = entry.name[start:end]
            painter.drawText(text, middle | Qt.AlignmentFlag.AlignLeft, piece)
            text.setLeft(text.left() + metrics.horizontalAdvance(piece))
        painter.setPen(colour("faint_text" if on else "faint"))
        painter.drawText(
            text.adjusted(12, 0, 0, 0), middle | Qt.AlignmentFlag.AlignLeft, entry.menu
        )
        painter.restore()


def _runs(name: str, places: frozenset[int]) -> list[tuple[int, int]]:
    """The name in pieces whose letters all fit, or all do not."""
    cuts = [at for at in range(1, len(name)) if (at in places) != (at - 1 in places)]
    return list(zip([0, *cuts], [*cuts, len(name)], strict=True))
