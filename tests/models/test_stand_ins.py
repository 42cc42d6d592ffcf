"""Networks in place of a model's own: found and told, refused where they do not fit, and used."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.model

from diffusers import AutoencoderKL  # noqa: E402
from safetensors.torch import save_file  # noqa: E402

from core.denoise.paint import paint  # noqa: E402
from core.errors import ModelError, RecipeError  # noqa: E402
from core.generation.engine import DiffusionEngine  # noqa: E402
from core.generation.events import AnyEvent, Done, Failed  # noqa: E402
from core.generation.resolve import resolved  # noqa: E402
from core.models import stand_ins  # noqa: E402
from core.models.info import ModelInfo  # noqa: E402
from core.models.library import find_models, named  # noqa: E402
from core.models.loading import LoadedModel, load  # noqa: E402
from core.models.parts import Parts  # noqa: E402
from core.other_parts import OtherParts  # noqa: E402
from core.recipe import parse_recipe, to_recipe  # noqa: E402
from core.request import Request  # noqa: E402
from tests.tiny_single_file import networks, save_folder, save_single, vae_name  # noqa: E402

ASKED = Request("a cat", model="sd1", width=64, height=64, steps=2, seed=1)


def _vae(seed: int, **config: Any) -> AutoencoderKL:
    torch.manual_seed(seed)
    return AutoencoderKL(
        **{
            "block_out_channels": (32, 32, 64, 64),
            "down_block_types": ("DownEncoderBlock2D",) * 4,
            "up_block_types": ("UpDecoderBlock2D",) * 4,
            "layers_per_block": 1,
            "latent_channels": 4,
        }
        | config
    ).requires_grad_(False)


def _save_vae(file: Path, vae: AutoencoderKL, *, prefix: str = "", old: bool = True) -> None:
    """As A1111 keeps it; not `old`: with the names that diffusers has."""
    state = {}
    for name, tensor in vae.state_dict().items():
        called = vae_name(name, len(vae.config.block_out_channels)) if old else name
        flat = old and "attn_1" in called and "norm" not in called and tensor.ndim == 2
        state[prefix + called] = (tensor[..., None, None] if flat else tensor).contiguous()
    save_file(state, file)


@pytest.fixture(scope="module")
def parts() -> dict[str, Any]:
    return networks("sd1")


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory, parts: dict[str, Any]) -> Path:
    """One model as a file and as a folder, and beside them VAEs and text encoders."""
    tmp_path = tmp_path_factory.mktemp("models")
    file = save_single(tmp_path / "sd1.safetensors", "sd1", parts)
    save_folder(tmp_path / "folder", "sd1", parts, file)
    _save_vae(tmp_path / "vae-ft-mse.safetensors", _vae(1))
    _save_vae(tmp_path / "new-names.safetensors", _vae(2), old=False)
    _save_vae(tmp_path / "prefixed.safetensors", _vae(3), prefix="first_stage_model.")
    _vae(4, scaling_factor=0.18215).save_pretrained(tmp_path / "sd-vae-ft-ema")
    _save_vae(tmp_path / "sdxl_vae.safetensors", _vae(5))
    _save_vae(tmp_path / "ae.safetensors", _vae(6, latent_channels=16))
    shallow = {"down_block_types": ("DownEncoderBlock2D",) * 3,
               "up_block_types": ("UpDecoderBlock2D",) * 3}  # fmt: skip
    _vae(7, block_out_channels=(32, 32, 64), **shallow).save_pretrained(tmp_path / "quarter")
    other = networks("sd1")["text_encoder"]
    for parameter in other.parameters():
        parameter.mul_(1.5)
    words = {
        f"text_model.{n.removeprefix('text_model.')}": t for n, t in other.state_dict().items()
    }
    save_file(words, tmp_path / "detailed-clip.safetensors")
    other.save_pretrained(tmp_path / "clip-folder")
    return tmp_path


@pytest.fixture
def damaged(models: Path, tmp_path: Path) -> Path:
    """The same, to be spoiled."""
    return shutil.copytree(models, tmp_path / "models")


def _info(models: Path, id: str = "sd1") -> ModelInfo:
    return named(find_models([models]), id)


def test_all_of_them_are_found_and_told_by_their_tensors(models: Path) -> None:
    found = {one.id: (one.kind, one.family) for one in stand_ins.find([models])}
    assert found == {
        "ae": ("vae", "flux"),
        "clip-folder": ("text_encoder", "clip"),
        "detailed-clip": ("text_encoder", "clip"),
        "new-names": ("vae", "sd"),
        "prefixed": ("vae", "sd"),
        "quarter": ("vae", "sd"),
        "sd-vae-ft-ema": ("vae", "sd"),
        "sdxl_vae": ("vae", "sdxl"),
        "vae-ft-mse": ("vae", "sd"),
    }


@pytest.mark.parametrize("id", ["sd1", "folder"])
def test_only_those_that_fit_are_offered(models: Path, id: str) -> None:
    found, info = stand_ins.find([models]), _info(models, id)
    fitting = {one.id for one in stand_ins.fitting(found, "vae", info)}
    assert fitting == {"vae-ft-mse", "new-names", "prefixed", "sd-vae-ft-ema"}
    encoders = {one.id for one in stand_ins.fitting(found, "text_encoder", info)}
    assert encoders == {"detailed-clip", "clip-folder"}
    assert not stand_ins.fitting(found, "text_encoder_2", info)


@pytest.mark.parametrize(
    ("part", "id", "says"),
    [
        ("vae", "sdxl_vae", "latents of SDXL"),
        ("vae", "ae", "16 channels"),
        ("vae", "quarter", "4 pixels a side"),
        ("vae", "none", "no autoencoder"),
        ("vae", "detailed-clip", "no autoencoder"),
        ("text_encoder", "vae-ft-mse", "no text encoder"),
        ("text_encoder_2", "detailed-clip", "no such part"),
    ],
)
def test_others_are_refused_by_name_before_anything_is_loaded(
    models: Path, part: str, id: str, says: str
) -> None:
    request = replace(ASKED, parts=OtherParts(**{part: id}))
    with pytest.raises(RecipeError) as caught:
        resolved(request, _info(models), [models])
    assert caught.value.field == f"parts.{part}"
    assert says in str(caught.value)


def test_a_text_encoder_of_another_width_is_refused(damaged: Path) -> None:
    wide = networks("sdxl")["text_encoder_2"]
    save_file({f"text_model.{n.removeprefix('text_model.')}": t.clone()
               for n, t in wide.state_dict().items()}, damaged / "wide.safetensors")  # fmt: skip
    with pytest.raises(RecipeError, match="128 numbers wide"):
        resolved(replace(ASKED, parts=OtherParts(text_encoder="wide")), _info(damaged), [damaged])


@pytest.mark.parametrize("damage", ["cut", "pickle"])
def test_a_broken_one_is_listed_with_its_problem_and_refused(damaged: Path, damage: str) -> None:
    if damage == "cut":
        file = damaged / "vae-ft-mse.safetensors"
        file.write_bytes(file.read_bytes()[:-100])
        id = "vae-ft-mse"
    else:
        id, folder = "sd-vae-ft-ema", damaged / "sd-vae-ft-ema"
        (folder / "diffusion_pytorch_model.safetensors").rename(
            folder / "diffusion_pytorch_model.bin"
        )
    (one,) = (one for one in stand_ins.find([damaged]) if one.id == id)
    assert one.problems
    with pytest.raises(ModelError, match="cut off" if damage == "cut" else "pickle"):
        stand_ins.chosen(stand_ins.find([damaged]), "vae", id, _info(damaged))


def _loaded(models: Path, id: str, parts: Parts | None = None, **others: str) -> LoadedModel:
    info, found = _info(models, id), stand_ins.find([models])
    chosen = {part: stand_ins.chosen(found, part, name, info) for part, name in others.items()}
    return load(info, device="cpu", dtype=torch.float32, stand_ins=chosen, parts=parts)


def _same(one: Any, other: Any) -> bool:
    a, b = one.state_dict(), other.state_dict()
    return a.keys() == b.keys() and all(torch.equal(a[name], b[name]) for name in a)


@pytest.mark.parametrize("id", ["sd1", "folder"])
@pytest.mark.parametrize(
    ("name", "seed"),
    [("vae-ft-mse", 1), ("new-names", 2), ("prefixed", 3), ("sd-vae-ft-ema", 4)],
)
def test_every_layout_of_an_autoencoder_is_the_very_network(
    models: Path, id: str, name: str, seed: int
) -> None:
    model = _loaded(models, id, vae=name)
    assert _same(model.vae, _vae(seed))
    assert model.vae.config.scaling_factor == 0.18215
    picture = paint(model, ASKED)[0]
    own = paint(_loaded(models, id), ASKED)[0]
    assert (picture != own).any()


@pytest.mark.parametrize("id", ["sd1", "folder"])
@pytest.mark.parametrize("name", ["detailed-clip", "clip-folder"])
def test_another_text_encoder_reads_the_prompt(models: Path, id: str, name: str) -> None:
    own, other = _loaded(models, id), _loaded(models, id, text_encoder=name)
    for key, tensor in own.text_encoder.state_dict().items():
        assert torch.equal(tensor * 1.5, other.text_encoder.state_dict()[key])
    assert (paint(own, ASKED)[0] != paint(other, ASKED)[0]).any()


def test_the_models_own_is_not_loaded_when_another_is_asked_for(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.models.single_file_loading import Single

    read: list[str] = []
    network: Callable[..., Any] = Single.network

    def seen(self: Single, kind: Any, name: str, dtype: Any) -> Any:
        read.append(name)
        return network(self, kind, name, dtype)

    monkeypatch.setattr(Single, "network", seen)
    _loaded(models, "sd1", vae="vae-ft-mse")
    assert read == ["unet", "text_encoder"]


def test_two_models_share_it_and_who_comes_back_finds_it(models: Path) -> None:
    held = Parts(2.0**30)
    one = _loaded(models, "sd1", held, vae="vae-ft-mse")
    own = _loaded(models, "sd1", held)
    other = _loaded(models, "folder", held, vae="vae-ft-mse")
    assert one.vae is other.vae and one.vae is not own.vae
    assert one.unet is own.unet


def test_sdxls_second_encoder_can_be_another_one(tmp_path: Path) -> None:
    from transformers import CLIPTextModelWithProjection

    parts = networks("sdxl")
    save_single(tmp_path / "xl.safetensors", "sdxl", parts)
    save_file(
        {(f"text_model.{n}" if not n.startswith(("text_model.", "text_projection")) else n): t * 1.5
         for n, t in parts["text_encoder_2"].state_dict().items()},
        tmp_path / "clip_g.safetensors",
    )  # fmt: skip
    model = _loaded(tmp_path, "xl", text_encoder_2="clip_g")
    assert isinstance(model.text_encoder_2, CLIPTextModelWithProjection)
    for name, tensor in parts["text_encoder_2"].state_dict().items():
        assert torch.equal(tensor * 1.5, model.text_encoder_2.state_dict()[name])


def _done(models: Path, request: Request) -> Done:
    events: list[AnyEvent] = []
    DiffusionEngine([models]).run(1, request, events.append, lambda: False)
    assert not any(isinstance(event, Failed) for event in events), events[-1]
    assert isinstance(events[-1], Done)
    return events[-1]


def test_a_recipe_names_them_and_the_engine_uses_them(models: Path) -> None:
    told = {"vae": "vae-ft-mse", "text_encoder": "clip-folder"}
    request = parse_recipe(
        {"prompt": "a cat", "model": "sd1", "width": 64, "height": 64, "steps": 2, "parts": told},
        models,
    )
    assert to_recipe(request, embed=False)["parts"] == told
    assert json.loads(json.dumps(to_recipe(request, embed=True)))["parts"] == told
    with_them = _done(models, request).results[0].pixels
    without = _done(models, replace(request, parts=OtherParts())).results[0].pixels
    assert (with_them != without).any()


def test_without_other_parts_a_recipe_does_not_speak_of_them() -> None:
    recipe = to_recipe(Request("a cat"), embed=True)
    assert "parts" not in recipe and "refiner" not in recipe


def test_the_command_line_lists_them_with_the_models_they_fit(
    models: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from desktop import cli, listing

    found = (models,), find_models([models])
    monkeypatch.setattr(listing, "found_models", lambda: found)
    assert cli.main(["models", "--json"]) == 0
    told = {one["id"]: one for one in json.loads(capsys.readouterr().out)}
    assert told["vae-ft-mse"]["kind"] == "vae" and told["vae-ft-mse"]["family"] == "sd"
    assert told["vae-ft-mse"]["fits"] == ["sd1", "folder"]
    assert told["sdxl_vae"]["fits"] == []
    assert told["clip-folder"]["kind"] == "text_encoder"
    assert len(told) == 11
    assert cli.main(["models"]) == 0
    assert "vae-ft-mse" in capsys.readouterr().out


def test_a_model_of_a_newer_family_has_another_autoencoder_too(tmp_path: Path) -> None:
    from tests.flow_models import folder_of

    shutil.copytree(folder_of("flux-dev"), tmp_path / "flux-dev")
    own = AutoencoderKL.from_pretrained(tmp_path / "flux-dev/vae")
    for parameter in own.requires_grad_(False).parameters():
        parameter.mul_(1.1)
    own.save_pretrained(tmp_path / "other-vae")
    _vae(1, scaling_factor=0.18215).save_pretrained(tmp_path / "sd-vae")
    info, found = _info(tmp_path, "flux-dev"), stand_ins.find([tmp_path])
    assert [one.id for one in stand_ins.fitting(found, "vae", info)] == ["other-vae"]
    assert not stand_ins.fitting(found, "text_encoder", info)
    model = _loaded(tmp_path, "flux-dev", vae="other-vae")
    assert _same(model.vae, own)
    assert (model.vae.config.scaling_factor, model.vae.config.shift_factor) == (
        own.config.scaling_factor, own.config.shift_factor,
    )  # fmt: skip
    asked = replace(ASKED, model="flux-dev", guidance_scale=3.5)
    ours, theirs = paint(model, asked)[0], paint(_loaded(tmp_path, "flux-dev"), asked)[0]
    assert (ours != theirs).any()
