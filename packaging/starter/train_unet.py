"""Trains the starter's text encoder and UNet together, on cached latents (see encode.py).

    python train_unet.py --latents FOLDER --work FOLDER --minutes 60

Epsilon prediction on Stable Diffusion's noise schedule, noisy steps drawn oftener (as P2 weights
them: Choi et al. 2022, arXiv:2204.00227), a little offset noise, one caption in ten left empty for
classifier-free guidance. Close-ups and whole scenes take turns, whole scenes alone finish.

The rate falls to nothing over the run, so a run is a plan of `--minutes`. With `--resume` a later
run goes on from WORK/last.pt, else it starts from the weights shipped in resources/starter.
WORK/model is a complete pipeline, written at the end and every `--sheet` minutes.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path

import machine
import numpy as np
import torch
from diffusers import (
    AutoencoderKL,
    DDPMScheduler,
    DPMSolverMultistepScheduler,
    StableDiffusionPipeline,
    UNet2DConditionModel,
)
from diffusers.models.attention_processor import AttnProcessor
from muon import Muon
from PIL import Image, ImageDraw
from torch import Tensor, nn
from transformers import CLIPTextModel, CLIPTokenizer

ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "resources" / "starter"
SHEET = (
    "a cat on a blue background",
    "a green balloon",
    "a red car on a beach",
    "a robot at night",
    "a purple rose on a white background",
    "a house in the snow",
    "a cat and a frog in a meadow",
    "a smiling face on a pink background",
    "a blue star above a castle in the desert",
    "pixel art of a dog",
    "pencil sketch of a rocket",
    "a pizza to the left of a yellow cup in a room",
)
EMPTY_CAPTIONS = 0.1
OFFSET_NOISE = 0.05
LATENT_NOISE = 0.03  # what the decoder was trained to look past
LEAST_CHANCE = 0.15


class Latents:
    """Cached latents of one size with their tokens, dealt in shuffled batches.

    Files that appear while it deals are taken up at the next shuffle.
    """

    def __init__(self, folder: Path, kind: str, tokenizer: CLIPTokenizer) -> None:
        self.folder, self.kind, self.tokenizer = folder, kind, tokenizer
        self.files: list[Path] = []
        self._shuffle()

    def _shuffle(self) -> None:
        files = sorted(self.folder.glob(f"{self.kind}-*.npy"))
        if not files:
            raise SystemExit(f"{self.folder} holds no {self.kind}-*.npy: run encode.py first")
        if files != self.files:
            captions: list[str] = []
            for path in files:
                captions += json.loads(path.with_suffix(".json").read_text())
            self.latents = torch.from_numpy(np.concatenate([np.load(path) for path in files]))
            self.tokens = tokens(self.tokenizer, captions)
            self.files = files
            print(f"{self.kind}: {len(captions)} scenes", flush=True)
        self.order = torch.randperm(len(self.latents))
        self.next = 0

    def deal(self, count: int) -> tuple[Tensor, Tensor]:
        if self.next + count > len(self.order):
            self._shuffle()
        chosen = self.order[self.next : self.next + count]
        self.next += count
        clean = self.latents[chosen].float()
        return clean + LATENT_NOISE * torch.randn_like(clean), self.tokens[chosen].clone()


def tokens(tokenizer: CLIPTokenizer, captions: list[str]) -> Tensor:
    """Token ids of captions, padded to the length of the text encoder."""
    return tokenizer(
        captions,
        padding="max_length",
        max_length=tokenizer.model_max_length,
        truncation=True,
        return_tensors="pt",
    ).input_ids


@dataclass
class Plan:
    """The learning rate over a run: warm-up, hold, then linearly to nothing."""

    rate: float
    warm_up: int
    hold: float  # share of the run before the rate begins to fall

    def at(self, step: int, done: float) -> float:
        fall = min(1.0, max(0.01, (1 - done) / (1 - self.hold)))
        return self.rate * min(1.0, (step + 1) / self.warm_up) * fall


class Average:
    """An exponential moving average of parameters, which is what gets shipped."""

    def __init__(self, parameters: list[nn.Parameter], decay: float) -> None:
        self.parameters, self.decay = parameters, decay
        self.values = [p.detach().clone() for p in parameters]

    def update(self, step: int) -> None:
        weight = 1 - min(self.decay, (step + 1) / (step + 10))
        torch._foreach_lerp_(self.values, [p.detach() for p in self.parameters], weight)

    def swap(self) -> None:
        """Exchanges the parameters and their average; call it twice around a use."""
        with torch.no_grad():
            for parameter, value in zip(self.parameters, self.values, strict=True):
                kept = parameter.detach().clone()
                parameter.copy_(value)
                value.copy_(kept)


def save(path: Path, state: dict[str, object]) -> None:
    """Writes a checkpoint so that a crash leaves the old one."""
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.replace(path)


def export(
    folder: Path,
    unet: UNet2DConditionModel,
    text: CLIPTextModel,
    tokenizer: CLIPTokenizer,
    vae: Path,
) -> StableDiffusionPipeline:
    """Writes WORK/model as a half-precision pipeline and returns it in float32."""
    half = {
        "unet": UNet2DConditionModel.from_config(unet.config),
        "text_encoder": CLIPTextModel(text.config),
    }
    half["unet"].load_state_dict(unet.state_dict())
    half["text_encoder"].load_state_dict(text.state_dict())
    pipeline = StableDiffusionPipeline(
        vae=AutoencoderKL.from_pretrained(vae),
        tokenizer=tokenizer,
        scheduler=DPMSolverMultistepScheduler.from_pretrained(STARTER / "scheduler"),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
        **half,
    )
    pipeline.to(dtype=torch.float16)
    pipeline.save_pretrained(folder)
    return pipeline.to(dtype=torch.float32)


def draw_sheet(pipeline: StableDiffusionPipeline, path: Path, size: int = 256) -> None:
    """Twelve prompts of the world, to look at."""
    pipeline.set_progress_bar_config(disable=True)
    dice = [torch.Generator().manual_seed(index) for index in range(len(SHEET))]
    with machine.autocast(machine.quick_type()):
        pictures = pipeline(
            list(SHEET), height=size, width=size, num_inference_steps=20, guidance_scale=5.0,
            generator=dice,
        ).images  # fmt: skip
    page = Image.new("RGB", (6 * (size + 4), 2 * (size + 16)), "white")
    draw = ImageDraw.Draw(page)
    for index, picture in enumerate(pictures):
        x, y = index % 6 * (size + 4), index // 6 * (size + 16)
        page.paste(picture, (x, y))
        draw.text((x, y + size + 2), SHEET[index], fill="black")
    page.save(path)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--latents", type=Path, required=True)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--rate", type=float, default=6e-4)
    options.add_argument("--hold", type=float, default=0.45, help="share before the rate falls")
    options.add_argument("--batch", type=int, default=24, help="whole scenes a step")
    options.add_argument("--close", type=int, default=72, help="close-ups a step; 0: none")
    options.add_argument("--close-until", type=float, default=0.6, help="share of the run")
    options.add_argument("--threads", type=int, default=2, help="at most; fewer when others work")
    options.add_argument("--sheet", type=float, default=20, help="minutes between sheets")
    options.add_argument("--resume", action="store_true")
    options.add_argument("--vae", type=Path, default=STARTER / "vae")
    args = options.parse_args()
    dtype = machine.quick_type()
    threads = machine.GivingWay(args.threads)
    args.work.mkdir(parents=True, exist_ok=True)

    tokenizer = CLIPTokenizer.from_pretrained(STARTER / "tokenizer")
    text = CLIPTextModel.from_pretrained(STARTER / "text_encoder", dtype=torch.float32)
    unet = UNet2DConditionModel.from_pretrained(STARTER / "unet", dtype=torch.float32)
    unet.set_attn_processor(AttnProcessor())
    unet.train()
    text.train()
    parameters = [*unet.parameters(), *text.parameters()]
    optimizer = Muon(parameters, lr=args.rate)
    average = Average(parameters, decay=0.998)
    first = 0
    checkpoint = args.work / "last.pt"
    if args.resume and checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        unet.load_state_dict(state["unet"])
        text.load_state_dict(state["text"])
        optimizer.load_state_dict(state["optimizer"])
        average.values, first = state["average"], state["step"]

    noising = DDPMScheduler.from_config(
        DPMSolverMultistepScheduler.load_config(STARTER / "scheduler")
    )
    alphas = noising.alphas_cumprod
    snr = alphas / (1 - alphas)
    # What is in the picture is settled while it is mostly noise: those steps are drawn oftener.
    chances = (1 / (1 + snr)).clamp(min=LEAST_CHANCE)
    whole = Latents(args.latents, "whole", tokenizer)
    close = Latents(args.latents, "close", tokenizer) if args.close else None
    empty = tokens(tokenizer, [""])
    plan = Plan(args.rate, warm_up=20 if first else 100, hold=args.hold)

    def write_checkpoint() -> None:
        state = {"unet": unet.state_dict(), "text": text.state_dict(), "step": step}
        state |= {"optimizer": optimizer.state_dict(), "average": average.values}
        save(checkpoint, state)

    began = saved = drawn = time.monotonic()
    step, seen = first, 0
    smooth: dict[str, float] = {}
    while (done := (time.monotonic() - began) / (60 * args.minutes)) < 1:
        near = close is not None and step % 3 == 0 and done < args.close_until
        clean, ids = close.deal(args.close) if near and close else whole.deal(args.batch)
        count = len(clean)
        ids[torch.rand(count) < EMPTY_CAPTIONS] = empty
        noise = torch.randn_like(clean) + OFFSET_NOISE * torch.randn(count, 4, 1, 1)
        when = torch.multinomial(chances, count, replacement=True)
        noisy = noising.add_noise(clean, noise, when)
        for group in optimizer.param_groups:
            group["lr"] = plan.at(step - first, done)
        with machine.autocast(dtype):
            guess = unet(noisy, when, text(ids).last_hidden_state).sample
        errors = (guess.float() - noise).pow(2).mean((1, 2, 3))
        loss = errors.mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        average.update(step - first)

        step, seen = step + 1, seen + count
        kind = "close" if near else "whole"
        smooth[kind] = 0.98 * smooth.get(kind, loss.item()) + 0.02 * loss.item()
        threads.adapt()
        if step % 50 == 0:
            losses = " ".join(f"{name} {value:.4f}" for name, value in smooth.items())
            print(
                f"{step} {time.monotonic() - began:.0f}s seen {seen} "
                f"{torch.get_num_threads()} threads {losses}",
                flush=True,
            )
        now = time.monotonic()
        if now - saved > 240:
            write_checkpoint()
            saved = now
        if now - drawn > 60 * args.sheet:
            average.swap()
            pipeline = export(args.work / "model", unet, text, tokenizer, args.vae)
            average.swap()
            draw_sheet(pipeline, args.work / f"sheet-{step:06d}.png")
            drawn = time.monotonic()

    write_checkpoint()
    average.swap()
    pipeline = export(args.work / "model", unet, text, tokenizer, args.vae)
    draw_sheet(pipeline, args.work / f"sheet-{step:06d}.png")


if __name__ == "__main__":
    main()
