"""How the layers of rectified-flow transformers are called by their authors, and in diffusers.

Single files (ComfyUI's too), GGUF files and LoRAs have the authors' names. Where these have one
layer for what are several in diffusers (queries, keys and values), rows say which is which. No
torch is imported here: names and shapes tell what a file is before anything is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

Shapes = Mapping[str, tuple[int, ...]]

PREFIXES = ("model.diffusion_model.", "diffusion_model.", "transformer.")
"""What stands before the names of a transformer's tensors in a file that holds more."""


@dataclass(frozen=True)
class Rule:
    """One layer of the authors', "{}" for a number, and what it is in diffusers."""

    theirs: str
    ours: tuple[str, ...]
    shares: tuple[int, ...] = ()
    """How its rows are shared out, in order; equally when empty."""
    swapped: bool = False
    """Whether its halves change places: theirs is (shift, scale), diffusers' (scale, shift)."""


@dataclass(frozen=True)
class Target:
    """Where (a part of) a layer belongs in diffusers' network."""

    name: str
    before: int
    """Shares of the rows that are left out before it…"""
    share: int
    """…those that are its own…"""
    of: int
    """…and all there are."""
    swapped: bool = False

    def rows(self, count: int) -> tuple[int, int]:
        """From which to which of so many rows are its own. Raises ValueError for numbers that
        cannot be shared out so."""
        if count % self.of:
            raise ValueError(f"{count} rows are not {self.of} equal parts")
        one = count // self.of
        return self.before * one, (self.before + self.share) * one


def _rule(theirs: str, *ours: str, shares: tuple[int, ...] = (), swapped: bool = False) -> Rule:
    return Rule(theirs, ours, shares, swapped)


def _qkv(theirs: str, block: str, names: Iterable[str]) -> Rule:
    return Rule(theirs, tuple(f"{block}.{name}" for name in names))


_OWN = ("to_q", "to_k", "to_v")
_WORDS = ("add_q_proj", "add_k_proj", "add_v_proj")
_TIME = "time_text_embed"

_DOUBLE = (
    _qkv("double_blocks.{}.img_attn.qkv", "transformer_blocks.{}.attn", _OWN),
    _qkv("double_blocks.{}.txt_attn.qkv", "transformer_blocks.{}.attn", _WORDS),
    _rule("double_blocks.{}.img_attn.norm.query_norm", "transformer_blocks.{}.attn.norm_q"),
    _rule("double_blocks.{}.img_attn.norm.key_norm", "transformer_blocks.{}.attn.norm_k"),
    _rule("double_blocks.{}.txt_attn.norm.query_norm", "transformer_blocks.{}.attn.norm_added_q"),
    _rule("double_blocks.{}.txt_attn.norm.key_norm", "transformer_blocks.{}.attn.norm_added_k"),
    _rule("double_blocks.{}.img_attn.proj", "transformer_blocks.{}.attn.to_out.0"),
    _rule("double_blocks.{}.txt_attn.proj", "transformer_blocks.{}.attn.to_add_out"),
)
"""What FLUX.1, Chroma and FLUX.2 have in common."""

_FLUX_AND_CHROMA = (
    *_DOUBLE,
    _rule("txt_in", "context_embedder"),
    _rule("img_in", "x_embedder"),
    _rule("double_blocks.{}.img_mlp.0", "transformer_blocks.{}.ff.net.0.proj"),
    _rule("double_blocks.{}.img_mlp.2", "transformer_blocks.{}.ff.net.2"),
    _rule("double_blocks.{}.txt_mlp.0", "transformer_blocks.{}.ff_context.net.0.proj"),
    _rule("double_blocks.{}.txt_mlp.2", "transformer_blocks.{}.ff_context.net.2"),
    _rule(
        "single_blocks.{}.linear1",
        *(f"single_transformer_blocks.{{}}.attn.{name}" for name in _OWN),
        "single_transformer_blocks.{}.proj_mlp",
        shares=(1, 1, 1, 4),
    ),
    _rule("single_blocks.{}.linear2", "single_transformer_blocks.{}.proj_out"),
    _rule("single_blocks.{}.norm.query_norm", "single_transformer_blocks.{}.attn.norm_q"),
    _rule("single_blocks.{}.norm.key_norm", "single_transformer_blocks.{}.attn.norm_k"),
    _rule("final_layer.linear", "proj_out"),
)

_SD3_PART = (
    ("x_block.mlp.fc1", "ff.net.0.proj"),
    ("x_block.mlp.fc2", "ff.net.2"),
    ("context_block.mlp.fc1", "ff_context.net.0.proj"),
    ("context_block.mlp.fc2", "ff_context.net.2"),
    ("x_block.attn.proj", "attn.to_out.0"),
    ("x_block.attn2.proj", "attn2.to_out.0"),
    ("context_block.attn.proj", "attn.to_add_out"),
    ("x_block.attn.ln_q", "attn.norm_q"),
    ("x_block.attn.ln_k", "attn.norm_k"),
    ("x_block.attn2.ln_q", "attn2.norm_q"),
    ("x_block.attn2.ln_k", "attn2.norm_k"),
    ("context_block.attn.ln_q", "attn.norm_added_q"),
    ("context_block.attn.ln_k", "attn.norm_added_k"),
    ("x_block.adaLN_modulation.1", "norm1.linear"),
    ("context_block.adaLN_modulation.1", "norm1_context.linear"),
)

_SANA_PART = (
    ("scale_shift_table", "scale_shift_table"),
    ("attn.proj", "attn1.to_out.0"),
    ("attn.q_norm", "attn1.norm_q"),
    ("attn.k_norm", "attn1.norm_k"),
    ("cross_attn.q_linear", "attn2.to_q"),
    ("cross_attn.proj", "attn2.to_out.0"),
    ("cross_attn.q_norm", "attn2.norm_q"),
    ("cross_attn.k_norm", "attn2.norm_k"),
    ("mlp.inverted_conv.conv", "ff.conv_inverted"),
    ("mlp.depth_conv.conv", "ff.conv_depth"),
    ("mlp.point_conv.conv", "ff.conv_point"),
)

RULES: Mapping[str, tuple[Rule, ...]] = {
    "flux": (
        *_FLUX_AND_CHROMA,
        _rule("time_in.in_layer", f"{_TIME}.timestep_embedder.linear_1"),
        _rule("time_in.out_layer", f"{_TIME}.timestep_embedder.linear_2"),
        _rule("vector_in.in_layer", f"{_TIME}.text_embedder.linear_1"),
        _rule("vector_in.out_layer", f"{_TIME}.text_embedder.linear_2"),
        _rule("guidance_in.in_layer", f"{_TIME}.guidance_embedder.linear_1"),
        _rule("guidance_in.out_layer", f"{_TIME}.guidance_embedder.linear_2"),
        _rule("double_blocks.{}.img_mod.lin", "transformer_blocks.{}.norm1.linear"),
        _rule("double_blocks.{}.txt_mod.lin", "transformer_blocks.{}.norm1_context.linear"),
        _rule("single_blocks.{}.modulation.lin", "single_transformer_blocks.{}.norm.linear"),
        _rule("final_layer.adaLN_modulation.1", "norm_out.linear", swapped=True),
    ),
    "chroma": (
        *_FLUX_AND_CHROMA,
        _rule("distilled_guidance_layer.in_proj", "distilled_guidance_layer.in_proj"),
        _rule("distilled_guidance_layer.out_proj", "distilled_guidance_layer.out_proj"),
        _rule(
            "distilled_guidance_layer.layers.{}.in_layer",
            "distilled_guidance_layer.layers.{}.linear_1",
        ),
        _rule(
            "distilled_guidance_layer.layers.{}.out_layer",
            "distilled_guidance_layer.layers.{}.linear_2",
        ),
        _rule("distilled_guidance_layer.norms.{}", "distilled_guidance_layer.norms.{}"),
    ),
    "flux2": (
        *_DOUBLE,
        _rule("txt_in", "context_embedder"),
        _rule("img_in", "x_embedder"),
        _rule("time_in.in_layer", "time_guidance_embed.timestep_embedder.linear_1"),
        _rule("time_in.out_layer", "time_guidance_embed.timestep_embedder.linear_2"),
        _rule("guidance_in.in_layer", "time_guidance_embed.guidance_embedder.linear_1"),
        _rule("guidance_in.out_layer", "time_guidance_embed.guidance_embedder.linear_2"),
        _rule("double_stream_modulation_img.lin", "double_stream_modulation_img.linear"),
        _rule("double_stream_modulation_txt.lin", "double_stream_modulation_txt.linear"),
        _rule("single_stream_modulation.lin", "single_stream_modulation.linear"),
        _rule("double_blocks.{}.img_mlp.0", "transformer_blocks.{}.ff.linear_in"),
        _rule("double_blocks.{}.img_mlp.2", "transformer_blocks.{}.ff.linear_out"),
        _rule("double_blocks.{}.txt_mlp.0", "transformer_blocks.{}.ff_context.linear_in"),
        _rule("double_blocks.{}.txt_mlp.2", "transformer_blocks.{}.ff_context.linear_out"),
        _rule("single_blocks.{}.linear1", "single_transformer_blocks.{}.attn.to_qkv_mlp_proj"),
        _rule("single_blocks.{}.linear2", "single_transformer_blocks.{}.attn.to_out"),
        _rule("single_blocks.{}.norm.query_norm", "single_transformer_blocks.{}.attn.norm_q"),
        _rule("single_blocks.{}.norm.key_norm", "single_transformer_blocks.{}.attn.norm_k"),
        _rule("final_layer.linear", "proj_out"),
        _rule("final_layer.adaLN_modulation.1", "norm_out.linear", swapped=True),
    ),
    "sd3": (
        _rule("pos_embed", "pos_embed.pos_embed"),
        _rule("x_embedder.proj", "pos_embed.proj"),
        _rule("t_embedder.mlp.0", f"{_TIME}.timestep_embedder.linear_1"),
        _rule("t_embedder.mlp.2", f"{_TIME}.timestep_embedder.linear_2"),
        _rule("y_embedder.mlp.0", f"{_TIME}.text_embedder.linear_1"),
        _rule("y_embedder.mlp.2", f"{_TIME}.text_embedder.linear_2"),
        _rule("context_embedder", "context_embedder"),
        _qkv("joint_blocks.{}.x_block.attn.qkv", "transformer_blocks.{}.attn", _OWN),
        _qkv("joint_blocks.{}.x_block.attn2.qkv", "transformer_blocks.{}.attn2", _OWN),
        _qkv("joint_blocks.{}.context_block.attn.qkv", "transformer_blocks.{}.attn", _WORDS),
        *(_rule(f"joint_blocks.{{}}.{a}", f"transformer_blocks.{{}}.{b}") for a, b in _SD3_PART),
        _rule("final_layer.linear", "proj_out"),
        _rule("final_layer.adaLN_modulation.1", "norm_out.linear", swapped=True),
    ),
    "sana": (
        _rule("x_embedder.proj", "patch_embed.proj"),
        _rule("t_embedder.mlp.0", "time_embed.emb.timestep_embedder.linear_1"),
        _rule("t_embedder.mlp.2", "time_embed.emb.timestep_embedder.linear_2"),
        _rule("t_block.1", "time_embed.linear"),
        _rule("y_embedder.y_proj.fc1", "caption_projection.linear_1"),
        _rule("y_embedder.y_proj.fc2", "caption_projection.linear_2"),
        _rule("attention_y_norm", "caption_norm"),
        _qkv("blocks.{}.attn.qkv", "transformer_blocks.{}.attn1", _OWN),
        _qkv("blocks.{}.cross_attn.kv_linear", "transformer_blocks.{}.attn2", ("to_k", "to_v")),
        *(_rule(f"blocks.{{}}.{a}", f"transformer_blocks.{{}}.{b}") for a, b in _SANA_PART),
        _rule("final_layer.linear", "proj_out"),
        _rule("final_layer.scale_shift_table", "scale_shift_table"),
    ),
    "z-image": (
        _rule("x_embedder", "all_x_embedder.2-1"),
        _rule("final_layer.linear", "all_final_layer.2-1.linear"),
        _rule("final_layer.adaLN_modulation.1", "all_final_layer.2-1.adaLN_modulation.1"),
        *(
            rule
            for block in ("layers.{}", "noise_refiner.{}", "context_refiner.{}")
            for rule in (
                _qkv(f"{block}.attention.qkv", f"{block}.attention", _OWN),
                _rule(f"{block}.attention.out", f"{block}.attention.to_out.0"),
                _rule(f"{block}.attention.q_norm", f"{block}.attention.norm_q"),
                _rule(f"{block}.attention.k_norm", f"{block}.attention.norm_k"),
            )
        ),
    ),
    "qwen-image": (),
}
"""The rules of each family; what none names is called alike."""

_XLABS = (
    _qkv("double_blocks.{}.processor.qkv_lora1", "transformer_blocks.{}.attn", _OWN),
    _qkv("double_blocks.{}.processor.qkv_lora2", "transformer_blocks.{}.attn", _WORDS),
    _rule("double_blocks.{}.processor.proj_lora1", "transformer_blocks.{}.attn.to_out.0"),
    _rule("double_blocks.{}.processor.proj_lora2", "transformer_blocks.{}.attn.to_add_out"),
    _qkv("single_blocks.{}.processor.qkv_lora", "single_transformer_blocks.{}.attn", _OWN),
    _rule("single_blocks.{}.processor.proj_lora", "single_transformer_blocks.{}.proj_out"),
)
"""How XLabs' LoRAs call what they change of FLUX.1."""
LEARNED: Mapping[str, tuple[Rule, ...]] = {"flux": _XLABS}
"""Further names that only learned files have."""

_HINT = (("0", "conv_in"), *((str(2 * n + 2), f"blocks.{n}") for n in range(6)), ("14", "conv_out"))
"""XLabs' eight convolutions that bring a map to the size of latents."""

FLUX_CONTROL, SD3_CONTROL = "flux control", "sd3 control"
CONTROLS: Mapping[str, tuple[Rule, ...]] = {
    FLUX_CONTROL: (
        _rule("pos_embed_input", "controlnet_x_embedder"),
        *(_rule(f"input_hint_block.{a}", f"input_hint_block.{b}") for a, b in _HINT),
        *RULES["flux"],
    ),
    SD3_CONTROL: (
        *(_rule(f"{a}_embedder.mlp.{n}", f"{_TIME}.{b}_embedder.linear_{n // 2 + 1}")
          for a, b in (("t", "timestep"), ("y", "text")) for n in (0, 2)),
        _qkv("transformer_blocks.{}.attn.qkv", "transformer_blocks.{}.attn", _OWN),
        *(_rule(f"transformer_blocks.{{}}.{a.removeprefix('x_block.')}",
                f"transformer_blocks.{{}}.{b}")
          for a, b in _SD3_PART if a.startswith("x_block.")),
    ),
}  # fmt: skip
"""ControlNets under their authors' names: XLabs' of FLUX.1, Stability's of 3.5 Large."""

CLEAN_PICTURES = "__index_timestep_zero__"
"""An empty tensor by which ComfyUI's files say that pictures to be edited are told to be free of
noise (Qwen-Image-Edit 2511)."""
UNUSED = frozenset({"norm_final.weight", "pos_embed", "y_embedder.y_embedding", "scaled_fp8"})
"""Tensors in published files that diffusers' networks have no place for, and do not need."""

_SWAPPED_IN_LAST = re.compile(r"transformer_blocks\.(\d+)\.norm1_context\.linear")
"""SD 3's last block only scales and shifts its words, in an order of its own."""


def plain(names: Iterable[str], flat: bool = False) -> str:
    """What stands before a transformer's names in such a file; empty when nothing does."""
    there = list(names)
    prefixes = tuple(one.replace(".", "_") for one in PREFIXES) if flat else PREFIXES
    return next((p for p in prefixes if any(name.startswith(p) for name in there)), "")


def targets(family: str, layer: str, *, flat: bool = False, last: int = -1) -> tuple[Target, ...]:
    """Where a layer of the authors' belongs in diffusers' network; nothing for one of no rule.

    `flat`: the name has "_" in place of ".", as kohya's scripts write it. `last`: the number of
    the last of SD 3's blocks.
    """
    for pattern, rule in _patterns(family, flat):
        match = pattern.fullmatch(layer)
        if match is None:
            continue
        shares = rule.shares or (1,) * len(rule.ours)
        ends = [sum(shares[:n]) for n in range(len(shares) + 1)]
        names = [one.replace("{}", match[1]) if match.lastindex else one for one in rule.ours]
        in_last = family == "sd3" and any(
            (m := _SWAPPED_IN_LAST.fullmatch(name)) and int(m[1]) == last for name in names
        )
        return tuple(
            Target(name, start, end - start, ends[-1], rule.swapped or in_last)
            for name, (start, end) in zip(names, pairwise(ends), strict=True)
        )
    return ()


@cache
def _patterns(family: str, flat: bool) -> list[tuple[re.Pattern[str], Rule]]:
    found = []
    for rule in (*RULES.get(family, ()), *LEARNED.get(family, ()), *CONTROLS.get(family, ())):
        text = rule.theirs.replace(".", "_") if flat else rule.theirs
        found.append((re.compile(re.escape(text).replace(r"\{\}", r"(\d+)")), rule))
    return found


def placed(family: str, name: str, last: int = -1) -> tuple[Target, ...]:
    """Where a tensor of the authors' belongs: tensors of diffusers' network. What is called alike
    in both stays what it is."""
    if found := targets(family, name, last=last):  # a tensor that is no layer's
        return found
    layer, _, kind = name.rpartition(".")
    found = targets(family, layer, last=last) if kind in ("weight", "bias", "scale") else ()
    if not found:
        return (Target(name, 0, 1, 1),)
    kind = "weight" if kind == "scale" else kind
    return tuple(Target(f"{t.name}.{kind}", t.before, t.share, t.of, t.swapped) for t in found)


def last_block(names: Iterable[str]) -> int:
    """The number of the last of SD 3's blocks; -1 where there is none."""
    numbers = (re.match(r"joint_blocks\.(\d+)\.", name) for name in names)
    return max((int(match[1]) for match in numbers if match), default=-1)


def shapes(family: str, given: Shapes) -> dict[str, tuple[int, ...]]:
    """The shapes of a transformer's tensors under diffusers' names. Raises ValueError for shapes
    that make no sense."""
    found: dict[str, tuple[int, ...]] = {}
    last = last_block(given)
    for name, shape in given.items():
        if name in UNUSED and not (name == "pos_embed" and family == "sd3"):
            continue
        for target in placed(family, name, last):
            if target.of == 1:
                found[target.name] = shape
            else:
                start, end = target.rows(shape[0] if shape else 0)
                found[target.name] = (end - start, *shape[1:])
    return found


_XLABS_IP = re.compile(r"double_blocks\.(\d+)\.processor\.ip_adapter_double_stream_([kv])_proj\.")


def adapter_name(name: str) -> str:
    """A tensor's name in an IP-Adapter, of those that XLabs calls otherwise (FLUX.1)."""
    name = _XLABS_IP.sub(r"ip_adapter.\1.to_\2_ip.", name)
    return name.replace("ip_adapter_proj_model.", "image_proj.", 1)
