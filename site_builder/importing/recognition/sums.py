"""The sums of a section as plain equations: along a row, and down the columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from site_builder.model.diagnostic import Severity
from site_builder.model.form import Header, Identity, TableSection
from site_builder.standards.identities import headers_by_path


@dataclass(frozen=True, slots=True)
class Sum:
    """Cells that add up to nothing: each with its weight, by the path of its row or column."""

    weights: Mapping[str, int]
    constant: int


def row_sums(section: TableSection) -> tuple[Sum, ...]:
    """Return the sums that hold along each row; they name columns."""
    return tuple(_sums(section, "rows", section.columns))


def column_sums(section: TableSection) -> tuple[Sum, ...]:
    """Return the sums that hold down each column; they name rows."""
    return tuple(_sums(section, "columns", section.rows))


def _sums(section: TableSection, axis: str, headers: tuple[Header, ...]) -> Iterator[Sum]:
    by_path = headers_by_path(headers)
    for identity in section.identities:
        is_sum = identity.relation == "=" and identity.severity is Severity.ERROR
        is_own = not any(term.previous_year for term in identity.terms())
        if identity.axis == axis and is_sum and is_own:
            yield _sum(identity, by_path)


def _sum(identity: Identity, by_path: Mapping[str, Header]) -> Sum:
    weights: dict[str, int] = {}
    constant = 0
    for side, terms in ((1, identity.left), (-1, identity.right)):
        for term in terms:
            constant += side * term.sign * term.constant
            if not term.path:
                continue
            header = by_path[term.path]
            for leaf in header.leaves() if term.leaves else (header,):
                weights[leaf.path] = weights.get(leaf.path, 0) + side * term.sign
    return Sum(weights, constant)
