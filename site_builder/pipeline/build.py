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

from site_builder import rules
from site_builder.fields.load import load_standards
from site_builder.forms.load import load_forms
from site_builder.located import unreadable_file_error
from site_builder.model.diagnostic import Diagnostic, error, has_errors, sort_diagnostics, warning
from site_builder.model.document import Document
from site_builder.model.inspection import RuleContext, SiteContext
from site_builder.model.page import Plan
from site_builder.model.place import Location
from site_builder.model.review import ReviewStatus
from site_builder.model.settings import Settings
from site_builder.model.site import Site
from site_builder.model.source import Source
from site_builder.pipeline import extras, ownership, reuse, templates, workers
from site_builder.pipeline.consequences import unusable, without_consequences
from site_builder.pipeline.indexing import search_files
from site_builder.pipeline.judging import judge, notes
from site_builder.pipeline.libraries import ALL, versions
from site_builder.pipeline.lock import BusyError, only_one
from site_builder.pipeline.reading import read
from site_builder.pipeline.reviewing import reviews
from site_builder.pipeline.run import Options, Result, Run, found, made
from site_builder.pipeline.writing import write
from site_builder.plan.pages import Told, plan
from site_builder.plan.site import assemble
from site_builder.plan.wechat import articles
from site_builder.read.scan import scan
from site_builder.read.settings import read_settings
from site_builder.render.environment import default_templates
from site_builder.write import manifest as manifests
from site_builder.write import output as outputs
from site_builder.write.cache_file import read_cache
from site_builder.write.file_list import digest_of_list, read_files


def build(options: Options) -> Result:
    """Build a site. Writes nothing when there is any error."""
    return _locked(options, _build)


def check(options: Options) -> Result:
    """Find whatever is wrong with a site, without making it."""
    return _locked(options, _check)


def _locked(options: Options, work: Callable[[Run], Result]) -> Result:
    """Do the work on a project, nobody else being at it."""
    build_folder = options.project / ".build"
    try:
        # A folder that is no project is not to get a `.build/` of its own.
        with only_one(build_folder) if (options.project / "content").is_dir() else nullcontext():
            return _guarded(options, work)
    except BusyError:
        told = error("write/busy", Location(".build"), "另一个生成正在进行", "请等它结束再试。")
    return Result((told,))


def _guarded(options: Options, work: Callable[[Run], Result]) -> Result:
    """Do the work; a failure of the disk is a finding too."""
    own = options.project / "templates"
    path = manifests.manifest_path(options.project / ".build", options.output)
    run = Run(
        options=options,
        content=options.project / "content",
        build=options.project / ".build",
        templates=own if own.is_dir() else default_templates(),
        manifest_path=path,
        last=manifests.load(path),
        jobs=options.jobs or workers.default_jobs(),
    )
    try:
        done = work(run)
    except OSError as fault:
        run.findings.append(_lost(run, fault))
        return found(run)
    return replace(done, findings=sort_diagnostics((*done.findings, *_unkept(run))))


def _lost(run: Run, fault: OSError) -> Diagnostic:
    """Say what the disk refuses: a file of the office, or the output."""
    path = Path(os.fsdecode(fault.filename)) if isinstance(fault.filename, str | bytes) else None
    if path and path.is_relative_to(run.content):
        return unreadable_file_error(f"content/{path.relative_to(run.content).as_posix()}", fault)
    return outputs.failed(run.output_name, fault)


def _unkept(run: Run) -> list[Diagnostic]:
    """Say that the next build has to make everything again."""
    if run.unkept is None:
        return []
    message = f"写不进 .build（{outputs.reason(run.unkept)}），下一次要全部重新生成"
    hint = "这一次的结果没有受影响。请检查文件夹的权限和磁盘空间，或者把 .build 删去。"
    return [warning("write/kept", Location(".build"), message, hint)]


def _misplaced(run: Run) -> list[Diagnostic]:
    """Find an output folder where writing would bury the sources."""
    output, content = run.options.output.resolve(), run.content.resolve()
    buried = output == content or content in output.parents or output in (content, *content.parents)
    if not buried:
        return []
    hint = "请换一个单独的文件夹，如 public。"
    return [
        error("write/place", Location(run.output_name), "输出文件夹和 content 不能互相包含", hint)
    ]


def _check(run: Run) -> Result:
    sources, unusable = scan(run.content, load_standards().formats)
    run.findings.extend(unusable)
    examine(run, sources)
    return found(run)


def _build(run: Run) -> Result:
    run.findings.extend(_misplaced(run))
    if has_errors(run.findings):
        return found(run)
    sources, unusable = scan(run.content, load_standards().formats)
    run.findings.extend(unusable)
    fingerprint = _fingerprint(run, sources)
    same = fingerprint and fingerprint == run.last.fingerprint and not run.options.clean
    if same and _stands(run):
        outputs.close_stage(run.options.output)
        run.findings, run.accepted = list(run.last.diagnostics), run.last.suppressed
        return made(run, run.last.records, 0, 0)
    examined = examine(run, sources)
    run.listed = read_files(run.options.output)
    run.findings += ownership.another_site(run, examined.site.settings if examined else None)
    others = outputs.strangers(run.options.output, ownership.owned(run))
    run.findings += ownership.foreign(run, others)
    if examined is None or has_errors(run.findings):
        return found(run)
    if run.options.wechat:
        # An article carries its own styles and is searched by nobody here.
        return write(run, examined.plan, {}, fingerprint)
    ready = examined.dress.made | search_files(run, examined.plan.search_corpus)
    return write(run, examined.plan, ready, fingerprint)


def _stands(run: Run) -> bool:
    """Tell whether the output folder is as the last build left it."""
    output, last = run.options.output, run.last
    intact = partial(outputs.intact, output, thorough=run.options.thorough)
    return (
        digest_of_list(output) in last.lists[-1:]
        and all(intact(url, one) for url, one in last.records.items())
        and not outputs.linked_folders(output, last.records)
    )


@dataclass(frozen=True, slots=True)
class Examined:
    """A site that was read, checked and planned, and not yet made."""

    site: Site
    reviews: tuple[ReviewStatus, ...]
    told: Told
    dress: templates.Dress
    plan: Plan


def examine(run: Run, sources: list[Source]) -> Examined | None:
    """Read, assemble, check and plan; None when there are no settings to plan with."""
    settings, wrong = read_settings(
        content_of(run.options.project / "config.yaml"), load_standards().settings
    )
    run.findings.extend(wrong)
    documents = read(run, sources, settings)
    return None if settings is None else judge_and_plan(run, sources, settings, documents)


def judge_and_plan(
    run: Run, sources: list[Source], settings: Settings, documents: Sequence[Document]
) -> Examined:
    """Assemble, check and plan what was read."""
    run.findings.extend(_empty(run, sources))
    lost = unusable(run.findings, run.content)
    site = assemble(
        settings, load_forms(), documents, (one for one in sources if one.kind == "file")
    )
    standing, wrong = reviews(run.content, documents, sources, settings, run.judged)
    run.findings.extend(wrong)
    inspection = SiteContext(
        site=site,
        sources=tuple(sources),
        context=RuleContext(settings, load_standards()),
        today=run.options.today,
        reviews=standing,
        drafts=run.options.drafts,
        published=_published(run),
    )
    run.findings.extend(rules.check_site(inspection))
    run.findings = without_consequences(run.findings)
    run.findings, run.accepted = judge(run.findings, site)
    dress = templates.dress(run)
    told = Told(notes(run.accepted, site), standing, lost)
    planned, unlinked = plan(site, load_standards(), dress.looks, sources, told)
    run.findings.extend(unlinked)
    if run.options.wechat:
        planned = articles(planned, site)
        run.findings.extend(_no_articles(planned))
    run.findings.extend(templates.unreadable(run, planned))
    run.findings.extend(extras.missing(planned, settings))
    return Examined(site, standing, told, dress, planned)


def _empty(run: Run, sources: Sequence[Source]) -> list[Diagnostic]:
    """Refuse a site without anything that is disclosed; what kept files out has been said."""
    kinds = {one.kind for one in sources}
    kept_out = any(one.code.startswith("scan/") for one in run.findings)
    if kept_out or run.options.wechat or kinds & {"report", "figures", "document"}:
        return []
    hint = (
        "请把年报放进年份文件夹（如 content/2021/report.md 和 figures.yaml），"
        "公开的文件放进它下面的 documents（如 content/2021/documents/tongzhi.md）。"
    )
    message = "content 里没有年度报告，也没有公开的文件，生成不了公开网站"
    return [error("scan/empty", Location("content"), message, hint)]


def _no_articles(planned: Plan) -> list[Diagnostic]:
    if planned.pages:
        return []
    hint = "请先写好年度报告（report.md 和 figures.yaml）；已经撤回的报告不排成文章。"
    return [error("wechat/none", Location("content"), "没有可以公布的年度报告", hint)]


def _published(run: Run) -> Mapping[str, str]:
    """Read the index numbers that the last publication still holds; drafts are none."""
    options = run.options
    elsewhere = options.drafts or options.wechat
    folder = options.project / "public" if elsewhere else options.output
    path = folder / "catalogue.json"
    try:
        entries = json.loads(read_cache(path))["entries"]
        return {str(one["url"]): str(one["index_number"] or "") for one in entries}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        hint = "索引号公布以后不能改，这一次没有对照。再生成一次网站，这个文件就会更新。"
        place = Location(f"{run.output_name}/catalogue.json")
        run.findings.append(warning("write/published", place, "读不出上次公布的目录", hint))
        return {}


def content_of(path: Path) -> bytes | None:
    """Read a file; None when there is none."""
    # Only a file is read: a named pipe would keep us waiting for ever.
    return path.read_bytes() if path.is_file() else None


def _fingerprint(run: Run, sources: list[Source]) -> str:
    """Digest every input by name, size and time; empty when a time cannot be trusted yet."""
    program = f"{reuse.program_digest()}{versions(ALL)}"
    digest = hashlib.blake2b(program.encode(), digest_size=16)
    newest = 0
    for source in sources:
        digest.update(f"{source.path}\0{source.size}\0{source.timestamps_ns}\0".encode())
        newest = max(newest, *source.timestamps_ns)
    config = run.options.project / "config.yaml"
    if config.is_file():
        facts = config.stat()
        digest.update(f"{facts.st_size}\0{facts.st_mtime_ns}\0{facts.st_ctime_ns}".encode())
        newest = max(newest, facts.st_mtime_ns, facts.st_ctime_ns)
    digest.update(f"{run.templates}\0{reuse.folder_digest(run.templates)}".encode())
    asked = (run.options.today, run.options.drafts, run.options.wechat)
    digest.update(repr((asked, sort_diagnostics(run.findings))).encode())
    return digest.hexdigest() if newest < time.time_ns() - reuse.FRESH else ""
