"""Paints requests as the command line does, and has the recogniser look at what came of it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import AutoencoderKL

ROOT = Path(__file__).resolve().parents[3]
STARTER = ROOT / "resources" / "starter"
RESOURCES = (ROOT / "resources",)
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "semantics")]
from recogniser import Recogniser, Seen  # noqa: E402  (found by the lines above)
from retrieval import Retrieval  # noqa: E402

from core.generation.engine import DiffusionEngine  # noqa: E402
from core.generation.events import Done, Event, Failed, HostChanged  # noqa: E402
from core.models.controls import find_controls  # noqa: E402
from core.models.library import find_models  # noqa: E402
from core.request import Request  # noqa: E402
from desktop.generate import finished  # noqa: E402

STEPS, SAMPLER, GUIDANCE = 20, "dpmpp_2m", 5.0


@dataclass(frozen=True, eq=False)
class Shown:
    """One painted picture and what was seen in it."""

    picture: np.ndarray
    """RGB (height, width, 3), uint8."""
    seen: Seen
    done: Done
    """What the engine told, with whatever the techniques found."""


@dataclass(eq=False)
class Studio:
    """A model, a recogniser, and the settings that every picture of a figure shares."""

    model: Path = STARTER
    steps: int = STEPS
    beside: tuple[Path, ...] = RESOURCES
    """Where models that see more, and what guides the model, are looked for."""
    recogniser: Recogniser = field(default_factory=Recogniser.load)
    device: str = ""
    """Where and in which number type it was painted: "CPU, float32"."""
    shown: dict[Request, Shown] = field(default_factory=dict)
    """Everything that was painted, in order: equal requests are painted once."""

    def __post_init__(self) -> None:
        self._engine = DiffusionEngine([self.model, *self.beside])
        self._name = find_models([self.model])[0].id
        self.models = {info.id for info in find_models([self.model, *self.beside])}
        self.controls = find_controls(self.beside)

    def request(self, prompt: str, seed: int, **more: Any) -> Request:
        """A picture with the shared settings."""
        settings = {
            "model": self._name,
            "steps": self.steps,
            "sampler": SAMPLER,
            "guidance_scale": GUIDANCE,
        } | more
        return Request(prompt=prompt, seed=seed, **settings)

    def kinds(self, technique: str) -> list[str]:
        """Kinds of maps for which there is a control model of a technique."""
        return [one.kind for one in self.controls if one.technique == technique]

    def paint(self, prompt: str, seed: int, **more: Any) -> Shown:
        """Paints one picture. Raises RuntimeError with the engine's words when that fails."""
        request = self.request(prompt, seed, **more)
        if request not in self.shown:
            done = self._done(request)
            picture = np.ascontiguousarray(finished(request, done.results[0])[..., :3])
            self.shown[request] = Shown(picture, self.recogniser.look(picture), done)
        return self.shown[request]

    def _done(self, request: Request) -> Done:
        events: list[Event | HostChanged] = []
        self._engine.run(1, request, events.append, lambda: False)
        ending = events[-1]
        if isinstance(ending, Failed):
            raise RuntimeError(f"{ending.cause} {ending.remedy}\n{ending.detail}")
        assert isinstance(ending, Done)
        self.device = next(
            (e.device for e in events if isinstance(e, HostChanged) and e.model), self.device
        )
        return ending

    @cached_property
    def retrieval(self) -> Retrieval:
        """Finds sprites that the recogniser has no word for."""
        return Retrieval.load()

    @cached_property
    def _coder(self) -> AutoencoderKL:
        return AutoencoderKL.from_pretrained(self.model / "vae", dtype=torch.float32).eval()

    def returned(self, picture: np.ndarray) -> np.ndarray:
        """A picture (h, w, 3) as the autoencoder gives it back: what any edit at best keeps."""
        pixels = torch.from_numpy(picture).permute(2, 0, 1)[None].float() / 127.5 - 1
        with torch.inference_mode():
            back = self._coder.decode(self._coder.encode(pixels).latent_dist.mode()).sample
        rgb = ((back[0].clamp(-1, 1) + 1) * 127.5).round().byte()
        return np.ascontiguousarray(rgb.permute(1, 2, 0).numpy())
