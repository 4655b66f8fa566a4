"""Form files → `Form`. Called by the pipeline; a wrong form file is a diagnostic, never a guess."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from site_builder.core.hashing import digest
from site_builder.core.text.suggest import did_you_mean, normalize_label
from site_builder.core.yaml.node_reader import NodeReader, form_file_error
from site_builder.core.yaml.nodes import Node, decode_text, parse_yaml
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.form import (
    Form,
    FormPart,
    Header,
    Identity,
    KeyFigure,
    SeriesDefinition,
    Table,
    TableSection,
    Topic,
    Value,
    all_leaves,
)
from site_builder.model.frozendict import frozendict
from site_builder.model.location import Location
from site_builder.standards import identities as sums

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_AXES = ("rows", "columns")
_VALUES = ("count", "signed", "money")
_SEVERITIES = {"error": Severity.ERROR, "warning": Severity.WARNING}


@cache
def _load_all() -> tuple[Mapping[str, Form], tuple[Diagnostic, ...]]:
    loaded: dict[str, Form] = {}
    errors: list[Diagnostic] = []
    for entry in sorted(
        files("site_builder.standards").joinpath("forms").iterdir(), key=lambda entry: entry.name
    ):
        if entry.name.endswith(".yaml"):
            form, diagnostics = parse_form(
                entry.read_bytes(), f"site_builder/standards/forms/{entry.name}"
            )
            errors.extend(diagnostics if form is None else ())
            if form is not None:
                loaded[form.id] = form
    return frozendict(loaded), tuple(errors)


def load_forms() -> Mapping[str, Form]:
    """Load every form that comes with the package, by id. The files are part of the program."""
    loaded, errors = _load_all()
    if errors:
        raise ValueError("\n".join(f"{error.location} {error.message}" for error in errors))
    return loaded


def form_errors() -> tuple[Diagnostic, ...]:
    """Return what is wrong with the forms themselves: a preview tells it to whoever edits one."""
    return _load_all()[1]


def form_for(year: int, forms: Mapping[str, Form]) -> Form | None:
    """Find the form that reports about this year use."""
    return next((form for form in forms.values() if form.applies_to(year)), None)


def parse_form(data: bytes, file: str) -> tuple[Form | None, tuple[Diagnostic, ...]]:
    """Read one form file. Returns the form, or None and every finding."""
    text, undecodable = decode_text(data, file)
    root, malformed = parse_yaml(text, file)
    if undecodable or malformed or root is None:
        return None, undecodable or malformed or (form_file_error(Location(file), "文件是空的"),)
    reader = _FormReader(digest(data))
    form = reader.form(root)
    return (None if reader.diagnostics else form), tuple(reader.diagnostics)


class _FormReader(NodeReader):
    """Builds a form from nodes."""

    def __init__(self, digest: str) -> None:
        super().__init__()
        self.digest = digest

    def form(self, root: Node) -> Form:
        keys = "id* key* title* document_number* first_year* last_year parts* key_figures series"
        fields = self.fields(root, keys)
        parts = tuple(self.part(node) for node in self.items(fields, "parts"))
        tables = {part.table.id: part.table for part in parts if part.table}
        self.check_unique(root, (part.id for part in parts), "部分")
        self.check_unique(root, (part.table.id for part in parts if part.table), "表")
        first_year, last_year = (self.year(fields, f"{end}_year") for end in ("first", "last"))
        if 0 < last_year < first_year:
            self.add_error(fields["last_year"].location, "“last_year”早于“first_year”")
        return Form(
            id=self.text(fields, "id"),
            key=self.text(fields, "key"),
            title=self.text(fields, "title"),
            document_number=self.text(fields, "document_number"),
            first_year=first_year,
            last_year=last_year or None,
            parts=parts,
            key_figures=tuple(
                self.key_figure(node, tables) for node in self.items(fields, "key_figures")
            ),
            series=self.series(fields, tables),
            digest=self.digest,
        )

    def key_figure(self, node: Node, tables: Mapping[str, Table]) -> KeyFigure:
        fields = self.fields(node, "label* table* row* column*")
        figure = KeyFigure(*(self.text(fields, key) for key in ("label", "table", "row", "column")))
        self.check_cell(node, tables.get(figure.table), figure)
        return figure

    def check_cell(self, node: Node, table: Table | None, figure: KeyFigure) -> None:
        """Check that a path leads to a leaf row or column; an empty path stands for any."""
        cells = table.cells() if table else ()
        if not any(
            figure.row in ("", row.path) and figure.column in ("", column.path)
            for _, row, column in cells
        ):
            path = f"{figure.table} {figure.row} {figure.column}".rstrip()
            self.add_error(node.location, f"没有这一格：{path}")

    def series(
        self, fields: Mapping[str, Node], tables: Mapping[str, Table]
    ) -> tuple[SeriesDefinition, ...]:
        nodes = self.items(fields, "series")
        definitions = tuple(self.series_definition(node, tables) for node in nodes)
        if nodes:
            self.check_unique(nodes[0], (definition.id for definition in definitions), "对照")
        return definitions

    def series_definition(self, node: Node, tables: Mapping[str, Table]) -> SeriesDefinition:
        fields = self.fields(node, "id* title* table* row column charts")
        keys = ("id", "title", "table", "row", "column")
        series_id, title, table, row, column = (self.text(fields, name) for name in keys)
        if "id" in fields and not _ID.fullmatch(series_id):
            self.add_error(fields["id"].location, f"“id”不能是“{series_id}”")
        self.check_cell(node, tables.get(table), KeyFigure("", table, row, column))
        charts = []
        for chart in self.items(fields, "charts"):
            chart_fields = self.fields(chart, "label* row* column*")
            label, *cell = (self.text(chart_fields, name) for name in ("label", "row", "column"))
            charts.append(KeyFigure(label, table, *cell))
            self.check_cell(chart, tables.get(table), charts[-1])
            self.check_chartable(chart, tables.get(table), cell[1])
        return SeriesDefinition(series_id, title, table, row, column, tuple(charts))

    def check_chartable(self, node: Node, table: Table | None, column: str) -> None:
        """Bars start at 0 and share a scale: no changes, no amounts in whatever unit."""
        for _, _, header in table.cells() if table else ():
            if header.path == column and (header.value == "signed" or header.unit == "asked"):
                self.add_error(node.location, f"“{header.label}”不能画成图")
                return

    def part(self, node: Node) -> FormPart:
        fields = self.fields(node, "id* title* table topics")
        topics = (self.fields(topic, "id* label*") for topic in self.items(fields, "topics"))
        table = fields.get("table")
        return FormPart(
            id=self.text(fields, "id"),
            title=self.text(fields, "title"),
            table=self.table(table) if table else None,
            topics=tuple(
                Topic(self.text(topic_fields, "id"), self.text(topic_fields, "label"))
                for topic_fields in topics
            ),
        )

    def table(self, node: Node) -> Table:
        fields = self.fields(node, "id* title* key* sections*")
        sections = tuple(self.section(section) for section in self.items(fields, "sections"))
        rows = tuple(row for section in sections for row in section.rows)
        self.check_unique(node, (_html_id(header) for header in _walk_headers(rows)), "行")
        self.check_unique(node, (section.id for section in sections), "段")
        self.check_unique_keys(node, rows)
        table_id, title, key = (self.text(fields, name) for name in ("id", "title", "key"))
        return Table(table_id, title, key, sections)

    def section(self, node: Node) -> TableSection:
        fields = self.fields(node, "id* title stub note columns* rows* identities")
        columns = tuple(self.header(head, "", None, "") for head in self.items(fields, "columns"))
        rows = tuple(self.header(head, "", None, "") for head in self.items(fields, "rows"))
        self.check_unique(node, (_html_id(head) for head in _walk_headers(columns)), "列")
        self.check_unique_keys(node, columns)
        for headers, axis in ((columns, "列"), (rows, "行")):
            if not headers:
                self.add_error(node.location, f"这一段没有{axis}")
        for leaf in all_leaves(columns):
            if leaf.value is None:
                self.add_error(
                    node.location, f"列“{leaf.label}”没有写 value（{'、'.join(_VALUES)}）"
                )
        identities = tuple(
            self.identity(identity, columns, rows) for identity in self.items(fields, "identities")
        )
        return TableSection(
            id=self.text(fields, "id"),
            title=self.text(fields, "title"),
            stub=self.text(fields, "stub"),
            note=self.text(fields, "note"),
            columns=columns,
            rows=rows,
            identities=tuple(item for item in identities if item is not None),
        )

    def header(self, node: Node, parent_path: str, value: Value | None, unit: str) -> Header:
        fields = self.fields(node, "id* label* key value unit children")
        label = self.text(fields, "label")
        header_id = self.text(fields, "id")
        if "id" in fields and not _ID.fullmatch(header_id):
            hint = "只用小写字母、数字和中间的 -。"
            self.add_error(fields["id"].location, f"“id”不能是“{header_id}”", hint)
        path = f"{parent_path}.{header_id}" if parent_path else header_id
        value_name = self.enum(fields, "value", _VALUES)
        value = cast("Value", value_name) if value_name else value
        unit = self.text(fields, "unit", unit)
        children = tuple(
            self.header(child, path, value, unit) for child in self.items(fields, "children")
        )
        return Header(
            header_id, path, label, self.text(fields, "key", label), value, unit, children
        )

    def identity(
        self, node: Node, columns: tuple[Header, ...], rows: tuple[Header, ...]
    ) -> Identity | None:
        fields = self.fields(node, "id* expression* axis* severity* statement* basis*")
        axis = self.enum(fields, "axis", _AXES)
        severity = self.enum(fields, "severity", _SEVERITIES)
        try:
            left, relation, right = sums.parse_identity(self.text(fields, "expression"))
        except ValueError as exc:
            self.add_error(
                fields["expression"].location if "expression" in fields else node.location, str(exc)
            )
            return None
        headers = sums.headers_by_path(columns if axis == "rows" else rows)
        for term in left + right:
            if term.path and term.path not in headers:
                message = f"恒等式里的“{term.path}”不是这一段的{'列' if axis == 'rows' else '行'}"
                self.add_error(
                    fields["expression"].location, message, did_you_mean(term.path, headers)
                )
        return Identity(
            id=self.text(fields, "id"),
            expression=self.text(fields, "expression"),
            left=left,
            relation=relation,
            right=right,
            axis=cast("Literal['rows', 'columns']", axis),
            severity=_SEVERITIES.get(severity, Severity.ERROR),
            statement=self.text(fields, "statement"),
            basis=self.text(fields, "basis"),
        )

    def check_unique(self, node: Node, names: Iterable[str], noun: str) -> None:
        """Names become ids of cells and of HTML, so two with one name would be taken for one."""
        used: set[str] = set()
        for name in names:
            if name in used:
                self.add_error(node.location, f"{noun}“{name}”重复")
            used.add(name)

    def check_unique_keys(self, node: Node, headers: tuple[Header, ...]) -> None:
        """Authors find a head by its key among its sisters, so keys must differ there."""
        used: set[str] = set()
        for header in headers:
            if normalize_label(header.key) in used and len(headers) > 1:
                self.add_error(node.location, f"键“{header.key}”重复")
            used.add(normalize_label(header.key))
            self.check_unique_keys(node, header.children)


def _walk_headers(headers: tuple[Header, ...]) -> Iterator[Header]:
    """Yield every head of some trees."""
    for header in headers:
        yield header
        yield from _walk_headers(header.children)


def _html_id(header: Header) -> str:
    """Return what tells a head apart in HTML, where the path's dots are hyphens."""
    return header.path.replace(".", "-")
