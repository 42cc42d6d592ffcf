"""What techniques that follow a control map have in common: which map, how strongly, when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from core.control.kinds import KINDS
from core.techniques.declare import (
    FieldError,
    Technique,
    choice,
    flag,
    number,
    picture,
    text,
)

if TYPE_CHECKING:
    from core.denoise.run import Run
    from core.models.controls import ControlInfo
    from core.request import Pixels


@dataclass(frozen=True, kw_only=True)
class Controlled(Technique):
    """A technique with a control map and a model of its own."""

    DRAWN: ClassVar[str] = "scribble"
    """The kind of map that a drawing by hand is."""

    kind: str = choice(
        "canny",
        {id: kind.title for id, kind in KINDS.items()},
        title="Kind",
        help="What the map shows.",
    )
    image: Pixels | None = picture(
        required=True,
        map_of="kind",
        unless="preprocess",
        title="Map",
        help="The control map. Of lines also what you draw: dark on nothing, or on light paper.",
    )
    preprocess: bool = flag(
        False, title="From a picture", help="The map is made of this picture first."
    )
    weight: float = number(
        1.0, 0.0, 2.0, step=0.05, title="Weight", help="How strictly it is followed; 0 is off."
    )
    start: float = number(
        0.0, 0.0, 1.0, step=0.05, title="Start", help="From which part of the steps on."
    )
    end: float = number(1.0, 0.0, 1.0, step=0.05, title="End", help="Until which part.")
    enabled: bool = flag(True, title="On", help="Off: kept in the list, but not used.")
    model: str = text(
        "",
        longest=4096,
        otherwise="The first that fits",
        title="Model",
        help="Which control model; the first that fits when empty.",
    )

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise FieldError("end", "It would end before it begins.", "Set it above “start”.")

    def found(self, run: Run) -> ControlInfo:
        """The control model that is meant. Raises ModelError when there is none that fits."""
        from core.models import controls

        known = controls.find_controls(run.shelf.dirs)
        id = self.declaration.id
        family = "" if run.model.flow is None else run.model.flow.id
        return controls.chosen(known, id, self.kind, self.model, run.model.unet.config, family)
