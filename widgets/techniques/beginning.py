"""What a technique begins with that has just been added: it keeps to what is drawn already."""

from __future__ import annotations

from core.control import preprocessors
from core.document.document import Document
from core.document.drafts import Draft, FromLayer, new_draft
from core.document.layers import SketchLayer
from core.parameters import Picture, parameters
from core.techniques import techniques
from core.techniques._controlled import Controlled


def begun(id: str, document: Document) -> Draft:
    """A draft of a technique. One that follows a map takes the sketch layer that is being drawn on,
    else the uppermost that is shown: as a map of what its name says, else as a drawing by hand."""
    kind = techniques()[id]
    draft = new_draft(id, kind)
    sketch = _sketch(document)
    if sketch is None or not issubclass(kind, Controlled):
        return draft
    for name, parameter in parameters(kind).items():
        if isinstance(parameter, Picture) and parameter.map_of:
            draft = draft.with_value(name, FromLayer(sketch.id))
            shown = _shows(sketch) or (kind.DRAWN,)
            draft = draft.with_value(
                parameter.map_of, kind.DRAWN if kind.DRAWN in shown else shown[0]
            )
    return draft


def _sketch(document: Document) -> SketchLayer | None:
    shown = [layer for layer in document.layers if isinstance(layer, SketchLayer) and layer.visible]
    return next((layer for layer in shown if layer is document.active), next(reversed(shown), None))


def _shows(layer: SketchLayer) -> tuple[str, ...]:
    """The kinds of maps that a layer's name says, as those have that were made of a picture."""
    name = layer.name.rstrip("0123456789 ")
    for each in preprocessors().values():
        if name == each.declaration.title:
            return each.declaration.makes
    return ()
