"""Read an attachment as a check of its text does."""

from site_builder.attachments.extract.attachment_text import read_attachment
from site_builder.model.rule_context import AttachmentText
from site_builder.model.source import Source


def read(name: str, data: bytes) -> AttachmentText:
    path = f"2021/files/{name}"
    return read_attachment(Source(path, "file", 2021), data)
