"""Everything that can be done to a document with `Document.perform`, in one vocabulary."""

from core.document.becoming import Become
from core.document.canvas_commands import ResizeCanvas
from core.document.edit import Command
from core.document.group_commands import AddLayerMask, ApplyLayerMask, GroupLayers, Ungroup
from core.document.guide_commands import SetGuides
from core.document.layer_commands import (
    AddLayer,
    DuplicateLayer,
    MoveLayer,
    PutLayers,
    RemoveLayer,
    SetLayer,
    SetSelection,
    SetSettings,
    StepLayers,
)
from core.document.made_commands import MakeAgain
from core.document.merge_commands import Flatten, MergeDown, MergeLayers, MergeVisible
from core.document.moving import MoveLayerPixels, MoveSelection
from core.document.pasting import PasteLayers
from core.document.pixel_commands import ApplyPixels, ClearLayer, FillLayer
from core.document.references import SetReferences
from core.document.technique_commands import SetTechniques
from core.document.together import Together
from core.document.written import Write

__all__ = [
    "AddLayer",
    "AddLayerMask",
    "ApplyLayerMask",
    "ApplyPixels",
    "Become",
    "ClearLayer",
    "Command",
    "DuplicateLayer",
    "FillLayer",
    "Flatten",
    "GroupLayers",
    "MakeAgain",
    "MergeDown",
    "MergeLayers",
    "MergeVisible",
    "MoveLayer",
    "MoveLayerPixels",
    "MoveSelection",
    "PasteLayers",
    "PutLayers",
    "RemoveLayer",
    "ResizeCanvas",
    "SetGuides",
    "SetLayer",
    "SetReferences",
    "SetSelection",
    "SetSettings",
    "SetTechniques",
    "StepLayers",
    "Together",
    "Ungroup",
    "Write",
]
