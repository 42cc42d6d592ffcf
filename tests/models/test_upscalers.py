"""Upscaling networks: found by their tensors, loaded from safetensors, refused with a reason."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from core import elsewhere
from core.errors import ModelError
from core.models import kinds, upscalers
from core.models.conversion import convert
from core.models.shelf import Shelf
from core.models.upscaler_loading import upscaler
from core.upscale import LANCZOS
from tests import tiny_upscalers

CPU = torch.device("cpu")


@pytest.mark.parametrize("name", tiny_upscalers.ALL)
def test_a_network_is_known_by_its_tensors_and_makes_pictures_larger(
    tmp_path: Path, name: str
) -> None:
    file = tiny_upscalers.save(tmp_path, name)
    file = file.rename(file.with_name("some name.safetensors"))
    (info,) = upscalers.find_upscalers([tmp_path])
    _, architecture, scale = tiny_upscalers.ALL[name]
    assert (info.id, info.path, info.architecture) == ("some name", file, architecture)
    assert info.scale == scale
    assert f"{architecture} {scale}×" in info.told
    loaded = upscaler(Shelf(), info, CPU)
    assert loaded.scale == scale
    pixels = torch.rand(1, 3, 21, 18, generator=torch.Generator().manual_seed(1))
    made = loaded(pixels)
    assert made.shape == (1, 3, 21 * scale, 18 * scale)
    assert made.min() >= 0 and made.max() <= 1
    own = tiny_upscalers.network(name)
    with torch.no_grad():
        # The network itself, at a size that its windows divide.
        whole = torch.rand(1, 3, 16, 16, generator=torch.Generator().manual_seed(2))
        assert torch.allclose(loaded(whole), own(whole).clamp(0, 1), atol=1e-6)


def test_what_was_loaded_is_loaded_once(tmp_path: Path) -> None:
    tiny_upscalers.save(tmp_path, "compact")
    (info,) = upscalers.find_upscalers([tmp_path])
    shelf = Shelf()
    assert upscaler(shelf, info, CPU) is upscaler(shelf, info, CPU)


def test_a_network_that_knows_brightness_only_is_given_one_colour_after_the_other(
    tmp_path: Path,
) -> None:
    from spandrel.architectures.ESRGAN.__arch.RRDB import RRDBNet

    tiny_upscalers.save(
        tmp_path, "grey", lambda: RRDBNet(in_nc=1, out_nc=1, num_filters=8, num_blocks=2, scale=2)
    )
    (info,) = upscalers.find_upscalers([tmp_path])
    pixels = torch.rand(1, 3, 8, 8, generator=torch.Generator().manual_seed(1))
    loaded = upscaler(Shelf(), info, CPU)
    made = loaded(pixels)
    assert made.shape == (1, 3, 16, 16)
    alone = loaded(pixels[:, 1:2].expand(1, 3, 8, 8))
    assert torch.equal(made[:, 1], alone[:, 0])


def test_lanczos_is_always_there_and_what_is_not_is_named(tmp_path: Path) -> None:
    assert upscalers.chosen([tmp_path], LANCZOS) is None
    tiny_upscalers.save(tmp_path, "compact")
    found = upscalers.chosen([tmp_path], "compact")
    assert found is not None and found.scale == 2
    assert upscalers.chosen([tmp_path], str(found.path)) == found
    with pytest.raises(ModelError, match="no upscaler “other”") as caught:
        upscalers.chosen([tmp_path], "other")
    assert "lanczos, compact" in caught.value.remedy


@pytest.mark.parametrize("under", ["params_ema", "params", "state_dict", "model"])
def test_a_pickle_is_listed_and_used_once_it_is_converted(tmp_path: Path, under: str) -> None:
    file = tiny_upscalers.save_pickle(tmp_path, "compact", under)
    (info,) = upscalers.find_upscalers([tmp_path])
    assert info.is_pickle and "pickle" in info.problems[0]
    with pytest.raises(ModelError, match="pickle") as caught:
        upscalers.chosen([tmp_path], "compact")
    assert f"underpaint convert {file}" in caught.value.remedy
    assert convert(file) == file.with_suffix(".safetensors")
    (info,) = upscalers.find_upscalers([tmp_path])
    assert not info.problems and info.scale == 2
    upscaler(Shelf(), info, CPU)


def test_pickles_elsewhere_are_not_taken_for_upscalers(tmp_path: Path) -> None:
    (tmp_path / "vae").mkdir()
    torch.save({"a": torch.zeros(2)}, tmp_path / "vae" / "x.pt")
    assert upscalers.find_upscalers([tmp_path]) == []


def test_those_of_other_programs_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    tiny_upscalers.save(tmp_path / "ComfyUI" / "models", "compact")
    esrgan = tmp_path / "stable-diffusion-webui" / "models" / "ESRGAN"
    esrgan.parent.mkdir(parents=True)
    tiny_upscalers.save(tmp_path / "made", "esrgan").parent.rename(esrgan)
    assert elsewhere.others()
    found = upscalers.find_upscalers(elsewhere.others())
    assert {info.id for info in found} == {"compact", "esrgan"}


def test_a_broken_file_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    file = tiny_upscalers.save(tmp_path, "esrgan")
    (info,) = upscalers.find_upscalers([tmp_path])
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(ModelError, match="cut off"):
        upscaler(Shelf(), info, CPU)
    assert upscalers.find_upscalers([tmp_path]) == []


def test_a_file_with_the_names_of_a_network_and_other_shapes_is_refused(tmp_path: Path) -> None:
    state = tiny_upscalers.network("compact").state_dict()
    state["body.2.weight"] = torch.zeros(5, 4, 3, 3)
    file = tmp_path / "odd.safetensors"
    save_file({key: value.contiguous() for key, value in state.items()}, file)
    info = upscalers.UpscalerInfo("odd", file)
    with pytest.raises(ModelError, match="“odd” cannot be used") as caught:
        upscaler(Shelf(), info, CPU)
    assert caught.value.remedy


def test_a_network_for_faces_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_upscalers.save(tmp_path, "compact")
    (info,) = upscalers.find_upscalers([tmp_path])
    from spandrel import ImageModelDescriptor

    monkeypatch.setattr(ImageModelDescriptor, "purpose", property(lambda self: "FaceSR"))
    with pytest.raises(ModelError, match="whole pictures"):
        upscaler(Shelf(), info, CPU)


def test_every_upscaler_is_one_kind_of_file_and_nothing_else_is(tmp_path: Path) -> None:
    for name in tiny_upscalers.ALL:
        tiny_upscalers.save(tmp_path, name)
    save_file({"emb_params": torch.zeros(4, 768)}, tmp_path / "word.safetensors")
    found = {one.path.stem: one for one in kinds.find([tmp_path])}
    assert {name for name, one in found.items() if one.kind == "upscaler"} == set(
        tiny_upscalers.ALL
    )
    assert all(not one.problems for one in found.values())
    assert np.isfinite([one.bytes for one in found.values()]).all()
