"""`deploy`, `rollback` and `releases` through the real command line, onto a folder."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.releases import online
from tests.properties.small_site import as_text, document, lawful_site
from tests.tools import ROOT, Project, ProjectFactory, run_cli

PAGE = "content/2020/documents/d0000.md"
TARGETS = """
部署:
  正式:
    方式: 文件夹
    目录: ../www
    保留: 3
  平台:
    方式: 压缩包
    目录: dist
"""


@pytest.fixture
def site(project: ProjectFactory, tmp_path: Path) -> Project:
    (tmp_path / "www").mkdir()
    made = project(as_text(lawful_site(2)))
    made.edit("config.yaml", made.read("config.yaml") + TARGETS)
    return made


def run(site: Project, command: str, *words: str) -> tuple[int, str]:
    day = ("--today", "2022-01-25") if command == "deploy" else ()
    code, out, _ = run_cli(command, *words, "--project", str(site.path), *day)
    return code, out


def www(site: Project) -> Path:
    return site.path.parent / "www"


def published(site: Project) -> dict[str, bytes]:
    return {url: data for url, data in online(www(site)).items() if not url.startswith(".")}


def built(site: Project) -> dict[str, bytes]:
    found = {
        path.relative_to(site.output).as_posix(): path.read_bytes()
        for path in site.output.rglob("*")
        if path.is_file()
    }
    return {url: d for url, d in found.items() if "assets/" not in url and not url.startswith(".")}


def releases(site: Project) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(
        run(site, "releases", "正式", "--format", "json")[1]
    )
    return found


def test_a_rehearsal_changes_nothing(site: Project) -> None:
    code, out = run(site, "deploy", "正式", "--dry-run")
    assert code == 0
    assert "  + index.html" in out
    assert list(www(site).iterdir()) == []
    assert not (site.path / "releases").exists()


def test_deploy_change_and_go_back(site: Project) -> None:
    code, out = run(site, "deploy", "正式", "--by", "张三")
    assert (code, "已经公布" in out) == (0, True)
    first = built(site)
    assert published(site) == first
    site.edit(PAGE, document(2020, 0, "关于修改的通知"))
    code, out = run(site, "deploy", "正式", "--dry-run")
    assert "  ~ 2020/documents/d0000.html" in out
    assert "  ~ 2020/documents/d0001.html" not in out
    assert published(site) == first
    time.sleep(1.1)  # releases are named by the second
    site.remove("content/2021/documents/d0001.md")
    code, out = run(site, "deploy", "正式", "--by", "李四")
    assert (code, "  - 2021/documents/d0001.html" in out) == (0, True)
    second = built(site)
    assert published(site) == second != first
    assert [(one["who"], one["online"]) for one in releases(site)["releases"]] == [
        ("张三", False),
        ("李四", True),
    ]
    code, out = run(site, "rollback", "正式", "--by", "王五")
    assert (code, "已经退回" in out) == (0, True)
    assert published(site) == first
    assert [one["action"] for one in releases(site)["history"]] == ["发布", "发布", "回退"]
    (other,) = (one["id"] for one in releases(site)["releases"] if not one["online"])
    code, out = run(site, "rollback", "正式", other)
    assert published(site) == second
    assert "回退" in run(site, "releases", "正式")[1]


def test_the_record_is_kept_here_too(site: Project) -> None:
    run(site, "deploy", "正式")
    (here,) = (site.path / "releases" / "正式").iterdir()
    assert here.read_bytes() == (www(site) / "records" / here.name).read_bytes()


def test_nothing_changed(site: Project) -> None:
    run(site, "deploy", "正式")
    code, out = run(site, "deploy", "正式")
    assert (code, "没有什么要改" in out) == (0, True)
    assert len(releases(site)["releases"]) == 1


def test_errors_stop_it(site: Project) -> None:
    run(site, "deploy", "正式")
    before = published(site)
    site.edit("content/2021/figures.yaml", "表式: 2021\n")
    code, out = run(site, "deploy", "正式")
    assert (code, "没有发布" in out, "错误" in out) == (1, True, True)
    assert published(site) == before


def test_what_nobody_signed_stops_it(site: Project) -> None:
    site.edit("config.yaml", "审核: 必须\n" + site.read("config.yaml"))
    code, out = run(site, "deploy", "正式")
    assert (code, "没有发布" in out, "v001" in out) == (1, True, True)
    code, out, _ = run_cli("build", "--drafts", "--project", str(site.path))
    assert code == 0, out
    code, out = run(site, "deploy", "正式", "--built", str(site.path / "drafts"))
    assert (code, "未审" in out) == (1, True)
    assert list(www(site).iterdir()) == []


def test_a_built_site_is_taken_as_it_was_built(site: Project) -> None:
    assert site.build(today="2022-01-25").code == 0
    page = site.output / "index.html"
    page.write_bytes(page.read_bytes().replace(b"<h1", b"<h1 data-x", 1))
    code, out = run(site, "deploy", "正式", "--built", str(site.output))
    assert (code, "index.html 在生成以后被改动过" in out) == (1, True)
    copy = site.path / "elsewhere"
    assert site.build(clean=True, today="2022-01-25").code == 0
    shutil.copytree(site.output, copy)
    site.edit(PAGE, "坏了")
    code, out = run(site, "deploy", "正式", "--built", str(copy))
    assert (code, published(site)) == (0, built(site))


def test_a_copy_that_was_edited_is_not_taken(site: Project) -> None:
    """A folder that was built elsewhere has no record here but its own list."""
    assert site.build(today="2022-01-25").code == 0
    copy = site.path.parent / "copy"
    shutil.copytree(site.path, copy)
    page = copy / "public" / "index.html"
    honest = page.read_bytes()
    for built_here in (True, False):
        if not built_here:
            shutil.rmtree(copy / ".build")
        words = ("deploy", "正式", "--built", str(copy / "public"), "--project", str(copy))
        page.write_bytes(honest.replace(b"<h1", b"<h1 data-x", 1))
        code, out, _ = run_cli(*words)
        assert (code, "index.html 在生成以后被改动过" in out) == (1, True), out
        page.write_bytes(honest)
        assert run_cli(*words, "--dry-run")[0] == 0
    listed = copy / "public" / ".site-builder-files"
    text = listed.read_text(encoding="utf-8")
    for less in (text[: text.rindex("\n", 0, -1) + 1], text.partition("\n")[2]):
        listed.write_text(less, encoding="utf-8")
        code, out, _ = run_cli(*words)
        assert (code, "重新生成" in out or "没有生成好的网站" in out) == (1, True), out
    assert list(www(site).iterdir()) == []


def test_a_page_that_was_changed_and_looks_the_same(site: Project) -> None:
    """By size and time nothing has happened: `deploy` looks at the bytes, and makes them anew."""
    assert site.build(today="2022-01-25").code == 0
    page = site.output / "index.html"
    honest, facts = page.read_bytes(), page.stat()
    page.write_bytes(honest.replace("测试园区".encode(), "测诂园区".encode(), 1))
    os.utime(page, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert (page.stat().st_size, page.stat().st_mtime_ns) == (facts.st_size, facts.st_mtime_ns)
    code, out = run(site, "deploy", "正式", "--built", str(site.output))
    assert (code, "index.html 在生成以后被改动过" in out) == (1, True), out
    code, out = run(site, "deploy", "正式")
    assert (code, published(site)["index.html"]) == (0, honest), out


def test_drafts_stay_drafts_whatever_line_is_taken_out(site: Project) -> None:
    drafts = site.path / "drafts"
    assert site.build(drafts=True, today="2022-01-25").code == 0
    listed = drafts / ".site-builder-files"
    lines = listed.read_text(encoding="utf-8").splitlines(keepends=True)
    for number in (0, 1, 2, len(lines) - 1):
        listed.write_text("".join(lines[:number] + lines[number + 1 :]), encoding="utf-8")
        code, out = run(site, "deploy", "正式", "--built", str(drafts))
        assert code == 1, out
        assert "未审" in out or number == 0, out
    assert list(www(site).iterdir()) == []


def test_a_folder_has_to_be_named(site: Project) -> None:
    for nothing in ("", " "):
        code, out = run(site, "deploy", "正式", "--built", nothing)
        assert (code, "--built" in out) == (2, True)
    assert not site.output.exists()


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "a\\b", "current"])
def test_a_hostile_list_reaches_nothing(site: Project, name: str) -> None:
    folder = site.path / "made"
    folder.mkdir()
    (folder / ".site-builder-files").write_text(f"{name}\n", encoding="utf-8")
    code, out = run(site, "deploy", "正式", "--built", str(folder))
    assert (code, "Traceback" in out) == (1, False)
    assert list(www(site).iterdir()) == []


def test_an_archive_is_the_same_every_time(site: Project) -> None:
    assert run(site, "deploy", "平台")[0] == 0
    (packed,) = (site.path / "dist").iterdir()
    first = packed.read_bytes()
    packed.unlink()
    assert site.build(clean=True, today="2022-01-25").code == 0
    assert run(site, "deploy", "平台")[0] == 0
    assert packed.read_bytes() == first
    with tarfile.open(packed) as archive:
        assert set(archive.getnames()) >= built(site).keys()
        assert {(one.mtime, one.uid, one.mode) for one in archive} == {(0, 0, 0o644)}
    site.edit("config.yaml", site.read("config.yaml") + "    格式: zip\n")
    assert run(site, "deploy", "平台")[0] == 0
    with zipfile.ZipFile(next((site.path / "dist").glob("*.zip"))) as zipped:
        assert zipped.testzip() is None
        assert zipped.read("index.html") == built(site)["index.html"]
    code, out = run(site, "rollback", "平台")
    assert (code, "不能回退" in out) == (1, True)


def test_an_unknown_target(site: Project) -> None:
    code, out = run(site, "deploy", "正试")
    assert (code, "是不是“正式”？" in out) == (2, True)
    assert run(site, "releases", "没有的")[0] == 2


def test_the_target_is_not_there(site: Project) -> None:
    www(site).rmdir()
    code, out = run(site, "deploy", "正式")
    assert (code, "没有目标文件夹" in out) == (1, True)
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
        code, out = run(site, command, "正式")
        assert (code, "“目录”不能是" in out) == (1, True), out
    assert sorted(site.path.parent.rglob("*")) == before
    (site.path / "dist").mkdir()
    site.edit("config.yaml", site.read("config.yaml").replace(f" {folder}\n", " dist\n"))
    assert run(site, "releases", "正式")[0] == 0


def test_a_folder_that_is_a_link_into_the_project_is_no_target(site: Project) -> None:
    (site.path / "public").mkdir()
    www(site).rmdir()
    www(site).symlink_to(site.path / "public")
    code, out = run(site, "releases", "正式")
    assert (code, "public" in out) == (1, True)


def test_the_plan_names_the_whole_path(site: Project) -> None:
    assert f"：{www(site).resolve()}\n" in run(site, "deploy", "正式", "--dry-run")[1]
    dist = (site.path / "dist").resolve()
    assert f"到 {dist}。" in run(site, "deploy", "平台", "--dry-run")[1]


def test_a_home_that_is_nobodys(site: Project) -> None:
    config = site.read("config.yaml")
    ssh = "    方式: SSH\n    主机: 127.0.0.1\n    目录: www\n"
    for wanted, setting in (
        (config.replace("../www", "~nosuchuser/x"), "目录"),
        (config.replace("保留: 3", "签名密钥: ~nosuchuser/x"), "签名密钥"),
        (config.replace("保留: 3", "签名人名单: ~nosuchuser/x"), "签名人名单"),
        (f"{config}  远: \n{ssh}    密钥文件: ~nosuchuser/x\n", "密钥文件"),
        (f"{config}  远: \n{ssh}    主机名单: ~nosuchuser/x\n", "主机名单"),
    ):
        site.edit("config.yaml", wanted)
        name = "远" if "远" in wanted else "正式"
        command = "verify" if setting == "签名人名单" else "deploy"
        code, out = run(site, command, name)
        assert f"“{setting}”写的 ~nosuchuser/x 找不到" in out, out
        assert code == (3 if command == "verify" else 1)


def test_no_targets(project: ProjectFactory) -> None:
    code, out = run(project(as_text(lawful_site(1))), "deploy", "正式")
    assert (code, "没有“部署”" in out) == (1, True)


def start(copy: Path, project: Path) -> subprocess.Popen[bytes]:
    words = ["deploy", "正式", "--built", str(copy), "--project", str(project)]
    return subprocess.Popen(
        [sys.executable, "-m", "site_builder", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def test_one_at_a_time(site: Project) -> None:
    """Of two that start together, each sees the site whole, and neither breaks the other."""
    assert run(site, "deploy", "正式")[0] == 0
    site.edit(PAGE, document(2020, 0, "关于修改的通知"))
    assert site.build(today="2022-01-25").code == 0
    copies = [site.path / f"copy{number}" for number in range(2)]
    for copy in copies:
        shutil.copytree(site.output, copy)
    other = site.path.parent / "other"
    shutil.copytree(site.path, other)
    projects = (site.path, other)
    running = [start(copy, one) for copy, one in zip(copies, projects, strict=True)]
    said = [one.communicate()[0].decode() for one in running]
    assert sum("已经公布" in one for one in said) == 1, said
    assert "Traceback" not in "".join(said)
    assert published(site) == built(site)
    assert not (www(site) / "lock.json").exists()


def test_a_signed_record(site: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not shutil.which("ssh-keygen"):
        pytest.skip("ssh-keygen is not here")
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    more = f"    签名密钥: {key}\n"
    site.edit("config.yaml", site.read("config.yaml").replace("    保留: 3\n", more))
    assert run(site, "deploy", "正式")[0] == 0
    (signature,) = (www(site) / "records").glob("*.sig")
    assert signature.read_bytes().startswith(b"-----BEGIN SSH SIGNATURE-----")
    command = ["ssh-keygen", "-q", "-p", "-P", "", "-N", "secret", "-f", str(key)]
    subprocess.run(command, check=True)
    site.edit(PAGE, document(2020, 0, "关于修订的通知"))
    with monkeypatch.context() as alone:
        alone.delenv("SSH_AUTH_SOCK", raising=False)
        alone.setenv("SSH_ASKPASS_REQUIRE", "force")
        alone.setenv("SSH_ASKPASS", "/bin/false")
        code, out = run(site, "deploy", "正式")
    assert (code, "密钥有口令" in out) == (1, True), out
    key.write_text("no key")
    key.with_name("key.pub").unlink()
    code, out = run(site, "deploy", "正式")
    assert (code, "没有同名的 .pub 公钥" in out) == (1, True), out
    key.unlink()
    site.edit(PAGE, document(2020, 0, "关于修改的通知"))
    code, out = run(site, "deploy", "正式")
    assert (code, "没有签名密钥" in out) == (1, True)


def test_a_site_that_somebody_changed_is_mended(site: Project) -> None:
    assert run(site, "deploy", "正式")[0] == 0
    page = www(site) / "current" / "index.html"
    page.write_bytes(b"hacked")
    (page.parent / "foreign.html").write_bytes(b"x")
    time.sleep(1.1)  # releases are named by the second
    code, out = run(site, "deploy", "正式", "--again")
    assert (code, "已经公布" in out) == (0, True)
    assert published(site) == built(site)


def test_a_record_that_cannot_be_kept_here_is_told(site: Project) -> None:
    site.edit("releases", "in the way")
    code, out = run(site, "deploy", "正式")
    assert (code, "网站已经换好" in out, "已经公布" in out) == (0, True, True)
