"""Findings against what an office has accepted: which stand, which pass, which words are void.

Called by `build` once everything has been found.
"""

from collections.abc import Iterable, Iterator, Mapping

from site_builder import rules
from site_builder.model.acceptance import SuppressedDiagnostic, Suppression
from site_builder.model.diagnostic import Diagnostic, Severity, warning
from site_builder.model.document import StandalonePage
from site_builder.model.site import Site
from site_builder.nearest import HIGH_CONFIDENCE, closest_match
from site_builder.read.acceptances import problem_of


def judge(
    findings: Iterable[Diagnostic], site: Site
) -> tuple[list[Diagnostic], tuple[SuppressedDiagnostic, ...]]:
    """Take out what was accepted. An acceptance that changes nothing is itself reported.

    A finding can be accepted in the file it is in (a report's in either of its two files), or in
    config.yaml with the name of the file.
    """
    words = _by_file(site)
    used: set[Suppression] = set()
    refused: set[Suppression] = set()
    standing: list[Diagnostic] = []
    accepted: list[SuppressedDiagnostic] = []
    for finding in findings:
        found = words.get((finding.location.file, problem_of(finding.id)), ())
        if found and rules.can_be_accepted(finding):
            used.update(found)
            accepted.append(SuppressedDiagnostic(finding, found[0].reason))
        else:
            refused.update(found)
            standing.append(finding)
    given = {word for found in words.values() for word in found}
    unused = sorted(given - used, key=lambda one: one.location)
    for word in unused:
        standing.append(_void(word, refused=word in refused, meant=_meant(word, standing)))
    standing.extend(_repeated(words.values()))
    return standing, tuple(accepted)


def _meant(word: Suppression, standing: Iterable[Diagnostic]) -> str:
    """Find the standing problem of the same rule that an acceptance names almost."""
    rule = word.diagnostic_id.partition(":")[0]
    file = word.file or word.location.file
    folder = file.rpartition("/")[0]
    return closest_match(
        word.diagnostic_id,
        (one.id for one in standing if one.code == rule and one.location.file.startswith(folder)),
        HIGH_CONFIDENCE,
    )


def _void(word: Suppression, *, refused: bool, meant: str) -> Diagnostic:
    """Report an acceptance of what is not there, or of what nobody can let stand."""
    name = word.diagnostic_id.partition(":")[0]
    may_be = name in rules.names_required_to_publish() or rules.may_be_as_signed(name)
    if refused or (rules.reading.explain(name) and not may_be):
        message = f"“{word.diagnostic_id}”这个问题不能接受，请改正"
        hint = (
            "能接受的只有提醒，和签发的报告本身的错误：统计表勾稽关系（n001）、表式（figures/form）、"
            "标题（report/heading）、没有内容的部分（report/empty）。请改正问题，并删去这一项。"
        )
        return warning("accept/refused", word.location, message, hint)
    if meant:
        message = f"接受的问题“{word.diagnostic_id}”已经不存在，相近的有“{meant}”"
        hint = "请重新核对：仍要保留的，照它的编号改写；不是同一个问题的，删去这一项。"
        return warning("accept/unused", word.location, message, hint)
    message = f"接受的问题“{word.diagnostic_id}”已经不存在"
    hint = "请删去这一项；编号写错的，请照提示里的编号改正。"
    return warning("accept/unused", word.location, message, hint)


def _repeated(words: Iterable[tuple[Suppression, ...]]) -> Iterator[Diagnostic]:
    """Find what was accepted twice: of two reasons, only one would be kept."""
    for first, *others in {found for found in words if len(found) > 1}:
        for word in others:
            message = f"“{word.diagnostic_id}”接受了两次：{_line(first)}和{_line(word)}"
            yield warning("accept/twice", word.location, message, "请只留一项，写明理由。")


def _line(word: Suppression) -> str:
    return f"{word.location.file} 第 {word.location.line} 行"


def _by_file(site: Site) -> Mapping[tuple[str, str], tuple[Suppression, ...]]:
    """List the acceptances by file and finding, in the order in which they were read."""
    found: dict[tuple[str, str], list[Suppression]] = {}
    for report in site.reports.values():
        for word in report.suppressions:
            for name in ("report.md", "figures.yaml"):
                found.setdefault((f"content/{report.year}/{name}", word.diagnostic_id), []).append(
                    word
                )
    articles: tuple[StandalonePage, ...] = (
        *site.pages.values(),
        *site.rules,
        *site.introductions.values(),
    )
    for article in articles:
        for word in article.suppressions:
            found.setdefault((article.source.display_path, word.diagnostic_id), []).append(word)
    for document in site.documents:
        for word in document.suppressions:
            found.setdefault((document.entry.source.display_path, word.diagnostic_id), []).append(
                word
            )
    for word in site.settings.suppressions:
        found.setdefault((word.file or "config.yaml", word.diagnostic_id), []).append(word)
    return {key: tuple(words) for key, words in found.items()}


def notes(accepted: Iterable[SuppressedDiagnostic], site: Site) -> Mapping[int, tuple[str, ...]]:
    """Write the notes that a report's page prints about what was let stand as it was signed.

    The form, the headings and the arithmetic of a report are the only errors that can be accepted.
    """
    found: dict[int, list[str]] = {}
    years = {
        f"content/{year}/{name}": year
        for year in site.reports
        for name in ("report.md", "figures.yaml")
    }
    for one in sorted(accepted, key=lambda one: one.diagnostic.code != "figures/form"):
        year = years.get(one.diagnostic.location.file)
        if year is not None and one.diagnostic.severity is Severity.ERROR:
            text = f"{_as_signed(one.diagnostic)}，照原样公布。说明：{one.reason}"
            found.setdefault(year, []).append(text)
    return {year: tuple(texts) for year, texts in found.items()}


def _as_signed(finding: Diagnostic) -> str:
    """Say to readers of a report what is unusual about it."""
    if finding.code == "figures/form":
        return f"签发的报告用的是 {finding.actual} 年表式，不是 {finding.expected} 年表式"
    return f"{finding.message}。原报告如此"
