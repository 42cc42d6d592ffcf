"""A style brings all that suits a model, leaves the artist's own words alone, and can be shared."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from core import styles
from core.document.document import Document
from core.document.drafts import Draft
from core.document.settings import PROMPT, PaintSettings, framed
from core.errors import UserError
from core.fetching.curated import curated
from core.files.openraster import open_document, save_document
from core.geometry import Size
from core.other_parts import OtherParts
from core.refiner import Refiner
from core.request import SAMPLERS
from core.styles import Lora, Style, applied, style_of

BRUSH = Path("/models/brush.safetensors")
STYLE = Style(
    "Oils", ("large", "small"), f"oil painting of {PROMPT}, thick paint", f"{PROMPT}, photo",
    "euler", 12, 6.5, (Lora("brush.safetensors", 0.5),),
)  # fmt: skip


def after(
    settings: PaintSettings, style: Style | None, before: Style | None = None
) -> PaintSettings:
    step = applied(style, settings, ["small"], [BRUSH], before).step
    document = Document(Size(8, 8), settings=settings)
    document.perform(step)
    return document.settings


def test_a_style_sets_everything_that_it_names_and_no_more() -> None:
    mine = PaintSettings(prompt="a cat", seed=7, techniques=(Draft("semantic_guidance"),))
    styled = after(mine, STYLE)
    assert (styled.model, styled.sampler, styled.steps) == ("small", "euler", 12)
    assert (styled.guidance_scale, styled.seed, styled.prompt) == (6.5, 7, "a cat")
    assert styled.whole_prompt == "oil painting of a cat, thick paint"
    assert styled.whole_negative_prompt == "photo"
    assert [one.id for one in styled.techniques] == ["semantic_guidance", "dreambooth"]
    assert styled.techniques[1].values == {"file": str(BRUSH), "weight": 0.5}


def test_another_style_takes_the_last_ones_words_and_lora_away() -> None:
    mine = PaintSettings(prompt="a cat", techniques=(Draft("dreambooth", {"file": "/my.st"}),))
    styled = after(mine, STYLE)
    other = after(styled, Style("Plain", steps=20), STYLE)
    assert (other.whole_prompt, other.steps, other.style) == ("a cat", 20, "Plain")
    assert other.techniques == mine.techniques
    none = after(styled, None, STYLE)
    assert (none.whole_prompt, none.techniques, none.style) == ("a cat", mine.techniques, "")
    assert none.steps == 12, "what was set stays"
    assert after(styled, STYLE, STYLE).techniques == styled.techniques, "nothing is doubled"


def test_what_is_not_on_this_computer_is_named_and_the_rest_is_used() -> None:
    settings = PaintSettings()
    taken = applied(STYLE, settings, ["other"], [])
    assert taken.missing == ("the model “large”", "the LoRA “brush.safetensors”")
    far = replace(STYLE, loras=(Lora("w.safetensors", repo="a/b"),))
    wrong = Path("/hub/models--c--d/snapshots/1/w.safetensors")
    right = Path("/hub/models--a--b/snapshots/1/w.safetensors")
    assert applied(far, settings, ["small"], [wrong]).missing
    assert not applied(far, settings, ["small"], [wrong, right]).missing


@pytest.mark.parametrize(
    ("frame", "prompt", "whole"),
    [
        ("", " a cat ", " a cat "),
        (f"{PROMPT}, oil", "a cat", "a cat, oil"),
        (f"{PROMPT}, oil", "  ", "oil"),
        (f"oil, {PROMPT}", "", "oil"),
        (f"{PROMPT} and {PROMPT}", "x", "x and x"),
        (f"{PROMPT}, {{red|blue}}", "{a|b} (cat:1.2)", "{a|b} (cat:1.2), {red|blue}"),
    ],
)
def test_a_prompt_stands_in_its_frame(frame: str, prompt: str, whole: str) -> None:
    assert framed(frame, prompt) == whole


def test_what_is_set_is_kept_as_a_style_and_comes_back_the_same(tmp_path: Path) -> None:
    hub = "/hub/models--a--b/snapshots/1/brush.safetensors"
    lora = Draft("dreambooth", {"file": hub, "weight": 0.7})
    off = Draft("dreambooth", {"file": "/x.safetensors"}, on=False)
    settings = PaintSettings(model="m", steps=9, techniques=(lora, off))
    style = style_of(" My  style ", settings, "thick paint", "")
    assert style.prompt == "{prompt}, thick paint" and style.negative_prompt == PROMPT
    assert style.loras == (Lora("brush.safetensors", 0.7, "a/b"),)
    styles.save(style)
    assert styles.styles()[-1] == style and style.name == "My style"
    styles.export(tmp_path / "given.json", style)
    again = styles.take_in(tmp_path / "given.json")
    assert again == replace(style, name="My style 2")
    styles.delete(style)
    assert [one.name for one in styles.styles() if one.own] == ["My style 2"]
    with pytest.raises(UserError):
        style_of("a/b", settings, "", "")


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"{}", b'{"underpaint": "techniques"}', b'{"underpaint": "style"}',
     b'{"underpaint": "style", "name": "///"}', b"[" * 100_000,
     b'{"underpaint": "style", "name": "x", "concepts": [{"weight": 1}]}'],
)  # fmt: skip
def test_what_is_no_style_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    with pytest.raises(UserError) as told:
        styles.take_in(file)
    assert told.value.remedy


def test_wrong_settings_and_paths_in_a_shared_style_do_no_harm(tmp_path: Path) -> None:
    told = {"underpaint": "style", "name": "../../evil", "steps": 10**9, "sampler": "none",
            "guidance_scale": 3.0, "concepts": [{"file": "/etc/passwd", "weight": 99}]}  # fmt: skip
    (tmp_path / "x.json").write_text(json.dumps(told))
    style = styles.take_in(tmp_path / "x.json")
    assert (style.steps, style.sampler, style.guidance_scale) == (None, None, 3.0)
    assert style.loras == (Lora("passwd", 4.0),)
    assert [one.parent for one in styles.folder().parent.rglob("*evil*")] == [styles.folder()]


def test_every_good_model_to_paint_with_has_a_style_that_names_it() -> None:
    known = {one.name: one for one in styles.styles()}
    for good in curated():
        if good.kind in ("model", "large", "special", "faster"):
            style = known[good.style]
            if good.kind == "faster":
                assert (good.wanted.within[0], good.wanted.repo) in [
                    (one.file, one.repo) for one in style.loras
                ]
            else:
                assert good.wanted.repo.split("/")[1] in style.models
    for style in known.values():
        assert style.sampler in SAMPLERS and style.steps and style.guidance_scale and not style.own


def test_a_document_keeps_its_style(tmp_path: Path) -> None:
    settings = after(PaintSettings(prompt="a cat"), STYLE)
    document = Document(Size(8, 8), settings=settings)
    save_document(tmp_path / "x.ora", document.state)
    opened = open_document(tmp_path / "x.ora").document.settings
    assert (opened.style, opened.whole_prompt) == ("Oils", settings.whole_prompt)
    assert opened.whole_negative_prompt == "photo"


def test_a_style_brings_its_vae_and_takes_it_away_again(tmp_path: Path) -> None:
    mine = PaintSettings(prompt="a cat", parts=OtherParts(sigmas="karras"))
    style = Style("Soft", steps=20, vae="vae-ft-mse")
    with_it = applied(style, mine, [], [], None, ["vae-ft-mse"])
    document = Document(Size(8, 8), settings=mine)
    document.perform(with_it.step)
    styled = document.settings
    assert styled.parts == OtherParts(vae="vae-ft-mse", sigmas="karras") and not with_it.missing
    assert after(styled, None, style).parts == mine.parts
    assert after(styled, Style("Plain"), style).parts == mine.parts
    own = replace(styled, parts=OtherParts(vae="mine"))
    assert after(own, Style("Plain"), style).parts.vae == "mine", "what the artist chose stays"
    lacking = applied(style, mine, [], [])
    assert lacking.missing == ("the VAE “vae-ft-mse”",)
    styles.export(tmp_path / "soft.json", style)
    assert styles.read(tmp_path / "soft.json") == style
    assert style_of("Soft", styled, "", "").vae == "vae-ft-mse"


def test_what_stands_in_for_the_models_own_is_kept_with_the_document(tmp_path: Path) -> None:
    parts = OtherParts(vae="vae-ft-mse", sigmas="beta", zero_snr=False, guidance_rescale=0.5)
    settings = PaintSettings(parts=parts, refiner=Refiner("xl-refiner", start=0.7))
    save_document(tmp_path / "a.ora", Document(Size(8, 8), settings=settings).state)
    assert open_document(tmp_path / "a.ora").document.settings == settings
