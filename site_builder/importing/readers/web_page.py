"""Web pages as browsers save them, those of real portals and our own (`.html`, `.htm`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers.decoded_text import decode
from site_builder.importing.readers.markup.page import read_markup
from site_builder.importing.readers.markup.page_fields import declared_charset

if TYPE_CHECKING:
    from site_builder.importing.readers.markup.pictures import OpenSibling
    from site_builder.model.original import Original

MAX_BYTES = 32_000_000


def read(
    file: str,
    data: bytes,
    *,
    open_sibling: OpenSibling | None = None,
    charset: str = "",
) -> Original:
    """Read a saved page.

    `open_sibling` gives the files that a browser saved beside it, by the address in the page;
    `charset` is what its container declares. Raises UnsupportedFileError for what is no page, is
    out of bounds, or only loads its text by a script.
    """
    decoded = decode(file, data, charset or declared_charset(data), MAX_BYTES)
    if "<" not in decoded.text:
        raise UnsupportedFileError(
            "文件里没有网页的标记", "是纯文字的，请把扩展名改成 .txt，再导入。"
        )
    return read_markup(file, decoded.text, decoded.diagnostics, open_sibling)
