"""What the screen shows is what is exported: QPainter and NumPy blend alike."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QPainter

from core.document.layers import RasterLayer
from core.document.state import State
from core.geometry import Rect, Size
from core.pixels.blend import BlendMode, blend
from core.pixels.tiles import TileGrid
from widgets.canvas.levels import Deadline, Levels
from widgets.canvas.stack import MODES, LayerStack, Sheet, blending, segments_of, wrapped

Bytes = npt.NDArray[np.uint8]
SIZE = Size(300, 280)


def premultiplied_noise(seed: int, size: Size = SIZE, *, opaque: bool = False) -> Bytes:
    rng = np.random.default_rng(seed)
    alpha = rng.integers(0, 256, (size.height, size.width, 1))
    alpha[rng.random(alpha.shape) < 0.2] = 0
    alpha[rng.random(alpha.shape) < 0.2] = 255
    if opaque:
        alpha[:] = 255
    colour = rng.integers(0, 256, (size.height, size.width, 3)) * alpha // 255
    return np.concatenate([colour, alpha], axis=2).astype(np.uint8)


def painted(sheets: list[Sheet], grids: dict[str, TileGrid], active: str | None) -> Bytes:
    levels = {name: Levels(grid) for name, grid in grids.items()}
    stack = LayerStack(lambda name: levels[name])
    stack.arrange(sheets, active)
    result = np.zeros((SIZE.height, SIZE.width, 4), np.uint8)
    image = wrapped(result)
    painter = QPainter(image)
    assert stack.draw(painter, 0, Rect.of_size(SIZE), Deadline.in_seconds(60)) == []
    painter.end()
    return result


def differences(one: Bytes, other: Bytes) -> npt.NDArray[np.int16]:
    return np.abs(one.astype(np.int16) - other.astype(np.int16))


def test_every_mode_of_the_w3c_has_its_counterpart_but_those_of_all_channels() -> None:
    assert set(BlendMode) - set(MODES) == {
        BlendMode.HUE, BlendMode.SATURATION, BlendMode.COLOR, BlendMode.LUMINOSITY,
        BlendMode.LINEAR_BURN, BlendMode.DARKER_COLOR, BlendMode.LINEAR_DODGE,
        BlendMode.LIGHTER_COLOR, BlendMode.VIVID_LIGHT, BlendMode.LINEAR_LIGHT,
        BlendMode.PIN_LIGHT, BlendMode.HARD_MIX, BlendMode.SUBTRACT, BlendMode.DIVIDE,
    }  # fmt: skip


@pytest.mark.parametrize("opacity", [1.0, 0.6])
@pytest.mark.parametrize("mode", list(MODES))
def test_both_follow_one_definition_of_each_blend_mode(mode: BlendMode, opacity: float) -> None:
    below, above = premultiplied_noise(1), premultiplied_noise(2)
    expected = blend(below, above, mode, opacity)
    result = below.copy()
    image = wrapped(result)
    painter = QPainter(image)
    painter.drawImage(0, 0, blending(painter, Sheet("above", mode, opacity), above))
    painter.end()
    off = differences(result, expected)
    # QPainter rounds every product to 8 bits and opacity to 1/256; colours of nearly transparent
    # pixels are that coarse too. Over opaque pictures, the usual case, both stay closer.
    assert off.mean() < 0.75
    assert np.percentile(off, 99) <= 3
    opaque = below[..., 3] == 255
    assert np.percentile(off[opaque], 99.5) <= 2


@pytest.mark.parametrize("active", [None, 0, 1, 2, 3, 4])
def test_cached_composites_around_any_active_layer_look_like_the_document(
    active: int | None,
) -> None:
    modes = [
        BlendMode.NORMAL, BlendMode.MULTIPLY, BlendMode.NORMAL, BlendMode.SCREEN, BlendMode.NORMAL,
    ]  # fmt: skip
    layers = [
        RasterLayer(
            pixels=TileGrid.from_array(premultiplied_noise(i, opaque=i == 0)),
            blend=mode,
            opacity=0.7 if i == 3 else 1.0,
        )
        for i, mode in enumerate(modes)
    ]
    sheets = [Sheet(layer.id, layer.blend, layer.opacity) for layer in layers]
    grids = {layer.id: layer.pixels for layer in layers}
    chosen = None if active is None else layers[active].id
    expected = State(SIZE, tuple(layers)).composite(Rect.of_size(SIZE))
    off = differences(painted(sheets, grids, chosen), expected)
    assert off.mean() < 0.6
    assert np.percentile(off, 99.5) <= 3


def test_only_what_flattens_exactly_is_flattened() -> None:
    def sheet(name: str, mode: BlendMode = BlendMode.NORMAL) -> Sheet:
        return Sheet(name, mode, 1.0)

    sheets = [sheet("a"), sheet("b", BlendMode.MULTIPLY), sheet("c"), sheet("d"), sheet("e"),
              sheet("f", BlendMode.SCREEN), sheet("g")]  # fmt: skip
    parts = segments_of(sheets, "c")
    shape = [("".join(s.layer for s in part.sheets), part.cached) for part in parts]
    assert shape == [("ab", True), ("c", False), ("de", True), ("f", False), ("g", True)]
    assert [part.cached for part in segments_of(sheets, ())] == [True]
    joined = itertools.chain.from_iterable(part.sheets for part in segments_of(sheets, "d"))
    assert list(joined) == sheets


def test_painting_on_the_active_layer_makes_no_composite_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    grids = {name: TileGrid.from_array(premultiplied_noise(i)) for i, name in enumerate("abc")}
    levels = {name: Levels(grid) for name, grid in grids.items()}
    stack = LayerStack(lambda name: levels[name])
    stack.arrange([Sheet(name, BlendMode.NORMAL, 1.0) for name in "abc"], "b")

    def draw() -> None:
        image = wrapped(np.zeros((SIZE.height, SIZE.width, 4), np.uint8))
        painter = QPainter(image)
        stack.draw(painter, 0, Rect.of_size(SIZE), Deadline.in_seconds(60))
        painter.end()

    made: list[object] = []
    import widgets.canvas.stack as module

    flatten = module._flatten
    monkeypatch.setattr(module, "_flatten", lambda *given: (made.append(1), flatten(*given))[1])
    draw()
    first = len(made)
    stack.invalidate("b", Rect(10, 10, 40, 40))
    draw()
    assert len(made) == first
    stack.invalidate("a", Rect(10, 10, 40, 40))
    draw()
    assert len(made) == first + 1
