"""`site-builder build`: content/ → public/."""

from argparse import Namespace
from pathlib import Path

from site_builder.build.options import Options, Result
from site_builder.cli import console
from site_builder.cli.clock import today
from site_builder.cli.progress import stage_progress
from site_builder.cli.site_facts import print_site_facts
from site_builder.cli.source_excerpts import SourceExcerpts
from site_builder.model.standards_loader import StandardsLoader
from site_builder.usecases.build import build


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Build the site. Returns 0, or 1 when anything is wrong and nothing was written."""
    project = Path(arguments.project)
    output = _output_folder(arguments, project)
    if _is_misplaced(arguments, project, output):
        noun = "未审的网站" if arguments.drafts else "公众号文章"
        console.print_error(f"{noun}不能写进 public，那里是要发布的。请用 --output 换一个文件夹。")
        return 1
    if arguments.explain_output == "":
        console.print_error("--explain 后面要写网址或者文件名，例如 2021/report.html。")
        return 2
    with stage_progress(quiet=arguments.quiet) as progress:
        result = build(
            Options(
                project=project,
                output=output,
                today=today(arguments.today),
                drafts=arguments.drafts,
                wechat=arguments.wechat,
                clean=arguments.clean,
                jobs=arguments.jobs,
                explain=arguments.explain_output or "",
                progress=progress,
            ),
            load_standards,
        )
    _print_outcome(arguments, result)
    print_site_facts(result, output)
    for line in _explanation(arguments, result):
        console.print_line(line)
    if not (arguments.quiet or result.failed):
        _print_next_step(arguments, output)
    return 1 if result.failed else 0


def _print_outcome(arguments: Namespace, result: Result) -> None:
    if headline := _headline(arguments, result):
        console.print_line(headline)
    console.print_diagnostics(
        result.diagnostics,
        result.suppressed,
        None if arguments.brief else SourceExcerpts(Path(arguments.project), result.diagnostics),
        see_all="" if arguments.all else "site-builder build --all",
        quiet=arguments.quiet,
    )


def _explanation(arguments: Namespace, result: Result) -> tuple[str, ...]:
    """Return why a page was made again or not, where it was asked for."""
    if result.failed and arguments.explain_output:
        return ("没有生成，所以说不出哪个页面为什么重新做。改好错误以后再问。",)
    return tuple(result.explanation)


def _headline(arguments: Namespace, result: Result) -> str:
    """Return what came of it: nothing for who wants to hear of trouble only, and all went well."""
    if result.failed:
        return "有错误，没有写入任何文件；原来的网站没有改动。"
    if arguments.quiet:
        return ""
    if arguments.wechat:
        return f"已排好 {result.pages} 篇公众号文章（写入 {result.written} 篇，其余未变）。"
    return (
        f"已生成 {result.pages} 个页面，共 {result.files} 个文件"
        f"（写入 {result.written} 个，删除 {result.removed} 个，其余未变）。"
    )


def _output_folder(arguments: Namespace, project: Path) -> Path:
    default_name = "drafts" if arguments.drafts else "wechat" if arguments.wechat else "public"
    return Path(arguments.output) if arguments.output else project / default_name


def _print_next_step(arguments: Namespace, output: Path) -> None:
    if not arguments.wechat:
        if arguments.drafts:
            console.print_line(f"未审的网站在 {output}，只供内部查看，不得公开。")
        console.print_line(f"请打开 {output / 'index.html'}")
        return
    for article in sorted(output.glob("*-report.html"), reverse=True):
        console.print_line(f"请打开 {article}，照上面的说明复制到公众号后台。")


def _is_misplaced(arguments: Namespace, project: Path, output: Path) -> bool:
    """Return whether what is not to go online would be written where what goes online stands."""
    outside_public = arguments.drafts or arguments.wechat
    return outside_public and _overlap(output.resolve(), (project / "public").resolve())


def _overlap(path: Path, other: Path) -> bool:
    """Return whether a folder is another, or one holds the other."""
    return path == other or path in other.parents or other in path.parents
