"""An address or a folder → what the rules say of a site that others made, with evidence."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from time import sleep

from site_builder.attachments.content_types import extensions_of
from site_builder.build.options import StageProgress, no_progress
from site_builder.core.errors import UnsupportedFileError
from site_builder.core.guest_client import GuestClient
from site_builder.core.web_addresses import split_address, wire_address
from site_builder.inspection import column_checks, page_checks
from site_builder.inspection.catalogue_checks import check_catalogue
from site_builder.inspection.crawl import ROBOT, Bounds, Crawl
from site_builder.inspection.evidence import EvidenceStore, read_copy
from site_builder.inspection.saved_pages import survey_folder
from site_builder.inspection.subjects import Subject, attach_evidence, read_subjects
from site_builder.model.form import form_for, reports_for_government
from site_builder.model.inspection import (
    Answer,
    EvidenceCopy,
    InspectionFinding,
    InspectionReport,
    Survey,
)
from site_builder.model.standards import Standards
from site_builder.usecases.inspect_reports import SiteReports, inspect_reports
from site_builder.usecases.inspect_texts import TextChecker

_FIRST_YEAR = 2008
"""The regulation came into force in May of it."""


@dataclass(frozen=True, slots=True)
class InspectRequest:
    """What is to be inspected, and how."""

    target: str
    """An address, or a folder of saved pages."""
    store: Path
    """Folder of the evidence."""
    now: Callable[[], datetime]
    today: date
    """The day that deadlines are judged by."""
    standards: Standards
    bounds: Bounds = field(default_factory=Bounds)
    pause: float = 1.0
    """Seconds between two requests."""
    contact: str = ""
    """Where the site's people can ask who this is."""
    progress: StageProgress = no_progress


def inspect_site(request: InspectRequest) -> InspectionReport:
    """Inspect a site. Raises OSError where evidence cannot be kept."""
    folder = Path(request.target)
    if "://" not in request.target and folder.is_dir():
        time = request.now().isoformat(timespec="seconds")
        survey = survey_folder(folder, time, request.bounds)
        return _judge(survey, request)
    return _judge(_survey_address(request, EvidenceStore(request.store)), request)


def start_address(target: str) -> str:
    """Return the address to start from; empty for what is none."""
    address = target if "://" in target else f"http://{target}"
    is_web = split_address(address).scheme in ("http", "https")
    return wire_address(address) if is_web else ""


def _survey_address(request: InspectRequest, store: EvidenceStore) -> Survey:
    client = GuestClient(ROBOT, request.contact)

    def ask(address: str, headers: Mapping[str, str]) -> Answer:
        sleep(request.pause)
        return client.get(address, headers)

    try:
        return Crawl(
            start_address(request.target),
            store,
            ask,
            request.now,
            request.bounds,
            request.progress,
        ).run()
    finally:
        client.close()


def _judge(survey: Survey, request: InspectRequest) -> InspectionReport:
    """Judge copies alone: the same ones always give the same report."""
    subjects = read_subjects(survey.visits)
    by_address = {visit.copy.address: visit.copy for visit in survey.visits}
    start = (
        survey.visits[0].copy
        if survey.visits
        else EvidenceCopy(survey.start, "", 0, {}, problem="没有看到")
    )
    findings = [
        attach_evidence(gap, by_address.get(gap.location.file, start), undecided=True)
        for gap in survey.gaps
    ]
    findings += page_checks.check_answers(survey.visits)
    findings += _check_pages(subjects)
    texts = TextChecker(request.standards)
    reports = inspect_reports(subjects, texts, request.progress)
    findings += reports.findings
    complete = not any(finding.undecided for finding in findings)
    columns, absent = column_checks.check_columns(subjects, reports.years, start, complete=complete)
    findings += absent
    place = by_address.get(columns["reports"], start)
    expected = _years_due(reports, request)
    findings += column_checks.check_years(reports.years, expected, place, complete=complete)
    for subject in subjects:
        findings += texts.check_page(subject)
    ordered = sorted(set(findings), key=_order)
    return InspectionReport(survey, tuple(ordered), columns, reports.years)


def _check_pages(subjects: Sequence[Subject]) -> Iterator[InspectionFinding]:
    for subject in subjects:
        yield from page_checks.check_page(subject)
        yield from page_checks.check_list(subject)
        if subject.kind == "guide" and not subject.visit.is_attachment:
            yield from column_checks.check_guide(subject)
        if subject.visit.is_attachment and (data := read_copy(subject.visit.copy)):
            yield from _check_attachment(subject, data)
    yield from check_catalogue(subjects)


def _check_attachment(subject: Subject, data: bytes) -> Iterator[InspectionFinding]:
    try:
        extensions, problem = extensions_of(data), ""
    except UnsupportedFileError as exc:
        extensions, problem = (), exc.message
    yield from page_checks.check_attachment(subject, extensions, problem, data)


def _years_due(reports: SiteReports, request: InspectRequest) -> Iterator[int]:
    """Yield the years whose report must be there by now, from the first that there is."""
    # Who does not say whose the reports are may be a government, which has two months more.
    government = not reports.body or reports_for_government(reports.body)
    first = min(reports.years, default=request.today.year)
    for year in range(max(_FIRST_YEAR, first), request.today.year):
        form = form_for(year, request.standards.forms)
        is_due = form is None or request.today > form.due(year, government=government)
        if is_due and year not in reports.doubtful:
            yield year


def _order(finding: InspectionFinding) -> tuple[bool, str, str, str, str, str]:
    diagnostic = finding.diagnostic
    return (
        finding.undecided,
        diagnostic.severity.name,
        diagnostic.location.file,
        diagnostic.code,
        diagnostic.message,
        finding.excerpt,
    )
