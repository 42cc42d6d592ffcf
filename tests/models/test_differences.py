"""Models kept as their difference to another one are ordinary models, or are refused in words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from core.denoise.paint import paint
from core.errors import ModelError
from core.generation.resolve import resolved
from core.models import differences
from core.models.digest import digest_of, digests
from core.models.info import ModelInfo
from core.models.library import DIFFERENCE, check, find_models, named
from core.models.loading import load
from core.recipe import parse_recipe
from core.request import Pixels, Request
from core.techniques.instruct_pix2pix import InstructPix2Pix
from core.training.plan import parse_plan, read_plan
from core.training.prepare import prepare
from core.training.whole import Whole
from core.training.widened import widened
from tests.tiny_models import save_tiny_model
from tests.training.small import draw, trained, write_plan

RANK = 2


def _taught(base: ModelInfo, folder: Path, channels: int = 8) -> ModelInfo:
    """The base, taught: other channels, vectors moved, and each matrix and kernel by a low rank."""
    shutil.copytree(base.path, folder)
    unet = widened(load(base, dtype=torch.float32), channels).unet
    torch.manual_seed(3)
    for name, weight in unet.named_parameters():
        if name == "conv_in.weight" or weight.dim() == 1:
            weight += 0.1 * torch.randn_like(weight)
        else:
            flat = weight.flatten(1)
            low = torch.randn(len(flat), RANK) @ torch.randn(RANK, flat.shape[1])
            weight += (0.05 * low / RANK).reshape(weight.shape)
    unet.save_pretrained(folder / "unet")
    (folder / "underpaint.json").write_text(json.dumps({"title": "Taught"}))
    (info,) = find_models([folder])
    return info


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a base, a model taught on it, and that as a difference."""
    top = tmp_path_factory.mktemp("made")
    save_tiny_model(top / "models/tiny")
    (base,) = find_models([top / "models"])
    taught = _taught(base, top / "taught")
    lost = differences.write(top / "models/tiny-told", taught, base, 10**6)
    assert lost < 1e-3
    return top


@pytest.fixture
def models(made: Path, tmp_path: Path) -> Path:
    """A copy of base and difference that a test may break."""
    return shutil.copytree(made / "models", tmp_path / "models")


def _told(models: Path) -> ModelInfo:
    return named(find_models([models]), "tiny-told")


def test_it_is_found_as_a_model_of_its_own(models: Path) -> None:
    info = _told(models)
    assert (info.title, info.problems, info.in_channels) == ("Taught", (), 8)
    assert info.can == {"instruct"}
    assert named(find_models([models]), "tiny").can != info.can
    check(info)


def test_loaded_it_is_the_base_and_the_difference(made: Path) -> None:
    info = _told(made / "models")
    (taught,) = find_models([made / "taught"])
    first, second = load(info, dtype=torch.float32), load(taught, dtype=torch.float32)
    wanted = second.unet.state_dict()
    for name, weight in first.unet.state_dict().items():
        assert torch.allclose(weight, wanted[name], atol=2e-3), name
    assert first.unet.config["in_channels"] == 8
    assert not any(one.requires_grad for one in first.unet.parameters())
    assert not first.unet.training
    for name, weight in first.vae.state_dict().items():
        assert torch.equal(weight, second.vae.state_dict()[name])
    source = Pixels(np.full((64, 64, 4), 255, np.uint8))
    request = Request("a cat", source=source, steps=2, techniques=(InstructPix2Pix(),))
    shown = [
        np.asarray(paint(one, resolved(request, one.info))[0], np.int16) for one in (first, second)
    ]
    assert np.abs(shown[0] - shown[1]).max() <= 3


def numbers(difference: dict[str, torch.Tensor]) -> int:
    """Those that matrices and kernels take."""
    pairs = {n: t for n, t in difference.items() if not n.endswith(differences.WHOLE)}
    return sum(tensor.numel() for tensor in pairs.values())


def test_most_is_kept_of_a_change_that_is_cut(made: Path) -> None:
    """Singular vectors go where they bring most: half of them keep more than half."""
    (base,) = find_models([made / "models/tiny"])
    (taught,) = find_models([made / "taught"])
    one, two = (load(info, dtype=torch.float32).unet.state_dict() for info in (base, taught))
    all_of_it = numbers(differences.made(one, two, 10**6))
    cut = differences.made(one, two, all_of_it // 2)
    assert 0.9 * (all_of_it // 2) <= numbers(cut) <= all_of_it // 2
    assert 0.01 < differences.left(one, two, cut) ** 2 < 0.5


def test_what_did_not_change_takes_no_room(made: Path) -> None:
    state = load(find_models([made / "models/tiny"])[0], dtype=torch.float32).unet.state_dict()
    changed = state | {"conv_out.bias": state["conv_out.bias"] + 1}
    assert list(differences.made(state, changed, 10**6)) == ["conv_out.bias.whole"]


def test_it_is_told_apart_from_its_base(models: Path) -> None:
    info = _told(models)
    own, base = digests(info.path, info.base), digests(models / "tiny")
    assert own["vae"] == base["vae"]
    assert own["unet"] != base["unet"]


def test_saved_whole_it_needs_its_base_no_more(models: Path, tmp_path: Path) -> None:
    """As a training that goes on with it saves it."""
    from core.training.trainers.instruct_pix2pix import InstructPix2Pix as Plan

    (tmp_path / "pictures").mkdir()
    plan = parse_plan(
        {"kind": "instruct_pix2pix", "name": "whole", "pictures": [{"folder": "pictures"}]},
        tmp_path,
    )
    assert isinstance(plan, Plan)
    model = load(_told(models), dtype=torch.float32)
    (folder,) = Whole(plan, model, half=False).save(tmp_path, {"underpaint": "{}"})
    shutil.rmtree(models)
    (info,) = find_models([folder])
    assert (info.problems, info.in_channels, info.base) == ((), 8, None)
    again = load(info, dtype=torch.float32).unet.state_dict()
    for name, weight in model.unet.state_dict().items():
        assert torch.equal(weight, again[name])


def test_a_lora_is_taught_on_it_and_used_on_it(models: Path, tmp_path: Path) -> None:
    (base,) = find_models([models / "tiny"])
    differences.write(models / "own", _taught(base, tmp_path / "whole", channels=4), base, 10**6)
    draw(tmp_path / "pictures", 3)
    found = find_models([models])
    fields = {"model": "own", "learning_rate": 0.05}
    ready = prepare(read_plan(write_plan(tmp_path, "lora", **fields)), found, tmp_path / "out")
    (file,) = trained(ready, tmp_path / "out").files
    with safe_open(file, "pt") as opened:
        about = json.loads(opened.metadata()["underpaint"])["base"]
    assert (about["id"], about["unet"]) == ("own", digests(models / "own")["unet"])
    model = load(named(found, "own"), dtype=torch.float32)
    shown = []
    for techniques in ([], [{"id": "dreambooth", "file": str(file)}]):
        recipe = {"model": "own", "prompt": "a zorb", "steps": 2, "techniques": techniques}
        request = resolved(parse_recipe(recipe, tmp_path), model.info)
        shown.append(np.asarray(paint(model, request)[0], np.int16))
    assert np.abs(shown[0] - shown[1]).max() > 5


def test_without_its_base_it_says_so(models: Path) -> None:
    shutil.rmtree(models / "tiny")
    info = _told(models)
    assert "built on the model “tiny”, which was not found" in info.problems[0]
    with pytest.raises(ModelError, match="not found") as caught:
        check(info)
    assert "Put “tiny” where models are kept" in caught.value.remedy


def test_another_version_of_its_base_is_refused(models: Path) -> None:
    file = models / "tiny/unet/diffusion_pytorch_model.safetensors"
    save_file({name: tensor + 0.5 for name, tensor in load_file(file).items()}, file)
    with pytest.raises(ModelError, match="another version of “tiny”") as caught:
        load(_told(models), dtype=torch.float32)
    assert "tiny" in caught.value.remedy


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda file: file.write_bytes(file.read_bytes()[:-100]), "cut off"),
        (lambda file: file.write_bytes(b"nothing"), "not a safetensors file"),
        (lambda file: file.unlink(), "missing"),
    ],
)
def test_a_damaged_difference_is_refused(models: Path, damage: object, told: str) -> None:
    assert callable(damage)
    damage(models / "tiny-told/unet" / DIFFERENCE)
    with pytest.raises(ModelError, match=told):
        load(_told(models), dtype=torch.float32)


def test_a_difference_of_other_shapes_is_refused(models: Path) -> None:
    file = models / "tiny-told/unet" / DIFFERENCE
    wrong = {"conv_out.weight.up": torch.ones(3, 1), "conv_out.weight.down": torch.ones(1, 5)}
    save_file(wrong, file, {"base": digest_of(models / "tiny/unet")})
    with pytest.raises(ModelError, match=r"conv_out\.weight is no difference"):
        load(_told(models), dtype=torch.float32)


def test_a_pickle_of_its_base_is_refused(models: Path) -> None:
    (models / "tiny/vae/evil.ckpt").write_bytes(b"")
    with pytest.raises(ModelError, match="pickle"):
        check(_told(models))
