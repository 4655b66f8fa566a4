"""A site whose sources changed: read, check, plan, render and write what follows from that.

Nothing is written with any error. Where only texts of the catalogue changed and no record with
them, nothing is looked at but the pages of those texts.
"""

import os
from collections.abc import Mapping

from site_builder.build import output_ownership
from site_builder.build.checked_site import (
    CheckedSite,
    SiteReadings,
    plan_readings,
    read_site,
    scan_sources,
)
from site_builder.build.context import BuildContext, unbuilt_result
from site_builder.build.edited_site import plan_edited
from site_builder.build.fingerprint import InputState
from site_builder.build.garbage_collection import gc_paused
from site_builder.build.options import Options, Result
from site_builder.build.output_scan import OutputScan, listing_digest, scan_output
from site_builder.build.outputs import write_outputs
from site_builder.build.search_index import search_files
from site_builder.build.session import run_session
from site_builder.build.site_key import records_key, site_key
from site_builder.core.folder_state import file_state
from site_builder.core.urls import page_url
from site_builder.model.diagnostic import Diagnostic, error, has_errors
from site_builder.model.document import DocumentRecord
from site_builder.model.location import Location
from site_builder.model.manifest import Manifest
from site_builder.model.page import OutputFile, Plan
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
    plan = plan_edited(context, readings, edited) if edited is not None else None
    if plan is None:
        return _build_whole(context, readings, scan, key)
    return _build_edited(context, readings, plan, scan, key)


def _build_whole(
    context: BuildContext, readings: SiteReadings, scan: OutputScan, key: str
) -> Result:
    """Check and plan the whole site, and build what is not as it was."""
    checked_site = plan_readings(context, readings)
    context.file_list = output_ownership.current_file_list(context, scan)
    context.diagnostics += output_ownership.foreign_site_errors(
        context, checked_site.site.settings if checked_site else None
    )
    foreign_urls = scan.foreign_files(output_ownership.known_outputs(context))
    context.diagnostics += output_ownership.foreign_file_errors(context, foreign_urls)
    if checked_site is None or has_errors(context.diagnostics):
        return unbuilt_result(context)
    if key:
        from site_builder.build.edited_lists import (  # noqa: PLC0415 - not for an edited body
            save_catalogue,
        )

        save_catalogue(context, checked_site)
    return write_outputs(
        context,
        checked_site.plan,
        _ready_files(context, checked_site),
        scan,
        site_key=key,
    )


def _ready_files(context: BuildContext, checked_site: CheckedSite) -> Mapping[str, OutputFile]:
    if context.options.wechat:
        # An article carries its own styles and is searched by nobody here.
        return {}
    return checked_site.assets.files | search_files(context, checked_site.plan.search_corpus)


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
    context: BuildContext, readings: SiteReadings, plan: Plan, scan: OutputScan, key: str
) -> Result:
    """Build the pages of some documents and what finds them, and leave all else as it is."""
    last = context.previous_manifest
    context.diagnostics, context.suppressed = list(last.diagnostics), last.suppressed
    readings.texts.save()
    if readings.attachments:
        readings.attachments.save()
    files = search_files(context, plan.search_corpus) if plan.pages else {}
    return write_outputs(context, plan, files, scan, site_key=key, is_partial=True)


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
