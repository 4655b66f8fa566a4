"""What all pages share, made from the settings and the years, never from documents' contents."""

from dataclasses import replace
from urllib.parse import urlsplit

from site_builder.model.field import Fields
from site_builder.model.parts import Chrome, Fact, Item, Looks, NavItem, Outgoing
from site_builder.model.settings import Settings
from site_builder.plan.contact_links import mail_links, telephone_links
from site_builder.urls import is_government, outside_url

ICP_RECORDS = "https://beian.miit.gov.cn/"
_MARK = "党政机关网站标识"


def chrome(settings: Settings, fields: Fields, years: tuple[int, ...], looks: Looks) -> Chrome:
    """Make the frame of all pages."""
    columns = (NavItem(one.id, one.label, one.path) for one in fields.columns)
    return Chrome(
        name=settings.name,
        domain=settings.domain,
        body=settings.body,
        notice=settings.notice,
        host=_host(settings),
        navigation=(NavItem("home", "首页", "index.html"), *columns),
        years=tuple(Item(f"{year}年", f"{year}/index.html") for year in years),
        footer=_footer(settings),
        footer_links=_marks(settings),
        icp_url=ICP_RECORDS,
        licence=settings.licence,
        address=settings.address,
        looks=looks,
    )


def outgoing(settings: Settings) -> tuple[Outgoing, ...]:
    """List the links to other sites that the settings put on each page."""
    found = (_host(settings), licence_link(settings))
    return (*(one for one in found if one), *_marks(settings))


def licence_link(settings: Settings) -> Outgoing | None:
    """Link to the text of the licence."""
    url = settings.licence_url
    return _outgoing("使用许可全文", url, settings) if url else None


def _host(settings: Settings) -> Outgoing | None:
    url = settings.host_url
    return _outgoing(settings.host_name or url, url, settings) if url else None


def _marks(settings: Settings) -> tuple[Outgoing, ...]:
    marks = (
        (_MARK, settings.mark_url),
        ("我为政府网站找错", settings.fault_url),
        ("公安机关备案", settings.police_url),
    )
    found = (_outgoing(label, url, settings) for label, url in marks if url)
    picture = settings.mark_picture
    return tuple(replace(one, picture=picture) if one.label == _MARK else one for one in found)


def _outgoing(label: str, url: str, settings: Settings) -> Outgoing:
    known = is_government(urlsplit(url).hostname or "", settings.government_hosts)
    return Outgoing(label, url, "" if known else outside_url(url))


def _footer(settings: Settings) -> tuple[Fact, ...]:
    """List the marks of 政府网站发展指引, in its order."""
    wanted = [
        ("主办单位", settings.organiser),
        ("承办单位", settings.undertaker),
        ("联系电话", settings.contact.phone),
        ("网站标识码", settings.site_code),
        ("ICP备案号", settings.icp),
        ("公安机关备案号", settings.police),
    ]
    wanted += [
        (label, "")
        for label, url in (
            (_MARK, settings.mark_url),
            ("我为政府网站找错", settings.fault_url),
        )
        if not url
    ]
    return tuple(_fact(label, value) for label, value in wanted if value or label != "承办单位")


def contacts(settings: Settings) -> tuple[Fact, ...]:
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


def _fact(label: str, value: str) -> Fact:
    links = _LINKS.get(label)
    return Fact(label, value, missing=not value, parts=links(value) if links and value else ())
