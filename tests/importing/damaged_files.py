"""Sample files damaged at random: bytes flipped, cut off, cells and rows lost and exchanged."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from site_builder.model.figures import Cell, CellKey
from site_builder.model.form import Form
from tests.helpers.standards import STANDARDS
from tests.importing.office_files import Block, docx_file, html_page, read_page, xlsx_file
from tests.importing.sample_report import consistent_cells, grids

YEARS = {"annual-report-2019": 2020, "annual-report-2021": 2024}
_CELL = re.compile(r"<td[^>]*>[^<]*</td>")
_ROW = re.compile(r"<tr>.*?(?=<tr>|</table>)", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_SPAN = re.compile(r'(row|col)span="\d+"')


@dataclass(frozen=True)
class DamagedFile:
    """A file that something happened to, and what stood in it before."""

    name: str
    data: bytes
    damage: str
    cells: dict[CellKey, Cell]


def damaged_file(chance: random.Random) -> DamagedFile:
    """Build a report, damage it once or twice, and write it in some format."""
    form = STANDARDS.forms[chance.choice(sorted(YEARS))]
    cells = consistent_cells(form, chance)
    page = report_page(form, cells)
    damages = chance.choices(sorted(DAMAGES), k=chance.randint(0, 2))
    for name in damages:
        page = DAMAGES[name](page, chance)
    suffix = chance.choice(("html", "docx", "xlsx", "md", "txt"))
    data = _written(page, suffix)
    if not damages or chance.random() < _BYTE_DAMAGE:
        damage = chance.choice(sorted(BYTE_DAMAGES))
        data = BYTE_DAMAGES[damage](data, chance)
        damages.append(damage)
    return DamagedFile(f"report.{suffix}", data, "+".join(damages), cells)


_BYTE_DAMAGE = 0.2


def report_page(form: Form, cells: dict[CellKey, Cell]) -> str:
    """Return a report as a simple page."""
    year = YEARS[form.id]
    title = f"测试市示范园区{year}年政府信息公开工作年度报告"
    blocks: list[Block] = [("h1", title)]
    tables = grids(form, cells)
    for part in form.parts:
        blocks.append(("h2", part.title))
        blocks += [("table", grid) for grid in tables.get(part.id, ())]
        if part.id not in tables:
            blocks.append(("p", "全年工作按照《条例》的要求有序开展，没有其他需要报告的事项。"))
    return html_page(title, blocks)


def _written(page: str, suffix: str) -> bytes:
    if suffix == "docx":
        return docx_file(read_page(page))
    if suffix == "xlsx":
        return xlsx_file(read_page(page))
    if suffix == "txt":
        rows = re.sub(r"</td>", "\t", re.sub(r"<tr>|</?h\d>|</?p>", "\n", page))
        return _TAG.sub("", rows).encode()
    return page.encode()


def _choose(pattern: re.Pattern[str], page: str, chance: random.Random) -> re.Match[str]:
    return chance.choice(list(pattern.finditer(page)))


def _drop(pattern: re.Pattern[str]) -> Callable[[str, random.Random], str]:
    def drop(page: str, chance: random.Random) -> str:
        match = _choose(pattern, page, chance)
        return page[: match.start()] + page[match.end() :]

    return drop


def _double(pattern: re.Pattern[str]) -> Callable[[str, random.Random], str]:
    def double(page: str, chance: random.Random) -> str:
        match = _choose(pattern, page, chance)
        return page[: match.end()] + match[0] + page[match.end() :]

    return double


def _swap(pattern: re.Pattern[str]) -> Callable[[str, random.Random], str]:
    def swap(page: str, chance: random.Random) -> str:
        matches = list(pattern.finditer(page))
        number = chance.randrange(len(matches) - 1)
        first, second = matches[number : number + 2]
        between = page[first.end() : second.start()]
        return page[: first.start()] + second[0] + between + first[0] + page[second.end() :]

    return swap


def _empty_cell(page: str, chance: random.Random) -> str:
    match = _choose(_CELL, page, chance)
    return page[: match.start()] + "<td></td>" + page[match.end() :]


def _other_span(page: str, chance: random.Random) -> str:
    match = _choose(_SPAN, page, chance)
    span = f'{chance.choice(("row", "col"))}span="{chance.choice((0, 1, 2, 3, 7, 40))}"'
    return page[: match.start()] + span + page[match.end() :]


DAMAGES: dict[str, Callable[[str, random.Random], str]] = {
    "cell-lost": _drop(_CELL),
    "cell-doubled": _double(_CELL),
    "cell-emptied": _empty_cell,
    "cells-exchanged": _swap(_CELL),
    "row-lost": _drop(_ROW),
    "row-doubled": _double(_ROW),
    "rows-exchanged": _swap(_ROW),
    "span-changed": _other_span,
    "tag-lost": _drop(_TAG),
}


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _gap(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randint(1, 200) :]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[: start + chance.randint(1, 200)] + data[start:]


BYTE_DAMAGES: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "bytes-flipped": _flip,
    "cut-off": _cut,
    "gap": _gap,
    "repeated": _repeat,
}
