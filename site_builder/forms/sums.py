"""The arithmetic of a form: identity sentences read, and evaluated on figures.

Grammar of a sentence: terms joined by `+` and `-`, one of `=`, `<=`, `>=`, terms again. A term is a
head path, `path.*` (all leaves under it, or itself), `last.path` (the same cell a year before) or
an integer. Used by `forms.load` to read sentences and by the rules to prove them.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Literal, cast

from site_builder.model.figures import Figures, Key
from site_builder.model.form import Band, Head, Identity, Table, Term, all_leaves

_TERM = re.compile(r"(last\.)?([a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*)(\.\*)?")
_RELATIONS = ("=", "<=", ">=")


def parse(
    sentence: str,
) -> tuple[tuple[Term, ...], Literal["=", "<=", ">="], tuple[Term, ...]]:
    """Read an identity sentence. Raises ValueError, in Chinese, for one outside the grammar."""
    words = sentence.split()
    relations = [word for word in words if word in _RELATIONS]
    if len(relations) != 1:
        raise ValueError("恒等式里要有且只有一个 =、<= 或 >=（两边空格）")
    at = words.index(relations[0])
    relation = cast("Literal['=', '<=', '>=']", relations[0])
    return _side(words[:at]), relation, _side(words[at + 1 :])


def _side(words: list[str]) -> tuple[Term, ...]:
    signs = words[1::2]
    if not words or len(words) % 2 == 0 or any(sign not in "+-" for sign in signs):
        raise ValueError("恒等式的每一边要写成：项 + 项 - 项（两边空格）")
    pairs = zip(["+", *signs], words[0::2], strict=True)
    return tuple(_term(1 if sign == "+" else -1, word) for sign, word in pairs)


def _term(sign: Literal[1, -1], word: str) -> Term:
    if word.isdecimal():
        return Term(sign, "", constant=int(word))
    match = _TERM.fullmatch(word)
    if not match:
        raise ValueError(f"恒等式里的“{word}”不是项")
    return Term(sign, match[2], leaves=bool(match[3]), last=bool(match[1]))


def by_path(heads: tuple[Head, ...]) -> dict[str, Head]:
    """Index every head of some trees by its path."""
    found: dict[str, Head] = {}
    for head in heads:
        found[head.path] = head
        found.update(by_path(head.children))
    return found


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One identity on one line of one band, with both sides as numbers."""

    table: Table
    band: Band
    identity: Identity
    line: Head
    """The row or column it was evaluated on."""
    left: Decimal
    right: Decimal
    keys: tuple[Key, ...]
    """The cells of this year it was made of, in the order of the terms."""
    weights: tuple[int, ...]
    """How much the left side less the right side grows with each of the cells."""
    blanks: bool
    """Some of the cells hold no number; those were taken as nothing."""

    @property
    def holds(self) -> bool:
        """Tell whether the sentence is true."""
        if self.identity.relation == "<=":
            return self.left <= self.right
        if self.identity.relation == ">=":
            return self.left >= self.right
        return self.left == self.right


def evaluate(table: Table, figures: Figures, last: Figures | None) -> Iterator[Evaluation]:
    """Evaluate each identity of a table on each line it is about.

    Sentences about last year are left out when there is no report, or its form lacks the cell, or
    the cell has no number. A line whose stated value (the left side) has no number says nothing
    and is left out.
    """
    for band in table.bands:
        for identity in band.identities:
            across = all_leaves(band.columns if identity.each == "columns" else band.rows)
            heads = by_path(band.rows if identity.each == "columns" else band.columns)
            for line in across:
                keys = partial(_keys, table.id, line, heads, identity.each)
                left = _add(identity.left, keys, figures, last)
                right = _add(identity.right, keys, figures, last)
                if left is not None and right is not None and left.numbers:
                    yield Evaluation(
                        table=table,
                        band=band,
                        identity=identity,
                        line=line,
                        left=left.total,
                        right=right.total,
                        keys=left.keys + right.keys,
                        weights=left.weights + tuple(-one for one in right.weights),
                        blanks=left.blanks or right.blanks,
                    )


@dataclass(frozen=True, slots=True)
class CarryOver:
    """Whether a report continues where the one of the year before stopped, on one line."""

    band: Band
    identity: Identity
    line: Head
    state: Literal["holds", "fails", "no-report", "no-cell", "no-number"]
    """The last three: it cannot be told, and why."""
    evaluation: Evaluation | None
    """Both sides, where they could be compared."""


def carried_over(table: Table, figures: Figures, last: Figures | None) -> Iterator[CarryOver]:
    """Judge each sentence about the year before on each line, also where it cannot be told.

    A number that is missing is not taken as nothing here: then the years are not comparable.
    """
    found = {
        (one.band.id, one.identity.id, one.line.path): one
        for one in evaluate(table, figures, last)
        if not one.blanks
    }
    for band in table.bands:
        for identity in (one for one in band.identities if any(t.last for t in one.terms())):
            for line in all_leaves(band.columns if identity.each == "columns" else band.rows):
                one = found.get((band.id, identity.id, line.path))
                heads = by_path(band.rows if identity.each == "columns" else band.columns)
                named = (
                    key
                    for term in identity.terms()
                    if term.last
                    for key in _keys(table.id, line, heads, identity.each, term)
                )
                state: Literal["holds", "fails", "no-report", "no-cell", "no-number"]
                if last is None:
                    state = "no-report"
                elif any(key not in last.cells for key in named):
                    state = "no-cell"
                elif one is None:
                    state = "no-number"
                else:
                    state = "holds" if one.holds else "fails"
                yield CarryOver(band, identity, line, state, one)


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a sentence, added up."""

    total: Decimal
    keys: tuple[Key, ...]
    weights: tuple[int, ...]
    numbers: bool
    """At least one cell holds a number."""
    blanks: bool


def _add(
    terms: tuple[Term, ...],
    keys_of: Callable[[Term], Iterator[Key]],
    figures: Figures,
    last: Figures | None,
) -> _Side | None:
    """Add up one side; None when it needs a number of last year that is not there."""
    total = Decimal(0)
    keys: list[Key] = []
    weights: list[int] = []
    numbers = blanks = False
    for term in terms:
        total += term.sign * term.constant
        source = last if term.last else figures
        for key in keys_of(term):
            number = source.number(key) if source else None
            if number is None and term.last:
                return None
            if not term.last:
                keys.append(key)
                weights.append(term.sign)
            if number is None:
                blanks = True
            else:
                numbers = True
                total += term.sign * number
    return _Side(total, tuple(keys), tuple(weights), numbers, blanks)


def _keys(
    table: str, line: Head, heads: Mapping[str, Head], each: str, term: Term
) -> Iterator[Key]:
    """List the cells that a term names on one line."""
    if not term.path:
        return
    head = heads[term.path]
    for leaf in head.leaves() if term.leaves else (head,):
        row, column = (leaf, line) if each == "columns" else (line, leaf)
        yield table, row.path, column.path


def total_columns(band: Band) -> frozenset[str]:
    """Return the columns that an identity calls the plain sum of other columns of its row."""
    return frozenset(
        identity.left[0].path
        for identity in band.identities
        if identity.each == "rows"
        and identity.relation == "="
        and all(t.sign == 1 and not t.last and not t.constant for t in identity.terms())
        and len(identity.left) == 1
        and not identity.left[0].leaves
        and len(identity.right) > 1
    )
