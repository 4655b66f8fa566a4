"""What cannot be right about the bodies of a register, each with its place and a cure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from site_builder.config.body_comparisons import (
    PARENT,
    SUCCESSOR,
    Entry,
    circles,
    place,
    same_codes,
    same_names,
    same_places,
)
from site_builder.core.text.suggest import HIGH_CONFIDENCE, closest_match
from site_builder.model.body import ALL_YEARS, Body, YearSet
from site_builder.model.diagnostic import Diagnostic, error, warning
from site_builder.model.location import Location

_TIME, _NAMES = "bodies/time", "bodies/former-name"
_MAX_COMPARED = 300
"""Codes that a mistyped one is compared with: more take too long where many are mistyped."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Index:
    """The entries, as they are asked for."""

    bodies: Mapping[str, Body]
    incomplete: frozenset[str]
    """Codes of entries that could not be read."""
    by_name: Mapping[str, str]
    """Name → code, of names that are unique."""
    took_over: frozenset[str]
    """Codes of bodies that took over from another."""


def _index(entries: Sequence[Entry], incomplete: frozenset[str]) -> _Index:
    bodies: dict[str, Body] = {}
    by_name: dict[str, str] = {}
    for body, _ in entries:
        bodies.setdefault(body.code, body)
        by_name[body.name] = "" if body.name in by_name else body.code
    took_over = frozenset(body.successor for body, _ in entries)
    return _Index(bodies, incomplete, by_name, took_over)


def check_bodies(entries: Sequence[Entry], incomplete: frozenset[str]) -> Iterator[Diagnostic]:
    """Yield what is wrong; `incomplete` are the codes of entries that could not be read."""
    index = _index(entries, incomplete)
    yield from same_codes(entries)
    for entry in entries:
        yield from _check_time(entry)
        yield from _check_names(entry)
        yield from _check_parent(entry, index)
        yield from _check_successor(entry, index)
    yield from circles(entries, "parent", lambda body: body.parent, PARENT, "上级")
    yield from circles(entries, "successor", lambda body: body.successor, SUCCESSOR, "并入")
    yield from same_names(entries)
    yield from same_places(entries)


def _check_time(entry: Entry) -> Iterator[Diagnostic]:
    body, _ = entry
    if body.since and body.until and body.until < body.since:
        message = f"“{body.name}”的止（{body.until}）早于起（{body.since}）"
        yield error(_TIME, place(entry, "until"), message, "请核对两个日期。")
    if body.required_years is not None:
        yield from _check_years(entry, body.required_years)


def _check_years(entry: Entry, required: YearSet) -> Iterator[Diagnostic]:
    body, _ = entry
    location = place(entry, "required_years")
    exempt = () if body.exempt_years == ALL_YEARS else body.exempt_years.ranges
    both = [year for first, last in exempt for year in (first, last) if year in required]
    if body.exempt_years == ALL_YEARS or both:
        years = f"{both[0]} 年" if both else ""
        message = f"“{body.name}”又写应报年度，又写不编制：{years}".rstrip("：")
        yield error(_TIME, location, message, "请只留一样。")
    for first, last in required.ranges:
        after = body.until is not None and body.until.year < min(last, first)
        before = body.since is not None and body.since.year > first
        if after or before:
            limit = f"{body.until} 撤销" if after else f"{body.since} 才成立"
            message = f"应报年度 {first} 年，“{body.name}”还没有成立或者已经撤销（{limit}）"
            yield error(_TIME, location, message, "请核对应报年度和起止日期。")


def _check_names(entry: Entry) -> Iterator[Diagnostic]:
    """Yield gaps and overlaps in the history of a name."""
    body, _ = entry
    start = body.since
    for former in body.former_names:
        since = former.since or start
        if former.since and start and former.since != start:
            gap = "中间空了" if former.since > start else "和前一个名称、机构的起重叠"
            message = f"曾用名“{former.name}”从 {former.since} 起，{gap}：应当从 {start} 起"
            yield error(_NAMES, former.location, message, "前一个名称的止，是后一个的起的前一天。")
        if since and former.until < since:
            message = f"曾用名“{former.name}”用到 {former.until}，早于它的起 {since}"
            hint = "曾用名从早到晚写，“止”是用那个名称的最后一天。"
            yield error(_NAMES, former.location, message, hint)
        start = former.until + _DAY
    last = body.former_names[-1] if body.former_names else None
    if last and body.until and last.until >= body.until:
        message = f"曾用名“{last.name}”用到 {last.until}，而“{body.name}”{body.until} 就撤销了"
        hint = "撤销时用的名称写在“名称”里，以前的才写“曾用名”。"
        yield error(_NAMES, last.location, message, hint)


def _check_parent(entry: Entry, index: _Index) -> Iterator[Diagnostic]:
    body, _ = entry
    if not body.parent:
        return
    location = place(entry, "parent")
    parent = index.bodies.get(body.parent)
    if body.parent == body.code:
        message = f"“{body.name}”的上级写的是它自己"
        yield error(PARENT, location, message, "最上一级不写“上级”。")
    elif parent is None and body.parent not in index.incomplete:
        yield _unknown(PARENT, location, "上级", body.parent, index)
    elif parent:
        yield from _check_parent_time(body, parent, location, index)


def _check_parent_time(
    body: Body, parent: Body, location: Location, index: _Index
) -> Iterator[Diagnostic]:
    last, passed = parent, {parent.code}
    while last.until and last.successor in index.bodies and last.successor not in passed:
        passed.add(last.successor)
        last = index.bodies[last.successor]
    if last.until and (body.until is None or body.until > last.until):
        message = f"上级“{last.name}”{last.until} 已经撤销，“{body.name}”还在"
        hint = "上级并入别的机构的，在上级里写“并入”；换了上级的，改写“上级”；一起撤销的，写“止”。"
        yield error(PARENT, location, message, hint)
    is_merged = parent.code in index.took_over
    if parent.since and body.since and body.since < parent.since and not is_merged:
        message = f"“{body.name}”{body.since} 成立，早于上级“{parent.name}”（{parent.since}）"
        hint = "请核对起止日期；上级由别的机构合并而来的，名录里也写上那个机构，“并入”写这个上级。"
        yield warning(PARENT, location, message, hint)


def _check_successor(entry: Entry, index: _Index) -> Iterator[Diagnostic]:
    body, _ = entry
    if not body.successor:
        return
    location = place(entry, "successor")
    successor = index.bodies.get(body.successor)
    if body.until is None:
        message = f"“{body.name}”写了“并入”，没有写“止”"
        yield error(SUCCESSOR, location, message, "“止”写这个机构的最后一天。")
    if body.successor == body.code:
        hint = "改了名的写“曾用名”；撤销而没有机构接手的，不写“并入”。"
        yield error(SUCCESSOR, location, f"“{body.name}”并入的是它自己", hint)
    elif successor is None and body.successor not in index.incomplete:
        yield _unknown(SUCCESSOR, location, "并入", body.successor, index)
    elif successor and body.until:
        yield from _check_takeover(body, body.until + _DAY, successor, location)


def _check_takeover(
    body: Body, day: date, successor: Body, location: Location
) -> Iterator[Diagnostic]:
    if successor.until and successor.until < day:
        message = (
            f"“{body.name}”{body.until} 并入“{successor.name}”，而它 {successor.until} 已经撤销"
        )
        yield error(SUCCESSOR, location, message, "请写真正接手的机构，或者核对两个“止”。")
    elif successor.since and successor.since > day:
        message = f"“{body.name}”{body.until} 并入“{successor.name}”，而它 {successor.since} 才成立"
        hint = "中间的日子没有机构接手。请核对日期。"
        yield warning(SUCCESSOR, location, message, hint)


def _unknown(code: str, location: Location, label: str, text: str, index: _Index) -> Diagnostic:
    """Report a code that is none; a name that was written in its place is recognised."""
    closest = index.by_name.get(text, "")
    if not closest and len(index.bodies) <= _MAX_COMPARED:
        closest = closest_match(text, index.bodies, HIGH_CONFIDENCE)
    hint = "请先在名录里写上它，或者改正代码。"
    if closest:
        hint = f"是不是“{closest}”（{index.bodies[closest].name}）？"
    return error(code, location, f"“{label}”的代码“{text}”不在名录里", hint)
