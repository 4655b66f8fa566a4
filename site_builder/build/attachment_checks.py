"""Attachments → diagnostics: each file is read and checked once, and again only when it changes."""

from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from site_builder.attachments.extract.attachment_text import read_attachment
from site_builder.build import cache
from site_builder.build.context import BuildContext
from site_builder.build.library_versions import ATTACHMENTS, versions
from site_builder.core import parallel
from site_builder.core.hashing import digest as digest_of
from site_builder.core.safe_files import read_below
from site_builder.model.diagnostic import Diagnostic, error, warning
from site_builder.model.location import Location
from site_builder.model.rule_context import RuleContext
from site_builder.model.source import Source
from site_builder.rules import registry

_KEY_PREFIX = "file:"
_PDF_LIBRARIES = ("pypdf", "pikepdf")
_MIN_ITEMS = 8
"""From so many on, it pays to start processes: an attachment takes far longer than a text."""


def check_attachments(
    context: BuildContext,
    files: list[Source],
    rule_context: RuleContext | None,
    digest: str,
    cached: cache.DocumentCache,
) -> cache.DocumentCache:
    """Check all attachments, those unchanged since the last build from its cache."""
    if rule_context is None:
        return {path: entry for path, entry in cached.items() if path.startswith(_KEY_PREFIX)}
    fingerprint = digest_of(f"{digest}{versions(ATTACHMENTS)}".encode())
    check = partial(_check_attachment, _Checker(context.content, rule_context, fingerprint, cached))
    on_progress = partial(context.report_progress, "检查附件", len(files))
    results = parallel.parallel_map(check, files, context.jobs, on_progress, min_items=_MIN_ITEMS)
    for source, (key, (_, diagnostics)) in zip(files, results, strict=True):
        context.diagnostics.extend(diagnostics)
        context.checked_digests[source.path] = key.split("|")[1] if key else ""
    context.diagnostics.extend(_missing_extra(files, rule_context))
    return {_KEY_PREFIX + file.path: result for file, result in zip(files, results, strict=True)}


@dataclass(frozen=True, slots=True)
class _Checker:
    """All that checking one attachment needs besides its own file."""

    content: Path
    rule_context: RuleContext
    fingerprint: str
    """Digest of everything that decides the diagnostics apart from the file."""
    cached: cache.DocumentCache


def _check_attachment(checker: _Checker, source: Source) -> tuple[str, cache.ReadOutcome]:
    """Check one attachment, or take its diagnostics from the cache.

    A file of the same size and times is not even opened; one that was only copied is not read.
    """
    key, result = checker.cached.get(_KEY_PREFIX + source.path, ("", (None, ())))
    file_state = f"{source.size}-{source.timestamps_ns[0]}-{source.timestamps_ns[1]}"
    old_fingerprint, _, rest = key.partition("|")
    old_digest, _, old_state = rest.partition("|")
    if old_fingerprint == checker.fingerprint and old_state == file_state:
        return key, result
    try:
        data = read_below(checker.content, source.path)
    except OSError as exc:
        message = f"打不开这个文件：{exc.strerror}"
        return "", (None, (error("scan/read", Location(source.display_path), message),))
    digest = digest_of(data)
    new_key = f"{checker.fingerprint}|{digest}|{file_state}"
    if old_fingerprint == checker.fingerprint and old_digest == digest:
        return new_key, result
    return new_key, (
        None,
        tuple(registry.check_file(read_attachment(source, data), checker.rule_context)),
    )


def _missing_extra(files: list[Source], rule_context: RuleContext) -> list[Diagnostic]:
    """Report once that PDF files could not be read."""
    count = sum(source.path.lower().endswith(".pdf") for source in files)
    if not count or all(map(find_spec, _PDF_LIBRARIES)):
        return []
    consequence = (
        "没有检查，也没有清除作者信息" if rule_context.settings.clean_attachments else "没有检查"
    )
    message = f"有 {count} 个 PDF 附件{consequence}：需要的组件没有安装"
    hint = '请运行 python -m pip install "site-builder[attachments]"。'
    return [warning("attachment/extra", Location("content"), message, hint)]
