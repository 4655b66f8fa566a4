"""没有规章制定权的机关，“规章”一行不为零。

查什么：
    统计表“规章”一行有没有大于零的数字，而公开机关看来不是能够制定规章的机关（园区、部门、县区、
    乡镇等）。
依据：
    《立法法》和《规章制定程序条例》：规章由国务院部门和省、自治区、直辖市、设区的市、自治州的人民
    政府制定；其他机关发布的文件不是规章。
错误示例：
    某园区管理委员会的年度报告，“规章”一行填了 0、2、10。
怎么改：
    多半是把规范性文件填到了上一行；核对后更正报告，或者确认有规章制定权后接受这一提醒。
"""

from collections.abc import Iterator
from decimal import Decimal

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.document import Report
from site_builder.model.form import Form
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import SiteContext
from site_builder.standards import header_grid

_LAWFUL = lazy_pattern(
    r"(?:省|自治区|自治州|州|市)(?:人民)?政府|^(?:国务院|国家|中国|中华人民共和国)|[^干]部$"
)
"""Bodies that make rules, or report for one that does. Not every city does: better silent."""


def check(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Check a site."""
    for report in site_context.site.reports.values():
        organization = report.organization or site_context.context.settings.organization
        if organization and not _LAWFUL.search(organization):
            yield from _check_report(report, site_context.site.forms[report.form], organization)


def _check_report(report: Report, form: Form, organization: str) -> Iterator[Diagnostic]:
    for table in form.tables():
        cells = [
            (section, row, column, key)
            for section, row, column in table.cells()
            if (table.id, row.path) in form.rulemaking_rows
            and report.figures.number(key := (table.id, row.path, column.path))
        ]
        if not cells:
            continue
        section, row, column, key = cells[0]
        numbers = [report.figures.number(key) or Decimal(0) for *_, key in cells]
        filled_cells = "、".join(
            f"{column.label} {number:f}"
            for (_, _, column, _), number in zip(cells, numbers, strict=True)
        )
        yield Diagnostic(
            "n002/rules",
            Severity.WARNING,
            report.figures.locations[key],
            f"“{row.label}”一行填了{filled_cells}，应为 0：{organization}能够制定规章吗？",
            f"多半是把规范性文件填到了“{row.label}”一行；请对照签发的报告核对，填错的先更正报告。",
            basis="《立法法》、《规章制定程序条例》：规章由国务院部门和省、自治区、直辖市、"
            "设区的市、自治州的人民政府制定。",
            subject=row.path,
            table=table.title,
            row=" ".join(header_grid.header_labels(section.rows, row.path)),
            column=" ".join(header_grid.header_labels(section.columns, column.path)),
            actual=f"{numbers[0]:f}",
            expected="0",
        )
