"""Words of saved mail and of web archives, and what is attached."""

import email
from email import policy
from email.message import EmailMessage

from site_builder.attachments.extract import markup_text
from site_builder.attachments.extract.extraction import ExtractionResult
from site_builder.core.errors import UnsupportedFileError

_TECHNICAL_HEADERS = frozenset(
    ("mime-version", "content-type", "content-transfer-encoding", "date", "message-id", "boundary")
)


def read(data: bytes, result: ExtractionResult) -> None:
    """Record its head and every part that is text; other parts are read as files inside."""
    message = email.message_from_bytes(data, policy=policy.default)
    if not message.keys():
        raise UnsupportedFileError("邮件的格式认不出来")
    for number, part in enumerate(message.walk(), 1):
        for key, value in part.items():
            if key.lower() not in _TECHNICAL_HEADERS:
                result.add_text(f"邮件的 {key}", str(value))
        if isinstance(part, EmailMessage) and not part.is_multipart():
            _read_part(part, number, result)


def _read_part(part: EmailMessage, number: int, result: ExtractionResult) -> None:
    raw = part.get_payload(decode=True)
    data = raw if isinstance(raw, bytes) else b""
    content_type, name = part.get_content_type(), part.get_filename() or ""
    if name or not content_type.startswith("text/"):
        subtype = content_type.rpartition("/")[2].removeprefix("x-")
        result.add_text("里面的文件名", name)
        if data:
            result.read_embedded(f"里面的第 {number} 个附件", name or f"a.{subtype}", data)
        return
    text = _decode(data, part.get_content_charset() or "utf-8")
    if content_type == "text/html":
        markup_text.read(text, result)
    else:
        for line in text.splitlines():
            result.add_text("邮件正文", line)


def _decode(data: bytes, charset: str) -> str:
    for encoding in (charset, "utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    raise UnsupportedFileError("邮件的文字编码认不出来")
