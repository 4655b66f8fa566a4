"""What all bodies of a register publish: read now, or remembered while their files are the same.

A body has a small record of its own under `.build/rollup/`: one that changed is read again alone.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from operator import attrgetter
from pathlib import Path

from site_builder.build.cache import program_digest
from site_builder.build.cache_file import read_verified, write_verified
from site_builder.build.context import BuildContext
from site_builder.build.recognized_files import MEMORY_LIMIT
from site_builder.build.registered_reports import read_registered, registered_files
from site_builder.build.web_files import WebFiles
from site_builder.build.web_order import fetch_by_host
from site_builder.core.codec import codec_of, dumps, loads
from site_builder.core.hashing import digest, short_digest
from site_builder.core.worker_process import WorkerProcess
from site_builder.model.body import Body, Register, is_address, site_root
from site_builder.model.publication import (
    EMPTY_PUBLICATION,
    Publication,
    ReadingProblem,
)
from site_builder.publications.arithmetic import arithmetic_findings
from site_builder.publications.published_site import SiteBytes, fetch_site, read_publication
from site_builder.publications.site_address import SiteAddress
from site_builder.publications.site_folder import SiteFolder

_RECORD = codec_of(tuple[str, Publication])


def read_publications(
    context: BuildContext, register: Register, web: WebFiles
) -> Mapping[str, Publication]:
    """Return what each body publishes, by its code."""
    publications = {}
    with WorkerProcess(MEMORY_LIMIT) as worker:
        fetched = fetch_by_host(register.bodies, partial(_fetch, context, web))
        for number, (body, (site, files)) in enumerate(fetched, 1):
            publications[body.code] = _publication(context, worker, body, site, files)
            context.report_progress("读各机构", len(register.bodies), number)
    return publications


def _publication(
    context: BuildContext, worker: WorkerProcess, body: Body, site: SiteBytes, files: SiteBytes
) -> Publication:
    if not body.site and not body.reports:
        return EMPTY_PUBLICATION
    shared = f"{program_digest()} {context.standards.digest}"
    key = digest(
        f"{shared} {body.site} {site.digest} {files.digest}".encode("utf-8", "surrogatepass")
    )
    path = _record_path(context.build, body.code)
    record = None if context.options.clean else _load(path, key)
    if record is None:
        context.work.read += 1
        publication = read_publication(site, context.standards.forms)
        reports, problems = read_registered(context, worker, body, files)
        publication = replace(
            publication,
            reports=tuple(sorted((*publication.reports, *reports), key=attrgetter("year"))),
            problems=(*publication.problems, *problems),
            digest=key,
        )
        findings = arithmetic_findings(publication, context.standards.forms)
        record = replace(publication, findings=findings)
        packed = dumps(_RECORD, (key, record))
        context.try_save(lambda: write_verified(path, packed))
    return record


def _record_path(build: Path, code: str) -> Path:
    return build / "rollup" / f"{short_digest(code.encode(), 10)}.json"


def _load(path: Path, key: str) -> Publication | None:
    data = read_verified(path)
    if data is None:
        return None
    try:
        stated, publication = loads(_RECORD, data)
    except (ValueError, TypeError, RecursionError):
        return None
    return publication if stated == key else None


def _fetch(context: BuildContext, web: WebFiles, body: Body) -> tuple[SiteBytes, SiteBytes]:
    """Read the files of a body's site, and those that the register names besides."""
    site = _fetch_site(context, web, body.site) if body.site else SiteBytes({}, ())
    return site, registered_files(context, web, body)


def _fetch_site(context: BuildContext, web: WebFiles, place: str) -> SiteBytes:
    if is_address(place):
        return fetch_site(SiteAddress(site_root(place), web.get))
    folder = context.options.project / place
    if folder.is_dir():
        return fetch_site(SiteFolder(folder))
    message = f"没有这个文件夹：{place}"
    hint = "请核对机构名录里这个机构的“网站”。"
    return SiteBytes({}, (ReadingProblem("", message, hint),))
