"""Everything on the disk is listed with what it says of itself, put in its place, and removed."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import numpy as np
import pytest
import send2trash
from safetensors.numpy import save_file

from core import places
from core.errors import UserError
from core.models import cards, notes
from core.models.catalogue import Entry, catalogue
from core.models.library import find_models
from core.models.removal import removal_of, remove
from core.models.taking_in import take_in
from tests.files.faults import power_cuts
from tests.tiny_models import save_tiny_model

LORA = {"unet.down.attn2.to_k.lora_A.weight": np.zeros((2, 2048), np.float16)}
WORD = {"emb_params": np.zeros((2, 768), np.float16)}


def lora(file: Path, metadata: dict[str, str] | None = None) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file(LORA, file, metadata)
    return file


def entry_of(file: Path) -> Entry:
    (found,) = (one for one in catalogue([places.own_models()]) if one.path.name == file.name)
    return found


def test_what_comes_with_the_program_and_what_was_added_stand_in_one_list() -> None:
    lora(places.own_models() / "glow.safetensors")
    found = catalogue(places.models())
    kinds = [one.kind for one in found]
    assert kinds.index("lora") > kinds.index("model")
    assert {one.what for one in found} >= {"model to paint with", "inpainting model",
                                           "ControlNet: depth", "LoRA"}  # fmt: skip
    starter = next(one for one in found if one.id == "starter")
    glow = next(one for one in found if one.id == "glow")
    assert starter.included and starter.bytes > 10_000_000 and not starter.problems
    assert not glow.included and glow.family_name == "SDXL" and glow.precision == "F16"
    assert {one.base for one in found if one.base} == {starter.path}


def test_a_broken_model_is_listed_with_what_is_missing() -> None:
    folder = places.own_models() / "half"
    folder.mkdir(parents=True)
    (folder / "model_index.json").write_text("{}")
    (half,) = (one for one in catalogue(places.models()) if one.id == "half")
    assert any("missing" in problem for problem in half.problems)


def test_what_was_fetched_has_the_name_of_the_list_or_of_its_page() -> None:
    """Not that of a file that all authors call alike."""
    lcm = "models--latent-consistency--lcm-lora-sdv1-5/snapshots/c"
    own = places.own_models()
    lora(own / lcm / "pytorch_lora_weights.safetensors")
    lora(own / "models--somebody--fog/snapshots/c/pytorch_lora_weights.safetensors")
    lora(own / "models--somebody--fog/snapshots/c/thick.safetensors")
    lora(own / "model.safetensors")
    titles = {one.title for one in catalogue([own])}
    assert titles == {"LCM for Stable Diffusion 1.5", "fog", "thick", "model"}


def test_a_fetched_model_has_the_name_of_the_list_everywhere() -> None:
    folder = places.own_models() / "models--Lykon--dreamshaper-8" / "snapshots" / "c"
    save_tiny_model(folder)
    (info,) = find_models([places.own_models()])
    assert (info.id, info.title) == ("dreamshaper-8", "DreamShaper 8")
    assert [one.title for one in catalogue([places.own_models()])] == ["DreamShaper 8"]


def test_licence_words_and_picture_are_read_from_what_other_programs_write(tmp_path: Path) -> None:
    pixel = b"\x89PNG not really"
    said = {
        "modelspec.license": "CC-BY-4.0",
        "modelspec.thumbnail": "data:image/png;base64," + base64.b64encode(pixel).decode(),
        "ss_tag_frequency": json.dumps({"10_a": {"glow": 9, "cat": 3}, "b": {"cat": 7}}),
    }
    card = cards.read(lora(tmp_path / "a.safetensors", said), "lora")
    assert (card.licence, card.words, card.picture) == ("CC-BY-4.0", ("cat", "glow"), pixel)
    said = {"modelspec.trigger_phrase": "glowing, in mist", "ss_tag_frequency": "{"}
    plain = lora(tmp_path / "models--x--y/snapshots/c/sub/b.safetensors", said)
    (plain.parents[1] / "README.md").write_text("---\nlicense: openrail++\n---\nlicense: mit")
    plain.with_name("b.preview.png").write_bytes(pixel)
    card = cards.read(plain, "lora")
    assert card == cards.Card("openrail++", ("glowing", "in mist"), pixel)
    word = tmp_path / "mist.safetensors"
    save_file(WORD, word)
    assert "mist" in cards.read(word, "embedding").words
    assert cards.read(tmp_path / "gone.safetensors", "lora") == cards.Card()


def test_notes_are_kept_and_an_empty_one_is_forgotten() -> None:
    one, other = Path("/a"), Path("/b")
    notes.write(one, "for portraits")
    notes.write(other, "x")
    notes.write(other, " ")
    assert notes.read() == {"/a": "for portraits"}
    notes.file().write_text("[broken")
    assert notes.read() == {}


def test_a_removed_file_goes_to_the_trash(trash: Path) -> None:
    file = lora(places.own_models() / "glow.safetensors")
    removal = removal_of(entry_of(file))
    assert removal.bytes == file.stat().st_size
    assert remove(removal)
    assert not file.exists() and [one.name for one in trash.iterdir()] == ["glow.safetensors"]


def test_without_a_trash_it_is_deleted_and_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(path: Path) -> None:
        raise OSError("no trash")

    monkeypatch.setattr(send2trash, "send2trash", none)
    file = lora(places.own_models() / "glow.safetensors")
    assert remove(removal_of(entry_of(file))) is False
    assert not file.exists()


def test_of_a_shared_cache_goes_what_nothing_else_needs(trash: Path) -> None:
    shelf = places.own_models() / "models--a--b"
    blobs = shelf / "blobs"
    blobs.mkdir(parents=True)
    lora(blobs / "one.safetensors").rename(blobs / "one")
    lora(blobs / "two.safetensors", {"a": "b"}).rename(blobs / "two")
    for commit, names in (("c1", ("one", "two")), ("c2", ("two",))):
        for name in names:
            link = shelf / "snapshots" / commit / f"{name}.safetensors"
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(os.path.relpath(blobs / name, link.parent))
    first = entry_of(shelf / "snapshots/c1/one.safetensors")
    removal = removal_of(first)
    assert removal.files == (blobs / "one",) and removal.bytes > 0
    remove(removal)
    assert not first.path.is_symlink() and (blobs / "two").is_file()
    (second, *_) = (one for one in catalogue([places.own_models()]) if one.id == "two")
    assert removal_of(second).bytes == 0  # another version has it too


@pytest.mark.parametrize(
    ("tensors", "folder", "kind"), [(LORA, "loras", "lora"), (WORD, "embeddings", "embedding")]
)
def test_a_dropped_file_is_put_where_its_kind_belongs(
    tmp_path: Path, tensors: dict[str, object], folder: str, kind: str
) -> None:
    file = tmp_path / "any name.safetensors"
    save_file(tensors, file)
    taken = take_in(file)
    assert (taken.path.parent, taken.kind) == (places.own_models() / folder, kind)
    assert taken.path.read_bytes() == file.read_bytes()
    assert take_in(file).path == taken.path  # once more: nothing is doubled
    assert take_in(taken.path).path == taken.path  # it lies where it belongs
    save_file({**tensors, "x": np.zeros((2, 768), np.float32)} if kind == "lora" else
              {"emb_params": np.ones((3, 768), np.float16)}, file)  # fmt: skip
    assert take_in(file).path.stem == "any name-2"


def test_a_file_that_a_killed_program_was_taking_in_is_not_written_to(tmp_path: Path) -> None:
    """It left a link to the artist's own file, and another one of that name is taken in."""
    first = lora(tmp_path / "one" / "glow.safetensors")
    before = first.read_bytes()
    folder = places.own_models() / "loras"
    folder.mkdir(parents=True)
    (folder / ".glow.safetensors.underpaint-part").hardlink_to(first)
    second = tmp_path / "two" / "glow.safetensors"
    second.parent.mkdir()
    save_file({name: tensor + 1 for name, tensor in LORA.items()}, second)
    assert take_in(second).path.read_bytes() == second.read_bytes()
    assert first.read_bytes() == before


@pytest.mark.slow
@pytest.mark.parametrize("way", ["linked", "copied"])
def test_whenever_the_program_is_killed_a_file_is_taken_in_whole_or_not_at_all(
    tmp_path: Path, way: str
) -> None:
    assert power_cuts(f"tests.models.power_cuts.{way}", tmp_path) >= 4


@pytest.mark.parametrize("name", ["a.ckpt", "a.safetensors", "b.safetensors"])
def test_what_is_no_model_is_refused_and_stays(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    if name.startswith("b"):
        save_file({"x": np.zeros((3, 5), np.float32)}, file)
    else:
        file.write_bytes(b"\x80\x04 a pickle")
    with pytest.raises(UserError) as told:
        take_in(file)
    assert told.value.remedy and file.exists()
    assert not list(places.data().rglob("*.safetensors"))


def test_damaged_files_are_listed_after_the_others_of_their_kind() -> None:
    own = places.own_models()
    whole = lora(own / "zebra.safetensors")
    (own / "apple.safetensors").write_bytes(whole.read_bytes()[:-1])
    (own / "note.safetensors").write_text("no such page")
    found = [one for one in catalogue([own]) if one.path.parent == own]
    assert [one.id for one in found] == ["zebra", "apple", "note"]
    assert found[1].kind == "lora" and "cut off" in found[1].problems[0]
    assert found[2].kind == "other" and found[2].what == "damaged file"
