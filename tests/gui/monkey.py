"""A monkey at the window: presses, drags, types and chooses at random, the same for each seed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDockWidget,
    QFileDialog,
    QLineEdit,
    QMainWindow,
    QToolButton,
    QWidget,
)

from core.document.commands import ResizeCanvas, SetSettings
from core.files.export import Export
from core.geometry import Rect
from desktop.possible import can_generate, has_candidate
from desktop.window import Window
from tests.gui.painter import FlatPainter

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
MODIFIERS = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier,
)  # fmt: skip
KEYS = "[]xdqbe123456789m"
NAMED = (
    Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Backspace, Qt.Key.Key_Space, Qt.Key.Key_Tab,
    Qt.Key.Key_Delete, Qt.Key.Key_Left, Qt.Key.Key_Down,
)  # fmt: skip
LEAST, MOST = 64, 1200
"""Sides of the canvas, in pixels."""
LEFT_ALONE = {
    "quit": "it ends the program",
    "teach": "it opens a window of its own, which has tests of its own and takes seconds",
}
"""Actions that are not chosen, and why."""
WRITTEN = ("", "2, 3", "4-6", "x", "a cat", "고양이 (둘:1.2)", "0.5", "-7")
"""What is typed into fields."""
CLOSED = ("ModelsWindow",)
"""Windows in which nothing is pressed: it would ask for the network, and take models away."""
PROMPTS = (
    "a cat",
    "a (red:1.3) balloon",
    "fail",
    "",
    "a cat and\na dog {a|b}",
    "((((",
    "猫 고양이",
)


@dataclass
class Monkey:
    """One that does what `dice` say to a window; `done` tells what it did, for the one who looks
    for what went wrong, and `chosen` how often it has chosen each action.

    Its files are in `folder`; now and then `painter` holds its jobs back, so that there is time to
    pause and steer them.
    """

    window: Window
    dice: random.Random
    painter: FlatPainter
    folder: Path
    done: list[str] = field(default_factory=list)
    chosen: Counter[str] = field(default_factory=Counter)

    def act(self) -> None:
        """One thing."""
        kinds: list[tuple[float, Callable[[], str]]] = [
            (30, self._stroke), (8, self._click), (4, self._wheel), (25, self._action),
            (8, self._key), (7, self._layers), (5, self._control), (5, self._prompt),
            (4, self._generate), (4, self._undo), (2, self._leave_pressed), (2, self._panel),
            (1.5, self._file), (2, self._hold), (1, self._other_window),
        ]  # fmt: skip
        weights = [weight for weight, _ in kinds]
        (kind,) = self.dice.choices([kind for _, kind in kinds], weights)
        self.done.append(kind.__name__.strip("_"))
        said = kind()  # it may say more of itself meanwhile
        self.done[-1] += f" {said}"
        QApplication.processEvents()
        self.answer()
        self._keep_room()

    def _keep_room(self) -> None:
        """A canvas that was cropped to a few pixels, or grew to hundreds of megapixels, would leave
        little to be done, or little time to do it."""
        size = self.window.document.size
        if not all(LEAST <= side <= MOST for side in size):
            self.window.document.perform(ResizeCanvas(Rect(0, 0, 400, 300)))

    def answer(self) -> None:
        """Whatever was opened over the window is answered, one way or another."""
        for _ in range(20):
            popup = QApplication.activePopupWidget()
            if popup is not None:
                popup.close()
            dialogs = [
                one
                for one in QApplication.topLevelWidgets()
                if isinstance(one, QDialog) and one.isVisible()
            ]
            if popup is None and not dialogs:
                return
            for dialog in dialogs:
                self._answer(dialog)
            QApplication.processEvents()
        raise AssertionError(f"A dialog stays: {dialogs}")

    def _answer(self, dialog: QDialog) -> None:
        if isinstance(dialog, QFileDialog) or self.dice.random() < 0.4:
            self.done.append(f"  refused {dialog.windowTitle()}")
            dialog.reject()
            return
        for box in dialog.findChildren(QAbstractSpinBox):
            if self.dice.random() < 0.5:
                box.stepBy(self.dice.randint(-30, 30))
        for choices in dialog.findChildren(QComboBox):
            if self.dice.random() < 0.3 and choices.count():
                choices.setCurrentIndex(self.dice.randrange(choices.count()))
        for text in dialog.findChildren(QLineEdit):
            if self.dice.random() < 0.3 and not isinstance(text.parent(), QAbstractSpinBox):
                self._write(text)
        buttons = [
            button
            for box in dialog.findChildren(QDialogButtonBox)
            for button in box.buttons()
            if button.isEnabled()
        ]
        if not buttons:
            dialog.reject()
            return
        chosen = self.dice.choice(buttons)
        self.done.append(f"  chose {chosen.text()} in {dialog.windowTitle()}")
        chosen.click()

    # On the canvas

    def _place(self) -> QPointF:
        canvas = self.window.canvas
        return QPointF(
            self.dice.uniform(-20, canvas.width() + 20),
            self.dice.uniform(-20, canvas.height() + 20),
        )

    def _mouse(
        self,
        kind: QEvent.Type,
        at: QPointF,
        button: Qt.MouseButton,
        held: Qt.MouseButton,
        keys: Qt.KeyboardModifier,
    ) -> None:
        canvas = self.window.canvas
        there = QPointF(canvas.mapToGlobal(at))
        QApplication.sendEvent(canvas, QMouseEvent(kind, at, there, button, held, keys))

    def _stroke(self, *, leave: bool = False) -> str:
        keys, at = self.dice.choice(MODIFIERS), self._place()
        self._mouse(QEvent.Type.MouseButtonPress, at, LEFT, LEFT, keys)
        for _ in range(self.dice.randint(0, 6)):
            at = at + QPointF(self.dice.gauss(0, 40), self.dice.gauss(0, 40))
            self._mouse(QEvent.Type.MouseMove, at, NONE, LEFT, keys)
            if self.dice.random() < 0.2:
                QApplication.processEvents()
        if not leave:
            self._mouse(QEvent.Type.MouseButtonRelease, at, LEFT, NONE, keys)
        return f"with {self.window.canvas.tool}, {keys.name}"

    def _leave_pressed(self) -> str:
        """The button is not let go before something else is done."""
        return self._stroke(leave=True)

    def _click(self) -> str:
        at, keys = self._place(), self.dice.choice(MODIFIERS)
        twice = self.dice.random() < 0.3
        self._mouse(QEvent.Type.MouseButtonPress, at, LEFT, LEFT, keys)
        self._mouse(QEvent.Type.MouseButtonRelease, at, LEFT, NONE, keys)
        if twice:
            self._mouse(QEvent.Type.MouseButtonDblClick, at, LEFT, LEFT, keys)
            self._mouse(QEvent.Type.MouseButtonRelease, at, LEFT, NONE, keys)
        return f"with {self.window.canvas.tool}"

    def _wheel(self) -> str:
        at, canvas = self._place(), self.window.canvas
        turned = QPoint(0, self.dice.choice((-240, -120, 120, 240)))
        there, keys = QPointF(canvas.mapToGlobal(at)), self.dice.choice(MODIFIERS)
        event = QWheelEvent(
            at, there, QPoint(), turned, NONE, keys, Qt.ScrollPhase.NoScrollPhase, False
        )
        QApplication.sendEvent(canvas, event)
        if not 0.05 < canvas.zoom < 20:
            canvas.zoom_to_fit()
        return f"to {canvas.zoom:.2f}"

    # Elsewhere

    def _action(self) -> str:
        actions: list[tuple[str, QAction]] = [
            (action.id, made)
            for action, made in self.window.registry
            if made.isEnabled() and action.id not in LEFT_ALONE
        ]
        # What can be done only now and then has its turn as soon as it can.
        new = [one for one in actions if one[0] not in self.chosen]
        id, made = self.dice.choice(new if new and self.dice.random() < 0.3 else actions)
        self.done[-1] += f" {id}"
        self.chosen[id] += 1
        made.trigger()
        return ""

    def _key(self) -> str:
        where = self.dice.choice((self.window.canvas, QApplication.focusWidget()))
        if where is None or where.window() is not self.window:
            where = self.window.canvas
        if self.dice.random() < 0.5:
            key = self.dice.choice(KEYS)
            QTest.keyClick(where, key)
        else:
            named = self.dice.choice(NAMED)
            QTest.keyClick(where, named, self.dice.choice(MODIFIERS[:4]))
            key = named.name
        return key

    def _layers(self) -> str:
        view = self._some(QAbstractItemView, within=self.window.layers)
        if view is None:
            return "none"
        rect = view.viewport().rect()
        at = QPoint(self.dice.randint(0, max(1, rect.width() - 1)), self.dice.randint(0, 200))
        QTest.mouseClick(view.viewport(), LEFT, self.dice.choice(MODIFIERS[:4]), at)
        return f"at {at.x()}, {at.y()}"

    def _control(self) -> str:
        """Any control of any panel that is in sight."""
        kind = self.dice.choice(
            (QAbstractButton, QAbstractSpinBox, QComboBox, QAbstractSlider, QLineEdit)
        )
        widget = self._some(kind, within=self.window)
        if widget is None:
            return "none"
        self.done[-1] += (
            f" {type(widget).__name__} {widget.accessibleName() or widget.objectName()}"
        )
        if isinstance(widget, QAbstractButton):
            if widget.window() is self.window and not _opens_much(widget):
                widget.click()
        elif isinstance(widget, QAbstractSpinBox):
            widget.stepBy(self.dice.randint(-5, 5))
        elif isinstance(widget, QComboBox) and widget.count():
            widget.setCurrentIndex(self.dice.randrange(widget.count()))
        elif isinstance(widget, QAbstractSlider):
            widget.setValue(self.dice.randint(widget.minimum(), max(widget.maximum(), 0)))
        elif isinstance(widget, QLineEdit) and not widget.isReadOnly():
            self._write(widget)
            if widget.hasAcceptableInput():
                widget.editingFinished.emit()
        return ""

    def _write(self, field: QLineEdit) -> None:
        """Over what is there, if it takes that."""
        field.selectAll()
        field.insert(self.dice.choice(WRITTEN))

    def _panel(self) -> str:
        """Another panel comes to the front, or one is hidden and shown."""
        made = self.dice.choice(self.window.docks.toggle_actions())
        dock = made.parent()
        assert isinstance(dock, QDockWidget)
        if self.dice.random() < 0.3 or dock.isHidden():
            made.trigger()
        dock.raise_()
        return dock.objectName()

    def _file(self) -> str:
        """A project, a picture or a Photoshop file is written or read; the dialogs that ask for
        their names are refused."""
        files, name = self.window.files, self.dice.choice(("a.ora", "b.ora", "a.psd", "a.png"))
        path = self.folder / name
        kind = self.dice.choice(("write", "write", "open", "place"))
        if kind == "write" and path.suffix == ".ora":
            files.save_to(path)
        elif kind == "write":
            self.window.exports.export_to(path, Export(ending=path.suffix))
        elif path.exists():
            (files.open_path if kind == "open" else files.place_path)(path)
        return f"{kind} {name}"

    def _hold(self) -> str:
        """The painter stops before its last step, or goes on."""
        if self.painter.go.is_set() and self.dice.random() < 0.6:
            self.painter.go.clear()
            return "held"
        self.painter.go.set()
        return "goes on"

    def _other_window(self) -> str:
        """Something in a window of its own, a table of pictures for example; or it is closed."""
        others = [
            one
            for one in QApplication.topLevelWidgets()
            if one.windowType() == Qt.WindowType.Window
            and one.isVisible()
            and not isinstance(one, QDialog | QMainWindow)
        ]
        if not others:
            return "none"
        other = self.dice.choice(others)
        name = type(other).__name__
        button = self._some(QAbstractButton, within=other)
        if name in CLOSED or button is None or self.dice.random() < 0.3:
            other.close()
            return f"{name} closed"
        button.click()
        return f"{name} {button.text()}"

    def _some(self, kind: type, within: QWidget) -> QWidget | None:
        found = [one for one in within.findChildren(kind) if one.isVisible() and one.isEnabled()]
        return self.dice.choice(found) if found else None

    def _prompt(self) -> str:
        said = self.dice.choice(PROMPTS)
        self.window.edit.perform(SetSettings(prompt=said))
        return said

    def _generate(self) -> str:
        if can_generate(self.window):
            self.window.generate(front=self.dice.random() < 0.3)
        elif has_candidate(self.window):
            self.window.apply_candidate()
        return ""

    def _undo(self) -> str:
        times = self.dice.randint(1, 5)
        for _ in range(times):
            (self.window.edit.undo if self.dice.random() < 0.7 else self.window.edit.redo)()
        return str(times)


def _opens_much(button: QAbstractButton) -> bool:
    """Whether a button is one of the actions that are left alone, or opens a menu, which would wait
    for a hand that chooses."""
    if isinstance(button, QToolButton) and button.menu() is not None:
        return True
    action = getattr(button, "defaultAction", lambda: None)()
    return action is not None and action.objectName() in LEFT_ALONE
