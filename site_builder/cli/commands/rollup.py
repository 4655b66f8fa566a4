"""`site-builder rollup`: what many bodies publish → a site of the office that supervises them."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from site_builder.build.options import Options, Result
from site_builder.cli import console
from site_builder.cli.clock import today
from site_builder.cli.progress import stage_progress
from site_builder.cli.site_facts import print_site_facts
from site_builder.core.errors import describe_os_error
from site_builder.model.standards_loader import StandardsLoader
from site_builder.usecases.rollup import roll_up
from site_builder.usecases.write_proposals import write_proposals


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Build the site. Returns 0, or 1 when anything is wrong and nothing was written."""
    project = Path(arguments.project)
    output = Path(arguments.output) if arguments.output else project / "rollup"
    options = Options(
        project=project, output=output, today=today(arguments.today), clean=arguments.clean
    )
    with stage_progress(quiet=arguments.quiet) as progress:
        result = roll_up(replace(options, progress=progress), load_standards(), today())
    if headline := _headline(arguments, result):
        console.print_line(headline)
    console.print_diagnostics(
        result.diagnostics,
        see_all="" if arguments.all else "site-builder rollup --all",
    )
    print_site_facts(result, output)
    if result.failed:
        return 1
    if not arguments.quiet:
        console.print_line(f"请打开 {output / 'index.html'}")
    return _propose(output, Path(arguments.propose)) if arguments.propose else 0


def _headline(arguments: Namespace, result: Result) -> str:
    """Return what came of it: nothing for who wants to hear of trouble only, and all went well."""
    if result.failed:
        return "有错误，没有写入任何文件；原来的汇总网站没有改动。"
    if arguments.quiet:
        return ""
    return (
        f"已生成 {result.pages} 个页面，共 {result.files} 个文件"
        f"（写入 {result.written} 个，删除 {result.removed} 个，其余未变；"
        f"重新读了 {result.work.read} 个机构）。"
    )


def _propose(output: Path, folder: Path) -> int:
    """Write the proposals. Returns 1 where the disk refuses."""
    try:
        proposals = write_proposals(output, folder)
    except OSError as exc:
        console.print_error(f"建议稿写不进 {folder}（{describe_os_error(exc)}）。")
        return 1
    for path, is_new in proposals.items():
        console.print_line(
            f"建议稿已写好：{path}。请核对以后再用，本程序不会发布它。"
            if is_new
            else f"已经有 {path}，没有改动。要新的建议稿，请先把它改名或者移走。"
        )
    if not proposals:
        console.print_line("没有建议稿：机构名录里没有写“上级”，或者没有机构应当编制报告。")
    return 0
