"""What is recognized in a file, in this process."""

from site_builder.build.recognized_files import recognize_file
from site_builder.model.imported import Recognition
from tests.helpers.standards import STANDARDS


def recognize(file: str, data: bytes, year: int | None = None) -> Recognition:
    """Read a file of reports. Raises UnsupportedFileError."""
    recognition = recognize_file(file, data, STANDARDS, year, None)
    assert isinstance(recognition, Recognition)
    return recognition
