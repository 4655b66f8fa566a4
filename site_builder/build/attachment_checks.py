"""Attachments → diagnostics: each file is read and checked once, and again only when it changes."""

from collections.abc import Iterable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from site_builder.build.context import BuildContext
from site_builder.build.library_versions import ATTACHMENTS
from site_builder.build.readings import FileReader, Readings, read_files
from site_builder.build.text_cache import TextEntry, pack_outcome
from site_builder.core.hashing import digest as digest_of
from site_builder.core.installed_versions import versions
from site_builder.core.safe_files import read_below
from site_builder.model.diagnostic import Diagnostic, error, warning
from site_builder.model.extras import install_command
from site_builder.model.location import Location
from site_builder.model.rule_context import RuleContext
from site_builder.model.source import SourceFile
from site_builder.rules import registry

_FOLDER = "attachments"
"""Of `.build/`, for what was found in attachments."""
_PDF_LIBRARIES = ("pypdf", "pikepdf")
_MIN_ITEMS = 8
"""From so many on, it pays to start processes: an attachment takes far longer than a text."""


def check_attachments(
    context: BuildContext, sources: Iterable[SourceFile], rule_context: RuleContext, digest: str
) -> Readings:
    """Check the attachments that changed since the last build.

    `digest` is of everything that decides what rules find in a text besides its bytes.
    """
    fingerprint = digest_of(f"{digest}{versions(ATTACHMENTS)}".encode())
    reader = FileReader(
        _FOLDER,
        "检查附件",
        fingerprint,
        _state,
        partial(_check_attachment, context.content, rule_context),
        _MIN_ITEMS,
    )
    files = [source for source in sources if source.kind == "file"]
    readings = read_files(context, reader, files)
    for path, entry in readings.cache.entries.items():
        context.checked_digests[path] = entry.content
    context.diagnostics.extend(_missing_extra(files, rule_context))
    return readings


def _state(source: SourceFile, _entry: TextEntry) -> str:
    return source.state


def _check_attachment(
    content: Path,
    rule_context: RuleContext,
    trusted_before: int,
    source: SourceFile,
    previous: TextEntry | None,
) -> tuple[TextEntry, str]:
    """Check one attachment. Returns its line and its record, empty where the last one holds."""
    try:
        data = read_below(content, source.path)
    except OSError as exc:
        message = f"打不开这个文件：{exc.strerror}"
        problem = error("scan/read", Location(source.display_path), message)
        return _entry("", "", (problem,))
    state = source.state if max(source.timestamps_ns) < trusted_before else ""
    digest = digest_of(data)
    if previous and previous.content == digest:
        return TextEntry(state, digest, "", previous.outcome), ""
    from site_builder.attachments.extract.attachment_text import (  # noqa: PLC0415 - 40 modules that
        read_attachment,  # only a new or changed attachment needs
    )

    text = read_attachment(source.source, data)
    return _entry(state, digest, tuple(registry.check_file(text, rule_context)))


def _entry(state: str, digest: str, diagnostics: tuple[Diagnostic, ...]) -> tuple[TextEntry, str]:
    packed = pack_outcome((None, diagnostics))
    return TextEntry(state, digest, "", packed.outcome), packed.text


def _missing_extra(files: list[SourceFile], rule_context: RuleContext) -> list[Diagnostic]:
    """Report once that PDF files could not be read."""
    count = sum(source.path.lower().endswith(".pdf") for source in files)
    if not count or all(map(find_spec, _PDF_LIBRARIES)):
        return []
    consequence = (
        "没有检查，也没有清除作者信息" if rule_context.settings.clean_attachments else "没有检查"
    )
    message = f"有 {count} 个 PDF 附件{consequence}：需要的组件没有安装"
    hint = f"请运行 {install_command('attachments')}。"
    return [warning("attachment/extra", Location("content"), message, hint)]
