"""The index of all rules, `site_builder/rules/README.md`: generated, complete, never stale."""

import re
from pathlib import Path

import pytest

from site_builder.model.rule import Rule
from site_builder.rules import source_diagnostics
from site_builder.rules.registry import (
    codes_of,
    codes_required_to_publish,
    documentation,
    title,
)
from site_builder.rules.rule_list import all_rules
from tests.helpers import ROOT, Expected
from tests.helpers.standards import STANDARDS

CASES = ROOT / "tests" / "rules"
INDEX = ROOT / "site_builder" / "rules" / "README.md"
PARTS = ("查什么", "依据", "错误示例", "怎么改")
HEAD = """# 检查规则

`site-builder check` 逐条检查这些规则，生成网站时也检查。“错误”不改正就不生成网站，“提醒”不影响。
提醒，和签发的报告本身的错误（统计表勾稽关系 n001、表式 figures/form、标题 report/heading、
没有内容的部分 report/empty），看过以后确实要保留的，可以在文件开头的“接受”里写明编号和理由；
接受的错误，报告的网页上注明。
`site-builder check --explain 编号` 说明一条规则查什么、依据什么、怎么改。
标 ※ 的写明了触发条件（anchors）：文字里没有这些字词、号码、结构的，不会有问题，就不运行这条规则。

本页由 `pytest --accept tests/test_rule_index.py` 生成，不要改动。

| 编号 | 名称 | 查看 | 提示 | 查什么 |
| --- | --- | --- | --- | --- |
"""
PUBLISHING = """
## 发布时按错误处理的问题

法律法规和国家规定要求公布的内容，生成时没有的只作提醒，网页显示“待补充”；发布（`deploy`）时是错误：
补上，或者写明理由接受，才能发布，接受了哪些、为什么，记入发布记录。`site-builder check --deploy`
按发布的要求检查。

| 编号 | 名称 |
| --- | --- |
"""
READING = """
## 读入时发现的问题

文件读不出来、网页排不出来，也就没法检查；除上一节列出的，没有写的项目（settings/missing、document/missing），
和签发的报告用的表式（figures/form）、标题（report/heading）、没有内容的部分（report/empty）以外，这些问题不能接受，
只能改正。

| 编号 | 名称 | 查什么 |
| --- | --- | --- |
"""


def parts(text: str) -> dict[str, str]:
    """Cut a rule's documentation at its heads: head → words on one line."""
    pieces = re.split(r"^(\S+)：\n", text, flags=re.MULTILINE)
    return {
        head: re.sub(r"\s*\n\s*", "", body).strip()
        for head, body in zip(pieces[1::2], pieces[2::2], strict=True)
    }


SCOPES = {"site": "全站", "text": "文字", "file": "附件", "content": "文字、附件"}


def severities(rule: Rule) -> str:
    """Return which severities a rule's bad case shows: all it has, as the case must show each."""
    path = CASES / rule.id / "expected.txt"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    matches = set(re.findall(rf" (错误|提醒) {rule.id}/", text))
    return "、".join(word for word in ("错误", "提醒") if word in matches) or "—"


def index() -> str:
    """Write the index: a line for each rule."""
    lines = []
    for rule in all_rules():
        first = parts(documentation(rule)).get("查什么", "").partition("。")[0]
        cells = (
            rule.id,
            rule.title,
            SCOPES[rule.scope],
            severities(rule),
            first.replace("|", "\\|"),
        )
        lines.append(f"| {' | '.join(cells)}。 |\n")
    rows = [
        f"| {name} | {title(name)} | {first_of(name)}。 |\n"
        for name in source_diagnostics.documented_codes()
    ]
    stops = [f"| {name} | {title(name)} |\n" for name in codes_required_to_publish()]
    return HEAD + "".join(lines) + PUBLISHING + "".join(stops) + READING + "".join(rows)


def first_of(name: str) -> str:
    words = parts(source_diagnostics.explain(name).partition("\n\n")[2])["查什么"].partition("。")[
        0
    ]
    return words.replace("|", "\\|")


def test_the_index_is_fresh(expected: Expected) -> None:
    expected(INDEX, index())


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_what_stops_deploying_is_what_a_rule_can_say(rule: Rule) -> None:
    assert {f"{rule.id}/{name}" for name in rule.required_to_publish} <= {
        *codes_of(rule, STANDARDS)
    }


def test_ids_are_used_once() -> None:
    ids = [rule.id for rule in all_rules()]
    assert len(ids) == len(set(ids))


def test_every_rule_file_is_listed() -> None:
    files = {p.stem for p in INDEX.parent.rglob("*.py") if re.match(r"[a-z]\d{3}_", p.stem)}
    listed = {rule.check.__module__.rpartition(".")[2] for rule in all_rules()}
    assert files == listed


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_documentation_has_its_name_and_four_parts(rule: Rule) -> None:
    text = documentation(rule)
    assert text.partition("\n\n")[0].endswith("。")
    sections = parts(text)
    assert tuple(sections) == PARTS
    assert [head for head, words in sections.items() if not words] == []
    assert rule.check.__module__.rpartition(".")[2].startswith(f"{rule.id}_")


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_there_is_a_bad_and_a_good_case(rule: Rule) -> None:
    case = CASES / rule.id
    for side in ("bad", "good"):
        assert (case / side / "config.yaml").is_file(), f"{case.name}/{side} is missing"
        assert files_below(case / side / "content"), f"{case.name}/{side} has no content"
    assert f" {rule.id}/" in (case / "expected.txt").read_text(encoding="utf-8")


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
