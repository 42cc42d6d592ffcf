"""What predicts on the processor: OpenVINO, and torch in its several ways, each by torch as it is.

docs/speed.md tells what came of them, and what is used.
"""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import torch
from torch import Tensor
from torch.nn.attention import SDPBackend, sdpa_kernel

from core import places
from core.models.backends import WORTH
from core.models.compiled import CompiledUNet
from core.models.library import find_models, named
from core.models.loading import LoadedModel, load
from core.models.threads import one_thread
from desktop.bench import Figure
from desktop.bench.seconds import timed
from desktop.bench.step_reuse import large

SIDES = (32, 64)
"""Latents a side, for the starter model; the larger network predicts the smaller one."""
ROUNDS = 3
NO_WORSE = 1.3
"""Times torch's own distance from float32 that a prediction may have."""
EQUAL = 1.05
"""The way that is used may be slower by that than another one: as much as the figures vary."""
TOKENS = 48


def run() -> list[Figure]:
    """Processor's time of one prediction with guidance, and how far it is from float32's."""
    model = load(named(find_models(places.models()), "starter"))
    with one_thread(), torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of torch's compiler, about itself
        figures = [*_compiled("starter", model, SIDES), _errors(model)]
        figures += _ways("starter", model, SIDES[0])
        figures += _by_torchs_compiler("starter", model, SIDES[0])
        torch.manual_seed(0)
        big = large(model)
        big.unet.to(memory_format=torch.channels_last)
        figures += _compiled("shape of Stable Diffusion 1.5", big, SIDES[:1])
        return figures


def _compiled(name: str, model: LoadedModel, sides: tuple[int, ...]) -> Iterator[Figure]:
    """OpenVINO's time by torch's."""
    made = CompiledUNet(model.unet, model.dtype)
    compiling = timed(made.compile).processor
    for side in sides:
        given = _inputs(model, side)
        ways: dict[str, Callable[[], object]] = {
            "torch": partial(_by_torch, model.unet, given),
            "openvino": partial(made.predict, *given),
        }
        taken = _least(ways)
        parts = {f"{way}_s": each for way, each in taken.items()} | {"compiling_s": compiling}
        ratio = taken["openvino"] / taken["torch"]
        yield Figure(f"OpenVINO, {name}, {8 * side} px", ratio, WORTH, made_of=parts)


def _errors(model: LoadedModel) -> Figure:
    """OpenVINO's distance from float32 by torch's, where torch does not compute in float32."""
    exact = load(model.info, dtype=torch.float32)
    made = CompiledUNet(model.unet, model.dtype)
    made.compile()
    given = _inputs(model, SIDES[0])
    wanted = _by_torch(exact.unet, tuple(one.float() for one in given))
    own = max(_distance(_by_torch(model.unet, given), wanted), 1e-6)
    other = _distance(made.predict(*given), wanted)
    parts = {"torch": own, "openvino": other}
    return Figure("OpenVINO's distance from float32", other / own, NO_WORSE, made_of=parts)


def _ways(name: str, model: LoadedModel, side: int) -> Iterator[Figure]:
    """torch as it is used, by torch in other ways: attention by other kernels, the layout of
    convolutions."""
    unet, given = model.unet, _inputs(model, side)

    def written_out() -> Tensor:
        with sdpa_kernel(SDPBackend.MATH):
            return _by_torch(unet, given)

    plain = load(model.info, dtype=model.dtype).unet.to(memory_format=torch.contiguous_format)
    ways: dict[str, Callable[[], object]] = {
        "as it is": lambda: _by_torch(unet, given),
        "attention written out": written_out,
        "contiguous": lambda: _by_torch(plain, given),
    }
    sliced = load(model.info, dtype=model.dtype).unet
    sliced.set_attention_slice("auto")
    ways["attention in slices"] = lambda: _by_torch(sliced, given)
    taken = _least(ways)
    for way, each in taken.items():
        if way != "as it is":
            parts = {"as_it_is_s": taken["as it is"], "other_s": each}
            ratio = taken["as it is"] / each
            yield Figure(f"torch as it is by {way}, {name}", ratio, EQUAL, made_of=parts)


def _by_torchs_compiler(name: str, model: LoadedModel, side: int) -> Iterator[Figure]:
    """OpenVINO's time by that of torch's own compiler, which needs one for C++."""
    if not shutil.which("g++"):
        return
    given, made = _inputs(model, side), CompiledUNet(model.unet, model.dtype)
    own = timed(made.compile).processor
    fast = torch.compile(load(model.info, dtype=model.dtype).unet)
    other = timed(lambda: _by_torch(fast, given)).processor
    taken = _least(
        {"torch": lambda: _by_torch(fast, given), "openvino": lambda: made.predict(*given)}
    )
    parts = {"openvino_s": taken["openvino"], "torch_compile_s": taken["torch"]}
    parts |= {"compiling_openvino_s": own, "compiling_torch_s": other}
    ratio = taken["openvino"] / taken["torch"]
    yield Figure(f"OpenVINO by torch.compile, {name}", ratio, EQUAL, made_of=parts)


def _least(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The least processor's time of each, taken in turn; the first round warms up."""
    taken = dict.fromkeys(ways, float("inf"))
    for turn in range(ROUNDS + 1):
        for way, predict in ways.items():
            seconds = timed(predict).processor
            if turn:
                taken[way] = min(taken[way], seconds)
    return taken


def _inputs(model: LoadedModel, side: int) -> tuple[Tensor, Tensor, Tensor]:
    """Latents, time and words of a picture and its negative."""
    dice = torch.Generator().manual_seed(1)
    config = model.unet.config
    latents = torch.randn(2, config.in_channels, side, side, generator=dice)
    words = torch.randn(2, TOKENS, config.cross_attention_dim, generator=dice)
    return latents.to(model.dtype), torch.tensor(500.0), words.to(model.dtype)


def _by_torch(unet: Any, given: tuple[Tensor, ...]) -> Tensor:
    latents, time, words = given
    predicted: Tensor = unet(latents, time, words, return_dict=False)[0]
    return predicted


def _distance(found: Tensor, wanted: Tensor) -> float:
    """Relative, root of the mean square."""
    difference = (found.float() - wanted).pow(2).mean().sqrt()
    return float(difference / wanted.pow(2).mean().sqrt())
