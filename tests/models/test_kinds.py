"""Files of weights are told by their tensors, whatever they are called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from core.models.kinds import damaged, find, kind_of
from desktop import cli

UNET = "model.diffusion_model."
HEADERS = [
    ("checkpoint", "sd1", {UNET + "input_blocks.0.0.weight": (320, 4, 3, 3),
        UNET + "input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight": (320, 768)}),
    ("checkpoint", "sdxl-refiner", {UNET + "input_blocks.0.0.weight": (384, 4, 3, 3),
        UNET + "input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight": (768, 1280)}),
    ("transformer", "flux", {"double_blocks.0.img_attn.qkv.weight": (9216, 3072)}),
    ("transformer", "flux", {UNET + "double_blocks.0.img_attn.qkv.weight": (9216, 3072)}),
    ("checkpoint", "flux", {UNET + "double_blocks.0.img_attn.qkv.weight": (9216, 3072),
        "vae.decoder.conv_in.weight": (512, 16, 3, 3)}),
    ("transformer", "flux2", {"double_stream_modulation_img.lin.weight": (36864, 6144),
        "double_blocks.0.img_attn.qkv.weight": (18432, 6144)}),
    ("transformer", "chroma", {"distilled_guidance_layer.in_proj.weight": (5120, 64),
        "double_blocks.0.img_attn.qkv.weight": (9216, 3072)}),
    ("checkpoint", "sd3", {UNET + "joint_blocks.0.x_block.attn.qkv.weight": (4608, 1536),
        "first_stage_model.decoder.conv_in.weight": (512, 16, 3, 3)}),
    ("transformer", "qwen-image", {"transformer_blocks.0.attn.add_q_proj.weight": (3072, 3072)}),
    ("transformer", "z-image", {"noise_refiner.0.attention.qkv.weight": (11520, 3840)}),
    ("lora", "sd1", {"lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k"
        ".lora_down.weight": (8, 768)}),
    ("lora", "sdxl", {"unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k"
        ".lora_A.weight": (8, 2048)}),
    ("lora", "flux", {"lora_unet_double_blocks_0_img_attn_qkv.lora_down.weight": (16, 3072)}),
    ("lora", "", {"lora_unet_mid_block_attentions_0_proj_in.hada_w1_a": (320, 4)}),
    ("controlnet", "sd1", {"control_model.input_hint_block.0.weight": (16, 3, 3, 3),
        "control_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight": (320, 768)}),
    ("controlnet", "sdxl", {"controlnet_cond_embedding.conv_in.weight": (16, 3, 3, 3),
        "down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.weight": (640, 2048)}),
    ("ip_adapter", "sdxl", {"image_proj.proj.weight": (8192, 1280),
        "ip_adapter.1.to_k_ip.weight": (640, 2048)}),
    ("vae", "sd", {"encoder.conv_in.weight": (128, 3, 3, 3),
        "decoder.conv_in.weight": (512, 4, 3, 3)}),
    ("vae", "flux", {"encoder.conv_in.weight": (128, 3, 3, 3),
        "decoder.conv_in.weight": (512, 16, 3, 3)}),
    ("embedding", "sd1", {"emb_params": (4, 768)}),
    ("embedding", "sdxl", {"clip_l": (4, 768), "clip_g": (4, 1280)}),
    ("upscaler", "", {"model.0.weight": (64, 3, 3, 3),
        "model.1.sub.0.RDB1.conv1.0.weight": (32, 64, 3, 3)}),
    ("upscaler", "", {"conv_first.weight": (64, 3, 3, 3),
        "body.0.rdb1.conv1.weight": (32, 64, 3, 3)}),
    ("upscaler", "", {"body.0.weight": (64, 3, 3, 3), "body.1.weight": (64,)}),
    ("text_encoder", "clip", {"text_model.embeddings.token_embedding.weight": (49408, 768)}),
    ("text_encoder", "t5", {"encoder.block.0.layer.0.SelfAttention.q.weight": (4096, 4096)}),
    ("image_encoder", "", {"vision_model.embeddings.patch_embedding.weight": (1280, 3, 14, 14)}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "family", "shapes"), HEADERS)
def test_every_kind_is_told(kind: str, family: str, shapes: dict[str, tuple[int, ...]]) -> None:
    assert kind_of(shapes) == (kind, family)


@pytest.mark.parametrize("shapes", [{"x": (3, 5)}, {"a.weight": (3, 3, 3)}, {"scalar": ()}])
def test_what_is_of_no_known_kind_is_not_guessed(shapes: dict[str, tuple[int, ...]]) -> None:
    assert kind_of(shapes) is None


def test_a_family_that_is_not_painted_with_is_listed_with_the_reason(tmp_path: Path) -> None:
    name = "adaln_single.emb.timestep_embedder.linear_1.weight"
    save_file({name: torch.zeros(6, 2).bfloat16()}, tmp_path / "x.safetensors")
    (found,) = find([tmp_path])
    assert (found.family, found.precision) == ("pixart", "BF16")
    assert "cannot be painted with" in found.problems[0]


def test_files_beside_the_models_are_listed_once_with_what_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "loras/misleading-vae.safetensors"
    file.parent.mkdir()
    lora = {"unet.down.attn2.to_k.lora_A.weight": torch.zeros(2, 768).half()}
    save_file(lora, file)
    (tmp_path / "again.safetensors").symlink_to(file)
    (tmp_path / "broken.safetensors").write_bytes(file.read_bytes()[:-1])
    assert [(one.kind, one.family, one.precision) for one in find([tmp_path])] == [
        ("lora", "sd1", "F16")
    ]
    assert find([tmp_path], [file]) == []
    (broken,) = damaged([tmp_path])
    assert (broken.kind, broken.path.name) == ("lora", "broken.safetensors")
    assert broken.problems[0].startswith("broken.safetensors is cut off: ")
    monkeypatch.setenv("UNDERPAINT_MODELS", str(tmp_path))
    assert cli.main(["models", "--json"]) == 0
    (told, cut) = (one for one in json.loads(capsys.readouterr().out) if one.get("kind"))
    assert cut["path"].endswith("broken.safetensors")
    assert (told["kind"], told["family"], told["bytes"]) == ("lora", "sd1", file.stat().st_size)
    assert cli.main(["models"]) == 0
    assert "again: LoRA" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"hello world", b"\xff" * 64, b"\x02\0\0\0\0\0\0\0[]"])
def test_what_is_no_safetensors_file_is_listed_with_what_is_wrong(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "page.safetensors").write_bytes(content)
    assert find([tmp_path]) == []
    (one,) = damaged([tmp_path])
    assert one.kind == "" and one.bytes == len(content)
    assert "page.safetensors" in one.problems[0] and "anew" in one.problems[1]
