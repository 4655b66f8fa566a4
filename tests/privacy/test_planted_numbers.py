"""Two hundred planted numbers in texts, titles and attachments: each is found, nothing else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from xml.sax.saxutils import escape

import pytest

from tests.helpers import Project, ProjectFactory, sample_files
from tests.privacy.personal_numbers import (
    CONFIG,
    REGIONS,
    bank_card,
    credit_code,
    document,
    findings,
    mobile,
    resident_id,
)


@dataclass(frozen=True)
class Item:
    """A number, the words around it, and the expected diagnostic."""

    kind: str
    number: str
    text: str
    """The number in a sentence."""
    rule: str
    """The rule that must find it; empty: nothing may call it an error."""
    error: bool = False


def with_wrong_check_digit(number: str, chance: Random) -> str:
    """Return a number whose check digit is wrong."""
    return number[:-1] + chance.choice([digit for digit in "0123456789" if digit != number[-1]])


def to_fullwidth(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


def split_digits(text: str, *sizes: int, joint: str = " ") -> str:
    parts, start = [], 0
    for size in sizes:
        parts.append(text[start : start + size])
        start += size
    return joint.join(part for part in parts if part)


def private_items(chance: Random) -> Iterator[Item]:
    """Build what must be found."""
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
    """Build what only looks private."""
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


def test_there_are_two_hundred() -> None:
    assert len(ITEMS) >= 200
    assert sum(bool(item.rule) for item in ITEMS) >= 100


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
    blank = sample_files.word_without_styles(["通知", "@"])
    part = "word/document.xml"
    return _attached(
        items,
        project,
        "docx",
        lambda item: sample_files.replace_in_archive(blank, part, ">@<", f">{escape(item.text)}<"),
    )


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
