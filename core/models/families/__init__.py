"""Model families, one file each: how a folder is recognised and what of it is known beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.models.families.flow import FlowFamily
from core.models.families.flux import FLUX
from core.models.families.sd3 import SD3

FLOWS: tuple[FlowFamily, ...] = (SD3, FLUX)
"""The families whose transformer predicts a velocity."""


def flow_of(index: Mapping[str, Any]) -> FlowFamily | None:
    """The family of a folder, by its model_index.json."""
    name = index.get("_class_name")
    return next((family for family in FLOWS if name in family.pipelines), None)


def flow_named(id: str) -> FlowFamily | None:
    """The family of that id; None for one of another kind."""
    return next((family for family in FLOWS if family.id == id), None)
