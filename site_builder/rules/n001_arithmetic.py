"""统计表的勾稽关系。

查什么：
    每张统计表的每一列（行）是否满足表式的勾稽关系：新收加结转等于办结加结转下年，总计等于各项
    之和，等等；与上一年报告衔接的数字是否一致。空缺（缺）和不适用（/）按没有数字计算：因此不成立
    的，只作提醒。
依据：
    国办公开办函〔2019〕60号、〔2021〕30号的表式；表头左上角印明“第一项加第二项之和，等于第三项加
    第四项之和”。
错误示例：
    本年新收总计 4、上年结转 0，办理结果总计 3、结转下年 0：4 ≠ 3，相差 1。
怎么改：
    对照签发的报告逐格核对；数字确实如此的，请先更正报告再发布。
"""

from collections.abc import Iterator
from decimal import Decimal

from site_builder.forms import grid, sums
from site_builder.forms.likely_cell import LikelyCell, evaluation_key, likely_cells
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.document import WITHDRAWN, Report
from site_builder.model.figures import Figures
from site_builder.model.form import Term
from site_builder.model.inspection import SiteContext
from site_builder.model.rule import SiteRule


def _find(inspection: SiteContext) -> Iterator[Diagnostic]:
    site = inspection.site
    for year, report in site.reports.items():
        last = site.reports.get(year - 1)
        if last and last.status == WITHDRAWN:
            last = None
        for table in site.forms[report.form].tables():
            proved = [*sums.evaluate(table, report.figures, last.figures if last else None)]
            broken = [one for one in proved if not one.holds]
            likely = likely_cells(proved, report.figures) if broken else {}
            for one in broken:
                yield _diagnostic(one, report, last, likely.get(evaluation_key(one)))


def _diagnostic(
    one: sums.Evaluation, report: Report, last: Report | None, likely: LikelyCell | None
) -> Diagnostic:
    _, row, column = cell = one.keys[0]
    left = _side(one, one.identity.left, report.figures, last)
    right = _side(one, one.identity.right, report.figures, last)
    apart = f"{abs(one.left - one.right):f}"
    told = {
        "=": f"相差 {apart}：{left}，{right}",
        "<=": f"多了 {apart}：{left}，不应大于{right}",
        ">=": f"少了 {apart}：{left}，不应小于{right}",
    }[one.identity.relation]
    return Diagnostic(
        f"n001/{one.identity.id}",
        Severity.WARNING if one.has_blanks else one.identity.severity,
        report.figures.locations[cell],
        f"{_where(one)}{told}",
        _suspicion(one, report.figures, likely) + _cure(one),
        basis=f"{one.identity.statement}（{one.identity.basis}）。",
        # Both sums are part of the name: an acceptance holds for the figures that were seen.
        subject=f"{one.line.path}={one.left:f}{_AGAINST[one.identity.relation]}{one.right:f}",
        table=one.table.title,
        row=" ".join(grid.header_labels(one.section.rows, row)),
        column=" ".join(grid.header_labels(one.section.columns, column)),
        actual=f"{one.left:f}",
        expected=f"{one.right:f}",
    )


_AGAINST = {"=": "≠", "<=": ">", ">=": "<"}


def _where(one: sums.Evaluation) -> str:
    """Name the line: a column, a row, or the group of columns of a table of one row."""
    across = one.identity.axis == "columns"
    line = "".join(
        grid.header_labels(one.section.columns if across else one.section.rows, one.line.path)[-1:]
    )
    if line:
        return f"{one.table.title}，“{line}”{'列' if across else '行'}"
    group = " ".join(grid.header_labels(one.section.columns, one.identity.left[0].path)[:-1])
    return f"{one.table.title}，“{group}”" if group else one.table.title


def _suspicion(one: sums.Evaluation, figures: Figures, likely: LikelyCell | None) -> str:
    """Name the cell that the broken sentences point to; empty when they point to none."""
    if likely is None:
        return ""
    _, row, column = likely.key
    place = figures.locations[likely.key]
    label = "”的“".join(
        (
            *grid.header_labels(one.section.rows, row)[-1:],
            *grid.header_labels(one.section.columns, column)[-1:],
        )
    )
    return (
        f"多半是“{label}”（第 {place.line} 行第 {place.column} 列）错了："
        f"现在是 {figures.number(likely.key) or 0:f}，"
        f"是 {likely.number:f} 的话，和它有关的几处合计就都相符。"
    )


def _cure(one: sums.Evaluation) -> str:
    if one.has_blanks:
        return "其中有空缺或者“/”，按没有数字计算。请对照签发的报告核对，是不是漏填了？"
    if any(term.previous_year for term in one.identity.terms()):
        return "请对照两年的报告核对：是其中一年填错了，还是作过调整？"
    if one.identity.severity is Severity.WARNING:
        return "请对照签发的报告核对，是不是填错了？"
    return "请对照签发的报告逐格核对；录错的改正，报告本身如此的，先更正报告，或者写明理由接受。"


def _side(
    one: sums.Evaluation, terms: tuple[Term, ...], figures: Figures, last: Report | None
) -> str:
    """Write one side with its labels and numbers, leaving out the zeros of a long sum."""
    across = one.identity.axis == "columns"
    heads = one.section.rows if across else one.section.columns
    pieces: list[str] = []
    total = Decimal(0)
    for term in terms:
        if not term.path:
            total += term.sign * term.constant
            pieces.append(f"{'+' if term.sign > 0 else '-'} {term.constant}")
            continue
        source = last.figures if term.previous_year and last else figures
        head = sums.headers_by_path(heads)[term.path]
        for leaf in head.leaves() if term.leaves else (head,):
            path = (leaf.path, one.line.path) if across else (one.line.path, leaf.path)
            number = source.number((one.table.id, *path))
            total += term.sign * (number or 0)
            if number or number is None or not term.leaves:
                label = grid.header_labels(heads, leaf.path)[-1]
                told = f"上年报告的{label}" if term.previous_year else label
                written = "（没有数字）" if number is None else f" {number:f}"
                pieces.append(f"{'+' if term.sign > 0 else '-'} {told}{written}")
    text = " ".join(pieces).removeprefix("+ ") or "0"
    return f"{text} = {total:f}" if len(pieces) != 1 else text


RULE = SiteRule("n001", "统计表的勾稽关系", _find)
