"""The names and addresses that the preview answers to.

A page on the web may point a name of its own at this computer; the browser would then let it read
drafts as if they were that page's (DNS rebinding). Nobody can point an address elsewhere: so
addresses that are this computer's are answered, and of names only those somebody here has given.
"""

import ipaddress
import socket
from collections.abc import Iterable

from site_builder.model.lazy_pattern import lazy_pattern

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_AUTHORITY = lazy_pattern(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::([0-9]{1,5}))?")
_NAME = lazy_pattern(r"(?=.{1,253}$)(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
_LAST_PORT = 65535
_LOOPBACK = frozenset(map(ipaddress.ip_address, ("127.0.0.1", "::1")))


class AllowedHosts:
    """What a `Host` header may name."""

    def __init__(self, bound: Iterable[str], names: Iterable[str]) -> None:
        """Take the addresses to listen at, and other names as `canonical_host` returns them."""
        self._listens_on_all = any(map(_is_wildcard, bound))
        self._names = {name for name in ("localhost", *names) if not _is_wildcard(name)}

    def allows(self, header: str, local: str) -> bool:
        """Return whether a header names the preview; `local` is the address connected to."""
        host = hostname(header)
        if not host or _is_wildcard(host):
            return False
        address = parse_address(host)
        if host in self._names or address is None:
            return host in self._names
        if address in _LOOPBACK or address == parse_address(local):
            return True
        return self._listens_on_all and _is_assigned(address)


def hostname(header: str) -> str:
    """Return the host of a `Host` header in its usual spelling; empty for what is none."""
    match = _AUTHORITY.fullmatch(header.lower())
    if match is None or (match[2] is not None and not 0 < int(match[2]) <= _LAST_PORT):
        return ""
    host = match[1].strip("[]")
    if (address := parse_address(host)) is not None:
        bracketed = match[1].startswith("[")
        return str(address) if bracketed == (":" in host) else ""
    return canonical_host(host)


def canonical_host(name: str) -> str:
    """Return a name as browsers send it, or an address in its usual form; empty for neither."""
    if (address := parse_address(name)) is not None:
        return str(address)
    try:
        ascii_name = name.lower().removesuffix(".").encode("idna").decode() if name else ""
    except UnicodeError:
        return ""
    # A name whose last part is a number is an address in one of its odd spellings.
    is_numeric = ascii_name.rpartition(".")[2].isdigit() or ascii_name.rpartition(".")[
        2
    ].startswith("0x")
    return ascii_name if _NAME.fullmatch(ascii_name) and not is_numeric else ""


def parse_address(host: str) -> _Address | None:
    """Return the address that a host is; None for a name."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0].strip("[]"))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def is_loopback(host: str) -> bool:
    """Return whether an address is reached from this computer only."""
    address = parse_address(host)
    return address.is_loopback if address is not None else host.lower() == "localhost"


def _is_wildcard(host: str) -> bool:
    """Return whether a host stands for all addresses; a page on the web may name it, too."""
    address = parse_address(host)
    return address is not None and address.is_unspecified


def _is_assigned(address: _Address) -> bool:
    """Return whether an address belongs to this computer: only then can it be bound."""
    if address.is_multicast or address.is_reserved:
        return False
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6  # noqa: PLR2004 - IPv4
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((str(address), 0))
    except OSError:
        return False
    return True
