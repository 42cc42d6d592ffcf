"""Depth and segments by models of transformers, loaded from folders when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.control.ade20k import COLOURS
from core.control.declare import Preprocessor, preprocessor
from core.declare import text
from core.errors import ModelError, UserError
from core.models.folders import CONFIG, Folder, folders, own
from core.models.shelf import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.arrays import Bytes, Floats
    from core.models.shelf import Shelf

SEGMENT_MODELS = ("ForSemanticSegmentation", "ForUniversalSegmentation")
_FILES = "(config.json, preprocessor_config.json, model.safetensors)"
FLAT = 1e-5
"""Depth that varies less than this share of itself is the same everywhere: the rest is rounding."""


@preprocessor(
    "depth",
    title="Depth",
    makes=("depth",),
    needs=("a model of transformers for depth (DPT, Depth Anything…), in a folder",),
    also=("depth_anything", "dpt", "depth_estimation"),
)
class Depth(Preprocessor):
    """How near things are; near is bright. Ranftl et al. 2021, https://arxiv.org/abs/2103.13413;
    Yang et al. 2024, https://arxiv.org/abs/2401.10891."""

    model: str = text(
        "",
        longest=4096,
        otherwise="The first that is found",
        help="The model's folder; the first found when empty.",
    )

    def load(self, shelf: Shelf) -> None:
        _depth_network(self.model, shelf)

    def map(self, picture: Bytes, shelf: Shelf) -> Bytes:
        near = estimated_depth(picture, shelf, model=self.model)
        grey = np.rint(near * 255).astype(np.uint8)
        return np.repeat(grey[..., None], 3, axis=2)

    def missing(self, dirs: Sequence[Path]) -> UserError | None:
        try:
            _depth_folder(self.model, dirs)
        except ModelError as error:
            return error
        return None


@preprocessor(
    "segmentation",
    title="Segments",
    makes=("segmentation",),
    needs=("a model of transformers for semantic segmentation, trained on ADE20K, in a folder",),
    also=("seg", "segment", "segments"),
)
class Segmentation(Preprocessor):
    """What is where, in the colours of ADE20K: sky, tree, person…
    Xiao et al. 2018, https://arxiv.org/abs/1807.10221."""

    model: str = text(
        "",
        longest=4096,
        otherwise="The first that is found",
        help="The model's folder; the first found when empty.",
    )

    def load(self, shelf: Shelf) -> None:
        _estimator(self.model, self.declaration.title, shelf)

    def map(self, picture: Bytes, shelf: Shelf) -> Bytes:
        import torch

        title = self.declaration.title
        estimator = _estimator(self.model, title, shelf)
        with torch.no_grad():
            found = estimator.run(picture)
        height, width = picture.shape[:2]
        (classes,) = estimator.processor.post_process_semantic_segmentation(
            found, target_sizes=[(height, width)]
        )
        colours = np.array(COLOURS, np.uint8)
        return np.asarray(colours[classes.cpu().numpy() % len(colours)], np.uint8)

    def missing(self, dirs: Sequence[Path]) -> UserError | None:
        for top in dirs:
            for folder, classes in _models(Path(top)):
                able = any(one.endswith(SEGMENT_MODELS) for one in classes)
                if able and self.model in ("", folder.name, str(folder)):
                    return None
        return _no_segmenter(self.declaration.title, dirs)


def estimated_depth(picture: Bytes, shelf: Shelf, *, model: str = "") -> Floats:
    """How near each pixel of an RGB picture (height, width, 3) is: 0 the farthest, 1 the nearest;
    0 everywhere where all is equally far. Raises ModelError when there is no model."""
    import torch

    from core.models import depth

    folder, network = _depth_network(model, shelf)
    with torch.no_grad():
        near: Floats = depth.estimate(folder, network, picture)[0, 0].float().cpu().numpy()
    if not np.isfinite(near).all():
        raise ModelError(
            f"The model in {folder} found no depth: its numbers broke down (NaN).",
            "Choose another one.",
        )
    least, most = float(near.min()), float(near.max())
    if most - least <= FLAT * max(abs(most), abs(least)):
        return np.zeros_like(near)
    scaled: Floats = (near - least) / (most - least)
    return scaled


def _depth_network(model: str, shelf: Shelf) -> tuple[Path, Any]:
    """The estimator that is meant, from the shelf or its folder, and that folder."""
    from core.models import depth, devices

    folder = _depth_folder(model, shelf.dirs)
    key = folder, fingerprint(folder)
    return folder, shelf.get(key, lambda: depth.load_estimator(folder, devices.best()))


def _depth_folder(model: str, dirs: Sequence[Path]) -> Path:
    """The folder of the estimator that is meant. Raises ModelError when there is none."""
    from core.models import depth

    if not model:
        folder = depth.find_estimator(dirs)
    else:
        named = (Path(model), *(Path(top) / model for top in dirs))
        folder = next((one for one in named if depth.is_estimator(one)), None)
    if folder is None:
        called = f" called “{model}”" if model else ""
        raise ModelError(
            f"“{Depth.declaration.title}” needs a depth estimator (DPT or Depth Anything), and "
            f"none{called} was found.",
            f"Get the files of one {_FILES}, for example from "
            "huggingface.co/depth-anything/Depth-Anything-V2-Small-hf, and put them into a folder "
            f"of their own in {own(dirs)}.",
        )
    return folder


@dataclass(frozen=True, eq=False)
class _Estimator:
    folder: Path
    model: Any
    processor: Any

    def run(self, picture: Bytes) -> Any:
        """What the model says of an RGB picture."""
        inputs = self.processor(images=np.ascontiguousarray(picture), return_tensors="pt")
        return self.model(**inputs.to(self.model.device))


def _estimator(model: str, title: str, shelf: Shelf) -> _Estimator:
    """The segmentation model that is meant, from the shelf or its folder."""
    folder = _folder(model, title, shelf.dirs)
    found: _Estimator = shelf.get((folder, fingerprint(folder)), lambda: _loaded(folder, title))
    return found


def _loaded(folder: Path, title: str) -> _Estimator:
    import transformers
    from transformers.utils import logging

    from core.models import devices, library

    logging.disable_progress_bar()
    kind = getattr(transformers, library.read_json(folder / CONFIG)["architectures"][0])
    try:
        model = kind.from_pretrained(folder, use_safetensors=True, local_files_only=True)
        processor = transformers.AutoImageProcessor.from_pretrained(folder, local_files_only=True)
    except MemoryError:
        raise
    except Exception as error:  # whatever the library raises for files it cannot make sense of
        raise ModelError(
            f"The model for “{title}” in {folder} cannot be loaded "
            f"({str(error).strip().splitlines()[0][:200] if str(error).strip() else error!r}).",
            "Download or copy it again, as safetensors, or choose another one.",
        ) from error
    model = model.requires_grad_(False).eval().to(devices.best())
    return _Estimator(folder, model, processor)


def _folder(model: str, title: str, dirs: Sequence[Path]) -> Path:
    """The folder of the model that is meant. Raises ModelError when there is none."""
    import transformers

    names = []
    for top in dirs:
        for folder, classes in _models(Path(top)):
            able = any(
                one.endswith(SEGMENT_MODELS) and hasattr(transformers, one) for one in classes
            )
            if able and model in ("", folder.name, str(folder)):
                return folder
            names += [folder.name] * able
    if model:
        raise ModelError(
            f"There is no model for “{title}” called “{model}”.",
            f"Choose one of those that were found ({', '.join(names) or 'none'}).",
        )
    raise _no_segmenter(title, dirs)


def _no_segmenter(title: str, dirs: Sequence[Path]) -> ModelError:
    return ModelError(
        f"“{title}” needs a model for semantic segmentation, and none was found.",
        f"Get the files of one {_FILES} that was trained on ADE20K, for example from "
        "huggingface.co/nvidia/segformer-b0-finetuned-ade-512-512, and put them into a folder of "
        f"their own in {own(dirs)}.",
    )


def _models(top: Path) -> Iterator[tuple[Path, list[str]]]:
    """Folders with a config.json and safetensors, and the classes that they name."""
    from core.models import library

    for folder in folders(top, below=lambda folder: not _is_network(folder)):
        if _is_network(folder):
            try:
                classes = library.read_json(folder.path / CONFIG).get("architectures")
            except (OSError, ValueError):
                continue
            if isinstance(classes, list):
                yield folder.path, [str(one) for one in classes[:1]]


def _is_network(folder: Folder) -> bool:
    return folder.holds(CONFIG) and any(folder.weights())
