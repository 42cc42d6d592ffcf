"""UNets compiled for the processor, beside the jobs: when it is tried, and when it is used.

The first pictures are painted by torch. Once the device has rested for some seconds, the model's
UNet is compiled in a thread of its own, timed against torch, and the outcome is kept
(core/models/backends.py). From then on, where OpenVINO won, it is compiled as part of loading the
model, so that equal requests give equal pictures in every session.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

import torch

from core.errors import Cancelled
from core.models import backends, compiled
from core.models.compiled import CompiledUNet
from core.models.loading import LoadedModel
from core.models.threads import one_thread

_log = logging.getLogger(__name__)

REST_SECONDS = 4.0
"""For how long no job has run when a model is tried: whoever looks at a picture and asks for the
next is quicker, and has all cores."""
SPARE = 1.3
"""Times what a compiled UNet takes that is to be free when one is made."""
_SIDE = 32
"""Latents a side of what is timed, several times: no larger than that tells both apart."""
_WORDS = 77
_LEAVING_SECONDS = 30.0


class Accelerator:
    """Compiled UNets of the models in memory; each goes with its model."""

    def __init__(self, wanted: Callable[[], bool]) -> None:
        """`wanted` is asked before each job: whether anything is to be compiled."""
        self._wanted = wanted
        self._made: WeakKeyDictionary[Any, CompiledUNet] = WeakKeyDictionary()
        self._failed: weakref.WeakSet[Any] = weakref.WeakSet()
        self._device = threading.Lock()
        """Held by whoever computes: a job, or a prediction that is timed."""
        self._asked = threading.Event()
        """A job waits, or runs."""
        self._stop = threading.Event()
        self._rested = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def bytes(self) -> int:
        """Of memory that they take."""
        return sum(one.bytes for one in self._made.values())

    @contextmanager
    def job(self) -> Iterator[None]:
        """While a job has the device: whatever else is tried makes way for it."""
        self._asked.set()
        try:
            with self._device:
                yield
        finally:
            self._asked.clear()

    def clear(self) -> None:
        """Lets go of all: memory is wanted for something else."""
        self._made.clear()

    def of(
        self, model: LoadedModel, room: float, cancelled: Callable[[], bool]
    ) -> CompiledUNet | None:
        """What predicts for a model in place of its UNet; None: the UNet itself. `room`: bytes that
        are free for it. Compiles it where it is known to pay; to be asked within a job."""
        if not self._possible(model):
            return None
        told = backends.known(model.unet.config, _type(model), torch.get_num_threads())
        if told is None or not told.openvino:
            return None
        if model.unet not in self._made:
            if room < SPARE * compiled.bytes_for(model.unet):
                return None
            try:
                own = CompiledUNet(model.unet, model.dtype)
                own.compile(cancelled)
            except Exception:  # noqa: BLE001  # torch paints all the same
                self._failed.add(model.unet)
                _log.exception("a UNet could not be compiled")
                return None
            self._made[model.unet] = own
        return self._made[model.unet]

    def try_later(self, model: LoadedModel, room: float) -> None:
        """Tries whether a model is quicker when it is compiled, unless that is known, as soon as no
        job has run for a while."""
        self._rested.clear()
        if (
            self._possible(model)
            and (self._thread is None or not self._thread.is_alive())
            and room >= SPARE * compiled.bytes_for(model.unet)
            and backends.known(model.unet.config, _type(model), torch.get_num_threads()) is None
        ):
            about = weakref.ref(model.unet), model.dtype, model.info.title
            self._thread = threading.Thread(
                target=self._try, args=about, name="underpaint-accelerator", daemon=True
            )
            atexit.register(self.close)  # torch aborts when the program ends under it
            self._thread.start()

    def close(self) -> None:
        """Ends what is being tried."""
        self._stop.set()
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join(_LEAVING_SECONDS)
        atexit.unregister(self.close)

    def _possible(self, model: LoadedModel) -> bool:
        return (
            self._wanted()
            and model.turns is None
            and model.unet not in self._failed
            and compiled.can(model.unet, model.device, model.dtype)
        )

    def _stopped(self) -> bool:
        return self._stop.is_set()

    def _try(self, unet: weakref.ref[Any], dtype: torch.dtype, title: str) -> None:
        """Compiles and times a UNet, as long as it is in memory."""
        try:
            self._wait_for_rest()
            with self._device:  # while no job has other weights in it
                own = unet()
                if own is None:
                    return
                made = CompiledUNet(own, dtype)
                config, channels = own.config, own.config.in_channels
                del own
            made.compile(self._stopped)
            given = _inputs(config, channels, dtype)

            def by_torch() -> None:
                own = unet()
                if own is None:
                    raise Cancelled
                with torch.no_grad(), one_thread():
                    own(given[0], given[1], given[2], added_cond_kwargs=given[3], return_dict=False)

            def by_openvino() -> None:
                made.predict(*given[:3], added=given[3])

            found = backends.ratio(by_torch, by_openvino, self._turn)
            threads = torch.get_num_threads()
            told = backends.remember(title, config, _name(dtype), threads, found)
            own = unet()
            if told.openvino and own is not None and not self._stopped():
                self._made[own] = made
        except Cancelled:
            return
        except Exception:  # noqa: BLE001  # torch paints all the same
            if (own := unet()) is not None:
                self._failed.add(own)
            _log.exception("a UNet could not be compiled")

    def _wait_for_rest(self) -> None:
        """Until no job has run for a while. Raises Cancelled when nothing is to be tried."""
        since = time.monotonic()
        while time.monotonic() - since < REST_SECONDS:
            if self._stop.wait(0.1):
                raise Cancelled
            if self._asked.is_set():
                since = time.monotonic()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """The device for one prediction, once no job wants it."""
        while self._asked.is_set():
            if self._stop.wait(0.05):
                raise Cancelled
        if self._stopped():
            raise Cancelled
        with self._device:
            yield


def _type(model: LoadedModel) -> str:
    return _name(model.dtype)


def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


def _inputs(
    config: Any, channels: int, dtype: torch.dtype
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, dict[str, torch.Tensor] | None]:
    """What a picture and its negative are predicted from: latents, time, words, and what SDXL is
    told beside them."""
    latents = torch.zeros(2, channels, _SIDE, _SIDE, dtype=dtype)
    words = torch.zeros(2, _WORDS, config.cross_attention_dim, dtype=dtype)
    added = None
    if config.addition_embed_type is not None:
        width = config.projection_class_embeddings_input_dim - 6 * config.addition_time_embed_dim
        added = {"text_embeds": torch.zeros(2, width, dtype=dtype), "time_ids": torch.zeros(2, 6)}
    return latents, torch.tensor(500.0), words, added
