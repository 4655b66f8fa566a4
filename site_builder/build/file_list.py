"""The list inside the output folder: which files a build wrote, for which site, and their digests.

It outlives a lost or moved `.build/`, and shows whoever deploys a copy of the folder whether the
folder is as it was built.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from site_builder.build.cache_file import read_cache
from site_builder.build.output_scan import FILE_LIST_NAME
from site_builder.core.hashing import digest
from site_builder.core.urls import is_safe_path
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.release import Requirement

_HEADER = lazy_pattern("# site-builder ([0-9a-f]{32})")
"""The first line: the digest of all that follows it."""
_SITE = "# site "
_REQUIRED = "# required "
"""Begins a line about something the law wants and the site does not have."""
_FIELD_BY_KEY = {"problem": "diagnostic_id"}
"""Keys of such a line → fields, where they differ."""
_LINE = lazy_pattern("([0-9a-f]{32}) (site|drafts) (.+)")
"""Each line states what it is a part of: taking out other lines makes no site of drafts."""
_LEGACY_LINE = lazy_pattern("([0-9a-f]{32})  (.+)")
"""A line as programs before this one wrote it, without a head."""
_LEGACY_DRAFTS = "# drafts"


@dataclass(frozen=True, slots=True)
class FileList:
    """The list as it was found."""

    digest: str
    """Of its bytes; empty where there is no list."""
    is_intact: bool
    """It is as a build wrote it."""
    site: str
    """Whose it is: the names of the site and its body. Empty in a list of an earlier program."""
    drafts: bool
    """The site shows what nobody has signed, or is of articles: it is never deployed."""
    files: Mapping[str, str]
    """URL → digest."""
    requirements: tuple[Requirement, ...]
    """What the law wants and the site does not have."""


EMPTY_FILE_LIST = FileList("", is_intact=False, site="", drafts=False, files={}, requirements=())


def compose_file_list(
    site: str, digests: Mapping[str, str], requirements: Iterable[Requirement], *, drafts: bool
) -> bytes:
    """Return the bytes of a list."""
    kind = "drafts" if drafts else "site"
    lines = [
        _SITE + " ".join(site.split()),
        *(
            _REQUIRED + json.dumps(requirement.to_dict(), ensure_ascii=False)
            for requirement in requirements
        ),
        *(f"{body} {kind} {url}" for url, body in sorted(digests.items())),
    ]
    rest = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")
    return f"# site-builder {digest(rest)}\n".encode() + rest


def write_file_list(output: Path, staging_folder: Path, data: bytes, previous_digest: str) -> None:
    """Put a list in place of the previous one, whole or not at all. Raises OSError."""
    if previous_digest != digest(data):
        tmp_path = staging_folder / "list"
        tmp_path.write_bytes(data)
        path = output / FILE_LIST_NAME
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        tmp_path.replace(path)


def read_file_list(output: Path) -> FileList:
    """Read the list, as far as it can be believed."""
    try:
        data = read_cache(output / FILE_LIST_NAME)
        head, _, rest = data.partition(b"\n")
        first, lines = head.decode(), rest.decode().split("\n")
    except (OSError, UnicodeDecodeError):
        return EMPTY_FILE_LIST
    header = _HEADER.fullmatch(first)
    if header is None:
        return _legacy_file_list(digest(data), [first, *lines])
    entries = [match.groups() for line in lines if (match := _LINE.fullmatch(line))]
    try:
        requirements = tuple(_requirements(lines))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return EMPTY_FILE_LIST
    return FileList(
        digest=digest(data),
        is_intact=header[1] == digest(rest),
        site=next((line.removeprefix(_SITE) for line in lines if line.startswith(_SITE)), ""),
        drafts=any(kind == "drafts" for _, kind, _ in entries),
        files={url: body for body, _, url in entries if is_safe_path(url)},
        requirements=requirements,
    )


def _is_drafts(line: str) -> bool:
    match = _LINE.fullmatch(line)
    return match is not None and match[2] == "drafts"


def _requirements(lines: Iterable[str]) -> Iterable[Requirement]:
    """Read what is lacking. Raises ValueError, TypeError, AttributeError, RecursionError."""
    for line in lines:
        if line.startswith(_REQUIRED):
            raw = json.loads(line.removeprefix(_REQUIRED))
            yield Requirement(**{_FIELD_BY_KEY.get(key, key): text for key, text in raw.items()})


def _legacy_file_list(list_digest: str, lines: list[str]) -> FileList:
    """Read the list of an earlier program: it lists files of a build, and is never deployed."""
    entries = [match.groups() for line in lines if (match := _LEGACY_LINE.fullmatch(line))]
    drafts = _LEGACY_DRAFTS in lines or any(_is_drafts(line) for line in lines)
    files = {url: file_digest for file_digest, url in entries if is_safe_path(url)}
    return FileList(
        list_digest, is_intact=False, site="", drafts=drafts, files=files, requirements=()
    )
