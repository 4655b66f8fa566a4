"""The command verify: what it prints, wrong usage, signed records."""

import errno
import json
import subprocess
from pathlib import Path

import pytest

from site_builder.deploy.release import from_json
from site_builder.deploy.remotes.local import LocalRemote
from site_builder.model.release import Release
from site_builder.usecases import verify as verifying
from tests.helpers import Project, ProjectFactory, run_cli
from tests.helpers.standards import STANDARDS
from tests.properties.small_site import as_text, lawful_site

TARGET = """
部署:
  正式:
    方式: 文件夹
    目录: ../www
"""
SIGNED = "    签名密钥: {folder}/key\n    签名人名单: {folder}/signers\n"

# --- the command --------------------------------------------------------------------------------


@pytest.fixture
def site(make_project: ProjectFactory, tmp_path: Path) -> Project:
    (tmp_path / "www").mkdir()
    project = make_project(as_text(lawful_site(2)))
    project.edit("config.yaml", project.read("config.yaml") + TARGET)
    return project


def deploy_site(site: Project) -> Release:
    exit_code, output, _ = run_cli(
        "deploy", "正式", "--project", str(site.path), "--today", "2022-01-25"
    )
    assert exit_code == 0, output
    (record,) = (site.path / "releases" / "正式").glob("*.json")
    return from_json(record.read_bytes())


def verify(site: Project, *words: str) -> tuple[int, str]:
    exit_code, output, _ = run_cli("verify", *(words or ("正式",)), "--project", str(site.path))
    return exit_code, output


def test_the_command_says_what_it_found(site: Project) -> None:
    deployed_release = deploy_site(site)
    exit_code, output = verify(site)
    assert exit_code == 0
    total = len(deployed_release.files)
    assert (
        output
        == f"一致：{total} 个文件和发布的 {deployed_release.id} 相同（目标上核对 {total} 个）。\n"
    )
    exit_code, output = verify(site, "正式", "--json")
    report = json.loads(output)
    assert (exit_code, report["same"], report["finished"], report["findings"]) == (
        0,
        True,
        True,
        [],
    )
    online = site.path.parent / "www" / "current"
    (online / "index.html").write_bytes(b"evil")
    (online / "x.php").write_bytes(b"evil")
    (online / "404.html").unlink()
    exit_code, output = verify(site, "正式", "--json")
    report = json.loads(output)
    assert (exit_code, report["same"], report["errors"], report["warnings"]) == (1, False, 3, 0)
    assert {(finding["rule"], finding["file"]) for finding in report["findings"]} == {
        ("verify/changed", "index.html"),
        ("verify/foreign", "x.php"),
        ("verify/missing", "404.html"),
    }
    exit_code, output = verify(site)
    assert exit_code == 1
    assert output.count("先保留现场") == 2, "the cure of several findings is told once"
    assert "不一致：错误 3 处，提醒 0 处（目标上核对" in output


def test_wrong_usage_and_what_cannot_be_finished(site: Project, tmp_path: Path) -> None:
    deploy_site(site)
    assert verify(site, "正是")[0] == 2
    assert verify(site, "https://www.example.gov.cn/")[0] == 2
    assert verify(site, "正式", "--record", str(tmp_path / "none.json"))[0] == 2
    (tmp_path / "www").rename(tmp_path / "gone")
    exit_code, output = verify(site)
    assert exit_code == 3
    assert "没有目标文件夹" in output


@pytest.mark.parametrize(
    "address",
    [
        *("http://[::1", "http://x.cn:99999/", "http://..../", "ftp://x.cn/", "http://"),
        *("file:///etc/passwd", "http://x.cn/a.html", "http://x.cn/?a"),
    ],
)
def test_a_malformed_address_is_wrong_usage(site: Project, tmp_path: Path, address: str) -> None:
    (tmp_path / "record.json").write_text("{}")
    for more in ((), ("--record", str(tmp_path / "record.json"))):
        exit_code, output = verify(site, address, *more)
        assert (exit_code, "不是栏目的完整网址" in output, "Traceback" in output) == (
            2,
            True,
            False,
        ), output


def test_a_broken_record_is_the_named_files_own_fault(site: Project, tmp_path: Path) -> None:
    deploy_site(site)
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    for target in ("正式", "http://127.0.0.1:1/"):
        exit_code, output = verify(site, target, "--record", str(broken), "--json")
        first, *others = json.loads(output)["findings"]
        assert (exit_code, first["file"]) == (1, str(broken)), output
        assert "--record 写的文件不是完好的" in first["hint"]
        assert others == [], "the target is not blamed"


def test_a_disk_that_refuses_is_told_in_chinese(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_host: LocalRemote, _path: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "x")

    deploy_site(site)
    monkeypatch.setattr(LocalRemote, "files", refuse)
    result = verifying.verify(
        verifying.VerifyRequest(
            site.path,
            "正式",
            None,
            links=False,
            progress=lambda *_: None,
            standards=STANDARDS,
        )
    )
    assert [finding.message for finding in result.findings] == ["没有核对成：没有写入权限"]


def test_nothing_online_is_a_finding(site: Project) -> None:
    exit_code, output = verify(site)
    assert exit_code == 1
    assert "没有公布任何版本" in output


def write_keys(folder: Path) -> None:
    """Create a key, an untrusted key, and the list of who may sign."""
    for name in ("key", "stranger"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
    public = (folder / "key.pub").read_text(encoding="utf-8")
    (folder / "signers").write_text(f"网管@示范园区 {public}", encoding="utf-8")


def test_a_signed_record_cannot_be_forged(site: Project, tmp_path: Path) -> None:
    write_keys(tmp_path)
    site.edit("config.yaml", site.read("config.yaml") + SIGNED.format(folder=tmp_path))
    deployed_release = deploy_site(site)
    assert verify(site)[0] == 0
    # On another machine than the one that deploys: no copies, the signature is all there is.
    (site.path / "releases").rename(tmp_path / "elsewhere")
    assert verify(site)[0] == 0
    record = tmp_path / "www" / "records" / f"{deployed_release.id}.json"
    signature = record.with_name(f"{record.name}.sig")
    honest = record.read_bytes(), signature.read_bytes()
    record.write_bytes(honest[0].replace("测试".encode(), b"") + b"\n")
    exit_code, output = verify(site)
    assert (exit_code, "对不上" in output) == (1, True), output
    # Signed again, but with an untrusted key.
    signature.unlink()
    command = ["ssh-keygen", "-q", "-Y", "sign", "-n", "site-builder"]
    subprocess.run([*command, "-f", str(tmp_path / "stranger"), str(record)], check=True)
    exit_code, output = verify(site)
    assert (exit_code, "不是名单里的人签的" in output) == (1, True), output
    signature.unlink()
    exit_code, output = verify(site)
    assert (exit_code, "没有签名" in output) == (1, True), output
    record.write_bytes(honest[0])
    signature.write_bytes(honest[1])
    assert verify(site)[0] == 0
    (tmp_path / "signers").unlink()
    assert verify(site)[0] == 3, "nobody can be trusted without the list"
