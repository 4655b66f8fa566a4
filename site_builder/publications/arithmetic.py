"""The sentences of the forms, evaluated on what a body published: each report, and year to year."""

from collections.abc import Iterator, Mapping

from site_builder.model.figures import Figures
from site_builder.model.form import Form
from site_builder.model.publication import (
    ArithmeticFinding,
    Publication,
    PublishedReport,
    figures_of,
    form_keys,
)
from site_builder.standards.header_grid import header_labels
from site_builder.standards.identities import Evaluation, evaluate


def arithmetic_findings(
    publication: Publication, forms: Mapping[str, Form]
) -> tuple[ArithmeticFinding, ...]:
    """Return what does not hold in the reports of a body, from the oldest year on.

    Where a year has several reports, nobody can say which the next year continues.
    """
    # By their places: one file may hold two reports of a year.
    reports = [
        (report, figures_of(report, form_keys(forms[report.form])))
        for report in publication.reports
    ]
    findings: list[ArithmeticFinding] = []
    for report, figures in reports:
        before = [others for other, others in reports if other.year == report.year - 1]
        previous = before[0] if len(before) == 1 else None
        findings += _findings(report, forms[report.form], figures, previous)
    return tuple(findings)


def _findings(
    report: PublishedReport, form: Form, figures: Figures, previous: Figures | None
) -> Iterator[ArithmeticFinding]:
    for table in form.tables():
        for evaluation in evaluate(table, figures, previous):
            if not evaluation.holds:
                yield build_finding(report, form, evaluation)


def build_finding(
    report: PublishedReport, form: Form, evaluation: Evaluation, predecessors: tuple[str, ...] = ()
) -> ArithmeticFinding:
    """Return what does not hold, as pages show it."""
    places = {key: at for at, key in enumerate(form_keys(form))}
    identity = evaluation.identity
    return ArithmeticFinding(
        year=report.year,
        table=evaluation.table.title,
        line=_line(evaluation),
        statement=identity.statement,
        cell=places.get(evaluation.keys[0], 0),
        left=f"{evaluation.left:f}",
        right=f"{evaluation.right:f}",
        relation=identity.relation,
        is_carry_over=any(term.previous_year for term in identity.terms()),
        has_blanks=evaluation.has_blanks,
        predecessors=predecessors,
    )


def _line(evaluation: Evaluation) -> str:
    section, is_column = evaluation.section, evaluation.identity.axis == "columns"
    headers = section.columns if is_column else section.rows
    return " ".join(header_labels(headers, evaluation.line.path))
