"""What ControlNet and T2I-Adapter have in common: a network that learns to follow maps, beside a
model that stays as it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.control import of_kind, preprocessors
from core.control.kinds import KINDS
from core.declare import choice, flag, folder, integer, number, optional, several
from core.errors import RecipeError, UserError
from core.files.atomic import replacing_folder, write_bytes
from core.files.trouble import unwritable
from core.models import controls
from core.models.about import ENTRY
from core.models.library import ABOUT, read_json
from core.parameters import FieldError
from core.training.declare import Partner, Pictures, PictureSet, Plan
from core.training.timesteps import TIMES, TIMES_HELP, noisy_oftener
from core.training.trainer import Learning, Trainer

if TYPE_CHECKING:
    from torch import Tensor

    from core.control.declare import Preprocessor
    from core.models.info import ModelInfo
    from core.models.loading import LoadedModel
    from core.request import Pixels, Request
    from core.training.batch import Batch
    from core.training.dealing import Dice

MAP = "map"
"""What the map of a picture is called in a batch, and in metadata.jsonl."""
USUAL = "auto"
HANDED = ("normal", "openpose")
"""Kinds whose colours tell left from right: a mirrored map is no map of the mirrored picture."""
ENOUGH = 1000
"""Pictures: with fewer, ControlNets follow maps only roughly (Zhang et al. 2023, figure 10)."""


def _makers() -> dict[str, str]:
    """Preprocessors that need no files, by their ids."""
    every = [one.declaration for one in preprocessors().values()]
    return {one.id: one.title for one in every if not one.needs}


@dataclass(frozen=True, kw_only=True)
class MappedPictures(Pictures):
    """A folder of pictures, and where their maps are."""

    maps_folder: str | None = optional(
        folder(help="Maps of the pictures' names and sizes. Open: they are made of the pictures.")
    )


@dataclass(frozen=True, kw_only=True)
class Mapped(Plan):
    """A training of pictures with maps of one kind."""

    pictures: tuple[MappedPictures, ...] = several(
        MappedPictures, least=1, help="Folders of pictures with their captions and maps."
    )
    map: str = choice(
        "canny", {id: kind.title for id, kind in KINDS.items()}, help="What the maps show."
    )
    preprocessor: str = choice(
        USUAL,
        {USUAL: "The usual one of that kind"} | _makers(),
        help="What makes the maps of pictures that have none.",
    )
    steps: int = integer(
        10_000, 1, 10_000_000, help="How many times the weights are changed; many are needed."
    )
    begin_folder: str | None = optional(
        folder(
            help="The folder of one that was taught before, of this form: it is taught on. Open: "
            "one that knows nothing yet."
        )
    )
    times: str = choice("even", TIMES, help=TIMES_HELP)
    learning_rate: float = number(1e-5, 1e-9, 1.0, help="How far each step goes.")
    half: bool = flag(True, title="Save in 16 bits", help="Saves it in 16 bits, as most are.")

    def __post_init__(self) -> None:
        if self.flips and self.map in HANDED:
            raise FieldError(
                "flips",
                f"Maps of the kind “{self.map}” cannot be mirrored: their colours tell left from "
                "right.",
                "Switch it off.",
            )
        if any(one.maps_folder is None and one.captions != "metadata" for one in self.pictures):
            self._maker()

    def sets(self, out: Path) -> tuple[PictureSet, ...]:
        return tuple(
            PictureSet(f"pictures[{i}]", one, enough=ENOUGH, partners=(self._partner(i, one),))
            for i, one in enumerate(self.pictures)
        )

    def _partner(self, i: int, pictures: MappedPictures) -> Partner:
        try:
            maker = None if pictures.maps_folder is not None else self._maker()
        except FieldError:
            maker = None  # the list names each map; one that it does not is missing
        where = f"pictures[{i}].maps_folder"
        return Partner(MAP, where, pictures.maps_folder, maker, KINDS[self.map])

    def _maker(self) -> Preprocessor:
        """What makes maps. Raises FieldError when that needs more than is always there."""
        if self.preprocessor != USUAL:
            return preprocessors()[self.preprocessor]()
        try:
            found = of_kind(self.map)
        except UserError as error:
            raise FieldError("map", error.cause, "Name their folder (“maps_folder”).") from None
        if found.declaration.needs:
            raise FieldError(
                "map",
                f"Maps of the kind “{self.map}” are made by a network, which takes too long "
                "in a training.",
                "Make them before (“underpaint control”), and name their folder (“maps_folder”).",
            )
        return found

    def check_settings(self, info: ModelInfo) -> None:
        """Raises RecipeError when it cannot begin from where it is to."""
        if self.begin_folder is None:
            return
        found = controls.at(Path(self.begin_folder))
        kind = self.declaration.kind
        if found is None or found.technique != kind:
            raise RecipeError(
                "begin_folder",
                f"“{Path(self.begin_folder).name}” is no folder of a {self.declaration.title}.",
                "Choose the folder with its config.json, or leave it open to begin anew.",
            )
        if found.is_told:
            raise RecipeError(
                "begin_folder",
                f"The {self.declaration.title} “{found.title}” is one for several kinds of maps, "
                "which is not taught here.",
                "Begin from one for a single kind, or leave it open to begin anew.",
            )
        if reason := controls.unfit(found, read_json(info.part("unet") / "config.json")):
            raise RecipeError(
                "begin_folder",
                f"The {self.declaration.title} “{found.title}” does not fit the model "
                f"“{info.title}”. {reason}",
                "Begin from one that was taught on this model, or leave it open to begin anew.",
            )

    @property
    def adds(self) -> str:
        return self.declaration.kind.replace("_", "-")

    @property
    def called(self) -> str:
        """Its kind is in the name, as in those that are published."""
        return super().called if self.name else f"{self.declaration.kind}-{self.map}"


class Following(Trainer):
    """Learns a network that follows maps. The folder that it becomes is in diffusers' form."""

    shows: tuple[str, ...] = (MAP,)

    def __init__(self, plan: Mapped, model: LoadedModel, make: Callable[[], Any]) -> None:
        """`make` makes the network; what it draws at random comes from the plan's seed."""
        import torch

        from core.training import networks

        super().__init__(plan, model)
        self._kind, self._half, self._cubic = plan.map, plan.half, plan.times == "cubic"
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(plan.seed)
            self.net = make()
        if plan.begin_folder is not None:
            networks.take_up(self.net, controls.weights_in(Path(plan.begin_folder))[0])
        self.net.to(model.device).requires_grad_(False)
        self.networks = (self.net,)

    def learns(self) -> Sequence[Learning]:
        own = {f"{self.plan.declaration.kind}.{n}": p for n, p in self.net.named_parameters()}
        return [Learning(own, self.plan.learning_rate)]

    def draw(self, batch: Batch, dice: Dice) -> Batch:
        return noisy_oftener(batch, self.objective.count, dice) if self._cubic else batch

    def map(self, batch: Batch) -> Tensor:
        """The batch's maps as networks want them: (b, 3, H, W) in 0…1."""
        return batch.shown[MAP] / 2 + 0.5

    def request(self, request: Request, shown: Callable[[str], Pixels]) -> Request:
        size = shown(MAP).size
        return replace(request, width=size.width, height=size.height)

    def save(self, folder: Path, metadata: Mapping[str, str]) -> list[Path]:
        from core.training import networks

        made = folder / self.plan.called
        about = {
            "title": self.plan.called,
            "kind": self._kind,
            ENTRY: json.loads(metadata[ENTRY]),
        }
        try:
            with replacing_folder(made) as part:
                networks.write(part, self.net, controls.STEMS[0], metadata, half=self._half)
                write_bytes(part / ABOUT, json.dumps(about, indent=1).encode())
        except OSError as error:
            raise unwritable(made, error) from error
        return [made]
