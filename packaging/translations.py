"""Finds every text that an artist reads, and keeps the files in which it is translated.

`.venv/bin/python packaging/translations.py` writes what is new into `resources/translations/*.ts`,
which Qt Linguist opens, takes out what is gone, and makes the `.qm` files that the window loads.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = {"ko": "ko_KR"}
ACTIONS, TOOLS, PARAMETERS, WINDOW, STEPS, TABLES, SENTENCES = (
    "actions", "tools", "parameters", "window", "steps", "tables", "sentences",
)  # fmt: skip
"""The parts of the program whose texts are told apart."""
_TEXTS = ("text", "what")
_VALUES = re.compile(r"\{[^{} ]*\}")
_COMMAND_LINE = (
    "desktop/bench", "desktop/cli.py", "desktop/control.py", "desktop/fetch.py",
    "desktop/generate.py", "desktop/listing.py", "desktop/terminal.py", "desktop/train.py",
)  # fmt: skip
"""What is said there stays English."""
_NOT_SAID = re.compile(
    r"(Value|Type|Key|Attribute|Runtime|NotImplemented|Assertion|Permission|IsADirectory)Error$"
    r"|(^|[._])log(ger)?\.\w+$|OtherPNG$|Damaged$|execute$|warnings\.warn$"
)
"""Calls whose texts are for programmers, or for the log."""
_TABLES = {
    "core/models/catalogue.py": ("KINDS", "INCLUDED"),
    "core/models/kinds.py": ("TITLES", "DAMAGED"),
    "core/models/library.py": ("PICKLED",),
    "core/fetching/curated.py": ("KINDS",),
    "core/files/export.py": ("FORMATS", "WHAT"),
    "core/settings.py": ("COLOUR_PICKERS",),
}
"""Tables of core that are shown as they stand."""
_STEPS = (
    "PutTiles", "_reshaped", "self._did", "self._together", "self._tell", "self._set", "self._find",
    "self._replace", "window.edit.set_canvas", "self._window.edit.set_canvas", "files.put",
)  # fmt: skip
"""Functions that are told what a step is called."""
_FRAGMENTS = tuple(
    f"core/{name}.py"
    for name in (
        "brushes/mypaint", "control/detectors", "denoise/learned_files", "denoise/trouble",
        "document/basis", "fetching/hardware", "fetching/hub", "files/psd_layers",
        "files/psd_writing", "files/told", "files/trouble", "generation/describe",
        "generation/grid", "generation/maps", "generation/resolve", "generation/training",
        "models/cards", "models/catalogue", "recovery/recover", "styles", "training/checkpoint",
        "training/data_set_removing", "training/folders",
    )
)  # fmt: skip
"""Modules that put sentences together: their parts are translated one by one."""
_CODE = re.compile(
    r"(SELECT|UPDATE|INSERT|PRAGMA|CREATE|DELETE FROM) |--\w|\^|\(\\|\{url\}|bytes[ =]|license:"
    r"|data:|</|\w+\[|\*\.|.*\]\.\w+$|.*\*/|Provide a caption"
)
"""Texts that are read by programs: of databases, of the network, of files, of language models."""


@cache
def every_text() -> dict[str, str]:
    """Each text, with the part of the program that it belongs to."""
    found: dict[str, str] = {}
    for part, texts in (
        (ACTIONS, _of_actions()),
        (TOOLS, _of_tools()),
        (PARAMETERS, _of_parameters()),
        (WINDOW, _wrapped()),
        (STEPS, _steps()),
        (TABLES, _tables()),
        (SENTENCES, _sentences()),
    ):
        for text in texts:
            if any(letter.isalpha() for letter in text):
                found.setdefault(text, part)
    return found


def _of_actions() -> Iterator[str]:
    from desktop.actions import ACTIONS, MENUS

    yield from MENUS
    for action in ACTIONS:
        yield from (action.text, action.help, action.submenu)


def _of_tools() -> Iterator[str]:
    from widgets.canvas.tools import tool_kinds

    for kind in tool_kinds():
        yield from (kind.title, kind.help)


def _of_parameters() -> Iterator[str]:
    from core.control import preprocessors
    from core.files.export import Export
    from core.other_parts import OtherParts
    from core.pixels import adjustments
    from core.pixels.brush import Brush
    from core.refiner import Refiner
    from core.request import InpaintSettings, RegionPrompt, Request
    from core.settings import Settings
    from core.techniques import techniques
    from core.training import kinds
    from desktop.preferences_dialog import SHOWN

    for declared in (*techniques().values(), *kinds().values()):
        yield declared.declaration.title
        yield declared.declaration.help
    for kind in (*techniques().values(), *kinds().values(), Request, InpaintSettings, RegionPrompt):
        yield from _of_kind(kind)
    for declared in preprocessors().values():
        yield declared.declaration.title
        yield declared.declaration.help
        yield from _of_kind(declared)
    for kind in (Brush, Export, OtherParts, Refiner, *adjustments.KINDS.values()):
        yield from _of_kind(kind)
    yield from _of_kind(Settings, SHOWN)


def _of_kind(kind: type, names: Collection[str] = ()) -> Iterator[str]:
    """What forms say of a declared dataclass, or of those fields of it."""
    from core.parameters import Several, parameters

    for name, parameter in parameters(kind).items():
        if names and name not in names:
            continue
        yield parameter.shown_title
        yield parameter.help
        yield getattr(parameter, "otherwise", "")
        yield from getattr(parameter, "options", {}).values()
        if isinstance(parameter, Several):
            one = parameter.singular
            yield from (one, one.lower(), f"{one} {{number}}")
            yield from _of_kind(parameter.of)


# Texts in the source --------------------------------------------------------------------------


def _files(*folders: str) -> Iterator[Path]:
    """The sources of what is seen in the window."""
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if not file.relative_to(ROOT).as_posix().startswith(_COMMAND_LINE):
                yield file


def _trees(*folders: str) -> Iterator[ast.Module]:
    for file in _files(*folders):
        yield ast.parse(file.read_text(encoding="utf-8"))


def _wrapped() -> Iterator[str]:
    """What the window says through `tr` or `told`, and what is declared in a constant for it."""
    for tree in _trees("widgets", "desktop"):
        constants = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            if getattr(node.func, "id", "") in ("tr", "told") and node.args:
                said = node.args[0]
                if isinstance(said, ast.Name):
                    said = constants.get(said.id, said)
                if text := template_of(said):
                    yield text
            elif ast.unparse(node.func).endswith("docks.add"):
                yield from _constants(node.args[1])


def _steps() -> Iterator[str]:
    """What commands are called after "Undo"."""
    for tree in _trees("core/document"):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name in ("text", "_text"):
                for inner in ast.walk(node):
                    if isinstance(inner, ast.Return) and inner.value is not None:
                        yield from filter(_is_step, _constants(inner.value))
            elif isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") in _TEXTS:
                yield from filter(_is_step, [] if node.value is None else _constants(node.value))
    for tree in _trees("core/document", "widgets", "desktop"):
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "text":
                if (text := template_of(node.value)) and _is_step(text):
                    yield text
            elif isinstance(node, ast.Call) and ast.unparse(node.func) in _STEPS:
                yield from filter(_is_step, map(template_of, node.args))


def _is_step(text: str) -> bool:
    return text[:1].isupper() and not text.endswith(" ")


def _constants(node: ast.expr) -> Iterator[str]:
    """The texts in an expression; of an f-string its template."""
    if isinstance(node, ast.Constant | ast.JoinedStr):
        if text := template_of(node):
            yield text
        return
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.expr | ast.keyword):
            yield from _constants(inner)  # type: ignore[arg-type]


def _tables() -> Iterator[str]:
    """What stands in tables, and what comes with the program as data."""
    from core import gradients
    from core.document import layers
    from core.document.settings import PaintSettings
    from core.pixels import adjustments
    from core.pixels.blend import BlendMode
    from core.pixels.gradient import GradientShape, Repeat
    from core.pixels.ramp import Source
    from core.pixels.shapes import Form
    from core.request import FILL_TITLES
    from core.training.kept import UNTITLED
    from widgets.anchor_grid import _ACROSS, _DOWN
    from widgets.canvas.lettering import Align

    for file, names in _TABLES.items():
        for node in ast.parse((ROOT / file).read_text(encoding="utf-8")).body:
            target = node.targets[0] if isinstance(node, ast.Assign) else None
            if isinstance(target, ast.Name) and target.id in names:
                yield from _table(node.value)  # type: ignore[attr-defined]
    for tree in _trees("widgets", "desktop"):
        for node in tree.body:
            if isinstance(node, ast.Assign) and not _is_of_code(node):
                yield from filter(_is_label, _table(node.value))
    for good in json.loads((ROOT / "resources/models.json").read_text("utf-8"))["models"]:
        yield good["about"]
        yield good["licence"]
    for named in (*BlendMode, *GradientShape, *Repeat, *Source, *Form):
        yield named.label
    yield from FILL_TITLES.values()
    yield from (one.value.capitalize() for one in Align)
    yield from (kind.title for kind in adjustments.KINDS.values())
    for field in fields(PaintSettings):
        yield f"Change {field.name.replace('_', ' ')}"
    for kind in (layers.RasterLayer, layers.RegionLayer):
        for field in fields(kind):
            yield f"Change layer {field.name.replace('_', ' ')}"
    yield UNTITLED
    for place in ("middle", *(f"{down} {across}" for down in _DOWN for across in _ACROSS)):
        yield from (place, place.capitalize())
    for file_ in sorted((ROOT / "resources/brushes").glob("*.json")):
        yield json.loads(file_.read_text("utf-8"))["name"]
    yield from (preset.name for preset in gradients.built_in())
    for file_ in sorted((ROOT / "resources/paint_styles").glob("*.json")):
        yield json.loads(file_.read_text("utf-8"))["name"]


def _is_of_code(node: ast.Assign) -> bool:
    """Whether it names types, fonts or widgets."""
    name = getattr(node.targets[0], "id", "")
    return (
        name == "__all__" or name.endswith("_FONTS") or not (name.isupper() or name[1:].isupper())
    )


def _table(node: ast.expr) -> Iterator[str]:
    """The texts of a table: of a mapping its values, and its keys where those are lists."""
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and _is_label(str(key.value)):
                yield str(key.value)
            yield from _table(value)
    else:
        yield from _constants(node)


def _is_label(text: str) -> bool:
    """Whether a text is made of words, not a name that only the program reads."""
    if re.match(r"^((Ctrl|Shift|Alt|Meta)\+.*|Esc|Tab|Ins|Shift|Ctrl|Alt)$|.*\(?\*\.", text):
        return False
    return bool(
        re.match(r"^&?[A-Z“(][a-z]|^A [a-z]|.*[A-Za-z]{2,},? [a-z]|^[A-Z][A-Za-z&]+ [A-Z]", text)
    )


def _sentences() -> Iterator[str]:
    """Whole sentences wherever they are composed: causes, remedies, warnings, hints; values in
    them become `{name}`. Of modules that put them together, the parts too."""
    for file in _files("core", "widgets", "desktop"):
        name = file.relative_to(ROOT).as_posix()
        tree = ast.parse(file.read_text(encoding="utf-8"))
        inside = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant | ast.JoinedStr) and (text := template_of(node)):
                if isinstance(inside.get(node), ast.Expr) or _is_for_programmers(node, inside):
                    continue
                whole = not isinstance(inside.get(node), ast.JoinedStr)
                part = name in _FRAGMENTS and _is_worded(text)
                if (whole and (_is_sentence(text) or part)) or _is_choice_inside(node, inside):
                    yield text


def _is_sentence(text: str) -> bool:
    text = text.strip()
    if " " not in text or _CODE.match(text):
        return False
    if not (re.match(r"[A-Z“({•]", text) and re.search(r"[.!?…]”?( ?\{\w+\})*$", text)):
        return False
    return bool(re.search(r"[a-z]{2} |[a-z]{2}[.!?…]”?$", re.sub(r"\{\w+\}", "", text)))


def _is_worded(text: str) -> bool:
    bare = re.sub(r"\{\w+\}", "", text)
    if _CODE.match(text):
        return False
    return bool(re.search(r"[a-z]{3,}", bare) and not re.fullmatch(r"[\w./-]+", bare.strip()))


def _is_choice_inside(node: ast.AST, inside: Mapping[ast.AST, ast.AST]) -> bool:
    """Whether it is one of two texts within a sentence: f"nothing {'here' if a else 'there'}."."""
    choice, place = inside.get(node), node
    while isinstance(choice, ast.IfExp):
        if place is choice.test:
            return False
        choice, place = inside.get(choice), choice
    if not isinstance(choice, ast.FormattedValue) or place is node:
        return False
    sentence = inside[choice]
    assert isinstance(sentence, ast.JoinedStr)
    return _is_sentence(template_of(sentence)) and not _is_for_programmers(sentence, inside)


def _is_for_programmers(node: ast.AST, inside: Mapping[ast.AST, ast.AST]) -> bool:
    """Whether a text belongs to a defect, or to the log."""
    while node in inside and not isinstance(node, ast.FunctionDef):
        node = inside[node]
        if isinstance(node, ast.Call) and _NOT_SAID.search(ast.unparse(node.func)):
            return True
        if isinstance(node, ast.Assert):
            return True
    return False


def template_of(node: ast.expr) -> str:
    """A text, or an f-string with names for its values; empty for anything else."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    names: list[str] = []
    result = ""
    for part in node.values:
        if isinstance(part, ast.Constant):
            result += str(part.value)
        elif isinstance(part, ast.FormattedValue):
            name = _name_of(part.value)
            while name in names:
                name += "_"
            names.append(name)
            result += f"{{{name}}}"
    return result


def _name_of(node: ast.expr) -> str:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Attribute):
            return inner.attr
        if isinstance(inner, ast.Name):
            return inner.id
    return "value"


# Files ----------------------------------------------------------------------------------------


def translations(language: str) -> dict[str, str]:
    """Each text of a language's file, with its translation: empty when there is none yet."""
    file = FOLDER / f"underpaint_{language}.ts"
    if not file.exists():
        return {}
    return {
        message.findtext("source", ""): message.findtext("translation", "")
        for message in ElementTree.parse(file).iter("message")
    }


def write_ts(language: str, known: Mapping[str, str]) -> None:
    """The file for Qt Linguist: every text, in the order of the program."""
    root = ElementTree.Element("TS", version="2.1", language=LANGUAGES[language])
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = "Underpaint"
    for text, part in every_text().items():
        message = ElementTree.SubElement(context, "message")
        ElementTree.SubElement(message, "source").text = text
        ElementTree.SubElement(message, "extracomment").text = part
        translation = ElementTree.SubElement(message, "translation")
        translation.text = known.get(text, "")
        if not known.get(text):
            translation.set("type", "unfinished")
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    (FOLDER / f"underpaint_{language}.ts").write_text(head + body + "\n", encoding="utf-8")


def write_patterns() -> None:
    """Which texts hold values: they are known again by their pattern."""
    with_values = (text for text in every_text() if _VALUES.search(text))
    texts = sorted(text for text in with_values if re.search(r"[^\W\d_]", _VALUES.sub("", text)))
    content = json.dumps(texts, ensure_ascii=False, indent=1) + "\n"
    (FOLDER / "patterns.json").write_text(content, encoding="utf-8")


def main() -> None:
    for language in LANGUAGES:
        write_ts(language, translations(language))
        stem = FOLDER / f"underpaint_{language}"
        release = Path(sys.executable).parent / "pyside6-lrelease"
        subprocess.run([release, "-silent", f"{stem}.ts", "-qm", f"{stem}.qm"], check=True)
        missing = sum(not one for one in translations(language).values())
        print(f"{language}: {len(translations(language))} texts, {missing} not translated yet")
    write_patterns()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    main()
