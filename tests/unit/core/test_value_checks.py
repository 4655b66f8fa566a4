"""Values of YAML are printed as typed; what should not be printed, or is not read, is reported."""

import pytest

from site_builder.core.yaml.nodes import parse_yaml
from site_builder.core.yaml.value_checks import check_comments, check_values


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("甲<!-- 内部 -->", "prose/comment"),
        ("甲<br>乙", "prose/html"),
        ("甲&nbsp;乙", "prose/html"),
        ("价格<100元、**甲**、A & B", ""),
        ("https://a.gov.cn/?a=1&lt;=<b>", ""),
    ],
)
def test_html_in_a_value(value: str, rule: str) -> None:
    root, _ = parse_yaml(f"甲:\n  - 乙: '{value}'\n", "a.yaml")
    assert root is not None
    diagnostics = [*check_values(root.mapping() or {})]
    assert [diagnostic.code for diagnostic in diagnostics] == ([rule] if rule else [])
    assert all(
        (diagnostic.location.line, bool(diagnostic.hint)) == (2, True) for diagnostic in diagnostics
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [("甲: 大道1号 #2楼", 1), ("甲: 乙 # 说明", 0), ("甲: 乙#2", 0), ("# 甲", 0)],
)
def test_words_behind_a_number_sign(line: str, expected: int) -> None:
    assert len([*check_comments(f"{line}\n", "a.yaml")]) == expected
