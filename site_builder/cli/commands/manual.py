"""`site-builder manual`: the manual in a browser, on this computer alone; or in a folder."""

import webbrowser
from argparse import Namespace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

from site_builder.build.options import Result
from site_builder.cli import console
from site_builder.cli.progress import stage_progress
from site_builder.cli.site_facts import print_site_facts
from site_builder.cli.taken_port import on_another_port
from site_builder.core.errors import describe_os_error
from site_builder.core.media_types import content_type_header
from site_builder.model.standards_loader import StandardsLoader
from site_builder.usecases.manual import build_manual

_HOST = "127.0.0.1"


class _Handler(SimpleHTTPRequestHandler):
    """Answers from a folder, quietly; types of files are ours, not those of the computer."""

    def guess_type(self, path: str | object) -> str:
        """Return the type of a file."""
        return content_type_header(str(path))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by its base
        """Print nothing."""


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Show the manual until interrupted, or write it. Returns 0, or 1 when it cannot."""
    if arguments.output:
        output = Path(arguments.output)
        result = _build(output, load_standards)
        if _is_written(result):
            print_site_facts(result, output)
            console.print_line(f"请打开 {output / 'index.html'}")
            return 0
        return 1
    with TemporaryDirectory(prefix="site-builder-") as folder:
        output = Path(folder) / "public"
        return _serve(arguments, output) if _is_written(_build(output, load_standards)) else 1


def _build(output: Path, load_standards: StandardsLoader) -> Result:
    with stage_progress() as progress:
        return build_manual(output, load_standards, progress)


def _is_written(result: Result) -> bool:
    if result.failed:
        console.print_diagnostics(result.diagnostics)
    return not result.failed


def _serve(arguments: Namespace, folder: Path) -> int:
    try:
        server = ThreadingHTTPServer(
            (_HOST, arguments.port), partial(_Handler, directory=str(folder))
        )
    except OSError as exc:
        console.print_error(f"打不开端口 {arguments.port}：{describe_os_error(exc)}。")
        console.print_error(on_another_port(arguments, _HOST))
        return 1
    with server:
        try:
            address = f"http://{_HOST}:{server.server_port}/index.html"
            console.print_line(f"使用手册：{address}  （按 Ctrl+C 停止）")
            console.print_ready(url=address)
            if arguments.open:
                webbrowser.open(address)
            server.serve_forever()
        except KeyboardInterrupt:
            console.print_line("使用手册已关闭。")
    return 0
