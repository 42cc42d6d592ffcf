"""Trains the recogniser that judges the starter model, on the same drawn world.

    python train_recogniser.py --work FOLDER --minutes 10

It sees drawn scenes at 128 px, shifted, blurred, noisy and faded, a share of them after a round
trip through the autoencoder, so that it judges painted pictures as fairly as drawn ones. Writes
tests/semantics/recogniser.safetensors (half precision) and prints its accuracy on scenes that it
never saw.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
import world
from diffusers import AutoencoderKL
from muon import Muon
from safetensors.torch import save_file
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "resources" / "starter"
sys.path.insert(0, str(ROOT / "tests" / "semantics"))
import recogniser as looking  # noqa: E402  (found by the line above)

FIRST_TRAINING = 20_000_000  # seeds of scenes to learn from
FIRST_HELD_OUT = 30_000_000  # seeds of scenes to be measured on
IGNORED = -100
GRID = 32

WORDS = looking.Words(
    things=tuple(world.THINGS),
    colours=(*world.COLOURS, looking.NATURAL),
    backgrounds=world.BACKGROUNDS,
    styles=("", *world.STYLES),
)


def truth(scene: world.Scene) -> tuple[Tensor, Tensor, int, int]:
    """What the recogniser should say of a scene; what cannot be seen in a sketch is left out.

    A plain car is red: the colour that a sprite has already counts as its colour.
    """
    things = torch.zeros(len(WORDS.things))
    colours = torch.full((len(WORDS.things),), IGNORED)
    grey = scene.style == "pencil sketch"
    for thing in scene.things:
        index = WORDS.things.index(thing.word)
        things[index] = 1
        if thing.word in world.TINTABLE and not grey:
            colour = thing.colour or world.TINTABLE[thing.word] or looking.NATURAL
            colours[index] = WORDS.colours.index(colour)
    unseen = grey and scene.background in world.PLAIN
    background = IGNORED if unseen else WORDS.backgrounds.index(scene.background)
    return things, colours, background, WORDS.styles.index(scene.style)


def cells(scene: world.Scene) -> Tensor:
    """Which thing each cell of a 32 × 32 grid shows; one past the last thing stands for none."""
    shown = torch.full((GRID, GRID), len(WORDS.things), dtype=torch.uint8)
    for thing, mask in zip(scene.things, world.masks(scene), strict=True):
        covered = F.adaptive_avg_pool2d(torch.from_numpy(mask)[None].float(), GRID)[0] > 0.4
        shown[covered] = WORDS.things.index(thing.word)
    return shown


class Looks(Dataset):
    """Scenes of consecutive seeds at the recogniser's size, with the truth about them."""

    def __init__(self, first: int, count: int) -> None:
        self.first, self.count = first, count

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, index: int) -> tuple[Tensor | int, ...]:
        scene = world.sample(self.first + index)
        picture = looking.prepared([np.array(world.render(scene))])[0]
        return ((picture + 1) * 127.5).round().byte(), cells(scene), *truth(scene)


def drawn(first: int, count: int) -> tuple[Tensor, ...]:
    """Draws scenes once, to be learnt from many times."""
    loader = DataLoader(Looks(first, count), batch_size=64, num_workers=1, prefetch_factor=4)
    return tuple(torch.cat(column) for column in zip(*loader, strict=True))


def round_trips(vae: Path, first: int, count: int) -> tuple[Tensor, ...]:
    """Scenes as the autoencoder gives them back, from slightly noisy latents."""
    coder = AutoencoderKL.from_pretrained(vae, dtype=torch.bfloat16).eval()
    rows = []
    for start in range(first, first + count, 8):
        scenes = [world.sample(seed) for seed in range(start, start + 8)]
        images = np.stack([np.array(world.render(scene)) for scene in scenes])
        signal = torch.from_numpy(images).permute(0, 3, 1, 2).bfloat16() / 127.5 - 1
        with torch.inference_mode():
            latents = coder.encode(signal).latent_dist.mean
            latents = latents + random.uniform(0, 0.15) * torch.randn_like(latents)
            back = coder.decode(latents).sample.float().clamp(-1, 1)
        small = F.interpolate(back, (looking.SIDE, looking.SIDE), mode="area")
        pictures = ((small + 1) * 127.5).round().byte()
        for picture, scene in zip(pictures, scenes, strict=True):
            things, colours, background, style = truth(scene)
            rest = (torch.tensor(background), torch.tensor(style))
            rows.append((picture, cells(scene), things, colours, *rest))
    return tuple(torch.stack(column) for column in zip(*rows, strict=True))


def worn(pictures: Tensor, shown: Tensor) -> tuple[Tensor, Tensor]:
    """Pictures as a diffusion model might paint them: moved, stretched, soft, noisy, faded.

    The cells move along; they come back on the recogniser's own 16 × 16 grid.
    """
    x = pictures.float() / 127.5 - 1
    count = len(x)
    scale = torch.empty(count, 2).uniform_(0.88, 1.12)
    mirror = torch.where(torch.rand(count) < 0.5, -1.0, 1.0)
    turn = torch.zeros(count, 2, 3)
    turn[:, 0, 0], turn[:, 1, 1] = scale[:, 0] * mirror, scale[:, 1]
    turn[:, :, 2] = torch.empty(count, 2).uniform_(-0.10, 0.10)
    bends = 0.03 * torch.randn(count, 2, 6, 6)
    bend = F.interpolate(bends, x.shape[-2:], mode="bicubic").permute(0, 2, 3, 1)
    field = F.affine_grid(turn, list(x.shape), align_corners=False) + bend
    x = F.grid_sample(x, field, padding_mode="reflection", align_corners=False)
    coarser = F.interpolate(field.permute(0, 3, 1, 2), (16, 16), mode="area").permute(0, 2, 3, 1)
    shown = F.grid_sample(
        shown[:, None].float(), coarser, mode="nearest", padding_mode="reflection",
        align_corners=False,
    )[:, 0].long()  # fmt: skip
    soft = F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), 3, 1)
    x = torch.lerp(x, soft, torch.rand(count, 1, 1, 1) * (torch.rand(count, 1, 1, 1) < 0.6))
    coarse = F.interpolate(torch.randn(count, 3, 16, 16), x.shape[-2:], mode="bilinear")
    x = x + 0.08 * torch.rand(count, 1, 1, 1) * (torch.randn_like(x) + coarse)
    x = x * torch.empty(count, 1, 1, 1).uniform_(0.85, 1.12)
    x = x + 0.06 * torch.randn(count, 1, 1, 1) + 0.02 * torch.randn(count, 3, 1, 1)
    return x.clamp(-1, 1), shown


def loss_of(out: dict[str, Tensor], truths: tuple[Tensor, ...]) -> Tensor:
    shown, things, colours, background, style = truths
    present = F.binary_cross_entropy_with_logits(out["things"], things) * 24
    loss = present + 2 * F.cross_entropy(out["style"], style)
    rare = torch.ones(len(WORDS.things) + 1)
    rare[-1] = 0.2  # most cells show no thing
    loss = loss + 2 * F.cross_entropy(out["cells"], shown, rare)
    loss = loss + F.cross_entropy(out["background"], background, ignore_index=IGNORED)
    return loss + F.cross_entropy(
        out["colours"].flatten(0, 1), colours.flatten(), ignore_index=IGNORED
    )


def measure(net: looking.Net, first: int, count: int) -> dict[str, float]:
    """Accuracy on drawn scenes it never saw, each head by itself, in per cent."""
    pictures, _, things, colours, background, style = drawn(first, count)
    outs = []
    net.eval()
    with torch.inference_mode():
        for batch in pictures.split(64):
            outs.append(net(batch.float() / 127.5 - 1))
    out = {name: torch.cat([part[name] for part in outs]) for name in outs[0]}
    found, there = out["things"] > 0, things > 0.5
    coloured, shown = colours != IGNORED, background != IGNORED

    def share(right: Tensor) -> float:
        return round(100 * float(right.float().mean()), 2)

    return {
        "scenes": float(count),
        "things present that are seen": share(found[there]),
        "things seen that are present": share(there[found]),
        "scenes with exactly the right things": share((found == there).all(1)),
        "colours": share((out["colours"].argmax(-1) == colours)[coloured]),
        "backgrounds": share((out["background"].argmax(-1) == background)[shown]),
        "styles": share(out["style"].argmax(-1) == style),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--scenes", type=int, default=12000)
    options.add_argument("--round-trips", type=int, default=800)
    options.add_argument("--rate", type=float, default=2e-3)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--vae", type=Path, default=STARTER / "vae")
    options.add_argument("--resume", action="store_true", help="go on from the shipped weights")
    args = options.parse_args()
    torch.set_num_threads(args.threads)
    args.work.mkdir(parents=True, exist_ok=True)

    cache = args.work / f"looks-{args.scenes}-{args.round_trips}.pt"
    if cache.exists():
        data = tuple(torch.load(cache, weights_only=True))
    else:
        trips = round_trips(args.vae, FIRST_TRAINING + args.scenes, args.round_trips)
        fresh = drawn(FIRST_TRAINING, args.scenes)
        data = tuple(torch.cat(pair) for pair in zip(trips, fresh, strict=True))
        torch.save(list(data), cache)
    print(f"{len(data[0])} pictures", flush=True)

    net = looking.Recogniser.load().net.train() if args.resume else looking.Net(WORDS)
    parameters = list(net.parameters())
    optimizer = Muon(parameters, lr=args.rate, weight_decay=0.02)
    began, step, smooth = time.monotonic(), 0, 0.0
    order = torch.randperm(len(data[0]))
    at = 0
    while (done := (time.monotonic() - began) / (60 * args.minutes)) < 1:
        if at + 48 > len(order):
            order, at = torch.randperm(len(order)), 0
        chosen, at = order[at : at + 48], at + 48
        pictures, shown, *truths = (column[chosen] for column in data)
        pictures, shown = worn(pictures, shown)
        for group in optimizer.param_groups:
            group["lr"] = args.rate * min(1.0, (step + 1) / 50) * min(1.0, (1 - done) / 0.7)
        with torch.autocast("cpu", torch.bfloat16):
            out = net(pictures)
        loss = loss_of({name: value.float() for name, value in out.items()}, (shown, *truths))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        step += 1
        smooth = loss.item() if step == 1 else 0.98 * smooth + 0.02 * loss.item()
        if step % 50 == 0:
            print(f"{step} {time.monotonic() - began:.0f}s loss {smooth:.4f}", flush=True)

    state = {name: value.half().contiguous() for name, value in net.state_dict().items()}
    save_file(state, looking.WEIGHTS, {"words": json.dumps(asdict(WORDS))})
    for name, value in measure(looking.Recogniser.load().net, FIRST_HELD_OUT, 1000).items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
