"""Finds every text that an artist reads, and keeps the files in which it is translated.

`.venv/bin/python packaging/translations.py` writes what is new into `resources/translations/*.ts`,
which Qt Linguist opens, takes out what is gone, and makes the `.qm` files that the window loads.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = {"ko": "ko_KR"}
ACTIONS, TOOLS, PARAMETERS, WINDOW, STEPS, ERRORS = (
    "actions", "tools", "parameters", "window", "steps", "errors",
)  # fmt: skip
"""The parts of the program whose texts are told apart: `tests/gui/test_language.py` says which of
them are translated completely."""
_TEXTS = ("text", "what")
_SEVERAL = ("Together", "_together")
"""What makes one step of several commands, called by their second argument."""
_ERRORS = ("UserError", "FileError", "ModelError", "OutOfMemory", "BrokenNumbers", "FieldError")


def every_text() -> dict[str, str]:
    """Each text, with the part of the program that it belongs to."""
    found: dict[str, str] = {}
    for part, texts in (
        (ACTIONS, _of_actions()),
        (TOOLS, _of_tools()),
        (PARAMETERS, _of_parameters()),
        (WINDOW, _wrapped()),
        (STEPS, _steps()),
        (ERRORS, _errors()),
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
        yield declared.declaration.help
    for kind in (*techniques().values(), *kinds().values(), Request, InpaintSettings, RegionPrompt):
        yield from _of_kind(kind)
    for kind in (Brush, OtherParts, Refiner, Export, *adjustments.KINDS.values()):
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
        yield from getattr(parameter, "options", {}).values()
        if isinstance(parameter, Several):
            yield from _of_kind(parameter.of)


# Texts in the source --------------------------------------------------------------------------


def _trees(*folders: str) -> Iterator[ast.Module]:
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield ast.parse(file.read_text(encoding="utf-8"))


def _wrapped() -> Iterator[str]:
    """What the window says through `tr`, and what is declared in a constant for it."""
    for tree in _trees("widgets", "desktop"):
        constants = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tr" and node.args:
                told = node.args[0]
                if isinstance(told, ast.Name):
                    told = constants.get(told.id, told)
                if isinstance(told, ast.Constant) and isinstance(told.value, str):
                    yield told.value
            elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("docks.add"):
                yield from _constants(node.args[1])


def _steps() -> Iterator[str]:
    """What commands are called after "Undo"."""
    for tree in _trees("core/document"):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name == "text":
                for inner in ast.walk(node):
                    if isinstance(inner, ast.Return) and inner.value is not None:
                        yield from filter(_is_step, _constants(inner.value))
            elif isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") in _TEXTS:
                yield from filter(_is_step, [] if node.value is None else _constants(node.value))
    for tree in _trees("core/document", "widgets", "desktop"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(_SEVERAL):
                for name in node.args[1:2]:
                    yield from filter(_is_step, _constants(name))


def _is_step(text: str) -> bool:
    return text[:1].isupper() and not text.endswith(" ")


def _constants(node: ast.expr) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def _errors() -> Iterator[str]:
    """Causes and remedies; values in them become `{name}`."""
    for tree in _trees("core", "widgets", "desktop"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _ERRORS:
                told = [*node.args, *(one.value for one in node.keywords)]
                for one in told:
                    if text := template_of(one):
                        yield text


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
    """Which errors hold values: they are known again by their pattern."""
    texts = sorted(text for text in set(_errors()) if "{" in text)
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
