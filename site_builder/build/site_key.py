"""What decides everything that is found in a site and everything that is planned for it.

While it stays as it was, an edited document changes its own page, and if its record changed, its
lines in lists; nothing else: neither other documents, nor which lists there are and what stands
where in them, nor what any rule says of the site, except of titles that two documents have.
"""

from dataclasses import replace

from site_builder.build import cache
from site_builder.build.context import BuildContext
from site_builder.build.library_versions import ALL
from site_builder.build.site_readings import SiteReadings
from site_builder.build.text_cache import TextCache
from site_builder.core.hashing import digest
from site_builder.core.installed_versions import versions
from site_builder.model.source import REVIEW_RECORDS, SourceFile


def site_key(
    context: BuildContext,
    readings: SiteReadings,
) -> str:
    """Return the digest of all of it: of a document's text, only its place.

    To be asked for when files have been read and nothing else has been looked at. Empty without
    settings.
    """
    settings, attachments = readings.settings, readings.attachments
    if settings is None or attachments is None:
        return ""
    texts, files = readings.texts.cache, attachments.cache
    lines = (_line(source, texts, files) for source in readings.sources)
    options = context.options
    causes = (
        *(cache.program_digest(), context.standards.digest, versions(ALL)),
        *(options.today, options.drafts, options.wechat),
        *(repr(context.templates.folders), context.templates.digest),
        repr(replace(settings, targets=())),
        repr(context.diagnostics),
        "\n".join(lines),
    )
    return digest(repr(causes).encode("utf-8", "surrogatepass"))


def records_key(readings: SiteReadings) -> str:
    """Return the digest of the records of all documents: of all that lists show of them."""
    entries = readings.texts.cache.entries
    documents = (source.path for source in readings.sources if source.kind == "document")
    return digest("\n".join([entries[path].record for path in documents]).encode())


def _line(source: SourceFile, texts: TextCache, files: TextCache) -> str:
    path = source.path
    if source.kind == "document":
        return f"{path}\t{texts.entries[path].place}"
    if source.kind in ("figures", *REVIEW_RECORDS):
        return f"{path}\t{source.state}"
    entry = (files if source.kind == "file" else texts).entries[path]
    return f"{path}\t{entry.content}\t{entry.outcome}"
