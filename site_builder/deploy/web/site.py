"""A hardened configuration of a web server for a release's layout. Called by the pipeline.

The texts are `nginx.conf` and `Caddyfile` beside this; what differs from site to site stands in
them as `@NAME@`.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from site_builder.addresses import split_address, wire_host
from site_builder.deploy import security
from site_builder.deploy.headers import ASK, FOREVER
from site_builder.deploy.host import DeployError
from site_builder.deploy.security import Header, speaks

_ROOT = "/请改成/网站目录/current"
_ADDRESS = "https://www.example.gov.cn/"
_HASHED = r"assets/[A-Za-z0-9_-]+\.[0-9a-f]{8,}\.[A-Za-z0-9]+$"
_HOST = re.compile(r"[a-z0-9.-]+")
_PORT = re.compile(r"https?://[^/?#]*:([0-9]{1,9})(?=[/?#]|$)")
_PORTS = 65535
_LONGEST_HOST = 240
"""A name of a host has up to 253 letters, the name of its certificate's file up to 255."""
_LONGEST_NAME, _LONGEST_PATH = 255, 1_000
"""Bytes. Linux opens no longer name; nginx reads no word of more than 4096."""
_SHOWN = 60
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\"'`\\$;{}]")
"""What could end a quoted word of a configuration, or stand for something else in it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a site lies on its server, and under which address it is read."""

    title: str
    root: str
    """Folder that `current` leads to; empty when it is not known."""
    address: str
    """Empty when it is not known."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a configuration is made from."""

    spot: Spot
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
        """Name it, unlike other sites on the same server."""
        digest = hashlib.blake2b(f"{self.host}{self.port}{self.base}".encode(), digest_size=3)
        return f"site_builder_{digest.hexdigest()}"


def site_of(spot: Spot) -> Site:
    """Judge a place. Raises DeployError for what no configuration can say safely."""
    parts = split_address(spot.address or _ADDRESS)
    secure = parts.scheme == "https"
    base = unquote(parts.path) or "/"
    root = spot.root or _ROOT
    _judge_port(spot.address)
    host = wire_host(parts.hostname or "")
    if not _HOST.fullmatch(host) or len(host) > _LONGEST_HOST:
        raise DeployError(f"“{_short(spot.address)}”不是可以写进服务器设置的网址。")
    for text in (root, base):
        _judge_length(text)
        if odd := _UNSAFE.search(text):
            raise DeployError(f"“{text}”里有“{odd[0]}”，不能写进服务器的设置。请换一个名称。")
    return Site(
        spot=spot,
        address=spot.address or _ADDRESS,
        secure=secure,
        host=host,
        port=parts.port or (443 if secure else 80),
        base=base,
        root=root,
        pattern=re.escape(base) + _HASHED,
    )


def _judge_port(address: str) -> None:
    """Raise DeployError for a port that there cannot be."""
    match = _PORT.match(address)
    if match and not 1 <= int(match[1]) <= _PORTS:
        raise DeployError(f"“{_short(address)}”的端口不是 1 到 {_PORTS} 的数。")


def _judge_length(path: str) -> None:
    """Raise DeployError for a path that no server can open."""
    longest = max(len(part.encode()) for part in path.split("/"))
    if longest > _LONGEST_NAME or len(path.encode()) > _LONGEST_PATH:
        message = f"目录“{_short(path)}”太长：每一层最多 {_LONGEST_NAME} 个字节"
        raise DeployError(f"{message}，一共最多 {_LONGEST_PATH} 个。请换短一些的名称。")


def _short(text: str) -> str:
    """Return a text as far as a line has room for it."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def filled(name: str, site: Site, values: Mapping[str, str]) -> str:
    """Fill one of the texts beside this; a line that holds nothing but an empty value goes."""
    known = {
        "TITLE": _short(_CONTROL.sub("", " ".join(site.spot.title.split()))),
        "TODO": _todo(site),
        "VARIABLE": site.variable,
        "PATTERN": site.pattern,
        "FOREVER": FOREVER,
        "FRESH": ASK,
        **values,
    }
    lines = []
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines():
        alone = re.fullmatch(r"\s*@([A-Z]+)@", line)
        if alone and not known[alone[1]]:
            continue
        # A value of several lines brings its own indentation.
        text = line.strip() if alone and "\n" in known[alone[1]] else line
        lines.append(re.sub(r"@([A-Z]+)@", lambda found: known[found[1]], text))
    return "\n".join(lines) + "\n"


def block(lines: list[str], indent: str) -> str:
    """Join lines to a value that stands alone on its line of a text."""
    return "\n".join(f"{indent}{line}" if line else "" for line in lines)


def _todo(site: Site) -> str:
    lines = []
    if not site.spot.address:
        lines.append(
            "# ★ 请改：www.example.gov.cn 换成网站的域名（或者在 config.yaml 里写上网址）。"
        )
    if not site.spot.root:
        lines.append(f"# ★ 请改：{_ROOT} 换成服务器上的目录，末尾的 /current 要保留。")
    return "\n".join(lines)


def headers(site: Site, written: Callable[[Header], str]) -> list[str]:
    """Write the security headers with their reasons; what the host site decides stays a comment."""
    lines = []
    for one in security.headers(site.address):
        lines.append(f"# {one.why}")
        if speaks(one, site.address):
            lines.append(written(one))
        else:
            lines.append("# 这一条管整个域名，由宿主网站决定，所以没有打开。")
            lines.append(f"# {written(one)}")
    return lines
