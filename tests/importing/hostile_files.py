"""Files that mean harm or are broken: bombs, cut-off and locked files, shells without content."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator

import pikepdf

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_PACKAGE_RELATIONS = (
    f'<?xml version="1.0"?><Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈">'
    + "".join(
        f'<!ENTITY {name} "{f"&{inner};" * 10}">'
        for inner, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
_MANY = 10_000
_PAGES = 2_000


def word_file(body: str, prologue: str = "") -> bytes:
    """Return a Word file with this body."""
    document = f'<?xml version="1.0"?>{prologue}<w:document xmlns:w="{_WORD}"><w:body>{body}'
    document += "</w:body></w:document>"
    return _archive(
        {
            "[Content_Types].xml": _TYPES.encode(),
            "_rels/.rels": _PACKAGE_RELATIONS.encode(),
            "word/document.xml": document.encode(),
        }
    )


def _archive(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def _pages(count: int) -> bytes:
    pdf = pikepdf.new()
    for _ in range(count):
        pdf.add_blank_page()
    data = io.BytesIO()
    pdf.save(data)
    return data.getvalue()


def _locked_pdf() -> bytes:
    with pikepdf.open(io.BytesIO(_pages(1))) as pdf:
        data = io.BytesIO()
        pdf.save(data, encryption=pikepdf.Encryption(owner="a", user="b"))
    return data.getvalue()


def _large_picture() -> bytes:
    """Return a PNG that says it is 60,000 pixels wide and high, and holds next to nothing."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = zlib.crc32(kind + content).to_bytes(4, "big")
        return len(content).to_bytes(4, "big") + kind + content + checksum

    size = (60_000).to_bytes(4, "big")
    header = chunk(b"IHDR", size + size + b"\x08\x00\x00\x00\x00")
    pixels = chunk(b"IDAT", zlib.compress(bytes(60_000_000)))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")


def _wide_word_file() -> bytes:
    row = "<w:tr>" + "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>" * _MANY + "</w:tr>"
    return word_file(f"<w:tbl>{row * 3}</w:tbl>")


def _wide_page() -> bytes:
    row = "<tr>" + "<td>1" * _MANY
    return f"<!DOCTYPE html><meta charset=utf-8><table>{row * 3}</table>".encode()


def _spanning_page() -> bytes:
    cell = '<td rowspan="65534" colspan="1000">1'
    return f"<!DOCTYPE html><table>{('<tr>' + cell * 60) * 60}</table>".encode()


_SHELL = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>信息公开年报</title></head>
<body><div id="app"></div><script src="/app.js"></script></body></html>"""
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_FILES: dict[str, Callable[[], bytes]] = {
    "bomb.docx": lambda: word_file(" " * 110_000_000),
    "laughs.docx": lambda: word_file("<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", LAUGHS),
    "deep.docx": lambda: word_file("<w:tbl><w:tr><w:tc>" * 20_000),
    "wide.docx": _wide_word_file,
    "locked.docx": lambda: _COMPOUND + "EncryptedPackage\0".encode("utf-16-le"),
    "cut.docx": lambda: word_file("<w:p/>" * 5000)[:400],
    "noise.doc": lambda: _COMPOUND + "WordDocument\0".encode("utf-16-le") + bytes(2000),
    "laughs.ods": lambda: _archive(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"{LAUGHS}<a>&i;</a>".encode(),
        }
    ),
    "bomb.xlsx": lambda: _archive({"xl/workbook.xml": b" " * 110_000_000}),
    "empty.ofd": lambda: _archive({"OFD.xml": f"{LAUGHS}<a>&i;</a>".encode()}),
    "wide.html": _wide_page,
    "spans.html": _spanning_page,
    "deep.html": lambda: b"<!DOCTYPE html>" + b"<div>" * 200_000,
    "shell.html": _SHELL.encode,
    "wide.csv": lambda: (b"1," * _MANY + b"\n") * 3,
    "wide.md": lambda: (b"|1" * _MANY + b"|\n") * 3,
    "wide.txt": lambda: (b"1\t" * _MANY + b"\n") * 3,
    "quotes.csv": lambda: b'"' * 2_000_000,
    "nested.json": lambda: b"[" * 200_000,
    "empty.txt": lambda: b"",
    "noise.bin.txt": lambda: bytes(range(256)) * 40,
    "pages.pdf": lambda: _pages(_PAGES),
    "locked.pdf": _locked_pdf,
    "cut.pdf": lambda: _pages(3)[:200],
    "large.png": _large_picture,
    "cut.png": lambda: _large_picture()[:60],
}


def hostile_files(names: Iterable[str] = ()) -> Iterator[tuple[str, bytes]]:
    """Yield the names and the bytes of all files, or of those that are named."""
    for name in names or _FILES:
        yield name, _FILES[name]()
