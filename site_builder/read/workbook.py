"""Words and numbers of an Excel file, each with its sheet, cell and the head of its column.

Called by `read.office`. A long number that was typed as a number is given as it was typed, as far
as Excel has kept it: fifteen digits.
"""

import re
import zipfile
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from site_builder.containers import UnsupportedFileError, parse_xml, read_member, xml_parser
from site_builder.read.gathered import Gathered
from site_builder.read.parts import Elements, local

MAX_CELLS = 1_000_000
_HEAD_LENGTH = 12
_HEAD_DIGITS = 4
_COLUMN = re.compile(r"[A-Z]{1,3}")
_MAX_STRINGS = 2_000_000
_SHEETS = re.compile(r"/?(?:xl/)?(worksheets/[^/]+\.xml)")


def read(archive: zipfile.ZipFile, gathered: Gathered) -> None:
    """Read all sheets, hidden ones too, and what is remarked on cells."""
    names = archive.namelist()
    strings: list[str] = []
    if "xl/sharedStrings.xml" in names:
        Elements("si", "t", strings.append).read(read_member(archive, "xl/sharedStrings.xml"))
    left = MAX_CELLS
    used: set[int] = set()
    told = _titles(archive)
    for name in sorted(one for one in names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", one)):
        title = told.get(name, f"工作表 {name.rpartition('/')[2].removesuffix('.xml')}")
        sheet = _Sheet(title, strings, gathered, left)
        sheet.read(read_member(archive, name))
        left -= sheet.cells
        used |= sheet.used
    for number, text in enumerate(strings):
        if number not in used:
            gathered.say("已删去的单元格里的文字", text)
    for name in sorted(
        one for one in names if re.fullmatch(r"xl/(?:comments|drawings/).*\.xml", one)
    ):
        _remarks(read_member(archive, name), gathered)


def _titles(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Give each sheet's part the words by which an author finds it."""
    targets: dict[str, str] = {}
    found: dict[str, str] = {}

    def relation(_name: str, attributes: Mapping[str, str]) -> None:
        target = _SHEETS.fullmatch(attributes.get("Target", ""))
        if target:
            targets[attributes.get("Id", "")] = f"xl/{target[1]}"

    def sheet(name: str, attributes: Mapping[str, str]) -> None:
        if local(name) == "sheet":
            number = next((v for k, v in attributes.items() if local(k) == "id"), "")
            hidden = "（隐藏）" if attributes.get("state", "visible") != "visible" else ""
            found[targets.get(number, "")] = f"工作表“{attributes.get('name', '')}”{hidden}"

    for part, hear in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        if part in archive.namelist():
            parser = xml_parser()
            parser.StartElementHandler = hear
            parse_xml(parser, read_member(archive, part))
    return found


class _Sheet:
    """Hears the XML of one sheet."""

    def __init__(self, title: str, strings: list[str], gathered: Gathered, most: int) -> None:
        self.title, self.strings, self.gathered, self.most = title, strings, gathered, most
        self.cells = 0
        self.used: set[int] = set()
        """Shared strings that its cells hold."""
        self.heads: dict[str, str] = {}
        """Column letters → the first words in that column."""
        self.spot = self.kind = ""
        self.pieces: list[str] = []
        self.inside = 0
        self.formula: list[str] | None = None
        """Pieces of the formula that is being read."""
        self.digits: dict[str, tuple[int, list[str]]] = {}
        """Column letters → the last row of single digits below each other, and these digits."""

    def read(self, data: bytes) -> None:
        parser = xml_parser()
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.heard
        parse_xml(parser, data)
        for column in list(self.digits):
            self.below(column, "")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = local(name)
        if tag == "c":
            self.spot, self.kind = attributes.get("r", ""), attributes.get("t", "n")
            self.pieces = []
        elif tag in ("v", "t", "oddHeader", "oddFooter"):
            self.inside += 1
            self.pieces = [] if tag.startswith("odd") else self.pieces
        self.formula = [] if tag == "f" else None

    def end(self, name: str) -> None:
        tag = local(name)
        if tag in ("v", "t", "oddHeader", "oddFooter"):
            self.inside -= 1
            if tag.startswith("odd"):
                self.gathered.say(f"{self.title}的页眉页脚", "".join(self.pieces))
        elif tag == "f" and self.formula and '"' in (text := "".join(self.formula)):
            self.gathered.say(f"{self.title}{self.spot}的公式", _JOINED.sub("", text))
        elif tag == "c":
            self.cells += 1
            if self.cells > self.most:
                raise UnsupportedFileError(f"单元格超过 {MAX_CELLS} 个，只检查了前面的部分")
            self.cell("".join(self.pieces))

    def heard(self, text: str) -> None:
        if self.inside:
            self.pieces.append(text)
        elif self.formula is not None:
            self.formula.append(text)

    def cell(self, raw: str) -> None:
        """Tell one cell, under the head of its column."""
        text = raw
        if self.kind == "s":
            number = int(raw) if raw.isascii() and raw.isdecimal() else len(self.strings)
            self.used.add(number)
            text = self.strings[number] if number < len(self.strings) else ""
        elif self.kind == "n":
            text = _plain(raw)
        found = _COLUMN.match(self.spot)
        column = found[0] if found else ""
        self.below(column, text.strip())
        head = self.heads.get(column, "")
        label = f"{self.title}{self.spot}"
        for line in text.splitlines() or [""]:
            self.gathered.say(f"{label}（{head}）" if head else label, line)
        digits = sum(one.isdigit() for one in text)
        if not head and text and digits < _HEAD_DIGITS and self.kind != "n":
            self.heads[column] = " ".join(text.split())[:_HEAD_LENGTH]

    def below(self, column: str, text: str) -> None:
        """Tell single digits that stand below each other, which may be a number of a person."""
        row = int(self.spot[len(column) :]) if self.spot[len(column) :].isdecimal() else 0
        last, digits = self.digits.get(column, (0, []))
        if len(text) != 1 or not (text.isdigit() or text in "Xx") or row != last + 1:
            if len(digits) in _STACKED:
                self.gathered.say(f"{self.title}{column}列上下排着的", "".join(digits))
            digits = []
        if len(text) == 1 and (text.isdigit() or text in "Xx"):
            self.digits[column] = (row, [*digits, text])
        else:
            self.digits.pop(column, None)


_STACKED = (11, 15, 18)
_JOINED = re.compile(r'"\s*&\s*"')
"""Where a formula joins two texts."""


def _plain(raw: str) -> str:
    """Write a number without an exponent: 1.3812345678E10 is a telephone."""
    if "E" not in raw.upper():
        return raw
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return raw
    return f"{number:f}" if number.adjusted() < 30 else raw  # noqa: PLR2004 - no number is longer


def _remarks(data: bytes, gathered: Gathered) -> None:
    """Tell what is remarked on cells and written into shapes, and by whom."""
    Elements("author", "author", lambda who: gathered.name("批注作者", who)).read(data)
    Elements("comment", "t", lambda text: gathered.say("批注", text)).read(data)
    Elements("txBody", "t", lambda text: gathered.say("文本框", text)).read(data)
