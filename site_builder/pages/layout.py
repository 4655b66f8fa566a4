"""What all pages share, made from the settings and the years, never from documents' contents."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from site_builder.core.urls import external_notice_url, is_government_host, page_url
from site_builder.core.web_addresses import host_of
from site_builder.model.settings import Settings, SiteLink
from site_builder.model.standards import Standards
from site_builder.model.views.parts import (
    AssetUrls,
    ExternalLink,
    HouseStyle,
    Layout,
    LinkItem,
    NavItem,
    Property,
)
from site_builder.pages.contact_links import mail_links, telephone_links

ICP_RECORDS = "https://beian.miit.gov.cn/"
FEED_URL = "atom.xml"
_SITE_BADGE = "党政机关网站标识"


def build_layout(
    settings: Settings, standards: Standards, years: tuple[int, ...], assets: AssetUrls
) -> Layout:
    """Build the frame of all pages."""
    channels = (NavItem(channel.id, channel.label, channel.path) for channel in standards.channels)
    return Layout(
        name=settings.name,
        domain=settings.domain,
        organization=settings.organization,
        notice=settings.notice,
        parent_site=_parent_site_link(settings),
        navigation=(NavItem("home", "首页", "index.html"), *channels, *_own_entries(settings)),
        years=tuple(LinkItem(f"{year}年", f"{year}/index.html") for year in years),
        footer=_footer(settings),
        footer_links=_footer_links(settings),
        icp_url=ICP_RECORDS,
        style=HouseStyle(
            _site_links(settings.header_links, settings), settings.emblem, settings.header_picture
        ),
        licence=settings.licence,
        address=settings.address,
        feed=FEED_URL if standards.channels else "",
        assets=assets,
    )


def column_links(settings: Settings, standards: Standards) -> tuple[LinkItem, ...]:
    """Return the columns: those of the standards, then the office's own pages."""
    own = (link for link in settings.navigation if link.page)
    return (
        *(LinkItem(channel.label, channel.path) for channel in standards.channels),
        *(LinkItem(link.label, page_url(link.page)) for link in own),
    )


def external_links(settings: Settings) -> tuple[ExternalLink, ...]:
    """Return the links to other sites that the settings put on each page."""
    links = (_parent_site_link(settings), licence_link(settings))
    added = (*settings.header_links, *settings.footer_links, *settings.navigation)
    return (
        *(link for link in links if link),
        *_record_badges(settings),
        *_site_links(added, settings),
    )


def licence_link(settings: Settings) -> ExternalLink | None:
    """Link to the text of the licence."""
    url = settings.licence_url
    return _external_link("使用许可全文", url, settings) if url else None


def _parent_site_link(settings: Settings) -> ExternalLink | None:
    url = settings.parent_site_url
    return _external_link(settings.parent_site_name or url, url, settings) if url else None


def _site_links(links: Iterable[SiteLink], settings: Settings) -> tuple[ExternalLink, ...]:
    """Return the links of an office's own that lead to other sites."""
    return tuple(_external_link(link.label, link.url, settings) for link in links if link.url)


def _footer_links(settings: Settings) -> tuple[ExternalLink, ...]:
    """Return the links of the footer, with those of the header: a phone shows them only here."""
    added = _site_links((*settings.footer_links, *settings.header_links), settings)
    return tuple(dict.fromkeys((*_record_badges(settings), *added)))


def _own_entries(settings: Settings) -> Iterator[NavItem]:
    """Yield the entries of the navigation that an office adds to the columns."""
    for link in settings.navigation:
        if link.page:
            yield NavItem(own_entry_id(link.page), link.label, page_url(link.page))
        else:
            external = _external_link(link.label, link.url, settings)
            yield NavItem("", link.label, link.url, external)


def own_entry_id(path: str) -> str:
    """Return the id that the navigation's entry of an office's own page has."""
    return f"page:{path}"


def _record_badges(settings: Settings) -> tuple[ExternalLink, ...]:
    badges = (
        (_SITE_BADGE, settings.site_badge_url),
        ("我为政府网站找错", settings.error_report_url),
        ("公安机关备案", settings.public_security_url),
    )
    links = (_external_link(label, url, settings) for label, url in badges if url)
    picture = settings.site_badge_picture
    return tuple(
        replace(link, picture=picture) if link.label == _SITE_BADGE else link for link in links
    )


def _external_link(label: str, url: str, settings: Settings) -> ExternalLink:
    is_government = is_government_host(host_of(url), settings.government_hosts)
    return ExternalLink(label, url, "" if is_government else external_notice_url(url))


def _footer(settings: Settings) -> tuple[Property, ...]:
    """Return the marks of 政府网站发展指引, in its order."""
    entries = [
        ("主办单位", settings.sponsor),
        ("承办单位", settings.operator),
        ("联系电话", settings.contact.phone),
        ("网站标识码", settings.site_code),
        ("ICP备案号", settings.icp),
        ("公安机关备案号", settings.public_security_record),
    ]
    entries += [
        (label, "")
        for label, url in (
            (_SITE_BADGE, settings.site_badge_url),
            ("我为政府网站找错", settings.error_report_url),
        )
        if not url
    ]
    return tuple(
        _property(label, value) for label, value in entries if value or label != "承办单位"
    )


def contacts(settings: Settings) -> tuple[Property, ...]:
    """Return the office's contacts, as 条例 Art. 12(2) asks for them."""
    contact = settings.contact
    entries = (
        ("工作机构", contact.office, True),
        ("办公地址", contact.address, True),
        ("办公时间", contact.hours, True),
        ("联系电话", contact.phone, True),
        ("传真号码", contact.fax, True),
        ("邮政编码", contact.postcode, False),
        ("电子邮箱", contact.email, True),
        ("网上申请", contact.online, False),
    )
    return tuple(_property(label, value) for label, value, required in entries if value or required)


# A fax machine answers no reader who taps on it.
_LINK_MAKERS = {"联系电话": telephone_links, "电子邮箱": mail_links}


def _property(label: str, value: str) -> Property:
    links = _LINK_MAKERS.get(label)
    return Property(label, value, missing=not value, parts=links(value) if links and value else ())
