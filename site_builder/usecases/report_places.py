"""Where a site that others made has reports: pages with their attachments, read as `import` reads.

Portals show a report as a page, as a page that only links to `附件.pdf`, or as a link in a list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from site_builder.build.options import StageProgress
from site_builder.build.recognized_files import MEMORY_LIMIT, recognize_in
from site_builder.core.errors import UnsupportedFileError, WorkerError
from site_builder.core.guest_client import MAX_REDIRECTS, REDIRECTS
from site_builder.core.worker_process import WorkerProcess
from site_builder.importing.combination import has_figures
from site_builder.importing.recognition.catalogue import CatalogueSheet
from site_builder.inspection.addresses import is_attachment, page_address
from site_builder.inspection.evidence import read_copy
from site_builder.inspection.kinds import year_of
from site_builder.inspection.subjects import Subject
from site_builder.model.imported import ImportedReport
from site_builder.model.inspection import EvidenceCopy
from site_builder.model.standards import Standards
from site_builder.usecases.packed_reports import is_packed, unpack

_REPORTS = ("report", "reports")


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A page or an attachment that may hold a report, and what was recognized in it."""

    subject: Subject
    reports: tuple[ImportedReport, ...]
    reason: str
    """Why there is none, in Chinese; empty where there is one."""
    is_attachment: bool


@dataclass(frozen=True, slots=True)
class SiteReport:
    """A report, and the page or attachment it was read in."""

    subject: Subject
    report: ImportedReport


@dataclass(frozen=True, slots=True)
class ReportPlace:
    """A page about a report with its attachments, or a file that stands alone."""

    year: int
    """That its name or the link to it promises; 0 for none."""
    files: tuple[ReportFile, ...]

    @property
    def reports(self) -> tuple[SiteReport, ...]:
        """Return all that were read here."""
        return tuple(
            SiteReport(file.subject, report) for file in self.files for report in file.reports
        )

    @property
    def reports_with_content(self) -> tuple[SiteReport, ...]:
        """Return them without pages that name a report which stands in an unread attachment."""
        is_all_read = not self.unread
        return tuple(each for each in self.reports if is_all_read or _has_content(each.report))

    @property
    def unread(self) -> tuple[ReportFile, ...]:
        """Return the attachments in which more may stand than could be read."""
        return tuple(file for file in self.files if file.reason and file.is_attachment)


@dataclass(frozen=True, slots=True)
class YearReport:
    """The report of a year."""

    place: ReportPlace
    own: SiteReport
    """The one with the figures."""

    @property
    def all(self) -> tuple[SiteReport, ...]:
        """Return it, then what the same place has of that year: a page may hold the text alone."""
        year = self.own.report.year
        others = (each for each in self.place.reports if each.report.year == year)
        return (self.own, *(each for each in others if each.report is not self.own.report))


@dataclass(frozen=True, slots=True)
class _Group:
    """Subjects that together may be one report."""

    year: int
    subjects: tuple[Subject, ...]
    unseen: tuple[str, ...]
    """Attachments that a page links to and nobody looked at."""


def read_report_places(
    subjects: Sequence[Subject], standards: Standards, progress: StageProgress
) -> tuple[ReportPlace, ...]:
    """Read what may hold a report, in a process of its own; each file once."""
    groups = _groups(subjects)
    total = sum(len(group.subjects) for group in groups)
    files_by_address: dict[str, ReportFile] = {}
    places = []
    with WorkerProcess(MEMORY_LIMIT) as worker:
        for group in groups:
            files = []
            for subject in group.subjects:
                if subject.address not in files_by_address:
                    progress("读取报告", len(files_by_address), total)
                    reports, reason = _read_file(worker, subject, standards, group.year)
                    files_by_address[subject.address] = ReportFile(
                        subject, reports, reason, is_attachment=_is_file(subject)
                    )
                files.append(files_by_address[subject.address])
            if group.unseen:
                reason = f"附件没有下载：{group.unseen[0]}"
                files.append(ReportFile(group.subjects[0], (), reason, is_attachment=True))
            places.append(ReportPlace(group.year, tuple(files)))
    progress("读取报告", total, total)
    return tuple(places)


def _has_content(report: ImportedReport) -> bool:
    return has_figures(report) or any(part.blocks for part in report.parts)


def _groups(subjects: Sequence[Subject]) -> list[_Group]:
    by_address = {subject.address: subject for subject in subjects}
    around = _linked_from_elsewhere(subjects)
    groups: list[_Group] = []
    taken: set[str] = set()
    for page in subjects:
        if page.kind == "report" and page.page is not None and page.page.is_markup:
            links = [link for link in page.visit.links if link not in around]
            files = [file for link in links if (file := _linked_file(link, by_address))]
            unseen = [link for link in links if is_attachment(link) and link not in by_address]
            year = year_of(page.name) or year_of(page.visit.text)
            groups.append(_Group(year, (page, *files), tuple(unseen)))
            taken |= {subject.address for subject in groups[-1].subjects}
    for file in subjects:
        parent = by_address.get(file.visit.parent)
        in_list = parent is not None and parent.kind in _REPORTS and file.address not in around
        is_own = file.address not in taken and _is_file(file) and bool(file.visit.copy.sha256)
        if is_own and (file.kind == "report" or in_list):
            groups.append(_Group(year_of(file.visit.text), (file,), ()))
    return groups


def _linked_from_elsewhere(subjects: Sequence[Subject]) -> frozenset[str]:
    """Return what pages about other things link to as well: menus have attachments too."""
    return frozenset(
        link
        for subject in subjects
        if subject.kind not in _REPORTS
        for link in subject.visit.links
        if is_attachment(link)
    )


def _linked_file(link: str, by_address: Mapping[str, Subject]) -> Subject | None:
    """Return the attachment behind a link, and behind the redirects it may lead to."""
    subject = by_address.get(link)
    for _ in range(MAX_REDIRECTS):
        if subject is None or subject.visit.copy.status not in REDIRECTS:
            break
        copy = subject.visit.copy
        subject = by_address.get(page_address(copy.address, copy.headers.get("location", "")))
    return subject if subject is not None and _is_file(subject) else None


def _is_file(subject: Subject) -> bool:
    """Return whether a subject is an attachment, or what was not answered with a page."""
    is_redirect = subject.visit.copy.status in REDIRECTS
    return subject.page is None and not is_redirect


def _read_file(
    worker: WorkerProcess, subject: Subject, standards: Standards, year: int
) -> tuple[tuple[ImportedReport, ...], str]:
    """Return the reports in a file, or why there are none."""
    copy = subject.visit.copy
    data = read_copy(copy)
    if data is None:
        return (), f"打不开：{copy.problem or f'服务器回答 {copy.status}'}"
    if copy.is_cut:
        return (), "文件太大，没有下载完"
    years = (None, year) if year and subject.page is None else (None,)
    try:
        if subject.page is None and is_packed(data):
            reports, reason = _recognize_packed(worker, data, standards, years)
        else:
            reports, reason = _recognize(worker, (_name_of(copy), data), standards, years)
    except (UnsupportedFileError, WorkerError) as exc:
        return (), exc.message
    # What nobody calls a report of a year, and is none, is something else.
    return reports, reason if year else ""


def _recognize_packed(
    worker: WorkerProcess, data: bytes, standards: Standards, years: Sequence[int | None]
) -> tuple[tuple[ImportedReport, ...], str]:
    """Recognize the files in an archive. What could not be read may be the report."""
    reports: list[ImportedReport] = []
    unread: list[str] = []
    without: list[str] = []
    for name, file in unpack(data):
        if isinstance(file, str):
            unread.append(f"{name}：{file}" if name else file)
            continue
        try:
            recognized, reason = _recognize(worker, (name, file), standards, years)
        except (UnsupportedFileError, WorkerError) as exc:
            unread.append(f"{name}：{exc.message}")
            continue
        reports += recognized
        without += [f"{name}：{reason}"] if reason else []
    return tuple(reports), "；".join(unread or ([] if reports else without))


def _recognize(
    worker: WorkerProcess,
    file: tuple[str, bytes],
    standards: Standards,
    years: Sequence[int | None],
) -> tuple[tuple[ImportedReport, ...], str]:
    """Recognize a file; one that names no year is asked again with that of its page.

    Raises UnsupportedFileError and WorkerError.
    """
    reason = ""
    for year in years:
        recognition = recognize_in(worker, *file, (standards, year, None))
        if isinstance(recognition, CatalogueSheet):
            return (), "里面是公开目录，不是年度报告"
        if recognition.reports:
            return recognition.reports, ""
        messages = dict.fromkeys(item.message for item in recognition.diagnostics)
        reason = "；".join(messages) or "没有认出年度报告"
        if not any(item.code == "import/year" for item in recognition.diagnostics):
            break
    return (), reason


def _name_of(copy: EvidenceCopy) -> str:
    """Return the name a file is read under: that of a copy is its digest, and names no year."""
    path = Path(copy.file)
    return f"report{path.suffix}" if path.stem == copy.sha256 else copy.file
