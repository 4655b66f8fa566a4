"""`site-builder edit`: forms in the browser, on this computer alone."""

import webbrowser
from argparse import Namespace
from dataclasses import replace
from functools import partial
from pathlib import Path

from site_builder.build.options import Options
from site_builder.cli import console
from site_builder.cli.clock import today
from site_builder.cli.editor_extension import EDITOR_HOST, editor_extension
from site_builder.cli.progress import stage_progress
from site_builder.cli.taken_port import on_another_port
from site_builder.core.errors import PortTakenError, StartupError
from site_builder.model.standards_loader import StandardsLoader
from site_builder.preview import Address, serve


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Serve the editor until interrupted. Returns 0, or 1 when it cannot start."""
    standards = load_standards()
    project = Path(arguments.project)
    current_day = partial(today, arguments.today)
    try:
        with (
            editor_extension(project, standards, current_day) as extension,
            stage_progress() as progress,
        ):
            options = Options(
                project=project,
                output=project / "drafts",
                today=current_day(),
                drafts=True,
                progress=progress,
            )
            page = replace(extension, on_start=partial(_on_start, arguments.open))
            address = Address(EDITOR_HOST, arguments.port)
            serve(options, standards, current_day, address, console.print_line, page)
    except PortTakenError as exc:
        console.print_error(f"{exc}。{on_another_port(arguments, EDITOR_HOST)}")
        return 1
    except StartupError as exc:
        console.print_error(str(exc))
        return 1
    console.print_line("编辑已停止。")
    return 0


def _on_start(is_opened: bool, url: str) -> None:  # noqa: FBT001 - an option, as it was typed
    console.print_ready(url=url)
    if is_opened:
        webbrowser.open(url)
