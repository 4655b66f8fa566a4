"""The level's form as sums over its bodies, beside what the parent published."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import groupby

from site_builder.model.page import Page
from site_builder.model.views.parts import Download, LinkItem
from site_builder.model.views.rollup import LinkedCell, LinkedRow, LinkedTable, RollupSection
from site_builder.pages.rollup.form_cells import (
    LEGEND,
    RollupRow,
    cell_address,
    form_rows,
    row_url,
    value_text,
)
from site_builder.pages.rollup.ledger import STATE_LABELS
from site_builder.pages.rollup.level_sums import CellSum, Level
from site_builder.pages.rollup.omitted_bodies import omitted_bodies
from site_builder.pages.rollup.proposals import proposal_url
from site_builder.pages.rollup.rollup_page import (
    PageText,
    RollupContext,
    body_slug,
    body_url,
    nav_link,
    plan_page,
)

_CHECK_NOTE = "合计由本程序按各机构自己公布的数相加，只供核对；以各机构和上级机关签发的报告为准。"

_PROPOSAL_NOTE = (
    "照合计写成的 figures.yaml，每一格注明由几个机构相加、最多的是谁。不能得出的写作“待核”。"
)


def sum_pages(context: RollupContext, levels: tuple[Level, ...]) -> Iterator[Page]:
    """Plan a page for each level and year, and the list of them."""
    links = tuple(
        LinkItem(f"{level.year}年 {level.parent.name}", sums_url(level)) for level in levels
    )
    build_text = partial(_index, links)
    yield plan_page(context, "sums/index.html", build_text, {"links": repr(links)})
    for level in levels:
        yield plan_page(context, sums_url(level), partial(_page, level), {"entries": level.cause})


def sums_url(level: Level) -> str:
    """Return the page of a level and year."""
    return f"sums/{level.year}-{body_slug(level.parent.body)}.html"


def _index(links: tuple[LinkItem, ...]) -> PageText:
    lead = "把各机构公布的数相加，和上级机关公布的本级报告放在一起核对。"
    if not links:
        lead = "机构名录里没有写“上级”，所以没有可以汇总的。"
    section = RollupSection("levels", "各年度", (_CHECK_NOTE,), links=links)
    return PageText("汇总和核对", lead, (section,), section="sums")


def _page(level: Level) -> PageText:
    sums = {item.cell.index: item for item in level.sums}
    different = [item for item in sums.values() if item.difference]
    title = f"{level.year}年度{level.parent.name}汇总"
    lead = (
        f"{level.year}年度，{level.parent.name}下面应当编制报告或者公布了报告的机构 "
        f"{len(level.members)} 个，合计里有 {len(level.counted)} 个。"
    )
    absent = tuple(
        LinkedRow(entry.name, body_url(entry.body), (LinkedCell(_why_absent(level, entry.state)),))
        for entry in level.absent
    )
    sections = [
        RollupSection(
            "differences",
            "和上级公布的数比较",
            (_comparison(level, different, tuple(sums.values())),),
            _differences(level, different),
        ),
        *_forms(level, sums),
    ]
    if absent:
        table = LinkedTable("absent", "没有计入合计的机构", "机构", ("原因",), absent, is_text=True)
        sections.insert(1, RollupSection("missing", "没有计入的机构", (), (table,)))
    sections.append(
        RollupSection(
            "proposal",
            "建议稿",
            (_PROPOSAL_NOTE,),
            files=(Download(f"{title}的建议稿", proposal_url(level), "YAML"),),
        )
    )
    return PageText(title, lead, tuple(sections), (_CHECK_NOTE,), "sums", (nav_link("sums"),))


def _why_absent(level: Level, state: str) -> str:
    labels = dict(STATE_LABELS)
    text = next((label for name, label in labels.items() if name == state), "")
    is_published = state in ("in-time", "late", "undated")
    return f"{text}，表式不是{level.form.title}（{level.form.key}）" if is_published else text


def _comparison(level: Level, different: list[CellSum], sums: Sequence[CellSum]) -> str:
    report = level.parent.report
    if report is None:
        return f"{level.parent.name}没有公布{level.year}年度的报告，不能比较。"
    if report.form != level.form.id:
        return f"{level.parent.name}用的是另一种表式，不能比较。"
    if not different:
        return "能够比较的各项，上级公布的数都等于合计。"
    text = f"有 {len(different)} 项不一样。可能的原因由程序列出，只供核对，不作结论。"
    for bodies in omitted_bodies(level, sums):
        names = "和".join(entry.name for entry in bodies)
        text += f"各项相差的数，正好都是{names}报告里的数，上级很可能没有把它算进去。"
    return text


def _differences(level: Level, different: list[CellSum]) -> tuple[LinkedTable, ...]:
    if not different:
        return ()
    rows = {cell.index: row for row in form_rows(level.form) for cell in row.cells}
    lines = tuple(
        LinkedRow(
            cell_name(rows[item.cell.index], item),
            row_url(level.year, rows[item.cell.index]),
            (
                LinkedCell(_number(item.total)),
                LinkedCell(
                    value_text(item.parent or "")[0],
                    cell_address(level.parent, item.cell),
                    is_external=bool(level.parent.address),
                ),
                LinkedCell(signed(item.difference)),
                LinkedCell("；".join(item.explanations) or "没有看出来"),
            ),
        )
        for item in different
    )
    columns = "各机构合计", "上级公布", "相差", "可能的原因"
    return (LinkedTable("compared", "不一样的各项", "项目", columns, lines, is_text=True),)


def cell_name(row: RollupRow, item: CellSum) -> str:
    """Return what a cell is called where it stands alone."""
    return f"{row.title}：{item.cell.column}"


def signed(number: Decimal | None) -> str:
    """Write a difference with its sign."""
    return "" if number is None else f"{number:+f}"


def _number(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def _forms(level: Level, sums: dict[int, CellSum]) -> Iterator[RollupSection]:
    rows = form_rows(level.form)
    for table in level.form.tables():
        own = [row for row in rows if row.table == table.id]
        tables = tuple(
            _table(level, list(group), sums) for _, group in groupby(own, lambda row: row.section)
        )
        yield RollupSection(f"table-{table.id}", table.title, (), tables)


def _table(level: Level, rows: list[RollupRow], sums: dict[int, CellSum]) -> LinkedTable:
    lines = tuple(
        LinkedRow(
            row.label,
            row_url(level.year, row),
            tuple(_sum_cell(sums[cell.index]) for cell in row.cells),
        )
        for row in rows
    )
    columns = tuple(cell.column for cell in rows[0].cells)
    name = f"section-{rows[0].section}"
    return LinkedTable(name, rows[0].section_title, "合计", columns, lines, legend=LEGEND)


def _sum_cell(item: CellSum) -> LinkedCell:
    notes = []
    if item.blank:
        notes.append(f"{len(item.blank)} 个机构缺")
    if item.doubtful:
        notes.append(f"{len(item.doubtful)} 个机构待核")
    if item.difference:
        notes.append(f"上级公布 {value_text(item.parent or '')[0]}，相差 {signed(item.difference)}")
    if item.doubtful:
        text, state = "不能判断", "doubtful"
    elif item.total is None:
        text, state = ("缺", "blank") if item.blank else ("/", "not-applicable")
    else:
        text, state = f"{item.total:f}{item.unit}", ""
    return LinkedCell(text, "", "differs" if item.difference else state, "；".join(notes))
