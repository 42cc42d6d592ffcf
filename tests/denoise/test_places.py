"""The eight places into which techniques plug: each reaches what it says, alone and together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from torch import Tensor

from core.denoise import loop
from core.denoise.attention import Site
from core.denoise.begin import begin, branches
from core.denoise.conditions import NEGATIVE, PROMPT, Branch, Piece
from core.denoise.paint import paint
from core.denoise.places import Places
from core.denoise.run import Run, Step
from core.denoise.unet import Call
from core.models.loading import LoadedModel
from core.request import Pixels, Request
from core.techniques import declare
from core.techniques.declare import Technique, technique

if TYPE_CHECKING:
    from core.denoise.places import Watcher

REQUEST = Request(prompt="a cat", width=64, height=48, steps=3, sampler="euler", batch=2, seed=1)


def latents_of(model: LoadedModel, *places: Places, request: Request = REQUEST) -> Tensor:
    """The finished latents of a run with these places, set up as `paint` does."""
    with torch.no_grad():
        run, latents = begin(model, request)
        run.places = [*run.places, *places]
        with run.attention.installed(model.unet, run.places):
            return loop.denoise(run, latents, branches(run), lambda *_: None)


def test_words_may_become_other_words(tiny: LoadedModel) -> None:
    class Dog(Places):
        def words(self, pieces: list[Piece]) -> list[Piece]:
            return [replace(piece, text=piece.text.replace("cat", "dog")) for piece in pieces]

    wanted = latents_of(tiny, request=replace(REQUEST, prompt="a dog"))
    assert torch.equal(latents_of(tiny, Dog()), wanted)


def test_a_branch_is_predicted_in_the_same_call_and_can_guide(tiny: LoadedModel) -> None:
    class Towards(Places):
        """SEGA's shape: a concept's prediction, and a term of guidance."""

        def branches(self, step: Step, branches: list[Branch]) -> list[Branch]:
            return [*branches, Branch.everywhere("concept", step.run.encode("a dog"))]

        def guide(self, step: Step, noise: Tensor) -> Tensor:
            return noise + 2 * (step.predictions["concept"] - step.predictions[NEGATIVE])

    class Nowhere(Towards):
        def guide(self, step: Step, noise: Tensor) -> Tensor:
            return noise

    rows: list[int] = []
    hook = tiny.unet.register_forward_pre_hook(lambda _, inputs: rows.append(len(inputs[0])))
    pushed = latents_of(tiny, Towards())
    hook.remove()
    assert rows == [6, 6, 6]  # negative, prompt and concept of two pictures, once a step
    assert not torch.allclose(pushed, latents_of(tiny))
    torch.testing.assert_close(latents_of(tiny, Nowhere()), latents_of(tiny), atol=1e-5, rtol=1e-5)


def test_a_negative_prediction_can_be_asked_for_without_guidance(tiny: LoadedModel) -> None:
    class Needs(Places):
        def branches(self, step: Step, branches: list[Branch]) -> list[Branch]:
            names = [branch.name for branch in branches]
            assert names == [PROMPT]
            return [Branch.everywhere(NEGATIVE, step.run.encode("")), *branches]

        def guide(self, step: Step, noise: Tensor) -> Tensor:
            return noise + 4 * (step.predictions[PROMPT] - step.predictions[NEGATIVE])

    wanted = latents_of(tiny, request=replace(REQUEST, guidance_scale=5.0))
    found = latents_of(tiny, Needs(), request=replace(REQUEST, guidance_scale=1.0))
    torch.testing.assert_close(found, wanted, atol=1e-5, rtol=1e-5)


def test_residuals_of_several_techniques_add_up(tiny: LoadedModel) -> None:
    shapes: list[torch.Size] = []

    class Residual(Places):
        """ControlNet's shape: a residual for each skip connection, and one for the middle."""

        def __init__(self, strength: float) -> None:
            self.strength = strength

        def inputs(self, call: Call) -> None:
            rows, _, height, width = call.latents.shape
            skips = [(16, 1), (16, 1), (16, 2), (24, 2), (24, 4), (32, 4)]
            down = [
                torch.full((rows, c, -(-height // k), -(-width // k)), self.strength)
                for c, k in skips
            ]
            call.add_residuals(down, torch.full((rows, 32, -(-height // 4), 2), self.strength))
            shapes.append(call.latents.shape)

    both = latents_of(tiny, Residual(0.1), Residual(0.2))
    torch.testing.assert_close(both, latents_of(tiny, Residual(0.3)), atol=1e-5, rtol=1e-5)
    assert not torch.allclose(both, latents_of(tiny))
    assert shapes[0] == (4, 4, 6, 8)


def test_features_of_several_adapters_add_up(tiny: LoadedModel) -> None:
    class Adapter(Places):
        def __init__(self, strength: float) -> None:
            self.strength = strength

        def inputs(self, call: Call) -> None:
            rows, _, height, width = call.latents.shape
            call.add_features(
                [
                    torch.full((rows, c, -(-height // k), -(-width // k)), self.strength)
                    for c, k in [(16, 2), (24, 2), (32, 4)]
                ]
            )

    both = latents_of(tiny, Adapter(0.1), Adapter(0.2))
    torch.testing.assert_close(both, latents_of(tiny, Adapter(0.3)), atol=1e-5, rtol=1e-5)
    assert not torch.allclose(both, latents_of(tiny))


class Watching(Places):
    """Attention maps of the prompt, by layer."""

    def __init__(self) -> None:
        self.maps: dict[str, Tensor] = {}

    def attention(self, site: Site) -> Watcher | None:
        if not site.cross:
            return None

        def watch(call: Call, maps: Tensor) -> None:
            if call.has(PROMPT):
                seen = call.of_branch(PROMPT, maps)
                self.maps[site.name] = seen.unflatten(2, call.grid(seen.shape[2]))

        return watch


def test_watching_attention_changes_nothing_and_sees_every_word(tiny: LoadedModel) -> None:
    watching = Watching()
    torch.testing.assert_close(latents_of(tiny, watching), latents_of(tiny), atol=1e-4, rtol=1e-4)
    assert {name.split("_")[0] for name in watching.maps} == {"down", "mid", "up"}
    for maps in watching.maps.values():
        assert maps.shape[0] == 2  # pictures
        assert maps.shape[2:4] in ((3, 4), (2, 2))  # half and a quarter of 6 × 8, rounded up
        torch.testing.assert_close(maps.sum(-1), torch.ones(maps.shape[:-1]))


def test_attention_can_be_changed_by_several_in_turn(tiny: LoadedModel) -> None:
    class Even(Places):
        def attention(self, site: Site) -> Watcher | None:
            return (
                (lambda _, maps: torch.full_like(maps, 1 / maps.shape[-1])) if site.cross else None
            )

    watching = Watching()
    changed = latents_of(tiny, Even(), watching)
    assert not torch.allclose(changed, latents_of(tiny))
    assert all(torch.allclose(maps, torch.tensor(1 / 48)) for maps in watching.maps.values())


def test_latents_can_be_optimised_before_a_step(tiny: LoadedModel) -> None:
    class Excite(Places):
        """Attend-and-Excite's shape: a loss over the attention to a word, and its gradient."""

        def __init__(self) -> None:
            self.watching = Watching()
            self.losses: list[tuple[float, float]] = []

        def attention(self, site: Site) -> Watcher | None:
            return self.watching.attention(site)

        def loss(self, step: Step, latents: Tensor) -> Tensor:
            step.predict(latents, [step.branch(PROMPT)])
            return torch.stack(
                [1 - maps[..., 2].mean() for maps in self.watching.maps.values()]
            ).mean()

        def before(self, step: Step, latents: Tensor) -> Tensor:
            with torch.enable_grad():
                start = latents.detach().requires_grad_()
                loss = self.loss(step, start)
                (gradient,) = torch.autograd.grad(loss, start)
            better = latents - 0.5 * gradient / gradient.norm()
            self.losses.append((loss.item(), self.loss(step, better).item()))
            return better

    excite = Excite()
    assert latents_of(tiny, excite).isfinite().all()
    assert len(excite.losses) == 3
    assert all(after < before for before, after in excite.losses)
    assert all(parameter.grad is None for parameter in tiny.unet.parameters())
    assert not any(parameter.requires_grad for parameter in tiny.unet.parameters())


def test_the_start_can_be_an_inversion(tiny: LoadedModel) -> None:
    class Invert(Places):
        """DDIM inversion (Song et al. 2020): from clean latents up through the levels."""

        def __init__(self, run: Run, clean: Tensor) -> None:
            self.run, self.clean = run, clean

        def start(self, latents: Tensor) -> Tensor:
            branch = Branch.everywhere(PROMPT, self.run.encode("a cat"))
            found = self.clean
            for index in reversed(range(len(self.run.schedule))):
                step = Step(self.run, index, [branch], found)
                prediction = step.predict(found, [branch])[PROMPT]
                below = self.run.schedule.levels[index + 1]
                clean = below.clean(found, prediction, "epsilon")
                found = step.level.mixed(clean, prediction)
            return found

    picture = Pixels(np.full((48, 64, 4), 255, np.uint8))
    wanted = replace(
        REQUEST, source=picture, strength=0.4, guidance_scale=1.0, steps=50, sampler="ddim", batch=1
    )
    clean = torch.randn(1, 4, 6, 8, generator=torch.Generator().manual_seed(3))
    with torch.no_grad():
        run, latents = begin(tiny, wanted)
        run.places = [Invert(run, clean)]
        back = loop.denoise(run, latents, branches(run), lambda *_: None)
    assert (back - clean).abs().mean() < 0.1 * clean.abs().mean()


def test_what_is_kept_after_a_step_is_kept(tiny: LoadedModel) -> None:
    class Left(Places):
        def after(self, step: Step, latents: Tensor) -> Tensor:
            kept = latents.clone()
            kept[..., :2] = 0.25
            return kept

    assert (latents_of(tiny, Left())[..., :2] == 0.25).all()


@technique("test_everything", title="Everything at once")
class Everything(Technique):
    """Edits weights, watches and changes attention, and may fail in the middle."""

    fails: bool = False

    def begin(self, run: Run) -> Places:
        return _Everything(self.fails)


del declare._known["test_everything"]  # it is none of the program's, which others list


class _Everything(Watching):
    def __init__(self, fails: bool) -> None:
        super().__init__()
        self.fails = fails

    @contextmanager
    def weights(self, run: Run) -> Iterator[None]:
        weight = run.model.unet.conv_out.weight
        before = weight.clone()
        weight.mul_(1.5)
        try:
            yield
        finally:
            weight.copy_(before)

    def after(self, step: Step, latents: Tensor) -> Tensor:
        if self.fails and step.index == 1:
            raise RuntimeError("in the middle")
        return latents


@pytest.mark.parametrize("fails", [False, True])
def test_the_model_is_as_it_was_afterwards_whatever_happened(
    tiny: LoadedModel, fails: bool
) -> None:
    before = paint(tiny, REQUEST)
    processors = dict(tiny.unet.attn_processors)
    weights = {name: value.clone() for name, value in tiny.unet.state_dict().items()}
    edited = replace(REQUEST, techniques=(Everything(fails=fails),))
    if fails:
        with pytest.raises(RuntimeError, match="in the middle"):
            paint(tiny, edited)
    else:
        assert any((a != b).any() for a, b in zip(paint(tiny, edited), before, strict=True))
    assert all(tiny.unet.attn_processors[name] is kept for name, kept in processors.items())
    assert all(torch.equal(value, weights[name]) for name, value in tiny.unet.state_dict().items())
    for module in (tiny.unet, tiny.vae, tiny.text_encoder):
        assert not any(part._forward_pre_hooks for part in module.modules())
    after = paint(tiny, REQUEST)
    assert all((a == b).all() for a, b in zip(after, before, strict=True))
