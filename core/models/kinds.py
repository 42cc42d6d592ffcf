"""What any file of weights is, told by the names and shapes of its tensors (no torch).

For the list of what is there: also kinds and families that nothing is painted with here, so that
a file that was put among the models is never just absent from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.models import (
    adapter_files,
    autoencoders,
    flow_controls,
    flow_names,
    gguf_header,
    pieces,
    single_file,
    variants,
    weights,
)
from core.models.folders import folders

Shapes = Mapping[str, tuple[int, ...]]

TITLES = {
    "checkpoint": "whole model", "transformer": "network without its autoencoder and encoders",
    "lora": "LoRA", "embedding": "word (Textual Inversion)", "controlnet": "ControlNet",
    "t2i_adapter": "T2I-Adapter", "ip_adapter": "IP-Adapter", "vae": "autoencoder (VAE)",
    "upscaler": "upscaler", "text_encoder": "text encoder", "image_encoder": "image encoder",
}  # fmt: skip
DAMAGED = "damaged file"
"""What a file is of which nothing tells any more what it was to be; its kind is empty."""

_TRANSFORMERS = (
    ("flux2", "double_stream_modulation_img.lin.weight"),
    ("flux2", "double_stream_modulation_img.linear.weight"),
    ("chroma", "distilled_guidance_layer.in_proj.weight"),
    ("flux", "double_blocks.0.img_attn.qkv.weight"),
    ("flux", "single_transformer_blocks.0.proj_mlp.weight"),
    ("sd3", "joint_blocks.0.x_block.attn.qkv.weight"),
    ("sd3", "transformer_blocks.0.norm1_context.linear.weight"),
    ("qwen-image", "transformer_blocks.0.attn.add_q_proj.weight"),
    ("z-image", "noise_refiner.0.attention.qkv.weight"),
    ("z-image", "noise_refiner.0.attention.to_q.weight"),
    ("sana", "transformer_blocks.0.ff.conv_depth.weight"),
    ("sana", "blocks.0.mlp.depth_conv.conv.weight"),
    ("pixart", "adaln_single.emb.timestep_embedder.linear_1.weight"),
)
"""Family → a tensor that only its network has; the first that is there counts."""
_PREFIXES = ("model.diffusion_model.", "diffusion_model.", "transformer.")
_LORA = (".lora_down.weight", ".lora_up.weight", ".lora_A.weight", ".lora_B.weight", ".hada_w1_a",
         ".lokr_w1", ".lokr_w1_a", ".lora.down.weight", ".oft_blocks", ".dora_scale")  # fmt: skip
_WORDS = {768: "sd1", 1024: "sd2", 2048: "sdxl", 1280: "sdxl-refiner"}
"""Width of the words that a UNet attends to → its family."""
_SEEN = _WORDS | {4096: "flux"}
_EMBEDDED = {768: "sd1", 1024: "sd2", 1280: "sdxl"}


@dataclass(frozen=True)
class Found:
    """What a file is; `family` is empty where nothing tells it."""

    kind: str
    family: str
    path: Path
    precision: str
    """Of most of its numbers: "F16"."""
    bytes: int
    variant: str = ""
    """"inpainting", "schnell", "plus"…; empty for the plain one."""
    damage: str = ""
    """What is wrong with the file, as a sentence; empty for a sane one."""

    @property
    def problems(self) -> tuple[str, ...]:
        """Why nothing can be done with it here, in sentences; empty when nothing is known."""
        if self.damage:
            return (self.damage, "Get it anew, or remove it.")
        if self.kind in ("checkpoint", "transformer"):
            return (f"Models of the family {self.family} cannot be painted with in this version.",)
        return ()


def find(dirs: Sequence[Path], without: Sequence[Path] = ()) -> list[Found]:
    """What the safetensors files in these folders are, each once, but those of `without`.

    What is of no known kind is left out. Reads headers, and each only once while it stays as it is.
    """
    return [one for one in _all(dirs, without) if not one.damage]


def damaged(dirs: Sequence[Path], without: Sequence[Path] = ()) -> list[Found]:
    """Files in these folders that end as safetensors files do and are none, or are cut off, each
    once, but those of `without`: what they were to be, as far as their header tells."""
    return [one for one in _all(dirs, without) if one.damage]


def _all(dirs: Sequence[Path], without: Sequence[Path]) -> Iterator[Found]:
    seen = {path.resolve() for path in without}
    for top in dirs:
        for folder in folders(Path(top), below=lambda folder: not folder.is_model):
            for file in () if folder.is_model else folder.weights():
                real = file.resolve()
                if real in seen:
                    continue
                seen.add(real)
                yield from _looked_at(file)


def kind_of(shapes: Shapes) -> tuple[str, str] | None:
    """Kind and family of a file with such tensors; None when it is of no known kind."""
    if single_file.is_one(shapes):
        return "checkpoint", _WORDS.get(_words(shapes), "")
    if any(name.endswith(_LORA) for name in shapes):
        return "lora", _lora_family(shapes)
    if any(name.startswith(("ip_adapter.", "image_proj.", "ip_adapter_proj_")) for name in shapes):
        plain = {flow_names.adapter_name(name): shape for name, shape in shapes.items()}
        return "ip_adapter", _SEEN.get(_width(plain, "to_k_ip.weight"), "")
    if adapter_files.layout(dict(shapes)) is not None:
        return "t2i_adapter", ""
    if (flow := flow_controls.family_of(shapes)) is not None:
        return "controlnet", flow.id
    if _any(shapes, "input_hint_block.0.weight", "controlnet_cond_embedding.conv_in.weight"):
        return "controlnet", _WORDS.get(_words(shapes), "")
    if _any(shapes, "controlnet_x_embedder.weight"):
        return "controlnet", "flux"
    for prefix in ("", *_PREFIXES):
        for family, telling in _TRANSFORMERS:
            if prefix + telling in shapes:
                whole = any(name.startswith((single_file.VAE, "vae.")) for name in shapes)
                return "checkpoint" if whole else "transformer", family
    if (vae := autoencoders.tell(shapes)) is not None and vae[0] != autoencoders.KL:
        return "vae", autoencoders.FAMILIES[vae[0]]
    if "decoder.conv_in.weight" in shapes and "encoder.conv_in.weight" in shapes:
        return "vae", {4: "sd", 16: "flux"}.get(shapes["decoder.conv_in.weight"][1], "")
    if _any(shapes, "vision_model.embeddings.patch_embedding.weight"):
        return "image_encoder", ""
    if "text_model.embeddings.token_embedding.weight" in shapes:
        return "text_encoder", "clip"
    if (piece := pieces.of_tensors(Path(), shapes)) is not None and piece.kind in pieces.READERS:
        return "text_encoder", pieces.READERS[piece.kind]
    if "encoder.block.0.layer.0.SelfAttention.q.weight" in shapes:
        return "text_encoder", "t5"
    if _is_upscaler(shapes):
        return "upscaler", ""
    return _embedding(shapes)


def kind_of_packed(file: Path) -> tuple[str, str] | None:
    """The same of a sane GGUF file."""
    if (piece := pieces.of_file(file)) is not None:
        return "text_encoder", pieces.READERS[piece.kind]
    return kind_of(gguf_header.shapes(file))


def family_of_words(width: int) -> str:
    """The family whose networks attend to words of that width; empty when none does."""
    return _WORDS.get(width, "")


def _is_upscaler(shapes: Shapes) -> bool:
    """One of a known architecture, or one that is built like them."""
    return bool(variants.upscaler_architecture(shapes)) or (
        "conv_first.weight" in shapes
        and any(name.startswith(("body.", "layers.", "RRDB_trunk.")) for name in shapes)
    )


def _embedding(shapes: Shapes) -> tuple[str, str] | None:
    """A word's vectors: one tensor, or one for each of SDXL's text encoders."""
    if {"clip_l", "clip_g"} <= set(shapes):
        return "embedding", "sdxl"
    if len(shapes) > 4 or not all(len(shape) in (1, 2) for shape in shapes.values()):
        return None
    widths = {shape[-1] for shape in shapes.values()}
    if len(widths) == 1 and (width := widths.pop()) in _EMBEDDED:
        return "embedding", _EMBEDDED[width]
    return None


_READS = re.compile(r"attn2[._](?:processor[._])?to_[kv](?:_lora)?[._](.+)$")
_DOWNS = ("lora_down.weight", "lora_A.weight", "lora_A.default.weight", "down.weight", "hada_w1_b",
          "lora.down.weight", "lora_linear_layer.down.weight")  # fmt: skip
"""Of a change of rank r to a matrix, what is (r, width of what it reads)."""
_ENCODER = re.compile(r"lora_te_text_model_encoder_layers_\d+_mlp_fc1\.lora_down\.weight")
_DEEP = re.compile(
    r"attentions[._]\d+[._]transformer_blocks[._][1-9]|_blocks_\d+_1_transformer_blocks_[1-9]"
)
"""Only SDXL's attentions are several layers deep."""
_ONLY_QWEN = re.compile(r"transformer_blocks[._](?:19|[2-5]\d)[._]|[._](?:img|txt)_m(?:lp|od)[._]")
"""Qwen-Image names its blocks as FLUX and SD 3 do in diffusers, but has more of them."""


def _lora_family(shapes: Shapes) -> str:
    """By the words that the changed attention reads, or by the blocks that only one family has."""
    for name, shape in shapes.items():
        match = _READS.search(name)
        if match and match[1] in _DOWNS and len(shape) > 1:
            return _WORDS.get(shape[1], "")
    text = " ".join(shapes)
    if "lora_te2_" in text or _DEEP.search(text):
        return "sdxl"
    for family, part in (("flux", "double_blocks"), ("flux", "single_transformer_blocks"),
                         ("flux", "lora_unet_single_blocks"), ("sd3", "joint_blocks"),
                         ("z-image", "noise_refiner"), ("z-image", "context_refiner"),
                         ("z-image", "layers.0.attention.")):  # fmt: skip
        if part in text:
            return family
    if "add_q_proj" in text or "transformer.transformer_blocks" in text:
        if _ONLY_QWEN.search(text):
            return "qwen-image"
        widths = {shape[1] for name, shape in shapes.items()
                  if name.endswith(_DOWNS) and len(shape) > 1}  # fmt: skip
        return "sd3" if widths & {1536, 2432} else "flux"
    for name, shape in shapes.items():
        if _ENCODER.fullmatch(name):
            return {768: "sd1", 1024: "sd2"}.get(shape[1], "")
    return ""


def _any(shapes: Shapes, *endings: str) -> bool:
    return any(name.endswith(endings) for name in shapes)


def _words(shapes: Shapes) -> int:
    return _width(shapes, "attn2.to_k.weight")


def _width(shapes: Shapes, ending: str) -> int:
    return next((shape[1] for name, shape in shapes.items()
                 if name.endswith(ending) and len(shape) > 1), 0)  # fmt: skip


def _looked_at(file: Path) -> list[Found]:
    try:
        stat = file.stat()
        found = _read(file, stat.st_size, stat.st_mtime_ns)
    except OSError:
        return []
    return [] if found is None else [found]


@lru_cache(maxsize=16384)
def _read(file: Path, size: int, changed: int) -> Found | None:
    """`size` and `changed` are the file's, so that what is remembered is never old."""
    if (damage := weights.problem(file)) is not None:
        return _damaged(file, size, damage)
    told = kind_of(weights.shapes(file))
    if told is None:
        return None
    variant = variants.variant_of(weights.shapes(file), *told)
    return Found(*told, file, weights.precision(file), size, variant)


def _damaged(file: Path, size: int, damage: str) -> Found | None:
    if file.suffix.lower() != ".safetensors":
        return None
    try:
        told = kind_of(weights.shapes(file))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        told = None
    return Found(*(told or ("", "")), file, "", size, damage=damage)
