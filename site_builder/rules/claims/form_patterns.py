"""Patterns for the numbers that a form has words of its own for."""

import re
from collections.abc import Iterator
from functools import lru_cache

from site_builder.model.form import Form, NarrativeFigure
from site_builder.rules.claims.usual_patterns import amount_after, count_after

Patterns = tuple[tuple[str, re.Pattern[str]], ...]


@lru_cache(maxsize=8)
def form_patterns(form: Form) -> Patterns:
    """Return a pattern for each figure of the form that comes with words."""
    return tuple(_patterns(form))


def _patterns(form: Form) -> Iterator[tuple[str, re.Pattern[str]]]:
    for figure in form.narrative:
        if figure.words:
            # The longer words first: 行政裁决申请, not 行政裁决.
            words = "|".join(re.escape(word) for word in sorted(figure.words, key=len)[::-1])
            number_after = amount_after if money_unit(figure, form) else count_after
            yield figure.kind, re.compile(number_after(rf"(?:{words})"))


def money_unit(figure: NarrativeFigure, form: Form) -> str:
    """Return the unit of a figure's cells where they are money; empty for counts."""
    table_id, _, column = figure.sums[0][0]
    return next(
        header.unit if header.value == "money" else ""
        for table in form.tables()
        if table.id == table_id
        for _, _, header in table.cells()
        if header.path == column
    )
