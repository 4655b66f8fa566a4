"""What checking found, by kind, each with the page of the editor where it is corrected."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from site_builder.core.urls import YEAR
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.rules import registry

_MAX_LISTED = 50
"""Findings of a kind that are listed; the others come when these are corrected."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding on one line."""

    diagnostic: Diagnostic
    page: str
    """Where it is corrected, below the editor's pages; empty where no page shows the place."""


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one kind."""

    title: str
    is_error: bool
    count: int
    findings: tuple[Finding, ...]

    @property
    def unlisted(self) -> int:
        """Return how many are not listed."""
        return self.count - len(self.findings)


def group_findings(diagnostics: Iterable[Diagnostic]) -> tuple[FindingGroup, ...]:
    """Group findings by kind: errors first, then the most frequent."""
    by_title: dict[tuple[bool, str], list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        is_error = diagnostic.severity is Severity.ERROR
        title = registry.title(diagnostic.code) or diagnostic.code
        by_title.setdefault((is_error, title), []).append(diagnostic)
    ordered = sorted(by_title.items(), key=lambda item: (not item[0][0], -len(item[1]), item[0][1]))
    return tuple(
        FindingGroup(
            title,
            is_error,
            len(group),
            tuple(Finding(each, edit_page(each)) for each in group[:_MAX_LISTED]),
        )
        for (is_error, title), group in ordered
    )


def edit_page(diagnostic: Diagnostic) -> str:
    """Return the page of the editor that shows the place of a diagnostic; empty for none."""
    file, line = diagnostic.location.file, diagnostic.location.line
    year, _, name = file.removeprefix("content/").partition("/")
    if name == "figures.yaml" and YEAR.fullmatch(year):
        return f"figures/{year}"
    if file == "config.yaml" or file.endswith(".md"):
        return f"text?path={quote(file)}" + (f"&line={line}" if line else "")
    return ""
