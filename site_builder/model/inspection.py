"""What `inspect` works on: copies of a site's pages as evidence, and what is found in them."""

from collections.abc import Mapping
from dataclasses import dataclass

from site_builder.model.diagnostic import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered to one request."""

    status: int
    headers: Mapping[str, str]
    """Names in small letters."""
    body: bytes
    is_cut: bool = False
    """There is more of it than was to be read."""


@dataclass(frozen=True, slots=True)
class EvidenceCopy:
    """One address, as it was answered: the copy that a finding rests on."""

    address: str
    time: str
    """When these bytes first came, `2026-01-31T08:30:00`."""
    status: int
    """0 when there was no answer."""
    headers: Mapping[str, str]
    sha256: str = ""
    """Of the bytes; empty when there are none."""
    size: int = 0
    file: str = ""
    """Where the bytes are, to be read by other programs."""
    problem: str = ""
    """Why there are no bytes, in Chinese."""
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """An address that was looked at, and how it was come upon."""

    copy: EvidenceCopy
    parent: str
    """The page that links to it; empty for the first."""
    text: str
    """Words of that link."""
    is_attachment: bool = False
    links: tuple[str, ...] = ()
    """Addresses that a page links to, whether they were looked at or not."""


@dataclass(frozen=True, slots=True)
class Survey:
    """All that was looked at of a site."""

    start: str
    visits: tuple[Visit, ...]
    gaps: tuple[Diagnostic, ...]
    """Why parts of it were not looked at."""
    requests: int = 0
    unchanged: int = 0
    """Requests that were answered with nothing new."""


@dataclass(frozen=True, slots=True)
class InspectionFinding:
    """One finding, with the copy it rests on."""

    diagnostic: Diagnostic
    """Its location is the address."""
    excerpt: str = ""
    sha256: str = ""
    time: str = ""
    undecided: bool = False
    """Nothing is known to be wrong: it could not be judged."""


@dataclass(frozen=True, slots=True)
class InspectionReport:
    """All that was found on a site."""

    survey: Survey
    findings: tuple[InspectionFinding, ...]
    columns: Mapping[str, str]
    """Name of a column → the address it was found at; empty when it was not."""
    years: Mapping[int, str]
    """Year of a report → its address."""

    @property
    def problems(self) -> tuple[InspectionFinding, ...]:
        """Return what is wrong."""
        return tuple(finding for finding in self.findings if not finding.undecided)

    @property
    def undecided(self) -> tuple[InspectionFinding, ...]:
        """Return what could not be judged."""
        return tuple(finding for finding in self.findings if finding.undecided)

    @property
    def errors(self) -> int:
        """Count what breaks a rule for certain."""
        return sum(f.diagnostic.severity is Severity.ERROR for f in self.problems)
