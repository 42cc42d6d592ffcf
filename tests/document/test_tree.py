"""Which layers lie in which: what belongs together stays together, and damaged orders are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from core.document import tree
from core.document.layers import GroupLayer, Layer, LayerMask, RasterLayer
from core.errors import UserError
from core.geometry import Size

SIZE = Size(8, 8)


def picture(name: str, inside: Layer | None = None) -> RasterLayer:
    made = RasterLayer.empty(SIZE, name)
    return made if inside is None else replace(made, inside=inside.id)


def mask_on(layer: Layer) -> LayerMask:
    return replace(LayerMask.empty(SIZE, f"mask on {layer.name}"), inside=layer.id)


@pytest.fixture
def nested() -> dict[str, Layer]:
    """Bottom to top: paper, and a group of a group with a masked picture and of another picture."""
    outer = GroupLayer(name="outer")
    inner = GroupLayer(name="inner", inside=outer.id)
    deep = picture("deep", inner)
    layers = [picture("paper"), mask_on(deep), deep, inner, picture("beside", outer), outer]
    return {layer.name: layer for layer in layers}


def names(layers: Iterable[Layer]) -> list[str]:
    return [layer.name for layer in layers]


def test_a_group_goes_with_all_that_lies_in_it_however_deep(nested: dict[str, Layer]) -> None:
    layers = list(nested.values())
    assert names(tree.block(layers, nested["outer"].id)) == list(nested)[1:]
    assert names(tree.block(layers, nested["inner"].id)) == ["mask on deep", "deep", "inner"]
    assert names(tree.block(layers, nested["paper"].id)) == ["paper"]
    assert names(tree.members(layers, nested["outer"].id)) == list(nested)[1:-1]


def test_what_a_layer_lies_in_is_known_from_the_innermost_on(nested: dict[str, Layer]) -> None:
    layers = list(nested.values())
    found = tree.ancestors(layers, nested["mask on deep"])
    assert names(found) == ["deep", "inner", "outer"]
    assert tree.depth(layers, nested["mask on deep"]) == 3
    assert not list(tree.ancestors(layers, nested["paper"]))


def test_of_layers_in_each_other_the_outermost_are_found(nested: dict[str, Layer]) -> None:
    layers = list(nested.values())
    ids = {nested[name].id for name in ("deep", "inner", "beside", "paper")}
    outermost = [nested[name].id for name in ("paper", "inner", "beside")]
    assert tree.outermost(layers, ids) == outermost


def test_a_layer_in_a_hidden_group_is_not_shown(nested: dict[str, Layer]) -> None:
    layers = list(nested.values())
    assert tree.shown(layers, nested["deep"])
    hidden = [replace(layer, visible=layer.name != "outer") for layer in layers]
    assert not tree.shown(hidden, hidden[2])
    assert tree.shown(hidden, hidden[0])


def test_a_whole_order_has_no_fault(nested: dict[str, Layer]) -> None:
    assert tree.fault(list(nested.values())) == ""
    assert names(tree.flattened(list(nested.values()), None)) == list(nested)


def test_every_damaged_order_is_told(nested: dict[str, Layer]) -> None:
    layers = list(nested.values())
    paper, mask, deep, inner, beside, outer = layers
    assert "one id" in tree.fault([*layers, paper])
    assert "masks nothing" in tree.fault([replace(mask, inside=None), *layers[2:]])
    assert "where it cannot" in tree.fault([replace(paper, inside="gone"), *layers[1:]])
    assert "where it cannot" in tree.fault([replace(beside, inside=paper.id), paper])
    assert "where it cannot" in tree.fault(
        [*layers[:1], replace(mask, inside=mask.id), *layers[2:]]
    )
    assert "do not lie together" in tree.fault([mask, deep, inner, paper, beside, outer])
    assert "do not lie together" in tree.fault([paper, outer, mask, deep, inner, beside])
    a, b = GroupLayer(name="a"), GroupLayer(name="b")
    a, b = replace(a, inside=b.id), replace(b, inside=a.id)
    assert "do not lie together" in tree.fault([a, b])


def test_a_layer_that_is_gone_is_told(nested: dict[str, Layer]) -> None:
    with pytest.raises(UserError, match="not there any more"):
        tree.block(list(nested.values()), "gone")
