"""Presets of techniques: kept by name, shared as files, and never a reason to fail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core import presets
from core.document.commands import SetTechniques
from core.document.drafts import Draft, FromFile, FromLayer
from core.errors import FileError, UserError
from core.files.pictures import save_picture
from core.request import Pixels
from desktop.window import Window
from tests.gui.example_technique import examples
from widgets.techniques.panel import TechniquesPanel

LIST = (
    Draft("self_attention_guidance", {"scale": 1.5}),
    Draft("example", {"things": [{"prompt": "a lamp"}], "late": None}, on=False),
)


@pytest.fixture(autouse=True)
def with_examples() -> Iterator[None]:
    with examples():
        yield


class TestFiles:
    def test_what_is_saved_is_loaded_by_its_name(self) -> None:
        file = presets.save("Soft light", LIST)
        assert file.is_relative_to(presets.places.config())
        assert presets.names() == ["Soft light"]
        assert presets.load("Soft light").drafts == LIST
        presets.delete("Soft light")
        presets.delete("Soft light")
        assert presets.names() == []

    @pytest.mark.parametrize("name", ["", "  ", "../x", "a/b", ".hidden", "x" * 90, "a\nb\0"])
    def test_names_that_are_none_are_refused(self, name: str) -> None:
        with pytest.raises(UserError):
            presets.save(name, LIST)
        assert presets.names() == []

    def test_files_go_along_and_layers_do_not(self, tmp_path: Path) -> None:
        rng = np.random.default_rng(1)
        array = rng.integers(0, 256, (12, 16, 4), np.uint8)
        mask = Pixels(array[..., 0])
        save_picture(tmp_path / "map.png", array)
        values = {
            "image": FromFile(str(tmp_path / "map.png")),
            "cover": mask,
            "things": [{"image": FromLayer("abc"), "scale": 2}],
            "gone": FromFile(str(tmp_path / "gone.png")),
        }
        presets.save("With pictures", [Draft("example", values)])
        (tmp_path / "map.png").unlink()
        loaded = presets.load("With pictures").drafts[0].values
        assert loaded == {"image": Pixels(array), "cover": mask, "things": [{"scale": 2}]}
        assert presets.layers_in([Draft("example", values)])

    def test_an_exported_preset_is_taken_in_under_a_free_name(self, tmp_path: Path) -> None:
        presets.save("Mine", LIST[:1])
        presets.export(tmp_path / "Mine.json", LIST)
        taken = presets.take_in(tmp_path / "Mine.json")
        assert taken.name == "Mine 2"
        assert taken.drafts == LIST
        assert presets.names() == ["Mine", "Mine 2"]

    @pytest.mark.parametrize(
        "content",
        [
            b"", b"\xff\xfe", b"[]", b"{", b"[" * 100_000, b'{"underpaint": "brushes"}',
            b'{"underpaint": "techniques", "version": 1, "techniques": 3}',
            b'{"underpaint": "techniques", "version": 1, "techniques": [3]}',
            b'{"underpaint": "techniques", "version": 1, "techniques": [{"id": 3}]}',
            b'{"underpaint": "techniques", "version": 99, "techniques": []}',
            b'{"underpaint": "techniques", "version": 1, "techniques": '
            b'[{"id": "a", "values": {"x": {"$picture": "data:image/png;base64,%%"}}}]}',
            b'{"underpaint": "techniques", "version": 1, "techniques": '
            b'[{"id": "a", "values": {"x": {"$picture": "data:image/png;base64,AAAA"}}}]}',
            b'{"underpaint": "techniques", "version": 1, "techniques": '
            b'[{"id": "a", "values": {"x": {"$layer": 3}}}]}',
        ],
    )  # fmt: skip
    def test_broken_files_are_told(self, content: bytes, tmp_path: Path) -> None:
        file = tmp_path / "preset.json"
        file.write_bytes(content)
        with pytest.raises(FileError) as error:
            presets.take_in(file)
        assert "preset.json" in error.value.cause
        assert error.value.remedy
        assert presets.names() == []

    def test_a_name_inside_a_file_cannot_lead_elsewhere(self, tmp_path: Path) -> None:
        content = {"underpaint": "techniques", "version": 1, "techniques": [], "name": "../../x"}
        (tmp_path / "p.json").write_text(json.dumps(content), "utf-8")
        assert "/" not in presets.take_in(tmp_path / "p.json").name
        assert len(presets.names()) == 1


class TestMenu:
    @pytest.fixture
    def panel(self, window: Window) -> TechniquesPanel:
        return window.generating.techniques.panel

    def entry(self, panel: TechniquesPanel, text: str):  # type: ignore[no-untyped-def]
        panel.presets.fill()
        actions = panel.presets.presets_menu.actions()
        return next(a for a in actions if a.text().replace("&", "") == text)

    def test_a_list_is_saved_and_loaded_as_one_step(
        self, window: Window, panel: TechniquesPanel
    ) -> None:
        assert not self.entry(panel, "Save…").isEnabled()
        window.document.perform(SetTechniques(LIST))
        panel.presets.save("Mine")
        assert "“Mine” is saved" in window.banner.text
        window.document.perform(SetTechniques(()))
        self.entry(panel, "Mine").trigger()
        assert window.document.settings.techniques == LIST
        assert [card.title for card in panel.cards] == ["Self-Attention Guidance", "Example"]
        window.edit.undo()
        assert window.document.settings.techniques == ()

    def test_deleting_asks_by_its_name(self, window: Window, panel: TechniquesPanel) -> None:
        presets.save("Mine", LIST)
        delete = self.entry(panel, "Delete").menu()
        delete.actions()[0].trigger()
        assert presets.names() == []
        assert not self.entry(panel, "Delete").isEnabled()

    def test_a_broken_preset_is_told_and_the_list_stays(
        self, window: Window, panel: TechniquesPanel
    ) -> None:
        window.document.perform(SetTechniques(LIST))
        presets.save("Mine", LIST).write_text("{")
        self.entry(panel, "Mine").trigger()
        assert "Mine.json is damaged" in window.banner.text
        assert window.document.settings.techniques == LIST

    def test_files_are_exported_and_imported(
        self, window: Window, panel: TechniquesPanel, tmp_path: Path
    ) -> None:
        window.document.perform(SetTechniques(LIST))
        panel.presets.choose_target = lambda title, name, then: then(tmp_path / name)
        panel.presets.choose_file = lambda title, then: then(tmp_path / "Techniques.json")
        self.entry(panel, "Export…").trigger()
        window.document.perform(SetTechniques(()))
        self.entry(panel, "Import…").trigger()
        assert window.document.settings.techniques == LIST
        assert presets.names() == ["Techniques"]

    def test_that_layers_stay_behind_is_said(self, window: Window, panel: TechniquesPanel) -> None:
        draft = Draft("example", {"image": FromLayer(window.document.layers[0].id)})
        window.document.perform(SetTechniques((draft,)))
        panel.presets.save("Mine")
        assert "Layers are not part of a preset" in window.banner.text
