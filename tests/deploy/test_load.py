"""A hundred deployments and twenty rollbacks while readers read through nginx without pause."""

import http.client
import random
import re
import shutil
import threading
import time
from pathlib import Path

from site_builder.deploy import deployment
from site_builder.deploy.webserver.nginx import text
from site_builder.deploy.webserver.server_site import WebLocation, parse_location
from tests.deploy.releases import PAGES, job, release_of, write_version
from tests.helpers.nginx import loopback, nginx
from tests.helpers.servers import free_port

DEPLOYS, ROLLBACKS, READERS = 100, 20, 3
_STYLE = re.compile(r'href="(?:\.\./)*(assets/[^"]+)"')
_VERSION = re.compile(r"version[: ](\d+)")


class Reader(threading.Thread):
    """Opens pages and then, now and then after a while, the stylesheet each names."""

    def __init__(self, port: int, seed: int, stop: threading.Event) -> None:
        super().__init__()
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self._chance = random.Random(seed)  # noqa: S311 - repeatable, no secret
        self._stop_requested = stop
        self.pages = 0
        self.versions: set[str] = set()
        self.errors: list[str] = []

    def run(self) -> None:
        while not self._stop_requested.is_set():
            url = self._chance.choice(PAGES)
            page = self._get(url)
            style = _STYLE.search(page)
            number = _VERSION.search(page)
            if not style or not number or not page.rstrip().endswith("</p>"):
                self.errors.append(f"{url}: {page[:80]}")
                continue
            time.sleep(self._chance.choice((0, 0, 0, 0.05)))
            asset = _VERSION.search(self._get(style[1]))
            if not asset or asset[1] != number[1]:
                self.errors.append(f"{url}: {number[1]} with {asset and asset[1]}")
            self.pages += 1
            self.versions.add(number[1])

    def _get(self, url: str) -> str:
        try:
            self._connection.request("GET", f"/{url}")
            answer = self._connection.getresponse()
            body = answer.read().decode()
        except (OSError, http.client.HTTPException) as exc:
            self.errors.append(f"{url}: {exc!r}")
            self._connection.close()
            return ""
        if answer.status != http.client.OK:
            self.errors.append(f"{url}: {answer.status}")
        return body


def test_no_answer_fails_or_mixes_releases(tmp_path: Path) -> None:
    root = tmp_path / "www"
    root.mkdir()
    deploy(root, tmp_path, 0)
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    configuration = text(parse_location(WebLocation("测试", str(root / "current"), address)))
    stop = threading.Event()
    with nginx(loopback(configuration), port, workers=2):
        readers = [Reader(port, seed, stop) for seed in range(READERS)]
        for reader in readers:
            reader.start()
        for number in range(1, DEPLOYS + 1):
            deploy(root, tmp_path, number)
            if number % (DEPLOYS // ROLLBACKS) == 0:
                deployment.rollback(job(root, number), "")
        stop.set()
        for reader in readers:
            reader.join()
    assert [error for reader in readers for error in reader.errors] == []
    assert sum(reader.pages for reader in readers) > DEPLOYS
    assert len(set().union(*(reader.versions for reader in readers))) > DEPLOYS // 4


def deploy(root: Path, folder: Path, number: int) -> None:
    source = write_version(folder / f"v{number}", number)
    assert deployment.deploy(job(root, number, keep=20), release_of(source, number), source)
    shutil.rmtree(source)
