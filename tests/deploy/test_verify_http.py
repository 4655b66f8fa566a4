"""`verify` over HTTP: what readers get is what was released, asked for with good manners."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from site_builder.deploy.release import from_json, to_json
from site_builder.deploy.webserver import WebLocation, configuration
from tests.deploy.releases import release_of
from tests.deploy.served_sites import busy_server, verify, write_release
from tests.deploy.tampered_targets import KINDS, tampered
from tests.helpers import Project, ProjectFactory, run_cli
from tests.helpers.nginx import loopback, nginx
from tests.helpers.servers import free_port
from tests.properties.small_site import as_text, lawful_site


@pytest.fixture
def site(make_project: ProjectFactory, tmp_path: Path) -> Project:
    """A site that was deployed and is to be read under a path of a host."""
    port = free_port()
    (tmp_path / "www").mkdir()
    project = make_project(as_text(lawful_site(2)))
    target = f"  正式: {{方式: 文件夹, 目录: ../www, 网址: 'http://127.0.0.1:{port}/gk/'}}\n"
    project.edit("config.yaml", project.read("config.yaml") + f"\n部署:\n{target}")
    exit_code, output, _ = run_cli(
        "deploy", "正式", "--project", str(project.path), "--today", "2022-01-25"
    )
    assert exit_code == 0, output
    return project


def address(site: Project) -> str:
    return "http" + site.read("config.yaml").rpartition("'http")[2].partition("'")[0]


def record(site: Project) -> Path:
    (path,) = (site.path / "releases" / "正式").glob("*.json")
    return path


@contextmanager
def serve_online(site: Project) -> Iterator[str]:
    """Serve what is online as `web-config` configures it."""
    exit_code, output, _ = run_cli("web-config", "nginx", "正式", "--project", str(site.path))
    assert exit_code == 0
    at = address(site)
    with nginx(loopback(output), int(at.rpartition(":")[2].partition("/")[0])):
        yield at


def test_each_of_fifty_tamperings_is_found(site: Project) -> None:
    urls = from_json(record(site).read_bytes()).files
    folder = (site.path.parent / "www" / "current").resolve()
    random = Random(20260131)  # noqa: S311 - the same changes each time
    with serve_online(site) as at:
        exit_code, report = verify(site, "正式")
        assert (exit_code, report["findings"]) == (0, []), "also no header is missing"
        assert report["checked"]["host"] == len(urls)
        assert report["checked"]["http"] > len(urls), "folders' addresses too"
        assert verify(site, at)[0] == 0, "an address names its target"
        # From another machine, the address and a record are enough.
        alone = (at, "--record", str(record(site)))
        exit_code, from_there = verify(site, *alone)
        checked = {**report["checked"], "host": 0}
        alone_only = {"target": "", "checked": checked, "messages": from_there["messages"]}
        assert (exit_code, from_there) == (0, {**report, **alone_only})
        for number in range(50):
            what = KINDS[number % len(KINDS)]
            with tampered(folder, urls, what, random) as changed:
                exit_code, report = verify(site, *(("正式",) if changed - urls.keys() else alone))
            urls_with_findings = {
                finding["file"].removeprefix(at) for finding in report["findings"]
            }
            assert exit_code == 1, (number, what)
            assert changed <= urls_with_findings, (number, what)
            # A folder's address gives its index page, and a page that cannot be 404.html.
            public_urls = {url.removesuffix("index.html") for url in changed}
            assert urls_with_findings - changed <= public_urls | (
                {""} if "404.html" in changed else set()
            )
        assert verify(site, *alone)[0] == 0


def test_a_redirect_and_a_soft_404_are_found(site: Project) -> None:
    text = loopback(
        configuration(
            "nginx", WebLocation("", str(site.path.parent / "www/current"), address(site))
        )
    )
    redirect = (
        'location = /gk/index.html { return 302 "https://casino.example/"; }\n    location ^~'
    )
    text = text.replace("location ^~", redirect, 1).replace("=404 ", "=200 ")
    with nginx(text, int(address(site).rpartition(":")[2].partition("/")[0])):
        exit_code, report = verify(site, "正式")
    assert exit_code == 1
    kinds = {
        finding["rule"]: finding["message"]
        for finding in report["findings"]
        if finding["severity"] == "error"
    }
    assert "casino.example" in kinds["verify/changed"]
    assert "应当是 404" in kinds["verify/not-found"]


def test_a_404_page_without_its_style_is_told(site: Project) -> None:
    exit_code, text, _ = run_cli("web-config", "nginx", "正式", "--project", str(site.path))
    assert "text/css css;" in text
    text = loopback(text.replace("text/css css;", "text/plain css;"))
    with nginx(text, int(address(site).rpartition(":")[2].partition("/")[0])):
        exit_code, report = verify(site, "正式")
    assert (exit_code, report["same"]) == (0, True)
    (not_found,) = [
        finding for finding in report["findings"] if finding["rule"] == "verify/not-found"
    ]
    assert (not_found["severity"], "取不到样式" in not_found["message"]) == ("warning", True)


def test_weak_headers_are_told_and_change_nothing(site: Project, tmp_path: Path) -> None:
    lines = loopback(
        configuration("nginx", WebLocation("", str(tmp_path / "www/current"), address(site)))
    ).splitlines()
    text = "\n".join(line for line in lines if "add_header" not in line)
    text = text.replace("charset utf-8;", "add_header X-Frame-Options ALLOWALL;")
    with nginx(text, int(address(site).rpartition(":")[2].partition("/")[0])):
        exit_code, report = verify(site, "正式")
    assert (exit_code, report["same"], report["errors"]) == (0, True, 0)
    assert {finding["rule"] for finding in report["findings"]} == {"verify/header"}
    messages = "\n".join(finding["message"] for finding in report["findings"])
    for name in (
        "Content-Security-Policy",
        "ALLOWALL",
        "X-Content-Type-Options",
        "Cache-Control",
        "charset",
    ):
        assert name in messages


def test_a_file_that_may_run_a_script_is_told(site: Project) -> None:
    exit_code, text, _ = run_cli("web-config", "nginx", "正式", "--project", str(site.path))
    assert exit_code == 0
    text = loopback(text.replace("; sandbox", ""))
    with nginx(text, int(address(site).rpartition(":")[2].partition("/")[0])):
        exit_code, report = verify(site, "正式")
    assert (exit_code, report["same"]) == (0, True)
    (finding,) = report["findings"]
    assert finding["rule"] == "verify/header"
    assert finding["message"].startswith("XML 文件的 Content-Security-Policy 是")
    assert finding["message"].endswith("; sandbox”")


# --- certificates -------------------------------------------------------------------------------


@contextmanager
def serve_encrypted(site: Project, folder: Path, days: int) -> Iterator[str]:
    """Serve with a certificate of our own that ends soon."""
    at = address(site).replace("http://", "https://")
    site.edit("config.yaml", site.read("config.yaml").replace(address(site), at))
    pem, key = folder / f"{days}.pem", folder / f"{days}.key"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", str(days), "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-out", str(pem), "-keyout", str(key)]
    subprocess.run(command, check=True, capture_output=True)
    exit_code, text, _ = run_cli("web-config", "nginx", "正式", "--project", str(site.path))
    assert exit_code == 0
    text = text.replace("/etc/nginx/ssl/127.0.0.1.pem", str(pem))
    text = text.replace("/etc/nginx/ssl/127.0.0.1.key", str(key))
    with nginx(loopback(text), int(at.rpartition(":")[2].partition("/")[0])):
        yield str(pem)


@pytest.mark.parametrize(
    ("days", "kinds"),
    [
        (90, set()),
        (20, {("verify/certificate", "warning")}),
        (3, {("verify/certificate", "error")}),
    ],
)
def test_a_certificate_that_ends_soon(
    days: int,
    kinds: set[tuple[str, str]],
    site: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serve_encrypted(site, tmp_path, days) as authority:
        monkeypatch.setenv("SSL_CERT_FILE", authority)
        exit_code, report = verify(site, "正式")
    assert {(finding["rule"], finding["severity"]) for finding in report["findings"]} == kinds
    assert exit_code == (("verify/certificate", "error") in kinds)


def test_a_certificate_nobody_trusts(site: Project, tmp_path: Path) -> None:
    with serve_encrypted(site, tmp_path, 90):
        exit_code, report = verify(site, "正式")
    assert exit_code == 1
    assert [(finding["rule"], finding["severity"]) for finding in report["findings"]] == [
        ("verify/certificate", "error")
    ]
    assert report["findings"][0]["message"] == "证书不可信：是自己签发的"
    assert report["checked"]["http"] == 0


def test_links_are_asked_for_once_and_only_told(tmp_path: Path) -> None:
    built, _ = write_release(tmp_path)
    with busy_server(built, 0, 200, "") as other, busy_server(built, 0, 200, "") as own_server:
        other_url = f"http://127.0.0.1:{other.server_port}"
        at = f"http://127.0.0.1:{own_server.server_port}/"
        links = "".join(
            f'<a href="{link}">x</a>'
            for link in (
                f"{other_url}/a.html",
                f"{other_url}/gone.html#x",
                f"{at}b.html",
                "mailto:a@b.cn",
            )
        )
        for page in ("a.html", "p1.html"):
            (built / page).write_text(links, encoding="utf-8")
        record_file = tmp_path / "record.json"
        record_file.write_bytes(to_json(release_of(built, 1)))
        exit_code, _, output = run_cli(
            "verify", at, "--record", str(record_file), "--links", "--format", "json"
        )
        report = json.loads(output)
    assert (exit_code, report["checked"]["links"]) == (0, 2)
    (link_finding,) = [
        finding for finding in report["findings"] if finding["rule"] == "verify/link"
    ]
    assert (link_finding["file"], link_finding["severity"]) == (
        f"{other_url}/gone.html",
        "warning",
    )
    assert "404" in link_finding["message"]
    assert len(other.request_times) == 3, "one HEAD each, and a GET where HEAD was refused"


def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built, named = write_release(tmp_path)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setitem(os.environ, "no_proxy", "")
    with busy_server(built, 0, 200, "") as server:
        at = f"http://127.0.0.1:{server.server_port}/"
        assert run_cli("verify", at, "--record", str(named))[0] == 0
    shutil.rmtree(built)
