"""Two hundred planted numbers: what is private is found wherever it stands.

What only looks so is never called an error, and no finding carries what it found.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import pytest

from site_builder.attachments.extract.attachment_text import read_attachment
from site_builder.build import attachment_checks
from site_builder.core.check_digits import (
    has_luhn_check_digit,
    has_resident_check_digit,
    is_credit_code,
    is_resident_id_format,
)
from site_builder.model.digits import masked
from site_builder.model.rule_context import AttachmentText
from site_builder.model.source import Source
from tests.helpers import Project, ProjectFactory, Site, sample_files

CONFIG = """站点:
  名称: 测试园区政府信息公开
  机关: 测试园区
联系方式:
  地址: 测试路1号
  电话: 0523-00000000，13900001111
  电子邮箱: gk@ceshi.example
索引号格式: ^[0-9A-HJ-NPQRTUWXY]{18}/20\\d{2}-\\d{5}$
"""
REGIONS = ("321282", "110105", "440106", "620102", "510107", "330203", "120101", "419001")


@dataclass(frozen=True)
class Item:
    """A number, the words around it, and what is to be said about it."""

    kind: str
    number: str
    text: str
    """The number in a sentence."""
    rule: str
    """The rule that must find it; empty: nothing may call it an error."""
    error: bool = False


def resident_id(chance: Random) -> str:
    born = date(1940, 1, 1) + timedelta(days=chance.randrange(27_000))
    head = f"{chance.choice(REGIONS)}{born:%Y%m%d}{chance.randrange(1, 1000):03d}"
    return head + next(digit for digit in "0123456789X" if has_resident_check_digit(head + digit))


def with_wrong_check_digit(number: str, chance: Random) -> str:
    """Give a number whose check digit is wrong."""
    return number[:-1] + chance.choice([digit for digit in "0123456789" if digit != number[-1]])


def mobile(chance: Random) -> str:
    start = chance.choice(("138", "139", "150", "177", "189", "199", "166"))
    return start + f"{chance.randrange(1, 10**8):08d}"[:7] + str(chance.randrange(1, 10))


def bank_card(chance: Random) -> str:
    while True:
        length = chance.choice((16, 19))
        head = chance.choice(("622202", "621700", "622848", "625955"))
        head += "".join(str(chance.randrange(10)) for _ in range(length - 7))
        number = head + next(digit for digit in "0123456789" if has_luhn_check_digit(head + digit))
        if not (length == 18 and is_resident_id_format(number)):
            return number


def credit_code(chance: Random, letters: str = "0123456789") -> str:
    """Make a code of a body; all digits, so that it looks most like an identity number."""
    while True:
        code = chance.choice(("11", "12", "51", "91", "32"))
        code += chance.choice(REGIONS) + "".join(chance.choice(letters) for _ in range(8))
        for last in "0123456789X":
            for check in "0123456789ABCDEFGHJKLMNPQRTUWXY":
                if (check.isdigit() or letters != "0123456789") and is_credit_code(
                    code + last + check
                ):
                    return code + last + check


def to_fullwidth(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


def split_digits(text: str, *sizes: int, joint: str = " ") -> str:
    parts, spot = [], 0
    for size in sizes:
        parts.append(text[spot : spot + size])
        spot += size
    return joint.join(part for part in parts if part)


def private_items(chance: Random) -> Iterator[Item]:
    """Make what must be found."""
    forms: tuple[Callable[[str], str], ...] = (
        str,
        str.lower,
        to_fullwidth,
        lambda digits: split_digits(digits, 6, 8, 4),
        lambda digits: split_digits(digits, 6, 4, 4, 4, joint="-"),
        lambda digits: split_digits(digits, 6, 8, 4, joint="\u3000"),
    )
    for turn in range(36):
        number = resident_id(chance)
        written = forms[turn % len(forms)](number)
        sentence = ("张三（{}）符合条件", "身份证号：{}，准予登记", "李四{}王五")[turn % 3]
        sure = turn % len(forms) < 3 or "身份证" in sentence or int(number[6:10]) <= 2005
        yield Item("身份证", number, sentence.format(written), "p001", error=sure)
    for _ in range(12):
        number = with_wrong_check_digit(resident_id(chance), chance)
        yield Item("录错的身份证", number, f"赵六 {number} 已受理", "p001")
    for turn in range(36):
        number = mobile(chance)
        written = (number, to_fullwidth(number), split_digits(number, 3, 4, 4), f"+86 {number}")[
            turn % 4
        ]
        sentence = ("联系人 钱七 {}", "电话{}转办公室", "孙八，{}。")[turn % 3]
        sure = " " not in written or "+" in written or "联系" in sentence or "电话" in sentence
        yield Item("手机", number, sentence.format(written), "p002", error=sure)
    for turn in range(26):
        number = bank_card(chance)
        grouped = turn % 2 == 0
        written = split_digits(number, 4, 4, 4, 4, 3) if grouped else number
        sentence = "卡号 {}" if grouped else "补贴打入 {} 中"
        yield Item("银行卡", number, sentence.format(written), "p003", error=True)


def harmless_items(chance: Random) -> Iterator[Item]:
    """Make what only looks private."""
    for turn in range(20):
        code = credit_code(chance)
        text = ("{}", "统一社会信用代码：{}", "示范公司（{}）", "代码{}/2021-00012")[turn % 4]
        yield Item("信用代码", code, text.format(code), "")
    for _ in range(8):
        code = credit_code(chance, "0123456789ABCDEFGH")
        yield Item("信用代码", code, f"示范中心 {code} 年检合格", "")
    for _ in range(12):
        amount = mobile(chance)
        yield Item("金额", amount, f"总投资 {amount} 元", "")
        yield Item("金额", amount, f"合计 {amount[0]}{amount[1:]}.50", "")
    for _ in range(8):
        amount = resident_id(chance).replace("X", "0")
        yield Item("金额", amount, f"折合 {amount} 元", "")
    for _ in range(8):
        number = f"{chance.randrange(10**15, 10**16)}"
        yield Item("流水号", number, f"流水号 2020{number[:14]}，", "")
    for _ in range(8):
        region = chance.choice(REGIONS)
        tail = f"{chance.randrange(10**6):06d}"
        yield Item("项目代码", tail, f"项目代码 2020-{region}-47-03-{tail}", "")
    for _ in range(8):
        region = chance.choice(REGIONS)
        day = date(2008, 1, 1) + timedelta(days=chance.randrange(6000))
        tail = f"{region}-{day:%Y%m%d}-{chance.randrange(10000):04d}"
        yield Item("索引号", tail, f"索引 {tail}", "")
    for _ in range(4):
        number = bank_card(chance)
        yield Item("合同号", number, f"合同编号 {number}", "")
    yield Item("合计数", "13800000000", "全年实现产值13800000000元", "")
    yield Item("公开电话", "13900001111", "值班电话 13900001111", "")


def planted() -> list[Item]:
    chance = Random(20260601)  # noqa: S311 - nothing secret
    return [*private_items(chance), *harmless_items(chance)]


ITEMS = planted()


def document(number: int, lines: list[str], title: str = "") -> str:
    body = "\n\n".join(lines)
    return f"""---
索引号: 114419005813893675/2021-{number:05d}
名称: {title or f"关于第{number}项工作的通知"}
内容概述: 第{number}项工作的安排。
生成日期: 2021-03-01
发布日期: 2021-03-02
公开事项: 1
主题分类: 综合政务\\其他
---
{body}
"""


def test_there_are_two_hundred() -> None:
    assert len(ITEMS) >= 200
    assert sum(bool(item.rule) for item in ITEMS) >= 100


@dataclass(frozen=True)
class ReportedDiagnostic:
    """A finding of a privacy rule, as JSON gives it."""

    rule: str
    severity: str
    file: str
    json_text: str


def findings(project: Project) -> list[ReportedDiagnostic]:
    outcome = project.check(format="json", today="2026-06-01")
    raw = json.loads(outcome.stdout)
    return [
        ReportedDiagnostic(
            str(diagnostic["rule"]).partition("/")[0],
            str(diagnostic["severity"]),
            str(diagnostic["file"]),
            json.dumps(diagnostic, ensure_ascii=False),
        )
        for diagnostic in raw["findings"]
        if not diagnostic["accepted"]
        if str(diagnostic["rule"]).startswith("p00")
    ]


def as_text(items: list[Item], project: Project) -> dict[str, Item]:
    files: dict[str, Item] = {}
    for number, item in enumerate(items):
        path = f"content/2021/documents/d{number:03d}.md"
        project.edit(path, document(number, ["现通知如下。", item.text]))
        files[path] = item
    return files


def as_title(items: list[Item], project: Project) -> dict[str, Item]:
    files: dict[str, Item] = {}
    for number, item in enumerate(items):
        path = f"content/2021/documents/d{number:03d}.md"
        project.edit(path, document(number, ["现通知如下。"], f"“{item.text}”的通知"))
        files[path] = item
    return files


def as_word(items: list[Item], project: Project) -> dict[str, Item]:
    return _attached(items, project, "docx", lambda item: sample_files.word(["通知", item.text]))


def as_sheet(items: list[Item], project: Project) -> dict[str, Item]:
    return _attached(
        items, project, "xlsx", lambda item: sample_files.sheet([["序号", "内容"], [1, item.text]])
    )


def as_csv(items: list[Item], project: Project) -> dict[str, Item]:
    return _attached(
        items, project, "csv", lambda item: f"序号,内容\n1,{item.text}\n".encode("gb18030")
    )


def as_pdf(items: list[Item], project: Project) -> dict[str, Item]:
    """The PDF is made by hand and knows Latin letters only: numbers without their words."""
    latin = [item for item in items if item.number in item.text and item.error]
    return _attached(
        latin, project, "pdf", lambda item: sample_files.pdf([["Notice", item.number]])
    )


def _attached(
    items: list[Item], project: Project, suffix: str, make: Callable[[Item], bytes]
) -> dict[str, Item]:
    files: dict[str, Item] = {}
    for number, item in enumerate(items):
        path = f"content/2021/files/f{number:03d}.{suffix}"
        project.edit(path, make(item))
        files[path] = item
    return files


@pytest.mark.parametrize("plant", [as_text, as_title, as_word, as_sheet, as_csv, as_pdf])
def test_planted_numbers(
    make_project: ProjectFactory, plant: Callable[[list[Item], Project], dict[str, Item]]
) -> None:
    site = make_project(f"--- config.yaml\n{CONFIG}")
    files = plant(ITEMS, site)
    diagnostics = findings(site)
    problems = []
    for path, item in files.items():
        file_diagnostics = [diagnostic for diagnostic in diagnostics if diagnostic.file == path]
        errors = [diagnostic for diagnostic in file_diagnostics if diagnostic.severity == "error"]
        if item.rule and not any(diagnostic.rule == item.rule for diagnostic in file_diagnostics):
            problems.append(f"missed: {item}")
        if item.error and not any(diagnostic.rule == item.rule for diagnostic in errors):
            problems.append(f"not an error: {item}")
        if not item.rule and errors:
            problems.append(f"false: {item}: {errors[0].rule}")
    assert files
    assert not problems, "\n".join(problems)
    for diagnostic in diagnostics:
        assert files[diagnostic.file].number not in diagnostic.json_text


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


def test_attachments_are_read_once(
    make_project: ProjectFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_project(f"--- config.yaml\n{CONFIG}")
    site.edit("content/2021/files/a.txt", "13911115678\n")
    site.edit("content/2021/files/b.txt", "x\n")
    first = findings(site)
    read: list[str] = []

    def counted(source: Source, data: bytes) -> AttachmentText:
        read.append(source.path)
        return read_attachment(source, data)

    monkeypatch.setattr(attachment_checks, "read_attachment", counted)
    assert findings(site) == first
    (site.path / "content/2021/files/a.txt").touch()
    assert findings(site) == first
    assert read == []
    site.edit("content/2021/files/b.txt", "13911115678\n")
    assert len(findings(site)) == 2
    assert len(read) == 1


def test_published_copies_hold_no_names(make_project: ProjectFactory) -> None:
    files = {
        "2021/files/a.docx": sample_files.word(["正文"], "张三", "李四"),
        "2021/files/a.xlsx": sample_files.sheet([["正文"]], "张三"),
        "2021/files/a.pdf": sample_files.pdf([["Notice"]], {"/Author": "Zhang San"}),
        "2021/files/a.jpg": sample_files.picture("JPEG", comment=b"Zhang San"),
    }
    site = make_project(f"--- config.yaml\n{CONFIG}")
    site.edit("content/2021/documents/d.md", document(1, ["正文"]))
    for path, data in files.items():
        site.edit(f"content/{path}", data)
    first = site.build(today="2026-06-01")
    assert first.exit_code == 0, first.output
    for path, data in files.items():
        assert first.files[path] != data
        assert (site.path / "content" / path).read_bytes() == data
    assert first.files == site.build(clean=True, today="2026-06-01").files
    site.edit("config.yaml", f"{CONFIG}清理附件: 否\n")
    outcome = site.build(today="2026-06-01")
    assert {path: outcome.files[path] for path in files} == files
    site.edit("config.yaml", f"{CONFIG}清理附件: 也许\n")
    assert "请写“是”或“否”" in site.build().output


def test_what_cannot_be_cleaned_is_told_at_each_build(make_project: ProjectFactory) -> None:
    broken = sample_files.picture("JPEG")[:-20]
    site = make_project(f"--- config.yaml\n{CONFIG}")
    site.edit("content/2021/documents/d.md", document(1, ["正文"]))
    site.edit("content/2021/files/a.jpg", broken)
    message = "content/2021/files/a.jpg 提醒 write/clean  没有清除作者信息，照原样公布：图片不完整"
    for _ in range(2):
        outcome = site.build(today="2026-06-01")
        assert outcome.exit_code == 0
        assert message in outcome.output
        assert outcome.files["2021/files/a.jpg"] == broken
        site.edit("content/guide.md", f"---\n标题: 指南\n---\n{_}\n")


def test_the_extra_is_asked_for_once(
    make_project: ProjectFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachment_checks, "find_spec", lambda _: None)
    site = make_project(f"--- config.yaml\n{CONFIG}")
    for name in ("a", "b"):
        site.edit(f"content/2021/files/{name}.pdf", sample_files.pdf([["x"]]))
    out = site.check(today="2026-06-01").output
    assert out.count("attachment/extra") == 1
    assert 'python -m pip install "site-builder[attachments]"' in out
