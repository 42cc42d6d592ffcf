"""Control maps that need a network: chosen in the menu, made where the device lives, painted on."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from core import places
from core.control import named
from core.document.commands import AddLayer, RemoveLayer, ResizeCanvas
from core.document.drafts import FromLayer
from core.document.layers import RasterLayer, SketchLayer
from core.generation.hosts.process import ProcessHost
from core.generation.hosts.thread import ThreadHost
from core.generation.maps import made
from core.generation.service import GenerationService
from core.geometry import Rect
from core.models.shelf import Shelf
from desktop.control_maps import map_request
from desktop.possible import is_generating
from desktop.window import Window
from tests.gui.conftest import STARTER, paint
from tests.gui.test_control_map import opened
from tests.tiny_networks import save_depth

HOSTS = {"thread": ThreadHost, "process": ProcessHost}
SECONDS = 300_000


@pytest.fixture
def networks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small random network for depth is searched for models, nothing else."""
    save_depth(tmp_path / "a-depth")
    monkeypatch.setattr(places, "models", lambda _=(): (tmp_path,))
    return tmp_path


Start = Callable[[str], Window]


@pytest.fixture
def start(bare_window: Window, networks: Path, qtbot: QtBot) -> Start:
    """The window with the real engine, in the host of that name."""

    def start(host: str) -> Window:
        window = bare_window
        window.show_models([STARTER])
        window.start_service(lambda publish: GenerationService(HOSTS[host]([networks]), publish))
        qtbot.waitUntil(lambda: window.controller.has_service)
        paint(window, (150, 200), (350, 200), size=120)
        return window

    return start


@pytest.fixture
def window(start: Start) -> Window:
    return start("thread")


def maps(window: Window) -> list[SketchLayer]:
    return [layer for layer in window.document.layers if isinstance(layer, SketchLayer)]


def ask(window: Window, qtbot: QtBot) -> None:
    """Chooses Depth in the menu; its job is in the queue afterwards."""
    action: QAction = opened(window, qtbot)["depth"]
    assert action.text() == "Depth"
    action.trigger()
    qtbot.waitUntil(lambda: bool(window.queue.model.jobs))


def arrived(window: Window, qtbot: QtBot) -> SketchLayer:
    qtbot.waitUntil(lambda: bool(maps(window)), timeout=SECONDS)
    return maps(window)[-1]


@pytest.mark.slow
@pytest.mark.parametrize("host", HOSTS)
def test_depth_becomes_a_layer_that_is_painted_on_and_undo_removes_it(
    start: Start, qtbot: QtBot, networks: Path, host: str
) -> None:
    window = start(host)
    window.controller.toggle_pause()
    qtbot.waitUntil(lambda: window.controller.paused)
    before, picture = window.document.layers, window.document.flatten()
    wanted = made(map_request(window.document.snapshot(), named("depth")()), Shelf([networks]))

    ask(window, qtbot)
    model = window.queue.model
    assert model.index(0).data() == "Depth map of “Layer 1”"
    assert model.second_line(model.jobs[0]) == "Waiting · 512×512 px"
    window.controller.toggle_pause()
    layer = arrived(window, qtbot)

    assert layer.name == "Depth" and window.document.active is layer
    assert np.array_equal(layer.pixels.to_array(), wanted)
    assert np.array_equal(window.document.flatten(), picture)
    assert "“Depth” lies over the picture" in window.banner.text
    qtbot.waitUntil(lambda: not is_generating(window))
    assert not window.candidates.model.rowCount()

    window.canvas.set_tool("sketch_brush")
    paint(window, (100, 400), (300, 400))
    assert tuple(layer.pixels.to_array()[400, 200]) == (255, 0, 0, 255)
    window.edit.undo()
    assert np.array_equal(layer.pixels.to_array(), wanted)
    assert window.document.undo_text == "Make control map"
    window.edit.undo()
    assert window.document.layers == before


def test_what_was_done_to_the_picture_meanwhile_stays_and_the_map_is_of_the_one_before(
    window: Window, qtbot: QtBot, networks: Path
) -> None:
    wanted = made(map_request(window.document.snapshot(), named("depth")()), Shelf([networks]))
    window.controller.toggle_pause()
    ask(window, qtbot)
    source = window.document.active
    assert source is not None
    window.document.perform(AddLayer(RasterLayer.empty(window.document.size, "Later")))
    paint(window, (20, 20), (400, 400), size=90)
    window.document.perform(RemoveLayer(source.id))
    window.document.perform(ResizeCanvas(Rect(0, 0, 400, 600)))
    before, picture = window.document.layers, window.document.flatten()
    window.controller.toggle_pause()

    layer = arrived(window, qtbot)
    assert np.array_equal(layer.pixels.read(Rect(0, 0, 512, 512)), wanted)
    assert window.document.layers == (*before, layer)
    assert np.array_equal(window.document.flatten(), picture)
    assert "another size" in window.banner.text
    window.edit.undo()
    assert window.document.layers == before


def test_a_map_that_is_cancelled_does_not_come_and_the_next_one_does(
    window: Window, qtbot: QtBot
) -> None:
    window.controller.toggle_pause()
    ask(window, qtbot)
    window.queue.list.setCurrentIndex(window.queue.model.index(0))
    window.queue._cancel.click()
    qtbot.waitUntil(lambda: not window.queue.model.jobs)
    window.controller.toggle_pause()
    ask(window, qtbot)
    arrived(window, qtbot)
    assert len(maps(window)) == 1
    assert not window.controller._maps, "nobody waits any more"


def test_weights_that_cannot_be_loaded_are_told_and_nothing_is_added(
    window: Window, qtbot: QtBot, networks: Path
) -> None:
    weights = networks / "a-depth/model.safetensors"
    weights.unlink()
    weights.write_bytes(b"no weights")
    ask(window, qtbot)
    qtbot.waitUntil(lambda: "cannot be loaded" in window.banner.text, timeout=SECONDS)
    assert str(networks / "a-depth") in window.banner.text
    qtbot.waitUntil(lambda: not window.queue.model.jobs)
    assert not maps(window)


def test_a_map_asked_for_before_anything_paints_waits_for_it(
    bare_window: Window, networks: Path, qtbot: QtBot
) -> None:
    bare_window.show_models([STARTER])
    opened(bare_window, qtbot)["depth"].trigger()
    qtbot.waitUntil(lambda: is_generating(bare_window))
    bare_window.start_service(lambda publish: GenerationService(ThreadHost([networks]), publish))
    assert arrived(bare_window, qtbot).name == "Depth"


@pytest.mark.parametrize("id", ["controlnet", "t2i_adapter"])
def test_a_form_takes_the_map_as_its_picture(window: Window, qtbot: QtBot, id: str) -> None:
    window.docks["techniques"].raise_()
    panel = window.generating.techniques.panel
    panel.add(id)
    form = panel.cards[0].form
    assert form is not None
    form.fields["kind"].picked.emit("depth")
    form.fields["preprocess"].picked.emit(True)
    box = form.fields["image"].box
    box.activated.emit(box.findText("Make one of the picture"))
    layer = arrived(window, qtbot)
    (draft,) = window.document.settings.techniques
    assert draft.values["image"] == FromLayer(layer.id)
    assert draft.values["preprocess"] is False
    assert box.currentText() == "Depth (sketch)"


PROGRAM = """
    if __name__ == "__main__":  # the child process reads this file as well
        import sys
        from pathlib import Path

        from PySide6.QtCore import QTimer

        from core import places
        from core.control import named
        from core.settings import Settings
        from desktop import main
        from desktop.control_maps import make_map
        from desktop.hosting import service_maker
        from desktop.window import Window

        folder = Path(sys.argv[1])
        places.models = lambda chosen=(): (folder,)
        app = main.application()
        window = Window(Settings())
        window.show()
        window.start_service(service_maker(window.settings))
        window.controller.failed.connect(lambda error: (print(error), app.exit()))
        make_map(window, named("depth")(), lambda layer: app.exit())
        QTimer.singleShot(300_000, app.exit)  # quit() asks the window, which asks to save
        app.exec()
        print(*(layer.name for layer in window.document.layers))
        print(*{"torch", "transformers", "diffusers", "controlnet_aux"} & set(sys.modules))
        main.finish(window)
"""


@pytest.mark.slow
def test_the_windows_own_process_imports_no_torch_for_it(networks: Path, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(textwrap.dedent(PROGRAM))
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, program, networks],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert done.stdout.splitlines() == ["Background Layer 1 Depth", ""], done.stderr
