"""Diagnostics of one rule in one file, as many as somebody can work through."""

from collections.abc import Iterable, Iterator

from site_builder.model.diagnostic import Diagnostic, Severity

MAX_LISTED = 500
"""Diagnostics of one rule and one severity that are listed for a file."""
_MAX_GENERATED = 20_000
"""Diagnostics that are built: a file of a million numbers would take minutes and gigabytes."""


def limit_diagnostics(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield the first diagnostics of each severity, and one with the number of the others."""
    counts: dict[Severity, int] = {}
    last: Diagnostic | None = None
    for number, diagnostic in enumerate(diagnostics, 1):
        counts[diagnostic.severity] = counts.get(diagnostic.severity, 0) + 1
        if counts[diagnostic.severity] <= MAX_LISTED:
            yield diagnostic
        elif last is None or diagnostic.severity is not last.severity is Severity.WARNING:
            last = diagnostic
        if number == _MAX_GENERATED:
            yield _overflow_diagnostic(last or diagnostic, "还有很多处，后面的没有检查")
            return
    if last:
        others = sum(max(0, count - MAX_LISTED) for count in counts.values())
        yield _overflow_diagnostic(last, f"还有 {others} 处")


def _overflow_diagnostic(last: Diagnostic, others: str) -> Diagnostic:
    rule_id = last.code.partition("/")[0]
    message = (
        f"规则 {rule_id} 在这个文件里发现的问题太多，只列出前 {MAX_LISTED} 处，从这里起{others}"
    )
    hint = "请先改正列出的，再检查一次；整批的数据不适合公开的，请换成处理过的文件。"
    return Diagnostic("check/many", last.severity, last.location, message, hint, subject=rule_id)
