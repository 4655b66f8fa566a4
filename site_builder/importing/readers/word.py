"""Word files (`.docx`, `.docm`): what paper shows, and a word on all that is left out."""

from site_builder.core.errors import UnsupportedFileError
from site_builder.core.xml_tree import XmlElement
from site_builder.importing.readers.docx.blocks import read_blocks
from site_builder.importing.readers.docx.notices import build_notices
from site_builder.importing.readers.docx.numbered_lists import Numbering
from site_builder.importing.readers.docx.package import DAMAGED_HINT, WordPackage, attribute
from site_builder.importing.readers.docx.session import ReadingSession
from site_builder.importing.readers.docx.styles import StyleSheet
from site_builder.importing.readers.docx.unread_text import record_unread_text
from site_builder.model.original import (
    Block,
    Omission,
    Origin,
    Original,
    OriginalPicture,
    OriginalTable,
    TextBlock,
)

MAX_CELLS = 30_000
"""Of all tables of a file; the largest table of a report has three hundred."""
_FEW_WORDS = 60
"""Characters of a file that is pictures and hardly anything else."""
_NO_NOTES = ("separator", "continuationSeparator", "continuationNotice")


def read(file: str, data: bytes) -> Original:
    """Read a Word file; `file` as it was named on the command line.

    Raises UnsupportedFileError for what is encrypted, damaged, too large, or holds nothing to read.
    """
    package = WordPackage(data)
    document = package.parse(package.main)
    body = document.find("w:body") if document is not None else None
    if body is None:
        raise UnsupportedFileError("文件里没有 Word 的正文", DAMAGED_HINT)
    if sum(1 for _ in body.descendants("w:tc")) > MAX_CELLS:
        raise UnsupportedFileError(
            f"文件里的表格太大：超过 {MAX_CELLS} 个格子",
            "请打开文件，删去不属于报告的大表格（可以另存为附件），再导入。",
        )
    session = _start_session(file, package)
    blocks = read_blocks(session, body)
    session.origin = Origin(file)
    record_unread_text(session, body)
    for kind in ("header", "footer"):
        _omit_margins(session, kind)
    _omit_comments(session)
    if any(name.endswith("vbaproject.bin") for name in package.names()):
        session.note_event("macro")
    _check_words(session, blocks)
    title = _title(session, blocks)
    return Original(
        file,
        tuple(blocks),
        title=title,
        omissions=tuple(_unique(session.omissions)),
        diagnostics=build_notices(session),
    )


def _start_session(file: str, package: WordPackage) -> ReadingSession:
    main = package.main
    session = ReadingSession(
        file,
        package,
        main,
        StyleSheet(_first_part(package, main, "styles")),
        Numbering(_first_part(package, main, "numbering")),
        origin=Origin(file),
    )
    for kind in ("footnote", "endnote"):
        for part in package.related(main, f"{kind}s"):
            root = package.parse_optional(part)
            for element in root.find_all(f"w:{kind}") if root else ():
                if attribute(element, "w:type") not in _NO_NOTES:
                    session.notes[f"w:{kind} {attribute(element, 'w:id')}"] = (element, part)
    return session


def _first_part(package: WordPackage, main: str, kind: str) -> XmlElement | None:
    parts = package.related(main, kind)
    return package.parse_optional(parts[0]) if parts else None


def _omit_margins(session: ReadingSession, kind: str) -> None:
    """List what stands in the margins of the pages."""
    reason = "页眉" if kind == "header" else "页脚"
    for part in session.package.related(session.package.main, kind):
        root = session.package.parse_optional(part)
        for paragraph in root.descendants("w:p") if root else ():
            session.omit("".join(item.text for item in paragraph.descendants("w:t")), reason)


def _omit_comments(session: ReadingSession) -> None:
    for part in session.package.related(session.package.main, "comments"):
        root = session.package.parse_optional(part)
        for comment in root.find_all("w:comment") if root else ():
            text = "".join(item.text for item in comment.descendants("w:t"))
            session.omit(text, "批注")
            place = session.comment_places.get(attribute(comment, "w:id"), "")
            words = session.cut(text)
            session.note_event("comment", f"{place}：{words}" if place else words)


def _check_words(session: ReadingSession, blocks: list[Block]) -> None:
    """Raise UnsupportedFileError for a file of pictures alone, and one with nothing in it."""
    words = sum(len(block.text) for block in blocks if isinstance(block, TextBlock))
    has_tables = any(isinstance(block, OriginalTable) for block in blocks)
    has_pictures = any(isinstance(block, OriginalPicture) for block in blocks)
    if has_tables or words > _FEW_WORDS:
        return
    if has_pictures or "picture" in session.events:
        raise UnsupportedFileError(
            "文件里几乎没有文字，只有图片，像是扫描件",
            "请把图片另存为 PNG，或者把文件另存为 PDF，再导入：会识别图片里的文字。",
        )
    if not words and "chunk" not in session.events:
        raise UnsupportedFileError(
            "文件里没有文字，也没有表格", "请用 Word 打开看看是不是拿错了文件，再导入。"
        )


def _title(session: ReadingSession, blocks: list[Block]) -> str:
    """Return the title in the file's data, where the text has it too.

    Files are copied from year to year, and nobody looks at their data.
    """
    package = session.package
    for part in package.related("", "core-properties") or ["docProps/core.xml"]:
        root = package.parse_optional(part)
        element = root.find("dc:title") if root else None
        title = " ".join(element.text.split()) if element is not None else ""
        words = "".join(block.text for block in blocks if isinstance(block, TextBlock))
        if title and "".join(title.split()) in "".join(words.split()):
            return title
        session.omit(title, "文件属性里的标题，正文里没有")
    return ""


def _unique(omissions: list[Omission]) -> list[Omission]:
    """Return each omission once: headers repeat for each section."""
    return list({(item.text, item.reason, item.origin): item for item in omissions}.values())
