"""The names that authors gave to their transformers' layers, against diffusers' own renaming."""

from __future__ import annotations

import warnings

import pytest
import torch
from diffusers.loaders import single_file_utils
from torch import Tensor

from core.models import flow_names
from core.models.piece_loading import placed
from tests.tiny_flow_files import original, transformer

CONVERTERS = {
    "flux": single_file_utils.convert_flux_transformer_checkpoint_to_diffusers,
    "chroma": single_file_utils.convert_chroma_transformer_checkpoint_to_diffusers,
    "sd3": single_file_utils.convert_sd3_transformer_checkpoint_to_diffusers,
    "flux2": single_file_utils.convert_flux2_transformer_checkpoint_to_diffusers,
    "z-image": single_file_utils.convert_z_image_transformer_checkpoint_to_diffusers,
    "sana": single_file_utils.convert_sana_transformer_to_diffusers,
}
TRUE_WIDTH = 3072
"""Rows that diffusers' own renaming of FLUX.1 and Chroma counts with."""


def thin(family: str) -> dict[str, Tensor]:
    """The tensors of a transformer under diffusers' names, of FLUX.1 as wide as the true one, but
    one number to a row."""
    state = transformer(family).state_dict()
    if family not in ("flux", "chroma"):
        return state
    dice = torch.Generator().manual_seed(1)
    factor = TRUE_WIDTH // 128
    found = {}
    for name, tensor in state.items():
        rows = tensor.shape[0] * factor if tensor.shape[0] % 128 == 0 else tensor.shape[0]
        found[name] = torch.rand(rows, *[1] * (tensor.dim() - 1), generator=dice)
    return found


@pytest.mark.parametrize("family", CONVERTERS)
def test_layers_go_where_diffusers_puts_them(family: str) -> None:
    state = thin(family)
    theirs = original(family, state)
    assert not set(theirs) & {name for name in state if "transformer_blocks" in name}
    further = {"pos_embed": torch.zeros(1), "y_embedder.y_embedding": torch.zeros(1)}
    published = {f"model.diffusion_model.{name}": tensor for name, tensor in theirs.items()}
    if family == "sana":
        published |= {f"model.diffusion_model.{name}": one for name, one in further.items()}
    prefix = flow_names.plain(published)
    ours = placed({name.removeprefix(prefix): tensor for name, tensor in published.items()}, family)
    if family in ("flux2", "z-image"):  # whose prefix diffusers takes off elsewhere
        published = {name.removeprefix(prefix): tensor for name, tensor in published.items()}
    wanted = CONVERTERS[family](dict(published))
    assert set(wanted) == set(state)
    assert set(ours) - set(further) == set(state)
    for name, tensor in wanted.items():
        assert torch.equal(ours[name], tensor), name
        assert torch.equal(ours[name], state[name]), name


@pytest.mark.parametrize("family", [*CONVERTERS, "qwen-image"])
def test_shapes_tell_how_a_transformer_is_built(family: str) -> None:
    from core.models.families import flow_named

    made = transformer(family)
    known = flow_named(family)
    assert known is not None
    shapes = {name: tuple(t.shape) for name, t in original(family, made.state_dict()).items()}
    told = known.network(flow_names.shapes(family, shapes))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # diffusers about itself
        again = type(made).from_config(told)
    own = dict(made.config)
    own["out_channels"] = own.get("out_channels") or own["in_channels"]
    for name, value in told.items():
        one, two = (list(v) if isinstance(v, tuple) else v for v in (value, own[name]))
        assert one == two, name
    assert {name: tuple(t.shape) for name, t in again.state_dict().items()} == {
        name: tuple(t.shape) for name, t in made.state_dict().items()
    }
    plain = {name: tuple(t.shape) for name, t in made.state_dict().items()}
    assert known.network(flow_names.shapes(family, plain)) == told, "diffusers' own names"


def test_edit_2511_is_told_by_its_empty_tensor() -> None:
    from core.models.families.qwen_image import QWEN_IMAGE

    shapes = {name: tuple(t.shape) for name, t in transformer("qwen-image").state_dict().items()}
    marked = shapes | {flow_names.CLEAN_PICTURES: (0,)}
    told = [QWEN_IMAGE.network(flow_names.shapes("qwen-image", one)) for one in (shapes, marked)]
    assert [one["zero_cond_t"] for one in told] == [False, True]


TRUE = {
    "flux": ("FluxTransformer2DModel", {"guidance_embeds": True}, 4096, 768),
    "chroma": ("ChromaTransformer2DModel", {}, 4096, None),
    "sd3": (
        "SD3Transformer2DModel",  # 3.5 Large
        {"num_layers": 38, "num_attention_heads": 38, "caption_projection_dim": 2432,
         "pos_embed_max_size": 192, "qk_norm": "rms_norm"}, 4096, 768,
    ),
    "flux2": ("Flux2Transformer2DModel", {}, None, 5120),
    "qwen-image": ("QwenImageTransformer2DModel", {}, None, 3584),
    "z-image": ("ZImageTransformer2DModel", {"axes_lens": [1536, 512, 512]}, None, 2560),
    "sana": ("SanaTransformer2DModel", {}, None, 2304),
}  # fmt: skip
"""The published networks: their configurations, and the widths of T5 and of the first encoder."""


@pytest.mark.parametrize("family", TRUE)
def test_published_networks_are_told_with_what_they_need(family: str) -> None:
    import diffusers

    from core.models import kinds
    from core.models.families import flow_named

    kind, options, t5, first = TRUE[family]
    with torch.device("meta"), warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # diffusers about itself
        made = getattr(diffusers, kind)(**options)
    shapes = {name: tuple(t.shape) for name, t in original(family, made.state_dict()).items()}
    told = kinds.kind_of(shapes)
    assert told == ("transformer", family)
    known = flow_named(family)
    assert known is not None
    config = known.network(flow_names.shapes(family, shapes))
    own = dict(made.config)
    own["out_channels"] = own.get("out_channels") or own["in_channels"]
    for name, value in config.items():
        one, two = (list(v) if isinstance(v, tuple) else v for v in (value, own[name]))
        assert one == two, name
    wanted = known.beside(config)
    if t5 is not None:
        (reads,) = (one for one in wanted.values() if one.kind == "T5EncoderModel")
        assert reads.width == t5
    if first is not None:
        assert wanted["text_encoder"].width == first
    assert all(one.get for name, one in wanted.items() if one.kind != "CLIPTokenizer")


@pytest.mark.parametrize("family", CONVERTERS)
def test_a_file_with_a_missing_block_is_no_model(family: str) -> None:
    from core.models.families import flow_named

    known = flow_named(family)
    assert known is not None
    names = original(family, transformer(family).state_dict())
    shapes = {name: tuple(tensor.shape) for name, tensor in names.items()}
    firsts = {name for name in shapes if ".0." in name and "block" in name}
    cut = {name: shape for name, shape in shapes.items() if name not in firsts}
    if family == "z-image":
        cut = {name: shape for name, shape in shapes.items() if not name.startswith("layers.0.")}
    with pytest.raises((KeyError, ValueError)):
        known.network(flow_names.shapes(family, cut))
