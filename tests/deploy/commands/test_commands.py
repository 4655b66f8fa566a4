"""The commands deploy, rollback and releases, from the command line to the files online."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path

import pytest

from tests.deploy.commands.command_site import published_files, releases, run, www
from tests.helpers import ROOT, Project, run_cli
from tests.properties.small_site import document

PAGE = "content/2020/documents/d0000.md"


def built_files(site: Project) -> dict[str, bytes]:
    files = {
        path.relative_to(site.output).as_posix(): path.read_bytes()
        for path in site.output.rglob("*")
        if path.is_file()
    }
    return {url: d for url, d in files.items() if "assets/" not in url and not url.startswith(".")}


def test_a_rehearsal_changes_nothing(site: Project) -> None:
    exit_code, output = run(site, "deploy", "正式", "--dry-run")
    assert exit_code == 0
    assert "  + index.html" in output
    assert list(www(site).iterdir()) == []
    assert not (site.path / "releases").exists()


def test_deploy_change_and_go_back(site: Project) -> None:
    exit_code, output = run(site, "deploy", "正式", "--author", "张三")
    assert exit_code == 0
    assert re.search(r"已经公布 .*请打开 (.+/current/index\.html) 看看。", output)
    first = built_files(site)
    assert published_files(site) == first
    site.edit(PAGE, document(2020, 0, "关于修改的通知"))
    exit_code, output = run(site, "deploy", "正式", "--dry-run")
    assert "  ~ 2020/documents/d0000.html" in output
    assert "  ~ 2020/documents/d0001.html" not in output
    assert published_files(site) == first
    time.sleep(1.1)  # releases are named by the second
    site.remove("content/2021/documents/d0001.md")
    exit_code, output = run(site, "deploy", "正式", "--author", "李四")
    assert (exit_code, "  - 2021/documents/d0001.html" in output) == (0, True)
    second = built_files(site)
    assert published_files(site) == second != first
    assert [(entry["who"], entry["online"]) for entry in releases(site)["releases"]] == [
        ("张三", False),
        ("李四", True),
    ]
    exit_code, output = run(site, "rollback", "正式", "--author", "王五")
    assert (exit_code, "已经退回" in output) == (0, True)
    assert published_files(site) == first
    assert [entry["action"] for entry in releases(site)["history"]] == ["发布", "发布", "回退"]
    (other,) = (entry["id"] for entry in releases(site)["releases"] if not entry["online"])
    exit_code, output = run(site, "rollback", "正式", other)
    assert published_files(site) == second
    assert "回退" in run(site, "releases", "正式")[1]


def test_the_record_is_kept_here_too(site: Project) -> None:
    run(site, "deploy", "正式")
    (record,) = (site.path / "releases" / "正式").iterdir()
    assert record.read_bytes() == (www(site) / "records" / record.name).read_bytes()


def test_nothing_changed(site: Project) -> None:
    run(site, "deploy", "正式")
    exit_code, output = run(site, "deploy", "正式")
    assert (exit_code, "没有什么要改" in output) == (0, True)
    assert len(releases(site)["releases"]) == 1


def test_errors_stop_it(site: Project) -> None:
    run(site, "deploy", "正式")
    before = published_files(site)
    site.edit("content/2021/figures.yaml", "表式: 2021\n")
    exit_code, output = run(site, "deploy", "正式")
    assert (exit_code, "没有发布" in output, "错误" in output) == (1, True, True)
    assert published_files(site) == before


def test_what_nobody_signed_stops_it(site: Project) -> None:
    site.edit("config.yaml", "审核: 必须\n" + site.read("config.yaml"))
    exit_code, output = run(site, "deploy", "正式")
    assert (exit_code, "没有发布" in output, "v001" in output) == (1, True, True)
    exit_code, output, _ = run_cli("build", "--drafts", "--project", str(site.path))
    assert exit_code == 0, output
    exit_code, output = run(site, "deploy", "正式", "--from", str(site.path / "drafts"))
    assert (exit_code, "未审" in output) == (1, True)
    assert list(www(site).iterdir()) == []


def test_a_built_site_is_taken_as_it_was_built(site: Project) -> None:
    assert site.build(today="2022-01-25").exit_code == 0
    page = site.output / "index.html"
    page.write_bytes(page.read_bytes().replace(b"<h1", b"<h1 data-x", 1))
    exit_code, output = run(site, "deploy", "正式", "--from", str(site.output))
    assert (exit_code, "index.html 在生成以后被改动过" in output) == (1, True)
    copy = site.path / "elsewhere"
    assert site.build(clean=True, today="2022-01-25").exit_code == 0
    shutil.copytree(site.output, copy)
    site.edit(PAGE, "坏了")
    exit_code, output = run(site, "deploy", "正式", "--from", str(copy))
    assert (exit_code, published_files(site)) == (0, built_files(site))


def test_a_copy_that_was_edited_is_not_taken(site: Project) -> None:
    """A folder that was built elsewhere has no record here but its own list."""
    assert site.build(today="2022-01-25").exit_code == 0
    copy = site.path.parent / "copy"
    shutil.copytree(site.path, copy)
    page = copy / "public" / "index.html"
    honest = page.read_bytes()
    for built_here in (True, False):
        if not built_here:
            shutil.rmtree(copy / ".build")
        words = ("deploy", "正式", "--from", str(copy / "public"), "--project", str(copy))
        page.write_bytes(honest.replace(b"<h1", b"<h1 data-x", 1))
        exit_code, output, _ = run_cli(*words)
        assert (exit_code, "index.html 在生成以后被改动过" in output) == (1, True), output
        page.write_bytes(honest)
        assert run_cli(*words, "--dry-run")[0] == 0
    listed = copy / "public" / ".site-builder-files"
    text = listed.read_text(encoding="utf-8")
    for less in (text[: text.rindex("\n", 0, -1) + 1], text.partition("\n")[2]):
        listed.write_text(less, encoding="utf-8")
        exit_code, output, _ = run_cli(*words)
        assert (exit_code, "重新生成" in output or "没有生成好的网站" in output) == (1, True), (
            output
        )
    assert list(www(site).iterdir()) == []


def test_a_page_that_was_changed_and_looks_the_same(site: Project) -> None:
    """By size and time nothing has happened: `deploy` looks at the bytes, and makes them anew."""
    assert site.build(today="2022-01-25").exit_code == 0
    page = site.output / "index.html"
    honest, facts = page.read_bytes(), page.stat()
    page.write_bytes(honest.replace("测试园区".encode(), "测诂园区".encode(), 1))
    os.utime(page, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert (page.stat().st_size, page.stat().st_mtime_ns) == (facts.st_size, facts.st_mtime_ns)
    exit_code, output = run(site, "deploy", "正式", "--from", str(site.output))
    assert (exit_code, "index.html 在生成以后被改动过" in output) == (1, True), output
    exit_code, output = run(site, "deploy", "正式")
    assert (exit_code, published_files(site)["index.html"]) == (0, honest), output


def test_drafts_stay_drafts_whatever_line_is_taken_out(site: Project) -> None:
    drafts = site.path / "drafts"
    assert site.build(drafts=True, today="2022-01-25").exit_code == 0
    listed = drafts / ".site-builder-files"
    lines = listed.read_text(encoding="utf-8").splitlines(keepends=True)
    for number in (0, 1, 2, len(lines) - 1):
        listed.write_text("".join(lines[:number] + lines[number + 1 :]), encoding="utf-8")
        exit_code, output = run(site, "deploy", "正式", "--from", str(drafts))
        assert exit_code == 1, output
        assert "未审" in output or number == 0, output
    assert list(www(site).iterdir()) == []


def test_an_archive_is_the_same_every_time(site: Project) -> None:
    assert run(site, "deploy", "平台")[0] == 0
    (packed,) = (site.path / "dist").iterdir()
    first = packed.read_bytes()
    packed.unlink()
    assert site.build(clean=True, today="2022-01-25").exit_code == 0
    assert run(site, "deploy", "平台")[0] == 0
    assert packed.read_bytes() == first
    with tarfile.open(packed) as archive:
        assert set(archive.getnames()) >= built_files(site).keys()
        assert {(member.mtime, member.uid, member.mode) for member in archive} == {(0, 0, 0o644)}
    site.edit("config.yaml", site.read("config.yaml") + "    格式: zip\n")
    assert run(site, "deploy", "平台")[0] == 0
    with zipfile.ZipFile(next((site.path / "dist").glob("*.zip"))) as zipped:
        assert zipped.testzip() is None
        assert zipped.read("index.html") == built_files(site)["index.html"]
    exit_code, output = run(site, "rollback", "平台")
    assert (exit_code, "不能回退" in output) == (1, True)


def start(copy: Path, project: Path) -> subprocess.Popen[bytes]:
    words = ["deploy", "正式", "--from", str(copy), "--project", str(project)]
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
    assert site.build(today="2022-01-25").exit_code == 0
    copies = [site.path / f"copy{number}" for number in range(2)]
    for copy in copies:
        shutil.copytree(site.output, copy)
    other = site.path.parent / "other"
    shutil.copytree(site.path, other)
    projects = (site.path, other)
    running = [start(copy, item) for copy, item in zip(copies, projects, strict=True)]
    outputs = [item.communicate()[0].decode() for item in running]
    assert sum("已经公布" in item for item in outputs) == 1, outputs
    assert "Traceback" not in "".join(outputs)
    assert published_files(site) == built_files(site)
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
        exit_code, output = run(site, "deploy", "正式")
    assert (exit_code, "密钥有口令" in output) == (1, True), output
    key.write_text("no key")
    key.with_name("key.pub").unlink()
    exit_code, output = run(site, "deploy", "正式")
    assert (exit_code, "没有同名的 .pub 公钥" in output) == (1, True), output
    key.unlink()
    site.edit(PAGE, document(2020, 0, "关于修改的通知"))
    exit_code, output = run(site, "deploy", "正式")
    assert (exit_code, "没有签名密钥" in output) == (1, True)


def test_a_site_that_somebody_changed_is_mended(site: Project) -> None:
    assert run(site, "deploy", "正式")[0] == 0
    page = www(site) / "current" / "index.html"
    page.write_bytes(b"hacked")
    (page.parent / "foreign.html").write_bytes(b"x")
    time.sleep(1.1)  # releases are named by the second
    exit_code, output = run(site, "deploy", "正式", "--force")
    assert (exit_code, "已经公布" in output) == (0, True)
    assert published_files(site) == built_files(site)


def test_a_record_that_cannot_be_kept_here_is_told(site: Project) -> None:
    site.edit("releases", "in the way")
    exit_code, output = run(site, "deploy", "正式")
    assert (exit_code, "网站已经换好" in output, "已经公布" in output) == (0, True, True)
