"""What the model gets to see, and how its answer is put back."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.errors import UserError
from core.generation.context import (
    choose_context,
    context_for,
    prepare,
    preview_in_place,
    restore,
)
from core.generation.frame import Frame, resized
from core.generation.mask import grown, mask_bounds
from core.generation.resolve import warnings_of
from core.geometry import EMPTY, Rect, Size
from core.request import Fill, InpaintSettings, Pixels, RegionPrompt, Request
from core.techniques import declare
from core.techniques.attend_and_excite import AttendAndExcite
from core.techniques.declare import Technique, picture, technique

sides = st.one_of(st.integers(1, 64), st.integers(64, 2000), st.integers(2000, 16_384))
natives = st.sampled_from([256, 512, 768])


@st.composite
def masks_on_canvases(draw):
    canvas = Size(draw(sides), draw(sides))
    x, y = draw(st.integers(0, canvas.width - 1)), draw(st.integers(0, canvas.height - 1))
    width = draw(st.integers(1, canvas.width - x))
    height = draw(st.integers(1, canvas.height - y))
    return Rect(x, y, width, height), canvas


# The context box


@given(masks_on_canvases(), natives)
def test_the_context_holds_the_mask_and_lies_inside_the_canvas(case, native):
    mask, canvas = case
    context = choose_context(mask, canvas, native)
    assert context.contains(mask)
    assert Rect.of_size(canvas).contains(context)


@given(masks_on_canvases(), natives)
def test_a_small_mask_is_never_enlarged_where_the_canvas_has_the_pixels(case, native):
    mask, canvas = case
    context = choose_context(mask, canvas, native)
    if min(canvas) >= native:
        assert context.area >= native**2
    if max(canvas) <= native:
        assert context == Rect.of_size(canvas)


@given(masks_on_canvases(), natives)
def test_the_context_is_no_sliver_and_in_steps_of_eight_unless_the_canvas_ends(case, native):
    mask, canvas = case
    context = choose_context(mask, canvas, native)
    for side, limit in zip(context.size, canvas, strict=True):
        assert side % 8 == 0 or side == limit
    longer, shorter = max(context.size), min(context.size)
    if min(canvas) > shorter:
        assert longer <= 2 * shorter + 16


@given(masks_on_canvases(), natives)
def test_the_mask_has_surroundings_on_every_side_that_the_canvas_has(case, native):
    mask, canvas = case
    context = choose_context(mask, canvas, native)
    if context.width < canvas.width:
        assert context.width >= min(canvas.width, 1.25 * mask.width)
    if mask.x > 0 and context.x == mask.x:
        assert context.right == canvas.width or context.width <= mask.width + 8


@given(masks_on_canvases(), natives)
def test_choosing_again_on_the_cropped_canvas_keeps_all_of_it(case, native):
    mask, canvas = case
    context = choose_context(mask, canvas, native)
    again = choose_context(mask.moved(-context.x, -context.y), context.size, native)
    assert again == Rect.of_size(context.size)


def test_the_cost_does_not_depend_on_the_document():
    mask = Rect(2000, 2000, 200, 200)
    large = Frame.fit(choose_context(mask, Size(4096, 4096), 256).size, 256)
    small = Frame.fit(choose_context(Rect(28, 28, 200, 200), Size(256, 256), 256).size, 256)
    assert large.padded == small.padded == Size(256, 256)
    assert large.scaled == large.source, "not resampled"


def test_the_artists_own_box_is_used_within_the_canvas():
    settings = InpaintSettings(context=Rect(-20, 50, 300, 300))
    box = context_for(Rect(100, 100, 20, 20), settings, Size(400, 320), 256)
    assert box == Rect(0, 50, 280, 270)


def test_a_box_beside_the_mask_is_refused_with_a_remedy():
    settings = InpaintSettings(context=Rect(0, 0, 64, 64))
    with pytest.raises(UserError, match="does not touch the mask") as told:
        context_for(Rect(100, 100, 20, 20), settings, Size(400, 320), 256)
    assert told.value.remedy


def test_an_empty_mask_is_refused_with_a_remedy():
    with pytest.raises(UserError, match="empty") as told:
        choose_context(EMPTY, Size(100, 100), 256)
    assert told.value.remedy


# The frame


@given(sides, sides, natives)
def test_the_models_picture_has_the_trained_area_and_allowed_sides(width, height, native):
    frame = Frame.fit(Size(width, height), native)
    assert frame.padded.width % 8 == 0 and frame.padded.height % 8 == 0
    assert min(frame.padded) >= 64
    assert 0.5 <= frame.padded.area / native**2 <= 1.6
    assert Rect.of_size(frame.padded).contains(frame.content)
    assert max(frame.padded) <= 3.2 * min(frame.padded)
    assert frame.left % 8 == 0 and frame.top % 8 == 0


@given(st.integers(1, 300), st.integers(1, 300), natives)
def test_what_enters_a_frame_leaves_it_in_the_same_size(width, height, native):
    frame = Frame.fit(Size(width, height), native)
    image = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    inside = frame.enter(image)
    assert inside.shape == (frame.padded.height, frame.padded.width, 3)
    back = frame.leave(inside)
    assert back.shape == image.shape
    if frame.scaled == frame.source:
        assert np.array_equal(back, image)


@given(st.integers(1, 2000), st.integers(1, 2000))
def test_a_new_picture_keeps_the_size_that_was_asked_for(width, height):
    frame = Frame.exact(Size(width, height))
    assert frame.source == (width, height)
    assert frame.padded.width % 8 == 0 and frame.padded.height % 8 == 0
    if min(width, height) >= 64 and max(width, height) <= 3 * min(width, height):
        assert frame.scaled == frame.source


def test_padding_mirrors_the_picture():
    frame = Frame.fit(Size(250, 250), 256)
    column = np.arange(250, dtype=np.uint8)[None, :, None].repeat(250, 0).repeat(3, 2)
    assert list(frame.enter(column)[0, 248:, 0]) == [248, 249, 249, 248, 247, 246, 245, 244]


# There and back


def scene(width: int, height: int, *, transparent: Rect | None = None) -> Pixels:
    rgba = np.random.default_rng(5).integers(0, 256, (height, width, 4), dtype=np.uint8)
    rgba[..., 3] = 255
    if transparent is not None:
        rgba[transparent.slices] = 0
    return Pixels(rgba)


def painted(width: int, height: int, rect: Rect, value: int = 255) -> Pixels:
    mask = np.zeros((height, width), np.uint8)
    mask[rect.slices] = value
    return Pixels(mask)


def inpaint(width: int, height: int, rect: Rect, **settings) -> Request:
    return Request(
        prompt="a cat",
        width=width,
        height=height,
        strength=1.0,
        source=scene(width, height),
        mask=painted(width, height, rect),
        inpaint=InpaintSettings(**settings),
    )


def answer(prepared, value: int = 200) -> np.ndarray:
    size = prepared.frame.padded
    return np.full((size.height, size.width, 3), value, np.uint8)


def over(source: np.ndarray, result: np.ndarray, rect: Rect) -> np.ndarray:
    """What a layer of the result above the source shows."""
    shown = source.astype(np.float64)
    alpha = result[..., 3:].astype(np.float64) / 255
    part = shown[rect.slices]
    part[..., :3] = part[..., :3] * (1 - alpha) + result[..., :3] * alpha
    return np.rint(shown).astype(np.uint8)


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (100, 60), (256, 256), (250, 700), (900, 900)])
@pytest.mark.parametrize("grow", [-3, 0, 5])
@pytest.mark.parametrize("fill", [Fill.KEEP, Fill.BORDER])
def test_pixels_outside_the_mask_are_bit_identical_afterwards(size, grow, fill):
    width, height = size
    rect = Rect(width // 3, height // 3, max(1, width // 3), max(1, height // 3))
    request = inpaint(width, height, rect, grow=grow, fill=fill)
    shown = grown(request.mask.array, grow)
    if not shown.any():
        with pytest.raises(UserError, match="shrunk"):
            prepare(request, 256)
        return
    prepared = prepare(request, 256)
    result = restore(prepared, answer(prepared))
    assert result.shape == (prepared.rect.height, prepared.rect.width, 4)
    assert np.array_equal(result[..., 3] > 0, shown[prepared.rect.slices] > 0)
    after = over(request.source.array, result, prepared.rect)
    assert np.array_equal(after[shown == 0], request.source.array[shown == 0])
    assert not np.array_equal(after[shown > 0], request.source.array[shown > 0])


@given(st.integers(1, 90), st.integers(1, 90), st.data())
def test_any_mask_on_any_small_canvas_goes_there_and_back(width, height, data):
    array = np.zeros((height, width), np.uint8)
    for _ in range(data.draw(st.integers(1, 4))):
        x, y = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
        array[y : y + data.draw(st.integers(1, 40)), x : x + data.draw(st.integers(1, 40))] = (
            data.draw(st.integers(1, 255))
        )
    settings = InpaintSettings(
        grow=data.draw(st.integers(-2, 9)), feather=data.draw(st.integers(0, 20))
    )
    assume(grown(array, settings.grow).any())
    request = replace(
        inpaint(width, height, Rect(0, 0, 1, 1)), mask=Pixels(array), inpaint=settings
    )
    prepared = prepare(request, 64)
    inner = prepared.inner
    assert inner.source.size == inner.mask.size == (inner.width, inner.height)
    result = restore(prepared, answer(prepared))
    shown = grown(array, settings.grow)
    assert np.array_equal(result[..., 3] > 0, shown[prepared.rect.slices] > 0)
    assert prepared.rect.contains(mask_bounds(shown))


def test_a_box_that_cuts_the_mask_fades_at_the_cut():
    request = inpaint(400, 400, Rect(100, 100, 200, 200), context=Rect(50, 50, 150, 256), blend=8)
    prepared = prepare(request, 256)
    alpha = restore(prepared, answer(prepared))[..., 3]
    assert prepared.rect == Rect(50, 50, 150, 256)
    row = alpha[150]
    assert row[-1] < 30 and row[-12] == 255


def test_a_mask_at_the_canvas_edge_does_not_fade_there():
    request = inpaint(300, 300, Rect(200, 0, 100, 300))
    prepared = prepare(request, 256)
    assert (restore(prepared, answer(prepared))[..., -1, 3] == 255).all()


def test_outpainting_replaces_transparent_pixels_wholly():
    empty = Rect(200, 0, 100, 256)
    request = replace(inpaint(300, 256, empty), source=scene(300, 256, transparent=empty))
    prepared = prepare(request, 256)
    result = restore(prepared, answer(prepared))
    inside = empty.moved(-prepared.rect.x, -prepared.rect.y)
    assert (result[inside.slices][..., 3] == 255).all(), "no gap may show"
    assert (prepared.inner.source.array[..., 3] == 255).all()
    assert prepared.inner.source.array[..., :3].reshape(-1, 3).min(0).max() < 100
    mask = Frame.fit(prepared.rect.size, 256).leave(prepared.inner.mask.array)
    assert (mask[inside.slices][:, 4:] == 255).all(), "nothing to keep there"


def test_outpainting_with_a_grown_mask_still_blends_over_what_was_there():
    empty = Rect(200, 0, 100, 256)
    request = replace(
        inpaint(300, 256, empty, grow=16, blend=8), source=scene(300, 256, transparent=empty)
    )
    prepared = prepare(request, 256)
    row = restore(prepared, answer(prepared))[128, :, 3]
    at = 200 - prepared.rect.x
    assert row[at - 17] == 0 and 0 < row[at - 15] < 128 and row[at - 4] == 255 == row[at]


def test_the_canvas_size_of_the_source_does_not_cost_time():
    small = inpaint(256, 256, Rect(28, 28, 200, 200))
    large = inpaint(4096, 4096, Rect(2000, 2000, 200, 200))

    def seconds(request: Request) -> float:
        times = []
        for _ in range(5):
            begun = time.process_time()
            prepared = prepare(request, 256)
            restore(prepared, answer(prepared))
            times.append(time.process_time() - begun)
        return min(times)

    seconds(small)
    assert seconds(large) < seconds(small) + 0.05


def test_a_text_request_comes_back_in_the_size_asked_for():
    for size in [(256, 256), (250, 301), (1, 1), (16, 700)]:
        prepared = prepare(Request("a cat", width=size[0], height=size[1]), 256)
        assert prepared.inner.source is None
        result = restore(prepared, answer(prepared))
        assert result.shape == (size[1], size[0], 4) and (result[..., 3] == 255).all()


@pytest.mark.parametrize("size", [(1, 1), (64, 48), (256, 256), (777, 391), (40, 1000)])
def test_a_picture_of_any_size_is_scaled_to_what_the_model_can_and_back(size):
    request = Request("a cat", source=scene(*size), width=size[0], height=size[1], strength=0.7)
    prepared = prepare(request, 256)
    assert prepared.inner.source.size == (prepared.inner.width, prepared.inner.height)
    assert restore(prepared, answer(prepared)).shape == (size[1], size[0], 4)


def test_another_width_stretches_the_picture_to_it():
    request = Request("a cat", source=scene(100, 50), width=256, height=256, strength=0.7)
    prepared = prepare(request, 256)
    assert prepared.rect == Rect(0, 0, 256, 256)
    assert prepared.inner.source.size == (256, 256)


def test_colours_of_transparent_pixels_do_not_bleed():
    rgba = np.full((512, 512, 4), 255, np.uint8)
    rgba[..., :3] = (10, 200, 30)
    rgba[::2, :, :3], rgba[::2, :, 3] = (255, 0, 0), 0
    request = Request("a cat", source=Pixels(rgba), width=512, height=512, strength=0.5)
    inner = prepare(request, 256).inner.source.array
    assert np.abs(inner[..., :3].astype(int) - (10, 200, 30)).max() <= 2


def test_regions_move_with_the_picture():
    request = replace(
        inpaint(1000, 1000, Rect(500, 500, 400, 400)),
        regions=(
            RegionPrompt("a hat", box=Rect(500, 500, 200, 100)),
            RegionPrompt("far away", box=Rect(0, 0, 50, 50)),
            RegionPrompt("a scarf", mask=painted(1000, 1000, Rect(600, 600, 100, 100))),
            RegionPrompt("nowhere", mask=painted(1000, 1000, Rect(0, 0, 100, 100))),
        ),
    )
    prepared = prepare(request, 256)
    hat, scarf = prepared.inner.regions
    scale = prepared.frame.scaled.width / prepared.rect.width
    assert hat.prompt == "a hat"
    assert hat.box.x == pytest.approx((500 - prepared.rect.x) * scale, abs=1)
    assert hat.box.width == pytest.approx(200 * scale, abs=1)
    assert scarf.mask.size == prepared.inner.mask.size
    assert scarf.mask.array.sum() / 255 == pytest.approx((100 * scale) ** 2, rel=0.05)


def test_previews_lie_where_the_picture_will():
    request = inpaint(400, 40, Rect(100, 10, 20, 20))
    prepared = prepare(request, 256)
    frame = prepared.frame
    assert frame.padded != frame.scaled, "this one is padded"
    picture = np.zeros((frame.padded.height, frame.padded.width, 3), np.uint8)
    picture[frame.content.slices] = 200
    previews = picture[::8, ::8][None].repeat(2, 0)
    shown = preview_in_place(prepared, previews)
    assert shown.shape[0] == 2
    assert shown.shape[2] / shown.shape[1] == pytest.approx(
        prepared.rect.width / prepared.rect.height, rel=0.35
    )
    assert (shown[:, 1:-1] >= 150).all()


def test_previews_of_the_models_own_size_are_shown_to_the_bit():
    prepared = prepare(inpaint(400, 40, Rect(100, 10, 20, 20)), 256)
    frame = prepared.frame
    assert frame.padded != frame.scaled, "this one is padded"
    size = (1, frame.padded.height, frame.padded.width, 3)
    previews = np.random.default_rng(3).integers(0, 256, size, np.uint8)
    shown = preview_in_place(prepared, previews)
    assert np.array_equal(shown[0], previews[0][frame.content.slices])


def test_cropping_to_the_context_first_gives_the_same_as_cropping_later():
    """As the window does, so that only the context leaves the document."""
    request = inpaint(900, 700, Rect(300, 300, 120, 90), grow=7, feather=6)
    request = replace(request, regions=(RegionPrompt("a hat", box=Rect(310, 310, 50, 40)),))
    whole = prepare(request, 256)
    crop = whole.rect.inflated(8)
    part = replace(
        request,
        source=Pixels(request.source.array[crop.slices].copy()),
        mask=Pixels(request.mask.array[crop.slices].copy()),
        regions=(RegionPrompt("a hat", box=Rect(310, 310, 50, 40).moved(-crop.x, -crop.y)),),
        inpaint=replace(request.inpaint, context=whole.rect.moved(-crop.x, -crop.y)),
    )
    prepared = prepare(part, 256)
    assert prepared.rect == whole.rect.moved(-crop.x, -crop.y)
    assert prepared.inner == whole.inner
    assert np.array_equal(prepared.alpha, whole.alpha)


@dataclass(frozen=True)
class Sheet:
    weight: float
    image: Pixels


def test_pictures_of_techniques_move_with_the_source(monkeypatch):
    monkeypatch.setattr(declare, "_known", {})  # nobody else is to find it

    @technique("pictures_for_this_test", title="Pictures for this test")
    class WithPictures(Technique):
        """Holds pictures."""

        image: Pixels = picture()
        sheets: tuple[Sheet, ...] = ()
        scale: float = 1.0

    request = inpaint(600, 500, Rect(200, 200, 60, 60))
    depth = request.source
    held = WithPictures(image=depth, sheets=(Sheet(0.5, depth), Sheet(0.7, scene(60, 50))))
    prepared = prepare(replace(request, techniques=(held,)), 256)
    (inner,) = prepared.inner.techniques
    expected = Pixels(depth.array[prepared.rect.slices].copy())
    assert inner.image == expected and inner.sheets[0] == Sheet(0.5, expected)
    assert inner.sheets[1].image.size == (256, 256), "another size is stretched to the source's"
    assert inner.scale == 1.0
    without = WithPictures(image=depth)
    assert prepare(replace(request, techniques=(without,)), 256).inner.techniques[0].sheets == ()


def test_pictures_that_only_show_something_are_left_as_they_are(monkeypatch):
    monkeypatch.setattr(declare, "_known", {})  # nobody else is to find it

    @technique("reference_for_this_test", title="Reference for this test")
    class Reference(Technique):
        """Looks at a picture."""

        image: Pixels = picture(placed=False)

    shown = scene(60, 50)
    request = inpaint(600, 500, Rect(200, 200, 60, 60))
    request = replace(request, techniques=(Reference(image=shown),))
    assert prepare(request, 256).inner.techniques[0].image is shown
    assert warnings_of(request) == ()


def test_a_map_of_another_size_is_told(monkeypatch):
    monkeypatch.setattr(declare, "_known", {})  # nobody else is to find it

    @technique("map_for_this_test", title="Map for this test")
    class Map(Technique):
        """Looks at maps."""

        image: Pixels = picture(title="Depth map")
        sheets: tuple[Sheet, ...] = ()
        enabled: bool = True

    request = inpaint(600, 500, Rect(200, 200, 60, 60))
    small, same = scene(60, 50), request.source

    def told(**values):
        return warnings_of(replace(request, techniques=(Map(**values),)))

    assert told(image=same) == ()
    assert told(image=small) == (
        "The depth map of Map for this test is 60×50 px and was stretched over the canvas of "
        "600×500 px.",
    )
    assert "The image of Map" in told(image=same, sheets=(Sheet(0.5, small),))[0]
    assert told(image=small, enabled=False) == ()


def test_what_hides_under_transparent_pixels_does_not_show_at_edges():
    layer = np.zeros((40, 40, 4), np.uint8)
    layer[10:30, 10:30] = 255  # white on black that is not there
    for size in (Size(13, 17), Size(90, 70)):
        shown = resized(layer, size)
        assert (shown[shown[..., 3] > 8][:, :3] >= 250).all()
        assert shown[0, 0, 3] == 0


def test_words_of_a_region_that_is_not_seen_are_not_looked_for():
    """They are said nowhere in what the model gets: the part around the mask."""
    far = RegionPrompt("a red balloon", box=Rect(900, 900, 60, 60))
    request = Request(
        "a cat",
        source=Pixels(np.full((1000, 1000, 4), 255, np.uint8)),
        mask=Pixels(np.pad(np.full((60, 60), 255, np.uint8), ((20, 920), (20, 920)))),
        regions=(far,),
        techniques=(AttendAndExcite(words=("cat", "balloon")), AttendAndExcite(words=("balloon",))),
        width=1000,
        height=1000,
    )
    inner = prepare(request, 256).inner
    assert inner.regions == ()
    assert [one.words for one in inner.techniques] == [("cat",)]
    near = replace(request, regions=(replace(far, box=Rect(30, 30, 60, 60)),))
    assert [one.words for one in prepare(near, 256).inner.techniques] == [
        ("cat", "balloon"),
        ("balloon",),
    ]
