"""Bodies of a register compared with one another: codes, names, places, and circles of them."""

from collections.abc import Callable, Iterator, Sequence

from site_builder.core.urls import casefold_url, folders_of
from site_builder.core.yaml.schema import MappingValues
from site_builder.model.body import Body
from site_builder.model.diagnostic import Diagnostic, error, warning
from site_builder.model.location import Location

Entry = tuple[Body, MappingValues]
"""A body, and where each line of it stands."""
PARENT, SUCCESSOR = "bodies/parent", "bodies/successor"
_MAX_LISTED = 5


def place(entry: Entry, field_id: str) -> Location:
    """Return where a field stands; the entry itself for one that is not written."""
    body, values = entry
    node = values.nodes.get(field_id)
    return node.location if node else body.location


def same_codes(entries: Sequence[Entry]) -> Iterator[Diagnostic]:
    """Yield each entry whose code another has."""
    first: dict[str, Body] = {}
    for entry in entries:
        body = entry[0]
        other = first.setdefault(body.code, body)
        if other is not body:
            message = f"代码“{body.code}”和第 {other.location.line} 行的“{other.name}”重复"
            hint = "一个代码只写一个机构；改了名的，在同一个机构里写“曾用名”。"
            yield error("bodies/code", place(entry, "code"), message, hint)


def same_names(entries: Sequence[Entry]) -> Iterator[Diagnostic]:
    """Yield bodies below one parent that have one name at the same time."""
    first: dict[tuple[str, str], Body] = {}
    for entry in entries:
        body = entry[0]
        other = first.setdefault((body.parent, body.name), body)
        if other is not body and other.code != body.code and _coexist(body, other):
            message = f"“{body.name}”和第 {other.location.line} 行的机构同名，代码不同"
            hint = "是同一个机构的，只留一个；不是的，名称写全。"
            yield warning("bodies/name", place(entry, "name"), message, hint)


def _coexist(body: Body, other: Body) -> bool:
    """Return whether there is a day on which both exist."""
    ended = body.until and other.since and body.until < other.since
    came_later = other.until and body.since and other.until < body.since
    return not (ended or came_later)


def same_places(entries: Sequence[Entry]) -> Iterator[Diagnostic]:
    """Yield bodies with one folder, one folder inside another, or one address."""
    projects: dict[str, Body] = {}
    sites: dict[str, Body] = {}
    for entry in entries:
        body = entry[0]
        if body.project:
            other = projects.setdefault(casefold_url(body.project), body)
            if other is not body:
                yield _same_place(entry, "project", other)
        # A body that took over another's pages has its address after it, not with it.
        if body.site:
            other = sites.setdefault(_folded_site(body.site), body)
            if other is not body and _coexist(body, other):
                yield _same_place(entry, "site", other)
    for entry in entries:
        folded = casefold_url(entry[0].project)
        outer = next(
            (projects[folder] for folder in folders_of(folded) if folder in projects), None
        )
        if outer:
            message = f"项目“{entry[0].project}”在“{outer.name}”的项目“{outer.project}”里面"
            hint = "一个机构一个文件夹，互不包含。"
            yield error("bodies/place", place(entry, "project"), message, hint)


def _folded_site(site: str) -> str:
    scheme, separator, rest = site.partition("://")
    return casefold_url((rest if separator else scheme).rstrip("/"))


def _same_place(entry: Entry, field_id: str, other: Body) -> Diagnostic:
    body = entry[0]
    text = body.project if field_id == "project" else body.site
    label = "项目" if field_id == "project" else "网站"
    message = f"“{body.name}”的{label}“{text}”和第 {other.location.line} 行的“{other.name}”相同"
    hint = "两个机构不能用同一个地方。请改正其中一个。"
    return error("bodies/place", place(entry, field_id), message, hint)


def circles(
    entries: Sequence[Entry],
    field_id: str,
    following: Callable[[Body], str],
    code: str,
    label: str,
) -> Iterator[Diagnostic]:
    """Yield each circle once, at the member that stands first in the file."""
    by_code = {body.code: (body, values) for body, values in entries}
    finished: set[str] = set()
    for start in by_code:
        path: dict[str, None] = {}
        at = start
        while at in by_code and at not in finished and at not in path:
            path[at] = None
            at = following(by_code[at][0])
        circle = list(path)[list(path).index(at) :] if at in path else []
        finished.update(path)
        if len(circle) > 1:
            names = [by_code[member][0].name for member in (*circle, circle[0])]
            listed = names[:_MAX_LISTED] + (["……"] if len(names) > _MAX_LISTED else [])
            message = f"“{label}”绕成了一圈：{' → '.join(listed)}"
            location = place(by_code[circle[0]], field_id)
            yield error(code, location, message, f"请改正其中一个的“{label}”。")
