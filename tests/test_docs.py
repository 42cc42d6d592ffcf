"""The pages for artists and for programs say what the program does."""

from __future__ import annotations

import re
import runpy
import shlex
from pathlib import Path

import pytest

from core.techniques import techniques
from core.training import kinds
from desktop import actions, cli, gestures

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs").glob("*.md")) + [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]


def test_tables_are_those_of_the_declarations() -> None:
    reference = runpy.run_path(str(ROOT / "packaging" / "reference.py"))
    for file, text in reference["pages"]().items():
        assert file.read_text(encoding="utf-8") == text, f"{file.name}: run make docs"


def test_every_technique_and_kind_of_training_has_its_section() -> None:
    about = (ROOT / "docs" / "techniques.md").read_text(encoding="utf-8")
    for id, kind in techniques().items():
        section = about.partition(f"\n## {kind.declaration.title}\n")[2].partition("\n## ")[0]
        written, _, table = section.partition("<!-- table:")
        assert len(written.strip()) > 80, f"{id}: what it does, and how it is used"
        assert table.startswith(f" technique {id} -->")
    about = (ROOT / "docs" / "training.md").read_text(encoding="utf-8")
    for id in kinds():
        assert f"| `kind` | `{id}` |" in about


def test_every_key_of_a_file_says_what_it_is() -> None:
    """A kind's own key is told by its value: it is the same word in each file of that kind."""
    for page in PAGES:
        for row in re.findall(r"^\| `(\w+)` \|.*\|  \|$", page.read_text("utf-8"), re.MULTILINE):
            assert row in ("id", "kind"), f"{page.name}: {row} has no help"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_pages_lead_to_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (page.parent / target).exists(), target


def test_every_place_that_newcomers_are_sent_to_is_there() -> None:
    """The table of CONTRIBUTING.md: a name without a folder lies where the one before it does."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for row in re.findall(r"^\| [^|]+ \| ([^|]+) \|$", text, re.MULTILINE):
        folder = ROOT
        for name in re.findall(r"`([\w./]+\.py|[\w.]+/[\w./]*)`", row):
            places = (ROOT / name, folder / name, folder.parent / name)
            there = next((place for place in places if place.exists()), None)
            assert there is not None, f"{name} in “{row}”"
            folder = there if there.is_dir() else there.parent


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_keys_that_pages_name_are_those_of_the_program(page: Path) -> None:
    keys = {key for action in actions.ACTIONS for key in action.keys}
    keys |= {key for _, key, _ in gestures.HELD} | {"Ctrl+Up", "Ctrl+Down", "Ctrl+click"}
    named = r"(?:(?:Ctrl|Alt|Shift)\+)+[A-Z0-9/,]\w*|(?<=\()[A-Z](?=\))|\bF\d\d?\b"
    for key in re.findall(named, page.read_text(encoding="utf-8")):
        assert key in keys or key == "Ctrl+C", f"nothing has the keys {key}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_that_pages_name_can_be_given(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for line in re.findall(r"(?:\.venv/bin/|`|^)underpaint( [^`#\n]+)", text, re.MULTILINE):
        words = shlex.split(line)
        if words[-1] in ("generate", "train"):  # spoken of, not given
            words.append("--help")
        try:
            cli.parser().parse_args(words)
        except SystemExit as end:
            assert not end.code, line
    goals = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for goal in re.findall(r"(?:`|^)make (\w+)", text, re.MULTILINE):
        assert goal in goals
