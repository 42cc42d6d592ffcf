"""Models for few steps bring their settings; what another family lacks is grey, with the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.document.commands import SetSettings
from core.document.document import Document
from core.document.settings import PaintSettings
from core.geometry import Size
from core.models.families.flux import FLUX
from desktop.reading import empty_document
from tests.gui.conftest import STARTER

QUICK = replace(
    STARTER,
    id="quick",
    title="Quick",
    usual={"steps": 4, "guidance_scale": 1.0, "sampler": "lcm"},
)


def chosen(window: Any, id: str) -> tuple[int, float, str]:
    window.generate_panel.edited.emit("model", id)
    settings = window.document.settings
    assert settings.model == id
    return settings.steps, settings.guidance_scale, settings.sampler


def test_a_model_for_few_steps_sets_them_and_the_next_one_sets_them_back(window):
    window.show_models([STARTER, QUICK])
    before = chosen(window, STARTER.id)
    assert chosen(window, "quick") == (4, 1.0, "lcm")
    window.document.undo()
    settings = window.document.settings
    assert (settings.model, settings.steps) == (STARTER.id, before[0]), "it is one step"
    chosen(window, "quick")
    assert chosen(window, STARTER.id) == (20, 5.0, "dpmpp_2m"), "what a new picture has"


def test_a_new_picture_has_the_settings_of_the_model_that_was_painted_with_last(bare_window):
    """The program begins before it knows any model."""
    window = bare_window
    window.document = replace_model(window, "quick")
    window.show_models([STARTER, QUICK])
    settings = window.document.settings
    assert (settings.steps, settings.guidance_scale, settings.sampler) == (4, 1.0, "lcm")
    assert not window.document.can_undo and not window.document.modified
    assert window.generate_panel.sampler.currentData() == "lcm"
    window.files.new_document(Size(64, 64))
    assert window.document.size == Size(64, 64)
    assert (window.document.settings.model, window.document.settings.steps) == ("quick", 4)


def test_what_was_set_before_the_models_were_found_stays(bare_window):
    window = bare_window
    window.document = replace_model(window, "quick")
    window.document.perform(SetSettings(steps=9))
    window.show_models([STARTER, QUICK])
    assert window.document.settings.steps == 9


def replace_model(window: Any, id: str) -> Document:
    """The document with which a program begins that was last painted with that model."""
    document = empty_document(Size(32, 32), PaintSettings(model=id, batch=4))
    window._show_document(document, None)
    return document


def test_techniques_that_a_family_lacks_are_grey_and_say_why(window):
    info = replace(STARTER, id="flux", title="FLUX", lacks=FLUX.lacks(frozenset()))
    window.show_models([STARTER, info])
    chosen(window, "flux")
    button = window.generating.techniques.panel.add_button
    button.fill()
    told = {
        one.data(): (one.isEnabled(), one.toolTip()) for one in button.techniques_menu.actions()
    }
    enabled, why = told["self_attention_guidance"]
    assert not enabled and "attention" in why
    enabled, why = told["instruct_pix2pix"]
    assert not enabled and "Kontext" in why
    assert told["multidiffusion"][0]
