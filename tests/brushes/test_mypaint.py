"""MyPaint's brushes: what is taken over, and that what is not is said."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.brushes.presets import BrushPreset, read
from core.errors import FileError
from core.pixels.brush import Effect
from core.pixels.dynamics import Dynamic, Source, Target


def brush(tmp_path: Path, **settings: Any) -> BrushPreset:
    values = {
        name: value if isinstance(value, dict) else {"base_value": value, "inputs": {}}
        for name, value in settings.items()
    }
    file = tmp_path / "my_brush.myb"
    content = {"comment": "", "group": "", "parent_brush_name": "", "version": 3}
    file.write_text(json.dumps(content | {"settings": values}))
    return read(file)


def follows(preset: BrushPreset, target: Target, source: Source) -> Dynamic:
    found = preset.brush.following(target, source)
    assert found is not None
    return found


def test_sizes_and_shapes_are_taken_over(tmp_path: Path) -> None:
    preset = brush(
        tmp_path, radius_logarithmic=3.0, hardness=0.4, dabs_per_actual_radius=4.0,
        dabs_per_basic_radius=1.0, elliptical_dab_ratio=4.0, elliptical_dab_angle=45.0,
        offset_by_random=0.6, slow_tracking=2.0,
    )  # fmt: skip
    assert preset.name == "my brush"
    made = preset.brush
    assert made.size == pytest.approx(2 * math.exp(3))
    assert made.spacing == pytest.approx(0.05)  # closer across its narrow side
    assert (made.hardness, made.roundness, made.rotation) == (0.4, 0.25, 45.0)
    assert (made.scatter, made.smoothing) == (0.3, 0.2)
    assert preset.notes == ()


def test_pressure_makes_a_brush_as_large_as_in_mypaint(tmp_path: Path) -> None:
    inputs = {"pressure": [[0.0, -1.0], [0.5, 0.0], [1.0, 1.0]]}
    preset = brush(tmp_path, radius_logarithmic={"base_value": 2.0, "inputs": inputs})
    curve = follows(preset, Target.SIZE, Source.PRESSURE)
    for pressure, radius in ((0, math.exp(1)), (0.5, math.exp(2)), (1, math.exp(3))):
        assert preset.brush.size / 2 * curve.at(pressure) == pytest.approx(radius, rel=1e-3)


def test_a_brush_that_says_nothing_of_opacity_follows_the_pen_as_in_mypaint(tmp_path: Path) -> None:
    preset = brush(tmp_path, opaque=0.5)
    assert preset.brush.opacity == 0.5
    assert follows(preset, Target.OPACITY, Source.PRESSURE).at(0.25) == pytest.approx(0.25)
    builds = brush(tmp_path, opaque=0.5, opaque_linearize=0.0)
    assert (builds.brush.opacity, builds.brush.flow) == (1, 0.5)


def test_smudging_brushes_smudge(tmp_path: Path) -> None:
    assert brush(tmp_path, smudge=0.9, smudge_length=0.8).brush.effect is Effect.SMUDGE
    mixing = brush(tmp_path, smudge=0.3)
    assert mixing.brush.effect is Effect.PAINT
    assert "mixing" in mixing.notes[0]
    by_pen = {"base_value": 0.9, "inputs": {"pressure": [[0.0, 0.0], [1.0, -0.9]]}}
    paints = brush(tmp_path, smudge=by_pen)  # only a light hand smudges
    assert paints.brush.effect is Effect.PAINT and "mixing" in paints.notes[0]


def test_what_is_lost_is_said(tmp_path: Path) -> None:
    preset = brush(
        tmp_path, tracking_noise=0.5, eraser=1.0, change_color_v=-0.4,
        hardness={"base_value": 0.5, "inputs": {"stroke": [[0, 0], [1, 0.4]]}},
    )  # fmt: skip
    told = " ".join(preset.notes)
    for word in ("trembling", "eraser", "colour", "stroke"):
        assert word in told


@pytest.mark.parametrize(
    "content",
    [
        b"# mypaint brush file\nversion 2\nradius_logarithmic 2.0\n",
        b'{"version": 2, "settings": {}}',
        b'{"version": 3, "settings": 5}',
        b'{"version": 3, "settings": {"hardness": {"base_value": "soft"}}}',
        b'{"version": 3, "settings": {"hardness": {"base_value": NaN}}}',
        b'{"version": 3, "settings": {"opaque": {"inputs": {"pressure": [[0]]}}}}',
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "brush.myb"
    file.write_bytes(content)
    with pytest.raises(FileError):
        read(file)


NUMBERS = st.floats(-1e6, 1e6)
INPUTS = st.dictionaries(
    st.sampled_from(["pressure", "speed1", "random", "tilt_declination", "stroke"]),
    st.lists(st.tuples(NUMBERS, NUMBERS), max_size=9),
    max_size=3,
)


@given(
    st.dictionaries(
        st.sampled_from(
            ["radius_logarithmic", "opaque", "opaque_multiply", "hardness", "offset_by_random",
             "elliptical_dab_angle", "smudge", "dabs_per_actual_radius", "radius_by_random"]
        ),
        st.fixed_dictionaries({"base_value": NUMBERS, "inputs": INPUTS}),
    )
)  # fmt: skip
def test_any_numbers_give_a_brush_that_can_be_kept_or_a_plain_message(
    tmp_path_factory: pytest.TempPathFactory, settings: dict[str, Any]
) -> None:
    from core.parameters import parse, to_json
    from core.pixels.brush import Brush

    try:
        made = brush(tmp_path_factory.mktemp("my"), **settings).brush
    except FileError:
        return
    assert parse(Brush, to_json(made)).size == made.size
