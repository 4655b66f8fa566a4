"""What a form file states about its cells and text beyond its print, for rules and pages.

Which figures are shown, compared over the years and matched in the narrative; which rows only
some bodies fill in; when a report is due; how wide its labels are.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from site_builder.core.text.suggest import did_you_mean
from site_builder.core.yaml.node_reader import NodeReader
from site_builder.core.yaml.nodes import Node
from site_builder.model.figures import CellKey
from site_builder.model.form import (
    CLAIM_KINDS,
    Header,
    KeyFigure,
    LabelWidths,
    NarrativeFigure,
    SeriesDefinition,
    Table,
)
from site_builder.model.lazy_pattern import lazy_pattern

ID = lazy_pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TERM_PARTS = 3
_DAY = lazy_pattern(r"\d\d-\d\d")
_COMMON_YEAR = 2001
_MAX_LABEL_SHARE = 0.8
"""Of the page's width: the numbers need the rest."""


class AnnotationReader(NodeReader):
    """Builds what a form file states beyond the form itself."""

    KEYS = "narrative rulemaking_rows instructions deadlines*"

    def narrative(
        self, fields: Mapping[str, Node], tables: Mapping[str, Table]
    ) -> tuple[NarrativeFigure, ...]:
        """Read which cells the numbers of the text are compared with."""
        nodes = self.items(fields, "narrative")
        figures = tuple(self.narrative_figure(node, tables) for node in nodes)
        if nodes:
            self.check_unique(nodes[0], (figure.kind for figure in figures), "正文里的数字")
        return figures

    def narrative_figure(self, node: Node, tables: Mapping[str, Table]) -> NarrativeFigure:
        """Read one number that the text may state."""
        fields = self.fields(node, "kind* label words sums* single_cells")
        kind, label = self.text(fields, "kind"), self.text(fields, "label")
        words = self.texts(fields, "words")
        if "kind" in fields and kind not in CLAIM_KINDS and not words:
            message = f"程序不认识“{kind}”：请改正“kind”，或者写“words”（这个数字前面的字样）"
            self.add_error(fields["kind"].location, message, did_you_mean(kind, CLAIM_KINDS))
        sums = tuple(self.cell_sum(item, tables) for item in self.items(fields, "sums"))
        if "sums" in fields and not sums:
            self.add_error(fields["sums"].location, "“sums”是空的", "写“表 行 列”。")
        if sums and len(sums[0]) > 1 and not label:
            hint = "提示里用它称呼这几格。"
            self.add_error(node.location, "几格相加的数字要写“label”", hint)
        single_cells = self.enum(fields, "single_cells", ("true", "false")) == "true"
        return NarrativeFigure(kind, label, words, sums, single_cells)

    def cell_sum(self, node: Node, tables: Mapping[str, Table]) -> tuple[CellKey, ...]:
        """Read cells that are added up: `table row column + table row.* column`."""
        keys: list[CellKey] = []
        headers: list[Header] = []
        for term in (node.text() or "").split(" + "):
            parts = term.split()
            if len(parts) != _TERM_PARTS:
                hint = "几格相加的，中间写“ + ”；一行下面的各行，写“行.*”。"
                self.add_error(node.location, f"“{term}”应当是“表 行 列”", hint)
                continue
            table = tables.get(parts[0])
            matches = [*_matching_cells(table, parts[1], parts[2])] if table else []
            keys += [key for key, _ in matches]
            headers += [header for _, header in matches]
            if not matches:
                every = (" ".join(key) for table in tables.values() for key in _cell_keys(table))
                self.add_error(node.location, f"没有这一格：{term}", did_you_mean(term, every))
        self.check_summable(node, headers)
        return tuple(keys)

    def check_summable(self, node: Node, columns: Iterable[Header]) -> None:
        """Check that the cells have one kind and unit: others have no sum to compare."""
        values = {(header.value, header.unit) for header in columns}
        if len({value for value, _ in values}) > 1 or len(values) > 1:
            self.add_error(node.location, "数值和单位不同的格不能相加")
        elif any(unit == "asked" for _, unit in values):
            self.add_error(node.location, "表式没有印单位的金额不能与正文对照")

    def rulemaking_rows(
        self, fields: Mapping[str, Node], tables: Mapping[str, Table]
    ) -> tuple[tuple[str, str], ...]:
        """Read the rows that only bodies with the power to make rules fill in."""
        rows: list[tuple[str, str]] = []
        for node in self.items(fields, "rulemaking_rows"):
            row_fields = self.fields(node, "table* row*")
            table, row = self.text(row_fields, "table"), self.text(row_fields, "row")
            self.check_cell(node, tables.get(table), KeyFigure("", table, row, ""))
            rows.append((table, row))
        return tuple(rows)

    def instructions(self, fields: Mapping[str, Node]) -> tuple[str, ...]:
        """Read the words of the form that no report should hold."""
        return self.texts(fields, "instructions")

    def texts(self, fields: Mapping[str, Node], key: str) -> tuple[str, ...]:
        """Read a list of words that are not empty."""
        texts: list[str] = []
        for node in self.items(fields, key):
            text = (node.text() or "").strip()
            if not text:
                self.add_error(node.location, f"“{key}”里应当都是文字")
            texts.append(text)
        return tuple(texts)

    def deadlines(self, fields: Mapping[str, Node]) -> tuple[tuple[int, int], tuple[int, int]]:
        """Read until when offices, and governments, publish the report of the year before."""
        node = fields.get("deadlines")
        days = self.fields(node, "office* government*") if node else {}
        return self.day_of_year(days, "office"), self.day_of_year(days, "government")

    def day_of_year(self, fields: Mapping[str, Node], key: str) -> tuple[int, int]:
        """Read a month and a day, `01-31`, that every year has."""
        text = self.text(fields, key)
        try:
            day = date.fromisoformat(f"{_COMMON_YEAR}-{text}") if _DAY.fullmatch(text) else None
        except ValueError:
            day = None
        if day is None and key in fields:
            self.add_error(fields[key].location, f"“{key}”应当是月和日，如 01-31")
        return (day.month, day.day) if day else (1, 1)

    def label_widths(self, node: Node, levels: int) -> LabelWidths:
        """Read how wide the columns of row labels are: one number for each level."""
        fields = self.fields(node, "print* sheet*")
        shares, characters = (self.numbers(fields, key, levels) for key in ("print", "sheet"))
        if sum(shares) > _MAX_LABEL_SHARE:
            message = f"“print”加起来不能超过 {_MAX_LABEL_SHARE}，要给数字留出位置"
            self.add_error(fields["print"].location, message)
        if any(number % 1 for number in characters):
            self.add_error(fields["sheet"].location, "“sheet”里应当是整数：字符数")
        return LabelWidths(tuple(map(float, shares)), tuple(map(int, characters)))

    def numbers(self, fields: Mapping[str, Node], key: str, count: int) -> tuple[Decimal, ...]:
        """Read a list of so many numbers above 0."""
        numbers: list[Decimal] = []
        for node in self.items(fields, key):
            try:
                number = Decimal(node.text() or "")
            except InvalidOperation:
                number = Decimal(0)
            if not number.is_finite() or number <= 0:
                self.add_error(node.location, f"“{key}”里应当是大于零的数")
                return ()
            numbers.append(number)
        if key in fields and len(numbers) != count:
            message = f"“{key}”有 {len(numbers)} 个数，行标题却有 {count} 级"
            self.add_error(fields[key].location, message)
        return tuple(numbers)

    def key_figure(self, node: Node, tables: Mapping[str, Table]) -> KeyFigure:
        """Read a figure that is shown by itself."""
        fields = self.fields(node, "label* table* row* column*")
        figure = KeyFigure(*(self.text(fields, key) for key in ("label", "table", "row", "column")))
        self.check_cell(node, tables.get(figure.table), figure)
        return figure

    def series(
        self, fields: Mapping[str, Node], tables: Mapping[str, Table]
    ) -> tuple[SeriesDefinition, ...]:
        """Read what is compared over the years."""
        nodes = self.items(fields, "series")
        definitions = tuple(self.series_definition(node, tables) for node in nodes)
        if nodes:
            self.check_unique(nodes[0], (definition.id for definition in definitions), "对照")
        return definitions

    def series_definition(self, node: Node, tables: Mapping[str, Table]) -> SeriesDefinition:
        """Read one comparison over the years."""
        fields = self.fields(node, "id* title* table* row column charts")
        keys = ("id", "title", "table", "row", "column")
        series_id, title, table, row, column = (self.text(fields, name) for name in keys)
        if "id" in fields and not ID.fullmatch(series_id):
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

    def check_unique(self, node: Node, names: Iterable[str], noun: str) -> None:
        """Names become ids of cells and of HTML, so two with one name would be taken for one."""
        used: set[str] = set()
        for name in names:
            if name in used:
                self.add_error(node.location, f"{noun}“{name}”重复")
            used.add(name)

    def check_cell(self, node: Node, table: Table | None, figure: KeyFigure) -> None:
        """Check that a path leads to a leaf row or column; an empty path stands for any."""
        cells = table.cells() if table else ()
        if not any(
            figure.row in ("", row.path) and figure.column in ("", column.path)
            for _, row, column in cells
        ):
            path = f"{figure.table} {figure.row} {figure.column}".rstrip()
            self.add_error(node.location, f"没有这一格：{path}")


def _cell_keys(table: Table) -> Iterator[CellKey]:
    for _, row, column in table.cells():
        yield table.id, row.path, column.path


def _matching_cells(table: Table, row: str, column: str) -> Iterator[tuple[CellKey, Header]]:
    """Yield the cells of a term, each with its column: `row.*` is all leaves below, or itself."""
    group = row.removesuffix(".*")
    for _, row_header, column_header in table.cells():
        is_below = group != row and row_header.path.startswith(f"{group}.")
        if column_header.path == column and (row_header.path == group or is_below):
            yield (table.id, row_header.path, column_header.path), column_header
