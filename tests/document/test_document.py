"""The document itself: which sizes it has, and how it begins."""

from __future__ import annotations

import numpy as np
import pytest

from core.document.commands import AddLayer, FillLayer
from core.document.document import Change, Document, Kind
from core.document.layers import RasterLayer
from core.errors import UserError
from core.geometry import Point, Rect, Size
from core.pixels.brush import Brush

SIZE = Size(300, 200)


@pytest.mark.parametrize("size", [(0, 5), (5, -1), (16_385, 1), (1, 10**9), (2.5, 3), (True, 3)])
def test_sizes_that_no_picture_can_have_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(UserError, match="cannot be") as refusal:
        Document(Size(*size))
    assert "16,384" in refusal.value.remedy


@pytest.mark.parametrize("size", [Size(1, 1), Size(16_384, 16_384), Size(1, 16_384)])
def test_documents_may_be_of_one_pixel_and_of_16384(size: Size) -> None:
    document = Document(size)
    document.perform(AddLayer(RasterLayer.empty(size)))
    corner = Rect(size.width - 1, size.height - 1, 1, 1)
    document.perform(FillLayer(document.layers[0].id, (1, 2, 3), rect=corner))
    assert document.composite(corner)[0, 0].tolist() == [1, 2, 3, 255]
    assert document.layers[0].bounds() == corner


def test_a_picture_becomes_a_document_that_shows_it() -> None:
    opaque = np.random.default_rng(1).integers(0, 256, (200, 300, 4), dtype=np.uint8)
    opaque[..., 3] = 255
    document = Document.of_picture(opaque, "Photo")
    assert np.array_equal(document.flatten(), opaque)
    assert [layer.name for layer in document.layers] == ["Photo"]
    assert document.active is document.layers[0]
    assert not document.modified and not document.can_undo


def test_activating_a_layer_tells_and_is_no_step() -> None:
    document = Document(SIZE, [RasterLayer.empty(SIZE, name) for name in "ab"])
    told: list[Change] = []
    document.changed.connect(told.append)
    document.activate(document.layers[0].id)
    document.activate(document.layers[0].id)
    assert [change.kinds for change in told] == [{Kind.ACTIVE}]
    assert not document.can_undo and not document.modified
    with pytest.raises(UserError):
        document.activate("nothing")
    document.activate(None)
    assert document.active is None


def test_the_stroke_that_is_being_painted_is_known() -> None:
    document = Document(SIZE, [RasterLayer.empty(SIZE)])
    stroke = document.begin_stroke(document.layers[0].id, Brush(), Point(5, 5))
    assert document.stroke is stroke
    document.finish_stroke()
    assert document.stroke is None


def test_a_save_that_ended_later_counts_for_the_moment_it_was_begun() -> None:
    document = Document(SIZE, [RasterLayer.empty(SIZE)])
    document.perform(FillLayer(document.layers[0].id, (1, 2, 3)))
    moment = document.moment
    document.perform(FillLayer(document.layers[0].id, (4, 5, 6)))
    document.mark_saved(moment)
    assert document.modified
    document.undo()
    assert document.moment == moment
