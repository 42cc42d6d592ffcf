"""Step reuse: fewer computations, and the outer layers alone are what they are within the whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from core.denoise import outer
from core.denoise.paint import paint
from core.denoise.unet import Inputs
from core.geometry import Rect
from core.models.loading import LoadedModel
from core.request import RegionPrompt, Request
from core.techniques.attend_and_excite import AttendAndExcite
from core.techniques.limited_guidance import LimitedGuidance
from core.techniques.step_reuse import StepReuse
from tests.tiny_models import tiny_model, tiny_sdxl

REQUEST = Request("a cat and a frog", width=72, height=56, steps=6, sampler="dpmpp_2m", seed=3)


@pytest.fixture(scope="module")
def model() -> LoadedModel:
    return tiny_model(widths=(16, 24, 32), tokens=48)


def _inner_calls(model: LoadedModel, request: Request) -> int:
    """How often the middle of the network was computed."""
    calls: list[int] = []
    hook = model.unet.mid_block.register_forward_pre_hook(lambda *_: calls.append(1))
    paint(model, request)
    hook.remove()
    return len(calls)


@pytest.mark.parametrize(("every", "expected"), [(1, 6), (2, 3), (3, 2), (4, 2), (10, 1)])
def test_the_whole_network_is_computed_every_few_steps(
    model: LoadedModel, every: int, expected: int
) -> None:
    assert _inner_calls(model, replace(REQUEST, techniques=(StepReuse(every=every),))) == expected


def test_every_step_gives_the_very_same_picture(model: LoadedModel) -> None:
    whole = replace(REQUEST, techniques=(StepReuse(every=1),))
    assert (paint(model, whole)[0] == paint(model, REQUEST)[0]).all()


def test_where_attention_is_looked_at_nothing_is_reused(model: LoadedModel) -> None:
    looking = AttendAndExcite(words=("cat", "frog"), max_refinement_steps=1)
    alone = replace(REQUEST, techniques=(looking,))
    both = replace(REQUEST, techniques=(looking, StepReuse(every=6)))
    without = _inner_calls(model, alone) - REQUEST.steps
    assert without > 0
    assert without < _inner_calls(model, both) < _inner_calls(model, alone)


def test_what_comes_back_after_some_steps_is_computed_anew(model: LoadedModel) -> None:
    """The prompt is predicted alone in steps 1 and 2, and again in 5 and 6: what the inner layers
    made in the first step is of another picture by then."""
    halfway = LimitedGuidance(start=0.3, end=0.6)
    request = replace(REQUEST, techniques=(halfway, StepReuse(every=3)))
    # Steps 1 and 4 by the rule, 3 and 5 because others are asked for than in the step before.
    assert _inner_calls(model, request) == 4


def test_regions_and_batches_keep_each_their_own(model: LoadedModel) -> None:
    request = replace(REQUEST, batch=2, regions=(RegionPrompt("a dog", box=Rect(0, 0, 30, 56)),))
    on, off = (
        paint(model, replace(request, techniques=(StepReuse(every=2),))),
        paint(model, request),
    )
    assert all((a != b).any() for a, b in zip(on, off, strict=True))
    alone = replace(request, batch=1, techniques=(StepReuse(every=2),))
    assert abs(paint(model, alone)[0].astype(int) - on[0]).max() <= 1


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("sdxl", [False, True])
@pytest.mark.parametrize("controlled", [False, True])
def test_outer_layers_alone_are_what_they_are_in_the_whole(
    layers: int, sdxl: bool, controlled: bool
) -> None:
    unet = (tiny_sdxl() if sdxl else tiny_model(widths=(16, 24, 32), tokens=48)).unet
    dice = torch.Generator().manual_seed(5)
    random = lambda *shape: torch.randn(*shape, generator=dice)  # noqa: E731
    config = unet.config
    added = None
    if sdxl:
        summary = config.projection_class_embeddings_input_dim - 6 * config.addition_time_embed_dim
        added = {"text_embeds": random(2, summary), "time_ids": torch.full((2, 6), 64.0)}
    sample, words = random(2, 4, 8, 12), random(2, 7, config.cross_attention_dim)
    down, middle = None, None
    if controlled:
        skips: list[torch.Tensor] = [unet.conv_in(sample)]
        time = unet.time_embedding(unet.get_time_embed(sample=sample, timestep=torch.tensor(400)))
        extra = unet.get_aug_embed(emb=time, encoder_hidden_states=words, added_cond_kwargs=added)
        time = time if extra is None else time + extra
        hidden = skips[0]
        for block in unet.down_blocks:
            more = {"encoder_hidden_states": words} if hasattr(block, "attentions") else {}
            hidden, passed = block(hidden_states=hidden, temb=time, **more)
            skips += passed
        down, middle = tuple(random(*skip.shape) for skip in skips), random(*hidden.shape)
    inputs = Inputs(sample, torch.tensor(400), words, down, middle, None, added)
    with torch.no_grad(), outer.inner_kept(unet, layers) as kept:
        whole = unet(
            sample,
            inputs.time,
            encoder_hidden_states=words,
            down_block_additional_residuals=down,
            mid_block_additional_residual=middle,
            added_cond_kwargs=added,
        ).sample
    with torch.no_grad():
        alone = outer.predict(unet, layers, kept[0], inputs)
    assert torch.allclose(alone, whole, atol=1e-6)
    assert not unet.up_blocks[-1].resnets[-layers]._forward_pre_hooks
