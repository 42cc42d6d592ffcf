"""LoRAs of the rectified-flow families, under the names of diffusers, kohya, ComfyUI and XLabs."""

from __future__ import annotations

import copy
import warnings
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import diffusers
import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from core.denoise.begin import begin
from core.errors import RecipeError, UserError
from core.generation.resolve import resolved
from core.geometry import Rect
from core.models import kinds, usual
from core.models.flow_names import shapes
from core.models.loading import LoadedModel
from core.models.piece_loading import placed
from core.request import Concept, RegionPrompt, Request
from tests.flow_models import info_of, loaded
from tests.techniques.learned import digest, latents_of
from tests.tiny_flow_files import original

KINDS = {"flux-dev": "flux", "sd3": "sd3", "z-image": "z-image", "qwen-image": "qwen-image",
         "chroma": "chroma", "flux2-klein": "flux2"}  # fmt: skip
RANK, ALPHA = 2, 1.0
Lora = dict[str, tuple[Tensor, Tensor]]


def lora_of(state: dict[str, Tensor], only: str = "", without: str = "\0") -> Lora:
    """A and B for each matrix whose name has `only` in it."""
    dice = torch.Generator().manual_seed(9)
    return {
        name.removesuffix(".weight"): (
            torch.randn(RANK, tensor.shape[1], generator=dice) / 8,
            torch.randn(tensor.shape[0], RANK, generator=dice) / 8,
        )
        for name, tensor in sorted(state.items())
        if name.endswith(".weight") and tensor.dim() == 2 and only in name and without not in name
    }


def kohya(lora: Lora) -> dict[str, Tensor]:
    found = {}
    for name, (a, b) in lora.items():
        flat = "lora_unet_" + name.replace(".", "_")
        found |= {f"{flat}.lora_down.weight": a, f"{flat}.lora_up.weight": b,
                  f"{flat}.alpha": torch.tensor(ALPHA)}  # fmt: skip
    return found


def dotted(lora: Lora, prefix: str) -> dict[str, Tensor]:
    """Without alpha: a LoRA of its rank."""
    found = {}
    for name, (a, b) in lora.items():
        found |= {f"{prefix}{name}.lora_A.weight": a, f"{prefix}{name}.lora_B.weight": b}
    return found


def asked(kind: str, file: Path, **values: Any) -> Request:
    told = {"prompt": "a cat", "width": 64, "height": 64, "steps": 2, "sampler": "euler",
            "guidance_scale": 1.0, "seed": 3}  # fmt: skip
    weight, regions = values.pop("weight", 1.0), values.pop("in_regions", ())
    concept = Concept(str(file), weight, regions)
    return Request(model=kind, concepts=(concept,), **(told | values))


def weights_with(model: LoadedModel, request: Request) -> dict[str, Tensor]:
    """The transformer's weights while a run lasts; afterwards it is to the bit what it was."""
    before = digest(model)
    with torch.no_grad(), ExitStack() as held:
        run, _ = begin(model, request)
        for place in run.places:
            held.enter_context(place.weights(run))
        assert run.warnings == []
        found = {name: tensor.clone() for name, tensor in model.unet.state_dict().items()}
    assert digest(model) == before
    return found


@pytest.mark.parametrize("form", ["kohya", "comfyui"])
@pytest.mark.parametrize("kind", KINDS)
def test_layers_that_authors_have_in_one_are_changed_as_that_one(
    kind: str, form: str, tmp_path: Path
) -> None:
    family, model = KINDS[kind], loaded(kind)
    theirs = original(family, model.unet.state_dict())
    lora = lora_of(theirs)
    assert len(lora) > 10
    scale = ALPHA / RANK if form == "kohya" else 1.0
    file = tmp_path / "a.safetensors"
    save_file(kohya(lora) if form == "kohya" else dotted(lora, "diffusion_model."), file)
    assert kinds.kind_of(shapes_of(file)) is not None
    changed = {
        name: tensor + 0.5 * scale * (lora[layer][1] @ lora[layer][0])
        if (layer := name.removesuffix(".weight")) in lora and name.endswith(".weight")
        else tensor
        for name, tensor in theirs.items()
    }
    wanted = placed(changed, family)
    given = weights_with(model, asked(kind, file, weight=0.5))
    for name, tensor in given.items():
        assert torch.allclose(tensor, wanted[name], atol=1e-6), name
    assert set(shapes(family, {n: tuple(t.shape) for n, t in theirs.items()})) == set(given)


def test_lycoris_forms_are_shared_out_as_well(tmp_path: Path) -> None:
    """LoHa, LoKr, DoRA and plain differences of layers that authors have in one."""
    model = loaded("flux-dev")
    theirs = original("flux", model.unet.state_dict())
    dice = torch.Generator().manual_seed(2)

    def drawn(*shape: int) -> Tensor:
        return torch.randn(shape, generator=dice) / 4

    loha, lokr, dora, plain = (
        "double_blocks.0.img_attn.qkv", "single_blocks.0.linear1", "double_blocks.0.txt_attn.qkv",
        "final_layer.adaLN_modulation.1",
    )  # fmt: skip
    sides = {name: theirs[f"{name}.weight"].shape for name in (loha, lokr, dora, plain)}
    a1, b1, a2, b2 = (drawn(n, 2) if i % 2 == 0 else drawn(2, sides[loha][1])
                      for i, n in enumerate([sides[loha][0]] * 4))  # fmt: skip
    c, d = drawn(4, 4), drawn(sides[lokr][0] // 4, sides[lokr][1] // 4)
    down, up = drawn(2, sides[dora][1]), drawn(sides[dora][0], 2)
    length = drawn(sides[dora][0], 1).abs()
    difference = drawn(*sides[plain])
    state = {
        "hada_w1_a": (loha, a1), "hada_w1_b": (loha, b1), "hada_w2_a": (loha, a2),
        "hada_w2_b": (loha, b2), "lokr_w1": (lokr, c), "lokr_w2": (lokr, d),
        "lora_down.weight": (dora, down), "lora_up.weight": (dora, up),
        "dora_scale": (dora, length), "diff": (plain, difference),
    }  # fmt: skip
    file = tmp_path / "lycoris.safetensors"
    save_file({f"lora_unet_{name.replace('.', '_')}.{role}": one.contiguous()
               for role, (name, one) in state.items()}, file)  # fmt: skip
    changed = {name: tensor.clone() for name, tensor in theirs.items()}
    changed[f"{loha}.weight"] += (a1 @ b1) * (a2 @ b2)
    changed[f"{lokr}.weight"] += torch.kron(c, d)
    new = changed[f"{dora}.weight"] + up @ down
    changed[f"{dora}.weight"] = length * new / new.norm(dim=1, keepdim=True)
    changed[f"{plain}.weight"] += difference
    wanted = placed(changed, "flux")
    given = weights_with(model, asked("flux-dev", file))
    for name, tensor in given.items():
        assert torch.allclose(tensor, wanted[name], atol=1e-5), name


def shapes_of(file: Path) -> dict[str, tuple[int, ...]]:
    from core.models import weights

    return weights.shapes(file)


PIPELINES = {"flux-dev": "FluxPipeline", "sd3": "StableDiffusion3Pipeline",
             "z-image": "ZImagePipeline", "qwen-image": "QwenImagePipeline",
             "flux2-klein": "Flux2KleinPipeline"}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        *((kind, "diffusers") for kind in PIPELINES),
        ("flux-dev", "kohya"),
        ("qwen-image", "kohya"),
        ("z-image", "comfyui"),
        ("flux2-klein", "comfyui"),
    ],
)
def test_it_changes_what_diffusers_changes(kind: str, form: str, tmp_path: Path) -> None:
    model = loaded(kind)
    own = model.unet.state_dict()
    if form == "diffusers":
        state = dotted(lora_of(own, "attn." if kind != "z-image" else "attention."), "transformer.")
    else:
        theirs = own if kind == "z-image" else original(KINDS[kind], own)
        # diffusers counts with the true width where FLUX.1's authors have words and picture in one.
        only, without = {
            "flux-dev": ("double_blocks", "_mod"),
            "qwen-image": ("attn.to_", "\0"),
            "z-image": ("attention.to_", "\0"),  # as they are trained; not queries, keys… in one
            "flux2-klein": ("double_blocks", "mod"),
        }[kind]
        lora = lora_of(theirs, only, without)
        state = kohya(lora) if form == "kohya" else dotted(lora, "diffusion_model.")
    file = tmp_path / "a.safetensors"
    save_file(state, file)
    twin = copy.deepcopy(model.unet)
    parts = {name: part for name, part in model.pipeline.components.items() if name != "scheduler"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pipeline = getattr(diffusers, PIPELINES[kind])(
            **parts | {"transformer": twin},
            scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        )
        pipeline.load_lora_weights(dict(state))
        pipeline.fuse_lora(components=["transformer"])
        pipeline.unload_lora_weights()
    wanted = twin.state_dict()
    given = weights_with(model, asked(kind, file))
    changed = 0
    for name, tensor in given.items():
        assert torch.allclose(tensor, wanted[name], atol=1e-5), name
        changed += not torch.equal(tensor, own[name])
    assert changed >= 6


def test_xlabs_names_are_read(tmp_path: Path) -> None:
    model = loaded("flux-dev")
    width = model.unet.inner_dim
    dice = torch.Generator().manual_seed(1)
    state = {}
    rows = {"double_blocks.0.processor.qkv_lora1": 3, "double_blocks.0.processor.proj_lora2": 1,
            "single_blocks.0.processor.qkv_lora": 3}  # fmt: skip
    for name, count in rows.items():
        state[f"{name}.down.weight"] = torch.randn(RANK, width, generator=dice)
        state[f"{name}.up.weight"] = torch.randn(count * width, RANK, generator=dice)
    file = tmp_path / "x.safetensors"
    save_file(state, file)
    own, given = model.unet.state_dict(), weights_with(model, asked("flux-dev", file))
    delta = {name: state[f"{name}.up.weight"] @ state[f"{name}.down.weight"] for name in rows}
    at = "transformer_blocks.0.attn."
    for place, (name, part) in {
        f"{at}to_k": ("double_blocks.0.processor.qkv_lora1", 1),
        f"{at}to_add_out": ("double_blocks.0.processor.proj_lora2", 0),
        f"single_{at}to_v": ("single_blocks.0.processor.qkv_lora", 2),
    }.items():
        wanted = own[f"{place}.weight"] + delta[name][part * width : (part + 1) * width]
        assert torch.allclose(given[f"{place}.weight"], wanted, atol=1e-5), place


def test_text_encoders_are_changed_too(tmp_path: Path) -> None:
    """kohya counts T5 as the third encoder, of FLUX.1 too."""
    model = loaded("flux-dev")
    dice = torch.Generator().manual_seed(1)
    names = {
        "lora_te1_text_model_encoder_layers_0_self_attn_q_proj": (32, 32),
        "lora_te3_encoder_block_0_layer_0_SelfAttention_q": (32, 32),
    }
    state = {}
    for name, (rows, width) in names.items():
        state[f"{name}.lora_down.weight"] = torch.randn(RANK, width, generator=dice)
        state[f"{name}.lora_up.weight"] = torch.randn(rows, RANK, generator=dice)
    file = tmp_path / "t.safetensors"
    save_file(state, file)
    plain, _ = begin(model, Request(prompt="a cat", width=64, height=64, steps=2))
    run, _ = begin(model, asked("flux-dev", file))
    assert run.warnings == []
    before = digest(model)
    with torch.no_grad(), ExitStack() as held:
        own = plain.encode("a cat", plainly=False)
        for place in run.places:
            held.enter_context(place.weights(run))
        given = run.encode("a cat", plainly=False)
    assert not torch.equal(own.encoding, given.encoding), "T5's"
    assert own.pooled is not None and given.pooled is not None
    assert not torch.equal(own.pooled, given.pooled), "CLIP's"
    assert digest(model) == before


def test_in_a_region_it_counts_there_and_nowhere_else(tmp_path: Path) -> None:
    model = loaded("flux-dev")
    file = tmp_path / "a.safetensors"
    save_file(dotted(lora_of(model.unet.state_dict(), "attn."), "transformer."), file)
    left, right = Rect(0, 0, 32, 64), Rect(32, 0, 32, 64)
    halves = (RegionPrompt("a cat", box=left), RegionPrompt("rain", box=right))
    before = digest(model)
    # After the first step each half is predicted from what lies around it as well.
    one = {"steps": 1, "regions": halves}
    nowhere, _ = latents_of(model, asked("flux-dev", file, weight=0.0, **one))
    here, _ = latents_of(model, asked("flux-dev", file, in_regions=(0,), **one))
    everywhere, _ = latents_of(model, asked("flux-dev", file, **one))
    assert digest(model) == before
    half = here.shape[3] // 2
    assert torch.equal(here[..., half:], nowhere[..., half:])
    assert torch.allclose(here[..., :half], everywhere[..., :half], atol=1e-4)
    assert not torch.allclose(here[..., :half], nowhere[..., :half], atol=1e-2)


def test_what_found_no_place_is_told_and_a_strange_file_is_refused(tmp_path: Path) -> None:
    model = loaded("flux-dev")
    lora = lora_of(original("flux", model.unet.state_dict()), "double_blocks")
    a, b = next(iter(lora.values()))
    more = kohya({"double_blocks.99.img_attn.qkv": (a.clone(), b.clone())})
    save_file(kohya(lora) | more, tmp_path / "more.safetensors")
    run, _ = begin(model, asked("flux-dev", tmp_path / "more.safetensors"))
    assert any("double_blocks_99" in one for one in run.warnings)
    unet = {"down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k": (a, b)}
    save_file(kohya(unet), tmp_path / "sd.safetensors")
    with pytest.raises(UserError, match="Nothing in"):
        begin(model, asked("flux-dev", tmp_path / "sd.safetensors"))
    wide = {"double_blocks.0.img_attn.qkv": (torch.zeros(RANK, 7), torch.zeros(7, RANK))}
    save_file(kohya(wide), tmp_path / "wide.safetensors")
    with pytest.raises(UserError, match="another kind of model"):
        begin(model, asked("flux-dev", tmp_path / "wide.safetensors"))


def test_learned_words_are_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "word.safetensors"
    save_file({"emb_params": torch.zeros(2, 768)}, file)
    with pytest.raises(RecipeError, match="LoRAs only"):
        resolved(asked("flux-dev", file), info_of("flux-dev"))


@pytest.mark.parametrize(
    ("name", "kind", "steps", "scale"),
    [
        ("Hyper-FLUX.1-dev-8steps-lora", "flux-dev", 8, 3.5),
        ("Qwen-Image-Lightning-4steps-V1.0", "qwen-image", 4, 1.0),
        ("sd3.5_large_turbo_lora", "sd3", 4, 1.0),
    ],
)
def test_few_step_loras_bring_their_settings(
    name: str, kind: str, steps: int, scale: float, tmp_path: Path
) -> None:
    file = tmp_path / f"{name}.safetensors"
    save_file({"a.lora_down.weight": torch.zeros(2, 2)}, file)
    found = usual.with_model(usual.of_file(file), info_of(kind))
    assert dict(found) == {"steps": steps, "guidance_scale": scale, "sampler": "euler"}
