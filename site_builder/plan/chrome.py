"""What all pages share, made from the settings and the years, never from documents' contents."""

from dataclasses import replace

from site_builder.addresses import host_of
from site_builder.model.field import Standards
from site_builder.model.parts import AssetUrls, ExternalLink, Layout, LinkItem, NavItem, Property
from site_builder.model.settings import Settings
from site_builder.plan.contact_links import mail_links, telephone_links
from site_builder.urls import external_notice_url, is_government_host

ICP_RECORDS = "https://beian.miit.gov.cn/"
_MARK = "党政机关网站标识"


def chrome(
    settings: Settings, fields: Standards, years: tuple[int, ...], looks: AssetUrls
) -> Layout:
    """Make the frame of all pages."""
    columns = (NavItem(one.id, one.label, one.path) for one in fields.channels)
    return Layout(
        name=settings.name,
        domain=settings.domain,
        organization=settings.organization,
        notice=settings.notice,
        parent_site=_host(settings),
        navigation=(NavItem("home", "首页", "index.html"), *columns),
        years=tuple(LinkItem(f"{year}年", f"{year}/index.html") for year in years),
        footer=_footer(settings),
        footer_links=_marks(settings),
        icp_url=ICP_RECORDS,
        licence=settings.licence,
        address=settings.address,
        assets=looks,
    )


def outgoing(settings: Settings) -> tuple[ExternalLink, ...]:
    """List the links to other sites that the settings put on each page."""
    found = (_host(settings), licence_link(settings))
    return (*(one for one in found if one), *_marks(settings))


def licence_link(settings: Settings) -> ExternalLink | None:
    """Link to the text of the licence."""
    url = settings.licence_url
    return _outgoing("使用许可全文", url, settings) if url else None


def _host(settings: Settings) -> ExternalLink | None:
    url = settings.parent_site_url
    return _outgoing(settings.parent_site_name or url, url, settings) if url else None


def _marks(settings: Settings) -> tuple[ExternalLink, ...]:
    marks = (
        (_MARK, settings.site_badge_url),
        ("我为政府网站找错", settings.error_report_url),
        ("公安机关备案", settings.public_security_url),
    )
    found = (_outgoing(label, url, settings) for label, url in marks if url)
    picture = settings.site_badge_picture
    return tuple(replace(one, picture=picture) if one.label == _MARK else one for one in found)


def _outgoing(label: str, url: str, settings: Settings) -> ExternalLink:
    known = is_government_host(host_of(url), settings.government_hosts)
    return ExternalLink(label, url, "" if known else external_notice_url(url))


def _footer(settings: Settings) -> tuple[Property, ...]:
    """List the marks of 政府网站发展指引, in its order."""
    wanted = [
        ("主办单位", settings.sponsor),
        ("承办单位", settings.operator),
        ("联系电话", settings.contact.phone),
        ("网站标识码", settings.site_code),
        ("ICP备案号", settings.icp),
        ("公安机关备案号", settings.public_security_record),
    ]
    wanted += [
        (label, "")
        for label, url in (
            (_MARK, settings.site_badge_url),
            ("我为政府网站找错", settings.error_report_url),
        )
        if not url
    ]
    return tuple(_fact(label, value) for label, value in wanted if value or label != "承办单位")


def contacts(settings: Settings) -> tuple[Property, ...]:
    """List the office's contacts, as 条例 Art. 12(2) asks for them."""
    contact = settings.contact
    wanted = (
        ("工作机构", contact.office, True),
        ("办公地址", contact.address, True),
        ("办公时间", contact.hours, True),
        ("联系电话", contact.phone, True),
        ("传真号码", contact.fax, True),
        ("邮政编码", contact.postcode, False),
        ("电子邮箱", contact.email, True),
        ("网上申请", contact.online, False),
    )
    return tuple(_fact(label, value) for label, value, needed in wanted if value or needed)


# A fax machine answers no reader who taps on it.
_LINKS = {"联系电话": telephone_links, "电子邮箱": mail_links}


def _fact(label: str, value: str) -> Property:
    links = _LINKS.get(label)
    return Property(label, value, missing=not value, parts=links(value) if links and value else ())
