"""What lies in an archive besides XML: files inside, names, remarks."""

import zipfile

from site_builder.attachments.extract import binary_numbers, image_metadata
from site_builder.attachments.extract.extraction import ExtractionResult
from site_builder.core.errors import UnsupportedFileError
from site_builder.core.safe_zip import read_member
from site_builder.model.lazy_pattern import lazy_pattern

_XML = (".xml", ".rels", ".vml")
_FONT = lazy_pattern(
    r"(?i)(?:.*\.(?:odttf|ttf|ttc|otf|fntdata|eot)|.*printerSettings\d*\.bin|mimetype|.*/)"
)
_MEDIA = lazy_pattern(r"(?i).*\.(?:png|jpe?g|gif|webp|svg|mp[34])")
"""Those whose remarks can be read; what they show is checked by whoever reads the file."""
_UNREADABLE = lazy_pattern(
    r"(?i).*\.(?:emf|wmf|tiff?|bmp|ico|wdp|hdp|m4a|wav|avi|wmv|mov|jb2|pict)"
)
_MAX_LISTED = 3
_UTF8_FLAG = 0x800


def read_archive_metadata(archive: zipfile.ZipFile, data: bytes, result: ExtractionResult) -> None:
    """Record names and remarks of an archive, and bytes that belong to none of its files."""
    for info in archive.infolist():
        if _SIGNIFICANT_TEXT.search(name := member_name(info)):
            result.add_text("里面的文件名", name)
        result.add_text("压缩包的备注", info.comment.decode("gb18030", "replace"))
        for text in binary_numbers.find_numbers(info.extra):
            result.add_text("压缩包的备注", text)
    result.add_text("压缩包的备注", _decode_comment(archive.comment))
    start = min((info.header_offset for info in archive.infolist()), default=0)
    if start:
        result.add_unreadable("压缩包前面还有别的内容")
        for text in binary_numbers.find_numbers(data[:start]):
            result.add_text("压缩包前面的内容", text)


_SIGNIFICANT_TEXT = lazy_pattern(r"[\u4e00-\u9fff]|@|\d{7}")


def _decode_comment(comment: bytes) -> str:
    try:
        return comment.decode("utf-8")
    except UnicodeDecodeError:
        return comment.decode("gb18030", "replace")


def member_name(info: zipfile.ZipInfo) -> str:
    """Return the name of a member; old Chinese programs write it in GBK."""
    if info.flag_bits & _UTF8_FLAG or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename


def read_members(archive: zipfile.ZipFile, result: ExtractionResult) -> None:
    """Read each file of an archive as one by itself would be."""
    for info in archive.infolist():
        result.check_deadline()
        if not info.is_dir():
            name = member_name(info)
            try:
                data = read_member(archive, info.filename)
            except UnsupportedFileError as exc:
                result.add_unreadable(f"里面的“{name}”：{exc}")
                continue
            result.read_embedded(f"里面的“{name}”", name, data)


def read_other_parts(archive: zipfile.ZipFile, result: ExtractionResult) -> None:
    """Read what an office file holds besides XML; what cannot be read is named."""
    unknown: list[str] = []
    number = 0
    for name in archive.namelist():
        result.check_deadline()
        if name.endswith(_XML):
            continue
        data = read_member(archive, name)
        if _MEDIA.fullmatch(name) and image_metadata.has_known_signature(data):
            not_cleanable, people = result.not_cleanable, list(result.personal_metadata)
            result.read_embedded(f"图片或音视频 {name.rpartition('/')[2]}", name, data)
            result.not_cleanable, result.personal_metadata[:] = not_cleanable, people
        elif _FONT.fullmatch(name) or _UNREADABLE.fullmatch(name) or _MEDIA.fullmatch(name):
            for text in binary_numbers.find_numbers(data):
                result.add_text("里面的对象", text)
            if not _FONT.fullmatch(name):
                unknown.append(name.rpartition("/")[2])
        elif "vbaProject" in name:
            result.add_unreadable("里面有宏，没有检查到")
        else:
            number += 1
            result.read_embedded(f"里面的第 {number} 个附件", name, data)
    if unknown:
        suffix = f" 等 {len(unknown)} 个" if len(unknown) > _MAX_LISTED else ""
        result.add_unreadable(f"里面的 {'、'.join(unknown[:_MAX_LISTED])}{suffix} 没有检查到")
