"""LEDITS++: the picture comes back exactly, but for concepts; and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from core.denoise import loop, noise, pictures
from core.denoise.begin import begin, branches
from core.denoise.guidance import guided
from core.denoise.inversion import source_of
from core.denoise.paint import paint
from core.denoise.run import Run, Step
from core.errors import Cancelled, RecipeError
from core.geometry import Rect
from core.models.loading import LoadedModel
from core.request import SAMPLERS, Mode, Pixels, RegionPrompt, Request, strength_when_open
from core.techniques import declare
from core.techniques.diffedit import DiffEdit
from core.techniques.instruct_pix2pix import InstructPix2Pix
from core.techniques.ledits import Edit, Ledits
from core.techniques.multidiffusion import MultiDiffusion
from core.techniques.pix2pix_zero import Pix2PixZero
from core.techniques.semantic_guidance import Direction, SemanticGuidance, Slider
from tests.techniques.runs import ended
from tests.techniques.settings import drawn
from tests.tiny_models import tiny_model, tiny_sdxl

SNOW = SemanticGuidance(concepts=(Slider(prompt="snow", warm_up=0, threshold=0.5),))

REQUEST = Request(
    prompt="",
    width=72,
    height=40,
    steps=5,
    batch=2,
    sampler="dpmpp_2m",
    guidance_scale=5.0,
    seed=1,
    source=drawn(72, 40),
    strength=0.8,
    techniques=(Ledits(),),
)


@pytest.fixture(scope="module")
def tiny() -> LoadedModel:
    return tiny_model(widths=(16, 24, 32), tokens=48)


def error(run: Run, latents: Tensor) -> float:
    """Of latents against the source's, relative to these."""
    source = source_of(run)
    return float((latents - source).norm() / source.norm())


@pytest.mark.parametrize("sampler", SAMPLERS)
@pytest.mark.parametrize("prompt", ["", "a cat on a beach"])
def test_without_concepts_the_picture_comes_back_exactly(
    tiny: LoadedModel, sampler: str, prompt: str
) -> None:
    """With guidance by a prompt too, and from any part of the way to noise."""
    for strength in (0.8, 1.0):
        request = replace(REQUEST, sampler=sampler, prompt=prompt, strength=strength)
        run, latents = ended(tiny, request)
        assert latents.shape == (2, 4, 5, 9)
        assert error(run, latents) <= 1e-4
        # The two pictures have noise of their own, so it is no copy that comes back.
        assert not torch.equal(run.noise[0], run.noise[1])
        # Image to image, with the same of everything, is far from it.
        run, latents = ended(tiny, replace(request, techniques=()))
        assert run.source is None or error(run, latents) > 0.05


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_a_concept_changes_the_picture_with_every_sampler(tiny: LoadedModel, sampler: str) -> None:
    for techniques in ((Ledits(), SNOW), (SNOW, Ledits())):
        request = replace(REQUEST, sampler=sampler, techniques=techniques)
        run, latents = ended(tiny, request)
        assert error(run, latents) > 1e-3
        # It is the concept alone that is seen: much of image to image's change is not there.
        run, other = ended(tiny, replace(request, techniques=(SNOW,)))
        assert error(run, latents) < error(run, other)


def test_the_order_of_the_two_does_not_matter(tiny: LoadedModel) -> None:
    _, one = ended(tiny, replace(REQUEST, techniques=(Ledits(), SNOW)))
    _, other = ended(tiny, replace(REQUEST, techniques=(SNOW, Ledits())))
    assert torch.allclose(one, other, atol=1e-5)


def test_a_stronger_concept_changes_more_and_directions_differ(tiny: LoadedModel) -> None:
    def edited(scale: float, direction: Direction = Direction.ADD) -> tuple[float, Tensor]:
        slider = replace(SNOW.concepts[0], scale=scale, direction=direction)
        concepts = SemanticGuidance(concepts=(slider,))
        run, latents = ended(tiny, replace(REQUEST, techniques=(Ledits(), concepts)))
        return error(run, latents), latents - source_of(run)

    errors = [edited(scale)[0] for scale in (0.0, 2.0, 8.0)]
    assert errors[0] <= 1e-4
    assert errors[0] < errors[1] < errors[2]
    more, less = edited(2.0)[1], edited(2.0, Direction.REMOVE)[1]
    assert float((more * less).sum()) < 0


def test_by_a_stochastic_sampler_the_edit_is_that_of_the_paper(tiny: LoadedModel) -> None:
    """z = (y' - μ(y)) / σ and x' = μ(x) + σ z, with Euler's ancestral μ and σ written out."""
    request = replace(REQUEST, sampler="euler_a", techniques=(Ledits(), SNOW), batch=1)
    _, found = ended(tiny, request)
    with torch.no_grad():
        run, _ = begin(tiny, request)
        source, levels = source_of(run), run.schedule.levels
        predicted, concepts = branches(run), run.places[-1]
        x = y = levels[0].mixed(source, run.noise)
        for index in range(len(run.schedule)):
            step = Step(run, index, list(predicted), x)
            step.branches = concepts.branches(step, step.branches)
            y_next = source
            if index + 1 < len(run.schedule):
                own = noise.drawn((4, 5, 9), run.generators, run.model.device)
                y_next = levels[index + 1].mixed(source, own)
            base = guided(step.predict(y, predicted), 1.0)
            step.predictions = step.predict(x, step.branches)
            edit = concepts.guide(step, guided(step.predictions, 1.0))
            # The sampler's own noise cancels; it is drawn all the same.
            run.schedule.step(index, edit, x, run.generators)
            here, there = step.level.noise, step.next_level.noise
            up = (there**2 * (here**2 - there**2) / here**2) ** 0.5
            down = (there**2 - up**2) ** 0.5
            # σ z = y' - μ(y); at the end, where σ is 0, it is what is left of the source.
            rest = y_next - (y + (down - here) * base)
            x, y = x + (down - here) * edit + rest, y_next
    assert float((found - x).norm() / x.norm()) <= 1e-4


# What follows is about its own concepts. What they are by numbers is in tests/parity.

WINTER = Edit(prompt="snow", threshold=0.5)


def change(run: Run, latents: Tensor) -> Tensor:
    """How much each place of each picture differs from the source's, (pictures, h, w)."""
    return (latents - source_of(run)).abs().mean(1)


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_its_own_concepts_change_the_picture_with_every_sampler(
    tiny: LoadedModel, sampler: str
) -> None:
    for prompt in ("", "a cat on a beach"):
        request = replace(REQUEST, sampler=sampler, prompt=prompt)
        run, plain = ended(tiny, replace(request, techniques=(Ledits(),)))
        edited = Ledits(concepts=(WINTER,))
        run, latents = ended(tiny, replace(request, techniques=(edited,)))
        assert error(run, plain) <= 1e-4
        assert latents.isfinite().all()
        assert error(run, latents) > 1e-3


def test_of_its_concepts_a_stronger_one_changes_more_and_directions_differ(
    tiny: LoadedModel,
) -> None:
    def edited(**changes: object) -> tuple[float, Tensor]:
        concept = replace(WINTER, **changes)  # type: ignore[arg-type]
        run, latents = ended(tiny, replace(REQUEST, techniques=(Ledits(concepts=(concept,)),)))
        return error(run, latents), latents - source_of(run)

    errors = [edited(scale=scale)[0] for scale in (0.0, 2.0, 8.0)]
    assert errors[0] <= 1e-4
    assert errors[0] < errors[1] < errors[2]
    more, less = edited(scale=2.0)[1], edited(scale=2.0, direction=Direction.REMOVE)[1]
    assert float((more * less).sum()) < 0


def pushes(model: LoadedModel, request: Request) -> list[Tensor]:
    """What the concepts add in each step, (pictures, 4, h, w)."""
    with torch.no_grad():
        run, latents = begin(model, request)
        edits = next(place._edits for place in run.places if hasattr(place, "_edits"))
        found: list[Tensor] = []
        push = edits.push

        def remember(step: Step) -> Tensor:
            found.append(push(step))
            return found[-1]

        edits.push = remember
        with run.attention.installed(model.unet, run.places):
            loop.denoise(run, latents, branches(run), lambda *_: None)
    return found


def test_only_the_share_of_the_picture_that_it_says_is_changed(tiny: LoadedModel) -> None:
    """Both masks have to agree, so it is that share at most."""
    for threshold in (0.0, 0.5, 0.8):
        concept = replace(WINTER, threshold=threshold)
        request = replace(REQUEST, width=128, height=96, source=drawn(128, 96))
        found = pushes(tiny, replace(request, techniques=(Ledits(concepts=(concept,)),)))
        for push in found:
            share = (push != 0).any(1).float().mean((1, 2))
            assert (share > 0).all()
            # One of the 4 × 3 places of the map is a twelfth.
            assert (share <= 1 - threshold + 1 / 12).all()
            if not threshold:
                assert (share == 1).all()


def test_a_concept_counts_in_its_steps_and_is_predicted_in_no_other(tiny: LoadedModel) -> None:
    concept = replace(WINTER, warm_up=1, cool_down=3)
    request = replace(REQUEST, batch=1, techniques=(Ledits(concepts=(concept,)),))
    rows: list[int] = []
    hook = tiny.unet.register_forward_pre_hook(lambda _, inputs: rows.append(len(inputs[0])))
    try:
        found = pushes(tiny, request)
    finally:
        hook.remove()
    assert [bool(push.any()) for push in found] == [False, True, True, False]
    # The source's prediction, then the step's own; a prompt that says nothing is what the concept
    # is told apart from.
    assert rows == [1, 1, 1, 2, 1, 2, 1, 1]


def test_each_concept_has_its_own_place(tiny: LoadedModel) -> None:
    """Their pushes add up."""
    both = (WINTER, replace(WINTER, prompt="a red hat", threshold=0.8))
    (together, *_), *alone = (
        pushes(tiny, replace(REQUEST, techniques=(Ledits(concepts=concepts),)))
        for concepts in (both, both[:1], both[1:])
    )
    assert torch.allclose(together, alone[0][0] + alone[1][0], atol=1e-5)
    assert not torch.equal(alone[0][0] != 0, alone[1][0] != 0)


@pytest.mark.parametrize("sampler", ["euler", "dpmpp_2m_sde"])
def test_its_concepts_work_in_windows_with_regions_and_by_v_prediction(sampler: str) -> None:
    model = tiny_model(prediction="v_prediction")
    request = replace(
        REQUEST,
        sampler=sampler,
        prompt="a cat",
        regions=(RegionPrompt("a dog", box=Rect(0, 0, 40, 40)),),
        techniques=(MultiDiffusion(window=64, stride=16), Ledits(concepts=(WINTER,))),
    )
    run, latents = ended(model, request)
    changed = change(run, latents)
    assert latents.isfinite().all()
    assert changed.max() > 0.01


def test_its_concepts_work_in_sdxl() -> None:
    run, latents = ended(tiny_sdxl(), replace(REQUEST, techniques=(Ledits(concepts=(WINTER,)),)))
    assert error(run, latents) > 1e-3


def test_within_a_mask_a_concept_acts_wherever_it_would_act_else(tiny: LoadedModel) -> None:
    """The share that is left alone counts what the mask protects."""
    white = np.zeros((40, 72), np.uint8)
    for left in (0, 48):
        mask = white.copy()
        mask[:, left : left + 24] = 255
        request = replace(REQUEST, steps=10, mask=Pixels(mask))
        concept = replace(WINTER, threshold=0.9)
        run, latents = ended(tiny, replace(request, techniques=(Ledits(concepts=(concept,)),)))
        changed = change(run, latents).amax((0, 1))
        assert changed[left // 8 : left // 8 + 3].min() > 0.01
        assert changed.count_nonzero() == 3


def test_no_sampler_warns(tiny: LoadedModel, caplog: pytest.LogCaptureFixture) -> None:
    for sampler in ("euler", "euler_a"):
        ended(tiny, replace(REQUEST, sampler=sampler))
    assert not caplog.records


def test_a_picture_is_the_same_alone_and_in_a_batch(tiny: LoadedModel) -> None:
    # Everywhere: a place at the edge of a share may fall to either side by rounding.
    everywhere = SemanticGuidance(concepts=(replace(SNOW.concepts[0], threshold=0.0),))
    request = replace(REQUEST, techniques=(Ledits(), everywhere), sampler="euler_a")
    _, both = ended(tiny, request)
    _, alone = ended(tiny, replace(request, batch=1, seed=2))
    assert torch.allclose(both[1:], alone, atol=1e-4)


def test_without_a_prompt_one_prediction_of_the_source_is_made(tiny: LoadedModel) -> None:
    rows: list[int] = []
    hook = tiny.unet.register_forward_pre_hook(lambda _, inputs: rows.append(len(inputs[0])))
    try:
        ended(tiny, replace(REQUEST, batch=1))
        assert rows == [1, 1] * 4
        rows.clear()
        ended(tiny, replace(REQUEST, batch=1, prompt="a cat"))
        assert rows == [2, 2] * 4
    finally:
        hook.remove()


def test_guidance_of_regions_stays_when_the_prompt_is_empty() -> None:
    region = RegionPrompt("a dog", box=Rect(0, 0, 32, 40))
    assert Ledits().read(REQUEST).guidance_scale == 1
    for request in (replace(REQUEST, regions=(region,)), replace(REQUEST, prompt="a cat")):
        assert Ledits().read(request) == request


@pytest.mark.parametrize("sampler", ["euler", "unipc", "dpmpp_sde"])
def test_it_comes_back_in_windows_with_regions_and_by_v_prediction(sampler: str) -> None:
    model = tiny_model(prediction="v_prediction")
    request = replace(
        REQUEST,
        sampler=sampler,
        prompt="a cat",
        regions=(RegionPrompt("a dog", box=Rect(0, 0, 40, 40)),),
        techniques=(MultiDiffusion(window=64, stride=16), Ledits()),
    )
    assert error(*ended(model, request)) <= 1e-4


def test_it_comes_back_in_sdxl() -> None:
    assert error(*ended(tiny_sdxl(), REQUEST)) <= 1e-4


def test_under_a_mask_only_what_is_white_or_grey_changes(tiny: LoadedModel) -> None:
    levels = np.zeros((40, 72), np.uint8)
    levels[:, 24:48], levels[:, 48:] = 128, 255
    request = replace(REQUEST, steps=10, mask=Pixels(levels))
    assert error(*ended(tiny, request)) <= 1e-4
    run, latents = ended(tiny, replace(request, techniques=(Ledits(), SNOW)))
    change = (latents - source_of(run)).abs().mean((0, 1, 2))
    assert change[:3].max() == 0
    assert 0 < change[3:6].mean() < change[6:].mean()


def test_the_painted_picture_is_what_the_model_makes_of_the_source(tiny: LoadedModel) -> None:
    run, _ = ended(tiny, REQUEST)
    for index, one in enumerate(paint(tiny, REQUEST)):
        decoded = pictures.picture(
            pictures.decode_wrapped(tiny, source_of(run)[index : index + 1], (False, False))
        )
        assert np.abs(one.astype(int) - decoded).max() <= 1


@pytest.mark.parametrize("ending", ["done", "cancelled"])
def test_it_leaves_no_trace(tiny: LoadedModel, ending: str) -> None:
    weights = {name: value.clone() for name, value in tiny.unet.state_dict().items()}
    processors = dict(tiny.unet.attn_processors)
    request = replace(REQUEST, techniques=(Ledits(), SNOW))
    polls = iter(range(60))
    if ending == "done":
        first, again = paint(tiny, request), paint(tiny, request)
        assert all((a == b).all() for a, b in zip(first, again, strict=True))
    else:
        with pytest.raises(Cancelled):
            paint(tiny, request, cancelled=lambda: next(polls, None) is None)
    assert all(torch.equal(value, weights[name]) for name, value in tiny.unet.state_dict().items())
    assert all(tiny.unet.attn_processors[name] is one for name, one in processors.items())
    assert not any(part._forward_pre_hooks for part in tiny.unet.modules())


def test_left_open_the_strength_is_that_of_the_authors() -> None:
    assert strength_when_open(Mode.IMAGE_TO_IMAGE, (SNOW, Ledits())) == 0.8


def test_its_recipe_is_its_name() -> None:
    read = declare.parse(Ledits, {"id": "ledits"}, "techniques[0]")
    assert read == Ledits()
    assert declare.to_json(read) == {"id": "ledits", "concepts": []}
    concepts = [{"prompt": "snow", "direction": "remove", "threshold": 0.8}]
    read = declare.parse(Ledits, {"id": "ledits", "concepts": concepts}, "techniques[0]")
    assert read == Ledits(
        concepts=(Edit(prompt="snow", direction=Direction.REMOVE, threshold=0.8),)
    )
    never = {"id": "ledits", "concepts": [{"prompt": "snow", "warm_up": 3, "cool_down": 3}]}
    with pytest.raises(RecipeError, match="stop counting"):
        declare.parse(Ledits, never, "techniques[0]")
    with pytest.raises(RecipeError):
        declare.parse(Ledits, {"id": "ledits", "skip": 0.2}, "techniques[0]")


def test_without_a_picture_it_is_refused() -> None:
    with pytest.raises(RecipeError, match="picture"):
        replace(REQUEST, source=None, strength=None).check()


@pytest.mark.parametrize(
    "other",
    [
        Ledits(),
        DiffEdit(source_words="a cat", target_words="a dog"),
        Pix2PixZero(source_words="cat", target_words="dog"),
        InstructPix2Pix(instruction="make it night"),
    ],
)
def test_what_would_undo_it_is_refused(other: declare.Technique) -> None:
    for both in ((Ledits(), other), (other, Ledits())):
        with pytest.raises(RecipeError, match="cannot be combined"):
            replace(REQUEST, prompt="a cat", techniques=both).check()
    replace(REQUEST, techniques=(Ledits(), SNOW)).check()
