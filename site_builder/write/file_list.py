"""The list inside the output folder: which files a build wrote, for which site, and their digests.

It outlives a lost or moved `.build/`, and tells whoever deploys a copy of the folder whether the
folder is as it was built. Called by the pipeline.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from site_builder.model.release import Requirement
from site_builder.safe_files import digest
from site_builder.urls import is_safe_path
from site_builder.write.cache_file import read_cache

NAME = ".site-builder-files"
_HEAD = re.compile("# site-builder ([0-9a-f]{32})")
"""The first line: the digest of all that follows it."""
_SITE = "# site "
_REQUIRED = "# required "
"""Begins a line about something the law wants and the site does not have."""
_FIELDS = {"problem": "diagnostic_id"}
"""Keys of such a line → fields, where they differ."""
_LINE = re.compile("([0-9a-f]{32}) (site|drafts) (.+)")
"""Each line says what it is a part of: taking out other lines makes no site of drafts."""
_EARLIER = re.compile("([0-9a-f]{32})  (.+)")
"""A line as programs before this one wrote it, without a head."""
_EARLIER_DRAFTS = "# drafts"


@dataclass(frozen=True, slots=True)
class FileList:
    """The list as it was found."""

    digest: str
    """Of its bytes; empty where there is no list."""
    whole: bool
    """It is as a build wrote it."""
    site: str
    """Whose it is: the names of the site and its body. Empty in a list of an earlier program."""
    drafts: bool
    """The site shows what nobody has signed, or is of articles: it is never deployed."""
    files: Mapping[str, str]
    """URL → digest."""
    requirements: tuple[Requirement, ...]
    """What the law wants and the site does not have."""


NONE = FileList("", whole=False, site="", drafts=False, files={}, requirements=())


def compose(
    site: str, digests: Mapping[str, str], requirements: Iterable[Requirement], *, drafts: bool
) -> bytes:
    """Return the bytes of a list."""
    kind = "drafts" if drafts else "site"
    lines = [
        _SITE + " ".join(site.split()),
        *(_REQUIRED + json.dumps(one.to_dict(), ensure_ascii=False) for one in requirements),
        *(f"{body} {kind} {url}" for url, body in sorted(digests.items())),
    ]
    rest = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")
    return f"# site-builder {digest(rest)}\n".encode() + rest


def write_list(output: Path, stage: Path, data: bytes) -> None:
    """Put a list in place, whole or not at all. Raises OSError."""
    if digest_of_list(output) != digest(data):
        beside = stage / "list"
        beside.write_bytes(data)
        place = output / NAME
        if place.is_dir() and not place.is_symlink():
            place.rmdir()
        beside.replace(place)


def digest_of_list(output: Path) -> str:
    """Return the digest of the list as it stands; empty where there is none."""
    try:
        return digest(read_cache(output / NAME))
    except OSError:
        return ""


def read_files(output: Path) -> FileList:
    """Read the list, as far as it can be believed."""
    try:
        data = read_cache(output / NAME)
        head, _, rest = data.partition(b"\n")
        first, lines = head.decode(), rest.decode().split("\n")
    except (OSError, UnicodeDecodeError):
        return NONE
    seal = _HEAD.fullmatch(first)
    if seal is None:
        return _earlier(digest(data), [first, *lines])
    found = [match.groups() for line in lines if (match := _LINE.fullmatch(line))]
    try:
        lacks = tuple(_requirements(lines))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return NONE
    return FileList(
        digest=digest(data),
        whole=seal[1] == digest(rest),
        site=next((one.removeprefix(_SITE) for one in lines if one.startswith(_SITE)), ""),
        drafts=any(kind == "drafts" for _, kind, _ in found),
        files={url: body for body, _, url in found if is_safe_path(url)},
        requirements=lacks,
    )


def _is_drafts(line: str) -> bool:
    match = _LINE.fullmatch(line)
    return match is not None and match[2] == "drafts"


def _requirements(lines: Iterable[str]) -> Iterable[Requirement]:
    """Read what is lacking. Raises ValueError, TypeError, AttributeError, RecursionError."""
    for line in lines:
        if line.startswith(_REQUIRED):
            raw = json.loads(line.removeprefix(_REQUIRED))
            yield Requirement(**{_FIELDS.get(key, key): text for key, text in raw.items()})


def _earlier(body: str, lines: list[str]) -> FileList:
    """Read the list of an earlier program: it tells what is ours, and is deployed by nobody."""
    found = [match.groups() for line in lines if (match := _EARLIER.fullmatch(line))]
    drafts = _EARLIER_DRAFTS in lines or any(_is_drafts(line) for line in lines)
    files = {url: one for one, url in found if is_safe_path(url)}
    return FileList(body, whole=False, site="", drafts=drafts, files=files, requirements=())
