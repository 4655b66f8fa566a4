"""One file → one document. Documents are read alone: each from its own bytes and the settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from site_builder.forms.load import form_for
from site_builder.located import decode_text
from site_builder.model.diagnostic import Diagnostic, error, warning
from site_builder.model.document import (
    INACTIVE_STATUSES,
    CatalogueDocument,
    CatalogueEntry,
    Document,
    Prose,
    Report,
    StandalonePage,
)
from site_builder.model.field import Field, Standards
from site_builder.model.form import Form
from site_builder.model.frozen import frozendict
from site_builder.model.inspection import TextFile
from site_builder.model.place import Location
from site_builder.model.source import Source
from site_builder.read import prose
from site_builder.read.figures import read_figures
from site_builder.read.front_matter import FrontMatter, no_front_matter, split
from site_builder.read.passages import elements, source_text
from site_builder.read.report_parts import cut_parts
from site_builder.read.table_files import TableFiles
from site_builder.urls import page_url

UNTITLED = "（名称待补充）"


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading one file."""

    document: Document | None
    findings: tuple[Diagnostic, ...]
    text: TextFile
    """What rules look at."""


@dataclass(frozen=True, slots=True)
class Context:
    """All that decides what a file means besides its own bytes."""

    fields: Standards
    forms: Mapping[str, Form]
    body: str
    government: tuple[str, ...]
    tables: TableFiles = field(default_factory=TableFiles)
    """Of the text that is read."""


def read_article(source: Source, data: bytes, context: Context) -> Reading:
    """Read a standing page, a rule or the text of the home page or of a year's."""
    introduces = source.kind == "year" or source.path == "index.md"
    known = (
        context.fields.introduction_fields if introduces else context.fields.standalone_page_fields
    )
    matter, text = _open(source, data, context, known)
    words = _prose(text)
    _judge_state(matter)
    findings = (*matter.findings, *text.findings)
    seen = source_text(source, matter, text)
    if not matter.readable:
        return Reading(None, findings, seen)
    article = StandalonePage(
        source=source,
        url=page_url(source.path),
        title=matter.text("title") or UNTITLED,
        summary=matter.text("summary"),
        published=matter.day("published"),
        effective=matter.day("effective"),
        issuer=matter.text("issuer"),
        document_number=matter.text("document_number"),
        status=matter.text("status"),
        repealed=matter.day("repealed"),
        status_note=matter.text("status_note"),
        prose=words,
        attachments=matter.attachments(),
        corrections=matter.corrections(),
        suppressions=matter.accepted(),
        locations=frozendict(matter.places),
    )
    return Reading(article, findings, seen)


def read_document(source: Source, data: bytes, context: Context) -> Reading:
    """Read a catalogue document."""
    matter, text = _open(source, data, context, context.fields.document_fields)
    words = _prose(text)
    _judge_state(matter)
    findings = (*matter.findings, *text.findings)
    seen = source_text(source, matter, text)
    if not matter.readable:
        return Reading(None, findings, seen)
    document = CatalogueDocument(
        entry=_entry(source, matter, context.body, is_report=False),
        prose=words,
        attachments=matter.attachments(),
        suppressions=matter.accepted(),
        format=matter.text("format"),
        audience=matter.text("audience"),
        retention=matter.text("retention"),
    )
    return Reading(document, findings, seen)


def read_report(
    source: Source, data: bytes, figures: tuple[Source, bytes] | None, context: Context
) -> Reading:
    """Read a year's annual report with its figures."""
    matter, text = _open(source, data, context, context.fields.document_fields)
    if "title" not in matter.values:
        body = matter.text("issuer") or context.body
        matter.values["title"] = f"{body}{source.year}年政府信息公开工作年度报告"
        matter.findings = [one for one in matter.findings if "“名称”" not in one.message]
    _judge_state(matter)
    findings = [*matter.findings]
    if figures is None:
        findings.append(_no_figures(source))
        return Reading(None, (*findings, *text.findings), source_text(source, matter, text))
    words, undecodable = decode_text(figures[1], figures[0].display_path)
    numbers, found = None, undecodable
    if not undecodable:
        numbers, found = read_figures(words, figures[0].display_path, source.year, context.forms)
    findings.extend(found)
    # A report that was signed in another form is read, and printed, in that form.
    form = context.forms[numbers.form] if numbers else form_for(source.year, context.forms)
    # Of a file that could not be taken apart, nothing is known: its parts are not missing.
    known = form.parts if form and text.first_line else ()
    opening, parts, footnotes = cut_parts(text, known) if known else (None, (), None)
    findings.extend(text.findings)
    seen = source_text(source, matter, text, (figures[0].display_path, words))
    if form is None or numbers is None or not matter.readable:
        return Reading(None, tuple(findings), seen)
    report = Report(
        entry=_entry(source, matter, context.body, is_report=True),
        organization=matter.text("issuer") or context.body,
        form=form.id,
        opening=opening,
        parts=parts,
        footnotes=footnotes,
        figures=numbers,
        attachments=matter.attachments(),
        suppressions=matter.accepted() + numbers.suppressions,
    )
    return Reading(report, tuple(findings), seen)


def _no_figures(source: Source) -> Diagnostic:
    cure = f"请运行 site-builder new report {source.year}，写好空白的 figures.yaml"
    hint = f"{cure}，再照表填写三张表的数字。"
    return error("report/figures", Location(source.display_path), "缺少 figures.yaml", hint)


def _open(
    source: Source, data: bytes, context: Context, known: tuple[Field, ...]
) -> tuple[FrontMatter, prose.Text]:
    """Decode a file, read its front matter and parse its Markdown."""
    matter = FrontMatter(source.display_path, source.path, context.fields)
    words, undecodable = decode_text(data, source.display_path)
    matter.findings.extend(undecodable)
    yaml, markdown, line = split(words)
    text = prose.Text(source.display_path, source.path, line, context.government, markdown)
    text.files = context.tables
    if undecodable:
        matter.readable = False
        return matter, text
    if line == 0:
        matter.readable = False
        matter.findings.append(no_front_matter(words, source.display_path))
        return matter, text
    matter.read(yaml, known)
    text.language = matter.text("language")
    prose.parse(text)
    text.elements.extend(elements(text))
    return matter, text


def _judge_state(matter: FrontMatter) -> None:
    """Ask for the day and the reason of an end; refuse what is said not to be for everybody."""
    day = INACTIVE_STATUSES.get(matter.text("status"))
    if day and not matter.day("repealed"):
        place = matter.places["status"]
        hint = f"请补上“{day}: …”，读者要知道从哪天起不再有效。"
        matter.findings.append(warning("document/repealed", place, f"没有写“{day}”", hint))
    openness = matter.text("openness")
    if openness in ("不予公开", "依申请公开"):
        message = f"公开方式写的是“{openness}”，不能放在公开网站上"
        hint = "请把这个文件移出 content；确实主动公开的，改成“公开方式: 主动公开”。"
        place = matter.places["openness"]
        matter.findings.append(error("document/openness", place, message, hint))


def _prose(text: prose.Text) -> Prose:
    return prose.render(text, text.tokens)


def _entry(source: Source, matter: FrontMatter, body: str, *, is_report: bool) -> CatalogueEntry:
    return CatalogueEntry(
        source=source,
        url=page_url(source.path),
        index_number=matter.text("index_number"),
        title=matter.text("title") or UNTITLED,
        summary=matter.text("summary"),
        created=matter.day("created"),
        published=matter.day("published"),
        issuer=matter.text("issuer") or body,
        document_number=matter.text("document_number"),
        item=matter.number("item"),
        theme=matter.text("theme"),
        genre=matter.text("genre"),
        keywords=matter.words("keywords"),
        status=matter.text("status"),
        repealed=matter.day("repealed"),
        status_note=matter.text("status_note"),
        openness=matter.text("openness"),
        responsible=matter.text("responsible"),
        corrections=matter.corrections(),
        interpretations=matter.references("interpretations"),
        policies=matter.references("policies"),
        formerly=matter.text("formerly"),
        withheld=matter.text("withheld"),
        assessed=matter.day("assessed"),
        is_report=is_report,
        locations=frozendict(matter.places),
    )
