"""Reports that the register names as files: of other systems, read as `import` reads them.

A cell that was recognized with doubt stays doubtful: no sum is made with it.
"""

from collections.abc import Iterator
from pathlib import Path

from site_builder.build.context import BuildContext
from site_builder.build.recognized_files import MAX_FILE, recognize
from site_builder.core.errors import ValueProblem, describe_os_error
from site_builder.core.hashing import digest
from site_builder.model.body import Body
from site_builder.model.imported import ImportedReport, Recognition
from site_builder.model.publication import DOUBTFUL, PublishedReport, ReadingProblem, form_keys
from site_builder.model.value_texts import text_of
from site_builder.publications.figures_file import read_figures
from site_builder.publications.published_site import SiteBytes

Reading = tuple[list[PublishedReport], list[ReadingProblem]]


def registered_files(context: BuildContext, body: Body) -> SiteBytes:
    """Read the files that the register names for a body, by year."""
    files: dict[str, bytes] = {}
    problems: list[ReadingProblem] = []
    for year, name in sorted(body.reports.items()):
        path = f"{year}/{name}"
        if "://" in name:
            hint = "请先把它存成文件，在名录的“报告”里写文件名。"
            problems.append(ReadingProblem(path, "没有去网上取这份报告", hint))
            continue
        try:
            files[path] = _read(context.options.project / name)
        except OSError as exc:
            message = f"读不出（{describe_os_error(exc)}）"
            problems.append(ReadingProblem(path, message, "请核对名录里写的文件名。"))
        except ValueProblem as exc:
            problems.append(ReadingProblem(path, exc.message, exc.hint))
    return SiteBytes(files, tuple(problems))


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise FileNotFoundError(2, "no such file", str(path))
    if path.stat().st_size > MAX_FILE:
        raise ValueProblem("文件太大，没有读", "请核对这是不是年度报告。")
    return path.read_bytes()


def read_registered(context: BuildContext, body: Body, files: SiteBytes) -> Reading:
    """Understand those files; each may be of one year alone."""
    reports: list[PublishedReport] = []
    problems = list(files.problems)
    for path, data in files.files.items():
        year = int(path.partition("/")[0])
        try:
            reports += _reports(context, body, year, path, data)
        except ValueProblem as exc:
            problems.append(ReadingProblem(path, exc.message, exc.hint))
    return reports, problems


def _reports(
    context: BuildContext, body: Body, year: int, path: str, data: bytes
) -> Iterator[PublishedReport]:
    forms = context.standards.forms
    if path.endswith(".json"):
        yield read_figures(data, forms, "", "", path)
        return
    name = str(context.options.project / body.reports[year])
    recognitions, diagnostics = recognize([name], context.standards, year, None)
    recognized = [
        report
        for recognition in recognitions
        if isinstance(recognition, Recognition)
        for report in recognition.reports
        if report.year == year
    ]
    if not recognized:
        message = diagnostics[0].message if diagnostics else f"里面没有认出{year}年度的报告"
        raise ValueProblem(message, "请打开看一看，或者换一份文件。")
    for report in recognized:
        yield PublishedReport(
            year=year,
            title=report.title,
            organization=report.body,
            form=report.form,
            published=report.published,
            page="",
            source=path,
            digest=digest(data),
            values=_values(context, report),
            has_cell_ids=False,
        )


def _values(context: BuildContext, report: ImportedReport) -> tuple[str, ...]:
    form = next(form for form in context.standards.forms.values() if form.id == report.form)
    texts = []
    for key in form_keys(form):
        cell = report.cells[key]
        candidate = cell.candidates[0] if cell.candidates else ""
        texts.append(text_of(cell.value) if cell.value is not None else DOUBTFUL + candidate)
    return tuple(texts)
