"""Groups are decided by what exists, and a neighbour that comes or goes moves nobody."""

from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.search.groups import MAX_GROUP_SIZE, group_entries, tiers_of
from tests.unit.search.library import search_entry


def _names(count: int, months: int = 12) -> dict[str, str]:
    entries = [search_entry(number, month=1 + number % months) for number in range(count)]
    return {entry.path: name for name, group in group_entries(entries).items() for entry in group}


def test_years_are_parted_as_they_grow() -> None:
    assert set(_names(MAX_GROUP_SIZE).values()) == {"2021"}
    assert set(_names(MAX_GROUP_SIZE + 1).values()) == {"2021-h1", "2021-h2"}
    assert "2021-h1q2m05" in _names(12 * MAX_GROUP_SIZE).values()
    assert {"2021-h1q1m01-0", "2021-h1q1m01-1"} == set(_names(100, months=1).values())


@settings(max_examples=20, deadline=None)
@given(st.sets(st.integers(0, 3000), min_size=200, max_size=600), st.integers(0, 3000))
def test_a_new_neighbour_moves_one_group_at_most(numbers: set[int], new: int) -> None:
    def names(chosen: set[int]) -> dict[str, str]:
        entries = [search_entry(number, month=1 + number % 7) for number in sorted(chosen)]
        groups = group_entries(reversed(entries))
        assert all(len(group) <= MAX_GROUP_SIZE for group in groups.values())
        return {entry.path: name for name, group in groups.items() for entry in group}

    before, after = names(numbers), names(numbers | {new})
    moved = {before[path] for path in before if before[path] != after[path]}
    assert len(moved) <= 1


def test_the_newest_year_and_standing_pages_are_recent() -> None:
    groups = {str(year): [search_entry(1, year)] for year in (0, 2020, 2021)}
    assert tiers_of(groups) == {"0": "recent", "2020": "older", "2021": "recent"}
