"""PDF files drawn letter by letter and line by line: what a test means to see on a page."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from site_builder.importing.readers.page_text import is_wide

_FONTS = {"F1": "SimSun", "F2": "SimHei,Bold"}
A4 = (595.0, 842.0)


@dataclass
class DrawnPage:
    """A page; places are measured in points from its top left corner."""

    width: float = A4[0]
    height: float = A4[1]
    rotate: int = 0
    operators: list[str] = field(default_factory=list)
    letters: set[str] = field(default_factory=set)
    pictures: list[bytes] = field(default_factory=list)

    def text(  # noqa: PLR0913 - all that a letter can be
        self,
        x: float,
        top: float,
        text: str,
        size: float = 10.5,
        *,
        bold: bool = False,
        mode: int = 0,
        gray: float = 0,
        matrix: tuple[float, float, float, float] = (1, 0, 0, 1),
    ) -> None:
        """Write a line of text whose upper left corner is given."""
        self.letters |= set(text)
        code = text.encode("utf-16-be").hex()
        base = self.height - top - 0.88 * size
        turned = " ".join(f"{value:g}" for value in matrix)
        self.operators.append(
            f"BT {gray:g} g {mode} Tr /{'F2' if bold else 'F1'} {size:g} Tf "
            f"{turned} {x:.2f} {base:.2f} Tm <{code}> Tj ET"
        )

    def line(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Draw a line."""
        y0, y1 = self.height - top, self.height - bottom
        self.operators.append(f"0.5 w 0 G {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S")

    def area(self, x0: float, top: float, x1: float, bottom: float, gray: float) -> None:
        """Fill a rectangle."""
        self.operators.append(
            f"{gray:g} g {x0:.2f} {self.height - bottom:.2f} {x1 - x0:.2f} {bottom - top:.2f} re f"
        )

    def grid(
        self, columns: Sequence[float], rows: Sequence[float], texts: Sequence[Sequence[str]]
    ) -> None:
        """Draw a table with a line round each cell; a text `<` or `^` joins it to its neighbour."""
        for i, row in enumerate(texts):
            for j, text in enumerate(row):
                x0, x1, top, bottom = columns[j], columns[j + 1], rows[i], rows[i + 1]
                if text != "^":
                    self.line(x0, top, x1, top)
                if text != "<":
                    self.line(x0, top, x0, bottom)
                if text not in ("", "<", "^"):
                    for number, part in enumerate(text.split("\n")):
                        self.text(x0 + 3, top + 3 + 12 * number, part)
        self.line(columns[0], rows[-1], columns[-1], rows[-1])
        self.line(columns[-1], rows[0], columns[-1], rows[-1])

    def picture(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Place a picture of eight grey dots."""
        self.pictures.append(b"\x80" * 8)
        name = f"I{len(self.pictures)}"
        size = f"{x1 - x0:.2f} 0 0 {bottom - top:.2f} {x0:.2f} {self.height - bottom:.2f}"
        self.operators.append(f"q {size} cm /{name} Do Q")


def draw_pdf(*pages: DrawnPage, info: str = "", compress: bool = True) -> bytes:
    """Return the pages as a PDF file; `info` is the inside of its document information."""
    objects: list[bytes] = [b"", b""]
    letters = sorted({letter for page in pages for letter in page.letters})
    fonts = " ".join(
        f"/{name} {_add_font(objects, base, letters)} 0 R" for name, base in _FONTS.items()
    )
    kids = [_add_page(objects, page, fonts, compress=compress) for page in pages]
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode()
    objects.append(f"<< {info} >>".encode())
    data = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects))
    return data + b"startxref\n%d\n%%%%EOF\n" % start


def _add(objects: list[bytes], body: bytes) -> int:
    objects.append(body)
    return len(objects)


def _stream(data: bytes, *, compress: bool, entries: str = "") -> bytes:
    if compress:
        data, entries = zlib.compress(data), f"{entries} /Filter /FlateDecode"
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _add_font(objects: list[bytes], base: str, letters: Sequence[str]) -> int:
    codes = [int(letter.encode("utf-16-be").hex(), 16) for letter in letters]
    mapped = "".join(f"<{code:04x}> <{code:04x}>\n" for code in codes)
    cmap = (
        "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{mapped}endbfchar endcmap"
    )
    unicode_map = _add(objects, _stream(cmap.encode(), compress=True))
    widths = " ".join(
        f"{code} [500]" for letter, code in zip(letters, codes, strict=True) if not is_wide(letter)
    )
    descriptor = _add(
        objects,
        f"<< /Type /FontDescriptor /FontName /{base} /Flags 4 /FontBBox [0 -120 1000 880] "
        "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 800 /StemV 80 >>".encode(),
    )
    descendant = _add(
        objects,
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{base} /DW 1000 /W [{widths}] "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"/FontDescriptor {descriptor} 0 R >>".encode(),
    )
    return _add(
        objects,
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{base} /Encoding /Identity-H "
        f"/DescendantFonts [{descendant} 0 R] /ToUnicode {unicode_map} 0 R >>".encode(),
    )


def _add_page(objects: list[bytes], page: DrawnPage, fonts: str, *, compress: bool) -> int:
    pictures = []
    for number, dots in enumerate(page.pictures, 1):
        entries = (
            "/Type /XObject /Subtype /Image /Width 4 /Height 2 /ColorSpace /DeviceGray "
            "/BitsPerComponent 8"
        )
        index = _add(objects, _stream(dots, compress=True, entries=entries))
        pictures.append(f"/I{number} {index} 0 R")
    content = "\n".join(page.operators).encode()
    contents = _add(objects, _stream(content, compress=compress))
    return _add(
        objects,
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width:g} {page.height:g}] "
        f"/Rotate {page.rotate} /Contents {contents} 0 R "
        f"/Resources << /Font << {fonts} >> /XObject << {' '.join(pictures)} >> >> >>".encode(),
    )
