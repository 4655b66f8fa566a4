"""How the preview sees changes: editors, many at once, without watchfiles, on silent disks."""

import shutil
import time

import pytest

from site_builder.model.extras import install_command
from tests.helpers import Project, ProjectFactory
from tests.preview.preview_client import SILENT_WATCHER, WITHOUT_WATCHFILES, run_preview
from tests.preview.preview_site import DOC, PAGE
from tests.properties.small_site import CONFIG, as_text, document, small_site


def test_a_lost_folder_and_its_return(site: Project) -> None:
    with run_preview(site.path) as served:
        (site.path / "content").rename(site.path / "elsewhere")
        served.wait_for("/_preview/", "没有 content 文件夹")
        for page in ("/", PAGE):
            assert "没有 content 文件夹" in served.wait_for(page, "这一页显示不出来").text
        (site.path / "elsewhere").rename(site.path / "content")
        served.wait_for(PAGE, "第0号事项")
        site.edit(DOC, document(2020, 0, body="回来以后。"))
        served.wait_for(PAGE, "回来以后。")


def test_editors_that_write_beside_and_rename(site: Project) -> None:
    with run_preview(site.path) as served:
        for turn in range(3):
            target = site.path / DOC
            (target.parent / "4913").write_text("", encoding="utf-8")
            (target.parent / "4913").unlink()
            (target.parent / f".{target.name}.swp").write_text("x", encoding="utf-8")
            target.rename(target.with_name(f"{target.name}~"))
            site.edit(DOC, document(2020, 0, body=f"第 {turn} 次保存。"))
            target.with_name(f"{target.name}~").unlink()
            served.wait_for(PAGE, f"第 {turn} 次保存。")
        served.wait_until_quiet()
        assert "4913" not in served.get("/_preview/").text


def test_thousands_of_changes_are_one_pass(site: Project) -> None:
    with run_preview(site.path) as served:
        before = len(served.lines)
        for number in range(1500):
            site.edit(f"content/2018/documents/x{number:04d}.md", document(2018, number))
        served.wait_for("/2018/documents/x1499.html", "第1499号事项", limit=60)
        served.wait_until_quiet()
        assert served.get("/2018/documents/x0000.html").status == 200
        passes = [line for line in served.lines[before:] if "改动" in line]
        assert 1 <= len(passes) <= 4, passes
        shutil.rmtree(site.path / "content/2018")
        served.wait_for("/2018/documents/x0000.html", lambda reply: reply.status == 404, limit=60)


def test_without_watchfiles_it_still_sees_edits(site: Project) -> None:
    with run_preview(site.path, program=WITHOUT_WATCHFILES) as served:
        site.edit(DOC, document(2020, 0, body="改后的正文。"))
        served.wait_for(PAGE, "改后的正文。")
        site.edit("config.yaml", CONFIG.replace("测试园区政府", "改名园区政府"))
        served.wait_for("/", "改名园区政府信息公开")
    assert install_command("serve") in served.output


def test_a_silent_disk_is_noticed_and_its_changes_are_seen(site: Project) -> None:
    with run_preview(site.path, program=SILENT_WATCHER) as served:
        served.wait_until_quiet()
        site.edit(DOC, document(2020, 0, body="改后的正文。"))
        served.wait_for(PAGE, "改后的正文。")
        site.edit("content/2020/documents/new.md", document(2020, 7, body="新的一份。"))
        served.wait_for("/2020/documents/new.html", "新的一份。")
    assert served.output.count("这个文件夹所在的盘不报告改动") == 1


def test_polling_alone_sees_every_save(site: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "1")
    monkeypatch.setenv("WATCHFILES_POLL_DELAY_MS", "200")
    with run_preview(site.path) as served:
        for turn in range(4):  # some of them within the same second
            site.edit(DOC, document(2020, 0, body=f"第 {turn} 次改动。"))
            time.sleep(0.3)
        served.wait_for(PAGE, "第 3 次改动。")
        site.edit("config.yaml", CONFIG.replace("测试园区政府", "改名园区政府"))
        served.wait_for("/", "改名园区政府信息公开")
    assert "不报告改动" not in served.output


def test_a_disk_that_tells_is_not_called_silent(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHFILES_POLL_DELAY_MS", "500")
    with run_preview(site.path) as served:
        for turn in range(3):
            site.edit(DOC, document(2020, 0, body=f"第 {turn} 次改动。"))
            served.wait_for(PAGE, f"第 {turn} 次改动。")
            time.sleep(0.8)
        (site.path / "content/2021").rename(site.path / "content/2019")
        served.wait_for("/2019/documents/d0001.html", "第1号事项")
        time.sleep(1.5)
        served.wait_until_quiet(limit=4)
    assert "不报告改动" not in served.output


def test_a_changed_page_is_served_at_once(make_project: ProjectFactory) -> None:
    site = make_project(as_text(small_site(documents=500)))
    with run_preview(site.path) as served:
        served.wait_until_quiet()
        for turn in range(5):
            site.edit(DOC, document(2020, 0, body=f"第 {turn} 次改动。"))
            served.wait_for(PAGE, f"第 {turn} 次改动。")
