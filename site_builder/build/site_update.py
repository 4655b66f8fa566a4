"""A site whose sources changed: read, check, plan, render and write what follows from that.

Nothing is written with any error. Where only texts of the catalogue changed, and of their records
no more than words, nothing is looked at but the pages of those texts and the lists that show them.
"""

import os

from site_builder.build.context import BuildContext, unbuilt_result
from site_builder.build.edited_site import EditedSite, plan_edited
from site_builder.build.fingerprint import InputState
from site_builder.build.garbage_collection import gc_paused
from site_builder.build.options import Options, Result
from site_builder.build.output_scan import OutputScan, listing_digest, scan_output
from site_builder.build.outputs import write_outputs
from site_builder.build.session import run_session
from site_builder.build.site_key import records_key, site_key
from site_builder.build.site_readings import SiteReadings, read_site, scan_sources
from site_builder.core.folder_state import file_state
from site_builder.core.urls import page_url
from site_builder.model.diagnostic import Diagnostic, error, has_errors
from site_builder.model.document import DocumentRecord
from site_builder.model.location import Location
from site_builder.model.manifest import Manifest
from site_builder.model.standards import Standards

_LINKED_CAUSES = {"related", "review"}
"""Causes of a document's page that other files decide: only the whole site shows them."""


def update_site(options: Options, standards: Standards, inputs: InputState) -> Result:
    """Build a site. Writes nothing when there is any error."""
    with gc_paused():
        return run_session(options, standards, _update, inputs)


def _update(context: BuildContext) -> Result:
    context.diagnostics.extend(context.standards.form_errors)
    context.diagnostics.extend(_output_location_errors(context))
    if has_errors(context.diagnostics):
        return unbuilt_result(context)
    scan = scan_output(os.fspath(context.options.output))
    sources = scan_sources(context)
    readings = read_site(context, sources)
    key = context.site_key = site_key(context, readings)
    context.records_key = records_key(readings)
    edited = _edited_documents(context, readings, scan, key)
    diagnostics = [*context.diagnostics]
    edited_site = plan_edited(context, readings, edited) if edited is not None else None
    if edited_site is None:
        context.diagnostics = diagnostics
        from site_builder.build.whole_site import build_whole  # noqa: PLC0415 - all that plans lists

        return build_whole(context, readings, scan, key)
    return _build_edited(context, readings, edited_site, scan, key)


def _edited_documents(
    context: BuildContext, readings: SiteReadings, scan: OutputScan, key: str
) -> list[DocumentRecord] | None:
    """Return the documents whose texts changed, where nothing else can have; or None."""
    options, last = context.options, context.previous_manifest
    if options.clean or options.thorough or options.drafts or options.wechat:
        return None
    if not key or key != last.site_key or not _stands_as_left(scan, last):
        return None
    if any(file_state(path)[0] != state for path, state in last.fonts):
        return None
    paths = []
    for source in readings.texts.sources:
        if source.kind == "document":
            record = last.records.get(page_url(source.path))
            text = readings.texts.cache.entries[source.path].content
            if record is None:
                return None
            if not record.cache_key.startswith(f"text:{text}"):
                if _LINKED_CAUSES & {cause.partition(":")[0] for cause in record.cache_key.split()}:
                    return None
                paths.append(source.path)
    return readings.texts.records(paths)


def _stands_as_left(scan: OutputScan, last: Manifest) -> bool:
    files = [(url, record.size, record.mtime_ns) for url, record in last.records.items()]
    return scan.digest() == listing_digest(files, *last.lists[-1:])


def _build_edited(
    context: BuildContext, readings: SiteReadings, edited: EditedSite, scan: OutputScan, key: str
) -> Result:
    """Build the pages of some documents and what finds them, and leave all else as it is."""
    last = context.previous_manifest
    context.diagnostics, context.suppressed = list(last.diagnostics), last.suppressed
    readings.texts.save()
    if readings.attachments:
        readings.attachments.save()
    return write_outputs(
        context, edited.plan, edited.search_index, scan, site_key=key, is_partial=True
    )


def _output_location_errors(context: BuildContext) -> list[Diagnostic]:
    """Find an output folder where writing would bury the sources."""
    output, content = context.options.output.resolve(), context.content.resolve()
    overlaps = (
        output == content or content in output.parents or output in (content, *content.parents)
    )
    if not overlaps:
        return []
    hint = "请换一个单独的文件夹，如 public。"
    return [
        error(
            "write/place", Location(context.output_name), "输出文件夹和 content 不能互相包含", hint
        )
    ]
