"""Well-known files are told by their tensors, whatever they are called; bad ones are refused."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.models import kinds, single_file, weights
from core.models.catalogue import catalogue
from core.models.library import find_models
from core.models.variants import variant_of
from core.request import Mode
from tests.models.headers import (
    FIRST_STAGE,
    LDM,
    XL,
    Shapes,
    attentions,
    clip,
    compact,
    controlnet,
    esrgan,
    flux,
    ip_adapter,
    kohya,
    peft,
    prefixed,
    qwen3,
    qwen_seeing,
    refiner,
    renamed,
    sd1,
    sd2,
    sd3,
    sdxl,
    stability_control,
    t2i_adapter,
    unet,
    vae,
    wan_vae,
    xlabs_control,
    z_image_control,
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """A file as it is published, and what it is."""

    name: str
    shapes: Shapes = field(repr=False)
    kind: str
    family: str
    variant: str = ""
    said: dict[str, str] = field(default_factory=dict, repr=False)
    predicts: str = ""
    size: int = 0


def _base(shapes: Shapes, **more: tuple[int, ...]) -> Shapes:
    return shapes | more


FLUX_LORA = [(f"lora_unet_double_blocks_{n}_img_attn_qkv", (9216, 3072)) for n in range(19)]
QWEN: Shapes = {}
for number in range(60):
    QWEN[f"transformer_blocks.{number}.attn.add_q_proj.weight"] = (3072, 3072)
    QWEN[f"transformer_blocks.{number}.img_mod.1.weight"] = (18432, 3072)
JOINT = "lora_unet_joint_blocks_0_x_block_attn_qkv"
FACE = {"proj.0.weight": (1024, 512), "proj.2.weight": (3072, 1024)}
FULL_FACE = {"proj.0.weight": (1280, 1280), "proj.3.weight": (768, 1280)}
PLUS = {"latents": (1, 16, 768), "proj_in.weight": (768, 1280)}
PLAIN = {"proj.weight": (3072, 1024), "norm.weight": (768,)}

KNOWN = (
    # Whole models in one file
    Known("v1-5-pruned-emaonly", sd1(), "checkpoint", "sd1", predicts="epsilon", size=512),
    Known("dreamshaper_8", sd1(), "checkpoint", "sd1", predicts="epsilon", size=512),
    Known("sd-v1-5-inpainting", sd1(9), "checkpoint", "sd1", "inpainting", predicts="epsilon",
          size=512),
    Known("instruct-pix2pix-00-22000", sd1(8), "checkpoint", "sd1", "instruct",
          predicts="epsilon", size=512),
    Known("v2-1_512-ema-pruned", sd2(), "checkpoint", "sd2", predicts="epsilon", size=512),
    Known("v2-1_768-ema-pruned", sd2(), "checkpoint", "sd2",
          said={"modelspec.prediction_type": "v"}, predicts="v_prediction", size=768),
    Known("512-inpainting-ema", sd2(9), "checkpoint", "sd2", "inpainting", predicts="epsilon",
          size=512),
    Known("512-depth-ema", sd2(5), "checkpoint", "sd2", "depth", predicts="epsilon", size=512),
    Known("sd_xl_base_1.0", sdxl(), "checkpoint", "sdxl", predicts="epsilon", size=1024),
    Known("sd_xl_turbo_1.0_fp16", sdxl(), "checkpoint", "sdxl", predicts="epsilon", size=1024),
    Known("sdxl_lightning_4step", sdxl(), "checkpoint", "sdxl", predicts="epsilon", size=1024),
    Known("sdxl_inpainting_0.1", sdxl(9), "checkpoint", "sdxl", "inpainting",
          predicts="epsilon", size=1024),
    Known("noobaiXL_vPred10", _base(sdxl(), v_pred=(), ztsnr=()), "checkpoint", "sdxl",
          predicts="v_prediction", size=1024),
    Known("sd_xl_refiner_1.0", refiner(), "checkpoint", "sdxl-refiner"),
    Known("sd3_medium_incl_clips", sd3() | FIRST_STAGE, "checkpoint", "sd3", "3 medium"),
    Known("sd3.5_medium_incl_clips", sd3(twice=True) | FIRST_STAGE, "checkpoint", "sd3",
          "3.5 medium"),
    Known("flux1-dev-fp8", prefixed(LDM, flux()) | prefixed("vae.", vae(16)), "checkpoint",
          "flux", "dev"),
    Known("flux1-schnell-fp8", prefixed(LDM, flux(guided=False)) | prefixed("vae.", vae(16)),
          "checkpoint", "flux", "schnell"),
    # Networks alone
    Known("sd3.5_large", sd3(38), "transformer", "sd3", "3.5 large"),
    Known("flux1-dev", flux(), "transformer", "flux", "dev"),
    Known("flux1-kontext-dev", flux(), "transformer", "flux", "dev"),
    Known("flux1-schnell", flux(guided=False), "transformer", "flux", "schnell"),
    Known("flux1-fill-dev", flux(384), "transformer", "flux", "fill"),
    Known("flux1-canny-dev", flux(128), "transformer", "flux", "control"),
    Known("flux-dev diffusers", flux(diffusers=True), "transformer", "flux", "dev"),
    Known("flux-fill diffusers", flux(384, diffusers=True), "transformer", "flux", "fill"),
    Known("chroma-unlocked-v35", flux(guided=False) | {
        "distilled_guidance_layer.in_proj.weight": (5120, 64)}, "transformer", "chroma"),
    Known("flux2-dev", {"img_in.weight": (6144, 128),
        "double_stream_modulation_img.lin.weight": (36864, 6144),
        "double_blocks.0.img_attn.qkv.weight": (18432, 6144)}, "transformer", "flux2"),
    Known("qwen_image_bf16", QWEN, "transformer", "qwen-image"),
    Known("qwen_image_edit_2509", prefixed(LDM, QWEN), "transformer", "qwen-image"),
    Known("z_image_turbo_bf16", {"noise_refiner.0.attention.qkv.weight": (11520, 3840),
        "layers.0.attention.qkv.weight": (11520, 3840)}, "transformer", "z-image"),
    Known("Sana_1600M_1024px", {
        "transformer_blocks.0.ff.conv_depth.weight": (11200, 1, 3, 3)}, "transformer", "sana"),
    # LoRA
    Known("add_detail", kohya(attentions(768, kohya=True)), "lora", "sd1"),
    Known("sd1 words only", kohya([(
        f"lora_te_text_model_encoder_layers_{n}_mlp_fc1", (3072, 768)) for n in range(12)]),
        "lora", "sd1"),
    Known("sd2 kohya", kohya(attentions(1024, kohya=True)), "lora", "sd2"),
    Known("pixel-art-xl", kohya(attentions(2048, kohya=True, layers=2)), "lora", "sdxl"),
    Known("sdxl te2 only", kohya([(
        "lora_te2_text_model_encoder_layers_0_mlp_fc1", (5120, 1280))]), "lora", "sdxl"),
    Known("lcm-lora-sdv1-5", peft(attentions(768, kohya=False)), "lora", "sd1"),
    Known("lcm-lora-sdxl", peft(attentions(2048, kohya=False, layers=2)), "lora", "sdxl"),
    Known("sdxl_lightning_4step_lora", renamed(
        peft(attentions(2048, kohya=False, layers=2)), (".lora_A.", ".lora.down."),
        (".lora_B.", ".lora.up.")), "lora", "sdxl"),
    Known("old diffusers", renamed(
        peft(attentions(768, kohya=False)), ("unet.", ""), ("attn2.to_", "attn2.processor.to_"),
        (".lora_A.", "_lora.down."), (".lora_B.", "_lora.up."))
        | {"x.lora.down.weight": (4, 320)}, "lora", "sd1"),
    Known("loha sd1", kohya(attentions(768, kohya=True), form="loha"), "lora", "sd1", "LoHa"),
    Known("lokr sdxl", kohya(attentions(2048, kohya=True, layers=3), form="lokr"), "lora",
          "sdxl", "LoKr"),
    Known("dora sdxl", kohya(attentions(2048, kohya=True)) | {
        "lora_unet_x.dora_scale": (640, 1)}, "lora", "sdxl", "DoRA"),
    Known("flux kohya", kohya(FLUX_LORA), "lora", "flux"),
    Known("flux single blocks", kohya([
        ("lora_unet_single_blocks_3_linear1", (21504, 3072))]), "lora", "flux"),
    Known("flux diffusers", peft([
        ("transformer.single_transformer_blocks.0.attn.to_k", (3072, 3072)),
        ("transformer.transformer_blocks.0.attn.add_q_proj", (3072, 3072))]), "lora", "flux"),
    Known("flux ai-toolkit", peft([
        (f"transformer.transformer_blocks.{n}.attn.to_q", (3072, 3072)) for n in range(19)]),
        "lora", "flux"),
    Known("Hyper-FLUX.1-dev-8steps", peft([
        ("transformer.single_transformer_blocks.9.proj_mlp", (12288, 3072))], 64), "lora",
        "flux"),
    Known("sd3 kohya", kohya([(JOINT, (4608, 1536))]), "lora", "sd3"),
    Known("sd3.5 diffusers", peft([
        ("transformer.transformer_blocks.0.attn.add_q_proj", (2432, 2432))]), "lora", "sd3"),
    Known("Qwen-Image-Lightning-8steps", peft([
        (f"transformer_blocks.{n}.attn.add_q_proj", (3072, 3072)) for n in range(60)]), "lora",
        "qwen-image"),
    Known("z-image style", peft([
        ("diffusion_model.layers.0.attention.to_q", (3840, 3840))]), "lora", "z-image"),
    # Control
    Known("control_v11p_sd15_canny", controlnet(ldm=True), "controlnet", "sd1"),
    Known("control_v11p_sd15_canny.fp16", controlnet(ldm=False), "controlnet", "sd1"),
    Known("control_v11p_sd21_depth", controlnet(1024, ldm=True), "controlnet", "sd2"),
    Known("controlnet-canny-sdxl-1.0", controlnet(2048, XL, ldm=False), "controlnet", "sdxl"),
    Known("controlnet-union-sdxl-1.0", controlnet(2048, XL, ldm=False) | {
        "task_embedding": (6, 320)}, "controlnet", "sdxl", "union"),
    Known("controlnet-union-sdxl-1.0_promax", controlnet(2048, XL, ldm=False) | {
        "task_embedding": (8, 320), "control_add_embedding.linear_1.weight": (1280, 2048),
        "transformer_layes.0.attn.in_proj_weight": (960, 320),
        "spatial_ch_projs.weight": (320, 320)}, "controlnet", "sdxl", "union"),
    Known("flux-controlnet-canny", {"controlnet_x_embedder.weight": (3072, 64),
        "x_embedder.weight": (3072, 64),
        "transformer_blocks.0.attn.add_q_proj.weight": (3072, 3072)}, "controlnet", "flux"),
    Known("flux-controlnet-union", {"controlnet_x_embedder.weight": (3072, 64),
        "controlnet_mode_embedder.weight": (10, 3072)}, "controlnet", "flux", "union"),
    Known("sd3-controlnet-canny", {"controlnet_blocks.0.weight": (1536, 1536),
        "pos_embed_input.proj.weight": (1536, 16, 2, 2),
        "transformer_blocks.0.attn.add_q_proj.weight": (1536, 1536)}, "controlnet", "sd3"),
    Known("flux-canny-controlnet-v3 (XLabs)", xlabs_control(), "controlnet", "flux"),
    Known("sd3.5_large_controlnet_canny", stability_control(), "controlnet", "sd3"),
    Known("Z-Image-Turbo-Fun-Controlnet-Union", z_image_control(6, 16, refining=False),
          "controlnet", "z-image"),
    Known("Z-Image-Turbo-Fun-Controlnet-Union-2.1", z_image_control(15, 33, refining=True),
          "controlnet", "z-image"),
    Known("Qwen-Image-Blockwise-ControlNet-Canny", {
        "controlnet_blocks.0.x_rms.weight": (3072,), "controlnet_blocks.0.y_rms.weight": (3072,),
        "controlnet_blocks.0.input_proj.weight": (3072, 3072),
        "img_in.weight": (3072, 64)}, "controlnet", "qwen-image"),
    Known("Qwen-Image-Control (VideoX-Fun)", {
        "control_img_in.weight": (3072, 132), "control_blocks.0.after_proj.weight": (3072, 3072),
        "control_blocks.0.img_mlp.net.0.proj.weight": (12288, 3072)}, "controlnet", "qwen-image"),
    Known("mistoline_flux", {"controlnet_blocks.0.linear.weight": (3072, 3072)}, "controlnet",
          "flux"),
    Known("t2iadapter_sketch_sd15v2", t2i_adapter(64), "t2i_adapter", ""),
    Known("t2iadapter_depth_sd15v2", t2i_adapter(), "t2i_adapter", ""),
    # IP-Adapters
    Known("ip-adapter_sd15", ip_adapter(768, PLAIN), "ip_adapter", "sd1"),
    Known("ip-adapter-plus_sd15", ip_adapter(768, PLUS), "ip_adapter", "sd1", "plus"),
    Known("ip-adapter-full-face_sd15", ip_adapter(768, FULL_FACE), "ip_adapter", "sd1",
          "full face"),
    Known("ip-adapter_sdxl_vit-h", ip_adapter(2048, PLAIN, 70), "ip_adapter", "sdxl"),
    Known("ip-adapter-plus_sdxl_vit-h", ip_adapter(2048, PLUS, 70), "ip_adapter", "sdxl", "plus"),
    Known("ip-adapter-faceid_sd15", ip_adapter(768, FACE), "ip_adapter", "sd1", "FaceID"),
    # Autoencoders, encoders, words, upscalers
    Known("vae-ft-mse-840000-ema-pruned", vae(), "vae", "sd"),
    Known("sdxl_vae", vae(ldm=False), "vae", "sd"),
    Known("ae (FLUX.1)", vae(16), "vae", "flux"),
    Known("flux2-vae", vae(32) | {"bn.running_mean": (128,)}, "vae", "flux2"),
    Known("qwen_image_vae", wan_vae(), "vae", "qwen-image"),
    Known("wan_2.1_vae", wan_vae(), "vae", "qwen-image"),
    Known("Wan2.2_VAE", wan_vae(48, 12), "vae", "qwen-image"),
    Known("clip_l", clip(), "text_encoder", "clip"),
    Known("clip_g", clip(1280, 32), "text_encoder", "clip"),
    Known("t5xxl_fp16", {f"encoder.block.{n}.layer.0.SelfAttention.q.weight": (4096, 4096)
        for n in range(24)}, "text_encoder", "t5"),
    Known("qwen_3_4b", qwen3(2560, 36), "text_encoder", "qwen3"),
    Known("qwen_2.5_vl_7b", qwen_seeing(), "text_encoder", "qwen2.5-vl"),
    Known("CLIP-ViT-H-14", {"vision_model.embeddings.patch_embedding.weight": (1280, 3, 14, 14),
        "visual_projection.weight": (1024, 1280)}, "image_encoder", ""),
    Known("easynegative", {"emb_params": (8, 768)}, "embedding", "sd1"),
    Known("badhandv4", {"badhandv4": (6, 768)}, "embedding", "sd1"),
    Known("nrealfixer sd2", {"emb_params": (4, 1024)}, "embedding", "sd2"),
    Known("unaestheticXLv31", {"clip_l": (8, 768), "clip_g": (8, 1280)}, "embedding", "sdxl"),
    Known("4x-UltraSharp", esrgan(old=True), "upscaler", "", "4×"),
    Known("RealESRGAN_x4plus", esrgan(), "upscaler", "", "4×"),
    Known("RealESRGAN_x2plus", esrgan(12), "upscaler", "", "2×"),
    Known("RealESRGAN_x4plus_anime_6B", esrgan(blocks=6), "upscaler", "", "4×"),
    Known("2x old ESRGAN", esrgan(old=True, ups=1), "upscaler", "", "2×"),
    Known("realesr-general-x4v3", compact(4, 66), "upscaler", "", "4×"),
    Known("2x-compact", compact(2), "upscaler", "", "2×"),
)  # fmt: skip


def write(file: Path, shapes: Shapes, said: dict[str, str] | None = None) -> Path:
    """A file of these tensors that takes no room: its numbers are a hole in the disk."""
    header: dict[str, object] = {} if not said else {"__metadata__": said}
    end = 0
    for name, shape in shapes.items():
        begin, end = end, end + 2 * math.prod(shape)
        header[name] = {"dtype": "F16", "shape": list(shape), "data_offsets": [begin, end]}
    text = json.dumps(header).encode()
    with file.open("wb") as stream:
        stream.write(struct.pack("<Q", len(text)) + text)
        stream.truncate(8 + len(text) + end)
    return file


def test_there_are_enough_of_every_kind() -> None:
    assert len({one.name for one in KNOWN}) == len(KNOWN) >= 60
    assert {one.kind for one in KNOWN} == set(kinds.TITLES)


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.name)
def test_a_well_known_file_is_told_by_its_tensors(known: Known) -> None:
    assert kinds.kind_of(known.shapes) == (known.kind, known.family)
    assert variant_of(known.shapes, known.kind, known.family) == known.variant


@pytest.mark.parametrize("known", [one for one in KNOWN if one.predicts], ids=lambda one: one.name)
def test_a_whole_model_tells_how_it_is_painted_with(known: Known, tmp_path: Path) -> None:
    file = write(tmp_path / "misleading-vae-lora.safetensors", known.shapes, known.said)
    info = single_file.info_of(file)
    assert info is not None and info.problems == ()
    assert (info.family, info.prediction_type, info.size) == (
        known.family, known.predicts, known.size
    )  # fmt: skip
    special = {"inpainting": Mode.INPAINT, "depth": "depth", "instruct": "instruct", "": None}
    if (able := special[known.variant]) is not None:
        assert able in info.can


def test_all_of_them_stand_in_one_list_each_once(tmp_path: Path) -> None:
    for number, known in enumerate(KNOWN):
        write(tmp_path / f"{number:03}.safetensors", known.shapes, known.said)
    found = catalogue([tmp_path])
    assert sorted(one.path.stem for one in found) == [f"{n:03}" for n in range(len(KNOWN))]
    for one in found:
        known = KNOWN[int(one.path.stem)]
        assert one.family == known.family or known.kind in ("ip_adapter", "t2i_adapter"), known


def _header(header: object) -> bytes:
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text


TENSOR = {"dtype": "F16", "shape": [2, 768], "data_offsets": [0, 3072]}
NUMBERS = bytes(3072)
BAD: dict[str, bytes | Callable[[Path], object]] = {
    "empty": b"",
    "pickle": b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\nq\x00.",
    "zip of pickles": b"PK\x03\x04" + bytes(3000),
    "web page": b"<!DOCTYPE html><html>Sign in to download</html>" + bytes(500),
    "pointer instead of a file": b"version https://git-lfs.github.com/spec/v1\noid sha256:00",
    "header longer than the file": struct.pack("<Q", 5000) + b"{}",
    "header of exabytes": struct.pack("<Q", 2**63) + b"{}",
    "header over the limit": struct.pack("<Q", 100_000_001) + b"{}",
    "header that is no JSON": struct.pack("<Q", 8) + b"{\"a\": }}",
    "header that is no text": struct.pack("<Q", 8) + b"\xff\xfe\xff\xfe\xff\xfe\xff\xfe",
    "header that is a list": _header([TENSOR]) + NUMBERS,
    "header without tensors": _header({"__metadata__": {"a": "b"}}),
    "nested without end": struct.pack("<Q", 200_000) + b"[" * 200_000,
    "cut off": _header({"x": TENSOR}) + NUMBERS[:-1],
    "more than it says": _header({"x": TENSOR}) + NUMBERS + b"#!/bin/sh\nrm -rf ~",
    "unknown type": _header({"x": TENSOR | {"dtype": "PYOBJ"}}) + NUMBERS,
    "negative shape": _header({"x": TENSOR | {"shape": [-2, -768]}}) + NUMBERS,
    "negative place": _header({"x": TENSOR | {"data_offsets": [-3072, 0]}}) + NUMBERS,
    "places the wrong way": _header({"x": TENSOR | {"data_offsets": [3072, 0]}}) + NUMBERS,
    "shape that is too large": _header({"x": TENSOR | {"shape": [2**40, 768]}}) + NUMBERS,
    "shape of text": _header({"x": TENSOR | {"shape": "2x768"}}) + NUMBERS,
    "shape of fractions": _header({"x": TENSOR | {"shape": [1.5, 1024]}}) + NUMBERS,
    "shape of truth": _header({"x": TENSOR | {"shape": [True, 1536]}}) + NUMBERS,
    "tensor that is a number": _header({"x": 5}) + NUMBERS,
    "tensor without a place": _header({"x": {"dtype": "F16", "shape": [2, 768]}}) + NUMBERS,
    "tensors over one another": _header({"x": TENSOR, "y": TENSOR}) + NUMBERS,
    "a hole between tensors": _header(
        {"x": TENSOR, "y": TENSOR | {"data_offsets": [4000, 7072]}}) + bytes(7072),
    "metadata that is a list": _header({"__metadata__": ["x"], "x": TENSOR}) + NUMBERS,
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_broken_or_malicious_file_is_refused_in_words(name: str, tmp_path: Path) -> None:
    assert len(BAD) >= 20
    file = tmp_path / "bad.safetensors"
    content = BAD[name]
    assert isinstance(content, bytes)
    file.write_bytes(content)
    trouble = weights.problem(file)
    assert trouble is not None and "bad.safetensors" in trouble and trouble.endswith(".")
    assert kinds.find([tmp_path]) == []
    assert [one.damage for one in kinds.damaged([tmp_path])] == [trouble], "and listed as such"
    assert find_models([tmp_path]) == []


def test_a_broken_model_is_listed_with_its_trouble(tmp_path: Path) -> None:
    file = write(tmp_path / "half.safetensors", unet())
    with file.open("r+b") as stream:
        stream.truncate(file.stat().st_size - 10)
    (info,) = find_models([tmp_path])
    assert "cut off" in info.problems[0]
