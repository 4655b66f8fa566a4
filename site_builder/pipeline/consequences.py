"""One cause, one message: what only follows from a file that could not be used is not told."""

from collections.abc import Iterable
from pathlib import Path

from site_builder.model.diagnostic import Diagnostic
from site_builder.plan.explained import Unusable

_CONTENT = "content/"
_NEEDED = {"report/figures": "figures.yaml", "report/text": "report.md"}
"""Findings that a file is missing → the file's name."""


def without_consequences(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Take out the findings that something is missing which lies there under another name."""
    listed = list(findings)
    meant = {one.expected for one in listed if one.code.startswith("scan/") and one.expected}
    return [one for one in listed if not _follows(one, meant)]


def _follows(finding: Diagnostic, meant: set[str]) -> bool:
    folder = finding.location.file.rpartition("/")[0]
    if finding.code in _NEEDED:
        return f"{folder}/{_NEEDED[finding.code]}" in meant
    if finding.code == "c009/report":
        year = _CONTENT + finding.subject.removesuffix("年报")
        return any(one == year or one.startswith(f"{year}/") for one in meant)
    return False


def unusable(findings: Iterable[Diagnostic], content: Path) -> frozenset[Unusable]:
    """List what lies under `content/` and leads to no page, as far as links are concerned."""
    causes = set()
    for one in findings:
        path = one.location.file.removeprefix(_CONTENT)
        folder = path.rpartition("/")[0]
        if one.code == "report/text":
            causes.add(Unusable(folder, is_folder=False))
        elif one.code.startswith("scan/") and one.location.file.startswith(_CONTENT):
            causes.add(Unusable(folder, (content / path).is_dir()))
            if one.expected:
                meant = one.expected.removeprefix(_CONTENT)
                causes.add(Unusable(meant.rpartition("/")[0], (content / path).is_dir()))
    return frozenset(causes)
