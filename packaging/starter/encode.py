"""Caches the latents and captions of drawn scenes, so that training need not draw and encode.

    python encode.py FOLDER --first 0 --count 4000 [--close] [--tinted 0.6]

writes FOLDER/whole-<first>.npy (float16, scaled latents) and .json (captions), or close-<first>,
in parts of `--part` scenes, so that a training can begin with the first.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import machine
import numpy as np
import torch
import world
from diffusers import AutoencoderKL
from torch.utils.data import DataLoader, Dataset

ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "resources" / "starter"
CLOSE_UP = 128


class Drawn(Dataset):
    """Scenes of consecutive seeds as (uint8 picture, caption)."""

    def __init__(self, first: int, count: int, close: bool, tinted: float) -> None:
        self.first, self.count, self.close, self.tinted = first, count, close, tinted

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, index: int) -> tuple[torch.Tensor, str]:
        size = CLOSE_UP if self.close else 256
        scene = world.sample(self.first + index, size, close=self.close, tinted=self.tinted)
        picture = torch.from_numpy(np.array(world.render(scene)))
        return picture.permute(2, 0, 1), scene.caption


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--first", type=int, default=0, help="seed of the first scene")
    options.add_argument("--count", type=int, default=4000)
    options.add_argument("--close", action="store_true", help="close-ups of one thing, 128 px")
    options.add_argument("--tinted", type=float, default=world.TINTED, help="share of such things")
    options.add_argument("--part", type=int, default=2000, help="scenes to a file")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--vae", type=Path, default=STARTER / "vae")
    args = options.parse_args()
    torch.set_num_threads(args.threads)

    vae = AutoencoderKL.from_pretrained(args.vae, dtype=machine.quick_type()).eval()
    vae.to(memory_format=torch.channels_last)
    args.folder.mkdir(parents=True, exist_ok=True)
    for first in range(args.first, args.first + args.count, args.part):
        count = min(args.part, args.first + args.count - first)
        began = time.monotonic()
        latents, captions = encoded(vae, Drawn(first, count, args.close, args.tinted))
        name = f"{'close' if args.close else 'whole'}-{first:07d}"
        (args.folder / f"{name}.json").write_text(json.dumps(captions))
        partial = args.folder / f"partial-{name}"
        with partial.open("wb") as file:
            np.save(file, latents)
        partial.replace(args.folder / f"{name}.npy")
        print(f"{name}: {count / (time.monotonic() - began):.1f}/s", flush=True)


def encoded(vae: AutoencoderKL, scenes: Drawn) -> tuple[np.ndarray, list[str]]:
    """Scaled latents (float16, n × 4 × height × width) of scenes, and their captions."""
    scale = vae.config.scaling_factor
    loader = DataLoader(scenes, batch_size=16, num_workers=1, prefetch_factor=4)
    latents: list[np.ndarray] = []
    captions: list[str] = []
    with torch.inference_mode():
        for pictures, said in loader:
            signal = (pictures.float() / 127.5 - 1).to(vae.dtype)
            signal = signal.contiguous(memory_format=torch.channels_last)
            mean = vae.encode(signal).latent_dist.mean
            latents.append((mean.float() * scale).contiguous().numpy().astype(np.float16))
            captions += said
    return np.concatenate(latents), captions


if __name__ == "__main__":
    main()
