"""All that can be found, in the groups of the last whole plan, under `.build/`.

An edited text changes the index of its group. Which group that is, and who else is in it, is known
from this list, without a plan of the site.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from site_builder.build.cache_file import read_verified, write_verified
from site_builder.build.text_cache import TextCache
from site_builder.core.codec import codec_of, dumps, loads
from site_builder.model.search import SearchDocument, SearchGroup, SearchMember, search_member
from site_builder.model.source import Source
from site_builder.pages.causes import search_cause

LoadSearchDocument = Callable[[Source], SearchDocument]

_DOCUMENT = codec_of(SearchDocument)
_TAB = "\t"


def members_path(build: Path) -> Path:
    """Return where the list lies."""
    return build / "search-members.tsv"


def save_members(path: Path, site_key: str, groups: Iterable[SearchGroup]) -> None:
    """Write the list, and of which site it is. Raises OSError."""
    lines = [site_key]
    for group in groups:
        lines.append(_TAB.join((group.name, group.tier, str(len(group.members)))))
        lines += [_TAB.join(_fields(member)) for member in group.members]
    write_verified(path, "\n".join(lines).encode("utf-8", "surrogatepass"))


def _fields(member: SearchMember) -> tuple[str, ...]:
    if member.document is None:
        return member.path, str(member.year), member.date
    return member.path, dumps(_DOCUMENT, member.document).decode("utf-8", "surrogatepass")


def load_groups(
    path: Path, site_key: str, texts: TextCache, load_document: LoadSearchDocument
) -> list[SearchGroup] | None:
    """Read the list, documents as their texts are now; None where it is of another site."""
    data = read_verified(path)
    if data is None:
        return None
    try:
        stated, *lines = data.decode("utf-8", "surrogatepass").split("\n")
        if stated != site_key:
            return None
        rest = iter(lines)
        return [
            _group(head.split(_TAB), rest, partial(_member, texts, load_document)) for head in rest
        ]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _group(
    head: list[str], lines: Iterator[str], read_member: Callable[[str], SearchMember]
) -> SearchGroup:
    """Restore a group from its head and the lines behind it. Raises as `_member` does."""
    name, tier, count = head
    return SearchGroup(name, tier, tuple(map(read_member, islice(lines, int(count)))))


def _member(texts: TextCache, load_document: LoadSearchDocument, line: str) -> SearchMember:
    """Restore a member. Raises ValueError, TypeError, KeyError or RecursionError."""
    match line.split(_TAB):
        case [_, packed]:
            return search_member(loads(_DOCUMENT, packed.encode("utf-8", "surrogatepass")))
        case [path, year, date]:
            source = Source(path, "document", int(year))
            cause = search_cause(texts.entries[path].digests)
            return SearchMember(path, source.year, date, cause, partial(load_document, source))
    raise ValueError(line)
