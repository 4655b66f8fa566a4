"""A form judged while it is being filled in: by the very arithmetic that `check` uses."""

from collections.abc import Iterator, Mapping

from site_builder.content.figure_values import parse_cell
from site_builder.core.errors import ValueProblem
from site_builder.core.text.suggest import normalize_label
from site_builder.model.diagnostic import Severity
from site_builder.model.figure_judgement import (
    CellProblem,
    FiguresJudgement,
    IdentityState,
    JudgedIdentity,
)
from site_builder.model.figures import UNCONFIRMED, Cell, CellKey, Figures
from site_builder.model.form import Form, Identity, Table, all_leaves
from site_builder.model.frozendict import frozendict
from site_builder.standards.identities import Evaluation, evaluate, identity_keys
from site_builder.standards.likely_causes import table_causes

_CONFIRM = "请核对，改成实有的数：导入的对照原件，上年结转的对照上年报告；空着的写 缺。"


def judge_figures(
    form: Form,
    typed: Mapping[CellKey, str],
    previous_figures: Figures | None,
    *,
    with_causes: bool = True,
) -> FiguresJudgement:
    """Judge the cells of a form as typed; a cell that is absent or empty is not filled in.

    What would explain failures takes six times as long as the rest, and can be left for later.
    """
    cells, problems, empty = _read_cells(form, typed)
    figures = Figures(form.id, frozendict(cells), frozendict({}))
    judged = tuple(
        identity
        for table in form.tables()
        for identity in _identities(table, figures, previous_figures, frozenset(empty))
    )
    failing = {each.table for each in judged if with_causes and each.state == "fails"}
    causes = tuple(
        group
        for table in form.tables()
        if table.id in failing
        for group in table_causes(table, figures, previous_figures)
    )
    return FiguresJudgement(tuple(problems), tuple(empty), judged, causes)


def _read_cells(
    form: Form, typed: Mapping[CellKey, str]
) -> tuple[dict[CellKey, Cell], list[CellProblem], list[CellKey]]:
    """Return the cells of a form, what is wrong with others, and those not filled in."""
    cells: dict[CellKey, Cell] = {}
    problems: list[CellProblem] = []
    empty: list[CellKey] = []
    for table in form.tables():
        for _, row, column in table.cells():
            key = (table.id, row.path, column.path)
            text = typed.get(key, "")
            if not text.strip():
                empty.append(key)
                continue
            if normalize_label(text) == UNCONFIRMED:
                message = f"“{row.label}”的“{column.label}”还没有核对"
                problems.append(CellProblem(key, message, _CONFIRM))
                continue
            try:
                cells[key] = parse_cell(text, column)
            except ValueProblem as exc:
                problems.append(CellProblem(key, exc.message, exc.hint))
    return cells, problems, empty


def _identities(
    table: Table, figures: Figures, previous_figures: Figures | None, empty: frozenset[CellKey]
) -> Iterator[JudgedIdentity]:
    evaluations = {each.name: each for each in evaluate(table, figures, previous_figures)}
    for section in table.sections:
        for identity in section.identities:
            lines = all_leaves(section.columns if identity.axis == "columns" else section.rows)
            for line in lines:
                name = (section.id, identity.id, line.path)
                keys = identity_keys(table, section, identity, line)
                evaluation = evaluations.get(name)
                if evaluation is None or any(key not in figures.cells for key in keys):
                    evaluation = None
                reason = (
                    _reason(identity, keys, figures, previous_figures, empty)
                    if evaluation is None
                    else ""
                )
                yield JudgedIdentity(
                    table=table.id,
                    name=name,
                    state=_state(evaluation),
                    keys=keys,
                    statement=identity.statement,
                    is_warning=identity.severity is Severity.WARNING
                    or bool(evaluation and evaluation.has_blanks),
                    left=f"{evaluation.left:f}" if evaluation else "",
                    right=f"{evaluation.right:f}" if evaluation else "",
                    difference=f"{abs(evaluation.left - evaluation.right):f}" if evaluation else "",
                    reason=reason,
                )


def _state(evaluation: Evaluation | None) -> IdentityState:
    if evaluation is None:
        return "undecided"
    return "holds" if evaluation.holds else "fails"


def _reason(
    identity: Identity,
    keys: tuple[CellKey, ...],
    figures: Figures,
    previous_figures: Figures | None,
    empty: frozenset[CellKey],
) -> str:
    """Return why a sentence cannot be judged; what is mended on this page comes first."""
    if count := len(empty.intersection(keys)):
        return f"有 {count} 格没填"
    if any(key not in figures.cells for key in keys):
        return "有待核或者写错的格子"
    is_carried = any(term.previous_year for term in identity.terms())
    if is_carried and previous_figures is None:
        return "没有上年的报告"
    if not is_carried or any(figures.number(key) is None for key in keys):
        return "有的格子写的是缺或者“/”"
    return "上年的报告里没有这个数"
