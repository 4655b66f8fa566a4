"""Reports in attachments: read as `import` reads them, judged, and never called missing unread."""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.downloads.libreoffice import convert
from tests.importing.hostile_files import hostile_files
from tests.importing.office_files import Block, docx_file
from tests.importing.sample_report import GridCell
from tests.inspection.attached import attached_portal
from tests.inspection.commands import inspect_json
from tests.inspection.drawn_reports import ofd_report, pdf_report
from tests.inspection.portal_server import send, serve_portal
from tests.inspection.portals import report_blocks, report_title

NARRATIVE = "全年工作按照《条例》的要求有序开展，没有其他需要报告的事项。"
IDENTITY = "联系人身份证号11010519491231002X。"


def blocks_of(year: int) -> list[Block]:
    return [("h1", report_title(year)), *report_blocks(year)]


def changed_cell(blocks: Sequence[Block], old: str, new: str) -> list[Block]:
    """Return blocks in which the first cell with a text has another."""
    changed: list[Block] = []
    is_open = True
    for kind, content in blocks:
        if isinstance(content, str):
            changed.append((kind, content))
            continue
        grid = [list(row) for row in content]
        for row in grid:
            for number, cell in enumerate(row):
                if is_open and cell.text == old:
                    row[number] = GridCell(new, cell.row_span, cell.column_span)
                    is_open = False
        changed.append((kind, grid))
    assert not is_open
    return changed


def inspect(files: dict[int, tuple[str, bytes]], store: Path) -> dict[str, Any]:
    with serve_portal(attached_portal(files)) as server:
        return inspect_json(server, store)


def test_reports_that_stand_in_attachments_are_read(tmp_path: Path) -> None:
    files = {
        2022: ("附件.ofd", ofd_report(blocks_of(2022))),
        # Without a title: its year is that of its page.
        2023: ("附件.docx", docx_file(report_blocks(2023))),
        2024: ("附件.pdf", pdf_report(blocks_of(2024))),
    }
    answer = inspect(files, tmp_path)
    assert (answer["findings"], answer["undecided"]) == ([], [])
    assert [*answer["years"]] == [str(year) for year in files]
    for year in files:
        assert f"/{year}/" in answer["years"][str(year)]


def packed(*files: tuple[str, bytes]) -> bytes:
    """Pack files as Windows does: their names in GBK, without a mark that says so."""
    data = io.BytesIO()
    names = [name.encode("gbk") for name, _ in files]
    stand_ins = [f"{at}".zfill(len(name)) for at, name in enumerate(names)]
    with zipfile.ZipFile(data, "w") as archive:
        for stand_in, (_, content) in zip(stand_ins, files, strict=True):
            archive.writestr(zipfile.ZipInfo(stand_in), content)
    whole = data.getvalue()
    for stand_in, name in zip(stand_ins, names, strict=True):
        # Once before the file, once in the list of all.
        whole = whole.replace(stand_in.encode(), name)
    return whole


def test_reports_in_an_archive_are_read(tmp_path: Path) -> None:
    text = [("p", IDENTITY) if block == ("p", NARRATIVE) else block for block in blocks_of(2022)]
    locked = dict(hostile_files(("locked.pdf",)))["locked.pdf"]
    inner = packed(("年报.docx", docx_file(blocks_of(2021))))
    files = {
        2021: ("附件.zip", packed(("里面.zip", inner))),
        2022: ("附件.zip", packed(("报告/年报.docx", docx_file(text)), ("照片.jpg", b"\xff\xd8"))),
        2023: ("附件.zip", packed(("2023年报告.docx", docx_file(report_blocks(2023))))),
        2024: ("附件.zip", packed(("年报.pdf", locked))),
    }
    answer = inspect(files, tmp_path)
    assert [*answer["years"]] == ["2022", "2023"]
    assert [finding["rule"] for finding in answer["findings"]] == ["p001/identity-number"]
    (finding,) = answer["findings"]
    assert finding["evidence"]["sha256"] == hashlib.sha256(files[2022][1]).hexdigest()
    unread = {f["message"] for f in answer["undecided"] if f["rule"] == "inspect/report-unread"}
    assert {message.partition("：")[2].partition("：")[0] for message in unread} == {
        "里面.zip",
        "年报.pdf",
    }


@pytest.mark.slow
def test_a_report_of_an_old_word_processor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(docx_file(changed_cell(blocks_of(2021), "1", "2")))
    answer = inspect({2021: ("附件.wps", convert(path, "doc", tmp_path))}, tmp_path / "store")
    assert answer["years"]["2021"].endswith(".wps")
    assert "inspect/arithmetic" in {finding["rule"] for finding in answer["findings"]}
    # LibreOffice writes cells over several columns as Word does not: some are left to a person.
    unsure = {(finding["rule"], finding["file"][-4:]) for finding in answer["undecided"]}
    assert ("inspect/report-cells-unread", ".wps") in unsure


def test_findings_name_the_attachment_with_its_digest(tmp_path: Path) -> None:
    text = [("p", IDENTITY) if block == ("p", NARRATIVE) else block for block in blocks_of(2022)]
    part = [block for block in blocks_of(2023) if block != ("p", NARRATIVE)]
    files = {
        2022: ("附件.ofd", ofd_report(text)),
        2023: ("附件.docx", docx_file([*part, ("p", NARRATIVE)])),
        2024: ("附件.pdf", b"\n" * 700 + pdf_report(changed_cell(blocks_of(2024), "4", "5"))),
    }
    answer = inspect(files, tmp_path)
    rules = {(f["rule"], f["file"].split("/")[-2]) for f in answer["findings"]}
    assert rules == {
        ("p001/identity-number", "2022"),
        ("inspect/report-part", "2023"),
        ("inspect/arithmetic", "2024"),
    }
    assert answer["undecided"] == []
    for finding in answer["findings"]:
        data = files[int(finding["file"].split("/")[-2])][1]
        assert finding["evidence"]["sha256"] == hashlib.sha256(data).hexdigest()
        assert finding["evidence"]["time"]


def test_what_cannot_be_read_is_not_called_missing(tmp_path: Path) -> None:
    hostile = dict(hostile_files(("locked.pdf", "bomb.docx")))
    files = {
        2021: ("附件.pdf", hostile["locked.pdf"]),
        2022: ("附件.pdf", hostile["locked.pdf"]),
        2023: ("附件.docx", hostile["bomb.docx"]),
        2024: ("附件.docx", b""),
    }
    portal = attached_portal(files)
    portal.edit("report-2024", "./2024/", "//files.example.gov.cn/2024/")
    with serve_portal(portal) as server:
        server.specials[portal.places["file-2021"]] = lambda handler: send(handler, 500)
        answer = inspect_json(server, tmp_path)
    assert answer["findings"] == []
    unread = [f for f in answer["undecided"] if f["rule"] == "inspect/report-unread"]
    assert len(unread) == len(files)
    reasons = {2021: "服务器回答 500", 2022: "密码", 2023: "解压后太大", 2024: "没有下载"}
    for year, words in reasons.items():
        (finding,) = [f for f in unread if f"{year} 年度的报告" in f["message"]]
        assert words in finding["message"]
    assert answer["years"] == {}
