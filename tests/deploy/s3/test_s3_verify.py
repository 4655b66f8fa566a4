"""`verify` on an object store: what was done to the public bucket, or to records, is found."""

from pathlib import Path

from site_builder.deploy import engine
from site_builder.deploy.hosts.s3 import connect
from site_builder.deploy.release import to_json
from site_builder.deploy.verify import on_host
from site_builder.deploy.verify.trust import Book
from site_builder.model.target import Target
from site_builder.model.verdict import FindingKind
from tests.deploy.releases import job, release, version
from tests.s3_server import S3Server


def found(target: Target, book: Book) -> set[tuple[FindingKind, str]]:
    standing = on_host.check(connect(target), book, lambda _done, _all: None)
    return {(one.kind, one.resource) for one in standing.findings}


def test_tampering_is_found(target: Target, server: S3Server, tmp_path: Path) -> None:
    copies = tmp_path / "releases"
    copies.mkdir()
    for number in range(4):
        source = version(tmp_path / f"v{number}", number)
        one = release(source, number)
        assert engine.deploy(job(connect(target), number, keep=2), one, source)
        (copies / f"{one.id}.json").write_bytes(to_json(one))
    book = Book(copies, None, None)
    assert found(target, book) == set()
    s3 = server.client()
    home = s3.get_object(Bucket=target.bucket, Key=f"{target.prefix}index.html")["Body"].read()
    changed = home.replace(b"version 3", b"version 4")
    s3.put_object(Bucket=target.bucket, Key=f"{target.prefix}index.html", Body=changed)
    s3.put_object(Bucket=target.bucket, Key=f"{target.prefix}x/evil.html", Body=b"evil")
    s3.delete_object(Bucket=target.bucket, Key=f"{target.prefix}a.html")
    assert found(target, book) == {
        (FindingKind.CHANGED, "index.html"),
        (FindingKind.UNEXPECTED, "x/evil.html"),
        (FindingKind.MISSING, "a.html"),
    }
    name = max(path.stem for path in copies.iterdir())
    (record,) = [key for key in server.objects(target.archive_bucket) if f"{name}.json" in key]
    s3.put_object(Bucket=target.archive_bucket, Key=record, Body=b"{}")
    assert (FindingKind.RECORD, f"records/{name}.json") in found(target, book)
