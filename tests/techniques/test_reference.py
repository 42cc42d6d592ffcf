"""Reference pictures: where, when and in which layers they count; and what is told when they
cannot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from core.denoise import loop
from core.denoise.attention import Site
from core.denoise.begin import begin, branches
from core.denoise.places import Places
from core.denoise.run import Step
from core.denoise.unet import Call
from core.errors import ModelError, RecipeError
from core.generation.context import prepare
from core.geometry import Rect
from core.models.loading import LoadedModel
from core.models.references import find
from core.models.shelf import Shelf
from core.request import Pixels, RegionPrompt, Request
from core.techniques.declare import parse
from core.techniques.multidiffusion import MultiDiffusion
from core.techniques.reference import Reference, ReferencePicture
from core.techniques.self_attention_guidance import SelfAttentionGuidance
from tests.tiny_models import tiny_model
from tests.tiny_references import save_encoder, save_reference


def shown(width: int = 40, height: int = 50) -> Pixels:
    y, x = np.mgrid[:height, :width]
    waves = np.stack([np.sin(x / 5), np.cos(y / 7), np.sin((x + y) / 9)], -1) * 90 + 128
    rgba = np.full((height, width, 4), 255, np.uint8)
    rgba[..., :3] = waves
    return Pixels(rgba)


PICTURE = ReferencePicture(image=shown(), weight=1.0)
REQUEST = Request(prompt="a cat", width=72, height=40, steps=4, sampler="euler", batch=2, seed=1)


@pytest.fixture(scope="module")
def tiny() -> LoadedModel:
    return tiny_model(widths=(16, 24, 32), tokens=48)


@pytest.fixture(scope="module")
def shelf(tiny: LoadedModel, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    top = tmp_path_factory.mktemp("models")
    save_encoder(top / "references/image_encoder")
    save_reference(top / "references/ip-adapter.safetensors", tiny)
    save_reference(top / "references/ip-adapter-plus-face.safetensors", tiny, "plus")
    return Shelf([top])


def latents_of(
    model: LoadedModel, shelf: Shelf, *given: ReferencePicture, **values: Any
) -> torch.Tensor:
    techniques = (Reference(pictures=given),) if given else ()
    values["techniques"] = (*values.get("techniques", ()), *techniques)
    with torch.no_grad():
        run, latents = begin(model, replace(REQUEST, **values), shelf)
        with run.attention.installed(model.unet, run.places):
            return loop.denoise(run, latents, branches(run), lambda *_: None)


def test_at_weight_0_it_is_not_there(tiny: LoadedModel, shelf: Shelf) -> None:
    off = latents_of(tiny, shelf, replace(PICTURE, weight=0.0))
    assert torch.equal(off, latents_of(tiny, shelf))
    assert not torch.allclose(off, latents_of(tiny, shelf, PICTURE), atol=1e-3)


def test_a_mask_of_any_size_says_where_it_counts(tiny: LoadedModel, shelf: Shelf) -> None:
    mask = np.zeros((20, 36), np.uint8)
    mask[:, 16:] = 255
    half = replace(PICTURE, mask=Pixels(mask))
    with torch.no_grad():
        request = replace(REQUEST, techniques=(Reference(pictures=(half,)),))
        run, latents = begin(tiny, request, shelf)
        step = Step(run, 0, branches(run), latents)
        call = Call.of(step, step.views[0], latents, step.branches)
        more = run.places[-1].attention_more(
            Site("up_blocks.1.attentions.0.transformer_blocks.0.attn2", cross=True)
        )
        assert more is not None
        added = more(call, torch.randn(4, 2, 3 * 5, 12))  # a level below latents of 5 × 9
    assert added is not None
    places = added.abs().sum((0, 1, 3)).view(3, 5) > 0
    assert places.tolist() == [[False, False, True, True, True]] * 3
    everywhere = replace(PICTURE, mask=Pixels(np.full((5, 9), 255, np.uint8)))
    torch.testing.assert_close(
        latents_of(tiny, shelf, everywhere), latents_of(tiny, shelf, PICTURE)
    )


def test_it_counts_in_its_part_of_the_steps(tiny: LoadedModel, shelf: Shelf) -> None:
    late = replace(PICTURE, start=0.5, end=0.75)
    with torch.no_grad():
        request = replace(REQUEST, techniques=(Reference(pictures=(late,)),))
        run, latents = begin(tiny, request, shelf)
        plain, _ = begin(tiny, REQUEST, shelf)
        for index, wanted in enumerate([True, True, False, True]):
            found = []
            for one in (run, plain):
                step = Step(one, index, branches(one), latents)
                with one.attention.installed(tiny.unet, one.places):
                    found.append(step.predict(latents, step.branches)["prompt"])
            assert torch.allclose(*found, atol=1e-5) == wanted


def test_style_and_composition_are_seen_by_different_layers(
    tiny: LoadedModel, shelf: Shelf
) -> None:
    def layers(use: str) -> set[str]:
        request = replace(REQUEST, techniques=(Reference(pictures=(replace(PICTURE, use=use),)),))
        with torch.no_grad():
            place = begin(tiny, request, shelf)[0].places[-1]
        names = [name.removesuffix(".processor") for name in tiny.unet.attn_processors]
        return {
            name
            for name in names
            if place.attention_more(Site(name, cross=name.endswith("attn2"))) is not None
        }

    everything, style, composition = (layers(use) for use in ("all", "style", "composition"))
    assert everything == {n[:-10] for n in tiny.unet.attn_processors if "attn2" in n}
    assert composition == {"down_blocks.2.attentions.0.transformer_blocks.0.attn2"}
    assert style < everything
    assert not style & composition


def test_it_runs_with_windows_regions_watchers_and_without_guidance(
    tiny: LoadedModel, shelf: Shelf
) -> None:
    for by in ("multidiffusion", "attention"):
        found = latents_of(
            tiny,
            shelf,
            PICTURE,
            replace(PICTURE, kind="face", mask=Pixels(np.full((9, 9), 200, np.uint8))),
            width=120,
            guidance_scale=1.0,
            sampler="dpmpp_2m",
            regions=(RegionPrompt("a dog", box=Rect(0, 0, 40, 40)),),
            techniques=(MultiDiffusion(stride=32, regions_by=by), SelfAttentionGuidance()),
        )
        assert found.isfinite().all()


def test_the_model_is_as_it_was_also_when_a_run_fails(tiny: LoadedModel, shelf: Shelf) -> None:
    class Fails(Places):
        def after(self, step: Step, latents: torch.Tensor) -> torch.Tensor:
            raise RuntimeError("in the middle")

    processors = dict(tiny.unet.attn_processors)
    names = {name for name, _ in tiny.unet.named_parameters()}
    request = replace(REQUEST, techniques=(Reference(pictures=(PICTURE,)),))
    with torch.no_grad():
        run, latents = begin(tiny, request, shelf)
        run.places = [*run.places, Fails()]
        with (
            pytest.raises(RuntimeError, match="in the middle"),
            run.attention.installed(tiny.unet, run.places),
        ):
            loop.denoise(run, latents, branches(run), lambda *_: None)
    assert all(tiny.unet.attn_processors[name] is kept for name, kept in processors.items())
    assert {name for name, _ in tiny.unet.named_parameters()} == names
    assert tiny.unet.encoder_hid_proj is None


def test_a_reference_is_not_cut_with_the_canvas_but_its_mask_is() -> None:
    canvas = Pixels(np.full((300, 400, 4), 255, np.uint8))
    mask = np.zeros((300, 400), np.uint8)
    mask[200:260, 300:380] = 255
    one = replace(PICTURE, mask=Pixels(mask))
    request = Request(
        prompt="a cat",
        source=canvas,
        mask=Pixels(mask),
        width=400,
        height=300,
        strength=1.0,
        techniques=(Reference(pictures=(one,)),),
    )
    (inner,) = prepare(request, 64).inner.techniques[0].pictures  # type: ignore[attr-defined]
    assert inner.image == PICTURE.image
    assert inner.mask.array.mean() > mask.mean()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"pictures": []}, "pictures"),
        ({"pictures": [{"weight": 1.0}]}, "pictures[0].image"),
        ({"pictures": [{"image": "a.png", "use": "mood"}]}, "image"),
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, Any], field: str) -> None:
    with pytest.raises(RecipeError) as refused:
        parse(Reference, {"id": "reference"} | given, "techniques[0]")
    assert field in refused.value.field


def test_a_range_that_is_empty_and_a_mask_that_is_are_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        replace(PICTURE, start=0.5, end=0.5)
    nowhere = replace(PICTURE, mask=Pixels(np.zeros((4, 4), np.uint8)))
    with pytest.raises(RecipeError, match="nowhere") as refused:
        replace(REQUEST, techniques=(Reference(pictures=(nowhere,)),)).check()
    assert refused.value.field == "techniques[0].pictures[0].mask"


def test_what_is_missing_is_said(tiny: LoadedModel, shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no IP-Adapter of the kind “The picture as a whole”"):
        latents_of(tiny, Shelf([tmp_path]), PICTURE)
    with pytest.raises(ModelError, match="no IP-Adapter called “other”"):
        latents_of(tiny, shelf, replace(PICTURE, model="other"))
    file = save_reference(tmp_path / "ip-adapter.safetensors", tiny)
    with pytest.raises(ModelError, match="image encoder of the IP-Adapter “ip-adapter” is missin"):
        latents_of(tiny, Shelf([tmp_path]), PICTURE)
    save_encoder(tmp_path / "image_encoder")
    with pytest.raises(ModelError, match="built in another way"):
        latents_of(tiny_model(), Shelf([tmp_path]), PICTURE)
    state = load_file(file)
    save_file({n: t for n, t in state.items() if "to_v_ip" not in n}, file)
    with pytest.raises(ModelError, match="cannot be loaded"):
        latents_of(tiny, Shelf([tmp_path]), PICTURE)
    save_file(
        {n: t for n, t in state.items() if "image_proj" not in n}
        | {"image_proj.proj.0.weight": torch.ones(4, 4), "image_proj.norm.weight": torch.ones(4)},
        file,
    )
    with pytest.raises(ModelError, match="FaceID"):
        latents_of(tiny, Shelf([tmp_path]), replace(PICTURE, kind="face"))


def face_id(file: Path, model: LoadedModel) -> Path:
    """An IP-Adapter FaceID as far as names and shapes go: a network of two layers over what
    insightface says of a face."""
    state = load_file(save_reference(file, model))
    words = int(model.unet.config.cross_attention_dim)
    kept = {name: t for name, t in state.items() if "image_proj" not in name}
    own = {"proj.0.weight": (16, 512), "proj.2.weight": (4 * words, 16), "norm.weight": (words,)}
    save_file(kept | {f"image_proj.{name}": torch.ones(shape) for name, shape in own.items()}, file)
    return file


def test_one_that_wants_a_faces_identity_is_refused_with_what_can_be_used_instead(
    tiny: LoadedModel, tmp_path: Path
) -> None:
    save_encoder(tmp_path / "image_encoder")
    file = face_id(tmp_path / "portraits.safetensors", tiny)
    face = replace(PICTURE, kind="face")
    for asked in (face, replace(PICTURE, model="portraits"), replace(face, model=str(file))):
        with pytest.raises(ModelError, match=r"FaceID.*insightface.*“plus-face”") as refused:
            latents_of(tiny, Shelf([tmp_path]), asked)
        assert "can be used" in refused.value.cause
    request = replace(REQUEST, techniques=(Reference(pictures=(replace(face, model=str(file)),)),))
    with pytest.raises(RecipeError, match="FaceID") as told:  # as the form does, before it runs
        request.check()
    assert told.value.field == "techniques[0].pictures[0].model"
    # Another one that can be used is taken.
    save_reference(tmp_path / "ip-adapter-plus-face.safetensors", tiny, "plus")
    assert latents_of(tiny, Shelf([tmp_path]), face).isfinite().all()


def test_pickles_are_listed_unopened_with_what_to_do(tiny: LoadedModel, tmp_path: Path) -> None:
    for name in ("ip-adapter-faceid_sd15", "ip-adapter-plus_sd15", "pytorch_model"):
        (tmp_path / f"{name}.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(ModelError, match="FaceID"):
        latents_of(tiny, Shelf([tmp_path]), replace(PICTURE, kind="face"))
    with pytest.raises(ModelError, match=r"ip-adapter-plus_sd15\.bin is a pickle.*safetensors"):
        latents_of(tiny, Shelf([tmp_path]), replace(PICTURE, kind="plus"))
    assert len(find([tmp_path])[0]) == 2


@pytest.mark.parametrize(
    ("name", "told"), [("gone", "There is no file"), ("cut", "cut off"), ("other", "no IP-Adapter")]
)
def test_a_file_that_is_named_is_looked_at_before_it_runs(
    tiny: LoadedModel, tmp_path: Path, name: str, told: str
) -> None:
    whole = save_reference(tmp_path / "whole.safetensors", tiny)
    (tmp_path / "cut.safetensors").write_bytes(whole.read_bytes()[:-4])
    save_file({"lora_unet.weight": torch.ones(2)}, tmp_path / "other.safetensors")
    for file, fine in ((whole, True), (tmp_path / f"{name}.safetensors", False)):
        one = replace(PICTURE, model=str(file))
        request = replace(REQUEST, techniques=(Reference(pictures=(one,)),))
        if fine:
            request.check()
            continue
        with pytest.raises(RecipeError, match=told) as refused:
            request.check()
        assert refused.value.field == "techniques[0].pictures[0].model"


def test_the_kind_is_told_by_the_files_content(shelf: Shelf) -> None:
    adapters, encoders = find(shelf.dirs)
    assert {one.id: one.kind for one in adapters} == {
        "ip-adapter": "plain",
        "ip-adapter-plus-face": "face",
    }
    assert len(encoders) == 1
