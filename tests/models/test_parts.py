"""Networks that models share: loaded once, and let go of when there is no room."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.model

from core.models.library import find_models, named  # noqa: E402
from core.models.loading import LoadedModel, load  # noqa: E402
from core.models.parts import Parts  # noqa: E402
from tests.flow_models import folder_of  # noqa: E402
from tests.tiny_models import save_tiny_model  # noqa: E402
from tests.tiny_single_file import networks, save_single  # noqa: E402

ROOMY = 2.0**30


def loaded(models: Path, id: str, parts: Parts) -> LoadedModel:
    info = named(find_models([models]), id)
    return load(info, device="cpu", dtype=torch.float32, parts=parts)


def other_unet(folder: Path) -> None:
    """A model becomes another one by its UNet alone."""
    from safetensors.torch import load_file, save_file

    file = folder / "unet/diffusion_pytorch_model.safetensors"
    changed = {name: tensor + 0.01 for name, tensor in load_file(file).items()}
    save_file(changed, file, {"format": "pt"})


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Two models that differ in their UNets."""
    save_tiny_model(tmp_path / "one")
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    other_unet(tmp_path / "two")
    return tmp_path


def test_what_two_models_have_in_common_is_loaded_once(two: Path) -> None:
    parts = Parts(ROOMY)
    one, other = loaded(two, "one", parts), loaded(two, "two", parts)
    assert one.vae is other.vae and one.text_encoder is other.text_encoder
    assert one.tokenizer is other.tokenizer
    assert one.unet is not other.unet
    assert not torch.equal(one.unet.conv_in.weight, other.unet.conv_in.weight)


def test_who_comes_back_to_a_model_finds_all_of_it(two: Path) -> None:
    parts = Parts(ROOMY)
    one = loaded(two, "one", parts)
    loaded(two, "two", parts)
    assert loaded(two, "one", parts).unet is one.unet


def test_what_there_is_no_room_for_is_let_go_the_oldest_first(two: Path) -> None:
    needed = Parts(ROOMY)
    one = loaded(two, "one", needed)
    parts = Parts(needed.bytes)
    first = loaded(two, "one", parts)
    second = loaded(two, "two", parts)
    assert second.vae is first.vae, "what the model needs is not let go for it"
    assert parts.bytes <= needed.bytes
    assert loaded(two, "one", parts).unet is not first.unet
    assert torch.equal(one.unet.conv_in.weight, first.unet.conv_in.weight)


def test_equal_weights_that_are_built_otherwise_are_not_shared(two: Path) -> None:
    config = two / "two/vae/config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"scaling_factor": 0.5}))
    parts = Parts(ROOMY)
    assert loaded(two, "one", parts).vae is not loaded(two, "two", parts).vae


def test_models_in_one_file_share_too(tmp_path: Path) -> None:
    made = networks("sd1")
    save_single(tmp_path / "one.safetensors", "sd1", made)
    with torch.no_grad():
        made["unet"].conv_in.weight.add_(0.01)
    save_single(tmp_path / "two.safetensors", "sd1", made)
    parts = Parts(ROOMY)
    one, other = loaded(tmp_path, "one", parts), loaded(tmp_path, "two", parts)
    assert one.vae is other.vae and one.text_encoder is other.text_encoder
    assert one.unet is not other.unet


def test_fluxes_share_their_text_encoders(tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(folder_of("flux-dev"), tmp_path / name)
    scheduler = tmp_path / "two/scheduler/scheduler_config.json"
    scheduler.write_text(json.dumps(json.loads(scheduler.read_text()) | {"max_shift": 2.0}))
    parts = Parts(ROOMY)
    one, other = loaded(tmp_path, "one", parts), loaded(tmp_path, "two", parts)
    assert set(map(id, one.modules)) == set(map(id, other.modules))
    assert one.scheduler_config != other.scheduler_config
