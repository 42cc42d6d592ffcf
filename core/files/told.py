"""What the artist is told of a file's layers: each sentence once, with their names."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Told:
    """Sentences, and which layers each is about."""

    names: dict[str, list[str]] = field(default_factory=dict)

    def add(self, sentence: str, layer: str) -> None:
        self.names.setdefault(sentence, []).append(layer)

    def unknown_mode(self, words: str, layer: str) -> None:
        """The layer's blend mode is none of ours."""
        self.add(f"The mode “{words}” is not known here and became Normal", layer)

    def no_picture(self, layer: str) -> None:
        """It is a text or a filter of another program's."""
        self.add("These are no pictures: they are kept in the file, but not shown", layer)

    def sentences(self) -> list[str]:
        found = []
        for sentence, layers in self.names.items():
            some = ", ".join(f"“{name[:40]}”" for name in layers[:3])
            more = f" and {len(layers) - 3} more" if len(layers) > 3 else ""
            found.append(f"{sentence}: {some}{more}.")
        return found
