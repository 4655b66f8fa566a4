"""`figures.yaml`: every way of writing a row, every slip of a cell, and its cure."""

import re
from decimal import Decimal

import pytest

from site_builder.forms.load import forms
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.figures import Amount, Cell, Figures, Missing
from site_builder.model.place import Place
from site_builder.read.figures import read_figures
from tests.tools import ROOT

FILE = "content/figures.yaml"
TEXTS = {
    year: (ROOT / "tests" / "forms" / f"figures-{year}.yaml").read_text(encoding="utf-8")
    for year in (2020, 2021)
}


def read(text: str, year: int) -> tuple[Figures | None, tuple[Diagnostic, ...]]:
    return read_figures(text, FILE, year, forms())


def changed(year: int, old: str, new: str) -> str:
    assert TEXTS[year].count(old) == 1
    return TEXTS[year].replace(old, new)


def good(text: str, year: int = 2021) -> Figures:
    figures, findings = read(text, year)
    assert findings == ()
    assert figures is not None
    return figures


def told(text: str, year: int = 2021) -> str:
    """Give the single finding of a bad file."""
    figures, findings = read(text, year)
    assert figures is None
    (one,) = findings
    return f"{one.place.line}:{one.place.column} {one.rule} {one.message} {one.hint}"


# --- cells: the fee (money in 万元), the amount (money without a unit), a change, a count -------


def cell(typed: str, kind: str) -> Cell:
    old, key = _PLACES[kind]
    year = 2021 if kind in ("count", "fee") else 2020
    figures, _ = read(changed(year, old, old.replace("※", typed)) if False else _with(kind, typed), year)
    assert figures is not None
    return figures.cells[key]


_PLACES = {
    "count": ("  行政许可: [203]", ("proactive", "licence", "decisions")),
    "fee": ("  行政事业性收费: [43.788]", ("proactive", "fee", "amount")),
    "change": ("  行政处罚: [80, -34, 19]", ("proactive", "penalty", "change")),
    "amount": ("  政府集中采购: [4, 251000.5元]", ("proactive", "procurement", "amount")),
}
