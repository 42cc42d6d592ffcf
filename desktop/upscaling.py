"""Image > Upscale: asks how, queues it, and puts what comes of it into the document."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from core.errors import UserError
from core.geometry import Rect, Size
from core.request import Pixels
from core.upscale import Upscale
from desktop.larger import Scope, bounds, compose_larger, enlarge_part, enlarge_picture
from widgets.words import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.arrays import Bytes
    from core.models.upscalers import UpscalerInfo
    from core.request import Request
    from core.windows import Cost
    from desktop.compose import Composed
    from desktop.window import Window
    from widgets.candidate_model import Candidate


class Upscaling:
    """Belongs to a window; works on its document, or on a picture of the gallery."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._last = Upscale()
        """How it was done last, which the next dialog begins with."""

    # Asking ---------------------------------------------------------------------------------

    def ask(self) -> None:
        """Asks how the document, or a part of it, is to be made larger."""
        state = self._window.document.state
        sizes = {scope: bounds(state, scope).size for scope in Scope}
        sizes = {scope: size for scope, size in sizes.items() if size.area}
        first = Scope.SELECTION if Scope.SELECTION in sizes else Scope.PICTURE

        def begin(scope: Scope, upscale: Upscale) -> None:
            dirs = self._window.controller.folders()
            self._window.controller.enlarge(
                lambda snapshot: compose_larger(snapshot, scope, upscale, dirs)
            )

        self._open(sizes, first, self._window.document.settings.model, self._cost, begin)

    def ask_for(self, pixels: Bytes, made: Request) -> None:
        """Asks how a picture that was made before, straight RGBA, is to be made larger."""
        size = Size(pixels.shape[1], pixels.shape[0])
        models = {info.id for info in self._window.controller.planning.models}
        model = made.model if made.model in models else self._window.document.settings.model
        request = _of_picture(made, pixels, model)

        def cost(scope: Scope, upscale: Upscale) -> Cost | None:
            return self._cost_of(replace(request, upscale=upscale))

        def begin(scope: Scope, upscale: Upscale) -> None:
            self._make(replace(request, upscale=upscale), size)

        self._open({Scope.PICTURE: size}, Scope.PICTURE, model, cost, begin)

    def _open(
        self,
        sizes: dict[Scope, Size],
        first: Scope,
        model: str,
        cost: Callable[[Scope, Upscale], Cost | None],
        begin: Callable[[Scope, Upscale], object],
    ) -> None:
        from core.models.upscalers import find_upscalers
        from desktop.upscale_dialog import UpscaleDialog

        window, control = self._window, self._window.controller
        info = next((one for one in control.planning.models if one.id == model), None)
        steps = window.document.settings.steps
        dialog = UpscaleDialog(window, sizes, first, self._last)
        dialog.cost, dialog.model, dialog.steps = cost, info, steps
        dialog.pace = None if control.pace is None else control.pace.step
        dirs = control.folders()
        closed: list[int] = []
        dialog.finished.connect(closed.append)

        def found(infos: list[UpscalerInfo]) -> None:
            if not closed:
                dialog.show_upscalers(infos)

        window.background.run(lambda: find_upscalers(dirs), done=found, failed=window.tell)
        dialog.refresh()

        def accepted() -> None:
            scope, upscale, chosen = dialog.scope, dialog.upscale, dialog.chosen_upscaler
            self._last = replace(upscale, width=None, height=None)
            if chosen is not None and chosen.is_pickle:
                self._convert(chosen, partial(begin, scope, upscale))
            else:
                begin(scope, upscale)
            window.say(tr("The larger picture comes as a candidate"))

        dialog.accepted.connect(accepted)
        dialog.open()

    def _convert(self, chosen: UpscalerInfo, then: Callable[[], object]) -> None:
        """Makes a safetensors file of a pickle among the artist's own models, in a process that
        reads numbers only, and goes on."""
        from core import places
        from core.files.atomic import make_folder
        from core.models.conversion import convert
        from core.models.upscalers import FOLDER

        window = self._window
        out = places.own_models() / FOLDER / f"{chosen.id}.safetensors"

        def work() -> None:
            if not out.exists():
                make_folder(out.parent)
                convert(chosen.path, out)

        window.say(tr("Converting {name}…", name=chosen.path.name), seconds=60)
        window.background.run(work, done=lambda _: then(), failed=window.tell)

    # What it costs --------------------------------------------------------------------------

    def _cost(self, scope: Scope, upscale: Upscale) -> Cost | None:
        """Of refining a part of the document: no more than its bounds are read."""
        from core.request import Request
        from desktop.regions import outlines

        state = self._window.document.state
        rect = bounds(state, scope)
        request = Request(
            "",
            width=rect.width,
            height=rect.height,
            model=state.settings.model,
            regions=outlines(state, rect, rect.size),
            upscale=upscale,
        )
        return self._cost_of(request)

    def _cost_of(self, request: Request) -> Cost | None:
        from core.generation.refining import cost

        models = self._window.controller.planning.models
        info = next((one for one in models if one.id == request.model), None)
        return None if info is None else cost(request, info)

    # Making and applying --------------------------------------------------------------------

    def _make(self, request: Request, size: Size) -> None:
        """Queues a picture that is not of the document."""
        from desktop.compose import Placement
        from desktop.plan import fitted_inside

        canvas = self._window.document.size
        whole = size == canvas
        rect = Rect.of_size(canvas) if whole else fitted_inside(size, canvas)
        assert request.upscale is not None
        try:
            request.check()
        except UserError as error:
            self._window.tell(error)
            return
        scope = Scope.PICTURE if whole else Scope.LAYER
        placement = Placement(rect, request.upscale.target(size))
        self._window.controller.make(request, placement, larger=scope)

    def apply(self, candidate: Candidate, composed: Composed) -> None:
        """Makes an enlarged candidate a part of the document, in the background, as one step."""
        assert candidate.pixels is not None and composed.request.source is not None
        window, pixels, rect = self._window, candidate.pixels, composed.placement.rect
        words = " ".join(candidate.request.prompt.split())
        name = (words if len(words) <= 40 else words[:39].rstrip() + "…") or tr("Upscaled")
        document, before = window.document, window.document.history.done[-1:]

        def done() -> None:
            if document.history.done[-1:] != before:  # else it was refused, and that was told
                window.controller.applying.show_applied(candidate)

        if composed.larger is Scope.PICTURE:
            size = composed.request.source.size
            window.canvas.pixel_work.do(
                document, lambda state: enlarge_picture(state, name, pixels, size), done
            )
        else:
            window.canvas.pixel_work.do(
                document, lambda state: enlarge_part(state, name, pixels, rect), done
            )


def _of_picture(made: Request, pixels: Bytes, model: str) -> Request:
    """The request that makes a picture larger that another request has made, and no more; where
    regions and maps lie on another picture than this one, without them."""
    size = Size(pixels.shape[1], pixels.shape[0])
    same = made.mask is None and made.upscale is None and made.size in (size, None)
    return replace(
        made,
        model=model,
        width=None,
        height=None,
        batch=1,
        source=Pixels(pixels),
        strength=0.0,
        mask=None,
        regions=made.regions if same else (),
        techniques=tuple(one for one in made.techniques if one.in_tiles) if same else (),
        concepts=made.concepts if same else tuple(one for one in made.concepts if not one.regions),
        steering=(),
    )
