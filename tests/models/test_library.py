"""Models are found, judged before anything is loaded, and refused with a cause and a remedy."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core import places
from core.errors import ModelError
from core.models.library import ModelInfo, check, find_models, named
from core.request import Mode
from tests.tiny_models import save_tiny_model


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("saved") / "tiny")


@pytest.fixture
def model(saved: Path, tmp_path: Path) -> Path:
    """A copy that a test may break."""
    return shutil.copytree(saved, tmp_path / "models/tiny")


def found(model: Path) -> ModelInfo:
    (info,) = find_models([model.parent])
    return info


def refusal(model: Path) -> ModelError:
    with pytest.raises(ModelError) as caught:
        check(found(model))
    assert caught.value.remedy
    return caught.value


def edit(file: Path, **values: object) -> None:
    file.write_text(json.dumps(json.loads(file.read_text()) | values))


def test_the_starter_model_is_found_where_the_program_keeps_it() -> None:
    info = named(find_models([places.resources()]), "starter")
    assert info.problems == ()
    assert (info.family, info.size, info.factor, info.in_channels) == ("sd1", 256, 8, 4)
    assert info.can >= {Mode.TEXT_TO_IMAGE, Mode.INPAINT}
    check(info)


def test_finding_models_needs_no_torch() -> None:
    """The command line lists them, and the window shows them, before torch is there."""
    code = (
        "import sys; from core import places, techniques; import core.denoise.samplers\n"
        "from core.models.library import check, find_models\n"
        "check(find_models([places.resources()])[0]); techniques.techniques()\n"
        "sys.exit('torch' in sys.modules or 'diffusers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0


def test_folders_that_are_not_there_hold_no_models(tmp_path: Path) -> None:
    assert find_models([tmp_path / "nowhere", tmp_path]) == []


def test_models_are_found_some_folders_deep_and_once(model: Path) -> None:
    deeper = model.parent / "models--org--name/snapshots/0123abc"
    shutil.copytree(model, deeper)
    infos = find_models([model.parent, model, model.parent.parent])
    assert [info.id for info in infos] == ["name", "tiny"]


def test_two_models_of_one_name_are_told_apart(model: Path, tmp_path: Path) -> None:
    shutil.copytree(model, tmp_path / "others/tiny")
    infos = find_models([model.parent, tmp_path / "others"])
    assert [info.id for info in infos] == ["tiny", "others/tiny"]


def test_an_unknown_model_is_refused_naming_those_there_are(model: Path) -> None:
    with pytest.raises(ModelError, match="“dreams”") as caught:
        named(find_models([model.parent]), "dreams")
    assert "tiny" in caught.value.remedy


@pytest.mark.parametrize(("channels", "can"), [(9, set(Mode)), (5, {"depth"}), (8, {"instruct"})])
def test_a_models_channels_tell_what_it_can_do(model: Path, channels: int, can: set[str]) -> None:
    edit(model / "unet/config.json", in_channels=channels)
    assert found(model).in_channels == channels
    assert found(model).can == can


def test_the_second_family_is_told_by_its_words(model: Path) -> None:
    assert found(model).family == "sd1"
    edit(model / "unet/config.json", cross_attention_dim=1024)
    edit(model / "scheduler/scheduler_config.json", prediction_type="v_prediction")
    assert (found(model).family, found(model).prediction_type) == ("sd2", "v_prediction")


@pytest.mark.parametrize(
    "file",
    [
        "unet/config.json",
        "vae/config.json",
        "text_encoder/config.json",
        "tokenizer/tokenizer.json",
        "scheduler/scheduler_config.json",
        "unet/diffusion_pytorch_model.safetensors",
        "vae/diffusion_pytorch_model.safetensors",
        "text_encoder/model.safetensors",
    ],
)
def test_a_missing_file_is_named(model: Path, file: str) -> None:
    (model / file).unlink()
    assert f"{file} is missing" in refusal(model).cause


@pytest.mark.parametrize("suffix", [".bin", ".ckpt", ".pt", ".pth", ".PKL"])
@pytest.mark.parametrize("beside", [False, True])
def test_a_pickle_is_refused(model: Path, suffix: str, beside: bool) -> None:
    weights = model / "unet/diffusion_pytorch_model.safetensors"
    weights.with_suffix(suffix).write_bytes(b"\x80\x04.")
    if not beside:
        weights.unlink()
    error = refusal(model)
    assert f"unet/diffusion_pytorch_model{suffix} is a pickle" in error.cause
    assert "safetensors" in error.remedy


@pytest.mark.parametrize("length", [0, 4, 500, -1000])
def test_a_cut_off_file_is_told(model: Path, length: int) -> None:
    weights = model / "unet/diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:length])
    assert "diffusion_pytorch_model.safetensors" in refusal(model).cause


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (b"[1, 2]", "is not a safetensors file"),
        (b"{}", "holds no weights"),
        (b"{" * 40, "is not a safetensors file"),
        (b'{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}}', "contradicts itself"),
        (b'{"a": {"dtype": "PY", "shape": [2], "data_offsets": [0, 8]}}', "contradicts itself"),
        (b'{"a": 3}', "contradicts itself"),
    ],
)
def test_a_header_without_sense_is_told(model: Path, header: bytes, told: str) -> None:
    weights = model / "vae/diffusion_pytorch_model.safetensors"
    weights.write_bytes(len(header).to_bytes(8, "little") + header + bytes(8))
    assert told in refusal(model).cause


def test_a_file_longer_than_it_says_is_told(model: Path) -> None:
    with (model / "text_encoder/model.safetensors").open("ab") as stream:
        stream.write(bytes(16))
    assert "16 bytes longer" in refusal(model).cause


def test_weights_in_several_files_are_all_looked_at(model: Path) -> None:
    weights = model / "unet/diffusion_pytorch_model.safetensors"
    part = weights.with_name("diffusion_pytorch_model-00001-of-00002.safetensors")
    weights.rename(part)
    other = "diffusion_pytorch_model-00002-of-00002.safetensors"
    listing = weights.with_name(weights.name + ".index.json")
    listing.write_text(json.dumps({"weight_map": {"a": part.name, "b": f"../../{other}"}}))
    assert f"unet/{other} is missing" in refusal(model).cause
    listing.write_text(json.dumps({"weight_map": {"a": part.name}}))
    check(found(model))
    listing.write_text("{")
    assert "cannot be read" in refusal(model).cause


@pytest.mark.parametrize("text", ["", "{", "[]", "\x00", "null"])
@pytest.mark.parametrize(
    "file", ["model_index.json", "unet/config.json", "scheduler/scheduler_config.json"]
)
def test_an_unreadable_configuration_is_told(model: Path, file: str, text: str) -> None:
    (model / file).write_text(text)
    assert f"{file} cannot be read" in refusal(model).cause


@pytest.mark.parametrize(
    ("file", "values", "told"),
    [
        ("model_index.json", {"unet": ["diffusers", "Transformer2DModel"]}, "Transformer2DModel"),
        ("model_index.json", {"text_encoder": [None, None]}, "text_encoder is missing"),
        ("model_index.json", {"text_encoder_2": ["transformers", "T5EncoderModel"]}, "SDXL"),
        ("unet/config.json", {"addition_embed_type": "image"}, "addition_embed_type"),
        ("unet/config.json", {"in_channels": 7}, "7 channels"),
        ("unet/config.json", {"time_cond_proj_dim": 256}, "time_cond_proj_dim"),
        ("scheduler/scheduler_config.json", {"prediction_type": "sample"}, "sample"),
    ],
)
def test_models_of_other_kinds_are_listed_with_the_reason(
    model: Path, file: str, values: dict[str, object], told: str
) -> None:
    edit(model / file, **values)
    info = found(model)
    assert told in " ".join(info.problems)
    assert info.can == frozenset()
    assert told in refusal(model).cause


@pytest.mark.parametrize(
    ("file", "values"),
    [
        ("unet/config.json", {"sample_size": "big"}),
        ("unet/config.json", {"sample_size": [0, 64]}),
        ("unet/config.json", {"in_channels": [4]}),
        ("vae/config.json", {"block_out_channels": 3}),
        ("scheduler/scheduler_config.json", {"prediction_type": ["epsilon"]}),
        ("model_index.json", {"unet": 5}),
    ],
)
def test_values_of_the_wrong_kind_are_told(
    model: Path, file: str, values: dict[str, object]
) -> None:
    edit(model / file, **values)
    assert found(model).problems
    refusal(model)


def test_a_folder_that_went_away_is_told(model: Path) -> None:
    info = found(model)
    shutil.rmtree(model)
    with pytest.raises(ModelError, match="is not there"):
        check(info)
