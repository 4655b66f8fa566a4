"""The objects of a PDF file: what is allowed stays, names and paths go, the rest is reported."""

import re
from collections.abc import Iterator

import pikepdf

from site_builder.attachments.sanitize import pdf_streams, pdf_tags
from site_builder.attachments.sanitize.pdf_private_entries import drop_private_entries
from site_builder.attachments.sanitize.xmp import sanitize_xmp
from site_builder.core.errors import UnsupportedFileError
from site_builder.model.lazy_pattern import lazy_pattern


def _key_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CATALOG_KEYS = _key_set(
    "/Type /Version /Extensions /Pages /PageLabels /Names /Dests /ViewerPreferences /PageLayout "
    "/PageMode /Outlines /OpenAction /URI /AcroForm /Metadata /StructTreeRoot /MarkInfo /Lang "
    "/OutputIntents /OCProperties /Collection /AF /AA /DPartRoot /NeedsRendering"
)
_PAGE_KEYS = _key_set(
    "/Type /Parent /Resources /MediaBox /CropBox /BleedBox /TrimBox /ArtBox /BoxColorInfo "
    "/Contents /Rotate /Group /Dur /Trans /Annots /AA /AF /Tabs /StructParents /UserUnit /VP "
    "/TemplateInstantiated /PresSteps /OutputIntents"
)
_IMAGE_KEYS = _key_set(
    "/Type /Subtype /Width /Height /ColorSpace /BitsPerComponent /Intent /ImageMask /Mask "
    "/Decode /Interpolate /SMask /SMaskInData /Name /StructParent /OC /Length /Filter "
    "/DecodeParms /Matte /AF"
)
_FORM_KEYS = _key_set(
    "/Type /Subtype /FormType /BBox /Matrix /Resources /Group /StructParent /StructParents /OC "
    "/Name /Length /Filter /DecodeParms /AF"
)
_ANNOTATION_KEYS = _key_set(
    "/Type /Subtype /Rect /Contents /P /F /AP /AS /Border /C /StructParent /OC /AF /ca /CA /BM "
    "/Lang /A /AA /PA /Dest /H /QuadPoints /BS /BE /IC /RD /L /LE /LL /LLE /LLO /Cap /CP /CO /IT "
    "/CL /DA /Q /DS /RC /Popup /Parent /Open /Name /State /StateModel /Subj /IRT /RT /Vertices "
    "/InkList /Path /Sy /FS /Sound /Movie /T /MK /FT /Kids /TU /TM /Ff /V /DV /Opt /TI /I /MaxLen "
    "/Lock /SV /RO /OverlayText /Repeat /3DD /3DV /3DA /3DI /3DB /RichMediaContent "
    "/RichMediaSettings /FixedPrint /R"
)
_FONT_KEYS = _key_set(
    "/Type /Subtype /Name /BaseFont /FirstChar /LastChar /Widths /FontDescriptor /Encoding "
    "/ToUnicode /DescendantFonts /CIDSystemInfo /DW /W /DW2 /W2 /CIDToGIDMap /FontBBox /FontMatrix "
    "/CharProcs /Resources"
)
_NAME_TREE_KEYS = _key_set("/Dests /Pages /Templates /JavaScript /EmbeddedFiles /Renditions")
_INFO_KEYS = frozenset(("/Title", "/CreationDate", "/ModDate", "/Trapped", "/GTS_PDFXVersion"))
_TRAILER_KEYS = frozenset(("/Root", "/Info", "/Size"))
_PRIVATE_KEYS = (
    *("/PieceInfo", "/Thumb", "/LastModified", "/OPI", "/CreatorInfo", "/Measure", "/PtData"),
    *("/PTEX.FileName", "/PTEX.InfoDict", "/PTEX.PageNumber", "/SpiderInfo", "/Win", "/Mac"),
)
"""What programs write for themselves or of a person, wherever it stands."""
_PATH_KEYS = ("/F", "/UF", "/DOS", "/Unix")
_URI_KEYS = ("/URI", "/Base")
_LOCAL_PATH = lazy_pattern(r"file:|[a-z]:[\\/]|\\\\", re.IGNORECASE)
_ANNOTATION_AUTHOR_KEYS = ("/T", "/M", "/CreationDate", "/NM")
_REPORTED_ACTIONS = {
    "/JavaScript": "脚本（JavaScript）",
    "/Launch": "打开别的程序或文件的动作",
    "/ImportData": "导入数据的动作",
    "/SubmitForm": "提交表单的动作",
}
_REPORTED_KEYS = {
    "/JS": "脚本（JavaScript）",
    "/XFA": "XFA 表单",
    "/EF": "里面的附件",
    "/RichMediaContent": "多媒体",
    "/DV": "表单的默认值",
}
_REPORTED_TYPES = {"/Movie": "多媒体", "/Sound": "多媒体", "/3D": "多媒体", "/Screen": "多媒体"}


def sanitize_objects(pdf: pikepdf.Pdf) -> list[str]:
    """Take out what names people, places and programs; return the names of what is left."""
    _keep_keys(pdf.trailer, _TRAILER_KEYS)
    _keep_keys(pdf.Root, _CATALOG_KEYS)
    if "/Info" in pdf.trailer:
        _keep_keys(pdf.docinfo, _INFO_KEYS)
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        _keep_keys(names, _NAME_TREE_KEYS)
    _rebuild_xmp(pdf)
    for page in pdf.pages:
        _keep_keys(page.obj, _PAGE_KEYS)
    pdf_tags.renumber_tags(pdf)
    leftovers: list[str] = []
    if any(_has_comment(item) for item in _page_contents(pdf)):
        leftovers.append(_CONTENT_COMMENT)
    for item in _dictionaries(pdf):
        root = item.is_indirect and item.objgen == pdf.Root.objgen
        leftovers.extend(_sanitize_dictionary(item, root=root))
    return sorted(set(leftovers))


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield all dictionaries and streams; those that stand in another one after it."""
    for top in pdf.objects:
        pending: list[pikepdf.Object] = [top]
        while pending:
            item = pending.pop()
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                yield item
            pending.extend(child for child in _children(item) if not child.is_indirect)


def _children(parent: pikepdf.Object) -> Iterator[pikepdf.Object]:
    inner: Iterator[pikepdf.Object] = iter(())
    if isinstance(parent, pikepdf.Dictionary | pikepdf.Stream):
        inner = (parent[key] for key in list(parent.keys()))
    elif isinstance(parent, pikepdf.Array):
        inner = iter(list(parent))
    for child in inner:
        if isinstance(child, pikepdf.Dictionary | pikepdf.Array):
            yield child


def _sanitize_dictionary(item: pikepdf.Object, *, root: bool) -> Iterator[str]:
    # A packet that is not of the whole file names who edited a picture, a font or a page.
    _drop_keys(item, _PRIVATE_KEYS if root else (*_PRIVATE_KEYS, "/Metadata"))
    kind, subtype = _name_value(item, "/Type"), _name_value(item, "/Subtype")
    _strip_local_paths(item)
    drop_private_entries(item)
    if kind == "/OCG":
        _drop_keys(item.get("/Usage"), ("/User",))
        yield "图层的名称"
    if isinstance(item, pikepdf.Stream):
        yield from _sanitize_stream(item, subtype)
    elif "/Rect" in item and subtype:
        _keep_keys(item, _ANNOTATION_KEYS)
        _drop_keys(
            item, _ANNOTATION_AUTHOR_KEYS if subtype != "/Widget" else _ANNOTATION_AUTHOR_KEYS[1:]
        )
    elif kind == "/Font":
        _keep_keys(item, _FONT_KEYS)
    elif "/OCGs" in item or "/ON" in item or "/Order" in item:
        _drop_keys(item, ("/Creator",))
    yield from _find_leftovers(item, subtype)


def _sanitize_stream(stream: pikepdf.Stream, subtype: str) -> Iterator[str]:
    if subtype == "/Image":
        _keep_keys(stream, _IMAGE_KEYS)
        try:
            pdf_streams.sanitize_image(stream)
        except UnsupportedFileError:
            yield "读不了的图片"
    elif subtype == "/Form":
        _keep_keys(stream, _FORM_KEYS)
        if _has_comment(stream):
            yield _CONTENT_COMMENT
    elif isinstance(stream.get("/N"), int) and not subtype and "/Type" not in stream:
        try:
            pdf_streams.sanitize_profile(stream)
        except (UnsupportedFileError, pikepdf.PdfError):
            yield "读不了的颜色配置文件"
    elif _name_value(stream, "/Type") == "/EmbeddedFile" and "/Params" in stream:
        del stream["/Params"]


_CONTENT_COMMENT = "页面内容里看不见的注释"


def _page_contents(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return what draws the pages, each once: pages may share it."""
    streams_by_id: dict[tuple[int, int], pikepdf.Object] = {}
    for page in pdf.pages:
        contents = page.obj.get("/Contents")
        for stream in contents if isinstance(contents, pikepdf.Array) else [contents]:
            if isinstance(stream, pikepdf.Stream):
                streams_by_id[stream.objgen] = stream
    return list(streams_by_id.values())


def _has_comment(stream: pikepdf.Object) -> bool:
    try:
        return pdf_streams.has_comment(stream.read_bytes())
    except pikepdf.PdfError:
        return True


def _find_leftovers(item: pikepdf.Object, subtype: str) -> Iterator[str]:
    action = _name_value(item, "/S")
    if action in _REPORTED_ACTIONS and "/K" not in item:
        yield _REPORTED_ACTIONS[action]
    for key, description in _REPORTED_KEYS.items():
        if key in item:
            if key == "/DV" and isinstance(item[key], pikepdf.Name):
                continue  # a box that is ticked or not
            yield description
    if subtype in _REPORTED_TYPES and "/Rect" in item:
        yield _REPORTED_TYPES[subtype]


def _strip_local_paths(item: pikepdf.Object) -> None:
    """Leave of a path on somebody's disk the name of the file only."""
    on_web = _name_value(item, "/FS") == "/URL"
    for key in (*_PATH_KEYS, *_URI_KEYS):
        value = item.get(key)
        if not isinstance(value, pikepdf.String):
            continue
        path = str(value)
        if _LOCAL_PATH.match(path) or (key in _PATH_KEYS and not on_web and "://" not in path):
            short = re.split(r"[\\/]", path.rstrip("\\/"))[-1]
            if short != path:
                item[key] = pikepdf.String(short)


def _rebuild_xmp(pdf: pikepdf.Pdf) -> None:
    """Rebuild the packet of the whole file; one that cannot be read goes."""
    packet = pdf.Root.get("/Metadata")
    if packet is None:
        return
    rebuilt = b""
    if isinstance(packet, pikepdf.Stream):
        try:
            rebuilt = sanitize_xmp(packet.read_bytes())
        except pikepdf.PdfError:
            rebuilt = b""
    del pdf.Root["/Metadata"]
    if rebuilt:
        stream = pdf.make_stream(rebuilt)
        stream["/Type"], stream["/Subtype"] = pikepdf.Name("/Metadata"), pikepdf.Name("/XML")
        pdf.Root["/Metadata"] = stream


def _keep_keys(item: pikepdf.Object, allowed: frozenset[str]) -> None:
    for key in [key for key in item.keys() if key not in allowed]:  # noqa: SIM118 - not a dict
        del item[key]


def _drop_keys(item: pikepdf.Object | None, keys: tuple[str, ...]) -> None:
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for key in keys:
            if key in item:
                del item[key]


def _name_value(item: pikepdf.Object, key: str) -> str:
    value = item.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""
