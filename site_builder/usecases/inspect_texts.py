"""Words of a site that others made, judged by the rules for our own texts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from site_builder.config.settings import read_settings
from site_builder.inspection.subjects import Subject, attach_evidence
from site_builder.model.frozendict import frozendict
from site_builder.model.imported import ImportedReport
from site_builder.model.inspection import EvidenceCopy, InspectionFinding
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.model.original import TextBlock
from site_builder.model.rule_context import RuleContext, TextFile, TextSpan
from site_builder.model.source import Source
from site_builder.model.standards import Standards
from site_builder.rules.runner import check_text

_RULES = frozenset(
    (
        *("p001", "p002", "p003", "p005", "s002", "s005", "s006", "s007", "s008"),
        *("w004", "r004", "r005", "r006"),
    )
)
"""What can be judged by the words of a page alone; the others are about our own sources."""
_SOURCES = {"guide": "guide.md", "apply": "apply.md"}


class TextChecker:
    """Checks words by the rules for texts, all in one context for each body."""

    def __init__(self, standards: Standards) -> None:
        self.standards = standards
        self._contexts: dict[str, RuleContext] = {}

    def check_report(
        self, report: ImportedReport, copy: EvidenceCopy
    ) -> Iterator[InspectionFinding]:
        """Check the words of a report, its day and the years it names."""
        blocks = [*report.preamble, *(block for part in report.parts for block in part.blocks)]
        texts = [block.text for block in blocks if isinstance(block, TextBlock)]
        dates = {"published": date.fromisoformat(report.published)} if report.published else {}
        source = Source(f"{report.year}/report.md", "report", report.year)
        text = _text_file(source, copy.address, ((report.title,), texts), dates)
        yield from self._findings(text, copy, report.body)

    def check_page(self, subject: Subject) -> Iterator[InspectionFinding]:
        """Check the words of a page; those of reports are checked as reports."""
        page = subject.page
        if page is None or not page.is_markup or subject.kind == "report":
            return
        source = Source(_SOURCES.get(subject.kind, "page.md"), "page", 0)
        text = _text_file(source, subject.address, ((page.title,), page.lines), {})
        yield from self._findings(text, subject.visit.copy, "")

    def _context(self, body: str) -> RuleContext:
        if body not in self._contexts:
            settings, _ = read_settings("站点:\n  名称: 别的网站\n".encode(), self.standards)
            assert settings is not None  # noqa: S101 - these words have no mistake
            self._contexts[body] = RuleContext(replace(settings, organization=body), self.standards)
        return self._contexts[body]

    def _findings(
        self, text: TextFile, copy: EvidenceCopy, body: str
    ) -> Iterator[InspectionFinding]:
        by_line = {span.location.line: span.text for span in text.spans}
        for diagnostic in check_text(text, self._context(body)):
            if diagnostic.code.partition("/")[0] in _RULES:
                own = replace(
                    diagnostic,
                    location=Location(copy.address),
                    hint=_foreign_hint(diagnostic.hint),
                    replacements=(),
                )
                yield attach_evidence(own, copy, by_line.get(diagnostic.location.line, ""))


def _text_file(
    source: Source,
    address: str,
    words: tuple[Sequence[str], Sequence[str]],
    dates: Mapping[str, date],
) -> TextFile:
    title, lines = words
    spans = [TextSpan("field", "标题", text, Location(address, 1, 1)) for text in title if text]
    spans += [
        TextSpan("body", "", line, Location(address, number, 1))
        for number, line in enumerate(lines, 2)
    ]
    return TextFile(source, tuple(spans), (), frozendict(dates))


def _foreign_hint(hint: str) -> str:
    """Return a hint without what only the authors of a project of ours can do."""
    clauses = [clause for clause in _CLAUSE.findall(hint) if not _OURS.search(clause)]
    return f"{''.join(clauses).rstrip('；，。') or '请网站的维护单位改正'}。"


_CLAUSE = lazy_pattern(r"[^；。]+[；。]?")
_OURS = lazy_pattern(r"config\.yaml|接受|文件开头|文件夹|content")
