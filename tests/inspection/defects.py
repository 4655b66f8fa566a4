"""Faults planted in made-up portals: how, and the finding that each must lead to."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tests.inspection.planting import (
    GUIDE_LINES,
    Plant,
    both,
    dead_link,
    drop_table,
    drop_year,
    edit,
    extra_page,
    in_report,
    no_title,
    old_form,
    put,
    remove,
    second_report,
    unlink,
    wrong_charset,
)
from tests.inspection.portals import FAMILIES


@dataclass(frozen=True)
class Defect:
    """One fault on one portal."""

    family: str
    group: str
    """Faults of a group are planted together: they do not touch one another."""
    name: str
    plant: Plant
    rule: str
    words: str = ""
    """What message, excerpt or address must hold."""

    def matches(self, finding: dict[str, Any]) -> bool:
        text = f"{finding['message']} {finding['evidence']['excerpt']} {finding['file']}"
        return finding["rule"] == self.rule and self.words in text


PURPOSE = "<p>申请表应当写明所需信息的用途。</p>"
PERIOD = "<p>自收到申请之日起15个工作日内答复。</p>"
REMEDY = "<p>对不予公开的答复不服的，应当先申请行政复议。</p>"
IDENTITY = "<p>联系人身份证号11010519491231002X。</p>"
MOBILE = "<p>请拨打李某的手机13800138000报名参加培训。</p>"
OLD_ORDER = "<p>依据《政府信息公开条例》（国务院令第492号）制定。</p>"
NARRATIVE = "<p>全年工作按照《条例》的要求有序开展，没有其他需要报告的事项。</p>"
NOT_A_FILE = put("file-2024", b"<html><body>error</body></html>", "text/html")
ON_TIME, LATE = "发布日期：2025-01-15", "发布日期：2025-02-20"
LACKING = {"jcms": "传真号码", "trs": "办公时间", "gkmlpt": "编排体系"}
TABLE_COLUMN = edit("catalogue", "<th>内容概述</th>", "<th>责任科室</th>")
JSON_COLUMN = edit("catalogue", '"abstract"', '"department"')

Row = tuple[str, Plant, str, str]
"""Name, planting, rule and words of a defect."""
TEXTS: tuple[Row, ...] = (
    ("purpose", edit("apply", "<p>可以向", f"{PURPOSE}<p>可以向"), "s005/purpose", "用途"),
    ("period", edit("guide", "<p>联系电话", f"{PERIOD}<p>联系电话"), "s006/old", "15个"),
    ("remedy", edit("apply", REMEDY, ""), "s007/first", "复议"),
    ("identity", edit("rules", "<p>园区", f"{IDENTITY}<p>园区"), "p001/identity-number", "身份证"),
    ("dead-link", dead_link, "inspect/dead-link", "missing.html"),
    ("late", edit("report-2024", ON_TIME, LATE), "r006/late", "2025-02-20"),
    ("dead-file", remove("file-2023"), "inspect/dead-attachment", "2023"),
)
ABSENT: tuple[Row, ...] = (
    ("no-guide", both(remove("guide"), unlink("公开指南")), "inspect/column", "公开指南"),
    ("year-gap", drop_year, "inspect/year-gap", "2023"),
    ("sums", in_report(2024, ">4</td>", ">5</td>"), "inspect/arithmetic", "对不上"),
    ("entry", edit("catalogue", "QHYQ-2024-00001", ""), "inspect/catalogue-entry", "索引"),
    ("charset", wrong_charset("apply"), "inspect/encoding", "乱码"),
)
SPECIAL: dict[str, tuple[Row, ...]] = {
    "jcms": (
        ("form", old_form, "inspect/form", "表式"),
        ("table", drop_table, "inspect/report-cells", "2024"),
        ("mobile", extra_page("notice", "公告", MOBILE), "p002/mobile", "138"),
    ),
    "trs": (
        ("same-year", second_report, "inspect/same-year", "两份"),
        ("empty", extra_page("plan", "规划信息", ""), "inspect/empty-page", "plan"),
        ("old-order", edit("rules", "<p>园区", f"{OLD_ORDER}<p>园区"), "s008/old", "492"),
    ),
    "gkmlpt": (
        ("damaged", NOT_A_FILE, "inspect/damaged-attachment", "网页"),
        ("part", in_report(2023, NARRATIVE, ""), "inspect/report-part", "2023"),
        ("title", no_title("rules"), "inspect/no-title", "没有标题"),
    ),
}


def _rows(family: str) -> Iterator[tuple[str, Row]]:
    """Yield the defects of a family, each with its group."""
    part = LACKING[family]
    yield "texts", ("guide-part", edit("guide", GUIDE_LINES[part], ""), "inspect/guide-part", part)
    column = JSON_COLUMN if family == "gkmlpt" else TABLE_COLUMN
    yield "texts", ("catalogue", column, "inspect/catalogue-column", "内容概述")
    yield from (("texts", row) for row in TEXTS)
    yield from (("absent", row) for row in ABSENT)
    yield from (("special", row) for row in SPECIAL[family])


DEFECTS = tuple(Defect(family, group, *row) for family in FAMILIES for group, row in _rows(family))
GROUPS = [
    tuple(faults)
    for _, faults in groupby(
        sorted(DEFECTS, key=lambda defect: (defect.family, defect.group)),
        key=lambda defect: (defect.family, defect.group),
    )
]
