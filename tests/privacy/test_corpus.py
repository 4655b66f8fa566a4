"""Numbers in hard forms and harmless near-misses: found, never repeated, hardly ever mistaken."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from random import Random

import pytest

from site_builder.attachments.extract.attachment_text import read_attachment
from site_builder.cli.findings_json import findings_to_dicts
from site_builder.cli.sarif import as_sarif
from site_builder.config.settings import read_settings
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.rule_context import RuleContext
from site_builder.model.source import Source
from site_builder.rules import registry
from tests.helpers.standards import STANDARDS
from tests.privacy.formats import FORMS
from tests.privacy.personal_numbers import CONFIG, credit_code, mobile, resident_id
from tests.privacy.planted_files import Form

Formatting = Callable[[str], str]


def spaced_digits(digits: str) -> Formatting:
    return lambda text: text.translate(str.maketrans("0123456789", digits))


FORMATTINGS: dict[str, Formatting] = {
    "mathematical": spaced_digits("𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"),
    "circled": spaced_digits("⓪①②③④⑤⑥⑦⑧⑨"),
    "chinese": spaced_digits("〇一二三四五六七八九"),
    "full-width": spaced_digits("０１２３４５６７８９"),
    "superscript": spaced_digits("⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "arabic-indic": spaced_digits("٠١٢٣٤٥٦٧٨٩"),
    "zero-width": "\u200b".join,
    "spaces": " ".join,
    "dashes": "-".join,
    "dots": ".".join,
    "broken": lambda text: f"{text[:7]}\n{text[7:]}",
    "invisible": lambda text: f"{text[:5]}\u2066{text[5:9]}\u034f{text[9:]}",
    "wide zero": spaced_digits("０一二三四五六七八九"),
    "letters": lambda text: text[:5] + text[5:].replace("1", "l", 1).replace("0", "O", 1),
    "far dashes": lambda text: f"{text[:3]} - {text[3:7]} - {text[7:]}",
    "code": lambda text: f"{text[:9]}`{text[9:]}`",
    "broken in a sentence": lambda text: f"{text[:8]}\n{text[8:]}，已核对",
    "one cross": lambda text: f"{text[:8]}x{text[9:]}",
    "one ring": lambda text: f"{text[:8]}○{text[9:]}",
    "one star": lambda text: f"{text[:9]}*{text[10:]}",
}
PERSONAL = (
    *("回乡证 H12345678", "来往内地通行证：M1234567890", "台胞证：12345678", "护照 E12345678"),
    *("军官证 军字第1234567号", "社保卡号：A12345678", "车牌苏M12345", "家庭电话 86123456"),
    *("QQ：123456789", "微信号：zhang_san88", "邮箱 zhangsan@qq.com", "残疾证号：1234567890"),
    *("张三，肺癌，住院", "李四 低保户", "王五，残疾人", "赵六，困难家庭", "孙七，月工资5000元"),
    *("低保户张三", "王五，男，45岁，二级残疾", "李四 家庭困难", "V信：zhangsan88"),
    *("香港身份证 A123456(7)", "zhangsan @ qq.com"),
)
CLEAN = (
    *("办公电话 0523-86123456", "苏园〔2021〕12号", "北纬32.123456，东经119.654321"),
    *("一九九〇年三月至二〇二〇年三月", "缴费账号 1234567890123456", "新收政府信息公开申请 12 件"),
    *(
        "低保对象 1234 人，残疾人 567 人",
        "制定困难家庭救助办法",
        "12、13、14、15、16、17、18、19、20、21",
    ),
    *("1 3 5 0 12 4 3 2 1 0 0 5 7", "微信公众号：园区发布", "QQ群、微信群不作为受理渠道"),
    *("残疾人康复、就业服务", "周庄镇特困供养", "王家村贫困户 42 户", "编号 12 - 345 - 67"),
    *("财政收入 13912345678.00 元", "合计|13912345678|15012345678", "一三五规划和十四五规划"),
)


def planted() -> Iterator[tuple[str, str, str]]:
    """Yield the kind, the number and the text that holds it."""
    chance = Random(7)  # noqa: S311 - nothing secret
    for kind, format_number in FORMATTINGS.items():
        for _ in range(10):
            number = resident_id(chance)
            yield kind, number, f"身份证号：{format_number(number)}"
            number = mobile(chance)
            yield kind, number, f"联系电话：{format_number(number)}"
    for text in PERSONAL:
        yield "personal", text.split("：")[-1], text


@cache
def rule_context() -> RuleContext:
    settings, _ = read_settings(CONFIG.encode(), STANDARDS)
    assert settings
    return RuleContext(settings, STANDARDS)


def findings(name: str, data: bytes) -> list[Diagnostic]:
    source = Source(f"2021/files/{name}", "file", 2021)
    return list(registry.check_file(read_attachment(source, data), rule_context()))


def as_json(diagnostics: list[Diagnostic]) -> str:
    return json.dumps(list(findings_to_dicts(diagnostics)), ensure_ascii=False)


def as_text(text: str) -> tuple[str, bytes]:
    return "a.txt", text.encode()


def outcome(form: Form, text: str, number: str) -> str:
    """Return whether a number was found, its part named as not read, neither, or shown in full."""
    listed = findings(*form(text))
    is_found = any(diagnostic.code.startswith(_FINDERS) for diagnostic in listed)
    output = as_json(listed) + as_sarif(listed, ())
    if len(number) >= _LONG and number.isalnum() and number.isascii() and number in output:
        return "repeated"
    unread = any(diagnostic.code.startswith("p008/") for diagnostic in listed)
    return "found" if is_found else "unread" if unread else "silent"


_FINDERS = ("p001/", "p002/", "p003/", "p004/", "p006/")
_LONG = 8
ALL = os.environ.get("SITE_BUILDER_WHOLE_CORPUS") == "1"
"""Every item in every format, which takes minutes; else a sample that takes turns."""


@pytest.mark.parametrize("name", FORMS)
def test_what_is_planted_is_found_or_named_and_not_repeated(name: str) -> None:
    listed = list(planted())
    assert len(listed) >= 250
    step = 1 if ALL else len(listed) // 4
    first = list(FORMS).index(name) * 7 % step
    results = {text: outcome(FORMS[name], text, number) for _, number, text in listed[first::step]}
    if ALL:
        counted = Counter(results.values())
        print(name, dict(counted))  # noqa: T201 - figures of the whole corpus
    assert {
        text: result for text, result in results.items() if result in ("silent", "repeated")
    } == {}


def test_all_is_found_in_texts() -> None:
    results = {text: outcome(as_text, text, number) for _, number, text in planted()}
    assert {text for text, result in results.items() if result != "found"} == set()


def test_clean_texts_make_no_errors() -> None:
    chance = Random(8)  # noqa: S311 - nothing secret
    texts = [*CLEAN, *(f"统一社会信用代码：{credit_code(chance)}" for _ in range(40))]
    texts += [f"|道路|{mobile(chance)}|{mobile(chance)}|" for _ in range(130)]
    texts += [f"总投资 {mobile(chance)} 元" for _ in range(130)]
    assert len(texts) >= 300
    errors = [
        (text, diagnostic.code)
        for text in texts
        for diagnostic in findings(*as_text(text))
        if diagnostic.severity is Severity.ERROR
    ]
    assert len(errors) <= len(texts) // 100, errors


def test_clean_words_make_no_warnings() -> None:
    messages = {
        text: [diagnostic.message for diagnostic in findings(*as_text(text))] for text in CLEAN[:-2]
    }
    assert not {text: text_messages for text, text_messages in messages.items() if text_messages}


def test_no_output_repeats_a_number_in_a_name() -> None:
    number = resident_id(Random(9))  # noqa: S311 - nothing secret
    diagnostics = findings(f"{number}.txt", b"x")
    assert diagnostics
    outputs = [
        as_json(diagnostics),
        as_sarif(diagnostics, ()),
    ]
    outputs += [str(item.location) for item in diagnostics]
    assert not any(number in item for item in outputs)
    assert json.loads(outputs[0])[0]["file"].startswith("content/2021/files/")
