"""One text as a reviewer needs it: what changed since a level's last look, remarks, sign-offs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from site_builder.build.reviews import (
    find_record,
    read_remark_record,
    read_sign_offs,
    reviewed_contents,
)
from site_builder.content.figure_edits import typed_cells
from site_builder.content.paragraphs import find_paragraph, paragraph_places, split_paragraphs
from site_builder.content.remarks import remarks_path
from site_builder.content.sign_offs import content_digest, review_status, sign_path
from site_builder.core.errors import UsageError, ValueProblem
from site_builder.core.text.suggest import HIGH_CONFIDENCE, closest_match
from site_builder.core.text.word_diff import PassageChange, passage_changes
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.document import Document
from site_builder.model.form import Form, form_for
from site_builder.model.review import (
    Remark,
    RemarkAnchor,
    RemarkRecord,
    ReviewStatus,
    SignOffRecord,
)
from site_builder.model.settings import Settings
from site_builder.model.source import Source
from site_builder.model.standards import Standards
from site_builder.standards.header_grid import cell_label

_FIGURES = "figures.yaml"


class ReviewedCell(NamedTuple):
    """A cell of the text's figures."""

    name: str
    table: str
    label: str
    """Row and column, as printed."""
    typed: str


class RetypedCell(NamedTuple):
    """A cell that was typed anew."""

    label: str
    """Table, row and column, as printed."""
    old: str
    new: str


class PlacedRemark(NamedTuple):
    """A remark and where it belongs by now."""

    remark: Remark
    place: str
    """In Chinese: the paragraph's number, the cell's labels, or the whole text."""
    is_changed: bool
    """Whether what it is about reads otherwise now."""
    current: str
    """How it reads now; empty where nothing similar is left."""


@dataclass(frozen=True, slots=True)
class TextReview:
    """One text under review."""

    document: Document
    contents: Mapping[str, str]
    digest: str
    status: ReviewStatus
    signed: SignOffRecord
    record: RemarkRecord
    paragraphs: tuple[str, ...]
    places: tuple[str, ...]
    """What a reader calls the place of each paragraph."""
    cells: tuple[ReviewedCell, ...]
    remarks: tuple[PlacedRemark, ...]
    diagnostics: tuple[Diagnostic, ...]
    """Of its records."""

    def place(self, number: int) -> str:
        """Return what a reader calls the place of a paragraph, by its number from 1."""
        return self.places[number - 1] if 0 < number <= len(self.places) else "文末"


@dataclass(frozen=True, slots=True)
class LevelChanges:
    """What changed in a text since a level last looked at it."""

    level: str
    name: str
    """Who looked; empty where nobody has."""
    reviewed_on: date | None
    is_stored: bool
    """Whether what was looked at is stored, so that it can be compared."""
    passages: tuple[PassageChange, ...] = ()
    cells: tuple[RetypedCell, ...] = ()
    files: tuple[str, ...] = ()
    """What else changed, in Chinese, a line each."""

    @property
    def is_unchanged(self) -> bool:
        """Return whether the text is what was looked at."""
        return self.is_stored and not (self.passages or self.cells or self.files)


def review_text(
    content: Path, document: Document, settings: Settings, standards: Standards
) -> TextReview:
    """Read a text and its records as they stand now. Raises UsageError and OSError."""
    source = document.source
    contents = reviewed_contents(content, document)
    sign_off_file = find_record(content, sign_path(source.path), "signoff")
    remarks_file = find_record(content, remarks_path(source.path), "remarks")
    signed, sign_diagnostics = read_sign_offs(content, sign_off_file)
    record, remark_diagnostics = read_remark_record(content, remarks_file)
    paragraphs = split_paragraphs(contents[source.path])
    places = paragraph_places(contents[source.path])
    cells = tuple(_cells(source, contents, standards))
    return TextReview(
        document=document,
        contents=contents,
        digest=content_digest(contents),
        status=review_status(source, signed, contents, settings, standards.characters.traditional),
        signed=signed,
        record=record,
        paragraphs=paragraphs,
        places=places,
        cells=cells,
        remarks=tuple(
            _place_remark(remark, paragraphs, places, cells) for remark in record.remarks
        ),
        diagnostics=(*sign_diagnostics, *remark_diagnostics),
    )


def find_document(documents: Mapping[str, Document], path: str) -> Document:
    """Return a text by its path from the project folder. Raises UsageError."""
    document = documents.get(path.removeprefix("content/").replace(_FIGURES, "report.md"))
    if document is None or not path.startswith("content/"):
        match = closest_match(path, (f"content/{name}" for name in documents), HIGH_CONFIDENCE)
        hint = f"是不是“{match}”？" if match else "可能改了名、移走了，或者删掉了。"
        raise UsageError("没有这份文稿", hint)
    return document


def find_anchor(review: TextReview, place: str) -> RemarkAnchor:
    """Return what a remark is about: `paragraph:3`, `cell:…` or nothing. Raises UsageError."""
    kind, _, name = place.partition(":")
    path = review.document.source.path
    if kind == "paragraph" and name.isascii() and name.isdecimal():
        number = int(name[:9])
        if 0 < number <= len(review.paragraphs):
            return RemarkAnchor(path, review.paragraphs[number - 1], number)
    for cell in review.cells:
        if kind == "cell" and cell.name == name:
            figures = f"{path.rpartition('/')[0]}/{_FIGURES}"
            return RemarkAnchor(figures, cell.typed, cell=name)
    if place:
        raise UsageError("没有这一段、这一格", "请刷新网页再提意见。")
    return RemarkAnchor("", "")


def changes_since(review: TextReview, level: str, standards: Standards) -> LevelChanges:
    """Compare a text with what a level had before it when it last looked."""
    version = next((each for each in review.record.versions if each.level == level), None)
    if version:
        old, name, day = version.contents, version.name, version.reviewed_on
    else:
        signed = next((each for each in review.signed.signoffs if each.level == level), None)
        if signed is None:
            return LevelChanges(level, "", None, is_stored=False)
        old, name, day = review.signed.contents, signed.name, signed.signed_on
    if old is None:
        return LevelChanges(level, name, day, is_stored=False)
    source = review.document.source
    figures = f"{source.path.rpartition('/')[0]}/{_FIGURES}"
    cells, figure_lines = _cell_changes(
        old.get(figures, ""), review.contents.get(figures, ""), _form(source, standards)
    )
    lines = _file_changes(old, review.contents, {source.path, figures})
    return LevelChanges(
        level=level,
        name=name,
        reviewed_on=day,
        is_stored=True,
        passages=passage_changes(split_paragraphs(old.get(source.path, "")), review.paragraphs),
        cells=cells,
        files=(*figure_lines, *lines),
    )


def review_state(status: ReviewStatus | None, open_count: int) -> tuple[str, int]:
    """Return where a text stands, in words, and how urgent that is."""
    if status is None:
        return "还没有审签", 3
    signed = "、".join(f"{each.level} {each.name}" for each in status.signoffs)
    if status.tampering:
        return f"审签记录被改动过：{'；'.join(status.tampering)}", 0
    if open_count:
        return f"有 {open_count} 条意见没有结案", 0
    if status.stale:
        return "审签以后改过，要重新审签", 1
    if status.signoffs and status.missing:
        return f"已有 {signed}，还要{'、'.join(status.missing)}", 2
    return (f"各级已审签：{signed}", 4) if signed else ("还没有审签", 3)


def _form(source: Source, standards: Standards) -> Form | None:
    return form_for(source.year, standards.forms) if source.kind == "report" else None


def _cells(
    source: Source, contents: Mapping[str, str], standards: Standards
) -> Iterator[ReviewedCell]:
    form = _form(source, standards)
    if form is None:
        return
    text = contents.get(f"{source.path.rpartition('/')[0]}/{_FIGURES}", "")
    try:
        typed = typed_cells(text, form)
    except ValueProblem:
        return
    for table in form.tables():
        for section, row, column in table.cells():
            key = (table.id, row.path, column.path)
            label = cell_label(section, row, column)
            yield ReviewedCell("|".join(key), table.title, label, typed.get(key, ""))


def _cell_changes(
    old: str, new: str, form: Form | None
) -> tuple[tuple[RetypedCell, ...], tuple[str, ...]]:
    """Return the cells that changed, and what else is to be said of the figures."""
    if form is None or old == new:
        return (), ()
    try:
        before, after = typed_cells(old, form), typed_cells(new, form)
    except ValueProblem:
        return (), ("统计数据（figures.yaml）改过，但是读不出是哪几格，请逐格核对",)
    changes = []
    for table in form.tables():
        for section, row, column in table.cells():
            key = (table.id, row.path, column.path)
            if before.get(key, "") != after.get(key, ""):
                label = f"{table.title} › {cell_label(section, row, column)}"
                changes.append(RetypedCell(label, before.get(key, ""), after.get(key, "")))
    rest = () if changes else ("统计数据的格子没有变，figures.yaml 里改的是注释或者写法",)
    return tuple(changes), rest


def _file_changes(old: Mapping[str, str], new: Mapping[str, str], texts: set[str]) -> Iterator[str]:
    for name in sorted({*old, *new} - texts):
        if old.get(name) != new.get(name):
            verb = "新增" if name not in old else "不再引用" if name not in new else "换过"
            yield f"附件 {name}：{verb}"


def _place_remark(
    remark: Remark,
    paragraphs: tuple[str, ...],
    places: tuple[str, ...],
    cells: tuple[ReviewedCell, ...],
) -> PlacedRemark:
    anchor = remark.anchor
    if anchor.cell:
        cell = next((each for each in cells if each.name == anchor.cell), None)
        if cell is None:
            return PlacedRemark(remark, "统计数据里的一格", is_changed=True, current="")
        place = f"{cell.table} › {cell.label}"
        return PlacedRemark(remark, place, cell.typed != anchor.quote, cell.typed)
    if not anchor.paragraph:
        return PlacedRemark(remark, "全文", is_changed=False, current="")
    number, is_same = find_paragraph(paragraphs, anchor.quote, anchor.paragraph)
    current = paragraphs[number - 1] if number else ""
    place = places[number - 1] if number else "原来的一段"
    return PlacedRemark(remark, place, not is_same, current)
