"""A text: its fields and its body saved as they were edited, its page beside."""

import json
from collections.abc import Mapping
from urllib.parse import quote

from site_builder.content.text_parts import plain_line_ends, split_text, with_front_matter
from site_builder.content.typed_fields import FieldValue
from site_builder.core.urls import page_url
from site_builder.editor.fields_form import (
    control_groups,
    document_titles,
    named_files,
    offered_values,
)
from site_builder.editor.findings import source_page
from site_builder.editor.pages import Action, Answer, Arguments, Page, Request, render
from site_builder.editor.reviewed_texts import open_remarks
from site_builder.editor.session import Session
from site_builder.editor.text_findings import text_findings
from site_builder.editor.unsaved_edits import forget_edit, unsaved_edit
from site_builder.model.saved_version import SourceText
from site_builder.usecases.add_attachment import MAX_ATTACHMENT_BYTES
from site_builder.usecases.edit_target import target_names
from site_builder.usecases.edit_text import (
    BOM,
    SETTINGS,
    TextChanges,
    decode,
    field_groups,
    read_fields,
    save_fields,
    save_whole_text,
)
from site_builder.usecases.save_source import read_source


def _title(path: str, values: Mapping[str, FieldValue | None] | None) -> str:
    """Return what a text is called by people; nothing where that is not known."""
    title = (values or {}).get("title", "")
    return "网站的设置" if path == SETTINGS else title if isinstance(title, str) else ""


def _text(session: Session, _rest: str, arguments: Arguments) -> str:
    path = arguments.get("path", "")
    source = read_source(session.project, path)
    raw = decode(source).removeprefix(BOM)
    text = raw if path == SETTINGS else with_front_matter(raw)
    values, mistake = read_fields(path, text, session.standards)
    displayed = None if arguments.get("whole") else values
    parts = None if displayed is None else split_text(text)
    titles = document_titles(session, path)
    groups = field_groups(path, session.standards)
    return render(
        session,
        "text.html",
        path=path,
        title=_title(path, values),
        query=quote(path),
        max_attachment_bytes=MAX_ATTACHMENT_BYTES,
        base=source.digest,
        is_whole=displayed is None,
        has_fields=values is not None,
        mistake=mistake,
        is_missing=not source.digest,
        is_undescribed=displayed is not None and text != raw,
        groups=()
        if displayed is None
        else control_groups(groups, displayed, session.standards, titles),
        lists={} if displayed is None else offered_values(session, path, titles),
        body=None
        if displayed and path == SETTINGS
        else plain_line_ends(parts.body if parts else raw),
        first_line=parts.first_line if parts and text == raw else 1,
        targets=[(name, quote(name)) for name in target_names(source, session.standards)]
        if path == SETTINGS
        else None,
        figures_page=_figures_page(path),
        page=page_url(path.removeprefix("content/")) if path.endswith(".md") else "",
        **unsaved_edit(session, path),
        **open_remarks(session, path),
        findings=json.dumps(text_findings(session, path), ensure_ascii=False),
    )


def _figures_page(path: str) -> str:
    """Return the page of the figures that go with a report; empty for any other text."""
    folder, _, name = path.rpartition("/")
    return source_page(f"{folder}/figures.yaml") if name == "report.md" else ""


def _save_whole_text(session: Session, request: Request) -> Answer:
    """Save a whole text as it was edited."""
    base = _base(request)
    saved = save_whole_text(session.project, base, str(request["text"]), session.now())
    forget_edit(session, base.path, request)
    return {"base": saved.digest}


def _save_fields(session: Session, request: Request) -> Answer:
    """Save the fields that were changed, and the body."""
    fields, body, base = request["fields"], request["body"], _base(request)
    if not isinstance(fields, dict) or not isinstance(body, str | None):
        raise TypeError
    groups = field_groups(base.path, session.standards)
    titles = document_titles(session, base.path)
    changes = TextChanges(named_files(fields, groups, titles), body)
    saved = save_fields(session.project, base, changes, session.standards, session.now())
    forget_edit(session, base.path, request)
    return {"base": saved.digest}


def _text_findings(session: Session, request: Request) -> Answer:
    return text_findings(session, str(request["path"]))


def _base(request: Request) -> SourceText:
    """Return what was edited: the path and the digest alone."""
    return SourceText(str(request["path"]), b"", str(request["base"]))


PAGES: Mapping[str, Page] = {"text": _text}
ACTIONS: Mapping[str, Action] = {
    "save-text": _save_whole_text,
    "save-fields": _save_fields,
    "text-findings": _text_findings,
}
