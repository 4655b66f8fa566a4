"""Files with one mark each: cleaned of it, or reported; nothing is published in silence."""

import io
import re
import zlib
from base64 import b64decode

import pytest
from PIL import Image, ImageOps

from site_builder.write.clean import clean
from tests import marked_media, marked_pdf, marked_pictures
from tests.marked_pictures import MARK

CASES = [*marked_pictures.marked(), *marked_media.marked(), *marked_pdf.marked()]
_FORMS = (
    MARK,
    MARK.decode().encode("utf-16-le"),
    MARK.decode().encode("utf-16-be"),
    MARK.hex().encode(),
)


def holds(data: bytes) -> bool:
    """Look for the mark, in what is packed and in Base64 too."""
    texts = [data]
    for found in re.finditer(rb"x[\x01\x5e\x9c\xda]", data):
        try:
            texts.append(zlib.decompressobj().decompress(data[found.start() :]))
        except zlib.error:
            continue
    texts += [b64decode(one[1] + b"==") for one in re.finditer(rb"base64,([\w+/]+)", data)]
    return any(form.lower() in text.lower() for form in _FORMS for text in texts)


def shown(data: bytes) -> list[bytes]:
    """Decode all frames of a picture."""
    opened = Image.open(io.BytesIO(data))
    frames = []
    for number in range(getattr(opened, "n_frames", 1)):
        opened.seek(number)
        frames.append(ImageOps.exif_transpose(opened).convert("RGBA").tobytes())
    return frames


@pytest.mark.parametrize(("name", "data"), CASES, ids=[name for name, _ in CASES])
def test_a_mark_goes_or_is_reported(name: str, data: bytes) -> None:
    ending = name.partition(" ")[0]
    cleaned, reason = clean(f"a.{ending}", data)
    assert reason or not holds(cleaned)
    again = clean(f"a.{ending}", cleaned)
    assert reason or again[1] == ""
    # The first time, a PDF's entries are also put in another order.
    assert reason or clean(f"a.{ending}", again[0]) == again
    if reason:
        assert re.search(r"[\u4e00-\u9fff]", reason)
    elif ending in ("jpeg", "png", "gif", "webp", "tiff", "bmp", "jp2"):
        assert shown(cleaned) == shown(data)


def test_figures() -> None:
    """Hold the figures: how many places there are, and in how many the mark can be seen at all."""
    reasons = {name: clean(f"a.{name.partition(' ')[0]}", data) for name, data in CASES}
    cleaned = [name for name, (_, reason) in reasons.items() if not reason]
    seen = [name for name, data in CASES if holds(data)]
    assert len(CASES) >= 200
    assert len(cleaned) >= 170
    assert len(seen) >= len(CASES) - 4
