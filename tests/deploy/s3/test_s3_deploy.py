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

from site_builder.core.errors import DeployError, UnreachableError
from site_builder.core.hashing import digest
from site_builder.deploy import deployment
from site_builder.deploy.deployment import DeployRequest
from site_builder.deploy.release import Author, collect_files, is_hashed, make_release
from site_builder.deploy.remotes.s3 import S3Remote, connect
from site_builder.deploy.target_state import inspect_target
from site_builder.model.release import DeploymentEvent, Release
from site_builder.model.target import Target
from tests.helpers import ROOT
from tests.process_killer import Killer
from tests.s3_server import S3Server

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
class Deployer:
    """Somebody who deploys to a target, each time a minute later."""

    target: Target
    folder: Path
    server: S3Server
    keep: int = 5
    messages: list[str] = field(default_factory=list)
    minute: int = 0

    def job(self) -> DeployRequest:
        """Say who deploys."""
        return DeployRequest(
            connect=lambda: connect(self.target),
            author=Author("张三", NOON + timedelta(minutes=self.minute)),
            keep=self.keep,
            sign=lambda _: b"",
            on_message=self.messages.append,
            on_progress=lambda *_: None,
        )

    def release(self, site: Mapping[str, bytes]) -> tuple[Release, Path]:
        """Write a site to a folder of its own."""
        self.minute += 1
        folder = self.folder / f"site-{self.minute}"
        for url, data in site.items():
            (folder / url).parent.mkdir(parents=True, exist_ok=True)
            (folder / url).write_bytes(data)
        facts = collect_files(
            folder, {url: digest(data) for url, data in site.items()}, lambda _: None
        )
        return make_release(facts, self.job().author), folder

    def deploy(self, site: Mapping[str, bytes]) -> DeploymentEvent | None:
        """Deploy a site."""
        release, folder = self.release(site)
        return deployment.deploy(self.job(), release, folder)

    def public(self) -> dict[str, bytes]:
        """Give what the public can read."""
        objects = self.server.objects(self.target.bucket)
        return {key.removeprefix(self.target.prefix): data for key, data in objects.items()}


@pytest.fixture
def deployer(target: Target, tmp_path: Path, server: S3Server) -> Deployer:
    return Deployer(target, tmp_path, server)


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


def test_first_and_second_and_the_same_again(deployer: Deployer) -> None:
    before = site(2021, 2022, 2023)
    event = deployer.deploy(before)
    assert event is not None
    assert (event.added, event.changed, event.removed) == (len(before), 0, 0)
    assert deployer.public() == before

    mark = len(deployer.server.requests())
    after = site(2022, 2023, 2024)
    event = deployer.deploy(after)
    assert event is not None
    assert (event.added, event.changed, event.removed) == (2, 1, 2)
    assert deployer.public() == after
    requests = [
        request for request in deployer.server.requests()[mark:] if not request[2].endswith(".json")
    ]
    assert {verb for verb, bucket, _ in requests if bucket == deployer.target.archive_bucket} == {
        "put"
    }
    sent = [key for verb, _, key in requests if verb == "put"]
    assert len(sent) == 3
    assert all("/objects/" in key for key in sent)
    assert sorted((v, key) for v, bucket, key in requests if bucket == deployer.target.bucket) == [
        ("copy", "公开/2024/报告.html"),
        ("copy", "公开/2024/表.csv"),
        ("copy", "公开/index.html"),
        ("remove", "公开/2021/报告.html"),
        ("remove", "公开/2021/表.csv"),
    ]

    mark = len(deployer.server.requests())
    assert deployer.deploy(after) is None
    assert {key.rpartition("/")[2] for _, _, key in deployer.server.requests()[mark:]} == {
        "lock.json"
    }


def test_readers_never_meet_a_page_without_what_it_needs(deployer: Deployer) -> None:
    deployer.deploy(site(2021, 2022, 2023))
    mark = len(deployer.server.requests())
    deployer.deploy(site(2022, 2023, 2024, style=b"body{color:red}"))
    requests = deployer.server.requests()[mark:]
    stages = [
        "record" if "/records/" in key
        else "objects" if "/objects/" in key
        else "removal" if verb == "remove"
        else "front" if key.endswith("index.html")
        else "page" if key.endswith(".html")
        else "asset"
        for verb, bucket, key in requests
        if not key.endswith(("lock.json", "state.json", "history.json"))
    ]  # fmt: skip
    order = ["objects", "record", "asset", "page", "front", "removal"]
    assert stages == sorted(stages, key=order.index)
    assert set(stages) == set(order)


def test_assets_stay_while_a_release_that_has_them_is_kept(deployer: Deployer) -> None:
    deployer.keep = 2
    before = site(2023)
    old = next(url for url in before if is_hashed(url))
    deployer.deploy(before)
    deployer.deploy(site(2023, style=b"the second"))
    assert old in deployer.public()
    deployer.deploy(site(2023, style=b"third one"))
    assert old not in deployer.public()
    archive = deployer.server.objects(deployer.target.archive_bucket)
    assert sum("/records/" in key for key in archive) == 2
    assert b"body{}" not in archive.values()


def test_back_and_forth(deployer: Deployer) -> None:
    before, after = site(2022, 2023), site(2023, 2024)
    deployer.deploy(before)
    deployer.deploy(after)
    mark = len(deployer.server.requests())
    event, release = deployment.rollback(deployer.job(), "")
    assert (event.release, event.added, event.removed) == (release.id, 2, 2)
    assert deployer.public() == before
    requests = deployer.server.requests()[mark:]
    assert [key for verb, _, key in requests if verb == "put" and not key.endswith(".json")] == []
    assert deployer.deploy(after) is not None
    assert deployer.public() == after


def test_what_is_not_whole_is_not_gone_back_to(deployer: Deployer) -> None:
    deployer.deploy(site(2022))
    after = site(2023)
    deployer.deploy(after)
    archive = deployer.target.archive_bucket
    client = deployer.server.client()
    key = next(k for k, data in deployer.server.objects(archive).items() if data == b"2022")
    client.delete_object(Bucket=archive, Key=key)
    with pytest.raises(DeployError, match=r"2022/表\.csv 不完整"):
        deployment.rollback(deployer.job(), "")
    assert deployer.public() == after


def test_what_others_put_there_is_left_alone(deployer: Deployer) -> None:
    client = deployer.server.client()
    client.put_object(Bucket=deployer.target.bucket, Key="别人.html", Body=b"x")
    deployer.deploy(site(2023))
    client.put_object(Bucket=deployer.target.bucket, Key="公开/别人.html", Body=b"x")
    deployer.deploy(site(2024))
    assert deployer.public() == {**site(2024), "别人.html": b"x", "公开/别人.html"[3:]: b"x"}


def test_a_site_that_is_not_ours_is_not_replaced(deployer: Deployer) -> None:
    client = deployer.server.client()
    client.put_object(Bucket=deployer.target.bucket, Key="公开/index.html", Body=b"theirs")
    with pytest.raises(DeployError, match="不是本程序放的"):
        deployer.deploy(site(2023))
    assert deployer.public() == {"index.html": b"theirs"}


def test_hundreds_of_files_go_several_at_a_time(deployer: Deployer) -> None:
    many = {f"{number}.html": b"%d" % number for number in range(200)}
    start = time.monotonic()
    deployer.deploy(many)
    assert deployer.public() == many
    assert time.monotonic() - start < 20


def test_a_broken_line_is_gone_on_with(deployer: Deployer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deployment, "_PAUSES", (0.1, 0.1, 0.1, 0.1))
    deployer.deploy(site(2022))
    breaks = [True]

    def progress(*_: object) -> None:
        if breaks:
            breaks.clear()
            deployer.server.stop()

    def on_message(text: str) -> None:
        deployer.messages.append(text)
        if len(deployer.messages) == 2:  # the first attempt to connect again finds nobody
            deployer.server.start()

    after = site(*range(2000, 2024))
    release, folder = deployer.release(after)
    job = replace(deployer.job(), on_progress=progress, on_message=on_message)
    assert deployment.deploy(job, release, folder) is not None
    assert len(deployer.messages) == 2
    assert all("连接断了" in text for text in deployer.messages)
    assert deployer.public() == after


def test_who_was_never_reached_is_not_waited_for(deployer: Deployer) -> None:
    deployer.target = replace(deployer.target, endpoint="http://127.0.0.1:9")
    with pytest.raises(UnreachableError, match="连不上接入点"):
        deployer.deploy(site(2023))
    assert deployer.messages == []


class _CutError(Exception):
    """The deployment ends here."""


def deploy_until_cut(deployer: Deployer, expected: Mapping[str, bytes], ticks: int) -> bool:
    """Deploy, cut off after some ticks; tell whether that came before the end."""
    release, folder = deployer.release(expected)
    tick_count = 0

    def progress(*_: object) -> None:
        nonlocal tick_count
        tick_count += 1
        if tick_count > ticks:
            raise _CutError

    def connect_sequentially() -> S3Remote:
        host = connect(deployer.target)
        host.max_concurrency = 1  # so that there is a tick for each file
        return host

    job = replace(deployer.job(), connect=connect_sequentially, on_progress=progress)
    try:
        deployment.deploy(job, release, folder)
    except _CutError:
        return True
    return False


def test_cut_off_after_any_file_the_next_deployment_is_whole(deployer: Deployer) -> None:
    deployer.keep = 1
    sites = [site(2021), site(2022, style=b"b{}"), site(2023, extra="!")]
    deployer.deploy(sites[0])
    cut = 0
    for ticks in range(14):
        cut += deploy_until_cut(deployer, sites[(ticks + 1) % 3], ticks)
        deployer.deploy(sites[ticks % 3])
        assert deployer.public() == sites[ticks % 3]
    assert 8 < cut < 14


def test_files_of_two_releases_that_were_cut_off_do_not_stay(deployer: Deployer) -> None:
    page = {"index.html": b"front", "a.html": b"first"}
    deployer.deploy(page)
    assert deploy_until_cut(deployer, {**page, "a.html": b"never", "b.html": b"never"}, ticks=2)
    assert deployer.public() == {**page, "a.html": b"never", "b.html": b"never"}
    assert deploy_until_cut(deployer, {**page, "c.css": b"third"}, ticks=1)
    assert deployer.public()["a.html"] == b"never"
    deployer.deploy({**page, "d.html": b"fourth"})
    assert deployer.public() == {**page, "d.html": b"fourth"}


def start(deployer: Deployer, expected: Mapping[str, bytes]) -> subprocess.Popen[bytes]:
    """Begin a deployment in a process of its own; it has loaded all it needs."""
    release, folder = deployer.release(expected)
    process = subprocess.Popen(
        [sys.executable, "-c", _RUN], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(pickle.dumps((deployer.target, deployer.job().author, release, folder)))
    process.stdin.close()
    assert process.stdout.readline() == b"ready\n"
    return process


def test_killed_at_any_moment_the_next_deployment_is_whole(deployer: Deployer) -> None:
    deployer.keep = 1
    sites = [site(*range(2000 + n, 2015 + n), style=b"x" * n, extra=str(n)) for n in range(3)]
    started = time.monotonic()
    deployer.deploy(sites[0])
    killer = Killer(time.monotonic() - started)
    for turn in range(KILLS):
        killer.kill(start(deployer, sites[(turn + 1) % 3]), (turn + 1) / KILLS)
        if turn % 3 == 2:
            continue  # killed again, on the way to another release
        expected = sites[turn % 3]
        deployer.deploy(expected)
        assert deployer.public() == expected
        host = connect(deployer.target)
        state = inspect_target(host)
        host.close()
        assert state.pending is None
        assert state.online is not None
    assert killer.killed >= KILLS // 2
