"""`figures.yaml` → `Figures`. The form's own tree decides what may be written where."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from site_builder.config.suppressions import read_suppressions
from site_builder.content.figure_values import parse_cell
from site_builder.content.figures_form import form_basis, read_form
from site_builder.content.header_schema import header_schema
from site_builder.content.unconfirmed_cells import is_unconfirmed, unconfirmed_error
from site_builder.content.unfilled_rows import UnfilledRow, report_unfilled_rows
from site_builder.core.errors import ValueProblem
from site_builder.core.yaml.errors import find_syntax_mistake
from site_builder.core.yaml.list_punctuation import explain_list_punctuation
from site_builder.core.yaml.nodes import Node, parse_yaml
from site_builder.core.yaml.schema import Schema, SchemaField, read_mapping
from site_builder.core.yaml.value_checks import check_comments, check_values
from site_builder.model.diagnostic import Diagnostic, error, has_errors, warning
from site_builder.model.figures import Cell, CellKey, Figures, MissingValue
from site_builder.model.form import Form, Header, Table, all_leaves, form_for
from site_builder.model.frozendict import frozendict
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.model.suppression import Suppression
from site_builder.standards.typed_row import TypedRow, split_row

_OTHER_KEYS = ("表式", "接受")
"""Keys next to the tables."""
_THREE_DIGITS = lazy_pattern("[0-9]{3}")
_WORDS = lazy_pattern(r"[^\s，,、;；|｜\[\]【】〔〕（）()]+")


@dataclass(frozen=True, slots=True)
class FiguresReading:
    """What came of reading one year's figures."""

    figures: Figures | None
    """None when any cell could not be read."""
    diagnostics: tuple[Diagnostic, ...]
    known_figures: Figures | None = None
    """Where some cells could not be read, the others; None where the form is in doubt."""


def read_figures(
    text: str, file: str, year: int, forms: Mapping[str, Form]
) -> tuple[Figures | None, tuple[Diagnostic, ...]]:
    """Read one year's figures. Returns None when any cell could not be read."""
    reading = read_known_figures(text, file, year, forms)
    return reading.figures, reading.diagnostics


def read_known_figures(
    text: str, file: str, year: int, forms: Mapping[str, Form]
) -> FiguresReading:
    """Read one year's figures, as far as they can be read."""
    root, diagnostics = parse_yaml(text, file)
    if diagnostics:
        return FiguresReading(None, diagnostics)
    mapping = root.mapping() if root else None
    if root is None or mapping is None:
        keys = "或".join(f"“表式: {form.key}”" for form in forms.values())
        hint = f"第一行写{keys}，下面按表列出各行数字。"
        empty = error("figures/empty", Location(file, 1), "没有写出数据", hint)
        return FiguresReading(None, (find_syntax_mistake(text, file) or empty,))
    form, form_diagnostics = read_form(mapping, root, file, year, forms)
    if form is None:
        return FiguresReading(None, form_diagnostics)
    lines = text.split("\n")
    reader = _FiguresReader(form, lines)
    reader.read_tables(mapping, root)
    if form_diagnostics and has_errors(reader.diagnostics):
        expected_reader = _FiguresReader(form_for(year, forms) or form, lines)
        expected_reader.read_tables(mapping, root)
        if len(expected_reader.diagnostics) < len(reader.diagnostics):
            # the rows are those of the year's form: only its name is wrong
            return FiguresReading(None, form_diagnostics)
    figures = Figures(
        form.id, frozendict(reader.cells), frozendict(reader.locations), reader.suppressions
    )
    reader.diagnostics += [*check_values(mapping), *check_comments(text, file)]
    diagnostics = (*form_diagnostics, *reader.diagnostics)
    if has_errors(reader.diagnostics):
        return FiguresReading(None, diagnostics, None if form_diagnostics else figures)
    return FiguresReading(figures, diagnostics)


class _FiguresReader:
    """Walks a form's headers and the author's lines together."""

    def __init__(self, form: Form, lines: list[str]) -> None:
        self.form = form
        self.lines = lines
        self.cells: dict[CellKey, Cell] = {}
        self.locations: dict[CellKey, Location] = {}
        self.diagnostics: list[Diagnostic] = []
        self.suppressions: tuple[Suppression, ...] = ()
        self.unfilled_rows: list[UnfilledRow] = []

    def add_error(self, code: str, location: Location, message: str, hint: str = "") -> None:
        self.diagnostics.append(error(f"figures/{code}", location, message, hint))

    def read_tables(self, mapping: Mapping[str, Node], root: Node) -> None:
        if "接受" in mapping:
            self.suppressions, suppression_diagnostics = read_suppressions(mapping["接受"])
            self.diagnostics.extend(suppression_diagnostics)
        tables = {table.key: table for table in self.form.tables()}
        schema = Schema(
            "figures/row",
            tuple(SchemaField(key, key, required=True) for key in tables),
            lambda absent, location: error(
                "figures/row",
                location,
                f"缺少“{absent.name}”（{tables[absent.name].title}）",
                "请补上这张表；没有发生的填 0。",
            ),
            lambda key: (f"不认识的表“{key}”", ""),
        )
        entries = ((key, node) for key, node in mapping.items() if key not in _OTHER_KEYS)
        result = read_mapping(entries, schema, root.location)
        self.diagnostics.extend(result.diagnostics)
        for key, node in result.nodes.items():
            self.read_rows(tables[key], node)
        self.diagnostics += report_unfilled_rows(self.unfilled_rows)

    def read_rows(self, table: Table, node: Node) -> None:
        headers = tuple(row for section in table.sections for row in section.rows)
        self.walk_rows(table, headers, node, table.key)

    def walk_rows(
        self, table: Table, headers: tuple[Header, ...], node: Node, parent_label: str
    ) -> None:
        """Match the lines of one level of rows with their headers."""
        if len(headers) == 1 and not headers[0].key:
            self.read_row(table, headers[0], node, parent_label)
            return
        mapping = node.mapping()
        if mapping is None:
            keys = "、".join(header.key for header in headers)
            self.add_error("row", node.location, f"“{parent_label}”下面应当逐行写：{keys}")
            return
        for header, child in self.match_headers(headers, mapping, node, parent_label, "行"):
            if header.children:
                self.walk_rows(table, header.children, child, header.key)
            else:
                self.read_row(table, header, child, header.label or parent_label)

    def match_headers(
        self,
        headers: tuple[Header, ...],
        mapping: Mapping[str, Node],
        node: Node,
        parent_label: str,
        axis: str,
    ) -> list[tuple[Header, Node]]:
        """Pair headers with their lines; report what is unknown, double or missing."""
        schema = header_schema(headers, parent_label, axis)
        result = read_mapping(mapping.items(), schema, node.key_location)
        self.diagnostics.extend(result.diagnostics)
        return [
            (header, result.nodes[header.path]) for header in headers if header.path in result.nodes
        ]

    def read_row(self, table: Table, row: Header, node: Node, label: str) -> None:
        section = next(section for section in table.sections if row in all_leaves(section.rows))
        self.read_columns(table, row, section.columns, node, label)

    def read_columns(
        self, table: Table, row: Header, headers: tuple[Header, ...], node: Node, label: str
    ) -> None:
        """Read one row: a list in the form's column order, or a mapping by column names."""
        while len(headers) == 1 and not headers[0].key and headers[0].children:
            headers = headers[0].children
        leaves = all_leaves(headers)
        mapping = node.mapping()
        if mapping is not None:
            for header, child in self.match_headers(headers, mapping, node, label, "列"):
                self.read_columns(
                    table, row, header.children or (header,), child, f"{label} {header.label}"
                )
            return
        items = (node,) if (typed := node.items()) is None else typed
        if not items or (len(leaves) > 1 and all(item.value is None for item in items)):
            self.unfilled_rows.append(UnfilledRow(label, node.location, leaves))
            return
        if len(items) == 1 < len(leaves):
            row_text = split_row(items[0].text() or "", len(leaves))
            if row_text and not row_text.certain:
                self.report_ambiguous_row(node, row_text, leaves, label)
                return
            items = self.split_cells(items[0], row_text) if row_text else items
        if len(items) != len(leaves):
            self.report_wrong_count(node, items, leaves, label)
            return
        self.read_cells(table, row, tuple(zip(leaves, items, strict=True)), label)

    def read_cells(
        self, table: Table, row: Header, cells: tuple[tuple[Header, Node], ...], label: str
    ) -> None:
        """Read the cells of a row; those that nobody has confirmed yet are one error."""
        unconfirmed = tuple(cell for cell in cells if is_unconfirmed(cell[1]))
        if unconfirmed:
            self.diagnostics.append(unconfirmed_error(self.form, table, row, unconfirmed, label))
        for column, node in cells:
            if not is_unconfirmed(node):
                self.read_named_cell(table, row, column, node, label)

    def read_named_cell(
        self, table: Table, row: Header, column: Header, node: Node, label: str
    ) -> None:
        """Read a cell; programs that read the diagnostics get its name and what was typed in it."""
        first_new = len(self.diagnostics)
        key = (table.id, row.path, column.path)
        self.read_cell(key, column, node, f"“{label}”的“{column.label}”")
        self.diagnostics[first_new:] = [
            replace(
                diagnostic,
                basis=form_basis(self.form),
                subject=".".join(key),
                table=table.title,
                row=label,
                column=column.label,
                actual=node.text() or "",
            )
            for diagnostic in self.diagnostics[first_new:]
        ]

    def report_wrong_count(
        self, node: Node, items: tuple[Node, ...], leaves: tuple[Header, ...], label: str
    ) -> None:
        """Report that a row has too many or too few numbers, and the likely cause."""
        typed = [item.text() or "" for item in items]
        names = "、".join(leaf.label for leaf in leaves)
        hint = explain_list_punctuation(typed)
        if len(items) > len(leaves) and any(_THREE_DIGITS.fullmatch(text) for text in typed[1:]):
            hint = "数字里不要写千位分隔号；"
        count_text = f"应有 {len(leaves)} 个数，写了 {len(items)} 个"
        word_count = len(_WORDS.findall(typed[0])) if len(items) == 1 else 0
        if word_count > 1:
            # YAML read one text; people see so many numbers.
            problem = (
                "没有分开"
                if word_count == len(leaves)
                else f"看起来写了 {word_count} 个，也没有分开"
            )
            count_text = f"应有 {len(leaves)} 个数，{problem}"
            hint = f"{hint}写成 [0, 0, …] 这样：用半角逗号隔开，放在方括号里。"
        self.add_error("count", node.location, f"“{label}”{count_text}", f"{hint}依次是：{names}。")

    def split_cells(self, node: Node, row: TypedRow) -> tuple[Node, ...]:
        """Return a pasted row's cells, each with its place, where the row is as it was read."""
        line, column = node.location.line, node.location.column
        text = node.text() or ""
        is_verbatim = self.lines[line - 1 : line] and self.lines[line - 1].startswith(
            text, column - 1
        )
        locations = (
            Location(node.location.file, line, column + cell.offset)
            if is_verbatim
            else node.location
            for cell in row.cells
        )
        return tuple(
            Node(cell.text or None, location, location)
            for cell, location in zip(row.cells, locations, strict=True)
        )

    def report_ambiguous_row(
        self, node: Node, row: TypedRow, leaves: tuple[Header, ...], label: str
    ) -> None:
        """Ask for a row to be written so that no thousands can be mistaken for cells."""
        names = "、".join(leaf.label for leaf in leaves)
        message = f"“{label}”的数字没有用半角逗号隔开，不能确定怎样分开"
        hint = f"是 {len(leaves)} 个数的，核对后写成 {row.as_yaml}；数字里不要写千位分隔号。"
        self.add_error("count", node.location, message, f"{hint}依次是：{names}。")

    def read_cell(self, key: CellKey, column: Header, node: Node, label: str) -> None:
        self.locations[key] = node.location
        text = node.text()
        if node.value is not None and text is None:
            self.add_error("number", node.location, f"{label}应当是一个数", "请检查方括号。")
            return
        try:
            cell = parse_cell(text or "", column)
        except ValueProblem as exc:
            colon = "：" if exc.message.startswith("“") else ""
            self.add_error("number", node.location, f"{label}{colon}{exc.message}", exc.hint)
            return
        self.cells[key] = cell
        if cell is MissingValue.BLANK:
            hint = "如实填 0 或数字；确实空着的，页面显示“缺”，可以写明理由接受。"
            self.diagnostics.append(warning("figures/blank", node.location, f"{label}空缺", hint))
