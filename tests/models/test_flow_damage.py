"""Whatever the shapes in a file's header are, it is a model, a part, or refused with a sentence."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import diffusers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.models import controls, flow_files, kinds, pieces, variants
from core.models.families import flow_named
from core.models.flow_controls import family_of
from core.models.info import ModelInfo
from tests.models.headers import stability_control, xlabs_control, z_image_control
from tests.tiny_flow_files import (
    clip,
    kl,
    original,
    published_encoder,
    published_vae,
    qwen3,
    t5,
    transformer,
)

FAMILIES = ("flux", "chroma", "sd3", "flux2", "qwen-image", "z-image", "sana")
Shapes = dict[str, tuple[int, ...]]
PUBLISHED = {"xlabs": xlabs_control(), "stability": stability_control(),
             "z-image": z_image_control(15, 33, refining=True)}  # fmt: skip
SHAPE = st.lists(st.sampled_from([0, 1, 2, 3, 64, 128, 384, 3072, 2**31]), max_size=5).map(tuple)


@cache
def plain(family: str) -> Shapes:
    state = original(family, transformer(family).state_dict())
    return {f"model.diffusion_model.{name}": tuple(t.shape) for name, t in state.items()}


@cache
def parts() -> dict[str, Shapes]:
    made: dict[str, Any] = {
        "clip": published_encoder(clip(64)),
        "t5": published_encoder(t5()),
        "qwen3": published_encoder(qwen3("Qwen3Model", 2)),
        "vae": published_vae(kl(0.3611, 0.1159)),
        "qwen vae": published_vae(diffusers.AutoencoderKLQwenImage(base_dim=4)),
    }
    return {name: {n: tuple(t.shape) for n, t in one.items()} for name, one in made.items()}


def damaged(shapes: Shapes, data: Any) -> Shapes:
    """Some shapes others, and some tensors gone."""
    names = sorted(shapes)
    changed = dict(shapes)
    for name in data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=6)):
        if data.draw(st.booleans()):
            changed[name] = data.draw(SHAPE)
        else:
            changed.pop(name, None)
    return changed


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_transformer_with_any_shapes_is_listed_or_refused(family: str, data: Any) -> None:
    known = flow_named(family)
    assert known is not None
    shapes = damaged(plain(family), data)
    info = ModelInfo("x", "x", family, Path("x.safetensors"))
    found = flow_files.described(info, known, shapes, list)
    assert found.problems and all(one.endswith(".") for one in found.problems)
    told = kinds.kind_of(shapes)
    assert told is None or isinstance(variants.variant_of(shapes, *told), str)


@pytest.mark.parametrize("name", ["clip", "t5", "qwen3", "vae", "qwen vae"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_part_with_any_shapes_is_one_or_none(name: str, data: Any) -> None:
    assert pieces.of_tensors(Path("x"), parts()[name]) is not None
    found = pieces.of_tensors(Path("x"), damaged(parts()[name], data))
    assert found is None or found.config


@pytest.mark.parametrize("family", ["flux", "sd3", "qwen-image", "xlabs", "stability", "z-image"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_controlnet_with_any_shapes_is_one_or_refused(family: str, data: Any) -> None:
    if family in PUBLISHED:
        shapes = damaged(PUBLISHED[family], data)
        if (told := family_of(shapes)) is not None:
            found = controls._flow_file(told, Path(__file__), shapes)
            assert found.problems and found.technique == controls.CONTROLNET
        return
    own = {n.removeprefix("model.diffusion_model."): s for n, s in plain(family).items()}
    further: Shapes = {"controlnet_blocks.0.weight": (128, 128)}
    if family == "sd3":
        further["pos_embed_input.proj.weight"] = (128, 16, 2, 2)
    if family == "qwen-image":
        further["controlnet_x_embedder.weight"] = (128, 64)
    shapes = damaged({**own, **further}, data)
    if (told := family_of(shapes)) is not None:
        info = controls._flow_file(told, Path(__file__), shapes)
        assert info.problems and info.technique == controls.CONTROLNET
