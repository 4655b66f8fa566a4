"""What `verify` found: whether the site online is the one that was released."""

from dataclasses import dataclass
from enum import StrEnum

from site_builder.model.diagnostic import Severity


class FindingKind(StrEnum):
    """What a finding is about, as programs read it."""

    CHANGED = "changed"
    MISSING = "missing"
    UNEXPECTED = "foreign"
    RECORD = "record"
    SIGNATURE = "signature"
    HEADER = "header"
    CERTIFICATE = "certificate"
    NOT_FOUND = "not-found"
    LINK = "link"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class VerificationFinding:
    """One finding."""

    kind: FindingKind
    severity: Severity
    resource: str
    """A file of the site, a file of the target, or an address; empty for the site as a whole."""
    message: str
    hint: str
    """What to do about it."""


@dataclass(frozen=True, slots=True)
class CheckedCounts:
    """What was checked: numbers of files."""

    on_host: int = 0
    online: int = 0
    """Over HTTP."""
    links: int = 0
    """Addresses outside the site."""


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """All that was found."""

    target: str
    """Name of the target; empty for an address alone."""
    address: str
    release: str
    """The release that was taken as the measure; empty when there was none to trust."""
    files: int
    checked: CheckedCounts
    findings: tuple[VerificationFinding, ...]

    @property
    def errors(self) -> int:
        """Count what makes the site other than released, or could not be checked."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        """Count what should be corrected but changes nothing of the site."""
        return len(self.findings) - self.errors

    @property
    def complete(self) -> bool:
        """Return whether everything could be checked."""
        return all(finding.kind is not FindingKind.UNREACHABLE for finding in self.findings)

    @property
    def matches(self) -> bool:
        """Return whether nothing that was checked differs."""
        return all(
            finding.severity is not Severity.ERROR or finding.kind is FindingKind.UNREACHABLE
            for finding in self.findings
        )
