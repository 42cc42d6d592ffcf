"""Asks which colours to select: picked from the canvas, shown as a mask while they are chosen."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QCursor, QImage, QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.arrays import Bytes
from core.document.colour_range import Colour, ColourRange, likeness, selected
from core.document.commands import SetSelection
from core.document.selection import Combine, Selection, combined
from core.document.state import Snapshot
from core.geometry import Rect
from widgets.background import Background
from widgets.canvas.finding import told
from widgets.canvas.view import CanvasView
from widgets.picture_toggle import picture_toggle
from widgets.value_slider import ValueSlider
from widgets.words import tr

_SETTLE = 60
"""Milliseconds without another choice after which its outcome is found."""
_SIDE = 260
"""The longer side of the mask that is shown, in pixels."""


class ColourRangeDialog(QDialog):
    """A click on the canvas takes a colour; Shift adds one, Alt takes one away. What is chosen is
    found in the background, and shown on the canvas by its outline. OK makes it one step."""

    def __init__(self, parent: QWidget, canvas: CanvasView) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Colour Range"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._canvas = canvas
        self._document = canvas.document
        self._snapshot = canvas.document.snapshot()
        self._before = canvas.document.selection
        self._background = Background(self)
        self._small: Bytes | None = None
        self.range = ColourRange()
        self._found: tuple[ColourRange, Selection] | None = None
        self._finding = self._accepted = self._over = False
        self._make()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._find)
        self.finished.connect(self._end)
        canvas.installEventFilter(self)
        self.adjustSize()
        # In the canvas's corner: what it is about should stay in sight.
        self.move(canvas.mapToGlobal(QPoint(canvas.width() - self.width() - 24, 40)))
        snapshot = self._snapshot
        self._background.run(lambda: _small(snapshot), done=self._show_small, failed=self._failed)

    def _make(self) -> None:
        self.pick = picture_toggle("eyedropper", tr("A click takes the colour under it"))
        self.add = picture_toggle("select-add", tr("A click adds the colour under it (Shift)"))
        self.take = picture_toggle("select-subtract", tr("A click takes a colour away (Alt)"))
        self.pick.setChecked(True)
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in (self.pick, self.add, self.take):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            group.addButton(button)
            row.addWidget(button)
        self._count = QLabel(tr("Click a colour in the picture."))
        self._count.setObjectName("hint")
        row.addSpacing(6)
        row.addWidget(self._count, 1)
        self.fuzziness = ValueSlider(
            tr("Fuzziness"), 0, 200, self.range.fuzziness, curve=2,
            help=tr("How different a colour may be and still be selected in part"),
        )  # fmt: skip
        self.fuzziness.picked.connect(lambda value: self._set(fuzziness=int(value)))
        self.preview = QLabel()
        self.preview.setFixedSize(_SIDE, _SIDE)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setAccessibleName(tr("What is selected, white"))
        self.preview.setStyleSheet("background: #101010;")
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._ok.setEnabled(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(10)
        layout.addLayout(row)
        layout.addWidget(self.fuzziness)
        layout.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.buttons)

    @property
    def _ok(self) -> QWidget:
        return self.buttons.button(QDialogButtonBox.StandardButton.Ok)

    # Choosing -------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press on the canvas is for the dialog; looking around there stays the canvas's."""
        if self._over or watched is not self._canvas:
            return False
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress:
                self.reject()
            event.accept()
            return True
        if not isinstance(event, QMouseEvent):
            return False
        left = Qt.MouseButton.LeftButton
        if event.type() == QEvent.Type.MouseMove and event.buttons() == Qt.MouseButton.NoButton:
            self._canvas.setCursor(QCursor(Qt.CursorShape.CrossCursor))
            return True
        if event.button() == left and event.type() == QEvent.Type.MouseButtonPress:
            self._pressed(event)
            return True
        return event.button() == left or event.buttons() == left

    def _pressed(self, event: QMouseEvent) -> None:
        canvas = self._canvas
        at = canvas.transform.to_canvas(canvas.turn.to_upright(event.position()))
        seen = canvas.colour_at(at)
        if seen is None:
            return
        colour = (seen.red(), seen.green(), seen.blue())
        keys = event.modifiers()
        if keys & Qt.KeyboardModifier.AltModifier:
            self.choose(colour, self.take)
        elif keys & Qt.KeyboardModifier.ShiftModifier:
            self.choose(colour, self.add)
        else:
            self.choose(colour)

    def choose(self, colour: Colour, way: QToolButton | None = None) -> None:
        """Takes, adds, or takes away a colour, as `way` or the button that is pressed says."""
        way = way or next(one for one in (self.pick, self.add, self.take) if one.isChecked())
        if way is self.take:
            self._set(taken=(*self.range.taken, colour))
        elif way is self.add:
            self._set(added=(*self.range.added, colour))
        else:
            self._set(added=(colour,), taken=())

    def _set(self, **changes: object) -> None:
        self.range = replace(self.range, **changes)  # type: ignore[arg-type]
        added, taken = len(self.range.added), len(self.range.taken)
        if added or taken:
            text = tr("Colours: {added}, taken away: {taken}", added=added, taken=taken)
            self._count.setText(text)
        self._ok.setEnabled(bool(added))
        self._show_mask()
        self._settle.start(_SETTLE)

    # Showing it -----------------------------------------------------------------------------

    def _show_small(self, small: Bytes) -> None:
        self._small = small
        self._show_mask()

    def _show_mask(self) -> None:
        if self._small is None:
            return
        mask = np.ascontiguousarray(likeness(self._small, self.range))
        height, width = mask.shape
        image = QImage(mask.data, width, height, width, QImage.Format.Format_Grayscale8)
        self.preview.setPixmap(QPixmap.fromImage(image))

    def _find(self) -> None:
        """Finds what is chosen now, one choice at a time."""
        if self._finding or not self.range.added:
            return
        snapshot, range = self._snapshot, self.range
        self._finding = True
        self._background.run(
            lambda: (range, selected(snapshot, range)), done=self._show, failed=self._failed
        )

    def _show(self, found: tuple[ColourRange, Selection]) -> None:
        if self._over:
            return
        self._found, self._finding = found, False
        self._canvas.show_trial(found[1])
        if found[0] != self.range:
            self._find()
        elif self._accepted:
            self.accept()

    def _failed(self, error: BaseException) -> None:
        if not self._over:
            self.reject()
        self._canvas.message.emit(told(error))

    # The end --------------------------------------------------------------------------------

    def accept(self) -> None:
        """Selects what is chosen; what is still being found is waited for."""
        if self._found is None or self._found[0] != self.range:
            self._accepted = True
            self._ok.setEnabled(False)
            self._find()
            return
        document, how = self._document, self._canvas.combine
        if document is self._canvas.document and document.size == self._snapshot.size:
            before = document.selection
            new = combined(before, self._found[1], how if before is not None else Combine.REPLACE)
            if new is not None or before is not None:
                document.perform(SetSelection(new, "Colour range"))
        super().accept()

    def _end(self) -> None:
        """The canvas is itself again; what is still being found has nobody to show it to."""
        self._over = True
        self._canvas.removeEventFilter(self)
        self._canvas.show_trial(None)


def _small(snapshot: Snapshot) -> Bytes:
    """The picture as it is seen, premultiplied RGBA, its longer side so many pixels as are shown;
    for any thread."""
    size = snapshot.size
    scale = min(1.0, _SIDE / max(size))
    wide, high = max(1, round(size.width * scale)), max(1, round(size.height * scale))
    rows = []
    for row in range(high):  # of a huge picture never more than one row's height at once
        top, bottom = row * size.height // high, max(1, (row + 1) * size.height // high)
        bottom = max(bottom, top + 1)
        strip = snapshot.composite(Rect(0, top, size.width, bottom - top))
        rows.append(cv2.resize(strip, (wide, 1), interpolation=cv2.INTER_AREA))
    return np.asarray(np.stack(rows), np.uint8).reshape(high, wide, 4)
