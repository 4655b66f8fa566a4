"""The outer form of attachments — archives, pictures — read within bounds, whatever the bytes are.

Called by the reader of attachments, which looks inside, and by the writer, which takes names out.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.parsers import expat

MAX_MEMBERS = 5_000
MAX_MEMBER = 100_000_000
MAX_ALL = 300_000_000
MAX_PIECES = 50_000
"""Segments or chunks of a picture; those of 100 MB reach 13,000."""
MAX_RATIO = 300
"""Unpacked size over packed size; texts of offices reach 30, bombs 1000."""
_SMALL = 1_000_000
"""Below this the ratio says nothing."""
_ENCRYPTED = 1


class RefusedError(Exception):
    """The bytes cannot be read or changed, or not within bounds; says why, in Chinese."""


class LeftoverError(RefusedError):
    """The copy is clean but for parts that only its author can judge; says which, in Chinese."""

    def __init__(self, data: bytes, parts: Iterable[str]) -> None:
        super().__init__(f"还留有{'、'.join(dict.fromkeys(parts))}")
        self.data = data


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Open a ZIP archive whose sizes are within bounds."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception as fault:  # a damaged archive may fail in any way
        raise RefusedError("文件损坏，打不开") from fault
    members = archive.infolist()
    names = [one.filename for one in members]
    if len(members) > MAX_MEMBERS or len(set(names)) != len(names):
        raise RefusedError("压缩包里的文件太多或重名")
    if sum(one.file_size for one in members) > MAX_ALL:
        raise RefusedError("解压后太大")
    if any(one.flag_bits & _ENCRYPTED for one in members):
        raise RefusedError("文件加了密码")
    return archive


def member(archive: zipfile.ZipFile, name: str, most: int = MAX_MEMBER) -> bytes:
    """Unpack one member, never more of it than its bounds allow."""
    info = archive.getinfo(name)
    wanted = min(most, info.file_size)
    if info.file_size > most or (
        wanted > _SMALL and info.file_size > MAX_RATIO * max(1, info.compress_size)
    ):
        raise RefusedError("解压后太大")
    try:
        with archive.open(info) as opened:
            data = opened.read(most + 1)
    except Exception as fault:  # so may a damaged member
        raise RefusedError("文件损坏，打不开") from fault
    if len(data) > most:
        raise RefusedError("解压后太大")
    return data


def xml_parser(*, namespaces: bool = True) -> expat.XMLParserType:
    """Make a parser that knows names by `namespace name` and refuses every DTD and entity.

    Without namespaces, names are as they are written.
    """
    parser = expat.ParserCreate(namespace_separator=" ") if namespaces else expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_parts: object) -> None:
        raise RefusedError("文件里有不允许的 XML 声明")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    return parser


def parse_xml(parser: expat.XMLParserType, data: bytes) -> None:
    """Run a parser over a whole file."""
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat's own signature
    except (expat.ExpatError, ValueError, LookupError) as fault:
        raise RefusedError("文件损坏，打不开") from fault


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a JPEG file: a marker with its payload, or the compressed picture itself."""

    marker: int
    """The second byte of the marker; 0 for compressed data."""
    data: bytes

    def bytes(self) -> bytes:
        """Write it as it stands in the file."""
        if self.marker == 0:
            return self.data
        head = bytes((0xFF, self.marker))
        bare = self.marker in _BARE
        return head if bare else head + struct.pack(">H", len(self.data) + 2) + self.data


_SOI, _EOI, _SOS, _TEM = 0xD8, 0xD9, 0xDA, 0x01
_BARE = frozenset((_SOI, _EOI, _TEM, *range(0xD0, 0xD8)))


def jpeg_segments(data: bytes) -> list[Segment]:
    """Cut a JPEG file into segments, up to its end; whatever follows the end is left out."""
    if data[:2] != b"\xff\xd8":
        raise RefusedError("不是 JPEG 图片")
    found = [Segment(_SOI, b"")]
    spot = 2
    while spot < len(data):
        if data[spot] != 0xFF:  # noqa: PLR2004 - every marker begins with it
            raise RefusedError("图片损坏")
        while data[spot + 1 : spot + 2] == b"\xff":
            spot += 1
        marker = data[spot + 1] if spot + 1 < len(data) else _EOI
        spot += 2
        if len(found) > MAX_PIECES:
            raise RefusedError("图片太复杂")
        if marker in _BARE:
            found.append(Segment(marker, b""))
            if marker == _EOI:
                return found
            continue
        length = int.from_bytes(data[spot : spot + 2], "big")
        if length < 2 or spot + length > len(data):  # noqa: PLR2004 - it counts itself
            raise RefusedError("图片损坏")
        found.append(Segment(marker, data[spot + 2 : spot + length]))
        spot += length
        if marker == _SOS:
            end = _scan_end(data, spot)
            found.append(Segment(0, data[spot:end]))
            spot = end
    raise RefusedError("图片不完整")


def _scan_end(data: bytes, spot: int) -> int:
    """Find the marker after compressed data, in which FF 00 and restart marks mean nothing."""
    while True:
        spot = data.find(b"\xff", spot)
        if spot < 0 or spot + 1 >= len(data):
            return len(data)
        following = data[spot + 1]
        if following and not 0xD0 <= following <= 0xD7:  # noqa: PLR2004 - restart marks
            return spot
        spot += 2


PNG = b"\x89PNG\r\n\x1a\n"


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """List the chunks of a PNG file as kind and payload, up to its end."""
    if not data.startswith(PNG):
        raise RefusedError("不是 PNG 图片")
    spot = len(PNG)
    for _ in range(MAX_PIECES):
        if spot + 12 > len(data):
            break
        length = int.from_bytes(data[spot : spot + 4], "big")
        kind, payload = data[spot + 4 : spot + 8], data[spot + 8 : spot + 8 + length]
        stored = data[spot + 8 + length : spot + 12 + length]
        if len(payload) != length or stored != zlib.crc32(kind + payload).to_bytes(4, "big"):
            raise RefusedError("图片损坏")
        yield kind, payload
        if kind == b"IEND":
            return
        spot += 12 + length
    raise RefusedError("图片不完整")


def png_chunk(kind: bytes, payload: bytes) -> bytes:
    """Write a chunk as it stands in the file."""
    check = zlib.crc32(kind + payload).to_bytes(4, "big")
    return len(payload).to_bytes(4, "big") + kind + payload + check


def exif_tags(data: bytes) -> dict[int, bytes]:
    """Read the tags of a TIFF block (EXIF) as number and raw value; what is damaged is left out."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None or len(data) < 8:  # noqa: PLR2004 - its head
        return {}
    found: dict[int, bytes] = {}
    todo = [struct.unpack(order + "I", data[4:8])[0]]
    seen: set[int] = set()
    while todo:
        spot = todo.pop()
        if spot in seen or spot + 2 > len(data):
            continue
        seen.add(spot)
        count = struct.unpack(order + "H", data[spot : spot + 2])[0]
        for number in range(count):
            entry = data[spot + 2 + 12 * number : spot + 14 + 12 * number]
            if len(entry) < 12:  # noqa: PLR2004 - an entry's size
                break
            tag, kind, amount = struct.unpack(order + "HHI", entry[:8])
            size = _TIFF_SIZES.get(kind, 1) * amount
            at = struct.unpack(order + "I", entry[8:])[0]
            here = size <= _INLINE
            found[tag] = entry[8 : 8 + size] if here else data[at : at + min(size, _LONG)]
            if tag == EXIF_BLOCK:
                todo.append(at)
    return found


_TIFF_SIZES = {3: 2, 4: 4, 5: 8, 8: 2, 9: 4, 10: 8, 12: 8}
_LONG = 2_000
_INLINE = 4
"""Bytes that an entry holds itself; longer values stand elsewhere."""
EXIF_BLOCK, ORIENTATION, GPS = 0x8769, 0x0112, 0x8825


def orientation(exif: bytes) -> int:
    """Tell how a picture is turned; 1 for upright, also when nothing is said."""
    raw = exif_tags(exif).get(ORIENTATION, b"")
    turned = int.from_bytes(raw[:2], "little" if exif[:2] == b"II" else "big")
    return turned if 1 <= turned <= 8 else 1  # noqa: PLR2004 - the ways there are


def upright_exif(turned: int) -> bytes:
    """Write an EXIF block that says how a picture is turned, and nothing else."""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, ORIENTATION, 3, 1, turned, 0, 0)
