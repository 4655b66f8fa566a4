"""Which addresses of a site belong to an inspection."""

import posixpath
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urldefrag

from site_builder.core.web_addresses import join_address, split_address, wire_address

ATTACHMENTS = (
    *(".pdf", ".doc", ".docx", ".wps", ".ofd", ".xls", ".xlsx", ".et", ".rtf"),
    *(".odt", ".zip", ".rar", ".csv", ".txt"),
)
_OTHER_FILES = (
    *(".css", ".js", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".mp4", ".mp3", ".woff2"),
    *(".woff", ".ttf", ".webp", ".bmp", ".exe", ".apk"),
)
_DOWNLOADS = ("downfile.jsp", "/download", "/attachment/", "filename=")
_MAX_LENGTH = 1_000
_MAX_QUERIES = 200
"""Addresses that differ in their query alone: a calendar has no end."""
_MAX_REPEATED = 3
"""How often a folder may stand in one path; wrong relative links make them grow without end."""
MAX_STEPS_AROUND = 3
"""Links that are followed outside the folder of the first address: portals keep their columns,
articles and attachments in folders of their own."""


def page_address(base: str, link: str) -> str:
    """Return the address a link leads to; empty for what is no page of the web."""
    words = link.strip()
    if not words or words.startswith("#") or len(words) > _MAX_LENGTH:
        return ""
    joined = urldefrag(join_address(base, words))[0]
    if split_address(joined).scheme not in ("http", "https"):
        return ""
    return wire_address(joined)


def is_attachment(address: str) -> bool:
    """Return whether an address looks like that of a file to be taken away."""
    path = split_address(address).path.lower()
    return path.endswith(ATTACHMENTS) or any(word in address.lower() for word in _DOWNLOADS)


def is_decoration(address: str) -> bool:
    """Return whether an address is that of a picture, a style or a script."""
    return split_address(address).path.lower().endswith(_OTHER_FILES)


@dataclass(slots=True)
class Scope:
    """The addresses of one host, below a path and a little around it."""

    start: str
    queries: Counter[str] = field(default_factory=Counter)

    def is_same_site(self, address: str) -> bool:
        """Return whether an address is on the host that was named."""
        ours, theirs = split_address(self.start), split_address(address)
        return (ours.hostname, _port(self.start)) == (theirs.hostname, _port(address))

    def is_below(self, address: str) -> bool:
        """Return whether an address lies in the folder of the first one."""
        folder = posixpath.dirname(split_address(self.start).path or "/").rstrip("/") + "/"
        return split_address(address).path.startswith(folder)

    def is_endless(self, address: str) -> bool:
        """Return whether an address is one more of very many that a program makes up."""
        parts = split_address(address)
        names = Counter(name for name in parts.path.split("/") if name)
        if names and max(names.values()) > _MAX_REPEATED:
            return True
        if parts.query:
            self.queries[parts.path] += 1
        return self.queries[parts.path] > _MAX_QUERIES


def _port(address: str) -> int:
    parts = split_address(address)
    return parts.port or (443 if parts.scheme == "https" else 80)
