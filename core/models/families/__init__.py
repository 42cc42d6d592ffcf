"""Model families, one file each: how a folder is recognised and what of it is known beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.models.families.chroma import CHROMA
from core.models.families.flow import FlowFamily
from core.models.families.flux import FLUX
from core.models.families.flux2 import FLUX2
from core.models.families.qwen_image import QWEN_IMAGE
from core.models.families.sana import SANA
from core.models.families.sd3 import SD3
from core.models.families.z_image import Z_IMAGE

FLOWS: tuple[FlowFamily, ...] = (SD3, FLUX, FLUX2, QWEN_IMAGE, Z_IMAGE, CHROMA, SANA)
"""The families whose transformer predicts a velocity."""


def flow_of(index: Mapping[str, Any]) -> FlowFamily | None:
    """The family of a folder, by its model_index.json."""
    name = index.get("_class_name")
    return next((family for family in FLOWS if name in family.pipelines), None)


def flow_named(id: str) -> FlowFamily | None:
    """The family of that id; None for one of another kind."""
    return next((family for family in FLOWS if family.id == id), None)
