"""Every technique runs on SDXL, or says why it does not."""

from __future__ import annotations

import numpy as np
import pytest

from core.denoise.paint import paint
from core.errors import UserError
from tests.techniques.settings import OBLONG, PROGRAMS, Bench

REFUSED: dict[str, str] = {}
"""Technique → what its refusal says, where its mathematics does not allow SDXL."""

OF_GUIDANCE = ("limited_guidance",)
"""Techniques that change nothing where there is no guidance."""


@pytest.mark.parametrize("guidance", [5.0, 1.0])
@pytest.mark.parametrize("id", PROGRAMS)
def test_it_runs_on_sdxl_and_changes_the_picture(id: str, guidance: float, bench: Bench) -> None:
    model, shelf = bench.model([id], "sdxl")
    request = bench.asked([id], family="sdxl", sampler="dpmpp_2m", guidance=guidance)
    if id in REFUSED:
        with pytest.raises(UserError, match=REFUSED[id]) as caught:
            paint(model, request, shelf=shelf)
        assert caught.value.remedy
        return
    pictures = paint(model, request, shelf=shelf)
    assert [picture.shape for picture in pictures] == [(OBLONG[1], OBLONG[0], 3)] * 2
    assert (pictures[0] != pictures[1]).any()
    if request.techniques[0].declaration.needs and model.info.in_channels != 4:
        return  # that model paints nothing without the technique
    without = paint(model, bench.asked([], family="sdxl", sampler="dpmpp_2m", guidance=guidance))
    changed = any((np.asarray(a) != b).any() for a, b in zip(pictures, without, strict=True))
    assert changed is not (id in OF_GUIDANCE and guidance == 1)
