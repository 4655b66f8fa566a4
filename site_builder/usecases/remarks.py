"""Remarks of a review: made, answered, closed; the text goes back to its author by them."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from site_builder.content.remarks import (
    NO_REMARKS,
    encode_remarks,
    read_remarks,
    remarks_path,
)
from site_builder.content.reviewer_names import checked_name, name_key
from site_builder.content.sign_offs import content_digest
from site_builder.core.errors import UsageError
from site_builder.model.frozendict import frozendict
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.review import (
    Remark,
    RemarkAnchor,
    RemarkEntry,
    RemarkRecord,
    ReviewedVersion,
    Reviewer,
)
from site_builder.model.settings import Settings
from site_builder.usecases.save_source import read_source, save_source

RECORD_LOCK = threading.Lock()
"""Two requests of one editor add to a record one after the other."""
_MAX_TEXT = 2_000
_MAX_REMARKS = 500
_MAX_ANSWERS = 100
_MAX_BYTES = 1_900_000
_CONTROL = lazy_pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_AUTHOR = ""


@dataclass(frozen=True, slots=True)
class RemarkBook:
    """The remarks on one text, and what is needed to write them."""

    project: Path
    path: str
    """The text, below `content/`."""
    settings: Settings
    simple: Mapping[str, str]
    """Traditional → simplified characters, so that one person is known again."""

    @property
    def file(self) -> str:
        """Return the record's path from the project folder."""
        return f"content/{remarks_path(self.path)}"

    def read(self) -> RemarkRecord:
        """Read the remarks. Raises UsageError for a damaged record, and OSError."""
        source = read_source(self.project, self.file)
        if not source.digest:
            return NO_REMARKS
        record, diagnostics = read_remarks(source.data, source.path)
        if diagnostics:
            raise UsageError(f"{source.path}：{diagnostics[0].message}", diagnostics[0].hint)
        return record


@dataclass(frozen=True, slots=True)
class NewRemark:
    """A remark as it is made."""

    anchor: RemarkAnchor
    text: str
    contents: Mapping[str, str]
    """What the reviewer had before him."""


def make_remark(book: RemarkBook, reviewer: Reviewer, new: NewRemark, now: datetime) -> Remark:
    """Add a remark, which sends the text back.

    Raises UsageError and ValueProblem for what is none, SaveConflictError and OSError.
    """
    statement = _statement(book, reviewer, new.text, now.date())
    if not statement.level:
        raise UsageError("没有选审核级别", f"请选{'、'.join(book.settings.review_levels)}之一。")

    def add(record: RemarkRecord) -> tuple[RemarkRecord, Remark]:
        if len(record.remarks) >= _MAX_REMARKS:
            raise UsageError(f"这份文稿的意见已有 {_MAX_REMARKS} 条", "请当面商量。")
        number = max((remark.number for remark in record.remarks), default=0) + 1
        remark = Remark(number, new.anchor, statement)
        version = ReviewedVersion(
            statement.level,
            statement.name,
            now.date(),
            content_digest(new.contents),
            frozendict(new.contents),
        )
        others = (each for each in record.versions if each.level != version.level)
        return RemarkRecord((*record.remarks, remark), (*others, version)), remark

    return _edit(book, add, now)


def answer_remark(
    book: RemarkBook, reviewer: Reviewer, number: int, text: str, now: datetime
) -> Remark:
    """Answer an open remark. Raises as `make_remark`."""
    answer = _statement(book, reviewer, text, now.date())

    def add(remark: Remark) -> Remark:
        if len(remark.answers) >= _MAX_ANSWERS:
            raise UsageError("这条意见的答复太多了", "请当面商量，再结案。")
        return replace(remark, answers=(*remark.answers, answer))

    return _edit(book, _change(number, add), now)


def close_remark(
    book: RemarkBook, reviewer: Reviewer, number: int, text: str, now: datetime
) -> Remark:
    """Close a remark: its maker or any reviewer does, never the author. Raises as `make_remark`."""
    closure = _statement(book, reviewer, text or "已经办好。", now.date())

    def close(remark: Remark) -> Remark:
        maker = name_key(remark.statement.name, book.simple)
        if not closure.level and name_key(closure.name, book.simple) != maker:
            raise UsageError(
                "作者不能自己结案", f"请由提出的人（{remark.statement.name}）或者审核人结案。"
            )
        return replace(remark, closure=closure)

    return _edit(book, _change(number, close), now)


def _statement(book: RemarkBook, reviewer: Reviewer, text: str, day: date) -> RemarkEntry:
    if reviewer.level not in (_AUTHOR, *book.settings.review_levels):
        raise UsageError(f"没有审核级别“{reviewer.level}”")
    words = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not words:
        raise UsageError("没有写内容")
    if len(words) > _MAX_TEXT:
        raise UsageError(f"写了 {len(words)} 个字，最多 {_MAX_TEXT} 个", "长的请分成几条。")
    return RemarkEntry(checked_name(reviewer.name), reviewer.level, day, words)


def _change(
    number: int, change: Callable[[Remark], Remark]
) -> Callable[[RemarkRecord], tuple[RemarkRecord, Remark]]:
    """Return what changes one open remark of a record."""

    def edit(record: RemarkRecord) -> tuple[RemarkRecord, Remark]:
        remark = next((each for each in record.remarks if each.number == number), None)
        if remark is None:
            raise UsageError(f"没有第 {number} 条意见", "请刷新网页再看。")
        if not remark.is_open:
            raise UsageError(f"第 {number} 条意见已经结案", "请刷新网页再看。")
        changed = change(remark)
        remarks = tuple(changed if each is remark else each for each in record.remarks)
        return replace(record, remarks=remarks), changed

    return edit


def _edit(
    book: RemarkBook,
    edit: Callable[[RemarkRecord], tuple[RemarkRecord, Remark]],
    now: datetime,
) -> Remark:
    with RECORD_LOCK:
        source = read_source(book.project, book.file)
        record, remark = edit(book.read())
        data = encode_remarks(record)
        if len(data) > _MAX_BYTES:
            raise UsageError("这份文稿的意见太多，没有保存", "请当面商量，再结案。")
        save_source(book.project, source, data, now)
        return remark
