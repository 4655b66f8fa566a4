"""Sound and film with one mark each; the frames are silence written by hand."""

import struct
from collections.abc import Iterator

from tests.helpers.marked_pictures import MARK

FRAME = b"\xff\xfb\x90\x00" + b"\0" * 413
_SIZE = struct.pack(">I", len(MARK))


def box(kind: bytes, *parts: bytes) -> bytes:
    data = b"".join(parts)
    return struct.pack(">I", len(data) + 8) + kind + data


def mp4(  # noqa: PLR0913, PLR0917 - one for each place
    moov: bytes = b"",
    track: bytes = b"",
    top: bytes = b"",
    handler: bytes = b"soun",
    name: bytes = b"",
    entry: bytes = b"",
    store: bytes = b"",
) -> bytes:
    """Build a film of one track whose data no player would play, but every box stands."""
    places = box(b"stco", bytes(4), struct.pack(">II", 1, 28))
    runs = box(b"stsc", bytes(4), struct.pack(">4I", 1, 1, 1, 1))
    sizes = box(b"stsz", bytes(4), struct.pack(">2I", 5, 1))
    entries = box(b"stsd", bytes(4), struct.pack(">I", 1), entry) if entry else b""
    table = box(b"stbl", places, runs, sizes, entries)
    url = box(b"dinf", box(b"dref", bytes(4), b"\0\0\0\1", box(b"url ", b"\0\0\0\1")))
    hdlr = box(b"hdlr", bytes(8), handler, bytes(12), name + b"\0")
    media = box(b"mdia", box(b"mdhd", bytes(24)), hdlr, box(b"minf", url, table))
    trak = box(b"trak", box(b"tkhd", bytes(84)), media, track)
    film = box(b"moov", box(b"mvhd", bytes(100)), trak, moov)
    return box(b"ftyp", b"mp42\0\0\0\0mp42") + box(b"mdat", b"sound" + store) + film + top


def riff(form: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    parts = (kind + struct.pack("<I", len(a)) + a + b"\0" * (len(a) % 2) for kind, a in chunks)
    body = form + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


WAV = ((b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)), (b"data", b"\x80" * 100))
AVI = (
    (b"LIST", b"hdrlavih" + struct.pack("<I", 56) + bytes(56)),
    (b"LIST", b"movi00dc" + struct.pack("<I", 4) + b"film"),
    (b"idx1", bytes(16)),
)


def page(packet: bytes, number: int, flags: int = 0) -> bytes:
    """Build an Ogg page of one packet, without its checksum."""
    sizes = bytes([255] * (len(packet) // 255) + [len(packet) % 255])
    head = b"OggS\0" + bytes((flags,)) + bytes(8) + b"\1\0\0\0" + struct.pack("<II", number, 0)
    return head + bytes((len(sizes),)) + sizes + packet


def comment(head: bytes, vendor: bytes, entry: bytes) -> bytes:
    sized = struct.pack("<I", len(vendor)) + vendor + struct.pack("<II", 1, len(entry)) + entry
    return head + sized + (b"\1" if head == b"\x03vorbis" else b"")


def ogg(first: bytes, second: bytes) -> bytes:
    return page(first, 0, 2) + page(second, 1) + page(b"sound" * 9, 2, 4)


def flac(*blocks: tuple[int, bytes]) -> bytes:
    result, all_ = b"fLaC", [(0, bytes(34)), *blocks]
    for number, (kind, data) in enumerate(all_):
        last = 0x80 if number == len(all_) - 1 else 0
        result += bytes((kind | last,)) + len(data).to_bytes(3, "big") + data
    return result + b"\xff\xf8sound"


def id3(frame: bytes) -> bytes:
    return b"ID3\x03\0\0" + bytes((0, 0, 0, len(frame))) + frame


def ape(data: bytes) -> bytes:
    def edge(flag: int) -> bytes:
        return b"APETAGEX" + struct.pack("<IIII", 2000, len(data) + 32, 1, flag) + bytes(8)

    return edge(0xA0000000) + data + edge(0x80000000)


def mp3s() -> Iterator[tuple[str, bytes]]:
    sound = FRAME * 3
    for code in (b"TPE1", b"COMM", b"APIC", b"GEOB", b"PRIV", b"TXXX"):
        yield f"mp3 {code.decode()}", id3(code + _SIZE + b"\0\0" + MARK) + sound
    yield "mp3 ID3v1", sound + (b"TAG" + MARK).ljust(128, b"\0")
    yield "mp3 APE", sound + ape(MARK)
    yield "mp3 APE 在前", ape(MARK) + sound
    yield "mp3 Lyrics3", sound + b"LYRICSBEGIN" + MARK + b"LYRICS200"
    yield "mp3 中间", FRAME + id3(b"TPE1" + _SIZE + b"\0\0" + MARK) + FRAME
    yield "mp3 末尾", sound + MARK
    yield "mp3 末尾的帧", sound + b"\xff\xfb\x90\x00" + MARK


def films() -> Iterator[tuple[str, bytes]]:
    place = b"\xa9xyz"
    tagged = box(b"ilst", box(b"\xa9ART", box(b"data", bytes(8), MARK)))
    for name, data in {
        "位置": mp4(moov=box(b"udta", box(place, b"\0\x0d\x15\xc7", MARK))),
        "loci": mp4(moov=box(b"udta", box(b"loci", bytes(6), MARK))),
        "标签": mp4(moov=box(b"udta", box(b"meta", bytes(4), tagged))),
        "meta": mp4(moov=box(b"meta", bytes(4), box(b"keys", MARK))),
        "音轨标签": mp4(track=box(b"udta", box(b"name", MARK))),
        "顶层 meta": mp4(top=box(b"meta", bytes(4), MARK)),
        "XMP": mp4(top=box(b"uuid", b"0" * 16, MARK)),
        "free": mp4(top=box(b"free", MARK)),
        "不识": mp4(top=box(b"prvt", MARK)),
        "iods": mp4(moov=box(b"iods", MARK)),
        "处理者": mp4(name=MARK),
        "编码程序": mp4(entry=box(b"avc1", bytes(42), b"\x0d" + MARK.ljust(31), bytes(4))),
        "编码私有": mp4(entry=box(b"mp4a", bytes(28), box(b"prvt", MARK))),
        "编码不识": mp4(entry=box(b"mebx", bytes(8), MARK)),
        "样本之间": mp4(store=MARK),
        "数据轨": mp4(handler=b"meta", moov=box(b"udta", MARK)),
    }.items():
        yield f"mp4 {name}", data
    yield "mov wide", box(b"wide") + mp4(moov=box(b"udta", box(b"\xa9mak", MARK)))[20:]
    yield (
        "m4a ----",
        mp4(moov=box(b"udta", box(b"meta", bytes(4), box(b"ilst", box(b"----", MARK))))),
    )


def sounds() -> Iterator[tuple[str, bytes]]:
    info = b"INFOIART" + struct.pack("<I", len(MARK)) + MARK + b"\0"
    for kind in (b"bext", b"iXML", b"id3 ", b"_PMX", b"JUNK", b"cart", b"prvt"):
        yield f"wav {kind.decode().strip()}", riff(b"WAVE", *WAV, (kind, MARK))
    yield "wav INFO", riff(b"WAVE", (b"LIST", info), *WAV)
    yield "wav 末尾", riff(b"WAVE", *WAV) + MARK
    yield "avi INFO", riff(b"AVI ", AVI[0], (b"LIST", info), *AVI[1:])
    yield "avi IDIT", riff(b"AVI ", AVI[0], (b"IDIT", MARK), *AVI[1:])
    yield "avi JUNK", riff(b"AVI ", *AVI, (b"JUNK", MARK))
    yield "avi 末尾", riff(b"AVI ", *AVI) + MARK
    yield "flac 注释", flac((4, comment(b"", b"v", b"ARTIST=" + MARK)))
    yield "flac 封面", flac((6, MARK))
    yield "flac 程序", flac((2, MARK))
    yield "flac 填充", flac((1, MARK))
    yield "flac 目录", flac((5, MARK))
    yield "flac ID3v1", flac() + (b"TAG" + MARK).ljust(128, b"\0")
    yield "flac ID3v2", id3(b"TPE1" + _SIZE + b"\0\0" + MARK) + flac()
    for name, head, first in (
        ("vorbis", b"\x03vorbis", b"\x01vorbis"),
        ("opus", b"OpusTags", b"OpusHead"),
        ("theora", b"\x81theora", b"\x80theora"),
        ("不识", b"Unknown!", b"Unknown!"),
    ):
        yield f"ogg {name}", ogg(first, comment(head, b"v", b"ARTIST=" + MARK))
        yield f"ogg {name} 程序", ogg(first, comment(head, MARK, b"A=B"))
    yield "ogg 末尾", ogg(b"OpusHead", comment(b"OpusTags", b"v", b"A=B")) + MARK
    for extension in ("mkv", "wma", "aac", "ico", "webm"):
        yield f"{extension} 全部", b"\x1aE\xdf\xa3" + MARK


def marked() -> Iterator[tuple[str, bytes]]:
    """Yield each with its name, whose first word is its ending."""
    for each in (mp3s, films, sounds):
        yield from each()
