"""Where personal numbers are found and how they are printed: masked, by line, once."""

import json
from random import Random

import pytest

from site_builder.model.digits import masked
from tests.helpers import ProjectFactory, Site, sample_files
from tests.privacy.personal_numbers import (
    CONFIG,
    bank_card,
    document,
    findings,
    mobile,
    resident_id,
)


def test_figures_and_names_of_files(make_project: ProjectFactory) -> None:
    site = make_project(f"--- config.yaml\n{CONFIG}")
    chance = Random(7)  # noqa: S311 - nothing secret
    number, phone, bank = resident_id(chance), mobile(chance), bank_card(chance)
    site.edit("content/2021/report.md", "---\n标题: 年报\n---\n正文\n")
    site.edit(
        "content/2021/figures.yaml", f"说明: 见 {number} # {number}\n# 备注\n备注: '{phone}'\n"
    )
    site.edit(f"content/2021/files/{bank}.csv", "a\n")
    site.edit(f"content/2021/files/list_{number}.txt", "a\n")
    site.edit(f"content/2021/documents/{phone}.md", document(1, ["正文"]))
    rule_files = [
        (diagnostic.rule, diagnostic.file.rpartition("/")[2]) for diagnostic in findings(site)
    ]
    assert sorted(rule_files) == sorted(
        [
            ("p001", "figures.yaml"),
            ("p001", "figures.yaml"),
            ("p002", "figures.yaml"),
            ("p003", masked(f"{bank}.csv")),
            ("p001", masked(f"list_{number}.txt")),
            ("p002", masked(f"{phone}.md")),
        ]
    )


def test_numbers_in_cells(make_project: ProjectFactory) -> None:
    chance = Random(11)  # noqa: S311 - nothing secret
    site = make_project(f"--- config.yaml\n{CONFIG}")
    number, bank = resident_id(chance), bank_card(chance)
    rows = [f"| 张 | {number[:6]} | {number[6:14]} | {number[14:]} |", "| 合 | 139 | 1234 | 5678 |"]
    rows += [
        f"| 李 | {bank[:8]} | 1 | 2 |",
        f"| 李 | {bank[8:]} | 13 | 4 |",
        "| 计 | 6 | 20 | 62 |",
    ]
    table = "\n".join(["| 甲 | 乙 | 丙 | 丁 |", "| --- | --- | --- | --- |", *rows])
    site.edit("content/2021/documents/d.md", document(1, [table]))
    assert [item.rule for item in findings(site)] == ["p001", "p002", "p003"]
    ends = (
        ("\\\n> ", resident_id(chance)),
        ("  \n> ", resident_id(chance)),
        ("\n> ", resident_id(chance)),
    )
    broken = [f"见{item[:8]}{end}{item[8:]}，完" for end, item in ends]
    site.edit("content/2021/documents/d.md", document(1, [f"> {item}" for item in broken]))
    assert [item.rule for item in findings(site)] == ["p001"] * 3


def test_arguments_and_folders_are_not_repeated(make_project: ProjectFactory) -> None:
    chance = Random(12)  # noqa: S311 - nothing secret
    site = make_project(f"--- config.yaml\n{CONFIG}")
    number, bank = resident_id(chance), bank_card(chance)
    site.edit(f"content/2021/files/{bank}/a.txt", "x")
    outputs = [site.check(today="2026-06-01").output, site.check(only=number).output]
    assert not any(secret in out for secret in (number, bank) for out in outputs)


def test_sums_under_their_heads(make_project: ProjectFactory) -> None:
    rows: list[list[object]] = [["项目", "金额（元）", "联系电话"], ["道路", 13912345678, "无"]]
    site = make_project(f"--- config.yaml\n{CONFIG}")
    site.edit("content/2021/files/a.csv", "\n".join(",".join(map(str, row)) for row in rows))
    site.edit("content/2021/files/a.xlsx", sample_files.sheet(rows))
    assert findings(site) == []
    rows.append(["桥梁", 13912345678, 13712345678])
    site.edit("content/2021/files/a.csv", "\n".join(",".join(map(str, row)) for row in rows))
    site.edit("content/2021/files/a.xlsx", sample_files.sheet(rows))
    assert [(diagnostic.rule, diagnostic.severity) for diagnostic in findings(site)] == [
        ("p002", "error")
    ] * 2


def test_two_numbers_under_one_mask_have_two_names(make_project: ProjectFactory) -> None:
    site = make_project(f"--- config.yaml\n{CONFIG}")
    lines = ["张三 13911115678", "李四 13922225678", "张三 13911115678"]
    site.edit("content/2021/documents/d.md", document(1, lines))
    outcome = site.check(format="json", only="p002", today="2026-06-01")
    names = [diagnostic["id"] for diagnostic in json.loads(outcome.stdout)["findings"]]
    assert names == [
        "p002/mobile:139****5678",
        "p002/mobile:139****5678#2",
        "p002/mobile:139****5678",
    ]


def test_open_contacts_are_allowed_everywhere(make_project: ProjectFactory) -> None:
    site = make_project(f"--- config.yaml\n{CONFIG}公开联系方式: [13800002222, xf@qq.com]\n")
    text = "电话 13900001111、138 0000 2222，邮箱 xf@qq.com、gk@ceshi.example，地址测试路1号"
    site.edit("content/2021/documents/d.md", document(1, [text]))
    site.edit("content/2021/files/a.docx", sample_files.word([text]))
    assert findings(site) == []


def test_an_acceptance_names_the_mask(make_project: ProjectFactory) -> None:
    item = "{文件: content/2021/files/a.txt, 问题: 'p002/mobile:139****5678', 理由: 值班用}"
    accepted = f"接受:\n  - {item}\n"
    site = make_project(f"--- config.yaml\n{CONFIG}{accepted}")
    site.edit("content/2021/files/a.txt", "13911115678\n")
    assert [diagnostic.rule for diagnostic in findings(site)] == ["p002"], (
        "certain, so an error: it stands"
    )


@pytest.mark.parametrize("name", ["built_example", "built_park"])
def test_no_false_error_on_the_two_sites(name: str, request: pytest.FixtureRequest) -> None:
    site: Site = request.getfixturevalue(name)
    assert " p00" not in site.outcome.output
