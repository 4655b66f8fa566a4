"""YAML as people write it: every place exact, nothing guessed, nothing that hangs or kills."""

import json
import time
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.core.yaml.nodes import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_NODES,
    Node,
    decode_text,
    parse_yaml,
)
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.location import Location

FILE = "content/a.yaml"


def good(text: str, first_line: int = 1) -> Node:
    root, findings = parse_yaml(text, FILE, first_line)
    assert findings == ()
    assert root is not None
    return root


def bad(text: str, first_line: int = 1) -> Diagnostic:
    """Read a text that is wrong in one way; it must be told quickly."""
    before = time.process_time()
    root, findings = parse_yaml(text, FILE, first_line)
    assert time.process_time() - before < 5
    assert root is None
    (finding,) = findings
    assert finding.hint
    return finding


def at(finding: Diagnostic) -> tuple[str, int, int]:
    return finding.code, finding.location.line, finding.location.column


# --- values -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        *("no", "yes", "on", "true", "0123", "0x1F", "12:30", "1.10", "1e3", "1_000", ".5"),
        *("2021-01-28", "NaN", "=", "3-1", "1/2", "〇", "１２"),
    ],
)
def test_what_was_typed_stays_text(typed: str) -> None:
    node = good(f"甲: {typed}")
    mapping = node.mapping()
    assert mapping is not None
    assert mapping["甲"].text() == typed
    assert good(f"[{typed}, {typed}]").items() is not None


@pytest.mark.parametrize("key", ["no", "on", "1", "2021", "~", "null", "true"])
def test_keys_stay_text(key: str) -> None:
    mapping = good(f"{key}: 乙").mapping()
    assert mapping is not None
    assert list(mapping) == [key]


@pytest.mark.parametrize("typed", ["", "~", "null", "# 说明"])
def test_nothing_is_nothing(typed: str) -> None:
    mapping = good(f"甲: {typed}").mapping()
    assert mapping is not None
    assert (mapping["甲"].value, mapping["甲"].text()) == (None, None)


@pytest.mark.parametrize("typed", ["''", '""', "'~'", '"null"'])
def test_a_quoted_nothing_is_text(typed: str) -> None:
    mapping = good(f"甲: {typed}").mapping()
    assert mapping is not None
    assert mapping["甲"].text() == typed[1:-1]


def test_the_three_kinds_of_value() -> None:
    text, several, pairs = (good(value) for value in ("甲", "[甲]", "{甲: 乙}"))
    assert (text.text(), text.items(), text.mapping()) == ("甲", None, None)
    assert (several.text(), several.mapping()) == (None, None)
    assert (pairs.text(), pairs.items()) == (None, None)


@pytest.mark.parametrize("text", ["", "\n\n", "# 只有说明\n", "---\n"])
def test_an_empty_document(text: str) -> None:
    root, findings = parse_yaml(text, FILE)
    assert findings == ()
    assert root is None or root.value is None


# --- places -------------------------------------------------------------------------------------

PLACED = """\
标题: 园区“公开”
表:
  行政许可: [12, +1, 缺]
  名单:
    - 甲
    - 乙: 丙
"""


def test_places_are_exact_also_after_chinese() -> None:
    root = good(PLACED)
    top = root.mapping()
    assert top is not None
    assert (top["标题"].key_location, top["标题"].location) == (
        Location(FILE, 1, 1),
        Location(FILE, 1, 5),
    )
    table = top["表"].mapping()
    assert table is not None
    row = table["行政许可"]
    assert (row.key_location, row.location) == (Location(FILE, 3, 3), Location(FILE, 3, 9))
    columns = [key.location.column for key in row.items() or ()]
    assert columns == [10, 14, 18]
    _, second = table["名单"].items() or ()
    inner = second.mapping()
    assert inner is not None
    assert (second.location, inner["乙"].location) == (Location(FILE, 6, 7), Location(FILE, 6, 10))


def test_places_match_the_text() -> None:
    lines = PLACED.splitlines()

    def walk(node: Node) -> None:
        if isinstance(node.value, str):
            line = lines[node.location.line - 1]
            assert line[node.location.column - 1 :].startswith(node.value)
        for child in node.items() or tuple((node.mapping() or {}).values()):
            walk(child)

    walk(good(PLACED))


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85"])
def test_line_ends_that_editors_do_not_count(end: str) -> None:
    mapping = good(f"甲: 一{end}二\n乙: 三").mapping()
    assert mapping is not None
    assert (mapping["甲"].text(), mapping["乙"].location) == ("一 二", Location(FILE, 2, 4))


def test_front_matter_starts_further_down() -> None:
    mapping = good("标题: 甲", first_line=2).mapping()
    assert mapping is not None
    assert mapping["标题"].location == Location(FILE, 2, 5)
    assert at(bad("甲: 1\n甲: 2", first_line=2)) == ("yaml/duplicate", 3, 1)


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


def test_many_duplicates_do_not_hang() -> None:
    before = time.process_time()
    _, findings = parse_yaml("甲: 1\n" * 20_000, FILE)
    assert len(findings) == 19_999
    assert time.process_time() - before < 5


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


@pytest.mark.parametrize(
    ("text", "line", "column", "letter"),
    [
        ('甲: "Z:\\temp"\n', 1, 7, "\\t"),
        ('甲: "综合\\政务"\n', 1, 7, "\\政"),
        ('甲: "乙\n  丙\\n"\n', 2, 4, "\\n"),
        ('甲: "Z:\\公示\\"\n', 1, 7, "\\公"),
        ('甲: "Z:\\"\n', 1, 7, '\\"'),
        ('甲: "乙\\x4"\n', 1, 6, "\\x"),
    ],
)
def test_a_backslash_in_double_quotes_is_told_at_its_place(
    text: str, line: int, column: int, letter: str
) -> None:
    root, (diagnostic,) = parse_yaml(text, "a.yaml")
    assert root is None
    assert (diagnostic.code, diagnostic.location.line, diagnostic.location.column) == (
        "yaml/escape",
        line,
        column,
    )
    assert f"“{letter}”" in diagnostic.message
    assert "单引号" in diagnostic.hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('甲: "Z:\\\\www \\"乙\\""\n', 'Z:\\www "乙"'),
        ("甲: 'Z:\\www'\n", "Z:\\www"),
        ("甲: Z:\\www\n", "Z:\\www"),
        ("甲: 园区\n  公开，\n  信息\n", "园区公开，信息"),
        ("甲: open\n  data\n", "open data"),
    ],
)
def test_a_value_is_read_as_typed(text: str, expected: str) -> None:
    root, findings = parse_yaml(text, "a.yaml")
    assert findings == ()
    assert root is not None
    assert (root.mapping() or {})["甲"].text() == expected


def test_a_value_that_begins_as_a_type_is_told() -> None:
    _, (diagnostic,) = parse_yaml("甲: ! 重要通知\n", "a.yaml")
    assert diagnostic.code == "yaml/tag"


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


@given(text=st.text(st.characters(codec="utf-8"), max_size=20), quoted=st.booleans())
@settings(max_examples=300)
def test_what_is_accepted_can_stand_in_a_feed(text: str, quoted: bool) -> None:  # noqa: FBT001 - given
    encoded = json.dumps(text, ensure_ascii=quoted)
    accepted, unseen = decode_text(text.encode(), FILE)
    root, findings = parse_yaml(f"{encoded}: {encoded}", FILE, hand_written=False)
    values = [] if findings or root is None else [*(root.mapping() or {})]
    for value in (*values, *([] if unseen else [accepted])):
        element = ET.fromstring(f"<a>{escape(value)}</a>")  # noqa: S314 - our own
        assert (element.text or "") == value.replace("\r\n", "\n").replace("\r", "\n")
