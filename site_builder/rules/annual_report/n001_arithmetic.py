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

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.failure import FailureGroup
from site_builder.model.figures import Figures
from site_builder.model.form import Form, Term
from site_builder.model.rule_context import SiteContext
from site_builder.standards import header_grid, identities
from site_builder.standards.likely_causes import failure_groups


def check(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Check a site."""
    site = site_context.site
    for year, report in site.reports.items():
        previous = site.reports.get(year - 1)
        if previous and previous.status.is_withdrawn:
            previous = None
        form = site.forms[report.form]
        yield from check_figures(form, report.figures, previous.figures if previous else None)


def check_known_figures(form: Form, figures: Figures) -> Iterator[Diagnostic]:
    """Check what can be judged without the cells that could not be read, and is not accepted.

    What is accepted of a report is known to the site, and this report is not in it yet.
    """
    accepted = {suppression.diagnostic_id for suppression in figures.suppressions}
    for diagnostic in check_figures(form, figures, None):
        if diagnostic.id not in accepted:
            yield diagnostic


def check_figures(
    form: Form, figures: Figures, previous_figures: Figures | None
) -> Iterator[Diagnostic]:
    """Check the sentences of a form whose cells are all known."""
    for table in form.tables():
        broken = [
            evaluation
            for evaluation in identities.evaluate(table, figures, previous_figures)
            if not evaluation.holds and all(key in figures.cells for key in evaluation.keys)
        ]
        groups = failure_groups(table, figures, previous_figures) if broken else {}
        for evaluation in broken:
            failure = groups.get(evaluation.name)
            yield _diagnostic(evaluation, figures, previous_figures, failure)


def _diagnostic(
    evaluation: identities.Evaluation,
    figures: Figures,
    previous: Figures | None,
    failure: FailureGroup | None,
) -> Diagnostic:
    _, row, column = cell = evaluation.keys[0]
    left = _side(evaluation, evaluation.identity.left, figures, previous)
    right = _side(evaluation, evaluation.identity.right, figures, previous)
    difference = f"{abs(evaluation.left - evaluation.right):f}"
    comparison = {
        "=": f"相差 {difference}：{left}，{right}",
        "<=": f"多了 {difference}：{left}，不应大于{right}",
        ">=": f"少了 {difference}：{left}，不应小于{right}",
    }[evaluation.identity.relation]
    return Diagnostic(
        f"n001/{evaluation.identity.id}",
        Severity.WARNING if evaluation.has_blanks else evaluation.identity.severity,
        figures.locations[cell],
        f"{_line_label(evaluation)}{comparison}",
        _suspicion(failure) + _hint(evaluation),
        basis=f"{evaluation.identity.statement}（{evaluation.identity.basis}）。",
        # Both sums are part of the name: an acceptance holds for the figures that were accepted.
        subject=f"{evaluation.line.path}={evaluation.left:f}{_OPPOSITE_RELATIONS[evaluation.identity.relation]}{evaluation.right:f}",
        table=evaluation.table.title,
        row=" ".join(header_grid.header_labels(evaluation.section.rows, row)),
        column=" ".join(header_grid.header_labels(evaluation.section.columns, column)),
        actual=f"{evaluation.left:f}",
        expected=f"{evaluation.right:f}",
        failure=failure,
    )


_OPPOSITE_RELATIONS = {"=": "≠", "<=": ">", ">=": "<"}


def _line_label(evaluation: identities.Evaluation) -> str:
    """Return the line's label: a column, a row, or the group of columns of a one-row table."""
    across = evaluation.identity.axis == "columns"
    line = "".join(
        header_grid.header_labels(
            evaluation.section.columns if across else evaluation.section.rows, evaluation.line.path
        )[-1:]
    )
    if line:
        return f"{evaluation.table.title}，“{line}”{'列' if across else '行'}"
    group = " ".join(
        header_grid.header_labels(evaluation.section.columns, evaluation.identity.left[0].path)[:-1]
    )
    return f"{evaluation.table.title}，“{group}”" if group else evaluation.table.title


def _suspicion(failure: FailureGroup | None) -> str:
    """Return what is likely; empty where the hint alone says as much."""
    return failure.summary if failure and failure.causes else ""


def _hint(evaluation: identities.Evaluation) -> str:
    if evaluation.has_blanks:
        return "其中有空缺或者“/”，按没有数字计算。请对照签发的报告核对，是不是漏填了？"
    if any(term.previous_year for term in evaluation.identity.terms()):
        return "请对照两年的报告核对：是其中一年填错了，还是作过调整？"
    if evaluation.identity.severity is Severity.WARNING:
        return "请对照签发的报告核对，是不是填错了？"
    return "请对照签发的报告逐格核对；录错的改正，报告本身如此的，先更正报告，或者写明理由接受。"


def _side(
    evaluation: identities.Evaluation,
    terms: tuple[Term, ...],
    figures: Figures,
    previous: Figures | None,
) -> str:
    """Write one side with its labels and numbers, leaving out the zeros of a long sum."""
    across = evaluation.identity.axis == "columns"
    headers = evaluation.section.rows if across else evaluation.section.columns
    pieces: list[str] = []
    total = Decimal(0)
    for term in terms:
        if not term.path:
            total += term.sign * term.constant
            pieces.append(f"{'+' if term.sign > 0 else '-'} {term.constant}")
            continue
        source = previous if term.previous_year and previous else figures
        header = identities.headers_by_path(headers)[term.path]
        for leaf in header.leaves() if term.leaves else (header,):
            path = (
                (leaf.path, evaluation.line.path) if across else (evaluation.line.path, leaf.path)
            )
            number = source.number((evaluation.table.id, *path))
            total += term.sign * (number or 0)
            if number or number is None or not term.leaves:
                label = header_grid.header_labels(headers, leaf.path)[-1]
                term_label = f"上年报告的{label}" if term.previous_year else label
                number_text = "（没有数字）" if number is None else f" {number:f}"
                pieces.append(f"{'+' if term.sign > 0 else '-'} {term_label}{number_text}")
    text = " ".join(pieces).removeprefix("+ ") or "0"
    return f"{text} = {total:f}" if len(pieces) != 1 else text
