"""Who has published a report about which year, in time or late, and who has not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from site_builder.core.hashing import digest
from site_builder.model.body import (
    Body,
    Register,
    due_date,
    is_address,
    name_in,
    site_root,
)
from site_builder.model.form import Form, form_for
from site_builder.model.publication import (
    DOUBTFUL,
    EMPTY_PUBLICATION,
    MergedCarryOver,
    Publication,
    PublishedReport,
    ReadingProblem,
)
from site_builder.model.views.parts import StatusView

State = Literal[
    "in-time", "late", "undated", "voluntary", "missing", "pending", "unreadable", "exempt"
]
STATE_LABELS: Mapping[State, str] = {
    "in-time": "按时公布",
    "late": "逾期公布",
    "undated": "已公布，日期不明",
    "voluntary": "不需编制，已公布",
    "missing": "逾期未公布",
    "pending": "未到期，还没有公布",
    "unreadable": "不能判断",
    "exempt": "不需编制",
}
_KINDS: Mapping[State, str] = {"in-time": "valid", "late": "changed", "missing": "ended"}


@dataclass(frozen=True)
class LedgerEntry:
    """One body and one year."""

    body: Body
    year: int
    name: str
    """The name it had at the end of the year."""
    state: State
    due: date | None
    reports: tuple[PublishedReport, ...]
    """More than one is wrong."""
    problems: tuple[ReadingProblem, ...]
    address: str
    """Where the body's site stands, with a slash at the end; empty where nobody says so."""

    @property
    def report(self) -> PublishedReport | None:
        """Return the report whose figures are shown."""
        return self.reports[0] if self.reports else None

    @property
    def status(self) -> StatusView:
        """Return the state as pages show it."""
        return StatusView(STATE_LABELS[self.state], _KINDS.get(self.state, ""))

    @property
    def is_expected(self) -> bool:
        """Return whether a sum over bodies needs it."""
        return self.state not in ("exempt", "voluntary")

    def value(self, index: int) -> str:
        """Return the text of a cell of the first report's form."""
        return self.values[index]

    @cached_property
    def values(self) -> tuple[str, ...]:
        """Return the texts of the cells of the first report's form.

        Doubtful where two reports of the year differ, or one of them has another form: its cells
        are others.
        """
        first, *others = self.reports
        values = first.values
        for report in others:
            compared = report.values if report.form == first.form else (DOUBTFUL,) * len(values)
            pairs = zip(values, compared, strict=True)
            values = tuple(value if value == other else DOUBTFUL for value, other in pairs)
        return values

    @cached_property
    def is_nil(self) -> bool:
        """Return whether its report states nothing but 0."""
        return self.report is not None and self.report.is_nil

    @cached_property
    def cause(self) -> str:
        """Return what decides all that is shown of it."""
        # Where it stands is not in the file: one that moved is shown at another address.
        digests = " ".join(
            f"{report.digest}{report.published} {report.page} {report.source} {report.has_cell_ids}"
            for report in self.reports
        )
        names = self.name, self.body.name, [former.name for former in self.body.former_names]
        facts = self.body.code, names, self.state, self.due, self.problems
        return f"{facts} {digests} {self.address}"


@dataclass
class Ledger:
    """All bodies and years."""

    register: Register
    publications: Mapping[str, Publication]
    forms: Mapping[str, Form]
    today: date
    merged: Mapping[tuple[str, int], MergedCarryOver]
    """By code and year: bodies that do not continue their own report alone."""
    _entries: dict[tuple[str, int], LedgerEntry] = field(default_factory=dict)
    _by_year: dict[int, list[LedgerEntry]] = field(default_factory=dict)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Return the years that there is something to say about, the newest first."""
        reported = {report.year for item in self.publications.values() for report in item.reports}
        last = max({*reported, self.today.year - 1})
        first = min({*reported, self.today.year - 1})
        return tuple(year for year in range(last, first - 1, -1) if form_for(year, self.forms))

    def entry(self, body: Body, year: int) -> LedgerEntry:
        """Return what is known of a body and a year."""
        key = body.code, year
        if key not in self._entries:
            self._entries[key] = self._build_entry(body, year)
        return self._entries[key]

    def of_year(self, year: int) -> list[LedgerEntry]:
        """Return the bodies that there is something to say about, in the register's order."""
        if year not in self._by_year:
            entries = (self.entry(body, year) for body in self.register.bodies)
            self._by_year[year] = [
                entry
                for entry in entries
                if entry.reports or entry.is_expected or entry.body.exists_at_end_of(year)
            ]
        return self._by_year[year]

    def form(self, year: int) -> Form | None:
        """Return the form that reports about a year use."""
        return form_for(year, self.forms)

    def publication(self, body: Body) -> Publication:
        """Return all that a body publishes."""
        return self.publications.get(body.code, EMPTY_PUBLICATION)

    def _build_entry(self, body: Body, year: int) -> LedgerEntry:
        publication = self.publication(body)
        reports = publication.of_year(year)
        problems = tuple(
            problem
            for problem in publication.problems
            if not problem.file or problem.file.startswith(f"{year}/")
        )
        due = due_date(body, year, self.forms)
        state = self._state(body, year, reports, problems, due)
        # What was asked answered there, whatever its catalogue calls itself.
        address = site_root(body.site) if is_address(body.site) else publication.address
        name = name_in(body, year)
        return LedgerEntry(body, year, name, state, due, reports, problems, address)

    def _state(
        self,
        body: Body,
        year: int,
        reports: tuple[PublishedReport, ...],
        problems: tuple[ReadingProblem, ...],
        due: date | None,
    ) -> State:
        is_expected = body.reports_about(year)
        if reports:
            first = min((report.published for report in reports if report.published), default="")
            if not is_expected:
                return "voluntary"
            if not first or due is None:
                return "undated"
            return "in-time" if first <= due.isoformat() else "late"
        if not is_expected:
            return "exempt"
        if problems or not (body.site or body.reports):
            return "unreadable"
        return "pending" if due is None or self.today <= due else "missing"


def entries_cause(entries: Iterable[LedgerEntry]) -> str:
    """Return what decides all that is shown of some entries."""
    return digest("\n".join(entry.cause for entry in entries).encode("utf-8", "surrogatepass"))
