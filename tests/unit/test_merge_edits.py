"""What two people typed into the same source: settled where it can be, otherwise a choice."""

import pytest

from site_builder.core.errors import ValueProblem
from site_builder.model.saved_version import SourceText
from site_builder.usecases.merge_edits import conflicting_cells, merge_text

KEYS = [("requests", "new", f"column.{letter}") for letter in "abcdef"]


def test_only_cells_that_both_typed_otherwise_are_choices() -> None:
    base = dict(zip(KEYS, ("1", "1", "1", "1", "", "1"), strict=True))
    mine = dict(zip(KEYS, ("2", "2", "2", "１", "5", ""), strict=True))
    current = dict(zip(KEYS, ("1", "２ ", "3", "1", "", "9"), strict=True))
    assert conflicting_cells(base, mine, current) == {KEYS[2]: "3", KEYS[5]: "9"}


def test_a_cell_that_the_file_no_longer_has_is_a_choice() -> None:
    assert conflicting_cells({KEYS[0]: "1"}, {KEYS[0]: "2"}, {}) == {KEYS[0]: ""}


def test_a_file_that_is_gone_is_one_choice() -> None:
    removed = SourceText("content/x.md", b"", "")
    (piece,) = merge_text("一\n二\n", "一\n三\n", removed)
    assert (piece.mine, piece.theirs, piece.is_conflict) == ("一\n三\n", "", True)


def test_line_ends_and_the_mark_of_the_encoding_are_no_changes() -> None:
    current = SourceText("content/x.md", "\ufeff一\r\n二\r\n".encode(), "x")
    (piece,) = merge_text("一\n二\n", "一\n三\n", current)
    assert (piece.mine, piece.is_conflict) == ("一\n三\n", False)


def test_a_text_in_another_encoding_is_told() -> None:
    with pytest.raises(ValueProblem, match="UTF-8"):
        merge_text("", "", SourceText("content/x.md", "统计数据".encode("gb18030"), "x"))
