"""`doctor` finds what is wrong with a project's folder, and whether anything can be built there."""

import json
import re
import sys
from pathlib import Path

import pytest

from site_builder.build.project_lock import ProjectLock
from tests.helpers import ROOT, Project, ProjectFactory, run_cli
from tests.properties.small_site import as_text, small_site

TARGETS = """
部署:
  正式: {方式: SSH, 主机: web.example.gov.cn, 目录: /srv/gk}
"""


@pytest.fixture
def site(make_project: ProjectFactory) -> Project:
    return make_project(as_text(small_site(1)))


def checks(site: Project) -> tuple[int, dict[str, tuple[str, str, str]]]:
    """Run it; return the checks by their ids, the first of each."""
    exit_code, _, stdout = run_cli("doctor", "--project", str(site.path), "--format", "json")
    listed = json.loads(stdout)["checks"]
    return exit_code, {
        check["id"]: (check["state"], check["message"], check["hint"]) for check in reversed(listed)
    }


def test_a_sound_project(site: Project) -> None:
    exit_code, states = checks(site)
    assert exit_code == 0
    assert {name for name, (state, _, _) in states.items() if state == "error"} == set()
    assert states["leftover"][0] == states["writable"][0] == states["content"][0] == "ok"
    before = {path: path.stat().st_mtime_ns for path in site.path.rglob("*")}
    checks(site)
    assert {path: path.stat().st_mtime_ns for path in site.path.rglob("*")} == before


def test_settings_that_cannot_be_read(site: Project) -> None:
    site.edit("config.yaml", "站点:\n  名称 甲\n 网址: b")
    exit_code, states = checks(site)
    assert exit_code == 1
    assert states["config"][0] == "error"
    assert "config.yaml:3:4 " in states["config"][1]


def test_the_command_that_lists_warnings_is_about_the_same_project(site: Project) -> None:
    site.edit("config.yaml", site.read("config.yaml").replace("  机关:", "  域名:\n  机关:", 1))
    output = run_cli("doctor", "--project", str(site.path))[1]
    assert f"请运行 site-builder check --project {site.path} 逐条看。" in output


def test_without_content_nothing_can_be_built(site: Project) -> None:
    site.remove("content")
    exit_code, states = checks(site)
    assert (exit_code, states["content"][0]) == (1, "error")
    assert "site-builder new site" in states["content"][2]
    assert site.build().exit_code == 1


@pytest.mark.parametrize("name", [".build", "public"])
def test_a_folder_that_cannot_be_written(site: Project, name: str) -> None:
    site.edit(name, "a file where a folder should be")
    exit_code, states = checks(site)
    assert (exit_code, states["writable"][0]) == (1, "error")
    assert f"写不进文件夹 {name}" in states["writable"][1]


def test_what_an_interrupted_run_has_left(site: Project) -> None:
    (site.path / "public/.site-builder/new").mkdir(parents=True)
    site.edit("content/2020/.figures.yaml.new", "")
    exit_code, _, output = run_cli("doctor", "--project", str(site.path))
    assert exit_code == 0
    assert "上次生成没有做完，留下了 public/.site-builder；public 没有改动\n" in output
    assert f"再运行一次 site-builder build --project {site.path}，会自动清掉。\n" in output
    assert "有 1 个没有写完的文件：content/2020/.figures.yaml.new\n" in output
    site.remove("content/2020/.figures.yaml.new")
    assert site.build(today="2022-01-25").exit_code == 0
    with ProjectLock(site.path / ".build"):
        (site.path / "public/.site-builder").mkdir()
        assert checks(site)[1]["leftover"] == ("ok", "另一个生成正在进行", "")
    assert checks(site)[1]["leftover"][0] == "warning"


@pytest.mark.parametrize(
    ("name", "command"),
    [("drafts", "build --drafts"), ("wechat", "build --wechat"), ("rollup", "rollup")],
)
def test_what_cleans_up_is_what_was_interrupted(site: Project, name: str, command: str) -> None:
    (site.path / name / ".site-builder/new").mkdir(parents=True)
    (site.path / name / ".site-builder/old").mkdir()
    _, message, hint = checks(site)[1]["leftover"]
    assert f"{name} 里可能有的是新的、有的是旧的" in message
    assert f"site-builder {command}，" in hint
    site.edit("bodies.yaml", "- {代码: A, 名称: 示范区管委会, 类别: 政府}")
    words = (*command.split(), "--project", str(site.path), "--today", "2022-01-25", "-q")
    run_cli(*words)
    assert checks(site)[1]["leftover"][0] == "ok"


def test_what_the_settings_choose_must_be_possible(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("xlsxwriter", "asyncssh"):
        monkeypatch.setitem(sys.modules, module, None)
    settings = re.sub("下载:.*", "下载: [csv, xlsx]", site.read("config.yaml"))
    site.edit("config.yaml", f"{settings}\n{TARGETS}")
    exit_code, states = checks(site)
    assert exit_code == 1
    assert "生成 Excel 文件需要的组件没有安装" in states["config"][1]
    assert states["target"][1] == "不能发布到“正式”（SSH）：没有 asyncssh"


def test_outside_a_project_only_the_program_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    exit_code, output, _ = run_cli("doctor")
    assert exit_code == 0
    assert "这里不是项目文件夹" in output
    assert run_cli("doctor", "--project", str(tmp_path))[0] == 1
    assert run_cli("doctor", "--project", "no-such-folder")[0] == 2


def test_a_target_folder_that_is_not_there_is_told(site: Project) -> None:
    target = "\n部署:\n  共享: {方式: 文件夹, 目录: ../not-mounted}\n"
    site.edit("config.yaml", site.read("config.yaml") + target)
    exit_code, states = checks(site)
    state, message, hint = states["target"]
    folder = site.path.parent.resolve() / "not-mounted"
    assert (exit_code, state, hint) == (0, "warning", "请先建立它；是共享文件夹的，请先连接。")
    assert message == f"现在不能发布到“共享”（文件夹）：没有目标文件夹 {folder}"
    folder.mkdir()
    assert "target" not in checks(site)[1]


def test_the_templates_of_a_checkout_are_nobodys_own() -> None:
    exit_code, states = checks(Project(ROOT))
    assert exit_code == 0
    assert "template" not in states
