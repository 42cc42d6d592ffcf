"""The starter model is what its page says: small, plain to load, and it paints what it is told.

The committed table FIGURES.md measures 800 pictures (`make figures`); here a sample of them is
painted again, with a margin for its size.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("diffusers")
pytestmark = [pytest.mark.slow, pytest.mark.model]

ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "resources" / "starter"
sys.path.insert(0, str(ROOT / "packaging" / "starter"))
import figures  # noqa: E402  (the recipe is run by path; it is no package)
import ship  # noqa: E402
import torch  # noqa: E402
import train_recogniser  # noqa: E402
import train_retrieval  # noqa: E402
import world  # noqa: E402
from diffusers import AutoencoderKL, StableDiffusionPipeline  # noqa: E402
from recogniser import Recogniser  # noqa: E402
from retrieval import Retrieval  # noqa: E402


@pytest.fixture(scope="module")
def vae() -> AutoencoderKL:
    return AutoencoderKL.from_pretrained(STARTER / "vae", dtype=torch.float32).eval()


@pytest.fixture(scope="module")
def painted() -> list[figures.Painted]:
    return figures.paint(figures.load(STARTER), figures.held_out(24), seeds=1)


def test_plain_diffusers_loads_the_folder() -> None:
    pipeline = StableDiffusionPipeline.from_pretrained(STARTER, local_files_only=True)
    assert pipeline.unet.config.sample_size == 32
    assert pipeline.tokenizer.model_max_length == 48


def test_the_folder_holds_safetensors_of_at_most_60_mb() -> None:
    weights = list(STARTER.rglob("*.safetensors"))
    assert len(weights) == 3
    assert sum(path.stat().st_size for path in weights) <= 60_000_000
    assert not [path for path in STARTER.rglob("*") if path.suffix in {".bin", ".pt", ".ckpt"}]


def test_its_words_are_those_of_the_world() -> None:
    assert json.loads((STARTER / "underpaint.json").read_text()) == ship.vocabulary()


def test_a_seed_draws_the_same_scene_with_a_true_caption() -> None:
    for seed in range(50):
        scene = world.sample(seed)
        assert scene == world.sample(seed)
        for thing in scene.things:
            assert thing.name in scene.caption
        for thing, mask in zip(scene.things, world.masks(scene), strict=True):
            x0, y0, x1, y1 = thing.box
            assert mask.sum() == mask[y0:y1, x0:x1].sum() > 0


def test_the_preview_map_fits_scenes_it_was_not_fitted_to(vae: AutoencoderKL) -> None:
    preview = json.loads((STARTER / "preview.json").read_text())
    first = figures.FIRST_MEASURED + 500
    unseen = ship.latents_and_cells(vae, range(first, first + 8))
    assert ship.explained(preview, *unseen) >= 0.75


def test_the_autoencoder_keeps_unseen_scenes(vae: AutoencoderKL) -> None:
    mean, _ = figures.psnr(vae, 12)
    assert mean >= 26.0


def test_the_recogniser_is_right_about_drawn_scenes() -> None:
    accuracy = train_recogniser.measure(Recogniser.load().net, 31_000_000, 100)
    assert accuracy["things present that are seen"] >= 94
    assert accuracy["things seen that are present"] >= 94
    assert accuracy["colours"] >= 94
    assert accuracy["backgrounds"] >= 94


def test_a_sprite_that_no_net_was_trained_on_is_found_again() -> None:
    found = train_retrieval.measure(Retrieval.load(), 35_000_000, 100)
    for word in world.TO_BE_TAUGHT:
        assert found[f"{word}, where it is"] >= 80
        assert found[f"{word}, where it is not"] <= 5


def test_the_retrieval_net_takes_no_other_recogniser(tmp_path: Path) -> None:
    other = tmp_path / "recogniser.safetensors"
    other.write_bytes(b"of another training")
    with pytest.raises(ValueError, match="train_retrieval"):
        Retrieval.load(eyes=other)


def test_it_paints_the_things_that_the_prompt_names(painted: list[figures.Painted]) -> None:
    judged = figures.judged(painted)
    assert judged["one thing"][0] >= 60
    assert judged["two things"][0] >= 30
    assert judged["at least one of two things"][0] >= 75


def test_it_paints_the_named_colours_and_backgrounds(painted: list[figures.Painted]) -> None:
    judged = figures.judged(painted)
    assert judged["colour"][0] >= 30
    assert judged["background"][0] >= 85
