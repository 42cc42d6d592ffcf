"""ControlNets of transformers that predict a velocity, as in diffusers' own pipelines."""

from __future__ import annotations

import inspect
import json
import shutil
import warnings
from pathlib import Path
from typing import Any

import diffusers
import pytest
import torch
from accelerate import init_empty_weights
from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution
from PIL import Image
from safetensors.torch import save_file

from core.errors import ModelError
from core.models import flow_controls, kinds, weights
from core.models.control_loading import flow_controlnet
from core.models.controls import find_controls
from core.models.families import sana, z_image
from core.models.library import find_models
from core.models.shelf import Shelf
from core.techniques.controlnet import ControlNet
from tests.flow_models import info_of, loaded
from tests.parity.conftest import Latents, error, pixels, seeds, source
from tests.parity.test_flow import HEIGHT, SEED, STEPS, WIDTH, close, request, sides, told
from tests.tiny_flow_files import original, transformer

TOLERANCE = 1e-4
PIPELINES = {
    "sd3": "StableDiffusion3ControlNetPipeline",
    "flux-dev": "FluxControlNetPipeline",
    "qwen-image": "QwenImageControlNetPipeline",
    "z-image": "ZImageControlNetPipeline",
    "sana": "SanaControlNetPipeline",
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
    elif kind == "z-image":
        made = _z_net(form, {"dim": 32, "n_heads": 2, "n_kv_heads": 2}, latents=4, layers=2)
    elif kind == "sana":
        known = inspect.signature(diffusers.SanaControlNetModel.__init__).parameters
        own = {name: value for name, value in config.items() if name in known}
        made = diffusers.SanaControlNetModel.from_config(own | {"num_layers": 1} | options)
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
        # What begins as zeros.
        if any(one in name for one in ("controlnet", "pos_embed_input", "input_hint", "r_proj",
                                       "before_proj", "input_block")):  # fmt: skip
            torch.nn.init.normal_(tensor, std=0.2)
    return made.eval()


def _z_net(form: str, sides: dict[str, int], *, latents: int, layers: int) -> Any:
    """Z-Image's in each of its versions: 2 sees a mask and a picture beside the map, of which a
    request has none."""
    own = {"": None, "2.0": "control_layers", "2.1": "control_noise_refiner"}[form]
    return diffusers.ZImageControlNetModel(
        control_layers_places=list(range(layers)),
        control_refiner_layers_places=[0] if form else None,
        control_in_dim=2 * latents + 1 if form else latents,
        add_control_noise_refiner=own,
        n_refiner_layers=1,
        **sides,
    )


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
    scheduler = getattr(diffusers, model.scheduler_config["_class_name"])
    parts["scheduler"] = scheduler.from_config(model.scheduler_config)
    made_of = getattr(diffusers, PIPELINES[kind])
    takes = inspect.signature(made_of.__init__).parameters
    made = made_of(**{name: part for name, part in parts.items() if name in takes})
    made.set_progress_bar_config(disable=True)
    found: torch.Tensor = made(
        prompt="a cat on the beach", **sides(kind), num_inference_steps=STEPS,
        control_image=_map(kind), generator=seeds(SEED, 1), output_type="latent",
        **told(kind), **options,
    ).images  # fmt: skip
    return found


def _map(kind: str) -> Image.Image:
    """SANA's are lines, whose maps have no colours."""
    picture = source(**sides(kind))
    return picture.convert("L").convert("RGB") if kind == "sana" else picture


def control(kind: str = "flux-dev", **options: Any) -> ControlNet:
    shows = "softedge" if kind == "sana" else "depth"
    return ControlNet(kind=shows, image=pixels(_map(kind)), **options)


CASES = [
    ("sd3", ""),
    ("sd3", "wordless"),
    ("flux-dev", ""),
    ("flux-dev", "union"),
    ("flux-dev", "xlabs"),
    ("qwen-image", ""),
    ("z-image", ""),
    ("z-image", "2.0"),
    ("z-image", "2.1"),
    ("sana", ""),
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
    ours = latents_of(
        loaded(kind), request(kind, techniques=(control(kind, weight=0.7),)), shelf=shelf
    )
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


def _xlabs(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """A net's tensors as XLabs call them."""
    hint = ["conv_in", *(f"blocks.{number}" for number in range(6)), "conv_out"]
    found = {}
    for name, tensor in original("flux", state).items():
        for place, one in enumerate(hint):
            name = name.replace(f"input_hint_block.{one}.", f"input_hint_block.{2 * place}.")
        found[name.replace("controlnet_x_embedder", "pos_embed_input")] = tensor.clone()
    return found


def _stabilitys(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """A net's tensors as Stability calls them."""
    found, rest = {}, dict(state)
    for name in list(state):
        if ".to_q." in name:
            parts = [rest.pop(name.replace("to_q", one)) for one in ("to_q", "to_k", "to_v")]
            found[name.replace("to_q", "qkv")] = torch.cat(parts)
    for old, new in (("to_out.0", "proj"), ("ff.net.0.proj", "mlp.fc1"), ("ff.net.2", "mlp.fc2"),
                     ("norm1.linear", "adaLN_modulation.1")):  # fmt: skip
        rest = {name.replace(old, new): tensor for name, tensor in rest.items()}
    found |= {name: tensor.clone() for name, tensor in rest.items()}
    return found | {"control_type": torch.tensor([1])}


@pytest.mark.parametrize("form", ["flux", "sd3"])
def test_files_with_their_authors_names_are_the_net(form: str, tmp_path: Path) -> None:
    config = dict(transformer(form).config) | {"num_layers": 2}
    if form == "flux":
        config |= {
            "num_single_layers": 0, "conditioning_embedding_channels": 16, "patch_size": 2,
        }  # fmt: skip
        net = _quietly(diffusers.FluxControlNetModel, config)
        file = tmp_path / "flux-canny-controlnet-v3.safetensors"
        save_file(_xlabs(net.state_dict()), file)
    else:
        net = diffusers.SD3ControlNetModel.from_config(
            config | {
                "joint_attention_dim": None, "use_pos_embed": False, "pos_embed_type": None,
                "qk_norm": None, "dual_attention_layers": (),
                "force_zeros_for_pooled_projection": False,
            }
        )  # fmt: skip
        file = tmp_path / "sd3.5_large_controlnet_canny.safetensors"
        save_file(_stabilitys(net.state_dict()), file)
    assert not set(net.state_dict()) >= set(weights.shapes(file))
    (info,) = find_controls([tmp_path])
    assert (info.problems, info.family, info.kind) == ((), form, "canny")
    assert info.channels == (128,) and (info.words is None) == (form == "sd3")
    assert kinds.kind_of(weights.shapes(file)) == ("controlnet", form)
    given = flow_controlnet(Shelf(), info, loaded({"flux": "flux-dev"}.get(form, form)))
    for name, tensor in net.state_dict().items():
        assert torch.equal(given.state_dict()[name], tensor), name
    for name in ("num_layers", "conditioning_embedding_channels", "use_pos_embed", "qk_norm",
                 "joint_attention_dim", "force_zeros_for_pooled_projection"):  # fmt: skip
        assert getattr(given.config, name, None) == getattr(net.config, name, None), name


@pytest.mark.parametrize("form", ["", "2.0", "2.1"])
def test_z_images_file_is_the_net_of_its_version(form: str, tmp_path: Path) -> None:
    """2.0's refiner is in its file, but was never taught: what it begins with is all zeros."""
    sides = {"dim": 128, "n_heads": 1, "n_kv_heads": 1}
    net = _z_net("2.1" if form else "", sides, latents=16, layers=2)
    for name, tensor in net.named_parameters():
        if "r_proj" in name or ("before_proj" in name and not (form == "2.0" and "noise" in name)):
            torch.nn.init.normal_(tensor)
    file = tmp_path / "Z-Image-Turbo-Fun-Controlnet-Union.safetensors"
    save_file({name: tensor.clone() for name, tensor in net.state_dict().items()}, file)
    (info,) = find_controls([tmp_path])
    assert (info.problems, info.family, info.channels) == ((), "z-image", (128,))
    assert all(info.shows(kind) for kind in ("canny", "depth", "openpose", "softedge", "mlsd"))
    assert kinds.kind_of(weights.shapes(file)) == ("controlnet", "z-image")
    given = flow_controlnet(Shelf(), info, loaded("z-image"))
    own = {"": None, "2.0": "control_layers", "2.1": "control_noise_refiner"}[form]
    assert given.config.add_control_noise_refiner == own
    assert list(given.config.control_layers_places) == [0, 1]  # of a transformer of two blocks
    wanted = net.state_dict()
    for name, tensor in given.state_dict().items():
        assert torch.equal(tensor, wanted[name]), name
    left_out = {name for name in wanted if name not in given.state_dict()}
    assert all(name.startswith("control_noise_refiner.") for name in left_out)
    assert bool(left_out) == (form == "2.0")


def test_published_versions_are_spread_over_thirty_blocks() -> None:
    assert z_image.spread(6, 30) == [0, 5, 10, 15, 20, 25]
    assert z_image.spread(15, 30) == list(range(0, 30, 2))
    assert z_image.spread(3, 30) == [0, 10, 20]


def test_z_images_net_keeps_nothing_of_the_transformer(latents_of: Latents, tmp_path: Path) -> None:
    net_of("z-image").save_pretrained(tmp_path / "net-depth")
    shelf = Shelf([tmp_path])
    asked = request("z-image", techniques=(control(),))
    latents_of(loaded("z-image"), asked, shelf=shelf)
    (info,) = find_controls([tmp_path])
    net = flow_controlnet(shelf, info, loaded("z-image"))
    assert all(getattr(net, name) is None for name in z_image.SHARED)
    own = {id(one) for one in loaded("z-image").unet.parameters()}
    assert not own & {id(one) for one in net.parameters()}


def test_stabilitys_edges_are_read_as_they_were_taught(
    latents_of: Latents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Edges, and they alone, in numbers up to 128."""
    from diffusers.image_processor import VaeImageProcessor

    net = net_of("sd3", "wordless")
    net.save_pretrained(tmp_path / "net-canny")
    edges = ControlNet(
        kind="canny", image=pixels(source(WIDTH, HEIGHT)), preprocess=False, weight=0.7
    )
    ours = latents_of(loaded("sd3"), request("sd3", techniques=(edges,)), shelf=Shelf([tmp_path]))
    plain = theirs("sd3", net, controlnet_conditioning_scale=0.7)
    preprocess = VaeImageProcessor.preprocess

    def as_stability(self: Any, image: Any, *given: Any, **options: Any) -> torch.Tensor:
        found: torch.Tensor = preprocess(self, image, *given, **options)
        return (found / 2 + 0.5) * 255 * 0.5 + 0.5

    monkeypatch.setattr(VaeImageProcessor, "preprocess", as_stability)
    close("sd3", ours, theirs("sd3", net, controlnet_conditioning_scale=0.7))
    assert error(ours, plain) > 10 * TOLERANCE


@pytest.mark.parametrize(
    ("tensors", "family", "says"),
    [
        ({"controlnet_blocks.0.y_rms.weight": (3072,), "img_in.weight": (3072, 64)},
         "qwen-image", "Qwen-Image-ControlNet-Union"),
        ({"control_img_in.weight": (3072, 132), "control_blocks.0.after_proj.weight": (8, 8)},
         "qwen-image", "Qwen-Image-ControlNet-Union"),
        ({"controlnet_blocks.0.linear.weight": (3072, 3072)}, "flux", "Union-Pro-2.0"),
    ],
)  # fmt: skip
def test_nets_without_a_class_in_diffusers_are_named_with_what_serves_instead(
    tensors: dict[str, tuple[int, ...]], family: str, says: str, tmp_path: Path
) -> None:
    file = tmp_path / "depth.safetensors"
    save_file({name: torch.zeros(shape, dtype=torch.uint8) for name, shape in tensors.items()},
              file)  # fmt: skip
    (info,) = find_controls([tmp_path])
    assert info.family == family and len(info.problems) == 1
    assert says in info.problems[0] and "diffusers has no class" in info.problems[0]
    assert kinds.kind_of(tensors) == ("controlnet", family)


def test_a_net_that_wants_a_mask_is_refused_by_its_tensors(tmp_path: Path) -> None:
    """alimama's for inpainting FLUX.1, whose map has four channels more."""
    config = dict(transformer("flux").config) | {"num_layers": 1, "num_single_layers": 0}
    state = _quietly(diffusers.FluxControlNetModel, config).state_dict()
    state["controlnet_x_embedder.weight"] = torch.zeros(128, 68)
    save_file({name: tensor.clone() for name, tensor in state.items()}, tmp_path / "a.safetensors")
    (info,) = find_controls([tmp_path])
    assert "mask beside its map" in info.problems[0]


def test_sanas_nets_are_found_where_they_are_published(latents_of: Latents, tmp_path: Path) -> None:
    """In the folder of a pipeline, which is a model as well; several of unequal depth add up."""
    shutil.copytree(info_of("sana").path, tmp_path / "Sana_600M_1024px_ControlNetPlus_diffusers")
    (top,) = tmp_path.iterdir()
    index = json.loads((top / "model_index.json").read_text())
    index |= {"_class_name": "SanaControlNetPipeline",
              "controlnet": ["diffusers", "SanaControlNetModel"]}  # fmt: skip
    (top / "model_index.json").write_text(json.dumps(index))
    net_of("sana").save_pretrained(top / "controlnet", variant="fp16")
    net_of("sana", num_layers=2).save_pretrained(tmp_path / "deep-scribble")
    assert [one.problems for one in find_models([tmp_path])] == [()]
    found = {one.id: one for one in find_controls([tmp_path])}
    assert set(found) == {top.name, "deep-scribble"}
    assert found[top.name].shows("softedge") and found[top.name].shows("scribble")
    shelf = Shelf([tmp_path])

    def latents(*controls: ControlNet) -> torch.Tensor:
        return latents_of(loaded("sana"), request("sana", techniques=controls), shelf=shelf)

    one, deep = (control("sana", model=id, weight=0.5) for id in (top.name, "deep-scribble"))
    assert error(latents(one, deep), latents(one)) > 0.001
    assert torch.equal(latents(one, deep), latents(one, deep))
    off = control("sana", model="deep-scribble", weight=0.0)
    assert torch.equal(latents(one, off), latents(one))


def test_a_file_of_sanas_net_is_told_by_its_tensors(tmp_path: Path) -> None:
    with init_empty_weights():
        net = diffusers.SanaControlNetModel(
            num_layers=2, num_attention_heads=36, num_cross_attention_heads=16,
            cross_attention_head_dim=72, cross_attention_dim=1152,
        )  # fmt: skip
    shapes = {name: tuple(tensor.shape) for name, tensor in net.state_dict().items()}
    family = flow_controls.family_of(shapes)
    assert family is sana.SANA and kinds.kind_of(shapes) == ("controlnet", "sana")
    config = flow_controls.config_of(family, shapes)
    assert all(net.config[name] == value for name, value in config.items()), config
    assert set(config) >= {"num_layers", "caption_channels", "mlp_ratio", "in_channels"}


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
    for kind in ("chroma", "flux2-klein"):
        assert "controlnet" in info_of(kind).lacks
    for kind in PIPELINES:
        assert "controlnet" not in info_of(kind).lacks
