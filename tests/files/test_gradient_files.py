"""Gradients of GIMP, Krita and Inkscape are read, and GIMP's are written."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import gradients
from core.errors import FileError, UserError
from core.files.ggr import NamedRamp, read_ggr, write_ggr
from core.files.svg_gradients import read_svg
from core.pixels.gradient import GradientShape, GradientStyle, Repeat
from core.pixels.ramp import Ramp, Source, Stop
from tests.pixels.test_ramp import RAMPS

GIMPS = b"""GIMP Gradient
Name: Three Parts
3
0.000000 0.100000 0.400000 1.000000 0.000000 0.000000 1.000000 0.000000 0.000000 1.000000 1.000000 0 0 0 0
0.400000 0.500000 0.600000 0.000000 1.000000 0.000000 1.000000 0.000000 1.000000 0.000000 0.500000 0 0 0 0
0.600000 0.800000 1.000000 0.000000 0.000000 0.000000 1.000000 1.000000 1.000000 1.000000 0.000000 0 0 1 4
"""  # noqa: E501
OLD = b"GIMP Gradient\n1\n0 0.5 1 0 0 0 1 1 1 1 1 0 0\n"
"""Of GIMP before 2.2: without a name, and without what is in hand."""


def segment(middle: float, blend: int, colours: int = 0) -> Ramp:
    ends = "1 0 0 1 0 0 1 1"
    text = f"GIMP Gradient\nName: X\n1\n0 {middle} 1 {ends} {blend} {colours} 0 0\n"
    return read_ggr(text.encode(), "").ramp


def red(ramp: Ramp, place: float) -> float:
    return float(ramp.values(np.array([place], np.float32))[0, 0]) / 255


def test_a_gradient_of_gimps_is_read_with_its_middles_edges_and_colours_in_hand() -> None:
    named = read_ggr(GIMPS, "file")
    assert named.name == "Three Parts"
    assert named.ramp.stops == (
        Stop(0, (255, 0, 0)),
        Stop(0.1, (128, 0, 128)),
        Stop(0.4, (0, 0, 255)),
        Stop(0.4, (0, 255, 0)),
        Stop(0.6, (0, 255, 0), 0.5),
        Stop(0.6, (0, 0, 0), 1.0, Source.FOREGROUND),
        Stop(1.0, (255, 255, 255), 0.0, Source.BACKGROUND),
    )
    assert read_ggr(OLD, "file").name == "file"


def test_segments_that_are_mixed_otherwise_look_as_in_gimp() -> None:
    """After the formulas of GIMP's own source, at a quarter and three quarters of a segment."""
    for blend, quarter, rest in (
        (1, 0.25, 0.75),
        (2, (1 - np.cos(np.pi / 4)) / 2, (1 + np.cos(np.pi / 4)) / 2),
        (3, np.sqrt(1 - 0.75**2), np.sqrt(1 - 0.25**2)),
        (4, 1 - np.sqrt(1 - 0.25**2), 1 - np.sqrt(1 - 0.75**2)),
        (5, 0, 1),
    ):
        ramp = segment(0.5, blend)
        assert 1 - red(ramp, 0.25) == pytest.approx(quarter, abs=0.01)
        assert 1 - red(ramp, 0.75) == pytest.approx(rest, abs=0.01)
    assert 1 - red(segment(0.25, 1), 0.25) == pytest.approx(0.5, abs=0.02)


def test_hues_go_round_the_way_that_is_told() -> None:
    colours = lambda ramp: ramp.values(np.array([0.5], np.float32))[0, :3].tolist()  # noqa: E731
    assert colours(segment(0.5, 0, 1)) == pytest.approx([0, 255, 0], abs=1)  # red, green, blue
    assert colours(segment(0.5, 0, 2)) == pytest.approx([255, 0, 255], abs=1)


@given(RAMPS)
def test_whatever_is_written_is_read_again_as_it_was(ramp: Ramp) -> None:
    content = write_ggr(NamedRamp("My own", ramp))
    name, again = read_ggr(content, "")
    assert name == "My own"
    assert len(again.stops) <= len(ramp.stops), "none is added by what is rounded"
    for hand in (((1, 2, 3), (250, 240, 230)), ((9, 8, 7), (0, 0, 0))):
        places = np.linspace(0, 1, 997, dtype=np.float32)
        one, other = (each.in_colours(*hand).values(places) for each in (ramp, again))
        near = [abs(float(place) - stop.position) < 1e-3 for place in places for stop in ramp.stops]
        calm = ~np.array(near).reshape(997, -1).any(1)
        assert one[calm] == pytest.approx(other[calm], abs=0.6)
    assert write_ggr(NamedRamp("My own", again)) == write_ggr(
        NamedRamp("My own", read_ggr(write_ggr(NamedRamp("My own", again)), "").ramp)
    )


@given(st.integers(0, 60), st.text(max_size=8) | st.floats().map(str) | st.integers().map(str))
def test_anything_in_place_of_a_value_is_read_or_refused_in_words(at: int, value: str) -> None:
    words = re.split(r"(\s+)", GIMPS.decode())
    words[2 * at % len(words)] = value
    try:
        ramp = read_ggr("".join(words).encode(), "x").ramp
    except UserError as error:
        assert error.cause and error.remedy
    else:
        assert np.isfinite(ramp.values(np.linspace(0, 1, 9, dtype=np.float32))).all()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIMP Palette\n",
        b"GIMP Gradient\nName: X\n",
        b"GIMP Gradient\nName: X\n2\n0 0.5 1 0 0 0 1 1 1 1 1 0 0\n",
        b"GIMP Gradient\nName: X\n1\n0 0.5 nan 0 0 0 1 1 1 1 1 0 0\n",
        b"GIMP Gradient\nName: X\n1\n0.6 0.5 1 0 0 0 1 1 1 1 1 0 0\n",
        b"GIMP Gradient\nName: X\n1\n0 0.5 1 0 0 0 1 1 1 1 1 9 0\n",
        b"GIMP Gradient\nName: X\n99999999\n",
        b"GIMP Gradient\n" + b"x" * 2**21,
    ],
)
def test_what_is_no_gradient_is_said_in_words(content: bytes) -> None:
    with pytest.raises(UserError) as caught:
        read_ggr(content, "x")
    assert caught.value.remedy


def test_gradients_of_an_svg_file_are_read_with_their_names() -> None:
    content = b"""<svg xmlns="http://www.w3.org/2000/svg"
      xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"><defs>
      <linearGradient id="a" inkscape:label="Sea">
        <stop offset="0" stop-color="#0000ff"/><stop offset="40%" stop-color="teal"/>
        <stop offset="0.2" style="stop-color:rgb(10, 20, 30);stop-opacity:0.5"/>
      </linearGradient>
      <radialGradient id="b"><stop offset="0"/></radialGradient>
      <linearGradient id="c" href="#a"/>
    </defs></svg>"""
    sea, other = read_svg(content, "file")
    assert (sea.name, other.name) == ("Sea", "b")
    assert sea.ramp.stops == (
        Stop(0, (0, 0, 255)), Stop(0.4, (0, 128, 128)), Stop(0.4, (10, 20, 30), 0.5)
    )  # fmt: skip
    assert other.ramp.stops == (Stop(0, (0, 0, 0)),)
    for wrong in (b"<svg/>", b"<svg", b'<!DOCTYPE s [<!ENTITY a "b">]><svg/>', b""):
        with pytest.raises(UserError):
            read_svg(wrong, "file")


def test_those_that_come_with_the_program_are_good_ones() -> None:
    found = gradients.built_in()
    names = [preset.name for preset in found]
    assert len(set(names)) == len(names) >= 12
    assert names[:2] == ["To Background", "To Transparent"]
    assert all(len(preset.ramp.stops) >= 2 for preset in found)


def test_own_ones_are_kept_deleted_and_brought_back(tmp_path: Path) -> None:
    ramp = Ramp((Stop(0.1, (1, 2, 3)), Stop(0.5, opacity=0.25, source=Source.FOREGROUND), Stop(1)))
    gradients.save("My  sky", ramp)
    (kept,) = gradients.own()
    assert (kept.name, kept.ramp, kept.own) == ("My sky", ramp, True)
    gone = gradients.delete("My sky")
    assert gone is not None and not gradients.own()
    assert gradients.delete("My sky") is None
    gradients.restore(gone)
    assert gradients.own() == [kept]
    with pytest.raises(UserError):
        gradients.save("a/b", ramp)
    file = tmp_path / "three.ggr"
    file.write_bytes(GIMPS)
    names = [gradients.take_in(file, [one.name for one in gradients.own()]) for _ in range(2)]
    assert [one.name for found in names for one in found] == ["Three Parts", "Three Parts 2"]
    file.write_bytes(b"nothing")
    with pytest.raises(FileError, match=r"three\.ggr"):
        gradients.take_in(file, [])


def test_how_gradients_are_drawn_is_found_again() -> None:
    style = GradientStyle(read_ggr(GIMPS, "").ramp, GradientShape.RADIAL, Repeat.MIRRORED)
    assert gradients.style_of_text(gradients.style_to_text(style)) == style
    for wrong in ("", "{}", "[]", '{"shape": "linear", "repeat": "none", "ramp": 4}', "{" * 10**5):
        assert gradients.style_of_text(wrong) is None
