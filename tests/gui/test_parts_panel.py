"""What stands in for a model's own, in the window: offered where it fits, set, and undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.document.commands import SetSettings
from core.models.info import ModelInfo
from core.other_parts import OWN, OtherParts, fitted
from core.recipe import parse_recipe, to_recipe
from core.refiner import Refiner
from core.request import Request
from desktop.recipes import settings_of
from desktop.window import Window
from widgets.parts_panel import PartChoices, PartsPanel

pytestmark = pytest.mark.gui

HERE = Path.cwd()
OFFERED = PartChoices({"vae": (("mse", "VAE ft MSE"), ("ema", "VAE ft EMA"))})


@pytest.fixture
def panel(qtbot: QtBot) -> PartsPanel:
    made = PartsPanel()
    qtbot.addWidget(made)
    made.show()
    return made


def _pick(box: object, data: object) -> None:
    box.setCurrentIndex(box.findData(data))  # type: ignore[attr-defined]
    box.activated.emit(box.currentIndex())  # type: ignore[attr-defined]


def test_only_what_fits_is_offered(panel: PartsPanel) -> None:
    panel.show_choices(OFFERED)
    vae = panel.networks["vae"]
    assert [vae.itemText(i) for i in range(vae.count())] == [
        "The model's own", "VAE ft MSE", "VAE ft EMA",
    ]  # fmt: skip
    assert vae.isVisible()
    assert not panel.networks["text_encoder"].isVisible() and not panel.refiner.isVisible()
    assert not panel.shift.isVisible()


def test_what_is_chosen_is_told_whole(panel: PartsPanel, qtbot: QtBot) -> None:
    panel.show_choices(replace(OFFERED, refiners=(("xl-refiner", "Refiner"),)))
    told: list[object] = []
    panel.parts_edited.connect(told.append)
    panel.refiner_edited.connect(told.append)
    _pick(panel.networks["vae"], "mse")
    _pick(panel.sigmas, "karras")
    panel.show_settings(OtherParts(vae="mse"), None, "euler")
    panel.zero_snr.setCurrentIndex(1)
    panel.zero_snr.activated.emit(1)
    _pick(panel.refiner, "xl-refiner")
    assert told == [
        OtherParts(vae="mse"), OtherParts(sigmas="karras"), OtherParts(vae="mse", zero_snr=True),
        Refiner("xl-refiner"),
    ]  # fmt: skip
    panel.show_settings(OtherParts(vae="mse"), Refiner("xl-refiner", start=0.7), "euler")
    assert panel.start.isVisible() and panel.start.value() == 0.7
    assert panel.note == "2 set"


def test_what_is_not_there_any_more_is_shown_as_that(panel: PartsPanel) -> None:
    panel.show_choices(OFFERED)
    panel.show_settings(OtherParts(vae="gone"), None, "euler")
    assert panel.networks["vae"].currentText() == "gone (not found)"
    assert panel.networks["vae"].currentData() == "gone"


def test_a_sampler_with_levels_of_its_own_has_no_choice_of_them(panel: PartsPanel) -> None:
    panel.show_settings(OWN, None, "ddim")
    assert not panel.sigmas.isEnabled() and panel.zero_snr.isEnabled()
    panel.show_settings(OWN, None, "dpmpp_sde")
    assert panel.sigmas.isEnabled() and not panel.zero_snr.isEnabled()
    both = OtherParts(vae="mse", sigmas="beta", zero_snr=True)
    assert fitted(both, "ddim") == OtherParts(vae="mse", zero_snr=True)
    assert fitted(both, "dpmpp_sde") == OtherParts(vae="mse", sigmas="beta")


def test_a_pictures_recipe_brings_them_back(window: Window) -> None:
    told = Request("a cat", parts=OtherParts(sigmas="karras"), refiner=Refiner("xl"))
    read = parse_recipe(to_recipe(told, embed=True), HERE)
    settings = settings_of(read, window.document.settings)
    assert (settings.parts, settings.refiner) == (told.parts, told.refiner)


def test_another_family_takes_what_stood_in_along(window: Window) -> None:
    generating = window.generating
    models = [ModelInfo("one", "One", "sdxl", HERE), ModelInfo("two", "Two", "sd1", HERE)]
    generating.controller.planning.show_models(models)
    window.edit.perform(SetSettings(model="one"))
    window.edit.perform(SetSettings(parts=OtherParts(vae="mse")))
    window.edit.perform(SetSettings(refiner=Refiner("xl")))
    generating.use_model("two")
    assert (window.document.settings.parts, window.document.settings.refiner) == (OWN, None)
    window.edit.undo()
    assert window.document.settings.parts.vae == "mse"


def test_a_vae_comes_into_use_from_the_models_window(
    window: Window, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that fits; of another the reason is told, and nothing changes."""
    from core import places
    from core.models.library import find_models
    from tests.models.test_known_headers import write

    shapes = {"encoder.conv_in.weight": (128, 3, 3, 3), "decoder.conv_in.weight": (512, 4, 3, 3)}
    for level in range(4):
        shapes[f"encoder.down.{level}.block.0.conv1.weight"] = (128, 128, 3, 3)
    shapes |= {"quant_conv.weight": (8, 8, 1, 1)}
    write(tmp_path / "sdxl_vae.safetensors", shapes)
    generating = window.generating
    monkeypatch.setattr(generating.controller, "folders", lambda: (tmp_path,))
    generating.controller.planning.show_models(find_models([places.resources()]))
    told: list[str] = []
    monkeypatch.setattr(window, "tell", lambda error: told.append(str(error)))
    generating.parts.use_vae(tmp_path / "sdxl_vae.safetensors")
    qtbot.waitUntil(lambda: bool(told))
    assert "latents of SDXL" in told[0]
    assert window.document.settings.parts == OWN
    (own,) = (one for one in find_models([places.resources()]) if one.id == "starter")
    vae = own.path / "vae"
    monkeypatch.setattr(generating.controller, "folders", lambda: (vae,))
    generating.parts.use_vae(vae)
    qtbot.waitUntil(lambda: window.document.settings.parts.vae == "vae")
