"""Diagnostics compared with what an office has accepted: open, accepted, and void acceptances."""

from collections.abc import Iterable, Iterator, Mapping

from site_builder.config.suppressions import normalize_code
from site_builder.core.text.suggest import HIGH_CONFIDENCE, closest_match
from site_builder.model.diagnostic import Diagnostic, Severity, warning
from site_builder.model.document import Report
from site_builder.model.site import Site
from site_builder.model.suppression import SuppressedDiagnostic, Suppression
from site_builder.rules import registry, source_diagnostics


def apply_suppressions(
    diagnostics: Iterable[Diagnostic], site: Site
) -> tuple[list[Diagnostic], tuple[SuppressedDiagnostic, ...]]:
    """Take out what was accepted. A suppression that changes nothing is itself reported.

    A diagnostic can be accepted in the file it is in (a report's in either of its two files), or in
    config.yaml with the name of the file; there also what is found of the site as a whole.
    """
    suppressions = _suppressions_by_file(site)
    used: set[Suppression] = set()
    refused: set[Suppression] = set()
    active: list[Diagnostic] = []
    suppressed: list[SuppressedDiagnostic] = []
    for diagnostic in diagnostics:
        matches = suppressions.get((diagnostic.location.file, normalize_code(diagnostic.id)), ())
        if matches and registry.is_suppressible(diagnostic):
            used.update(matches)
            suppressed.append(SuppressedDiagnostic(diagnostic, matches[0].reason))
        else:
            refused.update(matches)
            active.append(diagnostic)
    all_suppressions = {suppression for matches in suppressions.values() for suppression in matches}
    unused = sorted(all_suppressions - used, key=lambda entry: entry.location)
    for suppression in unused:
        active.append(
            _unused_suppression(
                suppression,
                refused=suppression in refused,
                closest_id=_closest_id(suppression, active),
            )
        )
    active.extend(_duplicate_suppressions(suppressions.values()))
    return active, tuple(suppressed)


def _closest_id(suppression: Suppression, diagnostics: Iterable[Diagnostic]) -> str:
    """Find the standing problem of the same rule that a suppression names almost."""
    code = suppression.diagnostic_id.partition(":")[0]
    file = suppression.file or suppression.location.file
    folder = file.rpartition("/")[0]
    return closest_match(
        suppression.diagnostic_id,
        (
            diagnostic.id
            for diagnostic in diagnostics
            if diagnostic.code == code and diagnostic.location.file.startswith(folder)
        ),
        HIGH_CONFIDENCE,
    )


def _unused_suppression(suppression: Suppression, *, refused: bool, closest_id: str) -> Diagnostic:
    """Report a suppression of what is not there, or of what nobody can let stand."""
    code = suppression.diagnostic_id.partition(":")[0]
    may_be = registry.is_suppressible_code(code)
    if refused or (source_diagnostics.explain(code) and not may_be):
        message = f"“{suppression.diagnostic_id}”这个问题不能接受，请改正"
        hint = (
            "能接受的只有提醒，和签发的报告本身的错误：统计表勾稽关系（n001）、表式（figures/form）、"
            "标题（report/heading）、没有内容的部分（report/empty）。请改正问题，并删去这一项。"
        )
        return warning("accept/refused", suppression.location, message, hint)
    if closest_id:
        message = f"接受的问题“{suppression.diagnostic_id}”已经不存在，相近的有“{closest_id}”"
        hint = "请重新核对：仍要保留的，照它的编号改写；不是同一个问题的，删去这一项。"
        return warning("accept/unused", suppression.location, message, hint)
    message = f"接受的问题“{suppression.diagnostic_id}”已经不存在"
    hint = "请删去这一项；编号写错的，请照提示里的编号改正。"
    return warning("accept/unused", suppression.location, message, hint)


def _duplicate_suppressions(groups: Iterable[tuple[Suppression, ...]]) -> Iterator[Diagnostic]:
    """Find what was accepted twice: of two reasons, only one would be used."""
    for first, *others in {group for group in groups if len(group) > 1}:
        for suppression in others:
            locations = f"{_location_text(first)}和{_location_text(suppression)}"
            message = f"“{suppression.diagnostic_id}”接受了两次：{locations}"
            yield warning("accept/twice", suppression.location, message, "请只留一项，写明理由。")


def _location_text(suppression: Suppression) -> str:
    return f"{suppression.location.file} 第 {suppression.location.line} 行"


def _suppressions_by_file(site: Site) -> Mapping[tuple[str, str], tuple[Suppression, ...]]:
    """Return the suppressions by file and diagnostic, in the order in which they were read."""
    by_location: dict[tuple[str, str], list[Suppression]] = {}
    for document in site.all_documents():
        files = [document.source.display_path]
        if isinstance(document, Report):
            files.append(f"content/{document.year}/figures.yaml")
        for suppression in document.suppressions:
            for file in files:
                by_location.setdefault((file, suppression.diagnostic_id), []).append(suppression)
    for suppression in site.settings.suppressions:
        # What is wrong with the site as a whole is found in no file of it.
        for file in (suppression.file,) if suppression.file else ("config.yaml", "content"):
            by_location.setdefault((file, suppression.diagnostic_id), []).append(suppression)
    return {key: tuple(suppressions) for key, suppressions in by_location.items()}


def suppression_notes(
    suppressed: Iterable[SuppressedDiagnostic], site: Site
) -> Mapping[int, tuple[str, ...]]:
    """Write the notes that a report's page prints about what was let stand as it was signed.

    The form, the headings and the arithmetic of a report are the only errors that can be accepted.
    """
    texts_by_year: dict[int, list[str]] = {}
    years = {
        f"content/{year}/{name}": year
        for year in site.reports
        for name in ("report.md", "figures.yaml")
    }
    for entry in sorted(suppressed, key=lambda entry: entry.diagnostic.code != "figures/form"):
        year = years.get(entry.diagnostic.location.file)
        if year is not None and entry.diagnostic.severity is Severity.ERROR:
            text = f"{_as_signed(entry.diagnostic)}，照原样公布。说明：{entry.reason}"
            texts_by_year.setdefault(year, []).append(text)
    return {year: tuple(texts) for year, texts in texts_by_year.items()}


def _as_signed(diagnostic: Diagnostic) -> str:
    """Return to readers of a report what is unusual about it."""
    if diagnostic.code == "figures/form":
        return f"签发的报告用的是 {diagnostic.actual} 年表式，不是 {diagnostic.expected} 年表式"
    return f"{diagnostic.message}。原报告如此"
