"""Previews: the predicted clean latents as colours, by a linear map instead of the decoder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d, interpolate

from core.models.info import PreviewMap

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.models.families.flow import FlowFamily


def preview(clean: Tensor, colours: PreviewMap) -> npt.NDArray[np.uint8]:
    """Scaled clean latents (pictures, 4, h, w) → RGB (pictures, h, w, 3), one pixel a latent."""
    matrix = clean.new_tensor(colours.matrix)
    rgb = clean.movedim(1, -1) @ matrix + clean.new_tensor(colours.bias)
    bytes_: npt.NDArray[np.uint8] = rgb.mul(255).round_().clamp_(0, 255).byte().cpu().numpy()
    return bytes_


@torch.no_grad()
def fit_preview_map(
    vae: Any, pictures: int = 16, side: int = 128, family: FlowFamily | None = None
) -> PreviewMap:
    """The linear map that an autoencoder itself implies, by least squares.

    Encodes pictures of smooth coloured noise and maps each latent to the mean colour of the
    pixels it stands for.
    """
    generator = torch.Generator("cpu").manual_seed(0)
    smooth = [
        interpolate(
            torch.rand(pictures, 3, cells, cells, generator=generator), (side, side), mode="bicubic"
        )
        for cells in (3, 9)
    ]
    rgb = (0.7 * smooth[0] + 0.3 * smooth[1]).clamp(0, 1)
    parameter = next(vae.parameters())
    pixels = (rgb * 2 - 1).to(parameter.device, parameter.dtype)
    if family is not None:
        latents = family.scaled(vae, family.distribution(vae, pixels)[0].float()).cpu()
    else:
        latents = vae.encode(pixels).latent_dist.mean.float().cpu() * vae.config.scaling_factor
    colours = adaptive_avg_pool2d(rgb, latents.shape[-1]).movedim(1, -1).flatten(0, 2)
    known = latents.movedim(1, -1).flatten(0, 2)
    known = torch.cat([known, torch.ones(len(known), 1)], dim=1)
    solved = torch.linalg.lstsq(known.double(), colours.double()).solution.tolist()
    return PreviewMap.of_json({"matrix": solved[:-1], "bias": solved[-1]})
