"""`site-builder inspect`: the rules on a disclosure site that others made."""

from argparse import Namespace
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from site_builder.cli import clock, console, inspection_formats, sarif
from site_builder.cli.progress import stage_progress
from site_builder.core.safe_files import write_whole
from site_builder.inspection.crawl import Bounds
from site_builder.model.extras import install_command
from site_builder.model.inspection import InspectionReport
from site_builder.model.standards_loader import StandardsLoader
from site_builder.usecases.inspect_site import InspectRequest, inspect_site, start_address

_MISUSED = 2
_WRITERS = {
    ".html": inspection_formats.as_html,
    ".md": inspection_formats.as_markdown,
    ".json": inspection_formats.as_json,
}


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Inspect a site. Returns 0, 1 for errors, 2 for wrong usage, 3 when parts are undecided."""
    problem = _misuse(arguments)
    if problem:
        console.print_error(problem)
        return _MISUSED
    standards = load_standards()
    with stage_progress(quiet=arguments.quiet) as progress:
        report = inspect_site(
            InspectRequest(
                target=arguments.target,
                store=Path(arguments.store),
                now=clock.now,
                today=clock.today(arguments.today),
                standards=standards,
                bounds=Bounds(arguments.max_pages, arguments.max_bytes, arguments.max_depth),
                pause=arguments.pause,
                contact=arguments.contact,
                progress=progress,
            )
        )
    if arguments.report:
        path = Path(arguments.report)
        write_whole(path, _WRITERS[path.suffix.lower()](report).encode())
    _print_report(report, arguments)
    return inspection_formats.exit_code(report)


def _misuse(arguments: Namespace) -> str:
    target = arguments.target
    if find_spec("lxml") is None:
        return f"检查网页要用 lxml，还没有安装。请运行：{install_command('import')}。"
    if "://" not in target and Path(target).exists() and not Path(target).is_dir():
        return f"“{target}”是文件。请写网址，或者放着网页的文件夹。"
    # An empty text is no folder, though to Path it is the one the command runs in.
    is_folder = bool(target) and Path(target).is_dir()
    if not is_folder and not ("." in target and start_address(target)):
        return f"“{target}”不是网址，也没有这个文件夹。网址写成 https://www.example.gov.cn/zwgk/。"
    if arguments.report and Path(arguments.report).suffix.lower() not in _WRITERS:
        return "--report 的文件名要以 .html、.md 或 .json 结尾。"
    if not (arguments.contact.isascii() and arguments.contact.isprintable()):
        return "--contact 只能写英文字母、数字和符号，如邮箱 gongkai@example.gov.cn。"
    return ""


def _print_report(report: InspectionReport, arguments: Namespace) -> None:
    if arguments.format == "sarif":
        # To SARIF, what could not be judged is a remark: nothing is known to be wrong.
        diagnostics = [
            replace(finding.diagnostic, message=f"不能判断：{finding.diagnostic.message}")
            if finding.undecided
            else finding.diagnostic
            for finding in report.findings
        ]
        console.print_text(sarif.as_sarif(diagnostics, ()))
        return
    is_told = report.findings or not arguments.quiet
    for line in inspection_formats.overview_lines(report) if is_told else ():
        console.print_line(line)
    console.print_facts(**inspection_formats.facts(report))
    console.print_findings(
        inspection_formats.finding_lines(report) if is_told else (),
        inspection_formats.findings_to_dicts(report.problems),
    )
