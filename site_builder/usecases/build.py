"""scan → read → assemble → plan → render → write, each stage joined to the next."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from site_builder.build import cache, optional_dependencies, ownership
from site_builder.build import manifest as manifests
from site_builder.build import staging as outputs
from site_builder.build.assets import Assets, build_assets
from site_builder.build.cache_file import read_cache
from site_builder.build.consequences import drop_consequences, find_unusable
from site_builder.build.context import (
    BuildContext,
    Options,
    Result,
    built_result,
    find_templates,
    unbuilt_result,
)
from site_builder.build.documents import read_documents
from site_builder.build.file_list import file_list_digest, read_file_list
from site_builder.build.library_versions import ALL, versions
from site_builder.build.outputs import write_outputs
from site_builder.build.project_lock import project_lock
from site_builder.build.reviews import review_documents
from site_builder.build.search_index import search_files
from site_builder.build.suppressions import apply_suppressions, suppression_notes
from site_builder.build.template_errors import template_errors
from site_builder.config.settings import read_settings
from site_builder.content.scan import scan
from site_builder.core import parallel
from site_builder.core.errors import LockedError, describe_os_error
from site_builder.core.yaml.nodes import unreadable_file_error
from site_builder.model.diagnostic import Diagnostic, error, has_errors, sort_diagnostics, warning
from site_builder.model.document import Document
from site_builder.model.location import Location
from site_builder.model.page import Plan
from site_builder.model.review import ReviewStatus
from site_builder.model.rule_context import RuleContext, SiteContext
from site_builder.model.settings import Settings
from site_builder.model.site import Site
from site_builder.model.source import Source
from site_builder.model.standards import Standards
from site_builder.pages.plan import PageAnnotations, plan_pages
from site_builder.pages.site_index import build_site
from site_builder.pages.wechat import articles
from site_builder.rules import registry


def build(options: Options, standards: Standards) -> Result:
    """Build a site. Writes nothing when there is any error."""
    return _with_project_lock(options, standards, _build)


def check(options: Options, standards: Standards) -> Result:
    """Find whatever is wrong with a site, without making it."""
    return _with_project_lock(options, standards, _check)


def _with_project_lock(
    options: Options, standards: Standards, action: Callable[[BuildContext], Result]
) -> Result:
    """Do the work on a project, nobody else being at it."""
    build_folder = options.project / ".build"
    try:
        # A folder that is no project is not to get a `.build/` of its own.
        with (
            project_lock(build_folder) if (options.project / "content").is_dir() else nullcontext()
        ):
            return _run_reporting_os_errors(options, standards, action)
    except LockedError as exc:
        diagnostic = error("write/busy", Location(".build"), exc.message, exc.hint)
    return Result((diagnostic,))


def _run_reporting_os_errors(
    options: Options, standards: Standards, action: Callable[[BuildContext], Result]
) -> Result:
    """Do the work; a failure of the disk is a finding too."""
    manifest_path = manifests.manifest_path(options.project / ".build", options.output)
    context = BuildContext(
        options=options,
        standards=standards,
        content=options.project / "content",
        build=options.project / ".build",
        templates=find_templates(options.project),
        manifest_path=manifest_path,
        previous_manifest=manifests.load_manifest(manifest_path),
        jobs=options.jobs or parallel.default_jobs(),
    )
    try:
        result = action(context)
    except OSError as exc:
        context.diagnostics.append(_os_error_diagnostic(context, exc))
        return unbuilt_result(context)
    return replace(
        result, diagnostics=sort_diagnostics((*result.diagnostics, *_cache_warnings(context)))
    )


def _os_error_diagnostic(context: BuildContext, exc: OSError) -> Diagnostic:
    """Return what the disk refuses: a file of the office, or the output."""
    path = Path(os.fsdecode(exc.filename)) if isinstance(exc.filename, str | bytes) else None
    if path and path.is_relative_to(context.content):
        return unreadable_file_error(f"content/{path.relative_to(context.content).as_posix()}", exc)
    return outputs.write_error(context.output_name, exc)


def _cache_warnings(context: BuildContext) -> list[Diagnostic]:
    """Report that the next build has to make everything again."""
    if context.cache_error is None:
        return []
    message = f"写不进 .build（{describe_os_error(context.cache_error)}），下一次要全部重新生成"
    hint = "这一次的结果没有受影响。请检查文件夹的权限和磁盘空间，或者把 .build 删去。"
    return [warning("write/kept", Location(".build"), message, hint)]


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


def _check(context: BuildContext) -> Result:
    context.diagnostics.extend(context.standards.form_errors)
    if has_errors(context.diagnostics):
        return unbuilt_result(context)
    sources, scan_diagnostics = scan(context.content, context.standards.formats)
    context.diagnostics.extend(scan_diagnostics)
    check_and_plan(context, sources)
    return unbuilt_result(context)


def _build(context: BuildContext) -> Result:
    context.diagnostics.extend(context.standards.form_errors)
    context.diagnostics.extend(_output_location_errors(context))
    if has_errors(context.diagnostics):
        return unbuilt_result(context)
    sources, scan_diagnostics = scan(context.content, context.standards.formats)
    context.diagnostics.extend(scan_diagnostics)
    fingerprint = _fingerprint(context, sources)
    is_current = (
        fingerprint
        and fingerprint == context.previous_manifest.fingerprint
        and not context.options.clean
    )
    if is_current and _is_output_intact(context):
        outputs.close_staging(context.options.output)
        context.diagnostics, context.suppressed = (
            list(context.previous_manifest.diagnostics),
            context.previous_manifest.suppressed,
        )
        return built_result(context, context.previous_manifest.records, 0, 0)
    checked_site = check_and_plan(context, sources)
    context.file_list = read_file_list(context.options.output)
    context.diagnostics += ownership.foreign_site_errors(
        context, checked_site.site.settings if checked_site else None
    )
    foreign_urls = outputs.find_foreign_files(
        context.options.output, ownership.known_outputs(context)
    )
    context.diagnostics += ownership.foreign_file_errors(context, foreign_urls)
    if checked_site is None or has_errors(context.diagnostics):
        return unbuilt_result(context)
    if context.options.wechat:
        # An article carries its own styles and is searched by nobody here.
        return write_outputs(context, checked_site.plan, {}, fingerprint)
    ready_files = checked_site.assets.files | search_files(context, checked_site.plan.search_corpus)
    return write_outputs(context, checked_site.plan, ready_files, fingerprint)


def _is_output_intact(context: BuildContext) -> bool:
    """Return whether the output folder is as the last build left it."""
    output, previous = context.options.output, context.previous_manifest
    is_unchanged = partial(outputs.is_unchanged, output, thorough=context.options.thorough)
    return (
        file_list_digest(output) in previous.lists[-1:]
        and all(is_unchanged(url, record) for url, record in previous.records.items())
        and not outputs.linked_folders(output, previous.records)
    )


@dataclass(frozen=True, slots=True)
class CheckedSite:
    """A site that was read, checked and planned, and not yet made."""

    site: Site
    reviews: tuple[ReviewStatus, ...]
    annotations: PageAnnotations
    assets: Assets
    plan: Plan


def check_and_plan(context: BuildContext, sources: list[Source]) -> CheckedSite | None:
    """Read, assemble, check and plan; None when there are no settings to plan with."""
    settings, diagnostics = read_settings(
        read_if_exists(context.options.project / "config.yaml"), context.standards
    )
    context.diagnostics.extend(diagnostics)
    documents = read_documents(context, sources, settings)
    return None if settings is None else plan_site(context, sources, settings, documents)


def plan_site(
    context: BuildContext, sources: list[Source], settings: Settings, documents: Sequence[Document]
) -> CheckedSite:
    """Assemble, check and plan what was read."""
    context.diagnostics.extend(_empty_site_errors(context, sources))
    unusable = find_unusable(context.diagnostics, context.content)
    files = (source for source in sources if source.kind == "file")
    site = build_site(settings, context.standards.forms, documents, files)
    review_statuses, review_diagnostics = review_documents(
        context, documents, sources, settings, context.checked_digests
    )
    context.diagnostics.extend(review_diagnostics)
    site_context = SiteContext(
        site=site,
        sources=tuple(sources),
        context=RuleContext(settings, context.standards),
        today=context.options.today,
        reviews=review_statuses,
        drafts=context.options.drafts,
        published=_published_index_numbers(context),
    )
    context.diagnostics.extend(registry.check_site(site_context))
    context.diagnostics = drop_consequences(context.diagnostics)
    context.diagnostics, context.suppressed = apply_suppressions(context.diagnostics, site)
    assets = build_assets(context)
    annotations = PageAnnotations(
        suppression_notes(context.suppressed, site), review_statuses, unusable
    )
    planned, link_diagnostics = plan_pages(
        site, context.standards, assets.urls, sources, annotations
    )
    context.diagnostics.extend(link_diagnostics)
    if context.options.wechat:
        planned = articles(planned, site)
        context.diagnostics.extend(_missing_article_errors(planned))
    context.diagnostics.extend(template_errors(context, planned))
    context.diagnostics.extend(optional_dependencies.missing_extras(planned, settings))
    return CheckedSite(site, review_statuses, annotations, assets, planned)


def _empty_site_errors(context: BuildContext, sources: Sequence[Source]) -> list[Diagnostic]:
    """Reject a site without anything that is disclosed; what kept files out has been said."""
    kinds = {source.kind for source in sources}
    kept_out = any(diagnostic.code.startswith("scan/") for diagnostic in context.diagnostics)
    if kept_out or context.options.wechat or kinds & {"report", "figures", "document"}:
        return []
    hint = (
        "请把年报放进年份文件夹（如 content/2021/report.md 和 figures.yaml），"
        "公开的文件放进它下面的 documents（如 content/2021/documents/tongzhi.md）。"
    )
    message = "content 里没有年度报告，也没有公开的文件，生成不了公开网站"
    return [error("scan/empty", Location("content"), message, hint)]


def _missing_article_errors(planned: Plan) -> list[Diagnostic]:
    if planned.pages:
        return []
    hint = "请先写好年度报告（report.md 和 figures.yaml）；已经撤回的报告不排成文章。"
    return [error("wechat/none", Location("content"), "没有可以公布的年度报告", hint)]


def _published_index_numbers(context: BuildContext) -> Mapping[str, str]:
    """Read the index numbers that the last publication still holds; drafts are none."""
    options = context.options
    is_unpublished = options.drafts or options.wechat
    folder = options.project / "public" if is_unpublished else options.output
    path = folder / "catalogue.json"
    try:
        entries = json.loads(read_cache(path))["entries"]
        return {str(entry["url"]): str(entry["index_number"] or "") for entry in entries}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        hint = "索引号公布以后不能改，这一次没有对照。再生成一次网站，这个文件就会更新。"
        location = Location(f"{context.output_name}/catalogue.json")
        context.diagnostics.append(
            warning("write/published", location, "读不出上次公布的目录", hint)
        )
        return {}


def read_if_exists(path: Path) -> bytes | None:
    """Read a file; None when there is none."""
    # Only a file is read: a named pipe would keep us waiting for ever.
    return path.read_bytes() if path.is_file() else None


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
