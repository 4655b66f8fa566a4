"""One file → one document. Documents are read alone: each from its own bytes and the settings."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial

from site_builder.content.front_matter import (
    FrontMatter,
    missing_front_matter_error,
    split_front_matter,
)
from site_builder.content.front_matter_fields import front_matter_schemas
from site_builder.content.markdown import prose
from site_builder.content.markdown.csv_files import TableFiles
from site_builder.content.markdown.source import MarkdownSource
from site_builder.content.rule_input import build_text_file
from site_builder.core.urls import page_url
from site_builder.core.yaml.nodes import decode_text
from site_builder.core.yaml.schema import Schema
from site_builder.model.diagnostic import Diagnostic, error, warning
from site_builder.model.document import (
    CatalogueDocument,
    CatalogueEntry,
    Document,
    StandalonePage,
)
from site_builder.model.figures import Figures
from site_builder.model.html import Html
from site_builder.model.location import FieldLocations
from site_builder.model.prose import Prose
from site_builder.model.rule_context import TextFile
from site_builder.model.source import Source
from site_builder.model.standards import Standards
from site_builder.model.status import INACTIVE_STATUSES, Status

UNTITLED = "（名称待补充）"


@dataclass(frozen=True)
class ReadResult:
    """What came of reading one file."""

    document: Document | None
    diagnostics: tuple[Diagnostic, ...]
    build_text: Callable[[], TextFile]
    known_figures: Figures | None = None
    """Of a report without a document: the cells that could be read."""

    @cached_property
    def text(self) -> TextFile:
        """Return the input of rules: built when asked for, as who reads for a page has no need."""
        return self.build_text()


@dataclass(frozen=True, slots=True)
class ReadContext:
    """All that decides what a file means besides its own bytes."""

    standards: Standards
    organization: str
    government_hosts: tuple[str, ...]
    tables: TableFiles = field(default_factory=TableFiles)
    """Of the text that is read."""


def read_standalone_page(source: Source, data: bytes, context: ReadContext) -> ReadResult:
    """Read a standing page, a rule or the text of the home page or of a year's."""
    introduces = source.kind == "year" or source.path == "index.md"
    schemas = front_matter_schemas(context.standards)
    schema = schemas.introduction if introduces else schemas.standalone_page
    front_matter, text = _open(source, data, context, schema)
    body = _read_prose(text)
    check_status(front_matter)
    diagnostics = (*front_matter.diagnostics, *text.diagnostics)
    rule_input = partial(build_text_file, source, front_matter, text)
    if not front_matter.readable:
        return ReadResult(None, diagnostics, rule_input)
    page = StandalonePage(
        source=source,
        url=page_url(source.path),
        title=front_matter.get_text("title") or UNTITLED,
        summary=front_matter.get_text("summary"),
        published=front_matter.get_date("published"),
        effective=front_matter.get_date("effective"),
        issuer=front_matter.get_text("issuer"),
        document_number=front_matter.get_text("document_number"),
        status=_status(front_matter),
        prose=body,
        attachments=front_matter.attachments(),
        corrections=front_matter.corrections(),
        suppressions=front_matter.suppressions(),
        locations=FieldLocations.of(source.display_path, front_matter.locations),
    )
    return ReadResult(page, diagnostics, rule_input)


def read_document(source: Source, data: bytes, context: ReadContext) -> ReadResult:
    """Read a catalogue document."""
    front_matter, text = open_document(source, data, context)
    body = _read_prose(text)
    check_status(front_matter)
    diagnostics = (*front_matter.diagnostics, *text.diagnostics)
    rule_input = partial(build_text_file, source, front_matter, text)
    if not front_matter.readable:
        return ReadResult(None, diagnostics, rule_input)
    document = CatalogueDocument(
        entry=catalogue_entry(source, front_matter, context.organization, is_report=False),
        prose=body,
        attachments=front_matter.attachments(),
        suppressions=front_matter.suppressions(),
        format=front_matter.get_text("format"),
        audience=front_matter.get_text("audience"),
        retention=front_matter.get_text("retention"),
    )
    return ReadResult(document, diagnostics, rule_input)


def open_document(
    source: Source, data: bytes, context: ReadContext
) -> tuple[FrontMatter, MarkdownSource]:
    """Decode a document or a report and read its front matter."""
    return _open(source, data, context, front_matter_schemas(context.standards).document)


def _open(
    source: Source, data: bytes, context: ReadContext, schema: Schema
) -> tuple[FrontMatter, MarkdownSource]:
    """Decode a file and read its front matter."""
    front_matter = FrontMatter(source.display_path)
    decoded, undecodable = decode_text(data, source.display_path)
    front_matter.diagnostics.extend(undecodable)
    yaml, markdown, line = split_front_matter(decoded)
    text = MarkdownSource(
        source.display_path, source.path, line, context.government_hosts, markdown
    )
    text.csv_files = context.tables
    text.languages = context.standards.languages
    if undecodable:
        front_matter.readable = False
        return front_matter, text
    if line == 0:
        front_matter.readable = False
        front_matter.diagnostics.append(missing_front_matter_error(decoded, source.display_path))
        return front_matter, text
    front_matter.read(yaml, schema)
    text.language = front_matter.get_text("language")
    return front_matter, text


def check_status(front_matter: FrontMatter) -> None:
    """Ask for the day and the reason of an end; refuse what is marked as not for everybody."""
    date_label = INACTIVE_STATUSES.get(front_matter.get_text("status"))
    if date_label and not front_matter.get_date("repealed"):
        location = front_matter.locations["status"]
        hint = f"请补上“{date_label}: …”，读者要知道从哪天起不再有效。"
        front_matter.diagnostics.append(
            warning("document/repealed", location, f"没有写“{date_label}”", hint)
        )
    openness = front_matter.get_text("openness")
    if openness in ("不予公开", "依申请公开"):
        message = f"公开方式写的是“{openness}”，不能放在公开网站上"
        hint = "请把这个文件移出 content；确实主动公开的，改成“公开方式: 主动公开”。"
        location = front_matter.locations["openness"]
        front_matter.diagnostics.append(error("document/openness", location, message, hint))


def _read_prose(text: MarkdownSource) -> Prose:
    """Read the Markdown; of a file that could not be taken apart, nothing is known."""
    return prose.read(text) if text.first_line else Prose(Html(""), "", (), ())


def _status(front_matter: FrontMatter) -> Status:
    return Status(
        label=front_matter.get_text("status"),
        date=front_matter.get_date("repealed"),
        reason=front_matter.get_text("status_note"),
    )


def catalogue_entry(
    source: Source, front_matter: FrontMatter, organization: str, *, is_report: bool
) -> CatalogueEntry:
    """Return what lists show of a document or a report."""
    return CatalogueEntry(
        source=source,
        url=page_url(source.path),
        index_number=front_matter.get_text("index_number"),
        title=front_matter.get_text("title") or UNTITLED,
        summary=front_matter.get_text("summary"),
        created=front_matter.get_date("created"),
        published=front_matter.get_date("published"),
        issuer=front_matter.get_text("issuer") or organization,
        document_number=front_matter.get_text("document_number"),
        item=front_matter.get_number("item"),
        theme=front_matter.get_text("theme"),
        genre=front_matter.get_text("genre"),
        keywords=front_matter.get_words("keywords"),
        status=_status(front_matter),
        openness=front_matter.get_text("openness"),
        responsible=front_matter.get_text("responsible"),
        corrections=front_matter.corrections(),
        interpretations=front_matter.references("interpretations"),
        policies=front_matter.references("policies"),
        formerly=front_matter.get_text("formerly"),
        withheld=front_matter.get_text("withheld"),
        assessed=front_matter.get_date("assessed"),
        is_report=is_report,
        locations=FieldLocations.of(source.display_path, front_matter.locations),
    )
