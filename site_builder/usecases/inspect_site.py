"""An address or a folder → what the rules say of a site that others made, with evidence."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from time import sleep

from site_builder.build.options import StageProgress, no_progress
from site_builder.core.guest_client import GuestClient
from site_builder.core.hashing import sha256
from site_builder.core.web_addresses import split_address, wire_address
from site_builder.inspection import column_checks, page_checks
from site_builder.inspection.crawl import ROBOT, Bounds, Crawl
from site_builder.inspection.evidence import EvidenceStore
from site_builder.inspection.saved_pages import survey_folder
from site_builder.inspection.subjects import Subject, attach_evidence, read_subjects
from site_builder.model.inspection import (
    Answer,
    EvidenceCopy,
    InspectionFinding,
    InspectionReport,
    Survey,
)
from site_builder.model.standards import Standards
from site_builder.usecases.inspect_reports import inspect_reports
from site_builder.usecases.inspect_texts import check_texts


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
        return _judge(survey, _read_file, request)
    store = EvidenceStore(request.store)
    survey = _survey_address(request, store)
    return _judge(survey, store.read, request)


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


def _read_file(copy: EvidenceCopy) -> bytes | None:
    try:
        data = Path(copy.file).read_bytes() if copy.file else None
    except OSError:
        return None
    return data if data is not None and sha256(data) == copy.sha256 else None


def _judge(
    survey: Survey, read: Callable[[EvidenceCopy], bytes | None], request: InspectRequest
) -> InspectionReport:
    """Judge copies alone: the same ones always give the same report."""
    subjects = read_subjects(survey.visits, read)
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
    findings += _check_pages(subjects, read)
    reports = inspect_reports(subjects, request.standards, request.progress)
    findings += reports.findings
    complete = not any(finding.undecided for finding in findings)
    columns, absent = column_checks.check_columns(subjects, reports.years, start, complete=complete)
    findings += absent
    place = by_address.get(columns["reports"], start)
    findings += column_checks.check_years(
        reports.years, place, request.today, complete=complete, doubtful=reports.doubtful
    )
    for subject in subjects:
        findings += check_texts(subject, request.standards)
    ordered = sorted(set(findings), key=_order)
    return InspectionReport(survey, tuple(ordered), columns, reports.years)


def _check_pages(
    subjects: Sequence[Subject], read: Callable[[EvidenceCopy], bytes | None]
) -> Iterator[InspectionFinding]:
    for subject in subjects:
        yield from page_checks.check_page(subject)
        yield from page_checks.check_list(subject)
        if subject.kind == "guide" and not subject.visit.is_attachment:
            yield from column_checks.check_guide(subject)
        if subject.visit.is_attachment:
            data = read(subject.visit.copy)
            if data:
                yield from page_checks.check_attachment(subject, data)
    yield from column_checks.check_catalogue(subjects)


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
