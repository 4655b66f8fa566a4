"""Word files from a few elements of raw XML, for tests."""

import io
import zipfile
from collections.abc import Mapping

_OFFICE = "http://schemas.openxmlformats.org"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{namespace}"'
    for prefix, namespace in {
        "w": f"{_OFFICE}/wordprocessingml/2006/main",
        "r": f"{_OFFICE}/officeDocument/2006/relationships",
        "a": f"{_OFFICE}/drawingml/2006/main",
        "wp": f"{_OFFICE}/drawingml/2006/wordprocessingDrawing",
        "m": f"{_OFFICE}/officeDocument/2006/math",
        "mc": f"{_OFFICE}/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
_WORD_ML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "application/vnd.openxmlformats-package"
_TYPES = (
    f'<Types xmlns="{_OFFICE}/package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{_PACKAGE}.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="{_WORD_ML}.document.main+xml"/>'
    '<Default Extension="png" ContentType="image/png"/></Types>'
)
_ROOTS = {
    "numbering": "numbering",
    "styles": "styles",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "header": "hdr",
    "footer": "ftr",
}
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 24


def word_file(
    body: str,
    parts: Mapping[str, str] | None = None,
    files: Mapping[str, bytes] | None = None,
    links: Mapping[str, str] | None = None,
) -> bytes:
    """Build a Word file.

    `parts`: XML by kind (`numbering`, `footnotes` …); `files`: further members below `word/`, each
    related by its name without suffix; `links`: addresses by the id of their relationship.
    """
    relations: list[str] = []
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels",
            _relationships([_relation("rId1", "officeDocument", "word/document.xml")]),
        )
        archive.writestr("word/document.xml", _part("document", f"<w:body>{body}</w:body>"))
        for kind, xml in (parts or {}).items():
            archive.writestr(f"word/{kind}.xml", _part(_ROOTS[kind], xml))
            relations.append(_relation(f"{kind}Id", kind, f"{kind}.xml"))
        for name, data in (files or {}).items():
            archive.writestr(f"word/{name}", data)
            relations.append(_relation(name.partition(".")[0], "image", name))
        relations += [
            _relation(key, "hyperlink", target, external=True)
            for key, target in (links or {}).items()
        ]
        archive.writestr("word/_rels/document.xml.rels", _relationships(relations))
    return buffer.getvalue()


def _part(root: str, xml: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {NAMESPACES}>{xml}</w:{root}>'


def _relation(key: str, kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    namespace = f"{_OFFICE}/officeDocument/2006/relationships"
    return f'<Relationship Id="{key}" Type="{namespace}/{kind}" Target="{target}"{mode}/>'


def _relationships(items: list[str]) -> str:
    namespace = f"{_OFFICE}/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{"".join(items)}</Relationships>'


def run(text: str, properties: str = "") -> str:
    """Build a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    """Build a paragraph of runs; words alone become a run."""
    runs = "".join(item if item.startswith("<") else run(item) for item in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def cell(*content: str, properties: str = "") -> str:
    """Build a cell; words become a paragraph."""
    blocks = "".join(item if item.startswith("<w:") else paragraph(item) for item in content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks or '<w:p/>'}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """Build a row of a table."""
    built = "".join(item if item.startswith("<w:") else cell(item) for item in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{built}</w:tr>"


def table(*rows: str, properties: str = "") -> str:
    """Build a table."""
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid/>{''.join(rows)}</w:tbl>"
