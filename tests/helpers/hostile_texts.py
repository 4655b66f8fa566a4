"""Texts that make it hard for rules: lines of their own cases, spoilt in every way people do.

All come from a seed. A text holds some ordinary lines and some that were changed: other widths and
digits, signs and breaks inside numbers, cells, markup, letters left out or doubled.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from random import Random
from typing import Literal

from site_builder.model.location import Location
from site_builder.model.rule_context import AttachmentText, MarkupElement, TextFile, TextSpan
from site_builder.model.source import Source
from tests.helpers import ROOT
from tests.helpers.standards import STANDARDS
from tests.privacy.personal_numbers import credit_code, mobile, resident_id

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_WIDE_DIGITS = {code: code + 0xFEE0 for code in range(0x30, 0x3A)}
_OTHER_DIGITS = (
    "〇一二三四五六七八九",
    "⓪①②③④⑤⑥⑦⑧⑨",
    "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "٠١٢٣٤٥٦٧٨٩",
    "０一二三四五六七八九",
)
_SEPARATORS: tuple[str, ...] = (
    " ",
    "-",
    "—",
    "\u3000",
    "\u200b",
    ".",
    "·",
    "/",
    "_",
    "*",
    ",",
    "、",
    "|",
    "  ",
    "~",
    "+",
)
_SEPARATORS += (
    "&nbsp;",
    "&#160;",
    "**",
    "`",
    "\u2066",
    "\u00ad",
    "\u034f",
    "，",
    " - ",
    "[",
    ")",
    "x",
)
_SIGNS = "〔〕（）()[]【】《》“”\"'「」、，。；：！？…—-.,:;!?*_#|`&@%＠％０９ＡｚX×xl○O★"
_SIGNS += "☆※\u200b\ufeff\u00a0\u3000⼯區"
_KINDS = ("document", "report", "page", "rule")
_LABELS = (
    "名称",
    "内容概述",
    "发文字号",
    "联系电话",
    "残疾证号",
    "更正",
    "密级",
    "文件",
    "公开属性",
    "QQ",
)
_WORDS = (
    *(
        "身份证号：",
        "手机",
        "银行卡号 ",
        "住幸福村12号",
        "秘密★5年",
        "机密",
        "此件不予公开",
        "内部资料",
        "待补充",
    ),
    *(
        "20××年",
        "XX件",
        "____年",
        "（待填）",
        "此处填写",
        "约30件左右",
        "2021年2月30日",
        "减少2倍",
        "的的",
        "研究研究",
    ),
    *(
        "苏M12345",
        "E12345678",
        "H12345678",
        "zhang@qq.com",
        "微信号：zhang_san88",
        "张三，肺癌",
        "〔2021）3号",
    ),
    *(
        "示管发[2021]第02号",
        "国务院令第492号",
        "139****5678",
        "1390000x678",
        "&nbsp;",
        "| 1 | 2 |",
        "## 一、",
    ),
)


@cache
def case_lines() -> tuple[str, ...]:
    """Return the lines of the cases of all rules, bad and good, in order and without repeats."""
    files = sorted((ROOT / "tests" / "rules").rglob("*.md"))
    lines = (line for file in files for line in file.read_text("utf-8").splitlines())
    return tuple(dict.fromkeys(line for line in lines if line.strip()))


def _number(chance: Random) -> str:
    makers: tuple[Callable[[Random], str], ...]
    makers = (resident_id, mobile, credit_code, _card, _digits)
    return chance.choice(makers)(chance)


def _card(chance: Random) -> str:
    return "62" + _digits(chance, 17)


def _digits(chance: Random, length: int = 0) -> str:
    return "".join(chance.choices("0123456789", k=length or chance.randint(2, 20)))


def _separate(chance: Random, text: str) -> str:
    separator = chance.choice(_SEPARATORS)
    step = chance.choice((1, 3, 4, 6, 8))
    return separator.join(text[at : at + step] for at in range(0, len(text), step))


def _insert(chance: Random, text: str) -> str:
    at = chance.randint(0, len(text))
    inserted: str = chance.choice((*_SIGNS, *_SEPARATORS, *_WORDS))
    return text[:at] + inserted + text[at:]


def _drop(chance: Random, text: str) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + text[at + 1 :]


def _double(chance: Random, text: str) -> str:
    at = chance.randint(0, len(text))
    return text[: at + chance.randint(1, 4)] + text[at:]


def _break(chance: Random, text: str) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice(("\n", "  \n", "\n> ", "|", " | ", "\\\n")) + text[at:]


def _other_digits(chance: Random, text: str) -> str:
    digits: str = chance.choice(_OTHER_DIGITS)
    return text.translate(str.maketrans("0123456789", digits))


def _letters(chance: Random, text: str) -> str:
    return text.replace("1", chance.choice("lI"), 1).replace("0", chance.choice("oO"), 1)


def _cells(chance: Random, text: str) -> str:
    return f"| {_break(chance, text)} | {_number(chance)[:4]} |"


_CHANGES: tuple[Callable[[Random, str], str], ...] = (
    *(_insert, _insert, _drop, _double, _break, _other_digits, _letters, _cells, _separate),
    lambda _, text: text.translate(_WIDE),
    lambda _, text: text.translate(_WIDE_DIGITS),
    lambda chance, text: text + _number(chance),
    lambda chance, text: chance.choice(_WORDS) + text,
    lambda chance, text: f"{chance.choice(_WORDS)}{_separate(chance, _number(chance))}，{text}",
    lambda chance, text: f"**{text}**" if chance.random() < 0.5 else f"[{text}](guide.md)",
)


def hostile_line(chance: Random) -> str:
    """Return a line of a case, or a number, changed a few times or not at all."""
    line = chance.choice(case_lines()) if chance.random() < 0.8 else _number(chance)
    if chance.random() < 0.05:
        line += chance.choice(STANDARDS.banned_terms.terms).term
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        line = chance.choice(_CHANGES)(chance, line)
    return line


def hostile_text(chance: Random) -> TextFile:
    """Return a text of some lines with fields before them, as the reader hands it to rules."""
    kind = chance.choice(_KINDS)
    path = {"page": chance.choice(("apply.md", "guide.md")), "report": "2021/report.md"}.get(
        kind, f"2021/documents/{chance.choice(('notice', _number(chance)))}.md"
    )
    source = Source(path, kind, 2021)  # type: ignore[arg-type]  # one of its kinds
    file = source.display_path
    spans = [TextSpan("name", "文件名", path, Location(file))]
    for number in range(2, chance.randint(2, 8)):
        text = hostile_line(chance)
        spans.append(TextSpan("field", chance.choice(_LABELS), text, Location(file, number, 5)))
    lines = "\n".join(hostile_line(chance) for _ in range(chance.randint(1, 12))).split("\n")
    kinds: tuple[Literal["body", "figures"], ...] = ("body", "body", "body", "figures")
    spans += (
        TextSpan(chance.choice(kinds), "", line, Location(file, at, 1))
        for at, line in enumerate(lines, 10)
        if line.strip() and chance.random() < 0.97
    )
    dates = {"created": date(2021, 5, 1)} if chance.random() < 0.5 else {}
    return TextFile(source, tuple(spans), tuple(_elements(chance, file)), dates)


def _elements(chance: Random, file: str) -> list[MarkupElement]:
    kinds = ("heading", "link", "image", "table", "header")
    schemes = ("mailto:", "tel:", "sms:", "https://a.cn/", "javascript:", "guide.md#", "//")
    return [
        MarkupElement(
            chance.choice(kinds),  # type: ignore[arg-type]  # one of its kinds
            Location(file, chance.randint(10, 20), 1),
            chance.choice(("", hostile_line(chance))),
            chance.choice(schemes) + _separate(chance, _number(chance)),
            chance.randint(2, 5),
        )
        for _ in range(chance.choice((0, 0, 1, 3)))
    ]


def hostile_attachment(chance: Random) -> AttachmentText:
    """Return an attachment of pages or cells."""
    source = Source(f"2021/files/{chance.choice(('a', _number(chance)))}.xlsx", "file", 2021)
    file = source.display_path
    label = chance.choice(("第 {} 页", "工作表1 A{}", "工作表{} 身份证号", "", "联系电话"))
    lines = "\n".join(hostile_line(chance) for _ in range(chance.randint(1, 14))).split("\n")
    spans = [TextSpan("name", "文件名", source.path, Location(file))]
    spans += [
        TextSpan("body", label.format(at), line, Location(file))
        for at, line in enumerate(lines)
        if line
    ]
    return AttachmentText(source, tuple(spans), ())
