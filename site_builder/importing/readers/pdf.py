"""PDF files → `Original`, with the extra `import`; pages that are pictures need the extra `ocr`."""

from importlib.util import find_spec

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers.page_document import build_original
from site_builder.model.diagnostic import Diagnostic, warning
from site_builder.model.location import Location
from site_builder.model.original import Original

_INSTALL = "请运行 pip install 'site-builder[import]' 安装读 PDF 的组件。"


def read(file: str, data: bytes) -> Original:
    """Read a PDF file.

    Raises UnsupportedFileError for files that are encrypted, cut off, damaged or far larger than a
    report, and for scans where text cannot be recognized.
    """
    if not (find_spec("pdfplumber") and find_spec("pypdfium2")):
        raise UnsupportedFileError("缺少读 PDF 的组件", _INSTALL)
    from site_builder.importing.readers.pdf_pages import read_pdf  # noqa: PLC0415 - an extra

    content = read_pdf(file, data)
    pages = content.pages
    if content.scanned_pages:
        raise UnsupportedFileError("扫描件")
    if not any(page.glyphs for page in pages):
        raise UnsupportedFileError(
            "PDF 文件里没有文字", "请换一份有文字的文件，或者导入它的扫描图片。"
        )
    diagnostics: tuple[Diagnostic, ...] = ()
    if content.damaged:
        message = "PDF 文件有损坏，读出来的文字和数字可能不对，每一格都要核对"
        diagnostics = (
            warning("import/damaged-file", Location(file), message, "请换一份完好的文件。"),
        )
    return build_original(file, pages, title=content.title, diagnostics=diagnostics)
