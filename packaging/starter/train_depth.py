"""Trains the net that sees how near things are in pictures of the drawn world.

    python train_depth.py --minutes 3

It sees drawn scenes at 64 px, blurred, noisy and faded as painted pictures are. Writes
tests/semantics/depth.safetensors (half precision) and prints its rank correlation with the truth,
over scenes that it never saw.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
import world
from safetensors.torch import save_file
from scipy.stats import spearmanr
from torch import Tensor

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "semantics"))
import depth as looking  # noqa: E402  (found by the line above)

FIRST_TRAINING = 90_000_000  # seeds of scenes to learn from
FIRST_HELD_OUT = 64_000_000  # seeds of scenes to be measured on
BATCH = 16


def drawn(first: int, count: int) -> tuple[Tensor, Tensor]:
    """Scenes as the net sees them, (n, 3, 64, 64), and their true depth, (n, 64, 64)."""
    pictures, depths = [], []
    for seed in range(first, first + count):
        scene = world.sample(seed, 128)
        pictures.append(looking.prepared(np.array(world.render(scene))))
        near = torch.from_numpy(world.depth(scene))[None]
        depths.append(F.adaptive_avg_pool2d(near, looking.SIDE)[0])
    return torch.stack(pictures), torch.stack(depths)


def worn(pictures: Tensor) -> Tensor:
    """Pictures as a diffusion model might paint them: soft, noisy, faded."""
    count = len(pictures)
    soft = F.avg_pool2d(F.pad(pictures, (1, 1, 1, 1), mode="replicate"), 3, 1)
    x = torch.lerp(pictures, soft, torch.rand(count, 1, 1, 1))
    coarse = F.interpolate(torch.randn(count, 3, 8, 8), x.shape[-2:], mode="bilinear")
    x = x + 0.08 * torch.rand(count, 1, 1, 1) * (torch.randn_like(x) + coarse)
    x = x * torch.empty(count, 1, 1, 1).uniform_(0.85, 1.12)
    return (x + 0.05 * torch.randn(count, 3, 1, 1)).clamp(-1, 1)


def measure(net: looking.Net, count: int = 200) -> float:
    """The mean rank correlation with the truth over scenes that it never saw."""
    pictures, depths = drawn(FIRST_HELD_OUT, count)
    net.eval()
    with torch.inference_mode():
        seen = torch.cat([net(batch) for batch in pictures.split(50)])
    pairs = zip(seen.flatten(1).numpy(), depths.flatten(1).numpy(), strict=True)
    return float(np.mean([spearmanr(*pair).statistic for pair in pairs]))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=3)
    options.add_argument("--scenes", type=int, default=2000)
    options.add_argument("--rate", type=float, default=3e-3)
    options.add_argument("--threads", type=int, default=1)
    args = options.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    pictures, depths = drawn(FIRST_TRAINING, args.scenes)
    net = looking.Net()
    optimiser = torch.optim.AdamW(net.parameters(), lr=args.rate)
    # The processor's own time: a busy machine makes it later, not worse.
    began, step = time.process_time(), 0
    while (spent := (time.process_time() - began) / (60 * args.minutes)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = args.rate * 0.5 * (1 + math.cos(math.pi * spent))
        chosen = torch.randint(len(pictures), (BATCH,))
        seen, true = pictures[chosen], depths[chosen]
        if torch.rand(1) < 0.5:
            seen, true = seen.flip(-1), true.flip(-1)
        loss = (net(worn(seen)) - true).abs().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        step += 1
        if step % 100 == 0:
            print(f"step {step}, {spent:.0%}, loss {loss:.4f}", flush=True)
    save_file({name: value.half() for name, value in net.state_dict().items()}, looking.WEIGHTS)
    print(f"{step} steps, rank correlation {measure(net):.3f} over 200 scenes never seen")


if __name__ == "__main__":
    main()
