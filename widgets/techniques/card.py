"""One technique in the panel: its heading, what stands in its way, and its form."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.document.drafts import Draft
from core.techniques.declare import Technique
from widgets.buttons import icon_button
from widgets.icons import IconLabel, icon, toggle_icon
from widgets.techniques.form import Form
from widgets.techniques.surroundings import Surroundings
from widgets.words import told, tr


class TechniqueCard(QFrame):
    """`edited(name, value)` for a field, `switched(on)`, and what its menu offers."""

    edited = Signal(str, object)
    switched = Signal(bool)
    moved = Signal(int)
    reset = Signal()
    removed = Signal()

    def __init__(
        self, draft: Draft, kind: type[Technique] | None, surroundings: Surroundings
    ) -> None:
        super().__init__()
        self.setObjectName("card")
        self.key = draft.key
        self.title = draft.id if kind is None else tr(kind.declaration.title)
        self.switch = QCheckBox()
        self.switch.setAccessibleName(told(f"Use {self.title}"))
        self.switch.setToolTip(tr("On or off; what is set stays either way"))
        self.heading = self._made_heading("" if kind is None else tr(kind.declaration.help))
        self.menu_button = icon_button(
            "more", tr("Move or reset"), name=tr("More for {title}", title=self.title), side=14
        )
        self.remove_button = icon_button(
            "close",
            tr("Removes the technique"),
            name=tr("Remove {title}", title=self.title),
            side=14,
        )
        self._make_menu()
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(2)
        top.addWidget(self.switch)
        top.addSpacing(4)
        top.addWidget(self.heading, 1)
        top.addWidget(self.menu_button)
        top.addWidget(self.remove_button)
        self._problem, self._problem_row = _told_line("warning")
        self._lack, self._lack_row = _told_line("info")
        self.form = None if kind is None else Form(kind, surroundings)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(7, 3, 5, 7)
        layout.setSpacing(5)
        layout.addLayout(top)
        layout.addWidget(self._problem_row)
        if self.form is not None:
            layout.addWidget(self.form)
            self.form.edited.connect(self.edited)
            self.heading.toggled.connect(self.form.setVisible)
            self.heading.toggled.connect(lambda _: self._show_lack())
        layout.addWidget(self._lack_row)
        self.switch.clicked.connect(self.switched)
        self.remove_button.clicked.connect(self.removed)
        self.show_draft(draft)

    def _made_heading(self, help: str) -> QToolButton:
        heading = QToolButton()
        heading.setObjectName("section")
        heading.setText(self.title)
        heading.setIcon(toggle_icon("chevron-down", "chevron-right"))
        heading.setIconSize(QSize(14, 14))
        heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        heading.setCheckable(True)
        heading.setChecked(True)
        heading.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        heading.setAccessibleName(tr("{title} settings", title=self.title))
        heading.setToolTip(_wrapped(f"{self.title}\n\n{help}".strip()))
        return heading

    def _make_menu(self) -> None:
        menu = QMenu(self)
        self.up = menu.addAction(icon("up"), tr("Move &Up"))
        self.down = menu.addAction(icon("down"), tr("Move &Down"))
        menu.addSeparator()
        self.back = menu.addAction(icon("undo"), tr("&Reset"))
        self.up.triggered.connect(lambda: self.moved.emit(-1))
        self.down.triggered.connect(lambda: self.moved.emit(1))
        self.back.triggered.connect(lambda: self.reset.emit())
        self._key(self.up, "Alt+Up")
        self._key(self.down, "Alt+Down")
        remove = QAction(self)
        remove.triggered.connect(lambda: self.removed.emit())
        remove.setShortcut(Qt.Key.Key_Delete)
        remove.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.heading.addAction(remove)
        self.menu_button.setMenu(menu)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def add_menu(self, menu: QMenu) -> None:
        """Offers a menu of the technique's own before what every card has."""
        own = self.menu_button.menu()
        own.insertMenu(self.up, menu)
        own.insertSeparator(self.up)

    def _key(self, action: QAction, keys: str) -> None:
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(action)

    def show_draft(self, draft: Draft) -> None:
        """Shows what the draft says, without telling anybody."""
        self.switch.setChecked(draft.on)
        self.heading.setProperty("off", not draft.on)
        self.heading.style().unpolish(self.heading)
        self.heading.style().polish(self.heading)
        self.back.setEnabled(self.form is not None)
        if self.form is not None:
            self.form.show_values(draft.values)

    def show_place(self, place: int, count: int) -> None:
        """Where in the list it is: the first cannot move up."""
        self.up.setEnabled(place > 0)
        self.down.setEnabled(place < count - 1)

    def show_problem(self, text: str) -> None:
        """Why it cannot run now; empty when it can."""
        self._problem.setText(told(text))
        self._problem_row.setVisible(bool(text))

    def show_lack(self, text: str) -> None:
        """What it does without, below its form; empty when it has all that it can use."""
        text = told(text)
        self._lack.setToolTip(_wrapped(text))
        # Paths are longer than the panel is wide: they may be broken at their slashes.
        self._lack.setText(text.replace("/", "/\u200b").replace("\\", "\\\u200b"))
        self._show_lack()

    def _show_lack(self) -> None:
        self._lack_row.setVisible(bool(self._lack.text()) and self.is_open)

    @property
    def lack(self) -> str:
        return self._lack.text().replace("\u200b", "")

    @property
    def problem(self) -> str:
        return self._problem.text()

    @property
    def is_open(self) -> bool:
        return self.heading.isChecked()


def _told_line(sign: str) -> tuple[QLabel, QWidget]:
    whole = QWidget()
    whole.setObjectName("column")
    picture = IconLabel(sign, 14)
    text = QLabel()
    text.setObjectName("hint")
    text.setWordWrap(True)
    layout = QHBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    layout.addWidget(text, 1)
    whole.hide()
    return text, whole


def _wrapped(text: str) -> str:
    """Qt breaks the lines of a tooltip only when it is rich text."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n\n", "<br><br>")
    return f"<p>{escaped}</p>"
