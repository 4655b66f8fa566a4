"""Copies of files that held a mark: twice is once, and what is seen is the same.

That no mark is published in silence is tested through `build`, in `tests/test_published_marks.py`.
"""

import io
import re
from itertools import chain, islice

import pytest
from PIL import Image, ImageOps

from site_builder.attachments.sanitize.sanitizer import sanitize
from tests.helpers import marked_media, marked_office, marked_other, marked_pdf, marked_pictures

CASES = [*marked_pictures.marked(), *marked_media.marked()]
# The others take longer; what makes their bytes is the same for all of them.
CASES += islice(
    chain(marked_pdf.marked(), marked_office.marked(), marked_other.marked()), 0, None, 4
)
PICTURES = ("jpeg", "png", "gif", "webp", "tiff", "bmp", "jp2")


def visible_content(data: bytes) -> list[bytes]:
    """Decode all frames of a picture."""
    opened = Image.open(io.BytesIO(data))
    frames = []
    for number in range(getattr(opened, "n_frames", 1)):
        opened.seek(number)
        frames.append(ImageOps.exif_transpose(opened).convert("RGBA").tobytes())
    return frames


@pytest.mark.parametrize(("name", "data"), CASES, ids=[name for name, _ in CASES])
def test_twice_is_once_and_pictures_are_the_same(name: str, data: bytes) -> None:
    extension = name.partition(" ")[0]
    cleaned, reason = sanitize(f"a.{extension}", data)
    again = sanitize(f"a.{extension}", cleaned)
    assert again[1] == reason
    # The first time, a PDF's entries are also put in another order.
    assert again[0] == cleaned or extension == "pdf"
    if reason:
        assert re.search(r"[\u4e00-\u9fff]", reason)
    elif extension in PICTURES:
        assert visible_content(cleaned) == visible_content(data)
