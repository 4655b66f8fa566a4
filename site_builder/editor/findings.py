"""What checking found, by kind, each with the page of the editor where it is corrected."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from site_builder.core.urls import YEAR
from site_builder.editor.plain_hints import SettingLink, plain_hint, setting_links
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.standards import Standards
from site_builder.rules import registry

_MAX_LISTED = 50
"""Findings of a kind that are listed; the others come when these are corrected."""

_LABELS = ("错误", "不能发布", "提醒")
_MISSING_PAGES = {
    "c008/guide": "text?path=content/guide.md",
    "c008/apply": "text?path=content/apply.md",
    "c008/reports": "#new",
    "c008/catalogue": "#new",
    "c009/report": "#new",
}
"""Where what is not there yet is begun."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding on one line."""

    diagnostic: Diagnostic
    page: str
    """Where it is corrected, below the editor's pages; empty where no page shows the place."""
    hint: str
    links: tuple[SettingLink, ...]
    """Settings that the hint speaks of."""


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one kind."""

    title: str
    label: str
    """错误, 不能发布 or 提醒."""
    is_error: bool
    count: int
    findings: tuple[Finding, ...]

    @property
    def unlisted(self) -> int:
        """Return how many are not listed."""
        return self.count - len(self.findings)


def group_findings(
    diagnostics: Iterable[Diagnostic], standards: Standards
) -> tuple[FindingGroup, ...]:
    """Group findings by kind: errors first, then what stops publication, then the most frequent."""
    by_title: dict[tuple[int, str], list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        title = registry.title(diagnostic.code) or diagnostic.code
        by_title.setdefault((_rank(diagnostic), title), []).append(diagnostic)
    ordered = sorted(by_title.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1]))
    return tuple(
        FindingGroup(
            title,
            _LABELS[rank],
            rank == 0,
            len(group),
            tuple(_finding(each, standards) for each in group[:_MAX_LISTED]),
        )
        for (rank, title), group in ordered
    )


def _finding(diagnostic: Diagnostic, standards: Standards) -> Finding:
    hint = plain_hint(diagnostic.hint)
    return Finding(diagnostic, edit_page(diagnostic), hint, setting_links(hint, standards))


def _rank(diagnostic: Diagnostic) -> int:
    if diagnostic.is_error:
        return 0
    return 1 if registry.is_required_to_publish(diagnostic) else 2


def edit_page(diagnostic: Diagnostic) -> str:
    """Return the page of the editor that shows the place of a diagnostic; empty for none."""
    missing = _MISSING_PAGES.get(diagnostic.code)
    return missing or source_page(diagnostic.location.file, diagnostic.location.line)


def source_page(file: str, line: int = 0) -> str:
    """Return the page of the editor where a source is edited; empty for what is none."""
    year, _, name = file.removeprefix("content/").partition("/")
    if name == "figures.yaml" and YEAR.fullmatch(year):
        return f"figures/{year}"
    if file == "config.yaml" or (file.startswith("content/") and file.endswith(".md")):
        return f"text?path={quote(file)}" + (f"&line={line}" if line else "")
    return ""
