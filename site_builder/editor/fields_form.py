"""Fields of a text or of the settings as labelled controls, generated from the field files."""

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from site_builder.content.edit_verification import FieldGroup
from site_builder.content.typed_fields import WORD, FieldValue, Row, parts_of
from site_builder.core.errors import ValueProblem
from site_builder.core.text.dates import parse_date
from site_builder.editor.session import Session
from site_builder.model.standards import Field, Standards

_LISTED = {"item": "items", "theme": "themes", "references": "documents", "path": "files"}
"""Type or part of a field → the list its values are searched in."""


@dataclass(frozen=True, slots=True)
class Control:
    """A control for one text."""

    id: str
    label: str
    kind: str
    """text, long, date or choice."""
    help: str
    need: str
    """Who wants it; empty where nobody does."""
    value: str
    iso: str
    """Of a date that is one, as browsers write it."""
    choices: tuple[str, ...]
    list: str
    """Id of the list that offers values; empty for none."""
    default: str


@dataclass(frozen=True, slots=True)
class FieldControl:
    """A field of the form."""

    id: str
    label: str
    help: str
    need: str
    control: Control | None
    """None: the field is a list, or written as no form can show it."""
    rows: tuple[tuple[Control, ...], ...]
    blank: tuple[Control, ...]
    """A row to be added; nothing for a field that is no list."""
    is_rare: bool
    """Empty, and nobody wants it: it need not be in sight."""

    @property
    def is_unusual(self) -> bool:
        """Return whether no form can show how it is written."""
        return self.control is None and not self.blank


@dataclass(frozen=True, slots=True)
class ControlGroup:
    """Fields under one heading."""

    label: str
    fields: tuple[FieldControl, ...]
    rare_fields: tuple[FieldControl, ...]


@dataclass(frozen=True, slots=True)
class OfferedValue:
    """A value that can be searched for."""

    value: str
    label: str


def control_groups(
    groups: Sequence[FieldGroup],
    values: Mapping[str, FieldValue | None],
    standards: Standards,
    titles: Mapping[str, str],
) -> tuple[ControlGroup, ...]:
    """Lay out the fields; `titles` are those of other documents, by how they are written here."""
    laid_out = []
    for group in groups:
        fields = [_field(field, values[field.id], standards, titles) for field in group.fields]
        laid_out.append(
            ControlGroup(
                group.label,
                tuple(field for field in fields if not field.is_rare),
                tuple(field for field in fields if field.is_rare),
            )
        )
    return tuple(laid_out)


def _field(
    field: Field, value: FieldValue | None, standards: Standards, titles: Mapping[str, str]
) -> FieldControl:
    parts = parts_of(field, standards)
    rows: tuple[tuple[Control, ...], ...] = ()
    if parts and isinstance(value, tuple):
        rows = tuple(_row(parts, field, row, titles) for row in value)
    return FieldControl(
        id=field.id,
        label=field.label,
        help=field.help,
        need=_need(field),
        control=_control(field, value, field) if isinstance(value, str) else None,
        rows=rows,
        blank=_row(parts, field, {}, titles) if value is not None else (),
        is_rare=not value and value is not None and not field.required,
    )


def _row(
    parts: Sequence[Field], field: Field, row: Row, titles: Mapping[str, str]
) -> tuple[Control, ...]:
    titles_by_file = titles if field.type == "references" else {}
    texts = ((part, row.get(part.id, "")) for part in parts)
    return tuple(_control(part, titles_by_file.get(text, text), field) for part, text in texts)


def _control(part: Field, value: str, field: Field) -> Control:
    kind = part.type if part.type in ("long", "date", "choice") else "text"
    listed = field.type if part.id == WORD or part is field else part.id
    choices = part.values
    if kind == "choice" and value and value not in choices:
        choices = (*choices, value)
    return Control(
        id=part.id,
        label=field.label if part.id == WORD else part.label,
        kind=kind,
        help=part.help,
        need=_need(part),
        value=value,
        iso=_iso(value) if kind == "date" else "",
        choices=choices,
        list=_LISTED.get(listed, ""),
        default=part.default,
    )


def _need(field: Field) -> str:
    return {"law": "必填", "practice": "应填", "": ""}[field.required]


def _iso(text: str) -> str:
    try:
        return parse_date(text).isoformat()
    except ValueProblem:
        return ""


def document_titles(session: Session, path: str) -> Mapping[str, str]:
    """Return the other documents by how the text at `path` names their files, each with a title.

    The file stands behind the title: what is chosen stays that file, whatever gets its title.
    """
    checked_site = session.state().snapshot.checked_site
    documents = checked_site.site.all_documents() if checked_site else ()
    folder = posixpath.dirname(path.removeprefix("content/"))
    titles: dict[str, str] = {}
    for document in sorted(documents, key=lambda each: each.source.path):
        name = posixpath.relpath(document.source.path, folder or ".")
        title = " ".join(document.title.split())
        titles[name] = f"{title}（{name}）"
    return titles


def offered_values(
    session: Session, path: str, titles: Mapping[str, str]
) -> Mapping[str, tuple[OfferedValue, ...]]:
    """Return what can be searched for in each list."""
    standards = session.standards
    folder = posixpath.dirname(path.removeprefix("content/")) or "."
    files = (
        posixpath.relpath(source.path, folder)
        for source in session.state().snapshot.sources
        if source.kind == "file"
    )
    return {
        "items": tuple(
            OfferedValue(item.short, f"第（{item.number}）项 {item.text}")
            for item in standards.disclosure_items
        ),
        "themes": tuple(
            OfferedValue(name, "") for theme in standards.themes for name in theme.names
        ),
        "documents": tuple(OfferedValue(title, name) for name, title in titles.items()),
        "files": tuple(OfferedValue(name, "") for name in files),
    }


def named_files(
    changes: Mapping[str, object], groups: Sequence[FieldGroup], titles: Mapping[str, str]
) -> Mapping[str, object]:
    """Return what was typed with files in place of the titles of documents."""
    references = {
        field.id for group in groups for field in group.fields if field.type == "references"
    }
    return {
        name: [
            {part: _file_of(str(typed), titles) for part, typed in row.items()}
            if isinstance(row, Mapping)
            else row
            for row in value
        ]
        if name in references and isinstance(value, list)
        else value
        for name, value in changes.items()
    }


def _file_of(typed: str, titles: Mapping[str, str]) -> str:
    """Return the file that stands behind a title; what was typed where there is no such file."""
    _, opening, name = typed.strip().removesuffix("）").rpartition("（")
    return name if opening and name in titles else typed


def shown_values(
    values: Mapping[str, FieldValue | None],
    groups: Sequence[FieldGroup],
    titles: Mapping[str, str],
) -> Mapping[str, str | list[Row]]:
    """Return the values as the form shows them: other documents by their titles."""
    displayed: dict[str, str | list[Row]] = {}
    for group in groups:
        for field in group.fields:
            value = values[field.id]
            titles_by_file = titles if field.type == "references" else {}
            if isinstance(value, str):
                displayed[field.id] = value
            elif value is not None:
                displayed[field.id] = [
                    {part: titles_by_file.get(text, text) for part, text in row.items()}
                    for row in value
                ]
    return displayed
