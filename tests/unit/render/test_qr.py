"""The drawing of a QR code is the code: read back from the path alone."""

import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from site_builder.render.qr import qr_code

_SCALE = 4
_COMMAND = re.compile(r"([Mmv])(-?\d+)(?: (\d+))?")


def draw(svg: str) -> Image.Image:
    """Return the picture of a code, drawn command by command."""
    left, top, width, height = map(float, re.findall(r'viewBox="([^"]+)"', svg)[0].split())
    image = Image.new("L", (int(width * _SCALE), int(height * _SCALE)), 255)
    pen = ImageDraw.Draw(image)
    x = y = 0
    (path,) = re.findall(r' d="([^"]+)"', svg)
    assert _COMMAND.sub("", path) == ""
    for command, first, second in _COMMAND.findall(path):
        if command == "M":
            x, y = int(first), int(second)
        elif command == "m":
            assert first == "0"
            y += int(second)
        else:
            box = (x - 0.5 - left, y - top, x + 0.5 - left, y - top + int(first))
            x0, y0, x1, y1 = (int(edge * _SCALE) for edge in box)
            pen.rectangle((x0, y0, x1 - 1, y1 - 1), fill=0)
            y += int(first)
    return image


@pytest.mark.parametrize(
    "address",
    [
        "https://gk.example/",
        "https://www.example.gov.cn/2020/documents/d000146.html",
        "https://例子.政务/信息/公开.html",
        "https://www.example.gov.cn/" + "long/" * 100,
        *(f"https://gk.example/{number}.html" for number in range(20)),
    ],
)
def test_the_drawing_says_the_address(address: str) -> None:
    (barcode,) = zxingcpp.read_barcodes(draw(qr_code(address)))
    assert barcode.text == address
    assert barcode.format == zxingcpp.QRCode
    assert barcode.ec_level == "M"


def test_nothing_is_drawn_for_no_address() -> None:
    assert qr_code("") == ""
