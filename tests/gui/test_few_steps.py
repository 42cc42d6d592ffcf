"""Models for few steps bring their settings; what another family lacks is grey, with the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.models.families.flux import FLUX
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
