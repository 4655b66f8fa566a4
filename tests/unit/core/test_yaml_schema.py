"""The one reader of mappings: unknown, double and missing keys, and values, each at its place."""

from site_builder.core.errors import ValueProblem
from site_builder.core.yaml.nodes import Node, parse_yaml
from site_builder.core.yaml.schema import (
    MappingValues,
    Schema,
    SchemaField,
    parse_text,
    read_mapping,
    read_mappings,
)
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.location import Location


def _parse_number(node: Node, name: str, _diagnostics: list[Diagnostic]) -> int | None:
    text = node.text()
    if text and not text.isdecimal():
        raise ValueProblem(f"“{name}”不是数", "请写数字。")
    return int(text) if text else None


SCHEMA = Schema(
    "x/value",
    (
        SchemaField("title", "名称", parse_text, aliases=("标题",), required=True),
        SchemaField("size", "大小", _parse_number, default=7),
        SchemaField("date", "发布日期", parse_text, required=True),
    ),
    lambda absent, location: error("x/missing", location, f"没有写“{absent.name}”"),
    double_code="x/twice",
)


def root(text: str) -> Node:
    node, diagnostics = parse_yaml(text, "a.yaml")
    assert node is not None, diagnostics
    return node


def read(text: str) -> MappingValues:
    mapping = root(text).mapping()
    assert mapping is not None
    return read_mapping(mapping.items(), SCHEMA, Location("a.yaml", 9))


def messages(text: str) -> list[str]:
    return [
        f"{finding.location.line}:{finding.location.column} {finding.code} {finding.message}"
        for finding in read(text).diagnostics
    ]


def test_values_aliases_and_defaults() -> None:
    result = read("标 题: 甲\n发布日期: 乙\n")
    assert result.diagnostics == []
    assert result.values == {"title": "甲", "date": "乙", "size": 7}
    assert result.nodes["date"].key_location == Location("a.yaml", 2, 1)


def test_every_mistake_is_reported_at_its_place() -> None:
    text = "名称: 甲\n标题: 乙\n大小: 大\n备注: 丙\n"
    assert messages(text) == [
        "2:1 x/twice “标题”和第 1 行写的是同一项（名称）",
        "3:5 x/value “大小”不是数",
        "4:1 x/value 不认识的“备注”",
        "9:0 x/missing 没有写“发布日期”",
    ]


def test_what_is_misspelt_or_misshapen_is_not_called_missing_too() -> None:
    assert messages("名称: [甲]\n发布日其: 乙\n") == [
        "1:5 x/value “名称”应当是一段文字",
        "2:1 x/value 不认识的“发布日其”",
    ]
    assert read("名称: 甲\n发布日其: 乙\n").diagnostics[0].hint == "是不是“发布日期”？"


def test_what_is_written_empty_is_missing_where_it_stands() -> None:
    assert messages("名称: 甲\n\n发布日期:\n") == ["3:1 x/missing 没有写“发布日期”"]


def test_a_key_written_twice_with_the_same_letters() -> None:
    node = Node("甲", Location("a.yaml", 3), Location("a.yaml", 3))
    entries = [("名称", node), ("名称", node), ("发布日期", node)]
    (finding,) = read_mapping(entries, SCHEMA, Location("a.yaml", 9)).diagnostics
    assert finding.message == "“名称”写了两次，第一次在第 3 行"


def test_of_a_list_those_without_a_mistake_are_read() -> None:
    node = root("- {名称: 甲, 发布日期: 乙}\n- {名称: 丙}\n- 丁\n")
    items, diagnostics = read_mappings(node, SCHEMA, ValueProblem("应当逐项写"))
    assert [item.text("title") for _, item in items] == ["甲"]
    assert [finding.location.line for finding in diagnostics] == [2, 3, 3]
    _, (finding,) = read_mappings(root("甲"), SCHEMA, ValueProblem("应当逐项写"))
    assert (finding.code, finding.message) == ("x/value", "应当逐项写")


def test_what_is_written_twice_is_not_called_missing_too() -> None:
    assert messages("名称: 甲\n发布日期:\n发 布 日 期: 乙\n") == [
        "3:1 x/twice “发 布 日 期”和第 2 行写的是同一项（发布日期）"
    ]


def test_one_message_about_several_fields_is_reported_once() -> None:
    schema = Schema(
        "x/value",
        SCHEMA.fields,
        lambda _, location: error("x/missing", location, "要写明“名称”和“发布日期”"),
    )
    mapping = root("名称:\n发布日期:\n").mapping()
    assert mapping is not None
    (finding,) = read_mapping(mapping.items(), schema, Location("a.yaml", 9)).diagnostics
    assert finding.location.line == 1
