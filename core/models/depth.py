"""Depth of a picture, estimated by DPT or Depth Anything (transformers), from their own folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from core.errors import ModelError
from core.models import library
from core.models.folders import CONFIG, folders

if TYPE_CHECKING:
    import torch
    from torch import Tensor

    from core.models.info import ModelInfo

ESTIMATORS = ("DPTForDepthEstimation", "DepthAnythingForDepthEstimation")


def own_estimator(model: ModelInfo) -> Path | None:
    """The depth estimator that lies within a model's folder, as diffusers saves it."""
    folder = model.part("depth_estimator")
    return folder if is_estimator(folder) else None


def find_estimator(dirs: Sequence[Path]) -> Path | None:
    """The first folder of a depth estimator in these folders, models' own ones among them."""
    for top in dirs:
        for folder in folders(Path(top)):
            if folder.holds(CONFIG) and is_estimator(folder.path):
                return folder.path
    return None


def is_estimator(folder: Path) -> bool:
    """Whether a folder's configuration is that of a known depth estimator."""
    try:
        names = library.read_json(folder / CONFIG).get("architectures")
    except (OSError, ValueError):
        return False
    return isinstance(names, list) and bool(set(map(str, names)) & set(ESTIMATORS))


def load_estimator(folder: Path, device: torch.device) -> Any:
    """The network of such a folder, in float32; never from a pickle. Raises ModelError."""
    import torch
    from transformers import AutoModelForDepthEstimation
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        loaded: Any = AutoModelForDepthEstimation.from_pretrained(
            folder, dtype=torch.float32, use_safetensors=True, local_files_only=True
        )
    except MemoryError:
        raise
    except Exception as error:  # whatever the libraries raise for files they cannot make sense of
        raise _broken(folder, error) from error
    return loaded.requires_grad_(False).eval().to(device)


def estimate(folder: Path, network: Any, picture: npt.NDArray[np.uint8]) -> Tensor:
    """RGB (h, w, 3) → depth (1, 1, h, w), float32 of no unit: what is nearer is larger."""
    import torch
    from torch.nn.functional import interpolate
    from transformers import AutoImageProcessor

    try:
        process = AutoImageProcessor.from_pretrained(_processor(folder), local_files_only=True)
    except MemoryError:
        raise
    except Exception as error:  # as above
        raise _broken(folder, error) from error
    pixels = process(images=picture, return_tensors="pt").pixel_values
    depth: Tensor = network(pixels.to(network.device, torch.float32)).predicted_depth[:, None]
    if getattr(network.config, "depth_estimation_type", "relative") == "metric":
        depth = 1 / depth.clamp(min=1e-3)  # metres
    return interpolate(depth.float(), picture.shape[:2], mode="bicubic", align_corners=False)


def _processor(folder: Path) -> Path:
    """Where it is said how pictures are prepared: within, or beside as diffusers saves it."""
    beside = folder.parent / "feature_extractor"
    return folder if (folder / "preprocessor_config.json").is_file() else beside


def _broken(folder: Path, error: Exception) -> ModelError:
    why = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
    return ModelError(
        f"The depth estimator in {folder} cannot be loaded ({why}).",
        "Get it anew, as safetensors files, or give a depth picture.",
    )
