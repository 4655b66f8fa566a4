"""Folders of saved pages: as wget writes them, as this program does, and what is not there."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.helpers import Site, run_cli
from tests.inspection.portals import FAMILIES, TODAY, Portal


def inspect(folder: Path, today: str = TODAY) -> dict[str, Any]:
    """Inspect a folder; return the answer for programs."""
    _, _, output = run_cli("inspect", str(folder), "--today", today, "--json", "-q")
    answer: dict[str, Any] = json.loads(output)
    return answer


def save(portal: Portal, folder: Path) -> None:
    """Write the files of a portal, as `wget --mirror` does."""
    for address, (data, _) in portal.files.items():
        path = folder / "www.example.gov.cn" / urlsplit(address).path.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def test_a_saved_portal_is_judged_as_the_one_online(tmp_path: Path) -> None:
    portal = FAMILIES["trs"]()
    portal.edit("guide", "<p>传真号码：0000-1234568。</p>", "")
    save(portal, tmp_path)
    findings = inspect(tmp_path)["findings"]
    assert [finding["rule"] for finding in findings] == ["inspect/guide-part"]
    assert findings[0]["file"].endswith("zfxxgkzn/index.html")


def test_what_was_not_saved_is_not_called_missing(tmp_path: Path) -> None:
    page = '<meta charset="utf-8"><title>公开</title><p>政府信息公开的首页，别的没有保存</p>'
    (tmp_path / "index.html").write_text(f'{page}<a href="guide.html">公开指南</a>', "utf-8")
    (tmp_path / "link.html").symlink_to("/etc/passwd")
    answer = inspect(tmp_path)
    assert answer["findings"] == []
    rules = {finding["rule"] for finding in answer["undecided"]}
    assert {"inspect/not-saved", "inspect/unknown-column"} <= rules


@pytest.mark.parametrize("name", ["", "2025年度报告.pdf"])
def test_a_folder_without_pages_is_no_site(tmp_path: Path, name: str) -> None:
    if name:
        (tmp_path / name).write_bytes(b"%PDF-1.4")
    answer = inspect(tmp_path)
    assert (answer["pages"], answer["findings"]) == (0, [])
    assert "文件夹里没有网页" in {finding["message"] for finding in answer["undecided"]}


@pytest.mark.parametrize("link", ["/zwgk/guide.html", "http://www.example.gov.cn/zwgk/guide.html"])
def test_a_link_of_the_same_host_is_one_to_what_was_not_saved(tmp_path: Path, link: str) -> None:
    body = f'<p>政府信息公开的首页，别的没有保存</p><a href="{link}">政府信息公开指南</a>'
    folder = tmp_path / "www.example.gov.cn"
    folder.mkdir()
    (folder / "index.html").write_text(f"<meta charset=utf-8><title>公开</title>{body}", "utf-8")
    answer = inspect(tmp_path)
    assert answer["findings"] == []
    assert "inspect/not-saved" in {finding["rule"] for finding in answer["undecided"]}


def test_no_folder_is_not_the_one_that_the_command_runs_in() -> None:
    code, text, _ = run_cli("inspect", "")
    assert code == 2
    assert "不是网址" in text


@pytest.mark.slow
def test_our_own_site_has_no_finding(built_example: Site) -> None:
    answer = inspect(built_example.folder, "2023-01-20")
    assert (answer["findings"], answer["undecided"]) == ([], [])
