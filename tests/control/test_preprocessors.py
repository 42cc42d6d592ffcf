"""Preprocessors: what their maps show, and that what is missing is said."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import DPTForDepthEstimation

from core.control import detectors, named, of_kind, preprocessors
from core.control.ade20k import COLOURS
from core.control.kinds import KINDS
from core.errors import ModelError, UserError
from core.models.shelf import Shelf
from core.parameters import parse, schema
from tests.tiny_networks import save_depth, save_segments, save_teed

OWN = ("canny", "scribble", "lineart", "tile", "blur", "color", "shuffle")
NOWHERE = Shelf()


def scene(height: int = 90, width: int = 130) -> np.ndarray:
    """A dark disc and a bright square on a gradient."""
    y, x = np.mgrid[:height, :width]
    rgb = np.stack([80 + x, 100 + y, 160 + 0 * x], -1).clip(0, 255)
    rgb[(y - 40) ** 2 + (x - 40) ** 2 < 400] = (20, 30, 10)
    rgb[30:60, 80:110] = (250, 240, 230)
    return rgb.astype(np.uint8)


def made(id: str, picture: np.ndarray, **values: object) -> np.ndarray:
    return parse(named(id), values).map(picture, NOWHERE)


@pytest.mark.parametrize("id", OWN)
def test_those_of_our_own_need_nothing_and_repeat_themselves(id: str) -> None:
    picture = scene()
    before = picture.copy()
    np.random.seed(1)
    drawn = made(id, picture)
    np.random.seed(2)  # nobody else's random state counts, or is changed
    state = np.random.get_state()[1].copy()
    assert (made(id, picture) == drawn).all()
    assert (np.random.get_state()[1] == state).all()
    assert drawn.shape == picture.shape
    assert drawn.dtype == np.uint8
    assert (picture == before).all()
    assert preprocessors()[id].declaration.needs == ()


@pytest.mark.parametrize("id", OWN)
@pytest.mark.parametrize("size", [(1, 1), (3, 200), (64, 64)])
def test_pictures_of_any_size_do(id: str, size: tuple[int, int]) -> None:
    for picture in (np.zeros((*size, 3), np.uint8), np.full((*size, 3), 255, np.uint8)):
        assert made(id, picture).shape == picture.shape


def test_canny_draws_thin_white_edges_and_nothing_else() -> None:
    edges = made("canny", scene())
    assert set(np.unique(edges)) == {0, 255}
    assert edges[30:60, 78:82].any()
    assert not edges[35:45, 35:45].any()
    soft = made("blur", scene(), sigma=4)
    assert made("canny", soft, low=10, high=20).sum() > made("canny", soft).sum()


def test_scribbles_of_a_drawing_are_its_lines_and_of_a_picture_its_outlines() -> None:
    drawing = np.full((60, 60, 3), 255, np.uint8)
    drawing[20:23] = 0
    lines = made("scribble", drawing)
    assert (lines[20:23] == 255).all()
    assert not lines[:20].any() and not lines[23:].any()
    assert (made("scribble", 255 - drawing) == lines).all(), "a map stays the map it is"
    outlines = made("scribble", scene())
    assert outlines.any() and not outlines[38:42, 38:42].any()
    assert (made("scribble", scene(), source="drawing") != outlines).any()


def test_line_art_is_bright_where_the_picture_is_darker_than_around() -> None:
    lines = made("lineart", scene())
    assert lines[40, 21:25].max() > 100, "inside the dark disc's edge"
    assert lines[45, 70].max() < 20
    assert not made("lineart", np.full((40, 40, 3), 128, np.uint8)).any()


def test_colours_stay_where_they_are_and_details_go() -> None:
    picture = scene(128, 128)
    for id in ("tile", "blur", "color"):
        coarse = made(id, picture)
        assert abs(coarse.mean() - picture.mean()) < 3
        assert (
            np.diff(coarse.astype(int), axis=1).std() < np.diff(picture.astype(int), axis=1).std()
        )
    mosaic = made("color", picture, block=32)
    assert (mosaic[:32, :32] == mosaic[0, 0]).all()


def test_shuffling_keeps_colours_and_obeys_its_seed() -> None:
    picture = scene(128, 128)
    shuffled = made("shuffle", picture, grain=64)
    assert (shuffled != picture).mean() > 0.3
    assert (made("shuffle", picture, grain=64, seed=1) != shuffled).any()
    assert abs(shuffled.mean() - picture.mean()) < 40


def test_every_kind_of_map_has_a_preprocessor_but_the_one_that_is_its_own_picture() -> None:
    for kind in KINDS:
        if kind == "inpaint":
            with pytest.raises(UserError, match="not made from pictures"):
                of_kind(kind)
        else:
            assert kind in of_kind(kind).declaration.makes


def test_all_are_declared_with_title_help_parameters_and_needs() -> None:
    for id, one in preprocessors().items():
        told = one.declaration
        assert told.id == id and told.title and told.help
        assert set(told.makes) <= set(KINDS)
        for parameter in schema(one)["properties"].values():
            assert parameter["description"]
        assert bool(told.needs) == (id not in OWN)


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("HED", "softedge"),
        ("lineart-standard", "lineart"),
        ("standard line art", "lineart"),
        ("colour", "color"),
        ("pose", "openpose"),
        ("seg", "segmentation"),
        ("sketch", "scribble"),
    ],
)
def test_other_names_are_known(name: str, id: str) -> None:
    assert named(name).declaration.id == id


def test_an_unknown_name_is_answered_by_those_there_are() -> None:
    with pytest.raises(UserError, match="cubism") as refused:
        named("cubism")
    assert "canny" in refused.value.remedy and "openpose" in refused.value.remedy


# Networks


@pytest.mark.parametrize(
    "id", [id for id, one in preprocessors().items() if issubclass(one, detectors.Detector)]
)
def test_weights_that_are_missing_are_named(id: str, tmp_path: Path) -> None:
    one = preprocessors()[id]
    with pytest.raises(ModelError) as missing:
        one().map(scene(), Shelf([tmp_path]))
    assert all(file in missing.value.cause for file in one.files)
    assert one.published in missing.value.remedy and str(tmp_path) in missing.value.remedy
    (tmp_path / "annotators").mkdir()
    for file in one.files[:-1]:
        (tmp_path / "annotators" / file).touch()
    with pytest.raises(ModelError) as missing:
        one().map(scene(), Shelf([tmp_path]))
    assert one.files[-1] in missing.value.cause
    if len(one.files) > 1:
        assert "annotators" in missing.value.cause and one.files[0] not in missing.value.cause


def test_weights_and_package_that_are_both_missing_are_named_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detectors, "find_spec", lambda name: None)
    missing = preprocessors()["lineart_anime"]().missing([tmp_path])
    assert missing is not None
    assert "netG.pth" in missing.cause and "controlnet-aux" in missing.cause
    assert "Annotators" in missing.remedy and "pip install" in missing.remedy
    (tmp_path / "netG.pth").touch()
    missing = preprocessors()["lineart_anime"]().missing([tmp_path])
    assert missing is not None and "netG.pth" not in str(missing)


def test_of_several_for_one_kind_the_one_that_lacks_nothing_is_taken(tmp_path: Path) -> None:
    assert of_kind("softedge", [tmp_path]).declaration.id == "softedge"
    (tmp_path / "5_model.pth").touch()
    assert of_kind("softedge", [tmp_path]).declaration.id == "teed"
    (tmp_path / "ControlNetHED.pth").touch()
    assert of_kind("softedge", [tmp_path]).declaration.id == "softedge"
    assert of_kind("sketch", [tmp_path]).declaration.id == "scribble"


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "controlnet_aux", None)
    (tmp_path / "netG.pth").touch()
    with pytest.raises(UserError, match="controlnet-aux") as missing:
        preprocessors()["lineart_anime"]().map(scene(), Shelf([tmp_path]))
    assert "pip install" in missing.value.remedy


class FakeDetector:
    """As controlnet-aux's: loads from a folder, and answers at a size of its own."""

    asked: dict[str, object]

    @classmethod
    def from_pretrained(cls, folder: str, filename: str) -> FakeDetector:
        # As careless as it can be: the program has to see to it that only tensors are read.
        torch.load(Path(folder) / filename, weights_only=False)
        return cls()

    def to(self, device: object) -> FakeDetector:
        return self

    def __call__(self, picture: np.ndarray, **asked: object) -> np.ndarray:
        FakeDetector.asked = asked
        return np.full((128, 192), 200, np.uint8)


class FakePackage:
    __spec__ = ModuleSpec("controlnet_aux", None)
    HEDdetector = FakeDetector


def test_a_network_is_loaded_once_and_its_map_has_the_pictures_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "controlnet_aux", FakePackage)  # type: ignore[arg-type]
    (tmp_path / "deep/er").mkdir(parents=True)
    torch.save({"a": torch.ones(2)}, tmp_path / "deep/er/ControlNetHED.pth")
    shelf = Shelf([tmp_path])
    found = parse(named("hed"), {"resolution": 256, "safe": True}).map(scene(), shelf)
    assert found.shape == scene().shape and (found == 200).all()
    assert FakeDetector.asked == {
        "detect_resolution": 256,
        "image_resolution": 256,
        "safe": True,
        "output_type": "np",
    }
    (tmp_path / "deep/er/ControlNetHED.pth").write_bytes(b"")
    of_kind("softedge").map(scene(), shelf)


def test_what_is_loaded_first_is_what_the_map_is_made_by(estimators: Path) -> None:
    for kind in ("depth", "segmentation"):
        shelf = Shelf([estimators])
        one = of_kind(kind)
        one.load(shelf)
        loaded = dict(shelf._held)
        assert len(loaded) == 1
        one.map(scene(), shelf)
        assert shelf._held == loaded


class TestShelf:
    """Which networks stay in memory from job to job."""

    def asked(self, shelf: Shelf, *keys: str, beside: bool = False) -> set[object]:
        with shelf.job(beside=beside):
            for key in keys:
                shelf.get(key, object)
        return set(shelf._held)

    def test_what_a_picture_does_not_ask_for_is_let_go(self) -> None:
        shelf = Shelf()
        assert self.asked(shelf, "control", "adapter") == {"control", "adapter"}
        assert self.asked(shelf, "adapter") == {"adapter"}

    def test_a_map_between_two_pictures_costs_them_nothing(self) -> None:
        shelf = Shelf()
        self.asked(shelf, "control")
        assert self.asked(shelf, "depth", beside=True) == {"control", "depth"}
        assert self.asked(shelf, "pose", beside=True) == {"control", "pose"}
        assert self.asked(shelf, "control") == {"control"}


class Malice:
    def __reduce__(self) -> object:
        return (Path.touch, (Path("malice"),))


def test_weights_that_would_run_programs_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD", "1")
    monkeypatch.setitem(sys.modules, "controlnet_aux", FakePackage)  # type: ignore[arg-type]
    torch.save(Malice(), tmp_path / "ControlNetHED.pth")
    with pytest.raises(ModelError, match="cannot be loaded"):
        of_kind("softedge").map(scene(), Shelf([tmp_path]))
    assert not (tmp_path / "malice").exists()


@pytest.mark.slow
def test_networks_of_controlnet_aux_draw(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Random weights, but the package's own classes and files: the smallest of them."""
    detectors._package()
    from controlnet_aux.lineart import Generator
    from controlnet_aux.pidi.model import pidinet
    from controlnet_aux.teed.ted import TED

    save_teed(tmp_path)
    torch.save(TED().state_dict(), tmp_path / "MTEED.pth")
    state = {f"module.{name}": value for name, value in pidinet().state_dict().items()}
    torch.save({"state_dict": state}, tmp_path / "table5_pidinet.pth")
    for name in ("sk_model.pth", "sk_model2.pth"):
        torch.save(Generator(3, 1, 3).state_dict(), tmp_path / name)
    for id in ("teed", "anyline", "pidinet", "lineart_realistic"):
        drawn = parse(named(id), {"resolution": 128}).map(scene(), Shelf([tmp_path]))
        assert drawn.shape == scene().shape
        assert drawn.any()
    assert capsys.readouterr().out == "", "they talk, but not to whoever reads the map's name"


@pytest.fixture(scope="module")
def estimators(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small random model for depth, and one for segments."""
    folder = tmp_path_factory.mktemp("estimators")
    save_depth(folder / "a-depth")
    save_segments(folder / "segments")
    return folder


def test_depth_is_grey_from_far_to_near(estimators: Path) -> None:
    shelf = Shelf([estimators])
    depth = of_kind("depth").map(scene(), shelf)
    assert depth.shape == scene().shape
    assert (depth.min(), depth.max()) == (0, 255)
    assert (depth[..., 0] == depth[..., 2]).all()
    assert (of_kind("depth").map(scene(), shelf) == depth).all()


def test_flat_depth_is_flat(estimators: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        DPTForDepthEstimation,
        "forward",
        lambda self, *_, **__: type("Out", (), {"predicted_depth": torch.full((1, 64, 64), 3.0)}),
    )
    assert not of_kind("depth").map(scene(), Shelf([estimators])).any()


def test_segments_have_the_colours_of_their_classes(estimators: Path) -> None:
    segments = of_kind("segmentation").map(scene(), Shelf([estimators]))
    assert segments.shape == scene().shape
    found = {tuple(int(c) for c in colour) for colour in segments.reshape(-1, 3)}
    assert found <= set(COLOURS)
    assert len(set(COLOURS)) >= 145  # the published table has a few twice


def test_missing_estimators_are_told(tmp_path: Path, estimators: Path) -> None:
    for kind in ("depth", "segmentation"):
        with pytest.raises(ModelError, match="none was found") as missing:
            of_kind(kind).map(scene(), Shelf([tmp_path]))
        assert "model.safetensors" in missing.value.remedy
        assert "huggingface.co/" in missing.value.remedy
        assert str(tmp_path) in missing.value.remedy
        with pytest.raises(ModelError, match="called “other”"):
            parse(named(kind), {"model": "other"}).map(scene(), Shelf([estimators]))
    by_name = parse(named("depth"), {"model": "a-depth"}).map(scene(), Shelf([estimators]))
    assert (by_name == of_kind("depth").map(scene(), Shelf([estimators]))).all()
