"""ControlNets of transformers that predict a velocity, as in diffusers' own pipelines."""

from __future__ import annotations

import inspect
import json
import warnings
from pathlib import Path
from typing import Any

import diffusers
import pytest
import torch
from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution
from safetensors.torch import save_file

from core.errors import ModelError
from core.models import kinds, weights
from core.models.control_loading import flow_controlnet
from core.models.controls import find_controls
from core.models.shelf import Shelf
from core.techniques.controlnet import ControlNet
from tests.flow_models import info_of, loaded
from tests.parity.conftest import Latents, error, pixels, seeds, source
from tests.parity.test_flow import HEIGHT, SEED, STEPS, WIDTH, close, request, told

TOLERANCE = 1e-4
PIPELINES = {
    "sd3": "StableDiffusion3ControlNetPipeline",
    "flux-dev": "FluxControlNetPipeline",
    "qwen-image": "QwenImageControlNetPipeline",
}


def net_of(kind: str, form: str = "", **options: Any) -> Any:
    """A small random net for the model of that kind."""
    torch.manual_seed(8)
    config = dict(loaded(kind).unet.config)
    if kind == "sd3":
        # InstantX's; or, "wordless", Stability's for 3.5 Large: no words, the transformer's places.
        own = {"num_layers": 1, "force_zeros_for_pooled_projection": form != "wordless"}
        if form == "wordless":
            own |= {"joint_attention_dim": None, "use_pos_embed": False, "qk_norm": None}
        own |= {"dual_attention_layers": ()} if form == "wordless" else {}
        made = diffusers.SD3ControlNetModel.from_config(config | own | options)
    elif kind == "qwen-image":
        made = diffusers.QwenImageControlNetModel.from_config(config | {"num_layers": 1} | options)
    else:
        own = {"num_layers": 1, "num_single_layers": 1, "guidance_embeds": form == "union"}
        if form == "union":
            own |= {"num_mode": 7}
        if form == "xlabs":
            own |= {"num_single_layers": 0, "conditioning_embedding_channels": 4, "patch_size": 2}
        made = _quietly(diffusers.FluxControlNetModel, config | own | options)
    for name, tensor in made.named_parameters():
        if "controlnet" in name or "pos_embed_input" in name or "input_hint" in name:
            torch.nn.init.normal_(tensor, std=0.2)
    return made.eval()


def _quietly(kind: Any, config: dict[str, Any]) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # diffusers about itself
        return kind.from_config(config)


@pytest.fixture(autouse=True)
def maps_are_read_by_their_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    """diffusers draws the map's latents, so that they are noisier than the map, and other ones for
    each seed; here they are their mean."""
    monkeypatch.setattr(
        DiagonalGaussianDistribution, "sample", lambda self, generator=None: self.mean
    )


def theirs(kind: str, net: Any, **options: Any) -> torch.Tensor:
    model = loaded(kind)
    parts = dict(model.pipeline.components) | {"controlnet": net}
    parts["scheduler"] = diffusers.FlowMatchEulerDiscreteScheduler.from_config(
        model.scheduler_config
    )
    made_of = getattr(diffusers, PIPELINES[kind])
    takes = inspect.signature(made_of.__init__).parameters
    made = made_of(**{name: part for name, part in parts.items() if name in takes})
    made.set_progress_bar_config(disable=True)
    found: torch.Tensor = made(
        prompt="a cat on the beach", width=WIDTH, height=HEIGHT, num_inference_steps=STEPS,
        control_image=source(WIDTH, HEIGHT), generator=seeds(SEED, 1), output_type="latent",
        **told(kind), **options,
    ).images  # fmt: skip
    return found


def control(**options: Any) -> ControlNet:
    return ControlNet(kind="depth", image=pixels(source(WIDTH, HEIGHT)), **options)


CASES = [
    ("sd3", ""),
    ("sd3", "wordless"),
    ("flux-dev", ""),
    ("flux-dev", "union"),
    ("flux-dev", "xlabs"),
    ("qwen-image", ""),
]


@pytest.mark.parametrize(("kind", "form"), CASES)
def test_a_map_is_followed_as_in_diffusers(
    kind: str, form: str, latents_of: Latents, tmp_path: Path
) -> None:
    net = net_of(kind, form)
    net.save_pretrained(tmp_path / ("flux-union" if form == "union" else "net-depth"))
    shelf = Shelf([tmp_path])
    mode = {"control_mode": 2} if form == "union" else {}
    wanted = theirs(kind, net, controlnet_conditioning_scale=0.7, **mode)
    ours = latents_of(loaded(kind), request(kind, techniques=(control(weight=0.7),)), shelf=shelf)
    without = latents_of(loaded(kind), request(kind))
    close(kind, ours, wanted)
    assert error(ours, without) > 0.01, "the map does something"


@pytest.mark.parametrize(("start", "end"), [(0.0, 0.5), (0.5, 1.0)])
def test_it_counts_in_a_part_of_the_steps_as_in_diffusers(
    start: float, end: float, latents_of: Latents, tmp_path: Path
) -> None:
    net = net_of("flux-dev")
    net.save_pretrained(tmp_path / "net-depth")
    span = {"control_guidance_start": start, "control_guidance_end": end}
    wanted = theirs("flux-dev", net, **span)
    asked = request("flux-dev", techniques=(control(start=start, end=end),))
    close("flux-dev", latents_of(loaded("flux-dev"), asked, shelf=Shelf([tmp_path])), wanted)


def test_several_are_added_as_in_diffusers(latents_of: Latents, tmp_path: Path) -> None:
    """Two of equal depth; of unequal depth each counts at its own blocks, which diffusers refuses
    to add up."""
    net, picture = net_of("sd3"), source(WIDTH, HEIGHT)
    net.save_pretrained(tmp_path / "net-depth")
    both = diffusers.SD3MultiControlNetModel([net, net])
    model = loaded("sd3")
    parts = dict(model.pipeline.components) | {"controlnet": both}
    parts["scheduler"] = diffusers.FlowMatchEulerDiscreteScheduler.from_config(
        model.scheduler_config
    )
    takes = inspect.signature(diffusers.StableDiffusion3ControlNetPipeline.__init__).parameters
    pipeline = diffusers.StableDiffusion3ControlNetPipeline(
        **{name: part for name, part in parts.items() if name in takes}
    )
    pipeline.set_progress_bar_config(disable=True)
    wanted = pipeline(
        prompt="a cat on the beach", width=WIDTH, height=HEIGHT, num_inference_steps=STEPS,
        control_image=[picture, picture], controlnet_conditioning_scale=[0.3, 0.5],
        generator=seeds(SEED, 1), output_type="latent", **told("sd3"),
    ).images  # fmt: skip
    asked = request("sd3", techniques=(control(weight=0.3), control(weight=0.5)))
    close("sd3", latents_of(model, asked, shelf=Shelf([tmp_path])), wanted)


def test_a_file_alone_is_the_net_that_its_folder_is(latents_of: Latents, tmp_path: Path) -> None:
    """With the heads of the true ones, by which a file is told."""
    from tests.tiny_flow_files import transformer

    for family, kind in (
        ("flux", "FluxControlNetModel"), ("sd3", "SD3ControlNetModel"),
        ("qwen-image", "QwenImageControlNetModel"),
    ):  # fmt: skip
        config = dict(transformer(family).config) | {"num_layers": 1}
        if family == "flux":
            config |= {"num_single_layers": 1, "num_mode": 3}
        net = _quietly(getattr(diffusers, kind), config)
        state = {name: tensor.clone() for name, tensor in net.state_dict().items()}
        folder, file = tmp_path / f"{family}/f/canny", tmp_path / f"{family}/s/canny.safetensors"
        net.save_pretrained(folder)
        file.parent.mkdir()
        save_file(state, file)
        (one,), (two,) = find_controls([folder.parent]), find_controls([file.parent])
        assert one.problems == two.problems == ()
        assert (one.family, one.channels, one.words, one.kind, one.several) == (
            two.family, two.channels, two.words, two.kind, two.several)  # fmt: skip
        assert kinds.kind_of(weights.shapes(file)) == ("controlnet", family)
        painted = loaded({"flux": "flux-dev"}.get(family, family))
        given = flow_controlnet(Shelf(), two, painted).state_dict()
        assert set(given) == set(state)
        assert all(torch.equal(given[name], tensor) for name, tensor in state.items())
        saved = json.loads((folder / "config.json").read_text())
        for name, value in two.config.items():
            if name not in ("out_channels", "caption_projection_dim"):
                assert saved.get(name) == (list(value) if isinstance(value, tuple) else value), name


def test_nets_of_other_models_are_refused_with_the_reason(
    latents_of: Latents, tmp_path: Path
) -> None:
    net_of("sd3").save_pretrained(tmp_path / "sd3-depth")
    asked = request("flux-dev", techniques=(control(),))
    with pytest.raises(ModelError, match="made for Stable Diffusion 3"):
        latents_of(loaded("flux-dev"), asked, shelf=Shelf([tmp_path]))
    wide = {"num_attention_heads": 3}
    net_of("flux-dev", **wide).save_pretrained(tmp_path / "wide-depth")
    with pytest.raises(ModelError, match="numbers wide"):
        latents_of(loaded("flux-dev"), asked, shelf=Shelf([tmp_path]))
    net_of("qwen-image", extra_condition_channels=4).save_pretrained(tmp_path / "inpaint-depth")
    with pytest.raises(ModelError, match="mask beside its map"):
        latents_of(
            loaded("qwen-image"),
            request("qwen-image", techniques=(control(model="inpaint-depth"),)),
            shelf=Shelf([tmp_path]),
        )


def test_families_without_such_nets_are_grey_with_the_reason() -> None:
    for kind in ("chroma", "z-image", "sana", "flux2-klein"):
        assert "controlnet" in info_of(kind).lacks
    for kind in PIPELINES:
        assert "controlnet" not in info_of(kind).lacks
