"""The small models of the rectified-flow families, made and loaded once in a session."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import torch

from core.models.info import ModelInfo
from core.models.library import find_models, named
from core.models.loading import LoadedModel, load
from tests import tiny_flows


@cache
def folder_of(kind: str) -> Path:
    """Where the model of that kind lies, alone in a folder in which models are looked for."""
    top = Path(tempfile.mkdtemp(prefix="flows"))
    atexit.register(shutil.rmtree, top, ignore_errors=True)
    return tiny_flows.save(kind, top / kind)


@cache
def info_of(kind: str) -> ModelInfo:
    return named(find_models([folder_of(kind).parent]), kind)


@cache
def loaded(kind: str) -> LoadedModel:
    """In float32 on the CPU. Tests leave it as it is."""
    return load(info_of(kind), device="cpu", dtype=torch.float32)
