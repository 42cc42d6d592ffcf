"""Tiny models in a folder, and a few drawn pictures to learn from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.models.info import ModelInfo
from core.models.library import find_models
from core.training.plan import read_plan
from core.training.prepare import Prepared, prepare
from tests.tiny_models import save_tiny_model, save_tiny_sdxl
from tests.training.small import draw, draw_partners, write_plan

Prepare = Callable[..., Prepared]


@pytest.fixture(scope="session")
def models_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    save_tiny_model(folder / "tiny")
    save_tiny_sdxl(folder / "tiny-xl")
    return folder


@pytest.fixture(scope="session")
def models(models_folder: Path) -> list[ModelInfo]:
    return find_models([models_folder])


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with pictures to learn from, what belongs to them, and some of a class."""
    draw(tmp_path / "pictures", 3)
    draw_partners(tmp_path)
    draw(tmp_path / "cats", 2, first=10)
    return tmp_path


@pytest.fixture
def prepared(place: Path, models: list[ModelInfo]) -> Prepare:
    """A plan in the folder, looked at; its result goes into `out`."""

    def make(kind: str, out: str = "out", **fields: Any) -> Prepared:
        return prepare(read_plan(write_plan(place, kind, **fields)), models, place / out)

    return make
