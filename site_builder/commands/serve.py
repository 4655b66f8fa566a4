"""`site-builder serve`: the site as it stands, in a browser, while it is being written."""

from argparse import Namespace
from datetime import date
from pathlib import Path

from site_builder import console
from site_builder.pipeline import Options
from site_builder.preview import Refusal, serve


def run(arguments: Namespace) -> int:
    """Serve a preview until interrupted. Returns 0, or 1 when it cannot start."""
    project = Path(arguments.project)
    day = arguments.today

    def today() -> date:
        return day or date.today()  # noqa: DTZ011 - the office's own day, also after midnight

    options = Options(
        project=project,
        output=project / "drafts",
        today=today(),
        drafts=True,
        progress=console.progress(),
    )
    try:
        serve(options, today, (arguments.host, arguments.port), console.say)
    except Refusal as refused:
        console.complain(refused.why)
        return 1
    console.say("预览已停止。")
    return 0
