"""Many documents edited at once: judged as an import judges, saved file by file, bytes kept."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from site_builder.core.errors import UsageError
from site_builder.usecases.edit_catalogue import JudgedRow, RowEdit, judge_edits, save_edits
from site_builder.usecases.list_catalogue import (
    CatalogueQuery,
    CatalogueReader,
    list_catalogue,
    sheet_fields,
)
from site_builder.usecases.save_source import list_versions
from site_builder.usecases.unsaved_edits import keep_edit, read_edit
from tests.helpers import Project, ProjectFactory
from tests.helpers.standards import STANDARDS
from tests.properties.small_site import as_text, document, small_site

NOW = datetime(2026, 1, 12, 10, 32, 5, tzinfo=UTC)
PATH = "2020/documents/d0000.md"
OTHER = "2021/documents/d0001.md"
HAND_WRITTEN = """---
# 由办公室填写
文号:   '甲〔2020〕1号'   # 原号
名称: "关于：甲的通知"
生成日期: 2020年3月1日

主题词:
  - 规划
  - 计划   # 不改
索引号: CS-2020-00000
内容概述: |
  第一行
  第二行
发布日期: 2020/4/1
附件: [{文件: list.csv, 名称: 清单}]
---
正文  \r
"""


@pytest.fixture
def site(make_project: ProjectFactory) -> Project:
    return make_project(as_text(small_site()))


def judge(site: Project, *edits: tuple[str, dict[str, str]], digest: str = "") -> list[JudgedRow]:
    sources = CatalogueReader().read(site.path, STANDARDS)
    rows = [
        RowEdit(path, digest or (sources[path].digest if path in sources else "v"), texts)
        for path, texts in edits
    ]
    return judge_edits(rows, sources, STANDARDS)


def save(site: Project, rows: list[JudgedRow], now: datetime = NOW) -> tuple[tuple[str, ...], int]:
    result = save_edits(site.path, rows, CatalogueReader().read(site.path, STANDARDS), now)
    return result.saved, len(result.failed)


def test_only_the_bytes_of_what_changed(site: Project) -> None:
    site.edit(f"content/{PATH}", HAND_WRITTEN)
    before = (site.path / "content" / PATH).read_bytes()
    rows = judge(site, (PATH, {"title": "新的名称", "created": "2020-03-02", "issuer": "办公室"}))
    assert save(site, rows) == ((PATH,), 0)
    expected = before.replace('"关于：甲的通知"'.encode(), "新的名称".encode())
    expected = expected.replace("2020年3月1日".encode(), b"2020-03-02")
    after = (site.path / "content" / PATH).read_bytes()
    added = "发文机关: 办公室\n".encode()
    assert added in after
    assert after.replace(added, b"") == expected
    (version,) = list_versions(site.path, f"content/{PATH}")
    assert version.size == len(before)


@pytest.mark.parametrize(
    ("texts", "problems"),
    [
        ({"created": "2020-02-30"}, {"created": "没有“2020-02-30”这一天"}),
        ({"created": "x", "theme": "没有"}, {"created": "不是日期", "theme": "没有主题"}),
        ({"item": "十六"}, {"item": "没有公开事项"}),
        ({"status": "有笑"}, {"status": "没有“有笑”这个选项"}),
        ({"title": ""}, {"title": "法律要求写明"}),
        ({"index_number": "CS-2021-00001"}, {"index_number": "重复"}),
        (
            {"index_number": "CS-2021-00001", "created": "x", "title": "好的名称"},
            {"index_number": "重复", "created": "不是日期"},
        ),
    ],
)
def test_what_is_wrong_is_told_of_its_cell(
    site: Project, texts: dict[str, str], problems: dict[str, str]
) -> None:
    before = site.read(f"content/{PATH}")
    (row,) = judge(site, (PATH, texts))
    assert row.problems.keys() == problems.keys()
    for name, words in problems.items():
        assert words in "；".join(row.problems[name])
    assert (row.reasons, row.is_ready, save(site, [row])) == ((), False, ((), 0))
    assert site.read(f"content/{PATH}") == before


def test_two_rows_may_not_get_the_same_number(site: Project) -> None:
    rows = judge(site, (PATH, {"index_number": "X-1"}), (OTHER, {"index_number": "X-1"}))
    assert [list(row.problems) for row in rows] == [["index_number"], ["index_number"]]
    assert OTHER in rows[0].problems["index_number"][0]


def test_a_document_that_is_another_by_now(site: Project) -> None:
    (row,) = judge(site, (PATH, {"title": "我的"}), digest="v0000000000000000")
    assert (row.is_conflict, row.is_ready, save(site, [row])) == (True, False, ((), 0))
    (row,) = judge(site, ("2020/documents/none.md", {"title": "我的"}))
    assert (row.is_conflict, row.is_ready) == (True, False)


def test_what_changes_between_judging_and_saving_is_not_overwritten(site: Project) -> None:
    sources = CatalogueReader().read(site.path, STANDARDS)
    edits = [RowEdit(path, sources[path].digest, {"title": "我的"}) for path in (PATH, OTHER)]
    rows = judge_edits(edits, sources, STANDARDS)
    site.edit(f"content/{PATH}", document(2020, 0, "别人的"))
    result = save_edits(site.path, rows, sources, NOW)
    assert (result.saved, list(result.failed)) == ((OTHER,), [PATH])
    assert "名称: 别人的" in site.read(f"content/{PATH}")


def test_what_is_typed_elsewhere_into_a_saved_document_stays(site: Project) -> None:
    typed = '{"body": "写了一下午。"}'.encode()
    keep_edit(site.path, f"content/{PATH}", typed)
    assert save(site, judge(site, (PATH, {"title": "新的名称"}))) == ((PATH,), 0)
    assert read_edit(site.path, f"content/{PATH}") == typed


@pytest.mark.parametrize("path", ["../config.yaml", "/etc/passwd", "", "a\0b", "2020/figures.yaml"])
def test_no_other_path_is_edited(site: Project, path: str) -> None:
    (row,) = judge(site, (path, {"title": "x"}))
    assert (row.is_ready, save(site, [row])) == (False, ((), 0))


def test_two_hundred_edits_say_what_was_typed_and_change_nothing_else(site: Project) -> None:
    random = Random(14)  # noqa: S311 - test data, the same every time
    makers: dict[str, Callable[[], str]] = {
        "title": lambda: (
            "".join(random.choice("甲乙 :#'\"[]{}&*!|>%@`，。—") for _ in range(9)) + "丙"
        ),
        "summary": lambda: "\n".join(random.choice(("第一行", "- 二", "# 三")) for _ in range(2)),
        "created": lambda: f"2020-{random.randint(1, 12):02}-{random.randint(1, 28):02}",
        "keywords": lambda: "、".join(random.sample(["规划", "a:b", "1", "null"], 2)),
        "status": lambda: random.choice(["", "有效", "已修改"]),
        "issuer": lambda: random.choice(["", "办公室", "'局'"]),
    }
    site.edit(f"content/{PATH}", HAND_WRITTEN)
    reader, refused = CatalogueReader(), 0
    for number in range(200):
        source = reader.read(site.path, STANDARDS)[PATH]
        names = random.sample(sorted(makers), 2)
        texts = {name: makers[name]() for name in names}
        (row,) = judge_edits([RowEdit(PATH, source.digest, texts)], {PATH: source}, STANDARDS)
        if row.planned is None:
            refused += bool(row.problems)
            continue
        now = NOW + timedelta(seconds=number)
        assert save_edits(site.path, [row], {PATH: source}, now).saved == (PATH,)
        after = reader.read(site.path, STANDARDS)[PATH]
        for name, old in source.typed.texts.items():
            assert name in texts or after.typed.texts[name] == old
        assert all(f"{line}\n" in site.read(f"content/{PATH}") for line in ("# 由办公室填写",))
        assert after.typed.after == source.typed.after
    assert refused < 100


def test_reading_again_reads_what_changed(site: Project) -> None:
    reader = CatalogueReader()
    first = reader.read(site.path, STANDARDS)
    site.edit(f"content/{PATH}", document(2020, 0, "另一个名称"))
    second = reader.read(site.path, STANDARDS)
    assert [path for path in first if first[path] is not second[path]] == [PATH]
    assert second[PATH].typed.texts["title"] == "另一个名称"
    (site.path / "content" / PATH).unlink()
    assert PATH not in reader.read(site.path, STANDARDS)


def test_a_project_without_content_is_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        CatalogueReader().read(tmp_path, STANDARDS)


def test_rows_are_sorted_by_what_they_mean(site: Project) -> None:
    site.edit(f"content/{PATH}", document(2020, 0).replace("公开事项: 1", "公开事项: （十五）"))
    site.edit(f"content/{OTHER}", document(2021, 1).replace("2021-03-02", "2020年3月1日"))
    sources = CatalogueReader().read(site.path, STANDARDS).values()
    fields = sheet_fields(sources, STANDARDS)

    def order(sort: str, *, descending: bool = False) -> list[str]:
        query = CatalogueQuery(text="cs", sort=sort, descending=descending)
        return [item.source.path[-7:-3] for item in list_catalogue(sources, query, {}, fields)]

    assert order("item") == ["0001", "0002", "0003", "0000"]
    assert order("created") == ["0000", "0001", "0002", "0003"]
    assert order("created", descending=True) == ["0003", "0002", "0000", "0001"]
    assert order("nothing") == ["0000", "0002", "0001", "0003"]
