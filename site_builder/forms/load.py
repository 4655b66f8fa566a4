"""Form files → `Form`. Called by the pipeline; a wrong form file is a diagnostic, never a guess."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from site_builder.forms import sums
from site_builder.forms.reader import NodeReader, finding
from site_builder.located import Node, decode, parse
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.form import (
    Band,
    Brief,
    Form,
    Head,
    Identity,
    Part,
    Strand,
    Table,
    Topic,
    Value,
    all_leaves,
)
from site_builder.model.frozen import frozen
from site_builder.model.place import Place
from site_builder.nearest import did_you_mean, plain

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_EACH = ("rows", "columns")
_VALUES = ("count", "signed", "money")
_SEVERITIES = {"error": Severity.ERROR, "warning": Severity.WARNING}


@cache
def _all() -> tuple[Mapping[str, Form], tuple[Diagnostic, ...]]:
    found: dict[str, Form] = {}
    faulty: list[Diagnostic] = []
    for entry in sorted(files("site_builder.forms").iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".yaml"):
            form, findings = load(entry.read_bytes(), f"site_builder/forms/{entry.name}")
            faulty.extend(findings if form is None else ())
            if form is not None:
                found[form.id] = form
    return frozen(found), tuple(faulty)


def forms() -> Mapping[str, Form]:
    """Load every form that comes with the package, by id. The files are part of the program."""
    found, faulty = _all()
    if faulty:
        raise ValueError("\n".join(f"{one.place} {one.message}" for one in faulty))
    return found


def faults() -> tuple[Diagnostic, ...]:
    """List what is wrong with the forms themselves: a preview tells it to whoever edits one."""
    return _all()[1]


def form_for(year: int, known: Mapping[str, Form]) -> Form | None:
    """Find the form that reports about this year use."""
    return next((form for form in known.values() if form.serves(year)), None)


def load(data: bytes, file: str) -> tuple[Form | None, tuple[Diagnostic, ...]]:
    """Read one form file. Returns the form, or None and every finding."""
    text, undecodable = decode(data, file)
    root, malformed = parse(text, file)
    if undecodable or malformed or root is None:
        return None, undecodable or malformed or (finding(Place(file), "文件是空的"),)
    reader = _FormReader(hashlib.blake2b(data, digest_size=16).hexdigest())
    form = reader.form(root)
    return (None if reader.findings else form), tuple(reader.findings)


class _FormReader(NodeReader):
    """Builds a form from nodes."""

    def __init__(self, digest: str) -> None:
        super().__init__()
        self.digest = digest

    def form(self, root: Node) -> Form:
        known = "id* key* title* document_number* first_year* last_year parts* brief series"
        fields = self.fields(root, known)
        parts = tuple(self.part(node) for node in self.listed(fields, "parts"))
        tables = {part.table.id: part.table for part in parts if part.table}
        self.distinct(root, (part.id for part in parts), "部分")
        self.distinct(root, (part.table.id for part in parts if part.table), "表")
        first_year, last_year = (self.number(fields, f"{end}_year") for end in ("first", "last"))
        if 0 < last_year < first_year:
            self.say(fields["last_year"].place, "“last_year”早于“first_year”")
        return Form(
            id=self.text(fields, "id"),
            key=self.text(fields, "key"),
            title=self.text(fields, "title"),
            document_number=self.text(fields, "document_number"),
            first_year=first_year,
            last_year=last_year or None,
            parts=parts,
            brief=tuple(self.brief(node, tables) for node in self.listed(fields, "brief")),
            series=self.series(fields, tables),
            digest=self.digest,
        )

    def brief(self, node: Node, tables: Mapping[str, Table]) -> Brief:
        fields = self.fields(node, "label* table* row* column*")
        brief = Brief(*(self.text(fields, key) for key in ("label", "table", "row", "column")))
        self.cell(node, tables.get(brief.table), brief)
        return brief

    def cell(self, node: Node, table: Table | None, brief: Brief) -> None:
        """Only a leaf row and a leaf column make a cell; an empty path stands for any."""
        cells = table.cells() if table else ()
        if not any(
            brief.row in ("", row.path) and brief.column in ("", column.path)
            for _, row, column in cells
        ):
            place = f"{brief.table} {brief.row} {brief.column}".rstrip()
            self.say(node.place, f"没有这一格：{place}")

    def series(self, fields: Mapping[str, Node], tables: Mapping[str, Table]) -> tuple[Strand, ...]:
        nodes = self.listed(fields, "series")
        found = tuple(self.strand(node, tables) for node in nodes)
        if nodes:
            self.distinct(nodes[0], (strand.id for strand in found), "对照")
        return found

    def strand(self, node: Node, tables: Mapping[str, Table]) -> Strand:
        fields = self.fields(node, "id* title* table* row column charts")
        names = ("id", "title", "table", "row", "column")
        strand_id, title, table, row, column = (self.text(fields, name) for name in names)
        if "id" in fields and not _ID.fullmatch(strand_id):
            self.say(fields["id"].place, f"“id”不能是“{strand_id}”")
        self.cell(node, tables.get(table), Brief("", table, row, column))
        charts = []
        for chart in self.listed(fields, "charts"):
            drawn = self.fields(chart, "label* row* column*")
            label, *cell = (self.text(drawn, name) for name in ("label", "row", "column"))
            charts.append(Brief(label, table, *cell))
            self.cell(chart, tables.get(table), charts[-1])
            self.drawable(chart, tables.get(table), cell[1])
        return Strand(strand_id, title, table, row, column, tuple(charts))

    def drawable(self, node: Node, table: Table | None, column: str) -> None:
        """Bars start at 0 and share a scale: no changes, no amounts in whatever unit."""
        for _, _, head in table.cells() if table else ():
            if head.path == column and (head.value == "signed" or head.unit == "asked"):
                self.say(node.place, f"“{head.label}”不能画成图")
                return

    def part(self, node: Node) -> Part:
        fields = self.fields(node, "id* title* table topics")
        topics = (self.fields(topic, "id* label*") for topic in self.listed(fields, "topics"))
        table = fields.get("table")
        return Part(
            id=self.text(fields, "id"),
            title=self.text(fields, "title"),
            table=self.table(table) if table else None,
            topics=tuple(Topic(self.text(t, "id"), self.text(t, "label")) for t in topics),
        )

    def table(self, node: Node) -> Table:
        fields = self.fields(node, "id* title* key* bands*")
        bands = tuple(self.band(band) for band in self.listed(fields, "bands"))
        rows = tuple(row for band in bands for row in band.rows)
        self.distinct(node, (_html_id(head) for head in _every(rows)), "行")
        self.distinct(node, (band.id for band in bands), "段")
        self.unique_keys(node, rows)
        table_id, title, key = (self.text(fields, name) for name in ("id", "title", "key"))
        return Table(table_id, title, key, bands)

    def band(self, node: Node) -> Band:
        fields = self.fields(node, "id* title stub note columns* rows* identities")
        columns = tuple(self.head(head, "", None, "") for head in self.listed(fields, "columns"))
        rows = tuple(self.head(head, "", None, "") for head in self.listed(fields, "rows"))
        self.distinct(node, (_html_id(head) for head in _every(columns)), "列")
        self.unique_keys(node, columns)
        for heads, axis in ((columns, "列"), (rows, "行")):
            if not heads:
                self.say(node.place, f"这一段没有{axis}")
        for leaf in all_leaves(columns):
            if leaf.value is None:
                self.say(node.place, f"列“{leaf.label}”没有写 value（{'、'.join(_VALUES)}）")
        found = tuple(
            self.identity(identity, columns, rows) for identity in self.listed(fields, "identities")
        )
        return Band(
            id=self.text(fields, "id"),
            title=self.text(fields, "title"),
            stub=self.text(fields, "stub"),
            note=self.text(fields, "note"),
            columns=columns,
            rows=rows,
            identities=tuple(one for one in found if one is not None),
        )

    def head(self, node: Node, above: str, value: Value | None, unit: str) -> Head:
        fields = self.fields(node, "id* label* key value unit children")
        label = self.text(fields, "label")
        head_id = self.text(fields, "id")
        if "id" in fields and not _ID.fullmatch(head_id):
            hint = "只用小写字母、数字和中间的 -。"
            self.say(fields["id"].place, f"“id”不能是“{head_id}”", hint)
        path = f"{above}.{head_id}" if above else head_id
        typed = self.choice(fields, "value", _VALUES)
        value = cast("Value", typed) if typed else value
        unit = self.text(fields, "unit", unit)
        children = tuple(
            self.head(child, path, value, unit) for child in self.listed(fields, "children")
        )
        return Head(head_id, path, label, self.text(fields, "key", label), value, unit, children)

    def identity(
        self, node: Node, columns: tuple[Head, ...], rows: tuple[Head, ...]
    ) -> Identity | None:
        fields = self.fields(node, "id* holds* each* severity* says* basis*")
        each = self.choice(fields, "each", _EACH)
        severity = self.choice(fields, "severity", _SEVERITIES)
        try:
            left, relation, right = sums.parse(self.text(fields, "holds"))
        except ValueError as fault:
            self.say(fields["holds"].place if "holds" in fields else node.place, str(fault))
            return None
        heads = sums.by_path(columns if each == "rows" else rows)
        for term in left + right:
            if term.path and term.path not in heads:
                message = f"恒等式里的“{term.path}”不是这一段的{'列' if each == 'rows' else '行'}"
                self.say(fields["holds"].place, message, did_you_mean(term.path, heads))
        return Identity(
            id=self.text(fields, "id"),
            holds=self.text(fields, "holds"),
            left=left,
            relation=relation,
            right=right,
            each=cast("Literal['rows', 'columns']", each),
            severity=_SEVERITIES.get(severity, Severity.ERROR),
            says=self.text(fields, "says"),
            basis=self.text(fields, "basis"),
        )

    def distinct(self, node: Node, names: Iterable[str], what: str) -> None:
        """Names become ids of cells and of HTML, so two with one name would be taken for one."""
        seen: set[str] = set()
        for name in names:
            if name in seen:
                self.say(node.place, f"{what}“{name}”重复")
            seen.add(name)

    def unique_keys(self, node: Node, heads: tuple[Head, ...]) -> None:
        """Authors find a head by its key among its sisters, so keys must differ there."""
        seen: set[str] = set()
        for head in heads:
            if plain(head.key) in seen and len(heads) > 1:
                self.say(node.place, f"键“{head.key}”重复")
            seen.add(plain(head.key))
            self.unique_keys(node, head.children)


def _every(heads: tuple[Head, ...]) -> Iterator[Head]:
    """Yield every head of some trees."""
    for head in heads:
        yield head
        yield from _every(head.children)


def _html_id(head: Head) -> str:
    """Give what tells a head apart in HTML, where the path's dots are hyphens."""
    return head.path.replace(".", "-")
