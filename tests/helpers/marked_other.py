"""Archives, old office files, OFD, RTF, web pages and data with one mark each."""

import io
import struct
import zipfile
from collections.abc import Iterator, Mapping

from tests.helpers.marked_pictures import MARK
from tests.helpers.sample_files import archive, pdf, picture, sheet, word

M = MARK.decode()
_WIDE = M.encode("utf-16-le")
_SECTOR, _END, _FREE = 512, 0xFFFFFFFE, 0xFFFFFFFF
_SUMMARY = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")


def compound(streams: Mapping[str, bytes], free: bytes = b"") -> bytes:
    """Build a compound file; each stream fills sectors of its own."""
    bodies = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    sizes = [len(body) // _SECTOR for body in bodies.values()]
    tree = -(-(len(bodies) + 1) * 128 // _SECTOR)
    table: list[int] = [*range(2, tree + 1), _END]
    sector, entries = 1 + tree, [_entry("Root Entry", 5, (_END, 0), (1, _FREE))]
    for number, (name, size) in enumerate(zip(bodies, sizes, strict=True), 1):
        table += [*range(sector + 1, sector + size), _END]
        following = number + 1 if number < len(bodies) else _FREE
        entries.append(_entry(name, 2, (sector, size * _SECTOR), (_FREE, following)))
        sector += size
    fat = struct.pack("<128I", *([0xFFFFFFFD, *table] + [_FREE] * 128)[:128])
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<5H", 62, 3, 0xFFFE, 9, 6)
    head += bytes(10) + struct.pack("<6I", 1, 1, 0, 4096, _END, 0) + struct.pack("<2I", _END, 0)
    head += struct.pack("<109I", 0, *[_FREE] * 108)
    rest = free.ljust(_SECTOR, b"\0") if free else b""
    directory = b"".join(entries).ljust(tree * _SECTOR, b"\0")
    return head + fat + directory + b"".join(bodies.values()) + rest


def _entry(name: str, kind: int, place: tuple[int, int], links: tuple[int, int]) -> bytes:
    """Build an entry of the directory; `links` lead to its first child and to the next entry."""
    wide = name.encode("utf-16-le")
    head = wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide) + 2, kind, 1)
    return (
        head
        + struct.pack("<3I", _FREE, links[1], links[0])
        + bytes(36)
        + struct.pack("<3I", *place, 0)
    )


def properties(key: int) -> bytes:
    """Build a set of properties with the mark in one."""
    value = struct.pack("<II", 30, len(MARK) + 1) + MARK + bytes(4)
    section = struct.pack("<IIII", 16 + len(value), 1, key, 16) + value
    head = b"\xfe\xff" + bytes(22) + struct.pack("<I", 1) + _SUMMARY + struct.pack("<I", 48)
    return head + section


def _biff(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", 0x0809, 4) + bytes(4) + struct.pack("<HH", kind, len(data)) + data


def _word_binary(number: int, table: bytes) -> bytes:
    head = bytearray(2000)
    struct.pack_into("<HHH", head, 0, 0xA5EC, 0xC1, 0)
    struct.pack_into("<H", head, 10, 0x0200)
    struct.pack_into("<II", head, 0x9A + 8 * number, 0, len(table))
    return compound({"WordDocument": bytes(head), "1Table": table})


def _strings(*texts: str) -> bytes:
    packed = b"".join(struct.pack("<H", len(text)) + text.encode("utf-16-le") for text in texts)
    return struct.pack("<HHH", 0xFFFF, len(texts), 0) + packed


def legacy_office() -> Iterator[tuple[str, bytes]]:
    """Yield files in the formats before 2007."""
    for extension in ("doc", "xls", "ppt", "wps", "et", "dps"):
        yield f"{extension} 作者", compound({"\x05SummaryInformation": properties(4)})
    yield "doc 单位", compound({"\x05DocumentSummaryInformation": properties(15)})
    yield "xls 用户", compound({"Workbook": _biff(0x5C, b"\x0d\0\0" + MARK.ljust(109))})
    note = bytes(8) + struct.pack("<HB", len(MARK), 0) + MARK + b"\0"
    yield "xls 批注", compound({"Workbook": _biff(0x1C, note)})
    user = bytes(20) + struct.pack("<HHBBH", len(MARK), 0x03F4, 3, 0, 0) + MARK + bytes(4)
    yield "ppt 用户", compound({"Current User": user})
    yield "ppt 用户名", compound({"Current User": user.replace(MARK, b"x" * 13) + _WIDE})
    for number, what in ((32, "属性"), (51, "修订"), (71, "保存")):
        yield f"doc {what}", _word_binary(number, _strings("a", M, f"C:\\Users\\{M}\\a.doc"))
    yield "doc 批注", _word_binary(36, struct.pack("<H", len(MARK)) + _WIDE)
    yield "doc 空闲", compound({"WordDocument": b"x"}, MARK)
    yield "doc 图片", compound({"Data": picture("JPEG", comment=MARK)})
    yield "doc 宏", compound({"_VBA_PROJECT": MARK})
    yield "docx 加密", compound({"EncryptedPackage": MARK})
    yield "xls 加密", compound({"Workbook": _biff(0x2F, MARK)})


def rtfs() -> Iterator[tuple[str, bytes]]:
    groups = {
        "作者": rf"{{\info{{\author {M}}}}}",
        "单位": rf"{{\info{{\*\company {M}}}}}",
        "自定义": rf"{{\*\userprops {{\propname x}}{{\staticval {M}}}}}",
        "模板": rf"{{\*\template C:\\Users\\{M}\\a.dot}}",
        "修订者": rf"{{\*\revtbl {{Unknown;}}{{{M};}}}}\revised\revauth1 x",
        "批注人": rf"{{\*\atnauthor {M}}}",
        "批注人简称": rf"{{\*\atnid {M}}}",
        "变量": rf"{{\*\docvar {{x}}{{{M}}}}}",
        "数据": rf"{{\*\datastore {MARK.hex()}}}",
        "程序": rf"{{\*\generator {M};}}",
        "不认识": rf"{{\*\private {{\b {M}}}}}",
        "图片": rf"{{\*\shppict{{\pict\jpegblip {picture('JPEG', comment=MARK).hex()}}}}}",
        "坏图片": rf"{{\pict\pngblip {MARK.hex()}}}",
        "对象": rf"{{\object{{\*\objdata {MARK.hex()}}}}}",
        "链接": rf'{{\field{{\*\fldinst INCLUDEPICTURE "C:\\\\Users\\\\{M}\\\\a.png"}}}}',
    }
    for name, group in groups.items():
        yield f"rtf {name}", rf"{{\rtf1\ansi {group} x\par}}".encode()
    yield "rtf 末尾", rb"{\rtf1 x}" + MARK


def _ofd(parts: Mapping[str, str | bytes] | None = None, info: str = "") -> bytes:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    body = f"<ofd:DocInfo><ofd:Title>t</ofd:Title>{info}</ofd:DocInfo>"
    members: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody>{body}</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}/>",
        **(parts or {}),
    }
    return archive({k: v.encode() if isinstance(v, str) else v for k, v in members.items()})


def ofds() -> Iterator[tuple[str, bytes]]:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    for key in ("Author", "Creator", "CreatorVersion", "Keywords", "Subject", "DocID"):
        yield f"ofd {key}", _ofd(info=f"<ofd:{key}>{M}</ofd:{key}>")
    custom = f'<ofd:CustomDatas><ofd:CustomData Name="a">{M}</ofd:CustomData></ofd:CustomDatas>'
    yield "ofd 自定义", _ofd(info=custom)
    annotation = f'<ofd:PageAnnot {space}><ofd:Annot Creator="{M}"/></ofd:PageAnnot>'
    yield "ofd 批注", _ofd({"Doc_0/Annots/Page_0/Annotation.xml": annotation})
    yield "ofd 照片", _ofd({"Doc_0/Res/a.jpg": picture("JPEG", comment=MARK)})
    yield "ofd 附件", _ofd({"Doc_0/Attachs/a.docx": word(["x"], M)})
    yield "ofd 不认识", _ofd({"Doc_0/Other/a.xml": f"<a>{M}</a>"})
    yield "ofd 不认识的文件", _ofd({"Doc_0/a.dat": MARK})
    yield "ofd 签章", _ofd({"Doc_0/Signs/Sign_0/Signature.xml": f"<a>{M}</a>"})
    note = (
        f'<ofd:Extensions {space}><ofd:Extension AppName="a">{M}</ofd:Extension></ofd:Extensions>'
    )
    yield "ofd 扩展", _ofd({"Doc_0/Extensions.xml": note})


def zips() -> Iterator[tuple[str, bytes]]:
    inner = {
        "照片.jpg": picture("JPEG", comment=MARK),
        "表.xlsx": sheet([["x"]], M),
        "文.docx": word(["x"], M),
        "a.pdf": pdf([["x"]], {"/Author": M}),
        "旧.doc": compound({"\x05SummaryInformation": properties(4)}),
        "x.rar": b"Rar!\x1a\x07" + MARK,
        "x.dat": MARK,
        "__MACOSX/._a.jpg": MARK,
        ".DS_Store": MARK,
    }
    for name, data in inner.items():
        yield f"zip {name}", archive({"a.txt": b"x", name: data})
    yield "zip 路径", archive({f"Users/{M}/a.txt": b"x"})
    yield "zip 套 zip", archive({"b.zip": archive({"c.zip": archive({"a.docx": word(["x"], M)})})})
    for name in ("comment", "member comment", "extra"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as opened:
            info = zipfile.ZipInfo("a.txt")
            info.comment = MARK if name == "member comment" else b""
            info.extra = struct.pack("<HH", 0x7875, len(MARK)) + MARK if name == "extra" else b""
            opened.writestr(info, "x")
            opened.comment = MARK if name == "comment" else b""
        yield f"zip {name}", out.getvalue()
    yield "zip 前面", MARK + archive({"a.txt": b"x"})
    yield "docx 后面", word(["x"]) + MARK
    for extension, head in (
        ("rar", b"Rar!\x1a\x07"),
        ("7z", b"7z\xbc\xaf\x27\x1c"),
        ("gz", b"\x1f\x8b"),
    ):
        yield f"{extension} 压缩包", head + MARK


_OFFICE = "urn:schemas-microsoft-com:office:office"


def texts() -> Iterator[tuple[str, bytes]]:
    page = "<!DOCTYPE html><html><head>{}</head><body {}>x</body></html>"
    heads = {
        "作者": f'<meta name="author" content="{M}">',
        "程序": f"<meta name=Generator content='{M}'>",
        "注释": f"<!-- {M} -->",
        "Word 属性": f"<!--[if gte mso 9]><xml><o:Author>{M}</o:Author></xml><![endif]-->",
        "Word 数据": f"<xml><o:Author>{M}</o:Author></xml>",
        "文件列表": f'<link rel=File-List href="{M}.files/filelist.xml">',
        "样式注释": f"<style>/* {M} */ p{{}}</style>",
        "脚本": f"<script>var a = '{M}'</script>",
        "位置": f'<link rel=stylesheet href="file:///C:/Users/{M}/a.css">',
    }
    for name, header in heads.items():
        yield f"html {name}", page.format(header, "").encode()
    yield "html 自定义", page.format("", f'data-user="{M}"').encode()
    yield "html 属性", page.format("", f'creator="{M}"').encode()
    yield "htm GBK", page.format(f'<meta name="作者" content="{M}">', "").encode("gb18030")
    yield "xml 注释", f"<a><!-- {M} --></a>".encode()
    yield "xml 指令", f"<a><?x {M}?></a>".encode()
    yield "xml 作者", f"<a><author>{M}</author></a>".encode()
    yield "xml 属性", f'<a editedBy="{M}"/>'.encode()
    properties = f"<o:DocumentProperties><o:Author>{M}</o:Author></o:DocumentProperties>"
    yield "xml Word", f'<w xmlns:o="{_OFFICE}">{properties}</w>'.encode()
    yield "xml 位置", f"<a>C:\\Users\\{M}\\a.xml</a>".encode()
    yield "xml 实体", f'<!DOCTYPE a [<!ENTITY b "{M}">]><a>&b;</a>'.encode()
    yield "json 作者", f'{{"data": [{{"author": "{M}"}}]}}'.encode()
    yield "json 注释", f'{{"_comment": "{M}"}}'.encode()
    yield "json 位置", f'{{"a": "C:\\\\Users\\\\{M}\\\\a.xlsx"}}'.encode()
    yield "csv 说明", f"# author: {M}\na,b\n".encode()
    yield "mht 网页", f"MIME-Version: 1.0\nFrom: {M}\n".encode()
    yield "eml 邮件", f"From: {M}\n".encode()
    yield "xps 文档", archive({"[Content_Types].xml": b"<T/>", "a.fpage": MARK})
    yield "epub 书", archive({"mimetype": b"application/epub+zip", "a.opf": MARK})
    yield "psd 图", b"8BPS" + MARK
    yield "caj 论文", b"CAJ\0" + MARK
    yield "无结尾", b"\0\1" + MARK


def marked() -> Iterator[tuple[str, bytes]]:
    """Yield each with its name, whose first word is its ending."""
    yield from legacy_office()
    yield from rtfs()
    yield from ofds()
    yield from zips()
    yield from texts()


def unmarked() -> Iterator[tuple[str, bytes]]:
    """Yield files that are clean, and must stay as they are in all that is seen."""
    yield "ofd", _ofd({"Doc_0/Res/a.jpg": picture("JPEG")})
    yield "zip", archive({"说明.txt": "正文".encode(), "b/a.csv": b"a,b\n1,2\n"})
    yield "rtf", rb"{\rtf1\ansi{\fonttbl{\f0 A;}}{\*\listtable{\list x}}\f0 a {\b b}\'d6\'d0\par}"
    yield "html", '<html lang="zh"><meta charset="utf-8"><p class="a">正文 &lt;</p></html>'.encode()
    yield "htm", "<html><body bgcolor=white><table border=1><td>值</table></html>".encode("gb18030")
    yield "xml", '<?xml version="1.0"?>\n<统计 年="2024"><项>1 &amp; 2</项></统计>\n'.encode()
    yield "json", '{"年度": 2024, "项": [1, 2.50, null]}\n'.encode()
    yield "csv", "项目,数量\n申请,3\n".encode("gb18030")
    yield "txt", "正文\r\n# 一\r\n".encode()
