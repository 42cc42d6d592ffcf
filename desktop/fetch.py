"""Fetching a model from the command line, with what comes shown in one line."""

from __future__ import annotations

import time

from core import places
from core.errors import UserError
from core.fetching.address import Wanted, read_address
from core.fetching.curated import curated
from core.fetching.fetch import Progress, fetch, in_words, plan
from core.fetching.hub import Hub, address
from core.fetching.rate import Rate
from core.fetching.token import token_for
from core.settings import load_settings, settings_file
from desktop.cli import DONE
from desktop.terminal import Line

_EVERY = 0.5
"""Seconds between two lines."""


class _Patient(Line):
    """Asks the hub again for as long as it is busy. Ctrl+C ends the program: nothing is checked."""

    def came(self, done: int) -> None:
        pass

    def check(self) -> None:
        pass

    def wait(self, seconds: float, why: str) -> None:
        self.say(f"{why} Trying again in {seconds:.0f} s")
        time.sleep(seconds)


def fetch_model(text: str) -> int:
    """Fetches a repository, an address, or a model of the list by its id; prints where it is."""
    settings = load_settings().settings
    if settings.offline:
        raise UserError(
            "Fetching is switched off in the settings.",
            f"Set “offline” to false in {settings_file()}, or in the window's list of models.",
        )
    endpoint = address(settings.hub)
    wanted = _wanted(text, endpoint)
    hub, line, top = Hub(endpoint, token_for(endpoint)), _Patient(), places.hub_cache()
    rate, last = Rate(), 0.0
    try:
        what = plan(hub, top, wanted, line)

        def told(done: int) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= _EVERY:
                last = now
                rate.came(done, now)
                left = rate.seconds_left(what.size - done)
                rest = "" if left is None else f", {left:.0f} s left"
                line.say(
                    f"{in_words(done)} of {in_words(what.size)}, "
                    f"{in_words(rate.per_second)}/s{rest}"
                )

        path = fetch(hub, top, wanted, what, Progress(line, told))
    finally:
        line.end()
        hub.close()
    print(path)
    return DONE


def _wanted(text: str, endpoint: str) -> Wanted:
    for one in curated():
        if one.id == text:
            return one.wanted
    return read_address(text, endpoint)
