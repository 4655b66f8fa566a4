"""`site-builder serve`: the site as it stands, in a browser, while it is being written."""

from argparse import Namespace
from functools import partial
from pathlib import Path

from site_builder.build.options import Options
from site_builder.cli import console
from site_builder.cli.clock import today
from site_builder.cli.progress import stage_progress
from site_builder.core.errors import StartupError
from site_builder.model.standards_loader import StandardsLoader
from site_builder.preview import Address, serve


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Serve a preview until interrupted. Returns 0, or 1 when it cannot start."""
    standards = load_standards()
    project = Path(arguments.project)
    # Asked for again and again: a preview may stand open past midnight.
    current_day = partial(today, arguments.today)
    address = Address(arguments.host, arguments.port, tuple(arguments.allow_host))
    try:
        # Only the first reading reports: its bar is gone before a line is printed.
        with stage_progress() as progress:
            options = Options(
                project=project,
                output=project / "drafts",
                today=current_day(),
                drafts=True,
                progress=progress,
            )
            serve(options, standards, current_day, address, console.print_line)
    except StartupError as exc:
        console.print_error(str(exc))
        return 1
    console.print_line("预览已停止。")
    return 0
