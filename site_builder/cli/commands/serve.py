"""`site-builder serve`: the site as it stands, in a browser, while it is being written."""

from argparse import Namespace
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from site_builder.build.options import Options
from site_builder.cli import console
from site_builder.cli.clock import today
from site_builder.cli.editor_extension import editor_extension
from site_builder.cli.progress import stage_progress
from site_builder.cli.taken_port import on_another_port
from site_builder.core.errors import PortTakenError, StartupError
from site_builder.model.standards import Standards
from site_builder.model.standards_loader import StandardsLoader
from site_builder.preview import Address, serve
from site_builder.preview.allowed_hosts import is_loopback
from site_builder.preview.extension import NO_EXTENSION, Extension


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Serve a preview until interrupted. Returns 0, or 1 when it cannot start."""
    standards = load_standards()
    project = Path(arguments.project)
    # Asked for again and again: a preview may stand open past midnight.
    current_day = partial(today, arguments.today)
    address = Address(arguments.host, arguments.port, tuple(arguments.allow_host))
    if arguments.edit and (not is_loopback(address.host) or address.names):
        console.print_error(
            "--edit 只能在这台电脑上用，不能和 --host、--allow-host 一起写："
            "能打开网页的人就能改文稿。"
            "要给别人看，请另外运行不带 --edit 的 site-builder serve。"
        )
        return 2
    editor = editor_extension if arguments.edit else _no_editor
    try:
        # Only the first reading reports: its bar is gone before a line is printed.
        with (
            editor(project, standards, current_day) as extension,
            stage_progress() as progress,
        ):
            options = Options(
                project=project,
                output=project / "drafts",
                today=current_day(),
                drafts=True,
                progress=progress,
            )
            announced = replace(extension, on_start=lambda url: console.print_ready(url=url))
            serve(options, standards, current_day, address, console.print_line, announced)
    except PortTakenError as exc:
        console.print_error(f"{exc}。{on_another_port(arguments, address.host)}")
        return 1
    except StartupError as exc:
        console.print_error(str(exc))
        return 1
    console.print_line("预览已停止。")
    return 0


def _no_editor(
    _project: Path, _standards: Standards, _today: Callable[[], date]
) -> AbstractContextManager[Extension]:
    return nullcontext(NO_EXTENSION)
