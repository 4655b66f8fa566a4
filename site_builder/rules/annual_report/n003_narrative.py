"""正文里的数字与统计表不一致。

查什么：
    正文和概述里引用的申请、规范性文件、行政许可、行政处罚、行政强制、行政复议、行政诉讼的件数和行政事业
    性收费，与统计表里的数字是否一致；说全部办结、没有结转，表上却有结转下年的，说没有复议、诉讼，没有
    不予公开，表上却有的，也提醒。自然人、企业等分项，上年和历年累计的数字，与上年的比较，百分比，不算。
    复议、诉讼“维持……件、纠正……件”与表四的各栏对照。说没有、表上却有的，别处写对了也提醒。
    也许说的是别的机关、别的口径（如件次、条），数字没有单位的，只作提问。
依据：
    国办公开办函〔2021〕30号：年度报告的内容要真实、准确；同一个数字在正文和表里应当一样。
错误示例：
    正文写“新收政府信息公开申请32件”，表上“一、本年新收政府信息公开申请数量”的总计是 30。
怎么改：
    对照签发的报告核对，改正写错的一处；口径不同的，在正文里说明，再接受这一提醒。
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.figures import CellKey
from site_builder.model.form import Form
from site_builder.model.rule import TextRule
from site_builder.model.rule_context import RuleContext, TextFile
from site_builder.rules.claims.finder import Claim, find_claims
from site_builder.rules.claims.table_cells import CELLS, LABELS, PARTIAL_CELLS
from site_builder.rules.claims.typed_numbers import form_of, typed_numbers
from site_builder.rules.text.report_sentences import number_subjects, report_sentences
from site_builder.standards import layout

_UNITS = {"fee": "万元"}
"""Of kinds that are sums of money."""

_BASIS = "年度报告的内容应当真实、准确（国办公开办函〔2021〕30号）。"
_TOTAL = "applicant.total"
_BROKEN = re.compile(r"^(?!\s*[#|]).*[^\s。；！？：;!?:|]\s*$")


def _check(text: TextFile, context: RuleContext) -> Iterator[Diagnostic]:
    form = form_of(text)
    if text.source.kind == "report" and form:
        cells = typed_numbers(text, form)
        if cells:
            yield from number_subjects(_check_claims(text, context, form, cells))


def _check_claims(
    text: TextFile, context: RuleContext, form: Form, cells: dict[CellKey, Decimal]
) -> Iterator[Diagnostic]:
    claims = list(_find_claims_in_text(text, context))
    sums = {claim: _sums(claim, form, cells) for claim in claims}
    agreed = {claim.kind for claim in claims if _agrees(claim, sums[claim])}
    for claim in claims:
        claim_sums = sums[claim]
        # Where a sentence agrees with the table, a doubtful other number is of something else;
        # that there were none is never both true and untrue.
        hidden = claim.uncertain and claim.kind in agreed and claim.number
        if not claim_sums or _agrees(claim, claim_sums) or hidden:
            continue
        if claim.kind == "done":
            yield _unfinished(claim, form, next(iter(claim_sums.values())))
        else:
            single_cells = _single_cell_numbers(claim, form, cells)
            yield _difference(
                replace(claim, uncertain=claim.uncertain or claim.number in single_cells),
                form,
                claim_sums,
            )


def _find_claims_in_text(text: TextFile, context: RuleContext) -> Iterator[Claim]:
    body = [span for span in text.spans if span.kind == "body"]
    broken = {
        line.location.line
        for above, line in pairwise(body)
        if line.location.line == above.location.line + 1 and _BROKEN.search(above.text)
    }
    for sentence in report_sentences(text, context):
        # What a line broken off above begins with may be narrowed by words of that line.
        within = sentence.start == 0 and sentence.span.location.line in broken
        for claim in find_claims(sentence):
            yield replace(claim, uncertain=claim.uncertain or within)


def _sums(
    claim: Claim, form: Form, cells: dict[CellKey, Decimal]
) -> dict[tuple[str, ...], Decimal]:
    """Add up each group of cells the number may stand for; empty when a cell has no number."""
    sums: dict[tuple[str, ...], Decimal] = {}
    for group in CELLS[claim.kind]:
        keys = [key for name in group for key in _keys(name, form)]
        if not keys or any(key not in cells for key in keys):
            return {}
        sums[group] = sum((cells[key] for key in keys), Decimal(0))
    return sums


def _agrees(claim: Claim, sums: Mapping[tuple[str, ...], Decimal]) -> bool:
    """Return whether a number is one of the table's; sums of money may have been rounded."""
    if claim.kind not in _UNITS:
        return claim.number in sums.values()
    return any(
        abs(value - claim.number) * 2 <= max(_step(value), _step(claim.number))
        for value in sums.values()
    )


def _step(number: Decimal) -> Decimal:
    """Return what one more in the last place of a number is; no place before the point counts."""
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(0)


def _single_cell_numbers(claim: Claim, form: Form, cells: dict[CellKey, Decimal]) -> list[Decimal]:
    """Return the cells that the number may stand for alone; none of something is none of all."""
    names = PARTIAL_CELLS.get(claim.kind, ())
    keys = [key for name in names for key in _keys(name, form)]
    return [cells[key] for key in keys if cells.get(key)]


def _keys(name: str, form: Form) -> list[CellKey]:
    """Return the cells of a name like `requests results.refused`: leaves of rows, or a column."""
    table_id, _, path = name.partition(" ")
    row, _, column = path.partition(" ")
    table = next(table for table in form.tables() if table.id == table_id)
    return [
        (table.id, row_header.path, column_header.path)
        for _, row_header, column_header in table.cells()
        if (row_header.path == row or row_header.path.startswith(f"{row}."))
        and column_header.path == (column or _TOTAL)
    ]


def _difference(claim: Claim, form: Form, sums: dict[tuple[str, ...], Decimal]) -> Diagnostic:
    group, number = next(iter(sums.items()))
    table, row, column = _labels(group[0], form)
    cells_label = (
        f"“{LABELS.get(claim.kind, '') or row}”"
        if len(group) == 1
        else f"“{LABELS.get(claim.kind, '')}”"
    )
    unit = _UNITS.get(claim.kind, "")
    comparison = f"正文“{claim.quoted}”，统计表{cells_label}是 {number:f}{f' {unit}' * bool(unit)}"
    if claim.uncertain:
        message = f"{comparison}，说的是同一个数字吗？"
        hint = "如果是，请改正写错的一处；口径或者机关不同的，不用改，最好在正文说明。"
    else:
        message = f"{comparison}，相差 {abs(number - claim.number):f}"
        hint = "请对照签发的报告核对，改正写错的一处；口径不同的，请在正文说明。"
    return Diagnostic(
        f"n003/{'doubt' if claim.uncertain else 'differs'}",
        Severity.WARNING,
        claim.sentence.span.location_at(claim.sentence.start + claim.start),
        message,
        hint,
        basis=_BASIS,
        subject=f"{claim.kind}.{claim.number:f}",
        table=table,
        row=row,
        column=column,
        actual=f"{claim.number:f}",
        expected=f"{number:f}",
    )


def _unfinished(claim: Claim, form: Form, number: Decimal) -> Diagnostic:
    table, row, column = _labels("requests carried-out", form)
    return Diagnostic(
        "n003/done",
        Severity.WARNING,
        claim.sentence.span.location_at(claim.sentence.start + claim.start),
        f"正文说“{claim.quoted}”，统计表“{row}”却是 {number:f}",
        "请核对：都办完了的，表上结转下年应当是 0；没有办完的，正文不要说全部办结。",
        basis=_BASIS,
        subject="done",
        table=table,
        row=row,
        column=column,
        actual="0",
        expected=f"{number:f}",
    )


def _labels(name: str, form: Form) -> tuple[str, str, str]:
    """Return the printed labels of the first cell of a name: table, row, column."""
    table_id, row, column = _keys(name, form)[0]
    table = next(table for table in form.tables() if table.id == table_id)
    section = next(section for section, header, _ in table.cells() if header.path == row)
    return (
        table.title,
        " ".join(layout.header_labels(section.rows, row)),
        " ".join(layout.header_labels(section.columns, column)),
    )


RULE = TextRule("n003", "正文里的数字与统计表不一致", _check, codes=("differs", "done", "doubt"))
