"""Whole deployments to an object store: what is sent, in what order, and what breaks them."""

import pickle
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from site_builder.deploy import engine
from site_builder.deploy.engine import Job
from site_builder.deploy.host import DeployError, UnreachableError
from site_builder.deploy.hosts.s3 import S3Host, connect
from site_builder.deploy.release import Author, gather, is_hashed, make_release
from site_builder.deploy.state import look
from site_builder.model.release import DeploymentEvent, Release
from site_builder.model.target import Target
from site_builder.safe_files import digest
from tests.kills import Killer
from tests.s3_server import S3Server
from tests.tools import ROOT

NOON = datetime(2024, 1, 31, 12, tzinfo=timezone(timedelta(hours=8)))
KILLS = 8
_RUN = """
import pickle, sys
from site_builder.deploy import engine
from site_builder.deploy.hosts import s3
s3._SETTLE = 0.03
target, author, release, folder = pickle.load(sys.stdin.buffer)
s3.connect(target).close()
print("ready", flush=True)
nothing = lambda *_: b""
engine.deploy(engine.Job(lambda: s3.connect(target), author, 1, nothing, nothing, nothing), release, folder)
"""  # noqa: E501 - one line of a program


@dataclass
class Office:
    """Somebody who deploys to a target, each time a minute later."""

    target: Target
    folder: Path
    server: S3Server
    keep: int = 5
    said: list[str] = field(default_factory=list)
    minute: int = 0

    def job(self) -> Job:
        """Say who deploys."""
        return Job(
            connect=lambda: connect(self.target),
            author=Author("张三", NOON + timedelta(minutes=self.minute)),
            keep=self.keep,
            sign=lambda _: b"",
            say=self.said.append,
            progress=lambda *_: None,
        )

    def release(self, site: Mapping[str, bytes]) -> tuple[Release, Path]:
        """Write a site to a folder of its own."""
        self.minute += 1
        folder = self.folder / f"site-{self.minute}"
        for url, data in site.items():
            (folder / url).parent.mkdir(parents=True, exist_ok=True)
            (folder / url).write_bytes(data)
        facts = gather(folder, {url: digest(data) for url, data in site.items()}, lambda _: None)
        return make_release(facts, self.job().author), folder

    def deploy(self, site: Mapping[str, bytes]) -> DeploymentEvent | None:
        """Deploy a site."""
        release, folder = self.release(site)
        return engine.deploy(self.job(), release, folder)

    def public(self) -> dict[str, bytes]:
        """Give what the public can read."""
        found = self.server.objects(self.target.bucket)
        return {key.removeprefix(self.target.prefix): data for key, data in found.items()}


@pytest.fixture
def office(target: Target, tmp_path: Path, server: S3Server) -> Office:
    return Office(target, tmp_path, server)


def site(*years: int, style: bytes = b"body{}", extra: str = "") -> dict[str, bytes]:
    """Make a small site: pages of some years, tables, and a style sheet named by its contents."""
    name = f"assets/style.{len(style):010d}.css"
    pages = {f"{year}/报告.html": f"{year} {name} {extra}".encode() for year in years}
    tables = {f"{year}/表.csv": f"{year}".encode() for year in years}
    return {
        "index.html": f"{years} {name}".encode(),
        "404.html": b"none",
        name: style,
        **pages,
        **tables,
    }


def test_first_and_second_and_the_same_again(office: Office) -> None:
    before = site(2021, 2022, 2023)
    event = office.deploy(before)
    assert event is not None
    assert (event.added, event.changed, event.removed) == (len(before), 0, 0)
    assert office.public() == before

    mark = len(office.server.asked())
    after = site(2022, 2023, 2024)
    event = office.deploy(after)
    assert event is not None
    assert (event.added, event.changed, event.removed) == (2, 1, 2)
    assert office.public() == after
    asked = [one for one in office.server.asked()[mark:] if not one[2].endswith(".json")]
    assert {verb for verb, bucket, _ in asked if bucket == office.target.archive_bucket} == {"put"}
    sent = [key for verb, _, key in asked if verb == "put"]
    assert len(sent) == 3
    assert all("/objects/" in key for key in sent)
    assert sorted((v, key) for v, bucket, key in asked if bucket == office.target.bucket) == [
        ("copy", "公开/2024/报告.html"),
        ("copy", "公开/2024/表.csv"),
        ("copy", "公开/index.html"),
        ("remove", "公开/2021/报告.html"),
        ("remove", "公开/2021/表.csv"),
    ]

    mark = len(office.server.asked())
    assert office.deploy(after) is None
    assert {key.rpartition("/")[2] for _, _, key in office.server.asked()[mark:]} == {"lock.json"}


def test_readers_never_meet_a_page_without_what_it_needs(office: Office) -> None:
    office.deploy(site(2021, 2022, 2023))
    mark = len(office.server.asked())
    office.deploy(site(2022, 2023, 2024, style=b"body{color:red}"))
    asked = office.server.asked()[mark:]
    stages = [
        "record" if "/records/" in key
        else "objects" if "/objects/" in key
        else "removal" if verb == "remove"
        else "front" if key.endswith("index.html")
        else "page" if key.endswith(".html")
        else "asset"
        for verb, bucket, key in asked
        if not key.endswith(("lock.json", "state.json", "history.json"))
    ]  # fmt: skip
    order = ["objects", "record", "asset", "page", "front", "removal"]
    assert stages == sorted(stages, key=order.index)
    assert set(stages) == set(order)


def test_assets_stay_while_a_release_that_has_them_is_kept(office: Office) -> None:
    office.keep = 2
    before = site(2023)
    old = next(url for url in before if is_hashed(url))
    office.deploy(before)
    office.deploy(site(2023, style=b"the second"))
    assert old in office.public()
    office.deploy(site(2023, style=b"third one"))
    assert old not in office.public()
    archive = office.server.objects(office.target.archive_bucket)
    assert sum("/records/" in key for key in archive) == 2
    assert b"body{}" not in archive.values()


def test_back_and_forth(office: Office) -> None:
    before, after = site(2022, 2023), site(2023, 2024)
    office.deploy(before)
    office.deploy(after)
    mark = len(office.server.asked())
    event, release = engine.rollback(office.job(), "")
    assert (event.release, event.added, event.removed) == (release.id, 2, 2)
    assert office.public() == before
    asked = office.server.asked()[mark:]
    assert [key for verb, _, key in asked if verb == "put" and not key.endswith(".json")] == []
    assert office.deploy(after) is not None
    assert office.public() == after


def test_what_is_not_whole_is_not_gone_back_to(office: Office) -> None:
    office.deploy(site(2022))
    after = site(2023)
    office.deploy(after)
    archive = office.target.archive_bucket
    client = office.server.client()
    lost = next(k for k, data in office.server.objects(archive).items() if data == b"2022")
    client.delete_object(Bucket=archive, Key=lost)
    with pytest.raises(DeployError, match=r"2022/表\.csv 不完整"):
        engine.rollback(office.job(), "")
    assert office.public() == after


def test_what_others_put_there_is_left_alone(office: Office) -> None:
    client = office.server.client()
    client.put_object(Bucket=office.target.bucket, Key="别人.html", Body=b"x")
    office.deploy(site(2023))
    client.put_object(Bucket=office.target.bucket, Key="公开/别人.html", Body=b"x")
    office.deploy(site(2024))
    assert office.public() == {**site(2024), "别人.html": b"x", "公开/别人.html"[3:]: b"x"}


def test_a_site_that_is_not_ours_is_not_replaced(office: Office) -> None:
    client = office.server.client()
    client.put_object(Bucket=office.target.bucket, Key="公开/index.html", Body=b"theirs")
    with pytest.raises(DeployError, match="不是本程序放的"):
        office.deploy(site(2023))
    assert office.public() == {"index.html": b"theirs"}


def test_hundreds_of_files_go_several_at_a_time(office: Office) -> None:
    many = {f"{number}.html": b"%d" % number for number in range(200)}
    start = time.monotonic()
    office.deploy(many)
    assert office.public() == many
    assert time.monotonic() - start < 20


def test_a_broken_line_is_gone_on_with(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_PAUSES", (0.1, 0.1, 0.1, 0.1))
    office.deploy(site(2022))
    breaks = [True]

    def progress(*_: object) -> None:
        if breaks:
            breaks.clear()
            office.server.stop()

    def say(text: str) -> None:
        office.said.append(text)
        if len(office.said) == 2:  # the first attempt to connect again finds nobody
            office.server.start()

    after = site(*range(2000, 2024))
    release, folder = office.release(after)
    job = replace(office.job(), progress=progress, say=say)
    assert engine.deploy(job, release, folder) is not None
    assert len(office.said) == 2
    assert all("连接断了" in text for text in office.said)
    assert office.public() == after


def test_who_was_never_reached_is_not_waited_for(office: Office) -> None:
    office.target = replace(office.target, endpoint="http://127.0.0.1:9")
    with pytest.raises(UnreachableError, match="连不上接入点"):
        office.deploy(site(2023))
    assert office.said == []


class _CutError(Exception):
    """The deployment ends here."""


def cut_off(office: Office, wanted: Mapping[str, bytes], ticks: int) -> bool:
    """Deploy, cut off after some ticks; tell whether that came before the end."""
    release, folder = office.release(wanted)
    heard = 0

    def progress(*_: object) -> None:
        nonlocal heard
        heard += 1
        if heard > ticks:
            raise _CutError

    def one_by_one() -> S3Host:
        host = connect(office.target)
        host.hands = 1  # so that there is a tick for each file
        return host

    job = replace(office.job(), connect=one_by_one, progress=progress)
    try:
        engine.deploy(job, release, folder)
    except _CutError:
        return True
    return False


def test_cut_off_after_any_file_the_next_deployment_is_whole(office: Office) -> None:
    office.keep = 1
    sites = [site(2021), site(2022, style=b"b{}"), site(2023, extra="!")]
    office.deploy(sites[0])
    cut = 0
    for ticks in range(14):
        cut += cut_off(office, sites[(ticks + 1) % 3], ticks)
        office.deploy(sites[ticks % 3])
        assert office.public() == sites[ticks % 3]
    assert 8 < cut < 14


def test_files_of_two_releases_that_were_cut_off_do_not_stay(office: Office) -> None:
    page = {"index.html": b"front", "a.html": b"first"}
    office.deploy(page)
    assert cut_off(office, {**page, "a.html": b"never", "b.html": b"never"}, ticks=2)
    assert office.public() == {**page, "a.html": b"never", "b.html": b"never"}
    assert cut_off(office, {**page, "c.css": b"third"}, ticks=1)
    assert office.public()["a.html"] == b"never"
    office.deploy({**page, "d.html": b"fourth"})
    assert office.public() == {**page, "d.html": b"fourth"}


def start(office: Office, wanted: Mapping[str, bytes]) -> subprocess.Popen[bytes]:
    """Begin a deployment in a process of its own; it has loaded all it needs."""
    release, folder = office.release(wanted)
    process = subprocess.Popen(
        [sys.executable, "-c", _RUN], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(pickle.dumps((office.target, office.job().author, release, folder)))
    process.stdin.close()
    assert process.stdout.readline() == b"ready\n"
    return process


def test_killed_at_any_moment_the_next_deployment_is_whole(office: Office) -> None:
    office.keep = 1
    sites = [site(*range(2000 + n, 2015 + n), style=b"x" * n, extra=str(n)) for n in range(3)]
    began = time.monotonic()
    office.deploy(sites[0])
    killer = Killer(time.monotonic() - began)
    for turn in range(KILLS):
        killer.kill(start(office, sites[(turn + 1) % 3]), (turn + 1) / KILLS)
        if turn % 3 == 2:
            continue  # killed again, on the way to another release
        wanted = sites[turn % 3]
        office.deploy(wanted)
        assert office.public() == wanted
        host = connect(office.target)
        state = look(host)
        host.close()
        assert state.pending is None
        assert state.online is not None
    assert killer.killed >= KILLS // 2
