"""A body that discloses, and the register of those that an office knows of (机构名录).

A body is one as long as its code is. Renamed, it keeps the code and has former names; merged, it
ends and names the body that took over; abolished, it ends and names none. It is expected to report
about a year when it exists on the last day of it and its kind reports; the register may say
otherwise.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from site_builder.model.form import Form, form_for
from site_builder.model.frozendict import frozendict
from site_builder.model.location import Location
from site_builder.model.standards import BodyKind


@dataclass(frozen=True, slots=True)
class YearSet:
    """Years, as ranges of a first and a last one."""

    ranges: tuple[tuple[int, int], ...] = ()

    def __contains__(self, year: int) -> bool:
        """Return whether a year is one of them."""
        return any(first <= year <= last for first, last in self.ranges)

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self.ranges)


LAST_YEAR = 9999
"""Ends a range that goes on."""
NO_YEARS, ALL_YEARS = YearSet(), YearSet(((0, LAST_YEAR),))


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that a body no longer has."""

    name: str
    until: date
    """The last day on which it had it."""
    location: Location
    since: date | None = None
    """The first day; None: the day after the name before, or the body's own first day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An entry of the register. An empty text was not written."""

    code: str
    name: str
    kind: BodyKind
    location: Location
    parent: str = ""
    """上级: the code of the body above it."""
    since: date | None = None
    """起: its first day; None: longer than anybody asks about."""
    until: date | None = None
    """止: its last day; None: it exists."""
    former_names: tuple[FormerName, ...] = ()
    """曾用名, from the oldest."""
    successor: str = ""
    """并入: the code of the body that took over when it ended."""
    required_years: YearSet | None = None
    """应报年度: the years it reports about, whatever else holds; None where it is not written."""
    exempt_years: YearSet = NO_YEARS
    """不编制: years it does not report about."""
    site: str = ""
    """网站: address, or folder from the register's own, of what it publishes."""
    project: str = ""
    """项目: folder of its project, from the register's own."""
    reports: Mapping[int, str] = field(default_factory=lambda: frozendict({}), hash=False)
    """报告: year → file or address of a report that other systems published."""

    def exists_on(self, day: date) -> bool:
        """Return whether there is such a body on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )

    def exists_at_end_of(self, year: int) -> bool:
        """Return whether there is such a body on the last day of a year."""
        return self.exists_on(date(year, 12, 31))

    def reports_about(self, year: int) -> bool:
        """Return whether it is expected to report about a year."""
        if self.required_years is not None:
            return year in self.required_years
        if year in self.exempt_years:
            return False
        return self.kind.reports and self.exists_at_end_of(year)


def is_address(place: str) -> bool:
    """Return whether what the register names is on the web, and not in a folder."""
    return "://" in place


def site_root(address: str) -> str:
    """Return where a site begins, with a slash at the end, for `…/gk/index.html` and `…/gk`."""
    place = address.partition("#")[0].partition("?")[0]
    head, _, last = place.rpartition("/")
    is_file = "." in last and not head.endswith(":/")
    return f"{head}/" if is_file or not last else f"{place}/"


@dataclass(frozen=True)
class Register:
    """All bodies, in the order of the file: no order of merit."""

    bodies: tuple[Body, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[str, Body]:
        """Return the bodies by their codes."""
        return {body.code: body for body in self.bodies}

    @cached_property
    def by_parent(self) -> Mapping[str, tuple[Body, ...]]:
        """Return the bodies below each code, as the register states it."""
        return _grouped((body.parent, body) for body in self.bodies if body.parent)

    @cached_property
    def by_successor(self) -> Mapping[str, tuple[Body, ...]]:
        """Return the bodies that each code took over from."""
        return _grouped((body.successor, body) for body in self.bodies if body.successor)


def _grouped(pairs: Iterator[tuple[str, Body]]) -> Mapping[str, tuple[Body, ...]]:
    groups: dict[str, list[Body]] = {}
    for code, body in pairs:
        groups.setdefault(code, []).append(body)
    return {code: tuple(bodies) for code, bodies in groups.items()}


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where a body comes from and what became of it."""

    predecessors: tuple[Body, ...]
    """All that went into it, however long ago, in the order of the register."""
    successors: tuple[Body, ...]
    """What took over from it, then from that one, and so on."""


def due_date(body: Body, year: int, forms: Mapping[str, Form]) -> date | None:
    """Return the last day on which its report about a year is in time; None before any form."""
    form = form_for(year, forms)
    return form.due(year, government=body.kind.is_government) if form else None


def name_in(body: Body, year: int) -> str:
    """Return the name at the end of a year, or the last one where the body ended before."""
    return name_on(body, date(year, 12, 31))


def name_on(body: Body, day: date) -> str:
    """Return the name on a day, or the last one where the body ended before."""
    return next((former.name for former in body.former_names if day <= former.until), body.name)


def lineage(register: Register, code: str) -> Lineage:
    """Return what a body was made of, and what became of it."""
    waiting, codes = [code], set[str]()
    while waiting:
        for body in register.by_successor.get(waiting.pop(), ()):
            if body.code not in codes and body.code != code:
                codes.add(body.code)
                waiting.append(body.code)
    predecessors = (body for body in register.bodies if body.code in codes) if codes else ()
    return Lineage(tuple(predecessors), tuple(_successors(register, code)))


def _successors(register: Register, code: str) -> Iterator[Body]:
    body, passed = register.by_code.get(code), {code}
    while body and body.successor not in passed:
        passed.add(body.successor)
        body = register.by_code.get(body.successor)
        if body:
            yield body


def standing_body(register: Register, code: str, year: int) -> Body | None:
    """Return the body itself, or what took over from it, as it stands at the end of a year.

    None for a code that is none. Where nothing took over, it is the last that did exist.
    """
    body = register.by_code.get(code)
    end = date(year, 12, 31)
    for successor in _successors(register, code):
        if body is None or body.until is None or end <= body.until:
            break
        body = successor
    return body


def children(register: Register, code: str, year: int | None = None) -> tuple[Body, ...]:
    """Return the bodies below one, in the order of the register.

    With a year: those that exist at its end, and below what then stands for their parent.
    """
    if year is None:
        return register.by_parent.get(code, ())
    # What took over from a parent has its children: they name the parent they had.
    codes = (code, *(body.code for body in lineage(register, code).predecessors))
    candidates = {
        body.code: body for parent in codes for body in register.by_parent.get(parent, ())
    }
    if len(codes) > 1:
        candidates = {body.code: body for body in register.bodies if body.code in candidates}
    return tuple(
        body
        for body in candidates.values()
        if body.exists_at_end_of(year)
        and (parent := standing_body(register, body.parent, year))
        and parent.code == code
    )
