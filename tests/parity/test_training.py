"""One step of each trainer against its paper's loss, written out plainly, in float64.

The plain side knows nothing of the trainers: it has the model's networks, puts the changed weights
into them as functions of the parameters that are learned, and takes AdamW's first step by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn.functional import avg_pool2d, conv2d, interpolate, pixel_unshuffle, silu

from core.models.loading import LoadedModel
from core.training.batch import Batch
from core.training.dealing import Dice
from core.training.declare import Plan
from core.training.low_rank import LowRank
from core.training.mapped import Following
from core.training.optimiser import Optimiser
from core.training.plan import parse_plan
from core.training.trainer import Trainer
from tests.tiny_controls import attending_first
from tests.tiny_models import SD_SCHEDULER, tiny_model, tiny_sdxl

TOLERANCE = 1e-6
RATE, DECAY, LONGEST = 1e-2, 0.03, 0.05
CAPTIONS = ("a <zorb> cat on a beach", "a dog")

Loss = Callable[[LoadedModel, Mapping[str, Tensor], Batch], Tensor]


def double(model: LoadedModel) -> LoadedModel:
    for module in model.modules:
        module.double()
    return replace(model, dtype=torch.float64)


def plan_of(kind: str, **fields: Any) -> Plan:
    common = {"learning_rate": RATE, "weight_decay": DECAY, "clip": LONGEST, "seed": 3}
    folder = {} if kind == "custom_diffusion" else {"pictures": [{"folder": "x"}]}
    return parse_plan({"kind": kind, **common, **folder, **fields}, Path())


def some_map(count: int = 2, size: int = 64) -> Tensor:
    dice = torch.Generator().manual_seed(12)
    return torch.rand((count, 3, size, size), generator=dice, dtype=torch.float64) * 2 - 1


def some_batch(captions: tuple[str, ...] = CAPTIONS, **fields: Any) -> Batch:
    dice = torch.Generator().manual_seed(11)

    def some(*shape: int) -> Tensor:
        return torch.randn(shape, generator=dice, dtype=torch.float64)

    count = len(captions)
    given: dict[str, Any] = {
        "clean": some(count, 4, 8, 8),
        "noise": some(count, 4, 8, 8),
        "times": torch.tensor([30, 700][:count]),
        "captions": captions,
        "weights": torch.full((count,), 1 / count, dtype=torch.float64),
        "sizes": torch.tensor([[64.0, 48.0, 0.0, 8.0, 64.0, 64.0]] * count),
    }
    return Batch(**(given | fields))


# The plain side


def alphas() -> Tensor:
    first, last = SD_SCHEDULER["beta_start"] ** 0.5, SD_SCHEDULER["beta_end"] ** 0.5
    betas = torch.linspace(first, last, 1000, dtype=torch.float32) ** 2
    return (1 - betas).cumprod(0).double()


def ids(model: LoadedModel, caption: str, new: dict[str, list[int]] | None = None) -> list[int]:
    """A caption's tokens, padded; a new word has those that it is given."""
    found = [999]
    for word in caption.split():
        if new and word in new:
            found += new[word]
        else:
            found += model.tokenizer(word, add_special_tokens=False).input_ids
    found.append(1000)
    return found + [1000] * (77 - len(found))


def encoded(model: LoadedModel, rows: list[list[int]], table: Tensor | None = None) -> Tensor:
    weights = {}
    if table is not None:
        name = next(n for n, _ in model.text_encoder.named_parameters() if "token_embedding" in n)
        weights[name] = table
    output: Tensor = functional_call(model.text_encoder, weights, (torch.tensor(rows),))[0]
    return output


def denoising(
    model: LoadedModel,
    weights: Mapping[str, Tensor],
    batch: Batch,
    words: Tensor,
    *seen: Tensor,
    **added: Any,
) -> Tensor:
    """‖ε - ε_θ(√ᾱ x + √(1-ᾱ) ε, t, c)‖² of each row, a mean over its numbers. What is `seen`
    beside are further channels."""
    signal = alphas()[batch.times].sqrt()[:, None, None, None]
    level = (1 - alphas()[batch.times]).sqrt()[:, None, None, None]
    noisy = signal * batch.clean + level * batch.noise
    guess = functional_call(
        model.unet,
        dict(weights),
        (torch.cat([noisy, *seen], 1), batch.times),
        {"encoder_hidden_states": words, **added},
    ).sample
    return (guess - batch.noise).square().mean((1, 2, 3))


def first_step(parameters: Mapping[str, Tensor], loss: Tensor) -> dict[str, Tensor]:
    """AdamW's first step by hand: both averages are the gradient's own after bias correction."""
    gradients = torch.autograd.grad(loss, list(parameters.values()))
    norm = torch.stack([one.square().sum() for one in gradients]).sum().sqrt()
    cut = min(1.0, float(LONGEST / (norm + 1e-6)))
    return {
        name: (value * (1 - RATE * DECAY) - RATE * (g * cut) / ((g * cut).abs() + 1e-8)).detach()
        for (name, value), g in zip(parameters.items(), gradients, strict=True)
    }


def check(plan: Plan, made: Callable[[], LoadedModel], batch: Batch, plain: Loss) -> None:
    """One step of the trainer's own, and one of the plain loss from where the trainer began."""
    trainer = plan.begin(double(made()))
    learning = trainer.learns()
    for one in learning:
        for parameter in one.parameters.values():
            parameter.data = parameter.data.double()
            parameter.requires_grad_(True)
    optimiser = Optimiser(plan, learning)
    begun = {
        name: value.detach().clone().requires_grad_(True)
        for name, value in optimiser.parameters.items()
    }
    ours = trainer.loss(batch)
    wanted = plain(double(made()), begun, batch)
    torch.testing.assert_close(ours, wanted, atol=0, rtol=TOLERANCE)
    optimiser.add(ours)
    optimiser.step()
    after = first_step(begun, wanted)
    moved = 0.0
    for name, value in optimiser.parameters.items():
        torch.testing.assert_close(value.detach(), after[name], atol=TOLERANCE, rtol=0)
        moved = max(moved, float((value - begun[name]).detach().abs().max()))
    assert moved > RATE / 2


# LoRA


def with_low_rank(
    network: Any, part: str, changes: Mapping[str, Tensor], scale: float
) -> dict[str, Tensor]:
    """W + (α / r) B A for each pair among the changes."""
    own = dict(network.named_parameters())
    found = {}
    for name, a in changes.items():
        if name.startswith(f"{part}.") and ".lora_A." in name:
            layer = name.removeprefix(f"{part}.").split(".lora_A.")[0]
            b = changes[name.replace(".lora_A.", ".lora_B.")]
            found[f"{layer}.weight"] = own[f"{layer}.weight"] + scale * b @ a
    assert found
    return found


def changed(begun: Mapping[str, Tensor]) -> None:
    """What begins at zero keeps gradients from the rest: both sides go on from somewhere else."""
    dice = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for value in begun.values():
            if not value.any():
                value.copy_(torch.randn(value.shape, generator=dice, dtype=value.dtype) * 0.1)


@pytest.mark.parametrize(("gamma", "noisy_weight"), [(0.0, 1.0), (5.0, 1.0), (1.0, 30.0)])
@pytest.mark.parametrize("prediction", ["epsilon", "v_prediction"])
def test_lora(
    monkeypatch: pytest.MonkeyPatch, prediction: str, gamma: float, noisy_weight: float
) -> None:
    """Hu et al. 2021; v, and the truncated SNR by Salimans & Ho 2022; min-SNR weights by Hang et
    al. 2023."""
    plan = plan_of("lora", rank=3, alpha=1.5, min_snr_gamma=gamma, noisy_weight=noisy_weight)
    moved_away(monkeypatch)

    def plain(model: LoadedModel, begun: Mapping[str, Tensor], batch: Batch) -> Tensor:
        words = encoded(model, [ids(model, caption) for caption in batch.captions])
        weights = with_low_rank(model.unet, "unet", begun, 1.5 / 3)
        a = alphas()[batch.times]
        signal, level = (x.sqrt()[:, None, None, None] for x in (a, 1 - a))
        noisy = signal * batch.clean + level * batch.noise
        given = {"encoder_hidden_states": words}
        guess = functional_call(model.unet, weights, (noisy, batch.times), given).sample
        snr = a / (1 - a)
        if prediction == "epsilon":
            each = (guess - batch.noise).square().mean((1, 2, 3))
            share = torch.minimum(snr, torch.tensor(gamma)) / snr
            # The clean picture's error is √(1 / SNR) times that of the noise.
            share = share * (1 / snr).clamp(1, noisy_weight)
        else:
            velocity = signal * batch.noise - level * batch.clean
            each = (guess - velocity).square().mean((1, 2, 3))
            share = torch.minimum(snr, torch.tensor(gamma)) / (snr + 1)
        return (share * each if gamma else each).mean()

    captions = ("a cat on a beach", "a dog")
    check(plan, lambda: tiny_model(prediction=prediction), some_batch(captions), plain)


def moved_away(monkeypatch: pytest.MonkeyPatch, trainer: type[Trainer] = LowRank) -> None:
    """Trainings begin somewhere where all that learns has gradients."""
    learns = trainer.learns

    def elsewhere(self: Trainer) -> Any:
        found = learns(self)
        for one in found:
            changed(one.parameters)
        return found

    monkeypatch.setattr(trainer, "learns", elsewhere)


def test_lora_with_its_text_encoder_and_masked_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of("lora", rank=2, text_encoder=True, text_encoder_rate=RATE)
    moved_away(monkeypatch)
    mask = torch.zeros(2, 1, 8, 8, dtype=torch.float64)
    mask[0, :, 2:5, 1:7] = 1
    mask[1] = 0.25

    def plain(model: LoadedModel, begun: Mapping[str, Tensor], batch: Batch) -> Tensor:
        rows = torch.tensor([ids(model, caption) for caption in batch.captions])
        own = with_low_rank(model.text_encoder, "text_encoder", begun, 1.0)
        words = functional_call(model.text_encoder, own, (rows,))[0]
        a = alphas()[batch.times][:, None, None, None]
        noisy = a.sqrt() * batch.clean + (1 - a).sqrt() * batch.noise
        guess = functional_call(
            model.unet,
            with_low_rank(model.unet, "unet", begun, 1.0),
            (noisy, batch.times),
            {"encoder_hidden_states": words},
        ).sample
        square = (guess - batch.noise).square() * mask
        return (square.sum((1, 2, 3)) / (4 * mask.sum((1, 2, 3)))).mean()

    captions = ("a cat on a beach", "a dog")
    check(plan, tiny_model, some_batch(captions, mask=mask), plain)


def test_lora_of_sdxl(monkeypatch: pytest.MonkeyPatch) -> None:
    """Told the prompt's summary and the sizes as well (Podell et al. 2023)."""
    moved_away(monkeypatch)
    captions = ("a cat on a beach", "a dog")

    def plain(model: LoadedModel, begun: Mapping[str, Tensor], batch: Batch) -> Tensor:
        words, pooled = encoded_twice(model, captions)
        return denoising(
            model,
            with_low_rank(model.unet, "unet", begun, 1.0),
            batch,
            words,
            added_cond_kwargs={"text_embeds": pooled, "time_ids": batch.sizes.double()},
        ).mean()

    check(plan_of("lora", rank=2), tiny_sdxl, some_batch(captions), plain)


def encoded_twice(
    model: LoadedModel,
    captions: tuple[str, ...],
    new: dict[str, list[int]] | None = None,
    tables: tuple[Tensor, ...] = (),
) -> tuple[Tensor, Tensor]:
    """The states before the last layer of both text encoders, and the second one's summary."""
    sides, pooled = [], torch.zeros(0)
    for number, encoder in enumerate((model.text_encoder, model.text_encoder_2)):
        rows = [ids(model, caption, new) for caption in captions]
        if number:
            rows = [row[: row.index(1000) + 1] + [0] * (76 - row.index(1000)) for row in rows]
        weights = {}
        if tables:
            name = next(n for n, _ in encoder.named_parameters() if "token_embedding" in n)
            weights[name] = tables[number]
        output = functional_call(
            encoder, weights, (torch.tensor(rows),), {"output_hidden_states": True}
        )
        sides.append(output.hidden_states[-2])
        pooled = output[0]
    return torch.cat(sides, -1), pooled


# DreamBooth


@pytest.mark.parametrize("text_encoder", [False, True])
def test_dreambooth_of_the_whole_model(text_encoder: bool) -> None:
    """Ruiz et al. 2022, eq. 2: the subject's loss and λ times the class' own."""
    plan = plan_of(
        "dreambooth",
        word="sks",
        class_word="cat",
        result="model",
        prior_weight=0.4,
        text_encoder=text_encoder,
        text_encoder_rate=RATE,
    )
    weights = torch.tensor([1.0, 0.4], dtype=torch.float64)

    def plain(model: LoadedModel, begun: Mapping[str, Tensor], batch: Batch) -> Tensor:
        own = {name.removeprefix("unet."): v for name, v in begun.items() if "unet." in name}
        learned = {
            name.removeprefix("text_encoder."): value
            for name, value in begun.items()
            if name.startswith("text_encoder.")
        }
        assert bool(learned) == text_encoder
        rows = torch.tensor([ids(model, caption) for caption in batch.captions])
        words = functional_call(model.text_encoder, learned, (rows,))[0]
        subject, prior = denoising(model, own, batch, words)
        return subject + 0.4 * prior

    batch = some_batch(("a sks cat", "a cat"), weights=weights)
    check(plan, tiny_model, batch, plain)


def test_dreambooth_as_lora(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of("dreambooth", word="sks", class_word="cat", rank=2, alpha=4.0)
    moved_away(monkeypatch)

    def plain(model: LoadedModel, begun: Mapping[str, Tensor], batch: Batch) -> Tensor:
        words = encoded(model, [ids(model, caption) for caption in batch.captions])
        weights = with_low_rank(model.unet, "unet", begun, 2.0)
        subject, prior = denoising(model, weights, batch, words)
        return subject + prior

    weights = torch.ones(2, dtype=torch.float64)
    check(plan, tiny_model, some_batch(("a sks cat", "a cat"), weights=weights), plain)


# Textual Inversion


@pytest.mark.parametrize("vectors", [1, 3])
def test_textual_inversion(vectors: int) -> None:
    """Gal et al. 2022, eq. 2: the loss of captions in which new rows of the table stand."""
    plan = plan_of("textual_inversion", word="<zorb>", initial_word="cat", vectors=vectors)
    new = {"<zorb>": [1001 + i for i in range(vectors)]}

    def plain(model: LoadedModel, begun: Mapping[str, Tensor], batch: Batch) -> Tensor:
        (rows,) = begun.values()
        table = model.text_encoder.get_input_embeddings().weight
        cat = model.tokenizer("cat", add_special_tokens=False).input_ids
        assert torch.equal(rows.detach(), table[[cat[i % len(cat)] for i in range(vectors)]])
        tokens = [ids(model, caption, new) for caption in batch.captions]
        return denoising(model, {}, batch, encoded(model, tokens, torch.cat([table, rows]))).mean()

    check(plan, tiny_model, some_batch(("a <zorb> on a beach", "the <zorb>")), plain)


def test_textual_inversion_of_sdxl() -> None:
    """The word has vectors for each text encoder."""
    plan = plan_of("textual_inversion", word="<zorb>", initial_word="cat", vectors=2)
    captions = ("a <zorb> on a beach", "the <zorb>")

    def plain(model: LoadedModel, begun: Mapping[str, Tensor], batch: Batch) -> Tensor:
        tables = tuple(
            torch.cat([encoder.get_input_embeddings().weight, rows])
            for (_, encoder), rows in zip(model.encoders, begun.values(), strict=True)
        )
        words, pooled = encoded_twice(model, captions, {"<zorb>": [1001, 1002]}, tables)
        added = {"text_embeds": pooled, "time_ids": batch.sizes.double()}
        return denoising(model, {}, batch, words, added_cond_kwargs=added).mean()

    check(plan, tiny_sdxl, some_batch(captions), plain)


# Custom Diffusion


class PlainAttention:
    """softmax(Q K') V, where the first token's keys and values are held."""

    def __call__(
        self, layer: Any, hidden_states: Tensor, encoder_hidden_states: Any = None, **_: Any
    ) -> Tensor:
        seen = hidden_states if encoder_hidden_states is None else encoder_hidden_states
        q, k, v = layer.to_q(hidden_states), layer.to_k(seen), layer.to_v(seen)
        if encoder_hidden_states is not None:
            k, v = (torch.cat([x[:, :1].detach(), x[:, 1:]], 1) for x in (k, v))
        q, k, v = (x.unflatten(-1, (layer.heads, -1)).transpose(1, 2) for x in (q, k, v))
        scores = (q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5).softmax(-1)
        out: Tensor = layer.to_out[0]((scores @ v).transpose(1, 2).flatten(2))
        return out


@pytest.mark.parametrize("layers", ["keys_and_values", "all"])
def test_custom_diffusion(layers: str) -> None:
    """Kumari et al. 2022: W_k and W_v of the attention to words, and a word for each concept."""
    plan = plan_of(
        "custom_diffusion",
        layers=layers,
        prior_weight=0.0,
        concepts=[
            {"folder": "x", "word": "<zorb>", "class_word": "cat"},
            {"folder": "y", "word": "<blip>", "class_word": "dog", "initial_word": "frog"},
        ],
    )
    new = {"<zorb>": [1001], "<blip>": [1002]}

    def plain(model: LoadedModel, begun: Mapping[str, Tensor], batch: Batch) -> Tensor:
        model.unet.set_attn_processor(PlainAttention())
        own = {name: value for name, value in begun.items() if not name.startswith("words.")}
        kinds = {name.split("attn2.")[1].split(".")[0] for name in own}
        assert kinds == {"to_k", "to_v"} | ({"to_q", "to_out"} if layers == "all" else set())
        rows = torch.cat([value for name, value in begun.items() if name.startswith("words.")])
        table = torch.cat([model.text_encoder.get_input_embeddings().weight, rows])
        tokens = [ids(model, caption, new) for caption in batch.captions]
        return denoising(model, own, batch, encoded(model, tokens, table)).mean()

    check(plan, tiny_model, some_batch(("a <zorb> cat", "a <blip> dog")), plain)


# ControlNet


class Copy(nn.Module):
    """F(x + Z(c)) of the UNet's encoder, each of its states through a convolution Z, eq. 2."""

    def __init__(self, unet: Any) -> None:
        super().__init__()
        self.time_proj, self.conv_in = unet.time_proj, deepcopy(unet.conv_in)
        self.time_embedding = deepcopy(unet.time_embedding)
        self.down_blocks, self.mid_block = deepcopy(unet.down_blocks), deepcopy(unet.mid_block)
        embedding = nn.Module()
        embedding.conv_in = nn.Conv2d(3, 16, 3, padding=1)
        embedding.blocks = nn.ModuleList(
            nn.Conv2d(width, after, 3, padding=1, stride=stride)
            for width, next_ in ((16, 32), (32, 96), (96, 256))
            for after, stride in ((width, 1), (next_, 2))
        )
        embedding.conv_out = nn.Conv2d(256, self.conv_in.out_channels, 3, padding=1)
        self.controlnet_cond_embedding = embedding
        widths = [16, 16, 16, 32]  # of the states that tiny_model's decoder takes up
        self.controlnet_down_blocks = nn.ModuleList(nn.Conv2d(n, n, 1) for n in widths)
        self.controlnet_mid_block = nn.Conv2d(32, 32, 1)

    def forward(self, x: Tensor, times: Tensor, words: Tensor, map: Tensor) -> list[Tensor]:
        seen = silu(self.controlnet_cond_embedding.conv_in(map))
        for layer in self.controlnet_cond_embedding.blocks:
            seen = silu(layer(seen))
        time = self.time_embedding(self.time_proj(times).double())
        x = self.conv_in(x) + self.controlnet_cond_embedding.conv_out(seen)
        states = [x]
        for block in self.down_blocks:
            told = {"encoder_hidden_states": words} if hasattr(block, "attentions") else {}
            x, further = block(x, time, **told)
            states += further
        x = self.mid_block(x, time, encoder_hidden_states=words)
        zeros = [*self.controlnet_down_blocks, self.controlnet_mid_block]
        return [zero(state) for zero, state in zip(zeros, [*states, x], strict=True)]


def test_controlnet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Zhang et al. 2023: what the copy finds is added to the UNet's states; only it learns."""
    plan = plan_of("controlnet")
    batch = some_batch(("a cat on a beach", ""), shown={"map": some_map()})

    def plain(model: LoadedModel, begun: Mapping[str, Tensor], batch: Batch) -> Tensor:
        words = encoded(model, [ids(model, caption) for caption in batch.captions])
        copy = Copy(model.unet).double()
        own = {name.removeprefix("controlnet."): value for name, value in begun.items()}
        assert own.keys() == dict(copy.named_parameters()).keys()
        a = alphas()[batch.times][:, None, None, None]
        noisy = a.sqrt() * batch.clean + (1 - a).sqrt() * batch.noise
        given = (noisy, batch.times, words, (batch.shown["map"] + 1) / 2)
        *down, middle = functional_call(copy, own, given)
        return denoising(
            model,
            {},
            batch,
            words,
            down_block_additional_residuals=tuple(down),
            mid_block_additional_residual=middle,
        ).mean()

    moved_away(monkeypatch, Following)
    check(plan, tiny_model, batch, plain)


def test_a_controlnet_begins_as_the_unet_and_changes_nothing() -> None:
    model = double(tiny_model())
    trainer = plan_of("controlnet").begin(model)
    (learning,) = trainer.learns()
    own = dict(model.unet.named_parameters())
    copied = 0
    for name, value in learning.parameters.items():
        name = name.removeprefix("controlnet.")
        if name in own:
            copied += 1
            assert torch.equal(value.double(), own[name])
    assert copied > 50
    trainer.networks[0].double()
    batch = some_batch(shown={"map": some_map()})
    words = encoded(model, [ids(model, caption) for caption in batch.captions])
    wanted = denoising(model, {}, batch, words).mean()
    torch.testing.assert_close(trainer.loss(batch), wanted, atol=0, rtol=TOLERANCE)


# T2I-Adapter


def features(begun: Mapping[str, Tensor], map: Tensor, levels: int) -> list[Tensor]:
    """Mou et al. 2023, "Adapter Design": pixels unshuffled, a convolution, and for each level two
    residual blocks, after halving."""

    def conv(x: Tensor, name: str) -> Tensor:
        weight = begun[f"t2i_adapter.adapter.{name}.weight"]
        bias = begun[f"t2i_adapter.adapter.{name}.bias"]
        return conv2d(x, weight, bias, padding=weight.shape[-1] // 2)

    x, found = conv(pixel_unshuffle(map, 8), "conv_in"), []
    for level in range(levels):
        if level:
            x = conv(avg_pool2d(x, 2), f"body.{level}.in_conv")
        for block in range(2):
            name = f"body.{level}.resnets.{block}"
            x = x + conv(conv(x, f"{name}.block1").relu(), f"{name}.block2")
        found.append(x)
    return found


def test_t2i_adapter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mou et al. 2023, eq. 4: F_enc + F_c at the end of each level of the encoder."""
    batch = some_batch(("a cat on a beach", "a dog"), shown={"map": some_map()})

    def plain(model: LoadedModel, begun: Mapping[str, Tensor], batch: Batch) -> Tensor:
        words = encoded(model, [ids(model, caption) for caption in batch.captions])
        fine, coarse = features(begun, (batch.shown["map"] + 1) / 2, 2)
        first, second = model.unet.down_blocks
        first.attentions[-1].register_forward_hook(lambda _m, _i, found: (found[0] + fine,))
        second.resnets[-1].register_forward_hook(lambda _m, _i, found: found + coarse)
        return denoising(model, {}, batch, words).mean()

    check(plan_of("t2i_adapter"), lambda: attending_first(tiny_model()), batch, plain)


def test_t2i_adapters_learn_mostly_at_late_times() -> None:
    """t = (1 - (t / T)³) T of even t: less than half of T in one of five."""
    trainer = plan_of("t2i_adapter").begin(tiny_model())
    batch = some_batch(("a",) * 4000, clean=torch.zeros(0), noise=torch.zeros(0))
    times = trainer.draw(batch, Dice(1)).times.double()
    even = torch.linspace(0, 1, 4000, dtype=torch.float64)
    wanted = ((1 - even**3) * 1000).sort().values
    assert (times.sort().values - wanted).abs().max() < 40
    assert times.max() == 999


# UNets that see more


def unet_of(
    model: LoadedModel, begun: Mapping[str, Tensor], channels: int
) -> tuple[dict[str, Tensor], Tensor]:
    """The weights of a widened UNet, which began as the model's own and zeros; and its words."""
    own = {name.removeprefix("unet."): value for name, value in begun.items()}
    for name, value in model.unet.named_parameters():
        if name == "conv_in.weight":
            assert own[name].shape[1] == channels
            assert torch.equal(own[name][:, :4], value)
            assert not own[name][:, 4:].any()
        else:
            assert torch.equal(own[name], value)
    return own, encoded(model, [ids(model, caption) for caption in ("a cat", "a dog")])


def check_seeing(plan: Plan, shown: dict[str, Tensor], *seen: Tensor) -> None:
    channels = 4 + sum(one.shape[1] for one in seen)

    def plain(model: LoadedModel, begun: Mapping[str, Tensor], batch: Batch) -> Tensor:
        own, words = unet_of(model, begun, channels)
        return denoising(model, own, batch, words, *seen).mean()

    check(plan, tiny_model, some_batch(("a cat", "a dog"), shown=shown), plain)


def test_instruct_pix2pix() -> None:
    """Brooks et al. 2023, eq. 2: ‖ε - ε_θ(z_t, t, E(c_I), c_T)‖²."""
    source = some_map()[:, :1, :16, :16].reshape(2, 4, 8, 8)
    check_seeing(plan_of("instruct_pix2pix"), {"source": source}, source)


def test_depth2image() -> None:
    """Depth in the size of latents, each over the whole of -1…1; one that is flat is 0."""
    shown = some_map()
    shown[1] = 0.3
    grey = (shown * torch.tensor([0.299, 0.587, 0.114])[:, None, None]).sum(1, keepdim=True)
    small = interpolate(grey[:1], (8, 8), mode="bicubic", align_corners=False)
    first = 2 * (small - small.min()) / (small.max() - small.min()) - 1
    depth = torch.cat([first, torch.zeros_like(first)])
    check_seeing(plan_of("depth2image"), {"depth": shown}, depth)


def test_inpainting() -> None:
    """The mask, then the latents of what it leaves."""
    around = some_map()[:, 1:2, :16, :16].reshape(2, 4, 8, 8)
    hidden = (some_map()[:, 2:, :8, :8] > 0).double()
    shown = {"hidden": hidden, "around": around}
    check_seeing(plan_of("inpainting"), shown, hidden, around)
