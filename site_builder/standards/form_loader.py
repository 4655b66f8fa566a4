"""Form files → `Form`."""

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Literal, cast

from site_builder.core.errors import ValueProblem
from site_builder.core.hashing import digest
from site_builder.core.text.suggest import did_you_mean, normalize_label
from site_builder.core.yaml.node_reader import form_file_error
from site_builder.core.yaml.nodes import Node, decode_text, parse_yaml
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.form import (
    Form,
    FormPart,
    Header,
    Identity,
    LabelWidths,
    PartRole,
    Table,
    TableSection,
    Topic,
    Value,
    all_leaves,
)
from site_builder.model.frozendict import frozendict
from site_builder.model.location import Location
from site_builder.standards import identities as sums
from site_builder.standards.form_annotations import ID, AnnotationReader
from site_builder.standards.header_grid import depth

_KEYS = "id* key* title* document_number* first_year* last_year parts* key_figures series"
_AXES = ("rows", "columns")
_MAX_SHEET_NAME = 31
"""Characters of a table's title that name its sheet in Excel."""
_ROLES = ("overview", "outlook")
_VALUES = ("count", "signed", "money")
_SEVERITIES = {"error": Severity.ERROR, "warning": Severity.WARNING}


def read_forms() -> tuple[Mapping[str, Form], tuple[Diagnostic, ...]]:
    """Read the forms that come with the package, by id, and what is wrong with their files."""
    forms: dict[str, Form] = {}
    errors: list[Diagnostic] = []
    folder = files("site_builder.standards").joinpath("forms")
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".yaml"):
            file = f"site_builder/standards/forms/{entry.name}"
            form, diagnostics = parse_form(entry.read_bytes(), file)
            if form is None:
                errors.extend(diagnostics)
            elif conflict := _conflict(form, forms.values()):
                errors.append(form_file_error(Location(file), conflict))
            else:
                forms[form.id] = form
    return frozendict(forms), tuple(errors)


def _conflict(form: Form, others: Iterable[Form]) -> str:
    """Return what two forms cannot have in common; empty when they can stand side by side."""
    for other in others:
        for name in ("id", "key", "document_number", "first_year"):
            value = getattr(form, name)
            if value == getattr(other, name):
                return f"“{name}: {value}”与表式“{other.title}”的相同"
    return ""


def parse_form(data: bytes, file: str) -> tuple[Form | None, tuple[Diagnostic, ...]]:
    """Read one form file. Returns the form, or None and every diagnostic."""
    text, undecodable = decode_text(data, file)
    root, malformed = parse_yaml(text, file)
    if undecodable or malformed or root is None:
        return None, undecodable or malformed or (form_file_error(Location(file), "文件是空的"),)
    reader = _FormReader(digest(data))
    form = reader.form(root)
    return (None if reader.diagnostics else form), tuple(reader.diagnostics)


class _FormReader(AnnotationReader):
    """Builds a form from nodes."""

    def __init__(self, digest: str) -> None:
        super().__init__()
        self.digest = digest

    def form(self, root: Node) -> Form:
        fields = self.fields(root, f"{_KEYS} {self.KEYS}")
        parts = tuple(self.part(node) for node in self.items(fields, "parts"))
        listed = tuple(part.table for part in parts if part.table)
        tables = {table.id: table for table in listed}
        self.check_unique(root, (part.id for part in parts), "部分")
        self.check_unique(root, (table.id for table in listed), "表")
        self.check_unique(root, (normalize_label(table.key) for table in listed), "表的键")
        self.check_unique(root, (table.title[:_MAX_SHEET_NAME] for table in listed), "表名")
        first_year, last_year = (self.year(fields, f"{end}_year") for end in ("first", "last"))
        if 0 < last_year < first_year:
            self.add_error(fields["last_year"].location, "“last_year”早于“first_year”")
        deadline, government_deadline = self.deadlines(fields)
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
            narrative=self.narrative(fields, tables),
            rulemaking_rows=self.rulemaking_rows(fields, tables),
            instructions=self.instructions(fields),
            deadline=deadline,
            government_deadline=government_deadline,
            digest=self.digest,
        )

    def part(self, node: Node) -> FormPart:
        fields = self.fields(node, "id* title* table topics role")
        topics = (self.fields(topic, "id* label*") for topic in self.items(fields, "topics"))
        table = fields.get("table")
        role = self.enum(fields, "role", _ROLES) or ("figures" if table else "")
        return FormPart(
            id=self.text(fields, "id"),
            title=self.text(fields, "title"),
            table=self.table(table) if table else None,
            topics=tuple(
                Topic(self.text(topic_fields, "id"), self.text(topic_fields, "label"))
                for topic_fields in topics
            ),
            role=cast("PartRole", role),
        )

    def table(self, node: Node) -> Table:
        fields = self.fields(node, "id* title* key* sections* label_widths")
        sections = tuple(self.section(section) for section in self.items(fields, "sections"))
        rows = tuple(row for section in sections for row in section.rows)
        self.check_unique(node, (_html_id(header) for header in _walk_headers(rows)), "行")
        self.check_unique(node, (section.id for section in sections), "段")
        self.check_unique_keys(node, rows)
        table_id, title, key = (self.text(fields, name) for name in ("id", "title", "key"))
        levels = max((depth(section.rows) for section in sections), default=0)
        widths = fields.get("label_widths")
        label_widths = self.label_widths(widths, levels) if widths else LabelWidths()
        return Table(table_id, title, key, sections, label_widths)

    def section(self, node: Node) -> TableSection:
        fields = self.fields(node, "id* title stub note columns* rows* identities")
        columns = tuple(self.header(head, "", None, "") for head in self.items(fields, "columns"))
        rows = tuple(self.header(head, "", None, "") for head in self.items(fields, "rows"))
        self.check_unique(node, (_html_id(head) for head in _walk_headers(columns)), "列")
        self.check_unique_keys(node, columns)
        if len([*_walk_headers(rows)]) > 1 and not all(row.key for row in _walk_headers(rows)):
            self.add_error(node.location, "行的“key”不能是空的，除非这一段只有一行")
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
        if "id" in fields and not ID.fullmatch(header_id):
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
        except ValueProblem as exc:
            self.add_error(
                fields["expression"].location if "expression" in fields else node.location,
                exc.message,
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

    def check_unique_keys(self, node: Node, headers: tuple[Header, ...]) -> None:
        """Authors find a header by its key among its sisters, so keys must differ there."""
        used: set[str] = set()
        for header in headers:
            if normalize_label(header.key) in used and len(headers) > 1:
                self.add_error(node.location, f"键“{header.key}”重复")
            used.add(normalize_label(header.key))
            self.check_unique_keys(node, header.children)


def _walk_headers(headers: tuple[Header, ...]) -> Iterator[Header]:
    """Yield every header of some trees."""
    for header in headers:
        yield header
        yield from _walk_headers(header.children)


def _html_id(header: Header) -> str:
    """Return the id of a header in HTML, where the path's dots are hyphens."""
    return header.path.replace(".", "-")
