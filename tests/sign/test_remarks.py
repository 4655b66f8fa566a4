"""Remarks through the real commands: over an open one nobody signs, and no sign-off stands."""

import datetime as dt
from pathlib import Path

import pytest

from site_builder.config.settings import read_settings
from site_builder.content.remarks import read_remarks
from site_builder.core.errors import SiteBuilderError
from site_builder.model.review import RemarkAnchor, Reviewer
from site_builder.usecases.remarks import (
    NewRemark,
    RemarkBook,
    answer_remark,
    close_remark,
    make_remark,
)
from tests.helpers import Project
from tests.helpers.standards import STANDARDS
from tests.sign.sign_site import DAY, REPORT, sign, sign_all

RECORD = "content/2020/report.remarks.yaml"
NOW = dt.datetime.combine(DAY, dt.time(10), dt.UTC)
ANCHOR = RemarkAnchor("2020/report.md", "现将情况报告如下。", 3)
SIMPLE = STANDARDS.characters.traditional


def _book(folder: Path, path: str = "2020/report.md") -> RemarkBook:
    settings, _ = read_settings((folder / "config.yaml").read_bytes(), STANDARDS)
    assert settings
    return RemarkBook(folder, path, settings, SIMPLE)


def make(
    site: Project,
    name: str = "王五",
    level: str = "终审",
    text: str = "核一核数。",
    path: str = "2020/report.md",
) -> None:
    contents = {path: site.read(f"content/{path}")}
    new = NewRemark(ANCHOR if path == ANCHOR.path else RemarkAnchor("", ""), text, contents)
    make_remark(_book(site.path, path), Reviewer(name, level), new, NOW)


def test_no_sign_off_over_an_open_remark(site: Project) -> None:
    assert sign(site, "初审", "张三")[0] == 0
    make(site, "李四", "复审")
    exit_code, output = sign(site, "复审", "李四")
    assert (exit_code, "没有结案" in output, "第 1 条（复审 李四）核一核数。" in output) == (
        1,
        True,
        True,
    )
    close_remark(_book(site.path), Reviewer("李四", ""), 1, "", NOW)
    assert sign(site, "复审", "李四")[0] == 0


def test_a_sign_off_does_not_stand_over_an_open_remark(site: Project) -> None:
    sign_all(site)
    assert site.build().exit_code == 0
    make(site)
    refused = site.build()
    assert refused.exit_code == 1
    assert f"{REPORT} 错误 v001/remark" in refused.output
    drafts = site.build(drafts=True, output=site.path / "drafts")
    assert "不得公开" in drafts.text("2020/report.html")
    answer_remark(_book(site.path), Reviewer("赵六", ""), 1, "都点过。", NOW)
    assert site.build().exit_code == 1
    close_remark(_book(site.path), Reviewer("李四", "复审"), 1, "同意。", NOW)
    passed = site.build()
    assert passed.exit_code == 0, passed.output
    everything = b"".join(passed.files.values()).decode("utf-8", "replace")
    assert [word for word in ("核一核数", "都点过", "赵六") if word in everything] == []
    assert not [url for url in passed.files if "remark" in url]


def test_an_edited_or_stray_record_stops_signing_and_is_reported(site: Project) -> None:
    make(site)
    whole = site.read(RECORD)
    site.edit(RECORD, whole.replace("核一核数", "不用管"))
    assert f"{RECORD} 错误 remarks/damaged" in site.build().output
    assert "审核意见的记录损坏" in sign(site, "初审", "张三")[1]
    with pytest.raises(SiteBuilderError, match="被改动过"):
        make(site)
    site.remove(RECORD)
    site.edit("content/2020/gone.remarks.yaml", whole)
    assert "remarks/orphan" in site.build().output


def test_what_a_level_looked_at_last_stays_until_it_signs_again(site: Project) -> None:
    first = site.read(REPORT)
    for level, name in (("初审", "张三"), ("复审", "李四")):
        assert sign(site, level, name)[0] == 0
    site.edit(REPORT, first.replace("现将", "兹将"))
    assert sign(site, "初审", "张三")[0] == 0
    record, _ = read_remarks(site.read(RECORD).encode(), RECORD)
    assert [(version.level, version.name) for version in record.versions] == [("复审", "李四")]
    assert record.versions[0].contents is not None
    assert record.versions[0].contents["2020/report.md"] == first
    for level, name in (("复审", "李四"), ("终审", "王五")):
        assert sign(site, level, name)[0] == 0
    assert not (site.path / RECORD).exists()


@pytest.mark.parametrize(
    ("name", "level", "text", "message"),
    [
        ("王五", "终审", " \n\x00", "没有写内容"),
        ("王五", "终审", "字" * 2_001, "最多 2000 个"),
        ("王5", "终审", "核一核数。", "姓名里不能有“5”"),
        ("", "终审", "核一核数。", "请写审核人的姓名"),
        ("王五", "", "核一核数。", "没有选审核级别"),
        ("王五", "四审", "核一核数。", "没有审核级别“四审”"),
    ],
)
def test_what_is_no_remark_is_refused(
    site: Project, name: str, level: str, text: str, message: str
) -> None:
    with pytest.raises(SiteBuilderError, match=message):
        make(site, name, level, text)
    assert not (site.path / RECORD).exists()


def test_a_remark_is_closed_once_and_not_by_its_author(site: Project) -> None:
    make(site)
    book = _book(site.path)
    with pytest.raises(SiteBuilderError, match="作者不能自己结案"):
        close_remark(book, Reviewer("赵六", ""), 1, "", NOW)
    with pytest.raises(SiteBuilderError, match="没有第 2 条意见"):
        answer_remark(book, Reviewer("赵六", ""), 2, "好。", NOW)
    assert close_remark(book, Reviewer("王五", ""), 1, "", NOW).closure
    with pytest.raises(SiteBuilderError, match="已经结案"):
        answer_remark(book, Reviewer("赵六", ""), 1, "好。", NOW)


@pytest.mark.parametrize("path", ["../../x.md", "/etc/x.md", "2020/../../../x.md", ".git/x.md"])
def test_no_remark_leaves_the_project(site: Project, path: str) -> None:
    with pytest.raises(SiteBuilderError, match="只能编辑"):
        make_remark(
            _book(site.path, path), Reviewer("王五", "终审"), NewRemark(ANCHOR, "甲", {}), NOW
        )
