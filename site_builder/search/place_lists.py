"""Lists of places in a section: long ones, each shared by all pairs that stand side by side.

Pairs that always stand at one distance from each other, as those of a sentence that is used again
and again, have the same places but for that distance. They share a list, and with it stands what
all its places have around them: whoever asks for that sentence needs no other list.
"""

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from site_builder.search.fold import FIELD_BREAK, LINE_BREAK, SPACED, unspaced

_BEFORE, _BEHIND = 16, 64
"""Letters kept of what stands around the first letter of a place."""
_LAST_OF_TWO_BYTES = "\uffff"
_FIRST_SPACED = chr(SPACED)
_BREAKS = (LINE_BREAK, FIELD_BREAK)


class PlaceList(NamedTuple):
    """Places, and the letters around all of them."""

    places: "array[int]"
    before: int
    """How many of the letters stand in front of a place."""
    letters: str
    """Without what stands between them."""
    spaced: int
    """A bit for each letter that stands behind marks at some place."""
    mixed: int
    """A bit for each letter that does so at some places and not at all."""


def shared_places(
    pairs: "Mapping[int, array[int]]", keys: Iterable[int]
) -> Iterator[tuple[list[int], "array[int]"]]:
    """Yield the keys whose places differ by a distance alone, and the first places of them."""
    alike: dict[tuple[int, int], list[int]] = defaultdict(list)
    for key in keys:
        places = pairs[key]
        # A whole list as one number: moved to begin at nothing, in one step.
        unit = array(places.typecode, (1,)).tobytes()
        moved = int.from_bytes(places, sys.byteorder) - places[0] * int.from_bytes(
            unit * len(places), sys.byteorder
        )
        alike[len(places), moved].append(key)
    for group in alike.values():
        yield group, min((pairs[key] for key in group), key=lambda places: places[0])


class Surroundings:
    """What stands around places of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._letters = unspaced(text)
        self._reversed = self._letters[::-1]

    def of(self, places: "array[int]") -> PlaceList:
        """Return a list of places with the letters that all of them have around them."""
        size = len(self._text)
        behind = _common(self._letters[place : place + _BEHIND] for place in places)
        before = _common(self._reversed[size - place : size - place + _BEFORE] for place in places)
        start, end = -len(before), len(behind)
        texts = {self._text[place + start : place + end] for place in places}
        spaced, mixed = 0, 0
        for at, column in enumerate(zip(*texts, strict=True)):
            is_spaced = max(column) >= _FIRST_SPACED
            spaced |= is_spaced << at
            mixed |= (is_spaced and min(column) < _FIRST_SPACED) << at
        return PlaceList(places, len(before), before[::-1] + behind, spaced, mixed)


def _common(texts: Iterable[str]) -> str:
    """Return how all texts begin, as far as letters of two bytes go."""
    every = {*texts}
    first, last = min(every), max(every)
    for length, (letter, other) in enumerate(zip(first, last, strict=False)):
        if letter != other or letter in _BREAKS or letter > _LAST_OF_TWO_BYTES:
            return first[:length]
    return min(first, last, key=len)


def dump_letters(place_list: PlaceList) -> bytes:
    """Return the letters of a list as bytes: their numbers, two bytes each, and bits of them."""
    size = len(place_list.letters)
    flags = (place_list.spaced | place_list.mixed << size).to_bytes(-(-2 * size // 8), "little")
    return bytes((place_list.before, size)) + place_list.letters.encode("utf-16-le") + flags
