"""`--json` is the same everywhere: every command, done and not done, gives one described object."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from site_builder.cli.arguments import build_parser
from site_builder.cli.json_output import RESULT_SCHEMA
from tests.helpers import ROOT, Project, run_cli
from tests.helpers.fleet_projects import write_fleet
from tests.properties.small_site import document, lawful_site
from tests.test_readme import leaf_commands

SCHEMA = json.loads(RESULT_SCHEMA.read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
COMMANDS = [name for name, _ in leaf_commands(build_parser())]
RUNS_ON = ("serve", "edit", "manual")
"""Commands that print the object when they answer, and run until they are stopped."""
REPORT = "content/2020/report.md"
TARGETS = "\n部署:\n  正式: {方式: 文件夹, 目录: ../www}\n"
SIGNING = ("--level", "初审", "--signer", "张三")
DONE: dict[str, tuple[str, ...]] = {
    "build": (),
    "check": (),
    "serve": ("--port", "0"),
    "edit": ("--port", "0"),
    "import": ("public/2020/report.html", "--year", "2021", "--dry-run"),
    "export": ("catalogue.csv",),
    "new site": ("site", "--organization", "甲局"),
    "new template": ("pages/report.html",),
    "new report": ("2022",),
    "new document": ("2022", "a"),
    "sign": (REPORT, *SIGNING),
    "review-file": (REPORT, "review.html"),
    "deploy": ("正式",),
    "rollback": ("正式",),
    "releases": ("正式",),
    "verify": ("正式",),
    "web-config": ("nginx", "正式"),
    "doctor": (),
    "schema": (),
    "manual": ("--port", "0", "--no-open"),
    "completion": ("bash",),
    "fleet build": (),
    "fleet check": (),
    "fleet deploy": ("正式",),
    "fleet import": ("bodies.csv", "--dry-run"),
    "rollup": (),
    "inspect": ("page",),
}
NOT_DONE: dict[str, tuple[int, tuple[str, ...]]] = {
    "build": (1, ()),
    "check": (1, ()),
    "serve": (1, ("--port", "BUSY")),
    "edit": (1, ("--port", "BUSY")),
    "import": (2, ("gone.docx",)),
    "export": (1, ("bodies.csv",)),
    "new site": (1, (".", "--organization", "甲局")),
    "new template": (2, ("gone.html",)),
    "new report": (1, ("1901",)),
    "new document": (1, ("2020", "d0000")),
    "sign": (2, ("content/gone.md", *SIGNING)),
    "review-file": (2, ("content/gone.md", "review.html")),
    "deploy": (1, ("正式",)),
    "rollback": (2, ("别处",)),
    "releases": (2, ("别处",)),
    "verify": (2, ("别处",)),
    "web-config": (2, ("nginx", "别处")),
    "doctor": (2, ("--project", "gone")),
    "schema": (1, ("--output", "config.yaml")),
    "manual": (1, ("--port", "BUSY", "--no-open")),
    "completion": (2, ("fish",)),
    "fleet build": (2, ("没有的局",)),
    "fleet check": (1, ()),
    "fleet deploy": (1, ("别处",)),
    "fleet import": (1, ("config.yaml",)),
    "rollup": (1, ()),
    "inspect": (2, ("gone",)),
}
JUDGES = {"inspect": 1}
"""Commands whose exit code says what is wrong with the site of others."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project in which every command has something to do: it is a fleet too."""
    folder = tmp_path / "site"
    write_fleet(folder, 1, 0)
    (tmp_path / "www").mkdir()
    site = Project(folder)
    for path, text in lawful_site(1).items():
        site.edit(path, text)
    site.edit("config.yaml", site.read("config.yaml").replace("docx, xlsx, ", "") + TARGETS)
    body = Project(folder / "bodies/b00000")
    for path, text in lawful_site(0).items():
        body.edit(path, text)
    body.edit("config.yaml", body.read("config.yaml") + TARGETS)
    (folder / "bodies/www").mkdir()
    site.edit("bodies.csv", "代码,名称,类别,上级\nA01,甲局,部门,GOV\n")
    site.edit("page/index.html", "<title>公开</title>")
    return folder


def ask(*words: str) -> dict[str, Any]:
    """Run a command with --json; return what it prints, which is one object as described."""
    exit_code, output, stdout = run_cli(*words, "--json")
    assert output == stdout, "nothing beside it"
    result = check(stdout)
    assert result["exit_code"] == exit_code
    return result


def check(text: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(text)
    errors = [
        f"{error.json_path}: {error.message[:300]}" for error in VALIDATOR.iter_errors(result)
    ]
    assert not errors, errors
    active = [item for item in result["findings"] if item["accepted"] is None]
    counts = [sum(item["severity"] == kind for item in active) for kind in ("error", "warning")]
    assert [result["errors"], result["warnings"]] == counts
    assert result["accepted"] == len(result["findings"]) - len(active)
    return result


def ask_and_stop(words: list[str], folder: Path) -> dict[str, Any]:
    """Run a command that runs on; stop it once it has printed its object."""
    process = subprocess.Popen(
        [sys.executable, "-m", "site_builder", *words, "--json"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.rstrip() == "}":
            break
    process.send_signal(signal.SIGINT)
    rest = process.stdout.read()
    assert (process.wait(), rest) == (0, ""), "one object and no more"
    return check("".join(lines))


@pytest.fixture
def busy_port() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield str(server.getsockname()[1])


def test_the_description_is_a_schema_of_every_command() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    described = set(SCHEMA["properties"]["command"]["enum"])
    groups = {command.rpartition(" ")[0] for command in COMMANDS}
    assert described == {*COMMANDS, *groups}
    assert DONE.keys() == NOT_DONE.keys() == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_done(command: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    if command == "import":
        assert run_cli("build", "--today", "2022-01-25")[0] == 0
    if command in ("rollback", "releases", "verify"):
        for text in ("甲", "乙"):
            Project(folder).edit("content/index.md", f"---\n标题: 首页\n---\n{text}\n")
            assert run_cli("deploy", "正式", "--today", "2022-01-25")[0] == 0
    words = [*command.split(), *DONE[command]]
    result = ask_and_stop(words, folder) if command in RUNS_ON else ask(*words)
    assert (result["command"], result["exit_code"]) == (command, JUDGES.get(command, 0)), result
    assert result["messages"] or "text" in result


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_not_done(
    command: str, folder: Path, busy_port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    wrong = document(2020, 0, body="见[清单](gone.md)。")
    for project in (folder, folder / "bodies/b00000"):
        Project(project).edit("content/2020/documents/d0000.md", wrong)
    if command == "rollup":
        Project(folder).edit("config.yaml", "站点: [")
    exit_code, words = NOT_DONE[command]
    typed = (busy_port if word == "BUSY" else word for word in words)
    result = ask(*command.split(), *typed)
    assert (result["command"], result["exit_code"]) == (command, exit_code), result
    assert result["messages"]


@pytest.mark.parametrize("command", COMMANDS)
def test_what_cannot_be_understood(command: str) -> None:
    result = ask(*command.split(), "--no-such-option")
    assert (result["command"], result["exit_code"]) == (command, 2)
    assert result["messages"]
    assert result["findings"] == []


def test_no_command_at_all() -> None:
    assert (ask("chek")["command"], ask("fleet", "chekc")["command"]) == ("", "fleet")
    assert ask("chek")["messages"] == ["没有“chek”这个命令。是不是“check”？"]


@pytest.mark.parametrize("words", [("--format", "json"), ("--format=json",)])
def test_the_longer_way_to_ask_gives_the_same(
    words: tuple[str, ...], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert check(run_cli("check", *words)[2]) == ask("check")
    assert check(run_cli("check", *words, "--no-such-option")[2])["exit_code"] == 2


def test_what_was_accepted_is_among_the_findings(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    Project(folder).edit(
        "content/2020/documents/d0000.md", document(2020, 0, body="做好的的工作。")
    )
    path = "content/2020/documents/d0000.md"
    accepted = f'接受:\n  - {{文件: {path}, 问题: "w007/word:的", 理由: 原文如此}}\n'
    Project(folder).edit("config.yaml", Project(folder).read("config.yaml") + accepted)
    for words in (("check",), ("build",), ("build", "--quiet")):
        result = ask(*words, "--today", "2022-01-25")
        reasons = [item["accepted"] for item in result["findings"] if item["accepted"]]
        assert (result["accepted"], reasons) == (1, ["原文如此"]), words
