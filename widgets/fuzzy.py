"""How well a few typed letters fit a name, and which of its letters they are."""

from __future__ import annotations

from typing import NamedTuple

_WHOLE, _WORD_START, _SCATTERED, _INITIAL = 100.0, 50.0, 40.0, 8.0


class Fit(NamedTuple):
    """`score` is higher for what fits better; `places` are the letters of the name that fit."""

    score: float
    places: frozenset[int] = frozenset()


def fit(typed: str, name: str, more: str = "") -> Fit | None:
    """How `typed` fits `name`; None: it does not. Words count in any order.

    A word fits as a part of the name, best at the beginning of one of its words, or by letters in
    their order ("gsel": Grow Selection), or as a part of `more`, which counts less.
    """
    score, places = 0.0, set[int]()
    folded, further = name.casefold(), more.casefold()
    for word in typed.casefold().split():
        found = _as_part(word, folded) or _scattered(word, folded)
        if found is not None:
            score += found.score
            places |= found.places
        elif word in further:
            score += 10.0
        else:
            return None
    return Fit(score - 0.2 * len(name), frozenset(places))


def _as_part(word: str, name: str) -> Fit | None:
    first = name.find(word)
    if first < 0:
        return None
    starts = [at for at in _starts(name) if name.startswith(word, at)]
    at = starts[0] if starts else first
    bonus = _WORD_START if starts else 0.0
    return Fit(_WHOLE + bonus - 0.1 * at, frozenset(range(at, at + len(word))))


def _scattered(word: str, name: str) -> Fit | None:
    """The letters of `word` in their order, at beginnings of words where that is possible."""
    starts, places, at, score = _starts(name), list[int](), 0, _SCATTERED
    for index, letter in enumerate(word):
        rest = word[index + 1 :]
        options = [start for start in starts if start >= at and name[start] == letter]
        better = [start for start in options if _in_order(rest, name[start + 1 :])]
        place = better[0] if better else name.find(letter, at)
        if place < 0:
            return None
        score += _INITIAL if place in starts else 0.0
        score -= 0.5 * (place - at)
        places.append(place)
        at = place + 1
    return Fit(score, frozenset(places))


def _in_order(letters: str, name: str) -> bool:
    left = iter(name)
    return all(letter in left for letter in letters)


def _starts(name: str) -> list[int]:
    return [at for at in range(len(name)) if name[at].isalnum() and not name[at - 1 : at].isalnum()]
