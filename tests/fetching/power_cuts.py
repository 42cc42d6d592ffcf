"""A model that is fetched while the program is killed at every moment, between two pieces, too."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from core.fetching.address import Wanted
from core.fetching.cache import Shelf
from core.fetching.fetch import Progress, fetch, plan
from core.fetching.hub import Hub
from tests.fetching.conftest import weights
from tests.fetching.small_hub import COMMIT, small_hub
from tests.files.faults import MOMENT, every_power_cut

REPO = "artist/model"
FILES = {
    "model_index.json": b'{"unet": ["diffusers", "U"], "vae": ["diffusers", "V"]}',
    "unet/config.json": b"{}",
    "unet/diffusion_pytorch_model.safetensors": weights(1, 90_000),
    "vae/config.json": b"{}",
    "vae/diffusion_pytorch_model.safetensors": weights(2, 3_000),
}


@dataclass
class Killable:
    """With every piece that comes the program may be killed."""

    def came(self, done: int) -> None:
        sys.audit(MOMENT)

    def wait(self, seconds: float, why: str) -> None:
        raise AssertionError("the hub answers at once")

    def check(self) -> None:
        pass


def killed(folder: Path) -> int:
    """No file of a model is there but whole, and it is fetched to its end afterwards."""
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_ENDPOINT", "HF_TOKEN"):
        os.environ.pop(name, None)
    os.environ["NO_PROXY"] = "127.0.0.1"
    address, server = _served()
    top = folder / "hub"
    shelf = Shelf(top, REPO)

    def run() -> Path:
        hub = Hub(address)
        try:
            wanted, watch = Wanted(REPO), Killable()
            what = plan(hub, top, wanted, watch)
            return fetch(hub, top, wanted, what, Progress(watch, lambda _: None))
        finally:
            hub.close()

    def check() -> None:
        for name, content in FILES.items():
            if shelf.has(COMMIT, name):
                assert shelf.file(COMMIT, name).read_bytes() == content, name
        there = run()
        assert {
            one.relative_to(there).as_posix(): one.read_bytes()
            for one in there.rglob("*")
            if one.is_file()
        } == FILES
        assert not list(top.rglob("*.incomplete"))
        shutil.rmtree(top)

    try:
        return every_power_cut(run, check, every=3)
    finally:
        os.close(server)


def _served() -> tuple[str, int]:
    """The address of a hub in a process of its own, which ends when the descriptor is closed:
    threads do not survive a fork."""
    told, tells = os.pipe()
    waits, server = os.pipe()
    if os.fork() == 0:
        os.close(server)
        with small_hub() as hub:
            hub.repos[REPO] = FILES
            os.write(tells, hub.address.encode())
            os.read(waits, 1)
        os._exit(0)
    os.close(waits)
    return os.read(told, 200).decode(), server
