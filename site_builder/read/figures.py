"""`figures.yaml` → `Figures`. The form's own tree decides what may be written where."""

import re
from collections.abc import Mapping
from dataclasses import replace

from site_builder.forms.load import form_for
from site_builder.forms.typed_row import TypedRow, split_row
from site_builder.located import Node, parse_yaml
from site_builder.model.acceptance import Suppression
from site_builder.model.diagnostic import Diagnostic, error, has_errors, warning
from site_builder.model.figures import Cell, CellKey, Figures, MissingValue
from site_builder.model.form import Form, Header, Table, all_leaves
from site_builder.model.frozen import frozendict
from site_builder.model.place import Location
from site_builder.nearest import closest_match, did_you_mean, normalize_label, strip_numbering
from site_builder.read.acceptances import read_acceptances
from site_builder.read.figures_form import named_form
from site_builder.read.lists import list_slip
from site_builder.read.numbers import to_number
from site_builder.read.unfilled_rows import UnfilledRow, unfilled_rows
from site_builder.read.yaml_text import comment_findings, value_findings
from site_builder.slips import find_syntax_mistake

_BLANKS = ("缺", "空", "空白")
_NOT_APPLICABLE = ("/", "不适用")
_COLON = re.compile("[:：]")
_THREE = re.compile("[0-9]{3}")
_WORDS = re.compile(r"[^\s，,、;；|｜\[\]【】〔〕（）()]+")


def read_figures(
    text: str, file: str, year: int, forms: Mapping[str, Form]
) -> tuple[Figures | None, tuple[Diagnostic, ...]]:
    """Read one year's figures. Returns None when any cell could not be read."""
    root, findings = parse_yaml(text, file)
    if findings:
        return None, findings
    mapping = root.mapping() if root else None
    if root is None or mapping is None:
        hint = "第一行写“表式: 2019”或“表式: 2021”，下面按表列出各行数字。"
        empty = error("figures/empty", Location(file, 1), "没有写出数据", hint)
        return None, (find_syntax_mistake(text, file) or empty,)
    form, found = named_form(mapping, root, file, year, forms)
    if form is None:
        return None, found
    lines = text.split("\n")
    reader = _FiguresReader(form, lines)
    reader.tables(mapping, root)
    if found and has_errors(reader.findings):
        due = _FiguresReader(form_for(year, forms) or form, lines)
        due.tables(mapping, root)
        if len(due.findings) < len(reader.findings):
            return None, found  # the rows are those of the year's form: only its name is wrong
    figures = Figures(form.id, frozendict(reader.cells), frozendict(reader.places), reader.accepted)
    reader.findings += [*value_findings(mapping), *comment_findings(text, file)]
    return (None if has_errors(reader.findings) else figures), (*found, *reader.findings)


class _FiguresReader:
    """Walks a form's heads and the author's lines together."""

    def __init__(self, form: Form, lines: list[str]) -> None:
        self.form = form
        self.lines = lines
        self.cells: dict[CellKey, Cell] = {}
        self.places: dict[CellKey, Location] = {}
        self.findings: list[Diagnostic] = []
        self.accepted: tuple[Suppression, ...] = ()
        self.unfilled: list[UnfilledRow] = []

    def say(self, rule: str, place: Location, message: str, hint: str = "") -> None:
        self.findings.append(error(f"figures/{rule}", place, message, hint))

    def tables(self, mapping: Mapping[str, Node], root: Node) -> None:
        tables = {normalize_label(table.key): table for table in self.form.tables()}
        written: set[str] = set()
        meant: set[str] = set()
        for key, node in mapping.items():
            if key == "表式":
                continue
            if key == "接受":
                self.accepted, found = read_acceptances(node)
                self.findings.extend(found)
                continue
            table = tables.get(normalize_label(key))
            if table is None:
                keys = [one.key for one in self.form.tables()]
                meant.add(closest_match(key, keys))
                self.say("row", node.key_location, f"不认识的表“{key}”", did_you_mean(key, keys))
                continue
            written.add(table.id)
            self.rows(table, node)
        for table in self.form.tables():
            if table.id not in written and table.key not in meant:
                self.say("row", root.location, f"缺少“{table.key}”（{table.title}）",
                         "请补上这张表；没有发生的填 0。")  # fmt: skip
        self.findings += unfilled_rows(self.unfilled)

    def rows(self, table: Table, node: Node) -> None:
        heads = tuple(row for band in table.sections for row in band.rows)
        self.walk_rows(table, heads, node, table.key)

    def walk_rows(self, table: Table, heads: tuple[Header, ...], node: Node, above: str) -> None:
        """Match the lines of one level of rows with their heads."""
        if len(heads) == 1 and not heads[0].key:
            self.row(table, heads[0], node, above)
            return
        mapping = node.mapping()
        if mapping is None:
            keys = "、".join(head.key for head in heads)
            self.say("row", node.location, f"“{above}”下面应当逐行写：{keys}")
            return
        for head, child in self.matched(heads, mapping, node, above, "行"):
            if head.children:
                self.walk_rows(table, head.children, child, head.key)
            else:
                self.row(table, head, child, head.label or above)

    def matched(
        self,
        heads: tuple[Header, ...],
        mapping: Mapping[str, Node],
        node: Node,
        above: str,
        axis: str,
    ) -> list[tuple[Header, Node]]:
        """Pair heads with the lines written for them; say what is unknown, double or missing."""
        by_name = {
            name: head
            for head in heads
            for name in (strip_numbering(head.label), normalize_label(head.key))
        }
        found: dict[str, tuple[Header, Node]] = {}
        meant: set[str] = set()
        for key, child in mapping.items():
            head = by_name.get(normalize_label(key)) or by_name.get(strip_numbering(key))
            if head is None:
                keys = [one.key for one in heads]
                meant.add(closest_match(key, keys))
                colon = _COLON.search(key)
                cure = f"“{colon[0]}”请改成半角冒号加空格“: ”。" if colon else ""
                cure = cure or did_you_mean(key, keys)
                self.say("row", child.key_location, f"“{above}”下没有{axis}“{key}”", cure)
            elif head.path in found:
                self.say("row", child.key_location, f"“{head.key}”写了两次", "请只留一个。")
            else:
                found[head.path] = head, child
        for head in heads:
            if head.path not in found and head.key not in meant:
                printed = f"，即表上的“{head.label}”" if head.label != head.key else ""
                message = f"“{above}”下缺少{axis}“{head.key}”{printed}"
                self.say(
                    "row", node.key_location, message, "请补上；没有发生的填 0，原报告空着的填 缺。"
                )
        return [found[head.path] for head in heads if head.path in found]

    def row(self, table: Table, row: Header, node: Node, label: str) -> None:
        band = next(band for band in table.sections if row in all_leaves(band.rows))
        self.columns(table, row, band.columns, node, label)

    def columns(
        self, table: Table, row: Header, heads: tuple[Header, ...], node: Node, label: str
    ) -> None:
        """Read one row: a list in the form's column order, or a mapping by column names."""
        while len(heads) == 1 and not heads[0].key and heads[0].children:
            heads = heads[0].children
        leaves = all_leaves(heads)
        mapping = node.mapping()
        if mapping is not None:
            for head, child in self.matched(heads, mapping, node, label, "列"):
                self.columns(table, row, head.children or (head,), child, f"{label} {head.label}")
            return
        items = (node,) if (typed := node.items()) is None else typed
        if not items or (len(leaves) > 1 and all(item.value is None for item in items)):
            self.unfilled.append(UnfilledRow(label, node.location, leaves))
            return
        if len(items) == 1 < len(leaves):
            row_text = split_row(items[0].text() or "", len(leaves))
            if row_text and not row_text.certain:
                self.uncertain(node, row_text, leaves, label)
                return
            items = self.cells_of(items[0], row_text) if row_text else items
        if len(items) != len(leaves):
            self.miscounted(node, items, leaves, label)
            return
        for column, item in zip(leaves, items, strict=True):
            before = len(self.findings)
            key = (table.id, row.path, column.path)
            self.cell(key, column, item, f"“{label}”的“{column.label}”")
            for at in range(before, len(self.findings)):
                # Programs that read the findings get the cell's name and what was typed in it.
                self.findings[at] = replace(
                    self.findings[at],
                    basis=f"《{self.form.title}》（{self.form.document_number}）",
                    subject=".".join(key),
                    table=table.title,
                    row=label,
                    column=column.label,
                    actual=item.text() or "",
                )

    def miscounted(
        self, node: Node, items: tuple[Node, ...], leaves: tuple[Header, ...], label: str
    ) -> None:
        """Say that a row has too many or too few numbers, and what may have brought that about."""
        typed = [item.text() or "" for item in items]
        names = "、".join(leaf.label for leaf in leaves)
        cure = list_slip(typed)
        if len(items) > len(leaves) and any(_THREE.fullmatch(one) for one in typed[1:]):
            cure = "数字里不要写千位分隔号；"
        many = f"应有 {len(leaves)} 个数，写了 {len(items)} 个"
        apart = len(_WORDS.findall(typed[0])) if len(items) == 1 else 0
        if apart > 1:
            # YAML read one text; people see so many numbers.
            wrong = "没有分开" if apart == len(leaves) else f"看起来写了 {apart} 个，也没有分开"
            many = f"应有 {len(leaves)} 个数，{wrong}"
            cure = f"{cure}写成 [0, 0, …] 这样：用半角逗号隔开，放在方括号里。"
        self.say("count", node.location, f"“{label}”{many}", f"{cure}依次是：{names}。")

    def cells_of(self, node: Node, row: TypedRow) -> tuple[Node, ...]:
        """Give each cell of a pasted row its own place, where the row stands as it was read."""
        line, column = node.location.line, node.location.column
        text = node.text() or ""
        as_typed = self.lines[line - 1 : line] and self.lines[line - 1].startswith(text, column - 1)
        places = (
            Location(node.location.file, line, column + cell.offset) if as_typed else node.location
            for cell in row.cells
        )
        return tuple(
            Node(cell.text or None, place, place)
            for cell, place in zip(row.cells, places, strict=True)
        )

    def uncertain(self, node: Node, row: TypedRow, leaves: tuple[Header, ...], label: str) -> None:
        """Ask for a row to be written so that no thousands can be mistaken for cells."""
        names = "、".join(leaf.label for leaf in leaves)
        message = f"“{label}”的数字没有用半角逗号隔开，不能确定怎样分开"
        hint = f"是 {len(leaves)} 个数的，核对后写成 {row.as_yaml}；数字里不要写千位分隔号。"
        self.say("count", node.location, message, f"{hint}依次是：{names}。")

    def cell(self, key: CellKey, column: Header, node: Node, label: str) -> None:
        self.places[key] = node.location
        text = node.text()
        if node.value is not None and text is None:
            self.say("number", node.location, f"{label}应当是一个数", "请检查方括号。")
            return
        if text is None or not text.strip():
            self.say("number", node.location, f"{label}没有写",
                     "没有发生的填 0；原报告空着的填 缺；不适用的填 /。")  # fmt: skip
            return
        word = normalize_label(text)
        if word in _BLANKS:
            self.cells[key] = MissingValue.BLANK
            hint = "如实填 0 或数字；确实空着的，页面显示“缺”。"
            self.findings.append(warning("figures/blank", node.location, f"{label}空缺", hint))
        elif word in _NOT_APPLICABLE:
            self.cells[key] = MissingValue.NOT_APPLICABLE
        else:
            try:
                self.cells[key] = to_number(text, column)
            except ValueError as fault:
                message, _, hint = str(fault).partition("|")
                colon = "：" if message.startswith("“") else ""
                told = f"{label}{colon}{message.replace('※', text)}"
                self.say("number", node.location, told, hint)
