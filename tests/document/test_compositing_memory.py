"""What is put together in one array leaves the layers, and what lies below them, as they are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.document.compositing import Sheet, compose
from core.pixels.adjustments import HueSaturation
from core.pixels.blend import BlendMode, blend

MODES = st.sampled_from(list(BlendMode))
OPACITIES = st.sampled_from([0.0, 0.4, 1.0])


@given(
    st.lists(st.tuples(MODES, OPACITIES, st.booleans()), min_size=1, max_size=6),
    st.booleans(),
    st.integers(0, 99),
)
def test_layers_are_blended_one_after_the_other_and_none_is_changed(
    stack: list[tuple[BlendMode, float, bool]], on_something: bool, seed: int
) -> None:
    dice = np.random.default_rng(seed)

    def pixels(opaque: bool) -> np.ndarray:
        alpha = np.full((5, 7, 1), 255) if opaque else dice.integers(0, 256, (5, 7, 1))
        colour = dice.integers(0, 256, (5, 7, 3)) * alpha // 255
        return np.concatenate([colour, alpha], 2).astype(np.uint8)

    tiles = {f"{n}": pixels(opaque) for n, (_, _, opaque) in enumerate(stack)}
    sheets = [Sheet(f"{n}", mode, opacity) for n, (mode, opacity, _) in enumerate(stack)]
    sheets.insert(len(sheets) // 2, Sheet("grey", adjustment=HueSaturation(saturation=-100)))
    below = pixels(False) if on_something else None
    kept = {name: tile.copy() for name, tile in tiles.items()}
    under = None if below is None else below.copy()

    found = compose(sheets, tiles.get, below)

    assert all((tiles[name] == kept[name]).all() for name in tiles)
    assert below is None or (below == under).all()
    expected = below
    for sheet in sheets:
        if sheet.adjustment is not None:
            expected = expected if expected is None else sheet.adjustment.applied(expected)
        else:
            start = np.zeros((5, 7, 4), np.uint8) if expected is None else expected
            mode = BlendMode.NORMAL if expected is None else sheet.blend
            expected = blend(start, tiles[sheet.layer], mode, sheet.opacity)
    assert found is not None
    assert expected is not None
    assert (found == expected).all()
