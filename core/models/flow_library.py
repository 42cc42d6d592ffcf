"""What a folder of a rectified-flow family tells before anything of it is loaded (no torch)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.models.families.flow import PREDICTION, FlowFamily, class_name
from core.models.info import ModelInfo
from core.models.usual import few_steps_of_flow

TEXT = "text_encoder"
TOKENIZER_FILES = ("tokenizer.json", "vocab.json")


def described(
    family: FlowFamily, info: ModelInfo, index: Mapping[str, Any], configs: Mapping[str, Any]
) -> ModelInfo:
    """`info` with what the family's configurations say of the model."""
    problems = family.problems(index, configs)
    if problems:
        return replace(info, family=family.id, problems=tuple(problems))
    shape = family.shape(configs)
    named = f"{info.path.stem} {info.id} {info.title}"
    return replace(
        info,
        family=family.id,
        size=shape.size,
        factor=shape.factor,
        in_channels=shape.in_channels,
        latent_channels=shape.latents,
        prediction_type=PREDICTION,
        can=shape.can,
        usual=few_steps_of_flow(named, shape.usual, keeps_guidance=family.tells_guidance(configs)),
        lacks=family.lacks(shape.can),
    )


def config_files(family: FlowFamily) -> dict[str, str]:
    """The configuration that each component of a folder has, for those that have to have one."""
    return {
        name: f"{name}/config.json"
        for name in family.components
        if not name.startswith(("tokenizer", "processor"))
    } | {"scheduler": "scheduler/scheduler_config.json"}


def parts_there(family: FlowFamily, index: Mapping[str, Any]) -> list[str]:
    """The components that a folder has, by its model_index.json."""
    return [name for name in family.components if class_name(index, name)]


def stem_of(component: str) -> str:
    """What the file of a component's weights is called."""
    return "model" if component.startswith(TEXT) else "diffusion_pytorch_model"


def tokenizer_problem(folder: Path) -> str:
    """What is missing of a tokenizer; empty when nothing is."""
    if any((folder / name).is_file() for name in TOKENIZER_FILES):
        return ""
    return f"{folder.name}/{TOKENIZER_FILES[0]} is missing."
