"""What the checks look at: addresses that were visited, read and sorted by what they are for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict, Unpack

from site_builder.inspection.crawl import is_binary
from site_builder.inspection.data_lists import NEXT_PAGE
from site_builder.inspection.evidence import read_copy
from site_builder.inspection.kinds import kind_of, kind_of_words
from site_builder.inspection.page import WebPage, read_page
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.digits import masked
from site_builder.model.inspection import EvidenceCopy, InspectionFinding, Visit
from site_builder.model.location import Location

_MAX_EXCERPT = 120


class FindingDetails(TypedDict, total=False):
    """What a finding may have besides its words."""

    excerpt: str
    basis: str
    subject: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Subject:
    """An address that was visited."""

    visit: Visit
    page: WebPage | None
    """None for attachments and for what was not answered."""
    kind: str
    """What it is for; empty for other."""

    @property
    def address(self) -> str:
        """Return where it is."""
        return self.visit.copy.address

    @property
    def name(self) -> str:
        """Return what people know it by."""
        page = self.page
        return (page and (page.heading or page.title)) or self.visit.text or self.address


def read_subjects(
    visits: Iterable[Visit],
) -> tuple[Subject, ...]:
    """Read the copies of what was visited; more of a list is what the list is."""
    subjects: dict[str, Subject] = {}
    for visit in visits:
        copy = visit.copy
        data = None if visit.is_attachment or is_binary(copy) else read_copy(copy)
        page = None if data is None else read_page(data, copy.headers)
        kind = kind_of_words(visit.text) if page is None else kind_of(page, visit.text)
        if not kind and visit.text == NEXT_PAGE and visit.parent in subjects:
            kind = subjects[visit.parent].kind
        subjects[copy.address] = Subject(visit, page, kind)
    return tuple(subjects.values())


def build_finding(
    code: str,
    copy: EvidenceCopy,
    message: str,
    hint: str,
    **details: Unpack[FindingDetails],
) -> InspectionFinding:
    """Build a finding about a page, with the copy it rests on; it is an error if nothing else."""
    diagnostic = Diagnostic(
        code,
        details.get("severity", Severity.ERROR),
        Location(copy.address),
        message,
        hint,
        basis=details.get("basis", ""),
        subject=details.get("subject", ""),
    )
    return attach_evidence(diagnostic, copy, details.get("excerpt", ""))


def attach_evidence(
    diagnostic: Diagnostic, copy: EvidenceCopy, excerpt: str = "", *, undecided: bool = False
) -> InspectionFinding:
    """Build a finding of a diagnostic and the copy it rests on."""
    short = excerpt if len(excerpt) <= _MAX_EXCERPT else f"{excerpt[:_MAX_EXCERPT]}…"
    return InspectionFinding(diagnostic, masked(short), copy.sha256, copy.time, undecided)
