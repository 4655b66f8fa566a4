"""What came of it stands first; many warnings are folded by kind, errors never are."""

import re

import pytest

from tests.helpers import Project, ProjectFactory, run_cli
from tests.properties.small_site import as_text, document, small_site

TODAY = ("--today", "2022-01-25")
DEAD_LINK = document(2020, 0, body="见[清单](gone.md)。")


@pytest.fixture
def site(make_project: ProjectFactory, monkeypatch: pytest.MonkeyPatch) -> Project:
    project = make_project(as_text(small_site(1)))
    for number in range(12):
        text = document(2020, number + 50, body="做好的的工作。")
        project.edit(f"content/2020/documents/x{number:02d}.md", text)
    monkeypatch.chdir(project.path)
    return project


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.usefixtures("site")
def test_many_warnings_are_folded(command: str) -> None:
    output = run_cli(command, *TODAY)[1]
    assert re.search(r"^  12 处 w007/word  \S+", output, re.MULTILINE), output
    assert "x00.md" in output
    assert "x01.md" not in output
    assert f"逐条看原因和改法：site-builder {command} --all\n" in output
    listed = run_cli(command, "--all", *TODAY)[1]
    assert len(re.findall(r"x\d\d\.md:11:\d+ 提醒 w007/word", listed)) == 12
    total = re.search(r"错误 0 处，提醒 (\d+) 处", output)
    assert total is not None
    folded = re.findall(r"^  (\d+) 处 ", output, re.MULTILINE)
    assert int(total[1]) == sum(map(int, folded)) == listed.count(" 提醒 ")


@pytest.mark.parametrize("command", ["build", "check"])
def test_errors_are_never_folded_and_the_summary_is_first(site: Project, command: str) -> None:
    for number in range(12):
        site.edit(
            f"content/2021/documents/y{number:02d}.md", DEAD_LINK.replace("00000", f"1{number:04d}")
        )
    output = run_cli(command, *TODAY)[1]
    assert len(re.findall(r"y\d\d\.md:11:\d+ 错误 plan/link", output)) == 12
    assert "12 处 w007/word" in output
    first = output.splitlines()[:2]
    assert any(line.startswith("错误 12 处，提醒 ") for line in first), output
    assert (first[0] == "有错误，没有写入任何文件；原来的网站没有改动。") is (command == "build")


@pytest.mark.usefixtures("site")
def test_what_was_asked_for_by_name_is_listed() -> None:
    assert run_cli("check", "--only", "w007", *TODAY)[1].count(" 提醒 w007/word") == 12
    assert run_cli("check", "content/2020", *TODAY)[1].count(" 提醒 w007/word") == 12


def test_the_command_that_lists_all_names_the_project(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site.path.parent)
    output = run_cli("check", "--project", site.path.name, *TODAY)[1]
    assert f"site-builder check --project {site.path.name} --all\n" in output


@pytest.mark.usefixtures("site")
def test_what_stops_publication_is_counted() -> None:
    output = run_cli("check", *TODAY)[1]
    count = re.search(r"其中 (\d+) 处依法应当公布，不补上不能发布。", output)
    assert count is not None
    required = run_cli("check", "--deploy", *TODAY)[1]
    assert f"错误 {count[1]} 处" in required
