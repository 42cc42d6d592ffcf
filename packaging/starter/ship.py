"""Puts a trained pipeline into resources/starter, with its preview map and the words it knows.

    python ship.py WORK/model

The preview map turns scaled latents into colours without the decoder. It is fitted by least squares
to the mean colours of the 8 × 8 px cells that the latents stand for.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import torch
import world
from diffusers import AutoencoderKL

ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "resources" / "starter"
TEACHING = Path(__file__).with_name("teaching.json")
"""Settings with which the model is taught well: forms begin with them."""
PARTS = ("scheduler", "text_encoder", "tokenizer", "unet", "vae")
FITTED_SCENES = 256
FIRST_FITTED = 40_000_000  # seeds of the scenes the preview map is fitted to
MOST_BYTES = 60_000_000
ABOUT = (
    "A small Stable Diffusion trained from scratch on drawn scenes of emoji-like things. It is for "
    "learning the program offline and for trying techniques, not for real pictures: bring a real "
    "model for those."
)


def latents_and_cells(vae: AutoencoderKL, seeds: range) -> tuple[np.ndarray, np.ndarray]:
    """Scaled latents (n × 4) of scenes and the mean colours (n × 3, 0 to 1) of their cells."""
    latents, cells = [], []
    for seed in seeds:
        pixels = np.array(world.render(world.sample(seed)), np.float32) / 255
        signal = torch.from_numpy(pixels).permute(2, 0, 1)[None] * 2 - 1
        with torch.inference_mode():
            mean = vae.encode(signal).latent_dist.mean[0] * vae.config.scaling_factor
        latents.append(mean.flatten(1).T.double().numpy())
        side = pixels.shape[0] // mean.shape[-1]
        cells.append(pixels.reshape(32, side, 32, side, 3).mean((1, 3)).reshape(-1, 3))
    return np.concatenate(latents), np.concatenate(cells).astype(np.float64)


def explained(preview: dict, latents: np.ndarray, cells: np.ndarray) -> float:
    """R²: the share of the cells' variance that a preview map explains."""
    guess = latents @ np.array(preview["matrix"]) + np.array(preview["bias"])
    return float(1 - ((guess - cells) ** 2).sum() / ((cells - cells.mean(0)) ** 2).sum())


def fit_preview(vae: AutoencoderKL) -> dict:
    """The linear map from scaled latents to RGB with the least squared error."""
    latents, cells = latents_and_cells(vae, range(FIRST_FITTED, FIRST_FITTED + FITTED_SCENES))
    rows = np.concatenate([latents, np.ones((len(latents), 1))], 1)
    solution = np.linalg.lstsq(rows, cells, rcond=None)[0]
    preview = {
        "matrix": solution[:4].round(5).tolist(),
        "bias": solution[4].round(5).tolist(),
        "latents": "scaled",
        "range": "0..1",
    }
    preview["r2"] = round(explained(preview, latents, cells), 4)
    preview["fitted"] = (
        "least squares, scaled latents to the mean colours of 8 x 8 px cells, "
        f"{FITTED_SCENES} drawn scenes"
    )
    return preview


def make_certain(vae: AutoencoderKL) -> None:
    """Lets the encoder give its mean and nothing beside it.

    Reading a picture draws from what the encoder says; its deviation was a ninth of the latents'
    own, which is grain in every kept background, and the UNet has learnt from means alone.
    """
    with torch.no_grad():
        vae.quant_conv.weight[4:] = 0
        vae.quant_conv.bias[4:] = -30  # logarithm of the variance


def vocabulary() -> dict:
    """resources/starter/underpaint.json: what the program tells the user about the model."""
    return {
        "title": "Starter (drawn world)",
        "size": 256,
        "about": ABOUT,
        "words": {
            "things": list(world.THINGS),
            "colours": list(world.COLOURS),
            "backgrounds": [world.background_phrase(kind) for kind in world.BACKGROUNDS],
            "styles": list(world.STYLES),
        },
        "teaching": json.loads(TEACHING.read_text()),
    }


def tidy_configurations() -> None:
    """Forgets where the parts were trained, and lets all load as float32 unless told otherwise.

    transformers keeps the dtype of its configuration, diffusers loads as float32: a plain pipeline
    would mix the two.
    """
    for path in STARTER.glob("*/config.json"):
        values = json.loads(path.read_text())
        values.pop("_name_or_path", None)
        if path.parent.name == "text_encoder":
            values["dtype"] = "float32"
        path.write_text(json.dumps(values, indent=2) + "\n")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("model", type=Path, help="a pipeline folder, as train_unet.py writes it")
    options.add_argument("--vae", type=Path, help="an autoencoder to ship in place of the model's")
    args = options.parse_args()
    torch.set_num_threads(2)
    for part in PARTS:
        source = args.vae if part == "vae" and args.vae else args.model / part
        shutil.copytree(source, STARTER / part, dirs_exist_ok=True)
    shutil.copy(args.model / "model_index.json", STARTER)
    vae = AutoencoderKL.from_pretrained(STARTER / "vae", dtype=torch.float32).eval()
    make_certain(vae)
    vae.half().save_pretrained(STARTER / "vae")
    tidy_configurations()
    preview = fit_preview(vae.float())
    (STARTER / "preview.json").write_text(json.dumps(preview, indent=1) + "\n")
    (STARTER / "underpaint.json").write_text(json.dumps(vocabulary(), indent=1) + "\n")
    size = sum(path.stat().st_size for path in STARTER.rglob("*.safetensors"))
    print(f"weights {size / 1e6:.1f} MB, preview map R² {preview['r2']}")
    if size > MOST_BYTES:
        raise SystemExit("the weights are more than 60 MB together")


if __name__ == "__main__":
    main()
