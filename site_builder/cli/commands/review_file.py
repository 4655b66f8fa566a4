"""`site-builder review-file`: a text under review as one HTML file, for who has no program."""

from argparse import Namespace
from pathlib import Path

from site_builder.build.cache import MemoryCache
from site_builder.build.options import Options
from site_builder.cli import console
from site_builder.cli.clock import today
from site_builder.core.errors import AlreadyExistsError, UsageError, describe_os_error
from site_builder.core.safe_files import write_whole
from site_builder.editor.review_file import review_file
from site_builder.model.standards_loader import StandardsLoader
from site_builder.usecases.preview_snapshot import load_snapshot

_SUFFIXES = (".html", ".htm")


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Write the file. Returns 0, 1 where it cannot be written, or 2 for what there is not."""
    project, output = Path(arguments.project), Path(arguments.output)
    standards = load_standards()
    options = Options(
        project=project, output=project / "drafts", today=today(), drafts=True, jobs=1
    )
    try:
        _check_output(output, force=arguments.force)
        snapshot = load_snapshot(options, standards, MemoryCache())
        write_whole(output, review_file(snapshot, standards, arguments.file).encode())
    except UsageError as exc:
        console.print_error(str(exc))
        return 1 if isinstance(exc, AlreadyExistsError) else 2
    except OSError as exc:
        console.print_error(f"写不成审阅件：{describe_os_error(exc)}。")
        return 1
    console.print_facts(written=[str(output)])
    console.print_line(f"已写好 {output}：用浏览器打开，可以发送、打印。里面有未公开的内容。")
    return 0


def _check_output(output: Path, *, force: bool) -> None:
    if output.suffix.lower() not in _SUFFIXES:
        raise UsageError(f"审阅件是网页文件，名字以 .html 结尾，不是“{output.name}”")
    if output.exists() and not force:
        raise AlreadyExistsError(f"已经有 {output}", "换一个名字，或者加 --force。")
