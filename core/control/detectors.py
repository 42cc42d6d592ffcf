"""Lines, poses, depth and normals by the networks of controlnet-aux.

The package imports for seconds and warns, so it is imported when the first of its networks runs,
and never in the window's process. Its weights are pickles; they are opened with everything but
tensors forbidden.
"""

from __future__ import annotations

import importlib
import io
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import cv2
import numpy as np

from core.control.declare import Preprocessor, preprocessor
from core.declare import flag, integer, number
from core.errors import ModelError, UserError
from core.models.folders import folders, own

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.models.shelf import Shelf

PACKAGE = "controlnet-aux"


@dataclass(frozen=True, kw_only=True)
class Detector(Preprocessor):
    """A network of controlnet-aux."""

    resolution: int = integer(
        512, 64, 2048, unit="px", help="The shorter side that the network is shown."
    )

    network: ClassVar[str]
    """Its class."""
    files: ClassVar[tuple[str, ...]]
    """What it loads, all in one folder; the first is its `filename`."""
    published: ClassVar[str] = "huggingface.co/lllyasviel/Annotators"
    """Where its files are."""
    named: ClassVar[bool] = True
    """Whether the class lets itself be told the file's name."""

    def load(self, shelf: Shelf) -> None:
        self._network(shelf)

    def map(self, picture: Bytes, shelf: Shelf) -> Bytes:
        found = self._network(shelf)
        with _quiet():
            seen = found(
                np.ascontiguousarray(picture),
                detect_resolution=self.resolution,
                output_type="np",
                **self.options(),
            )
        height, width = picture.shape[:2]
        seen = np.atleast_3d(np.asarray(seen, np.uint8))[..., :3]
        if seen.shape[2] == 1:
            seen = seen.repeat(3, axis=2)
        return np.asarray(cv2.resize(seen, (width, height), interpolation=cv2.INTER_AREA), np.uint8)

    def missing(self, dirs: Sequence[Path]) -> UserError | None:
        package = None if find_spec("controlnet_aux") else _not_there("is not installed.")
        try:
            self._folder(dirs)
        except ModelError as files:
            if package is None:
                return files
            # Said at once: who gets one of the two would be told of the other only then.
            return UserError(f"{files.cause} {package.cause}", f"{files.remedy} {package.remedy}")
        return package

    def options(self) -> dict[str, Any]:
        """What the network is told beside the picture."""
        return {"image_resolution": self.resolution}

    def _folder(self, dirs: Sequence[Path]) -> Path:
        return folder_of(self.files, dirs, self.declaration.title, self.published)

    def _network(self, shelf: Shelf) -> Any:
        folder = self._folder(shelf.dirs)
        return shelf.get((self.network, folder), lambda: self._loaded(folder))

    def _loaded(self, folder: Path) -> Any:
        kind = getattr(_package(), self.network)

        import torch

        from core.models import devices

        told = {"filename": self.files[0]} if self.named else {}
        try:
            with _quiet(), _tensors_only(), torch.random.fork_rng(devices=[]):
                found = kind.from_pretrained(str(folder), **told)
        except MemoryError:
            raise
        except Exception as error:  # whatever the package raises for files it cannot make sense of
            raise ModelError(
                f"The weights for “{self.declaration.title}” in {folder} cannot be loaded "
                f"({str(error).strip().splitlines()[0][:200] if str(error).strip() else error!r}).",
                "Download or copy them again.",
            ) from error
        return found.to(devices.best())


def _declared(*files: str) -> tuple[str, ...]:
    """What a detector needs, in words."""
    return (f"the Python package {PACKAGE}", *(f"the file {file}" for file in files))


@preprocessor(
    "softedge",
    title="Soft edges (HED)",
    makes=("softedge",),
    needs=_declared("ControlNetHED.pth"),
    also=("hed", "softedge_hed"),
)
class HED(Detector):
    """Soft outlines of things, not of texture. Xie & Tu 2015, https://arxiv.org/abs/1504.06375."""

    safe: bool = flag(False, help="Keeps the picture from being hidden in the map's fine shades.")
    network = "HEDdetector"
    files = ("ControlNetHED.pth",)

    def options(self) -> dict[str, Any]:
        return super().options() | {"safe": self.safe}


@preprocessor(
    "pidinet",
    title="Soft edges (PidiNet)",
    makes=("softedge", "sketch"),
    needs=_declared("table5_pidinet.pth"),
    also=("pidi", "softedge_pidinet"),
)
class PidiNet(Detector):
    """Clean outlines. Su et al. 2021, https://arxiv.org/abs/2108.07009."""

    safe: bool = flag(False, help="Keeps the picture from being hidden in the map's fine shades.")
    network = "PidiNetDetector"
    files = ("table5_pidinet.pth",)

    def options(self) -> dict[str, Any]:
        return super().options() | {"safe": self.safe}


@preprocessor(
    "teed",
    title="Soft edges (TEED)",
    makes=("softedge",),
    needs=_declared("5_model.pth"),
    also=("softedge_teed",),
)
class TEED(Detector):
    """Fine outlines by a tiny network. Soria et al. 2023, https://arxiv.org/abs/2308.06468."""

    network = "TEEDdetector"
    files = ("5_model.pth",)
    published = "huggingface.co/fal-ai/teed"

    def options(self) -> dict[str, Any]:
        return {}


@preprocessor("anyline", title="Anyline", makes=("lineart",), needs=_declared("MTEED.pth"))
class Anyline(Detector):
    """Outlines and line art in one, for line models that take any lines."""

    resolution: int = integer(
        1280, 64, 2048, unit="px", help="The shorter side that the network is shown."
    )
    network = "AnylineDetector"
    files = ("MTEED.pth",)
    published = "huggingface.co/TheMistoAI/MistoLine, folder Anyline"

    def options(self) -> dict[str, Any]:
        return {}


@preprocessor(
    "mlsd",
    title="Straight lines (M-LSD)",
    makes=("mlsd",),
    needs=_declared("mlsd_large_512_fp32.pth"),
)
class MLSD(Detector):
    """The straight lines of rooms and houses. Gu et al. 2021, https://arxiv.org/abs/2106.00186."""

    score: float = number(0.1, 0.01, 2.0, help="Lines that are less certain are dropped.")
    distance: float = number(0.1, 0.01, 20.0, help="Lines shorter than this are dropped.")
    network = "MLSDdetector"
    files = ("mlsd_large_512_fp32.pth",)

    def options(self) -> dict[str, Any]:
        return super().options() | {"thr_v": self.score, "thr_d": self.distance}


@preprocessor(
    "lineart_realistic",
    title="Line art (photographs)",
    makes=("lineart",),
    needs=_declared("sk_model.pth", "sk_model2.pth"),
)
class LineartRealistic(Detector):
    """Lines as drawn by hand. Chan et al. 2022, https://arxiv.org/abs/2203.12691."""

    coarse: bool = flag(False, help="Fewer and bolder lines.")
    network = "LineartDetector"
    files = ("sk_model.pth", "sk_model2.pth")

    def options(self) -> dict[str, Any]:
        return super().options() | {"coarse": self.coarse}


@preprocessor(
    "lineart_anime",
    title="Line art (anime)",
    makes=("lineart_anime",),
    needs=_declared("netG.pth"),
    also=("anime",),
)
class LineartAnime(Detector):
    """The lines of coloured anime pictures."""

    network = "LineartAnimeDetector"
    files = ("netG.pth",)


@preprocessor(
    "openpose",
    title="Pose (OpenPose)",
    makes=("openpose",),
    needs=_declared("body_pose_model.pth", "hand_pose_model.pth", "facenet.pth"),
    also=("pose",),
)
class OpenPose(Detector):
    """People as coloured sticks. Cao et al. 2018, https://arxiv.org/abs/1812.08008."""

    body: bool = flag(True, help="Heads, arms and legs.")
    hands: bool = flag(False, help="Fingers as well.")
    face: bool = flag(False, help="Faces as well.")
    network = "OpenposeDetector"
    files = ("body_pose_model.pth", "hand_pose_model.pth", "facenet.pth")

    def options(self) -> dict[str, Any]:
        told = {"include_body": self.body, "include_hand": self.hands, "include_face": self.face}
        return super().options() | told


@preprocessor(
    "normal",
    title="Surface normals (BAE)",
    makes=("normal",),
    needs=_declared("scannet.pt"),
    also=("normalbae", "normal_bae", "normals"),
)
class NormalBae(Detector):
    """Which way surfaces face, as colours. Bae et al. 2021, https://arxiv.org/abs/2109.09881."""

    network = "NormalBaeDetector"
    files = ("scannet.pt",)


@preprocessor(
    "midas",
    title="Depth (MiDaS)",
    makes=("depth",),
    needs=_declared("dpt_hybrid-midas-501f0c75.pt"),
    also=("depth_midas",),
)
class Midas(Detector):
    """How near things are; near is bright. Ranftl et al. 2019, https://arxiv.org/abs/1907.01341."""

    network = "MidasDetector"
    files = ("dpt_hybrid-midas-501f0c75.pt",)


def folder_of(files: Sequence[str], dirs: Sequence[Path], title: str, published: str) -> Path:
    """The first folder that holds all these files. Raises ModelError that names those missing,
    where they are published, and the folder that they belong into."""
    best: tuple[int, Path | None] = (0, None)
    for top in dirs:
        for folder in folders(Path(top)):
            count = sum(folder.holds(file) for file in files)
            if count == len(files):
                return folder.path
            best = max(best, (count, folder.path), key=lambda one: one[0])
    partly = best[1]
    missing = [file for file in files if partly is None or not (partly / file).is_file()]
    listed = ", ".join(missing)
    where = f"in the folder {partly}" if partly else "among the models"
    into = partly or own(dirs)
    if len(missing) == 1:
        raise ModelError(
            f"“{title}” needs the file {listed}, which is not {where}.",
            f"Get it from {published} and put it into {into}.",
        )
    raise ModelError(
        f"“{title}” needs the files {listed}, which are not {where}.",
        f"Get them from {published} and put them into {into}.",
    )


def _package() -> Any:
    """controlnet-aux. Raises UserError when it is not there or cannot be imported."""
    try:
        with _quiet():
            return importlib.import_module("controlnet_aux")
    except ModuleNotFoundError as error:
        missing = error.name or PACKAGE
        raise _not_there(
            "is not installed." if missing == "controlnet_aux" else f"lacks {missing}."
        ) from error
    except Exception as error:  # an old mediapipe, a torchvision for another torch…
        raise UserError(
            f"The Python package {PACKAGE} cannot be imported ({type(error).__name__}: {error}).",
            f"Install it anew (pip install {PACKAGE}), or draw the map.",
        ) from error


def _not_there(what: str) -> UserError:
    return UserError(
        f"The Python package {PACKAGE} {what}",
        f"Install the package beside Underpaint (pip install {PACKAGE}), or choose a map that "
        "needs no network: canny, scribble, lineart.",
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """The package and what it imports warn of old names and talk, on import and at work."""
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _tensors_only() -> Iterator[None]:
    """Forbids torch.load to run what a pickle says, whatever the environment or caller ask for."""
    name = "TORCH_FORCE_WEIGHTS_ONLY_LOAD"
    contrary = "TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"
    before = {key: os.environ.pop(key, None) for key in (name, contrary)}
    os.environ[name] = "1"
    try:
        yield
    finally:
        del os.environ[name]
        os.environ.update({key: value for key, value in before.items() if value is not None})
