"""Which variant of its kind a file of weights is, told by its tensors (no torch)."""

from __future__ import annotations

import re
from collections.abc import Mapping

Shapes = Mapping[str, tuple[int, ...]]

UNETS = {5: "depth", 8: "instruct", 9: "inpainting"}
"""Channels that a UNet takes → what it is made for; 4 are the plain ones'."""
FLUX = {128: "control", 384: "fill"}
"""Numbers in a patch that a FLUX network takes: of a map as well; of a picture and a mask."""
_FIRST = re.compile(
    r"(^|\.)input_blocks\.0\.0\.weight$|^conv_in\.weight$|(^|\.)unet\.conv_in\.weight$"
)
_PATCH = re.compile(r"(^|\.)(img_in|x_embedder)\.weight$")
_JOINT = re.compile(r"(^|\.)joint_blocks\.(\d+)\.")
_UPS = re.compile(
    r"^(model\.[36]\.weight|conv_up[12]\.weight|upconv[12]\.weight|upsample\.\d\.weight)$"
)

UPSCALERS = (
    ("ESRGAN", r"(model\.1\.sub|body|RRDB_trunk)\.0\.(RDB|rdb)1\.conv1\.(0\.)?weight"),
    ("Compact", r"body\.1\.weight"),
    ("SPAN", r"block_1\.c1_r\.sk\.weight"),
    ("PLKSR", r"feats\.1\.refine\.weight"),
    ("HAT", r"layers\.0\.residual_group\.blocks\.0\.conv_block\.cab\.0\.weight"),
    ("ATD", r"layers\.0\.residual_group\.td"),
    ("CRAFT", r"layers\.0\.residual_group\.hf_blocks\.0\.attn\.temperature"),
    ("DRCT", r"layers\.0\.swin1\.norm1\.weight"),
    ("DAT", r"layers\.0\.blocks\.0\.ffn\.sg\.norm\.weight"),
    ("RGT", r"layers\.0\.blocks\.0\.attn\.attns\.0\.rpe_biases"),
    ("GRL", r"(model\.)?layers\.0\.blocks\.0\.attn\.window_attn\.attn_transform\.logit_scale"),
    ("OmniSR", r"residual_layer\.0\.residual_layer\.0\.layer\.0\.fn\.0\.weight"),
    ("SAFMN", r"feats\.0\.safm\.mfr\.0\.weight"),
    ("RCAN", r"body\.0\.body\.0\.body\.3\.conv_du\.0\.weight"),
    ("MoSR", r"gblocks\.1\.fc1\.weight"),
    ("Real-CUGAN", r"unet1\.conv1\.conv\.0\.weight"),
    ("SwinIR", r"layers\.0\.residual_group\.blocks\.0\.attn\.relative_position_index"),
)
"""Architecture → a tensor that only its networks have; the first that is there counts."""
_TELLING = tuple((name, re.compile(pattern)) for name, pattern in UPSCALERS)


def upscaler_architecture(shapes: Shapes) -> str:
    """Of a network that makes pictures larger; empty for all other files, and for those of an
    architecture that is not known by name."""
    found = next((a for a, telling in _TELLING if any(map(telling.fullmatch, shapes))), "")
    if found == "Compact" and shapes.get("body.0.weight", ())[1:] != (3, 3, 3):
        return ""
    if found == "SwinIR" and "patch_embed.proj.weight" in shapes:
        return "Swin2SR"
    return found


def variant_of(shapes: Shapes, kind: str, family: str) -> str:
    """In a word or two; empty for the plain one, or where nothing tells."""
    if kind in ("checkpoint", "transformer"):
        return _network(shapes, family)
    if kind == "controlnet":
        return "union" if _any(shapes, "task_embedding", "controlnet_mode_embedder.weight") else ""
    if kind == "ip_adapter":
        return _adapter(shapes)
    if kind == "lora":
        return _lora(shapes)
    if kind == "upscaler":
        return _upscaler(shapes)
    return ""


def _network(shapes: Shapes, family: str) -> str:
    if family == "flux":
        taken = _width(shapes, _PATCH)
        if taken in FLUX:
            return FLUX[taken]
        guided = _any(shapes, "guidance_in.in_layer.weight", "guidance_embedder.linear_1.weight")
        return "dev" if guided else "schnell"
    if family == "sd3":
        depth = max((int(m[2]) for n in shapes if (m := _JOINT.search(n))), default=0) + 1
        twice = any(".attn2." in name for name in shapes)
        return "3.5 large" if depth >= 38 else "3.5 medium" if twice else "3 medium"
    return UNETS.get(_width(shapes, _FIRST), "")


def _adapter(shapes: Shapes) -> str:
    own = {n.removeprefix("image_proj.") for n in shapes if n.startswith("image_proj.")}
    if "proj.3.weight" in own:
        return "full face"
    if "proj.0.weight" in own or any(name.startswith("perceiver_resampler.") for name in own):
        return "FaceID"
    return "plus" if "latents" in own else ""


def _lora(shapes: Shapes) -> str:
    for told, ending in (("DoRA", ".dora_scale"), ("DoRA", ".lora_magnitude_vector"),
                         ("LoHa", ".hada_w1_a"), ("LoKr", ".lokr_w1"), ("LoKr", ".lokr_w1_a"),
                         ("OFT", ".oft_blocks")):  # fmt: skip
        if any(name.endswith(ending) for name in shapes):
            return told
    return ""


def _upscaler(shapes: Shapes) -> str:
    """How much larger it makes a picture, where its layout tells."""
    if shapes.get("conv_first.weight", ())[1:2] == (12,):
        return "2×"  # it looks at a picture of half the side, four pixels at once
    doubled = sum(1 for name in shapes if _UPS.match(name))
    if doubled and ("model.0.weight" in shapes or "conv_first.weight" in shapes):
        return f"{2**doubled}×"
    if "body.0.weight" in shapes:  # the compact ones shuffle pixels in one go
        last = max((n for n in shapes if re.fullmatch(r"body\.\d+\.weight", n)),
                   key=lambda name: int(name.split(".")[1]))  # fmt: skip
        return _shuffled(shapes[last][0])
    if "upsampler.0.weight" in shapes:  # so does SPAN
        return _shuffled(shapes["upsampler.0.weight"][0])
    return ""


def _shuffled(channels: int) -> str:
    """How much larger a picture becomes whose pixels are channels before."""
    side = round((channels / 3) ** 0.5)
    return f"{side}×" if side * side * 3 == channels else ""


def _any(shapes: Shapes, *endings: str) -> bool:
    return any(name.endswith(endings) for name in shapes)


def _width(shapes: Shapes, pattern: re.Pattern[str]) -> int:
    return next((s[1] for n, s in shapes.items() if len(s) > 1 and pattern.search(n)), 0)
