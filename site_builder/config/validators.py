"""The shape of what an office writes about itself: addresses, hosts, codes, mail. For settings."""

import re

from site_builder.core.web_addresses import can_be_asked_for
from site_builder.model.lazy_pattern import lazy_pattern

_HOST = r"[A-Za-z0-9一-鿿](?:[A-Za-z0-9一-鿿-]*[A-Za-z0-9一-鿿])?"
_HOST_NAME = lazy_pattern(rf"{_HOST}(?:\.{_HOST})*")
_DOMAIN = lazy_pattern(rf"{_HOST}(?:\.{_HOST})+")
_URL_START = rf"https?://({_HOST}(?:\.{_HOST})+)(?::([0-9]{{1,5}}))?"
_URL = lazy_pattern(rf"{_URL_START}(?:[/?#][^\s\"'<>\\^`{{|}}]*)?")
_MAIL = lazy_pattern(rf"[A-Za-z0-9._%+-]+@{_HOST}(?:\.{_HOST})+")
_SITE_CODE = lazy_pattern("[0-9]{10}|bm[0-9]{8}")
_PICTURE = lazy_pattern(r"(?:[0-9]{4}/)?files/[\w./-]+\.(?:png|jpe?g|gif|webp)", re.ASCII)
_NOT_A_URL = "不是完整的网址", "写成 https://www.example.gov.cn/… 这样，中间没有空格和引号。"
_PICTURE_SETTINGS = ("site_badge_picture", "emblem", "header_picture")
_NOT_A_PICTURE = (
    "不是图片文件的地址",
    "写 content 里的图片，如 files/mark.png（png、jpg、gif、webp）。",
)
_MAX_PORT = 65535
_URL_SETTINGS = (
    "public_security_url",
    "error_report_url",
    "parent_site_url",
    "licence_url",
    "contact.online",
)


def is_host_name(text: str) -> bool:
    """Return whether a text is the name of a host, or the ending of some."""
    return bool(_HOST_NAME.fullmatch(text)) and can_be_asked_for(text)


def _match_url(text: str) -> re.Match[str] | None:
    """Take a whole address apart; None for what is none."""
    match = _URL.fullmatch(text)
    if match is None or not can_be_asked_for(match[1]):
        return None
    return match if 0 < int(match[2] or 1) <= _MAX_PORT else None


def is_absolute_url(text: str) -> bool:
    """Return whether a text is a whole address."""
    return _match_url(text) is not None


def host_of(address: str) -> str | None:
    """Return the host of the site's own address; None when that is none."""
    match = _match_url(address)
    return match[1].lower() if match else None


def validate_setting(setting: str, value: str) -> tuple[str, str] | None:
    """Return what is wrong with a setting's text, and the hint; None when nothing is."""
    if setting == "address" and not is_base_url(value):
        hint = "写成 https://www.example.gov.cn/gk/ 这样：以 / 结尾，不带文件名，后面没有 ? 和 #。"
        return "不是栏目的完整网址", hint
    if setting == "site_badge_url" or setting in _PICTURE_SETTINGS:
        return _validate_mark(setting, value)
    if setting in _URL_SETTINGS and not _match_url(value):
        return _NOT_A_URL
    if setting == "site_code" and not _SITE_CODE.fullmatch(value):
        hint = "标识码是 10 位数字，或 bm 加 8 位数字，用半角数字。"
        return "的样子不对", hint
    if setting == "domain" and not _DOMAIN.fullmatch(value):
        return "的样子不对", "只写域名，如 www.example.gov.cn，不带 https:// 和斜杠。"
    is_bad_email = setting == "contact.email" and not _MAIL.fullmatch(value)
    hint = "写成 gk@example.gov.cn 这样；没有邮箱的，空着不写。"
    return ("的样子不对", hint) if is_bad_email else None


def _validate_mark(setting: str, value: str) -> tuple[str, str] | None:
    if setting in _PICTURE_SETTINGS and not _PICTURE.fullmatch(value):
        return _NOT_A_PICTURE
    if setting == "site_badge_url" and not _match_url(value):
        hint = (
            "网页不载入别处的程序，代码不能照贴。请填点开标识以后那一页的网址"
            "（https://bszs.conac.cn/…），图片存进 content/files，写在“党政机关标识图片”。"
        )
        return ("不是网址，是挂标识用的代码", hint) if "conac" in value else _NOT_A_URL
    return None


def is_base_url(address: str) -> bool:
    """Return whether an address may stand before the path of every page."""
    match = _match_url(address)
    if not match or "?" in address or "#" in address:
        return False
    last = address.split("://", 1)[1].partition("/")[2].rpartition("/")[2]
    return "." not in last
