"""What deploy refuses: unknown, missing and forbidden targets."""

import pytest

from tests.deploy.commands.command_site import run, www
from tests.helpers import Project, ProjectFactory
from tests.properties.small_site import as_text, lawful_site


def test_a_folder_has_to_be_named(site: Project) -> None:
    for nothing in ("", " "):
        exit_code, output = run(site, "deploy", "正式", "--from", nothing)
        assert (exit_code, "--from" in output) == (2, True)
    assert not site.output.exists()


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "a\\b", "current"])
def test_a_hostile_list_reaches_nothing(site: Project, name: str) -> None:
    folder = site.path / "made"
    folder.mkdir()
    (folder / ".site-builder-files").write_text(f"{name}\n", encoding="utf-8")
    exit_code, output = run(site, "deploy", "正式", "--from", str(folder))
    assert (exit_code, "Traceback" in output) == (1, False)
    assert list(www(site).iterdir()) == []


def test_an_unknown_target(site: Project) -> None:
    exit_code, output = run(site, "deploy", "正试")
    assert (exit_code, "是不是“正式”？" in output) == (2, True)
    assert run(site, "releases", "没有的")[0] == 2


def test_the_target_is_not_there(site: Project) -> None:
    www(site).rmdir()
    exit_code, output = run(site, "deploy", "正式")
    assert (exit_code, "没有目标文件夹" in output) == (1, True)
    assert not www(site).exists()


@pytest.mark.parametrize(
    "folder",
    [
        "../项目",
        "..",
        "public",
        "public/a",
        "content",
        "releases/正式",
        ".build",
        "drafts",
        "../../../../../../../../..",
    ],
)
def test_the_projects_own_folders_are_no_target(site: Project, folder: str) -> None:
    (site.path / "releases" / "正式").mkdir(parents=True)
    (site.path / "public" / "a").mkdir(parents=True)
    folder = folder.replace("项目", site.path.name)
    site.edit("config.yaml", site.read("config.yaml").replace("../www", folder))
    before = sorted(site.path.parent.rglob("*"))
    for command in ("releases", "rollback"):
        exit_code, output = run(site, command, "正式")
        assert (exit_code, "“目录”不能是" in output) == (1, True), output
    assert sorted(site.path.parent.rglob("*")) == before
    (site.path / "dist").mkdir()
    site.edit("config.yaml", site.read("config.yaml").replace(f" {folder}\n", " dist\n"))
    assert run(site, "releases", "正式")[0] == 0


def test_a_folder_that_is_a_link_into_the_project_is_no_target(site: Project) -> None:
    (site.path / "public").mkdir()
    www(site).rmdir()
    www(site).symlink_to(site.path / "public")
    exit_code, output = run(site, "releases", "正式")
    assert (exit_code, "public" in output) == (1, True)


def test_the_plan_names_the_whole_path(site: Project) -> None:
    assert f"：{www(site).resolve()}\n" in run(site, "deploy", "正式", "--dry-run")[1]
    dist = (site.path / "dist").resolve()
    assert f"到 {dist}。" in run(site, "deploy", "平台", "--dry-run")[1]


def test_a_home_that_is_nobodys(site: Project) -> None:
    config = site.read("config.yaml")
    ssh = "    方式: SSH\n    主机: 127.0.0.1\n    目录: www\n"
    for new_config, setting in (
        (config.replace("../www", "~nosuchuser/x"), "目录"),
        (config.replace("保留: 3", "签名密钥: ~nosuchuser/x"), "签名密钥"),
        (config.replace("保留: 3", "签名人名单: ~nosuchuser/x"), "签名人名单"),
        (f"{config}  远: \n{ssh}    密钥文件: ~nosuchuser/x\n", "密钥文件"),
        (f"{config}  远: \n{ssh}    主机名单: ~nosuchuser/x\n", "主机名单"),
    ):
        site.edit("config.yaml", new_config)
        name = "远" if "远" in new_config else "正式"
        command = "verify" if setting == "签名人名单" else "deploy"
        exit_code, output = run(site, command, name)
        assert f"“{setting}”写的 ~nosuchuser/x 找不到" in output, output
        assert exit_code == (3 if command == "verify" else 1)


def test_no_targets(make_project: ProjectFactory) -> None:
    exit_code, output = run(make_project(as_text(lawful_site(1))), "deploy", "正式")
    assert (exit_code, "没有“部署”" in output) == (2, True)
