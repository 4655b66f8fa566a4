"""A year's annual report and its figures → one document."""

from dataclasses import replace
from functools import partial

from site_builder.content.documents import (
    ReadContext,
    ReadResult,
    catalogue_entry,
    check_status,
    open_document,
)
from site_builder.content.figures import FiguresReading, read_known_figures
from site_builder.content.front_matter import FrontMatter
from site_builder.content.markdown.parsed_prose import parse
from site_builder.content.markdown.source import MarkdownSource
from site_builder.content.report_parts import split_report
from site_builder.content.rule_input import build_text_file
from site_builder.core.yaml.nodes import decode_text
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.document import Report
from site_builder.model.figures import Figures
from site_builder.model.form import form_for
from site_builder.model.location import Location
from site_builder.model.source import Source


def read_report(
    source: Source, data: bytes, figures: tuple[Source, bytes] | None, context: ReadContext
) -> ReadResult:
    """Read a year's annual report with its figures."""
    front_matter, text = _open_report(source, data, context)
    check_status(front_matter)
    diagnostics = [*front_matter.diagnostics]
    if figures is None:
        diagnostics.append(_missing_figures_error(source))
        rule_input = partial(build_text_file, source, front_matter, text)
        return ReadResult(None, (*diagnostics, *text.diagnostics), rule_input)
    figures_text, reading = _read_figures(*figures, context)
    values = reading.figures
    diagnostics.extend(reading.diagnostics)
    # A report that was signed in another form is read, and printed, in that form.
    form = (
        context.standards.forms[values.form]
        if values
        else form_for(source.year, context.standards.forms)
    )
    # Of a file that could not be taken apart, nothing is known: its parts are not missing.
    form_parts = form.parts if form and text.first_line else ()
    opening, parts, footnotes = split_report(text, form_parts) if form_parts else (None, (), None)
    diagnostics.extend(text.diagnostics)
    figures_lines = figures[0].display_path, figures_text
    rule_input = partial(build_text_file, source, front_matter, text, figures_lines)
    if form is None or values is None or not front_matter.readable:
        return ReadResult(None, tuple(diagnostics), rule_input, _readable(reading, front_matter))
    report = Report(
        entry=catalogue_entry(source, front_matter, context.organization, is_report=True),
        organization=front_matter.get_text("issuer") or context.organization,
        form=form.id,
        opening=opening,
        parts=parts,
        footnotes=footnotes,
        figures=values,
        attachments=front_matter.attachments(),
        suppressions=front_matter.suppressions() + values.suppressions,
    )
    return ReadResult(report, tuple(diagnostics), rule_input)


def _read_figures(source: Source, data: bytes, context: ReadContext) -> tuple[str, FiguresReading]:
    """Read the figures of a year: their text, and what came of it."""
    text, undecodable = decode_text(data, source.display_path)
    if undecodable:
        return text, FiguresReading(None, undecodable)
    forms = context.standards.forms
    return text, read_known_figures(text, source.display_path, source.year, forms)


def _readable(reading: FiguresReading, front_matter: FrontMatter) -> Figures | None:
    """Return the cells that could be read, with all that was accepted of the report."""
    known_figures = reading.known_figures
    if known_figures is None:
        return None
    return replace(
        known_figures,
        suppressions=front_matter.suppressions() + known_figures.suppressions,
    )


def _open_report(
    source: Source, data: bytes, context: ReadContext
) -> tuple[FrontMatter, MarkdownSource]:
    """Open a report, which is cut into its parts: its Markdown is parsed, not rendered yet."""
    front_matter, text = open_document(source, data, context)
    if text.first_line:
        parse(text)
    _set_report_title(front_matter, source, context)
    return front_matter, text


def _set_report_title(front_matter: FrontMatter, source: Source, context: ReadContext) -> None:
    """Set the usual title of a report without one: it is not missing, and may be left out."""
    if "title" in front_matter.values:
        return
    organization = front_matter.get_text("issuer") or context.organization
    front_matter.values["title"] = f"{organization}{source.year}年政府信息公开工作年度报告"
    title = next(field for field in context.standards.document_fields if field.id == "title")
    front_matter.diagnostics = [
        diagnostic
        for diagnostic in front_matter.diagnostics
        if (diagnostic.code, diagnostic.subject) != ("document/required", title.label)
    ]


def _missing_figures_error(source: Source) -> Diagnostic:
    instruction = f"请运行 site-builder new report {source.year}，写好空白的 figures.yaml"
    hint = f"{instruction}，再照表填写三张表的数字。"
    return error("report/figures", Location(source.display_path), "缺少 figures.yaml", hint)
