"""Control maps are made of the picture, lie over it as layers, and are what ControlNet is given."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import places
from core.control import preprocessors
from core.control.edges import Canny
from core.document.commands import AddLayer, RemoveLayer, ResizeCanvas
from core.document.drafts import FromLayer
from core.document.layers import RasterLayer, SketchLayer
from core.errors import ModelError
from core.geometry import Point, Rect, Size
from core.pixels.brush import Brush
from desktop.control_maps import make_map
from desktop.maps_menu import MapsMenu
from desktop.reading import empty_document
from desktop.window import Window
from tests.gui.conftest import paint
from widgets.techniques.form import Form

EDGES = "Edges (Canny)"


@pytest.fixture
def no_networks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Only an empty folder is searched for models."""
    monkeypatch.setattr(places, "models", lambda _=(): (tmp_path,))
    return tmp_path


@pytest.fixture
def held(window: Window) -> Iterator[threading.Event]:
    """What is made in the background waits until this is set."""
    go = threading.Event()
    window.background.run(go.wait, done=lambda _: None, failed=window.tell)
    yield go
    go.set()


def menu_of(window: Window) -> MapsMenu:
    layer = next(a for a in window.menuBar().actions() if a.text() == "&Layer").menu()
    (menu,) = [a.menu() for a in layer.actions() if isinstance(a.menu(), MapsMenu)]
    return menu


def opened(window: Window, qtbot: QtBot) -> dict[str, QAction]:
    """The menu's entries when everything is known."""
    menu = menu_of(window)
    menu.aboutToShow.emit()
    qtbot.waitUntil(lambda: window.background.pending == 0)
    return {action.data(): action for action in menu.actions() if action.data()}


def add_edges(window: Window, qtbot: QtBot) -> SketchLayer:
    before = len(window.document.layers)
    opened(window, qtbot)["canny"].trigger()
    qtbot.waitUntil(lambda: len(window.document.layers) == before + 1)
    layer = window.document.layers[-1]
    assert isinstance(layer, SketchLayer)
    return layer


def test_edges_become_a_layer_over_the_others_and_undo_removes_it(
    window: Window, qtbot: QtBot, no_networks: Path
) -> None:
    paint(window, (150, 200), (350, 200), size=80)
    window.document.perform(AddLayer(RasterLayer.empty(window.document.size, "Above")))
    window.document.activate(window.document.layers[0].id)
    before = window.document.layers
    picture = window.document.flatten()

    layer = add_edges(window, qtbot)
    pixels = layer.pixels.to_array()
    assert layer.name == EDGES
    assert window.document.active is layer
    assert (pixels[..., 3] == 255).all()
    assert set(np.unique(pixels[..., :3])) == {0, 255}
    assert pixels[158:163, 250, 0].any()  # the stroke's upper border
    assert not pixels[195:205, 250, 0].any()  # within it
    assert EDGES in window.banner._cause.text()
    assert np.array_equal(window.document.flatten(), picture)

    assert window.document.undo_text == "Make control map"
    window.edit.undo()
    assert window.document.layers == before


def test_it_can_be_painted_on_and_another_is_made_of_the_picture_alone(
    window: Window, qtbot: QtBot, no_networks: Path
) -> None:
    paint(window, (150, 200), (350, 200))
    first = add_edges(window, qtbot)
    made = first.pixels.to_array()
    window.canvas.set_tool("sketch_brush")
    paint(window, (100, 400), (300, 400))
    assert tuple(first.pixels.to_array()[400, 200]) == (255, 0, 0, 255)
    second = add_edges(window, qtbot)
    assert second.name == f"{EDGES} 2"
    assert np.array_equal(second.pixels.to_array(), made)


@pytest.mark.parametrize("id", [i for i, k in preprocessors().items() if not k.declaration.needs])
def test_every_map_without_a_network_is_made(
    window: Window, qtbot: QtBot, no_networks: Path, id: str
) -> None:
    active = window.document.active
    brush = Brush(size=90, hardness=1, color=(20, 40, 60))
    stroke = window.document.begin_stroke(active.id, brush, Point(50, 60))
    stroke.to(450, 420)
    stroke.finish()
    opened(window, qtbot)[id].trigger()
    qtbot.waitUntil(lambda: isinstance(window.document.layers[-1], SketchLayer))
    layer = window.document.layers[-1]
    assert layer.name == preprocessors()[id].declaration.title
    assert layer.pixels.to_array()[..., :3].std() > 1


def test_what_is_transparent_is_white_in_the_picture(window: Window, qtbot: QtBot) -> None:
    window.document.perform(RemoveLayer(window.document.layers[0].id))
    assert not window.document.flatten().any()
    make_map(window, preprocessors()["blur"]())
    qtbot.waitUntil(lambda: isinstance(window.document.layers[-1], SketchLayer))
    assert (window.document.layers[-1].pixels.to_array() == 255).all()


class TestNetworks:
    def test_those_that_lack_something_say_what_in_the_menu(
        self, window: Window, qtbot: QtBot, no_networks: Path
    ) -> None:
        actions = opened(window, qtbot)
        assert set(actions) == set(preprocessors())
        for id, kind in preprocessors().items():
            assert actions[id].text().endswith("\tneeds files") == bool(kind.declaration.needs)
        assert actions["depth"].text() == "Depth\tneeds files"
        assert "none was found" in actions["depth"].toolTip()
        assert "none was found" in actions["segmentation"].toolTip()
        assert "body_pose_model.pth" in actions["openpose"].toolTip()

    @pytest.mark.parametrize(
        ("id", "file", "source"),
        [
            ("softedge", "ControlNetHED.pth", "huggingface.co/lllyasviel/Annotators"),
            ("teed", "5_model.pth", "huggingface.co/fal-ai/teed"),
            ("depth", "model.safetensors", "huggingface.co/depth-anything"),
            ("segmentation", "model.safetensors", "huggingface.co/nvidia/segformer"),
        ],
    )
    def test_chosen_all_the_same_it_is_told_what_to_get_from_where_and_where_to_put_it(
        self, window: Window, qtbot: QtBot, no_networks: Path, id: str, file: str, source: str
    ) -> None:
        opened(window, qtbot)[id].trigger()
        qtbot.waitUntil(lambda: window.background.pending == 0)
        for part in (file, source, str(no_networks)):
            assert part in window.banner.text
        assert not window.queue.model.jobs
        assert not any(isinstance(layer, SketchLayer) for layer in window.document.layers)

    def test_once_the_files_are_there_nothing_is_missing(
        self, window: Window, qtbot: QtBot, no_networks: Path
    ) -> None:
        assert opened(window, qtbot)["depth"].text() == "Depth\tneeds files"
        folder = no_networks / "depth-model"
        folder.mkdir()
        (folder / "config.json").write_text('{"architectures": ["DPTForDepthEstimation"]}')
        action = opened(window, qtbot)["depth"]
        assert action.text() == "Depth"
        assert "none was found" not in action.toolTip()

    def test_looking_imports_no_torch(self, tmp_path: Path) -> None:
        script = (
            "import sys; from pathlib import Path; from core.control import preprocessors\n"
            "found = [k().missing([Path(sys.argv[1])]) for k in preprocessors().values()]\n"
            "print(any(found), {'torch', 'transformers', 'controlnet_aux'} & set(sys.modules))"
        )
        said = subprocess.run(
            [sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=True
        )
        assert said.stdout.strip() == "True set()"

    def test_segments_are_found_by_their_folder(self, tmp_path: Path) -> None:
        kind = preprocessors()["segmentation"]
        folder = tmp_path / "deep/segments"
        folder.mkdir(parents=True)
        (folder / "config.json").write_text(
            '{"architectures": ["SegformerForSemanticSegmentation"]}'
        )
        assert isinstance(kind().missing([tmp_path]), ModelError)
        (folder / "model.safetensors").touch()
        assert kind().missing([tmp_path]) is None


class TestMeanwhile:
    def test_a_canvas_of_another_size_gets_the_map_in_its_corner(
        self, window: Window, qtbot: QtBot, held: threading.Event
    ) -> None:
        paint(window, (150, 200), (350, 200))
        make_map(window, Canny())
        window.document.perform(ResizeCanvas(Rect(0, 0, 300, 600)))
        held.set()
        qtbot.waitUntil(lambda: isinstance(window.document.layers[-1], SketchLayer))
        layer = window.document.layers[-1]
        pixels = layer.grid.to_array()
        assert (pixels[:512, ..., 3] == 255).all() and not pixels[512:].any()
        assert pixels[150:250, 200:280, 0].any()
        assert layer.grid.bounds() == Rect(0, 0, 512, 512), "what is off the canvas comes back"
        assert "another size" in window.banner.text
        window.edit.undo()
        assert not any(isinstance(layer, SketchLayer) for layer in window.document.layers)

    def test_another_document_gets_no_map(
        self, window: Window, qtbot: QtBot, held: threading.Event
    ) -> None:
        make_map(window, Canny())
        other = empty_document(Size(512, 512), window.document.settings)
        window.files.opened.emit(other, None, None)
        held.set()
        qtbot.waitUntil(lambda: "closed meanwhile" in window.banner._cause.text())
        assert window.document is other
        assert len(other.layers) == 2

    def test_a_stroke_is_not_cut_short(
        self, window: Window, qtbot: QtBot, held: threading.Event
    ) -> None:
        make_map(window, Canny())
        brush = Brush(size=20, hardness=1)
        stroke = window.document.begin_stroke(window.document.active.id, brush, Point(10, 10))
        held.set()
        qtbot.waitUntil(lambda: window.background.pending == 0)
        assert window.document.stroke is stroke
        stroke.to(60, 60)
        stroke.finish()
        qtbot.waitUntil(lambda: isinstance(window.document.layers[-1], SketchLayer))
        window.edit.undo()
        assert tuple(window.document.flatten()[60, 60]) == (0, 0, 0, 255)


@pytest.mark.parametrize("id", ["controlnet", "t2i_adapter"])
class TestMadeFromTheForm:
    def test_it_is_made_and_chosen(self, window: Window, qtbot: QtBot, id: str) -> None:
        paint(window, (150, 200), (350, 200))
        form = self.form(window, id)
        form.fields["kind"].picked.emit("canny")
        form.fields["preprocess"].picked.emit(True)
        self.ask(form)
        qtbot.waitUntil(lambda: isinstance(window.document.layers[-1], SketchLayer))
        (draft,) = window.document.settings.techniques
        assert draft.values["image"] == FromLayer(window.document.layers[-1].id)
        assert draft.values["preprocess"] is False
        assert form.fields["image"].box.currentText() == f"{EDGES} (sketch)"

    def test_kinds_that_cannot_be_made_are_told(
        self, window: Window, qtbot: QtBot, no_networks: Path, id: str
    ) -> None:
        form = self.form(window, id)
        for kind, said in (("depth", "none was found"), ("inpaint", "not made from pictures")):
            form.fields["kind"].picked.emit(kind)
            self.ask(form)
            qtbot.waitUntil(lambda said=said: said in window.banner.text)
        assert form.fields["image"].box.currentText() == "Nothing"

    def test_a_form_that_is_gone_gets_nothing(
        self, window: Window, qtbot: QtBot, held: threading.Event, id: str
    ) -> None:
        form = self.form(window, id)
        form.fields["kind"].picked.emit("canny")
        self.ask(form)
        window.generating.techniques.panel.cards[0].remove_button.click()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        held.set()
        qtbot.waitUntil(lambda: isinstance(window.document.layers[-1], SketchLayer))
        assert window.document.settings.techniques == ()

    def form(self, window: Window, id: str) -> Form:
        window.docks["techniques"].raise_()
        panel = window.generating.techniques.panel
        panel.add(id)
        return panel.cards[0].form

    def ask(self, form: Form) -> None:
        box = form.fields["image"].box
        box.activated.emit(box.findText("Make one of the picture"))


def test_a_map_is_drawn_on_a_new_sketch_and_asked_for_until_something_is_on_it(
    window: Window, qtbot: QtBot, no_networks: Path
) -> None:
    window.docks["techniques"].raise_()
    panel = window.generating.techniques.panel
    panel.add("t2i_adapter")
    box = panel.cards[0].form.fields["image"].box
    box.activated.emit(box.findText("Draw one on a new sketch"))
    sketch = window.document.active
    assert isinstance(sketch, SketchLayer) and window.canvas.tool == "sketch_brush"
    (draft,) = window.document.settings.techniques
    assert draft.values["image"] == FromLayer(sketch.id)
    planning = window.controller.planning

    def said() -> str:
        return str(planning.plan.of_techniques)

    qtbot.waitUntil(lambda: "“Sketch” is empty" in said())
    paint(window, (150, 200), (350, 200))
    qtbot.waitUntil(lambda: planning.plan.of_techniques != () and "empty" not in said())


def test_controlnet_offers_it_as_its_map(window: Window, qtbot: QtBot, no_networks: Path) -> None:
    paint(window, (150, 200), (350, 200))
    window.docks["techniques"].raise_()
    panel = window.generating.techniques.panel
    panel.add("controlnet")
    layer = add_edges(window, qtbot)
    field = panel.cards[0].form.fields["image"]
    qtbot.waitUntil(lambda: field.box.findText(f"{EDGES} (sketch)") > 0)
    field.box.activated.emit(field.box.findText(f"{EDGES} (sketch)"))
    (draft,) = window.document.settings.techniques
    assert draft.values["image"] == FromLayer(layer.id)
