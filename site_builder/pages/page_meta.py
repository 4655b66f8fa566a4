"""What a page states about itself: title, description, breadcrumbs, the prescribed meta tags."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from site_builder.model.settings import Settings
from site_builder.model.standards import Channel, Standards
from site_builder.model.views.page_meta import HeadTag, PageMeta
from site_builder.model.views.parts import LinkItem
from site_builder.pages.json_ld import JsonLdBuilder, JsonLdObject, to_script_json

_HOME = Channel(
    id="home",
    label="首页",
    path="index.html",
    type="首页",
    keywords=("政府信息公开", "年度报告", "主动公开"),
    description="政府信息公开的指南、制度、法定主动公开内容和工作年度报告。",
)
HOME = LinkItem("首页", "index.html")
_SAME_VALUE = {
    "Description": "og:description",
    "SiteName": "og:site_name",
    "ArticleTitle": "og:title",
    "Image": "og:image",
    "Url": "og:url",
}
"""Names of 政府网站发展指引 → properties of Open Graph that mean the same: one tag states both."""


@dataclass(frozen=True, slots=True)
class PageMetaBuilder:
    """Makes the meta of pages of one site."""

    settings: Settings
    standards: Standards

    def page(  # noqa: PLR0913 - each is a line of the page's head
        self,
        url: str,
        title: str,
        description: str,
        *,
        breadcrumbs: tuple[LinkItem, ...] = (),
        channel_id: str = "",
        section: str | None = None,
        article: Mapping[str, str] | None = None,
        json_ld: Iterable[JsonLdObject] = (),
        is_shared: bool = True,
    ) -> PageMeta:
        """Build a page's meta, with Open Graph where it `is_shared`.

        `breadcrumbs` are those between the home page and this page.
        """
        channel = self._channel(channel_id)
        ancestors = () if channel_id == "home" else (HOME, *breadcrumbs)
        trail = (*ancestors, LinkItem(title, url, current=True)) if ancestors else ()
        breadcrumb_list = (self.json_ld_builder(url).breadcrumbs(trail),) if trail else ()
        summary = " ".join(description.split()) or title
        named = self._tags(channel, dict(article) if article is not None else None, url)
        open_graph = self._open_graph(url, title, summary, article) if is_shared else ()
        return PageMeta(
            title=title,
            description=summary,
            tags=tuple(_head_tags(summary, named, open_graph)),
            breadcrumbs=trail,
            section=channel_id if section is None else section,
            canonical=self.settings.address + url if self.settings.address else "",
            json_ld=to_script_json((*breadcrumb_list, *json_ld)),
            takes_site_picture=bool(self.settings.address)
            and is_shared
            and not dict(open_graph).get("og:image"),
        )

    def _channel(self, channel_id: str) -> Channel | None:
        if channel_id == "home":
            return _HOME
        return self.standards.channel(channel_id) if channel_id else None

    def json_ld_builder(self, url: str) -> JsonLdBuilder:
        """Build what describes the things of a page."""
        return JsonLdBuilder(self.settings, url)

    def _open_graph(
        self, url: str, title: str, description: str, article: Mapping[str, str] | None
    ) -> tuple[tuple[str, str], ...]:
        address = self.settings.address
        image = article.get("image", "") if article and address else ""
        tags = (
            ("og:type", "article" if article is not None else "website"),
            ("og:title", title),
            ("og:description", description),
            ("og:site_name", self.settings.name),
            ("og:url", address + url if address else ""),
            ("og:image", image),
            ("og:locale", "zh_CN"),
        )
        return tuple((name, value) for name, value in tags if value)

    def breadcrumb(self, channel_id: str) -> LinkItem:
        """Build the breadcrumb of a column."""
        channel = self.standards.channel(channel_id)
        return LinkItem(channel.label, channel.path)

    def _tags(
        self, channel: Channel | None, article: dict[str, str] | None, url: str
    ) -> tuple[tuple[str, str], ...]:
        values = {
            "site.name": self.settings.name,
            "site.domain": self.settings.domain,
            "site.code": self.settings.site_code,
        }
        if channel is not None:
            values |= {
                "column.label": channel.label,
                "column.description": channel.description,
                "column.keywords": ",".join(channel.keywords),
                "column.type": channel.type,
            }
        if article is not None:
            values |= {f"article.{name}": value for name, value in article.items()}
            if self.settings.address:
                values["article.url"] = self.settings.address + url
        tags = ((tag.name, values.get(tag.source, "")) for tag in self.standards.meta_tags)
        return tuple((name, value) for name, value in tags if value)


def _head_tags(
    description: str,
    tags: Iterable[tuple[str, str]],
    open_graph: Iterable[tuple[str, str]],
) -> Iterator[HeadTag]:
    """Yield all tags, each value once. Names ignore case and may occur once.

    The prescribed 「Description」 stands first and is that of every page, not of articles alone.
    """
    remaining = dict(open_graph)
    named = (tag for tag in tags if tag[0] != "Description")
    for name, content in (("Description", description), *named):
        same = _SAME_VALUE.get(name, "")
        is_same = remaining.get(same) == content
        if is_same:
            del remaining[same]
        yield HeadTag(name, same if is_same else "", content)
    for name, content in remaining.items():
        yield HeadTag("", name, content)
