"""What a body that took over from others continues: the sum of what they carried over.

Where the register leaves open who continues what, as after a division, nothing is concluded.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from site_builder.model.body import Body, Register, lineage, name_in, standing_body
from site_builder.model.figures import Cell, Figures, MissingValue
from site_builder.model.form import Form, Identity
from site_builder.model.frozendict import frozendict
from site_builder.model.publication import (
    EMPTY_PUBLICATION,
    ArithmeticFinding,
    MergedCarryOver,
    Publication,
    PublishedReport,
    figures_of,
    form_keys,
)
from site_builder.publications.arithmetic import build_finding
from site_builder.standards.identities import check_carry_over


def merged_carry_overs(
    register: Register, publications: Mapping[str, Publication], forms: Mapping[str, Form]
) -> Mapping[tuple[str, int], MergedCarryOver]:
    """Return, by code and year, what is stated of bodies that do not continue themselves alone."""
    carry_overs = {}
    for body in register.bodies:
        for year in {report.year for report in _publication(publications, body).reports}:
            sources = _sources(register, body, year)
            divided = _divided(register, body, sources, year)
            if sources != (body,) and (sources or divided):
                carry_overs[body.code, year] = (
                    MergedCarryOver((), divided)
                    if divided
                    else _carry_over(publications, forms, body, sources, year)
                )
    return carry_overs


def _publication(publications: Mapping[str, Publication], body: Body) -> Publication:
    return publications.get(body.code, EMPTY_PUBLICATION)


def _sources(register: Register, body: Body, year: int) -> tuple[Body, ...]:
    """Return the bodies of the end of the year before that are this one at the end of the year."""
    before = lineage(register, body.code).predecessors if _has_predecessors(register, body) else ()
    return tuple(
        source
        for source in (body, *before)
        if source.exists_at_end_of(year - 1)
        and (successor := standing_body(register, source.code, year))
        and successor.code == body.code
    )


def _has_predecessors(register: Register, body: Body) -> bool:
    return body.code in register.by_successor


def _divided(register: Register, body: Body, sources: Sequence[Body], year: int) -> str:
    """Return why it is open what of the bodies before it a body continues; empty where it is not.

    A division shows as bodies of no origin that begin the day after another ended beside them.
    """
    siblings = register.by_parent.get(body.parent, ())
    if not sources and not _has_predecessors(register, body):
        if body.since is None or body.since.year != year:
            return ""
        ended = [other for other in siblings if other.until == body.since - timedelta(1)]
        if ended:
            return f"{_names(ended, year - 1)}止于前一天，可能有一部分分给了它"
    for source in sources:
        if source.until is None or source.code == body.code:
            continue
        founded = [
            other
            for other in siblings
            if other.since == source.until + timedelta(1)
            and other.code != body.code
            and not _has_predecessors(register, other)
        ]
        if founded:
            name = name_in(source, year - 1)
            return f"{name}结束的第二天还成立了{_names(founded, year)}，可能是分开的"
    return ""


def _names(bodies: Sequence[Body], year: int) -> str:
    return "、".join(name_in(body, year) for body in bodies)


def _carry_over(
    publications: Mapping[str, Publication],
    forms: Mapping[str, Form],
    body: Body,
    sources: Sequence[Body],
    year: int,
) -> MergedCarryOver:
    own = _publication(publications, body).of_year(year)
    before = [_publication(publications, source).of_year(year - 1) for source in sources]
    for source, reports in zip(sources, before, strict=True):
        name = name_in(source, year - 1)
        if len(reports) != 1:
            number = f"有 {len(reports)} 份" if reports else "没有读到"
            return MergedCarryOver((), f"{name}{year - 1}年度的报告{number}")
        if source.code != body.code and _publication(publications, source).of_year(year):
            return MergedCarryOver((), f"{name}也公布了{year}年度的报告")
    if len(own) != 1:
        return MergedCarryOver((), f"{year}年度的报告有 {len(own)} 份")
    previous = [reports[0] for reports in before]
    if len({report.form for report in previous}) > 1:
        return MergedCarryOver((), "上一年的报告用的是几种表式")
    names = tuple(name_in(source, year - 1) for source in sources)
    return _compare(own[0], forms, _sum(previous, forms), names)


def _sum(reports: Sequence[PublishedReport], forms: Mapping[str, Form]) -> Figures:
    """Add up reports of one form; a cell that lacks a number in one of them has none."""
    keys = form_keys(forms[reports[0].form])
    parts = [figures_of(report, keys) for report in reports]
    cells: dict[tuple[str, str, str], Cell] = {}
    for key in keys:
        numbers = [part.number(key) for part in parts]
        stated = [number for number in numbers if number is not None]
        is_known = len(stated) == len(numbers)
        cells[key] = sum(stated, Decimal(0)) if is_known else MissingValue.BLANK
    return Figures(reports[0].form, cells, frozendict({}))


def _compare(
    report: PublishedReport, forms: Mapping[str, Form], previous: Figures, names: tuple[str, ...]
) -> MergedCarryOver:
    form = forms[report.form]
    figures = figures_of(report, form_keys(form))
    findings: list[ArithmeticFinding] = []
    has_gaps = False
    for table in form.tables():
        for carry_over in check_carry_over(table, figures, previous):
            if not _is_plain(carry_over.identity):
                continue
            has_gaps |= carry_over.state == "no-number"
            if carry_over.state == "fails" and carry_over.evaluation:
                findings.append(build_finding(report, form, carry_over.evaluation, names))
    reason = "有的数没有填，或者待核" if has_gaps else ""
    return MergedCarryOver(tuple(findings), reason)


def _is_plain(identity: Identity) -> bool:
    """Return whether a sentence states that one number is another of the year before.

    Others are about what there is at hand: of what bodies had issued together, one is left.
    """
    return len(identity.left) == len(identity.right) == 1
