"""Every action with its keys and what it does; the keys can be changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.settings import SHORTCUT_PROFILES
from desktop.actions import ACTIONS, OWN_KEYS
from desktop.shortcuts import Shortcuts
from widgets.screen_room import open_at
from widgets.words import plain, tr

_ID = Qt.ItemDataRole.UserRole
_NATIVE = QKeySequence.SequenceFormat.NativeText
_BY_ID = {action.id: action for action in ACTIONS}


class ShortcutsDialog(QDialog):
    """Typing filters; the row that is chosen can be given other keys below."""

    def __init__(
        self,
        parent: QWidget,
        shortcuts: Shortcuts,
        changed: Callable[[Shortcuts], object],
        held: Sequence[tuple[str, str, str]],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_at(self, 900, 680)
        self._shortcuts, self._changed = shortcuts, changed
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Type to search for an action or its keys"))
        self.filter.setAccessibleName(tr("Search for an action"))
        self.filter.setClearButtonEnabled(True)
        self.profile = QComboBox()
        for value, title in SHORTCUT_PROFILES.items():
            self.profile.addItem(title, value)
        self.profile.setCurrentIndex(self.profile.findData(shortcuts.profile))
        profile = QLabel(tr("&Keys as in"))
        profile.setBuddy(self.profile)
        self.tree = self._made_tree(held)
        self.field = QKeySequenceEdit()
        self.field.setAccessibleName(tr("New keys of the chosen action"))
        self.field.setMaximumSequenceLength(1)
        self.field.setClearButtonEnabled(True)
        self.field.setMinimumWidth(170)
        self.name, self.note = QLabel(), QLabel()
        self.note.setObjectName("hint")
        self.set = _button(tr("&Set"), tr("Gives the action these keys alone"))
        self.add = _button(tr("&Add"), tr("Gives the action these keys as well"))
        self.clear = _button(tr("&Remove"), tr("Takes all keys from the action"))
        self.back = _button(tr("Rese&t"), tr("Gives the action the keys of the profile again"))
        self.all_back = _button(
            tr("Reset A&ll"), tr("Takes back all changes to the keys of the profile")
        )
        self._lay_out(profile)
        self.filter.textChanged.connect(self._filter)
        self.profile.activated.connect(self._choose_profile)
        self.tree.currentItemChanged.connect(lambda *_: self._show_chosen())
        self.field.keySequenceChanged.connect(lambda _: self._show_note())
        self.set.clicked.connect(lambda: self._give([self._typed]))
        self.add.clicked.connect(lambda: self._give([*self._keys(self._chosen), self._typed]))
        self.clear.clicked.connect(lambda: self._give([]))
        self.back.clicked.connect(lambda: self._take(self._shortcuts.reset(self._chosen, OWN_KEYS)))
        self.all_back.clicked.connect(lambda: self._take(Shortcuts(self._shortcuts.profile)))
        self._show_keys()
        self._show_chosen()

    def _made_tree(self, held: Sequence[tuple[str, str, str]]) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setHeaderLabels([tr("Action"), tr("Keys"), tr("What it does")])
        tree.setAccessibleName(tr("Actions and their keys"))
        tree.setRootIsDecorated(False)
        tree.setIndentation(10)
        tree.setObjectName("shortcuts")
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        tree.header().setStretchLastSection(True)
        rows = [
            (plain(tr(action.menu)), (action.plain_text, "", action.shown_help), action.id)
            for action in ACTIONS
        ]
        rows += [(tr("While held"), row, "") for row in held]
        groups: dict[str, QTreeWidgetItem] = {}
        for group, texts, id in rows:
            if group not in groups:
                groups[group] = QTreeWidgetItem(tree, [group])
                font = groups[group].font(0)
                font.setBold(True)
                groups[group].setFont(0, font)
                groups[group].setFirstColumnSpanned(True)
                groups[group].setFlags(Qt.ItemFlag.ItemIsEnabled)
            QTreeWidgetItem(groups[group], list(texts)).setData(0, _ID, id)
        self._groups = tuple(groups.values())
        tree.expandAll()
        return tree

    def _lay_out(self, profile: QLabel) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.filter, 1)
        top.addSpacing(8)
        for widget in (profile, self.profile, self.all_back):
            top.addWidget(widget)
        bottom.addWidget(self.name)
        bottom.addStretch()
        for part in (self.field, self.set, self.add, self.clear, self.back):
            bottom.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.tree)
        layout.addLayout(bottom)
        layout.addWidget(self.note)

    # What is shown ---------------------------------------------------------------------------

    @property
    def _items(self) -> list[QTreeWidgetItem]:
        return [item for group in self._groups for item in _rows_of(group)]

    @property
    def _chosen(self) -> str:
        """The id of the chosen action; empty: none, or something that is held."""
        item = self.tree.currentItem()
        return "" if item is None else item.data(0, _ID) or ""

    @property
    def _typed(self) -> str:
        return self.field.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    def choose(self, id: str) -> None:
        """Chooses the row of an action."""
        self.tree.setCurrentItem(next(item for item in self._items if item.data(0, _ID) == id))

    def _keys(self, id: str) -> tuple[str, ...]:
        return self._shortcuts.keys(OWN_KEYS).get(id, ())

    def _show_keys(self) -> None:
        keys = self._shortcuts.keys(OWN_KEYS)
        for item in self._items:
            id = item.data(0, _ID)
            if id:
                shown = (QKeySequence(one).toString(_NATIVE) for one in keys[id])
                item.setText(1, tr("  or  ").join(shown))
                font = item.font(1)
                font.setBold(id in self._shortcuts.changed)
                item.setFont(1, font)
        self.all_back.setEnabled(bool(self._shortcuts.changed))

    def _show_chosen(self) -> None:
        self.field.clear()
        action = _BY_ID.get(self._chosen)
        choose = tr("Choose an action to change its keys")
        self.name.setText(choose if action is None else action.plain_text)
        self._show_note()

    def _show_note(self) -> None:
        id, typed = self._chosen, self._typed
        owner = self._shortcuts.owner(typed, OWN_KEYS) if typed else None
        self.field.setEnabled(bool(id))
        self.set.setEnabled(bool(id and typed))
        self.add.setEnabled(bool(id and typed and typed not in self._keys(id)))
        self.clear.setEnabled(bool(self._keys(id)))
        self.back.setEnabled(id in self._shortcuts.changed)
        if owner is not None and owner != id:
            shown = QKeySequence(typed).toString(_NATIVE)
            self.note.setText(
                tr(
                    "{keys} belongs to “{action}”, which will lose it.",
                    keys=shown,
                    action=_BY_ID[owner].plain_text,
                )
            )
        else:
            self.note.setText(tr("Click into the field and press the new keys.") if id else " ")

    # What is changed -------------------------------------------------------------------------

    def _give(self, keys: Sequence[str]) -> None:
        self._take(self._shortcuts.given(self._chosen, keys, OWN_KEYS))

    def _choose_profile(self) -> None:
        self._take(Shortcuts(self.profile.currentData(), self._shortcuts.changed))

    def _take(self, shortcuts: Shortcuts) -> None:
        self._shortcuts = shortcuts
        self._changed(shortcuts)
        self._show_keys()
        self._show_chosen()

    def _filter(self, text: str) -> None:
        wanted = text.casefold().strip()
        for group in self._groups:
            shown = 0
            for item in _rows_of(group):
                words = " ".join(item.text(column) for column in range(3)).casefold()
                item.setHidden(wanted not in words)
                shown += wanted in words
            group.setHidden(not shown)


def _rows_of(group: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    rows = (group.child(row) for row in range(group.childCount()))
    return [row for row in rows if row is not None]


def _button(text: str, help: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(help)
    button.setAutoDefault(False)
    return button
