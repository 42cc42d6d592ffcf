"""A technique that is added keeps to what is drawn already."""

from __future__ import annotations

import pytest

from core.document.commands import AddLayer
from core.document.drafts import FromLayer
from core.document.layers import SketchLayer
from desktop.window import Window
from widgets.techniques.panel import TechniquesPanel


@pytest.mark.parametrize(
    ("id", "name", "kind"),
    [
        ("controlnet", "Sketch", "scribble"),
        ("controlnet", "Wings", "scribble"),
        ("controlnet", "Depth 2", "depth"),
        ("controlnet", "Edges (Canny)", "canny"),
        ("t2i_adapter", "Sketch", "sketch"),
        ("t2i_adapter", "Scribble", "sketch"),
    ],
)
def test_a_map_is_taken_from_the_sketch(
    window: Window, panel: TechniquesPanel, id: str, name: str, kind: str
) -> None:
    sketch = SketchLayer.empty(window.document.size, name)
    window.document.perform(AddLayer(sketch))
    window.document.activate(window.document.layers[0].id)
    panel.add(id)
    (draft,) = window.document.settings.techniques
    assert draft.values == {"image": FromLayer(sketch.id), "kind": kind}
    window.edit.undo()
    assert window.document.settings.techniques == ()


def test_the_one_that_is_drawn_on_comes_before_the_uppermost(
    window: Window, panel: TechniquesPanel
) -> None:
    below, above = (SketchLayer.empty(window.document.size, name) for name in ("a", "b"))
    window.document.perform(AddLayer(below))
    window.document.perform(AddLayer(above))
    panel.add("controlnet")
    window.document.activate(below.id)
    panel.add("controlnet")
    assert [draft.values["image"].layer for draft in window.document.settings.techniques] == [
        above.id,
        below.id,
    ]


def test_nothing_is_taken_where_nothing_is_drawn_or_followed(
    window: Window, panel: TechniquesPanel
) -> None:
    panel.add("controlnet")
    window.document.perform(
        AddLayer(SketchLayer.empty(window.document.size).replaced(visible=False))
    )
    panel.add("controlnet")
    window.document.perform(AddLayer(SketchLayer.empty(window.document.size)))
    panel.add("self_attention_guidance")
    assert [draft.values for draft in window.document.settings.techniques] == [{}, {}, {}]
