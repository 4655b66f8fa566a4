"""`verify` on the host: each of many tamperings is found, and nothing where nobody tampered."""

import errno
import hashlib
import json
import subprocess
from pathlib import Path
from random import Random

import jsonschema
import pytest

from site_builder.deploy import engine
from site_builder.deploy.hosts.local import LocalHost
from site_builder.deploy.release import digest_of, from_json, to_json
from site_builder.deploy.verify import on_host
from site_builder.deploy.verify.trust import Book
from site_builder.model.release import FileEntry, Release
from site_builder.model.verdict import FindingKind
from site_builder.pipeline import verifying
from tests.deploy.releases import PAGES, job, release, version
from tests.deploy.tampering import KINDS, tampered
from tests.properties.small_site import as_text, lawful_site
from tests.tools import Project, ProjectFactory, run_cli

TARGET = """
部署:
  正式:
    方式: 文件夹
    目录: ../www
"""
SIGNED = "    签名密钥: {folder}/key\n    签名人名单: {folder}/signers\n"
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        *("version", "target", "address", "release", "files", "checked", "same", "finished"),
        *("errors", "warnings", "findings"),
    ],
    "properties": {
        "version": {"const": 1},
        "target": {"type": "string"},
        "address": {"type": "string"},
        "release": {"type": "string"},
        "files": {"type": "integer"},
        "checked": {
            "type": "object",
            "additionalProperties": False,
            "required": ["host", "http", "links"],
            "properties": {name: {"type": "integer"} for name in ("host", "http", "links")},
        },
        "same": {"type": "boolean"},
        "finished": {"type": "boolean"},
        "errors": {"type": "integer"},
        "warnings": {"type": "integer"},
        "findings": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["kind", "severity", "where", "message", "hint"],
                "properties": {
                    "kind": {"enum": [kind.value for kind in FindingKind]},
                    "severity": {"enum": ["error", "warning"]},
                    "where": {"type": "string"},
                    "message": {"type": "string", "minLength": 4},
                    "hint": {"type": "string", "minLength": 4},
                },
            },
        },
    },
}


class PlainHost(LocalHost):
    """A disk without links."""

    def can_switch(self) -> bool:
        return False


def deployed(folder: Path, kind: type[LocalHost], times: int = 5) -> tuple[LocalHost, Book]:
    """Deploy some versions, of which three are kept, and keep copies as the pipeline does."""
    root, copies = folder / "www", folder / "releases"
    root.mkdir()
    copies.mkdir()
    host = kind(root)
    for number in range(times):
        source = version(folder / f"v{number}", number, pages=(*PAGES, "404.html"))
        one = release(source, number)
        assert engine.deploy(job(host, number, keep=3), one, source)
        (copies / f"{one.id}.json").write_bytes(to_json(one))
    return host, Book(copies, None, None)


def verified(host: LocalHost, book: Book) -> on_host.Standing:
    return on_host.check(host, book, lambda _done, _all: None)


@pytest.mark.parametrize("kind", [LocalHost, PlainHost])
def test_each_of_fifty_tamperings_is_found(kind: type[LocalHost], tmp_path: Path) -> None:
    host, book = deployed(tmp_path, kind)
    folder = host.root / "current"
    files = release(tmp_path / "v4", 4).files
    random = Random(20260131)  # noqa: S311 - the same changes each time
    for number in range(50):
        what = KINDS[number % len(KINDS)]
        assert verified(host, book).findings == (), "an untouched site"
        with tampered(folder.resolve(), files, what, random) as urls:
            found = verified(host, book).findings
        assert {one.resource for one in found} == urls, (number, what, found)


def test_carried_assets_are_those_of_kept_releases(tmp_path: Path) -> None:
    host, book = deployed(tmp_path, LocalHost)
    online = (host.root / "current").resolve()
    carried = {path.name for path in (online / "assets").iterdir()}
    assert len(carried) == 3, "one of each release that is kept"
    assert verified(host, book).findings == ()
    # Without the project's copies, the host's own records tell what was carried.
    alone = Book(tmp_path / "none", None, None)
    assert [one.kind for one in verified(host, alone).findings] == [FindingKind.RECORD]
    mine = next(iter(release(tmp_path / "v4", 4).files.keys() & {f"assets/{n}" for n in carried}))
    other = next(name for name in sorted(carried) if f"assets/{name}" != mine)
    (online / "assets" / other).unlink()
    (online / "assets" / other).write_bytes(b"evil")
    (found,) = verified(host, book).findings
    assert (found.kind, found.resource) == (FindingKind.UNEXPECTED, f"assets/{other}")


@pytest.mark.parametrize("kind", [LocalHost, PlainHost])
def test_going_back_leaves_nothing_to_find(kind: type[LocalHost], tmp_path: Path) -> None:
    host, book = deployed(tmp_path, kind)
    engine.rollback(job(host, 9), "")
    assert verified(host, book).findings == ()
    source = version(tmp_path / "v9", 9)
    assert engine.deploy(job(host, 10, keep=2), release(source, 9), source)
    assert [one.kind for one in verified(host, book).findings] == [FindingKind.RECORD], (
        "no copy of it here"
    )


def test_a_record_changed_with_its_files_is_found(tmp_path: Path) -> None:
    host, book = deployed(tmp_path, LocalHost)
    name = verified(host, book).name
    forge(host.root, name)
    found = verified(host, book).findings
    assert {(one.kind, one.resource) for one in found} == {
        (FindingKind.RECORD, f"records/{name}.json"),
        (FindingKind.CHANGED, "a.html"),
    }


def forge(root: Path, name: str) -> None:
    """Change a page and make the host's record say that it should be so."""
    page, record = root / "releases" / name / "a.html", root / "records" / f"{name}.json"
    data = page.read_bytes().replace(b"version", b"evil!!!")
    page.unlink()
    page.write_bytes(data)
    raw = json.loads(record.read_bytes())
    raw["files"]["a.html"] = [len(data), hashlib.sha256(data).hexdigest()]
    raw["digest"] = digest_of({url: FileEntry(*facts) for url, facts in raw["files"].items()})
    record.write_text(json.dumps(raw), encoding="utf-8")


def test_a_release_that_nobody_put_online_is_found(tmp_path: Path) -> None:
    host, book = deployed(tmp_path, LocalHost)
    older = host.names("releases")[0]
    host.switch(older)
    assert (FindingKind.RECORD, "current") in [
        (one.kind, one.resource) for one in verified(host, book).findings
    ]
    (host.root / "current").unlink()
    (host.root / "current").symlink_to("/etc")
    (found,) = verified(host, book).findings
    assert (found.kind, found.resource) == (FindingKind.RECORD, "current")


def test_damaged_records_are_told(tmp_path: Path) -> None:
    host, book = deployed(tmp_path, LocalHost)
    name = verified(host, book).name
    (host.root / "records" / f"{name}.json").write_bytes(b"{")
    kinds = [one.kind for one in verified(host, book).findings]
    assert kinds == [FindingKind.RECORD, FindingKind.RECORD], (
        "it differs from the copy, and is damaged"
    )
    (host.root / "records" / f"{name}.json").unlink()
    assert [one.message for one in verified(host, book).findings] == ["目标上没有这一版的发布记录"]


def test_half_a_deployment_is_told(tmp_path: Path) -> None:
    host, book = deployed(tmp_path, PlainHost)
    state = json.loads((host.root / "state.json").read_bytes())
    (host.root / "state.json").write_text(json.dumps(state | {"pending": state["placed"]}))
    assert [one.resource for one in verified(host, book).findings] == ["current"]


# --- the command --------------------------------------------------------------------------------


@pytest.fixture
def site(project: ProjectFactory, tmp_path: Path) -> Project:
    (tmp_path / "www").mkdir()
    made = project(as_text(lawful_site(2)))
    made.edit("config.yaml", made.read("config.yaml") + TARGET)
    return made


def put_online(site: Project) -> Release:
    code, out, _ = run_cli("deploy", "正式", "--project", str(site.path), "--today", "2022-01-25")
    assert code == 0, out
    (record,) = (site.path / "releases" / "正式").glob("*.json")
    return from_json(record.read_bytes())


def verify(site: Project, *words: str) -> tuple[int, str]:
    code, out, _ = run_cli("verify", *(words or ("正式",)), "--project", str(site.path))
    return code, out


def test_the_command_says_what_it_found(site: Project) -> None:
    one = put_online(site)
    code, out = verify(site)
    assert code == 0
    total = len(one.files)
    assert out == f"一致：{total} 个文件和发布的 {one.id} 相同（目标上核对 {total} 个）。\n"
    code, out = verify(site, "正式", "--format", "json")
    told = json.loads(out)
    jsonschema.validate(told, SCHEMA)
    assert (code, told["same"], told["finished"], told["findings"]) == (0, True, True, [])
    online = site.path.parent / "www" / "current"
    (online / "index.html").write_bytes(b"evil")
    (online / "x.php").write_bytes(b"evil")
    (online / "404.html").unlink()
    code, out = verify(site, "正式", "--format", "json")
    told = json.loads(out)
    jsonschema.validate(told, SCHEMA)
    assert (code, told["same"], told["errors"], told["warnings"]) == (1, False, 3, 0)
    assert {(found["kind"], found["where"]) for found in told["findings"]} == {
        ("changed", "index.html"),
        ("foreign", "x.php"),
        ("missing", "404.html"),
    }
    code, out = verify(site)
    assert code == 1
    assert out.count("先保留现场") == 2, "the cure of several findings is told once"
    assert "不一致：错误 3 处，提醒 0 处（目标上核对" in out


def test_wrong_usage_and_what_cannot_be_finished(site: Project, tmp_path: Path) -> None:
    put_online(site)
    assert verify(site, "正是")[0] == 2
    assert verify(site, "https://www.example.gov.cn/")[0] == 2
    assert verify(site, "正式", "--record", str(tmp_path / "none.json"))[0] == 2
    (tmp_path / "www").rename(tmp_path / "gone")
    code, out = verify(site)
    assert code == 3
    assert "没有目标文件夹" in out


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
        code, out = verify(site, address, *more)
        assert (code, "不是栏目的完整网址" in out, "Traceback" in out) == (2, True, False), out


def test_a_broken_record_is_the_named_files_own_fault(site: Project, tmp_path: Path) -> None:
    put_online(site)
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    for target in ("正式", "http://127.0.0.1:1/"):
        code, out = verify(site, target, "--record", str(broken), "--format", "json")
        first, *others = json.loads(out)["findings"]
        assert (code, first["where"]) == (1, str(broken)), out
        assert "--record 写的文件不是完好的" in first["hint"]
        assert others == [], "the target is not blamed"


def test_a_disk_that_refuses_is_told_in_chinese(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_host: LocalHost, _path: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "x")

    put_online(site)
    monkeypatch.setattr(LocalHost, "files", refuse)
    found = verifying.verify(
        verifying.Asked(site.path, "正式", None, links=False, progress=lambda *_: None)
    )
    assert [one.message for one in found.findings] == ["没有核对成：没有写入权限"]


def test_nothing_online_is_a_finding(site: Project) -> None:
    code, out = verify(site)
    assert code == 1
    assert "没有公布任何版本" in out


def keys(folder: Path) -> None:
    """Make a key, a stranger's key, and the list of who may sign."""
    for name in ("key", "stranger"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
    public = (folder / "key.pub").read_text(encoding="utf-8")
    (folder / "signers").write_text(f"网管@示范园区 {public}", encoding="utf-8")


def test_a_signed_record_cannot_be_forged(site: Project, tmp_path: Path) -> None:
    keys(tmp_path)
    site.edit("config.yaml", site.read("config.yaml") + SIGNED.format(folder=tmp_path))
    one = put_online(site)
    assert verify(site)[0] == 0
    # On another machine than the one that deploys: no copies, the signature is all there is.
    (site.path / "releases").rename(tmp_path / "elsewhere")
    assert verify(site)[0] == 0
    record = tmp_path / "www" / "records" / f"{one.id}.json"
    signature = record.with_name(f"{record.name}.sig")
    honest = record.read_bytes(), signature.read_bytes()
    record.write_bytes(honest[0].replace("测试".encode(), b"") + b"\n")
    code, out = verify(site)
    assert (code, "对不上" in out) == (1, True), out
    # Signed again, but by a stranger.
    signature.unlink()
    command = ["ssh-keygen", "-q", "-Y", "sign", "-n", "site-builder"]
    subprocess.run([*command, "-f", str(tmp_path / "stranger"), str(record)], check=True)
    code, out = verify(site)
    assert (code, "不是名单里的人签的" in out) == (1, True), out
    signature.unlink()
    code, out = verify(site)
    assert (code, "没有签名" in out) == (1, True), out
    record.write_bytes(honest[0])
    signature.write_bytes(honest[1])
    assert verify(site)[0] == 0
    (tmp_path / "signers").unlink()
    assert verify(site)[0] == 3, "nobody can be trusted without the list"
