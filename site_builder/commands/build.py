"""`site-builder build`: content/ → public/."""

from argparse import Namespace
from datetime import date
from pathlib import Path

from site_builder import console
from site_builder.pipeline import Options, build


def run(arguments: Namespace) -> int:
    """Build the site. Returns 0, or 1 when anything is wrong and nothing was written."""
    project = Path(arguments.project)
    published = project / "public"
    usual = project / "drafts" if arguments.drafts else published
    output = Path(arguments.output) if arguments.output else usual
    if arguments.drafts and _touch(output.resolve(), published.resolve()):
        console.complain("未审的网站不能写进 public，那里是要发布的。请用 --output 换一个文件夹。")
        return 1
    result = build(
        Options(
            project=project,
            output=output,
            today=arguments.today or date.today(),  # noqa: DTZ011 - the office's own day
            drafts=arguments.drafts,
            clean=arguments.clean,
            jobs=arguments.jobs,
            progress=console.progress(),
        )
    )
    console.show(result.findings, len(result.accepted))
    if result.failed:
        console.say("有错误，没有写入任何文件；原来的网站没有改动。")
        return 1
    console.say(
        f"已生成 {result.pages} 个页面，共 {result.files} 个文件"
        f"（写入 {result.written} 个，删除 {result.removed} 个，其余未变）。"
    )
    if arguments.drafts:
        console.say(f"未审的网站在 {output}，只供内部查看，不得公开。")
    console.say(f"请打开 {output / 'index.html'}")
    return 0


def _touch(one: Path, other: Path) -> bool:
    """Tell whether a folder is another, or one holds the other."""
    return one == other or one in other.parents or other in one.parents
