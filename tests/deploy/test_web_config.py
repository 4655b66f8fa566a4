"""The text of configurations for nginx and Caddy, and the command that writes them."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from site_builder.core.errors import DeployError
from site_builder.deploy.security_headers import headers, sandbox_policy
from site_builder.deploy.webserver import WebLocation, configuration
from tests.helpers import Project, ProjectFactory, run_cli
from tests.helpers.nginx import check_configuration, loopback
from tests.helpers.servers import free_port
from tests.properties.small_site import as_text, lawful_site

# --- the text -----------------------------------------------------------------------------------

LOCATIONS = (
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


@pytest.mark.parametrize("location", LOCATIONS)
def test_nginx_takes_it(location: WebLocation, tmp_path: Path) -> None:
    text = configuration("nginx", location)
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
    text = configuration("nginx", LOCATIONS[0])
    assert "return 301 https://www.example.gov.cn$request_uri;" in text
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in text
    assert '\n        add_header Strict-Transport-Security "max-age=31536000" always;' in text
    # Below a host of somebody else's, what binds the whole host is theirs to decide.
    below = configuration("nginx", LOCATIONS[1])
    assert '\n        # add_header Strict-Transport-Security "max-age=31536000" always;' in below
    assert "server_name xn--zfr164b.example.cn;" in below
    assert "ssl" not in configuration("nginx", LOCATIONS[2])


def test_each_line_for_an_operator_has_its_reason() -> None:
    for server in ("nginx", "caddy"):
        for header in headers("https://x/"):
            assert f"# {header.reason}\n" in configuration(server, LOCATIONS[0])
        assert configuration(server, LOCATIONS[3]).count("★ 请改：") == 2


@pytest.mark.parametrize("root", ["/srv/a;b", "/srv/$x", '/srv/"x', "/srv/{x}", "/srv/x\ny"])
def test_what_would_break_out_of_a_word_is_refused(root: str) -> None:
    for server in ("nginx", "caddy"):
        with pytest.raises(DeployError):
            configuration(server, WebLocation("x", root, ""))


@pytest.mark.parametrize("location", LOCATIONS)
def test_caddy(location: WebLocation) -> None:
    """Caddy itself cannot be had here: what must stand in its file, and in which order."""
    text = configuration("caddy", location)
    lines = [line.strip() for line in text.splitlines()]
    code = [line for line in lines if line and not line.startswith("#")]
    assert sum(line.endswith("{") for line in code) == code.count("}"), "braces pair"
    assert not re.search(r"@[A-Z]+@", text), "a gap was left unfilled"
    for header in headers(location.address or "https://www.example.gov.cn/"):
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
    base = urlsplit(location.address).path or "/"
    assert re.search(pattern, f"{base}assets/site.0123abcd.css")
    assert not re.search(pattern, f"{base}assets/plain.css")
    assert not re.search(pattern, f"{base}x/assets/site.0123abcd.css")
    assert ("redir " in text) == (base != "/")


def test_caddy_knows_the_type_of_every_file() -> None:
    text = configuration("caddy", LOCATIONS[0])
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
    caddy = ("web-config", "caddy", "--project", str(tmp_path / "none"))
    assert run_cli(*caddy)[0] == 2
    (tmp_path / "none").mkdir()
    exit_code, output, _ = run_cli(*caddy)
    assert (exit_code, output.count("★ 请改：")) == (0, 2)
