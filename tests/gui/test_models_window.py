"""The Models window lists what there is, fetches the rest, and takes in what is dropped."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import send2trash
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot
from safetensors.numpy import save, save_file

from core import places
from core.document.commands import FillLayer
from core.fetching import hardware
from core.fetching.fetches import State
from core.fetching.hardware import Hardware
from core.fetching.token import token_for
from core.models import conversion, notes, pictures
from desktop.models import Models
from desktop.window import Window
from tests.fetching.small_hub import SmallHub, refuse, silent, small_hub
from widgets.models import fetch_row
from widgets.models.hub_dialog import HubDialog
from widgets.models.models_window import FETCH

pytestmark = pytest.mark.gui

LONG = 60_000
LORA = {"unet.down.attn2.to_k.lora_A.weight": np.zeros((2, 768), np.float16)}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallHub]:
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with small_hub() as made:
        monkeypatch.setenv("HF_ENDPOINT", made.address)
        made.repos["artist/glow"] = {"glow.safetensors": save(LORA)}
        yield made


@pytest.fixture
def models(window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Models:
    """The Models window, opened and filled."""
    monkeypatch.setattr(hardware, "find", lambda: Hardware(16 << 30, 8 << 30, "A card"))
    window.registry["models"].trigger()
    models = window.models
    qtbot.waitUntil(lambda: bool(models.shown.disk.model.entries), timeout=LONG)
    return models


def titles(models: Models) -> list[str]:
    return [one.title for one in models.shown.disk.model.entries]


def own_lora(name: str = "glow") -> Path:
    file = places.own_models() / f"{name}.safetensors"
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file(LORA, file)
    return file


def test_what_is_on_the_disk_is_listed_searched_and_told(models: Models, qtbot: QtBot) -> None:
    disk = models.shown.disk
    assert "Starter (drawn world)" in titles(models)
    assert disk.details.title.text() == titles(models)[0]
    disk.words.setText("depth controlnet")
    qtbot.waitUntil(lambda: titles(models) == ["Starter: ControlNet for depth"])
    assert disk.details.title.text() == "Starter: ControlNet for depth"
    assert not disk.details.use.isVisible() and not disk.details.remove.isEnabled()
    disk.words.setText("no such thing")
    qtbot.waitUntil(lambda: not titles(models))
    disk.words.clear()
    qtbot.waitUntil(lambda: len(titles(models)) > 5)
    disk.kind.setCurrentIndex(disk.kind.findData("control"))
    disk.kind.activated.emit(0)
    assert titles(models) and all("Starter: " in one for one in titles(models))


def test_a_lora_is_used_at_a_click_and_removed_with_a_question(
    models: Models, window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trash = tmp_path / "trash"
    trash.mkdir()
    move = lambda path: os.rename(path, trash / Path(path).name)  # noqa: E731, PTH104
    monkeypatch.setattr(send2trash, "send2trash", move)
    file = own_lora()
    models.look()
    qtbot.waitUntil(lambda: "glow" in titles(models), timeout=LONG)
    disk = models.shown.disk
    disk.choose(str(file))
    disk.details.use.click()
    qtbot.waitUntil(lambda: bool(window.document.settings.techniques), timeout=LONG)
    assert window.document.settings.techniques[0].values["file"] == str(file)
    qtbot.waitUntil(lambda: models.users_of(models.entries[-1]) == ["this picture"]
                    or any(models.users_of(one) for one in models.entries
                           if one.title == "glow"), timeout=LONG)  # fmt: skip
    disk.details.remove.click()
    boxes = lambda: models.shown.findChildren(QMessageBox)  # noqa: E731
    qtbot.waitUntil(lambda: bool(boxes()), timeout=LONG)
    (box,) = boxes()
    assert "freed" in box.informativeText() and "this picture" in box.informativeText()
    assert file.exists()
    next(one for one in box.buttons() if one.text() == "Remove").click()
    qtbot.waitUntil(lambda: "glow" not in titles(models), timeout=LONG)
    assert not file.exists() and (trash / file.name).exists()


def test_notes_are_kept_when_another_model_is_looked_at(models: Models, qtbot: QtBot) -> None:
    disk = models.shown.disk
    first = disk.details.entry
    assert first is not None
    disk.details.notes.setPlainText("for tries")
    disk.choose(str(disk.model.entries[1].path))
    assert disk.details.notes.toPlainText() == ""
    qtbot.waitUntil(lambda: notes.read() == {str(first.path): "for tries"}, timeout=LONG)
    disk.choose(str(first.path))
    assert disk.details.notes.toPlainText() == "for tries"


def test_a_model_is_fetched_by_its_name_and_stands_in_the_list(
    server: SmallHub, models: Models, qtbot: QtBot
) -> None:
    models.shown.show_page(FETCH)
    page = models.shown.fetch
    qtbot.keyClicks(page.address, "artist/glow")
    qtbot.keyClick(page.address, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "glow" in titles(models), timeout=LONG)
    (row,) = page.rows.values()
    qtbot.waitUntil(lambda: row.fetch.state is State.DONE, timeout=LONG)
    row.show_button.click()
    qtbot.waitUntil(lambda: models.shown.disk.details.title.text() == "glow", timeout=LONG)


def test_what_was_fetched_is_used_by_the_button_beside_it(
    server: SmallHub, models: Models, window: Window, qtbot: QtBot
) -> None:
    models.fetching.ask("artist/glow")
    page = models.shown.fetch
    qtbot.waitUntil(lambda: any(row.use_button.isVisibleTo(row) for row in page.rows.values()),
                    timeout=LONG)  # fmt: skip
    (row,) = page.rows.values()
    row.use_button.click()
    qtbot.waitUntil(lambda: bool(window.document.settings.techniques), timeout=LONG)
    assert window.document.settings.techniques[0].values["file"].endswith("glow.safetensors")
    models.fetching.show_fetched(row.fetch.id)
    qtbot.waitUntil(
        lambda: models.shown.disk.details.facts["Used by"].text() == "this picture", timeout=LONG
    )


def test_a_good_model_is_used_from_its_card_once_it_is_here(
    server: SmallHub, models: Models, window: Window, qtbot: QtBot
) -> None:
    """The hub calls it pytorch_lora_weights.safetensors; here it has the name of the list."""
    server.repos["latent-consistency/lcm-lora-sdv1-5"] = {
        "pytorch_lora_weights.safetensors": save(LORA)
    }
    card = next(one for one in models.shown.fetch.cards if one.good.id == "lcm-sd15")
    card.button.click()
    qtbot.waitUntil(lambda: card.button.text() == "Use", timeout=LONG)
    assert "LCM for Stable Diffusion 1.5" in titles(models)
    card.button.click()
    qtbot.waitUntil(lambda: bool(window.document.settings.techniques), timeout=LONG)
    assert window.document.settings.sampler == "lcm"
    assert len(models.fetching.fetches.all) == 1


def test_a_lost_connection_is_told_while_it_is_tried_again(
    server: SmallHub, models: Models, qtbot: QtBot
) -> None:
    server.troubles["glow.safetensors"] = [refuse(503, retry_after="600")]
    models.fetching.ask("artist/glow")
    page = models.shown.fetch
    qtbot.waitUntil(lambda: any(row.problem.text for row in page.rows.values()), timeout=LONG)
    (row,) = page.rows.values()
    assert "has a problem (503)" in row.problem.text and "tried again" in row.problem.text
    assert row.fetch.state is State.RUNNING and "left" not in row.line.text()
    row.switch.click()
    qtbot.waitUntil(lambda: row.fetch.state is State.PAUSED, timeout=LONG)
    assert not row.problem.isVisibleTo(row)
    row.switch.click()
    qtbot.waitUntil(lambda: row.fetch.state is State.DONE, timeout=LONG)


def test_a_connection_from_which_nothing_comes_promises_no_time(
    server: SmallHub, models: Models, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch_row, "SILENCE", 50)
    server.troubles["glow.safetensors"] = [silent(1000)]
    models.fetching.ask("artist/glow")
    page = models.shown.fetch
    qtbot.waitUntil(
        lambda: any("nothing comes" in row.line.text() for row in page.rows.values()), timeout=LONG
    )
    server.goes_on.set()


def test_a_model_that_is_only_given_to_some_leads_to_its_page(
    server: SmallHub, models: Models, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True
    )
    server.gated["artist/glow"] = "hf_right"
    models.fetching.ask("artist/glow")
    page = models.shown.fetch
    qtbot.waitUntil(lambda: any(r.fetch.needs_token for r in page.rows.values()), timeout=LONG)
    (row,) = page.rows.values()
    row.page_button.click()
    assert opened == [f"{server.address}/artist/glow"]


def test_the_list_stays_where_it_is_when_something_is_fetched(
    server: SmallHub, models: Models, qtbot: QtBot
) -> None:
    models.shown.show_page(FETCH)
    models.shown.resize(900, 500)
    page = models.shown.fetch
    assert page.cards[0].mapTo(page, QPoint()).y() < 140, "no room is kept for what is not fetched"
    card = next(one for one in page.cards if one.good.id == "lcm-sd15")
    page._area.ensureWidgetVisible(card)
    before = page._area.verticalScrollBar().value()
    assert before > 0
    server.troubles["api latent-consistency/lcm-lora-sdv1-5"] = [refuse(503, retry_after="600")]
    card.button.click()
    qtbot.waitUntil(lambda: bool(page.rows), timeout=LONG)
    (row,) = page.rows.values()
    qtbot.waitUntil(lambda: bool(row.problem.text) and not row.visibleRegion().isEmpty())
    assert page._area.verticalScrollBar().value() == before


def test_a_fetch_is_paused_gone_on_with_and_given_up_by_its_buttons(
    server: SmallHub, models: Models, qtbot: QtBot
) -> None:
    server.troubles["glow.safetensors"] = [silent(20), silent(20)]
    page = models.shown.fetch
    models.fetching.ask("artist/glow")
    qtbot.waitUntil(lambda: any(r.fetch.state is State.RUNNING for r in page.rows.values()),
                    timeout=LONG)  # fmt: skip
    (row,) = page.rows.values()
    row.switch.click()
    qtbot.waitUntil(lambda: row.fetch.state is State.PAUSED, timeout=LONG)
    assert "Paused" in row.line.text()
    row.stop.click()
    qtbot.waitUntil(lambda: not page.rows, timeout=LONG)
    server.goes_on.set()


def test_what_needs_a_token_or_a_choice_asks_for_it(
    server: SmallHub, models: Models, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.fetching.token._keyring", lambda: None)
    monkeypatch.setattr("core.fetching.token._for_now", {})
    server.gated["artist/glow"] = "hf_right"
    server.repos["artist/two"] = {"a.safetensors": save(LORA), "b.safetensors": save(LORA)}
    page = models.shown.fetch
    models.fetching.ask("artist/glow")
    qtbot.waitUntil(lambda: any(r.fetch.needs_token for r in page.rows.values()), timeout=LONG)
    (row,) = page.rows.values()
    row.token.setText("hf_right")
    row.token_button.click()
    qtbot.waitUntil(lambda: row.fetch.state is State.DONE, timeout=LONG)
    models.fetching.ask("artist/two")
    qtbot.waitUntil(lambda: any(r.fetch.choices for r in page.rows.values()), timeout=LONG)
    chooser = next(r for r in page.rows.values() if r.fetch.choices)
    chooser.files.setCurrentIndex(1)
    chooser.pick.click()
    qtbot.waitUntil(lambda: "b" in titles(models), timeout=LONG)
    assert "a" not in titles(models)


def test_the_list_of_good_models_says_what_suits_and_is_searched(
    models: Models, qtbot: QtBot
) -> None:
    page = models.shown.fetch
    qtbot.waitUntil(lambda: "A card" in page.hardware.text(), timeout=LONG)
    told = {card.good.id: card.badge.text() for card in page.cards}
    assert told["sdxl"] == "Recommended for your hardware"
    assert told["dreamshaper"] == "Fits your hardware"
    assert told["cn-canny-sdxl"] == "Runs part by part, more slowly"
    assert told["flux-schnell"] == "Too large for your memory"
    page.address.setText("scribble")
    assert [card.good.id for card in page.cards if not card.isHidden()] == [
        "cn-scribble-sd15",
        "cn-union-sdxl",
        "cn-scribble-sdxl",
    ]
    page.address.setText("no such painter")
    assert "“no such painter”" in page.none.text() and page.none.isVisibleTo(page)
    page.address.clear()
    assert not page.none.isVisibleTo(page) and not page.cards[0].isHidden()
    models.fetching.ask("https://example.org/x.safetensors")
    assert "example.org is not the hub" in page.refused.text


def test_a_mirror_a_token_and_offline_are_chosen_in_a_dialog(
    server: SmallHub, models: Models, window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.fetching.token._keyring", lambda: None)
    monkeypatch.setattr("core.fetching.token._for_now", {})
    page = models.shown.fetch
    with small_hub() as mirror:
        host = mirror.address.removeprefix("http://")
        mirror.repos["artist/mirrored"] = {"mirrored.safetensors": save(LORA)}
        mirror.gated["artist/mirrored"] = "hf_right"
        page.hub.click()
        found = lambda: models.shown.findChildren(HubDialog)  # noqa: E731
        qtbot.waitUntil(lambda: bool(found()), timeout=LONG)
        (dialog,) = found()
        dialog.hub.setText("my mirror")
        ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.click()
        assert "not the address of a hub" in dialog.refused.text
        squeezed = [one for one in (dialog.hub, dialog.token)
                    if one.height() < one.minimumSizeHint().height()]  # fmt: skip
        assert not squeezed, "room is made for what is said"
        dialog.hub.setText("mirror.example")
        assert dialog.address == "https://mirror.example"
        dialog.hub.setText(mirror.address)
        dialog.token.setText("hf_right")
        ok.click()
        qtbot.waitUntil(lambda: token_for(mirror.address) == "hf_right", timeout=LONG)
        assert (page.hub.text(), window.settings.hub) == (host, mirror.address)
        models.fetching.ask("artist/mirrored")
        qtbot.waitUntil(lambda: "mirrored" in titles(models), timeout=LONG)
    window.settings = replace(window.settings, offline=True)
    models.fetching.ask("artist/glow")
    qtbot.waitUntil(
        lambda: any("switched off" in row.problem.text for row in page.rows.values()), timeout=LONG
    )
    assert not server.asked


def test_a_lora_that_is_dropped_on_the_program_is_in_its_place_and_in_use(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "glow.safetensors"
    save_file(LORA, file)
    drop(window, file)
    qtbot.waitUntil(lambda: bool(window.document.settings.techniques), timeout=LONG)
    kept = places.own_models() / "loras/glow.safetensors"
    assert window.document.settings.techniques[0].values["file"] == str(kept)
    assert file.exists() and kept.exists()
    qtbot.waitUntil(lambda: "in use" in window.banner.text, timeout=LONG)
    pickle = tmp_path / "bad.ckpt"
    pickle.write_bytes(b"\x80")
    drop(window, pickle)
    qtbot.waitUntil(lambda: "pickle" in window.banner.text, timeout=LONG)


def drop(window: Window, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    event = QDropEvent(
        QPointF(window.canvas.mapTo(window, window.canvas.rect().center())),
        Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    window.dropEvent(event)
    assert event.isAccepted()


def test_a_model_has_the_picture_that_the_artist_chooses(
    models: Models, window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    """From the canvas or a file; what other programs have put beside it is left as it is."""
    file = own_lora()
    beside = file.with_suffix(".preview.png")
    Image.new("RGB", (20, 20), (0, 0, 200)).save(beside)
    models.look()
    disk = models.shown.disk
    entry = lambda: next((one for one in models.entries if one.title == "glow"), None)  # noqa: E731

    def colour() -> tuple[int, int, int] | None:
        found = entry()
        pixmap = None if found is None else disk.model.picture_of(found)
        return None if pixmap is None else pixmap.toImage().pixelColor(5, 5).getRgb()[:3]

    qtbot.waitUntil(lambda: colour() == (0, 0, 200), timeout=LONG)
    disk.choose(str(file))
    actions = disk.details.picture_actions
    assert not actions["none"].isEnabled()
    layer = window.document.layers[0]
    window.document.perform(FillLayer(layer.id, (200, 0, 0)))
    actions["canvas"].trigger()
    qtbot.waitUntil(lambda: colour() == (200, 0, 0), timeout=LONG)
    assert actions["none"].isEnabled() and beside.exists()
    with Image.open(pictures.file_of(file)) as kept:
        assert max(kept.size) <= pictures.SIDE
    green = tmp_path / "green.jpg"
    Image.new("RGB", (900, 300), (0, 200, 0)).save(green, quality=100)
    actions["file"].trigger()
    (dialog,) = models.shown.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(green))
    dialog.close()
    qtbot.waitUntil(lambda: colour() is not None and colour()[1] > 190, timeout=LONG)  # type: ignore[index]
    (tmp_path / "broken.png").write_bytes(b"no picture")
    actions["file"].trigger()
    dialog = models.shown.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(tmp_path / "broken.png"))
    dialog.close()
    qtbot.waitUntil(lambda: "cannot be read as a picture" in models.shown.banner.text, timeout=LONG)
    actions["none"].trigger()
    qtbot.waitUntil(lambda: colour() == (0, 0, 200), timeout=LONG)
    beside.unlink()
    models.look()
    qtbot.waitUntil(lambda: colour() is None, timeout=LONG)


def test_a_pickle_becomes_a_safetensors_file_at_a_click(
    models: Models, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The conversion itself, in a process of its own: tests/models/test_conversion.py."""
    file = own_lora().with_name("old.ckpt")
    file.write_bytes(b"\x80")
    begun, go = threading.Event(), threading.Event()

    def convert(pickle: Path, stopped: Callable[[], bool]) -> Path:
        begun.set()
        assert go.wait(60) and not stopped()
        save_file(LORA, pickle.with_suffix(".safetensors"))
        return pickle.with_suffix(".safetensors")

    monkeypatch.setattr(conversion, "convert", convert)
    models.look()
    qtbot.waitUntil(lambda: "old" in titles(models), timeout=LONG)
    disk = models.shown.disk
    details = disk.details
    disk.choose(str(own_lora()))
    assert details.convert.isHidden()
    disk.choose(str(file))
    assert not details.convert.isHidden() and details.use.isHidden()
    details.convert.click()
    qtbot.waitUntil(begun.is_set, timeout=LONG)
    assert not details.convert.isEnabled() and details.convert.text() == "Converting…"
    go.set()
    qtbot.waitUntil(lambda: "is made" in models.shown.banner.text, timeout=LONG)
    assert details.convert.isEnabled()
    made = str(file.with_suffix(".safetensors"))
    qtbot.waitUntil(lambda: made in [str(one.path) for one in models.entries], timeout=LONG)


def test_what_goes_wrong_with_a_conversion_is_told(models: Models, qtbot: QtBot) -> None:
    file = own_lora().with_name("old.ckpt")
    file.write_bytes(b"no pickle")
    file.with_suffix(".safetensors").write_bytes(b"")
    models.look()
    qtbot.waitUntil(lambda: str(file) in [str(one.path) for one in models.entries], timeout=LONG)
    models.shown.disk.choose(str(file))
    models.shown.disk.details.convert.click()
    qtbot.waitUntil(lambda: "is there already" in models.shown.banner.text, timeout=LONG)
