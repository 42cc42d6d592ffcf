"""IP-Adapters of FLUX.1, as in diffusers' own pipeline."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from core.errors import ModelError
from core.models import kinds, weights
from core.models.references import find
from core.models.shelf import Shelf
from core.request import Pixels
from core.techniques.reference import Reference, ReferencePicture
from tests.flow_models import info_of, loaded
from tests.parity.conftest import Latents, error, pixels, seeds, source
from tests.parity.test_flow import HEIGHT, SEED, STEPS, WIDTH, close, request, told
from tests.techniques.learned import digest
from tests.tiny_references import SUMMARY, save_encoder

KIND = "flux-dev"


def save_adapter(file: Path, *, xlabs: bool = False) -> Path:
    """A small random one, as diffusers names its tensors or as XLabs does."""
    config = loaded(KIND).unet.config
    torch.manual_seed(31)
    words, inner = (
        config.joint_attention_dim,
        config.num_attention_heads * config.attention_head_dim,
    )
    state = {
        "image_proj.proj.weight": torch.randn(4 * words, SUMMARY) / 5,
        "image_proj.proj.bias": torch.randn(4 * words) / 5,
        "image_proj.norm.weight": torch.ones(words),
        "image_proj.norm.bias": torch.zeros(words),
    }
    for number in range(config.num_layers):
        for what in "kv":
            state[f"ip_adapter.{number}.to_{what}_ip.weight"] = torch.randn(inner, words) / 5
            state[f"ip_adapter.{number}.to_{what}_ip.bias"] = torch.randn(inner) / 5
    if xlabs:
        state = {
            name.replace("image_proj.", "ip_adapter_proj_model.")
            .replace("ip_adapter.", "double_blocks.")
            .replace(".to_k_ip.", ".processor.ip_adapter_double_stream_k_proj.")
            .replace(".to_v_ip.", ".processor.ip_adapter_double_stream_v_proj."): tensor
            for name, tensor in state.items()
        }
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file(state, file)
    return file


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("adapters")
    save_encoder(folder / "image_encoder")
    save_adapter(folder / "flux-ip-adapter.safetensors")
    return folder


def picture(**options: Any) -> ReferencePicture:
    return ReferencePicture(image=pixels(source(40, 40)), **({"weight": 0.7} | options))


def test_a_picture_is_seen_as_in_diffusers(top: Path, latents_of: Latents) -> None:
    model = loaded(KIND)
    before = digest(model)
    ours = latents_of(
        model, request(KIND, techniques=(Reference(pictures=(picture(),)),)), shelf=Shelf([top])
    )
    assert digest(model) == before
    assert not any(one._forward_hooks for one in model.unet.modules())

    shelf = Shelf([top])
    from core.denoise.pictures import flat
    from core.models import reference_loading

    _, (encoder,) = find([top])
    eyes = reference_loading.encoder(shelf, encoder, model)
    with torch.no_grad():
        summary = reference_loading.seen(eyes, flat(pixels(source(40, 40)).array), patches=False)[
            :1
        ]
    parts = dict(model.pipeline.components) | {"transformer": copy.deepcopy(model.unet)}
    parts["scheduler"] = diffusers.FlowMatchEulerDiscreteScheduler.from_config(
        model.scheduler_config
    )
    pipeline = diffusers.FluxPipeline(**parts)
    pipeline.set_progress_bar_config(disable=True)
    state = load_file(top / "flux-ip-adapter.safetensors")
    pipeline.transformer._load_ip_adapter_weights([{
        part: {n.removeprefix(f"{part}."): t for n, t in state.items() if n.startswith(f"{part}.")}
        for part in ("image_proj", "ip_adapter")
    }], low_cpu_mem_usage=False)  # fmt: skip
    pipeline.set_ip_adapter_scale(0.7)
    theirs = pipeline(
        prompt="a cat on the beach", width=WIDTH, height=HEIGHT, num_inference_steps=STEPS,
        ip_adapter_image_embeds=[summary[None]], generator=seeds(SEED, 1), output_type="latent",
        negative_ip_adapter_image_embeds=[summary[None] * 0], **told(KIND),
    ).images  # fmt: skip
    close(KIND, ours, theirs)
    assert error(ours, latents_of(model, request(KIND))) > 0.01, "it does something"


def test_names_of_xlabs_are_the_same_adapter(
    top: Path, tmp_path: Path, latents_of: Latents
) -> None:
    shutil.copytree(top / "image_encoder", tmp_path / "image_encoder")
    file = save_adapter(tmp_path / "xlabs.safetensors", xlabs=True)
    asked = request(KIND, techniques=(Reference(pictures=(picture(),)),))
    one = latents_of(loaded(KIND), asked, shelf=Shelf([top]))
    assert torch.equal(one, latents_of(loaded(KIND), asked, shelf=Shelf([tmp_path])))
    told_kind = kinds.kind_of(weights.shapes(file))
    assert told_kind is not None and told_kind[0] == "ip_adapter"


def test_it_counts_where_and_when_it_is_to(top: Path, latents_of: Latents) -> None:
    shelf = Shelf([top])

    def painted(**options: Any) -> torch.Tensor:
        shown = Reference(pictures=(picture(**options),))
        return latents_of(loaded(KIND), request(KIND, steps=1, techniques=(shown,)), shelf=shelf)

    without = latents_of(loaded(KIND), request(KIND, steps=1))
    everywhere = painted()
    assert torch.equal(painted(weight=0.0), without)
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[:, : WIDTH // 2] = 255
    half = painted(mask=Pixels(mask))

    # Blocks that follow tell the other half of it, so it is not left as it was, but nearly.
    def change(found: torch.Tensor, part: slice) -> float:
        return float((found - without)[..., part].norm())

    left, right = slice(0, 4), slice(4, 8)
    assert change(half, left) > 0.5 * change(everywhere, left)
    assert change(half, right) < 0.5 * change(everywhere, right)
    late = Reference(pictures=(picture(start=0.5),))
    early = Reference(pictures=(picture(end=0.5),))
    both = [
        latents_of(loaded(KIND), request(KIND, techniques=(one,)), shelf=shelf)
        for one in (late, early)
    ]
    assert error(*both) > 1e-3


def test_one_of_another_model_is_refused(top: Path, tmp_path: Path, latents_of: Latents) -> None:
    save_encoder(tmp_path / "image_encoder")
    state = load_file(top / "flux-ip-adapter.safetensors")
    state["ip_adapter.7.to_k_ip.weight"] = state["ip_adapter.0.to_k_ip.weight"].clone()
    save_file(state, tmp_path / "longer.safetensors")
    asked = request(KIND, techniques=(Reference(pictures=(picture(),)),))
    with pytest.raises(ModelError, match="built in another way"):
        latents_of(loaded(KIND), asked, shelf=Shelf([tmp_path]))


def test_other_families_say_why_not() -> None:
    assert "reference" not in info_of(KIND).lacks
    assert "SigLIP" in info_of("sd3").lacks["reference"]
    assert "reference" in info_of("chroma").lacks
