"""What tests of techniques stand on."""

from __future__ import annotations

import pytest

from tests.techniques.settings import Bench


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("bench"))
