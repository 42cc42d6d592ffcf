"""Only what is needed of a repository is fetched, and never what could run a program."""

from __future__ import annotations

import pytest

from core.fetching.choice import needed
from core.fetching.errors import FetchError, SeveralFiles
from core.fetching.hub import HubFile
from tests.fetching.conftest import whole_model


def files(*paths: str) -> list[HubFile]:
    return [HubFile(path, 100) for path in paths]


def paths(found: tuple[HubFile, ...]) -> list[str]:
    return [file.path for file in found]


def test_of_a_whole_model_the_small_variant_comes_and_its_index_last() -> None:
    model = whole_model()
    listed = [HubFile(path, len(content)) for path, content in model.items()]
    found = paths(needed(listed, (), model["model_index.json"]))
    assert set(found) == {
        "README.md", "model_index.json", "unet/config.json", "vae/config.json",
        "unet/diffusion_pytorch_model.fp16.safetensors", "tokenizer/vocab.json",
        "vae/diffusion_pytorch_model.safetensors", "tokenizer/merges.txt",
    }  # fmt: skip
    assert found[-1] == "model_index.json"
    assert found[0] == "unet/diffusion_pytorch_model.fp16.safetensors"


@pytest.mark.parametrize(("stem", "half"), [("diffusion_pytorch_model", True), ("model", False)])
def test_weights_in_several_files_come_whole_with_their_list(stem: str, half: bool) -> None:
    listed = files(
        "config.json", f"{stem}-00001-of-00002.safetensors", f"{stem}-00002-of-00002.safetensors",
        f"{stem}.safetensors.index.json", f"{stem}.fp16-00001-of-00001.safetensors",
        f"{stem}.safetensors.index.fp16.json", "flax_model.msgpack", "pytorch_model.bin",
        "tokenizer.json",
    )  # fmt: skip
    small = {
        "config.json", f"{stem}.fp16-00001-of-00001.safetensors", "tokenizer.json",
        f"{stem}.safetensors.index.fp16.json",
    }  # fmt: skip
    plain = {
        "config.json", f"{stem}-00001-of-00002.safetensors", f"{stem}-00002-of-00002.safetensors",
        f"{stem}.safetensors.index.json", "tokenizer.json",
    }  # fmt: skip
    assert set(paths(needed(listed))) == (small if half else plain)
    without = [file for file in listed if "fp16" not in file.path]
    assert set(paths(needed(without))) == plain


def test_a_file_or_folder_that_is_named_comes_alone() -> None:
    listed = files("a.safetensors", "b.safetensors", "image_encoder/config.json",
                   "image_encoder/model.safetensors", "image_encoder/x.bin")  # fmt: skip
    assert paths(needed(listed, ["b.safetensors"])) == ["b.safetensors"]
    assert set(paths(needed(listed, ["a.safetensors", "image_encoder/"]))) == {
        "a.safetensors", "image_encoder/config.json", "image_encoder/model.safetensors",
    }  # fmt: skip


def test_the_folder_of_a_tokenizer_comes_without_weights() -> None:
    listed = files("model_index.json", "tokenizer_2/tokenizer.json", "vae/config.json",
                   "tokenizer_2/tokenizer_config.json", "tokenizer_2/run.py")  # fmt: skip
    assert set(paths(needed(listed, ["tokenizer_2/"]))) == {
        "tokenizer_2/tokenizer.json", "tokenizer_2/tokenizer_config.json",
    }  # fmt: skip


def test_a_gguf_file_comes_when_it_is_named() -> None:
    listed = files("a-Q4_0.gguf", "a-Q8_0.gguf", "README.md")
    assert "a-Q8_0.gguf" in paths(needed(listed, ["a-Q8_0.gguf"]))


def test_the_only_file_is_taken_and_of_several_the_artist_chooses() -> None:
    assert paths(needed(files("sub/lora.safetensors", "x.png"))) == ["sub/lora.safetensors"]
    with pytest.raises(SeveralFiles) as told:
        needed(files("4step.safetensors", "8step.safetensors", "run.py"))
    assert told.value.files == ("4step.safetensors", "8step.safetensors")


@pytest.mark.parametrize(
    ("listed", "within"),
    [
        (files("model.ckpt"), ()),
        (files("config.json", "diffusion_pytorch_model.bin"), ()),
        (files("a.safetensors", "b.pt"), ("b.pt",)),
        (files("a.safetensors", "model.py"), ("model.py",)),
        (files("model_index.json", "unet/config.json", "unet/x.bin"), ()),
        (files("model_index.json", "unet/model.safetensors", "vae/model.bin"), ()),
        (files("README.md"), ()),
        ([], ()),
    ],
)
def test_pickles_and_programs_are_refused(listed: list[HubFile], within: tuple[str, ...]) -> None:
    with pytest.raises(FetchError) as told:
        needed(listed, within)
    assert told.value.remedy


def test_of_a_network_that_is_there_twice_the_libraries_own_name_counts() -> None:
    """FLUX.2's small decoder lies beside its folder's weights as ComfyUI's file."""
    listed = files("config.json", "diffusion_pytorch_model.safetensors",
                   "full_encoder_small_decoder.safetensors")  # fmt: skip
    assert paths(needed(listed)) == ["diffusion_pytorch_model.safetensors", "config.json"]
