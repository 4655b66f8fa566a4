"""A URL is a function of the source's path."""

import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterable
from urllib.parse import quote

from site_builder.core.hashing import short_digest
from site_builder.core.web_addresses import split_address
from site_builder.model.lazy_pattern import lazy_pattern

ASCII_NAME = lazy_pattern(r"[A-Za-z0-9][A-Za-z0-9._-]*")
YEAR = lazy_pattern(r"(19|20)\d{2}")


def page_url(path: str) -> str:
    """Return the URL of a text below `content/`: `2020/report.md` → `2020/report.html`."""
    return path.removesuffix(".md") + ".html"


def relative_root(url: str) -> str:
    """Return the way from a page to the site's root: `2020/report.html` → `../`."""
    return "../" * url.count("/")


def root_path(address: str) -> str:
    """Return the path of a site on its host; that of a host's only site where nothing is known."""
    path = quote(split_address(address).path.strip("/"), safe="/%")
    return f"/{path}/" if path else "/"


def relative_url(target: str, page: str) -> str:
    """Return the link from one page to another address of the site."""
    return relative_root(page) + target


def resolve_link(target: str, path: str) -> str | None:
    """Find the path that a link written in `path` points to; None when it leads out of the site."""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    return None if joined.startswith(("../", "/")) or joined == ".." else joined


def is_safe_path(url: str) -> bool:
    """Return whether a recorded name lies in the folder of the site.

    Records decide what is written and removed, here and on remotes: nothing absolute, no way up, no
    drive, no control character.
    """
    parts = url.split("/")
    return not {"", ".", ".."} & set(parts) and not set(url) & _UNSAFE_CHARACTERS


_UNSAFE_CHARACTERS = {"\\", ":", "\x7f", *map(chr, range(32)), *map(chr, range(0xD800, 0xE000))}
"""With the halves of characters, which no name of a file can hold."""


_UNSAFE_LINES = lazy_pattern(
    r"[\\\x00-\x09\x0b-\x1f\x7f:\ud800-\udfff]|(?:^|/)\.{0,2}(?:/|$)", re.MULTILINE
)


def are_safe_paths(urls: Collection[str]) -> bool:
    """Return whether `is_safe_path` holds for all: thousands are looked at in one go."""
    joined = "\n".join(urls)
    return not urls or (
        joined.count("\n") == len(urls) - 1 and _UNSAFE_LINES.search(joined) is None
    )


def folders_of(url: str) -> list[str]:
    """Return the folders that a URL stands in, by their URLs."""
    return [url[:at] for at, sign in enumerate(url) if sign == "/"]


def conflicting_files(coming: Iterable[str], going: Iterable[str]) -> list[str]:
    """Return the files that go before others come: a folder will have their name, or had it.

    Or another file has it, where upper and lower case are one: removing one later removes both.
    """
    files = frozenset(coming)
    occupied = {folder for url in files for folder in folders_of(url)} | {
        casefold_url(url) for url in files
    }
    return [
        url
        for url in going
        if url in occupied or casefold_url(url) in occupied or not files.isdisjoint(folders_of(url))
    ]


def casefold_url(url: str) -> str:
    """Fold a URL as the least careful file system does: two equal ones would share a file."""
    return unicodedata.normalize("NFC", url).casefold()


def external_notice_url(address: str) -> str:
    """Return the URL of the notice shown before a link leaves government sites."""
    return f"outside/{short_digest(address.encode(), 6)}.html"


def is_government_host(host: str, suffixes: tuple[str, ...]) -> bool:
    """Return whether a host counts as a government site: it is one of these, or lies below one."""
    host = host.lower().rstrip(".")
    return any(host == suffix or host.endswith(f".{suffix}") for suffix in suffixes)
