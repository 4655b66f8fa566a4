"""两个页面的标题相同。

查什么：
    公开的文件、年报、制度和其他页面之间，标题是否相同。相同的几个页面只提醒一次，写在后面的一个文件
    上。名称和发文字号都相同的，见 c007。
依据：
    《政府网站发展指引》（国办发〔2017〕47号）附件网页设计规范：页面标题（ArticleTitle）是具体内容的
    标题；标题相同，检索结果里分不清。
错误示例：
    2020年和2021年各有一个文件，名称都是“关于调整服务时间的通知”。
怎么改：
    在标题里加上年份、对象或者文号。
"""

from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.core.text.suggest import normalize_label
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.document import CatalogueEntry, StandalonePage
from site_builder.model.location import Location
from site_builder.model.rule_context import SiteContext
from site_builder.model.site import Site


@dataclass(frozen=True, slots=True)
class _TitledPage:
    title: str
    number: str
    location: Location


def check(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Check a site."""
    by_title: dict[str, list[CatalogueEntry | StandalonePage]] = {}
    for document in _documents(site_context.site):
        by_title.setdefault(normalize_label(document.title), []).append(document)
    # Where a title stands is asked only of the few that others have too.
    same = (map(_titled_page, documents) for documents in by_title.values() if len(documents) > 1)
    groups = [sorted(pages, key=lambda page: page.location) for pages in same]
    for first, *rest in sorted(groups, key=lambda pages: pages[0].location):
        number = normalize_label(first.number)
        others = [page for page in rest if _is_another(page, number)]
        if not others:
            continue
        second, count = others[0], len(others) + 1
        more = f"（相同的共 {count} 个）" if len(others) > 1 else ""
        yield Diagnostic(
            "s004/title",
            Severity.WARNING,
            second.location,
            f"标题“{second.title}”与 {first.location.file} 相同{more}",
            "请在标题里加上年份、对象或者文号，使读者能够分清。",
            basis="《政府网站发展指引》（国办发〔2017〕47号）附件：页面标题标签写具体内容的标题。",
            subject=second.title,
            actual=second.title,
        )


def _is_another(page: _TitledPage, number: str) -> bool:
    """Return whether a page is not known to be the document with this number."""
    own_number = normalize_label(page.number)
    return not own_number or own_number != number


def _documents(site: Site) -> Iterator[CatalogueEntry | StandalonePage]:
    yield from site.entries
    yield from (page for path, page in site.pages.items() if path != "index.md")
    yield from site.rules


def _titled_page(document: CatalogueEntry | StandalonePage) -> _TitledPage:
    return _TitledPage(document.title, document.document_number, document.location_of("title"))
