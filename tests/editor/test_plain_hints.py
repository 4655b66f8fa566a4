"""What checking advises, as the editor's pages have it: no line of a file to be written by hand."""

import re
from collections.abc import Iterator

import pytest

from site_builder.editor.plain_hints import plain_hint, setting_links
from tests.helpers import ROOT
from tests.helpers.standards import STANDARDS

YAML = re.compile(r"“[^”:]+: [^”]*”|- \{|\{问题|“接受:”|\[甲|config\.yaml")
SYNTAX = re.compile(r"写(?:成)?“键: 值”|---|冒号用半角|冒号加空格|索引号由|修改 config\.yaml")
"""Of a file that cannot be read as fields: the editor shows its text, as the hint does."""


def expected_hints() -> Iterator[str]:
    """Yield the hints of all cases of rules and of bad input."""
    for folder in ("rules", "bad"):
        for file in sorted((ROOT / "tests" / folder).glob("*/expected.txt")):
            for line in file.read_text(encoding="utf-8").splitlines():
                if line.startswith("  ") and not line.startswith(("  依据：", "  编号：")):
                    yield line.strip()


def test_no_hint_asks_for_yaml() -> None:
    hints = set(expected_hints())
    assert sum(bool(YAML.search(hint)) for hint in hints) > 20
    remaining = {plain_hint(hint) for hint in hints}
    assert not {hint for hint in remaining if YAML.search(hint) and not SYNTAX.search(hint)}


@pytest.mark.parametrize(
    ("hint", "words"),
    [
        ("请补上“公布日期: …”；没有它，不能发布。", "请填“公布日期”；没有它，不能发布。"),
        (
            "确实没有的，在“接受:”下写“  - {问题: 'settings/required:传真', 理由: ……}”。",
            "确实没有的，按“接受…”，写明理由。",
        ),
        ("请写“有效性: 废止”（或者失效）。", "请在“有效性”里填“废止”（或者失效）。"),
    ],
)
def test_fields_stand_in_place_of_lines(hint: str, words: str) -> None:
    assert plain_hint(hint) == words


def test_settings_are_led_to() -> None:
    hint = plain_hint("请写进 config.yaml 的“公开联系方式”。")
    (link,) = setting_links(hint, STANDARDS)
    assert link.page == "text?path=config.yaml#field-public_contacts"
