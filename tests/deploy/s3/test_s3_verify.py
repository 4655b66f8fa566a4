"""`verify` on an object store: what was done to the public bucket, or to records, is found."""

from pathlib import Path

from site_builder.deploy import deployment
from site_builder.deploy.release import to_json
from site_builder.deploy.remotes.s3 import connect
from site_builder.deploy.verify import host_files
from site_builder.deploy.verify.trusted_records import TrustedRecords
from site_builder.model.target import S3Target
from site_builder.model.verification import FindingKind
from tests.deploy.releases import job, release_of, write_version
from tests.helpers.s3_server import S3Server


def findings_of(target: S3Target, book: TrustedRecords) -> set[tuple[FindingKind, str]]:
    result = host_files.check(connect(target, Path()), book, lambda _done, _all: None)
    return {(finding.kind, finding.resource) for finding in result.findings}


def test_tampering_is_found(target: S3Target, server: S3Server, tmp_path: Path) -> None:
    copies = tmp_path / "releases"
    copies.mkdir()
    for number in range(4):
        source = write_version(tmp_path / f"v{number}", number)
        deployed_release = release_of(source, number)
        assert deployment.deploy(
            job(connect(target, Path()), number, keep=2), deployed_release, source
        )
        (copies / f"{deployed_release.id}.json").write_bytes(to_json(deployed_release))
    book = TrustedRecords(copies, None, None)
    assert findings_of(target, book) == set()
    s3 = server.client()
    home = s3.get_object(Bucket=target.bucket, Key=f"{target.prefix}index.html")["Body"].read()
    changed = home.replace(b"version 3", b"version 4")
    s3.put_object(Bucket=target.bucket, Key=f"{target.prefix}index.html", Body=changed)
    s3.put_object(Bucket=target.bucket, Key=f"{target.prefix}x/evil.html", Body=b"evil")
    s3.delete_object(Bucket=target.bucket, Key=f"{target.prefix}a.html")
    assert findings_of(target, book) == {
        (FindingKind.CHANGED, "index.html"),
        (FindingKind.UNEXPECTED, "x/evil.html"),
        (FindingKind.MISSING, "a.html"),
    }
    name = max(path.stem for path in copies.iterdir())
    (record,) = [key for key in server.objects(target.archive_bucket) if f"{name}.json" in key]
    s3.put_object(Bucket=target.archive_bucket, Key=record, Body=b"{}")
    assert (FindingKind.RECORD, f"records/{name}.json") in findings_of(target, book)
