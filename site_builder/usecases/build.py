"""Build a site: scan, read, check, plan, render and write; nothing is written with any error."""

import hashlib
import time

from site_builder.build import cache, output_ownership, staging
from site_builder.build.checked_site import check_and_plan, scan_sources
from site_builder.build.context import BuildContext, Options, Result, built_result, unbuilt_result
from site_builder.build.library_versions import ALL, versions
from site_builder.build.output_scan import OutputScan, listing_digest, scan_output
from site_builder.build.outputs import write_outputs
from site_builder.build.search_index import search_files
from site_builder.build.session import run_session
from site_builder.model.diagnostic import Diagnostic, error, has_errors, sort_diagnostics
from site_builder.model.location import Location
from site_builder.model.source import Source
from site_builder.model.standards import Standards


def build(options: Options, standards: Standards) -> Result:
    """Build a site. Writes nothing when there is any error."""
    return run_session(options, standards, _build)


def _build(context: BuildContext) -> Result:
    context.diagnostics.extend(context.standards.form_errors)
    context.diagnostics.extend(_output_location_errors(context))
    if has_errors(context.diagnostics):
        return unbuilt_result(context)
    sources = scan_sources(context)
    fingerprint = _fingerprint(context, sources)
    is_current = (
        fingerprint
        and fingerprint == context.previous_manifest.fingerprint
        and not context.options.clean
    )
    scan = scan_output(str(context.options.output))
    if is_current and _is_output_intact(context, scan):
        if scan.has_stage:
            staging.close_staging(context.options.output)
        context.diagnostics, context.suppressed = (
            list(context.previous_manifest.diagnostics),
            context.previous_manifest.suppressed,
        )
        return built_result(context, context.previous_manifest.records, 0, 0)
    checked_site = check_and_plan(context, sources)
    context.file_list = output_ownership.current_file_list(context, scan)
    context.diagnostics += output_ownership.foreign_site_errors(
        context, checked_site.site.settings if checked_site else None
    )
    foreign_urls = scan.foreign_files(output_ownership.known_outputs(context))
    context.diagnostics += output_ownership.foreign_file_errors(context, foreign_urls)
    if checked_site is None or has_errors(context.diagnostics):
        return unbuilt_result(context)
    if context.options.wechat:
        # An article carries its own styles and is searched by nobody here.
        return write_outputs(context, checked_site.plan, {}, fingerprint, scan)
    ready_files = checked_site.assets.files | search_files(context, checked_site.plan.search_corpus)
    return write_outputs(context, checked_site.plan, ready_files, fingerprint, scan)


def _is_output_intact(context: BuildContext, scan: OutputScan) -> bool:
    """Return whether the output folder is as the last build left it."""
    previous = context.previous_manifest
    files = [(url, record.size, record.mtime_ns) for url, record in previous.records.items()]
    if scan.digest() != listing_digest(files, *previous.lists[-1:] or ("",)):
        return False
    return not context.options.thorough or all(
        staging.is_unchanged(scan, url, record, thorough=True)
        for url, record in previous.records.items()
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


def _fingerprint(context: BuildContext, sources: list[Source]) -> str:
    """Return the digest of all names, sizes and times; empty when a time is too recent to trust."""
    program = f"{cache.program_digest()}{context.standards.digest}{versions(ALL)}"
    digest = hashlib.blake2b(program.encode(), digest_size=16)
    newest = 0
    for source in sources:
        digest.update(f"{source.path}\0{source.size}\0{source.timestamps_ns}\0".encode())
        newest = max(newest, *source.timestamps_ns)
    config = context.options.project / "config.yaml"
    if config.is_file():
        stat = config.stat()
        digest.update(f"{stat.st_size}\0{stat.st_mtime_ns}\0{stat.st_ctime_ns}".encode())
        newest = max(newest, stat.st_mtime_ns, stat.st_ctime_ns)
    digest.update(f"{context.templates.folder}\0{context.templates.digest}".encode())
    options_key = (context.options.today, context.options.drafts, context.options.wechat)
    digest.update(repr((options_key, sort_diagnostics(context.diagnostics))).encode())
    return digest.hexdigest() if newest < time.time_ns() - cache.RACY_MTIME_WINDOW_NS else ""
