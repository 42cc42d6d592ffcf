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
        side = round((shapes[last][0] / 3) ** 0.5)
        return f"{side}×" if side * side * 3 == shapes[last][0] else ""
    return ""


def _any(shapes: Shapes, *endings: str) -> bool:
    return any(name.endswith(endings) for name in shapes)


def _width(shapes: Shapes, pattern: re.Pattern[str]) -> int:
    return next((s[1] for n, s in shapes.items() if len(s) > 1 and pattern.search(n)), 0)
