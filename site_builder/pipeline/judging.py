"""Findings against what an office has accepted: which stand, which pass, which words are void.

Called by `build` once everything has been found.
"""

from collections.abc import Iterable, Mapping

from site_builder import rules
from site_builder.model.acceptance import Acceptance, Accepted
from site_builder.model.diagnostic import Diagnostic, warning
from site_builder.model.document import Article
from site_builder.model.site import Site


def judge(
    findings: Iterable[Diagnostic], site: Site
) -> tuple[list[Diagnostic], tuple[Accepted, ...]]:
    """Take out what was accepted. An acceptance that matches nothing is itself reported.

    A finding can be accepted in the file it is in (a report's in either of its two files), or in
    config.yaml with the name of the file.
    """
    words = _by_file(site)
    used: set[Acceptance] = set()
    standing: list[Diagnostic] = []
    accepted: list[Accepted] = []
    for finding in findings:
        word = words.get((finding.place.file, finding.id))
        if word is None or not rules.can_be_accepted(finding):
            standing.append(finding)
        else:
            used.add(word)
            accepted.append(Accepted(finding, word.reason))
    unused = {word for word in words.values() if word not in used}
    for word in sorted(unused, key=lambda one: one.place):
        message = f"接受的问题“{word.problem}”已经不存在"
        hint = "请删去这一项；编号写错的，请照提示里的编号改正。"
        standing.append(warning("accept/unused", word.place, message, hint))
    return standing, tuple(accepted)


def _by_file(site: Site) -> Mapping[tuple[str, str], Acceptance]:
    found: dict[tuple[str, str], Acceptance] = {}
    for report in site.reports.values():
        for word in report.accepted:
            for name in ("report.md", "figures.yaml"):
                found[f"content/{report.year}/{name}", word.problem] = word
    articles: tuple[Article, ...] = (
        *site.pages.values(),
        *site.rules,
        *site.introductions.values(),
    )
    for article in articles:
        for word in article.accepted:
            found[article.source.file, word.problem] = word
    for document in site.documents:
        for word in document.accepted:
            found[document.entry.source.file, word.problem] = word
    for word in site.settings.accepted:
        found[word.file or "config.yaml", word.problem] = word
    return found


def notes(accepted: Iterable[Accepted], site: Site) -> Mapping[int, tuple[str, ...]]:
    """Write the notes that a report's page prints about arithmetic that was let stand."""
    found: dict[int, list[str]] = {}
    years = {f"content/{year}/figures.yaml": year for year in site.reports}
    for one in accepted:
        year = years.get(one.finding.place.file)
        if year is not None and one.finding.rule.startswith("n001/"):
            text = f"{one.finding.message}。原报告如此，照原样公布。说明：{one.reason}"
            found.setdefault(year, []).append(text)
    return {year: tuple(texts) for year, texts in found.items()}
