"""All that can be found, as the last whole plan listed it, under `.build/`.

An edited text changes the index of its group. Which group that is, and who else is in it, is known
from this list, without a plan of the site.
"""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from site_builder.build.cache_file import read_verified, write_verified
from site_builder.build.text_cache import TextCache
from site_builder.core.codec import codec_of, dumps, loads
from site_builder.model.search import SearchDocument, SearchMember, search_member
from site_builder.model.source import Source

LoadSearchDocument = Callable[[Source], SearchDocument]

_DOCUMENT = codec_of(SearchDocument)
_TAB = "\t"


def members_path(build: Path) -> Path:
    """Return where the list lies."""
    return build / "search-members.tsv"


def save_members(path: Path, site_key: str, members: Iterable[SearchMember]) -> None:
    """Write the list, and of which site it is. Raises OSError."""
    lines = [site_key] + [_TAB.join(_fields(member)) for member in members]
    write_verified(path, "\n".join(lines).encode("utf-8", "surrogatepass"))


def _fields(member: SearchMember) -> tuple[str, ...]:
    if member.document is None:
        return member.path, str(member.year), member.date
    return member.path, dumps(_DOCUMENT, member.document).decode("utf-8", "surrogatepass")


def load_members(
    path: Path, site_key: str, texts: TextCache, load_document: LoadSearchDocument
) -> tuple[SearchMember, ...] | None:
    """Read the list, documents as their texts are now; None where it is of another site."""
    data = read_verified(path)
    if data is None:
        return None
    try:
        stated, *lines = data.decode("utf-8", "surrogatepass").split("\n")
        if stated != site_key:
            return None
        return tuple(_member(line.split(_TAB), texts, load_document) for line in lines)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _member(fields: list[str], texts: TextCache, load_document: LoadSearchDocument) -> SearchMember:
    """Restore a member. Raises ValueError, TypeError, KeyError or RecursionError."""
    match fields:
        case [_, packed]:
            return search_member(loads(_DOCUMENT, packed.encode("utf-8", "surrogatepass")))
        case [path, year, date]:
            source = Source(path, "document", int(year))
            cause = texts.entries[path].content
            return SearchMember(path, source.year, date, cause, partial(load_document, source))
    raise ValueError(fields)
