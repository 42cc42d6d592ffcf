"""Names and shapes of the tensors of well-known files, written from how they are published.

Only what tells them apart and what is read of them is here, in full where counts matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Shapes = dict[str, tuple[int, ...]]

LDM = "model.diffusion_model."
FIVE, TWO, XL = (1, 1, 1, 0), (1, 1, 1, 0), (0, 2, 10)
"""Layers of attention at each level of SD 1.x, SD 2.x and SDXL."""


def prefixed(prefix: str, shapes: Mapping[str, tuple[int, ...]]) -> Shapes:
    return {prefix + name: shape for name, shape in shapes.items()}


def renamed(shapes: Mapping[str, tuple[int, ...]], *pairs: tuple[str, str]) -> Shapes:
    found = dict(shapes)
    for old, new in pairs:
        found = {name.replace(old, new): shape for name, shape in found.items()}
    return found


def _res(name: str, taken: int, given: int) -> Shapes:
    found: Shapes = {
        f"{name}.in_layers.0.weight": (taken,), f"{name}.in_layers.2.weight": (given, taken, 3, 3),
        f"{name}.emb_layers.1.weight": (given, 1280), f"{name}.out_layers.0.weight": (given,),
        f"{name}.out_layers.3.weight": (given, given, 3, 3),
    }  # fmt: skip
    if taken != given:
        found[f"{name}.skip_connection.weight"] = (given, taken, 1, 1)
    return found


def _attention(name: str, width: int, words: int, depth: int, linear: bool) -> Shapes:
    side: tuple[int, ...] = (width, width) if linear else (width, width, 1, 1)
    found: Shapes = {f"{name}.norm.weight": (width,), f"{name}.proj_in.weight": side,
                     f"{name}.proj_out.weight": side}  # fmt: skip
    for layer in range(depth):
        at = f"{name}.transformer_blocks.{layer}"
        for attention, read in (("attn1", width), ("attn2", words)):
            found |= {f"{at}.{attention}.to_q.weight": (width, width),
                      f"{at}.{attention}.to_k.weight": (width, read),
                      f"{at}.{attention}.to_v.weight": (width, read),
                      f"{at}.{attention}.to_out.0.weight": (width, width)}  # fmt: skip
        found |= {f"{at}.ff.net.0.proj.weight": (8 * width, width),
                  f"{at}.ff.net.2.weight": (width, 4 * width),
                  f"{at}.norm1.weight": (width,), f"{at}.norm1.bias": (width,)}  # fmt: skip
    return found


def unet(
    words: int = 768, taken: int = 4, depths: Sequence[int] = FIVE, *, middle: int = 1,
    first: int = 320, multiples: Sequence[int] = (), linear: bool = False, classes: int = 0,
) -> Shapes:  # fmt: skip
    """A UNet as its first authors name its tensors."""
    multiples = multiples or (1, 2, 4, 4)[: len(depths)]
    found: Shapes = {"input_blocks.0.0.weight": (first, taken, 3, 3),
                     "time_embed.0.weight": (4 * first, first),
                     "out.0.weight": (first,), "out.2.weight": (4, first, 3, 3)}  # fmt: skip
    if classes:
        found["label_emb.0.0.weight"] = (4 * first, classes)
    at, width, skips = 1, first, [first]
    for level, depth in enumerate(depths):
        for _ in range(2):
            given = first * multiples[level]
            found |= _res(f"input_blocks.{at}.0", width, given)
            width = given
            if depth:
                found |= _attention(f"input_blocks.{at}.1", width, words, depth, linear)
            at += 1
            skips.append(width)
        if level + 1 < len(depths):
            found[f"input_blocks.{at}.0.op.weight"] = (width, width, 3, 3)
            at += 1
            skips.append(width)
    for place in (0, 2):
        found |= _res(f"middle_block.{place}", width, width)
    found |= _attention("middle_block.1", width, words, middle, linear)
    at = 0
    for level in reversed(range(len(depths))):
        for _ in range(3):
            given = first * multiples[level]
            found |= _res(f"output_blocks.{at}.0", width + skips.pop(), given)
            width = given
            if depths[level]:
                found |= _attention(f"output_blocks.{at}.1", width, words, depths[level], linear)
            at += 1
    return prefixed(LDM, found)


def vae(latents: int = 4, *, ldm: bool = True) -> Shapes:
    """An autoencoder, as its first authors name its tensors, or as diffusers does."""
    found: Shapes = {"encoder.conv_in.weight": (128, 3, 3, 3),
                     "decoder.conv_in.weight": (512, latents, 3, 3),
                     "decoder.conv_out.weight": (3, 128, 3, 3),
                     "encoder.conv_out.weight": (2 * latents, 512, 3, 3)}  # fmt: skip
    for level, width in enumerate((128, 256, 512, 512)):
        for block in range(2):
            before = (128, 128, 256, 512)[level] if not block else width
            name = (f"encoder.down.{level}.block.{block}" if ldm else
                    f"encoder.down_blocks.{level}.resnets.{block}")  # fmt: skip
            found[f"{name}.conv1.weight"] = (width, before, 3, 3)
            found[f"{name.replace('enc', 'dec').replace('down', 'up')}.conv2.weight"] = (
                width, width, 3, 3
            )  # fmt: skip
    return found


def wan_vae(latents: int = 16, pixel: int = 3) -> Shapes:
    """Qwen-Image's and Wan's autoencoder: what tells it from others."""
    return {"encoder.conv1.weight": (96, pixel, 3, 3, 3),
            "conv2.weight": (latents, latents, 1, 1, 1),
            "decoder.middle.0.residual.0.gamma": (384, 1, 1, 1),
            "decoder.head.2.weight": (pixel, 96, 3, 3, 3)}  # fmt: skip


def clip(width: int = 768, layers: int = 12) -> Shapes:
    found: Shapes = {"text_model.embeddings.token_embedding.weight": (49408, width),
                     "text_model.embeddings.position_embedding.weight": (77, width),
                     "text_model.final_layer_norm.weight": (width,)}  # fmt: skip
    for layer in range(layers):
        at = f"text_model.encoder.layers.{layer}"
        found |= {f"{at}.self_attn.q_proj.weight": (width, width),
                  f"{at}.mlp.fc1.weight": (4 * width, width)}  # fmt: skip
    return found


def open_clip(width: int, layers: int) -> Shapes:
    found: Shapes = {"token_embedding.weight": (49408, width), "ln_final.weight": (width,),
                     "positional_embedding": (77, width),
                     "text_projection": (width, width)}  # fmt: skip
    for layer in range(layers):
        at = f"transformer.resblocks.{layer}"
        found |= {f"{at}.attn.in_proj_weight": (3 * width, width),
                  f"{at}.mlp.c_fc.weight": (4 * width, width)}  # fmt: skip
    return found


FIRST_STAGE = prefixed("first_stage_model.", vae())
CLIP_L = prefixed("cond_stage_model.transformer.", clip())
OPEN_CLIP_H = prefixed("cond_stage_model.model.", open_clip(1024, 24))
XL_WORDS = prefixed("conditioner.embedders.0.transformer.", clip()) | prefixed(
    "conditioner.embedders.1.model.", open_clip(1280, 32)
)


def sd1(taken: int = 4) -> Shapes:
    return unet(taken=taken) | FIRST_STAGE | CLIP_L


def sd2(taken: int = 4) -> Shapes:
    return unet(1024, taken, TWO, linear=True) | FIRST_STAGE | OPEN_CLIP_H


def sdxl(taken: int = 4) -> Shapes:
    return unet(2048, taken, XL, middle=10, linear=True, classes=2816) | FIRST_STAGE | XL_WORDS


def refiner() -> Shapes:
    network = unet(1280, 4, (0, 4, 4, 0), middle=4, first=384, linear=True, classes=2560)
    return network | FIRST_STAGE | prefixed("conditioner.embedders.0.model.", open_clip(1280, 32))


def flux(taken: int = 64, *, guided: bool = True, diffusers: bool = False) -> Shapes:
    """FLUX.1 as its authors name its tensors, or as diffusers does."""
    if diffusers:
        found: Shapes = {"x_embedder.weight": (3072, taken),
                         "context_embedder.weight": (3072, 4096)}  # fmt: skip
        if guided:
            found["time_text_embed.guidance_embedder.linear_1.weight"] = (3072, 256)
        for block in range(19):
            at = f"transformer_blocks.{block}"
            found |= {f"{at}.attn.add_q_proj.weight": (3072, 3072),
                      f"{at}.attn.to_q.weight": (3072, 3072),
                      f"{at}.ff_context.net.0.proj.weight": (12288, 3072)}  # fmt: skip
        for block in range(38):
            found[f"single_transformer_blocks.{block}.proj_mlp.weight"] = (12288, 3072)
        return found
    found = {"img_in.weight": (3072, taken), "txt_in.weight": (3072, 4096),
             "time_in.in_layer.weight": (3072, 256)}  # fmt: skip
    if guided:
        found["guidance_in.in_layer.weight"] = (3072, 256)
    for block in range(19):
        found[f"double_blocks.{block}.img_attn.qkv.weight"] = (9216, 3072)
        found[f"double_blocks.{block}.txt_attn.qkv.weight"] = (9216, 3072)
    for block in range(38):
        found[f"single_blocks.{block}.linear1.weight"] = (21504, 3072)
    return found


def sd3(depth: int = 24, *, twice: bool = False) -> Shapes:
    width = 64 * depth
    found: Shapes = {"x_embedder.proj.weight": (width, 16, 2, 2),
                     "context_embedder.weight": (width, 4096)}  # fmt: skip
    for block in range(depth):
        at = f"joint_blocks.{block}"
        found[f"{at}.x_block.attn.qkv.weight"] = (3 * width, width)
        found[f"{at}.context_block.attn.qkv.weight"] = (3 * width, width)
        if twice and block < 13:
            found[f"{at}.x_block.attn2.qkv.weight"] = (3 * width, width)
    return prefixed(LDM, found)


def kohya(
    changed: Iterable[tuple[str, tuple[int, int]]], rank: int = 16, form: str = "lora"
) -> Shapes:
    """A LoRA as kohya's scripts save it: (name of a matrix, its shape)."""
    found: Shapes = {}
    for name, (given, read) in changed:
        if form == "lora":
            found |= {f"{name}.lora_down.weight": (rank, read),
                      f"{name}.lora_up.weight": (given, rank)}  # fmt: skip
        elif form == "loha":
            for number in (1, 2):
                found |= {f"{name}.hada_w{number}_a": (given, rank),
                          f"{name}.hada_w{number}_b": (rank, read)}  # fmt: skip
        else:
            found |= {f"{name}.lokr_w1": (16, 16),
                      f"{name}.lokr_w2": (given // 16, read // 16)}  # fmt: skip
        found[f"{name}.alpha"] = ()
    return found


def peft(changed: Iterable[tuple[str, tuple[int, int]]], rank: int = 16) -> Shapes:
    """A LoRA as diffusers saves it."""
    found: Shapes = {}
    for name, (given, read) in changed:
        found |= {f"{name}.lora_A.weight": (rank, read), f"{name}.lora_B.weight": (given, rank)}
    return found


def attentions(words: int, *, kohya: bool, block: str = "down_blocks.1.attentions.0",
               layers: int = 1) -> list[tuple[str, tuple[int, int]]]:  # fmt: skip
    """The matrices of an attention that a LoRA usually changes."""
    found = []
    for layer in range(layers):
        for attention, read in (("attn1", 640), ("attn2", words)):
            for matrix in ("to_q", "to_k", "to_v", "to_out.0"):
                name = f"{block}.transformer_blocks.{layer}.{attention}.{matrix}"
                shape = (640, read if matrix in ("to_k", "to_v") else 640)
                found.append(
                    (f"lora_unet_{name.replace('.', '_')}" if kohya else f"unet.{name}", shape)
                )
    return found


def controlnet(words: int = 768, depths: Sequence[int] = FIVE, *, ldm: bool) -> Shapes:
    """A ControlNet in its first authors' names, or in diffusers'."""
    if ldm:
        body = {name.removeprefix(LDM): shape for name, shape in unet(words, 4, depths).items()
                if "output_blocks" not in name and ".out." not in name}  # fmt: skip
        body |= {
            "input_hint_block.0.weight": (16, 3, 3, 3),
            "zero_convs.0.0.weight": (320, 320, 1, 1),
        }
        return prefixed("control_model.", body)
    return {
        "conv_in.weight": (320, 4, 3, 3),
        "controlnet_cond_embedding.conv_in.weight": (16, 3, 3, 3),
        "controlnet_down_blocks.0.weight": (320, 320, 1, 1),
        "down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.weight": (640, words),
    }


def qwen3(width: int, layers: int) -> Shapes:
    """Qwen3, as ComfyUI keeps it for Z-Image and FLUX.2 klein."""
    found: Shapes = {"model.embed_tokens.weight": (151936, width), "model.norm.weight": (width,)}
    for layer in range(layers):
        at = f"model.layers.{layer}"
        found |= {
            f"{at}.self_attn.q_norm.weight": (128,), f"{at}.self_attn.k_norm.weight": (128,),
            f"{at}.self_attn.q_proj.weight": (4096, width),
            f"{at}.self_attn.k_proj.weight": (1024, width),
            f"{at}.mlp.gate_proj.weight": (9728, width),
        }  # fmt: skip
    return found


def qwen_seeing(width: int = 3584, layers: int = 28) -> Shapes:
    """Qwen2.5-VL 7B, as ComfyUI keeps it for Qwen-Image."""
    found: Shapes = {
        "model.embed_tokens.weight": (152064, width), "visual.patch_embed.proj.weight":
        (1280, 3, 2, 14, 14), "visual.merger.mlp.2.weight": (width, 5120),
    }  # fmt: skip
    for block in range(32):
        found |= {f"visual.blocks.{block}.attn.qkv.weight": (3840, 1280),
                  f"visual.blocks.{block}.mlp.gate_proj.weight": (3420, 1280)}  # fmt: skip
    for layer in range(layers):
        at = f"model.layers.{layer}"
        found |= {
            f"{at}.self_attn.q_proj.weight": (3584, width), f"{at}.self_attn.q_proj.bias": (3584,),
            f"{at}.self_attn.k_proj.weight": (512, width),
            f"{at}.mlp.gate_proj.weight": (18944, width),
        }  # fmt: skip
    return found


def xlabs_control(width: int = 3072, blocks: int = 2) -> Shapes:
    """XLabs' ControlNets of FLUX.1 (v3)."""
    found: Shapes = {
        "img_in.weight": (width, 64), "txt_in.weight": (width, 4096),
        "time_in.in_layer.weight": (width, 256), "time_in.out_layer.weight": (width, width),
        "vector_in.in_layer.weight": (width, 768), "vector_in.out_layer.weight": (width, width),
        "guidance_in.in_layer.weight": (width, 256),
        "guidance_in.out_layer.weight": (width, width), "pos_embed_input.weight": (width, 64),
        "input_hint_block.0.weight": (16, 3, 3, 3),
    }  # fmt: skip
    for place in range(2, 16, 2):
        found[f"input_hint_block.{place}.weight"] = (16, 16, 3, 3)
    for block in range(blocks):
        found[f"controlnet_blocks.{block}.weight"] = (width, width)
        for side in ("img", "txt"):
            at = f"double_blocks.{block}.{side}"
            found |= {
                f"{at}_attn.qkv.weight": (3 * width, width), f"{at}_attn.proj.weight": (width,) * 2,
                f"{at}_attn.norm.query_norm.scale": (128,),
                f"{at}_attn.norm.key_norm.scale": (128,),
                f"{at}_mod.lin.weight": (6 * width, width),
                f"{at}_mlp.0.weight": (4 * width, width), f"{at}_mlp.2.weight": (width, 4 * width),
            }  # fmt: skip
    return found


def stability_control(width: int = 2432, blocks: int = 19) -> Shapes:
    """Stability's ControlNets of SD 3.5 Large."""
    time = "time_text_embed"
    found: Shapes = {
        "pos_embed_input.proj.weight": (width, 16, 2, 2), "control_type": (),
        f"{time}.timestep_embedder.linear_1.weight": (width, 256),
        f"{time}.timestep_embedder.linear_2.weight": (width, width),
        f"{time}.text_embedder.linear_1.weight": (width, 2048),
        f"{time}.text_embedder.linear_2.weight": (width, width),
    }  # fmt: skip
    for block in range(blocks):
        at = f"transformer_blocks.{block}"
        found |= {
            f"controlnet_blocks.{block}.weight": (width, width),
            f"{at}.attn.qkv.weight": (3 * width, width), f"{at}.attn.proj.weight": (width, width),
            f"{at}.adaLN_modulation.1.weight": (6 * width, width),
            f"{at}.adaLN_modulation.1.bias": (6 * width,),
            f"{at}.mlp.fc1.weight": (4 * width, width), f"{at}.mlp.fc2.weight": (width, 4 * width),
        }  # fmt: skip
    return found


def z_image_control(blocks: int, taken: int, *, refining: bool, width: int = 3840) -> Shapes:
    """alibaba-pai's ControlNets of Z-Image, of several kinds of maps each."""
    found: Shapes = {"control_all_x_embedder.2-1.weight": (width, 4 * taken)}
    names = [f"control_layers.{number}" for number in range(blocks)]
    for at in [*names, "control_noise_refiner.0", "control_noise_refiner.1"]:
        own = at.startswith("control_layers") or refining
        found |= {
            f"{at}.attention.{one}.weight": (width, width)
            for one in ("to_q", "to_k", "to_v", "to_out.0")
        }
        found |= {
            f"{at}.attention.norm_q.weight": (128,), f"{at}.attention.norm_k.weight": (128,),
            f"{at}.adaLN_modulation.0.weight": (4 * width, 256),
            f"{at}.feed_forward.w1.weight": (width * 8 // 3, width),
        }  # fmt: skip
        if own:
            found[f"{at}.after_proj.weight"] = (width, width)
            if at.endswith(".0"):
                found[f"{at}.before_proj.weight"] = (width, width)
    return found


def t2i_adapter(first: int = 192, *, light: bool = False) -> Shapes:
    """A T2I-Adapter of SD 1.x (a map of 3 channels, 64 pixels at once), as published."""
    found: Shapes = {"conv_in.weight": (320, first, 3, 3)}
    if light:
        for level, width in enumerate((320, 640, 1280, 1280)):
            before = (192, 320, 640, 1280)[level]
            found |= {f"body.{level}.in_conv.weight": (width // 4, before, 1, 1),
                      f"body.{level}.out_conv.weight": (width, width // 4, 1, 1)}  # fmt: skip
            for block in range(4):
                for number in (1, 2):
                    name = f"body.{level}.body.{block}.block{number}.weight"
                    found[name] = (width // 4, width // 4, 3, 3)
        del found["conv_in.weight"]
        return found
    for block in range(8):
        width = (320, 640, 1280, 1280)[block // 2]
        if block in (2, 4):
            found[f"body.{block}.in_conv.weight"] = (width, width // 2, 1, 1)
        found |= {f"body.{block}.block1.weight": (width, width, 3, 3),
                  f"body.{block}.block2.weight": (width, width, 1, 1)}  # fmt: skip
    return found


def ip_adapter(words: int, looks: Shapes, layers: int = 16) -> Shapes:
    found = prefixed("image_proj.", looks)
    for layer in range(layers):
        found |= {f"ip_adapter.{2 * layer + 1}.to_k_ip.weight": (320, words),
                  f"ip_adapter.{2 * layer + 1}.to_v_ip.weight": (320, words)}  # fmt: skip
    return found


def esrgan(taken: int = 3, *, old: bool = False, blocks: int = 23, ups: int = 2) -> Shapes:
    """An upscaler of the ESRGAN kind, in its new or its old names."""
    if old:
        found: Shapes = {"model.0.weight": (64, taken, 3, 3)}
        for block in range(blocks):
            found[f"model.1.sub.{block}.RDB1.conv1.0.weight"] = (32, 64, 3, 3)
        for place in (3, 6)[:ups]:
            found[f"model.{place}.weight"] = (64, 64, 3, 3)
        return found
    found = {"conv_first.weight": (64, taken, 3, 3), "conv_last.weight": (3, 64, 3, 3)}
    for block in range(blocks):
        found[f"body.{block}.rdb1.conv1.weight"] = (32, 64, 3, 3)
    for number in range(1, ups + 1):
        found[f"conv_up{number}.weight"] = (64, 64, 3, 3)
    return found


def compact(scale: int = 4, layers: int = 34) -> Shapes:
    """An upscaler as SRVGGNetCompact."""
    found: Shapes = {"body.0.weight": (64, 3, 3, 3), "body.1.weight": (64,)}
    for layer in range(2, layers, 2):
        found |= {f"body.{layer}.weight": (64, 64, 3, 3), f"body.{layer + 1}.weight": (64,)}
    return found | {f"body.{layers}.weight": (3 * scale * scale, 64, 3, 3)}
