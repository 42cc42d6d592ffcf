"""Gradient maps of Photoshop files: their stops, and what they are here."""

from __future__ import annotations

from psd_tools.psd.adjustments import ColorStop, TransparencyStop
from psd_tools.psd.adjustments import GradientMap as TheirMap

from core.pixels.adjustments import GradientMap
from core.pixels.ramp import MOST_STOPS, Ramp, Stop

_LENGTH = 4096
"""Photoshop's places along a gradient."""
_MIDDLE = 50
"""Percent: where both colours have an equal share."""
_RGB = 0
_SOLID = 0
"""Stops; else noise."""


def of_theirs(mapped: TheirMap) -> tuple[GradientMap, bool] | None:
    """A gradient map, and whether that is all of it; None for noise and other colour spaces.

    Colours and opacities have stops of their own there; here each stop has both.
    """
    colours, shares = mapped.color_stops, mapped.transparency_stops
    if mapped.mode != _SOLID or not colours or any(stop.mode != _RGB for stop in colours):
        return None
    ramp = Ramp.of(
        Stop(_place(stop), (_byte(stop.color[0]), _byte(stop.color[1]), _byte(stop.color[2])))
        for stop in colours[: MOST_STOPS // 2]
    )
    if any(stop.opacity < 255 for stop in shares):
        ramp = _seen_through(
            ramp,
            Ramp.of(
                Stop(_place(stop), opacity=min(255, stop.opacity) / 255)
                for stop in shares[: MOST_STOPS // 2]
            ),
        )
    whole = all(stop.midpoint == _MIDDLE for stop in (*colours, *shares))
    return GradientMap(ramp=ramp.turned_round() if mapped.is_reversed else ramp), whole


def _seen_through(colours: Ramp, shares: Ramp) -> Ramp:
    """Each stop of either with what the other has there."""
    both = [stop._replace(opacity=shares.stop_at(stop.position).opacity) for stop in colours.stops]
    known = {stop.position for stop in both}
    both += [
        colours.stop_at(stop.position)._replace(opacity=stop.opacity)
        for stop in shares.stops
        if stop.position not in known
    ]
    return Ramp.of(both)


def theirs(adjustment: GradientMap) -> TheirMap:
    """The same as Photoshop has it."""
    stops = adjustment.ramp.stops
    places = [round(stop.position * _LENGTH) for stop in stops]
    return TheirMap(
        name="Gradient",
        color_stops=[
            ColorStop(place, _MIDDLE, _RGB, (*(value * 257 for value in stop.colour), 0))
            for place, stop in zip(places, stops, strict=True)
        ],
        transparency_stops=[
            TransparencyStop(place, _MIDDLE, round(255 * stop.opacity))
            for place, stop in zip(places, stops, strict=True)
        ],
        mode=_SOLID,
        color_model=3,
        minimum_color=(0, 0, 0, 0),
        maximum_color=(0x8000, 0x8000, 0x8000, 0x8000),
    )


def _place(stop: ColorStop | TransparencyStop) -> float:
    return min(1.0, max(0.0, float(stop.location) / _LENGTH))


def _byte(value: int) -> int:
    return min(255, max(0, round(value / 257)))
