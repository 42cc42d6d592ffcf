"""Small random networks that look at pictures, in folders where preprocessors find them."""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import (
    DPTConfig,
    DPTForDepthEstimation,
    DPTImageProcessor,
    SegformerConfig,
    SegformerForSemanticSegmentation,
    SegformerImageProcessor,
)

from core.control import detectors


def save_depth(folder: Path) -> Path:
    """A depth estimator of the DPT kind."""
    torch.manual_seed(0)
    DPTForDepthEstimation(
        DPTConfig(
            hidden_size=32,
            num_hidden_layers=4,
            num_attention_heads=2,
            intermediate_size=32,
            image_size=64,
            patch_size=16,
            backbone_out_indices=[0, 1, 2, 3],
            neck_hidden_sizes=[8, 8, 16, 16],
            fusion_hidden_size=16,
            is_hybrid=False,
        )
    ).save_pretrained(folder)
    DPTImageProcessor(size={"height": 64, "width": 64}).save_pretrained(folder)
    return folder


def save_segments(folder: Path) -> Path:
    """A segmentation model of the SegFormer kind, with ADE20K's number of classes."""
    torch.manual_seed(0)
    SegformerForSemanticSegmentation(
        SegformerConfig(
            depths=[1, 1, 1, 1],
            hidden_sizes=[8, 8, 16, 16],
            num_attention_heads=[1, 1, 2, 2],
            decoder_hidden_size=16,
            num_labels=150,
        )
    ).save_pretrained(folder)
    SegformerImageProcessor(size={"height": 64, "width": 64}).save_pretrained(folder)
    return folder


def save_teed(folder: Path) -> Path:
    """The weights of controlnet-aux's smallest network, drawn at random."""
    detectors._package()
    from controlnet_aux.teed.ted import TED

    torch.manual_seed(0)
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(TED().state_dict(), folder / "5_model.pth")
    return folder
