"""Everything that can be done to a document with `Document.perform`, in one vocabulary."""

from core.document.edit import Command
from core.document.layer_commands import (
    AddLayer,
    DuplicateLayer,
    MoveLayer,
    RemoveLayer,
    SetLayer,
    SetSelection,
    SetSettings,
)
from core.document.pixel_commands import (
    ApplyPixels,
    ClearLayer,
    FillLayer,
    MergeDown,
    MoveLayerPixels,
    ResizeCanvas,
)
from core.document.technique_commands import SetTechniques

__all__ = [
    "AddLayer",
    "ApplyPixels",
    "ClearLayer",
    "Command",
    "DuplicateLayer",
    "FillLayer",
    "MergeDown",
    "MoveLayer",
    "MoveLayerPixels",
    "RemoveLayer",
    "ResizeCanvas",
    "SetLayer",
    "SetSelection",
    "SetSettings",
    "SetTechniques",
]
