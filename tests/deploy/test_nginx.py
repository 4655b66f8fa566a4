"""The configuration for nginx, on a real nginx: headers, types, caching, refusals."""

import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.deploy.cache_policy import IMMUTABLE
from site_builder.deploy.security_headers import content_policy, headers, sandbox_policy
from tests.deploy.web_hosts import FILES, STYLE, Server, release, serving


@pytest.fixture(params=["/", "/zwgk/", "/a b/公开/"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path, request.param) as running:
        yield running


def test_every_answer_carries_the_headers(server: Server) -> None:
    expected = {header.name.lower(): header.value for header in headers("http://x/")}
    for path, method in (
        ("", "GET"),
        (STYLE, "HEAD"),
        ("no", "GET"),
        ("2020", "GET"),
        ("", "POST"),
    ):
        answer = server.request(path, method)
        assert expected.items() <= answer.headers.items(), (path, method)
        assert answer.headers["server"] == "nginx", "and no version"
    assert "strict-transport-security" not in answer.headers


def test_what_is_no_page_of_ours_runs_no_script(server: Server) -> None:
    """A file from elsewhere that browsers open as a page is shut in, whatever it is called."""
    folder = server.root / "current" / "2020" / "files"
    for name in ("evil.xml", "EVIL.XML", "a.b.Svg"):
        (folder / name).write_bytes(b"<x/>")
    page, shut = content_policy(), sandbox_policy()
    for url, expected in {
        "": page,
        "2020/": page,
        STYLE: page,
        "atom.xml": shut,
        "assets/icon.0123abcd.svg": shut,
        "2020/files/evil.xml": shut,
        "2020/files/EVIL.XML": shut,
        "2020/files/%65vil.xml": shut,
        "2020/files/a.b.Svg": shut,
        "2020/files/evil.xml?a.html": shut,
        "2020/files/../files//evil.xml": shut,
        "2020/files/letter.docx": page,
        "no.xml": page,
        "2020/files/evil.xml/": page,
    }.items():
        answer = server.request(url)
        assert answer.headers["content-security-policy"] == expected, url
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert shut.endswith("; sandbox")
    assert "script-src" not in shut
    # Written by a browser that asks whether a file is still the same.
    tag = server.request("atom.xml").headers["etag"]
    again = server.request("atom.xml", If_None_Match=tag)
    assert (again.status, again.headers["content-security-policy"]) == (304, shut)


def test_types_and_charset(server: Server) -> None:
    for url, expected in {
        "": "text/html; charset=utf-8",
        "2020/": "text/html; charset=utf-8",
        STYLE: "text/css; charset=utf-8",
        "table.csv": "text/csv; charset=utf-8",
        "data.json": "application/json; charset=utf-8",
        "atom.xml": "application/xml; charset=utf-8",
        "assets/icon.0123abcd.svg": "image/svg+xml; charset=utf-8",
        "2020/files/plan.ofd": "application/ofd",
        "2020/files/odd.xyz": "application/octet-stream",
        "2020/files/letter.docx": (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        ),
        "no.css": "text/html; charset=utf-8",
    }.items():
        assert server.request(url).headers["content-type"] == expected, url


def test_caching(server: Server) -> None:
    for url in (STYLE, "assets/icon.0123abcd.svg"):
        assert server.request(url).headers["cache-control"] == IMMUTABLE
    for url in ("", "2020/", "data.json", "assets/plain.css", "assets/no.0123abcd.css"):
        assert server.request(url).headers["cache-control"] == "no-cache", url
    tag = server.request("").headers["etag"]
    assert server.request("", If_None_Match=tag).status == 304


def test_compression(server: Server) -> None:
    for url in ("", STYLE, "data.json", "table.csv"):
        plain, packed = server.request(url), server.request(url, Accept_Encoding="gzip, br")
        assert "content-encoding" not in plain.headers
        assert packed.headers["content-encoding"] == "gzip", url
        assert "Accept-Encoding" in packed.headers["vary"]
        assert zlib.decompress(packed.body, wbits=31) == plain.body == FILES[url or "index.html"]


def test_what_is_not_there_and_what_nobody_may_see(server: Server) -> None:
    for url in (
        *("no", "2020/no.html", "assets/", "2020/files/", ".secret", ".site-builder/x"),
        *("%2esecret", "2020/.git/config", "index.html/x", "index.php", "no.0123abcd.css"),
    ):
        answer = server.request(url)
        assert (answer.status, answer.body) == (404, FILES["404.html"]), url
    (server.root / "outside.txt").write_text("outside")
    for url in (
        "../outside.txt",
        "%2e%2e/outside.txt",
        "..%2foutside.txt",
        "2020/../../outside.txt",
        "../releases/a/index.html",
        "../records/x.json",
        "..;/outside.txt",
        "//outside.txt",
    ):
        answer = server.request(url)
        assert answer.status in (400, 404), url
        assert b"outside" not in answer.body


def test_only_reading(server: Server) -> None:
    assert server.request("", "HEAD").status == 200
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"):
        assert server.request("", method).status == 405, method
    (server.root / "current" / "link.html").symlink_to("/etc/passwd")
    (server.root / "current" / "folder").symlink_to("/etc")
    for url in ("link.html", "folder/passwd"):
        assert server.request(url).status == 404, "a link inside a release is not followed"


def test_folders_and_the_rest_of_the_host(server: Server) -> None:
    redirect = server.request("2020")
    assert (redirect.status, redirect.headers["location"]) == (301, f"{server.base}2020/")
    if server.base != "/":
        top = Server(server.port, server.base.rstrip("/"), server.root, server.process)
        assert (top.request("").status, top.request("").headers["location"]) == (301, server.base)
        assert (
            Server(server.port, "/", server.root, server.process).request("index.html").status
            == 404
        )
        assert top.request("../etc/passwd").status in (400, 404)


def test_a_switch_is_seen_at_once(server: Server) -> None:
    for number in range(30):
        release(server.root, f"r{number}", {"index.html": f"release {number}".encode()})
        next_link = server.root / "next"
        next_link.symlink_to(f"releases/r{number}")
        next_link.replace(server.root / "current")
        assert server.request("").body == f"release {number}".encode()
        assert server.request("2020/").status == 404
    assert "[crit]" not in server.process.errors
    assert "[alert]" not in server.process.errors
