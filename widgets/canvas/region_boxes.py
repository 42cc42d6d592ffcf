"""Regions over the canvas: their boxes and the prompts in them, readable over any picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from core.document.layers import RegionLayer
from core.geometry import Rect

from . import boxes
from .transform import ViewTransform

_LABEL_MARGIN = 5.0
_WIDEST = 320.0
_ROOMY = 96.0
NO_PROMPT = "No prompt yet"


def label_of(region: RegionLayer) -> str:
    """The prompt on one line, or that there is none."""
    return " ".join(region.prompt.split()) or NO_PROMPT


def place_of(region: RegionLayer) -> Rect | None:
    """The box that stands for a region: its own, or what surrounds its painted part."""
    if region.coverage is not None:
        bounds = region.coverage.bounds()
        return None if bounds.is_empty else bounds
    return region.box


def chip_of(box: QRectF, text: str, font: QFont) -> QRectF:
    """Where the label lies: inside the box's upper left corner, and within sight if it can be;
    below a box that is too small on screen to hold it."""
    if box.width() < _ROOMY or box.height() < _ROOMY / 2:
        return boxes.chip_rect(text, font, QPointF(box.left(), box.bottom() + 7), _WIDEST / 2)
    widest = min(_WIDEST, box.width() - 2 * _LABEL_MARGIN)
    corner = QPointF(
        min(max(box.left() + _LABEL_MARGIN, _LABEL_MARGIN), box.right() - _LABEL_MARGIN - 28),
        min(
            max(box.top() + _LABEL_MARGIN, _LABEL_MARGIN),
            box.bottom() - _LABEL_MARGIN - boxes.CHIP_HEIGHT,
        ),
    )
    return boxes.chip_rect(text, font, corner, widest)


def bounds_of(place: Rect, text: str, transform: ViewTransform, font: QFont) -> QRect:
    """Everything that drawing a region's box and label may touch (widget pixels)."""
    box = transform.rect_to_widget(place)
    chip = chip_of(box, text, font).toAlignedRect().adjusted(-2, -2, 2, 2)
    return boxes.reach_of(box).united(chip)


def paint_region(
    painter: QPainter,
    region: RegionLayer,
    place: Rect,
    transform: ViewTransform,
    *,
    active: bool,
    handles: bool,
) -> None:
    """A painted region has a dashed box: it only says where the label belongs."""
    box = transform.rect_to_widget(place)
    colour = QColor(*region.color)
    painted = region.coverage is not None
    boxes.paint_frame(painter, box, colour, width=2.0 if active else 1.5, dashed=painted)
    if handles and not painted:
        boxes.paint_handles(painter, box, colour)
    boxes.paint_chip(
        painter, chip_of(box, label_of(region), painter.font()), label_of(region), colour
    )


def region_at(
    regions: Sequence[RegionLayer], at: QPointF, transform: ViewTransform, font: QFont
) -> RegionLayer | None:
    """The topmost region whose label or frame lies under a place (widget pixels)."""
    for region in reversed(regions):
        place = place_of(region)
        if place is None:
            continue
        box = transform.rect_to_widget(place)
        if chip_of(box, label_of(region), font).contains(at):
            return region
        reach = boxes.REACH
        outside = box.adjusted(-reach, -reach, reach, reach)
        inside = box.adjusted(reach, reach, -reach, -reach)
        if outside.contains(at) and not inside.contains(at):
            return region
    return None
