"""Published copies of attachments: a mark hidden in one is removed, or the office is informed."""

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain

from tests.helpers import (
    Project,
    ProjectFactory,
    marked_media,
    marked_office,
    marked_other,
    marked_pdf,
    marked_pdf_private,
    marked_pictures,
)
from tests.helpers.marked_pictures import MARK
from tests.helpers.sample_files import archive
from tests.helpers.standards import STANDARDS
from tests.privacy.personal_numbers import CONFIG, document

CASES = list(
    chain(
        marked_pictures.marked(),
        marked_media.marked(),
        marked_pdf.marked(),
        marked_pdf_private.marked(),
        marked_office.marked(),
        marked_other.marked(),
    )
)
FORMATS = STANDARDS.formats
CLEAN = [*marked_other.unmarked(), *list(marked_office.unmarked())[:40]]
_WIDE = [MARK.decode().encode(encoding) for encoding in ("utf-16-le", "utf-16-be")]
_FORMS = (MARK, *_WIDE, MARK.hex().encode())


def unpacked(data: bytes) -> Iterator[bytes]:
    """Yield a file with all that is packed in it, at any depth."""
    yield data
    if b"PK\3\4" in data:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            for info in opened.infolist():
                yield info.comment
                yield from unpacked(opened.read(info))
    for match in re.finditer(rb"x[\x01\x5e\x9c\xda]", data):
        try:
            yield zlib.decompressobj().decompress(data[match.start() :])
        except zlib.error:
            continue
    for match in re.finditer(rb"base64,([\w+/]+)", data):
        yield base64.b64decode(match[1] + b"==")


def contains_mark(data: bytes) -> bool:
    return any(form.lower() in text.lower() for text in unpacked(data) for form in _FORMS)


def add_attachment(site: Project, number: int, name: str, data: bytes) -> str:
    """Add an attachment; one of a kind that may only be published in an archive, in one."""
    suffix = name.partition(" ")[0]
    inside = suffix not in FORMATS
    path = f"2021/files/{number}.{'zip' if inside else suffix}"
    site.edit(f"content/{path}", archive({f"a.{suffix}": data}) if inside else data)
    return path


def test_no_mark_is_published_in_silence(make_project: ProjectFactory) -> None:
    site = make_project(f"--- config.yaml\n{CONFIG}")
    site.edit("content/2021/documents/d.md", document(1, ["正文"]))
    marked = {add_attachment(site, number, *case): case[0] for number, case in enumerate(CASES)}
    clean = {
        add_attachment(site, number, *case): case[0]
        for number, case in enumerate(CLEAN, len(CASES))
    }
    published = site.build(today="2026-06-01")
    assert published.exit_code == 0, re.findall(r".*错误 .*", published.output)
    reported = set(re.findall(r"content/(\S+) 提醒 write/clean", published.output))
    holding = {path for path in marked if contains_mark(published.files[path])}
    assert [marked[path] for path in sorted(holding - reported)] == [], "published in silence"
    assert [clean[path] for path in sorted(reported & clean.keys())] == [], "reported for nothing"
    figures = (len(marked), len(marked) - len(holding), len(clean))
    assert figures == (440, 372, 49), "marked, without their mark, and clean"
