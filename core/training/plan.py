"""TRAINING.json: a training as JSON, in and out (no torch).

    {"kind": "lora", "model": "starter", "pictures": [{"folder": "photos"}], "steps": 500}

Folders are named relative to the file. Whatever is wrong is a RecipeError that names the field,
before anything is loaded.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from core import parameters as declared
from core.errors import RecipeError
from core.parameters import Json, told
from core.recipe import RecipePictures, random_seed, read_json
from core.training import kinds
from core.training.declare import Plan

BESIDE_THE_POINT = (
    "name", "sample_prompts", "sample_every", "sample_steps", "sample_guidance", "checkpoint_every"
)  # fmt: skip
"""Settings that may change while a training is interrupted: they change nothing of its result."""


def read_plan(path: Path) -> Plan:
    """A checked training. Raises FileError when the file cannot be read, RecipeError when it is
    no training."""
    return parse_plan(read_json(path, "training"), path.parent)


def parse_plan(value: Json, base: Path) -> Plan:
    """A checked training. Folders are looked for relative to `base`."""
    if not isinstance(value, dict):
        raise RecipeError("training", f"{told(value)} is not an object.", "Use { … }.")
    known, kind = kinds(), value.get("kind")
    if not isinstance(kind, str) or kind not in known:
        cause = "This field is missing." if kind is None else f"There is no trainer {told(kind)}."
        raise RecipeError("kind", cause, f"This version has: {', '.join(sorted(known))}.")
    if "seed" in value and value["seed"] is None:
        value = value | {"seed": random_seed()}
    return declared.parse(known[kind], value, "", RecipePictures(base), ignore=("kind",))


def to_json(plan: Plan) -> dict[str, Json]:
    """What `parse_plan` reads back as an equal plan, from any folder."""
    return {"kind": plan.declaration.kind} | declared.to_json(plan)


def schema(kind: type[Plan]) -> dict[str, Json]:
    """JSON Schema of a trainer's TRAINING.json."""
    about = kind.declaration
    return declared.named_schema(kind, "kind", about.kind, about.title, about.help)


def identity(plan: Plan) -> str:
    """Equal for plans that give the same result from the same pictures, wherever those lie."""
    kept = {key: item for key, item in to_json(plan).items() if key not in BESIDE_THE_POINT}
    text = json.dumps(without_folders(kept), sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def without_folders(value: Json) -> Json:
    """Settings without where things lie: a file that is given away says nothing of a disk."""
    if isinstance(value, dict):
        parts: dict[str, Any] = {}
        for key, item in value.items():
            if not key.endswith("folder"):
                parts[key] = without_folders(item)
        return parts
    if isinstance(value, list):
        return [without_folders(item) for item in value]
    return value
