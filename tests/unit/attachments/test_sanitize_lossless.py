"""Files that hold no names: what is shown, played and read is the same after cleaning."""

import io
import subprocess
import wave
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageCms, ImageOps

from site_builder.attachments.sanitize.images import sanitize_image
from site_builder.attachments.sanitize.sanitizer import sanitize
from tests.helpers import marked_media
from tests.helpers.marked_pdf import annotation, photo, saved
from tests.helpers.sample_files import picture

PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def image_bytes(kind: str, mode: str, **options: object) -> bytes:
    """Draw a picture in one of the modes a format has."""
    image = Image.open(io.BytesIO(picture("PNG"))).convert(mode)
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def moving(kind: str) -> bytes:
    frames = [Image.new("RGBA", (20, 20), (shade, 90, 9, shade)) for shade in (10, 120, 250)]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=80, loop=0)
    return out.getvalue()


def rotated(kind: str, way: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = way
    return picture(kind, exif=exif)


def pictures() -> Iterator[tuple[str, bytes]]:
    for mode in ("RGB", "L", "CMYK"):
        yield (
            f"jpeg {mode}",
            image_bytes("JPEG", mode, progressive=mode == "L", icc_profile=PROFILE),
        )
    yield "jpeg 相同", picture("JPEG", subsampling=2, restart_marker_rows=1)
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        yield (
            f"png {mode}",
            image_bytes("PNG", "L" if mode == "I;16" else mode, icc_profile=PROFILE),
        )
    for mode in ("P", "L", "RGB"):
        yield f"gif {mode}", image_bytes("GIF", mode)
    yield "webp 有损", image_bytes("WEBP", "RGB")
    yield "webp 透明", image_bytes("WEBP", "RGBA", lossless=True, icc_profile=PROFILE)
    for packing in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"):
        yield (
            f"tiff {packing}",
            image_bytes("TIFF", "RGB", compression=packing, icc_profile=PROFILE),
        )
    yield "tiff G4", image_bytes("TIFF", "1", compression="group4")
    yield "tiff 黑", image_bytes("TIFF", "L", compression="raw")
    for mode in ("1", "L", "P", "RGB", "RGBA"):
        yield f"bmp {mode}", image_bytes("BMP", mode)
    for kind in ("PNG", "GIF", "WEBP", "TIFF"):
        yield f"{kind.lower()} 动", moving(kind)
    for kind in ("JPEG", "PNG", "WEBP"):
        yield f"{kind.lower()} 转", rotated(kind, 6)
    yield "jp2 RGB", picture("JPEG2000", no_jp2=False)


def colours(profile: bytes | None) -> bytes | None:
    """See some colours as a profile makes them."""
    if not profile:
        return None
    swatch = Image.frombytes("RGB", (16, 16), bytes(range(256)) * 3)
    converted = ImageCms.profileToProfile(
        swatch, io.BytesIO(profile), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    return converted.tobytes() if converted else None


def visible_content(data: bytes) -> list[object]:
    opened = Image.open(io.BytesIO(data))
    frames: list[object] = [opened.info.get("loop"), colours(opened.info.get("icc_profile"))]
    for number in range(getattr(opened, "n_frames", 1)):
        opened.seek(number)
        frames += [opened.mode, opened.info.get("duration")]
        frames.append(ImageOps.exif_transpose(opened).tobytes())
    return frames


@pytest.mark.parametrize(("name", "data"), [pytest.param(*case, id=case[0]) for case in pictures()])
def test_a_picture_is_the_same(name: str, data: bytes) -> None:
    cleaned, reason = sanitize(f"a.{name.partition(' ')[0]}", data)
    assert reason == ""
    assert visible_content(cleaned) == visible_content(data)
    assert sanitize_image(data) == cleaned


def test_svg_is_the_same() -> None:
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:l="http://www.w3.org/1999/xlink" '
        'viewBox="0 0 9 9" role="img"><title>图&amp;例 "甲"</title><desc>说明</desc>'
        '<style>a&gt;b{fill:red}</style><defs><path id="p" d="M0 0&#10;L9 9"/></defs>'
        '<use l:href="#p" transform="scale(2)"/><a href="https://a.example/?a=1&amp;b=2">'
        '<text xml:space="preserve">  文字 <tspan>二</tspan>尾</text></a></svg>'
    )
    cleaned, reason = sanitize("a.svg", text.encode())
    assert reason == ""
    old, new = (list(ET.fromstring(item).iter()) for item in (text.encode(), cleaned))  # noqa: S314 - our own
    assert [(item.tag, item.text, item.tail, item.attrib) for item in new] == [
        (item.tag, item.text, item.tail, item.attrib) for item in old
    ]


def test_sound_and_film_are_the_same() -> None:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(range(256)) * 4)
    plain = {
        "a.wav": out.getvalue(),
        "a.mp3": marked_media.FRAME * 5,
        "a.flac": marked_media.flac((3, bytes(18))),
        "a.avi": marked_media.riff(b"AVI ", *marked_media.AVI),
        "a.mp4": marked_media.mp4(),
        "a.m4v": marked_media.mp4(handler=b"vide"),
    }
    for path, data in plain.items():
        assert sanitize(path, data) == (data, "")
    blank = marked_media.comment(b"OpusTags", b"", b"")
    sound = marked_media.ogg(b"OpusHead", blank)
    cleaned, reason = sanitize("a.ogg", sound)
    assert (reason, len(cleaned), cleaned[-72:]) == ("", len(sound), sound[-72:])


def tagged(document: pikepdf.Pdf) -> None:
    """Tag a table whose cell finds its header by an identifier."""
    root = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    table = Dictionary(O=Name.Table, Headers=Array([String("h1")]))
    head = document.make_indirect(Dictionary(S=Name.TH, P=root, ID=String("h1"), Alt=String("甲")))
    cell = document.make_indirect(Dictionary(S=Name.TD, P=root, A=table, ID=String("c")))
    root.K = Array([head, cell])
    root.IDTree = Dictionary(Names=Array([String("c"), cell, String("h1"), head]))
    document.Root.StructTreeRoot, document.Root.Lang = root, String("zh-CN")
    document.Root.MarkInfo = Dictionary(Marked=True)


def papers() -> Iterator[tuple[str, bytes]]:
    uri = Dictionary(S=Name.URI, URI=String("/gongkai/2024/"))
    yield "平常", saved()
    yield "标签", saved(tagged)
    yield "链接", saved(annotation(Subtype=Name.Link, A=uri))
    yield "图", saved(photo(Name.DCTDecode, picture("JPEG")))
    yield "JPEG 2000", saved(photo(Name.JPXDecode, picture("JPEG2000", no_jp2=False)))
    yield "对象流", saved(object_stream_mode=pikepdf.ObjectStreamMode.generate)
    yield "线性", saved(linearize=True)
    yield "框", saved(annotation(Subtype=Name.Square, Contents=String("说明"), C=Array([1, 0, 0])))


def rendered(data: bytes) -> tuple[str, bytes]:
    """Read the words and draw the first page by programs that did not write the file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        path.write_bytes(data)
        words = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout
        drawing = ["pdftoppm", "-r", "40", "-f", "1", "-l", "1", str(path)]
        return words.decode(), subprocess.run(drawing, capture_output=True, check=True).stdout


@pytest.mark.parametrize(("name", "data"), [pytest.param(*case, id=case[0]) for case in papers()])
def test_a_pdf_reads_and_looks_the_same(name: str, data: bytes) -> None:
    cleaned, reason = sanitize(f"{name}.pdf", data)
    assert reason == ""
    assert rendered(cleaned) == rendered(data)
    with pikepdf.open(io.BytesIO(cleaned)) as after, pikepdf.open(io.BytesIO(data)) as before:
        assert after.is_linearized == before.is_linearized
        for page, old in zip(after.pages, before.pages, strict=True):
            assert len(page.obj.get("/Annots", [])) == len(old.obj.get("/Annots", []))


def test_headers_of_a_tagged_table_are_still_found() -> None:
    cleaned, _ = sanitize("a.pdf", saved(tagged))
    with pikepdf.open(io.BytesIO(cleaned)) as after:
        head, cell = after.Root.StructTreeRoot.K
        assert str(cell.A.Headers[0]) == str(head.ID) != "h1"
        assert str(head.Alt) == "甲"
        tree = after.Root.StructTreeRoot.IDTree.Names
        assert [str(tree[0]), tree[1].objgen] == [str(head.ID), head.objgen]
        assert str(tree[0]) < str(tree[2])


def test_a_link_within_the_site_stays() -> None:
    cleaned, _ = sanitize("a.pdf", dict(papers())["链接"])
    assert b"(/gongkai/2024/)" in cleaned
