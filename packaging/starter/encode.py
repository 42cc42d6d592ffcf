"""Caches the latents and captions of drawn scenes, so that training need not draw and encode.

    python encode.py FOLDER --first 0 --count 4000 [--close]

writes FOLDER/whole-<first>.npy (float16, scaled latents) and .json (captions), or close-<first>.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

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

    def __init__(self, first: int, count: int, close: bool) -> None:
        self.first, self.count, self.close = first, count, close

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, index: int) -> tuple[torch.Tensor, str]:
        size = CLOSE_UP if self.close else 256
        scene = world.sample(self.first + index, size, close=self.close)
        picture = torch.from_numpy(np.array(world.render(scene)))
        return picture.permute(2, 0, 1), scene.caption


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--first", type=int, default=0, help="seed of the first scene")
    options.add_argument("--count", type=int, default=4000)
    options.add_argument("--close", action="store_true", help="close-ups of one thing, 128 px")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--vae", type=Path, default=STARTER / "vae")
    args = options.parse_args()
    torch.set_num_threads(args.threads)

    vae = AutoencoderKL.from_pretrained(args.vae, dtype=torch.bfloat16).eval()
    vae.to(memory_format=torch.channels_last)
    scale = vae.config.scaling_factor
    loader = DataLoader(
        Drawn(args.first, args.count, args.close), batch_size=16, num_workers=1, prefetch_factor=4
    )
    latents: list[np.ndarray] = []
    captions: list[str] = []
    began = time.monotonic()
    with torch.inference_mode():
        for pictures, said in loader:
            signal = (pictures.float() / 127.5 - 1).bfloat16()
            signal = signal.contiguous(memory_format=torch.channels_last)
            mean = vae.encode(signal).latent_dist.mean
            latents.append((mean.float() * scale).contiguous().numpy().astype(np.float16))
            captions += said
            if len(captions) % 1600 == 0:
                print(f"{len(captions)}: {len(captions) / (time.monotonic() - began):.1f}/s")

    args.folder.mkdir(parents=True, exist_ok=True)
    name = f"{'close' if args.close else 'whole'}-{args.first:07d}"
    (args.folder / f"{name}.json").write_text(json.dumps(captions))
    np.save(args.folder / "partial.npy", np.concatenate(latents))
    (args.folder / "partial.npy").replace(args.folder / f"{name}.npy")


if __name__ == "__main__":
    main()
