"""One diagnostic, at a place. Built by every stage that reads sources; printed by `console`."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from site_builder.model.digits import masked
from site_builder.model.failure import FailureGroup
from site_builder.model.location import Location
from site_builder.model.replacement import Replacement


class Severity(StrEnum):
    """Two, with one meaning everywhere: an error stops publication, a warning never does."""

    ERROR = "错误"
    WARNING = "提醒"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What is wrong, where, and what to do about it, in Chinese: an office reads it."""

    code: str
    """Stable id of the check, `<stage or rule>/<name>`."""
    severity: Severity
    location: Location
    message: str
    hint: str = ""
    """What to do."""
    basis: str = ""
    """The sentence of law, form or standard it rests on."""
    subject: str = ""
    """What in the file it is about: a cell, a number, the words found. Stays when lines move."""
    table: str = ""
    row: str = ""
    column: str = ""
    """Printed labels of the cell it is about."""
    actual: str = ""
    expected: str = ""
    failure: FailureGroup | None = None
    """The failed identities it is one of, with their likely causes."""
    replacements: tuple[Replacement, ...] = ()
    """What fixes all of it, where that is certain; else nothing."""

    def __post_init__(self) -> None:
        """Mask numbers of persons in all its texts."""
        for name in ("message", "hint", "subject", "table", "row", "column", "actual", "expected"):
            value = getattr(self, name)
            if value and masked(value) != value:
                object.__setattr__(self, name, masked(value))

    @property
    def id(self) -> str:
        """Return the id of the diagnostic within its document; by it a suppression names it."""
        return f"{self.code}:{self.subject}" if self.subject else self.code

    @property
    def is_error(self) -> bool:
        """Return whether it stops the build."""
        return self.severity is Severity.ERROR


def error(code: str, location: Location, message: str, hint: str = "") -> Diagnostic:
    """Build a diagnostic that stops the build."""
    return Diagnostic(code, Severity.ERROR, location, message, hint)


def warning(code: str, location: Location, message: str, hint: str = "") -> Diagnostic:
    """Build a diagnostic that is printed and never stops anything."""
    return Diagnostic(code, Severity.WARNING, location, message, hint)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Return whether any diagnostic stops the build."""
    return any(diagnostic.is_error for diagnostic in diagnostics)


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort by place, then rule, without repeats: the same diagnostics always print the same."""
    return tuple(
        sorted(
            set(diagnostics),
            key=lambda diagnostic: (diagnostic.location, diagnostic.code, diagnostic.message),
        )
    )
