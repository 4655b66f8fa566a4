"""Many bodies' published data, with planted states: each is written as the program publishes it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random

from site_builder.model.figures import Amount, Cell, CellKey, MissingValue
from site_builder.model.form import Form, form_for
from site_builder.model.views.downloads import FigureCell, FiguresDataView
from site_builder.render.data.json_files import figures_json
from site_builder.standards.header_grid import cell_state, decimal_text, header_labels
from tests.helpers.random_figures import random_figures
from tests.helpers.standards import STANDARDS

Cells = dict[CellKey, Cell]
NEW = ("requests", "new", "applicant.natural")
PLANTS = (
    *("late", "nil", "missing", "wrong-sum", "omitted", "renamed", "merged", "twice", "blank"),
    *("damaged", "carried", "undated"),
)
"""What may be planted, in the order in which it is."""
SETTINGS = "站点:\n  名称: 某市政府信息公开汇总\n  机关: 某市政务公开办公室\n"


@dataclass
class MadeReport:
    """A report on its way."""

    cells: Cells
    name: str
    published: str
    folder: int


@dataclass
class MadeBodies:
    """A register and what its bodies publish."""

    folder: Path
    years: tuple[int, ...]
    codes: list[str] = field(default_factory=list)
    lines: dict[str, str] = field(default_factory=dict)
    reports: dict[tuple[str, int], MadeReport] = field(default_factory=dict)
    planted: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Code → what was planted, in which year."""
    damaged: set[tuple[str, int]] = field(default_factory=set)

    def of_kind(self, kind: str) -> dict[str, int]:
        """Return the bodies that something was planted in, with the year."""
        return {code: year for code, (planted, year) in self.planted.items() if planted == kind}

    def write(self, codes: Iterable[str] = ()) -> None:
        """Write the register, the settings and all bodies, or some of them."""
        self.folder.mkdir(parents=True, exist_ok=True)
        register = "机构:\n" + "".join(self.lines[code] for code in self.codes)
        (self.folder / "bodies.yaml").write_text(register, encoding="utf-8")
        (self.folder / "config.yaml").write_text(SETTINGS, encoding="utf-8")
        for code in codes or self.codes:
            self._write_body(code)

    def _write_body(self, code: str) -> None:
        folder = self.folder / "published" / code
        entries = []
        for (owner, year), report in self.reports.items():
            if owner == code:
                target = folder / str(report.folder) / "figures.json"
                target.parent.mkdir(parents=True, exist_ok=True)
                data = figures_bytes(abs(year), report)
                target.write_bytes(data[:-40] if (code, year) in self.damaged else data)
                url = f"{report.folder}/report.html"
                entries.append({"url": url, "published": report.published or None})
        folder.mkdir(parents=True, exist_ok=True)
        catalogue = {"address": f"https://{code.lower()}.example.gov.cn/", "entries": entries}
        (folder / "catalogue.json").write_text(json.dumps(catalogue), encoding="utf-8")


def figures_bytes(year: int, report: MadeReport) -> bytes:
    """Write figures as the program publishes them."""
    form = report_form(year)
    cells = tuple(
        FigureCell(
            *(table.id, table.title, section.id, section.title),
            *(row.path, header_labels(section.rows, row.path)),
            *(column.path, header_labels(section.columns, column.path)),
            decimal_text(cell),
            cell.unit if isinstance(cell, Amount) else "",
            cell_state(cell),
        )
        for table in form.tables()
        for section, row, column in table.cells()
        for cell in (report.cells[table.id, row.path, column.path],)
    )
    title = f"{report.name}{year}年政府信息公开工作年度报告"
    return figures_json(
        FiguresDataView(
            title, year, report.name, form.id, form.document_number, "有效", "", (), cells
        )
    )


def report_form(year: int) -> Form:
    """Return the form of a year."""
    form = form_for(year, STANDARDS.forms)
    assert form is not None
    return form


def make_bodies(
    folder: Path, count: int, years: tuple[int, ...], planted: int, seed: int = 1
) -> MadeBodies:
    """Make a government and the bodies below it; in the first `planted` of them is something."""
    bodies = MadeBodies(folder, years)
    bodies.codes.append("X")
    bodies.lines["X"] = "  - {代码: X, 名称: 某市人民政府, 类别: 政府, 网站: published/X}\n"
    chance = Random(seed)  # noqa: S311 - figures to test with, no secret
    for number in range(1, count + 1):
        code = f"B{number:04}"
        bodies.codes.append(code)
        _make_body(bodies, code, chance)
        if number <= planted:
            kind = PLANTS[(number - 1) % len(PLANTS)]
            year = years[1 + number // len(PLANTS) % (len(years) - 1)]
            bodies.planted[code] = kind, year
            plant(bodies, code, kind, year)
    _add_parent(bodies)
    bodies.write()
    return bodies


def _make_body(bodies: MadeBodies, code: str, chance: Random) -> None:
    name = f"第{code[1:]}局"
    bodies.lines[code] = (
        f"  - {{代码: {code}, 名称: {name}, 类别: 部门, 上级: X, 网站: published/{code}}}\n"
    )
    for year in bodies.years:
        cells = steady_figures(report_form(year), chance)
        bodies.reports[code, year] = MadeReport(cells, name, f"{year + 1}-01-20", year)


def steady_figures(form: Form, chance: Random) -> Cells:
    """Return figures that continue any other such figures: nothing is carried from year to year."""
    cells = random_figures(form, chance)
    for key in list(cells):
        table, row, column = key
        if table == "proactive":
            cells[key] = Amount(Decimal(0), "万元") if isinstance(cells[key], Amount) else 0
        elif table == "requests" and row in ("carried-in", "carried-out"):
            cells[key] = 0
        elif table == "requests" and row == "new":
            cells[key] = cells[table, "results.total", column]
    return cells


def plant(bodies: MadeBodies, code: str, kind: str, year: int) -> None:
    """Plant a state in a body's report of a year."""
    report = bodies.reports[code, year]
    days = {"late": f"{year + 1}-02-15", "undated": ""}
    if kind in days:
        report.published = days[kind]
    elif kind in ("renamed", "merged"):
        _plant_in_register(bodies, code, kind, year)
    elif kind == "twice":
        bodies.reports[code, -year] = MadeReport(report.cells, report.name, report.published, 2018)
    elif kind == "missing":
        del bodies.reports[code, year]
    elif kind == "damaged":
        bodies.damaged.add((code, year))
    elif kind != "omitted":
        _plant_in_cells(report, kind)


def _plant_in_cells(report: MadeReport, kind: str) -> None:
    if kind == "nil":
        report.cells = dict.fromkeys(report.cells, 0)
    elif kind == "wrong-sum":
        report.cells[NEW] = _count(report.cells[NEW]) + 7
    elif kind == "blank":
        report.cells["remedies", "value", "suit.direct.upheld"] = MissingValue.BLANK
        report.cells["remedies", "value", "suit.direct.total"] = MissingValue.BLANK
    elif kind == "carried":
        for column in ("applicant.natural", "applicant.total"):
            for row in ("carried-out", "new"):
                key = ("requests", row, column)
                report.cells[key] = _count(report.cells[key]) + 2


def _plant_in_register(bodies: MadeBodies, code: str, kind: str, year: int) -> None:
    line = bodies.lines[code].removesuffix("}\n")
    if kind == "renamed":
        name = f"旧{code}局"
        bodies.lines[code] = f"{line}, 曾用名: [{{名称: {name}, 止: {year - 1}-12-31}}]}}\n"
        for other in bodies.years:
            if other < year:
                bodies.reports[code, other].name = name
    elif kind == "merged":
        bodies.lines[code] = f"{line}, 止: {year}-06-30, 并入: {bodies.codes[1]}}}\n"
        for other in bodies.years:
            if other >= year:
                del bodies.reports[code, other]


def _count(cell: Cell) -> int:
    assert isinstance(cell, int)
    return cell


def _add_parent(bodies: MadeBodies) -> None:
    """Add the government's own reports: sums of what those below it publish."""
    for year in bodies.years:
        cells: Cells = {}
        for code in bodies.codes[1:]:
            report = bodies.reports.get((code, year))
            omitted = bodies.planted.get(code) == ("omitted", year)
            if report and not omitted and (code, year) not in bodies.damaged:
                for key, cell in report.cells.items():
                    cells[key] = _sum(cells.get(key, 0), cell)
        name = "某市人民政府"
        bodies.reports["X", year] = MadeReport(cells, name, f"{year + 1}-03-20", year)


def _sum(total: Cell, cell: Cell) -> Cell:
    if isinstance(cell, Amount):
        base = total.number if isinstance(total, Amount) else Decimal(0)
        return Amount(base + cell.number, cell.unit)
    if isinstance(cell, int) and isinstance(total, int):
        return total + cell
    if isinstance(cell, Decimal) and isinstance(total, Decimal | int):
        return total + cell
    return total
