"""What techniques do on the starter model: measured, and put beside its figures.

    python technique_figures.py [ID …] [--pictures 64] [--processes 1] [--model FOLDER]
                                [--weights FOLDER] [--keep FOLDER] [--dry]

Without names all that the program has are measured, each in techniques/<id>.py. Each result is
written as soon as it is there, into tests/semantics/figures.json and FIGURES.md.
"""

from __future__ import annotations

import argparse
import fcntl
import importlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from techniques.figure import Figure, digest  # noqa: E402  (found by the line above)
from techniques.studio import RESOURCES, ROOT, STARTER, STEPS, Shown, Studio  # noqa: E402

from core.models.controls import find_controls  # noqa: E402
from core.models.library import find_models  # noqa: E402
from core.request import Request  # noqa: E402
from core.techniques import techniques as known  # noqa: E402

MEASURED = (
    "attend_and_excite",
    "semantic_guidance",
    "self_attention_guidance",
    "prompt_weighting",
    "pix2pix_zero",
    "diffedit",
    "model_editing",
    "multidiffusion",
    "inpaint",
    "controlnet",
    "t2i_adapter",
    "instruct_pix2pix",
    "depth2image",
    "dreambooth",
    "textual_inversion",
    "custom_diffusion",
    "step_reuse",
    "limited_guidance",
    "token_merging",
    "upscale",
)
"""In the order of the table."""
GUIDED = ("controlnet", "t2i_adapter")
"""What is measured for every kind of map that there are weights for."""
OF_OTHER_MODELS = {"instruct_pix2pix": "starter-instruct", "depth2image": "starter-depth"}
"""What is measured once there is a model for it."""
OF_THE_PASS = ("prompt_weighting", "inpaint", "upscale")
"""What works without being named among the techniques of a request."""
PICTURES = 64


def available(weights: Sequence[Path] = RESOURCES) -> list[str]:
    """What can be measured of what the program has, with the weights that are in folders."""
    guides = {one.technique for one in find_controls(weights)}
    models = {info.id for info in find_models(weights)}
    return [
        id
        for id in MEASURED
        if id in OF_THE_PASS
        or (id in known() and OF_OTHER_MODELS.get(id, "starter") in {"starter", *models}
            and (id not in GUIDED or id in guides))
    ]  # fmt: skip


@cache
def _studio(model: Path, steps: int, weights: tuple[Path, ...]) -> Studio:
    """One for all figures of a process: what two of them compare with is painted once."""
    return Studio(model, steps, beside=weights)


def measured(id: str, studio: Studio, pictures: int) -> Figure:
    """One technique's figure."""
    figure: Figure = importlib.import_module(f"techniques.{id}").measure(studio, pictures)
    return figure


def _measured_apart(
    id: str, model: Path, pictures: int, steps: int, keep: Path | None, beside: tuple[Path, ...]
) -> tuple[Figure, str, str, float]:
    """In a process of its own, of one thread: the figure, the weights, the device, seconds."""
    torch.set_num_threads(1)
    weights, began = digest(model), time.monotonic()
    studio = _studio(model, steps, beside)
    before = len(studio.shown)
    figure = measured(id, studio, pictures)
    if keep:
        keep_sheets(list(studio.shown.items())[before:], keep, id)
    if digest(model) != weights:
        raise RuntimeError("The model was replaced while it was measured.")
    return figure, weights, studio.device, time.monotonic() - began


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("ids", nargs="*", metavar="ID", help=", ".join(MEASURED))
    options.add_argument("--pictures", type=int, default=PICTURES, help="for each figure")
    options.add_argument("--steps", type=int, default=STEPS)
    options.add_argument("--processes", type=int, default=2, help="of one thread each")
    options.add_argument("--model", type=Path, default=STARTER)
    options.add_argument("--keep", type=Path, help="folder for sheets of the painted pictures")
    options.add_argument("--dry", action="store_true", help="print only, write nothing")
    options.add_argument(
        "--weights", type=Path, help="folder of control weights that are not shipped, looked at "
        "before those that are"
    )  # fmt: skip
    args = options.parse_args()
    beside = (*([args.weights] if args.weights else []), *RESOURCES)
    if unknown := set(args.ids) - set(available(beside)):
        options.error(f"cannot be measured: {', '.join(sorted(unknown))}")

    ids = args.ids or available(beside)
    failed = []
    with ProcessPoolExecutor(min(args.processes, len(ids)), get_context("spawn")) as pool:
        jobs = {
            pool.submit(
                _measured_apart, id, args.model, args.pictures, args.steps, args.keep, beside
            ): id
            for id in ids
        }
        for job in as_completed(jobs):
            id = jobs[job]
            try:
                figure, weights, device, seconds = job.result()
            except Exception as error:  # noqa: BLE001  # the others are measured all the same
                failed.append(id)
                print(f"{id}: {error}", file=sys.stderr, flush=True)
                continue
            print(f"{id}, {seconds:.0f} s", flush=True)
            for row in figure.rows:
                print(f"  {row.what}: {row.without} → {row.value}{row.unit} {row.asked} {row.met}")
            if not args.dry:
                record = {"commit": commit(), "weights": weights, "device": device}
                merge(id, figure.as_json() | record)
    if failed:
        sys.exit(f"not measured: {', '.join(failed)}")


def merge(id: str, figure: dict) -> None:
    """Puts one figure among the others, and writes the table."""
    import figures

    with _locked(figures.SEMANTICS / "figures.json") as file:
        all_figures = json.loads(file.read_text())
        found = all_figures.get("techniques", {}) | {id: figure}
        all_figures["techniques"] = {one: found[one] for one in MEASURED if one in found}
        figures.write(all_figures, told=False)


@contextmanager
def _locked(file: Path) -> Iterator[Path]:
    """Two measurements may end at the same time."""
    with file.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield file


def commit() -> str:
    """The commit that was measured, with a + when files were changed since; "none" without git."""

    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    if not (ROOT / ".git").exists():
        return "none"
    changed = git("status", "--porcelain", "--untracked-files=no", "core", "packaging", "resources")
    return git("rev-parse", "--short=10", "HEAD") + ("+" if changed else "")


def keep_sheets(painted: Sequence[tuple[Request, Shown]], folder: Path, name: str) -> None:
    """What was painted for a figure, in order, 48 on a sheet, with prompt and techniques."""
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, len(painted), 48):
        page = Image.new("RGB", (8 * 164, 6 * 180), "white")
        draw = ImageDraw.Draw(page)
        for index, (request, shown) in enumerate(painted[start : start + 48]):
            x, y = index % 8 * 164, index // 8 * 180
            small = Image.fromarray(np.ascontiguousarray(shown.picture))
            small.thumbnail((160, 160))
            page.paste(small, (x, y))
            used = " ".join(one.declaration.id[:6] for one in request.techniques)
            draw.text((x, y + 160), f"{request.prompt[:26]}\n{used}", fill="black")
        page.save(folder / f"{name}-{start:04d}.png")


if __name__ == "__main__":
    main()
