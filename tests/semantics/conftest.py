"""What is seen in pictures is tested in one number type, whichever is the quicker one here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from core.models import precision


@pytest.fixture(scope="session", autouse=True)
def _exact_numbers() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(precision, "choose", lambda *about, **more: torch.float32)
        yield
