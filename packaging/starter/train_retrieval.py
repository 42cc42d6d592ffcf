"""Trains the head by which a new sprite is found again (tests/semantics/retrieval.py).

    python train_retrieval.py [--steps 1200]

It never sees the sprites that are to be taught (world.TO_BE_TAUGHT). It learns to tell several
hundred others apart, place by place: those of the world in each of their colours, and the same
turned and in other hues, so that it has more than 76 shapes to learn from. Vectors are compared by
their angles alone (Wang et al. 2018, https://arxiv.org/abs/1801.09414, "CosFace", eq. 4), so that
sprites that come later need no training.

Then each sprite's own vector is the mean of its places in a few drawn pictures, and the likeness
from which on it counts is set on drawn scenes without it: few of them may reach it.

A quarter of an hour on one core. Equal runs on one machine give equal weights.
"""

from __future__ import annotations

import argparse
import functools
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
import train_recogniser
import world
from PIL import Image
from safetensors.torch import save_file
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "semantics"))
import retrieval as looking
from recogniser import Recogniser, prepared

FIRST_TRAINING = 22_000_000  # seeds of scenes to learn from
FIRST_SHOWN = 32_000_000  # of those by which a sprite is known
FIRST_WITHOUT = 33_000_000  # of those by which it is set what counts
FIRST_MEASURED = 34_000_000  # and of those to be measured on
SCENES, ROUND_TRIPS, WORN = 4000, 120, 2
VARIANTS = 6
"""Of each sprite, turned or in another hue: sprites of their own."""
REFERENCES = 16
"""Pictures by which a sprite is known."""
WITHOUT, FALSE = 2000, 0.005
"""Scenes by which it is set what counts, and the share of them that may be mistaken."""
BATCH, RATE, SCALE, MARGIN = 48, 2e-3, 16.0, 0.15
NOTHING = 0
"""The sprite of places that show none."""

Sprite = tuple[str, str | None]
"""A word, with the number of a variant after a "~" if it is one, and a colour."""


def sprites() -> list[Sprite]:
    """All that it learns to tell apart."""
    found: list[Sprite] = []
    for word in world.THINGS:
        found.append((word, None))
        if word in world.TINTABLE:
            own = world.TINTABLE[word]
            found += [(word, colour) for colour in world.COLOURS if colour != own]
        found += [(f"{word}~{number}", None) for number in range(VARIANTS)]
    return found


@functools.cache
def picture(word: str, colour: str | None) -> Image.Image:
    """A sprite, or a variant of one."""
    word, _, number = word.partition("~")
    image = world.sprite(word, colour)
    if not number:
        return image
    dice = random.Random(f"{word} {number}")
    turned, hue = dice.choice([(t, h) for t in range(4) for h in range(6) if t or h])
    return _hued(image, hue / 6).rotate(90 * turned, expand=True)


def _hued(image: Image.Image, by: float) -> Image.Image:
    """With all hues moved on by a part of the circle."""
    if not by:
        return image
    hue, saturation, value = image.convert("RGB").convert("HSV").split()
    hue = hue.point(lambda h: round(h + 255 * by) % 256)
    moved = Image.merge("HSV", (hue, saturation, value)).convert("RGB")
    moved.putalpha(image.getchannel("A"))
    return moved


def scene(seed: int, among: Sequence[Sprite]) -> world.Scene:
    """The scene of a seed, in which some of the sprites are in the places of its things."""
    found, dice = world.sample(seed), random.Random(seed)
    if found.style == "pencil sketch":
        found.style = ""  # it has no colours to tell things by
    for number, sprite in enumerate(dice.sample(among, len(found.things))):
        found.things[number] = instead(found.things[number], sprite)
    return found


def instead(thing: world.Thing, sprite: Sprite) -> world.Thing:
    """Another sprite in a thing's place, as large."""
    x0, y0, x1, y1 = thing.box
    size = picture(*sprite).size
    scale = max(x1 - x0, y1 - y0) / max(size)
    width, height = (max(1, round(side * scale)) for side in size)
    left, top = (x0 + x1 - width) // 2, (y0 + y1 - height) // 2
    return world.Thing(*sprite, (left, top, left + width, top + height), thing.flipped)


def with_one(seed: int, word: str) -> world.Scene:
    """The scene of a seed, in which one of the things is the word's sprite."""
    found = world.sample(seed)
    if found.style == "pencil sketch":
        found.style = ""
    number = random.Random(seed).randrange(len(found.things))
    found.things[number] = instead(found.things[number], (word, None))
    return found


def drawn(scenes: Sequence[world.Scene]) -> list[np.ndarray]:
    return [np.array(world.render(one, picture)) for one in scenes]


def shown(one: world.Scene, index: dict[Sprite, int]) -> Tensor:
    """Which sprite each cell of a 32 × 32 grid shows."""
    grid = torch.full((train_recogniser.GRID,) * 2, NOTHING, dtype=torch.int16)
    for thing, mask in zip(one.things, world.masks(one, picture), strict=True):
        covered = F.adaptive_avg_pool2d(torch.from_numpy(mask)[None].float(), len(grid))[0] > 0.4
        grid[covered] = index[thing.word, thing.colour]
    return grid


def round_trips(pictures: Tensor) -> Tensor:
    """Pictures (n, 3, 256, 256) in -1…1 as the autoencoder gives them back."""
    from diffusers import AutoencoderKL

    coder = AutoencoderKL.from_pretrained(train_recogniser.STARTER / "vae", dtype=torch.float32)
    with torch.inference_mode():
        latents = coder.eval().encode(pictures).latent_dist.mean
        latents = latents + 0.15 * torch.rand(len(pictures), 1, 1, 1) * torch.randn_like(latents)
        found: Tensor = coder.decode(latents).sample.clamp(-1, 1)
    return found


def seen(eyes: Recogniser, index: dict[Sprite, int]) -> tuple[Tensor, Tensor]:
    """The recogniser's features of scenes (n, 192, 16, 16) in half precision, each scene worn in
    several ways, and what their places show."""
    features, truths = [], []
    for start in range(0, SCENES, 40):
        scenes = [scene(FIRST_TRAINING + n, list(index)) for n in range(start, start + 40)]
        images = drawn(scenes)
        pictures = prepared(images)
        if start < ROUND_TRIPS:
            signal = torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).float() / 127.5 - 1
            back = torch.cat([round_trips(part) for part in signal.split(8)])
            pictures = F.interpolate(back, pictures.shape[-2:], mode="area")
        bytes_ = ((pictures + 1) * 127.5).round().byte()
        grids = torch.stack([shown(one, index) for one in scenes])
        for _ in range(WORN):
            worn, truth = train_recogniser.worn(bytes_, grids)
            with torch.inference_mode():
                features.append(eyes.net.grid(worn).half())
            truths.append(truth)
    return torch.cat(features), torch.cat(truths)


def train(eyes: Recogniser, index: dict[Sprite, int], steps: int) -> looking.Head:
    """A head that tells the sprites apart."""
    features, truths = seen(eyes, index)
    print(f"{len(features)} pictures of {len(index)} sprites", flush=True)
    head = looking.Head()
    each = nn.Parameter(F.normalize(torch.randn(len(index) + 1, looking.LENGTH), dim=1))
    optimizer = torch.optim.AdamW([*head.parameters(), each], lr=RATE, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, steps, pct_start=0.05)
    weights = torch.ones(len(each))
    weights[NOTHING] = 0.1  # most places show none
    order, smooth = torch.randperm(len(features)), 0.0
    for step in range(steps):
        if len(order) < BATCH:
            order = torch.randperm(len(features))
        chosen, order = order[:BATCH], order[BATCH:]
        vectors = head(features[chosen].float()).permute(0, 2, 3, 1).flatten(0, 2)
        truth = truths[chosen].flatten()
        alike = vectors @ F.normalize(each, dim=1).T
        alike = alike - MARGIN * F.one_hot(truth, len(each))
        loss = F.cross_entropy(SCALE * alike, truth, weights)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        smooth = loss.item() if not step else 0.98 * smooth + 0.02 * loss.item()
        if step % 50 == 0:
            print(f"{step} loss {smooth:.3f}", flush=True)
    return head


def known(net: looking.Retrieval, sprite: Sprite) -> Tensor:
    """The vector (64,) by which a sprite is known: the mean of its places in some pictures."""
    scenes = []
    for n in range(REFERENCES):
        one = world.sample(FIRST_SHOWN + n, things=1)
        one.style, one.things = "", [instead(one.things[0], sprite)]
        scenes.append(one)
    vectors = net.vectors(drawn(scenes))
    rows = []
    for one, places in zip(scenes, vectors, strict=True):
        mask = torch.from_numpy(world.masks(one, picture)[0])[None].float()
        rows.append(places[:, F.adaptive_avg_pool2d(mask, places.shape[1])[0] > 0.5].mean(1))
    return F.normalize(torch.stack(rows).mean(0), dim=0)


def complete(head: looking.Head, eyes: Recogniser) -> looking.Retrieval:
    """With what it is to know of each sprite, and from which likeness on a new one counts."""
    net = looking.Retrieval(head, eyes)
    every = [one for one in sprites() if "~" not in one[0]]
    every += [(word, None) for word in world.TO_BE_TAUGHT]
    vectors = torch.stack([known(net, one) for one in every])
    names = [" ".join(filter(None, (colour, word))) for word, colour in every]
    net = looking.Retrieval(head, eyes, names, vectors, dict.fromkeys(world.TO_BE_TAUGHT, 0.0))
    most = 1 - FALSE
    without = likeness(net, [world.sample(FIRST_WITHOUT + n) for n in range(WITHOUT)])
    for number, word in enumerate(world.TO_BE_TAUGHT):
        net.enough[word] = round(float(without[:, number].quantile(most)), 4)
    return net


def likeness(net: looking.Retrieval, scenes: Sequence[world.Scene]) -> Tensor:
    """Of scenes to the sprites that can be found: (n, sprites)."""
    parts = [scenes[start : start + 32] for start in range(0, len(scenes), 32)]
    return torch.cat([net.likeness(drawn(part)) for part in parts])


def measure(net: looking.Retrieval, first: int, count: int) -> dict[str, float]:
    """On drawn scenes that nothing was learnt or set from: for each new sprite the per cent of
    scenes with it in which it is found, and of those without in which it is."""
    found: dict[str, float] = {"scenes": float(count), "scenes with it": float(count // 5)}
    none = net.look_all(drawn([world.sample(first + n) for n in range(count)]))
    for word in world.TO_BE_TAUGHT:
        some = net.look_all(drawn([with_one(first + n, word) for n in range(count // 5)]))
        found[f"{word}, where it is"] = _share([one.has(word) for one in some])
        found[f"{word}, where it is not"] = _share([one.has(word) for one in none])
    return found


def _share(rights: list[bool]) -> float:
    return round(100 * sum(rights) / len(rights), 2)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--steps", type=int, default=1200)
    options.add_argument("--threads", type=int, default=1)
    args = options.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(FIRST_TRAINING)

    eyes = Recogniser.load()
    index = {sprite: 1 + number for number, sprite in enumerate(sprites())}
    net = complete(train(eyes, index, args.steps), eyes)
    state = {name: value.half().contiguous() for name, value in net.head.state_dict().items()}
    about = {
        "eyes": looking.digest(looking.EYES),
        "sprites": net.sprites,
        "enough": net.enough,
    }
    tensors = state | {"known": net.known.half().contiguous()}
    save_file(tensors, looking.WEIGHTS, {"about": json.dumps(about)})
    for name, value in measure(looking.Retrieval.load(), FIRST_MEASURED, 500).items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
