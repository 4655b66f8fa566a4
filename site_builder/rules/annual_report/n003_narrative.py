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

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.figures import CellKey
from site_builder.model.form import Form, NarrativeFigure
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import RuleContext, TextFile
from site_builder.rules.claims.finder import Claim, find_claims
from site_builder.rules.claims.form_patterns import form_patterns, money_unit
from site_builder.rules.claims.typed_numbers import form_of, typed_numbers
from site_builder.rules.claims.usual_patterns import TEN_THOUSANDS
from site_builder.rules.text.report_sentences import number_subjects, report_sentences
from site_builder.standards import header_grid

_BASIS = "年度报告的内容应当真实、准确（国办公开办函〔2021〕30号）。"
_BROKEN = lazy_pattern(r"^(?!\s*[#|]).*[^\s。；！？：;!?:|]\s*$")


def check(text: TextFile, context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    form = form_of(text, context.standards.forms)
    if text.source.kind == "report" and form:
        cells = typed_numbers(text, form)
        if cells:
            yield from number_subjects(_check_claims(text, context, form, cells))


def _check_claims(
    text: TextFile, context: RuleContext, form: Form, cells: dict[CellKey, Decimal]
) -> Iterator[Diagnostic]:
    figures = {figure.kind: figure for figure in form.narrative}
    claims = [*_find_claims_in_text(text, context, form, figures)]
    sums = {claim: _sums(figures[claim.kind], cells) for claim in claims}
    agreed = {claim.kind for claim in claims if _agrees(claim, sums[claim], form, figures)}
    for claim in claims:
        claim_sums, figure = sums[claim], figures[claim.kind]
        # Where a sentence agrees with the table, a doubtful other number is of something else;
        # that there were none is never both true and untrue.
        hidden = claim.uncertain and claim.kind in agreed and claim.number
        if not claim_sums or _agrees(claim, claim_sums, form, figures) or hidden:
            continue
        if claim.kind == "done":
            yield _unfinished(claim, form, *next(iter(claim_sums.items())))
        else:
            uncertain = claim.uncertain or claim.number in _single_cell_numbers(figure, cells)
            yield _difference(replace(claim, uncertain=uncertain), figure, form, claim_sums)


def _find_claims_in_text(
    text: TextFile, context: RuleContext, form: Form, figures: Mapping[str, NarrativeFigure]
) -> Iterator[Claim]:
    """Find what the text states of the form's figures, money in the unit of the form's column."""
    body = [span for span in text.spans if span.kind == "body"]
    broken = {
        line.location.line
        for above, line in pairwise(body)
        if line.location.line == above.location.line + 1 and _BROKEN.search(above.text)
    }
    patterns = form_patterns(form)
    for sentence in report_sentences(text, context, form.parts):
        # What a line broken off above begins with may be narrowed by words of that line.
        within = sentence.start == 0 and sentence.span.location.line in broken
        for claim in find_claims(sentence, patterns):
            if claim.kind in figures:
                unit = TEN_THOUSANDS.get(money_unit(figures[claim.kind], form), Decimal(1))
                number = claim.number if unit == 1 else (claim.number / unit).normalize()
                yield replace(claim, number=number, uncertain=claim.uncertain or within)


_Sums = dict[tuple[CellKey, ...], Decimal]


def _sums(figure: NarrativeFigure, cells: Mapping[CellKey, Decimal]) -> _Sums:
    """Add up each group of cells the number may stand for; empty when a cell has no number."""
    if any(key not in cells for keys in figure.sums for key in keys):
        return {}
    return {keys: sum((cells[key] for key in keys), Decimal(0)) for keys in figure.sums}


def _agrees(claim: Claim, sums: _Sums, form: Form, figures: Mapping[str, NarrativeFigure]) -> bool:
    """Return whether a number is in the table; sums of money may have been rounded."""
    if not money_unit(figures[claim.kind], form):
        return claim.number in sums.values()
    return any(
        abs(value - claim.number) * 2 <= max(_step(value), _step(claim.number))
        for value in sums.values()
    )


def _step(number: Decimal) -> Decimal:
    """Return what one more in the last place of a number is; no place before the point counts."""
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(0)


def _single_cell_numbers(
    figure: NarrativeFigure, cells: Mapping[CellKey, Decimal]
) -> list[Decimal]:
    """Return the cells that the number may stand for alone; none of something is none of all."""
    keys = [key for keys in figure.sums for key in keys] if figure.single_cells else []
    return [cells[key] for key in keys if cells.get(key)]


def _difference(claim: Claim, figure: NarrativeFigure, form: Form, sums: _Sums) -> Diagnostic:
    keys, number = next(iter(sums.items()))
    table, row, column = _labels(keys[0], form)
    unit = money_unit(figure, form)
    cells_label = figure.label or row or column
    comparison = (
        f"正文“{claim.quoted}”，统计表“{cells_label}”是 {number:f}{f' {unit}' * bool(unit)}"
    )
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


def _unfinished(claim: Claim, form: Form, keys: tuple[CellKey, ...], number: Decimal) -> Diagnostic:
    table, row, column = _labels(keys[0], form)
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


def _labels(key: CellKey, form: Form) -> tuple[str, str, str]:
    """Return the printed labels of a cell: table, row, column."""
    table_id, row, column = key
    table = next(table for table in form.tables() if table.id == table_id)
    section = next(section for section, header, _ in table.cells() if header.path == row)
    return (
        table.title,
        " ".join(header_grid.header_labels(section.rows, row)),
        " ".join(header_grid.header_labels(section.columns, column)),
    )
