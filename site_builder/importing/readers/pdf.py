"""PDF files → `Original`, with the extra `import`; pages that are pictures need the extra `ocr`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.util import find_spec

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers.page_document import build_original
from site_builder.importing.readers.page_marks import PageMarks
from site_builder.model.diagnostic import Diagnostic, warning
from site_builder.model.extras import install_command
from site_builder.model.location import Location
from site_builder.model.original import Original

_OCR = ("rapidocr", "onnxruntime", "cv2")
_INSTALL = f"请运行 {install_command('ocr')}，再导入一次。"


def read(file: str, data: bytes) -> Original:
    """Read a PDF file.

    Raises UnsupportedFileError for files that are encrypted, cut off, damaged or far larger than a
    report, and for scans where text cannot be recognized.
    """
    from site_builder.importing.readers.pdf_pages import read_pdf  # noqa: PLC0415 - an extra

    content = read_pdf(file, data)
    pages = content.pages
    if content.scanned_pages:
        pages = _with_scans(data, pages, content.scanned_pages)
    if not any(page.glyphs for page in pages):
        message = "PDF 文件里没有文字"
        raise UnsupportedFileError(message, "请换一份有文字的文件，或者导入它的扫描图片。")
    diagnostics = tuple(_diagnostics(file, pages, damaged=content.damaged))
    return build_original(file, pages, title=content.title, diagnostics=diagnostics)


def _diagnostics(file: str, pages: Sequence[PageMarks], *, damaged: bool) -> Iterator[Diagnostic]:
    """Yield what a person should know of damage, and of pages of which nothing was read."""
    if damaged:
        message = "PDF 文件有损坏，读出来的文字和数字可能不对，每一格都要核对"
        hint = "请换一份完好的文件。"
        yield warning("import/damaged-file", Location(file), message, hint)
    blank = [
        str(page.number)
        for page in pages[:-1]
        if not (page.glyphs or page.lines or page.pictures or page.omissions)
    ]
    if blank:
        message = f"第 {'、'.join(blank)} 页是空白的，没有读到任何内容"
        hint = "请打开文件看看，确实是空白页就不用管。"
        yield warning("import/blank-page", Location(file), message, hint)


def _with_scans(
    data: bytes, pages: Sequence[PageMarks], numbers: tuple[int, ...]
) -> tuple[PageMarks, ...]:
    """Return pages with the text that is recognized in those that are pictures.

    Without the extra `ocr`, text that another program has recognized is taken as it is.
    """
    if not all(map(find_spec, _OCR)):
        if any(not pages[number - 1].scanned for number in numbers):
            raise UnsupportedFileError("PDF 文件里有扫描的页，识别文字需要的组件没有安装", _INSTALL)
        return tuple(pages)
    from site_builder.importing.readers.scan_pages import read_pdf_scans  # noqa: PLC0415 - an extra

    scans = read_pdf_scans(data, numbers)
    return tuple(
        replace(scans[page.number], omissions=page.omissions) if page.number in scans else page
        for page in pages
    )
