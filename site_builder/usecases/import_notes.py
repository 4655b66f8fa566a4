"""What was imported, for people: what somebody has to look at comes first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from site_builder.importing.drafts.places import describe_place
from site_builder.model.block_text import block_text
from site_builder.model.form import Form
from site_builder.model.imported import ImportedCell, ImportedReport
from site_builder.model.original import Block
from site_builder.standards.header_grid import header_labels
from site_builder.standards.identities import Evaluation
from site_builder.usecases.import_files import ReportImport
from site_builder.usecases.imported_cell_groups import group_cells

NO_HINTS: Mapping[str, str] = MappingProxyType({})
_MAX_LISTED = 40
"""Entries of a list that somebody reads; the files name all of them."""
_MAX_SETTLED = 10
"""Entries about which nothing has to be decided."""
_MAX_TEXT = 40
"""Characters by which a passage is recognized."""


@dataclass(frozen=True, slots=True)
class ImportNote:
    """A fact about what was imported, with what it is about line by line."""

    text: str
    details: tuple[str, ...] = ()


def report_title(imported: ReportImport) -> str:
    """Return which report was read from which file."""
    report = imported.report
    return f"{report.year} 年度 {report.body or '（原件没有写明机关）'}　读自 {report.file}"


def report_notes(
    imported: ReportImport, hints: Mapping[str, str] = NO_HINTS
) -> Iterator[ImportNote]:
    """Yield what is to be known of a report; not why it was not written, which is a diagnostic.

    `hints`: what is advised in place of options of the command line, by code.
    """
    report = imported.report
    yield ImportNote(f"表式：{imported.form.document_number}；年份：{report.year_reason}")
    yield from _doubtful_notes(report, imported.form)
    yield from _identity_notes(imported)
    yield from _reading_notes(report, imported.form)
    yield from _text_notes(imported)
    for each in report.diagnostics:
        hint = hints.get(each.code, each.hint)
        yield ImportNote(f"{each.severity.value}：{each.message}", (hint,) if hint else ())


def is_certain(imported: ReportImport) -> bool:
    """Return whether nothing is noted that has to be compared with the original."""
    report = imported.report
    notes = (
        *_doubtful_notes(report, imported.form),
        *_reading_notes(report, imported.form),
        *_text_notes(imported),
    )
    problems = (*report.diagnostics, *imported.diagnostics)
    return not (notes or problems) and all(item.holds for item in imported.evaluations)


def written_notes(imported: ReportImport) -> Iterator[ImportNote]:
    """Yield which files were written, and where those that they replace were set aside."""
    files = imported.files
    if files.backups:
        yield ImportNote(f"原来的文件另存为 {'、'.join(files.backups)}。")
    if files.written:
        yield ImportNote(f"已写入 {'、'.join(files.written)}。")
    elif imported.failed:
        yield ImportNote("没有写入任何文件。")
    else:
        yield ImportNote(f"content/{imported.report.year} 里已经是这些内容，没有改动。")


def left_over_note(blocks: Sequence[Block], title: str) -> ImportNote:
    """Return what is told of passages that are in no text."""
    lines = []
    for block in blocks[:_MAX_LISTED]:
        where = describe_place(block.origin)
        lines.append(f"“{_short(block_text(block))}”" + (f"（{where}）" if where else ""))
    text = f"{title} {len(blocks)} 处，没有写进文稿："
    return ImportNote(text, (*lines, *_rest(blocks, "")))


def _doubtful_notes(report: ImportedReport, form: Form) -> Iterator[ImportNote]:
    cells = [cell for cell in report.cells.values() if cell.reading == "doubtful"]
    if cells:
        text = f"要核对的 {len(cells)} 格（figures.yaml 里写作“待核”，改好以前不能生成网站）："
        yield ImportNote(text, tuple(_cell_lines(cells, form)))


def _identity_notes(imported: ReportImport) -> Iterator[ImportNote]:
    failed = [item for item in imported.evaluations if not item.holds]
    broken = [item for item in failed if not imported.has_doubts(item)]
    undecided = len(failed) - len(broken)
    held = sum(1 for item in imported.evaluations if item.holds)
    if broken:
        yield ImportNote(
            f"原件上对不上的勾稽关系 {len(broken)} 条（照原件录入，没有改动）：",
            (
                *map(_evaluation_text, broken[:_MAX_LISTED]),
                *_rest(broken, "site-builder check 逐条列出"),
                *(f"可能的原因：{group.summary}" for group in imported.causes),
            ),
        )
    note = f"，要等核对以后才能判断的 {undecided} 条" if undecided else ""
    yield ImportNote(f"勾稽关系：成立 {held} 条，不成立 {len(broken)} 条{note}。")


def _evaluation_text(evaluation: Evaluation) -> str:
    section, identity = evaluation.section, evaluation.identity
    headers = section.columns if identity.axis == "columns" else section.rows
    line = " › ".join(header_labels(headers, evaluation.line.path))
    relation = {"=": "≠", "<=": ">", ">=": "<"}[identity.relation]
    numbers = f"{evaluation.left:f} {relation} {evaluation.right:f}"
    prefix = f"{evaluation.table.title} › {line}" if line else evaluation.table.title
    return f"{prefix}：{identity.statement}：{numbers}"


def _reading_notes(report: ImportedReport, form: Form) -> Iterator[ImportNote]:
    cells = report.cells.values()
    blanks = [cell for cell in cells if cell.reading == "blank"]
    if len(blanks) == len(cells):
        yield ImportNote("统计表全部空着：原件没有填写，或者没有统计表。")
    elif blanks:
        text = f"空着的 {len(blanks)} 格（写作“缺”；没有发生的，请核对后填 0）："
        yield ImportNote(text, tuple(_cell_lines(blanks, form, _MAX_SETTLED)))
    inferred = [cell for cell in cells if cell.reading == "inferred"]
    if inferred:
        lines = tuple(_cell_lines(inferred, form, _MAX_SETTLED))
        yield ImportNote(f"推定的 {len(inferred)} 格：", lines)


def _cell_lines(
    cells: Sequence[ImportedCell], form: Form, limit: int = _MAX_LISTED
) -> Iterator[str]:
    groups = list(group_cells(cells, form))
    for group in groups[:limit]:
        yield f"{group.label}（{group.details}）" if group.details else group.label
    yield from _rest(groups, "figures.yaml 里都有", limit)


def _text_notes(imported: ReportImport) -> Iterator[ImportNote]:
    report = imported.report
    titles = {part.id: part.title for part in imported.form.parts}
    tables = imported.form.tables_by_part()
    missing = [
        titles[part.part]
        for part in report.parts
        if not part.heading and not part.blocks and part.part not in tables
    ]
    if missing:
        yield ImportNote(f"原件里没有找到的部分：{'；'.join(missing)}。")
    if report.left_over:
        yield left_over_note(report.left_over, "没有归入任何部分的内容")
    if report.omissions:
        texts = dict.fromkeys(_short(omission.text) for omission in report.omissions)
        listed = "、".join(f"“{text}”" for text in list(texts)[:_MAX_LISTED])
        count = len(report.omissions)
        yield ImportNote(f"当作网页、版面上的文字略去的 {count} 处：{listed}")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MAX_TEXT else f"{line[:_MAX_TEXT]}…"


def _rest(entries: Sequence[object], where: str, limit: int = _MAX_LISTED) -> Iterator[str]:
    if len(entries) > limit:
        note = f"，{where}" if where else ""
        yield f"还有 {len(entries) - limit} 处{note}。"
