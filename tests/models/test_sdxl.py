"""SDXL models are told from others, judged, and loaded with both of their text encoders."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch

from core.denoise.conditions import Piece
from core.denoise.paint import paint
from core.denoise.prompt import encode
from core.errors import Cancelled, ModelError
from core.models import precision
from core.models.library import ModelInfo, check, find_models
from core.models.loading import LoadedModel, load
from core.request import Mode, Request
from tests.tiny_models import save_tiny_sdxl, tiny_sdxl


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_sdxl(tmp_path_factory.mktemp("saved") / "tiny-xl")


@pytest.fixture
def model(saved: Path, tmp_path: Path) -> Path:
    return shutil.copytree(saved, tmp_path / "models/tiny-xl")


@pytest.fixture(scope="module")
def xl() -> LoadedModel:
    return tiny_sdxl()


def found(model: Path) -> ModelInfo:
    (info,) = find_models([model.parent])
    return info


def edit(file: Path, **values: object) -> None:
    file.write_text(json.dumps(json.loads(file.read_text()) | values))


def test_it_is_found_and_known_as_what_it_is(model: Path) -> None:
    info = found(model)
    assert info.problems == ()
    assert (info.family, info.size, info.factor, info.in_channels) == ("sdxl", 64, 8, 4)
    assert info.can == set(Mode)
    check(info)


@pytest.mark.parametrize(("channels", "can"), [(9, set(Mode)), (8, {"instruct"})])
def test_its_channels_tell_what_it_can_do(model: Path, channels: int, can: set[str]) -> None:
    edit(model / "unet/config.json", in_channels=channels)
    assert found(model).can == can


@pytest.mark.parametrize(
    ("file", "values", "told"),
    [
        ("model_index.json", {"requires_aesthetics_score": True}, "refiner"),
        ("model_index.json", {"text_encoder": [None, None]}, "text_encoder is missing"),
        ("model_index.json", {"text_encoder_2": [None, None]}, "text_encoder_2 is missing"),
        ("model_index.json", {"tokenizer_2": [None, None]}, "tokenizer_2 is missing"),
        ("unet/config.json", {"addition_embed_type": "image"}, "image"),
        ("unet/config.json", {"time_cond_proj_dim": 256}, "time_cond_proj_dim"),
        ("vae/config.json", {"latents_mean": [0, 0, 0, 0]}, "shifted"),
        ("scheduler/scheduler_config.json", {"_class_name": "EDMEulerScheduler"}, "EDM"),
    ],
)
def test_its_relatives_are_listed_with_the_reason(
    model: Path, file: str, values: dict[str, object], told: str
) -> None:
    edit(model / file, **values)
    info = found(model)
    assert told in " ".join(info.problems)
    with pytest.raises(ModelError) as caught:
        check(info)
    assert told in caught.value.cause


@pytest.mark.parametrize(
    "file", ["text_encoder_2/config.json", "text_encoder_2/model.safetensors",
             "tokenizer_2/tokenizer.json"]
)  # fmt: skip
def test_a_missing_file_of_the_second_encoder_is_named(model: Path, file: str) -> None:
    (model / file).unlink()
    with pytest.raises(ModelError) as caught:
        check(found(model))
    assert f"{file} is missing" in caught.value.cause


def test_a_pickle_beside_the_second_encoder_is_refused(model: Path) -> None:
    (model / "text_encoder_2/pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(ModelError, match="pickle"):
        check(found(model))


@pytest.mark.parametrize("zeros", [True, False])
def test_it_is_loaded_whole_and_paints(model: Path, zeros: bool) -> None:
    edit(model / "model_index.json", force_zeros_for_empty_prompt=zeros)
    loaded = load(found(model), device="cpu", dtype=torch.float32)
    assert len(loaded.modules) == 4
    assert len(loaded.encoders) == 2
    assert loaded.zeros_for_empty == zeros
    assert loaded.tokenizer_2.pad_token == "!"
    for module in loaded.modules:
        assert not any(parameter.requires_grad for parameter in module.parameters())
    request = Request(prompt="a cat", width=64, height=48, steps=2, sampler="euler")
    (ours,) = paint(loaded, request)
    (wanted,) = paint(tiny_sdxl(zeros_for_empty=zeros), request)
    assert (abs(ours.astype(int) - wanted) <= 1).all()


def test_its_previews_have_a_map_fitted_to_its_autoencoder(model: Path) -> None:
    """No map of another family fits, and none is typed in."""
    fitted = load(found(model), device="cpu", dtype=torch.float32).preview_map
    assert len(fitted.matrix) == 4


@pytest.mark.parametrize(
    ("upcast", "wanted"), [(True, torch.float32), (None, torch.float32), (False, torch.float16)]
)
def test_its_autoencoder_keeps_float32_on_half_precision_unless_it_was_mended(
    model: Path, upcast: bool | None, wanted: torch.dtype
) -> None:
    config = model / "vae/config.json"
    values = json.loads(config.read_text())
    values.pop("force_upcast")
    config.write_text(json.dumps(values if upcast is None else values | {"force_upcast": upcast}))
    loaded = load(found(model), device="cpu", dtype=torch.float16)
    assert (loaded.unet.dtype, loaded.vae.dtype) == (torch.float16, wanted)


def test_it_paints_in_bfloat16(model: Path) -> None:
    loaded = load(found(model), device="cpu", dtype=torch.bfloat16)
    assert loaded.vae.dtype == torch.bfloat16
    request = Request(prompt="a cat", width=64, height=64, steps=2)
    assert len(paint(loaded, request)) == 1


@pytest.mark.parametrize("after", [0, 3])
def test_loading_stops_between_parts_when_cancelled(model: Path, after: int) -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > after

    with pytest.raises(Cancelled):
        load(found(model), dtype=torch.float32, cancelled=cancelled)


def test_which_number_type_is_quicker_can_be_measured_on_it() -> None:
    assert precision._ratio(tiny_sdxl().unet) > 0


def test_both_encoders_read_all_of_a_long_prompt(xl: LoadedModel) -> None:
    short, long = (encode(xl, [Piece("a cat on a beach " * n)]) for n in (1, 30))
    assert short.encoding.shape == (1, 77, 32 + 24)
    assert long.encoding.shape[1] > 77
    assert long.encoding.shape[1] % 77 == 0
    assert short.pooled is not None
    assert short.pooled.shape == (1, 20)


def test_weights_reach_both_encoders_and_not_the_summary(xl: LoadedModel) -> None:
    plain = encode(xl, [Piece("a red"), Piece("balloon")])
    heavy = encode(xl, [Piece("a red"), Piece("balloon", weight=1.5)])
    balloon = len(xl.tokenizer("balloon", add_special_tokens=False).input_ids)
    changed = slice(3, 3 + balloon)
    word, lifted = plain.encoding[:, changed], heavy.encoding[:, changed]
    for half in (slice(0, word.shape[2] // 2), slice(word.shape[2] // 2, None)):
        assert (lifted[..., half] - word[..., half]).abs().max() > 0.01
    assert torch.equal(heavy.encoding[:, 3 + balloon :], plain.encoding[:, 3 + balloon :])
    assert heavy.pooled is not None
    assert plain.pooled is not None
    assert torch.equal(heavy.pooled, plain.pooled)


def test_tokenizers_that_cut_differently_make_encodings_of_one_length(xl: LoadedModel) -> None:
    class Doubling:
        """Needs two tokens where the other needs one."""

        def __call__(self, text: str, **options: object) -> object:
            made = xl.tokenizer_2(text, **options)
            made["input_ids"] = [id for id in made["input_ids"] for _ in range(2)]
            return made

        def __getattr__(self, name: str) -> object:
            return getattr(xl.tokenizer_2, name)

    from dataclasses import replace

    odd = replace(xl, tokenizer_2=Doubling(), words={})
    words = encode(odd, [Piece("a " * 60)])
    assert words.encoding.shape == (1, 2 * 77, 56)


@pytest.mark.parametrize("negative", ["", "rain"])
@pytest.mark.parametrize("zeros", [True, False])
def test_a_long_prompt_beside_a_short_one_is_painted(negative: str, zeros: bool) -> None:
    model = tiny_sdxl(zeros_for_empty=zeros)
    request = Request(
        prompt="a cat " * 60, negative_prompt=negative, width=64, height=48, steps=2, batch=2
    )
    assert len(paint(model, request)) == 2


def test_padding_says_nothing_where_there_are_no_words() -> None:
    """All zeros stay all zeros, however long the prompt beside them is."""
    from core.denoise.conditions import Words
    from core.denoise.prompt import padded

    full = Words(torch.ones(1, 77, 4))
    none = Words(torch.zeros(1, 77, 4))
    assert padded(full, 154, lambda: full).all()
    assert not padded(none, 154, lambda: full).any()
