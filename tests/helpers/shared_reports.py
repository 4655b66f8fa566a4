"""Real reports that lie beside a checkout, and what truly stands in each of their cells."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from site_builder.model.figures import Amount, Cell, CellKey, MissingValue
from site_builder.model.form import Form, form_for
from tests.helpers import ROOT
from tests.helpers.standards import STANDARDS

SHARED = ROOT.parent / "shared" / "reports"
_T2 = {
    "gz": "rules",
    "gfx": "normative",
    "xk": "licence",
    "qt": "other-service",
    "cf": "penalty",
    "qz": "compulsion",
    "sf": "fee",
    "cg": "procurement",
}
_T3 = {
    "new": "new",
    "carried": "carried-in",
    "granted": "results.granted",
    "partial": "results.partial",
    "o": "results.other",
    "total": "results.total",
    "forward": "carried-out",
}
_GROUPED = {"d": "refused", "u": "unable", "n": "not-processed", "o": "other"}


def _reports() -> dict[str, dict[str, Any]]:
    path = SHARED / "truth.json"
    if not path.is_file():
        return {}
    reports: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["reports"]
    return reports


REPORTS = _reports()


def report_cells(report: Mapping[str, Any], form: Form) -> dict[CellKey, Cell]:
    """Put the figures of a report of truth.json into the cells of its form."""
    result: dict[CellKey, Cell] = {}
    for table in form.tables():
        for _, row, column in table.cells():
            result[table.id, row.path, column.path] = MissingValue.BLANK
    for name, values in report["t2"].items():
        keys = [key for key in result if key[:2] == ("proactive", _T2[name])]
        listed = values if isinstance(values, list) else [values]
        result |= dict(zip(keys, map(_cell, keys, listed), strict=True))
    if "o" in report["t3"] and form.first_year == 2021:
        # Printed as one row, which is their sum.
        for key in result:
            if key[1] in ("results.other.not-completed", "results.other.fee-unpaid"):
                result[key] = 0
    for name, values in report["t3"].items():
        keys = [key for key in result if key[:2] == ("requests", _row(name, form))]
        result |= dict(zip(keys, map(_cell, keys, values), strict=True))
    keys = [key for key in result if key[0] == "remedies"]
    return result | dict(zip(keys, map(_cell, keys, report["t4"]), strict=True))


def _row(name: str, form: Form) -> str:
    """Return the row of a name of truth.json: new, d1, o2; `o` of the newer form is its 其他."""
    if name == "o" and form.first_year == 2021:
        return "results.other.misc"
    if name in _T3:
        return _T3[name]
    group = f"results.{_GROUPED[name[0]]}."
    rows = dict.fromkeys(
        row.path
        for table in form.tables()
        for _, row, _ in table.cells()
        if row.path.startswith(group)
    )
    return list(rows)[int(name[1:]) - 1]


def _cell(key: CellKey, value: object) -> Cell:
    """Read a value as the report prints it: 12, "34（减）", "251000元", nothing."""
    if value is None:
        return MissingValue.BLANK
    text = str(value)
    digits = "".join(char for char in text if char.isdecimal() or char in ".-+")
    if key[1:] == ("procurement", "amount"):
        return Amount(Decimal(digits), text.removeprefix(digits))
    if key[1:] == ("fee", "amount"):
        return Decimal(digits)
    return -int(digits) if "减" in text else int(digits)


def report_form(report: Mapping[str, Any]) -> Form:
    form = form_for(report["year"], STANDARDS.forms)
    assert form is not None
    return form
