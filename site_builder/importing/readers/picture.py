"""Scans and photographs as picture files → `Original`, with the extra `ocr`."""

from site_builder.importing.readers.page_document import build_original
from site_builder.model.original import Original


def read(file: str, data: bytes) -> Original:
    """Read a picture of one page or of several.

    Raises UnsupportedFileError for what is no picture, too large or too small.
    """
    from site_builder.importing.readers.scan_image import decode_pictures  # noqa: PLC0415 - an extra
    from site_builder.importing.readers.scan_pages import read_scan  # noqa: PLC0415 - an extra

    pages = [read_scan(page, number) for number, page in enumerate(decode_pictures(data), 1)]
    return build_original(file, pages)
