"""Words of saved mail and of web archives, and what is attached. Called by `read.attachments`."""

import email
from email import policy
from email.message import EmailMessage

from site_builder.containers import UnsupportedFileError
from site_builder.read import markup
from site_builder.read.gathered import Gathered

_PLAIN = frozenset(
    ("mime-version", "content-type", "content-transfer-encoding", "date", "message-id", "boundary")
)


def read(data: bytes, gathered: Gathered) -> None:
    """Tell its head and every part that is text; other parts are read as files inside."""
    message = email.message_from_bytes(data, policy=policy.default)
    if not message.keys():
        raise UnsupportedFileError("邮件的格式认不出来")
    for number, part in enumerate(message.walk(), 1):
        for key, value in part.items():
            if key.lower() not in _PLAIN:
                gathered.say(f"邮件的 {key}", str(value))
        if isinstance(part, EmailMessage) and not part.is_multipart():
            _part(part, number, gathered)


def _part(part: EmailMessage, number: int, gathered: Gathered) -> None:
    raw = part.get_payload(decode=True)
    data = raw if isinstance(raw, bytes) else b""
    kind, name = part.get_content_type(), part.get_filename() or ""
    if name or not kind.startswith("text/"):
        ending = kind.rpartition("/")[2].removeprefix("x-")
        gathered.say("里面的文件名", name)
        if data:
            gathered.read_inside(f"里面的第 {number} 个附件", name or f"a.{ending}", data)
        return
    text = _decoded(data, part.get_content_charset() or "utf-8")
    if kind == "text/html":
        markup.read(text, gathered)
    else:
        for line in text.splitlines():
            gathered.say("邮件正文", line)


def _decoded(data: bytes, charset: str) -> str:
    for one in (charset, "utf-8", "gb18030"):
        try:
            return data.decode(one)
        except (LookupError, UnicodeDecodeError):
            continue
    raise UnsupportedFileError("邮件的文字编码认不出来")
