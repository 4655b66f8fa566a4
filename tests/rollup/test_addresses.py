"""Bodies that are read over the web: as a guest asks, with copies, and the same site in the end."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.bodies_server import BodiesServer, serve_bodies
from tests.helpers.published_bodies import MadeBodies
from tests.helpers.rollup_sites import RollupSite, run_rollup

OWNED_FILES = ".site-builder-files"
"""States the digest of each file, and so also where links lead."""


@pytest.fixture
def server(small: MadeBodies) -> Iterator[BodiesServer]:
    with serve_bodies(small.folder / "published") as server:
        yield server


def put_online(bodies: MadeBodies, server: BodiesServer) -> None:
    """Write the register with addresses: each body at a host of its own, as far as eight go."""
    for number, code in enumerate(bodies.codes):
        address = server.address(code, f"127.0.0.{1 + number % 8}")
        bodies.lines[code] = bodies.lines[code].replace(f"published/{code}", address)
    bodies.write(["X"])


def state(site: RollupSite, code: str, year: int) -> str:
    """Return what is said of a body's year."""
    assert site.exit_code == 0, site.output
    row, *_ = [r for r in site.rows(f"bodies/{code.lower()}.html") if r.label.startswith(str(year))]
    return row.cells[0]


def local_links(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return texts with each body's own address in place of where it was read."""
    address = re.compile(rb"http://127\.0\.0\.\d+:\d+/([0-9A-Z]+)/")
    return {
        url: address.sub(lambda m: b"https://%s.example.gov.cn/" % m[1].lower(), data)
        for url, data in files.items()
        if url != OWNED_FILES
    }


def test_an_address_gives_the_same_site_as_the_folder(
    small: MadeBodies, server: BodiesServer
) -> None:
    folder = run_rollup(small.folder, output="from-folder")
    put_online(small, server)
    server.pause = 0.01
    site = run_rollup(small.folder)
    assert site.exit_code == 0, site.output
    assert local_links(site.files) == local_links(folder.files)
    assert server.agents == {next(iter(server.agents))}
    assert next(iter(server.agents)).startswith("site-builder-rollup/")
    assert server.most_of_a_host == 1
    assert 1 < server.most <= 4


def test_what_did_not_change_is_not_sent_again(small: MadeBodies, server: BodiesServer) -> None:
    put_online(small, server)
    first = run_rollup(small.folder)
    fetched = server.take_requests()
    assert {status for _, status in fetched} == {200}
    before = tree_state(small.folder)
    again = run_rollup(small.folder)
    asked = server.take_requests()
    assert {status for _, status in asked} == {304}
    assert sorted(path for path, _ in asked) == sorted(path for path, _ in fetched)
    assert tree_state(small.folder) == before
    assert "重新读了 0 个机构" in again.output
    small.reports["B0006", 2025].published = "2026-03-01"
    small.write(["B0006"])
    changed = run_rollup(small.folder)
    sent = [path for path, status in server.take_requests() if status == 200]
    assert sent == ["/B0006/catalogue.json"]
    assert "重新读了 1 个机构" in changed.output
    assert changed.files != first.files
    assert changed.files == run_rollup(small.folder, "--clean", output="clean").files


def tree_state(folder: Path) -> dict[str, tuple[int, int]]:
    """Return all files of the cache and the site, with what a write would change."""
    return {
        str(path): (path.stat().st_mtime_ns, path.stat().st_size)
        for part in (".build/rollup", "rollup")
        for path in (folder / part).rglob("*")
        if path.is_file()
    }


def test_a_body_that_gives_no_answer_is_shown_from_its_copy(
    small: MadeBodies, server: BodiesServer
) -> None:
    put_online(small, server)
    first = run_rollup(small.folder)
    missing = small.of_kind("missing")
    (code, year), *_ = missing.items()
    assert state(first, code, year).startswith("逾期未公布")
    server.answers[f"/{code}/"] = 500
    site = run_rollup(small.folder)
    assert state(site, code, year).startswith("不能判断")
    other = next(y for y in small.years if y != year)
    assert re.match(
        r"按时公布.*网站：服务器回答 500，用的是 \d{4}-\d\d-\d\d 取回的副本。",
        state(site, code, other),
    )
    assert site.files[f"data/{other}-figures.csv"] == first.files[f"data/{other}-figures.csv"]
    assert run_rollup(small.folder).files == site.files
    server.answers.clear()
    assert run_rollup(small.folder).files == first.files


def test_a_server_that_is_down_is_no_missing_report(small: MadeBodies) -> None:
    with serve_bodies(small.folder / "published") as server:
        small.lines["B0006"] = small.lines["B0006"].replace(
            "published/B0006", server.address("B0006")
        )
        small.write(["X"])
    assert state(run_rollup(small.folder), "B0006", 2025).startswith("不能判断")


def test_what_robots_may_not_read_is_not_asked_for(small: MadeBodies, server: BodiesServer) -> None:
    address = server.address("private/B0006")
    small.lines["B0006"] = small.lines["B0006"].replace("published/B0006", address)
    small.write(["X"])
    text = state(run_rollup(small.folder), "B0006", 2025)
    assert text.startswith("不能判断")
    assert "robots.txt 不让程序读" in text
    assert [path for path, _ in server.requests] == ["/robots.txt"]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/B0006/", 404, "网站上没有 catalogue.json"),
        ("/B0006/2025/", 404, "没有找到它的统计数据"),
        ("/B0006/2025/", 403, "服务器回答 403"),
        ("/robots.txt", 500, "服务器回答 500"),
    ],
)
def test_what_is_not_answered_is_no_missing_report(
    small: MadeBodies, server: BodiesServer, path: str, status: int, words: str
) -> None:
    put_online(small, server)
    server.answers[path] = status
    text = state(run_rollup(small.folder), "B0006", 2025)
    assert text.startswith("不能判断")
    assert words in text


def test_a_report_at_an_address_is_fetched(small: MadeBodies, server: BodiesServer) -> None:
    address = server.address("B0006") + "2025/figures.json"
    line = small.lines["B0006"].removesuffix("}\n").replace(", 网站: published/B0006", "")
    small.lines["B0006"] = f'{line}, 报告: {{2025: "{address}"}}}}\n'
    small.write(["X"])
    assert state(run_rollup(small.folder), "B0006", 2025).startswith("已公布，日期不明")
    server.answers["/B0006/"] = 404
    assert "网站上没有这份文件" in state(run_rollup(small.folder), "B0006", 2025)


def test_a_redirect_is_followed_on_its_own_host_only(
    small: MadeBodies, server: BodiesServer
) -> None:
    put_online(small, server)
    (small.folder / "published/B0006").rename(small.folder / "published/moved")
    for name in ("catalogue.json", *(f"{year}/figures.json" for year in small.years)):
        server.redirects[f"/B0006/{name}"] = f"/moved/{name}"
    assert state(run_rollup(small.folder), "B0006", 2025).startswith("按时公布")
    server.redirects["/B0006/2025/figures.json"] = "http://127.0.0.99/moved/2025/figures.json"
    assert "转到了别的网站，没有跟过去" in state(run_rollup(small.folder), "B0006", 2025)
    server.redirects["/B0006/2025/figures.json"] = "/B0006/2025/figures.json"
    assert "转来转去，没有到头" in state(run_rollup(small.folder), "B0006", 2025)


def test_a_redirect_leads_nowhere_that_robots_may_not_read(
    small: MadeBodies, server: BodiesServer
) -> None:
    put_online(small, server)
    private = small.folder / "published/private/figures.json"
    private.parent.mkdir()
    (small.folder / "published/B0006/2025/figures.json").rename(private)
    server.redirects["/B0006/2025/figures.json"] = "/private/figures.json"
    assert "robots.txt 不让程序读" in state(run_rollup(small.folder), "B0006", 2025)
    assert "/private/figures.json" not in {path for path, _ in server.requests}
