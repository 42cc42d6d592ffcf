"""IP-Adapters and image encoders in the models' folders, told by their headers (no torch).

An IP-Adapter is one safetensors file, as published for Stable Diffusion 1.x and SDXL. The image
encoder that it was trained with is a folder of its own, usually `image_encoder` beside the file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import ModelError
from core.models import weights
from core.models.flow_names import adapter_name
from core.models.folders import CONFIG, INDEX, folders
from core.models.library import read_json

DEPTH = 5
"""How deep below a models' folder is looked."""

PLAIN, PLUS, FACE = "plain", "plus", "face"
KINDS: Mapping[str, str] = {
    PLAIN: "The picture as a whole",
    PLUS: "Closer to the picture, with its details",
    FACE: "The face on it",
}
"""Kind → title. What is published as "plus" sees the encoder's patches, not one summary."""

FACE_ID = (
    "It is a FaceID one: it does not look at the picture, but at what another network (insightface)"
    " makes of the face on it, which this version does not have. Use one with “full-face” or "
    "“plus-face” in its name, which see the picture itself."
)
"""Why an IP-Adapter FaceID cannot be used, and what can."""

PUBLISHED = re.compile("ip[-_]?adapter")
"""The names under which IP-Adapters are published as pickles."""

ENCODER_WEIGHTS = "model.safetensors"


@dataclass(frozen=True)
class Encoder:
    """A CLIP image encoder, as far as its configuration tells."""

    path: Path
    patches: int
    """Width of what it says of each patch."""
    summary: int
    """Width of what it says of the whole picture."""


@dataclass(frozen=True)
class Adapter:
    """An IP-Adapter, as far as its header tells."""

    id: str
    kind: str
    path: Path
    words: int
    """Width of the words beside which its picture is attended to."""
    layers: tuple[int, ...]
    """Width of each attention layer, in the order of its keys."""
    patches: int | None = None
    """Width of an encoder's patches that it wants; None: it wants the summary."""
    summary: int | None = None
    problem: str = ""
    """Why it cannot be used, in a sentence; empty when it can."""

    def wants(self, encoder: Encoder) -> bool:
        """Whether it was trained with such an encoder."""
        if self.patches is not None:
            return self.patches == encoder.patches
        return self.summary == encoder.summary


def check_file(file: Path) -> None:
    """Raises ModelError when a file that is named cannot be used, whatever the model."""
    if not file.is_file():
        raise ModelError(f"There is no file “{file}”.", "Choose one that is there, or none.")
    pickled = file.suffix.lower() in weights.PICKLES
    if not pickled and (trouble := weights.problem(file)):
        raise ModelError(trouble, "Download or copy it again, or choose another one.")
    adapter = _pickle(file) if pickled else _adapter(file)
    if adapter is None:
        raise ModelError(f"“{file.name}” is no IP-Adapter.", "Choose one, or none.")
    if adapter.problem:
        raise ModelError(f"“{file.name}” cannot be used. {adapter.problem}", "Choose another one.")


def find(dirs: Sequence[Path]) -> tuple[list[Adapter], list[Encoder]]:
    """Every IP-Adapter and image encoder in these folders; broken adapters too."""
    adapters: dict[Path, Adapter] = {}
    encoders: dict[Path, Encoder] = {}
    for top in dirs:
        for path in _files(Path(top)):
            if path.name == CONFIG:
                if encoder := _encoder(path):
                    encoders[encoder.path.resolve()] = encoder
            elif (
                adapter := _pickle(path)
                if path.suffix.lower() in weights.PICKLES
                else _adapter(path)
            ):
                adapters[path.resolve()] = adapter
    return list(adapters.values()), list(encoders.values())


def chosen(
    dirs: Sequence[Path], kind: str, id: str, unet: Mapping[str, Any], layers: Sequence[int]
) -> tuple[Adapter, Encoder]:
    """The IP-Adapter that is meant, by id or the first of its kind that fits, and its encoder.

    `layers` are the widths of the UNet's layers that attend to words. Raises ModelError.
    """
    adapters, encoders = find(dirs)
    if id:
        meant = [one for one in adapters if id in (one.id, str(one.path))]
    else:
        meant = [one for one in adapters if one.kind == kind]
    if not meant:
        known = ", ".join(one.id for one in adapters) or "none"
        what = f"called “{id}”" if id else f"of the kind “{KINDS[kind]}”"
        raise ModelError(
            f"There is no IP-Adapter {what}. Found: {known}.",
            "Put its safetensors file, and the folder of its image encoder beside it, where "
            "models are kept; or take the reference picture out.",
        )
    reasons = [reason for one in meant if (reason := _unfit(one, unet, layers))]
    fitting = [one for one in meant if not _unfit(one, unet, layers)]
    if not fitting and all(one.problem for one in meant):
        raise ModelError(
            f"No IP-Adapter for this was found that can be used. {' '.join(reasons)}",
            "Put another one where models are kept, or take the reference picture out.",
        )
    if not fitting:
        raise ModelError(
            f"No IP-Adapter for this was found that fits the model. {' '.join(reasons)}",
            "Choose one that was made for this model, or another model to paint with.",
        )
    for adapter in fitting:
        wanted = [encoder for encoder in encoders if adapter.wants(encoder)]
        if wanted:
            # One beside the file is the one that was published with it.
            return adapter, min(wanted, key=lambda one: _steps_between(one.path, adapter.path))
    adapter = fitting[0]
    width = adapter.patches or adapter.summary
    raise ModelError(
        f"The image encoder of the IP-Adapter “{adapter.id}” is missing: a CLIP vision model "
        f"whose {'patches' if adapter.patches else 'summary'} are {width} numbers wide.",
        "Put the folder “image_encoder” (config.json and model.safetensors) that is published "
        "with it beside its file.",
    )


def _unfit(adapter: Adapter, unet: Mapping[str, Any], layers: Sequence[int]) -> str:
    if adapter.problem:
        return f"“{adapter.id}”: {adapter.problem}"
    if adapter.words != unet["cross_attention_dim"] or adapter.layers != tuple(layers):
        return f"“{adapter.id}” is made for a model that is built in another way."
    return ""


def _steps_between(a: Path, b: Path) -> int:
    """How many folders one goes through from one path to the other."""
    common = os.path.commonpath([a, b])
    return len(a.relative_to(common).parts) + len(b.relative_to(common).parts)


def _files(top: Path) -> Iterator[Path]:
    """Configurations, and files of weights that have none beside them."""
    for folder in folders(top, DEPTH, below=lambda folder: not folder.holds(INDEX)):
        if folder.holds(INDEX):
            continue
        if folder.holds(CONFIG):
            yield folder.path / CONFIG
        else:
            yield from folder.weights()
            yield from (
                folder.path / name
                for name in folder.files
                if Path(name).suffix.lower() in weights.PICKLES and PUBLISHED.search(name.lower())
            )


def _encoder(config: Path) -> Encoder | None:
    try:
        told = read_json(config)
    except (OSError, ValueError):
        return None
    if told.get("model_type") != "clip_vision_model":
        return None
    weights_file = config.parent / ENCODER_WEIGHTS
    if not weights_file.is_file() or weights.problem(weights_file):
        return None
    # The class' own defaults, where the configuration leaves them out.
    return Encoder(
        config.parent, int(told.get("hidden_size", 768)), int(told.get("projection_dim", 512))
    )


def _pickle(file: Path) -> Adapter:
    """A file that is never opened, so that only its name tells what it may be."""
    name = file.stem.lower()
    kind = FACE if "face" in name else PLUS if "plus" in name else PLAIN
    problem = (
        f"{file.name} is a pickle: a file that could run any program when it is opened. Get it as "
        "safetensors."
    )
    if re.search("face[-_]?id", name):
        problem = FACE_ID
    return Adapter(file.stem, kind, file, words=0, layers=(), problem=problem)


def _adapter(file: Path) -> Adapter | None:
    if weights.problem(file):
        return None
    shapes = {adapter_name(name): shape for name, shape in weights.shapes(file).items()}
    keys = {
        int(name.split(".")[1]): shape
        for name, shape in shapes.items()
        if name.startswith("ip_adapter.") and name.endswith(".to_k_ip.weight")
    }
    if not keys:
        return None
    own = {
        name.removeprefix("image_proj."): shape
        for name, shape in shapes.items()
        if name.startswith("image_proj.")
    }
    patches = summary = None
    kind, problem = PLAIN, ""
    if "proj.weight" in own:
        summary = own["proj.weight"][1]
    elif "proj.3.weight" in own:  # "full face"
        kind, patches = FACE, own["proj.0.weight"][1]
    elif "latents" in own and "proj_in.weight" in own:
        kind, patches = PLUS, own["proj_in.weight"][1]
        if "face" in file.stem.lower():
            kind = FACE
    elif "proj.0.weight" in own or any(name.startswith("perceiver_resampler.") for name in own):
        kind, problem = FACE, FACE_ID
    else:
        problem = "It looks at pictures in a way that this version does not know."
    return Adapter(
        id=file.stem,
        kind=kind,
        path=file,
        words=next(iter(keys.values()))[1],
        layers=tuple(keys[number][0] for number in sorted(keys)),
        patches=patches,
        summary=summary,
        problem=problem,
    )
