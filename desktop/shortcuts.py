"""Which keys an action has: its own, those of a profile, or what the artist has set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtGui import QKeySequence

Keys = tuple[str, ...]
"""Each as Qt writes it independent of language: "Ctrl+Shift+Z"."""

OWN = "underpaint"
PROFILES: dict[str, dict[str, Keys]] = {
    OWN: {},
    "krita": {
        "rotate_left": ("4",),
        "reset_rotation": ("5",),
        "rotate_right": ("6",),
        "mirror_view": ("M",),
        "actual_size": ("1", "Ctrl+1"),
        "fit": ("2", "Ctrl+0"),
        "rectangle_select": ("Ctrl+R",),
        "ellipse_select": ("J",),
        "move": ("T",),
        "eyedropper": ("P",),
        "add_layer": ("Ins",),
        "fill": ("Shift+Backspace",),
        "fill_second": ("Backspace",),
        "duplicate": ("Ctrl+J",),
        "layer_via_copy": ("Ctrl+Alt+J",),
        "raise": ("Ctrl+PgUp",),
        "lower": ("Ctrl+PgDown",),
        "clip": ("Ctrl+Shift+G",),
        "ungroup": ("Ctrl+Alt+G",),
        "deselect": ("Ctrl+Shift+A",),
        "canvas_size": ("Ctrl+Alt+C",),
        "full_screen": ("Ctrl+Shift+F", "F11"),
    },
    "photoshop": {
        "quick_mask": ("Q",),
        "mask_brush": ("Shift+Q",),
        "bucket_fill": ("Shift+G",),
        "merge_visible": ("Ctrl+Shift+E",),
        "export": ("Ctrl+Alt+Shift+W",),
        "full_screen": ("F", "F11"),
        "brushes": ("F5",),
        "brush_editor": ("F6",),
        "deselect": ("Ctrl+D",),
    },
}
"""For each profile what differs from the program's own keys, which are what most programs share."""


def normal(keys: str) -> str:
    """The same keys always written the same way; empty when they are none."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText)


@dataclass(frozen=True)
class Shortcuts:
    """A profile and what the artist changed. No two actions ever have the same keys: what is
    changed takes them from the profile, and the profile from the program's own."""

    profile: str = OWN
    changed: Mapping[str, Keys] = field(default_factory=dict)

    def keys(self, own: Mapping[str, Keys]) -> dict[str, Keys]:
        """The keys of each action; `own` are those that come with the program."""
        profile = PROFILES.get(self.profile, {})
        taken: set[str] = set()
        result: dict[str, Keys] = {}
        for source in (self.changed, profile, own):
            for id in own:
                if id in source and id not in result:
                    keys = [normal(one) for one in source[id]]
                    result[id] = tuple(one for one in keys if one and one not in taken)
                    taken.update(result[id])
        return {id: result[id] for id in own}

    def owner(self, keys: str, own: Mapping[str, Keys]) -> str | None:
        """The action that has these keys, or begins with them."""
        wanted = QKeySequence(keys)
        for id, all_keys in self.keys(own).items():
            for one in all_keys:
                have = QKeySequence(one)
                none = QKeySequence.SequenceMatch.NoMatch
                if wanted.matches(have) != none or have.matches(wanted) != none:
                    return id
        return None

    def given(self, id: str, keys: Iterable[str], own: Mapping[str, Keys]) -> Shortcuts:
        """An action with these keys alone; whichever had them loses them. Keys that it had and has
        no more are of the action again that has them in the profile."""
        new = tuple(dict.fromkeys(normal(one) for one in keys if normal(one)))
        changed = dict(self.changed)
        for one in new:
            loser = Shortcuts(self.profile, changed).owner(one, own)
            while loser is not None and loser != id:
                had = Shortcuts(self.profile, changed).keys(own)[loser]
                left = [had_one for had_one in had if not _clash(one, had_one)]
                changed[loser] = tuple(left)
                loser = Shortcuts(self.profile, changed).owner(one, own)
        changed[id] = new
        freed = [one for one in self.keys(own)[id] if one not in new]
        return replace(self, changed=changed)._handed_back(freed, id, own)

    def reset(self, id: str, own: Mapping[str, Keys]) -> Shortcuts:
        """An action with the keys of the profile again, as far as they are free; those that it had
        taken from another are that one's again."""
        changed = {other: keys for other, keys in self.changed.items() if other != id}
        freed = self.changed.get(id, ())
        return replace(self, changed=changed)._handed_back(freed, id, own)

    def _handed_back(self, freed: Iterable[str], loser: str, own: Mapping[str, Keys]) -> Shortcuts:
        """With keys that nothing has given to what has them in the profile and lost them."""
        result, usual = self, Shortcuts(self.profile).keys(own)
        for one in freed:
            for id, all_keys in usual.items():
                if one not in all_keys or id == loser or id not in result.changed:
                    continue
                if result.owner(one, own) is None:
                    result = result._with_usual(id, one, all_keys)
        return result

    def _with_usual(self, id: str, one: str, usual: Keys) -> Shortcuts:
        """An action with one of its usual keys again, where they stood among the others."""
        changed, have = dict(self.changed), (*self.changed[id], one)
        new = (*(k for k in usual if k in have), *(k for k in have if k not in usual))
        if new == usual:
            del changed[id]
        else:
            changed[id] = new
        return replace(self, changed=changed)

    def to_settings(self) -> tuple[str, ...]:
        """What was changed, as "action=keys": one for each key, and an empty one for none."""
        return tuple(
            f"{id}={one}" for id, keys in sorted(self.changed.items()) for one in keys or ("",)
        )


def from_settings(profile: str, entries: Iterable[str]) -> Shortcuts:
    """The shortcuts that `Shortcuts.to_settings` wrote."""
    changed: dict[str, Keys] = {}
    for entry in entries:
        id, _, keys = entry.partition("=")
        changed[id] = (*changed.get(id, ()), *([normal(keys)] if normal(keys) else []))
    return Shortcuts(profile if profile in PROFILES else OWN, changed)


def _clash(one: str, other: str) -> bool:
    a, b = QKeySequence(one), QKeySequence(other)
    none = QKeySequence.SequenceMatch.NoMatch
    return a.matches(b) != none or b.matches(a) != none
