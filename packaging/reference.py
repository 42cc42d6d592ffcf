"""Writes the tables of docs/*.md from the declarations: `make docs`.

In a page, what stands between `<!-- table: NAME -->` and `<!-- end -->` is made anew; the rest is
written by hand. NAME is `technique ID`, `training KIND`, `training` (what all kinds share), or one
of `RECIPE`. A technique or trainer without a section gets one, to be written on.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs"
_BLOCK = re.compile(r"(<!-- table: ([^>]*?) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def pages() -> dict[Path, str]:
    """Each page with its tables as they are to be."""
    kinds = declared()
    found = {}
    for name, heading, prefix in (
        ("techniques.md", "## {title}", "technique "),
        ("training.md", "### {title}", "training "),
        ("recipes.md", "", ""),
    ):
        file = FOLDER / name
        text = file.read_text(encoding="utf-8")
        if prefix:
            for key, kind in kinds.items():
                if key.startswith(prefix) and f"<!-- table: {key} -->" not in text:
                    about = kind.declaration
                    title = heading.format(title=about.title)
                    block = f"<!-- table: {key} -->\n<!-- end -->\n"
                    text = f"{text.rstrip()}\n\n{title}\n\n{about.help}\n\n{block}"
        found[file] = _BLOCK.sub(
            lambda match: match[1] + table(kinds[match[2]], match[2]) + match[4], text
        )
    return found


def declared() -> dict[str, type]:
    """Everything of which there are tables, by its name."""
    from core.other_parts import OtherParts
    from core.refiner import Refiner
    from core.request import Concept, InpaintSettings, RegionPrompt, Request
    from core.steering import Steer
    from core.techniques import techniques
    from core.training import kinds
    from core.training.declare import Plan
    from core.upscale import Upscale

    return {
        "recipe": Request,
        "inpaint": InpaintSettings,
        "regions": RegionPrompt,
        "concepts": Concept,
        "steering": Steer,
        "parts": OtherParts,
        "refiner": Refiner,
        "upscale": Upscale,
        "training": Plan,
        **{f"technique {id}": kind for id, kind in techniques().items()},
        **{f"training {id}": kind for id, kind in kinds().items()},
    }


def table(kind: type, name: str) -> str:
    """A Markdown table of every parameter that the kind has for itself."""
    from core.parameters import parameters
    from core.training.declare import Plan

    shared: Mapping[str, Any] = {}
    if name.startswith("training "):
        shared = {key: one.help for key, one in parameters(Plan).items()}
    rows = [
        row
        for key, one in parameters(kind).items()
        if shared.get(key) != one.help or key not in shared
        for row in _rows(key, one)
    ]
    what, _, id = name.partition(" ")
    if id:
        rows.insert(0, f"| `{'id' if what == 'technique' else 'kind'}` | `{id}` |  |")
    return "\n".join(("| key | value | meaning |", "| --- | --- | --- |", *rows)) + "\n"


def _rows(key: str, one: Any) -> Iterator[str]:
    from core.parameters import Several, parameters

    about = one.help or (one.title if one.title.lower() != key.replace("_", " ") else "")
    if options := getattr(one, "options", None):
        titles = "; ".join(
            f"`{value}` {title}" if value else f"empty: {title}"
            for value, title in options.items()
            if title != value
        )
        about = f"{about} {titles}".strip()
    yield f"| `{key}` | {_value(one)} | {_cell(about)} |"
    if isinstance(one, Several):
        for inner, parameter in parameters(one.of).items():
            yield from _rows(f"{key}[].{inner}", parameter)


def _value(one: Any) -> str:
    """What may stand there, and what counts when nothing does."""
    from core.parameters import Several

    schema = one.kind()
    kind = {"array": "list", "string": "text", "boolean": "true or false"}.get(
        schema.get("type", ""), schema.get("type", "")
    )
    if "minimum" in schema and "maximum" in schema:
        low, high = (f"{schema[end]:,.10g}" for end in ("minimum", "maximum"))
        kind = f"{low} to {high}" if schema["maximum"] < 2**31 - 1 else f"from {low}"
    elif "oneOf" in schema:
        kind = "one of these" if any(o["const"] != o["title"] for o in schema["oneOf"]) else ""
        kind = kind or ", ".join(f"`{o['const']}`" for o in schema["oneOf"])
    elif schema.get("format") == "uri-reference":
        kind = "a picture file" if "contentMediaType" in schema else "a file or folder"
    unit = f" {one.unit}" if one.unit else ""
    if one.required:
        return f"{kind}{unit}; required"
    if isinstance(one, Several) and one.default:
        return f"{kind}{unit}; {len(one.default)} entries"
    default = None if one.default is None else one.to_json(one.default)
    if default in (None, "", []):
        return f"{kind}{unit}"
    shown = str(default).lower() if isinstance(default, bool) else f"{default}"
    return f"{kind}{unit}; {shown}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def main() -> int:
    for file, text in pages().items():
        file.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
