"""What a deployment changes, for people: pages by their titles, everything else by its number."""

import html
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from site_builder.core.safe_files import read_below
from site_builder.deploy.deployment import with_reconnect
from site_builder.deploy.remote import Remote
from site_builder.deploy.target_state import DeployStrategy
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.usecases.deploy import Deployment, DeploymentPlan

_TITLE = lazy_pattern(r"<title>([^<]*)</title>")
_REMOVED = "删除"
_MAX_LISTED = 200
"""Pages of a kind that are named: nobody reads more, and each is opened for its title."""


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that will be another."""

    url: str
    title: str
    """Its address where it has no title."""


@dataclass(frozen=True, slots=True)
class PageChanges:
    """What is added, changed or removed."""

    label: str
    """新增, 修改 or 删除."""
    is_removal: bool
    texts: tuple[PageChange, ...]
    """Pages of the office's own texts."""
    unlisted: int
    """Texts that are not named for their number."""
    lists: tuple[PageChange, ...]
    """Pages that the program makes of them: lists, the sitemap."""
    files: int
    """What else changes: lists that are not named, downloads, the search index, styles."""

    @property
    def count(self) -> int:
        """Return how many files change."""
        return len(self.texts) + self.unlisted + len(self.lists) + self.files


def page_changes(deployment: Deployment, plan: DeploymentPlan) -> tuple[PageChanges, ...]:
    """Return what changes; nothing for a group without changes."""
    diff = plan.diff
    published = _published_titles(deployment, plan) if diff.removed else {}
    content = deployment.project / "content"

    def is_text(url: str) -> bool:
        return url.endswith(".html") and (content / url).with_suffix(".md").is_file()

    def built_title(url: str) -> str:
        return _built_title(deployment, url)

    groups = (
        _group("新增", diff.added, {url for url in diff.added if is_text(url)}, built_title),
        _group("修改", diff.changed, {url for url in diff.changed if is_text(url)}, built_title),
        _group(_REMOVED, diff.removed, published.keys(), lambda url: published.get(url, url)),
    )
    return tuple(group for group in groups if group.count)


def _group(
    label: str, urls: Sequence[str], text_urls: Collection[str], title_of: Callable[[str], str]
) -> PageChanges:
    texts = [url for url in urls if url in text_urls]
    pages = [url for url in urls if url.endswith(".html") and url not in text_urls]
    named, lists = texts[:_MAX_LISTED], pages[:_MAX_LISTED]
    return PageChanges(
        label,
        label == _REMOVED,
        tuple(PageChange(url, title_of(url)) for url in named),
        len(texts) - len(named),
        tuple(PageChange(url, title_of(url)) for url in lists),
        len(urls) - len(texts) - len(lists),
    )


def _built_title(deployment: Deployment, url: str) -> str:
    """Return the title of a page as it was built, without the name of the site."""
    with suppress(OSError):
        page = read_below(deployment.output, url).decode("utf-8", "replace")
        if match := _TITLE.search(page):
            title = html.unescape(match[1])
            return title.rpartition(" - ")[0] or title
    return url


def _published_titles(deployment: Deployment, plan: DeploymentPlan) -> Mapping[str, str]:
    """Return the titles in the catalogue that is online; what cannot be read names nothing."""
    online = plan.online
    if online is None:
        return {}
    folder = "current" if plan.layout is DeployStrategy.IN_PLACE else f"releases/{online.id}"

    def read(remote: Remote) -> bytes | None:
        return remote.read(f"{folder}/catalogue.json")

    with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        entries = json.loads(with_reconnect(deployment.request, read) or b"{}")["entries"]
        return {str(entry["url"]): str(entry["title"]) for entry in entries}
    return {}
