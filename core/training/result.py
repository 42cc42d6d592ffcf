"""result.json: what came of a training, for whoever reads it afterwards (no torch)."""

from __future__ import annotations

from pathlib import Path

from core.files.atomic import write_bytes
from core.files.json_text import json_bytes
from core.training.events import Done
from core.training.plan import to_json, without_folders
from core.training.prepare import Prepared

RESULT = "result.json"


def write_result(out: Path, prepared: Prepared, done: Done, device: str) -> None:
    """Writes it into a training's folder. `device` as shown to the artist. Raises FileError."""
    plan = prepared.plan
    summary = {
        "files": [file.name for file in done.files],
        "kind": plan.declaration.kind,
        "model": prepared.info.id,
        "words": list(plan.taught()),
        "steps": done.steps,
        "loss": done.loss,
        "device": device,
        "seconds": done.seconds,
        "samples_per_second": round(done.samples_per_second, 4),
        "peak_bytes": done.peak_bytes,
        "warnings": [notice.text for notice in prepared.notices],
        "settings": without_folders(to_json(plan)),
    }
    content = json_bytes(summary, indent=2) + b"\n"
    write_bytes(out / RESULT, content)
