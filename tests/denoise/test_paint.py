"""Painting a request: pictures, previews, cancelling, and what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
import torch

from core.denoise.paint import paint
from core.errors import BrokenNumbers, Cancelled, OutOfMemory, UserError
from core.generation.events import Stage
from core.models.loading import LoadedModel
from core.request import Concept, Pixels, RegionPrompt, Request
from tests.tiny_models import tiny_model

REQUEST = Request(prompt="a cat", width=64, height=48, steps=4, sampler="euler_a", seed=3)


def source(width: int = 64, height: int = 48) -> Pixels:
    return Pixels(np.full((height, width, 4), (200, 90, 30, 255), np.uint8))


def test_pictures_have_the_size_that_was_asked_for(tiny: LoadedModel) -> None:
    pictures = paint(tiny, replace(REQUEST, batch=2))
    assert [picture.shape for picture in pictures] == [(48, 64, 3)] * 2
    assert all(picture.dtype == np.uint8 for picture in pictures)


@pytest.mark.parametrize("sampler", ["euler_a", "dpmpp_sde", "lcm", "dpmpp_2m"])
@pytest.mark.parametrize("with_source", [False, True])
def test_picture_i_of_a_batch_is_the_picture_of_its_own_seed(
    tiny: LoadedModel, sampler: str, with_source: bool
) -> None:
    request = replace(
        REQUEST,
        sampler=sampler,
        source=source() if with_source else None,
        strength=0.6 if with_source else None,
    )
    batch = paint(tiny, replace(request, batch=3))
    for i, picture in enumerate(batch):
        (alone,) = paint(tiny, replace(request, seed=3 + i))
        # A row of a larger matrix product may be rounded another way.
        assert np.abs(picture.astype(int) - alone).max() <= 1


def test_equal_requests_give_equal_pictures(tiny: LoadedModel) -> None:
    request = replace(REQUEST, regions=(RegionPrompt("a dog"),), variation_strength=0.3)
    assert np.array_equal(paint(tiny, request), paint(tiny, request))


def test_a_preview_of_every_picture_comes_after_every_step(tiny: LoadedModel) -> None:
    seen: list[tuple[int, int, tuple[int, ...]]] = []
    decoded: list[int] = []
    hook = tiny.vae.decoder.register_forward_pre_hook(lambda *_: decoded.append(len(seen)))

    def step(number: int, of: int, preview: np.ndarray | None) -> None:
        assert preview is not None
        assert preview.dtype == np.uint8
        seen.append((number, of, preview.shape))

    paint(tiny, replace(REQUEST, batch=2), step=step)
    hook.remove()
    assert seen == [(i, 4, (2, 6, 8, 3)) for i in (1, 2, 3, 4)]
    assert decoded == [4, 4]  # nothing is decoded for a preview


def test_stages_are_told_in_their_order(tiny: LoadedModel) -> None:
    told: list[str] = []

    @contextmanager
    def stage(begun: Stage) -> Iterator[None]:
        told.append(f"{begun} begins")
        yield
        told.append(f"{begun} ends")

    paint(tiny, REQUEST, stage=stage)
    assert told == [
        f"{name} {what}" for name in ("encode", "denoise", "decode") for what in ("begins", "ends")
    ]


def test_at_strength_0_the_pictures_are_the_source(tiny: LoadedModel) -> None:
    pictures = paint(tiny, replace(REQUEST, source=source(), strength=0.0, batch=2))
    assert len(pictures) == 2
    assert all((picture == (200, 90, 30)).all() for picture in pictures)


class Switch:
    """Cancels from the n-th time on that it is asked."""

    def __init__(self, after: int) -> None:
        self.asked, self.after = 0, after

    def __call__(self) -> bool:
        self.asked += 1
        return self.asked > self.after


def test_wherever_a_cancel_comes_nothing_further_begins(tiny: LoadedModel) -> None:
    """Counted: it stops at the next block of whatever module is running."""
    never = Switch(10**9)
    paint(tiny, REQUEST, cancelled=never)
    assert never.asked > 4 * 10
    for after in range(0, never.asked, 7):
        switch = Switch(after)
        with pytest.raises(Cancelled):
            paint(tiny, REQUEST, cancelled=switch)
        assert switch.asked == after + 1  # and then it is over


def test_after_a_cancel_in_the_last_step_nothing_is_decoded(tiny: LoadedModel) -> None:
    done: list[int] = []
    decoded: list[int] = []
    hook = tiny.vae.decoder.register_forward_pre_hook(lambda *_: decoded.append(1))
    with pytest.raises(Cancelled):
        paint(
            tiny,
            REQUEST,
            step=lambda number, *_: done.append(number),
            cancelled=lambda: len(done) == 4,
        )
    hook.remove()
    assert done == [1, 2, 3, 4]
    assert not decoded


@pytest.mark.parametrize(
    ("part", "stage"),
    [("unet", "step 1 of 4"), ("text_encoder", "reading the prompt"), ("vae", "the source")],
)
def test_broken_numbers_name_the_stage(part: str, stage: str) -> None:
    model = tiny_model()
    for parameter in getattr(model, part).parameters():
        parameter.fill_(float("nan"))
    request = replace(REQUEST, source=source(), strength=1.0)
    with pytest.raises(BrokenNumbers, match=stage) as caught:
        paint(model, request)
    assert caught.value.remedy


def test_broken_numbers_of_the_decoder_are_told() -> None:
    model = tiny_model()
    model.vae.decoder.conv_out.bias.fill_(float("inf"))
    with pytest.raises(BrokenNumbers, match="decoding"):
        paint(model, REQUEST)


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        torch.OutOfMemoryError("CUDA out of memory"),
        RuntimeError(
            "[enforce fail at alloc_cpu.cpp:117] DefaultCPUAllocator: can't allocate memory"
        ),
    ],
)
def test_running_out_of_memory_is_told_and_the_next_picture_is_painted(
    tiny: LoadedModel, error: Exception
) -> None:
    def fail(*_: object) -> None:
        raise error

    hook = tiny.unet.mid_block.register_forward_pre_hook(fail)
    with pytest.raises(OutOfMemory) as caught:
        paint(tiny, REQUEST)
    hook.remove()
    assert caught.value.remedy
    assert len(paint(tiny, REQUEST)) == 1


def test_other_errors_stay_what_they_are(tiny: LoadedModel) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("shapes do not fit")

    hook = tiny.unet.mid_block.register_forward_pre_hook(fail)
    with pytest.raises(RuntimeError, match="shapes"):
        paint(tiny, REQUEST)
    hook.remove()


def test_what_the_model_cannot_do_is_refused(tiny: LoadedModel) -> None:
    depth = tiny_model(channels=5)
    with pytest.raises(UserError, match="technique"):
        paint(depth, REQUEST)
    with pytest.raises(UserError, match="There is no file"):
        paint(tiny, replace(REQUEST, concepts=(Concept("file"),)))
    with pytest.raises(UserError, match="mask"):
        paint(tiny, replace(REQUEST, mask=Pixels(np.zeros((48, 64), np.uint8))))


@pytest.mark.parametrize(
    "prompt", ["", "🦊" * 30, "a cat on a beach, " * 600], ids=["empty", "emoji", "long"]
)
def test_every_prompt_paints(tiny: LoadedModel, prompt: str) -> None:
    (picture,) = paint(tiny, replace(REQUEST, prompt=prompt, negative_prompt="", steps=1))
    assert picture.shape == (48, 64, 3)


@pytest.mark.parametrize(("width", "height"), [(8, 8), (8, 200), (136, 24)])
def test_every_multiple_of_8_paints(tiny: LoadedModel, width: int, height: int) -> None:
    (picture,) = paint(tiny, replace(REQUEST, width=width, height=height, steps=1))
    assert picture.shape == (height, width, 3)


@pytest.mark.parametrize("dtype", [torch.bfloat16])
def test_a_model_in_half_precision_paints_nearly_the_same(
    starter: LoadedModel, dtype: torch.dtype
) -> None:
    request = Request(prompt="a red balloon on a beach", width=128, height=128, steps=6, seed=2)
    (exact,) = paint(starter, request)
    half = replace(
        starter,
        **{
            name: type(getattr(starter, name)).from_pretrained(
                starter.info.path / name, dtype=dtype, local_files_only=True
            ).requires_grad_(False).eval()
            for name in ("unet", "vae", "text_encoder")
        },
        dtype=dtype,
        words={},
    )  # fmt: skip
    (near,) = paint(half, request)
    assert np.abs(exact.astype(int) - near).mean() < 8
