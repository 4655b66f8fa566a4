"""YAML outside the program's subset is refused at its place, also when large or hostile."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.core.yaml.nodes import MAX_BYTES, MAX_DEPTH, MAX_NODES, decode_text, parse_yaml
from tests.unit.core.yaml_helpers import FILE, at, bad, good

# --- slips --------------------------------------------------------------------------------------


def test_a_key_written_twice() -> None:
    finding = bad("表:\n  新收: 1\n  结转: 2\n  新收: 3\n")
    assert at(finding) == ("yaml/duplicate", 4, 3)
    assert finding.message == "“新收”写了两次，第一次在第 2 行"


def test_all_keys_written_twice_are_told() -> None:
    _, findings = parse_yaml("甲: 1\n甲: 2\n乙: 1\n乙: 2\n甲: 3\n", FILE)
    assert [diagnostic.location.line for diagnostic in findings] == [2, 4, 5]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("甲: 1\n\t乙: 2", 2, 1, "制表符"),
        ("甲:\n\t- 乙", 2, 1, "制表符"),
        ("甲: 1\n乙：2\n丙: 3", 2, 2, "全角冒号"),
        ("甲: 1\n乙：2\n丙：3\n丁：4\n戊: 5", 2, 2, "全角冒号"),
        ("甲: |\n  乙：丙\n丁：戊\n己: 1", 3, 2, "全角冒号"),
        ("# 甲：乙\n丙：丁\n戊: 1", 2, 2, "全角冒号"),
        ("甲: 1\n乙:[1]\n丙: [2]", 2, 2, "冒号后面少了一个空格"),
        ("甲: 1\n乙:2\n丙: 3", 2, 2, "冒号后面少了一个空格"),
        ("甲:\n　乙: 1\n  丙: 2", 2, 1, "全角空格"),
        ("# 说明\n甲:\n\xa0\xa0乙: 1\n", 3, 1, "特殊的空格"),
        ("＃ 说明\n甲: 1", 1, 1, "全角“＃”"),
        ("甲: {乙: 1\n丙: 2", 1, 4, "花括号"),
        ("甲: [1, , 2]", 1, 8, "少了一个值"),
        ("甲: 1\n乙 2\n丙: 3", 2, 2, "冒号"),
        ("甲: 1\n乙\t2\t3\n丙: 3", 2, 2, "“乙”后面没有半角冒号"),
        ("甲:\n19\n7\n丙: 3", 2, 1, "没有写是哪一行的"),
        ("甲: 乙: 丙", 1, 5, "冒号"),
        ("甲: [1, 2\n乙: 3", 1, 4, "方括号"),
        ('甲: "乙\n丙: 1', 1, 4, "引号"),
        ("甲: '乙\n丙: 1", 1, 4, "引号"),
        ('甲: "乙"丙', 1, 7, "引号"),
        ("甲: @乙", 1, 4, "不能识别"),
        ("甲: `乙", 1, 4, "不能识别"),
        ("甲: %乙", 1, 4, "不能识别"),
        ("甲: 1\n  乙: 2", 2, 4, "冒号"),
        ("- 甲\n乙: 1", 2, 1, "缩进"),
    ],
)
def test_a_slip_is_told_at_its_place(text: str, line: int, column: int, words: str) -> None:
    finding = bad(text)
    assert at(finding) == ("yaml/syntax", line, column)
    assert words in finding.message


def test_control_characters() -> None:
    finding = bad("甲: 1\n乙: 2\x08\n")
    assert at(finding) == ("yaml/syntax", 2, 0)
    assert "控制字符" in finding.message


def test_two_documents() -> None:
    finding = bad("甲: 1\n---\n乙: 2\n")
    assert at(finding) == ("yaml/documents", 2, 1)


def test_a_key_that_is_no_word() -> None:
    assert at(bad("[甲, 乙]: 1")) == ("yaml/key", 1, 1)
    assert at(bad("? {甲: 1}\n: 2")) == ("yaml/key", 1, 3)


# --- bombs --------------------------------------------------------------------------------------


def test_a_merge_bomb() -> None:
    levels = ["a0: &a0 {x: 1}"]
    levels += [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 23)]
    text = "\n".join(levels)
    assert len(text) < 1_000
    assert at(bad(text)) == ("yaml/alias", 1, 5)


def test_an_alias_bomb() -> None:
    levels = ["a0: &a0 [x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert at(bad("\n".join(levels))) == ("yaml/alias", 1, 5)


@pytest.mark.parametrize("text", ["甲: &a 1", "甲: *a", "{甲: &a [1]}"])
def test_no_reference_is_accepted(text: str) -> None:
    assert bad(text).code == "yaml/alias"


def test_no_merge_is_accepted() -> None:
    assert at(bad("甲:\n  <<: {乙: 1}")) == ("yaml/alias", 2, 3)


@pytest.mark.parametrize("opening", ["[", "{a: ", "[[],", "- "])
def test_forty_thousand_levels(opening: str) -> None:
    assert bad(opening * 40_000).code in ("yaml/depth", "yaml/syntax")


def test_the_deepest_that_is_read() -> None:
    assert good("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert bad("[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2)).code == "yaml/depth"


def test_a_quarter_million_values() -> None:
    finding = bad("[" + "0," * 250_000 + "]")
    assert finding.code == "yaml/size"
    assert str(MAX_NODES) in finding.message


def test_a_quarter_million_keys() -> None:
    assert bad("\n".join(f"k{n}:" for n in range(250_000))).code == "yaml/size"


def test_a_text_too_long() -> None:
    assert at(bad("甲: " + "乙" * MAX_BYTES)) == ("yaml/size", 0, 0)


@pytest.mark.timeout(60)  # where each is compared with all it takes much longer
def test_many_duplicates_do_not_hang() -> None:
    _, findings = parse_yaml("甲: 1\n" * 20_000, FILE)
    assert len(findings) == 19_999


PIECES = [*"甲：:- \n\t[]{},&*!|>'\"#%@`?~<\x00\x07\u2028\U0001f600", "---"]


@given(st.lists(st.sampled_from(PIECES)))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_a_value_or_a_finding_inside_the_file(pieces: list[str]) -> None:
    data = "".join(pieces).encode()
    text, undecodable = decode_text(data, FILE)
    root, findings = parse_yaml(text, FILE)
    assert not (root and findings)
    for diagnostic in (*undecodable, *findings):
        assert diagnostic.location.line <= len(data.splitlines()) + 1


_UNSEEN_ONLY = ["\\u0085", "\\x9f"]
"""What XML allows: a text that was signed may hold it."""
_CODES = [
    "\\0",
    "\\x1b",
    "\\x7f",
    "\\u0085",
    "\\x9f",
    "\\uFFFE",
    "\\uFFFF",
    "\\U0001FFFE",
    "\\uFDD0",
]


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("code", _CODES)
@pytest.mark.parametrize("shape", ['键: "{}"', '"甲{}": 乙', 'a: [{{b: "{}"}}]', '- - "甲{}"'])
def test_control_characters_are_refused_wherever_they_stand(
    shape: str, code: str, *, typed: bool
) -> None:
    root, findings = parse_yaml(shape.format(code), FILE, hand_written=typed)
    if not typed and code in _UNSEEN_ONLY:
        assert not findings
        return
    assert root is None
    assert {diagnostic.code for diagnostic in findings} <= {"file/control", "yaml/escape"}
    assert findings[0].location.line == 1


@pytest.mark.parametrize("code", ["\\uD800", "\\uDFFF", "\\U0000D800", "\\U00110000"])
def test_halves_of_characters_are_refused(code: str) -> None:
    for typed in (True, False):
        root, findings = parse_yaml(f'键: "{code}"', FILE, hand_written=typed)
        assert root is None
        assert findings
