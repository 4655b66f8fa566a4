"""Thousands of findings of one rule in one file: the first are listed, the rest counted."""

from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity, error, warning
from site_builder.model.place import Location
from site_builder.rules import many
from site_builder.rules.many import MOST, first_of_many


def _warnings(count: int, start: int = 1) -> Iterator[Diagnostic]:
    for line in range(start, start + count):
        yield warning("p002/maybe-mobile", Location("a.txt", line), "疑似手机号码")


def test_few_are_all_listed() -> None:
    assert list(first_of_many(_warnings(MOST))) == list(_warnings(MOST))


def test_the_rest_is_counted() -> None:
    *listed, rest = first_of_many(_warnings(MOST + 7))
    assert listed == list(_warnings(MOST))
    assert (rest.id, rest.severity) == ("check/many:p002", Severity.WARNING)
    assert rest.location.line == MOST + 1
    assert rest.message.endswith(f"只列出前 {MOST} 处，从这里起还有 7 处")


def test_an_error_behind_them_is_listed() -> None:
    late = error("p002/mobile", Location("a.txt", 9_999), "手机号码")
    assert late in list(first_of_many([*_warnings(MOST + 7), late]))


def test_errors_that_are_not_listed_stop_publication() -> None:
    wrong = [error("p002/mobile", Location("a.txt", n), "手机号码") for n in range(1, MOST + 3)]
    *_, rest = first_of_many([*_warnings(MOST + 1), *wrong])
    assert (rest.severity, rest.location.line) == (Severity.ERROR, MOST + 1)


def test_they_are_not_made_for_ever() -> None:
    made = _warnings(10**9)
    *_, rest = first_of_many(made)
    assert "后面的没有检查" in rest.message
    assert next(made).location.line <= many._COUNTED + 2  # noqa: SLF001 - where it stopped
