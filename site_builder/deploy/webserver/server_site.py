"""A hardened configuration of a web server for a release's layout.

The texts are `nginx.conf` and `Caddyfile` in this folder; what differs from site to site stands in
them as `@NAME@`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from site_builder.core.errors import DeployError
from site_builder.core.hashing import short_digest
from site_builder.core.web_addresses import split_address, wire_host
from site_builder.deploy import security_headers
from site_builder.deploy.cache_policy import IMMUTABLE, REVALIDATE
from site_builder.deploy.security_headers import SecurityHeader, applies_to
from site_builder.model.lazy_pattern import lazy_pattern

_ROOT = "/请改成/网站目录/current"
_ADDRESS = "https://www.example.gov.cn/"
_HASHED = r"assets/[A-Za-z0-9_-]+\.[0-9a-f]{8,}\.[A-Za-z0-9]+$"
_HOST = lazy_pattern(r"[a-z0-9.-]+")
_PORT = lazy_pattern(r"https?://[^/?#]*:([0-9]{1,9})(?=[/?#]|$)")
_MAX_PORT = 65535
_MAX_HOST_LENGTH = 240
"""A host name has up to 253 letters, the name of its certificate's file up to 255."""
_MAX_NAME_LENGTH, _MAX_PATH_LENGTH = 255, 1_000
"""Bytes. Linux opens no longer name; nginx reads no word of more than 4096."""
_MAX_EXCERPT = 60
_CONTROL = lazy_pattern(r"[\x00-\x1f\x7f-\x9f]")
_UNSAFE = lazy_pattern(r"[\x00-\x1f\x7f\"'`\\$;{}]")
"""What could end a quoted word of a configuration, or stand for something else in it."""


@dataclass(frozen=True, slots=True)
class WebLocation:
    """Where a site lies on its server, and under which address it is read."""

    title: str
    root: str
    """Folder that `current` leads to; empty when it is not known."""
    address: str
    """Empty when it is not known."""


@dataclass(frozen=True, slots=True)
class ServerSite:
    """What a configuration is made from."""

    location: WebLocation
    address: str
    secure: bool
    host: str
    port: int
    base: str
    """Path of the site on its host, with a slash at both ends."""
    root: str
    pattern: str
    """Regular expression for the paths of files that never change."""

    @property
    def variable(self) -> str:
        """Return its name, unlike other sites on the same server."""
        name = short_digest(f"{self.host}{self.port}{self.base}".encode(), 3)
        return f"site_builder_{name}"


def parse_location(location: WebLocation) -> ServerSite:
    """Check a place. Raises DeployError for what no configuration can state safely."""
    parts = split_address(location.address or _ADDRESS)
    secure = parts.scheme == "https"
    base = unquote(parts.path) or "/"
    root = location.root or _ROOT
    _check_port(location.address)
    host = wire_host(parts.hostname or "")
    if not _HOST.fullmatch(host) or len(host) > _MAX_HOST_LENGTH:
        raise DeployError(f"“{_short(location.address)}”不是可以写进服务器设置的网址。")
    for text in (root, base):
        _check_length(text)
        if match := _UNSAFE.search(text):
            raise DeployError(f"“{text}”里有“{match[0]}”，不能写进服务器的设置。请换一个名称。")
    return ServerSite(
        location=location,
        address=location.address or _ADDRESS,
        secure=secure,
        host=host,
        port=parts.port or (443 if secure else 80),
        base=base,
        root=root,
        pattern=re.escape(base) + _HASHED,
    )


def _check_port(address: str) -> None:
    """Raise DeployError for a port that there cannot be."""
    match = _PORT.match(address)
    if match and not 1 <= int(match[1]) <= _MAX_PORT:
        raise DeployError(f"“{_short(address)}”的端口不是 1 到 {_MAX_PORT} 的数。")


def _check_length(path: str) -> None:
    """Raise DeployError for a path that no server can open."""
    max_length = max(len(part.encode()) for part in path.split("/"))
    if max_length > _MAX_NAME_LENGTH or len(path.encode()) > _MAX_PATH_LENGTH:
        message = f"目录“{_short(path)}”太长：每一层最多 {_MAX_NAME_LENGTH} 个字节"
        raise DeployError(f"{message}，一共最多 {_MAX_PATH_LENGTH} 个。请换短一些的名称。")


def _short(text: str) -> str:
    """Return a text as far as a line has room for it."""
    return text if len(text) <= _MAX_EXCERPT else f"{text[:_MAX_EXCERPT]}…"


def fill_template(name: str, site: ServerSite, values: Mapping[str, str]) -> str:
    """Fill one of the texts in this folder; a line that holds nothing but an empty value goes."""
    replacements = {
        "TITLE": _short(_CONTROL.sub("", " ".join(site.location.title.split()))),
        "TODO": _placeholder_notes(site),
        "VARIABLE": site.variable,
        "PATTERN": site.pattern,
        "FOREVER": IMMUTABLE,
        "FRESH": REVALIDATE,
        **values,
    }
    lines = []
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines():
        placeholder = re.fullmatch(r"\s*@([A-Z]+)@", line)
        if placeholder and not replacements[placeholder[1]]:
            continue
        # A value of several lines brings its own indentation.
        text = line.strip() if placeholder and "\n" in replacements[placeholder[1]] else line
        lines.append(re.sub(r"@([A-Z]+)@", lambda match: replacements[match[1]], text))
    return "\n".join(lines) + "\n"


def block(lines: list[str], indent: str) -> str:
    """Join lines to a value that stands alone on its line of a text."""
    return "\n".join(f"{indent}{line}" if line else "" for line in lines)


def _placeholder_notes(site: ServerSite) -> str:
    lines = []
    if not site.location.address:
        lines.append(
            "# ★ 请改：www.example.gov.cn 换成网站的域名（或者在 config.yaml 里写上网址）。"
        )
    if not site.location.root:
        lines.append(f"# ★ 请改：{_ROOT} 换成服务器上的目录，末尾的 /current 要保留。")
    return "\n".join(lines)


def headers(site: ServerSite, format_header: Callable[[SecurityHeader], str]) -> list[str]:
    """Write the security headers with their reasons; what the host site decides stays a comment."""
    lines = []
    for header in security_headers.headers(site.address):
        lines.append(f"# {header.reason}")
        if applies_to(header, site.address):
            lines.append(format_header(header))
        else:
            lines.append("# 这一条管整个域名，由宿主网站决定，所以没有打开。")
            lines.append(f"# {format_header(header)}")
    return lines
