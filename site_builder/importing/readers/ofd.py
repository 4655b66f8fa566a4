"""OFD files (GB/T 33190) → `Original`, with the extra `import`."""

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers.page_document import build_original
from site_builder.model.original import Original


def read(file: str, data: bytes) -> Original:
    """Read an OFD file.

    Raises UnsupportedFileError for files that are encrypted, damaged or far larger than a report,
    and for those that hold pictures of text only.
    """
    from site_builder.importing.readers.ofd_pages import read_ofd  # noqa: PLC0415 - an extra

    content = read_ofd(data)
    if not any(page.glyphs for page in content.pages):
        message = "OFD 文件里没有文字，可能是扫描件"
        raise UnsupportedFileError(message, "请导入扫描图片，或者向原单位要一份有文字的文件。")
    return build_original(file, content.pages, title=content.title)
