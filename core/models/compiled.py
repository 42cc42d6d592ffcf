"""UNets compiled by OpenVINO for the processor: the same predictions in less time.

A compiled UNet has the weights as they were when it was made, and computes nothing but the whole
prediction. Whoever wants other weights, or wants to see or change what happens within, asks torch.
OpenVINO is imported when the first UNet is compiled, never before.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from diffusers import UNet2DConditionModel
from torch import Tensor, nn

from core.errors import Cancelled

_POLL = 20
"""Milliseconds after which it is asked again whether a prediction is still wanted."""
_TRACED = 17
"""Latents a side of what is traced: odd, so that every level is enlarged to the size of what it is
joined with, as any size needs it."""
_TYPES = {torch.float32: "f32", torch.bfloat16: "bf16"}
_WITH_SIZES = "text_time"
"""What diffusers calls it when a UNet is told the picture's size (SDXL)."""


def can(unet: Any, device: torch.device, dtype: torch.dtype) -> bool:
    """Whether a network can be compiled here: a UNet that computes on the processor in a type that
    OpenVINO has, with nothing in it that diffusers' own forward pass is not told here."""
    return (
        device.type == "cpu"
        and dtype in _TYPES
        and isinstance(unet, UNet2DConditionModel)
        and unet.config.addition_embed_type in (None, _WITH_SIZES)
        and unet.config.class_embed_type is None
        and unet.config.encoder_hid_dim_type is None
        and all(one.dtype == dtype for one in unet.parameters())
        and importlib.util.find_spec("openvino") is not None
    )


def bytes_for(unet: Any) -> int:
    """Of memory that a UNet takes once more when it is compiled, about: its weights as the kernels
    want them, and those of convolutions in the order in which they are read."""
    own = list(unet.parameters())
    return sum((1 + (one.dim() == 4)) * one.numel() * one.element_size() for one in own)


class CompiledUNet:
    """A UNet as it was when it was compiled. One prediction runs at a time."""

    def __init__(self, unet: Any, dtype: torch.dtype) -> None:
        """Looks at a UNet as it is now; it may have other weights while this one is compiled."""
        self._layers = [layer for layer in unet.modules() if layer is not unet]
        self._places = [
            (layer._parameters, name, one)
            for layer in self._layers
            for name, one in layer._parameters.items()
            if one is not None
        ]
        self._weights = self._weights_now()
        self.bytes = bytes_for(unet)
        """Of memory that it takes, about."""
        self._dtype = dtype
        self._traced = _Traced(_twin(unet))

    def compile(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Takes seconds. Raises Cancelled between two of its parts once `stopped` says so, and
        whatever OpenVINO does that cannot compile a network."""
        examples = self._traced.examples(self._dtype)
        openvino = _openvino()
        _stop_if(stopped)
        model, decoder = _converted(openvino, self._traced, examples)
        _stop_if(stopped)
        made = openvino.Core().compile_model(
            model,
            "CPU",
            {
                "INFERENCE_PRECISION_HINT": _TYPES[self._dtype],
                "INFERENCE_NUM_THREADS": torch.get_num_threads(),
                "PERFORMANCE_HINT": "LATENCY",
                # The window and other programs share the cores.
                "ENABLE_CPU_PINNING": False,
            },
        )
        # For sizes that it has not met, OpenVINO lays weights out anew, from where they were read.
        self._source = decoder
        self._request = made.create_infer_request()
        _stop_if(stopped)
        self._computed(examples, stopped)

    def is_current(self) -> bool:
        """Whether it computes what the UNet does now: nobody has changed its weights, or listens
        within it. Takes some tenths of a millisecond."""
        return (
            all(layer[name] is one for layer, name, one in self._places)
            and self._weights_now() == self._weights
            and not any(layer._forward_hooks for layer in self._layers)
        )

    def predict(
        self,
        sample: Tensor,
        time: Tensor,
        words: Tensor,
        *,
        down: Sequence[Tensor] | None = None,
        middle: Tensor | None = None,
        added: Mapping[str, Tensor] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Tensor:
        """The prediction (rows, channels, height, width) in float32 of latents of any size; `down`
        and `middle` are a ControlNet's residuals. Raises Cancelled, some hundredths of a second
        after `cancelled` says so."""
        nothing = torch.zeros(1, 1, 1, 1)
        given = {
            "sample": sample,
            "time": time.reshape(()),
            "words": words,
            "middle": nothing if middle is None else middle,
            **(added or {}),
        }
        for number in range(self._traced.skips):
            given[f"down{number}"] = nothing if down is None else down[number]
        return self._computed([given[name] for name in self._traced.names], cancelled)

    def _computed(self, inputs: Sequence[Tensor], cancelled: Callable[[], bool]) -> Tensor:
        self._request.wait()  # for one that nobody wanted any more
        # Held as long as it runs: they are not copied.
        self._given = [one.detach().float().contiguous().numpy() for one in inputs]
        self._request.start_async(dict(enumerate(self._given)), share_inputs=True)
        while not self._request.wait_for(_POLL):
            if cancelled():
                # It ends by itself, in threads of its own. Called off in the middle, the network
                # would mix up the sizes of this and the next one.
                raise Cancelled
        return torch.from_numpy(self._request.get_output_tensor(0).data.copy())

    def _weights_now(self) -> list[tuple[int, int]]:
        """What changes when a parameter has other numbers: where they lie, and how often they have
        been written to."""
        return [(one.data_ptr(), one._version) for _, _, one in self._places]


class _Traced(nn.Module):
    """A UNet with tensors alone for inputs, in a fixed order."""

    def __init__(self, unet: Any) -> None:
        super().__init__()
        self.unet = unet
        config = unet.config
        blocks = unet.down_blocks
        self.skips = 1 + sum(
            len(block.resnets) + (block.downsamplers is not None) for block in blocks
        )
        self.sized = config.addition_embed_type == _WITH_SIZES
        self.names = [
            "sample",
            "time",
            "words",
            "middle",
            *(f"down{number}" for number in range(self.skips)),
            *(("text_embeds", "time_ids") if self.sized else ()),
        ]

    def examples(self, dtype: torch.dtype) -> tuple[Tensor, ...]:
        """Inputs of a picture and its negative."""
        config = self.unet.config
        found = [
            torch.zeros(2, config.in_channels, _TRACED, _TRACED, dtype=dtype),
            torch.tensor(500.0),
            torch.zeros(2, 16, config.cross_attention_dim, dtype=dtype),
            *(torch.zeros(1, 1, 1, 1, dtype=dtype) for _ in range(1 + self.skips)),
        ]
        if self.sized:
            width = config.projection_class_embeddings_input_dim
            width -= 6 * config.addition_time_embed_dim
            found += [torch.zeros(2, width, dtype=dtype), torch.zeros(2, 6)]
        return tuple(found)

    def forward(
        self, sample: Tensor, time: Tensor, words: Tensor, middle: Tensor, *further: Tensor
    ) -> Tensor:
        told = {"text_embeds": further[-2], "time_ids": further[-1]} if self.sized else None
        predicted: Tensor = self.unet(
            sample,
            time,
            encoder_hidden_states=words,
            down_block_additional_residuals=further[: self.skips],
            mid_block_additional_residual=middle,
            added_cond_kwargs=told,
            return_dict=False,
        )[0]
        return predicted


def _twin(unet: Any) -> Any:
    """A UNet of its own with the same numbers, which are not copied but for those of convolutions:
    of those OpenVINO reads no other order than the plain one."""
    with torch.device("meta"):
        twin = UNet2DConditionModel.from_config(unet.config)
    state = {name: one.detach().contiguous() for name, one in unet.state_dict().items()}
    twin.load_state_dict(state, assign=True)
    return twin.eval().requires_grad_(False)


def _converted(openvino: Any, own: _Traced, examples: tuple[Tensor, ...]) -> tuple[Any, Any]:
    """OpenVINO's model of a network, for any number of rows, words and latents; and what it reads
    weights through until it is compiled."""
    from openvino.frontend.pytorch.ts_decoder import (  # type: ignore[import-untyped]
        TorchScriptPythonDecoder,
    )
    from openvino.preprocess import PrePostProcessor  # type: ignore[import-untyped]

    with torch.no_grad(), warnings.catch_warnings():
        # Of what is decided in Python while it is traced: it is the same for all sizes.
        warnings.simplefilter("ignore")
        trace: Any = torch.jit.trace
        traced = trace(own, examples, check_trace=False, strict=False)
        decoder = TorchScriptPythonDecoder(traced, example_input=examples)
        reader = openvino.frontend.FrontEndManager().load_by_framework("pytorch")
        model = reader.convert(reader.load(decoder))
    shapes = {}
    for number, (name, example) in enumerate(zip(own.names, examples, strict=True)):
        free = {"sample": (0, 2, 3), "words": (0, 1), "text_embeds": (0,), "time_ids": (0,)}
        some = free.get(name, range(example.dim()))
        shape = [-1 if axis in some else side for axis, side in enumerate(example.shape)]
        shapes[number] = openvino.PartialShape(shape)
    around = PrePostProcessor(model)
    for number in shapes:
        around.input(number).tensor().set_element_type(openvino.Type.f32)
    around.output(0).tensor().set_element_type(openvino.Type.f32)
    model = around.build()
    model.reshape(shapes)
    return model, decoder


def _openvino() -> Any:
    """The library, without its converter of files, which is not needed and tells its makers by the
    network that it was imported."""
    sys.modules.setdefault("openvino.tools.ovc", None)  # type: ignore[arg-type]
    return importlib.import_module("openvino")


def _stop_if(stopped: Callable[[], bool]) -> None:
    if stopped():
        raise Cancelled
