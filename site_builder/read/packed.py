"""What lies in an archive besides XML: files inside, names, remarks. Called by `read.office`."""

import re
import zipfile

from site_builder.containers import UnsupportedFileError, read_member
from site_builder.read import loose, pictures
from site_builder.read.gathered import Gathered

_XML = (".xml", ".rels", ".vml")
_FONT = re.compile(
    r"(?i)(?:.*\.(?:odttf|ttf|ttc|otf|fntdata|eot)|.*printerSettings\d*\.bin|mimetype|.*/)"
)
_QUIET = re.compile(r"(?i).*\.(?:png|jpe?g|gif|webp|svg|mp[34])")
"""Those whose remarks can be read; what they show is looked at by whoever reads the file."""
_UNKNOWN = re.compile(r"(?i).*\.(?:emf|wmf|tiff?|bmp|ico|wdp|hdp|m4a|wav|avi|wmv|mov|jb2|pict)")
_MANY = 3
_UTF8 = 0x800
_SIZES = 46, 30


def read_outside(archive: zipfile.ZipFile, data: bytes, gathered: Gathered) -> None:
    """Tell names and remarks of an archive, and bytes that belong to none of its files."""
    for info in archive.infolist():
        if _TELLING.search(name := name_of(info)):
            gathered.say("里面的文件名", name)
        gathered.say("压缩包的备注", info.comment.decode("gb18030", "replace"))
        for text in loose.numbers(info.extra):
            gathered.say("压缩包的备注", text)
    gathered.say("压缩包的备注", _remark(archive.comment))
    start = min((info.header_offset for info in archive.infolist()), default=0)
    if start:
        gathered.leave("压缩包前面还有别的内容")
        for text in loose.numbers(data[:start]):
            gathered.say("压缩包前面的内容", text)


_TELLING = re.compile(r"[\u4e00-\u9fff]|@|\d{7}")


def _remark(comment: bytes) -> str:
    try:
        return comment.decode("utf-8")
    except UnicodeDecodeError:
        return comment.decode("gb18030", "replace")


def name_of(info: zipfile.ZipInfo) -> str:
    """Return the name of a member; old Chinese programs write it in GBK."""
    if info.flag_bits & _UTF8 or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename


def read_members(archive: zipfile.ZipFile, gathered: Gathered) -> None:
    """Read each file of an archive as one by itself would be."""
    for info in archive.infolist():
        gathered.in_time()
        if not info.is_dir():
            name = name_of(info)
            try:
                data = read_member(archive, info.filename)
            except UnsupportedFileError as fault:
                gathered.leave(f"里面的“{name}”：{fault}")
                continue
            gathered.read_inside(f"里面的“{name}”", name, data)


def read_parts(archive: zipfile.ZipFile, gathered: Gathered) -> None:
    """Read what an office file holds besides XML; what cannot be read is named."""
    unknown: list[str] = []
    number = 0
    for name in archive.namelist():
        gathered.in_time()
        if name.endswith(_XML):
            continue
        data = read_member(archive, name)
        if _QUIET.fullmatch(name) and pictures.is_known(data):
            kept, people = gathered.kept, list(gathered.people)
            gathered.read_inside(f"图片或音视频 {name.rpartition('/')[2]}", name, data)
            gathered.kept, gathered.people[:] = kept, people
        elif _FONT.fullmatch(name) or _UNKNOWN.fullmatch(name) or _QUIET.fullmatch(name):
            for text in loose.numbers(data):
                gathered.say("里面的对象", text)
            if not _FONT.fullmatch(name):
                unknown.append(name.rpartition("/")[2])
        elif "vbaProject" in name:
            gathered.leave("里面有宏，没有检查到")
        else:
            number += 1
            gathered.read_inside(f"里面的第 {number} 个附件", name, data)
    if unknown:
        more = f" 等 {len(unknown)} 个" if len(unknown) > _MANY else ""
        gathered.leave(f"里面的 {'、'.join(unknown[:_MANY])}{more} 没有检查到")
