"""Lines that stand everywhere do not make comparing a text the square of its length."""

from site_builder.core.text.line_matcher import line_matcher

_MANY = [line for number in range(20_000) for line in (f"第{number}段的文字。", "")]


def test_a_long_text_with_blank_lines_is_compared_in_the_time_that_a_test_may_take() -> None:
    new = list(_MANY)
    new[6], new[-4] = "改过的", "也改过"
    changes = [code for code in line_matcher(_MANY, new).get_opcodes() if code[0] != "equal"]
    assert changes == [("replace", 6, 7, 6, 7), ("replace", 39_996, 39_997, 39_996, 39_997)]


def test_in_a_text_of_usual_length_blank_lines_count_as_any_other() -> None:
    matcher = line_matcher(_MANY[:600], ["", *_MANY[:600]])
    assert [code[0] for code in matcher.get_opcodes()] == ["insert", "equal"]
