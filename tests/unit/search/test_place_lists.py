"""Pairs that stand side by side share a list; with it stands what is around all its places."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from site_builder.search.fold import FIELD_BREAK, fold, unspaced
from site_builder.search.place_lists import Surroundings, dump_letters, shared_places
from site_builder.search.postings import pair_keys


def _pairs(text: str) -> dict[int, "array[int]"]:
    pairs: dict[int, array[int]] = {}
    for place, key in enumerate(pair_keys(text)):
        pairs.setdefault(key, array("H")).append(place)
    return pairs


@given(st.text("甲乙丙，", min_size=2, max_size=80))
def test_whoever_shares_a_list_has_its_places_moved(text: str) -> None:
    pairs = _pairs(fold(text) + FIELD_BREAK)
    shared = []
    for keys, places in shared_places(pairs, pairs):
        for key in keys:
            moved = pairs[key][0] - places[0]
            assert moved >= 0
            assert [*pairs[key]] == [place + moved for place in places]
        shared += keys
    assert sorted(shared) == sorted(pairs)


@given(st.text("甲乙，𠀀", min_size=2, max_size=80))
def test_letters_around_are_those_of_every_place(text: str) -> None:
    folded = fold(text) + FIELD_BREAK
    letters = unspaced(folded)
    surroundings = Surroundings(folded)
    for places in _pairs(folded).values():
        place_list = surroundings.of(places)
        for at, letter in enumerate(place_list.letters):
            positions = [place - place_list.before + at for place in places]
            assert {letters[position] for position in positions} == {letter}
            spaced = {folded[position] != letter for position in positions}
            assert bool(place_list.spaced >> at & 1) == (True in spaced)
            assert bool(place_list.mixed >> at & 1) == (len(spaced) == 2)


def test_letters_are_two_bytes_each_and_two_bits() -> None:
    text = fold("说甲乙，丙。说甲，乙丙")
    place_list = Surroundings(text).of(array("H", (0, 4)))
    assert (place_list.before, place_list.letters) == (0, "说甲乙丙")
    # 说, 乙 and 丙 stand behind marks in one of the places, 甲 in neither.
    assert (place_list.spaced, place_list.mixed) == (0b1101, 0b1101)
    assert dump_letters(place_list) == b"\x00\x04" + "说甲乙丙".encode("utf-16-le") + b"\xdd"
