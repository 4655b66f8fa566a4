"""`verify` on the remote: each of many tamperings is found, and nothing where nobody tampered."""

import hashlib
import json
from pathlib import Path
from random import Random

import pytest

from site_builder.deploy import deployment
from site_builder.deploy.release import digest_of, to_json
from site_builder.deploy.remotes.local import LocalRemote
from site_builder.deploy.verify import host_files
from site_builder.deploy.verify.trusted_records import TrustedRecords
from site_builder.model.release import FileEntry
from site_builder.model.verification import FindingKind
from tests.deploy.releases import PAGES, job, release_of, write_version
from tests.deploy.tampered_targets import KINDS, tampered


class PlainHost(LocalRemote):
    """A disk without links."""

    def supports_symlinks(self) -> bool:
        return False


def deploy_versions(
    folder: Path, kind: type[LocalRemote], times: int = 5
) -> tuple[LocalRemote, TrustedRecords]:
    """Deploy some versions, of which three are retained, and store copies as the pipeline does."""
    root, copies = folder / "www", folder / "releases"
    root.mkdir()
    copies.mkdir()
    host = kind(root)
    for number in range(times):
        source = write_version(folder / f"v{number}", number, pages=(*PAGES, "404.html"))
        new_release = release_of(source, number)
        assert deployment.deploy(job(host, number, keep=3), new_release, source)
        (copies / f"{new_release.id}.json").write_bytes(to_json(new_release))
    return host, TrustedRecords(copies, None, None)


def check_host(host: LocalRemote, book: TrustedRecords) -> host_files.HostResult:
    return host_files.check(host, book, lambda _done, _all: None)


@pytest.mark.parametrize("kind", [LocalRemote, PlainHost])
def test_each_of_fifty_tamperings_is_found(kind: type[LocalRemote], tmp_path: Path) -> None:
    host, book = deploy_versions(tmp_path, kind)
    folder = host.root / "current"
    files = release_of(tmp_path / "v4", 4).files
    random = Random(20260131)  # noqa: S311 - the same changes each time
    for number in range(50):
        what = KINDS[number % len(KINDS)]
        assert check_host(host, book).findings == (), "an untouched site"
        with tampered(folder.resolve(), files, what, random) as urls:
            findings = check_host(host, book).findings
        assert {finding.resource for finding in findings} == urls, (number, what, findings)


def test_carried_assets_are_those_of_kept_releases(tmp_path: Path) -> None:
    host, book = deploy_versions(tmp_path, LocalRemote)
    online = (host.root / "current").resolve()
    carried = {path.name for path in (online / "assets").iterdir()}
    assert len(carried) == 3, "one of each release that is kept"
    assert check_host(host, book).findings == ()
    # Without the project's copies, the remote's own records show what was carried.
    alone = TrustedRecords(tmp_path / "none", None, None)
    assert [entry.kind for entry in check_host(host, alone).findings] == [FindingKind.RECORD]
    mine = next(
        iter(release_of(tmp_path / "v4", 4).files.keys() & {f"assets/{n}" for n in carried})
    )
    other = next(name for name in sorted(carried) if f"assets/{name}" != mine)
    (online / "assets" / other).unlink()
    (online / "assets" / other).write_bytes(b"evil")
    (finding,) = check_host(host, book).findings
    assert (finding.kind, finding.resource) == (FindingKind.UNEXPECTED, f"assets/{other}")


@pytest.mark.parametrize("kind", [LocalRemote, PlainHost])
def test_going_back_leaves_nothing_to_find(kind: type[LocalRemote], tmp_path: Path) -> None:
    host, book = deploy_versions(tmp_path, kind)
    deployment.rollback(job(host, 9), "")
    assert check_host(host, book).findings == ()
    source = write_version(tmp_path / "v9", 9)
    assert deployment.deploy(job(host, 10, keep=2), release_of(source, 9), source)
    assert [finding.kind for finding in check_host(host, book).findings] == [FindingKind.RECORD], (
        "no copy of it here"
    )


def test_a_record_changed_with_its_files_is_found(tmp_path: Path) -> None:
    host, book = deploy_versions(tmp_path, LocalRemote)
    name = check_host(host, book).release_id
    forge(host.root, name)
    findings = check_host(host, book).findings
    assert {(finding.kind, finding.resource) for finding in findings} == {
        (FindingKind.RECORD, f"records/{name}.json"),
        (FindingKind.CHANGED, "a.html"),
    }


def forge(root: Path, name: str) -> None:
    """Change a page and change the remote's record to match."""
    page, record = root / "releases" / name / "a.html", root / "records" / f"{name}.json"
    data = page.read_bytes().replace(b"version", b"evil!!!")
    page.unlink()
    page.write_bytes(data)
    raw = json.loads(record.read_bytes())
    raw["files"]["a.html"] = [len(data), hashlib.sha256(data).hexdigest()]
    raw["digest"] = digest_of({url: FileEntry(*facts) for url, facts in raw["files"].items()})
    record.write_text(json.dumps(raw), encoding="utf-8")


def test_a_release_that_nobody_put_online_is_found(tmp_path: Path) -> None:
    host, book = deploy_versions(tmp_path, LocalRemote)
    older = host.names("releases")[0]
    host.activate(older)
    assert (FindingKind.RECORD, "current") in [
        (entry.kind, entry.resource) for entry in check_host(host, book).findings
    ]
    (host.root / "current").unlink()
    (host.root / "current").symlink_to("/etc")
    (finding,) = check_host(host, book).findings
    assert (finding.kind, finding.resource) == (FindingKind.RECORD, "current")


def test_damaged_records_are_told(tmp_path: Path) -> None:
    host, book = deploy_versions(tmp_path, LocalRemote)
    name = check_host(host, book).release_id
    (host.root / "records" / f"{name}.json").write_bytes(b"{")
    kinds = [finding.kind for finding in check_host(host, book).findings]
    assert kinds == [FindingKind.RECORD, FindingKind.RECORD], (
        "it differs from the copy, and is damaged"
    )
    (host.root / "records" / f"{name}.json").unlink()
    assert [finding.message for finding in check_host(host, book).findings] == [
        "目标上没有这一版的发布记录"
    ]


def test_half_a_deployment_is_told(tmp_path: Path) -> None:
    host, book = deploy_versions(tmp_path, PlainHost)
    state = json.loads((host.root / "state.json").read_bytes())
    (host.root / "state.json").write_text(json.dumps(state | {"pending": state["placed"]}))
    assert [finding.resource for finding in check_host(host, book).findings] == ["current"]
