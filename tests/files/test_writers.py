"""Every place of the program that writes a file is known, with the test that breaks it there.

A new place is added to `PLACES`: with the test in which every write, sync, rename and allocation
fails and the program is killed at each of them, or with the reason why none is needed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

SMALL = "tests/files/small_files.py: SMALL_FILES"
DATA_SET = (
    "tests/training/test_data_set_faults.py: test_whenever_the_power_is_cut_each_picture_is_whole"
)
CHECKPOINT = (
    "tests/training/test_going_on.py: test_in_a_power_cut_a_checkpoint_is_whole_or_not_there"
)
TRAINING = "tests/training/test_kept.py: test_whenever_the_program_is_killed_no_training_is_lost"
FOLDER = (
    "tests/files/test_atomic.py: test_whenever_the_power_is_cut_the_old_or_the_new_folder_is_there"
)
FILE = "tests/files/test_atomic.py: test_whenever_the_power_is_cut_the_old_or_the_new_file_is_there"
PROJECT = (
    "tests/files/test_openraster.py: "
    "test_whenever_the_power_is_cut_the_old_or_the_new_painting_opens"
)
PSD = "tests/files/test_psd.py: test_whenever_the_program_is_killed_the_old_or_the_new_one_opens"
AUTOSAVE = (
    "tests/recovery/test_faults.py: "
    "test_whenever_the_program_is_killed_the_old_or_the_new_is_recovered"
)
GALLERY = (
    "tests/gallery/test_store.py: test_whatever_write_fails_or_kills_what_was_kept_stays_whole"
)
FETCH = (
    "tests/fetching/test_killed.py: "
    "test_whenever_the_program_is_killed_a_fetch_goes_on_and_ends_whole"
)
TAKEN_IN = (
    "tests/models/test_catalogue.py: "
    "test_whenever_the_program_is_killed_a_file_is_taken_in_whole_or_not_at_all"
)
RESULTS = "tests/cli/test_cli.py: test_when_the_disk_fills_up_no_file_is_half_there"

PLACES = {
    # what others are made of
    "core/files/atomic.py: replacing": FILE,
    "core/files/atomic.py: write_bytes": FILE,
    "core/files/atomic.py: _created": FILE,
    "core/files/atomic.py: sync": FOLDER,
    "core/files/atomic.py: _sync_folder": FILE,
    "core/files/atomic.py: replacing_folder": FOLDER,
    "core/files/atomic.py: sweep": "tests/files/test_atomic.py: "
    "test_what_a_power_cut_left_moved_away_is_put_back",
    "core/files/atomic.py: move": DATA_SET,
    "core/files/atomic.py: copy": TRAINING,
    # documents
    "core/files/openraster.py: save_document": PROJECT,
    "core/files/openraster.py: _write_part": PROJECT,
    "core/files/openraster.py: _write_merged": PROJECT,
    "core/files/handed_over.py: put": "what is on its way from one window to another: it is in the "
    "clipboard only once it is whole",
    "core/files/psd_writing.py: save_psd": PSD,
    "desktop/files.py: Files.save_to.work": PROJECT,
    "core/files/export.py: _written": SMALL,
    "core/files/export.py: _write_layers": SMALL,
    "desktop/exporting.py: Exports._write.work": SMALL,
    "core/files/pictures.py: save_picture": SMALL,
    # what is kept of unsaved documents
    "core/recovery/pack.py: PackWriter.add": AUTOSAVE,
    "core/recovery/manifest.py: write": AUTOSAVE,
    "core/recovery/place.py: Place.remove": AUTOSAVE,
    "core/recovery/lock.py: FileLock.take": AUTOSAVE,
    "core/recovery/orphans.py: mark_offered": "an empty file that is there or not",
    # the gallery
    "core/gallery/store.py: Gallery._connected": GALLERY,
    "core/gallery/store.py: Gallery._open": GALLERY,
    # what the artist sets, and small things of the artist's own
    "core/settings.py: save_settings": SMALL,
    "core/settings.py: _keep_aside": "a name that changes at once",
    "core/files/corrections.py: save_edits": SMALL,
    "core/files/export_kept.py: keep": SMALL,
    "core/models/notes.py: write": SMALL,
    "core/models/pictures.py: keep": SMALL,
    "core/models/pictures.py: forget": "an empty file that is there or not",
    "core/presets.py: export": SMALL,
    "core/brushes/presets.py: export": SMALL,
    "core/files/deleted.py: restore": FILE,
    "core/gradients.py: export": SMALL,
    "core/styles.py: export": SMALL,
    "desktop/palettes.py: write_palette": SMALL,
    "desktop/palettes.py: Palettes.export_file": SMALL,
    # models
    "core/fetching/fetches.py: Fetches._save": SMALL,
    "core/fetching/transfer.py: _fill": FETCH,
    "core/fetching/cache.py: Shelf.put": FETCH,
    "core/fetching/cache.py: Shelf.note": FETCH,
    "core/models/taking_in.py: _put": TAKEN_IN,
    "core/models/conversion.py: convert": "a new file gets its name once it is whole and on the "
    "disk; the pickle stays",
    "core/models/unpickling.py: main": "writes what `convert` then gives its name",
    "core/models/differences.py: write": FOLDER,
    # trainings
    "core/training/checkpoint.py: write": CHECKPOINT,
    "core/training/tensors.py: write": CHECKPOINT,
    "core/training/data_set_adding.py: _put": DATA_SET,
    "core/training/data_set_adding.py: put_with": DATA_SET,
    "core/training/data_set_beside.py: write_caption": DATA_SET,
    "core/training/data_set_beside.py: set_crop": DATA_SET,
    "core/training/data_set_beside.py: write_mask": DATA_SET,
    "core/training/data_set_beside.py: put_back": DATA_SET,
    "core/training/data_set_removing.py: _take": DATA_SET,
    "core/training/kept.py: save_draft": SMALL,
    "core/training/kept.py: begin": TRAINING,
    "core/training/kept.py: duplicate": TRAINING,
    "core/training/kept.py: put_away": TRAINING,
    "core/training/kept.py: _move": TRAINING,
    "core/training/result.py: write_result": FILE,
    "core/training/class_pictures.py: paint_missing": SMALL,
    "core/training/loop.py: _Training._show": SMALL,
    "core/training/mapped.py: Following.save": FOLDER,
    "core/training/whole.py: Whole.save": FOLDER,
    "core/training/networks.py: write": "into a folder that is replaced as a whole",
    "core/training/networks.py: _forget_origin": "into a folder that is replaced as a whole",
    # the command line
    "desktop/generate.py: save_results": RESULTS,
    "desktop/generate.py: _save_extra": RESULTS,
    "desktop/generate.py: _save_preview": "what is only looked at while it is made",
    "desktop/control.py: control": FILE,
    # what can be made again at any time
    "core/models/backends.py: remember": "a cache: without it, it is measured again",
    "core/models/precision.py: _write": "a cache: without it, it is measured again",
    "core/models/sentence_model.py: _write": "a cache: without it, it is said again",
    "core/generation/hosts/wire.py: _backed": "memory that two processes share",
    "desktop/log.py: start_log": "the log: lines are appended",
    "desktop/cli.py: main": "the null device",
    "desktop/bench/__init__.py: _write": "figures for whoever has asked for them",
    "desktop/bench/model_switch.py: run": "in a folder that is thrown away",
    "desktop/bench/networks.py: save_networks": "in a folder that is thrown away",
    "desktop/bench/networks.py: save_learned": "in a folder that is thrown away",
    "desktop/bench/networks.py: _save_control": "in a folder that is thrown away",
    "desktop/bench/plan_models.py: _sd": "in a folder that is thrown away",
    "desktop/bench/plan_models.py: _sdxl": "in a folder that is thrown away",
    "desktop/bench/plan_models.py: _flux": "in a folder that is thrown away",
    "desktop/bench/plan_models.py: _index": "in a folder that is thrown away",
    "desktop/bench/plan_models.py: _scheduler": "in a folder that is thrown away",
    "desktop/bench/plan_models.py: _tokenizer": "in a folder that is thrown away",
    "desktop/bench/plan_child.py: _forget_peak": "a question to the kernel, no file",
    "desktop/bench/training.py: prepared": "in a folder that is thrown away",
    "desktop/bench/training.py: _draw": "in a folder that is thrown away",
}

WRITING = {
    "write_bytes", "write_text", "replacing", "replacing_folder", "save_file", "save_picture",
    "save_document", "save_psd", "copyfile", "copy2", "copytree", "copyfileobj", "rename", "link",
    "symlink", "symlink_to", "hardlink_to", "touch", "fdopen", "mkstemp", "NamedTemporaryFile",
    "save_pretrained", "save_config", "RotatingFileHandler", "FileHandler", "QSettings",
    "QSaveFile", "tofile", "savez", "_created",
}  # fmt: skip
"""What is called to write a file, or to give it another name."""


def test_every_place_that_writes_is_known() -> None:
    assert set(found()) == set(PLACES)


def test_the_tests_that_break_them_are_there() -> None:
    for named in {one for one in PLACES.values() if one.startswith("tests/")}:
        file, name = named.split(": ")
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        names |= {
            node.target.id
            for node in tree.body
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        }
        assert name in names, named


def found() -> Iterator[str]:
    """File and function of each call that writes."""
    for folder in ("core", "widgets", "desktop"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            tree = ast.parse(file.read_text("utf-8"))
            for where in _writing(tree, ()):
                yield f"{file.relative_to(ROOT).as_posix()}: {'.'.join(where)}"


def _writing(node: ast.AST, where: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and _writes(child):
            yield where
        within = isinstance(child, ast.FunctionDef | ast.ClassDef)
        yield from _writing(child, (*where, child.name) if within else where)  # type: ignore[attr-defined]


def _writes(call: ast.Call) -> bool:
    called = call.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    owner = ast.unparse(called.value) if isinstance(called, ast.Attribute) else ""
    match name:
        case "open":
            modes = (
                one.value
                for one in (*call.args, *(word.value for word in call.keywords))
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )
            return owner == "os" or any(
                set(mode) & set("wax+") and set(mode) <= set("rwaxbt+") for mode in modes
            )
        case "replace":  # of os, or of a path: that of texts has two words, that of values none
            return owner == "os" or (
                bool(owner) and owner != "edit" and len(call.args) == 1 and not call.keywords
            )
        case "connect":
            return owner == "sqlite3"
        case "save":
            return owner in ("torch", "np", "image")
        case "copy" | "move":
            return owner in ("", "shutil")
        case _:
            return name in WRITING
