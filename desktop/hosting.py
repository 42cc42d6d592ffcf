"""Makes the generation service, with the host that the settings name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from core import places
from core.settings import Settings
from desktop.later import use_now

if TYPE_CHECKING:
    from core.generation.events import AnyEvent
    from core.generation.service import GenerationService


def service_maker(
    settings: Settings,
) -> Callable[[Callable[[AnyEvent], object]], GenerationService]:
    """Makes the service with the host that the settings name; called in the background."""
    folders = places.models(settings.models_folders)

    def make(publish: Callable[[AnyEvent], object]) -> GenerationService:
        # While OpenCV loads, its folder is in sys.path, which a child process would inherit: its
        # `typing` is not Python's. Here it has loaded before there can be a child.
        use_now("cv2")
        from core.generation.service import GenerationService

        if settings.host == "thread":
            from core.generation.hosts.thread import ThreadHost

            return GenerationService(ThreadHost(folders), publish)
        from core.generation.hosts.process import ProcessHost

        return GenerationService(ProcessHost(folders), publish)

    return make
