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

from site_builder.forms import grid
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.figures import CellKey
from site_builder.model.form import Form
from site_builder.model.inspection import RuleContext, TextFile
from site_builder.model.rule import TextRule
from site_builder.rules.claim_cells import CELLS, LABELS, WITHIN
from site_builder.rules.claims import Claim, claims
from site_builder.rules.figures import form_of, numbers
from site_builder.rules.sentences import numbered, sentences

_UNITS = {"fee": "万元"}
"""Of kinds that are sums of money."""

_BASIS = "年度报告的内容应当真实、准确（国办公开办函〔2021〕30号）。"
_TOTAL = "applicant.total"
_BROKEN = re.compile(r"^(?!\s*[#|]).*[^\s。；！？：;!?:|]\s*$")


def _find(text: TextFile, desk: RuleContext) -> Iterator[Diagnostic]:
    form = form_of(text)
    if text.source.kind == "report" and form:
        cells = numbers(text, form)
        if cells:
            yield from numbered(_judge(text, desk, form, cells))


def _judge(
    text: TextFile, desk: RuleContext, form: Form, cells: dict[CellKey, Decimal]
) -> Iterator[Diagnostic]:
    said = list(_said(text, desk))
    sums = {one: _sums(one, form, cells) for one in said}
    agreed = {one.kind for one in said if _agrees(one, sums[one])}
    for one in said:
        known = sums[one]
        # Where a sentence agrees with the table, a doubtful other number is of something else;
        # that there were none is never both true and untrue.
        hidden = one.doubt and one.kind in agreed and one.number
        if not known or _agrees(one, known) or hidden:
            continue
        if one.kind == "done":
            yield _unfinished(one, form, next(iter(known.values())))
        else:
            alone = _alone(one, form, cells)
            yield _differing(replace(one, doubt=one.doubt or one.number in alone), form, known)


def _said(text: TextFile, desk: RuleContext) -> Iterator[Claim]:
    body = [one for one in text.spans if one.kind == "body"]
    broken = {
        line.location.line
        for above, line in pairwise(body)
        if line.location.line == above.location.line + 1 and _BROKEN.search(above.text)
    }
    for sentence in sentences(text, desk):
        # What a line broken off above begins with may be narrowed by words of that line.
        within = sentence.start == 0 and sentence.passage.location.line in broken
        for one in claims(sentence):
            yield replace(one, doubt=one.doubt or within)


def _sums(one: Claim, form: Form, cells: dict[CellKey, Decimal]) -> dict[tuple[str, ...], Decimal]:
    """Add up each group of cells the number may stand for; empty when a cell has no number."""
    found: dict[tuple[str, ...], Decimal] = {}
    for group in CELLS[one.kind]:
        keys = [key for name in group for key in _keys(name, form)]
        if not keys or any(key not in cells for key in keys):
            return {}
        found[group] = sum((cells[key] for key in keys), Decimal(0))
    return found


def _agrees(one: Claim, known: Mapping[tuple[str, ...], Decimal]) -> bool:
    """Tell whether a number is one of the table's; sums of money may have been rounded."""
    if one.kind not in _UNITS:
        return one.number in known.values()
    return any(
        abs(value - one.number) * 2 <= max(_step(value), _step(one.number))
        for value in known.values()
    )


def _step(number: Decimal) -> Decimal:
    """Give what one more in the last place of a number is; no place before the point counts."""
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(0)


def _alone(one: Claim, form: Form, cells: dict[CellKey, Decimal]) -> list[Decimal]:
    """List the cells that the number may stand for alone; none of something is none of all."""
    names = WITHIN.get(one.kind, ())
    keys = [key for name in names for key in _keys(name, form)]
    return [cells[key] for key in keys if cells.get(key)]


def _keys(name: str, form: Form) -> list[CellKey]:
    """List the cells of a name like `requests results.refused`: leaves of rows, or a column."""
    table_id, _, path = name.partition(" ")
    row, _, column = path.partition(" ")
    table = next(one for one in form.tables() if one.id == table_id)
    return [
        (table.id, head.path, one.path)
        for _, head, one in table.cells()
        if (head.path == row or head.path.startswith(f"{row}.")) and one.path == (column or _TOTAL)
    ]


def _differing(one: Claim, form: Form, known: dict[tuple[str, ...], Decimal]) -> Diagnostic:
    group, number = next(iter(known.items()))
    table, row, column = _labels(group[0], form)
    where = (
        f"“{LABELS.get(one.kind, '') or row}”"
        if len(group) == 1
        else f"“{LABELS.get(one.kind, '')}”"
    )
    unit = _UNITS.get(one.kind, "")
    told = f"正文“{one.quoted}”，统计表{where}是 {number:f}{f' {unit}' * bool(unit)}"
    if one.doubt:
        message = f"{told}，说的是同一个数字吗？"
        hint = "如果是，请改正写错的一处；口径或者机关不同的，不用改，最好在正文说明。"
    else:
        message = f"{told}，相差 {abs(number - one.number):f}"
        hint = "请对照签发的报告核对，改正写错的一处；口径不同的，请在正文说明。"
    return Diagnostic(
        f"n003/{'doubt' if one.doubt else 'differs'}",
        Severity.WARNING,
        one.sentence.passage.location_at(one.sentence.start + one.start),
        message,
        hint,
        basis=_BASIS,
        subject=f"{one.kind}.{one.number:f}",
        table=table,
        row=row,
        column=column,
        actual=f"{one.number:f}",
        expected=f"{number:f}",
    )


def _unfinished(one: Claim, form: Form, number: Decimal) -> Diagnostic:
    table, row, column = _labels("requests carried-out", form)
    return Diagnostic(
        "n003/done",
        Severity.WARNING,
        one.sentence.passage.location_at(one.sentence.start + one.start),
        f"正文说“{one.quoted}”，统计表“{row}”却是 {number:f}",
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
    """Give the printed labels of the first cell of a name: table, row, column."""
    table_id, row, column = _keys(name, form)[0]
    table = next(one for one in form.tables() if one.id == table_id)
    band = next(band for band, head, _ in table.cells() if head.path == row)
    return (
        table.title,
        " ".join(grid.header_labels(band.rows, row)),
        " ".join(grid.header_labels(band.columns, column)),
    )


RULE = TextRule("n003", "正文里的数字与统计表不一致", _find)
