"""Where a port is taken, the same command is named with its options, and a port that is free."""

import re
import socket
from pathlib import Path

import pytest

from tests.helpers import run_cli


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("edit", "edit --project 网站"),
        ("edit --open --today 2022-01-25", "edit --project 网站 --open --today 2022-01-25"),
        ("serve --edit", "serve --project 网站 --edit"),
        (
            "serve --host localhost --allow-host bangong",
            "serve --project 网站 --host localhost --allow-host bangong",
        ),
        ("manual", "manual"),
        ("manual --no-open", "manual --no-open"),
    ],
)
def test_the_same_command_on_a_free_port(
    words: str, typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "网站/content").mkdir(parents=True)
    project = () if words.startswith("manual") else ("--project", "网站")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        exit_code, output, _ = run_cli(*words.split(), *project, "--port", str(port))
        named = re.search(rf"如：site-builder {typed} --port (\d+)\n", output)
        assert named, output
        assert exit_code == 1
        with socket.socket() as free:
            free.bind(("127.0.0.1", int(named[1])))
