"""An address → a QR code, as the inside of a page."""

from site_builder.model.html import Html

_MASK = 2
"""Any of the eight masks can be read; trying them all to find the fairest takes five times as long,
which 10,000 pages would notice."""


def qr_code(address: str) -> Html:
    """Draw an address as SVG; nothing for no address."""
    if not address:
        return Html("")
    import segno  # noqa: PLC0415 - costs start-up, and sites without an address need none

    code = segno.make(address, error="m", micro=False, boost_error=False, mask=_MASK)
    return Html(code.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None))
