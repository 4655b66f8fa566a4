"""网站的名称、域名和标识。

查什么：
    域名和网址是不是政府网站的（.gov.cn、.政务，和设置里的“政府网站”）；栏目名称里看不看得出是哪个机关
    的；党政机关网站标识是不是链接到登记它的网站（bszs.conac.cn），有了图片有没有链接。
依据：
    《互联网政务应用安全管理规定》（2024年7月1日起施行）：名称优先使用实体机构名称、规范简称，使用其他
    名称的，在显著位置标明实体机构名称；《国务院办公厅关于加强政府网站域名管理的通知》（国办函〔2018〕
    55号）：使用以“.gov.cn”为后缀的英文域名和以“.政务”为后缀的中文域名；政府网站发展指引（国办发〔2017〕
    47号）：页脚有党政机关网站标识。
错误示例：
    域名: gk.example.com
怎么改：
    改用本单位登记的域名；栏目设在上级政府网站里、用它的域名的，把域名写进“政府网站”。名称写成“机关
    名称加政府信息公开”。标识链接填点开标识以后那一页的网址。
"""

from collections.abc import Iterator

from site_builder.core.urls import is_government_host
from site_builder.core.web_addresses import host_of
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.location import Location
from site_builder.model.rule_context import SiteContext
from site_builder.model.settings import Settings

_DOMAINS = (
    "《国务院办公厅关于加强政府网站域名管理的通知》（国办函〔2018〕55号）：政府网站使用以“.gov.cn”为"
    "后缀的英文域名和以“.政务”为后缀的中文域名。"
)
_NAMES = (
    "《互联网政务应用安全管理规定》（2024年7月1日起施行）：名称优先使用实体机构名称、规范简称，"
    "使用其他名称的，在显著位置标明实体机构名称。"
)
_MARKS = "《政府网站发展指引》（国办发〔2017〕47号）：页脚有党政机关网站标识。"
_COMMON = ("政府", "信息", "公开", "网站", "委员", "管理", "园区", "人民", "办公")
"""Pairs of characters that name no office."""


def check(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Check a site."""
    settings = site_context.context.settings
    yield from _domain(settings)
    yield from _name(settings)
    yield from _mark(settings)


def _domain(settings: Settings) -> Iterator[Diagnostic]:
    own_host = host_of(settings.address)
    # A site's own host is in the list anyway; it means something only where an office lists it too.
    government_hosts = list(settings.government_hosts)
    if own_host in government_hosts:
        government_hosts.remove(own_host)
    # An address in its place is reported where settings are read; its host is judged here.
    domain = host_of(settings.domain) or settings.domain
    for name, host in (("domain", domain), ("address", own_host)):
        if host and not is_government_host(host, tuple(government_hosts)):
            message = f"“{host}”不是政府网站的域名（.gov.cn 或者 .政务）"
            hint = "请核对；栏目设在别的政府网站里、用它的域名的，把它写进“政府网站”。"
            yield _diagnostic(settings, name, message, hint, _DOMAINS)
            return


def _name(settings: Settings) -> Iterator[Diagnostic]:
    offices = f"{settings.organization}|{settings.sponsor}"
    pairs = {settings.name[at : at + 2] for at in range(len(settings.name) - 1)}
    # Without a name or an office there is nothing to compare, and that has been reported.
    has_names = settings.name and settings.organization
    if has_names and not any(pair in offices for pair in pairs.difference(_COMMON)):
        message = (
            f"栏目名称“{settings.name}”里看不出是哪个机关的（公开机关是“{settings.organization}”）"
        )
        hint = "请写成“机关名称加政府信息公开”；页眉另外印有“公开机关”。"
        yield _diagnostic(settings, "name", message, hint, _NAMES)


def _mark(settings: Settings) -> Iterator[Diagnostic]:
    host = host_of(settings.site_badge_url)
    if settings.site_badge_picture and not host:
        message = "有“党政机关标识图片”，没有写“党政机关标识链接”，页面不显示这张图片"
        hint = "请填点开标识以后那一页的网址（https://bszs.conac.cn/…）。"
        yield _diagnostic(settings, "site_badge_picture", message, hint, _MARKS)
    if host and not is_government_host(host, settings.government_hosts):
        message = f"“党政机关标识链接”指向“{host}”，不是登记标识的网站"
        hint = "请填点开标识以后那一页的网址（https://bszs.conac.cn/…）。"
        yield _diagnostic(settings, "site_badge_url", message, hint, _MARKS)


def _diagnostic(
    settings: Settings, setting: str, message: str, hint: str, basis: str
) -> Diagnostic:
    location = settings.locations.get(setting, Location("config.yaml", 1))
    name = _CODES[setting]
    subject = _SUBJECTS.get(setting, setting)
    return Diagnostic(
        f"s009/{name}", Severity.WARNING, location, message, hint, basis=basis, subject=subject
    )


_CODES = {
    "domain": "domain",
    "address": "domain",
    "name": "name",
    "site_badge_picture": "mark",
    "site_badge_url": "mark",
}

_SUBJECTS = {"site_badge_picture": "mark_picture", "site_badge_url": "mark_url"}
"""Offices have written these ids into their 接受: they outlive the names of the settings."""
