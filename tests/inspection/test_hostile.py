"""Portals that mean harm, or are broken: each inspection ends, within bounds, with plain words."""

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from site_builder.inspection.page import read_page
from tests.helpers import ROOT, run_cli
from tests.inspection.portal_server import PortalServer, Special, send, serve_portal
from tests.inspection.portals import FAMILIES, HTML, TODAY, Portal

MANY = 60


def inspect(server: PortalServer, store: Path, *more: str) -> tuple[int, str]:
    """Inspect what a server serves; return exit code and words."""
    arguments = ("--store", str(store), "--pause", "0", "--today", TODAY, "-q", *more)
    code, text, _ = run_cli("inspect", server.start, *arguments)
    assert "Traceback" not in text
    return code, text


def small_portal(body: str) -> Portal:
    portal = Portal("plain", "/gk/index.html")
    text = f"<html><head><meta charset=utf-8><title>公开</title></head><body>{body}</body></html>"
    portal.write("home", portal.start, text)
    return portal


def answer(status: int, body: bytes = b"", **headers: str) -> Special:
    return lambda handler: send(handler, status, body, **headers)


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Answer with a calendar whose next month never ends."""
    number = len(handler.path)
    link = f'<a href="{handler.path}1">{number}下月</a>'
    body = f"<title>日历</title><p>这是园区日历的一个月份</p>{link}"
    send(handler, 200, body.encode(), Content_Type=HTML)


def growing(handler: BaseHTTPRequestHandler) -> None:
    body = '<title>页</title><p>写错的相对链接越来越长的一页</p><a href="a/b/">下一层</a>'
    send(handler, 200, body.encode(), Content_Type=HTML)


def bomb(handler: BaseHTTPRequestHandler) -> None:
    data = gzip.compress(b"\0" * 200_000_000, 1)
    send(handler, 200, data, Content_Type=HTML, Content_Encoding="gzip")


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"<p>")
    handler.close_connection = True


LOOP = {"/gk/a": answer(302, Location="/gk/b"), "/gk/b": answer(302, Location="/gk/a")}
ROBOTS = b"User-agent: *\nDisallow: /gk/a"
NOISE = bytes(range(256)) * 40
BRACKETS = b'{"articles": ' + b"[" * 99_999
CASES: tuple[tuple[str, str, dict[str, Special], str], ...] = (
    ("loop", "/gk/a", LOOP, "转来转去，没有到头"),
    ("self", "/gk/a", {"/gk/a": answer(302, Location="/gk/a")}, "转来转去，没有到头"),
    (
        "abroad",
        "/gk/a",
        {"/gk/a": answer(302, Location="http://other.example/")},
        "转到了别的网站，没有跟过去：http://other.example/",
    ),
    ("calendar", "/gk/c?m=1", {"/gk/c?m=1*": endless}, "链接有 6 层以上，更深的没有看"),
    ("growing", "/gk/g/", {"/gk/g/*": growing}, "网址一个接一个没有尽头"),
    ("bomb", "/gk/a", {"/gk/a": bomb}, "文件太大，只下载了前 32000000 字节，没有检查"),
    ("error", "/gk/a", {"/gk/a": answer(500)}, "打不开：服务器回答 500"),
    ("busy", "/gk/a", {"/gk/a": answer(503, Retry_After="100000")}, "打不开：服务器回答 503"),
    ("refused", "/gk/a", {"/gk/a": answer(403)}, "打不开：服务器回答 403"),
    ("cut", "/gk/a", {"/gk/a": hang_up}, "打不开：连接断了"),
    (
        "empty",
        "/gk/a",
        {"/gk/a": answer(200, Content_Type=HTML)},
        "打开是空的，一个字节也没有：“一页”",
    ),
    (
        "robots",
        "/gk/a",
        {"/robots.txt": answer(200, ROBOTS)},
        "robots.txt 不让程序看这一页（一页）",
    ),
    (
        "robots-moved",
        "/gk/a",
        {"/robots.txt": answer(301, Location="/r.txt"), "/r.txt": answer(200, ROBOTS)},
        "robots.txt 不让程序看这一页（一页）",
    ),
    (
        "no-robots",
        "/gk/a",
        {"/robots.txt": answer(500)},
        "robots.txt 不能判断 inspect/unreachable  打不开",
    ),
    ("noise", "/gk/a", {"/gk/a": answer(200, NOISE, Content_Type=HTML)}, "网页没有写明编码"),
    (
        "deep",
        "/gk/a",
        {"/gk/a": answer(200, b"<div>" * 50_000, Content_Type=HTML)},
        "网页里没有内容：一页",
    ),
    ("json", "/gk/a", {"/gk/a": answer(200, BRACKETS, Content_Type=HTML)}, "网页没有标题"),
)


@pytest.mark.parametrize(
    ("link", "specials", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_it_ends_with_plain_words(
    link: str, specials: dict[str, Special], words: str, tmp_path: Path
) -> None:
    with serve_portal(
        small_portal(f'<p>政府信息公开的首页</p><a href="{link}">一页</a>')
    ) as server:
        server.specials.update(specials)
        code, text = inspect(server, tmp_path, "--max-pages", str(MANY))
        assert code in (1, 3)
        assert words in text
        assert len(server.requests) <= MANY + 5


def test_only_pages_of_the_host_are_asked_for(tmp_path: Path) -> None:
    links = (
        *("javascript:alert(1)", "mailto:a@b.cn", "data:text/html,x", "file:///etc/passwd", "#top"),
        *("//other.example/x", "http://127.0.0.1:1/y", "ftp://127.0.0.1/z", "http://[bad"),
        "a" * 5_000,
    )
    body = "".join(f'<a href="{link}">链接</a>' for link in links)
    with serve_portal(small_portal(f"<p>政府信息公开的首页有很多链接</p>{body}")) as server:
        inspect(server, tmp_path)
        assert [path for path, _ in server.requests] == ["/robots.txt", "/gk/index.html"]


def test_words_in_tables_of_tables_are_read_once() -> None:
    words, levels = "政府信息公开" * 100, 40
    text = f"{'<table><tr><td>' * levels}{words}{'</td></tr></table>' * levels}"
    page = read_page(f"<html><body>{text}".encode(), {"content-type": HTML})
    assert len(page.tables) == levels
    assert [cell for table in page.tables for row in table for cell in row if cell] == [words]


def test_names_of_attachments_lead_nowhere(tmp_path: Path) -> None:
    name = 'attachment; filename="../../../../evil.sh"'
    link = "/gk/download?filename=..%2F..%2F..%2Fevil.pdf"
    store = tmp_path / "a/b/c/store"
    with serve_portal(
        small_portal(f'<p>政府信息公开的首页</p><a href="{link}">附件</a>')
    ) as server:
        server.specials["/gk/download*"] = answer(200, b"%PDF-1.4", Content_Disposition=name)
        inspect(server, store)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert all(path.is_relative_to(store) for path in files)
    assert not any("evil" in path.name for path in files)
    assert (store / "index.jsonl") in files


def test_a_run_that_was_killed_goes_on(tmp_path: Path) -> None:
    with serve_portal(FAMILIES["trs"]()) as server:
        command = [sys.executable, "-m", "site_builder", "inspect", server.start]
        command += ["--store", str(tmp_path), "--pause", "0.2", "--today", TODAY, "-q"]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        wait_until(lambda: len(server.requests) >= 5)
        process.kill()
        process.wait()
        index = tmp_path / "index.jsonl"
        index.write_bytes(index.read_bytes() + b'{"kind": "copy", "addr')
        before = {
            json.loads(line).get("address") for line in index.read_text("utf-8").splitlines()[:-1]
        }
        first = len(server.requests)
        code, _ = inspect(server, tmp_path)
        later = [path for path, _ in server.requests[first:]]
    assert code == 0
    assert len(before) > 3
    assert not {f"http://127.0.0.1:{server.port}{path}" for path in later} & before


def test_a_copy_that_was_changed_is_asked_for_again(tmp_path: Path) -> None:
    with serve_portal(small_portal("<p>政府信息公开的首页，只有这一页</p>")) as server:
        inspect(server, tmp_path)
        copy = next(path for path in (tmp_path / "copies").rglob("*.html"))
        data = copy.read_bytes()
        copy.write_bytes(b"changed")
        inspect(server, tmp_path)
        assert server.requests[-1] == ("/gk/index.html", 200)
        assert copy.read_bytes() == data


def test_a_slow_answer_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b".")
            handler.wfile.flush()
            time.sleep(0.1)

    monkeypatch.setattr("site_builder.core.guest_client._MAX_SECONDS", 0.5)
    with serve_portal(small_portal('<p>政府信息公开的首页</p><a href="/gk/a">慢</a>')) as server:
        server.specials["/gk/a"] = drip
        code, text = inspect(server, tmp_path)
    assert code == 3
    assert "太慢" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("没有这个文件夹",), "不是网址"),
        (("ftp://example.gov.cn/",), "不是网址"),
        (("http://",), "不是网址"),
        ((".", "--report", "a.pdf"), "--report"),
        ((".", "--contact", "公开办"), "--contact"),
        ((".", "--max-pages", "0"), "大于 0"),
        ((".", "--pause", "-1"), "秒数"),
    ],
)
def test_wrong_usage_is_said(arguments: tuple[str, ...], words: str) -> None:
    code, text, _ = run_cli("inspect", *arguments)
    assert code == 2
    assert words in text


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert condition()
