"""Sources → documents: read in any order, in any process, or taken from what was kept."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from site_builder import rules
from site_builder.fields.load import fields
from site_builder.forms.load import forms
from site_builder.located import unopened
from site_builder.model.diagnostic import error
from site_builder.model.document import Document
from site_builder.model.inspection import Desk
from site_builder.model.place import Place
from site_builder.model.settings import Settings
from site_builder.model.source import Source
from site_builder.pipeline import attachments, reuse, workers
from site_builder.pipeline.run import Run
from site_builder.read.document import Context, Reading, read_article, read_document, read_report
from site_builder.read.scan import MAX_TEXT
from site_builder.write.output import digest as digest_of


def read(run: Run, sources: list[Source], settings: Settings | None) -> list[Document]:
    """Read all documents, those unchanged since the last build from what it kept."""
    context = Context(
        fields=fields(),
        forms=forms(),
        body=settings.body if settings else "",
        government=settings.government_hosts if settings else (),
    )
    desk = Desk(settings, fields()) if settings else None
    decisive = (
        reuse.program_digest(),
        replace(settings, places={}, targets=()) if settings else None,
    )
    digest = digest_of(repr(decisive).encode())
    figures = {one.year: one for one in sources if one.kind == "figures"}
    texts = [one for one in sources if one.kind not in ("file", "figures", "signoff")]
    reported = {one.year for one in texts if one.kind == "report"}
    for year in figures.keys() - reported:
        hint = "请放进 report.md，写上报告的六个部分。"
        place = Place(figures[year].file)
        run.findings.append(error("report/text", place, f"{year} 年只有数据，没有 report.md", hint))
    kept = {} if run.options.clean else reuse.load(run.build)
    work = partial(_read_one, _Reader(run.content, figures, context, desk, digest, kept))
    told = partial(run.told, "读取", len(texts))
    results = workers.each(work, texts, run.jobs, told)
    now: reuse.Kept = {}
    documents = []
    for source, (key, (document, found)) in zip(texts, results, strict=True):
        now[source.path] = key, (document, found)
        run.findings.extend(found)
        if document is not None:
            documents.append(document)
    files = [one for one in sources if one.kind == "file"]
    now |= attachments.check_files(run, files, desk, digest, kept)
    if {path: key for path, (key, _) in kept.items()} != {p: key for p, (key, _) in now.items()}:
        reuse.save(run.build, now)
    return documents


@dataclass(frozen=True, slots=True)
class _Reader:
    """All that reading one document needs besides its own file."""

    content: Path
    figures: dict[int, Source]
    context: Context
    desk: Desk | None
    """For the rules; None when the settings could not be read, and rules would only guess."""
    digest: str
    """Of everything that decides a reading besides the file's bytes."""
    kept: reuse.Kept


def _read_one(reader: _Reader, source: Source) -> tuple[str, reuse.Read]:
    """Read one document and check it, or take it from what was kept under the same key."""
    beside = reader.figures.get(source.year) if source.kind == "report" else None
    opening = source
    try:
        data = (reader.content / source.path).read_bytes()
        opening = beside or source
        numbers = (beside, (reader.content / beside.path).read_bytes()) if beside else None
    except OSError as fault:
        return "", (None, (unopened(opening.file, fault),))
    digests = (reader.digest, digest_of(data), digest_of(numbers[1]) if numbers else "")
    key = "-".join(digests)
    if source.path in reader.kept and reader.kept[source.path][0] == key:
        return reader.kept[source.path]
    if source.size > MAX_TEXT or (beside and beside.size > MAX_TEXT):
        return key, (None, ())  # the scan has said so
    reading = _reading(reader, source, data, numbers)
    checked = rules.check_text(reading.text, reader.desk) if reader.desk else ()
    return key, (reading.document, (*reading.findings, *checked))


def _reading(
    reader: _Reader, source: Source, data: bytes, numbers: tuple[Source, bytes] | None
) -> Reading:
    if source.kind == "report":
        return read_report(source, data, numbers, reader.context)
    if source.kind == "document":
        return read_document(source, data, reader.context)
    return read_article(source, data, reader.context)
