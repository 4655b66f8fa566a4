"""`web-config`: what a real nginx does with it; Caddy's text by what must stand in it."""

import http.client
import os
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from site_builder.core.errors import DeployError
from site_builder.deploy.cache_policy import IMMUTABLE
from site_builder.deploy.security_headers import content_policy, headers, sandbox_policy
from site_builder.deploy.webserver import WebLocation, configuration
from tests.helpers import Project, ProjectFactory, run_cli
from tests.nginx import Nginx, check_configuration, loopback, nginx
from tests.properties.small_site import as_text, lawful_site
from tests.servers import free_port

STYLE = "assets/site.0123abcd.css"
FILES = {
    "index.html": b"<!doctype html><p>" + "首页".encode() * 1000,
    "404.html": b"<!doctype html><p>nothing here",
    "2020/index.html": b"<!doctype html><p>2020",
    STYLE: b"body{}" * 1000,
    "assets/plain.css": b"body{}",
    "data.json": b"{}" * 1000,
    "table.csv": b"\xef\xbb\xbfa,b\n" * 1000,
    "atom.xml": b"<feed/>",
    "assets/icon.0123abcd.svg": b"<svg/>",
    "2020/files/plan.ofd": b"ofd",
    "2020/files/odd.xyz": b"odd",
    "2020/files/letter.docx": b"PK",
    ".secret": b"secret",
    ".site-builder/x": b"secret",
}


@dataclass(frozen=True)
class NginxResponse:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    port: int
    base: str
    root: Path
    """The target's folder."""
    process: Nginx

    def request(self, path: str, method: str = "GET", **headers: str) -> NginxResponse:
        """Ask for a path as it stands, whatever it means."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest(method, self.base + path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return NginxResponse(
            response.status, {k.lower(): v for k, v in response.getheaders()}, body
        )


def release(root: Path, name: str, files: Mapping[str, bytes]) -> None:
    for url, data in files.items():
        path = root / "releases" / name / url
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@contextmanager
def serving(folder: Path, base: str) -> Iterator[Server]:
    root = folder / "网站 1"
    release(root, "a", FILES)
    (root / "current").symlink_to("releases/a")
    port = free_port()
    spot = WebLocation("示范园区", f"{root}/current", f"http://127.0.0.1:{port}{base}")
    with nginx(loopback(configuration("nginx", spot)), port) as running:
        yield Server(port, quote(base), root, running)


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


# --- the text -----------------------------------------------------------------------------------

SPOTS = (
    WebLocation("x", "/srv/gk/current", "https://www.example.gov.cn/"),
    WebLocation("x", "/srv/gk/current", "https://政务.example.cn/zwgk/"),
    WebLocation("x", "", "http://www.example.gov.cn:8080/"),
    WebLocation("x\ny", "", ""),
    WebLocation("名" * 5_000 + "\x00\x1b", "/srv/gk/current", "https://" + "a" * 47 + ".cn/"),
    WebLocation("x", "/" + "名" * 85 + "/current", "https://" + ("a" * 59 + ".") * 4 + "/"),
    WebLocation("x", "/srv/" + "/".join(["目录 1.+(a)#"] * 40), "https://a.cn/" + "栏目/" * 140),
)


@pytest.mark.parametrize(
    ("root", "address"),
    [
        ("/srv/" + "a" * 256, ""),
        ("/srv/" + "名" * 86, ""),
        ("/srv" + "/abc" * 300, ""),
        ("", "https://a.cn/" + "a" * 2_000 + "/"),
        ("", f"https://{'a' * 64}.cn/"),
        ("", f"https://{'名' * 60}.cn/"),
        ("", "https://" + "abc." * 80 + "cn/"),
        ("", "https://a..cn/"),
        ("", "https://a.cn:99999/"),
        ("", "https://a.cn:x/"),
    ],
)
def test_what_is_too_long_for_a_server_is_refused(root: str, address: str) -> None:
    for server in ("nginx", "caddy"):
        with pytest.raises(DeployError) as refused:
            configuration(server, WebLocation("x", root, address))
        assert len(str(refused.value)) < 200


@pytest.mark.parametrize("letters", [46, 47, 110, 111, 200])
def test_any_length_of_a_name_has_room(letters: int, tmp_path: Path) -> None:
    host = ".".join("a" * 60 for _ in range(4))[: letters - 3] + ".cn"
    host = host.replace("..", "a.")
    text = configuration("nginx", WebLocation("x", "/srv/gk", f"http://{host}:{free_port()}/"))
    assert ("server_names_hash_bucket_size" in text) == (letters > 46)
    tried = check_configuration(loopback(text), tmp_path)
    assert tried.returncode == 0, tried.stderr
    assert "[warn]" not in tried.stderr


@pytest.mark.parametrize("spot", SPOTS)
def test_nginx_takes_it(spot: WebLocation, tmp_path: Path) -> None:
    text = configuration("nginx", spot)
    assert "@" not in re.sub(r"server@|[\w.]+@[\w.]+", "", text), "a gap was left unfilled"
    # A certificate is what an administrator has to bring, and port 80 what a test may not take.
    text = re.sub(r"\n *ssl_certificate.*|(?<=listen )443 ssl http2", "", text)
    text = text.replace("listen ;", f"listen {free_port()};").replace(
        "listen 80;", f"listen {free_port()};"
    )
    tried = check_configuration(loopback(text), tmp_path)
    assert tried.returncode == 0, tried.stderr
    assert "[warn]" not in tried.stderr


def test_encryption_is_asked_for_where_the_address_has_it() -> None:
    text = configuration("nginx", SPOTS[0])
    assert "return 301 https://www.example.gov.cn$request_uri;" in text
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in text
    assert '\n        add_header Strict-Transport-Security "max-age=31536000" always;' in text
    # Below a host of somebody else's, what binds the whole host is theirs to decide.
    below = configuration("nginx", SPOTS[1])
    assert '\n        # add_header Strict-Transport-Security "max-age=31536000" always;' in below
    assert "server_name xn--zfr164b.example.cn;" in below
    assert "ssl" not in configuration("nginx", SPOTS[2])


def test_each_line_for_an_operator_has_its_reason() -> None:
    for server in ("nginx", "caddy"):
        for header in headers("https://x/"):
            assert f"# {header.reason}\n" in configuration(server, SPOTS[0])
        assert configuration(server, SPOTS[3]).count("★ 请改：") == 2


@pytest.mark.parametrize("root", ["/srv/a;b", "/srv/$x", '/srv/"x', "/srv/{x}", "/srv/x\ny"])
def test_what_would_break_out_of_a_word_is_refused(root: str) -> None:
    for server in ("nginx", "caddy"):
        with pytest.raises(DeployError):
            configuration(server, WebLocation("x", root, ""))


@pytest.mark.parametrize("spot", SPOTS)
def test_caddy(spot: WebLocation) -> None:
    """Caddy itself cannot be had here: what must stand in its file, and in which order."""
    text = configuration("caddy", spot)
    lines = [line.strip() for line in text.splitlines()]
    code = [line for line in lines if line and not line.startswith("#")]
    assert sum(line.endswith("{") for line in code) == code.count("}"), "braces pair"
    assert not re.search(r"@[A-Z]+@", text), "a gap was left unfilled"
    for header in headers(spot.address or "https://www.example.gov.cn/"):
        assert f'{header.name} "{header.value}"' in text
    assert f'header @active Content-Security-Policy "{sandbox_policy()}"' in text
    assert "@active path *.xml *.svg" in code
    # Within `route` the order counts: refuse, pack, headers, then the file, then what is left.
    parts = (
        "error @other 405",
        "encode zstd gzip",
        "import site_builder_",
        "header @active",
        "header @hashed",
        "header @fresh",
        "handle_path ",
        "error 404",
    )
    places = [text.index(part, text.index("route {")) for part in parts]
    assert places == sorted(places)
    errors = text[text.index("handle_errors {") :]
    assert "import site_builder_" in errors
    assert 'Cache-Control "no-cache"' in errors
    assert "rewrite * /404.html" in errors
    assert "status 404" in errors
    assert "browse" not in "\n".join(code)
    assert text.count("hide .*") == 1
    (pattern,) = set(re.findall(r'path_regexp "(.+)"', text))
    base = urlsplit(spot.address).path or "/"
    assert re.search(pattern, f"{base}assets/site.0123abcd.css")
    assert not re.search(pattern, f"{base}assets/plain.css")
    assert not re.search(pattern, f"{base}x/assets/site.0123abcd.css")
    assert ("redir " in text) == (base != "/")


def test_caddy_knows_the_type_of_every_file() -> None:
    text = configuration("caddy", SPOTS[0])
    table = re.search(r"map \{path\} \{media_type\} \{\n(.*?)\n\t+\}\n", text, re.DOTALL)
    assert table
    rules = re.findall(r'~(\S+) "(.+)"', table[1])

    def kind(path: str) -> str:
        return next(
            (content_type for pattern, content_type in rules if re.search(pattern, path)), "unknown"
        )

    assert kind("/a.html") == kind("/2020/") == "text/html; charset=utf-8"
    assert kind("/a.csv") == "text/csv; charset=utf-8"
    assert kind("/a.ofd") == "application/ofd"
    assert kind("/html") == kind("/a.xyz") == "unknown"
    assert 'default "application/octet-stream"' in table[1]


# --- the command --------------------------------------------------------------------------------

TARGETS = """
部署:
  正式: {方式: SSH, 主机: web.example.gov.cn, 目录: /srv/gk, 网址: "https://www.example.gov.cn/gk/"}
  本机: {方式: 文件夹, 目录: www}
  云: {方式: 对象存储, 接入点: "https://oss.example.com", 桶: gk, 存档桶: gk-records}
"""


@pytest.fixture
def site(make_project: ProjectFactory) -> Project:
    project = make_project(as_text(lawful_site(1)))
    project.edit("config.yaml", project.read("config.yaml") + TARGETS)
    return project


def run(site: Project, *words: str) -> tuple[int, str]:
    exit_code, output, _ = run_cli("web-config", *words, "--project", str(site.path))
    return exit_code, output


def test_the_command_knows_the_target(site: Project) -> None:
    exit_code, output = run(site, "nginx", "正式")
    assert exit_code == 0
    assert 'alias "/srv/gk/current/";' in output
    assert "server_name www.example.gov.cn;" in output
    exit_code, output = run(site, "caddy", "本机")
    assert (exit_code, f'root * "{os.path.realpath(site.path)}/www/current"' in output) == (0, True)
    exit_code, output = run(site, "nginx", "正式", "--output", str(site.path / "site.conf"))
    assert exit_code == 0
    assert site.read("site.conf").startswith("# ")
    assert "★" in output


def test_the_command_refuses_what_it_cannot_do(site: Project, tmp_path: Path) -> None:
    assert run(site, "nginx", "正是")[0] == 2
    assert run(site, "apache")[0] == 2
    exit_code, output = run(site, "nginx", "云")
    assert (exit_code, "控制台" in output) == (1, True)
    assert run(site, "nginx", "正式", "--output", str(tmp_path / "no" / "x"))[0] == 1


def test_without_a_target_or_a_project_the_gaps_are_marked(site: Project, tmp_path: Path) -> None:
    exit_code, output = run(site, "nginx")
    assert (exit_code, output.count("★ 请改：") > 0) == (0, True)
    exit_code, output, _ = run_cli("web-config", "caddy", "--project", str(tmp_path / "none"))
    assert (exit_code, output.count("★ 请改：")) == (0, 2)
