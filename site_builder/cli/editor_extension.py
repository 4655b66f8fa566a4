"""The editor on top of the preview, as `edit` and `serve --edit` start it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from site_builder.cli import console
from site_builder.cli.clock import now
from site_builder.editor.handlers import MAX_BODY_BYTES, PREFIX, routes
from site_builder.editor.publication_jobs import PublicationJobs
from site_builder.editor.session import Session
from site_builder.model.standards import Standards
from site_builder.preview import Extension

EDITOR_HOST = "127.0.0.1"
"""No option opens it wider: whoever reaches it may write."""


@contextmanager
def editor_extension(
    project: Path, standards: Standards, today: Callable[[], date]
) -> Iterator[Extension]:
    """Yield the editor; when the server has ended, a site that is being put online gets there."""
    jobs = PublicationJobs()
    yield Extension(
        lambda source, state: routes(
            Session(project, standards, state, now, today, jobs=jobs), source
        ),
        PREFIX,
        MAX_BODY_BYTES,
        makes_sites=True,
    )
    if jobs.is_changing_target():
        console.print_line("正在发布，等它做完。再按一次 Ctrl+C 就中断。")
        try:
            jobs.wait()
        except KeyboardInterrupt:
            console.print_line("已中断，不清楚网上换过去没有；请再发布一次，会接着做完。")
