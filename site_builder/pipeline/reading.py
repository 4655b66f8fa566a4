"""Sources → documents: read in any order, in any process, or taken from what was kept."""

import hashlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from site_builder.fields.load import fields
from site_builder.forms.load import forms
from site_builder.located import unopened
from site_builder.model.diagnostic import error
from site_builder.model.document import Document
from site_builder.model.place import Place
from site_builder.model.settings import Settings
from site_builder.model.source import Source
from site_builder.pipeline import reuse, workers
from site_builder.pipeline.run import Run
from site_builder.read.document import Context, read_article, read_document, read_report
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
    digest = hashlib.blake2b(
        repr((reuse.program_digest(), context.body, context.government)).encode(), digest_size=16
    ).hexdigest()
    figures = {one.year: one for one in sources if one.kind == "figures"}
    texts = [one for one in sources if one.kind not in ("file", "figures")]
    reported = {one.year for one in texts if one.kind == "report"}
    for year in figures.keys() - reported:
        hint = "请放进 report.md，写上报告的六个部分。"
        place = Place(figures[year].file)
        run.findings.append(error("report/text", place, f"{year} 年只有数据，没有 report.md", hint))
    kept = {} if run.options.clean else reuse.load(run.build)
    work = partial(_read_one, _Desk(run.content, figures, context, digest, kept))
    told = partial(run.told, "读取", len(texts))
    results = workers.each(work, texts, run.jobs, told)
    now: reuse.Kept = {}
    documents = []
    for source, (key, (document, found)) in zip(texts, results, strict=True):
        now[source.path] = key, (document, found)
        run.findings.extend(found)
        if document is not None:
            documents.append(document)
    if {path: key for path, (key, _) in kept.items()} != {p: key for p, (key, _) in now.items()}:
        reuse.save(run.build, now)
    return documents


@dataclass(frozen=True, slots=True)
class _Desk:
    """All that reading one document needs besides its own file."""

    content: Path
    figures: dict[int, Source]
    context: Context
    digest: str
    """Of everything that decides a reading besides the file's bytes."""
    kept: reuse.Kept


def _read_one(desk: _Desk, source: Source) -> tuple[str, reuse.Read]:
    """Read one document, or take it from what was kept under the same key."""
    beside = desk.figures.get(source.year) if source.kind == "report" else None
    opening = source
    try:
        data = (desk.content / source.path).read_bytes()
        opening = beside or source
        numbers = (beside, (desk.content / beside.path).read_bytes()) if beside else None
    except OSError as fault:
        return "", (None, (unopened(opening.file, fault),))
    digests = (desk.digest, digest_of(data), digest_of(numbers[1]) if numbers else "")
    key = "-".join(digests)
    if source.path in desk.kept and desk.kept[source.path][0] == key:
        return desk.kept[source.path]
    if source.size > MAX_TEXT or (beside and beside.size > MAX_TEXT):
        return key, (None, ())  # the scan has said so
    if source.kind == "report":
        return key, read_report(source, data, numbers, desk.context)
    if source.kind == "document":
        return key, read_document(source, data, desk.context)
    return key, read_article(source, data, desk.context)
