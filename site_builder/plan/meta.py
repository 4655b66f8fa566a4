"""What a page says about itself: title, description, breadcrumbs, the prescribed meta tags."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from site_builder.model.field import Channel, Standards
from site_builder.model.parts import LinkItem, PageMeta
from site_builder.model.settings import Settings
from site_builder.plan.linked import Linker, Thing, embedded

_HOME = Channel(
    id="home",
    label="首页",
    path="index.html",
    type="首页",
    keywords=("政府信息公开", "年度报告", "主动公开"),
    description="政府信息公开的指南、制度、法定主动公开内容和工作年度报告。",
)
HOME = LinkItem("首页", "index.html")


@dataclass(frozen=True, slots=True)
class MetaMaker:
    """Makes the meta of pages of one site."""

    settings: Settings
    fields: Standards

    def page(  # noqa: PLR0913 - each is a line of the page's head
        self,
        url: str,
        title: str,
        description: str,
        *,
        crumbs: tuple[LinkItem, ...] = (),
        column: str = "",
        section: str | None = None,
        article: Mapping[str, str] | None = None,
        things: Iterable[Thing] = (),
    ) -> PageMeta:
        """Make a page's meta. `crumbs` are those between the home page and this page."""
        at = _HOME if column == "home" else self.fields.channel(column) if column else None
        before = () if column == "home" else (HOME, *crumbs)
        trail = (*before, LinkItem(title, url, current=True)) if before else ()
        place = (self.linker(url).crumbs(trail),) if trail else ()
        said = " ".join(description.split()) or title
        return PageMeta(
            title=title,
            description=said,
            tags=self._tags(at, dict(article) if article is not None else None, url),
            breadcrumbs=trail,
            section=column if section is None else section,
            canonical=self.settings.address + url if self.settings.address else "",
            open_graph=self._share(url, title, said, article),
            json_ld=embedded((*place, *things)),
        )

    def linker(self, url: str) -> Linker:
        """Make what describes the things of a page."""
        return Linker(self.settings, url)

    def _share(
        self, url: str, title: str, description: str, article: Mapping[str, str] | None
    ) -> tuple[tuple[str, str], ...]:
        address = self.settings.address
        image = article.get("image", "") if article and address else ""
        found = (
            ("og:type", "article" if article is not None else "website"),
            ("og:title", title),
            ("og:description", description),
            ("og:site_name", self.settings.name),
            ("og:url", address + url if address else ""),
            ("og:image", image),
            ("og:locale", "zh_CN"),
        )
        return tuple((name, value) for name, value in found if value)

    def crumb(self, column: str) -> LinkItem:
        """Make the breadcrumb of a column."""
        found = self.fields.channel(column)
        return LinkItem(found.label, found.path)

    def _tags(
        self, column: Channel | None, article: dict[str, str] | None, url: str
    ) -> tuple[tuple[str, str], ...]:
        values = {
            "site.name": self.settings.name,
            "site.domain": self.settings.domain,
            "site.code": self.settings.site_code,
        }
        if column is not None:
            values |= {
                "column.label": column.label,
                "column.description": column.description,
                "column.keywords": ",".join(column.keywords),
                "column.type": column.type,
            }
        if article is not None:
            values |= {f"article.{name}": value for name, value in article.items()}
            if self.settings.address:
                values["article.url"] = self.settings.address + url
        found = ((tag.name, values.get(tag.source, "")) for tag in self.fields.meta_tags)
        return tuple((name, value) for name, value in found if value)
