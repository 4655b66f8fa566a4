"""YAML as people write it: every place exact, nothing guessed, nothing that hangs or kills."""

import json
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.core.yaml.nodes import Node, decode_text, parse_yaml
from site_builder.model.location import Location
from tests.unit.core.yaml_helpers import FILE, at, bad, good

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
