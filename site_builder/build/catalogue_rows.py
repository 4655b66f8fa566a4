"""A row of a catalogue's sheet → the document it becomes, or why it cannot.

Whether a value is right is asked of the very reader that builds the site.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from site_builder.build import catalogue_row_checks as checks
from site_builder.build.catalogue_sources import CatalogueSource
from site_builder.content.typed_documents import (
    TypedDocument,
    read_typed_document,
    typed_value,
)
from site_builder.core.errors import ValueProblem
from site_builder.core.urls import YEAR
from site_builder.importing.drafts.document_names import document_names
from site_builder.importing.drafts.documents import (
    change_values,
    draft_document,
    draft_value,
    iso_date,
    split_words,
)
from site_builder.importing.recognition.catalogue import DIGEST, SOURCE, CatalogueRow
from site_builder.importing.recognition.catalogue import YEAR as YEAR_FOLDER
from site_builder.model.catalogue_plan import FieldChange, PlannedDocument
from site_builder.model.original import Origin
from site_builder.model.standards import Field, Standards

_NOT_NAMED = "表里没有写来源文件，而网站里已经有这个索引号的文稿"
_NO_DIGEST = "表里没有导出时的校验，不知道导出以后改动过没有"
_CHANGED_SINCE = "导出以后这份文稿改动过"
_INEXACT = "改不准这份文稿，请直接在文稿里改"


class RowRejectedError(Exception):
    """A row cannot become a document; its arguments are the reasons, in Chinese."""


@dataclass(slots=True)
class RowPlanner:
    """Plans rows one after another; two of them never get the same file."""

    standards: Standards
    existing: Mapping[str, CatalogueSource]
    labels: Mapping[str, str]
    """Id of the field → the label of its column."""
    describe: Callable[[Origin], str]
    """Says where a row stands."""
    taken: set[str] = field(default_factory=set)
    """Paths in lower case: Windows makes no difference."""

    def __post_init__(self) -> None:
        """Take the paths that are there."""
        self.taken |= {path.lower() for path in self.existing}

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return the fields of a document."""
        return self.standards.document_fields

    def create(self, row: CatalogueRow) -> PlannedDocument:
        """Plan a new document. Raises RowRejectedError."""
        texts = {each.id: row.get(each.id) for each in self.fields}
        label = self.labels.get("index_number", "")
        reasons = [
            *checks.doubtful_cells(row, self.labels, row.texts.keys()),
            *checks.missing_values(row, self.fields),
            *checks.odd_number(label, texts["index_number"]),
        ]
        folder = f"{_year(row, reasons)}/documents"
        data = draft_document(texts, self.fields).encode("utf-8", "replace")
        typed = read_typed_document(f"content/{folder}/x.md", data, self.standards)
        reasons += checks.mistakes(typed)
        if not reasons and not self._says(typed, texts):
            reasons.append("有的格子里有写不进文稿的字符，请重新输入")
        if reasons:
            raise RowRejectedError(*dict.fromkeys(reasons))
        path = self._new_path(folder, texts["index_number"], texts["title"])
        return PlannedDocument(path, self.describe(row.origin), texts["title"], data, "", ())

    def _says(self, typed: TypedDocument, texts: Mapping[str, str]) -> bool:
        """Return whether a document says of each field what it should."""
        return all(
            _same(each, texts[each.id], typed.texts.get(each.id, ""))
            for each in self.fields
            if each.id in texts
        )

    def _new_path(self, folder: str, index_number: str, title: str) -> str:
        for name in document_names(index_number, title):
            path = f"{folder}/{name}"
            if path not in self.taken:
                self.taken.add(path)
                return path
        raise RowRejectedError("和另一份文稿的索引号、名称都一样")

    def change(self, row: CatalogueRow, target: CatalogueSource) -> PlannedDocument | None:
        """Plan the changes of a document; None when it says what the row says.

        Raises RowRejectedError.
        """
        typed = target.typed
        if typed.problem:
            # Of a document that cannot be read, an export has nothing but its name.
            if any(row.get(each.id) for each in self.fields):
                raise RowRejectedError(typed.problem)
            return None
        changes = dict(self._changes(row, typed))
        if row.get(YEAR_FOLDER) not in ("", str(target.source.year)):
            raise RowRejectedError("“年份”和来源文件所在的不一样，不能用表格搬动文稿")
        if not changes:
            return None
        doubts = list(checks.doubtful_cells(row, self.labels, changes.keys()))
        if reasons := doubts or list(self._losses(changes, typed)):
            raise RowRejectedError(*reasons)
        labels = {each.id: typed.keys.get(each.id, each.label) for each in self.fields}
        return PlannedDocument(
            path=target.source.path,
            row=self.describe(row.origin),
            title=typed.texts.get("title", ""),
            data=self._edited(changes, target),
            base_digest=target.digest,
            changes=tuple(
                FieldChange(labels[field_id], typed.texts.get(field_id, ""), new)
                for field_id, new in changes.items()
            ),
            reason=_reason_to_confirm(row, target),
        )

    def _changes(self, row: CatalogueRow, typed: TypedDocument) -> Iterator[tuple[str, str]]:
        """Yield the id of each field of which the row says something else, and what."""
        for each in self.fields:
            new, old = row.get(each.id), typed.texts.get(each.id, "")
            if each.id not in row.texts or _same(each, new, old) or checks.is_cut(new, old):
                continue
            if each.id in typed.keys and each.id not in typed.texts:
                if new:
                    message = f"“{typed.keys[each.id]}”一格写不下，请直接在文稿里改"
                    raise RowRejectedError(message)
            elif new:
                line = f"{each.label}:{draft_value(each, new)}\n"
                value = typed_value(line, each.id, self.standards)
                if not old or value is None or value != typed.values.get(each.id):
                    yield each.id, new
            elif row.get(SOURCE):
                # Without it the sheet is no export: an empty cell says nothing.
                yield each.id, ""

    def _losses(self, changes: Mapping[str, str], typed: TypedDocument) -> Iterator[str]:
        """Yield what must not be lost: leading zeros, cut texts, what the law asks for."""
        for each in self.fields:
            if each.id not in changes:
                continue
            label, old = self.labels[each.id], typed.texts.get(each.id, "")
            if not changes[each.id] and each.required == "law":
                yield f"“{label}”由“{old}”成了空的，法律要求写明；真的要删，请在文稿里改"
            if each.type == "text" and old:
                yield from checks.lost_digits(label, old, changes[each.id])
            yield from checks.cut_text(label, old)

    def _edited(self, changes: Mapping[str, str], target: CatalogueSource) -> bytes:
        """Return the document with its changes. Raises RowRejectedError when it is not exact."""
        typed = target.typed
        edits = {key: (typed.keys.get(key, ""), new) for key, new in changes.items()}
        try:
            yaml = change_values(typed.front_matter, edits, self.fields)
            data = typed.with_front_matter(yaml)
        except (ValueProblem, UnicodeEncodeError) as exc:
            raise RowRejectedError(
                exc.message if isinstance(exc, ValueProblem) else _INEXACT
            ) from exc
        after = read_typed_document(target.source.display_path, data, self.standards)
        if errors := list(checks.new_mistakes(typed, after)):
            raise RowRejectedError(*errors)
        others = {key: text for key, text in typed.texts.items() if key not in changes}
        if (
            after.problem
            or after.after != typed.after
            or not self._says(after, {**others, **changes})
        ):
            raise RowRejectedError(_INEXACT)
        return data


def _year(row: CatalogueRow, reasons: list[str]) -> str:
    """Return the year's folder of a new document."""
    stated = row.get(YEAR_FOLDER)
    if stated and not YEAR.fullmatch(stated):
        reasons.append(f"“年份”写的是“{stated}”，应当是四位数字")
        return "0000"
    for text in (stated, row.get("created")[:4], row.get("published")[:4]):
        if YEAR.fullmatch(text):
            return text
    reasons.append("不知道放在哪一年：请写“生成日期”，或者加一列“年份”")
    return "0000"


def _reason_to_confirm(row: CatalogueRow, target: CatalogueSource) -> str:
    if not row.get(SOURCE):
        return _NOT_NAMED
    if not row.get(DIGEST):
        return _NO_DIGEST
    return "" if row.get(DIGEST) == target.digest else _CHANGED_SINCE


def _same(each: Field, new: str, old: str) -> bool:
    """Return whether two texts of a field are the same words."""
    if each.type == "words":
        return split_words(new) == split_words(old)
    if each.type in ("long", "references"):
        return _lines(new) == _lines(old)
    if each.type == "date":
        return iso_date(new) == iso_date(old)
    return " ".join(new.split()) == " ".join(old.split())


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().split("\n")]
