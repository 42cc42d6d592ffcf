"""How good the starter model is: writes tests/semantics/FIGURES.md and figures.json.

    python figures.py [--prompts 200] [--minutes 60] [--model FOLDER] [--keep FOLDER] [--dry]

Half of the prompts name one thing, half two. They are captions of scenes whose seeds were never
used in training, each painted from four seeds in 20 steps by diffusers' own pipeline, and judged
by the recogniser in tests/semantics. The recogniser's accuracy, the autoencoder's PSNR and the
preview map's R² are measured on scenes of other unused seeds.
"""

from __future__ import annotations

import argparse
import functools
import json
import math
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import machine
import numpy as np
import ship
import torch
import train_recogniser
import train_retrieval
import world
from diffusers import AutoencoderKL, StableDiffusionPipeline
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "resources" / "starter"
SEMANTICS = ROOT / "tests" / "semantics"
sys.path[:0] = [str(SEMANTICS), str(Path(__file__).resolve().parent)]
from recogniser import Recogniser, Seen  # noqa: E402  (found by the line above)
from retrieval import Retrieval  # noqa: E402
from techniques import figure as of_techniques  # noqa: E402

FIRST_PROMPT = 50_000_000  # seeds of the scenes whose captions are painted
FIRST_MEASURED = 60_000_000  # seeds of the scenes that autoencoder and preview map are measured on
SEEDS, STEPS, GUIDANCE = 4, 20, 5.0
ASKED = {
    "one thing": 85.0,
    "two things": 60.0,
    "colour": 80.0,
    "background": 90.0,
    "psnr": 28.0,
    "recogniser": 97.0,
    "retrieval": 90.0,
    "mistaken": 3.0,
}


@dataclass
class Painted:
    """One picture painted from a scene's caption, and what was seen in it."""

    scene: world.Scene
    picture: np.ndarray
    seen: Seen

    @property
    def complete(self) -> bool:
        """Every named thing is there."""
        return self.seen.has(*(thing.word for thing in self.scene.things))

    @property
    def colours(self) -> list[bool]:
        """For each named colour, whether its thing has it."""
        return [
            self.seen.colours[thing.word] == thing.colour
            for thing in self.scene.things
            if thing.colour
        ]

    @property
    def coloured_things(self) -> list[bool]:
        """For each named colour, whether its thing is there and has it."""
        return [
            self.seen.has(thing.word) and self.seen.colours[thing.word] == thing.colour
            for thing in self.scene.things
            if thing.colour
        ]


def held_out(count: int) -> list[world.Scene]:
    """Scenes to paint from their captions: one thing and two things by turns."""
    return [world.sample(FIRST_PROMPT + n, things=1 + n % 2) for n in range(count)]


def paint(
    pipeline: StableDiffusionPipeline, scenes: list[world.Scene], seeds: int = SEEDS, batch: int = 8
) -> list[Painted]:
    """Each scene's caption painted from seeds 0, 1, 2 …, and looked at."""
    recogniser = Recogniser.load()
    jobs = [(scene, seed) for scene in scenes for seed in range(seeds)]
    painted: list[Painted] = []
    for start in range(0, len(jobs), batch):
        part = jobs[start : start + batch]
        pictures = pipeline(
            [scene.caption for scene, _ in part],
            height=256,
            width=256,
            num_inference_steps=STEPS,
            guidance_scale=GUIDANCE,
            generator=[torch.Generator().manual_seed(seed) for _, seed in part],
            output_type="np",
        ).images
        pictures = (pictures * 255).round().astype(np.uint8)
        for (scene, _), picture, seen in zip(
            part, pictures, recogniser.look_all(list(pictures)), strict=True
        ):
            painted.append(Painted(scene, picture, seen))
    return painted


def load(model: Path) -> StableDiffusionPipeline:
    """The pipeline in the number type that is quick here."""
    pipeline = StableDiffusionPipeline.from_pretrained(model, dtype=machine.quick_type())
    pipeline.unet.to(memory_format=torch.channels_last)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


@functools.cache
def _pipeline(model: Path) -> StableDiffusionPipeline:
    torch.set_num_threads(1)
    return load(model)


def _paint_part(model: Path, scenes: list[world.Scene], seeds: int) -> list[Painted]:
    return paint(_pipeline(model), scenes, seeds)


def paint_in_parallel(
    model: Path, prompts: int, seeds: int, processes: int, minutes: float
) -> list[Painted]:
    """The held-out prompts, painted by processes of one thread each, a few prompts at a time.

    On a busy machine that is quicker than threads, which wait for each other at every layer. When
    the minutes are over, the prompts painted by then are all there is.
    """
    scenes = held_out(prompts)
    painted: list[Painted] = []
    began = time.monotonic()
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        parts = [scenes[start : start + 4] for start in range(0, len(scenes), 4)]
        jobs = [pool.submit(_paint_part, model, part, seeds) for part in parts]
        try:
            for job in as_completed(jobs, timeout=60 * minutes):
                painted += job.result()
                spent = time.monotonic() - began
                print(f"{len(painted)} pictures, {spent:.0f} s: {judged(painted)}", flush=True)
        except TimeoutError:
            pool.shutdown(wait=False, cancel_futures=True)
    return painted


def share(rights: list[bool]) -> float:
    """Per cent that are right."""
    return round(100 * sum(rights) / max(1, len(rights)), 1)


def judged(painted: list[Painted]) -> dict[str, tuple[float, int]]:
    """Each figure in per cent, with how many pictures or words it counts."""
    one = [p for p in painted if len(p.scene.things) == 1]
    two = [p for p in painted if len(p.scene.things) == 2]
    named = [p for p in painted if p.scene.names_background]
    styled = [p for p in painted if p.scene.style]
    counted = {
        "one thing": [p.complete for p in one],
        "two things": [p.complete for p in two],
        "at least one of two things": [
            any(p.seen.has(t.word) for t in p.scene.things) for p in two
        ],
        "colour": [right for p in painted for right in p.colours],
        "colour, thing seen too": [right for p in painted for right in p.coloured_things],
        "background": [p.seen.background == p.scene.background for p in named],
        "style": [p.seen.style == p.scene.style for p in styled],
    }
    return {name: (share(rights), len(rights)) for name, rights in counted.items()}


def psnr(vae: AutoencoderKL, count: int = 64) -> tuple[float, float]:
    """PSNR of whole unseen scenes of all styles: the mean over them, and of the pooled error."""
    errors = []
    for seed in range(FIRST_MEASURED, FIRST_MEASURED + count):
        pixels = torch.from_numpy(np.array(world.render(world.sample(seed)))).float()
        signal = pixels.permute(2, 0, 1)[None] / 127.5 - 1
        with torch.inference_mode():
            back = vae.decode(vae.encode(signal).latent_dist.mean).sample.clamp(-1, 1)
        errors.append(float((back - signal).pow(2).mean()))
    each = [10 * math.log10(4 / error) for error in errors]
    pooled = 10 * math.log10(4 / (sum(errors) / count))
    return round(sum(each) / count, 2), round(pooled, 2)


def table(figures: dict) -> str:
    """FIGURES.md."""
    painted, seen = figures["painted"], figures["recogniser"]
    rows = [
        ("every named thing, one-thing prompts", *painted["one thing"], ASKED["one thing"]),
        ("every named thing, two-thing prompts", *painted["two things"], ASKED["two things"]),
        (
            "at least one of the two, two-thing prompts",
            *painted["at least one of two things"],
            None,
        ),
        ("the named colour, on its thing", *painted["colour"], ASKED["colour"]),
        ("the same, and the thing is recognised", *painted["colour, thing seen too"], None),
        ("the named background", *painted["background"], ASKED["background"]),
        ("the named style", *painted["style"], None),
    ]
    lines = [
        "# How good the starter model is",
        "",
        "Written by `packaging/starter/figures.py` (`make figures`); do not edit.",
        "",
        f"{figures['prompts']} held-out prompts (half name one thing, half two; captions of scenes "
        f"whose seeds were never used in training), {SEEDS} seeds each, {STEPS} steps, guidance "
        f"{GUIDANCE:g}, diffusers' own pipeline in {figures['dtype']}, looked at by the "
        "recogniser.",
        "",
        "| seen in painted pictures | measured | counted | asked |",
        "| --- | --- | --- | --- |",
    ]
    for name, value, count, asked in rows:
        lines.append(f"| {name} | {value} % | {count} | {f'≥ {asked:g} %' if asked else ''} |")
    mean, pooled = figures["psnr"]
    if figures.get("older_pictures"):
        lines += [
            "",
            "Painted before the decoder was last trained; the UNet is the same.",
        ]
    lines += [
        "",
        "| the autoencoder and the preview map, on 64 and 32 unseen scenes | measured | asked |",
        "| --- | --- | --- |",
        f"| PSNR, whole 256 px scenes of all styles, mean over scenes | {mean} dB | ≥ 28 dB |",
        f"| PSNR of the error pooled over the same scenes | {pooled} dB | |",
        f"| preview map, R² on unseen scenes | {figures['preview_r2']} | |",
        "",
        f"| the recogniser, on {seen['scenes']:.0f} unseen drawn scenes | measured | asked |",
        "| --- | --- | --- |",
    ]
    for name, value in seen.items():
        if name != "scenes":
            asked = "≥ 97 %" if name != "scenes with exactly the right things" else ""
            lines.append(f"| {name} | {value} % | {asked} |")
    lines += of_retrieval(figures["retrieval"])
    if figures.get("techniques"):
        lines += of_techniques.table(figures["techniques"], of_techniques.digest(STARTER))
    return "\n".join(lines) + "\n"


def of_retrieval(found: dict[str, float]) -> list[str]:
    """Lines of FIGURES.md about the net that finds new sprites again."""
    lines = [
        "",
        f"| the retrieval net, on {found['scenes']:.0f} unseen drawn scenes without and "
        f"{found['scenes with it']:.0f} with a sprite that it never learned from | found where it "
        "is | found where it is not |",
        "| --- | --- | --- |",
        f"| asked | ≥ {ASKED['retrieval']:g} % | ≤ {ASKED['mistaken']:g} % |",
    ]
    for word in world.TO_BE_TAUGHT:
        there, not_there = (found[f"{word}, where it {is_}"] for is_ in ("is", "is not"))
        lines.append(f"| {word} | {there} % | {not_there} % |")
    return lines


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--prompts", type=int, default=200)
    options.add_argument("--seeds", type=int, default=SEEDS)
    options.add_argument("--model", type=Path, default=STARTER)
    options.add_argument("--minutes", type=float, default=600, help="most time for painting")
    options.add_argument("--processes", type=int, default=2, help="of one thread each")
    options.add_argument("--keep", type=Path, help="folder for a sheet of the painted pictures")
    options.add_argument("--dry", action="store_true", help="print the painted figures only")
    options.add_argument(
        "--autoencoder", action="store_true", help="measure only it anew; painted figures stay"
    )
    options.add_argument("--retrieval", action="store_true", help="the same of the retrieval net")
    args = options.parse_args()
    torch.set_num_threads(2)

    if args.retrieval:
        figures = json.loads((SEMANTICS / "figures.json").read_text())
        write(figures | {"retrieval": retrieval()})
        return
    if args.autoencoder:
        figures = json.loads((SEMANTICS / "figures.json").read_text())
        write(figures | autoencoder(args.model) | {"older_pictures": True})
        return
    painted = paint_in_parallel(args.model, args.prompts, args.seeds, args.processes, args.minutes)
    figures = {"prompts": len(painted) // args.seeds, "painted": judged(painted)}
    figures["dtype"] = str(machine.quick_type()).removeprefix("torch.")
    print(json.dumps(figures["painted"], indent=1), flush=True)
    if args.keep:
        keep_sheets(painted, args.keep)
    if args.dry:
        return
    figures |= autoencoder(args.model)
    figures["recogniser"] = train_recogniser.measure(
        Recogniser.load().net, train_recogniser.FIRST_HELD_OUT, 1000
    )
    figures["retrieval"] = retrieval()
    old = json.loads((SEMANTICS / "figures.json").read_text())
    write(figures | {"techniques": old.get("techniques", {})})


def autoencoder(model: Path) -> dict:
    """The figures of a model's autoencoder and of its preview map."""
    vae = AutoencoderKL.from_pretrained(model / "vae", dtype=torch.float32).eval()
    preview = json.loads((model / "preview.json").read_text())
    unseen = ship.latents_and_cells(vae, range(FIRST_MEASURED, FIRST_MEASURED + 32))
    return {"psnr": psnr(vae), "preview_r2": round(ship.explained(preview, *unseen), 4)}


def retrieval() -> dict[str, float]:
    """How well sprites are found again that no net was trained on."""
    return train_retrieval.measure(Retrieval.load(), train_retrieval.FIRST_MEASURED, 1000)


def write(figures: dict, told: bool = True) -> None:
    """The table and the numbers it is made of, into tests/semantics; printed when `told`."""
    page = table(figures)
    (SEMANTICS / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")
    (SEMANTICS / "FIGURES.md").write_text(page)
    if told:
        print(page)


def keep_sheets(painted: list[Painted], folder: Path) -> None:
    """Sheets of 48 pictures, those that miss a thing framed in red."""
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, len(painted), 48):
        page = Image.new("RGB", (8 * 136, 6 * 136), "white")
        for index, one in enumerate(painted[start : start + 48]):
            frame = Image.new("RGB", (134, 134), "green" if one.complete else "red")
            frame.paste(Image.fromarray(one.picture).resize((128, 128)), (3, 3))
            page.paste(frame, (index % 8 * 136, index // 8 * 136))
        page.save(folder / f"painted-{start:04d}.png")


if __name__ == "__main__":
    main()
