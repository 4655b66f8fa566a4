"""Sources → a site read, checked and planned: what a build, a check and a preview share."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from site_builder.build import optional_dependencies
from site_builder.build.assets import Assets, build_assets
from site_builder.build.cache import MemoryCache
from site_builder.build.cache_file import read_cache
from site_builder.build.context import BuildContext
from site_builder.build.documents import document_loader
from site_builder.build.own_template_warnings import own_template_warnings
from site_builder.build.redundant_diagnostics import drop_consequences, find_unusable
from site_builder.build.reviews import review_documents
from site_builder.build.site_readings import SiteReadings, read_site
from site_builder.build.suppressions import apply_suppressions, suppression_notes
from site_builder.build.template_errors import template_errors
from site_builder.build.text_cache import TextCache
from site_builder.model.diagnostic import Diagnostic, error, warning
from site_builder.model.document import Document
from site_builder.model.location import Location
from site_builder.model.page import Plan
from site_builder.model.review import ReviewStatus
from site_builder.model.rule_context import RuleContext, SiteContext
from site_builder.model.settings import Settings
from site_builder.model.site import Site
from site_builder.model.source import SourceFile
from site_builder.pages.plan import PageAnnotations, plan_pages
from site_builder.pages.site_index import build_site
from site_builder.pages.wechat import articles
from site_builder.rules import registry


@dataclass(frozen=True, slots=True)
class CheckedSite:
    """A site that was read, checked and planned, and not yet made."""

    site: Site
    reviews: tuple[ReviewStatus, ...]
    annotations: PageAnnotations
    assets: Assets
    plan: Plan


def check_and_plan(context: BuildContext, sources: Sequence[SourceFile]) -> CheckedSite | None:
    """Read, assemble, check and plan; None when there are no settings to plan with."""
    return plan_readings(context, read_site(context, sources))


def plan_readings(context: BuildContext, readings: SiteReadings) -> CheckedSite | None:
    """Assemble, check and plan what was read; None when there are no settings to plan with."""
    documents = readings.texts.documents()
    readings.texts.save()
    if readings.settings is None or readings.attachments is None:
        return None
    readings.attachments.documents()
    readings.attachments.save()
    return plan_site(context, readings.sources, readings.settings, readings.texts.cache, documents)


def plan_site(
    context: BuildContext,
    sources: Sequence[SourceFile],
    settings: Settings,
    texts: TextCache,
    documents: Sequence[Document],
) -> CheckedSite:
    """Assemble, check and plan what was read."""
    context.diagnostics.extend(_empty_site_errors(context, sources))
    unusable = find_unusable(context.diagnostics, context.content)
    files = (source for source in sources if source.kind == "file")
    digests = {path: entry.digests for path, entry in texts.entries.items()}
    site = build_site(settings, context.standards.forms, documents, files, digests)
    review_statuses, review_diagnostics = review_documents(
        context, documents, sources, settings, context.checked_digests
    )
    context.diagnostics.extend(review_diagnostics)
    _check_site(context, site, sources, review_statuses)
    assets = build_assets(context, settings)
    annotations = PageAnnotations(
        suppression_notes(context.suppressed, site), review_statuses, unusable
    )
    planned, link_diagnostics = plan_pages(
        site,
        context.standards,
        assets.urls,
        sources,
        annotations,
        load_document=document_loader(context, sources, settings, texts),
    )
    context.diagnostics.extend(link_diagnostics)
    if context.options.wechat:
        planned = articles(planned, site)
        context.diagnostics.extend(_missing_article_errors(planned))
    context.diagnostics.extend(own_template_warnings(context.templates))
    context.diagnostics.extend(template_errors(context, planned))
    renderers = {page.renderer for page in planned.pages}
    context.diagnostics.extend(optional_dependencies.missing_extras(renderers, settings))
    return CheckedSite(site, review_statuses, annotations, assets, planned)


def _check_site(
    context: BuildContext,
    site: Site,
    sources: Sequence[SourceFile],
    reviews: tuple[ReviewStatus, ...],
) -> None:
    """Run the rules about whole sites, and leave of all findings what is not accepted."""
    site_context = SiteContext(
        site=site,
        sources=tuple(sources),
        context=RuleContext(site.settings, context.standards),
        today=context.options.today,
        reviews=reviews,
        drafts=context.options.drafts,
        published=_published_index_numbers(context),
    )
    context.diagnostics.extend(registry.check_site(site_context))
    context.diagnostics = drop_consequences(context.diagnostics)
    context.diagnostics, context.suppressed = apply_suppressions(context.diagnostics, site)


def _empty_site_errors(context: BuildContext, sources: Sequence[SourceFile]) -> list[Diagnostic]:
    """Reject a site without anything that is disclosed; what excluded files has been reported."""
    kept_out = any(diagnostic.code.startswith("scan/") for diagnostic in context.diagnostics)
    if kept_out or context.options.wechat or any(map(_is_disclosed, sources)):
        return []
    hint = (
        "请把年报放进年份文件夹（如 content/2021/report.md 和 figures.yaml），"
        "公开的文件放进它下面的 documents（如 content/2021/documents/tongzhi.md）。"
    )
    message = "content 里没有年度报告，也没有公开的文件，生成不了公开网站"
    return [error("scan/empty", Location("content"), message, hint)]


def _is_disclosed(source: SourceFile) -> bool:
    """Return whether there is something to read, beside what every site begins with."""
    begins_with = ("index.md", "guide.md", "apply.md")
    return source.kind in ("report", "figures", "document", "rule") or (
        source.kind == "page" and source.path not in begins_with
    )


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
        return _read_index_numbers(path, context.memory)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        hint = "索引号公布以后不能改，这一次没有对照。再生成一次网站，这个文件就会更新。"
        location = Location(f"{context.output_name}/catalogue.json")
        context.diagnostics.append(
            warning("write/published", location, "读不出上次公布的目录", hint)
        )
        return {}


def _read_index_numbers(path: Path, memory: MemoryCache | None) -> Mapping[str, str]:
    """Read the index numbers by URL; a preview reads each publication once."""
    status = path.stat()
    state = f"{path} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"
    if memory and memory.published and memory.published[0] == state:
        return memory.published[1]
    entries = json.loads(read_cache(path))["entries"]
    numbers = {str(entry["url"]): str(entry["index_number"] or "") for entry in entries}
    if memory:
        memory.published = state, numbers
    return numbers
