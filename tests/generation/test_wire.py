"""How values cross: pixels in shared memory that one side owns, previews one at a time."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np

from core.generation.events import Done, Preview, Result, StepDone
from core.generation.hosts.child import Outlet
from core.generation.hosts.wire import (
    Lend,
    Said,
    Segments,
    Want,
    filled_into,
    in_one_piece,
    opened,
    taken_apart,
)
from core.geometry import Rect
from core.request import Pixels, RegionPrompt, Request
from tests.generation.listening import shared_segments

RECT = Rect(0, 0, 4, 4)


def preview(step: int, side: int = 4) -> Preview:
    return Preview(1, step, np.full((1, side, side, 3), step, np.uint8), RECT)


def test_a_request_arrives_equal_with_all_its_pictures_and_read_only():
    draw = np.random.default_rng(0)
    request = Request(
        "a cat",
        source=Pixels(draw.integers(0, 256, (30, 20, 4), dtype=np.uint8)),
        mask=Pixels(draw.integers(0, 256, (30, 20), dtype=np.uint8)),
        regions=(RegionPrompt("x", mask=Pixels(draw.integers(0, 256, (30, 20), dtype=np.uint8))),),
    )
    payload, buffers = taken_apart(request)
    assert len(buffers) == 3 and len(payload) < 2000, "no pixel goes through the pipe"
    segments = Segments()
    segment = segments.new(sum(buffer.nbytes for buffer in buffers))
    assert segment is not None
    parcel = filled_into(segment, payload, buffers)
    arrived = opened(parcel, segment)
    segments.remove_all()
    assert shared_segments() == []
    assert arrived == request
    assert not arrived.source.array.flags.writeable


def test_without_a_segment_it_arrives_equal_too():
    request = Request("a cat", source=Pixels(np.zeros((3, 3, 4), np.uint8)))
    assert opened(in_one_piece(request), None) == request


def test_segments_are_gone_when_removed_and_removing_twice_is_harmless():
    segments = Segments()
    first, second = segments.new(10), segments.new(0)
    assert first is not None and second is not None
    assert set(shared_segments()) == {first.name, second.name}
    segments.remove(first.name)
    segments.remove(first.name)
    segments.remove(None)
    assert shared_segments() == [second.name]
    segments.remove_all()
    assert shared_segments() == []


def test_more_than_the_system_has_is_no_segment_and_no_crash():
    segments = Segments()
    assert segments.new(2**62) is None
    assert shared_segments() == []


class Window:
    """The other end of the connection: notes what is sent and lends segments when told to."""

    def __init__(self) -> None:
        self.sent: list[Any] = []
        self.segments = Segments()

    def send(self, message: Any) -> None:
        self.sent.append(message)

    def lend(self, outlet: Outlet) -> None:
        size = [message.size for message in self.sent if isinstance(message, Want)][-1]
        segment = self.segments.new(size)
        assert segment is not None
        outlet.lent(Lend(segment.name, size))

    def take(self, outlet: Outlet) -> Any:
        """Copies the last event out, as the window does."""
        parcel = [message for message in self.sent if isinstance(message, Said)][-1].parcel
        event = opened(parcel, self.segments[parcel.segment] if parcel.segment else None)
        outlet.taken()
        return event

    def said(self) -> int:
        return len([message for message in self.sent if isinstance(message, Said)])


def test_at_most_one_preview_waits_and_it_is_the_latest():
    window = Window()
    outlet = Outlet(window, every_preview=False)  # type: ignore[arg-type]
    for step in range(1, 6):
        outlet.publish(preview(step))
    assert window.said() == 0, "there is no room yet"
    window.lend(outlet)
    assert window.said() == 1
    for step in range(6, 100):
        outlet.publish(preview(step))
    assert window.said() == 1, "the window has not taken the first"
    assert window.take(outlet).step == 5
    assert window.said() == 2
    assert window.take(outlet).step == 99
    assert window.said() == 2, "nothing waits"
    assert outlet.skipped == 4 + 93
    assert [type(message) for message in window.sent].count(Want) == 1
    window.segments.remove_all()


def test_small_events_do_not_wait_for_previews():
    window = Window()
    outlet = Outlet(window, every_preview=False)  # type: ignore[arg-type]
    outlet.publish(preview(1))
    outlet.publish(StepDone(1, 1, 10))
    assert window.take(outlet) == StepDone(1, 1, 10)


def test_no_preview_follows_the_end_of_its_job():
    window = Window()
    outlet = Outlet(window, every_preview=False)  # type: ignore[arg-type]
    outlet.publish(preview(1))
    outlet.publish(Done(1, ()))
    window.lend(outlet)
    assert window.said() == 1 and isinstance(window.take(outlet), Done)
    window.segments.remove_all()


def test_results_larger_than_the_segment_get_a_larger_one():
    window = Window()
    outlet = Outlet(window, every_preview=False)  # type: ignore[arg-type]
    outlet.publish(preview(1))
    window.lend(outlet)
    window.take(outlet)
    pixels = np.random.default_rng(0).integers(0, 256, (64, 64, 4), dtype=np.uint8)
    done = Done(1, (Result(0, 0, pixels, Rect(0, 0, 64, 64)),))
    sender = threading.Thread(target=outlet.publish, args=(done,))
    sender.start()
    while not isinstance(window.sent[-1], Want):
        pass
    window.lend(outlet)
    sender.join(10)
    assert np.array_equal(window.take(outlet).results[0].pixels, pixels)
    window.segments.remove_all()
