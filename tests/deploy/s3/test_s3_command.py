"""An object store through the real command line."""

from collections.abc import Callable

import pytest

from site_builder.model.target import S3Target
from tests.helpers import ProjectFactory, run_cli
from tests.helpers.s3_server import S3Server
from tests.properties.small_site import as_text, lawful_site

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(make_project: ProjectFactory, target: S3Target) -> Run:
    """Run a command in a project that has the store as a target."""
    site = make_project(as_text(lawful_site(2)))
    settings = f"""
部署:
  云:
    方式: 对象存储
    接入点: {target.endpoint}
    桶: {target.bucket}
    前缀: {target.prefix}
    存档桶: {target.archive_bucket}
"""
    site.edit("config.yaml", site.read("config.yaml") + settings)

    def command(name: str, *words: str) -> tuple[int, str]:
        exit_code, output, _ = run_cli(name, "云", *words, "--project", str(site.path))
        return exit_code, output

    return command


def test_from_the_command_line(run: Run, target: S3Target, server: S3Server) -> None:
    day = ("--today", "2022-01-25")
    exit_code, output = run("deploy", *day, "--dry-run")
    assert exit_code == 0, output
    assert "逐个更新" in output
    assert server.objects(target.bucket) == {}
    exit_code, output = run("deploy", *day)
    assert exit_code == 0, output
    assert f"{target.prefix}index.html" in server.objects(target.bucket)
    assert run("releases")[0] == 0
    exit_code, output = run("rollback")
    assert exit_code != 0
    assert "没有更早的版本" in output


def test_what_is_wrong_is_said_without_a_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    exit_code, output = run("deploy", "--today", "2022-01-25")
    assert exit_code != 0
    assert "不认这个密钥" in output
    assert "Traceback" not in output
