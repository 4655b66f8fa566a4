"""The cells of a level's form as sums over the bodies below it, beside what its parent published.

A sum says what is in it and what is not. Blank, 0 and `/` stay apart, forms are never mixed, and a
doubtful cell makes its sum one that cannot be judged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from heapq import nlargest
from operator import itemgetter

from site_builder.model.body import children
from site_builder.model.form import Form
from site_builder.model.publication import DOUBTFUL
from site_builder.model.value_texts import number_of, unit_of
from site_builder.pages.rollup.form_cells import RollupCell, form_rows
from site_builder.pages.rollup.ledger import Ledger, LedgerEntry, entries_cause

_IN_TEN_THOUSAND = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10_000)}
_COMMON_UNIT = "万元"
_MAX_NAMED = 5
"""Bodies that are named in a sentence: more explain nothing."""


@dataclass(frozen=True)
class Level:
    """The bodies below a parent in one year, and the parent's own report."""

    year: int
    form: Form
    parent: LedgerEntry
    members: tuple[LedgerEntry, ...]
    """Those that are expected to report or did, in the order of the register."""
    ended: tuple[LedgerEntry, ...]
    """Those that ended in the year and published in this form all the same: in no sum."""

    @cached_property
    def counted(self) -> tuple[LedgerEntry, ...]:
        """Return the bodies whose reports are in the sums."""
        return tuple(entry for entry in self.members if _uses(entry, self.form))

    @cached_property
    def absent(self) -> tuple[LedgerEntry, ...]:
        """Return the bodies that the sums lack."""
        return tuple(
            entry for entry in self.members if entry.is_expected and not _uses(entry, self.form)
        )

    @cached_property
    def cause(self) -> str:
        """Return what decides all sums."""
        groups = (self.parent,), self.members, self.ended
        return " ".join(map(entries_cause, groups))

    @cached_property
    def sums(self) -> tuple["CellSum", ...]:
        """Return the sums of all cells, in the form's order."""
        return tuple(_sum(self, cell) for row in form_rows(self.form) for cell in row.cells)


@dataclass(frozen=True, slots=True)
class CellSum:
    """A cell over all bodies of a level."""

    cell: RollupCell
    total: Decimal | None
    """None where no body states a number, or one of them is doubtful."""
    unit: str
    stated: int
    """Bodies that state a number."""
    blank: tuple[str, ...]
    """Names of bodies that left it empty."""
    doubtful: tuple[str, ...]
    largest: tuple[tuple[str, Decimal], ...]
    """The bodies with the largest numbers above 0, and those: a few, the largest first."""
    others: tuple[int, Decimal]
    """How many more bodies have a number that is not 0, and what it comes to."""
    parent: str | None
    """What the parent published; None where it published nothing that can be compared."""
    difference: Decimal | None
    """The parent's less the sum."""
    explanations: tuple[str, ...]


def levels(ledger: Ledger, year: int) -> Iterable[Level]:
    """Yield the levels of a year."""
    form = ledger.form(year)
    if form is None:
        return
    for body in ledger.register.bodies:
        below = children(ledger.register, body.code, year)
        entries = [ledger.entry(child, year) for child in below]
        members = tuple(entry for entry in entries if entry.is_expected or entry.reports)
        if members:
            codes = {child.code for child in below}
            ended = tuple(
                entry
                for child in ledger.register.by_parent.get(body.code, ())
                if child.code not in codes and _uses(entry := ledger.entry(child, year), form)
            )
            yield Level(year, form, ledger.entry(body, year), members, ended)


def _uses(entry: LedgerEntry, form: Form) -> bool:
    return entry.report is not None and entry.report.form == form.id


def _sum(level: Level, cell: RollupCell) -> CellSum:
    values = [(entry, entry.value(cell.index)) for entry in level.counted]
    parent = _parent_value(level, cell)
    # Only money whose unit the form leaves open has one of its own.
    texts = [value for _, value in values] if cell.unit == "asked" else []
    units = {unit for text in (*texts, parent or "") if (unit := unit_of(text))}
    numbers = [
        (entry, number)
        for entry, value in values
        if (number := in_common_unit(value, units)) is not None
    ]
    doubtful = tuple(
        entry.name
        for entry, value in values
        if value.startswith(DOUBTFUL)
        or (len(units) > 1 and unit_of(value) and in_common_unit(value, units) is None)
    )
    blank = tuple(entry.name for entry, value in values if not value)
    is_known = bool(numbers) and not doubtful
    total = sum((number for _, number in numbers), Decimal(0)) if is_known else None
    stated = in_common_unit(parent, units) if parent is not None else None
    difference = stated - total if stated is not None and total is not None else None
    largest = nlargest(_MAX_NAMED, (item for item in numbers if item[1] > 0), itemgetter(1))
    rest = sum((number for _, number in numbers), Decimal(0)) - sum(item[1] for item in largest)
    return CellSum(
        cell=cell,
        total=total,
        unit=common_unit(units) or cell.unit.replace("asked", ""),
        stated=len(numbers),
        blank=blank,
        doubtful=doubtful,
        largest=tuple((entry.name, number) for entry, number in largest),
        others=(sum(map(bool, map(itemgetter(1), numbers))) - len(largest), rest),
        parent=parent,
        difference=difference,
        explanations=_explanations(level, numbers, blank, difference, cell) if difference else (),
    )


def _parent_value(level: Level, cell: RollupCell) -> str | None:
    report = level.parent.report
    is_comparable = report is not None and report.form == level.form.id
    return level.parent.value(cell.index) if is_comparable else None


def in_common_unit(value: str, units: set[str]) -> Decimal | None:
    """Return a number in the unit that all are shown in; None for none."""
    number = number_of(value)
    if number is None or len(units) <= 1 or not (unit := unit_of(value)):
        return number
    factor = _IN_TEN_THOUSAND.get(unit)
    return number * factor if factor is not None else None


def common_unit(units: set[str]) -> str:
    """Return the unit that numbers are shown in."""
    return _COMMON_UNIT if len(units) > 1 else next(iter(units), "")


def _explanations(
    level: Level,
    numbers: list[tuple[LedgerEntry, Decimal]],
    blank: tuple[str, ...],
    difference: Decimal,
    cell: RollupCell,
) -> tuple[str, ...]:
    """Return what could explain a difference; nothing is decided by it."""
    same = [entry.name for entry, number in numbers if number == abs(difference)]
    which = "上级少算了" if difference < 0 else "上级算了两次"
    ended = [
        entry.name for entry in level.ended if number_of(entry.value(cell.index)) == difference
    ]
    texts = []
    if 0 < len(same) <= _MAX_NAMED:
        texts.append(f"{'、'.join(same)}的数正好是 {abs(difference):f}，可能{which}")
    if ended:
        texts.append(f"年内撤并的{'、'.join(ended)}的数正好是 {difference:f}")
    if difference > 0 and level.absent:
        names = few_names([entry.name for entry in level.absent])
        texts.append(f"合计里没有 {len(level.absent)} 个机构：{names}")
    if blank:
        texts.append(f"{len(blank)} 个机构没有填：{few_names(blank)}")
    return tuple(texts)


def few_names(names: Sequence[str]) -> str:
    """Return the first of some names, and whether there are more."""
    text = "、".join(names[:_MAX_NAMED])
    return f"{text}等" if len(names) > _MAX_NAMED else text
