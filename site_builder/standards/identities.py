"""The arithmetic of a form: identity sentences read, and evaluated on figures.

Grammar of a sentence: terms joined by `+` and `-`, one of `=`, `<=`, `>=`, terms again. A term
is a header path, `path.*` (all leaves under it, or itself), `last.path` (the same cell a year
before) or an integer.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Literal, cast

from site_builder.core.errors import ValueProblem
from site_builder.model.figures import CellKey, Figures
from site_builder.model.form import Header, Identity, Table, TableSection, Term, all_leaves
from site_builder.model.lazy_pattern import lazy_pattern

_TERM = lazy_pattern(r"(last\.)?([a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*)(\.\*)?")
_RELATIONS = ("=", "<=", ">=")


def parse_identity(
    sentence: str,
) -> tuple[tuple[Term, ...], Literal["=", "<=", ">="], tuple[Term, ...]]:
    """Read an identity sentence. Raises ValueProblem for one outside the grammar."""
    words = sentence.split()
    relations = [word for word in words if word in _RELATIONS]
    if len(relations) != 1:
        raise ValueProblem("恒等式里要有且只有一个 =、<= 或 >=（两边空格）")
    position = words.index(relations[0])
    relation = cast("Literal['=', '<=', '>=']", relations[0])
    return _side(words[:position]), relation, _side(words[position + 1 :])


def _side(words: list[str]) -> tuple[Term, ...]:
    signs = words[1::2]
    if not words or len(words) % 2 == 0 or any(sign not in "+-" for sign in signs):
        raise ValueProblem("恒等式的每一边要写成：项 + 项 - 项（两边空格）")
    pairs = zip(["+", *signs], words[0::2], strict=True)
    return tuple(_term(1 if sign == "+" else -1, word) for sign, word in pairs)


def _term(sign: Literal[1, -1], word: str) -> Term:
    if word.isdecimal():
        return Term(sign, "", constant=int(word))
    match = _TERM.fullmatch(word)
    if not match:
        raise ValueProblem(f"恒等式里的“{word}”不是项")
    return Term(sign, match[2], leaves=bool(match[3]), previous_year=bool(match[1]))


def headers_by_path(headers: tuple[Header, ...]) -> dict[str, Header]:
    """Index every header of some trees by its path."""
    by_path: dict[str, Header] = {}
    for header in headers:
        by_path[header.path] = header
        by_path.update(headers_by_path(header.children))
    return by_path


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One identity on one line of one section, with both sides as numbers."""

    table: Table
    section: TableSection
    identity: Identity
    line: Header
    """The row or column it was evaluated on."""
    left: Decimal
    right: Decimal
    keys: tuple[CellKey, ...]
    """The cells of this year it was made of, in the order of the terms."""
    weights: tuple[int, ...]
    """How much the left side less the right side grows with each of the cells."""
    has_blanks: bool
    """Some of the cells hold no number; those were taken as nothing."""

    @property
    def name(self) -> tuple[str, str, str]:
        """Return what it is called within its table: ids of section and identity, and the line."""
        return self.section.id, self.identity.id, self.line.path

    @property
    def holds(self) -> bool:
        """Return whether the sentence is true."""
        if self.identity.relation == "<=":
            return self.left <= self.right
        if self.identity.relation == ">=":
            return self.left >= self.right
        return self.left == self.right


def evaluate(
    table: Table, figures: Figures, previous_figures: Figures | None
) -> Iterator[Evaluation]:
    """Evaluate each identity of a table on each line it is about.

    Sentences about last year are left out when there is no report, or its form lacks the cell, or
    the cell has no number. A line whose stated value (the left side) has no number states nothing
    and is left out.
    """
    for section in table.sections:
        for identity in section.identities:
            lines = all_leaves(section.columns if identity.axis == "columns" else section.rows)
            headers = headers_by_path(
                section.rows if identity.axis == "columns" else section.columns
            )
            for line in lines:
                keys = partial(cell_keys, table.id, line, headers, identity.axis)
                left = _add_side(identity.left, keys, figures, previous_figures)
                right = _add_side(identity.right, keys, figures, previous_figures)
                if left is not None and right is not None and left.has_numbers:
                    yield Evaluation(
                        table=table,
                        section=section,
                        identity=identity,
                        line=line,
                        left=left.total,
                        right=right.total,
                        keys=left.keys + right.keys,
                        weights=left.weights + tuple(-weight for weight in right.weights),
                        has_blanks=left.has_blanks or right.has_blanks,
                    )


def identity_keys(
    table: Table, section: TableSection, identity: Identity, line: Header
) -> tuple[CellKey, ...]:
    """Return the cells of this year that a sentence is about on one line, in its order."""
    headers = headers_by_path(section.rows if identity.axis == "columns" else section.columns)
    return tuple(
        key
        for term in identity.terms()
        if not term.previous_year
        for key in cell_keys(table.id, line, headers, identity.axis, term)
    )


@dataclass(frozen=True, slots=True)
class CarryOver:
    """Whether a report continues where the one of the year before stopped, on one line."""

    section: TableSection
    identity: Identity
    line: Header
    state: Literal["holds", "fails", "no-report", "no-cell", "no-number"]
    """The last three: it cannot be decided, and why."""
    evaluation: Evaluation | None
    """Both sides, where they could be compared."""


def check_carry_over(
    table: Table, figures: Figures, previous_figures: Figures | None
) -> Iterator[CarryOver]:
    """Check each sentence about the year before on each line, also where it cannot be decided.

    A number that is missing is not taken as nothing here: then the years are not comparable.
    """
    evaluations = {
        (evaluation.section.id, evaluation.identity.id, evaluation.line.path): evaluation
        for evaluation in evaluate(table, figures, previous_figures)
        if not evaluation.has_blanks
    }
    for section in table.sections:
        for identity in (
            candidate
            for candidate in section.identities
            if any(term.previous_year for term in candidate.terms())
        ):
            for line in all_leaves(section.columns if identity.axis == "columns" else section.rows):
                evaluation = evaluations.get((section.id, identity.id, line.path))
                headers = headers_by_path(
                    section.rows if identity.axis == "columns" else section.columns
                )
                needed_keys = (
                    key
                    for term in identity.terms()
                    if term.previous_year
                    for key in cell_keys(table.id, line, headers, identity.axis, term)
                )
                state: Literal["holds", "fails", "no-report", "no-cell", "no-number"]
                if previous_figures is None:
                    state = "no-report"
                elif any(key not in previous_figures.cells for key in needed_keys):
                    state = "no-cell"
                elif evaluation is None:
                    state = "no-number"
                else:
                    state = "holds" if evaluation.holds else "fails"
                yield CarryOver(section, identity, line, state, evaluation)


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a sentence, added up."""

    total: Decimal
    keys: tuple[CellKey, ...]
    weights: tuple[int, ...]
    has_numbers: bool
    """At least one cell holds a number."""
    has_blanks: bool


def _add_side(
    terms: tuple[Term, ...],
    keys_of: Callable[[Term], Iterator[CellKey]],
    figures: Figures,
    previous_figures: Figures | None,
) -> _Side | None:
    """Add up one side; None when it needs a number of last year that is not there."""
    total = Decimal(0)
    keys: list[CellKey] = []
    weights: list[int] = []
    has_numbers = has_blanks = False
    for term in terms:
        total += term.sign * term.constant
        source = previous_figures if term.previous_year else figures
        for key in keys_of(term):
            number = source.number(key) if source else None
            if number is None and term.previous_year:
                return None
            if not term.previous_year:
                keys.append(key)
                weights.append(term.sign)
            if number is None:
                has_blanks = True
            else:
                has_numbers = True
                total += term.sign * number
    return _Side(total, tuple(keys), tuple(weights), has_numbers, has_blanks)


def cell_keys(
    table: str, line: Header, headers: Mapping[str, Header], axis: str, term: Term
) -> Iterator[CellKey]:
    """Yield the cells that a term names on one line."""
    if not term.path:
        return
    header = headers[term.path]
    for leaf in header.leaves() if term.leaves else (header,):
        row, column = (leaf, line) if axis == "columns" else (line, leaf)
        yield table, row.path, column.path


def total_columns(section: TableSection) -> frozenset[str]:
    """Return the columns that an identity calls the plain sum of other columns of its row."""
    return frozenset(
        identity.left[0].path
        for identity in section.identities
        if identity.axis == "rows"
        and identity.relation == "="
        and all(
            term.sign == 1 and not term.previous_year and not term.constant
            for term in identity.terms()
        )
        and len(identity.left) == 1
        and not identity.left[0].leaves
        and len(identity.right) > 1
    )
