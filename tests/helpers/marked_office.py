"""Office files with one mark each, in every place that is known to name a person."""

import io
from collections.abc import Iterator, Mapping

import docx
from PIL import Image

from tests.helpers.marked_pictures import MARK
from tests.helpers.sample_files import archive, sheet, word

M = MARK.decode()
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_REL}"'
_WORD, _SHEET, _SLIDES = "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"
_PLACE = f"C:\\Users\\{M}\\a.docx"

_ATTRIBUTES: tuple[tuple[str, str, str], ...] = (
    *(
        ("docx", _WORD, f'<w:document {_W}><w:{name} w:id="1" w:author="{M}"/></w:document>')
        for name in [
            "ins",
            "del",
            "moveFrom",
            "moveTo",
            "rPrChange",
            "pPrChange",
            "sectPrChange",
            "tblPrChange",
        ]
    ),
    *(
        ("docx", f"word/{name}.xml", f'<w:x {_W}><w:ins w:author="{M}"/></w:x>')
        for name in ["header1", "footer1", "footnotes", "endnotes", "styles", "numbering"]
    ),
    ("docx", "word/comments.xml", f'<w:c {_W}><w:comment w:author="{M}"/></w:c>'),
    ("docx", "word/comments.xml", f'<w:c {_W}><w:comment w:initials="{M}"/></w:c>'),
    ("docx", "word/people.xml", f'<w:p {_W}><w:person w:author="{M}"/></w:p>'),
    ("docx", _WORD, f'<w:document {_W}><w:p w:rsidR="{M}"/></w:document>'),
    ("docx", _WORD, f"<w:document {_W}><!-- {M} --><w:p/></w:document>"),
    ("docx", _WORD, f'<w:document {_W}><docPr descr="{_PLACE}"/></w:document>'),
    (
        "docx",
        _WORD,
        f"<w:document {_W}><w:instrText>LINK &quot;{_PLACE}&quot;</w:instrText></w:document>",
    ),
    ("docx", _WORD, f'<w:document {_W}><w:fldSimple w:instr="X {_PLACE}"/></w:document>'),
    *(
        ("docx", "word/settings.xml", f'<w:settings {_W}><w:{name} w:val="{M}"/></w:settings>')
        for name in [
            "attachedTemplate",
            "docVars",
            "rsids",
            "mailMerge",
            "docId",
            "saveThroughXslt",
        ]
    ),
    ("docx", "word/commentsExtensible.xml", f'<w:c {_W}><w:x w:dateUtc="{M}"/></w:c>'),
    ("docx", _WORD, f'<w:document {_W}><w:alias w:val="{M}"/></w:document>'),
    ("docx", "word/strange.xml", f"<a>{M}</a>"),
    ("xlsx", "xl/worksheets/sheet1.xml", f"<w><oddHeader>&amp;C{_PLACE}</oddHeader></w>"),
    ("xlsx", "xl/worksheets/sheet1.xml", f'<w><protectedRange name="{M}" sqref="A1:B2"/></w>'),
    ("xlsx", "xl/comments1.xml", f"<comments><authors><author>{M}</author></authors></comments>"),
    ("xlsx", "xl/persons/person.xml", f'<l><person displayName="{M}"/></l>'),
    ("xlsx", "xl/persons/person.xml", f'<l><person userId="{M}"/></l>'),
    ("xlsx", "xl/revisions/revisionHeaders.xml", f'<h><header userName="{M}"/></h>'),
    ("xlsx", "xl/revisions/userNames.xml", f'<users><userInfo name="{M}"/></users>'),
    (
        "xlsx",
        "xl/pivotCache/pivotCacheDefinition1.xml",
        f'<pivotCacheDefinition refreshedBy="{M}"/>',
    ),
    ("xlsx", "xl/connections.xml", f'<c><connection id="1" odcFile="{M}"/></c>'),
    ("xlsx", "xl/connections.xml", f'<c><connection id="1" sourceFile="{M}"/></c>'),
    (
        "xlsx",
        "xl/connections.xml",
        f'<c><connection id="1"><dbPr connection="{M}"/></connection></c>',
    ),
    ("xlsx", "xl/connections.xml", f'<c><connection id="1" description="{M}"/></c>'),
    ("xlsx", "xl/connections.xml", f'<c><connection><textPr sourceFile="{M}"/></connection></c>'),
    (
        "xlsx",
        _SHEET,
        f'<w xmlns:x="http://schemas.microsoft.com/office/x"><x:absPath url="{M}"/></w>',
    ),
    (
        "xlsx",
        _SHEET,
        f'<w xmlns:x="http://schemas.microsoft.com/office/x"><x:revisionPtr documentId="{M}"/></w>',
    ),
    ("xlsx", _SHEET, f'<w><fileSharing userName="{M}"/></w>'),
    (
        "xlsx",
        _SHEET,
        f'<w><customWorkbookViews><customWorkbookView name="{M}"/></customWorkbookViews></w>',
    ),
    ("xlsx", _SHEET, f'<w><definedName name="a" comment="{M}">A1</definedName></w>'),
    ("xlsx", "xl/worksheets/sheet9.xml", f'<w><scenario name="a" user="{M}"/></w>'),
    ("xlsx", "xl/worksheets/sheet9.xml", f'<w><scenario name="a" comment="{M}"/></w>'),
    (
        "xlsx",
        "xl/worksheets/sheet9.xml",
        f'<w><webPublishItems><x destinationFile="{M}"/></webPublishItems></w>',
    ),
    ("xlsx", "xl/worksheets/sheet9.xml", f'<w><protectedRange securityDescriptor="{M}"/></w>'),
    ("xlsx", "xl/worksheets/sheet9.xml", f"<w><f>'C:\\{M}\\[a.xlsx]S'!A1</f></w>"),
    ("xlsx", "xl/externalLinks/externalLink1.xml", f'<w><ddeLink ddeTopic="{_PLACE}"/></w>'),
    ("xlsx", "xl/tables/table1.xml", f'<table comment="{M}"/>'),
    ("pptx", "ppt/commentAuthors.xml", f'<l><cmAuthor name="{M}"/></l>'),
    ("pptx", "ppt/commentAuthors.xml", f'<l><cmAuthor initials="{M}"/></l>'),
    ("pptx", "ppt/authors.xml", f'<l><author name="{M}"/></l>'),
    ("pptx", "ppt/authors.xml", f'<l><author userId="{M}"/></l>'),
    ("pptx", "ppt/presProps.xml", f'<l><htmlPubPr title="{M}"/></l>'),
    ("pptx", "ppt/tags/tag1.xml", f'<l><tag name="A" val="{M}"/></l>'),
    ("pptx", "ppt/slides/slide1.xml", f'<l><cNvPr descr="/Users/{M}/a.png"/></l>'),
    *(
        ("docx", "docProps/core.xml", f"<coreProperties><{name}>{M}</{name}></coreProperties>")
        for name in [
            "creator",
            "lastModifiedBy",
            "description",
            "category",
            "contentStatus",
            "identifier",
        ]
    ),
    *(
        ("pptx", "docProps/app.xml", f"<Properties><{name}>{M}</{name}></Properties>")
        for name in ["Company", "Manager", "HyperlinkBase", "Template", "HLinks"]
    ),
    ("xlsx", "docProps/custom.xml", f"<P><property name='x'><a>{M}</a></property></P>"),
)
_BINARY = (
    *(("docx", name) for name in ("customXml/item1.xml", "docProps/thumbnail.jpeg")),
    *(("docx", name) for name in ("word/glossary/document.xml", "word/vbaProject.bin")),
    *(("docx", name) for name in ("word/embeddings/oleObject1.bin", "word/unknown.dat")),
    *(("docx", name) for name in ("docMetadata/LabelInfo.xml", "word/activeX/activeX1.bin")),
    *(("xlsx", name) for name in ("xl/printerSettings/printerSettings1.bin", "xl/model/item.data")),
    *(("xlsx", name) for name in ("xl/customProperty1.bin", "unknown.xml", "customUI/a.xml")),
    *(("pptx", name) for name in ("ppt/changesInfos/changesInfo1.xml", "ppt/revisionInfo.xml")),
)
_KINDS = (
    "attachedTemplate",
    "image",
    "externalLinkPath",
    "hyperlink",
    "oleObject",
    "mailMergeSource",
)
_MAINS = {"docx": _WORD, "xlsx": _SHEET, "pptx": _SLIDES}


def _packed(extension: str, parts: Mapping[str, bytes]) -> bytes:
    return archive({_MAINS[extension]: b"<w/>", **parts})


def _open(parts: Mapping[str, str]) -> bytes:
    kind = b"application/vnd.oasis.opendocument.text"
    return archive({"mimetype": kind, **{name: text.encode() for name, text in parts.items()}})


def _photo() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = M
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def marked() -> Iterator[tuple[str, bytes]]:
    """Yield each file with what it is called."""
    for number, (extension, part, text) in enumerate(_ATTRIBUTES):
        yield f"{extension} {number} {part}", _packed(extension, {part: text.encode()})
    for extension, part in _BINARY:
        yield f"{extension} {part}", _packed(extension, {part: MARK})
    for kind in _KINDS:
        target = f"file:///C:\\Users\\{M}\\a.bin"
        link = (
            f'<R><Relationship Type="{_REL}/{kind}" Target="{target}" TargetMode="External"/></R>'
        )
        yield f"docx link {kind}", _packed("docx", {"word/_rels/document.xml.rels": link.encode()})
    inner = word(["正文"], M)
    for extension, folder in (("docx", "word"), ("xlsx", "xl"), ("pptx", "ppt")):
        yield f"{extension} photo", _packed(extension, {f"{folder}/media/image1.jpeg": _photo()})
        yield f"{extension} inner", _packed(extension, {f"{folder}/embeddings/a.docx": inner})
    yield "docx whole", inner
    yield "xlsx whole", sheet([["正文", 1]], M)
    content = '<c xmlns:dc="http://purl.org/dc/elements/1.1/" '
    content += 'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:meta:1.0">{}</c>'
    yield "odt annotation", _open({"content.xml": content.format(f"<dc:creator>{M}</dc:creator>")})
    yield (
        "odt meta",
        _open({"meta.xml": content.format(f"<t:initial-creator>{M}</t:initial-creator>")}),
    )
    yield "odt user", _open({"meta.xml": content.format(f"<t:user-defined>{M}</t:user-defined>")})
    yield "odt thumbnail", _open({"Thumbnails/thumbnail.png": M})
    printer = f'<t:config-item config:name="PrinterName">{M}</t:config-item>'
    yield (
        "odt printer",
        _open(
            {
                "settings.xml": content.replace(
                    "<c ", '<c xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0" '
                ).format(printer)
            }
        ),
    )
    yield "odt unknown", _open({"Other/x.bin": M})


def unmarked() -> Iterator[tuple[str, bytes]]:
    """Yield whole files whose words must stay."""
    for number in range(20):
        yield f"docx {number}", word([f"第{number}段 <甲> & “乙”", "", "合计 1,234.50 元  "])
        yield f"xlsx {number}", sheet([["项目", number], ["A&B", 1.5], [None, "C:\\公用\\表.xlsx"]])
    document = docx.Document()
    document.add_table(2, 2).cell(0, 0).text = "表"
    out = io.BytesIO()
    document.add_picture(io.BytesIO(_photo()))
    document.save(out)
    yield "docx table", out.getvalue()
