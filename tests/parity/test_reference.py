"""Reference pictures as StableDiffusionPipeline has them with IP-Adapters."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers import DDIMScheduler, StableDiffusionPipeline

from core.denoise import pictures
from core.denoise.paint import paint
from core.models import reference_loading
from core.models.loading import LoadedModel
from core.models.references import find
from core.models.shelf import Shelf
from core.request import Request
from core.techniques.reference import Reference, ReferencePicture
from tests.parity.conftest import error, pipeline, pixels, seeds, source
from tests.tiny_references import save_encoder, save_reference

REQUEST = Request(prompt="a cat", width=96, height=64, steps=4, sampler="ddim", seed=2, batch=2)


@pytest.fixture(scope="module")
def folder(plain: LoadedModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("models")
    save_encoder(top / "image_encoder")
    for kind in ("plain", "plus", "face"):
        save_reference(top / f"ip-adapter-{kind}.safetensors", plain, kind)
    return top


def ours(
    model: LoadedModel, folder: Path, monkeypatch: pytest.MonkeyPatch, **values: Any
) -> torch.Tensor:
    seen: list[torch.Tensor] = []
    decode = pictures.decode
    with monkeypatch.context() as patched:
        patched.setattr(pictures, "decode", lambda m, x, t: seen.append(x) or decode(m, x, t))
        paint(model, replace(REQUEST, **values), shelf=Shelf([folder]))
    return torch.cat(seen)


def theirs(
    model: LoadedModel,
    folder: Path,
    adapters: dict[str, float | dict[str, Any]],
    shown: list[Any],
    guidance: float,
) -> torch.Tensor:
    (encoder,) = find([folder])[1]
    loaded = reference_loading.encoder(Shelf(), encoder, model)
    embeds = []
    for kind, picture in zip(adapters, shown, strict=True):
        both = reference_loading.seen(
            loaded, np.asarray(picture.convert("RGB")), patches=kind != "plain"
        )
        embeds.append((both.flip(0) if guidance > 1 else both[:1])[:, None])
    painter = pipeline(
        StableDiffusionPipeline,
        replace(model, unet=copy.deepcopy(model.unet)),
        DDIMScheduler.from_config(model.scheduler_config),
    )
    painter.load_ip_adapter(
        str(folder),
        subfolder="",
        weight_name=[f"ip-adapter-{kind}.safetensors" for kind in adapters],
        image_encoder_folder=None,
    )
    painter.set_ip_adapter_scale(list(adapters.values()))
    found: torch.Tensor = painter(
        "a cat",
        width=96,
        height=64,
        num_inference_steps=4,
        guidance_scale=guidance,
        num_images_per_prompt=2,
        generator=seeds(2, 2),
        ip_adapter_image_embeds=embeds,
        output_type="latent",
    ).images
    return found


@pytest.mark.parametrize("guidance", [1.0, 5.0])
@pytest.mark.parametrize("kind", ["plain", "plus", "face"])
def test_it_paints_what_diffusers_paints(
    plain: LoadedModel,
    folder: Path,
    kind: str,
    guidance: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = source(40, 64)
    technique = Reference(pictures=(ReferencePicture(image=pixels(shown), kind=kind, weight=0.8),))
    found = ours(plain, folder, monkeypatch, guidance_scale=guidance, techniques=(technique,))
    wanted = theirs(plain, folder, {kind: 0.8}, [shown], guidance)
    assert error(found, wanted) <= 1e-4
    without = ours(plain, folder, monkeypatch, guidance_scale=guidance)
    assert error(found, without) > 1e-3


def test_several_pictures_each_by_its_own_weight(
    plain: LoadedModel, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = [source(64, 64), source(50, 30)]
    technique = Reference(
        pictures=tuple(
            ReferencePicture(image=pixels(one), kind=kind, weight=weight)
            for one, kind, weight in zip(shown, ("plain", "plus"), (0.5, 1.2), strict=True)
        )
    )
    found = ours(plain, folder, monkeypatch, techniques=(technique,))
    wanted = theirs(plain, folder, {"plain": 0.5, "plus": 1.2}, shown, 5.0)
    assert error(found, wanted) <= 1e-4


def test_composition_is_seen_by_the_layers_of_instant_style(
    plain: LoadedModel, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In diffusers: a scale for the last attention of the deepest level on the way down."""
    shown = source(64, 64)
    technique = Reference(
        pictures=(ReferencePicture(image=pixels(shown), use="composition", weight=0.9),)
    )
    found = ours(plain, folder, monkeypatch, techniques=(technique,))
    scale = {"down": {"block_1": [0.9]}}
    assert error(found, theirs(plain, folder, {"plain": scale}, [shown], 5.0)) <= 1e-4


def test_a_picture_is_prepared_as_clip_prepares_it(plain: LoadedModel, folder: Path) -> None:
    """transformers rounds the resized picture to whole levels before it is normed, too."""
    from transformers import CLIPImageProcessor

    (encoder,) = find([folder])[1]
    loaded = reference_loading.encoder(Shelf(), encoder, plain)
    shown = source(80, 120)
    theirs = CLIPImageProcessor(size=32, crop_size=32)(shown, return_tensors="pt").pixel_values
    wanted = loaded(theirs).image_embeds
    found = reference_loading.seen(loaded, np.asarray(shown), patches=False)[:1]
    assert torch.cosine_similarity(found, wanted).item() > 0.995
