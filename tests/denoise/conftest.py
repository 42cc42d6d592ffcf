"""What tests of the pass stand on: a tiny random model, and the starter model."""

from __future__ import annotations

import pytest
import torch

from core import places
from core.models.library import find_models, named
from core.models.loading import LoadedModel, load
from tests.tiny_models import tiny_model


@pytest.fixture(scope="session")
def tiny() -> LoadedModel:
    """Random weights, three levels, 48 tokens, 64 px."""
    return tiny_model(widths=(16, 24, 32), tokens=48)


@pytest.fixture(scope="session")
def starter() -> LoadedModel:
    info = named(find_models([places.resources()]), "starter")
    return load(info, device="cpu", dtype=torch.float32)
