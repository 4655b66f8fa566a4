"""Web addresses from outside, checked by their shape before anything is done with them.

`urllib` raises on some texts and reads others as no browser does: what an office writes, a host
serves or a setting names goes through here.
"""

import re
import unicodedata
from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

from site_builder.model.lazy_pattern import lazy_pattern

_MAX_HOST_LENGTH = 253
"""Letters that a host name may have on the wire."""
_MAX_PORT = 65535
_HOST = r"\[[0-9A-Fa-f:.]+\]|[\w.。．｡-]+"
_WEB_ADDRESS = lazy_pattern(
    rf"https?://(?P<host>{_HOST})(?::(?P<port>[0-9]*))?(?=[/?#]|$)", re.IGNORECASE
)
_TYPED_ADDRESS = lazy_pattern(
    r"\s*(?P<scheme>https?):[/\\]*(?P<authority>[^/\\?#]*)(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_DOTS = str.maketrans("。．｡", "...")
"""Signs that browsers read as dots between the parts of a name."""
_LABEL = lazy_pattern("[a-z0-9_-]{1,63}")
_NUMBER = lazy_pattern("[0-9]+|0x[0-9a-f]*")
_LATIN = lazy_pattern("[a-z]")
_PATH_SIGNS, _QUERY_SIGNS = "/%:@!$&'()*+,;=~", "=&%/:?+,;@"
_NO_PARTS = SplitResult("", "", "", "", "")


def split_address(address: str) -> SplitResult:
    """Return the parts of an address; empty ones where they cannot be recognized."""
    try:
        parts = urlsplit(address)
        _ = parts.hostname, parts.port  # checked by urllib only when they are asked for
    except ValueError:
        return _NO_PARTS
    return parts


def join_address(base: str, address: str) -> str:
    """Return where an address on a page leads to; empty for what leads nowhere."""
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


def host_of(address: str) -> str:
    """Return the host of an address, in small letters; empty for none."""
    return split_address(address).hostname or ""


def wire_host(host: str) -> str:
    """Return a host as it goes over the wire; empty for one that cannot be asked for."""
    return _on_wire(host) if can_be_asked_for(host) else ""


def wire_address(address: str) -> str:
    """Return an address as it goes over the wire; empty for one that cannot be asked for."""
    parts = split_address(address)
    host = wire_host(parts.hostname or "")
    if not host:
        return ""
    netloc = f"[{host}]" if ":" in host else host
    netloc += f":{parts.port}" if parts.port else ""
    path, query = quote(parts.path or "/", _PATH_SIGNS), quote(parts.query, _QUERY_SIGNS)
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine: nobody listens in between."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def can_be_asked_for(host: str) -> bool:
    """Return whether the net may know a name: its parts are short, and numbers are an address."""
    return bool(_on_wire(host)) and _is_number_or_name(host)


def _on_wire(host: str) -> str:
    # The codec takes time that grows with the square of the length.
    if len(host) > _MAX_HOST_LENGTH:
        return ""
    try:
        wire = host.encode("idna").decode()
    except UnicodeError:
        return ""
    return wire if len(wire) <= _MAX_HOST_LENGTH else ""


def _is_number_or_name(host: str) -> bool:
    # Browsers read any number at the end as an address: 2130706433, 0x7f.1, 127.1.
    if not _NUMBER.fullmatch(host.rpartition(".")[2].lower()):
        return True
    try:
        IPv4Address(host)
    except AddressValueError:
        return False
    return True


def web_host(address: str) -> str:
    """Return the host that a browser goes to, in small letters; empty where it is in doubt.

    In doubt is whatever two programs may read in two ways: a name before an @, an escaped sign, a
    dot at the end, a number that is no address, characters that resemble others.
    """
    match = _WEB_ADDRESS.match(address)
    if match is None or not match["host"].isascii():
        return ""
    if match["port"] is not None and not 0 < int(match["port"][:6] or 0) <= _MAX_PORT:
        return ""
    host = match["host"].lower()
    if host.startswith("["):
        return host if _is_version_6(host[1:-1]) else ""
    is_valid = all(_is_label(label) for label in host.split("."))
    return host if is_valid and can_be_asked_for(host) else ""


def _is_version_6(text: str) -> bool:
    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True


def _is_label(label: str) -> bool:
    if not _LABEL.fullmatch(label):
        return False
    if not label.startswith("xn--"):
        return True
    try:
        decoded = label.encode().decode("idna")
    except UnicodeError:
        return False
    return not _is_mixed(decoded)


def _is_mixed(label: str) -> bool:
    return bool(_LATIN.search(label)) and any(map(_is_foreign, label))


def _is_foreign(sign: str) -> bool:
    """Return whether a letter of another alphabet may be taken for a Latin one."""
    name = unicodedata.name(sign, "")
    return unicodedata.category(sign)[0] in "LM" and not name.startswith(
        ("LATIN ", "CJK ", "HIRAGANA ", "KATAKANA ", "HANGUL ", "BOPOMOFO ")
    )


def has_plain_host(address: str) -> bool:
    """Return whether the host of an address, as typed, has nothing that a reader drops.

    True for whatever is no web address.
    """
    if not _TYPED_ADDRESS.match(address):
        return True
    match = _WEB_ADDRESS.match(address)
    if match is None:
        return False
    host = match["host"].translate(_DOTS)
    return unicodedata.normalize("NFKC", host) == host


def repair_address(address: str) -> str:
    """Return the address that was probably meant; empty where nothing can be guessed."""
    match = _TYPED_ADDRESS.match(address)
    if match is None:
        return ""
    host = unicodedata.normalize("NFKC", unquote(match["authority"]).translate(_DOTS))
    # What stands before an @ is no part of the name: this is where the address leads.
    host = _INVISIBLE_CHARACTERS.sub("", host).rpartition("@")[2].strip(".:").lower()
    start = f"{match['scheme'].lower()}://{host}"
    if not _WEB_ADDRESS.fullmatch(start) or not web_host(start):
        return ""
    repaired = start + match["rest"].replace("\\", "/")
    return repaired if repaired != address else ""


_INVISIBLE_CHARACTERS = lazy_pattern(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


def homograph_host(address: str) -> str:
    """Return the host of an address as it is shown, where other letters stand among Latin ones."""
    labels = host_of(address).split(".")
    try:
        decoded = [label.encode().decode("idna") for label in labels if label.startswith("xn--")]
    except UnicodeError:
        return ""
    return next((label for label in decoded if _is_mixed(label)), "")
