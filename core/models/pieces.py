"""Finding the parts of which a model can be put together: text encoders, autoencoders, tokenizers.

ComfyUI keeps each in a file of its own, and diffusers each in a folder; a whole model may also hold
some of them beside its transformer. What a file is, its tensors tell (no torch).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.models import autoencoders, gguf_header, gguf_names, weights
from core.models.autoencoders import Told
from core.models.folders import CONFIG, folders
from core.models.info import Piece
from core.models.numbered import count

Shapes = Mapping[str, tuple[int, ...]]

INSIDE = re.compile(r"(vae\.|first_stage_model\.|text_encoders\.\w+?\.(?:transformer\.)?)(?=\w)")
"""What stands before the tensors of a part in a file that holds several."""

CLIP_WORDS = 49408
"""Tokens of CLIP's vocabulary, which comes with the program."""
CLIP = "CLIPTextModel"
CLIPS = (CLIP, "CLIPTextModelWithProjection")
MISTRAL3 = "Mistral3ForConditionalGeneration"
SEEING = "Qwen2_5_VLForConditionalGeneration"
VISION = "vision_config"
"""Where a configuration says how pictures are seen; without it words alone are read."""
HEAD = 64
"""Numbers of a head of attention, of CLIP and T5."""

_SAME = {"Qwen3Model": "Qwen3", "Qwen3ForCausalLM": "Qwen3", "CLIPTextModelWithProjection": CLIP,
         "Gemma2Model": "Gemma2", "Gemma2ForCausalLM": "Gemma2"}  # fmt: skip
"""Classes of which one can be made of the other's tensors."""

READERS = {"CLIPTextModel": "clip", "CLIPTextModelWithProjection": "clip", "T5EncoderModel": "t5",
           "Qwen3Model": "qwen3", "Qwen3ForCausalLM": "qwen3", "Gemma2Model": "gemma2",
           "Gemma2ForCausalLM": "gemma2", SEEING: "qwen2.5-vl",
           MISTRAL3: "mistral3"}  # fmt: skip
"""Classes of text encoders → the family that such a network is."""
_CALLED = {"clip": "CLIP", "t5": "T5", "qwen3": "Qwen3", "gemma2": "Gemma 2",
           "qwen2.5-vl": "Qwen2.5-VL", "mistral3": "Mistral 3"}  # fmt: skip
TITLES = {kind: _CALLED[family] for kind, family in READERS.items()}
"""The same classes → what artists know them as."""


def same(first: str, second: str) -> bool:
    """Whether a part of one class serves where the other is wanted."""
    return _SAME.get(first, first) == _SAME.get(second, second)


def inside(file: Path, shapes: Shapes) -> list[Piece]:
    """The parts that a file holds beside a transformer."""
    prefixes = {match[1] for name in shapes if (match := INSIDE.match(name))}
    found = []
    for prefix in sorted(prefixes):
        own = {n.removeprefix(prefix): s for n, s in shapes.items() if n.startswith(prefix)}
        if piece := of_tensors(file, own, prefix):
            found.append(piece)
    return found


def find(dirs: Sequence[Path]) -> list[Piece]:
    """Every part in these folders, also those of whole models, in their order."""
    found: dict[Path, Piece] = {}
    for top in [*map(Path, dirs), *_sources_of_comfyui(dirs)]:
        for folder in folders(top):
            for piece in _in_folder(folder.path, folder.files):
                found.setdefault(piece.path.resolve() / piece.kind, piece)
            if not folder.is_model:
                packed = (folder.path / n for n in folder.files if n.endswith(gguf_header.SUFFIX))
                for file in (*folder.weights(), *packed):
                    if told := of_file(file):
                        found.setdefault(file.resolve(), told)
    return list(found.values())


def _sources_of_comfyui(dirs: Sequence[Path]) -> Iterator[Path]:
    """Beside its folder of models, where its program has the tokenizers."""
    for top in map(Path, dirs):
        if (there := top.parent / "comfy" / "text_encoders").is_dir():
            yield there


def of_tensors(file: Path, shapes: Shapes, prefix: str = "") -> Piece | None:
    """What tensors of such names and shapes are; None for none of these parts."""
    if (vae := autoencoders.tell(shapes)) is not None:
        if autoencoders.colours(vae[2]) != (3, 3):  # what it codes is no picture alone
            return None
        kind, width, config = vae
        return Piece(kind, file, prefix, width, config)
    for tell in (_clip, _t5, _qwen_seeing, _qwen3, _gemma2, _mistral3):
        try:
            told = tell(shapes)
        except (KeyError, IndexError, ValueError, ZeroDivisionError):
            continue
        if told is not None:
            kind, width, config = told
            return Piece(kind, file, prefix, width, config)
    return None


def _clip(shapes: Shapes) -> Told:
    plain = {name.removeprefix("text_model."): shape for name, shape in shapes.items()}
    if "embeddings.token_embedding.weight" not in plain:
        return None
    words, width = plain["embeddings.token_embedding.weight"]
    projected = plain.get("text_projection.weight")
    return CLIP, width, {
        "vocab_size": words,
        "hidden_size": width,
        "intermediate_size": plain["encoder.layers.0.mlp.fc1.weight"][0],
        "num_hidden_layers": count(plain, r"encoder\.layers\.(\d+)\."),
        "num_attention_heads": max(1, width // HEAD),
        "max_position_embeddings": plain["embeddings.position_embedding.weight"][0],
        "projection_dim": projected[0] if projected else width,
        "bos_token_id": words - 2,
        "eos_token_id": words - 1,
        "pad_token_id": words - 1,
    }  # fmt: skip


def _t5(shapes: Shapes) -> Told:
    first = "encoder.block.0.layer.0.SelfAttention"
    if f"{first}.q.weight" not in shapes or "shared.weight" not in shapes:
        return None
    words, width = shapes["shared.weight"]
    buckets, heads = shapes[f"{first}.relative_attention_bias.weight"]
    gated = "encoder.block.0.layer.1.DenseReluDense.wi_1.weight" in shapes
    inner = "encoder.block.0.layer.1.DenseReluDense." + ("wi_0" if gated else "wi") + ".weight"
    return "T5EncoderModel", width, {
        "vocab_size": words,
        "d_model": width,
        "d_kv": shapes[f"{first}.q.weight"][0] // heads,
        "d_ff": shapes[inner][0],
        "num_layers": count(shapes, r"encoder\.block\.(\d+)\."),
        "num_heads": heads,
        "relative_attention_num_buckets": buckets,
        "feed_forward_proj": "gated-gelu" if gated else "relu",
    }  # fmt: skip


def _language(shapes: Shapes) -> dict[str, Any]:
    """What Qwen's language models have in common; `shapes` begin with "layers"."""
    words, width = shapes["embed_tokens.weight"]
    inner = shapes["layers.0.mlp.gate_proj.weight"][0]
    return {
        "vocab_size": words,
        "hidden_size": width,
        "intermediate_size": inner,
        "num_hidden_layers": count(shapes, r"layers\.(\d+)\."),
        "rms_norm_eps": 1e-6,
    }


def _qwen3(shapes: Shapes) -> Told:
    plain = {name.removeprefix("model."): shape for name, shape in shapes.items()}
    if "layers.0.self_attn.q_norm.weight" not in plain or any(
        name.startswith(("visual.", "layers.0.pre_feedforward")) for name in plain
    ):
        return None
    (head,) = plain["layers.0.self_attn.q_norm.weight"]
    config = _language(plain)
    return "Qwen3Model", config["hidden_size"], config | {
        "head_dim": head,
        "num_attention_heads": plain["layers.0.self_attn.q_proj.weight"][0] // head,
        "num_key_value_heads": plain["layers.0.self_attn.k_proj.weight"][0] // head,
        "max_position_embeddings": 40960,
        "rope_parameters": {"rope_type": "default", "rope_theta": 1e6},
        "tie_word_embeddings": "lm_head.weight" not in shapes,
    }  # fmt: skip


def _gemma2(shapes: Shapes) -> Told:
    plain = {name.removeprefix("model."): shape for name, shape in shapes.items()}
    if "layers.0.pre_feedforward_layernorm.weight" not in plain or (
        "layers.0.self_attn.q_norm.weight" in plain  # Gemma 3
    ):
        return None
    config, head = _language(plain), 256
    return "Gemma2Model", config["hidden_size"], config | {
        "head_dim": head,
        "query_pre_attn_scalar": head,
        "num_attention_heads": plain["layers.0.self_attn.q_proj.weight"][0] // head,
        "num_key_value_heads": plain["layers.0.self_attn.k_proj.weight"][0] // head,
    }  # fmt: skip


MISTRAL_INNER = 32768
"""Numbers of a layer of Mistral Small 3, by which it is told from Mistral Nemo."""


def _mistral3(shapes: Shapes) -> Told:
    """What of Mistral Small 3 reads, as ComfyUI keeps it for FLUX.2 dev."""
    plain = {name.removeprefix("model."): shape for name, shape in shapes.items()}
    words = plain.get("embed_tokens.weight")
    if (
        words is None
        or words[0] != gguf_names.TEKKEN
        or "layers.0.self_attn.q_norm.weight" in plain
    ):
        return None
    config, head = _language(plain), gguf_names.HEAD
    if config["intermediate_size"] != MISTRAL_INNER:
        return None
    text = config | {
        "model_type": "mistral",
        "head_dim": head,
        "num_attention_heads": plain["layers.0.self_attn.q_proj.weight"][0] // head,
        "num_key_value_heads": plain["layers.0.self_attn.k_proj.weight"][0] // head,
        "max_position_embeddings": 131072,
        "rms_norm_eps": 1e-5,
        "rope_parameters": {"rope_type": "default", "rope_theta": 1e9},
    }
    return MISTRAL3, config["hidden_size"], {"text_config": text}


def _qwen_seeing(shapes: Shapes) -> Told:
    plain = {seeing_name(name): shape for name, shape in shapes.items()}
    seen, words = "model.visual.", "model.language_model."
    if f"{seen}blocks.0.attn.qkv.weight" not in plain or (
        f"{words}layers.0.self_attn.q_proj.bias" not in plain
    ):
        return None
    kind, wide, config = _qwen_reading(
        {name.removeprefix(words): s for name, s in plain.items() if name.startswith(words)}
    )
    width, _, _, side, _ = plain[f"{seen}patch_embed.proj.weight"]
    depth = count(plain, re.escape(seen) + r"blocks\.(\d+)\.")
    vision = {
        "depth": depth,
        "hidden_size": width,
        "intermediate_size": plain[f"{seen}blocks.0.mlp.gate_proj.weight"][0],
        "num_heads": width // 80,
        "out_hidden_size": plain[f"{seen}merger.mlp.2.weight"][0],
        "patch_size": side,
        "window_size": 112,
        "fullatt_block_indexes": list(range(7, depth, 8)),
    }
    return kind, wide, config | {VISION: vision}


def _qwen_reading(shapes: Shapes) -> tuple[str, int, dict[str, Any]]:
    """The part of Qwen2.5-VL that reads; `shapes` begin with "layers"."""
    head = 128
    text = _language(shapes) | {
        "num_attention_heads": shapes["layers.0.self_attn.q_proj.weight"][0] // head,
        "num_key_value_heads": shapes["layers.0.self_attn.k_proj.weight"][0] // head,
        "max_position_embeddings": 128000,
        "rope_parameters": {
            "rope_type": "default", "mrope_section": [16, 24, 24], "rope_theta": 1e6,
        },
        "tie_word_embeddings": False,
    }  # fmt: skip
    return SEEING, text["hidden_size"], {
        "text_config": text,
        "vision_start_token_id": 151652,
        "vision_end_token_id": 151653,
        "image_token_id": 151655,
        "video_token_id": 151656,
    }  # fmt: skip


def seeing_name(name: str) -> str:
    """A tensor's name in a model that reads and sees, as transformers calls it now."""
    if name.startswith("visual."):
        return "model." + name
    if name.startswith("model.") and not name.startswith(("model.visual", "model.language_model")):
        return "model.language_model." + name.removeprefix("model.")
    return name


def of_file(file: Path) -> Piece | None:
    """What a safetensors or GGUF file is; None for none of these parts, or a broken one."""
    try:
        stat = file.stat()
        return _read(file, stat.st_size, stat.st_mtime_ns)
    except OSError:
        return None


@lru_cache(maxsize=4096)
def _read(file: Path, size: int, changed: int) -> Piece | None:
    """`size` and `changed` are the file's, so that what is remembered is never old."""
    if file.suffix == gguf_header.SUFFIX:
        return _packed(file)
    if weights.problem(file) is not None:
        return None
    return of_tensors(file, weights.shapes(file))


def _packed(file: Path) -> Piece | None:
    """A text encoder in a GGUF file."""
    if gguf_header.problem(file) is not None:
        return None
    header = gguf_header.header(file)
    shapes = gguf_header.shapes(file)
    return of_packed(file, shapes, gguf_names.language_model(shapes, header.architecture))


def of_packed(file: Path, shapes: Shapes, which: str) -> Piece | None:
    """What tensors of such names and shapes are in a GGUF file of a language model, of
    `gguf_names`; None for none."""
    plain = gguf_names.renamed(which, shapes) if which else {}
    if which != gguf_names.QWEN25_VL:
        return of_tensors(file, plain)
    try:  # what it sees with lies in a file of its own ("mmproj"), which is not read here
        told = _qwen_reading({name.removeprefix("model."): one for name, one in plain.items()})
    except (KeyError, IndexError, ValueError):
        return None
    kind, width, config = told
    return Piece(kind, file, width=width, config=config)


_NETWORKS = {
    "AutoencoderKL": "latent_channels", "AutoencoderKLFlux2": "latent_channels",
    "AutoencoderDC": "latent_channels", "AutoencoderKLQwenImage": "z_dim",
    "CLIPTextModel": "hidden_size", "CLIPTextModelWithProjection": "hidden_size",
    "T5EncoderModel": "d_model", "Qwen3Model": "hidden_size", "Qwen3ForCausalLM": "hidden_size",
    "Gemma2Model": "hidden_size", "Gemma2ForCausalLM": "hidden_size",
    "Qwen2_5_VLForConditionalGeneration": "hidden_size",
    "Mistral3ForConditionalGeneration": "hidden_size",
}  # fmt: skip
"""Classes of networks in folders → where their configuration has their width."""
_READERS = ("T5Tokenizer", "Qwen2Tokenizer", "GemmaTokenizer", "CLIPTokenizer")
_PROCESSORS = {"Qwen2VLProcessor": "Qwen2VLProcessor", "Qwen2_5_VLProcessor": "Qwen2VLProcessor",
               "PixtralProcessor": "PixtralProcessor"}  # fmt: skip


def network_in(folder: Path) -> Piece | None:
    """The network that a folder says it has; None for none of these parts."""
    config = _json(folder / CONFIG)
    listed = config.get("architectures")
    named = config.get("_class_name") or (listed[0] if isinstance(listed, list) and listed else "")
    entry = _NETWORKS.get(named) if isinstance(named, str) else None
    width = None if entry is None else reading(config).get(entry) or config.get(entry)
    return Piece(named, folder, width=width, config=config) if isinstance(width, int) else None


def reading(config: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a language model's configuration says of the part that reads."""
    inner = config.get("text_config")
    return inner if isinstance(inner, dict) else config


def _in_folder(folder: Path, files: Sequence[str]) -> Iterator[Piece]:
    """The part that a folder is; a tokenizer may lie in one folder with a processor."""
    there = CONFIG in files and any(name.endswith(".safetensors") for name in files)
    if there and (network := network_in(folder)) is not None:
        yield network
    if not {"tokenizer.json", "vocab.json"} & set(files):
        return
    about = _json(folder / "tokenizer_config.json")
    processor = _json(folder / "processor_config.json") | _json(folder / "preprocessor_config.json")
    named = str(processor.get("processor_class") or about.get("processor_class"))
    if named in _PROCESSORS and processor:
        yield Piece(_PROCESSORS[named], folder)
    reader = str(about.get("tokenizer_class", "")).removesuffix("Fast")
    if reader in _READERS:
        yield Piece(reader, folder)


def _json(file: Path) -> dict[str, Any]:
    try:
        stat = file.stat()
        return _remembered(file, stat.st_size, stat.st_mtime_ns)
    except OSError:
        return {}


@lru_cache(maxsize=4096)
def _remembered(file: Path, size: int, changed: int) -> dict[str, Any]:
    import json

    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
