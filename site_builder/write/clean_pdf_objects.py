"""The objects of a PDF file: what is allowed stays, names and paths go, the rest is reported.

Called by `write.clean_pdf`, with the extra `attachments`.
"""

import re
from collections.abc import Iterator

import pikepdf

from site_builder.containers import UnsupportedFileError
from site_builder.write import clean_pdf_streams, clean_pdf_tags
from site_builder.write.clean_pdf_private import drop_private
from site_builder.write.clean_xmp import clean_xmp


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CATALOG = _words(
    "/Type /Version /Extensions /Pages /PageLabels /Names /Dests /ViewerPreferences /PageLayout "
    "/PageMode /Outlines /OpenAction /URI /AcroForm /Metadata /StructTreeRoot /MarkInfo /Lang "
    "/OutputIntents /OCProperties /Collection /AF /AA /DPartRoot /NeedsRendering"
)
_PAGE = _words(
    "/Type /Parent /Resources /MediaBox /CropBox /BleedBox /TrimBox /ArtBox /BoxColorInfo "
    "/Contents /Rotate /Group /Dur /Trans /Annots /AA /AF /Tabs /StructParents /UserUnit /VP "
    "/TemplateInstantiated /PresSteps /OutputIntents"
)
_IMAGE = _words(
    "/Type /Subtype /Width /Height /ColorSpace /BitsPerComponent /Intent /ImageMask /Mask "
    "/Decode /Interpolate /SMask /SMaskInData /Name /StructParent /OC /Length /Filter "
    "/DecodeParms /Matte /AF"
)
_FORM = _words(
    "/Type /Subtype /FormType /BBox /Matrix /Resources /Group /StructParent /StructParents /OC "
    "/Name /Length /Filter /DecodeParms /AF"
)
_ANNOTATION = _words(
    "/Type /Subtype /Rect /Contents /P /F /AP /AS /Border /C /StructParent /OC /AF /ca /CA /BM "
    "/Lang /A /AA /PA /Dest /H /QuadPoints /BS /BE /IC /RD /L /LE /LL /LLE /LLO /Cap /CP /CO /IT "
    "/CL /DA /Q /DS /RC /Popup /Parent /Open /Name /State /StateModel /Subj /IRT /RT /Vertices "
    "/InkList /Path /Sy /FS /Sound /Movie /T /MK /FT /Kids /TU /TM /Ff /V /DV /Opt /TI /I /MaxLen "
    "/Lock /SV /RO /OverlayText /Repeat /3DD /3DV /3DA /3DI /3DB /RichMediaContent "
    "/RichMediaSettings /FixedPrint /R"
)
_FONT = _words(
    "/Type /Subtype /Name /BaseFont /FirstChar /LastChar /Widths /FontDescriptor /Encoding "
    "/ToUnicode /DescendantFonts /CIDSystemInfo /DW /W /DW2 /W2 /CIDToGIDMap /FontBBox /FontMatrix "
    "/CharProcs /Resources"
)
_NAMES = _words("/Dests /Pages /Templates /JavaScript /EmbeddedFiles /Renditions")
_INFO = frozenset(("/Title", "/CreationDate", "/ModDate", "/Trapped", "/GTS_PDFXVersion"))
_TRAILER = frozenset(("/Root", "/Info", "/Size"))
_EVERYWHERE = (
    *("/PieceInfo", "/Thumb", "/LastModified", "/OPI", "/CreatorInfo", "/Measure", "/PtData"),
    *("/PTEX.FileName", "/PTEX.InfoDict", "/PTEX.PageNumber", "/SpiderInfo", "/Win", "/Mac"),
)
"""What programs write for themselves or of a person, wherever it stands."""
_PATHS = ("/F", "/UF", "/DOS", "/Unix")
_ADDRESSES = ("/URI", "/Base")
_DISK = re.compile(r"file:|[a-z]:[\\/]|\\\\", re.IGNORECASE)
_REMARK = ("/T", "/M", "/CreationDate", "/NM")
_ACTIONS = {
    "/JavaScript": "脚本（JavaScript）",
    "/Launch": "打开别的程序或文件的动作",
    "/ImportData": "导入数据的动作",
    "/SubmitForm": "提交表单的动作",
}
_KEYS = {
    "/JS": "脚本（JavaScript）",
    "/XFA": "XFA 表单",
    "/EF": "里面的附件",
    "/RichMediaContent": "多媒体",
    "/DV": "表单的默认值",
}
_TYPES = {"/Movie": "多媒体", "/Sound": "多媒体", "/3D": "多媒体", "/Screen": "多媒体"}


def strip(pdf: pikepdf.Pdf) -> list[str]:
    """Take out what names people, places and programs; return the names of what is left."""
    _keep(pdf.trailer, _TRAILER)
    _keep(pdf.Root, _CATALOG)
    if "/Info" in pdf.trailer:
        _keep(pdf.docinfo, _INFO)
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        _keep(names, _NAMES)
    _packet(pdf)
    for page in pdf.pages:
        _keep(page.obj, _PAGE)
    clean_pdf_tags.renumber(pdf)
    leftovers: list[str] = []
    if any(_has_remark(one) for one in _contents(pdf)):
        leftovers.append(_REMARK_IN_PAGE)
    for one in _dictionaries(pdf):
        root = one.is_indirect and one.objgen == pdf.Root.objgen
        leftovers.extend(_strip_one(one, root=root))
    return sorted(set(leftovers))


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """List all dictionaries and streams; those that stand in another one after it."""
    for top in pdf.objects:
        todo: list[pikepdf.Object] = [top]
        while todo:
            one = todo.pop()
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                yield one
            todo.extend(child for child in _children(one) if not child.is_indirect)


def _children(one: pikepdf.Object) -> Iterator[pikepdf.Object]:
    inner: Iterator[pikepdf.Object] = iter(())
    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        inner = (one[key] for key in list(one.keys()))
    elif isinstance(one, pikepdf.Array):
        inner = iter(list(one))
    for child in inner:
        if isinstance(child, pikepdf.Dictionary | pikepdf.Array):
            yield child


def _strip_one(one: pikepdf.Object, *, root: bool) -> Iterator[str]:
    # A packet that is not of the whole file tells who edited a picture, a font or a page.
    _drop(one, _EVERYWHERE if root else (*_EVERYWHERE, "/Metadata"))
    kind, subtype = _name(one, "/Type"), _name(one, "/Subtype")
    _unplace(one)
    drop_private(one)
    if kind == "/OCG":
        _drop(one.get("/Usage"), ("/User",))
        yield "图层的名称"
    if isinstance(one, pikepdf.Stream):
        yield from _stream(one, subtype)
    elif "/Rect" in one and subtype:
        _keep(one, _ANNOTATION)
        _drop(one, _REMARK if subtype != "/Widget" else _REMARK[1:])
    elif kind == "/Font":
        _keep(one, _FONT)
    elif "/OCGs" in one or "/ON" in one or "/Order" in one:
        _drop(one, ("/Creator",))
    yield from _report(one, subtype)


def _stream(one: pikepdf.Stream, subtype: str) -> Iterator[str]:
    if subtype == "/Image":
        _keep(one, _IMAGE)
        try:
            clean_pdf_streams.clean_image(one)
        except UnsupportedFileError:
            yield "读不了的图片"
    elif subtype == "/Form":
        _keep(one, _FORM)
        if _has_remark(one):
            yield _REMARK_IN_PAGE
    elif isinstance(one.get("/N"), int) and not subtype and "/Type" not in one:
        try:
            clean_pdf_streams.clean_profile(one)
        except (UnsupportedFileError, pikepdf.PdfError):
            yield "读不了的颜色配置文件"
    elif _name(one, "/Type") == "/EmbeddedFile" and "/Params" in one:
        del one["/Params"]


_REMARK_IN_PAGE = "页面内容里看不见的注释"


def _contents(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """List what draws the pages, each once: pages may share it."""
    found: dict[tuple[int, int], pikepdf.Object] = {}
    for page in pdf.pages:
        contents = page.obj.get("/Contents")
        for one in contents if isinstance(contents, pikepdf.Array) else [contents]:
            if isinstance(one, pikepdf.Stream):
                found[one.objgen] = one
    return list(found.values())


def _has_remark(stream: pikepdf.Object) -> bool:
    try:
        return clean_pdf_streams.has_remark(stream.read_bytes())
    except pikepdf.PdfError:
        return True


def _report(one: pikepdf.Object, subtype: str) -> Iterator[str]:
    action = _name(one, "/S")
    if action in _ACTIONS and "/K" not in one:
        yield _ACTIONS[action]
    for key, what in _KEYS.items():
        if key in one:
            if key == "/DV" and isinstance(one[key], pikepdf.Name):
                continue  # a box that is ticked or not
            yield what
    if subtype in _TYPES and "/Rect" in one:
        yield _TYPES[subtype]


def _unplace(one: pikepdf.Object) -> None:
    """Leave of a path on somebody's disk the name of the file only."""
    on_web = _name(one, "/FS") == "/URL"
    for key in (*_PATHS, *_ADDRESSES):
        value = one.get(key)
        if not isinstance(value, pikepdf.String):
            continue
        path = str(value)
        if _DISK.match(path) or (key in _PATHS and not on_web and "://" not in path):
            short = re.split(r"[\\/]", path.rstrip("\\/"))[-1]
            if short != path:
                one[key] = pikepdf.String(short)


def _packet(pdf: pikepdf.Pdf) -> None:
    """Rebuild the packet of the whole file; one that cannot be read goes."""
    packet = pdf.Root.get("/Metadata")
    if packet is None:
        return
    rebuilt = b""
    if isinstance(packet, pikepdf.Stream):
        try:
            rebuilt = clean_xmp(packet.read_bytes())
        except pikepdf.PdfError:
            rebuilt = b""
    del pdf.Root["/Metadata"]
    if rebuilt:
        stream = pdf.make_stream(rebuilt)
        stream["/Type"], stream["/Subtype"] = pikepdf.Name("/Metadata"), pikepdf.Name("/XML")
        pdf.Root["/Metadata"] = stream


def _keep(one: pikepdf.Object, allowed: frozenset[str]) -> None:
    for key in [key for key in one.keys() if key not in allowed]:  # noqa: SIM118 - not a dict
        del one[key]


def _drop(one: pikepdf.Object | None, keys: tuple[str, ...]) -> None:
    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        for key in keys:
            if key in one:
                del one[key]


def _name(one: pikepdf.Object, key: str) -> str:
    value = one.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""
