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
NOT_CLEANED = frozenset(("heic", "avif", "mkv", "wma", "aac", "ico", "webm"))
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
    assert reason or clean(f"a.{ending}", cleaned) == (cleaned, "")
    if reason:
        assert re.search(r"[\u4e00-\u9fff]", reason)
    elif ending in ("jpeg", "png", "gif", "webp", "tiff", "bmp", "jp2"):
        assert shown(cleaned) == shown(data)


def test_figures() -> None:
    reasons = {name: clean(f"a.{name.partition(' ')[0]}", data) for name, data in CASES}
    cleaned = [name for name, (_, reason) in reasons.items() if not reason]
    print({name: reason for name, (_, reason) in reasons.items() if reason})
    print([name for name, data in CASES if not holds(data)])
    assert len(CASES) >= 150
    assert len(cleaned) >= 120
