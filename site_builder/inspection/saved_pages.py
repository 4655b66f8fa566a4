"""A folder of saved pages as a site: what a browser, wget or this program wrote."""

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from urllib.parse import unquote, urldefrag

from site_builder.core.hashing import sha256
from site_builder.core.safe_files import read_below
from site_builder.core.urls import resolve_link
from site_builder.core.web_addresses import split_address
from site_builder.inspection.addresses import ATTACHMENTS
from site_builder.inspection.crawl import Bounds
from site_builder.inspection.page import read_page
from site_builder.model.diagnostic import Diagnostic, warning
from site_builder.model.frozendict import frozendict
from site_builder.model.inspection import EvidenceCopy, Survey, Visit
from site_builder.model.location import Location

_PAGES = (".html", ".htm", ".shtml", ".jhtml", ".jsp", ".aspx", ".php", ".xhtml")
_MAX_FILE = 32_000_000


def survey_folder(folder: Path, time: str, bounds: Bounds) -> Survey:
    """Look at the pages in a folder, and the attachments they link to. Raises OSError."""
    closed: list[str] = []
    files = list(_files(folder, closed))
    names_here = set(files)
    pages = [name for name in files if name.lower().endswith(_PAGES)]
    parents: dict[str, tuple[str, str]] = {}
    missing: dict[str, str] = {}
    linked: defaultdict[str, list[str]] = defaultdict(list)
    visits = []
    gaps = list(_folder_gaps(folder.name, len(pages), closed, bounds))
    for name in pages[: bounds.pages]:
        copy = _copy(folder, name, time)
        visits.append((name, copy))
        data = read_below(folder, name) if copy.sha256 else b""
        for link in read_page(data, {}).links if data else ():
            target, is_inside = _target(name, link.address, names_here)
            linked[name].append(target)
            if target in names_here:
                parents.setdefault(target, (name, link.text))
            elif is_inside:
                missing.setdefault(target, name)
    gaps += _missing_gaps(missing)
    attached = [name for name in sorted(parents) if name.lower().endswith(ATTACHMENTS)]
    visits += [(name, _copy(folder, name, time)) for name in attached]
    return Survey(
        folder.name,
        tuple(
            Visit(
                copy,
                *parents.get(name, ("", "")),
                name.lower().endswith(ATTACHMENTS),
                tuple(dict.fromkeys(filter(None, linked[name]))),
            )
            for name, copy in visits
        ),
        tuple(gaps),
    )


def _folder_gaps(
    place: str, pages: int, closed: Sequence[str], bounds: Bounds
) -> Iterator[Diagnostic]:
    """Yield why nothing can be concluded from what is not in a folder."""
    if closed:
        message = f"有 {len(closed)} 个文件夹打不开，里面的没有看，如 {closed[0]}"
        yield _gap(place, message, "请检查文件夹的权限。")
    if not pages:
        hint = "请写放着网页（.html 等）的文件夹，或者直接检查网站的网址。"
        yield _gap(place, "文件夹里没有网页", hint)
    if pages > bounds.pages:
        message = f"文件夹里有 {pages} 个网页，只看了前 {bounds.pages} 个"
        yield _gap(place, message, "要看全的，用 --max-pages 写大一些。")


def _missing_gaps(missing: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Yield the remark on links to what was not saved: each link with the page it stands on."""
    for first in islice(missing, 1):
        message = f"有 {len(missing)} 个链接的网页或者附件没有保存在文件夹里，如 {first[:200]}"
        hint = "要判断它们，请连同链接的网页一起保存，或者直接检查网站的网址。"
        yield _gap(missing[first], message, hint)


def _files(folder: Path, closed: list[str]) -> Iterator[str]:
    """Yield the files of a folder, the first page first, by their paths.

    What cannot be looked into is added to `closed`.
    """
    paths = []

    def add_closed(exc: OSError) -> None:
        closed.append(Path(exc.filename).relative_to(folder).as_posix())

    for root, folders, names in os.walk(folder, onerror=add_closed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths += [Path(root, name).relative_to(folder).as_posix() for name in names]
    yield from sorted(paths, key=lambda name: (name.count("/"), "index." not in name, name))


def _copy(folder: Path, name: str, time: str) -> EvidenceCopy:
    headers = frozendict({"content-type": ""})
    path = folder / name
    try:
        if path.stat().st_size > _MAX_FILE:
            return EvidenceCopy(name, time, 0, headers, problem="文件太大，没有检查")
        data = read_below(folder, name)
    except OSError:
        return EvidenceCopy(name, time, 0, headers, problem="文件打不开")
    digest = sha256(data) if data else ""
    return EvidenceCopy(name, time, 200, headers, digest, len(data), str(path))


def _target(page: str, link: str, names_here: set[str]) -> tuple[str, bool]:
    """Return the file that a link of a saved page leads to, and whether it should be here."""
    address = urldefrag(link.strip())[0]
    parts = split_address(address)
    if not address or parts.scheme not in ("", "http", "https", "file"):
        return "", False
    path = unquote(parts.path)
    if parts.netloc:
        candidates = [f"{parts.netloc}{path}", path.lstrip("/")]
    elif path.startswith("/"):
        candidates = [f"{page.partition('/')[0]}{path}", path.lstrip("/")]
    else:
        resolved = resolve_link(unquote(address), page)
        candidates = [resolved or "", resolve_link(path, page) or ""]
    for candidate in candidates:
        for name in (candidate, f"{candidate.rstrip('/')}/index.html", f"{candidate}.html"):
            if name.lstrip("/") in names_here:
                return name.lstrip("/"), True
    # A host of its own is this one where its name is that of the folder, as wget writes it.
    is_here = parts.netloc in ("", page.partition("/")[0])
    return address, is_here and bool(path)


def _gap(place: str, message: str, hint: str) -> Diagnostic:
    return warning("inspect/not-saved", Location(place), message, hint)
