"""Three versions of a text: what two people changed is joined, and nothing is left out unasked."""

from hypothesis import given
from hypothesis import strategies as st

from site_builder.core.text.merged_lines import merge_lines

TEXTS = st.lists(st.sampled_from(["一\n", "二\n", "三\n", "\n", "四\r\n"]), max_size=8).map("".join)


def _merged(base: str, mine: str, theirs: str) -> list[tuple[str, str] | str]:
    return [
        (piece.mine, piece.theirs) if piece.is_conflict else piece.mine
        for piece in merge_lines(base, mine, theirs)
    ]


def test_changes_in_different_places_are_joined() -> None:
    base = "一\n二\n三\n四\n五\n"
    mine = "一\n二改\n三\n四\n五\n六\n"
    theirs = "零\n一\n二\n三\n五\n"
    assert _merged(base, mine, theirs) == ["零\n一\n二改\n三\n五\n六\n"]


def test_the_same_change_is_no_conflict() -> None:
    assert _merged("一\n二\n", "一\n三\n", "一\n三\n") == ["一\n三\n"]


def test_what_both_changed_is_a_choice_and_the_rest_is_joined() -> None:
    base = "一\n二\n三\n四\n"
    assert _merged(base, "一改\n二\n三\n我\n", "一\n二\n三\n他\n五\n") == [
        "一改\n二\n三\n",
        ("我\n", "他\n五\n"),
    ]


def test_what_one_deleted_and_the_other_changed_is_a_choice() -> None:
    assert _merged("一\n二\n三\n", "一\n三\n", "一\n二改\n三\n") == ["一\n", ("", "二改\n"), "三\n"]


def test_a_very_long_text_is_joined_in_the_time_that_a_test_may_take() -> None:
    """Half of its lines are blank, as between paragraphs: each is like 40,000 others."""
    base = "".join(f"第{number}段的文字。\n\n" for number in range(40_000))
    mine = base.replace("第3段", "我改的").replace("第39990段", "我也改了")
    theirs = base.replace("第20000段", "他改的")
    assert _merged(base, mine, theirs) == [mine.replace("第20000段", "他改的")]


def test_an_end_without_a_line_break_is_kept() -> None:
    assert _merged("一\n二", "一\n二", "零\n二") == ["零\n二"]
    assert _merged("", "", "") == []


@given(TEXTS, TEXTS, TEXTS)
def test_choosing_one_side_throughout_gives_a_text_with_all_of_it(
    base: str, mine: str, theirs: str
) -> None:
    """Whoever changed nothing adds nothing; what anybody added is there to be chosen."""
    pieces = merge_lines(base, mine, theirs)
    assert "".join(piece.mine for piece in merge_lines(base, mine, base)) == mine
    assert "".join(piece.theirs for piece in merge_lines(base, base, theirs)) == theirs
    settled = "".join(piece.mine for piece in pieces if not piece.is_conflict)
    both = settled + "".join(piece.mine + piece.theirs for piece in pieces if piece.is_conflict)
    for text, other in ((mine, theirs), (theirs, mine)):
        added = set(text.splitlines()) - set(base.splitlines())
        assert added <= set(both.splitlines()), other
    mirrored = merge_lines(base, theirs, mine)
    assert [piece.is_conflict for piece in mirrored] == [piece.is_conflict for piece in pieces]
