"""The regions of the picture in which something counts: a chip for each of them."""

from __future__ import annotations

from collections.abc import Iterator

from core.document.drafts import FromLayer, Value
from core.document.layers import RegionLayer
from core.parameters import Regions
from widgets.techniques.field import Field, heading_of
from widgets.techniques.surroundings import Surroundings
from widgets.word_chips import Chip, WordChips
from widgets.words import told, tr

_EVERYWHERE = "everywhere"


class RegionsField(Field):
    """The value is a list of region layers; of a recipe's regions, their numbers."""

    def __init__(self, parameter: Regions, surroundings: Surroundings) -> None:
        super().__init__(parameter)
        self._surroundings = surroundings
        self._value: list[FromLayer | int] = []
        self._offered: list[FromLayer | int] = []
        self.chips = WordChips(tr(parameter.shown_title), help=tr(parameter.help))
        self.heading = heading_of(self.chips, tr(parameter.shown_title))
        self._layout.addWidget(self.heading)
        self._layout.addWidget(self.chips)
        self.chips.clicked.connect(self._clicked)
        surroundings.layers_changed.connect(self._show)
        self.setFocusProxy(self.chips)
        self._show()

    def show_value(self, value: Value) -> None:
        self._value = list(value or ())
        self._show()

    def _show(self) -> None:
        shown = dict(self._named())
        self._offered = list(shown)
        self.chips.show_chips([Chip(name, on=one in self._value) for one, name in shown.items()])
        # Without chips there is nothing to be said but that it counts everywhere.
        told = "" if self._value else f": {tr(_EVERYWHERE)}"
        self.heading.setText(f"{tr(self.parameter.shown_title)}{told}")

    def _named(self) -> Iterator[tuple[FromLayer | int, str]]:
        """What can be chosen, in the order of the layers, and what is and cannot be any more."""
        layers = (one for one in self._surroundings.layers if isinstance(one, RegionLayer))
        there = {FromLayer(layer.id): layer.name for layer in layers}
        yield from there.items()
        for one in self._value:
            if one not in there:
                gone = isinstance(one, FromLayer)
                yield (
                    one,
                    tr("A region that is gone") if gone else told(f"The recipe’s region {one}"),
                )

    def _clicked(self, index: int) -> None:
        one = self._offered[index]
        if one in self._value:
            self.picked.emit([kept for kept in self._value if kept != one])
        else:
            self.picked.emit([*self._value, one])
