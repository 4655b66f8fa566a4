"""Why a row of a catalogue's sheet cannot be followed, in words for whoever keeps the sheet."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from site_builder.content.typed_documents import TypedDocument
from site_builder.importing.recognition.catalogue import CatalogueRow
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.standards import Field

_SCIENTIFIC = lazy_pattern(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]{1,3}")
_QUOTED_DAY = lazy_pattern(r"“([2-6][0-9]{4})”不是日期")
_SERIAL_START = date(1899, 12, 30)
_HINTS = {"document/openness": "这一行不要导入；确实主动公开的，把公开方式改成“主动公开”。"}
"""What to do about a row, where a file asks for something else."""
_MAX_LENGTH = 32_000
"""Characters that an exported cell holds; a longer text is cut there."""
_COMPARED = 31_000


def doubtful_cells(
    row: CatalogueRow, labels: Mapping[str, str], ids: Collection[str]
) -> Iterator[str]:
    """Yield the cells whose text is not certain, of those that would be used."""
    for field_id, doubt in row.doubts.items():
        if field_id in ids and field_id in labels:
            yield f"“{labels[field_id]}”不能确定：{doubt}"


def missing_values(row: CatalogueRow, fields: Collection[Field]) -> Iterator[str]:
    """Yield what the law asks for and the row leaves empty, though the sheet has the column."""
    for field in fields:
        is_asked = field.required == "law" and field.id in row.texts
        if (is_asked or field.id == "title") and not row.get(field.id):
            yield f"没有写“{field.label}”"


def odd_number(label: str, text: str) -> Iterator[str]:
    """Yield that a spreadsheet has made another number of an index number."""
    if _SCIENTIFIC.fullmatch(text):
        yield f"“{label}”{text} 是电子表格的科学记数，原来的号已经看不出来；请把单元格改成文本再填"


def mistakes(typed: TypedDocument) -> Iterator[str]:
    """Yield what the reader of documents reports as an error."""
    for diagnostic in typed.diagnostics:
        if diagnostic.severity is Severity.ERROR:
            yield _describe(diagnostic)


def new_mistakes(before: TypedDocument, after: TypedDocument) -> Iterator[str]:
    """Yield the errors that a change brings; those that were there are another matter."""
    old = {diagnostic.message for diagnostic in before.diagnostics}
    for diagnostic in after.diagnostics:
        if diagnostic.severity is Severity.ERROR and diagnostic.message not in old:
            yield _describe(diagnostic)


def _describe(diagnostic: Diagnostic) -> str:
    """Write an error and its cure in one sentence; a day that is a serial number is named."""
    hint = _HINTS.get(diagnostic.code, diagnostic.hint)
    words = f"{diagnostic.message}。{hint}" if hint else diagnostic.message
    serial = _QUOTED_DAY.search(diagnostic.message)
    if serial:
        day = _SERIAL_START + timedelta(days=int(serial[1]))
        words = f"{diagnostic.message}，是电子表格的日期序号，相当于 {day.isoformat()}"
        words += "：请把单元格的格式改成日期"
    return words.rstrip("。")


def lost_digits(label: str, old: str, new: str) -> Iterator[str]:
    """Yield that a spreadsheet has made a number of a text and lost part of it."""
    is_number = new.replace(".", "", 1).isdecimal()
    without_zeros = old.lstrip("0") or "0"
    short = without_zeros.rstrip("0").rstrip(".") if "." in without_zeros else without_zeros
    if old != new and is_number and new in (without_zeros, short):
        yield f"“{label}”由“{old}”成了“{new}”，像是电子表格把它当作数字，丢了 0"
    elif _SCIENTIFIC.fullmatch(new):
        yield from odd_number(label, new)


def is_cut(new: str, old: str) -> bool:
    """Return whether a text is what a cell could hold of a longer one."""
    return len(old) > _MAX_LENGTH and new[:_COMPARED] == old[:_COMPARED] and len(new) > _COMPARED


def cut_text(label: str, old: str) -> Iterator[str]:
    """Yield that a text is too long for a cell: what is behind the cut would be lost."""
    if len(old) > _MAX_LENGTH:
        yield f"“{label}”太长，一格写不下，请在文稿里改"
