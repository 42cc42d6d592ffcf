"""The lines of the symmetry that strokes are painted with, and where they cross."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen

from core.geometry import Point, Size
from core.pixels.symmetry import Symmetry

from . import colours
from .transform import ViewTransform

_REACH = 5.0


class Mirrors:
    """What is drawn of a symmetry over the canvas."""

    def __init__(self) -> None:
        self.symmetry = Symmetry()
        self.placing = False
        """Whether the next press says where its centre lies."""

    def centre(self, canvas: Size) -> Point:
        return self.symmetry.centre or Point(canvas.width / 2, canvas.height / 2)

    def paint(
        self, painter: QPainter, canvas: Size, transform: ViewTransform, parts: Sequence[QRect]
    ) -> None:
        """What of it meets `parts` of the upright widget: dashes take long. A line that does is
        drawn as a whole, since where Qt has dashes of a slanted one begin depends on its length."""
        if not self.symmetry.on:
            return
        centre = transform.to_widget(*self.centre(canvas))
        far = float(canvas.width + canvas.height) * transform.scale + 4000
        lines = [
            line for line in self._lines() if any(_meets(centre, line, part) for part in parts)
        ]
        painter.save()
        corner = transform.to_widget(0, 0)
        size = QSizeF(canvas.width * transform.scale, canvas.height * transform.scale)
        painter.setClipRect(QRectF(corner, size), Qt.ClipOperation.IntersectClip)
        for colour, style in (
            (colours.SHADE, Qt.PenStyle.SolidLine),
            (colours.GUIDE, Qt.PenStyle.DashLine),
        ):
            painter.setPen(QPen(colour, 1.0, style))
            for line in lines:
                along = QPointF(math.cos(line) * far, math.sin(line) * far)
                painter.drawLine(centre, centre + along)
        painter.setClipping(False)
        painter.restore()
        reach = round(_REACH) + 3
        spot = QRect(centre.toPoint(), QSize(1, 1)).adjusted(-reach, -reach, reach, reach)
        if not any(spot.intersects(part) for part in parts):
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(colours.SHADE, 3), QPen(colours.GUIDE, 1.5)):
            painter.setPen(pen)
            painter.drawEllipse(centre, _REACH, _REACH)

    def _lines(self) -> list[float]:
        """Angles of the half lines that part what is repeated from each other."""
        shown = self.symmetry
        found = {round(360 * ray / shown.rays - 90, 3) % 360 for ray in range(shown.rays)}
        if shown.rays == 1:
            found = set()
        for on, angle in ((shown.across, 90.0), (shown.down, 0.0)):
            if on:
                turns = (360 * ray / shown.rays for ray in range(shown.rays))
                for turn in turns:
                    found |= {round(angle + turn, 3) % 360, round(angle + turn + 180, 3) % 360}
        return [math.radians(angle) for angle in sorted(found)]


def _meets(begin: QPointF, angle: float, part: QRect) -> bool:
    """Whether a half line, a pixel wide and smooth, may be seen in a part."""
    near, far = 0.0, math.inf
    for place, step, low, high in (
        (begin.x(), math.cos(angle), part.left() - 2, part.left() + part.width() + 2),
        (begin.y(), math.sin(angle), part.top() - 2, part.top() + part.height() + 2),
    ):
        if abs(step) < 1e-9:
            if not low <= place <= high:
                return False
            continue
        ends = sorted(((low - place) / step, (high - place) / step))
        near, far = max(near, ends[0]), min(far, ends[1])
    return near <= far
