"""Invented numbers of persons and organisations with right check digits, and a site for them."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from site_builder.core.check_digits import (
    has_luhn_check_digit,
    has_resident_check_digit,
    is_credit_code,
    is_resident_id_format,
)
from tests.helpers import Project

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


def resident_id(chance: Random) -> str:
    born = date(1940, 1, 1) + timedelta(days=chance.randrange(27_000))
    head = f"{chance.choice(REGIONS)}{born:%Y%m%d}{chance.randrange(1, 1000):03d}"
    return head + next(digit for digit in "0123456789X" if has_resident_check_digit(head + digit))


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
    """Build a code of a body; all digits, so that it looks most like an identity number."""
    while True:
        code = chance.choice(("11", "12", "51", "91", "32"))
        code += chance.choice(REGIONS) + "".join(chance.choice(letters) for _ in range(8))
        for last in "0123456789X":
            for check in "0123456789ABCDEFGHJKLMNPQRTUWXY":
                if (check.isdigit() or letters != "0123456789") and is_credit_code(
                    code + last + check
                ):
                    return code + last + check


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


@dataclass(frozen=True)
class ReportedDiagnostic:
    """A diagnostic of a privacy rule, as JSON gives it."""

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
