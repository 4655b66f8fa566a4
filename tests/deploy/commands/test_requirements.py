"""What the law requires stops `deploy` until it is there or its lack is accepted with a reason."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.commands.command_site import TARGETS, published_files, releases, run
from tests.helpers import Project, ProjectFactory, run_cli
from tests.properties.small_site import LAWFUL, as_text, lawful_site

REASON = "本机关没有传真"
SUPPRESSIONS = f"接受:\n  - {{问题: 'settings/required:传真', 理由: {REASON}}}\n"


@pytest.fixture
def site(make_project: ProjectFactory, tmp_path: Path) -> Project:
    """Build a site whose settings name no fax."""
    (tmp_path / "www").mkdir()
    project = make_project(as_text(lawful_site(1)))
    project.edit("config.yaml", LAWFUL.replace(" 传真: 000-1,", "") + TARGETS)
    return project


def check(site: Project, *words: str) -> tuple[int, str]:
    exit_code, output, _ = run_cli(
        "check", "--project", str(site.path), "--today", "2022-01-25", *words
    )
    return exit_code, output


def test_a_missing_contact_warns_here_and_stops_there(site: Project) -> None:
    exit_code, output = check(site, "--all")
    assert (exit_code, "提醒 settings/required" in output) == (0, True)
    exit_code, output = check(site, "--deploy")
    assert (exit_code, "错误 settings/required  没有写“联系方式 → 传真”" in output) == (1, True)
    for words in (("--dry-run",), ()):
        exit_code, output = run(site, "deploy", "正式", *words)
        assert exit_code == 1
        assert "编号：settings/required:传真" in output
        assert "缺少依法应当公布的内容 1 处" in output
    assert published_files(site) == {}


def test_a_folder_that_was_built_before_is_judged_too(site: Project) -> None:
    assert run_cli("build", "--project", str(site.path), "--today", "2022-01-25")[0] == 0
    words = ("deploy", "正式", "--from", str(site.output), "--project", str(site.path))
    exit_code, output, _ = run_cli(*words)
    assert (exit_code, "没有写“联系方式 → 传真”" in output) == (1, True)


def test_a_reason_lets_it_stand_and_goes_into_the_record(site: Project) -> None:
    site.edit("config.yaml", site.read("config.yaml") + SUPPRESSIONS)
    assert check(site, "--deploy")[0] == 0
    exit_code, output = run(site, "deploy", "正式", "--dry-run")
    assert (exit_code, f"理由：{REASON}" in output) == (0, True)
    exit_code, output = run(site, "deploy", "正式")
    assert exit_code == 0
    assert f"理由：{REASON}" in run(site, "releases", "正式")[1]
    (release_entry,) = releases(site)["releases"]
    assert [lack["reason"] for lack in release_entry["accepted"]] == [REASON]
    (record,) = (site.path / "releases" / "正式").iterdir()
    assert json.loads(record.read_text(encoding="utf-8"))["accepted"] == release_entry["accepted"]


def test_a_reason_that_is_no_longer_needed_is_told(site: Project) -> None:
    site.edit("config.yaml", LAWFUL + TARGETS + SUPPRESSIONS)
    assert "接受的问题“settings/required:传真”已经不存在" in check(site)[1]


def test_a_placeholder_is_no_contact(site: Project) -> None:
    site.edit("config.yaml", LAWFUL.replace("000-1", "待补充") + TARGETS)
    assert "错误 s001/required" in check(site, "--deploy")[1]


def test_a_site_without_anything_disclosed_is_none(make_project: ProjectFactory) -> None:
    project = make_project(
        "--- config.yaml\n" + LAWFUL + "--- content/guide.md\n---\n标题: 指南\n---\n略。\n"
    )
    exit_code, output = check(project)
    assert exit_code == 1
    assert "scan/empty  content 里没有年度报告，也没有公开的文件" in output


def test_own_pages_are_no_catalogue(make_project: ProjectFactory, tmp_path: Path) -> None:
    """They can be looked at; online the law wants a catalogue, or the reason why there is none."""
    (tmp_path / "www").mkdir()
    project = make_project("--- content/guide.md\n---\n标题: 指南\n---\n略。\n")
    project.edit("config.yaml", LAWFUL + TARGETS)
    project.edit("content/about.md", "---\n标题: 机构简介\n发布日期: 2022-01-04\n---\n略。\n")
    assert check(project)[0] == 0
    exit_code, output = check(project, "--deploy")
    assert (exit_code, "错误 c008/catalogue" in output) == (1, True)
    accepted = f"接受:\n  - {{问题: 'c008/catalogue:法定主动公开内容', 理由: {REASON}}}\n"
    project.edit("config.yaml", LAWFUL + TARGETS + accepted)
    assert check(project, "--deploy")[0] == 0


def missing(site: Project) -> tuple[list[dict[str, Any]], str]:
    """Rehearse with --json; return the errors, and the last message."""
    rehearsal = ("deploy", "正式", "--dry-run", "--json", "--today", "2026-01-31")
    answer = json.loads(run_cli(*rehearsal, "--project", str(site.path))[2])
    errors = [item for item in answer["findings"] if item["severity"] == "error"]
    return errors, answer["messages"][-1]


def test_wrong_settings_hide_nothing_else(site: Project) -> None:
    site.edit("config.yaml", site.read("config.yaml").replace("保留: 3", "保留: 三\n    甲: 乙"))
    codes = [item["rule"] for item in missing(site)[0]]
    assert (codes.count("settings/value"), codes.count("settings/required")) == (2, 1)


def test_a_folder_that_is_not_there_is_named_with_the_rest(site: Project) -> None:
    (site.path.parent / "www").rmdir()
    errors, last = missing(site)
    assert [item["rule"] for item in errors] == ["settings/required"]
    assert last.startswith("还有：没有目标文件夹")


VALUES = {
    "标识码": "3301000001",
    "ICP备案号": "浙ICP备12345678号",
    "机构": "办公室",
    "地址": "示范路1号",
    "办公时间": "工作日",
    "电话": "000-1",
    "传真": "000-2",
    "电子邮箱": "gk@example.gov.cn",
    "索引号": "A-1",
    "生成日期": "2026-01-02",
    "发布日期": "2026-01-03",
}


def test_a_new_site_names_all_that_is_missing_at_once(tmp_path: Path) -> None:
    words = ("--organization", "示范区民政局", "--today", "2026-01-31")
    assert run_cli("new", "site", str(tmp_path / "gk"), *words)[0] == 0
    site = Project(tmp_path / "gk")
    (tmp_path / "www").mkdir()
    site.edit("config.yaml", site.read("config.yaml") + TARGETS)
    errors, _ = missing(site)
    assert len(errors) > 10
    for item in sorted(errors, key=lambda item: (item["line"], item["column"]), reverse=True):
        lines = site.read(item["file"]).split("\n")
        at, column = item["line"] - 1, item["column"] - 1
        key = item["id"].partition(":")[2]
        lines[at] = (
            f"{lines[at].rstrip()} {VALUES[key]}"
            if key in VALUES
            else lines[at][:column] + lines[at][column:].replace("待补充", "已经写好", 1)
        )
        site.edit(item["file"], "\n".join(lines))
    assert missing(site)[0] == []
