"""An address → a QR code, as the inside of a page."""

from site_builder.model.html import Html

_MASK = 2
"""Any of the eight masks can be read; trying them all to find the fairest takes five times as long,
which 10,000 pages would notice."""
_QUIET_ZONE = 4
"""Modules that stay light around the code (ISO/IEC 18004)."""

_DARK, _LIGHT = "D", "L"
_AS_LETTERS = bytes.maketrans(b"\x00\xff", f"{_DARK}{_LIGHT}".encode())
_LONGEST_RUN = 7
"""Modules drawn by one command, the side of a finder pattern; longer runs take several."""
_REPLACEMENTS = (
    *((_DARK * length, f"v{length}") for length in range(_LONGEST_RUN, 0, -1)),
    *((_LIGHT * length, f"m0 {length}") for length in range(_LONGEST_RUN, 0, -1)),
    (" 0m0 ", " "),
)
"""Modules → commands of a path, longest runs first."""


class _Commands(dict[str, str]):
    """A dark run with the light one below it → commands; few occur, and each is written once."""

    def __missing__(self, run: str) -> str:
        commands = run
        for modules, command in _REPLACEMENTS:
            commands = commands.replace(modules, command)
        self[run] = commands
        return commands


_commands = _Commands()


def qr_code(address: str) -> Html:
    """Draw an address as SVG; nothing for no address."""
    if not address:
        return Html("")
    import zxingcpp  # noqa: PLC0415 - costs start-up, and sites without an address need none

    code = zxingcpp.create_barcode(address, zxingcpp.QRCode, ec_level="M", data_mask=_MASK)
    image = code.to_image(scale=1, add_quiet_zones=False)
    modules = memoryview(image)  # type: ignore[arg-type] # its stub does not state its buffer
    size = image.shape[0]
    # Columns are centred on whole numbers, so the drawing begins half a module to the left.
    view_box = f"-{_QUIET_ZONE}.5 -{_QUIET_ZONE} {size + 2 * _QUIET_ZONE} {size + 2 * _QUIET_ZONE}"
    path = _path(modules.tobytes().translate(_AS_LETTERS).decode(), size)
    return Html(f'<svg viewBox="{view_box}"><path stroke="#000" d="{path}"/></svg>')


def _path(modules: str, size: int) -> str:
    """Return lines along the dark modules of each column, one module wide."""
    columns = [f"M{x} 0{modules[x::size].rstrip(_LIGHT)}" for x in range(size)]
    runs = "\n".join(columns).replace(_LIGHT + _DARK, f"{_LIGHT}\n{_DARK}").split("\n")
    return "".join(map(_commands.__getitem__, runs))
