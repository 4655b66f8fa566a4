"""Thousands of diagnostics of one rule in one file: the first are listed, the rest counted."""

from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity, error, warning
from site_builder.model.location import Location
from site_builder.rules import diagnostic_limit
from site_builder.rules.diagnostic_limit import MAX_LISTED, limit_diagnostics


def _warnings(count: int, start: int = 1) -> Iterator[Diagnostic]:
    for line in range(start, start + count):
        yield warning("p002/maybe-mobile", Location("a.txt", line), "疑似手机号码")


def test_few_are_all_listed() -> None:
    assert list(limit_diagnostics(_warnings(MAX_LISTED))) == list(_warnings(MAX_LISTED))


def test_the_rest_is_counted() -> None:
    *listed, rest = limit_diagnostics(_warnings(MAX_LISTED + 7))
    assert listed == list(_warnings(MAX_LISTED))
    assert (rest.id, rest.severity) == ("check/many:p002", Severity.WARNING)
    assert rest.location.line == MAX_LISTED + 1
    assert rest.message.endswith(f"只列出前 {MAX_LISTED} 处，从这里起还有 7 处")


def test_an_error_behind_them_is_listed() -> None:
    late = error("p002/mobile", Location("a.txt", 9_999), "手机号码")
    assert late in list(limit_diagnostics([*_warnings(MAX_LISTED + 7), late]))


def test_errors_that_are_not_listed_stop_publication() -> None:
    wrong = [
        error("p002/mobile", Location("a.txt", n), "手机号码") for n in range(1, MAX_LISTED + 3)
    ]
    *_, rest = limit_diagnostics([*_warnings(MAX_LISTED + 1), *wrong])
    assert (rest.severity, rest.location.line) == (Severity.ERROR, MAX_LISTED + 1)


def test_they_are_not_made_for_ever() -> None:
    warnings = _warnings(10**9)
    *_, rest = limit_diagnostics(warnings)
    assert "后面的没有检查" in rest.message
    assert next(warnings).location.line <= diagnostic_limit._MAX_GENERATED + 2  # noqa: SLF001 - where it stopped
