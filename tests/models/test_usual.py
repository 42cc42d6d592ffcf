"""Models and LoRA for few steps are recognised, and bring their settings."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from core.document.settings import PaintSettings
from core.models import usual
from core.request import SAMPLERS

LCM = {"steps": 6, "guidance_scale": 1.0, "sampler": "lcm"}


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("lcm-lora-sdv1-5", 6),
        ("sdxl_lightning_8step_lora", 8),
        ("SDXL-Lightning", 4),
        ("Hyper-SDXL-1step-lora", 1),
        ("Hyper-SD15-12steps-CFG-lora", 12),
        ("DreamShaper XL v2.1 Turbo DPM++ SDE", 4),
        ("juggernautXL_v9_Lightning_4S", 4),
    ],
)
def test_what_is_named_as_distilled_has_few_steps(name: str, steps: int) -> None:
    assert usual.few_steps(name) == LCM | {"steps": steps}


@pytest.mark.parametrize(
    "name", ["dreamshaper-8", "turbocharged", "hyperrealism_v2", "filmcm", "sd15-500steps", ""]
)
def test_other_names_say_nothing(name: str) -> None:
    assert not usual.few_steps(name)


@pytest.mark.parametrize(
    ("scheduler", "sampler"),
    [
        ({"_class_name": "LCMScheduler"}, "lcm"),
        ({"_class_name": "EulerAncestralDiscreteScheduler", "timestep_spacing": "trailing"},
         "euler_a"),
        ({"_class_name": "EulerDiscreteScheduler", "timestep_spacing": "trailing"}, "euler"),
        ({"_class_name": "EulerDiscreteScheduler", "timestep_spacing": "trailing",
          "prediction_type": "v_prediction"}, None),
        ({"_class_name": "EulerDiscreteScheduler", "timestep_spacing": "leading"}, None),
        ({"_class_name": "PNDMScheduler"}, None),
    ],
)  # fmt: skip
def test_a_folder_is_told_by_its_scheduler(scheduler: dict[str, str], sampler: str | None) -> None:
    assert usual.of_folder("a-model", scheduler).get("sampler") == sampler
    assert sampler is None or sampler in SAMPLERS


def lora(file: Path, metadata: dict[str, str] | None = None) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file({"a.lora_down.weight": np.zeros((2, 2), np.float32)}, file, metadata)
    return file


def test_a_lora_is_told_by_what_it_calls_itself_its_name_or_where_it_is_published(
    tmp_path: Path,
) -> None:
    said = lora(tmp_path / "a.safetensors", {"ss_output_name": "my_lightning_2step"})
    named = lora(tmp_path / "lcm.safetensors")
    hub = tmp_path / "models--latent-consistency--lcm-lora-sdxl/snapshots/abc"
    published = lora(hub / "pytorch_lora_weights.safetensors")
    assert usual.of_file(said)["steps"] == 2
    assert usual.of_file(named) == usual.of_file(published) == LCM
    assert not usual.of_file(lora(tmp_path / "style.safetensors"))
    (tmp_path / "broken.safetensors").write_text(json.dumps({}))
    assert not usual.of_file(tmp_path / "broken.safetensors")


def test_who_leaves_a_few_step_model_gets_the_defaults_back_unless_they_were_changed() -> None:
    set_up = PaintSettings(steps=6, guidance_scale=1.0, sampler="lcm")
    plain = PaintSettings()
    assert usual.on_change(plain, LCM, {}) == LCM
    back = usual.on_change(set_up, {}, LCM)
    assert back == {name: getattr(plain, name) for name in usual.FIELDS}
    own = PaintSettings(steps=9, guidance_scale=1.0, sampler="lcm")
    assert usual.on_change(own, {}, LCM) == {}
    assert usual.on_change(PaintSettings(steps=40), {}, {}) == {}
