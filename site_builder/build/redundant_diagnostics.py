"""One cause, one message: what only follows from an unusable file is not reported."""

from collections.abc import Iterable
from pathlib import Path

from site_builder.model.diagnostic import Diagnostic
from site_builder.pages.unusable_paths import UnusablePath

_CONTENT = "content/"
_FILE_BY_CODE = {"report/figures": "figures.yaml", "report/text": "report.md"}
"""Diagnostics that a file is missing → the file's name."""


def drop_consequences(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Take out the diagnostics that something is missing which lies there under another name."""
    listed = list(diagnostics)
    expected_paths = {
        diagnostic.expected
        for diagnostic in listed
        if diagnostic.code.startswith("scan/") and diagnostic.expected
    }
    return [diagnostic for diagnostic in listed if not _is_consequence(diagnostic, expected_paths)]


def _is_consequence(diagnostic: Diagnostic, expected_paths: set[str]) -> bool:
    folder = diagnostic.location.file.rpartition("/")[0]
    if diagnostic.code in _FILE_BY_CODE:
        return f"{folder}/{_FILE_BY_CODE[diagnostic.code]}" in expected_paths
    if diagnostic.code == "c009/report":
        year = _CONTENT + diagnostic.subject.removesuffix("年报")
        return any(path == year or path.startswith(f"{year}/") for path in expected_paths)
    return False


def find_unusable(diagnostics: Iterable[Diagnostic], content: Path) -> frozenset[UnusablePath]:
    """Return what lies under `content/` and leads to no page, as far as links are concerned."""
    causes = set()
    for diagnostic in diagnostics:
        path = diagnostic.location.file.removeprefix(_CONTENT)
        folder = path.rpartition("/")[0]
        if diagnostic.code == "report/text":
            causes.add(UnusablePath(folder, is_folder=False))
        elif diagnostic.code.startswith("scan/") and diagnostic.location.file.startswith(_CONTENT):
            causes.add(UnusablePath(folder, (content / path).is_dir()))
            if diagnostic.expected:
                expected_path = diagnostic.expected.removeprefix(_CONTENT)
                causes.add(
                    UnusablePath(expected_path.rpartition("/")[0], (content / path).is_dir())
                )
    return frozenset(causes)
