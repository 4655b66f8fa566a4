"""Export → import changes nothing; an edited sheet changes the bytes of these values alone."""

import difflib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import openpyxl
import pytest

from site_builder.importing.readers import delimited_text, workbook
from site_builder.importing.recognition.catalogue import CatalogueSheet, recognize_catalogue
from site_builder.model.catalogue_plan import CatalogueImport
from site_builder.usecases.export_catalogue import export_catalogue
from site_builder.usecases.import_catalogue import import_catalogue
from tests.helpers import EXAMPLE, read_tree
from tests.helpers.standards import STANDARDS

VALUES = {
    "名称": ("关于甲的通知", "'甲'：乙", "甲: 乙", "a #b", "- x", "=1+1", "“引”", "null", "甲|乙"),
    "内容概述": ("一\n二", "# 井", "@x", "[甲]", "说明 # 不是注释", "'=1", "长" * 90),
    "索引号": ("A-{}", "测〔2020〕{}", "000{}", "x'{}"),
    "生成日期": ("2020-01-05", "2020年1月6日"),
    "公开事项": ("7", "（七）", "预算决算"),
    "主题词": ("甲、乙", "甲", "null、“三公”经费", "a:b、c#d"),
    "状态说明": ("无", "见：《办法》", "*x*", "a\n\nb"),
}
ALIASES = {"名称": "标题", "内容概述": "概述", "索引号": "索引", "主题词": "关键词"}


def written(key: str, value: str, random: Random) -> str:
    """Write a value in one of the ways that authors use."""
    quoted = "'" + value.replace("'", "''") + "'"
    if key == "主题词" and random.random() < 0.7:
        words = [f"'{word}'" for word in value.split("、")]
        flow = f" [{', '.join(words)}]"
        return random.choice((flow, "".join(f"\n  - {word}" for word in words)))
    if "\n" in value:
        return " |\n" + "\n".join(f"  {line}" if line else "" for line in value.split("\n"))
    return f" {quoted}" + random.choice(("", "  ", " # 注"))


def document(number: int, random: Random) -> bytes:
    lines = ["---"]
    for key, values in VALUES.items():
        if key not in ("名称", "索引号") and random.random() < 0.3:
            continue
        if random.random() < 0.2:
            lines.append(random.choice(("# 注释：名称: x", "")))
        name = ALIASES.get(key, key) if random.random() < 0.5 else key
        value = random.choice(values).format(number)
        lines.append(f"{name}:{written(key, value, random)}")
    lines += [
        "附件:",
        "  - 文件: ../files/a.csv",
        "    名称: '附: 件'",
        "---",
        "",
        "正文。---",
        "---",
    ]
    newline = random.choice(("\n", "\n", "\r\n"))
    mark = random.choice((b"", b"", b"\xef\xbb\xbf"))
    return mark + newline.join("\n".join(lines).split("\n")).encode()


def project_of(random: Random, folder: Path, count: int) -> Path:
    for number in range(count):
        path = folder / f"content/2020/documents/d{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(document(number, random))
    return folder


def export(project: Path, suffix: str) -> bytes:
    file = project / f"sheet{suffix}"
    export_catalogue(project, file, STANDARDS, force=True)
    return file.read_bytes()


def run(project: Path, name: str, data: bytes) -> CatalogueImport:
    return import_catalogue(sheet_of(name, data), project, STANDARDS)


def sheet_of(name: str, data: bytes) -> CatalogueSheet:
    is_workbook = name.endswith(".xlsx")
    original = workbook.read(name, data) if is_workbook else delimited_text.read(name, data)
    sheet = recognize_catalogue(original, STANDARDS.document_fields)
    assert sheet
    return sheet


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_an_export_of_the_example_changes_nothing(suffix: str, tmp_path: Path) -> None:
    for path, data in read_tree(EXAMPLE / "content").items():
        (tmp_path / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / path).write_bytes(data)
    outcome = run(tmp_path, f"a{suffix}", export(tmp_path, suffix))
    assert (outcome.plan.is_clear, outcome.plan.unchanged > 20) == (True, True)
    assert (outcome.plan.changed, outcome.plan.created) == ((), ())


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("seed", range(6))
def test_an_export_changes_nothing(seed: int, suffix: str, tmp_path: Path) -> None:
    project = project_of(Random(seed), tmp_path, 8)  # noqa: S311 - a test's own dice
    before = read_tree(project / "content")
    outcome = run(project, f"a{suffix}", export(project, suffix))
    assert outcome.plan.is_clear, outcome.plan
    assert (outcome.plan.unchanged, outcome.written) == (8, ())
    assert read_tree(project / "content") == before


def edited(data: bytes, random: Random) -> tuple[bytes, dict[str, dict[str, str]]]:
    """Change some cells of a workbook as a clerk does; return which, by file and label."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    labels = [cell.value for cell in sheet[1]]
    edits: dict[str, dict[str, str]] = {}
    for row in range(2, sheet.max_row + 1):
        if random.random() < 0.5:
            continue
        path = sheet.cell(row, 1).value.removeprefix("content/")
        for label in random.sample(sorted(set(VALUES) - {"索引号"}), 2):
            value = random.choice((*VALUES[label], "" if label == "状态说明" else "新的值"))
            if label in ("生成日期", "公开事项") and value == "新的值":
                value = VALUES[label][0]
            sheet.cell(row, labels.index(label) + 1).value = value or None
            edits.setdefault(path, {})[label] = value
    rest = list(sheet.iter_rows(min_row=2))
    order = random.sample(range(len(rest)), len(rest))
    values = [[cell.value for cell in rest[at]] for at in order]
    for number, line in enumerate(values, 2):
        for column, value in enumerate(line, 1):
            cell = sheet.cell(number, column)
            cell.value = value
            # A clerk types into cells of the format text: what begins with = is none.
            cell.data_type = "s" if value else "n"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), edits


def changed_keys(before: bytes, after: bytes) -> Iterator[str]:
    """Yield the lines that differ."""
    old, new = (data.decode().splitlines(keepends=True) for data in (before, after))
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from (*old[a:b], *new[c:d])


@pytest.mark.parametrize("seed", range(12))
def test_edits_change_their_own_bytes_alone(seed: int, tmp_path: Path) -> None:
    random = Random(seed)  # noqa: S311 - a test's own dice
    project = project_of(random, tmp_path, 8)
    before = read_tree(project / "content")
    data, edits = edited(export(project, ".xlsx"), random)
    outcome = run(project, "a.xlsx", data)
    assert not outcome.plan.unconfirmed
    if not outcome.plan.is_clear:
        reasons = {reason for row in outcome.plan.rejected for reason in row.reasons}
        assert all("注释" in reason for reason in reasons), reasons
        outcome = import_catalogue(sheet_of("a.xlsx", data), project, STANDARDS, force=True)
    after = read_tree(project / "content")
    rejected = {row.title for row in outcome.plan.rejected}
    for path, old in before.items():
        for line in changed_keys(old, after[path]):
            assert path in edits, path
            assert "附" not in line
            assert "正文" not in line
            assert "注释：" not in line
        assert after[path].count(b"\r\n") == after[path].count(b"\n") * (b"\r\n" in old)
        assert after[path].startswith(b"\xef\xbb\xbf") == old.startswith(b"\xef\xbb\xbf")
    again = run(project, "a.xlsx", export(project, ".xlsx"))
    assert again.plan.unchanged == 8
    values = {item.path: {c.label: c.new for c in item.changes} for item in outcome.plan.changed}
    assert set(outcome.written) == {f"content/{path}" for path in values}
    assert values or rejected or not edits


def test_a_document_changed_since_the_export_is_not_written_over(tmp_path: Path) -> None:
    project = project_of(Random(1), tmp_path, 2)  # noqa: S311 - a test's own dice
    data, edits = edited(export(project, ".xlsx"), Random(3))  # noqa: S311 - the same
    assert edits
    for path in edits:
        file = project / "content" / path
        file.write_bytes(file.read_bytes() + b"\n")
    before = read_tree(project / "content")
    outcome = run(project, "a.xlsx", data)
    assert outcome.failed
    assert {item.path for item in outcome.plan.unconfirmed} == set(edits)
    assert read_tree(project / "content") == before


def test_a_missing_row_and_a_missing_column_are_no_deletion(tmp_path: Path) -> None:
    project = project_of(Random(5), tmp_path, 3)  # noqa: S311 - a test's own dice
    lines = export(project, ".csv").decode("utf-8-sig").split("\r\n")
    shorter = "\r\n".join(lines[:1] + lines[2:]).encode()
    book = openpyxl.load_workbook(io.BytesIO(export(project, ".xlsx")))
    book.worksheets[0].delete_cols(4, 3)
    buffer = io.BytesIO()
    book.save(buffer)
    before = read_tree(project / "content")
    assert run(project, "a.csv", shorter).plan.is_clear
    assert run(project, "a.xlsx", buffer.getvalue()).plan.is_clear
    assert read_tree(project / "content") == before


def test_every_cell_of_the_sheet_is_text(tmp_path: Path) -> None:
    project = project_of(Random(2), tmp_path, 3)  # noqa: S311 - a test's own dice
    book = openpyxl.load_workbook(io.BytesIO(export(project, ".xlsx")))
    for row in book.worksheets[0].iter_rows():
        assert {cell.data_type for cell in row if cell.value is not None} == {"s"}
        assert {cell.number_format for cell in row if cell.value is not None} == {"@"}


def test_an_export_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    project = project_of(Random(2), tmp_path, 3)  # noqa: S311 - a test's own dice
    first = export(project, ".xlsx")
    assert first == export(project, ".xlsx")
    assert zipfile.is_zipfile(io.BytesIO(first))
