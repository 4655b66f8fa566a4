"""What was imported, for people: what somebody has to look at comes first."""

from collections.abc import Iterator, Sequence

from site_builder.cli import catalogue_summary
from site_builder.cli.block_text import block_text
from site_builder.cli.cell_groups import group_cells
from site_builder.importing.drafts.places import describe_place
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.form import Form
from site_builder.model.imported import ImportedCell, ImportedReport
from site_builder.model.original import Block
from site_builder.standards.header_grid import header_labels
from site_builder.standards.identities import Evaluation
from site_builder.usecases.import_files import ImportResult, ReportImport

_MAX_LISTED = 40
"""Entries of a list that somebody reads; the files name all of them."""
_MAX_SETTLED = 10
"""Entries about which nothing has to be decided."""
_MAX_TEXT = 40
"""Characters by which a passage is recognized."""


def summarize(result: ImportResult, *, dry_run: bool) -> Iterator[str]:
    """Yield the lines about all reports, and what to do next."""
    for report in result.reports:
        yield from _report_lines(report, dry_run=dry_run)
        yield ""
    for outcome in result.catalogues:
        yield from catalogue_summary.describe_outcome(outcome, dry_run=dry_run)
    if result.left_over:
        yield from _left_over_lines(result.left_over, "认不出报告的文件里的文字")
    written = sum(1 for report in result.reports if report.files.written)
    if written:
        yield "接下来：对照原件核对以上各处，再运行 site-builder check 检查。"
    elif dry_run and result.reports:
        yield "只是预演，没有写入任何文件；要写入，请去掉 --dry-run 再运行一次。"


def _report_lines(imported: ReportImport, *, dry_run: bool) -> Iterator[str]:
    report = imported.report
    body = report.body or "（原件没有写明机关）"
    yield f"{report.year} 年度 {body}　读自 {report.file}"
    yield f"  表式：{imported.form.document_number}；年份：{report.year_reason}"
    yield from _doubtful_lines(report, imported.form)
    yield from _identity_lines(imported)
    yield from _reading_lines(report, imported.form)
    yield from _text_lines(imported)
    for diagnostic in (*report.diagnostics, *imported.diagnostics):
        yield from _diagnostic_lines(diagnostic)
    yield from _written_lines(imported, dry_run=dry_run)


def _doubtful_lines(report: ImportedReport, form: Form) -> Iterator[str]:
    cells = [cell for cell in report.cells.values() if cell.reading == "doubtful"]
    if cells:
        yield f"  要核对的 {len(cells)} 格（figures.yaml 里写作“待核”，改好以前不能生成网站）："
        yield from _cell_lines(cells, form)


def _identity_lines(imported: ReportImport) -> Iterator[str]:
    failed = [item for item in imported.evaluations if not item.holds]
    broken = [item for item in failed if not imported.has_doubts(item)]
    undecided = len(failed) - len(broken)
    held = sum(1 for item in imported.evaluations if item.holds)
    if broken:
        yield f"  原件上对不上的勾稽关系 {len(broken)} 条（照原件录入，没有改动）："
        for evaluation in broken[:_MAX_LISTED]:
            yield f"    {_evaluation_text(evaluation)}"
        yield from _rest(broken, "site-builder check 逐条列出")
        yield from (f"    可能的原因：{group.summary}" for group in imported.causes)
    note = f"，要等核对以后才能判断的 {undecided} 条" if undecided else ""
    yield f"  勾稽关系：成立 {held} 条，不成立 {len(broken)} 条{note}。"


def _evaluation_text(evaluation: Evaluation) -> str:
    section, identity = evaluation.section, evaluation.identity
    headers = section.columns if identity.axis == "columns" else section.rows
    line = " › ".join(header_labels(headers, evaluation.line.path))
    relation = {"=": "≠", "<=": ">", ">=": "<"}[identity.relation]
    numbers = f"{evaluation.left:f} {relation} {evaluation.right:f}"
    prefix = f"{evaluation.table.title} › {line}" if line else evaluation.table.title
    return f"{prefix}：{identity.statement}：{numbers}"


def _reading_lines(report: ImportedReport, form: Form) -> Iterator[str]:
    cells = report.cells.values()
    blanks = [cell for cell in cells if cell.reading == "blank"]
    if len(blanks) == len(cells):
        yield "  统计表全部空着：原件没有填写，或者没有统计表。"
    elif blanks:
        yield f"  空着的 {len(blanks)} 格（写作“缺”；没有发生的，请核对后填 0）："
        yield from _cell_lines(blanks, form, _MAX_SETTLED)
    inferred = [cell for cell in cells if cell.reading == "inferred"]
    if inferred:
        yield f"  推定的 {len(inferred)} 格："
        yield from _cell_lines(inferred, form, _MAX_SETTLED)


def _cell_lines(
    cells: Sequence[ImportedCell], form: Form, limit: int = _MAX_LISTED
) -> Iterator[str]:
    groups = list(group_cells(cells, form))
    for group in groups[:limit]:
        yield f"    {group.label}（{group.details}）" if group.details else f"    {group.label}"
    yield from _rest(groups, "figures.yaml 里都有", limit)


def _text_lines(imported: ReportImport) -> Iterator[str]:
    report = imported.report
    titles = {part.id: part.title for part in imported.form.parts}
    tables = imported.form.tables_by_part()
    missing = [
        titles[part.part]
        for part in report.parts
        if not part.heading and not part.blocks and part.part not in tables
    ]
    if missing:
        yield f"  原件里没有找到的部分：{'；'.join(missing)}。"
    if report.left_over:
        yield from _left_over_lines(report.left_over, "没有归入任何部分的内容")
    if report.omissions:
        texts = dict.fromkeys(_short(omission.text) for omission in report.omissions)
        listed = "、".join(f"“{text}”" for text in list(texts)[:_MAX_LISTED])
        yield f"  当作网页、版面上的文字略去的 {len(report.omissions)} 处：{listed}"


def _left_over_lines(blocks: Sequence[Block], title: str) -> Iterator[str]:
    yield f"  {title} {len(blocks)} 处，没有写进文稿："
    for block in blocks[:_MAX_LISTED]:
        where = describe_place(block.origin)
        yield f"    “{_short(block_text(block))}”" + (f"（{where}）" if where else "")
    yield from _rest(blocks, "")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MAX_TEXT else f"{line[:_MAX_TEXT]}…"


def _rest(entries: Sequence[object], where: str, limit: int = _MAX_LISTED) -> Iterator[str]:
    if len(entries) > limit:
        note = f"，{where}" if where else ""
        yield f"    还有 {len(entries) - limit} 处{note}。"


def _diagnostic_lines(diagnostic: Diagnostic) -> Iterator[str]:
    yield f"  {diagnostic.severity.value}：{diagnostic.message}"
    if diagnostic.hint:
        yield f"    {diagnostic.hint}"


def _written_lines(imported: ReportImport, *, dry_run: bool) -> Iterator[str]:
    files = imported.files
    if files.backups:
        yield f"  原来的文件另存为 {'、'.join(files.backups)}。"
    if files.written:
        yield f"  已写入 {'、'.join(files.written)}。"
    elif not dry_run and not imported.failed:
        yield f"  content/{imported.report.year} 里已经是这些内容，没有改动。"
    elif not dry_run:
        yield "  没有写入任何文件。"
