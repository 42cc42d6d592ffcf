"""Image > Upscale: what it asks, says and queues, and what becomes of its result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core import places
from core.document.commands import AddLayer, SetSelection, SetSettings
from core.document.document import Document
from core.document.layers import MaskLayer, RasterLayer, RegionLayer
from core.document.selection import Selection
from core.generation.begun import Begun, Enlarged
from core.generation.enlarging import resampled
from core.generation.events import Done, JobState, Paused, Preview, Result, Started, StepDone
from core.geometry import Rect, Size
from core.models.upscalers import FOLDER
from core.pixels.tiles import TileGrid
from core.request import Request
from core.upscale import LANCZOS, Upscale
from desktop.larger import Scope, compose_larger, enlarge_part, enlarge_picture
from desktop.upscale_dialog import UpscaleDialog
from desktop.window import Window
from tests.gui.painter import FlatPainter

GENEROUS = 30_000


class Enlarger(FlatPainter):
    """Does what is only made larger by the filter; paints the rest as flat as ever."""

    def run(self, job: int, request: Request, publish: Any, cancelled: Any, **more: Any) -> None:
        upscale = request.upscale
        if upscale is None or request.source is None:
            super().run(job, request, publish, cancelled, **more)
            return
        self.requests.append(request)
        publish(Started(job))
        begun = more.get("begun")
        self.begun.append(0 if begun is None else begun.step)
        while not self.go.is_set():
            publish(StepDone(job, 2, 3, None))
            shown = np.full((1, 20, 30, 3), 90, np.uint8)
            target = upscale.target(request.source.size)
            publish(Preview(job, 2, shown, Rect.of_size(target)))
            if more["paused"]():
                publish(Paused(job, 2, Begun(None, enlarged=Enlarged((), 0, 2))))
                return
            self.go.wait(0.05)
        made = resampled(request.source.array, upscale.target(request.source.size))
        rect = Rect(0, 0, made.shape[1], made.shape[0])
        publish(Done(job, (Result(0, request.seed, made, rect),), {"upscale": 0.1}))


@pytest.fixture
def painter() -> FlatPainter:
    return Enlarger()


@pytest.fixture
def pictured(window: Window) -> Window:
    """A document of 120×80 with a picture, a region, a mask and a prompt."""
    picture = np.random.default_rng(0).integers(0, 256, (80, 120, 4), dtype=np.uint8)
    picture[..., 3] = 255
    window._show_document(Document.of_picture(picture), None)
    mask = MaskLayer.empty(Size(120, 80))
    region = RegionLayer(name="Region", prompt="a frog", box=Rect(10, 20, 40, 30))
    window.document.perform(AddLayer(mask))
    window.document.perform(AddLayer(region))
    window.document.perform(SetSettings(prompt="a cat", batch=2, seed=7))
    window.document.activate(window.document.layers[0].id)
    return window


def asked(window: Window, qtbot: QtBot) -> UpscaleDialog:
    """The dialog, opened by its action, once it knows the networks."""
    window.registry["upscale"].trigger()
    (dialog,) = window.findChildren(UpscaleDialog)
    qtbot.waitUntil(lambda: window.background.pending == 0, timeout=GENEROUS)
    return dialog


def accept(window: Window, dialog: UpscaleDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.controller.finished, timeout=GENEROUS):
        dialog.do_it.click()


def apply(window: Window, qtbot: QtBot) -> None:
    window.apply_candidate(next(reversed(window.controller.candidates.values())))
    qtbot.waitUntil(lambda: not window.canvas.pixel_work.busy, timeout=GENEROUS)


def test_the_whole_document_becomes_larger_in_one_step(
    pictured: Window, painter: Enlarger, qtbot: QtBot
) -> None:
    before = pictured.document.state
    dialog = asked(pictured, qtbot)
    assert dialog.scope is Scope.PICTURE and dialog.target == Size(240, 160)
    accept(pictured, dialog, qtbot)
    (request,) = painter.requests
    assert request.upscale == Upscale(factor=2) and request.batch == 1 and request.strength == 0
    assert request.source is not None and request.source.size == Size(120, 80)
    assert pictured.document.size == Size(120, 80)  # nothing is done to it yet
    apply(pictured, qtbot)
    document = pictured.document
    assert document.size == Size(240, 160)
    top = [one for one in document.layers if isinstance(one, RasterLayer)][-1]
    assert np.array_equal(
        top.pixels.read(document.canvas)[..., :3],
        resampled(request.source.array, Size(240, 160))[..., :3],
    )
    region = next(one for one in document.layers if isinstance(one, RegionLayer))
    assert region.box == Rect(20, 40, 80, 60)
    assert pictured.canvas.document is document
    pictured.edit.undo()
    assert document.size == before.size
    assert [one.id for one in document.layers] == [one.id for one in before.layers]
    pictured.edit.redo()
    assert document.size == Size(240, 160)


def test_a_second_candidate_becomes_a_layer_of_the_larger_document(
    pictured: Window, qtbot: QtBot
) -> None:
    for _ in range(2):
        pictured.upscaling._last = Upscale()
        accept(pictured, asked(pictured, qtbot), qtbot)
    apply(pictured, qtbot)
    layers = len(pictured.document.layers)
    pictured.apply_candidate(next(iter(pictured.controller.candidates.values())))
    qtbot.waitUntil(lambda: len(pictured.document.layers) == layers + 1, timeout=GENEROUS)
    assert pictured.document.size == Size(240, 160)


def test_a_document_of_another_size_is_left_alone(pictured: Window, qtbot: QtBot) -> None:
    accept(pictured, asked(pictured, qtbot), qtbot)
    pictured.reshape.set_canvas(Rect(0, 0, 100, 80))
    qtbot.waitUntil(lambda: pictured.document.size == Size(100, 80), timeout=GENEROUS)
    layers = len(pictured.document.layers)
    apply(pictured, qtbot)
    assert pictured.document.size == Size(100, 80) and len(pictured.document.layers) == layers


def test_what_is_selected_becomes_a_larger_layer_in_its_place(
    pictured: Window, painter: Enlarger, qtbot: QtBot
) -> None:
    size = pictured.document.size
    pictured.document.perform(SetSelection(Selection.rectangle(size, Rect(40, 20, 20, 30))))
    dialog = asked(pictured, qtbot)
    assert dialog.scope is Scope.SELECTION
    assert "40×60" in dialog.outcome.text() and "keeps its size" in dialog.outcome.text()
    accept(pictured, dialog, qtbot)
    layers = len(pictured.document.layers)
    apply(pictured, qtbot)
    assert pictured.document.size == size and len(pictured.document.layers) == layers + 1
    active = pictured.document.state.active
    assert isinstance(active, RasterLayer) and active.bounds() == Rect(30, 5, 40, 60)


def test_what_lies_off_the_canvas_is_kept_in_the_layer(pictured: Window) -> None:
    state = pictured.document.snapshot()
    pixels = np.full((160, 240, 4), 255, np.uint8)
    pictured.document.perform(enlarge_part(state, "Large", pixels, state.canvas))
    active = pictured.document.state.active
    assert isinstance(active, RasterLayer)
    assert active.pixels.bounds() == Rect(-60, -40, 240, 160)


def test_refining_takes_prompt_regions_and_model_along(
    pictured: Window, painter: Enlarger, qtbot: QtBot
) -> None:
    dialog = asked(pictured, qtbot)
    dialog.refine.setChecked(True)
    dialog.strength.setValue(0.25)
    assert "Refining with Starter" in dialog.told.text()
    accept(pictured, dialog, qtbot)
    (request,) = painter.requests
    assert request.prompt == "a cat" and request.model == "starter"
    assert [region.box for region in request.regions] == [Rect(10, 20, 40, 30)]
    assert request.upscale == Upscale(factor=2, strength=0.25)
    # The next time begins where this one ended.
    again = asked(pictured, qtbot)
    assert again.refine.isChecked() and again.strength.value() == 0.25
    again.reject()


def test_techniques_that_would_act_in_every_tile_stay_out(pictured: Window) -> None:
    from core.document.drafts import Draft

    drafts = (Draft("attend_and_excite", {"words": ("cat",)}), Draft("self_attention_guidance"))
    pictured.document.perform(SetSettings(techniques=drafts))
    snapshot = pictured.document.snapshot()
    composed = compose_larger(snapshot, Scope.PICTURE, Upscale(strength=0.3))
    ids = [one.declaration.id for one in composed.request.techniques]
    assert ids == ["self_attention_guidance"]
    plain = compose_larger(snapshot, Scope.PICTURE, Upscale())
    assert plain.request.techniques == () and plain.request.regions == ()


def test_factor_width_and_height_follow_one_another(bare_window: Window, qtbot: QtBot) -> None:
    sizes = {Scope.PICTURE: Size(301, 200), Scope.LAYER: Size(100, 50)}
    dialog = UpscaleDialog(bare_window, sizes, Scope.PICTURE, Upscale())
    assert dialog.target == Size(602, 400) and dialog.upscale == Upscale(factor=2)
    dialog.factor.setValue(3)
    assert dialog.target == Size(903, 600)
    dialog.width_field.setValue(1000)
    assert dialog.target == Size(1000, 664) and dialog.factor.value() == 3.32
    assert dialog.upscale.target(Size(301, 200)) == Size(1000, 664)
    dialog.height_field.setValue(400)
    assert dialog.target == Size(602, 400)
    dialog.what.setCurrentIndex(1)
    assert dialog.target == Size(200, 100)
    assert "document keeps its size" in dialog.outcome.text()
    dialog.height_field.setValue(20_000)
    assert not dialog.do_it.isEnabled() and "16,384" in dialog.outcome.text()
    dialog.close()


def test_without_a_model_that_paints_there_is_no_refining(bare_window: Window) -> None:
    dialog = UpscaleDialog(bare_window, {Scope.PICTURE: Size(9, 9)}, Scope.PICTURE, Upscale())
    dialog.refresh()
    assert not dialog.refine.isEnabled() and not dialog.upscale.refines
    dialog.close()


def test_networks_that_are_found_are_offered_and_pickles_converted_first(
    pictured: Window, painter: Enlarger, qtbot: QtBot
) -> None:
    pytest.importorskip("torch")
    from tests import tiny_upscalers

    own = places.own_models()
    tiny_upscalers.save(own, "compact")
    pickle = tiny_upscalers.save_pickle(own, "esrgan")
    dialog = asked(pictured, qtbot)
    texts = [dialog.upscaler.itemText(i) for i in range(dialog.upscaler.count())]
    assert texts[0].startswith("Lanczos") and "Compact 2×" in texts[1]
    assert "converted" in texts[2]
    dialog.upscaler.setCurrentIndex(1)
    assert "network: 1." in dialog.told.text() and dialog.upscale.upscaler == "compact"
    dialog.upscaler.setCurrentIndex(2)
    with qtbot.waitSignal(pictured.controller.finished, timeout=120_000):
        dialog.do_it.click()
    assert painter.requests[-1].upscale == Upscale(factor=2, upscaler="esrgan")
    assert (own / FOLDER / "esrgan.safetensors").is_file() and pickle.is_file()


def test_a_picture_of_the_gallery_is_made_larger(
    pictured: Window, painter: Enlarger, qtbot: QtBot
) -> None:
    pixels = np.full((64, 96, 4), 255, np.uint8)
    made = Request("a dog", steps=9, seed=3, width=96, height=64)
    pictured.upscaling.ask_for(pixels, made)
    (dialog,) = pictured.findChildren(UpscaleDialog)
    assert dialog.target == Size(192, 128)
    accept(pictured, dialog, qtbot)
    (request,) = painter.requests
    assert (request.prompt, request.steps, request.seed) == ("a dog", 9, 3)
    assert request.source is not None and request.source.size == Size(96, 64)
    layers = len(pictured.document.layers)
    apply(pictured, qtbot)
    assert pictured.document.size == Size(120, 80)
    assert len(pictured.document.layers) == layers + 1


def test_it_is_kept_in_the_gallery_as_large_as_it_is(
    pictured: Window, qtbot: QtBot, home: Path
) -> None:
    gallery = pictured.generating.gallery
    accept(pictured, asked(pictured, qtbot), qtbot)
    qtbot.waitUntil(lambda: gallery.kept == 1, timeout=GENEROUS)
    from core.gallery.entry import Search

    (entry,) = gallery._gallery.find(Search())
    kept = gallery._gallery.kept(entry.id)
    assert kept.request.upscale == Upscale(factor=2) and kept.rect == Rect(0, 0, 120, 80)
    assert kept.size == Size(240, 160)


def test_a_transparent_layer_is_taken_with_its_transparency(pictured: Window) -> None:
    grid = TileGrid(Size(120, 80), 4)
    half = np.zeros((20, 20, 4), np.uint8)
    half[:, :10] = (40, 20, 10, 128)
    grid.write(Rect(50, 30, 20, 20), half)
    pictured.document.perform(AddLayer(RasterLayer(name="Half", pixels=grid)))
    composed = compose_larger(pictured.document.snapshot(), Scope.LAYER, Upscale())
    source = composed.request.source
    assert source is not None and source.array[5, 5].tolist() == [80, 40, 20, 128]
    assert composed.larger is Scope.LAYER and composed.request.upscale is not None
    assert composed.request.upscale.upscaler == LANCZOS


def test_every_layer_below_is_stretched_with_it(pictured: Window) -> None:
    state = pictured.document.snapshot()
    pixels = np.full((160, 240, 4), 255, np.uint8)
    pictured.document.perform(enlarge_picture(state, "Large", pixels, state.size))
    first = pictured.document.layers[0]
    assert isinstance(first, RasterLayer) and first.pixels.size == Size(240, 160)
    assert first.pixels.bounds().contains(Rect(0, 0, 240, 160))


def test_enlarging_is_paused_from_strip_and_queue_and_goes_on(
    pictured: Window, painter: Enlarger, qtbot: QtBot
) -> None:
    painter.go.clear()
    asked(pictured, qtbot).do_it.click()
    strip = pictured.generating.steering.strip
    qtbot.waitUntil(strip.pause_button.isVisible, timeout=GENEROUS)
    strip.pause_button.click()
    qtbot.waitUntil(lambda: strip.is_paused, timeout=GENEROUS)
    assert strip.text == "Paused after step 2 of 3"
    # It is neither painted on nor branched: it only goes on.
    assert not strip.paint_button.isVisible() and not strip.branch_button.isVisible()
    assert strip.go_button.isVisible() and strip.cancel_button.isVisible()
    (job,) = pictured.queue.model.jobs
    assert job.state is JobState.PAUSED
    assert pictured.queue.model.second_line(job).startswith("Paused after step 2")
    pictured.document.perform(SetSettings(prompt="another"))
    painter.go.set()
    with qtbot.waitSignal(pictured.controller.finished, timeout=GENEROUS):
        strip.go_button.click()
    assert painter.begun == [0, 2] and painter.requests[0] == painter.requests[1]
    apply(pictured, qtbot)
    assert pictured.document.size == Size(240, 160)
