"""Attachments → findings: each is read and checked once, and again only when it changes."""

from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from site_builder import rules
from site_builder.model.diagnostic import Diagnostic, error, warning
from site_builder.model.inspection import RuleContext
from site_builder.model.place import Location
from site_builder.model.source import Source
from site_builder.pipeline import reuse, workers
from site_builder.pipeline.libraries import ATTACHMENTS, versions
from site_builder.pipeline.run import Run
from site_builder.read.attachments import read_attachment
from site_builder.safe_files import digest as digest_of
from site_builder.safe_files import read_below

_MARK = "file:"
_FOR_PDF = ("pypdf", "pikepdf")
_FEW = 8
"""From so many on, it pays to start processes: an attachment takes far longer than a text."""


def check_files(
    run: Run, files: list[Source], desk: RuleContext | None, digest: str, kept: reuse.Kept
) -> reuse.Kept:
    """Check all attachments, those unchanged since the last build from what it kept."""
    if desk is None:
        return {path: one for path, one in kept.items() if path.startswith(_MARK)}
    decisive = digest_of(f"{digest}{versions(ATTACHMENTS)}".encode())
    work = partial(_check_one, _Checker(run.content, desk, decisive, kept))
    told = partial(run.told, "检查附件", len(files))
    results = workers.each(work, files, run.jobs, told, worth=_FEW)
    for source, (key, (_, found)) in zip(files, results, strict=True):
        run.findings.extend(found)
        run.judged[source.path] = key.split("|")[1] if key else ""
    run.findings.extend(_missing_extra(files, desk))
    return {_MARK + one.path: result for one, result in zip(files, results, strict=True)}


@dataclass(frozen=True, slots=True)
class _Checker:
    """All that checking one attachment needs besides its own file."""

    content: Path
    desk: RuleContext
    decisive: str
    """Digest of everything that decides the findings besides the file."""
    kept: reuse.Kept


def _check_one(checker: _Checker, source: Source) -> tuple[str, reuse.Read]:
    """Check one attachment, or take its findings from what was kept.

    A file of the same size and times is not even opened; one that was only copied is not read.
    """
    key, result = checker.kept.get(_MARK + source.path, ("", (None, ())))
    stamp = f"{source.size}-{source.timestamps_ns[0]}-{source.timestamps_ns[1]}"
    decisive, _, rest = key.partition("|")
    known, _, then = rest.partition("|")
    if decisive == checker.decisive and then == stamp:
        return key, result
    try:
        data = read_below(checker.content, source.path)
    except OSError as fault:
        message = f"打不开这个文件：{fault.strerror}"
        return "", (None, (error("scan/read", Location(source.display_path), message),))
    now = digest_of(data)
    fresh = f"{checker.decisive}|{now}|{stamp}"
    if decisive == checker.decisive and known == now:
        return fresh, result
    return fresh, (None, tuple(rules.check_file(read_attachment(source, data), checker.desk)))


def _missing_extra(files: list[Source], desk: RuleContext) -> list[Diagnostic]:
    """Say once that PDF files could not be looked into."""
    count = sum(one.path.lower().endswith(".pdf") for one in files)
    if not count or all(map(find_spec, _FOR_PDF)):
        return []
    undone = "没有检查，也没有清除作者信息" if desk.settings.clean_attachments else "没有检查"
    message = f"有 {count} 个 PDF 附件{undone}：需要的组件没有安装"
    hint = '请运行 python -m pip install "site-builder[attachments]"。'
    return [warning("attachment/extra", Location("content"), message, hint)]
