"""A project with targets on this machine, and its commands."""

import json
from pathlib import Path
from typing import Any

from tests.deploy.releases import read_online
from tests.helpers import Project, run_cli

TARGETS = """
部署:
  正式:
    方式: 文件夹
    目录: ../www
    保留: 3
  平台:
    方式: 压缩包
    目录: dist
"""


def run(site: Project, command: str, *words: str) -> tuple[int, str]:
    day = ("--today", "2022-01-25") if command == "deploy" else ()
    exit_code, output, _ = run_cli(command, *words, "--project", str(site.path), *day)
    return exit_code, output


def www(site: Project) -> Path:
    return site.path.parent / "www"


def published_files(site: Project) -> dict[str, bytes]:
    return {url: data for url, data in read_online(www(site)).items() if not url.startswith(".")}


def releases(site: Project) -> dict[str, list[dict[str, Any]]]:
    listing: dict[str, list[dict[str, Any]]] = json.loads(
        run(site, "releases", "正式", "--format", "json")[1]
    )
    return listing
