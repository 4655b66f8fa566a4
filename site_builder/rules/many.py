"""Findings of one rule in one file, as many as somebody can work through. Called by `rules`."""

from collections import Counter
from collections.abc import Iterable, Iterator

from site_builder.model.diagnostic import Diagnostic, Severity

MOST = 500
"""Findings of one rule and one severity that are listed for a file."""
_COUNTED = 20_000
"""Findings that are made at all: a file of a million numbers would take minutes and gigabytes."""


def first_of_many(findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield the first findings of each severity, and one that says how many others there are."""
    counts: Counter[Severity] = Counter()
    last: Diagnostic | None = None
    for number, finding in enumerate(findings, 1):
        counts[finding.severity] += 1
        if counts[finding.severity] <= MOST:
            yield finding
        elif last is None or finding.severity is not last.severity is Severity.WARNING:
            last = finding
        if number == _COUNTED:
            yield _rest(last or finding, "还有很多处，后面的没有检查")
            return
    if last:
        others = sum(max(0, count - MOST) for count in counts.values())
        yield _rest(last, f"还有 {others} 处")


def _rest(last: Diagnostic, others: str) -> Diagnostic:
    rule = last.code.partition("/")[0]
    message = f"规则 {rule} 在这个文件里发现的问题太多，只列出前 {MOST} 处，从这里起{others}"
    hint = "请先改正列出的，再检查一次；整批的数据不适合公开的，请换成处理过的文件。"
    return Diagnostic("check/many", last.severity, last.location, message, hint, subject=rule)
