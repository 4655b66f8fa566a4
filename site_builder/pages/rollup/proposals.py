"""A parent's report as the sums would have it: `figures.yaml` to check, a comment for each cell.

It is proposed and nothing else: a cell that cannot be known is 待核, which no build accepts.
"""

from collections.abc import Iterator, Mapping
from functools import partial

from site_builder.model.figures import UNCONFIRMED, CellKey
from site_builder.model.form import Header, Table
from site_builder.model.page import Page
from site_builder.model.publication import form_keys
from site_builder.model.views.rollup import ProposalView
from site_builder.pages.rollup.level_sums import CellSum, Level, few_names
from site_builder.pages.rollup.rollup_page import body_slug
from site_builder.standards.figures_layout import FiguresLine, figures_lines

_OWN_UNIT = "asked"


def proposal_url(level: Level) -> str:
    """Return the file of a level and year."""
    return f"proposals/{level.year}-{body_slug(level.parent.body)}.yaml"


def proposal_pages(levels: tuple[Level, ...]) -> Iterator[Page]:
    """Plan a file for each level and year."""
    for level in levels:
        build_view = partial(_view, level)
        yield Page(proposal_url(level), "yaml", build_view, {"entries": level.cause})


def _view(level: Level) -> ProposalView:
    return ProposalView("\n".join(_lines(level)) + "\n")


def _lines(level: Level) -> Iterator[str]:
    name = _words(level.parent.name)
    sums = dict(zip(form_keys(level.form), level.sums, strict=True))
    yield f"# {name}{level.year}年度报告统计数据的建议稿：由各机构公布的数相加，请核对以后再用。"
    yield f"# 合计里有 {len(level.counted)} 个机构。这不是{name}公布的数。"
    for entry in level.absent:
        yield f"# 没有计入：{_words(entry.name)}"
    for body in dict.fromkeys(body for item in sums.values() for body in item.doubtful):
        yield f"# 有待核的数：{_words(body)}"
    unknown = sum(not _is_known(item, level) for item in sums.values())
    if unknown:
        yield f"# 有 {unknown} 格不能由相加得出，写作 {UNCONFIRMED}。"
    yield f"表式: {level.form.key}"
    for table in level.form.tables():
        yield f"{table.key}:"
        for line in figures_lines(table):
            if line.row is None:
                yield line.indent + (f"# {line.comment}" if line.comment else f"{line.key}:")
            else:
                yield from _row(level, table, line, line.row, sums)


def _row(
    level: Level, table: Table, line: FiguresLine, row: Header, sums: Mapping[CellKey, CellSum]
) -> Iterator[str]:
    items = [(column, sums[table.id, row.path, column.path]) for column in line.columns]
    for column, item in items:
        mark = "" if _is_known(item, level) else f"{UNCONFIRMED} "
        yield f"{line.indent}# {mark}{column.label}：{_comment(item, level)}"
    yield f"{line.indent}{line.key}: [{', '.join(_value(*pair, level) for pair in items)}]"


def _is_known(item: CellSum, level: Level) -> bool:
    return not (item.blank or item.doubtful or level.absent)


def _value(column: Header, item: CellSum, level: Level) -> str:
    if not _is_known(item, level):
        return UNCONFIRMED
    if item.total is None:
        return "/"
    sign = "+" if column.value == "signed" and item.total > 0 else ""
    return f"{sign}{item.total:f}{item.unit if column.unit == _OWN_UNIT else ''}"


def _comment(item: CellSum, level: Level) -> str:
    """Return what a cell is made of, and what it lacks."""
    parts = [f"可能是 {item.total:f}" if item.total is not None else ""]
    if _is_known(item, level):
        parts = [f"{item.stated} 个机构"]
    else:
        parts.append(f"{item.stated} 个机构的合计")
    if item.largest:
        parts.append(_largest(item))
    if item.blank:
        parts.append(f"{len(item.blank)} 个机构没有填：{_words(few_names(item.blank))}")
    if item.doubtful:
        parts.append(f"{len(item.doubtful)} 个机构的数待核：{_words(few_names(item.doubtful))}")
    if level.absent:
        parts.append(f"没有计入 {len(level.absent)} 个机构")
    return "；".join(part for part in parts if part)


def _largest(item: CellSum) -> str:
    """Return which bodies a number comes from, and how much of it."""
    bodies = "、".join(f"{_words(name)} {number:f}" for name, number in item.largest)
    count, rest = item.others
    return f"最多的是{bodies}" + (f"，另外 {count} 个机构共 {rest:f}" if count else "")


def _words(text: str) -> str:
    """Return a name that stays in its comment."""
    return " ".join(text.split())
