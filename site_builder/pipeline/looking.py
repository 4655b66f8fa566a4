"""A site held in memory while people edit it. Called by `preview`; nothing here writes.

`look` goes the way of a build up to the plan, reading again only what changed. `glance` reads one
changed document ahead of that, so that its page need not wait for the lists of a large site.
"""

import gc
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from site_builder.fields.load import load_standards
from site_builder.forms.load import form_errors
from site_builder.model.diagnostic import Diagnostic, sort_diagnostics
from site_builder.model.document import Document
from site_builder.model.page import Page, Plan, StaticFile
from site_builder.model.source import Source
from site_builder.pipeline import templates
from site_builder.pipeline.build import Examined, content_of, examine, judge_and_plan
from site_builder.pipeline.indexing import search_files
from site_builder.pipeline.judging import judge
from site_builder.pipeline.reading import read_again
from site_builder.pipeline.reuse import Memory, Read
from site_builder.pipeline.reviewing import reviews
from site_builder.pipeline.run import Options, Run, silent
from site_builder.pipeline.templates import Made
from site_builder.pipeline.workers import default_jobs
from site_builder.pipeline.writing import Task, is_file, produce
from site_builder.plan.pages import Told, pages_of
from site_builder.plan.site import assemble
from site_builder.plan.sizes import files_of, with_sizes
from site_builder.read.scan import scan
from site_builder.read.settings import read_settings
from site_builder.render.environment import default_templates
from site_builder.safe_files import digest
from site_builder.write.manifest import EMPTY

_INDEXING = threading.Lock()
_NOTHING: tuple[str, Read] = ("", (None, ()))


@dataclass(frozen=True, slots=True)
class Look:
    """A site as it stands at one moment."""

    run: Run
    sources: tuple[Source, ...]
    findings: tuple[Diagnostic, ...]
    examined: Examined | None
    """None while the settings or the forms cannot be read: then there is nothing to show."""


@dataclass(frozen=True, slots=True)
class Glance:
    """One document, read ahead of everything else."""

    source: Source
    document: Document | None
    tasks: tuple[Task, ...]
    findings: tuple[Diagnostic, ...]
    """Of its own files; those that depend on other files are as they were."""


def look(options: Options, memory: Memory, *, reread: bool = True) -> Look:
    """Read, check and plan a whole site. Raises OSError when a file goes away meanwhile.

    Without rereading, texts stand as they were read before: new settings show at once, although
    with some of them every text has to be read again.
    """
    own = options.project / "templates"
    run = Run(
        options=options,
        content=options.project / "content",
        build=options.project / ".build",
        templates=own if own.is_dir() else default_templates(),
        manifest_path=options.project,
        last=EMPTY,
        # Only the first time: later other threads run, and a process must not be forked then.
        jobs=1 if memory.kept else options.jobs or default_jobs(),
        memory=memory,
    )
    run.findings.extend(form_errors())
    settings = None
    if not run.findings:
        # Without settings no page can be shown, so nothing is read: what was read stays good.
        config = content_of(options.project / "config.yaml")
        settings, wrong = read_settings(config, load_standards().settings)
        run.findings.extend(wrong if settings is None else ())
    if run.findings or settings is None:
        return Look(run, (), sort_diagnostics(run.findings), None)
    with _without_collection():
        memory.began = time.time_ns()
        sources, unusable = scan(run.content, load_standards().formats)
        run.findings.extend(unusable)
        if reread:
            examined = examine(run, sources)
        else:
            run.findings.extend(wrong)
            examined = judge_and_plan(run, sources, settings, list(_remembered(run, sources)))
        return Look(run, tuple(sources), sort_diagnostics(run.findings), examined)


def _remembered(run: Run, sources: list[Source]) -> Iterator[Document]:
    """Give the documents as they were read before, with what was found in them."""
    for source in sources:
        _, (document, found) = (
            run.memory.kept.get(source.path, _NOTHING) if run.memory else _NOTHING
        )
        run.findings.extend(found)
        if document is not None:
            yield document


@contextmanager
def _without_collection() -> Iterator[None]:
    """Keep Python from searching millions of living values for dead ones: it doubles the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def glance(seen: Look, path: str) -> Glance | None:
    """Read one text or table again, by its path below `content/`. Raises OSError.

    None when only a whole look can tell: of files that are new, and of pages made of many texts.
    """
    if seen.examined is None:
        return None
    text = path.replace("figures.yaml", "report.md")
    known = {one.path: one for one in seen.sources if one.path in (path, text)}
    if len(known) < len({path, text}) or text == "index.md":
        return None
    if known[text].kind not in ("document", "report", "page", "rule"):
        return None
    known = {one.path: _now(seen.run.content, one) for one in known.values()}
    source = known[text]
    site, sources = seen.examined.site, [known.get(one.path, one) for one in seen.sources]
    document, found = read_again(seen.run, sources, site.settings, source)
    if document is None:
        return Glance(source, None, (), found)
    standing, _ = reviews(seen.run.content, (document,), sources, site.settings)
    told = Told(seen.examined.told.notes, standing)
    pages = pages_of(document, site, load_standards(), told)
    alone = assemble(site.settings, site.forms, (document,), site.files.values())
    # Only the whole site shows which acceptances have lost their finding.
    standing_findings = [one for one in judge(found, alone)[0] if one.code != "accept/unused"]
    return Glance(source, document, pages, (*standing_findings, *_carried(seen, source)))


def _now(content: Path, source: Source) -> Source:
    facts = (content / source.path).stat()
    return replace(source, size=facts.st_size, timestamps_ns=(facts.st_mtime_ns, facts.st_ctime_ns))


def _carried(seen: Look, source: Source) -> Iterator[Diagnostic]:
    """Give the findings about a document that did not come from reading it."""
    memory = seen.run.memory
    _, (_, raw) = memory.kept.get(source.path, _NOTHING) if memory else _NOTHING
    files = {source.display_path, source.display_path.replace("report.md", "figures.yaml")}
    return (one for one in seen.findings if one.location.file in files and one not in raw)


def restyled(seen: Look) -> Look:
    """Take the templates and styles as they stand now, all else as it was."""
    if seen.examined is None:
        return seen
    dress = templates.dress(seen.run)
    plan = seen.examined.plan
    plan = replace(plan, layout=replace(plan.layout, assets=dress.looks))
    return replace(seen, examined=replace(seen.examined, dress=dress, plan=plan))


def indexed(seen: Look) -> Mapping[str, Made]:
    """Make the search index when somebody searches: that of a large site takes seconds."""
    memory = seen.run.memory
    if seen.examined is None or memory is None:
        return {}
    searched = seen.examined.plan.search_corpus
    with _INDEXING:
        if memory.indexed is None or memory.indexed[0] is not searched:
            # Other threads run, so no process may be forked; nobody waits at a terminal.
            run = replace(seen.run, jobs=1, options=replace(seen.run.options, progress=silent))
            memory.indexed = searched, search_files(run, searched)
        return memory.indexed[1]


def forget() -> None:
    """Drop what was learnt from templates, forms and field lists, for one of them has changed."""
    for name, module in tuple(sys.modules.items()):
        if name.startswith("site_builder."):
            for value in tuple(vars(module).values()):
                clear = getattr(value, "cache_clear", None)
                if callable(clear):  # pikepdf's names have any attribute
                    clear()


def make(seen: Look, task: Task) -> tuple[bytes | None, Diagnostic | None]:
    """Make the bytes of one file of the site."""
    assert seen.examined is not None  # noqa: S101 - there are no tasks without a plan
    run, plan = seen.run, seen.examined.plan
    if isinstance(task, Page):
        task = with_sizes(task, _sizes(run, plan, files_of(task.view)))
    return produce(run.content, run.templates, plan.layout, task)


def _sizes(run: Run, plan: Plan, wanted: frozenset[str]) -> dict[str, int]:
    """Tell how large the files are that a page leads to; each is made once for it."""
    told: dict[str, int] = {}
    known = run.memory.sizes if run.memory else {}
    every: tuple[Page | StaticFile, ...] = (*plan.pages, *plan.static_files)
    tasks = (one for one in every if one.url in wanted)
    for task in tasks if wanted else ():
        if isinstance(task, Page) and not is_file(task):
            continue
        key = digest(repr(task).encode())
        if known.get(task.url, ("", 0))[0] != key:
            data, _ = produce(run.content, run.templates, plan.layout, task)
            if data is None:
                continue
            known[task.url] = (key, len(data))
        told[task.url] = known[task.url][1]
    return told


def program_folders() -> tuple[Path, ...]:
    """List the folders whose data decide pages besides the project: templates, forms, fields."""
    package = Path(__file__).parents[1]
    return default_templates(), package / "forms", package / "fields"
