"""文字与上年的报告雷同。

查什么：
    年度报告的文字有多少与上年的报告逐字相同。先去掉空白、标点、数字、各级标题和书名号里的名称，
    再看连续八个字以上相同的部分占多少；超过一半就提醒。
依据：
    国办公开办函〔2021〕30号：对年度报告内容雷同、敷衍应付的，要追究责任。
错误示例：
    今年的报告除了年份和数字，大部分文字与去年一样。
怎么改：
    照今年的实际情况重写相同的部分，先看提醒里引出的句子。
"""

from collections.abc import Iterator
from itertools import accumulate

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.document import Report
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.model.rule_context import SiteContext

_RUN = 8
"""Characters that must follow one another the same way: shorter runs are common speech."""
_MAX_PERCENT = 50
"""Per cent that may be the same."""
_MIN_LENGTH = 200
"""Characters below which two honest reports are bound to be alike."""
_MAX_QUOTE_LENGTH = 60
"""Characters of a sentence that are quoted."""
_NAMES = lazy_pattern(r"《[^》]{2,60}》|国办[\u4e00-\u9fff]{0,6}〔\d+〕\s*\d+\s*号")
_NOISE = lazy_pattern(r"[^\u4e00-\u9fffA-Za-z]+|[一二三四五六七八九十](?=[、）)])")
_SENTENCE = lazy_pattern(r"[^。！？；\n]+")


def check(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Check a site."""
    reports = site_context.site.reports
    for year, report in reports.items():
        if year - 1 in reports:
            yield from _compare(report, reports[year - 1])


def _compare(report: Report, previous: Report) -> Iterator[Diagnostic]:
    now, before = _sentences(report), _sentences(previous)
    previous_runs = set(_runs("".join(words for _, words in before)))
    text = "".join(words for _, words in now)
    same = _repeated(text, previous_runs)
    sums = [0, *accumulate(same)]
    if len(text) < _MIN_LENGTH or sums[-1] * 100 <= len(text) * _MAX_PERCENT:
        return
    percent = sums[-1] * 100 // len(text)
    repeated, start = [], 0
    for words, letters in now:
        if sums[start + len(letters)] - sums[start] == len(letters) > 0:
            repeated.append(words.strip())
        start += len(letters)
    longest = sorted(dict.fromkeys(repeated), key=lambda sentence: -len(sentence))[:2]
    quoted = "".join(
        f"“{sentence[:_MAX_QUOTE_LENGTH]}{'……' if len(sentence) > _MAX_QUOTE_LENGTH else ''}”"
        for sentence in longest
    )
    yield Diagnostic(
        "r003/repetition",
        Severity.WARNING,
        Location(report.entry.source.display_path),
        f"文字有 {percent}% 与 {previous.year} 年的报告相同，超过 {_MAX_PERCENT}%"
        + (f"，如{quoted}" if quoted else ""),
        "请照今年的实际情况重写相同的部分。",
        basis="国办公开办函〔2021〕30号：年度报告内容雷同、敷衍应付的，要追究责任。",
        subject=str(previous.year),
        actual=f"{percent}%",
        expected=f"{_MAX_PERCENT}%",
    )


def _sentences(report: Report) -> list[tuple[str, str]]:
    """Return the sentences of a report, each as written and with what counts of it."""
    proses = [*([report.opening] if report.opening else []), *(part.prose for part in report.parts)]
    sentences: list[tuple[str, str]] = []
    for prose in proses:
        headings = {heading.label.strip() for heading in prose.headings}
        for line in prose.text.split("\n"):
            if line.strip() not in headings:
                sentences += [(words, _bare(words)) for words in _SENTENCE.findall(line)]
    return sentences


def _bare(words: str) -> str:
    return _NOISE.sub("", _NAMES.sub("", words))


def _runs(text: str) -> Iterator[str]:
    return (text[at : at + _RUN] for at in range(len(text) - _RUN + 1))


def _repeated(text: str, previous_runs: set[str]) -> list[int]:
    """Mark each character that lies in a run known from last year."""
    same = [0] * len(text)
    done = 0
    for at, run in enumerate(_runs(text)):
        if run in previous_runs:
            for position in range(max(at, done), at + _RUN):
                same[position] = 1
            done = at + _RUN
    return same
