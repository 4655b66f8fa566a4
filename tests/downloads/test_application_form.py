"""The application form as a Word file: fields and boxes that Word and LibreOffice know."""

import io
import zipfile
from pathlib import Path

import docx
import lxml.etree

from tests.downloads.libreoffice import convert
from tests.helpers import Site
from tests.helpers.standards import STANDARDS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
GROUPS = STANDARDS.application.groups
FIELDS = [field for group in GROUPS for field in group.fields]
TYPED = {field.id: field.label for field in FIELDS if not field.options and not field.handwritten}
TICKED = {
    f"{field.id}-{number}": f"{field.label}：{option}"
    for field in FIELDS
    for number, option in enumerate(field.options, 1)
}


def value(element: lxml.etree._Element, name: str) -> str:
    node = element.find(f"{W}sdtPr/{W}{name}")
    assert node is not None
    return str(node.get(f"{W}val"))


def test_every_line_is_a_control_with_a_title(built_example: Site) -> None:
    with zipfile.ZipFile(io.BytesIO(built_example.outcome.files["apply-form.docx"])) as archive:
        root = lxml.etree.fromstring(archive.read("word/document.xml"))
    controls = list(root.iter(f"{W}sdt"))
    assert {value(control, "tag"): value(control, "alias") for control in controls} == {
        **TYPED,
        **TICKED,
    }
    assert len({value(control, "id") for control in controls}) == len(controls)
    boxes = [control for control in controls if control.find(f"{W}sdtPr/{W14}checkbox") is not None]
    assert {value(control, "tag") for control in boxes} == set(TICKED)
    assert {"".join(control.itertext()) for control in boxes} == {"☐"}
    assert "w14" in str(root.get(f"{MC}Ignorable")).split(), "an older Word passes the box over"


def test_every_table_says_what_it_is(built_example: Site) -> None:
    document = docx.Document(io.BytesIO(built_example.outcome.files["apply-form.docx"]))
    assert len(document.tables) == len(GROUPS)
    for table, group in zip(document.tables, GROUPS, strict=True):
        properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no other way
        assert properties.find(f"{W}tblCaption").get(f"{W}val") == group.title
        assert group.note in properties.find(f"{W}tblDescription").get(f"{W}val")
        rows = [row._tr for row in table.rows]  # noqa: SLF001 - python-docx has no other way
        headers = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        assert headers == [True, *(False for _ in group.fields)]
        labels = [row.cells[0].text for row in table.rows]
        assert labels == ["项目", *(field.label for field in group.fields)]


def test_libreoffice_keeps_the_controls(built_example: Site, tmp_path: Path) -> None:
    path = tmp_path / "form.docx"
    path.write_bytes(built_example.outcome.files["apply-form.docx"])
    (tmp_path / "again").mkdir()
    with zipfile.ZipFile(io.BytesIO(convert(path, "docx", tmp_path / "again"))) as archive:
        root = lxml.etree.fromstring(archive.read("word/document.xml"))
    assert len(list(root.iter(f"{W14}checkbox"))) == len(TICKED)
    # Version 7.4 writes the titles of fields back, and of several boxes in a cell the last one's.
    assert {element.get(f"{W}val") for element in root.iter(f"{W}alias")} >= set(TYPED.values())
