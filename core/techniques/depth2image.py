"""Depth2Image: what is near and what is far stays, everything else is painted anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.denoise.places import Places
from core.techniques.declare import FieldError, Technique, picture, technique

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.run import Run
    from core.denoise.unet import Call
    from core.geometry import Size
    from core.request import Pixels, Request


@technique(
    "depth2image",
    title="Depth2Image",
    needs=("depth",),
    not_with={
        "depth2image": "A picture has one depth.",
        "instruct_pix2pix": "No model was trained both for depth and for instructions.",
    },
)
class Depth2Image(Technique):
    """Keeps the depth of the picture and paints the rest anew, by a model trained for it.

    Rombach et al. 2022, https://arxiv.org/abs/2112.10752 (section 3.3, conditioning by
    concatenation), with the depth model of Stable Diffusion 2; depth is estimated as by Ranftl et
    al. 2021 (DPT), https://arxiv.org/abs/2103.13413. A depth map that is given or painted needs
    no picture under it.
    """

    depth: Pixels | None = picture(
        title="Depth",
        help="White is near, black is far. Estimated from the picture when left open.",
    )

    def check(self, request: Request) -> None:
        if self.depth is None and request.source is None:
            raise FieldError(
                "depth",
                "There is neither a depth map nor a picture whose depth could be estimated.",
                "Give one of the two.",
            )

    def begin(self, run: Run) -> Places:
        return _Depth2Image(self.depth, run)


class _Depth2Image(Places):
    def __init__(self, depth: Pixels | None, run: Run) -> None:
        from core.denoise.loop import check

        found = estimated(run) if depth is None else given(depth, run)
        check(found, "reading the depth")
        self._depth = normalised(found, run.latent_size)

    def inputs(self, call: Call) -> None:
        """Depth is the fifth channel of every branch."""
        call.channels.append(call.rows(self._depth))


def given(depth: Pixels, run: Run) -> Tensor:
    """A depth map's brightness, (1, 1, h, w); where it is transparent nothing was painted: far."""
    import torch

    rgba = torch.from_numpy(depth.array.copy()).to(run.model.device).float() / 255
    grey = rgba[..., :3] @ rgba.new_tensor([0.299, 0.587, 0.114])
    return (grey * rgba[..., 3])[None, None]


def estimated(run: Run) -> Tensor:
    """The source's depth, (1, 1, h, w); estimated once for a queue of requests with that source."""
    from core.denoise.pictures import flat
    from core.denoise.run import Found
    from core.errors import ModelError
    from core.models import depth
    from core.models.shelf import fingerprint

    source, shelf = run.request.source, run.shelf
    assert source is not None  # checked with the request
    folder = depth.own_estimator(run.model.info) or depth.find_estimator(shelf.dirs)
    if folder is None:
        raise ModelError(
            "The picture's depth cannot be estimated: the model has no folder depth_estimator, and "
            "no depth estimator (DPT or Depth Anything) was found among the models.",
            "Put one there, or give or paint a depth map.",
        )

    def estimate() -> Tensor:
        network = depth.load_estimator(folder, run.model.device)
        return depth.estimate(folder, network, flat(source.array))

    found: Tensor = shelf.get((folder, fingerprint(folder), source.digest), estimate)
    for index in range(len(run.generators)):
        run.found.append(Found("depth2image", "depth", index, spread(found)[0, 0]))
    return found


def normalised(depth: Tensor, size: Size) -> Tensor:
    """Depth at the latents' size, over the whole of -1…1, as the model was trained on it."""
    from torch.nn.functional import interpolate

    resized = interpolate(depth, (size.height, size.width), mode="bicubic", align_corners=False)
    return spread(resized) * 2 - 1


def spread(depth: Tensor) -> Tensor:
    """Depth over the whole of 0…1; the middle where all is equally far."""
    least, most = depth.min(), depth.max()
    if most - least <= 1e-6 * most.abs():
        return depth.new_full(depth.shape, 0.5)
    return (depth - least) / (most - least)
