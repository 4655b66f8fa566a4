"""Pictures with one mark each, in the places where programs and cameras write."""

import base64
import io
import struct
import zlib
from collections.abc import Iterator

from PIL import Image, ImageCms

from site_builder.core.image_segments import png_chunk
from tests.helpers.sample_files import picture

MARK = b"ZhangSan-5F2E"
_XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>' + MARK + b"</a></x:xmpmeta>"
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
_OTHER = 'xmlns:i="http://www.inkscape.org/namespaces/inkscape"'


def exif(tag: int, group: int = 0) -> bytes:
    """Build an EXIF block with the mark in one tag."""
    result = Image.Exif()
    (result.get_ifd(group) if group else result)[tag] = MARK if tag in BYTES else MARK.decode()
    return result.tobytes()


BYTES = (0x927C, 0x9286, 0x9C9D, 0x83BB)
_TAGS = {
    "作者": (0x013B, 0),
    "电脑": (0x013C, 0),
    "程序": (0x0131, 0),
    "说明": (0x010E, 0),
    "版权": (0x8298, 0),
    "相机": (0x0110, 0),
    "Windows 作者": (0x9C9D, 0),
    "厂商数据": (0x927C, 0x8769),
    "用户注释": (0x9286, 0x8769),
    "相机主人": (0xA430, 0x8769),
    "机身号": (0xA431, 0x8769),
    "地名": (0x1D, 0x8825),
    "经纬度": (0x12, 0x8825),
}


def profiled(kind: str) -> bytes:
    """Create a picture whose colour profile names its author."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    wide = MARK.decode().encode("utf-16-be")
    at = profile.index("sRGB built-in".encode("utf-16-be"))
    return picture(kind, icc_profile=profile[:at] + wide + profile[at + len(wide) :])


def segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def jpegs() -> Iterator[tuple[str, bytes]]:
    for name, (tag, group) in _TAGS.items():
        yield f"jpeg {name}", picture("JPEG", exif=exif(tag, group))
    plain = picture("JPEG")
    pieces = {
        "XMP": (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + _XMP),
        "长 XMP": (0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 40 + MARK),
        "IPTC": (0xED, b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x12\x1c\x02\x50\0\x0d" + MARK),
        "注释": (0xFE, MARK),
        "MPF": (0xE2, b"MPF\0" + MARK),
        "JFXX 缩略图": (0xE0, b"JFXX\0\x10" + MARK),
        "APP3": (0xE3, b"Meta\0" + MARK),
        "APP4": (0xE4, MARK),
        "APP10": (0xEA, MARK),
        "APP12": (0xEC, b"Ducky" + MARK),
        "APP15": (0xEF, MARK),
        "APP8": (0xE8, b"SPIFF" + MARK),
        "C2PA": (0xEB, b"JP" + MARK),
    }
    for name, (marker, data) in pieces.items():
        yield f"jpeg {name}", plain[:20] + segment(marker, data) + plain[20:]
    app0 = plain[:20].replace(b"\0\0\xff", b"")[6:18]
    yield "jpeg JFIF 缩略图", plain[:2] + segment(0xE0, app0 + b"\x02\x02" + MARK) + plain[20:]
    yield "jpeg 末尾", plain + MARK
    yield "jpeg 第二张", plain + picture("JPEG", comment=MARK)
    yield "jpeg Adobe 段", plain[:20] + segment(0xEE, b"Adobe\0d\0\0\0\0\x01" + MARK) + plain[20:]


def pngs() -> Iterator[tuple[str, bytes]]:
    plain = picture("PNG")
    packed = zlib.compress(MARK)
    chunks = {
        "tEXt": (b"tEXt", b"Author\0" + MARK),
        "zTXt": (b"zTXt", b"Author\0\0" + packed),
        "iTXt": (b"iTXt", b"Author\0\0\0\0\0" + MARK),
        "iTXt 压缩": (b"iTXt", b"XML:com.adobe.xmp\0\x01\0\0\0" + packed),
        "eXIf": (b"eXIf", exif(0x013B).removeprefix(b"Exif\0\0")),
        "sPLT": (b"sPLT", MARK + b"\0\x08"),
        "自定义": (b"prVt", MARK),
        "caBX": (b"caBX", MARK),
        "iCCP 名": (b"iCCP", MARK + b"\0\0" + zlib.compress(b"profile")),
        "必需而不识": (b"PRVt", MARK),
    }
    for name, chunk in chunks.items():
        yield f"png {name}", plain[:33] + png_chunk(*chunk) + plain[33:]
    yield "png 末尾", plain + MARK


def gifs() -> Iterator[tuple[str, bytes]]:
    plain = picture("GIF")
    size = bytes((len(MARK),))
    yield "gif 注释", plain[:-1] + b"\x21\xfe" + size + MARK + b"\0\x3b"
    yield "gif XMP", plain[:-1] + b"\x21\xff\x0bXMP DataXMP" + size + MARK + b"\0\x3b"
    control = b"\x21\xf9\x04\0\0\0\0\0"
    words = b"\x21\x01\x0c" + bytes(12) + size + MARK + b"\0"
    yield "gif 文字", plain[:-1] + control + words + b"\x3b"
    yield "gif 自定义", plain[:-1] + b"\x21\xff\x0bPRIVATE 1.0" + size + MARK + b"\0\x3b"
    yield "gif 不识", plain[:-1] + b"\x21\x77" + size + MARK + b"\0\x3b"
    yield "gif 末尾", plain + MARK


def others() -> Iterator[tuple[str, bytes]]:
    for name, options in (
        ("EXIF", {"exif": exif(0x013B)}),
        ("XMP", {"xmp": _XMP}),
    ):
        yield f"webp {name}", picture("WEBP", lossless=True, **options)
    webp = picture("WEBP", lossless=True)
    extra = b"PRVT" + struct.pack("<I", len(MARK) + 1) + MARK + b"\0"
    body = webp[8:] + extra
    yield "webp 自定义", b"RIFF" + struct.pack("<I", len(body)) + body
    yield "webp 末尾", webp + MARK
    for tag in (315, 316, 305, 270, 700, 33432, 37724, 65000):
        image = Image.new("RGB", (9, 7), (3, 4, 5))
        out = io.BytesIO()
        image.save(out, "TIFF", tiffinfo={tag: MARK.decode() if tag < 700 else MARK})
        yield f"tiff {tag}", out.getvalue()
    yield "tiff 末尾", picture("TIFF") + MARK
    bmp = picture("BMP")
    yield "bmp 末尾", bmp + MARK
    at = struct.unpack("<I", bmp[10:14])[0]
    shifted = bmp[:10] + struct.pack("<I", at + len(MARK)) + bmp[14:at] + MARK + bmp[at:]
    yield "bmp 中间", shifted
    yield "heic 全部", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + MARK
    yield "avif 全部", b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + MARK
    jp2 = picture("JPEG2000", no_jp2=False, comment=MARK)
    yield "jp2 注释", jp2
    plain = picture("JPEG2000", no_jp2=False)
    yield "jp2 uuid", plain + struct.pack(">I", 24 + len(MARK)) + b"uuid" + b"0" * 16 + MARK


def svgs() -> Iterator[tuple[str, bytes]]:
    mark = MARK.decode()
    inner = base64.b64encode(picture("JPEG", comment=MARK)).decode()
    for name, text in {
        "注释": f"{_SVG}><!-- {mark} --><g/></svg>",
        "开头注释": f"<!-- {mark} -->{_SVG}><g/></svg>",
        "metadata": f"{_SVG}><metadata>{mark}</metadata></svg>",
        "docname": f'{_SVG} {_OTHER} i:docname="{mark}"><g/></svg>',
        "sodipodi": f'{_SVG} {_OTHER}><i:namedview a="{mark}"/></svg>',
        "导出路径": f'{_SVG} {_OTHER}><g i:export-filename="C:\\{mark}"/></svg>',
        "处理指令": f"{_SVG}><?app {mark}?><g/></svg>",
        "链接路径": f'{_SVG}><image href="file:///C:/Users/{mark}/a.png"/></svg>',
        "磁盘路径": f'{_SVG}><image xlink:href="C:\\Users\\{mark}\\a.png"/></svg>',
        "里面的照片": f'{_SVG}><image href="data:image/jpeg;base64,{inner}"/></svg>',
        "脚本": f"{_SVG}><script>// {mark}</script></svg>",
        "data 属性": f'{_SVG}><g data-author="{mark}"/></svg>',
        "DOCTYPE": f'<!DOCTYPE svg PUBLIC "{mark}" "u">{_SVG}><g/></svg>',
        "实体": f'<!DOCTYPE svg [<!ENTITY a "{mark}">]>{_SVG}><text>&a;</text></svg>',
    }.items():
        yield f"svg {name}", text.encode()


def marked() -> Iterator[tuple[str, bytes]]:
    """Yield each with its name, whose first word is its ending."""
    for each in (jpegs, pngs, gifs, others, svgs):
        yield from each()
    for kind in ("JPEG", "PNG", "WEBP", "TIFF"):
        yield f"{kind.lower()} 颜色配置", profiled(kind)
