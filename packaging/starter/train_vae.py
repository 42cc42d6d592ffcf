"""Trains the starter's autoencoder further, on crops of drawn scenes.

    python train_vae.py --work FOLDER --minutes 10 [--decoder]

A UNet belongs to its latents. So either the encoder is left alone (`--decoder`), or it is held near
the latents it had at the start, and the UNet is trained on afterwards on newly encoded scenes.
Loss: L1, gradients and squared error, through slightly noisy latents; the average of the weights
over the run's end is what gets written, to WORK/vae.
"""

from __future__ import annotations

import argparse
import copy
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path

import figures
import numpy as np
import torch
import world
from diffusers import AutoencoderKL
from diffusers.models.attention_processor import AttnProcessor
from muon import Muon
from torch import Tensor, nn
from torch.utils.data import DataLoader, IterableDataset
from train_unet import Average

ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "resources" / "starter"
FIRST_SEED = 10_000_000
SIDE = 128
LATENT_NOISE = 0.03
HOLD = 0.3  # how strongly a moving encoder is held to its old latents


class Crops(IterableDataset):
    """Crops of 128 px out of whole scenes, few of them flat."""

    def __iter__(self) -> Iterator[Tensor]:
        dice = random.Random()
        seed = FIRST_SEED + dice.randrange(1_000_000)
        pool: list[np.ndarray] = []
        while True:
            seed += 1
            picture = np.asarray(world.render(world.sample(seed)))
            for _ in range(4):
                x, y = dice.randrange(0, 257 - SIDE), dice.randrange(0, 257 - SIDE)
                crop = picture[y : y + SIDE, x : x + SIDE]
                if crop.std() >= 12 or dice.random() < 0.4:
                    pool.append(crop)
            if len(pool) > 192:
                dice.shuffle(pool)
                while len(pool) > 96:
                    yield torch.from_numpy(pool.pop().copy()).permute(2, 0, 1)


def gradients(pictures: Tensor) -> tuple[Tensor, Tensor]:
    """Differences between neighbouring rows and columns."""
    return pictures.diff(dim=-2), pictures.diff(dim=-1)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--rate", type=float, default=5e-4)
    options.add_argument("--batch", type=int, default=8)
    options.add_argument("--threads", type=int, default=2, help="1 on a busy machine")
    options.add_argument("--decoder", action="store_true", help="leave the encoder as it is")
    options.add_argument("--vae", type=Path, default=STARTER / "vae", help="where to start")
    args = options.parse_args()
    torch.set_num_threads(args.threads)

    vae = AutoencoderKL.from_pretrained(args.vae, dtype=torch.float32).train()
    vae.set_attn_processor(AttnProcessor())
    before = copy.deepcopy(vae).eval().requires_grad_(False)
    if args.decoder:
        vae.encoder.requires_grad_(False)
        vae.quant_conv.requires_grad_(False)
    parameters = [p for p in vae.parameters() if p.requires_grad]
    optimizer = Muon(parameters, lr=args.rate, weight_decay=1e-3)
    average = Average(parameters, decay=0.99)
    crops = iter(DataLoader(Crops(), batch_size=args.batch, num_workers=1, prefetch_factor=6))

    began, step, smooth = time.monotonic(), 0, 0.0
    while (done := (time.monotonic() - began) / (60 * args.minutes)) < 1:
        for group in optimizer.param_groups:
            fall = 0.5 * (1 + math.cos(math.pi * done))
            group["lr"] = args.rate * min(1.0, (step + 1) / 50) * max(0.01, fall)
        target = next(crops).float() / 127.5 - 1
        with torch.autocast("cpu", torch.bfloat16):
            with torch.no_grad():
                old = before.encode(target).latent_dist.mean
            if args.decoder:
                latents, held = old, torch.zeros(())
            else:
                coded = vae.encode(target).latent_dist
                latents = coded.mean
                held = HOLD * (latents.float() - old.float()).pow(2).mean()
                held = held + 1e-4 * (coded.logvar.float() + 6).pow(2).mean()
            back = vae.decode(latents + LATENT_NOISE * torch.randn_like(latents)).sample
        back = back.float()
        squared = nn.functional.mse_loss(back, target)
        edges = zip(gradients(back), gradients(target), strict=True)
        loss = 0.7 * (back - target).abs().mean() + 3 * squared + held
        loss = loss + 0.25 * sum((a - b).abs().mean() for a, b in edges)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        average.update(step)
        step += 1
        smooth = squared.item() if step == 1 else 0.98 * smooth + 0.02 * squared.item()
        if step % 50 == 0:
            spent = time.monotonic() - began
            print(f"{step} {spent:.0f}s crops {10 * math.log10(4 / smooth):.2f} dB", flush=True)

    average.swap()
    vae.eval().save_pretrained(args.work / "vae")
    mean, pooled = figures.psnr(vae)
    print(f"unseen scenes: mean {mean} dB, pooled {pooled} dB")


if __name__ == "__main__":
    main()
