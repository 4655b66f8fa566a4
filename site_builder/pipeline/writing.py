"""Plan → output folder: what changed is rendered and staged, then all of it moves into place.

Files come first, the pages that link to them after: a page says how large each file is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from site_builder.located import changed_meanwhile, unreadable_file_error
from site_builder.model.diagnostic import Diagnostic, error, has_errors, sort_diagnostics, warning
from site_builder.model.manifest import Manifest, OutputRecord
from site_builder.model.page import Page, Plan, StaticFile
from site_builder.model.parts import Layout
from site_builder.model.place import Location
from site_builder.model.wechat import WechatView
from site_builder.pipeline import extras, ownership, reuse, templates, workers
from site_builder.pipeline.libraries import ATTACHMENTS, PAGES, versions
from site_builder.pipeline.publication import requirements
from site_builder.pipeline.run import Result, Run, found, made
from site_builder.pipeline.templates import Made
from site_builder.plan.sizes import with_sizes
from site_builder.render.downloads import DOWNLOADS
from site_builder.render.environment import closure_digest, render
from site_builder.render.inlining import inlined
from site_builder.render.unprintable import UnprintableError
from site_builder.safe_files import digest, read_below
from site_builder.write import manifest as manifests
from site_builder.write import output as outputs
from site_builder.write.clean import clean
from site_builder.write.file_list import compose, write_list

Task = Page | StaticFile | Made
Outcome = tuple[OutputRecord | None, Diagnostic | None]
"""The staged file, and what is to be said about it."""

_UNCLEANED = "write/clean"


def write(run: Run, planned: Plan, ready: Mapping[str, Made], fingerprint: str) -> Result:
    """Bring the output folder to what was planned. Raises OSError with the output as it was."""
    output = run.options.output
    folder = outputs.open_stage(output)
    try:
        work = _Work(run, planned)
        files: list[Task] = [
            *ready.values(),
            *planned.static_files,
            *(one for one in planned.pages if is_file(one)),
        ]
        work.bring(files)
        sizes = work.sizes()
        work.bring([with_sizes(one, sizes) for one in planned.pages if not is_file(one)])
        if has_errors(run.findings):
            return found(run)
        removed = sorted(ownership.owned(run) - work.keys.keys())
        run.findings += ownership.foreign(run, ownership.strangers(run, removed))
        if has_errors(run.findings):
            return found(run)
        moved, done = work.settled()
        listing = _listing(run, planned.layout, done)
        # Should this process be killed while it moves files, the next one must know they are ours.
        run.keep(partial(manifests.save, run.manifest_path, _intent(run, done, listing)))
        outputs.must_be_same(output, folder, (*moved, *removed))
        outputs.commit(output, sorted(moved), removed)
        write_list(output, output / outputs.STAGE, listing)
    finally:
        outputs.close_stage(output)
    lists = (digest(listing),)
    final = Manifest(fingerprint, done, sort_diagnostics(run.findings), run.accepted, lists)
    run.keep(partial(manifests.save, run.manifest_path, final))
    return made(run, done, len(moved), len(removed))


def _listing(run: Run, chrome: Layout, done: Mapping[str, OutputRecord]) -> bytes:
    digests = {url: one.digest for url, one in done.items()}
    site = ownership.site_name(chrome.organization, chrome.name)
    # Neither is a site that may be put online.
    unfit = run.options.drafts or run.options.wechat
    lacking = requirements(run.findings, run.accepted)
    return compose(site, digests, lacking, drafts=unfit)


def _intent(run: Run, done: Mapping[str, OutputRecord], listing: bytes) -> Manifest:
    coming = ((url, one.digest) for url, one in done.items())
    return Manifest(
        fingerprint="",
        records={**run.last.records, **done},
        diagnostics=sort_diagnostics(run.findings),
        suppressed=(),
        lists=(*run.last.lists, digest(listing)),
        unsettled=ownership.unsettled(run, coming),
    )


def is_file(page: Page) -> bool:
    """Tell whether a page of the plan is a file to take away, which needs no template."""
    return page.renderer in DOWNLOADS


class _Work:
    """One build's output on its way: what each file's key is and what has been made afresh."""

    def __init__(self, run: Run, planned: Plan) -> None:
        self.run = run
        self.chrome = planned.layout
        self.last: Mapping[str, OutputRecord] = {} if run.options.clean else run.last.records
        self.keys: dict[str, str] = {}
        self.fresh: dict[str, OutputRecord] = {}
        self.program = reuse.program_digest()
        self.frame = digest(f"{versions(PAGES)}{planned.layout!r}".encode())
        self.cleaner = digest(f"{self.program}{versions(ATTACHMENTS)}".encode())

    def bring(self, tasks: Sequence[Task]) -> None:
        """Make what has changed among some tasks and stage it."""
        if has_errors(self.run.findings):
            return
        keys = {task.url: self.key(task) for task in tasks}
        self.keys |= keys
        by_url = {task.url: task for task in tasks}
        options = self.run.options
        changed = outputs.differing(options.output, keys, self.last, thorough=options.thorough)
        pages = [task for url in changed if isinstance(task := by_url[url], Page)]
        place = _chosen(self.run.options.project)
        self.run.findings.extend(extras.unusable(filter(is_file, pages), place))
        if has_errors(self.run.findings):
            return
        self.run.findings.extend(_said_before(self.run, tasks, changed))
        papers = [url for url in changed if _is_paper(by_url[url])]
        others = [url for url in changed if not _is_paper(by_url[url])]
        make = partial(_make, self.run, self.chrome, keys)
        jobs, told = self.run.jobs, partial(self.run.told, "生成", len(others))
        results = workers.each(make, [by_url[url] for url in others], jobs, told)
        told = partial(self.run.told, "生成 PDF", len(papers))
        results += workers.side_by_side(make, [by_url[url] for url in papers], jobs, told)
        for url, (record, said) in zip([*others, *papers], results, strict=True):
            self.run.findings.extend([said] if said else [])
            self.fresh |= {url: record} if record else {}

    def key(self, task: Task) -> str:
        """Digest all that the task's renderer receives."""
        if isinstance(task, Made):
            return digest(task.data)
        if isinstance(task, StaticFile):
            known = self.run.judged.get(task.source.path, "")
            return f"{known}-{self.cleaner}" if task.sanitize else known
        if is_file(task):
            # A download sees nothing of the frame: another year's section leaves it as it is.
            shared = extras.decisive(task)
        else:
            shared = f"{self.frame}{closure_digest(self.run.templates, task.renderer)}"
        return digest(f"{self.program}{shared}{task.renderer}{task.view!r}".encode())

    def sizes(self) -> dict[str, int]:
        """Tell how large each file is that stands or is staged so far."""
        return {url: one.size for url in self.keys if (one := self.now(url))}

    def now(self, url: str) -> OutputRecord | None:
        """Give the record of a file as it will be."""
        return self.fresh.get(url) or self.last.get(url)

    def settled(self) -> tuple[dict[str, OutputRecord], dict[str, OutputRecord]]:
        """Tell what is to be moved into place, and all that will stand there then."""
        output = self.run.options.output
        # Early cut-off: other inputs, same bytes, file untouched — nothing to move.
        thorough = self.run.options.thorough
        same = {
            url
            for url, one in self.fresh.items()
            if _unchanged(output, url, one, self.last, thorough=thorough)
        }
        moved = {url: one for url, one in self.fresh.items() if url not in same}
        stay = {url: self.last[url] for url in self.keys if url not in moved}
        stay |= {url: replace(self.last[url], cache_key=self.fresh[url].cache_key) for url in same}
        return moved, {**stay, **moved}


def _unchanged(
    output: Path, url: str, fresh: OutputRecord, last: Mapping[str, OutputRecord], *, thorough: bool
) -> bool:
    old = last.get(url)
    same = old is not None and old.digest == fresh.digest
    return old is not None and same and outputs.intact(output, url, old, thorough=thorough)


def _is_paper(task: Task) -> bool:
    return isinstance(task, Page) and task.renderer.endswith(".pdf")


def _make(run: Run, chrome: Layout, keys: dict[str, str], task: Task) -> Outcome:
    """Make one file and stage it."""
    if isinstance(task, StaticFile):
        # What was checked is published, or nothing.
        data, said = _copied(run.content, task, run.judged.get(task.source.path, ""))
    else:
        data, said = produce(run.content, run.templates, chrome, task)
    if data is None:
        return None, said
    return outputs.stage(run.options.output, task.url, data, keys[task.url]), said


def produce(
    content: Path, folder: Path, chrome: Layout, task: Task
) -> tuple[bytes | None, Diagnostic | None]:
    """Make the bytes of one file. A template an office has edited may fail; that is a finding."""
    if isinstance(task, StaticFile):
        return _copied(content, task)
    if isinstance(task, Made):
        return task.data, None
    if is_file(task):
        return _taken_away(content.parent, task)
    try:
        page = render(folder, task.renderer, task.view, chrome, task.url)
        return (inlined(page) if isinstance(task.view, WechatView) else page), None
    except Exception as fault:  # noqa: BLE001 - an office's template may fail in any way
        return None, templates.fault(fault, task.renderer)


def _taken_away(project: Path, page: Page) -> tuple[bytes | None, Diagnostic | None]:
    try:
        return DOWNLOADS[page.renderer](page.view), None
    except UnprintableError as fault:
        place = _place_of(project, page, fault.words)
        return None, error("render/unprintable", place, fault.message, fault.hint)
    except ImportError as fault:
        kind = page.renderer.rpartition(".")[2]
        return None, extras.broken(kind, f"{type(fault).__name__}: {fault}", _chosen(project))


def _chosen(project: Path) -> Location:
    """Find where the downloads are chosen."""
    return _place_in(project, ("config.yaml",), ("下载",)) or Location("config.yaml")


def _place_of(project: Path, page: Page, words: tuple[str, ...]) -> Location:
    """Find where some words stand in the sources of a page; its first source when nowhere."""
    found = _place_in(project, (*page.sources, "config.yaml"), words)
    return found or Location(page.sources[0] if page.sources else "config.yaml")


def _place_in(project: Path, names: Iterable[str], words: tuple[str, ...]) -> Location | None:
    for name in names:
        path = project / name
        lines = path.read_text(encoding="utf-8-sig").splitlines() if path.is_file() else []
        for number, line in enumerate(lines, 1):
            at = min((line.find(word) for word in words if word in line), default=-1)
            if at >= 0:
                return Location(name, number, at + 1)
    return None


def _copied(
    content: Path, copy: StaticFile, judged: str = ""
) -> tuple[bytes | None, Diagnostic | None]:
    source, said = copy.source, None
    try:
        data = read_below(content, source.path)
    except OSError as fault:
        return None, unreadable_file_error(source.display_path, fault)
    if judged and digest(data) != judged:
        return None, changed_meanwhile(source.display_path)
    if copy.sanitize:
        original = data
        data, reason = clean(source.path, original)
        if reason:
            if data == original:
                message = f"没有清除作者信息，照原样公布：{reason}"
                hint = "请在原来的软件里删除作者信息后重新放入，或换一种格式。"
            else:
                message = f"已清除作者信息，但文件里{reason}"
                hint = "请看一看这些内容可不可以公开；不可以的，在原来的软件里删去后重新放入。"
            said = warning(_UNCLEANED, Location(source.display_path), message, hint)
    return data, said


def _said_before(run: Run, tasks: Iterable[Task], changed: list[str]) -> list[Diagnostic]:
    """Repeat what was said about copies that are not made again."""
    again = set(changed)
    copies = (task for task in tasks if isinstance(task, StaticFile))
    there = {copy.source.display_path for copy in copies if copy.sanitize and copy.url not in again}
    return [
        one for one in run.last.diagnostics if one.code == _UNCLEANED and one.location.file in there
    ]
