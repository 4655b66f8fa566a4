"""Reports that the register names as files: of other systems, read as `import` reads them.

A cell that was recognized with doubt stays doubtful: no sum is made with it.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from site_builder.build.context import BuildContext
from site_builder.build.recognized_files import MAX_FILE, recognize_in
from site_builder.build.web_files import WebFiles
from site_builder.core.errors import (
    RequestError,
    StaleCopyError,
    UnsupportedFileError,
    ValueProblem,
    WorkerError,
    describe_os_error,
)
from site_builder.core.guest_client import MAX_FILE as MAX_WEB_FILE
from site_builder.core.hashing import digest
from site_builder.core.web_addresses import split_address
from site_builder.core.worker_process import WorkerProcess
from site_builder.importing.recognition.catalogue import CatalogueSheet
from site_builder.model.body import Body, is_address
from site_builder.model.imported import ImportedReport, Recognition
from site_builder.model.publication import DOUBTFUL, PublishedReport, ReadingProblem, form_keys
from site_builder.model.value_texts import text_of
from site_builder.publications.figures_file import read_figures
from site_builder.publications.published_site import SiteBytes

_UNREADABLE_HINT = "请打开看一看，或者换一份文件。"
Reading = tuple[list[PublishedReport], list[ReadingProblem]]


def registered_files(context: BuildContext, web: WebFiles, body: Body) -> SiteBytes:
    """Read the files that the register names for a body, by year."""
    files: dict[str, bytes] = {}
    problems: list[ReadingProblem] = []
    for year, name in sorted(body.reports.items()):
        path = f"{year}/{name}"
        try:
            if is_address(name):
                files[path] = web.get(name, MAX_WEB_FILE)
            else:
                files[path] = _read(context.options.project / name)
        except StaleCopyError as exc:
            files[path] = exc.data
            problems.append(ReadingProblem(path, exc.message, exc.hint))
        except OSError as exc:
            reason = "网站上没有这份文件" if is_address(name) else _refusal(exc)
            problems.append(ReadingProblem(path, reason, "请核对名录里写的文件名或者网址。"))
        except (ValueProblem, RequestError) as exc:
            problems.append(ReadingProblem(path, exc.message, exc.hint))
    return SiteBytes(files, tuple(problems))


def _refusal(exc: OSError) -> str:
    return f"读不出（{describe_os_error(exc)}）"


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise FileNotFoundError(2, "no such file", str(path))
    if path.stat().st_size > MAX_FILE:
        raise ValueProblem("文件太大，没有读", "请核对这是不是年度报告。")
    return path.read_bytes()


def read_registered(
    context: BuildContext, worker: WorkerProcess, body: Body, files: SiteBytes
) -> Reading:
    """Understand those files, in the child if need be; each may be of one year alone."""
    reports: list[PublishedReport] = []
    problems = list(files.problems)
    for path, data in files.files.items():
        year = int(path.partition("/")[0])
        try:
            if path.endswith(".json"):
                reports.append(_data_file(context, year, path, data))
            else:
                name = body.reports[year]
                settings = context.standards, year, None
                recognition = recognize_in(worker, _local_name(context, name), data, settings)
                reports += _reports(context, recognition, year, path, digest(data))
        except (ValueProblem, UnsupportedFileError, WorkerError) as exc:
            hint = exc.hint if isinstance(exc, ValueProblem) else _UNREADABLE_HINT
            problems.append(ReadingProblem(path, exc.message, hint))
    return reports, problems


def _local_name(context: BuildContext, name: str) -> str:
    """Return the path by which a file is read: pictures of a page are looked for beside it.

    Beside one of the web there are none: its folder is none of this machine's.
    """
    if not is_address(name):
        return str(context.options.project / name)
    last = PurePosixPath(split_address(name).path).name
    return str(context.build / "rollup" / "web" / last)


def _data_file(context: BuildContext, year: int, path: str, data: bytes) -> PublishedReport:
    report = read_figures(data, context.standards.forms, "", "", path)
    if report.year != year:
        message = f"名录里写的是{year}年度，文件里是{report.year}年度的数据"
        raise ValueProblem(message, "请核对名录的“报告”里的年度和文件名。")
    return report


def _reports(
    context: BuildContext,
    recognition: Recognition | CatalogueSheet,
    year: int,
    path: str,
    data_digest: str,
) -> Iterator[PublishedReport]:
    name = path.partition("/")[2]
    reports = recognition.reports if isinstance(recognition, Recognition) else ()
    recognized = [report for report in reports if report.year == year]
    if not recognized:
        raise ValueProblem(f"里面没有认出{year}年度的报告", _UNREADABLE_HINT)
    for report in recognized:
        yield PublishedReport(
            year=year,
            title=report.title,
            organization=report.body,
            form=report.form,
            published=report.published,
            page=name if is_address(name) else "",
            source=path,
            digest=data_digest,
            values=_values(context, report),
            has_cell_ids=False,
        )


def _values(context: BuildContext, report: ImportedReport) -> tuple[str, ...]:
    form = context.standards.forms[report.form]
    texts = []
    for key in form_keys(form):
        cell = report.cells[key]
        candidate = cell.candidates[0] if cell.candidates else ""
        texts.append(text_of(cell.value) if cell.value is not None else DOUBTFUL + candidate)
    return tuple(texts)
