"""What `verify` found: whether the site online is the one that was released."""

from dataclasses import dataclass
from enum import StrEnum

from site_builder.model.diagnostic import Severity


class Kind(StrEnum):
    """What a finding is about, as programs read it."""

    CHANGED = "changed"
    MISSING = "missing"
    FOREIGN = "foreign"
    RECORD = "record"
    SIGNATURE = "signature"
    HEADER = "header"
    CERTIFICATE = "certificate"
    NOT_FOUND = "not-found"
    LINK = "link"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Found:
    """One finding."""

    kind: Kind
    severity: Severity
    where: str
    """A file of the site, a file of the target, or an address; empty for the site as a whole."""
    message: str
    hint: str
    """What to do about it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was looked at: numbers of files."""

    on_host: int = 0
    online: int = 0
    """Over HTTP."""
    links: int = 0
    """Addresses outside the site."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that was found."""

    target: str
    """Name of the target; empty for an address alone."""
    address: str
    release: str
    """The release that was taken as the measure; empty when there was none to trust."""
    files: int
    seen: Seen
    findings: tuple[Found, ...]

    @property
    def errors(self) -> int:
        """Count what makes the site other than released, or could not be looked at."""
        return sum(one.severity is Severity.ERROR for one in self.findings)

    @property
    def warnings(self) -> int:
        """Count what should be mended but changes nothing of the site."""
        return len(self.findings) - self.errors

    @property
    def finished(self) -> bool:
        """Tell whether everything could be looked at."""
        return all(one.kind is not Kind.UNREACHABLE for one in self.findings)

    @property
    def same(self) -> bool:
        """Tell whether nothing that was looked at differs."""
        return all(
            one.severity is not Severity.ERROR or one.kind is Kind.UNREACHABLE
            for one in self.findings
        )
