"""PDF files with one mark each, in the places where programs write."""
# ruff: noqa: ANN401 - pikepdf takes whatever can be written into a PDF

import io
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.helpers.marked_pictures import MARK
from tests.helpers.sample_files import pdf, picture

_MARK = MARK.decode()
_PATH = f"C:\\Users\\{_MARK}\\a.pdf"
_RECT = Array([0, 0, 9, 9])
Change = Callable[[Pdf], None]


def saved(change: Change | None = None, **options: Any) -> bytes:
    with pikepdf.open(io.BytesIO(pdf([["One"], ["Two"]]))) as document:
        if change:
            change(document)
        out = io.BytesIO()
        document.save(
            out,
            compress_streams=False,
            deterministic_id=True,
            fix_metadata_version=False,
            **options,
        )
    return out.getvalue()


def annotation(**entries: Any) -> Change:
    def change(document: Pdf) -> None:
        fields: dict[str, Any] = {"Type": Name.Annot, "Rect": _RECT, **entries}
        dictionary = document.make_indirect(Dictionary(**fields))
        document.pages[0].obj.Annots = Array([dictionary])

    return change


def at(*path: str, value: object) -> Change:
    """Set an entry below the catalog, or below the first page where the path begins with it."""

    def change(document: Pdf) -> None:
        target = document.pages[0].obj if path[0] == "page" else document.Root
        for key in path[path[0] == "page" : -1]:
            if key not in target:
                target[key] = Dictionary()
            target = target[key]
        target[path[-1]] = value

    return change


def info(key: str) -> Change:
    def change(document: Pdf) -> None:
        document.docinfo[key] = _MARK

    return change


def stream(key: str, kind: str, **entries: Any) -> Change:
    """Draw with a stream that holds more than its drawing."""

    def change(document: Pdf) -> None:
        form = document.make_stream(b"", Type=Name.XObject, Subtype=Name(kind), BBox=_RECT)
        form[key] = Dictionary(**entries) if entries else String(_MARK)
        document.pages[0].obj.Resources.XObject = Dictionary(X=form)

    return change


def photo(filters: Any, data: bytes) -> Change:
    def change(document: Pdf) -> None:
        image = document.make_stream(
            b"", Type=Name.XObject, Subtype=Name.Image, Width=24, Height=16
        )
        image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
        image.write(data, filter=filters)
        document.pages[0].obj.Resources.XObject = Dictionary(X=image)
        document.pages[0].contents_add(b"q 100 0 0 100 50 50 cm /X Do Q")

    return change


def packet(text: str, *, page: bool = False) -> Change:
    def change(document: Pdf) -> None:
        target = document.pages[0].obj if page else document.Root
        target.Metadata = document.make_stream(text.encode(), Type=Name.Metadata, Subtype=Name.XML)

    return change


def xmp(inner: str) -> str:
    spaces = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    spaces += 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    about = f'<rdf:Description rdf:about="" xmlns:m="http://ns.adobe.com/xap/1.0/mm/">{inner}'
    tree = f"<rdf:RDF {spaces}>{about}</rdf:Description></rdf:RDF>"
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{tree}</x:xmpmeta>'


def attached(document: Pdf) -> None:
    document.attachments["a.txt"] = pikepdf.AttachedFileSpec(document, MARK, filename="a.txt")


def attached_path(document: Pdf) -> None:
    document.attachments["a.txt"] = pikepdf.AttachedFileSpec(
        document, b"x", filename="a.txt", description=_MARK
    )


def layer(document: Pdf) -> None:
    group = document.make_indirect(Dictionary(Type=Name.OCG, Name=String(_MARK)))
    document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(ON=Array([group])))


def layer_creator(document: Pdf) -> None:
    default = Dictionary(Creator=String(_MARK), Order=Array())
    document.Root.OCProperties = Dictionary(OCGs=Array(), D=default)


def field(**entries: Any) -> Change:
    def change(document: Pdf) -> None:
        fields: dict[str, Any] = {"FT": Name.Tx, "T": String("name"), **entries}
        widget = dict(fields, Type=Name.Annot, Subtype=Name.Widget, Rect=_RECT)
        widget_object = document.make_indirect(Dictionary(**widget))
        document.pages[0].obj.Annots = Array([widget_object])
        document.Root.AcroForm = Dictionary(Fields=Array([widget_object]))

    return change


def action(**entries: Any) -> Dictionary:
    return Dictionary(**entries)


def tagged(**entries: Any) -> Change:
    def change(document: Pdf) -> None:
        fields: dict[str, Any] = {"Type": Name.StructElem, "S": Name.P, **entries}
        structure_element = document.make_indirect(Dictionary(**fields))
        document.Root.StructTreeRoot = document.make_indirect(
            Dictionary(Type=Name.StructTreeRoot, K=structure_element)
        )
        structure_element.P = document.Root.StructTreeRoot

    return change


def _photos() -> dict[str, Change]:
    jpeg = picture("JPEG", comment=MARK)
    jp2 = picture("JPEG2000", no_jp2=False, comment=MARK)
    return {
        "照片": photo(Name.DCTDecode, jpeg),
        "照片缩略图": photo(Name.DCTDecode, picture("JPEG") + MARK),
        "再压缩的照片": photo(Array([Name.FlateDecode, Name.DCTDecode]), _packed(jpeg)),
        "JPEG 2000": photo(Name.JPXDecode, jp2),
        "坏照片": photo(Name.DCTDecode, b"\xff\xd8" + MARK),
        "图片 ID": stream("/ID", "/Image"),
        "图片属性": stream("/Metadata", "/Image", A=String(_MARK)),
        "图片 OPI": stream("/OPI", "/Image", F=String(_MARK)),
        "图片自定义": stream("/PrivateNote", "/Image"),
        "LaTeX 路径": stream("/PTEX.FileName", "/Form"),
        "LaTeX 属性": stream("/PTEX.InfoDict", "/Form", Author=String(_MARK)),
        "外部引用": stream("/Ref", "/Form", F=String(_PATH)),
        "表单自定义": stream("/PrivateNote", "/Form"),
    }


def _packed(data: bytes) -> bytes:
    import zlib  # noqa: PLC0415 - here only

    return zlib.compress(data)


def _annotations() -> dict[str, Change]:
    link = {"Subtype": Name.Link}
    disk = String(f"file:///C:/Users/{_MARK}/a.pdf")
    script = action(S=Name.JavaScript, JS=String(_MARK))
    spec = Dictionary(Type=Name.Filespec, F=String(_PATH), UF=String(_PATH))
    return {
        "批注作者": annotation(Subtype=Name.Text, T=String(_MARK)),
        "高亮作者": annotation(Subtype=Name.Highlight, T=String(_MARK)),
        "批注编号": annotation(Subtype=Name.Ink, NM=String(_MARK)),
        "链接磁盘": annotation(**link, A=action(S=Name.URI, URI=disk)),
        "链接文件": annotation(**link, A=action(S=Name.GoToR, F=String(_PATH))),
        "链接文件说明": annotation(**link, A=action(S=Name.GoToR, F=spec)),
        "打开程序": annotation(**link, A=action(S=Name.Launch, F=String(_PATH))),
        "Windows 参数": annotation(
            **link, A=action(S=Name.Launch, Win=Dictionary(D=String(_MARK)))
        ),
        "脚本链接": annotation(**link, A=script),
        "打开时脚本": at("/OpenAction", value=script),
        "脚本": at("/Names", "/JavaScript", "/Names", value=Array([String("a"), script])),
        "表单默认值": field(DV=String(_MARK), V=String("x")),
        "表单脚本": field(AA=Dictionary(K=script)),
        "XFA": at("/AcroForm", "/XFA", value=String(_MARK)),
        "附件": attached,
        "附件说明": attached_path,
        "附件批注": annotation(
            Subtype=Name.FileAttachment, FS=Dictionary(Type=Name.Filespec, F=String(_PATH))
        ),
        "网络根": at("/URI", value=Dictionary(Base=disk)),
        "批注自定义": annotation(Subtype=Name.Text, PrivateNote=String(_MARK)),
    }


_INFO_KEYS = ["Author", "Creator", "Producer", "Subject", "Keywords", "SourceModified", "Company"]


def _parts() -> dict[str, Change]:
    piece = Dictionary(App=Dictionary(Private=String(_MARK)))
    item = String(_MARK)
    return {
        **{f"Info {key}": info(f"/{key}") for key in _INFO_KEYS},
        "XMP 作者": packet(
            xmp(f"<dc:creator><rdf:Seq><rdf:li>{_MARK}</rdf:li></rdf:Seq></dc:creator>")
        ),
        "XMP 历史": packet(xmp(f"<m:History>{_MARK}</m:History>")),
        "XMP 编号": packet(xmp(f"<m:DocumentID>{_MARK}</m:DocumentID>")),
        "XMP 注释": packet(xmp(f"<!--{_MARK}-->")),
        "XMP 空隙": packet(xmp("") + f"<!-- {_MARK} -->"),
        "XMP 坏的": packet(f"<x>{_MARK}"),
        "XMP 实体": packet(f'<!DOCTYPE a [<!ENTITY b "{_MARK}">]><a>&b;</a>'),
        "XMP 页": packet(xmp(_MARK), page=True),
        "页缩略图": at("page", "/Thumb", value=Dictionary(A=item)),
        "页 PieceInfo": at("page", "/PieceInfo", value=piece),
        "页自定义": at("page", "/PrivateNote", value=item),
        "页 ID": at("page", "/ID", value=item),
        "PieceInfo": at("/PieceInfo", value=piece),
        "SpiderInfo": at("/SpiderInfo", value=Dictionary(A=item)),
        "目录自定义": at("/PrivateNote", value=item),
        "文章": at("/Threads", value=Array([Dictionary(I=Dictionary(Author=item))])),
        "网页名": at("/Names", "/URLS", value=Dictionary(Names=Array([item, Dictionary()]))),
        "字体自定义": at("page", "/Resources", "/Font", "/F1", "/PTEX.Author", value=item),
        "资源自定义": at("page", "/Resources", "/PieceInfo", value=piece),
        "图层": layer,
        "图层作者": layer_creator,
        "标签 ID": tagged(ID=item),
        "标签自定义": tagged(PrivateNote=item),
        "标签标题": tagged(T=item),
    }


def revised() -> bytes:
    """Build a file saved a second time by appending: the first state is still in it."""
    first = saved(info("/Author"))
    with pikepdf.open(io.BytesIO(first)) as old:
        number = old.trailer.Info.objgen[0]
        size = int(old.trailer.Size)
        root = old.Root.objgen[0]
    last = first.rindex(b"startxref")
    start = first[last:].split()[1].decode()
    at_ = len(first)
    body = f"{number} 0 obj\n<< /Title (x) >>\nendobj\n".encode()
    table = f"xref\n{number} 1\n{at_:010d} 00000 n \ntrailer\n"
    trailer = f"<< /Size {size} /Root {root} 0 R /Info {number} 0 R /Prev {start} >>\n"
    end = f"startxref\n{at_ + len(body)}\n%%EOF\n"
    return first + body + (table + trailer + end).encode()


def marked() -> Iterator[tuple[str, bytes]]:
    """Yield each with its name, whose first word is its ending."""
    for name, change in (_parts() | _annotations() | _photos()).items():
        yield f"pdf {name}", saved(change)
    yield "pdf 前一版本", revised()
    yield "pdf 末尾", saved() + b"% " + MARK
    yield "pdf 开头", b"% " + MARK + b"\n" + saved()
    signed = saved(info("/Author")) + b"% /ByteRange [0 1 2 3]"
    yield "pdf 签名", signed
    # Names inside a locked file cannot be seen; what is asked is that it is reported.
    lock = pikepdf.Encryption(user="", owner="b")
    with pikepdf.open(io.BytesIO(saved(info("/Author")))) as document:
        out = io.BytesIO()
        document.save(out, encryption=lock)
    yield "pdf 加密", out.getvalue()
