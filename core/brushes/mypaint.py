"""MyPaint's brushes (`.myb`, version 3): what of them our engine has, and what it has not.

Settings and inputs are those of libmypaint's `brushsettings.json`. MyPaint adds what inputs say
to a setting; ours multiply. One input alone is taken over as it is, several are close.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from core.brushes.presets import BrushPreset
from core.errors import FileError
from core.files.trouble import shown
from core.parameters import Json
from core.pixels.brush import MAX_SIZE, MIN_SIZE, Brush, Effect
from core.pixels.dynamics import LINE, MOST_POINTS, Dynamic, Points, Source, Target

_DEFAULTS = {
    "radius_logarithmic": 2.0,
    "opaque": 1.0,
    "opaque_linearize": 0.9,
    "hardness": 0.8,
    "dabs_per_actual_radius": 2.0,
    "smudge_length": 0.5,
    "elliptical_dab_ratio": 1.0,
    "elliptical_dab_angle": 90.0,
}
_LOST = {
    "tracking_noise": "its trembling",
    "dabs_per_second": "paint that runs while the pen rests",
    "offset_by_speed": "dabs that are thrown by the pen's speed",
    "lock_alpha": "painting only where there is paint (lock the layer's alpha instead)",
    "colorize": "colouring without changing brightness",
    "posterize": "posterising",
    "snap_to_pixel": "snapping to pixels",
    "stroke_threshold": "",
}
_COLOURS = ("change_color_", "paint_mode")

_Samples = list[tuple[float, float]]


def brush_of(value: dict[str, Json], file: Path) -> BrushPreset:
    """Our nearest brush, with notes on what was lost. Raises FileError for what is none."""
    settings = value.get("settings")
    version = value.get("version", 3)
    if not isinstance(settings, dict) or version != 3:
        raise FileError(
            f"{shown(file)} is no brush of MyPaint's that is known here.",
            "Open it in MyPaint 1.2 or newer and save it again.",
        )
    try:
        return _Reading(settings).preset(file.stem.replace("_", " ").strip() or "Brush")
    except (TypeError, ValueError, KeyError, OverflowError, AttributeError) as error:
        raise FileError(
            f"The brush {shown(file)} is damaged.", "Get it again from where it is from."
        ) from error


class _Reading:
    """One file's settings."""

    def __init__(self, settings: dict[str, Json]) -> None:
        self._settings = settings
        self._dynamics: list[Dynamic] = []
        self._notes: list[str] = []

    def _base(self, name: str) -> float:
        given = self._settings.get(name, {})
        value = float(given.get("base_value", _DEFAULTS.get(name, 0.0)))
        if not math.isfinite(value):
            raise ValueError(name)
        return value

    def _inputs(self, name: str) -> dict[str, list[tuple[float, float]]]:
        given = self._settings.get(name, {}).get("inputs", {})
        inputs = {}
        for source, points in given.items():
            found = sorted((float(x), float(y)) for x, y in points)
            if found and all(math.isfinite(v) for point in found for v in point):
                inputs[source] = found
        return inputs

    def preset(self, name: str) -> BrushPreset:
        """The whole brush."""
        size = self._follow("radius_logarithmic", Target.SIZE, lambda v: 2 * math.exp(v))
        opacity, flow = self._opacity()
        hardness = self._follow("hardness", Target.HARDNESS, lambda v: min(1.0, max(0.0, v)))
        dabs = self._base("dabs_per_actual_radius") + self._base("dabs_per_basic_radius")
        scatter = self._follow("offset_by_random", Target.SCATTER, lambda v: max(0.0, v) / 2)
        effect, opacity = self._smudge(opacity)
        if (chance := self._base("radius_by_random")) > 0:
            low = math.exp(-2 * min(1.5, chance))
            curve = ((0.0, low), (1.0, 1.0))
            self._dynamics.append(Dynamic(Target.SIZE, Source.CHANCE, curve))
        roundness = _within(1 / max(1.0, self._base("elliptical_dab_ratio")), 0.02, 1)
        brush = Brush(
            size=_within(size, MIN_SIZE, MAX_SIZE),
            hardness=_within(hardness, 0, 1),
            opacity=_within(opacity, 0, 1),
            flow=_within(flow, 0, 1),
            # MyPaint's distance is the ellipse's own: dabs lie closer across its narrow side, and
            # not along the wide one. Ours know no side; this is in between.
            spacing=_within(math.sqrt(roundness) / (2 * dabs) if dabs > 0 else 0.25, 0.01, 4),
            scatter=_within(scatter, 0, 4),
            roundness=roundness,
            rotation=self._rotation(),
            smoothing=_within(self._base("slow_tracking") / 10, 0, 1),
            effect=effect,
            dynamics=tuple(self._dynamics),
        )
        self._tell_lost()
        return BrushPreset(name, brush, notes=tuple(self._notes))

    def _opacity(self) -> tuple[float, float]:
        """What a stroke covers at most, and what a dab adds."""
        inputs = self._inputs("opaque_multiply")
        if "opaque_multiply" not in self._settings:
            inputs = {"pressure": list(LINE)}
        opaque = _within(self._base("opaque"), 0, 2)
        whole = self._base("opaque_linearize") >= 0.5
        target = Target.OPACITY if whole else Target.FLOW
        base = self._base("opaque_multiply")
        most = self._curves(target, base, inputs, lambda v: max(0.0, v))
        if self._inputs("opaque"):
            opaque = self._follow("opaque", target, lambda v: _within(v, 0, 1))
        value = _within(opaque * (most if inputs or base > 0 else 1.0), 0, 1)
        return (value, 1.0) if whole else (1.0, value)

    def _smudge(self, opacity: float) -> tuple[Effect, float]:
        pressed = self._inputs("smudge").get("pressure")
        most = self._base("smudge") + (pressed[-1][1] if pressed else 0.0)
        if most >= 0.7:
            length = _within(self._base("smudge_length"), 0, 1)
            return Effect.SMUDGE, 0.5 + 0.45 * length
        if most > 0.05 or self._inputs("smudge"):
            self._notes.append(
                "It paints with its colour alone: mixing it with the canvas's is lost."
            )
        if self._base("eraser") > 0.5:
            self._notes.append("It erased: choose the eraser before you choose it.")
        return Effect.PAINT, opacity

    def _rotation(self) -> float:
        inputs = self._inputs("elliptical_dab_angle")
        if "direction" in inputs or "direction_angle" in inputs:
            self._dynamics.append(Dynamic(Target.ROTATION, Source.DIRECTION))
            first = next(iter(inputs.values()))[0][1]
            return (self._base("elliptical_dab_angle") + first) % 360
        if "tilt_ascension" in inputs:
            self._dynamics.append(Dynamic(Target.ROTATION, Source.LEAN))
        if "random" in inputs:
            self._dynamics.append(Dynamic(Target.ROTATION, Source.CHANCE))
        return self._base("elliptical_dab_angle") % 360

    def _follow(self, name: str, target: Target, value: Callable[[float], float]) -> float:
        """The setting's largest value; what its inputs make of it becomes curves."""
        return self._curves(target, self._base(name), self._inputs(name), value)

    def _curves(
        self,
        target: Target,
        base: float,
        inputs: dict[str, _Samples],
        value: Callable[[float], float],
    ) -> float:
        known = {
            source: points
            for source, points in inputs.items()
            if source in _SOURCES and any(y for _, y in points)
        }
        for source in inputs:
            if source not in _SOURCES and any(y for _, y in inputs[source]):
                self._notes.append(
                    f"Its {target.value} followed “{source}”, which there is none of here."
                )
        most = base + sum(max(y for _, y in points) for points in known.values())
        high = value(most)
        for source, points in known.items():
            # The other inputs are taken at their most.
            rest = most - max(y for _, y in points)
            share = [(x, value(rest + y) / high if high > 0 else 0.0) for x, y in points]
            curve = _curve(share, *_SOURCES[source][1:])
            if curve is not None:
                self._dynamics.append(Dynamic(target, _SOURCES[source][0], curve))
        return high

    def _tell_lost(self) -> None:
        lost = [
            text
            for name, text in _LOST.items()
            if text and (self._base(name) > 0.01 or self._inputs(name))
        ]
        colours = [name for name in self._settings if name.startswith(_COLOURS)]
        if any(abs(self._base(name)) > 0.001 or self._inputs(name) for name in colours):
            lost.append("changes of colour within a stroke")
        if lost:
            self._notes.append(f"Not taken over: {', '.join(lost)}.")


_SOURCES = {
    # Where its range begins and ends as ours, 0 and 1.
    "pressure": (Source.PRESSURE, 0.0, 1.0),
    "random": (Source.CHANCE, 0.0, 1.0),
    "speed1": (Source.SPEED, 0.0, 4.0),
    "speed2": (Source.SPEED, 0.0, 4.0),
    "tilt_declination": (Source.TILT, 90.0, 30.0),
}


def _curve(samples: _Samples, low: float, high: float) -> Points | None:
    """Points of ours from those of another range; straight pieces are joined at its ends."""
    placed = sorted(((x - low) / (high - low), _within(y, 0, 1)) for x, y in samples)
    points: dict[float, float] = {}
    for x in sorted({0.0, 1.0, *(x for x, _ in placed if 0 < x < 1)}):
        points[round(x, 4)] = round(_on_line(placed, x), 4)
    curve = tuple(sorted(points.items()))[:MOST_POINTS]
    return None if len({y for _, y in curve}) == 1 and curve[0][1] == 1.0 else curve


def _on_line(points: _Samples, x: float) -> float:
    before = [point for point in points if point[0] <= x]
    after = [point for point in points if point[0] >= x]
    if not before or not after:
        return (after or before)[0 if after else -1][1]
    (x0, y0), (x1, y1) = before[-1], after[0]
    return y0 if x1 == x0 else y0 + (y1 - y0) * (x - x0) / (x1 - x0)


def _within(value: float, low: float, high: float) -> float:
    return float(min(high, max(low, value)))
