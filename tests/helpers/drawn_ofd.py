"""OFD files drawn letter by letter and line by line, as small as they can be."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_MM = 25.4 / 72


class DrawnOfdPage:
    """A page; places are measured in points from its top left corner."""

    def __init__(self) -> None:
        self.objects: list[str] = []

    def text(
        self, x: float, top: float, text: str, size: float = 10.5, *, bold: bool = False
    ) -> None:
        """Write a line of text whose upper left corner is given."""
        width, base = size * _MM, 0.88 * size * _MM
        steps = " ".join(f"{width / (1 if ord(letter) > 255 else 2):.4f}" for letter in text[:-1])
        font = 2 if bold else 1
        self.objects.append(
            f'<ofd:TextObject ID="{len(self.objects) + 10}" Font="{font}" Size="{width:.4f}" '
            f'Boundary="{x * _MM:.4f} {top * _MM:.4f} 100 10">'
            f'<ofd:TextCode X="0" Y="{base:.4f}" DeltaX="{steps}">{escape(text)}</ofd:TextCode>'
            "</ofd:TextObject>"
        )

    def line(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Draw a line."""
        dx, dy = (x1 - x0) * _MM, (bottom - top) * _MM
        self.objects.append(
            f'<ofd:PathObject ID="{len(self.objects) + 10}" LineWidth="0.2" '
            f'Boundary="{x0 * _MM:.4f} {top * _MM:.4f} {dx:.4f} {dy:.4f}">'
            f"<ofd:AbbreviatedData>M 0 0 L {dx:.4f} {dy:.4f}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def grid(
        self, columns: Sequence[float], rows: Sequence[float], texts: Sequence[Sequence[str]]
    ) -> None:
        """Draw a table with all its lines."""
        for row in rows:
            self.line(columns[0], row, columns[-1], row)
        for column in columns:
            self.line(column, rows[0], column, rows[-1])
        for i, row_texts in enumerate(texts):
            for j, text in enumerate(row_texts):
                if text:
                    self.text(columns[j] + 3, rows[i] + 3, text)


def draw_ofd(*pages: DrawnOfdPage, title: str = "") -> bytes:
    """Return the pages as an OFD file."""
    files = {
        "OFD.xml": f"<ofd:OFD {_SPACE}><ofd:DocBody><ofd:DocInfo><ofd:Title>{title}</ofd:Title>"
        "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_SPACE}><ofd:CommonData><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>"
        + "".join(
            f'<ofd:Page ID="{number}" BaseLoc="Pages/{number}.xml"/>'
            for number in range(1, len(pages) + 1)
        )
        + "</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f"<ofd:Res {_SPACE}><ofd:Fonts>"
        '<ofd:Font ID="1" FontName="SimSun"/><ofd:Font ID="2" FontName="SimHei"/>'
        "</ofd:Fonts></ofd:Res>",
    }
    for number, page in enumerate(pages, 1):
        files[f"Doc_0/Pages/{number}.xml"] = (
            f'<ofd:Page {_SPACE}><ofd:Content><ofd:Layer ID="2">{"".join(page.objects)}'
            "</ofd:Layer></ofd:Content></ofd:Page>"
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()
