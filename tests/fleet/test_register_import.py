"""`fleet import`: a sheet becomes a register, or nothing is written and the row is named."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from site_builder.config.bodies import read_register
from tests.helpers import run_cli
from tests.helpers.standards import STANDARDS

HEAD = (
    "序号",
    "机构代码",
    "单位名称",
    "机构类别",
    "上级机构",
    "成立日期",
    "撤销日期",
    "曾用名",
    "不编制",
)
ROWS: tuple[tuple[object, ...], ...] = (
    (1, "X01", "某县人民政府", "政府", "", "", "至今", "", ""),
    (
        2,
        "A01",
        "某县文旅局",
        "工作部门",
        "某县人民政府",
        date(1990, 1, 2),
        "—",
        "某县文化局（至2019-02-28）",
        "",
    ),
    (3, "B01", "某县：旅游局, [筹]", "部门", "X01", "2001年3月4日", "2019.2.28", "", "是"),
)


def write_sheet(path: Path, rows: tuple[tuple[object, ...], ...], head: object = HEAD) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["某县行政机关一览"])
    sheet.append(list(head))  # type: ignore[call-overload]  # a tuple of texts
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def run_import(folder: Path, sheet: Path, *words: str) -> tuple[int, str]:
    exit_code, output, _ = run_cli("fleet", "import", str(sheet), "--project", str(folder), *words)
    return exit_code, output


def test_a_workbook_becomes_a_register(tmp_path: Path) -> None:
    sheet = write_sheet(tmp_path / "机构.xlsx", ROWS)
    exit_code, output = run_import(tmp_path, sheet, "--dry-run")
    assert (exit_code, (tmp_path / "bodies.yaml").exists()) == (0, False)
    exit_code, output = run_import(tmp_path, sheet)
    assert exit_code == 0, output
    assert "新的 3 个机构：" in output
    assert "没有用到的列：“序号”" in output
    register, diagnostics = read_register((tmp_path / "bodies.yaml").read_bytes(), STANDARDS)
    assert diagnostics == ()
    assert register is not None
    culture, tourism = register.by_code["A01"], register.by_code["B01"]
    assert (culture.parent, culture.since, culture.until) == ("X01", date(1990, 1, 2), None)
    assert [former.name for former in culture.former_names] == ["某县文化局"]
    assert (tourism.name, tourism.until) == ("某县：旅游局, [筹]", date(2019, 2, 28))
    assert not tourism.reports_about(2018)
    assert run_import(tmp_path, sheet)[1].endswith("没有要写的。\n")


@pytest.mark.parametrize("separator", [",", "\t"])
def test_delimited_text(tmp_path: Path, separator: str) -> None:
    text = separator.join(("代码", "名称", "类别")) + "\n" + separator.join(("A", "甲局", "部门"))
    sheet = tmp_path / "机构.csv"
    sheet.write_bytes(text.encode("gbk"))
    assert run_import(tmp_path, sheet)[0] == 0
    assert "代码: A\n    名称: 甲局\n    类别: 部门\n" in (tmp_path / "bodies.yaml").read_text(
        "utf-8"
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            (4, "A01", "乙局", "部门", "X01", "", "", "", ""),
            "代码“A01”在表里不止一行，第一次在第 4 行",
        ),
        ((4, "", "乙局", "部门", "X01", "", "", "", ""), "没有写“代码”"),
        ((4, 1.1330100000000001e17, "乙局", "部门", "X01", "", "", "", ""), "第 6 行（乙局）："),
        ((4, "C", "乙局", "部们", "X01", "", "", "", ""), "“类别”不能是“部们”。是不是“部门”？"),
        ((4, "C", "乙局", "部门", "丙局", "", "", "", ""), "“上级”不能是“丙局”|不在名录里"),
        ((4, "C", "乙局", "部门", "X01", "去年", "", "", ""), "“去年”不是日期"),
        ((4, "C", "乙局", "部门", "X01", "2019-01-02", "2018-01-02", "", ""), "早于起"),
        ((4, "C", "", "部门", "X01", "", "", "", ""), "没有写“名称”"),
    ],
)
def test_on_any_doubt_nothing_is_written(
    tmp_path: Path, row: tuple[object, ...], reason: str
) -> None:
    sheet = write_sheet(tmp_path / "机构.xlsx", (*ROWS, row))
    exit_code, output = run_import(tmp_path, sheet, "--force")
    assert exit_code == 1
    assert any(word in output for word in reason.split("|")), output
    assert "第 6 行" in output
    assert "什么也没有写" in output
    assert not (tmp_path / "bodies.yaml").exists()


def test_an_existing_register_is_changed_only_after_its_plan_was_shown(tmp_path: Path) -> None:
    old = """# 手写的注释
机构:
  - {代码: X01, 名称: 某县人民政府, 类别: 政府, 项目: bodies/x, 报告: {2019: "old/2019, 稿.pdf"}}
  - {代码: Z01, 名称: 某县档案局, 类别: 部门, 曾用名: [{名称: '档案馆: 旧', 止: 2010-01-01}]}
  - {代码: A01, 名称: 某县文化局, 类别: 部门, 上级: X01}
"""
    register = tmp_path / "bodies.yaml"
    register.write_text(old, "utf-8")
    sheet = write_sheet(tmp_path / "机构.xlsx", ROWS[:2])
    exit_code, output = run_import(tmp_path, sheet)
    assert (exit_code, register.read_text("utf-8")) == (1, old)
    assert "    名称：某县文化局 → 某县文旅局\n" in output
    assert "表里没有、照旧保留的 1 个" in output
    exit_code, output = run_import(tmp_path, sheet, "--force")
    assert exit_code == 0, output
    assert (tmp_path / "import-backups/1/bodies.yaml").read_text("utf-8") == old
    after, diagnostics = read_register(register.read_bytes(), STANDARDS)
    assert diagnostics == ()
    assert after is not None
    assert [body.code for body in after.bodies] == ["X01", "Z01", "A01"]
    assert dict(after.by_code["X01"].reports) == {2019: "old/2019, 稿.pdf"}
    assert after.by_code["X01"].project == "bodies/x"
    assert after.by_code["Z01"].former_names[0].name == "档案馆: 旧"
    register.write_text(old.replace("类别: 政府", "类别: 正府"), "utf-8")
    exit_code, output = run_import(tmp_path, sheet, "--force")
    assert exit_code == 1
    assert "不能导入：bodies.yaml:3:" in output


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.xlsx", b"PK\x03\x04 nothing", "什么也没有写："),
        ("a.csv", "甲,乙\n1,2\n".encode(), "没有认出机构名录的列名"),
        ("a.md", "# 甲\n".encode(), "这不是电子表格"),
        ("a.csv", b"", "文件是空的"),
    ],
)
def test_what_is_no_register(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    exit_code, output = run_import(tmp_path, tmp_path / name)
    assert exit_code == 1
    assert message in output
    assert run_import(tmp_path, tmp_path / "gone.xlsx")[0] == 2
